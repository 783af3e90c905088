package rehearsal

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/client"
	"gyeol/gov"
)

// lineOf is a document in a round with a line of five.
func lineOf(round int32) client.TaskDetail {
	var d client.DocumentContext
	for i, role := range []client.LineCell{{Role: "review"}, {Role: "review"}, {Role: "concur"}, {Role: "agree"}, {Role: "approve"}} {
		role.Position, role.Round = int32(i+1), round
		d.Line = append(d.Line, role)
	}
	d.Body = json.RawMessage(`{"quota":10}`)
	return client.TaskDetail{File: client.CaseView{ContentHash: "h", Title: "시행계획", Context: client.CaseContext{Document: d}}}
}

func signing(stage string, position int, round int32) situation {
	s := taskOf(gov.TaskSign, "x")
	s.task.Stage, s.task.Cell, s.task.Round = stage, fmt.Sprint(position), round
	s.task.Key = fmt.Sprintf("lifelong-education-plan-2022/%s/x/sign/document.%d", stage, position)
	return s
}

func TestOneCellOfThePlansLineReturnsItOnce(t *testing.T) {
	t.Parallel()
	for seed := range lots(50) {
		returns := 0
		for position := 1; position <= 5; position++ {
			s := signing(returnedDocument, position, 1)
			s.lots = seed
			if d := s.deeds(lineOf(1))[0]; d.verb == gov.VerbReturn {
				require.NotEmpty(t, d.reason)
				returns++
			}
			s = signing(returnedDocument, position, 2)
			s.lots = seed
			require.NotEqual(t, gov.VerbReturn, s.deeds(lineOf(2))[0].verb)
		}
		require.Equal(t, 1, returns)
	}
}

func TestACellSignsAsItsRoleAsks(t *testing.T) {
	t.Parallel()
	for i, want := range []gov.Verb{gov.VerbReview, gov.VerbReview, gov.VerbConcur, gov.VerbAgree, gov.VerbApprove} {
		d := signing("issue-down", i+1, 1).deeds(lineOf(1))
		require.Equal(t, want, d[0].verb)
		require.Equal(t, "h", d[0].hash, "a signature is bound to what was seen")
	}
	require.Empty(t, signing("issue-down", 6, 1).deeds(lineOf(1)), "no such cell")
}

func TestADraftKeepsWhatWasPreparedAndCitesTheCompilation(t *testing.T) {
	t.Parallel()
	s := taskOf(gov.TaskDraft, "x")
	s.compiled = "abc"
	body, ok := s.deeds(lineOf(1))[0].body["body"].(map[string]any)
	require.True(t, ok)
	require.EqualValues(t, 10, body["quota"])
	require.Equal(t, "abc", body["compiled_sha256"])
	s.task.Kind = string(gov.TaskRedraft)
	d := s.deeds(lineOf(1))[0]
	require.Equal(t, gov.VerbRedraft, d.verb)
	require.NotEmpty(t, d.reason)
}

func TestOnlyTheMinistrySendsAFilingBackAndOnlyOnce(t *testing.T) {
	t.Parallel()
	s := taskOf(gov.TaskReceive, "x")
	s.task.Stage = correctedFiling
	require.Equal(t, gov.VerbRequestCorrect, s.deeds(client.TaskDetail{})[0].verb)
	s.task.Round = 2
	require.Equal(t, gov.VerbReceipt, s.deeds(client.TaskDetail{})[0].verb)
	s.task.Stage, s.task.Round = "city-council", 1
	require.Equal(t, gov.VerbReceipt, s.deeds(client.TaskDetail{})[0].verb)
}

func TestEveryFindingThatNeedsADecisionGetsOne(t *testing.T) {
	t.Parallel()
	var d client.TaskDetail
	d.File.Context.Compilation.Findings = json.RawMessage(
		`[{"id":"a","check":"sums","severity":"error"},{"id":"b","check":"overlaps","severity":"warning"},{"id":"c","severity":"note"}]`)
	made := taskOf(gov.TaskConfirm, "x").deeds(d)[0]
	decisions, ok := made.body["decisions"].([]map[string]any)
	require.True(t, ok)
	require.Len(t, decisions, 2)
	for _, how := range decisions {
		require.NotEmpty(t, how["reason"])
	}
}

func TestActionPlansAreOfAllFourKinds(t *testing.T) {
	t.Parallel()
	n := map[any]int{}
	for i := range 76 {
		s := taskOf(gov.TaskAnswer, fmt.Sprint(i))
		s.today = gov.MustDate("2022-05-02")
		body := s.deeds(client.TaskDetail{})[0].body
		n[body["decision"]]++
		require.Equal(t, body["decision"] != "accept", body["reason"] != nil, "whatever is not accepted has its reason")
		require.Equal(t, body["decision"] != "reject", body["measure"] != nil)
		if due, ok := body["measure_due"].(gov.Date); ok {
			require.True(t, due.After(s.today))
		}
	}
	require.Len(t, n, 4)
}

func TestAwardsHaveTheirHardCases(t *testing.T) {
	t.Parallel()
	nominee := func(rank int) map[string]any {
		s := taskOf(gov.TaskNominate, fmt.Sprint(rank))
		s.place = place{rank: rank, of: 40}
		return s.deeds(client.TaskDetail{})[0].body
	}
	facts, ok := nominee(rankDisqualified)["facts"].(map[string]any)
	require.True(t, ok)
	require.Equal(t, true, facts["same_merit_awarded"])
	facts, ok = nominee(rankUpheld)["facts"].(map[string]any)
	require.True(t, ok)
	require.Equal(t, false, facts["same_merit_awarded"])
	declined := 0
	for rank := 4; rank < 40; rank++ {
		if nominee(rank)["nominee"] == nil {
			declined++
		}
	}
	require.NotZero(t, declined)
	require.Less(t, declined, 36)
	s := taskOf(gov.TaskVet, "x")
	s.place = place{rank: rankUpheld, of: 40}
	require.Equal(t, true, s.deeds(client.TaskDetail{})[0].body["upheld"])
	require.Empty(t, taskOf(gov.TaskRank, "x").deeds(client.TaskDetail{
		File: client.CaseView{Tasks: []client.CaseTask{{Kind: string(gov.TaskScore)}}},
	}), "a juror has not scored")
}
