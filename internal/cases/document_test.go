package cases_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/testkit"
)

const (
	teamLead   = division + ".team-lead"
	divHead    = division + ".head"
	bureauTop  = "lifelong-education-bureau.head"
	planning   = "planning-office.head"
	draftTitle = "2022년 시행계획"
)

// text is a body of one paragraph.
func text(words string) body { return body{"text": words} }

// signs lets a post sign its cell.
func signs(t *testing.T, h *testkit.House, who string, extra body) cases.Outcome {
	t.Helper()
	task := h.TaskOf(t, who, gov.TaskSign)
	do := testkit.Do{Verb: gov.Verb(task.Verbs[0])}
	if extra != nil { // a nil map would be sent as null, which is no body
		do.Body = extra
	}
	if do.Verb == gov.VerbAgree && extra == nil {
		do.Body = body{"agrees": true}
	}
	return h.Act(t, who, task.ID, do)
}

// cells are the cells of the last round as "position role post state".
func cells(t *testing.T, h *testkit.House) []string {
	t.Helper()
	return testkit.One[[]string](t, h, `select array_agg(l.position || ' ' || l.role || ' ' || l.post_id || ' ' || l.state
		order by l.position) from line_cell l join case_file c on c.id = l.case_id and c.round = l.round`)
}

func TestAPlanClimbsItsLineAndGetsItsNumbers(t *testing.T) {
	t.Parallel()
	h, s := draftedPlan(t)
	require.Equal(t, []string{
		"1 review " + teamLead + " current", "2 review " + divHead + " waiting", "3 review " + bureauTop + " waiting",
		"4 agree " + planning + " waiting", "5 approve " + viceMayor + " waiting",
	}, cells(t, h))
	why := testkit.One[string](t, h, "select reasons::text from task where kind = 'sign' and state = 'open'")
	require.Contains(t, why, "authority/implementation-plan")
	require.Contains(t, why, "지휘계통")
	signUntil(t, h, viceMayor, belowViceMayor...)
	out := signs(t, h, viceMayor, nil)
	require.Equal(t, gov.Approved, out.State)
	require.Equal(t, "평생교육과-1", out.DocumentNumber)
	require.Equal(t, "행정1부시장 방침 제1호", out.PolicyNumber)
	require.Equal(t, gov.Approved, h.Case(t, s, "document").State)
	everythingIsAudited(t, h)
}

func TestAReviewersEditAsksTheSignersAgain(t *testing.T) {
	t.Parallel()
	h, _ := draftedPlan(t)
	signs(t, h, teamLead, nil)
	before := testkit.One[[]byte](t, h, "select content_hash from case_file where kind = 'document'")
	out := signs(t, h, divHead, body{"edit": body{"body": text("확정하고자 하니 재가하여 주시기 바랍니다.")}})
	require.EqualValues(t, 2, out.Result["version"])
	require.Equal(t, []string{
		"1 review " + teamLead + " void", "2 review " + divHead + " signed", "3 review " + bureauTop + " waiting",
		"4 agree " + planning + " waiting", "5 approve " + viceMayor + " waiting", "6 review " + teamLead + " current",
	}, cells(t, h))
	after := testkit.One[[]byte](t, h, "select content_hash from case_file where kind = 'document'")
	require.NotEqual(t, before, after)
	require.Equal(t, after, testkit.One[[]byte](t, h, "select hash_seen from line_cell where position = 2"), "he signed what he wrote")
	task := h.TaskOf(t, teamLead, gov.TaskSign)
	_, err := h.Try(t, teamLead, task.ID, testkit.Do{Verb: gov.VerbReview, Hash: before})
	testkit.MustRefuse(t, gov.CodeStale, err)
	signUntil(t, h, viceMayor, teamLead, bureauTop, planning)
	require.Equal(t, gov.Approved, signs(t, h, viceMayor, nil).State)
	require.Equal(t, 1, testkit.One[int](t, h, `select count(distinct hash_seen)::int from line_cell where state = 'signed'`),
		"nobody's signature stands on another text")
}

func TestOnlyAReviewerEdits(t *testing.T) {
	t.Parallel()
	h, _ := draftedPlan(t)
	signUntil(t, h, planning, teamLead, divHead, bureauTop)
	task := h.TaskOf(t, planning, gov.TaskSign)
	_, err := h.Try(t, planning, task.ID, testkit.Do{Verb: gov.VerbAgree, Body: body{"agrees": true, "edit": body{"title": "다른 제목"}}})
	testkit.MustRefuse(t, gov.CodeInvalid, err)
}

func TestADisagreementLiftsTheDecisionOneLevel(t *testing.T) {
	t.Parallel()
	h, _ := draftedPlan(t)
	signUntil(t, h, planning, teamLead, divHead, bureauTop)
	task := h.TaskOf(t, planning, gov.TaskSign)
	_, err := h.Try(t, planning, task.ID, testkit.Do{Verb: gov.VerbAgree, Body: body{"agrees": false}})
	testkit.MustRefuse(t, gov.CodeInvalid, err)
	signs(t, h, planning, body{"agrees": false, "opinion": "재원 대책이 없음"})
	require.Contains(t, cells(t, h), "5 review "+viceMayor+" current")
	require.Contains(t, cells(t, h), "6 approve mayor waiting")
	signs(t, h, viceMayor, nil)
	out := signs(t, h, "mayor", nil)
	require.Equal(t, gov.Approved, out.State)
	require.Equal(t, "시장방침 제1호", out.PolicyNumber)
}

func TestADelegateGivesTheDecisionToThePostAbove(t *testing.T) {
	t.Parallel()
	h, _ := draftedPlan(t)
	signUntil(t, h, viceMayor, belowViceMayor...)
	task := h.TaskOf(t, viceMayor, gov.TaskSign)
	_, err := h.Try(t, viceMayor, task.ID, testkit.Do{Verb: gov.VerbEscalate})
	testkit.MustRefuse(t, gov.CodeReasonRequired, err)
	h.Act(t, viceMayor, task.ID, testkit.Do{Verb: gov.VerbEscalate, Reason: "시정 전반에 영향을 미침"})
	require.Contains(t, cells(t, h), "5 approve "+viceMayor+" lifted")
	out := signs(t, h, "mayor", nil)
	require.Equal(t, gov.Approved, out.State)
	require.Equal(t, "시장방침 제1호", out.PolicyNumber)
}

func TestAHoldLeavesTheTaskAndTheClock(t *testing.T) {
	t.Parallel()
	h, _ := draftedPlan(t)
	task := h.TaskOf(t, teamLead, gov.TaskSign)
	hold := testkit.Do{Verb: gov.VerbHold, Reason: "자료 확인", Body: body{"review_on": "2022-02-26"}}
	h.Act(t, teamLead, task.ID, hold)
	require.Equal(t, gov.MustDate("2022-02-28"), testkit.One[gov.Date](t, h, "select hold_review_on from line_cell where position = 1"),
		"a Saturday moves to Monday")
	after := h.TaskOf(t, teamLead, gov.TaskSign)
	require.Equal(t, task.ID, after.ID)
	require.Equal(t, task.DueOperative, after.DueOperative)
	signs(t, h, teamLead, nil)
	require.Zero(t, testkit.One[int](t, h, "select count(*) from line_cell where hold_reason <> ''"))
}

func TestAReviewIsSkippedOnlyBesideAnAbsentReviewer(t *testing.T) {
	t.Parallel()
	h, _ := draftedPlan(t)
	id := testkit.One[gov.CaseID](t, h, "select id from case_file where kind = 'document'")
	hash := testkit.One[[]byte](t, h, "select content_hash from case_file where id = $1", id)
	skip := testkit.Do{Verb: gov.VerbPassReview, Reason: "출장", Hash: hash, Body: body{"position": 1}}
	_, err := h.OnCase(t, coordinator, id, skip)
	testkit.MustRefuse(t, gov.CodeForbidden, err)
	absent(t, h, teamLead, "2022-02-24", "2022-02-25")
	_, err = h.OnCase(t, officer, id, skip)
	testkit.MustRefuse(t, gov.CodeNotFound, err)
	_, err = h.OnCase(t, division+".officer-4", id, skip)
	testkit.MustRefuse(t, gov.CodeForbidden, err)
	_, err = h.OnCase(t, coordinator, id, skip)
	require.NoError(t, err)
	require.Contains(t, cells(t, h), "1 review "+teamLead+" skipped")
	require.Empty(t, h.Tasks(t, teamLead, gov.TaskSign))
	h.TaskOf(t, divHead, gov.TaskSign)
}

// absent records that whoever holds a post is away.
func absent(t *testing.T, h *testkit.House, who, from, to string) {
	t.Helper()
	p := h.Actor(t, who).Person
	h.Exec(t, `insert into absence (id, person_id, valid_from, valid_to, reason, recorded_by, recorded_on)
		values (gen_random_uuid(), $1, $2, $3, '출장', $1, $2)`, p, gov.MustDate(from), gov.MustDate(to))
}

// deputises lets a post stand in for another until a day.
func deputises(t *testing.T, h *testkit.House, deputy, of, to string, matters ...string) {
	t.Helper()
	if matters == nil {
		matters = []string{}
	}
	h.Exec(t, `insert into delegation (id, post_id, deputy_post, matters, valid_from, valid_to, reason, given_by, given_on)
		values (gen_random_uuid(), $1, $2, $3, '2022-01-01', $4, '출장', $5, '2022-01-01')`,
		of, deputy, matters, gov.MustDate(to), h.Actor(t, of).Person)
}

func TestAStandInDecidesAndTheApproverIsToldAfterwards(t *testing.T) {
	t.Parallel()
	h, _ := draftedPlan(t)
	signUntil(t, h, viceMayor, belowViceMayor...)
	deputises(t, h, bureauTop, viceMayor, "2022-02-28")
	h.Exec(t, "update document set important = true")
	task := h.TaskOf(t, viceMayor, gov.TaskSign)
	out := h.Act(t, bureauTop, task.ID, testkit.Do{Verb: gov.VerbApprove})
	require.Equal(t, gov.Approved, out.State)
	require.Equal(t, "delegation", testkit.One[string](t, h, "select proxy from line_cell where position = 5"))
	require.Equal(t, bureauTop, testkit.One[string](t, h, "select signed_post from line_cell where position = 5"))
	report := h.TaskOf(t, viceMayor, gov.TaskPostReport)
	h.Step(t, task.CaseID, testkit.Do{Verb: gov.VerbDispatch})
	h.Act(t, viceMayor, report.ID, testkit.Do{Verb: gov.VerbRead})
	require.Empty(t, h.Tasks(t, viceMayor, gov.TaskPostReport))
}

func TestADelegationHasItsScopeItsTimeAndNoSuccessor(t *testing.T) {
	t.Parallel()
	h, _ := draftedPlan(t)
	signUntil(t, h, viceMayor, belowViceMayor...)
	task := h.TaskOf(t, viceMayor, gov.TaskSign)
	try := func(who string) error {
		_, err := h.Try(t, who, task.ID, testkit.Do{Verb: gov.VerbApprove})
		return err
	}
	deputises(t, h, bureauTop, viceMayor, "2022-02-23")
	testkit.MustRefuse(t, gov.CodeNotYourTask, try(bureauTop)) // over since yesterday
	deputises(t, h, bureauTop, viceMayor, "2022-12-31", "agreement.conclude")
	testkit.MustRefuse(t, gov.CodeNotYourTask, try(bureauTop)) // for another matter
	deputises(t, h, planning, viceMayor, "2022-12-31")
	deputises(t, h, bureauTop, planning, "2022-12-31")
	testkit.MustRefuse(t, gov.CodeNotYourTask, try(bureauTop)) // a delegation is not passed on
	h.Exec(t, "update document set undelegable = true")
	testkit.MustRefuse(t, gov.CodeForbidden, try(planning))
	h.Exec(t, "update document set undelegable = false")
	require.NoError(t, try(planning))
}

func TestTheActingPostStandsInOnlyWhileTheOtherIsAway(t *testing.T) {
	t.Parallel()
	h, _ := draftedPlan(t)
	signs(t, h, teamLead, nil)
	task := h.TaskOf(t, divHead, gov.TaskSign)
	h.Exec(t, "insert into acting_order (post_id, ordinal, deputy_post, valid_from) values ($1, 1, $2, '2021-01-01')",
		divHead, division+".officer-3")
	_, err := h.Try(t, division+".officer-3", task.ID, testkit.Do{Verb: gov.VerbReview})
	testkit.MustRefuse(t, gov.CodeNotYourTask, err)
	absent(t, h, divHead, "2022-02-24", "2022-02-24")
	h.Act(t, division+".officer-3", task.ID, testkit.Do{Verb: gov.VerbReview})
	require.Equal(t, "acting", testkit.One[string](t, h, "select proxy from line_cell where position = 2"))
}

func TestADraftRoundsOffWithItsDifferenceKept(t *testing.T) {
	t.Parallel()
	h, _ := draftedPlan(t)
	signs(t, h, teamLead, nil)
	task := h.TaskOf(t, divHead, gov.TaskSign)
	_, err := h.Try(t, divHead, task.ID, testkit.Do{Verb: gov.VerbReturn})
	testkit.MustRefuse(t, gov.CodeReasonRequired, err)
	h.Act(t, divHead, task.ID, testkit.Do{Verb: gov.VerbReturn, Reason: "예산 근거 보완"})
	h.Act(t, coordinator, h.TaskOf(t, coordinator, gov.TaskRedraft).ID, testkit.Do{
		Verb: gov.VerbRedraft, Reason: "보완함", Body: body{"title": draftTitle, "body": text("근거를 붙임")},
	})
	require.Equal(t, 2, testkit.One[int](t, h, "select count(*) from document_version"))
	require.Equal(t, 2, testkit.One[int](t, h, "select count(distinct content_hash)::int from document_version"))
	require.Contains(t, cells(t, h), "1 review "+teamLead+" current")
}

func TestWithdrawingIsForTheDrafterAndTellsTheSigners(t *testing.T) {
	t.Parallel()
	h, s := draftedPlan(t)
	signs(t, h, teamLead, nil)
	id := h.Case(t, s, "document").ID
	_, err := h.OnCase(t, teamLead, id, testkit.Do{Verb: gov.VerbWithdraw, Reason: "시험"})
	testkit.MustRefuse(t, gov.CodeForbidden, err)
	_, err = h.OnCase(t, coordinator, id, testkit.Do{Verb: gov.VerbWithdraw, Reason: "수치 오류"})
	require.NoError(t, err)
	require.Equal(t, 1, testkit.One[int](t, h, "select count(*) from notice where kind = 'informed' and person_id = $1",
		h.Actor(t, teamLead).Person))
	h.TaskOf(t, coordinator, gov.TaskRedraft)
}

func TestWhoReadACirculatedDocumentIsRecorded(t *testing.T) {
	t.Parallel()
	h, s := draftedPlan(t)
	id := h.Case(t, s, "document").ID
	_, err := h.OnCase(t, coordinator, id, testkit.Do{Verb: gov.VerbCirculate, Body: body{"posts": []string{head}}})
	testkit.MustRefuse(t, gov.CodeActNotOpen, err)
	signUntil(t, h, viceMayor, belowViceMayor...)
	signs(t, h, viceMayor, nil)
	_, err = h.OnCase(t, officer, id, testkit.Do{Verb: gov.VerbCirculate, Body: body{"posts": []string{head}}})
	testkit.MustRefuse(t, gov.CodeNotFound, err)
	_, err = h.OnCase(t, coordinator, id, testkit.Do{Verb: gov.VerbCirculate, Body: body{"posts": []string{head, officer}}})
	require.NoError(t, err)
	h.Step(t, id, testkit.Do{Verb: gov.VerbDispatch})
	h.Act(t, head, h.TaskOf(t, head, gov.TaskCirculated).ID, testkit.Do{Verb: gov.VerbRead})
	require.Equal(t, []string{institute + ".head"}, testkit.One[[]string](t, h, "select array_agg(post_id) from circulation where read_on is not null"))
}

func TestAnAmendedTableLeavesARunningLineAlone(t *testing.T) {
	t.Parallel()
	h, _ := draftedPlan(t)
	pinned := testkit.One[[]byte](t, h, "select pack_hash from document")
	require.Len(t, pinned, 32)
	require.Equal(t, "implementation-plan", testkit.One[string](t, h, "select authority_row from document"))
	h.SetToday(t, "2039-01-03") // whatever the table says by then, the series is the pinned one
	h.Exec(t, "update document set policy_series = '시험 방침'")
	h.Exec(t, "update holding set valid_to = null")
	signUntil(t, h, viceMayor, belowViceMayor...)
	require.Equal(t, "시험 방침 제1호", signs(t, h, viceMayor, nil).PolicyNumber)
}

func TestReadYourWrites(t *testing.T) {
	t.Parallel()
	h, _ := draftedPlan(t)
	for _, who := range belowViceMayor {
		task := h.TaskOf(t, who, gov.TaskSign)
		out := signs(t, h, who, nil)
		require.Len(t, out.Opened, 1, "the next cell is asked in the same commit")
		require.Empty(t, h.Tasks(t, who, gov.TaskSign))
		require.Equal(t, 1, testkit.One[int](t, h, "select count(*) from task where id = $1 and state = 'open'", out.Opened[0].ID))
		require.NotEqual(t, task.ID, out.Opened[0].ID)
	}
}

func TestNumbersHaveNoGapUnderManyFinalSignatures(t *testing.T) {
	t.Parallel()
	const most = 40
	h := testkit.Seoul(t, "2022-01-07")
	h.OpenCycle(t, planCycle, 2022)
	s := h.OpenStage(t, "request")
	final := readyToSign(t, h, s, most)
	var wg sync.WaitGroup
	numbers := make([]string, len(final))
	for i, task := range final {
		wg.Go(func() {
			out, err := h.Try(t, divHead, task, testkit.Do{Verb: gov.VerbApprove})
			if err == nil {
				numbers[i] = out.DocumentNumber
			}
		})
	}
	wg.Wait()
	slices.Sort(numbers)
	require.Len(t, slices.Compact(numbers), most, "each has a number of its own")
	require.EqualValues(t, most, testkit.One[int32](t, h, "select max(number) from issued_number where series like 'document/%'"))
}

// readyToSign makes documents that wait for the division head's final signature, by copying one.
func readyToSign(t *testing.T, h *testkit.House, s testkit.Stage, n int) []gov.TaskID {
	t.Helper()
	for i := range n {
		if i > 0 {
			h.Step(t, s.Case, testkit.Do{Verb: gov.VerbAdd, Body: body{"kind": "document", "for": fmt.Sprintf("document-%d", i+1)}})
		}
	}
	for _, task := range h.Tasks(t, coordinator, gov.TaskDraft) {
		h.Act(t, coordinator, task.ID, testkit.Do{Verb: gov.VerbSubmit, Body: body{"title": "자료 취합 요청", "body": text("제출 바랍니다.")}})
	}
	for _, task := range h.Tasks(t, teamLead, gov.TaskSign) {
		h.Act(t, teamLead, task.ID, testkit.Do{Verb: gov.VerbReview})
	}
	var out []gov.TaskID
	for _, task := range h.Tasks(t, divHead, gov.TaskSign) {
		out = append(out, task.ID)
	}
	require.Len(t, out, n)
	return out
}
