package cases_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/store/db"
	"gyeol/internal/testkit"
)

// races is how often two people act on one document at the same moment; each order must come about so often at least.
const (
	races       = 1000
	eachAtWorst = 50
)

// addressedAlike sends so many documents of a stage on their lines and gives the tasks of the team lead, who is first.
func addressedAlike(t *testing.T, n int) (*testkit.House, []db.Task) {
	t.Helper()
	h := testkit.Seoul(t, "2022-01-07")
	h.OpenCycle(t, planCycle, 2022)
	s := h.OpenStage(t, "request")
	for i := range n - 1 {
		h.Step(t, s.Case, testkit.Do{Verb: gov.VerbAdd, Body: body{"kind": "document", "for": fmt.Sprintf("document-%d", i+2)}})
	}
	manyAct(t, h, coordinator, h.Tasks(t, coordinator, gov.TaskDraft), testkit.Do{
		Verb: gov.VerbSubmit, Body: body{"title": "자료 취합 요청", "body": text("제출 바랍니다.")},
	})
	tasks := h.Tasks(t, teamLead, gov.TaskSign)
	require.Len(t, tasks, n)
	return h, tasks
}

// manyAct does the same on many tasks, some side by side.
func manyAct(t *testing.T, h *testkit.House, who string, tasks []db.Task, do testkit.Do) {
	t.Helper()
	var wg sync.WaitGroup
	for some := range slices.Chunk(tasks, (len(tasks)+7)/8) {
		wg.Go(func() {
			for _, task := range some {
				h.Act(t, who, task.ID, do)
			}
		})
	}
	wg.Wait()
}

// sideBySide does two acts at the same moment. Whoever starts first alternates.
func sideBySide(turn int, acts ...func()) {
	var wg sync.WaitGroup
	for n := range acts {
		wg.Go(acts[(turn+n)%len(acts)])
	}
	wg.Wait()
}

// TestAFinalSignatureAndAWithdrawalAtOnceAreOneOfThem lets the division head approve while the drafter pulls the paper
// back. The lock on the case decides: exactly one of them does it, the other is told why and how the case stands, and
// of him nothing remains but the entry of his refusal. A number is given to what was approved and to nothing else.
func TestAFinalSignatureAndAWithdrawalAtOnceAreOneOfThem(t *testing.T) {
	t.Parallel()
	h, reviews := addressedAlike(t, races)
	manyAct(t, h, teamLead, reviews, testkit.Do{Verb: gov.VerbReview})
	approved, withdrawn := 0, 0
	for i, task := range h.Tasks(t, divHead, gov.TaskSign) {
		var sign, pull error
		sideBySide(i,
			func() { _, sign = h.Try(t, divHead, task.ID, testkit.Do{Verb: gov.VerbApprove}) },
			func() {
				_, pull = h.OnCase(t, coordinator, task.CaseID, testkit.Do{Verb: gov.VerbWithdraw, Reason: "수치 오류"})
			},
		)
		require.NotEqual(t, sign == nil, pull == nil, "one of them: %v, %v", sign, pull)
		code, state, lost := gov.CodeTaskClosed, gov.Withdrawn, sign
		if sign == nil {
			approved++
			code, state, lost = gov.CodeActNotOpen, gov.Approved, pull
		} else {
			withdrawn++
		}
		refusal := testkit.MustRefuse(t, code, lost)
		require.Equal(t, state, refusal.State)
		require.NotEmpty(t, refusal.Reasons)
	}
	t.Logf("approved first %d, withdrawn first %d", approved, withdrawn)
	require.GreaterOrEqual(t, approved, eachAtWorst)
	require.GreaterOrEqual(t, withdrawn, eachAtWorst)
	count := func(sql string) int { return testkit.One[int](t, h, "select count(*)::int from "+sql) }
	require.Equal(t, approved, count("case_file where kind = 'document' and state = 'approved'"))
	require.Equal(t, withdrawn, count("case_file where kind = 'document' and state = 'withdrawn'"))
	require.Equal(t, approved, count("act where verb = 'approve'"))
	require.Equal(t, approved, count("decision where verb = 'approve'"))
	require.Equal(t, withdrawn, count("act where verb = 'withdraw'"))
	require.Zero(t, count("task where kind = 'sign' and state = 'open'"))
	require.Equal(t, withdrawn, count(`audit_entry e join task k on k.id::text = e.subject_id
		where e.kind = 'refusal' and e.subject_kind = 'task'`))
	require.Equal(t, approved, count(`audit_entry e join case_file f on f.id::text = e.subject_id and f.state = 'approved'
		where e.kind = 'refusal' and e.subject_kind = 'case'`))
	require.Equal(t, races, count("audit_entry where kind = 'refusal'"))
	require.Equal(t, approved, count(`(select n.number, row_number() over (order by n.number) as nth, d.document_number
		from issued_number n join document d on d.case_id = n.case_id join case_file f on f.id = n.case_id
		where n.series like 'document/%' and f.state = 'approved') x
		where number = nth and document_number = '평생교육과-' || number`), "1…n, without a gap")
	require.Equal(t, approved, count("issued_number where series like 'document/%'"))
	require.Equal(t, approved, count("document where document_number is not null"))
	everythingIsAudited(t, h)
}

// TestAReviewAndAWithdrawalAtOnceLeaveAWithdrawnPaper: a drafter may withdraw until the final signature, so that only
// the reviewer can be too late.
func TestAReviewAndAWithdrawalAtOnceLeaveAWithdrawnPaper(t *testing.T) {
	t.Parallel()
	const most = races / 10
	h, tasks := addressedAlike(t, most)
	signed := 0
	for i, task := range tasks {
		var sign, pull error
		sideBySide(i,
			func() { _, sign = h.Try(t, teamLead, task.ID, testkit.Do{Verb: gov.VerbReview}) },
			func() {
				_, pull = h.OnCase(t, coordinator, task.CaseID, testkit.Do{Verb: gov.VerbWithdraw, Reason: "수치 오류"})
			},
		)
		require.NoError(t, pull)
		if sign == nil {
			signed++
			continue
		}
		require.Equal(t, gov.Withdrawn, testkit.MustRefuse(t, gov.CodeTaskClosed, sign).State)
	}
	require.Equal(t, signed, testkit.One[int](t, h, "select count(*) from act where verb = 'review'"))
	require.Equal(t, signed, testkit.One[int](t, h, "select count(*) from decision where verb = 'review'"))
	require.Zero(t, testkit.One[int](t, h, "select count(*) from task where kind = 'sign' and state = 'open'"))
	require.Equal(t, most, testkit.One[int](t, h, "select count(*) from case_file where kind = 'document' and state = 'withdrawn'"))
	everythingIsAudited(t, h)
}

// TestTwoStandInsAtOnceSignOnce lets the holder of a post and his stand-in sign the same cell at the same moment.
func TestTwoStandInsAtOnceSignOnce(t *testing.T) {
	t.Parallel()
	h, _ := draftedPlan(t)
	deputises(t, h, division+".officer-3", teamLead, "2022-12-31")
	task := h.TaskOf(t, teamLead, gov.TaskSign)
	errs := make([]error, 8)
	var wg sync.WaitGroup
	for i := range errs {
		who := teamLead
		if i%2 == 1 {
			who = division + ".officer-3"
		}
		wg.Go(func() { _, errs[i] = h.Try(t, who, task.ID, testkit.Do{Verb: gov.VerbReview}) })
	}
	wg.Wait()
	done := 0
	for _, err := range errs {
		if err == nil {
			done++
			continue
		}
		testkit.MustRefuse(t, gov.CodeTaskClosed, err)
	}
	require.Equal(t, 1, done)
	require.Equal(t, 1, testkit.One[int](t, h, "select count(*) from act where verb = 'review'"))
}
