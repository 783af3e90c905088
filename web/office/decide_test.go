package office_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/testkit"
)

func TestManyTasksAreDoneAtOnceEachWithItsOwnResult(t *testing.T) {
	t.Parallel()
	d := asked(t)
	d.sits(t, officer).fills(t, mustAddress(t, d))
	who := institute + ".head"
	head, id := d.sits(t, who), d.TaskOf(t, who, gov.TaskApproveSub).ID.String()
	s := head.get(t, "/bulk?task="+id)
	require.Equal(t, http.StatusOK, s.status)
	lawful(t, "/bulk", s)
	form := s.form(t, "")
	require.Equal(t, "approve", form.Get("verb."+id))
	require.Contains(t, head.post(t, "/bulk", form).body, "1건을 처리했습니다")
	form.Set("key."+id, "another-key-of-it")
	s = head.post(t, "/bulk", form)
	require.Contains(t, s.body, "0건을 처리했습니다")
	require.Contains(t, s.body, "처리 못 함")
}

func TestWhoConfirmsACompiledPaperAnswersItsFindingsOnThePage(t *testing.T) {
	t.Parallel()
	d := compiled(t)
	task := d.TaskOf(t, coordinator, gov.TaskConfirm)
	c, at := d.sits(t, coordinator), "/tasks/"+task.ID.String()
	s := c.get(t, at)
	require.Equal(t, http.StatusOK, s.status, s.body)
	lawful(t, at, s)
	golden(t, "task-confirm", s)
	form := s.form(t, "confirm")
	s = c.post(t, at, form)
	require.Equal(t, http.StatusUnprocessableEntity, s.status)
	require.Contains(t, s.body, `aria-invalid="true"`)
	answers := 0
	for name := range form {
		if finding, ok := strings.CutPrefix(name, "decide."); ok {
			answers++
			form.Set(name, "accept")
			form.Set("why."+finding, "원문 그대로 둠")
		}
	}
	require.NotZero(t, answers)
	s = c.post(t, at, form)
	require.Equal(t, http.StatusSeeOther, s.status, s.body)
	require.Equal(t, answers, testkit.One[int](t, d.House,
		"select jsonb_array_length(decisions)::int from compilation where case_id = $1", task.CaseID))
}

// compiled is a desk on which all units have handed in, and their plans have been put together.
func compiled(t *testing.T) *desk {
	t.Helper()
	d := open(t, "2022-02-07")
	d.OpenCycle(t, "lifelong-education-plan", 2022)
	ends := func(stage testkit.Stage, state string) {
		d.Exec(t, "update task set state = 'done', closed_on = $2 where stage_id = $1", stage.ID, d.Today(t))
		d.Force(t, "update case_file set state = $2, closed_on = $3 where stage_id = $1 and kind in ('document', 'submission')",
			stage.ID, state, d.Today(t))
		d.Step(t, stage.Case, testkit.Do{Verb: gov.VerbFinish})
	}
	ends(d.OpenStage(t, "request"), "missing")
	plans := d.OpenStage(t, "plans")
	d.Exec(t, `update submission set submitted_on = $2, accepted_on = $2, nothing_to_report = false
		where case_id in (select id from case_file where stage_id = $1)`, plans.ID, d.Today(t))
	d.Exec(t, "update plan_row set data = $2 where case_id in (select id from case_file where stage_id = $1)", plans.ID,
		[]byte(`{"change":"new","goal":"목표","content":"내용","chapter":"1"}`))
	ends(plans, "accepted")
	d.Step(t, d.Stage(t, "results").Case, testkit.Do{Verb: gov.VerbWaive, Reason: "2021년 계획이 없음"})
	d.Step(t, d.Case(t, d.OpenStage(t, "compilation"), "compilation").ID, testkit.Do{Verb: gov.VerbCompile})
	return d
}

func mustAddress(t *testing.T, d *desk) string {
	t.Helper()
	address, _ := d.fillTask(t)
	return address
}

func TestAssetsAreKeptForAYearUnderTheirOwnHash(t *testing.T) {
	t.Parallel()
	d := asked(t)
	o := d.sits(t, officer)
	for _, n := range o.get(t, "/").elements(t, "link", "script") {
		at := attr(n, "href") + attr(n, "src")
		s := reader{d: d}.get(t, at)
		require.Equal(t, http.StatusOK, s.status, at)
		require.Contains(t, s.header.Get("Cache-Control"), "immutable")
		require.NotContains(t, s.body, "http://")
		require.NotContains(t, s.body, "https://")
	}
	require.Equal(t, http.StatusNotFound, reader{d: d}.get(t, "/assets/office.css").status)
}
