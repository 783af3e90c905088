package cases_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/store"
	"gyeol/internal/testkit"
	"gyeol/policies"
)

// TestEveryActOnADocumentIsOneCommit walks documents through every move of their machine. The house counts what each
// act asks of database and Temporal, here as in every other test.
func TestEveryActOnADocumentIsOneCommit(t *testing.T) {
	t.Parallel()
	h, s := draftedPlan(t)
	id := h.Case(t, s, "document").ID
	again := testkit.Do{Verb: gov.VerbRedraft, Reason: "보완함", Body: body{"title": draftTitle, "body": text("보완함")}}
	redraft := func() { h.Act(t, coordinator, h.TaskOf(t, coordinator, gov.TaskRedraft).ID, again) }
	sign := func(who string, do testkit.Do) { h.Act(t, who, h.TaskOf(t, who, gov.TaskSign).ID, do) }
	onCase := func(do testkit.Do) {
		_, err := h.OnCase(t, coordinator, id, do)
		require.NoError(t, err)
	}
	sign(teamLead, testkit.Do{Verb: gov.VerbHold, Reason: "자료 확인", Body: body{"review_on": "2022-02-28"}})
	sign(teamLead, testkit.Do{Verb: gov.VerbReturn, Reason: "근거 보완"})
	redraft()
	onCase(testkit.Do{Verb: gov.VerbWithdraw, Reason: "수치 오류"})
	redraft()
	absent(t, h, teamLead, "2022-02-24", "2022-02-25")
	hash := testkit.One[[]byte](t, h, "select content_hash from case_file where id = $1", id)
	onCase(testkit.Do{Verb: gov.VerbPassReview, Reason: "출장", Hash: hash, Body: body{"position": 1}})
	signUntil(t, h, planning, divHead, bureauTop)
	signs(t, h, planning, body{"agrees": false, "opinion": "재원 대책이 없음"})
	signs(t, h, viceMayor, nil)
	signs(t, h, "mayor", nil)
	onCase(testkit.Do{Verb: gov.VerbCirculate, Body: body{"posts": []string{head}}})
	h.Step(t, id, testkit.Do{Verb: gov.VerbDispatch})
	h.Act(t, head, h.TaskOf(t, head, gov.TaskCirculated).ID, testkit.Do{Verb: gov.VerbRead})

	report := h.OpenStage(t, "results-report")
	h.Act(t, coordinator, h.TaskOf(t, coordinator, gov.TaskDraft).ID, testkit.Do{
		Verb: gov.VerbSubmit, Body: body{"title": "추진실적", "body": text("보고함")},
	})
	signUntil(t, h, bureauTop, teamLead, divHead, "budget-office.head")
	sign(bureauTop, testkit.Do{Verb: gov.VerbEscalate, Reason: "시정 전반에 영향을 미침"})
	h.Step(t, h.Case(t, report, "document").ID, testkit.Do{Verb: gov.VerbLapse, Reason: "마감"})

	done := testkit.One[[]string](t, h, `select array_agg(distinct verb) from act a
		join case_file c on c.id = a.case_id where c.kind = 'document'`)
	for _, move := range policies.MachineOf(gov.CaseDocument).Moves {
		require.Contains(t, done, string(move.Verb))
	}
}

// TestASecondCommitIsNoticed proves that the count would tell.
func TestASecondCommitIsNoticed(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2022-02-24")
	var tally store.Tally
	ctx := store.WithTally(t.Context(), &tally)
	refusal := cases.Refusal{SubjectKind: "request", Subject: "x", Code: gov.CodeInvalid}
	for range 2 {
		require.NoError(t, h.Cases.Refused(ctx, h.Actor(t, coordinator), refusal))
	}
	require.EqualValues(t, 2, tally.Commits.Load(), "one for each transaction")
	_, err := h.Pool.Exec(ctx, "update office_clock set today = today")
	require.NoError(t, err)
	require.EqualValues(t, 3, tally.Commits.Load(), "and one for a statement that writes on its own")
	_, err = h.Pool.Exec(ctx, "select 1")
	require.NoError(t, err)
	require.EqualValues(t, 3, tally.Commits.Load(), "none for one that only reads")
	store.Called(ctx)
	store.Called(t.Context())
	require.EqualValues(t, 1, tally.Calls.Load(), "one for each call to Temporal")
}
