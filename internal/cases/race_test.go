package cases_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/testkit"
)

// races is how often two people act on one document at the same moment; each order must come about so often at least.
const (
	races       = 1000
	eachAtWorst = 50
)

// TestASignatureAndAWithdrawalAtOnceAreOneOfThem lets a reviewer sign while the drafter pulls the paper back. The
// lock on the case decides: whoever is second is refused with the state the first has made, and nothing of him remains.
func TestASignatureAndAWithdrawalAtOnceAreOneOfThem(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2022-01-07")
	h.OpenCycle(t, planCycle, 2022)
	s := h.OpenStage(t, "request")
	for i := range races - 1 {
		h.Step(t, s.Case, testkit.Do{Verb: gov.VerbAdd, Body: body{"kind": "document", "for": fmt.Sprintf("document-%d", i+2)}})
	}
	for _, task := range h.Tasks(t, coordinator, gov.TaskDraft) {
		h.Act(t, coordinator, task.ID, testkit.Do{Verb: gov.VerbSubmit, Body: body{"title": "자료 취합 요청", "body": text("제출 바랍니다.")}})
	}
	signedFirst, withdrawnFirst := 0, 0
	for i, task := range h.Tasks(t, teamLead, gov.TaskSign) {
		var signed, withdrawn error
		acts := []func(){
			func() { _, signed = h.Try(t, teamLead, task.ID, testkit.Do{Verb: gov.VerbReview}) },
			func() {
				_, withdrawn = h.OnCase(t, coordinator, task.CaseID, testkit.Do{Verb: gov.VerbWithdraw, Reason: "수치 오류"})
			},
		}
		var wg sync.WaitGroup
		for n := range acts {
			wg.Go(acts[(i+n)%2])
		}
		wg.Wait()
		require.NoError(t, withdrawn, "a drafter may withdraw until the final signature")
		if signed == nil {
			signedFirst++
			continue
		}
		withdrawnFirst++
		require.Contains(t, []gov.Code{gov.CodeTaskClosed, gov.CodeActNotOpen}, gov.CodeOf(signed))
	}
	t.Logf("signed first %d, withdrawn first %d", signedFirst, withdrawnFirst)
	require.GreaterOrEqual(t, signedFirst, eachAtWorst)
	require.GreaterOrEqual(t, withdrawnFirst, eachAtWorst)
	require.Equal(t, signedFirst, testkit.One[int](t, h, "select count(*) from act where verb = 'review'"))
	require.Equal(t, signedFirst, testkit.One[int](t, h, "select count(*) from decision where verb = 'review'"))
	require.Zero(t, testkit.One[int](t, h, "select count(*) from task where kind = 'sign' and state = 'open'"))
	require.Equal(t, races, testkit.One[int](t, h, "select count(*) from case_file where kind = 'document' and state = 'withdrawn'"))
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
