package rehearsal

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/client"
	"gyeol/gov"
)

// planForm is a submission on the form of the plan with so many rows.
func planForm(rows int) client.SubmissionContext {
	sub := client.SubmissionContext{Form: "plan-row", AboutYear: 2022, Fields: []client.FormField{
		{ID: "change", Type: "choice", Required: true, Choices: choices("new", "expanded", "continued")},
		{ID: "goal", Type: "text", Required: true},
		{ID: "content", Type: "text", Required: true},
		{ID: "chapter", Type: "choice", Required: true, Choices: choices("1", "2", "3")},
		{ID: "budget_krw", Type: "money"},
		{ID: "target", Type: "integer"},
	}}
	for i := range rows {
		sub.Rows = append(sub.Rows, client.Row{
			ID: fmt.Sprintf("row-%d", i), Item: fmt.Sprintf("BP-%d", i), Title: fmt.Sprintf("사업 %d", i),
			Data: json.RawMessage(`{}`),
		})
	}
	return sub
}

func choices(values ...string) []client.FormChoice {
	out := make([]client.FormChoice, len(values))
	for i, v := range values {
		out[i] = client.FormChoice{Value: v, Title: v}
	}
	return out
}

// save puts into the rows what was written.
func save(t *testing.T, sub *client.SubmissionContext, written []writing) {
	t.Helper()
	for _, w := range written {
		for i := range sub.Rows {
			if sub.Rows[i].ID != w.row.ID {
				continue
			}
			raw, err := json.Marshal(w.data)
			require.NoError(t, err)
			sub.Rows[i].Data, sub.Rows[i].Revision = raw, w.row.Revision+1
		}
	}
}

func TestRowsAreFilledOnceAndMoneyStaysBlank(t *testing.T) {
	t.Parallel()
	s, sub := taskOf(gov.TaskFill, "x"), planForm(3)
	written := s.writings(sub)
	require.Len(t, written, 3)
	for _, w := range written {
		require.NotEmpty(t, w.data["goal"])
		require.Contains(t, w.data["content"], w.row.Title)
		require.NotContains(t, w.data, "budget_krw")
		require.NotContains(t, w.data, "target")
	}
	save(t, &sub, written)
	require.Empty(t, s.writings(sub), "a repeated hand finds nothing to do")
}

func TestWhatStandsInARowIsKept(t *testing.T) {
	t.Parallel()
	s, sub := taskOf(gov.TaskFill, "x"), planForm(1)
	sub.Rows[0].Data = json.RawMessage(`{"change":"new","budget_krw":5}`)
	data := s.writings(sub)[0].data
	require.Equal(t, "new", data["change"])
	require.EqualValues(t, 5, data["budget_krw"])
}

func TestARevisionMendsTheRowsItNames(t *testing.T) {
	t.Parallel()
	s, sub := taskOf(gov.TaskRevise, "x"), planForm(3)
	save(t, &sub, s.writings(sub))
	s.task.Round = 2
	sub.Revisions = []client.RevisionRequest{{Round: 2, Fields: json.RawMessage(`[{"row":"BP-1","field":"content","reason":"x"}]`)}}
	written := s.writings(sub)
	require.Len(t, written, 1)
	require.Equal(t, "BP-1", written[0].row.Item)
	require.Contains(t, written[0].data["content"], "보완 1회")
	save(t, &sub, written)
	require.Empty(t, s.writings(sub))
	s.task.Round, sub.Revisions = 3, append(sub.Revisions, client.RevisionRequest{Round: 3})
	written = s.writings(sub)
	require.Len(t, written, 1, "a return that names no row means the first")
	require.Equal(t, "BP-0", written[0].row.Item)
}

func TestResultsCiteTheFiguresOfTheSourceAndNoOthers(t *testing.T) {
	t.Parallel()
	sub := planForm(2)
	sub.Form = "result-row"
	sub.Rows[0].Figures = json.RawMessage(`[{"label":"참여","value":6479,"unit":"명"},{"label":"만족도","value":93.3,"unit":"%"}]`)
	s := taskOf(gov.TaskFill, "x")
	written := s.writings(sub)
	require.Contains(t, written[0].data["content"], "참여 6479명, 만족도 93.3%")
	require.Contains(t, written[1].data["content"], "원문에 적힌 수치 없음")
}

func TestAUnitWithoutRowsReportsNothing(t *testing.T) {
	t.Parallel()
	s := taskOf(gov.TaskFill, "x")
	deeds := s.deeds(client.TaskDetail{})
	require.Len(t, deeds, 1)
	require.Equal(t, gov.VerbSubmit, deeds[0].verb)
	require.Equal(t, true, deeds[0].body["nothing_to_report"])
}

func TestEachOfficerSavesHisOwnRows(t *testing.T) {
	t.Parallel()
	s, sub := taskOf(gov.TaskFill, "x"), planForm(2)
	sub.Rows[0].Assigned, sub.Rows[1].Assigned = "x.officer-2", "elsewhere.officer"
	deeds := s.deeds(client.TaskDetail{
		Holders: []client.Holder{{Post: "x.officer", Person: "one"}, {Post: "x.officer-2", Person: "two"}},
		File:    client.CaseView{Context: client.CaseContext{Submission: sub}},
	})
	require.Len(t, deeds, 3)
	require.Equal(t, "two", deeds[0].by)
	require.Empty(t, deeds[1].by, "whose row is nobody's here falls to whoever has the task")
	require.Equal(t, false, deeds[2].body["nothing_to_report"])
}
