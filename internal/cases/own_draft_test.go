package cases_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/testkit"
)

// holds gives a person a further post.
func holds(t *testing.T, h *testkit.House, who gov.PersonID, post string) {
	t.Helper()
	h.Exec(t, "insert into holding (person_id, post_id, valid_from) values ($1, $2, '2022-01-01')", who, post)
}

// leaves takes a post from whoever holds it.
func leaves(t *testing.T, h *testkit.House, post string) {
	t.Helper()
	h.Exec(t, "update holding set valid_to = '2022-02-23' where post_id = $1", post)
}

// refusesItsDrafter proves that a person can do nothing in the cell that is asked now.
func refusesItsDrafter(t *testing.T, h *testkit.House, drafter cases.Actor) {
	t.Helper()
	task := testkit.One[gov.TaskID](t, h, "select id from task where kind = 'sign' and state = 'open'")
	verbs := testkit.One[[]string](t, h, "select verbs from task where id = $1", task)
	for _, verb := range verbs {
		_, err := h.Cases.Act(t.Context(), drafter, cases.Command{
			Task: task, Verb: gov.Verb(verb), Reason: "시험", Key: "own-" + verb + task.String(), Source: "test",
			HashSeen: testkit.One[[]byte](t, h, "select content_hash from case_file where kind = 'document'"),
		})
		testkit.MustRefuse(t, gov.CodeSelfApproval, err)
	}
}

// TestNobodyApprovesHisOwnDraftOnAnyPath tries every way to one's own signature that opens after the draft was sent: in
// the cell of a reviewer, and in the one that decides.
func TestNobodyApprovesHisOwnDraftOnAnyPath(t *testing.T) {
	t.Parallel()
	for name, prepare := range map[string]func(t *testing.T, h *testkit.House, drafter gov.PersonID, cell string){
		"ByHoldingItsPost": func(t *testing.T, h *testkit.House, drafter gov.PersonID, cell string) {
			t.Helper()
			holds(t, h, drafter, cell)
		},
		"ByMovingToItsPost": func(t *testing.T, h *testkit.House, drafter gov.PersonID, cell string) {
			t.Helper()
			leaves(t, h, cell)
			_, err := desk{h, t}.moves(divHead, cases.TransferPerson{
				Person: testkit.One[string](t, h, "select slug from person where id = $1", drafter), From: coordinator, To: gov.PostID(cell),
			})
			require.NoError(t, err)
		},
		"ByDelegation": func(t *testing.T, h *testkit.House, _ gov.PersonID, cell string) {
			t.Helper()
			deputises(t, h, coordinator, cell, "2022-12-31")
		},
		"ByActingOrder": func(t *testing.T, h *testkit.House, _ gov.PersonID, cell string) {
			t.Helper()
			h.Exec(t, "insert into acting_order (post_id, ordinal, deputy_post, valid_from) values ($1, 1, $2, '2021-01-01')", cell, coordinator)
			absent(t, h, cell, "2022-02-01", "2022-03-31")
		},
		"ByATaskInHisName": func(t *testing.T, h *testkit.House, drafter gov.PersonID, _ string) {
			t.Helper()
			h.Exec(t, "insert into task_actor (task_id, person_id) select id, $1 from task where kind = 'sign' and state = 'open'", drafter)
		},
	} {
		for cell, before := range map[string][]string{teamLead: nil, viceMayor: belowViceMayor} {
			t.Run(name+"/"+cell, func(t *testing.T) {
				t.Parallel()
				h, _ := draftedPlan(t)
				signUntil(t, h, cell, before...)
				drafter := h.Actor(t, coordinator)
				prepare(t, h, drafter.Person, cell)
				refusesItsDrafter(t, h, drafter)
			})
		}
	}
}

// draftingPlan is the plan before it is sent.
func draftingPlan(t *testing.T) (*testkit.House, gov.TaskID) {
	t.Helper()
	h := testkit.Seoul(t, "2022-02-24")
	h.OpenCycle(t, planCycle, 2022)
	h.OpenStage(t, "decision")
	return h, h.TaskOf(t, coordinator, gov.TaskDraft).ID
}

var plan = testkit.Do{Verb: gov.VerbSubmit, Body: body{"title": draftTitle, "body": text("확정하고자 합니다.")}}

// posts are the posts of the present line.
func posts(t *testing.T, h *testkit.House) []string {
	t.Helper()
	return testkit.One[[]string](t, h, `select array_agg(l.post_id order by l.position) from line_cell l
		join case_file c on c.id = l.case_id and c.round = l.round`)
}

func TestALineLeavesOutTheOtherPostsOfItsDrafter(t *testing.T) {
	t.Parallel()
	for second, want := range map[string][]string{
		teamLead:  {divHead, bureauTop, planning, viceMayor},
		planning:  {teamLead, divHead, bureauTop, viceMayor}, // its superior decides anyway
		viceMayor: {teamLead, divHead, bureauTop, planning, "mayor"},
	} {
		t.Run(second, func(t *testing.T) {
			t.Parallel()
			h, task := draftingPlan(t)
			holds(t, h, h.Actor(t, coordinator).Person, second)
			h.Act(t, coordinator, task, plan)
			require.Equal(t, want, posts(t, h))
			series := "행정1부시장 방침"
			if want[len(want)-1] == "mayor" {
				series = "시장방침"
			}
			require.Equal(t, series, testkit.One[string](t, h, "select policy_series from document"))
		})
	}
	t.Run("ThereIsNobodyAbove", func(t *testing.T) {
		t.Parallel()
		h, task := draftingPlan(t)
		holds(t, h, h.Actor(t, coordinator).Person, viceMayor)
		holds(t, h, h.Actor(t, coordinator).Person, "mayor")
		_, err := h.Try(t, coordinator, task, plan)
		require.Contains(t, testkit.MustRefuse(t, gov.CodeNoRule, err).Detail, "담당자(")
	})
	t.Run("AStandInDrafts", func(t *testing.T) {
		t.Parallel()
		h, task := draftingPlan(t)
		deputises(t, h, teamLead, coordinator, "2022-12-31")
		h.Act(t, teamLead, task, plan)
		require.Equal(t, []string{divHead, bureauTop, planning, viceMayor}, posts(t, h))
	})
}

func TestTheDecisionIsNeverLiftedToItsDrafter(t *testing.T) {
	t.Parallel()
	h, _ := draftedPlan(t)
	signUntil(t, h, planning, teamLead, divHead, bureauTop)
	holds(t, h, h.Actor(t, coordinator).Person, "mayor")
	signs(t, h, planning, body{"agrees": false, "opinion": "재원 대책이 없음"})
	require.NotContains(t, posts(t, h), "mayor")
	task := h.TaskOf(t, viceMayor, gov.TaskSign)
	_, err := h.Try(t, viceMayor, task.ID, testkit.Do{Verb: gov.VerbEscalate, Reason: "시정 전반에 영향을 미침"})
	testkit.MustRefuse(t, gov.CodeNoRule, err)
	require.Equal(t, gov.Approved, signs(t, h, viceMayor, nil).State)
}

func TestADrafterSkipsNoDecision(t *testing.T) {
	t.Parallel()
	h, _ := draftedPlan(t)
	signUntil(t, h, viceMayor, belowViceMayor...)
	absent(t, h, viceMayor, "2022-02-24", "2022-02-25")
	id := testkit.One[gov.CaseID](t, h, "select id from case_file where kind = 'document'")
	_, err := h.OnCase(t, coordinator, id, testkit.Do{
		Verb: gov.VerbPassReview, Reason: "출장", Body: body{"position": 5},
		Hash: testkit.One[[]byte](t, h, "select content_hash from case_file where id = $1", id),
	})
	testkit.MustRefuse(t, gov.CodeActNotOpen, err)
}

// The decree lets a reviewer edit; he is no drafter by that, and may decide in the place of an absent superior
// (행정업무의 운영 및 혁신에 관한 규정 제9조제3항, 제10조제3항).
func TestAReviewerWhoEditedMayDecideAsStandIn(t *testing.T) {
	t.Parallel()
	h, _ := draftedPlan(t)
	signs(t, h, teamLead, nil)
	signs(t, h, divHead, nil)
	signs(t, h, bureauTop, body{"edit": body{"body": text("확정하고자 하니 재가하여 주시기 바랍니다.")}})
	signUntil(t, h, viceMayor, teamLead, divHead, planning)
	deputises(t, h, bureauTop, viceMayor, "2022-02-28")
	out := h.Act(t, bureauTop, h.TaskOf(t, viceMayor, gov.TaskSign).ID, testkit.Do{Verb: gov.VerbApprove})
	require.Equal(t, gov.Approved, out.State)
}

// A text does not cease to be one's own because somebody else sends it again.
func TestWhoDraftedAnEarlierRoundSignsNoLaterOne(t *testing.T) {
	t.Parallel()
	h, _ := draftedPlan(t)
	first := h.Actor(t, coordinator)
	h.Act(t, teamLead, h.TaskOf(t, teamLead, gov.TaskSign).ID, testkit.Do{Verb: gov.VerbReturn, Reason: "보완"})
	leaves(t, h, coordinator)
	leaves(t, h, teamLead)
	holds(t, h, first.Person, teamLead)
	holds(t, h, h.Actor(t, division+".officer-4").Person, coordinator)
	h.Act(t, coordinator, h.TaskOf(t, coordinator, gov.TaskRedraft).ID, testkit.Do{Verb: gov.VerbRedraft, Reason: "보완함"})
	require.Equal(t, []string{divHead, bureauTop, planning, viceMayor}, posts(t, h))
	deputises(t, h, teamLead, divHead, "2022-12-31")
	refusesItsDrafter(t, h, first)
}

// Whoever comes to a post of his line later stops nothing: his review is skipped with its reason, and a decision that
// would be his is drafted anew for the post above.
func TestADrafterWhoComesToAPostOfHisLineStopsNothing(t *testing.T) {
	t.Parallel()
	h, s := draftedPlan(t)
	id := h.Case(t, s, "document").ID
	drafter := h.Actor(t, coordinator)
	hash := testkit.One[[]byte](t, h, "select content_hash from case_file where id = $1", id)
	leaves(t, h, teamLead)
	holds(t, h, drafter.Person, teamLead)
	_, err := h.OnCase(t, divHead, id, testkit.Do{Verb: gov.VerbPassReview, Reason: "기안자가 검토자로 옴", Hash: hash, Body: body{"position": 1}})
	require.NoError(t, err)
	require.Contains(t, cells(t, h), "1 review "+teamLead+" skipped")
	leaves(t, h, viceMayor)
	holds(t, h, drafter.Person, viceMayor)
	signUntil(t, h, viceMayor, divHead, bureauTop, planning)
	refusesItsDrafter(t, h, drafter)
	_, err = h.OnCase(t, coordinator, id, testkit.Do{Verb: gov.VerbWithdraw, Reason: "결재권자가 됨"})
	require.NoError(t, err)
	h.Act(t, coordinator, h.TaskOf(t, coordinator, gov.TaskRedraft).ID, testkit.Do{Verb: gov.VerbRedraft, Reason: "다시 올림"})
	require.Equal(t, []string{divHead, bureauTop, planning, "mayor"}, posts(t, h))
	signUntil(t, h, "mayor", divHead, bureauTop, planning)
	out := signs(t, h, "mayor", nil)
	require.Equal(t, gov.Approved, out.State)
	require.Equal(t, "시장방침 제1호", out.PolicyNumber)
}

// TestTheActingOrderPassesOverWhoeverDraftedThePaper: the first of the order wrote the text, so the paper is for the
// second; only he is told, is named beside it, and signs. Of another task the first stands in as ever.
func TestTheActingOrderPassesOverWhoeverDraftedThePaper(t *testing.T) {
	t.Parallel()
	h, _ := draftedPlan(t)
	d := desk{h, t}
	const second, third = division + ".officer-3", division + ".officer-4"
	h.Exec(t, `insert into acting_order (post_id, ordinal, deputy_post, valid_from)
		values ($1, 1, $2, '2021-01-01'), ($1, 2, $3, '2021-01-01'), ($1, 3, $4, '2021-01-01')`,
		divHead, coordinator, second, third)
	absent(t, h, divHead, "2022-02-24", "2022-02-25")
	signs(t, h, teamLead, nil)
	task := h.TaskOf(t, divHead, gov.TaskSign)
	require.Zero(t, d.told(coordinator, "assigned/"+task.ID.String()))
	require.Equal(t, 1, d.told(second, "assigned/"+task.ID.String()))
	require.Zero(t, d.told(third, "assigned/"+task.ID.String()))
	detail, err := h.Cases.Task(t.Context(), h.Actor(t, second), task.ID)
	require.NoError(t, err)
	require.Len(t, detail.Holders, 2)
	require.Equal(t, divHead, detail.Holders[0].Post)
	require.Equal(t, second, detail.Holders[1].Post)
	require.Equal(t, "acting", detail.Holders[1].StandsIn)
	require.Empty(t, d.behalf(coordinator))
	require.Len(t, d.behalf(second), 1)
	require.Empty(t, d.behalf(third))
	refusesItsDrafter(t, h, h.Actor(t, coordinator))
	_, err = h.Try(t, third, task.ID, testkit.Do{Verb: gov.VerbReview})
	testkit.MustRefuse(t, gov.CodeNotYourTask, err)
	h.Act(t, second, task.ID, testkit.Do{Verb: gov.VerbReview})
	require.Equal(t, second, testkit.One[string](t, h, "select signed_post from line_cell where position = 2"))
}

// TestTheFirstCellIsToldPastItsDrafterToo: the act that brings the text before its first cell is the one that makes its
// drafter. Neither the order nor a delegation sends him his own paper.
func TestTheFirstCellIsToldPastItsDrafterToo(t *testing.T) {
	t.Parallel()
	h, task := draftingPlan(t)
	d := desk{h, t}
	const second = division + ".officer-3"
	h.Exec(t, `insert into acting_order (post_id, ordinal, deputy_post, valid_from)
		values ($1, 1, $2, '2021-01-01'), ($1, 2, $3, '2021-01-01')`, teamLead, coordinator, second)
	deputises(t, h, coordinator, teamLead, "2022-12-31")
	absent(t, h, teamLead, "2022-02-24", "2022-02-25")
	h.Act(t, coordinator, task, testkit.Do{Verb: gov.VerbSubmit, Body: body{"title": draftTitle, "body": text("확정함")}})
	first := "assigned/" + h.TaskOf(t, teamLead, gov.TaskSign).ID.String()
	require.Zero(t, d.told(coordinator, first))
	require.Equal(t, 1, d.told(second, first))
}

// TestWhoIsReachedByPassingOverIsToldWhenItBegins: the paper was asked before its signer went away, so that nobody was
// told of it who comes after its drafter in the order; he is told by the arrangement, or by the office day.
func TestWhoIsReachedByPassingOverIsToldWhenItBegins(t *testing.T) {
	t.Parallel()
	const second, third = division + ".officer-3", division + ".officer-4"
	waits := func(t *testing.T) desk {
		t.Helper()
		h, _ := draftedPlan(t)
		h.Exec(t, `insert into acting_order (post_id, ordinal, deputy_post, valid_from)
			values ($1, 1, $2, '2021-01-01'), ($1, 2, $3, '2021-01-01'), ($1, 3, $4, '2021-01-01')`,
			teamLead, coordinator, second, third)
		return desk{h, t}
	}
	t.Run("ByAnArrangement", func(t *testing.T) {
		t.Parallel()
		d := waits(t)
		away, err := d.away(teamLead, "", "2022-02-24", "2022-02-25")
		require.NoError(t, err)
		require.Equal(t, 1, d.told(second, "stand/next/"+teamLead+"/2022-02-24"))
		require.Equal(t, "평생교육지원팀장 직무대리|acting|2022-02-25|1", testkit.One[string](t, d.House, `
			select concat_ws('|', params ->> 'title', s ->> 'kind', s ->> 'to', s ->> 'open')
			from (select params, params -> 'stand_in' as s from notice where dedup like 'stand/next/%') n`))
		require.Equal(t, 1, d.told(coordinator, "stand/acting/"), "for all but his own paper the first stands in")
		require.Zero(t, d.told(coordinator, "stand/next/"))
		require.Zero(t, d.told(third, "stand/"))
		d.Exec(t, "insert into office_day (day, working) values ('2022-02-24', true)")
		d.openAgain(gov.MustDate("2022-02-24"))
		d.opens("2022-02-25")
		require.Equal(t, 1, d.told(second, "stand/"), "once")
		_, err = d.Cases.CancelAbsence(t.Context(), d.Actor(t, teamLead), cases.CancelAbsence{
			ID: away.ID, Reason: "복귀", Key: uuid.NewString(), Source: "test",
		})
		require.NoError(t, err)
		require.Equal(t, 1, d.told(second, "stand/"))
	})
	t.Run("OnItsDay", func(t *testing.T) {
		t.Parallel()
		d := waits(t)
		_, err := d.away(teamLead, "", "2022-02-25", "2022-02-28")
		require.NoError(t, err)
		require.Zero(t, d.told(second, "stand/"), "it has not begun")
		d.Exec(t, "insert into office_day (day, working, state, opened_at) values ('2022-02-24', true, 'opened', now())")
		d.opens("2022-02-28")
		require.Equal(t, 1, d.told(second, "stand/next/"+teamLead+"/2022-02-25"))
		require.Equal(t, 1, d.told(second, "stand/"))
		require.Zero(t, d.told(third, "stand/"))
		require.Contains(t, d.digest(second, "2022-02-25"), "평생교육지원팀장 직무대리")
	})
	t.Run("WhoWasToldOfTheTaskIsNotToldAgain", func(t *testing.T) {
		t.Parallel()
		d := waits(t)
		d.Exec(t, "update acting_order set post_id = $1", divHead)
		_, err := d.away(divHead, "", "2022-02-24", "2022-02-28")
		require.NoError(t, err)
		signs(t, d.House, teamLead, nil)
		require.Equal(t, 1, d.told(second, "assigned/"))
		d.opens("2022-02-26")
		require.Zero(t, d.told(second, "stand/"))
	})
}

// TestADelegateWhoDraftedThePaperIsPassedOver: while the holder is away, the acting order takes the delegate's place.
func TestADelegateWhoDraftedThePaperIsPassedOver(t *testing.T) {
	t.Parallel()
	h, _ := draftedPlan(t)
	d := desk{h, t}
	const acting = division + ".officer-3"
	h.Exec(t, "insert into acting_order (post_id, ordinal, deputy_post, valid_from) values ($1, 1, $2, '2021-01-01')",
		teamLead, acting)
	deputises(t, h, coordinator, teamLead, "2022-12-31")
	require.Empty(t, d.behalf(acting), "the holder is at work")
	require.Empty(t, d.behalf(coordinator))
	absent(t, h, teamLead, "2022-02-24", "2022-02-25")
	require.Len(t, d.behalf(acting), 1)
	h.Act(t, acting, h.TaskOf(t, teamLead, gov.TaskSign).ID, testkit.Do{Verb: gov.VerbReview})
}
