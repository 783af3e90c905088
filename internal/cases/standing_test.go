package cases_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/store"
	"gyeol/internal/testkit"
)

// opens opens the next days one after the other up to and with a day, each twice, as after a kill in its middle.
func (d desk) opens(upto string) {
	d.t.Helper()
	for day := d.Today(d.t).AddDays(1); !day.After(gov.MustDate(upto)); day = day.AddDays(1) {
		d.SetToday(d.t, day.String())
		d.openAgain(day)
	}
}

// openAgain opens a day, forgets that it was opened, and opens it again: what it wrote before it was killed stays once.
func (d desk) openAgain(day gov.Date) {
	d.t.Helper()
	require.NoError(d.t, d.Cases.OpenDay(d.t.Context(), day))
	d.Exec(d.t, "update office_day set state = 'opening', opened_at = null where day = $1", day)
	require.NoError(d.t, d.Cases.OpenDay(d.t.Context(), day))
}

// told counts the notices to whoever holds a post whose key begins so.
func (d desk) told(who, dedup string) int {
	d.t.Helper()
	return testkit.One[int](d.t, d.House, "select count(*)::int from notice where person_id = $1 and dedup like $2 || '%'",
		d.Actor(d.t, who).Person, dedup)
}

// digest gathers a morning and gives the titles in somebody's.
func (d desk) digest(who, day string) []string {
	d.t.Helper()
	_, _, err := store.NewOutbox(d.Pool).Digest(d.t.Context(), gov.MustDate(day), "")
	require.NoError(d.t, err)
	return testkit.One[[]string](d.t, d.House, `select coalesce(array_agg(i ->> 'title' order by i ->> 'title'), '{}')
		from notice n, jsonb_array_elements(n.params -> 'items') i where n.kind = 'digest' and n.office_date = $2 and n.person_id = $1`,
		d.Actor(d.t, who).Person, gov.MustDate(day))
}

func TestAHeldDecisionIsLookedAtAgainOnItsDay(t *testing.T) {
	t.Parallel()
	h, _ := draftedPlan(t)
	d := desk{h, t}
	task := h.TaskOf(t, teamLead, gov.TaskSign)
	deputises(t, h, planning, teamLead, "2022-03-31", "implementation-plan.fix")
	deputises(t, h, "budget-office.head", teamLead, "2022-03-31", "agreement.conclude")
	h.Act(t, teamLead, task.ID, testkit.Do{Verb: gov.VerbHold, Reason: "자료 확인", Body: body{"review_on": "2022-02-26"}})
	d.opens("2022-02-27")
	require.Zero(t, d.told(teamLead, "hold/"), "a Saturday and a Sunday are no working days")
	d.opens("2022-02-28")
	require.Equal(t, 1, d.told(teamLead, "hold/"))
	require.Equal(t, 1, d.told(planning, "hold/"), "whoever stands in is told too")
	require.Zero(t, d.told("budget-office.head", "hold/"), "not his matter")
	require.Contains(t, d.digest(teamLead, "2022-02-28"), task.Title+" (보류 재검토)")
	after := h.TaskOf(t, teamLead, gov.TaskSign)
	require.Equal(t, task.DueOperative, after.DueOperative, "the due dates run on")
	require.Equal(t, task.DueLegal, after.DueLegal)
	d.opens("2022-03-03")
	require.Equal(t, 1, d.told(teamLead, "hold/"), "once")
	h.Act(t, teamLead, task.ID, testkit.Do{Verb: gov.VerbHold, Reason: "추가 확인", Body: body{"review_on": "2022-03-05"}})
	d.opens("2022-03-06")
	require.Equal(t, 1, d.told(teamLead, "hold/"))
	h.SetToday(t, "2022-03-08")
	d.openAgain(gov.MustDate("2022-03-08"))
	require.Equal(t, 2, d.told(teamLead, "hold/"), "held anew, and the seventh was leapt over")
	signs(t, h, teamLead, nil)
	require.NotContains(t, d.digest(teamLead, "2022-03-08"), task.Title+" (보류 재검토)", "what was signed meanwhile is not told")
}

func TestAHoldIsToldBesideTheRungOfTheSameTask(t *testing.T) {
	t.Parallel()
	h, _ := draftedPlan(t)
	d := desk{h, t}
	task := h.TaskOf(t, teamLead, gov.TaskSign)
	h.Act(t, teamLead, task.ID, testkit.Do{Verb: gov.VerbHold, Reason: "자료 확인", Body: body{"review_on": "2022-02-25"}})
	h.Exec(t, `insert into notice (id, kind, dedup, person_id, case_id, task_id, office_date, send_on, params, state, legal)
		select gen_random_uuid(), 'due_soon', 'rung/test', $1, t.case_id, t.id, '2022-02-25', '2022-02-25',
			jsonb_build_object('title', t.title), 'held', false from task t where t.id = $2`, h.Actor(t, teamLead).Person, task.ID)
	d.opens("2022-02-25")
	require.Equal(t, []string{task.Title, task.Title + " (보류 재검토)"}, d.digest(teamLead, "2022-02-25"))
}

func TestWhoeverBeginsToStandInByAnArrangementIsToldAtOnce(t *testing.T) {
	t.Parallel()
	h, _ := draftedPlan(t)
	d := desk{h, t}
	const first, second = division + ".officer-3", division + ".officer-4"
	order := func(deputies ...gov.PostID) {
		t.Helper()
		_, err := h.Cases.SetActingOrder(t.Context(), h.Actor(t, divHead), cases.SetActingOrder{
			Post: teamLead, Deputies: deputies, Reason: "직무대리 지정", Key: uuid.NewString(), Source: "test",
		})
		require.NoError(t, err)
	}
	order(first, second)
	require.Zero(t, d.told(first, "stand/"), "nobody is away")
	away, err := d.away(teamLead, "", "2022-02-24", "2022-02-25")
	require.NoError(t, err)
	require.Equal(t, 1, d.told(first, "stand/acting/"+teamLead+"/2022-02-24"))
	require.Equal(t, "acting 2022-02-25 1", testkit.One[string](t, h, `select concat_ws(' ', s ->> 'kind', s ->> 'to', s ->> 'open')
		from (select params -> 'stand_in' as s from notice where dedup like 'stand/%' and person_id = $1) n`, h.Actor(t, first).Person),
		"the task that is open already waits there")
	require.Zero(t, d.told(second, "stand/"))
	_, err = d.away(first, "", "2022-02-24", "2022-02-24")
	require.NoError(t, err)
	require.Equal(t, 1, d.told(second, "stand/"), "the next in the order, once the first is away too")
	h.Exec(t, "insert into office_day (day, working) values ('2022-02-24', true)")
	d.openAgain(gov.MustDate("2022-02-24"))
	require.Equal(t, 1, d.told(first, "stand/")+d.told(second, "stand/")-1, "the office day finds the same beginnings")
	d.opens("2022-02-25")
	require.Equal(t, 2, d.told(first, "stand/"), "he is back and acts again")
	require.Equal(t, 1, d.told(second, "stand/"))
	_, err = h.Cases.CancelAbsence(t.Context(), h.Actor(t, teamLead), cases.CancelAbsence{
		ID: away.ID, Reason: "복귀", Key: uuid.NewString(), Source: "test",
	})
	require.NoError(t, err)
	d.opens("2022-02-28")
	require.Equal(t, 3, d.told(first, "stand/")+d.told(second, "stand/"), "nobody is told that he no longer acts")
}

func TestTheOfficeDayTellsWhoBeginsToStandIn(t *testing.T) {
	t.Parallel()
	h, _ := draftedPlan(t)
	d := desk{h, t}
	const acting = division + ".officer-3"
	d.opens("2022-02-25")
	h.Exec(t, "insert into acting_order (post_id, ordinal, deputy_post, valid_from) values ($1, 1, $2, '2021-01-01')", teamLead, acting)
	_, err := d.away(teamLead, "", "2022-02-26", "2022-03-04")
	require.NoError(t, err)
	_, err = h.Cases.GiveDelegation(t.Context(), h.Actor(t, divHead), cases.GiveDelegation{
		Post: divHead, Deputy: planning, Matters: []string{"implementation-plan.fix"}, From: gov.MustDate("2022-02-27"),
		To: gov.MustDate("2022-03-02"), Reason: "국외 출장", Key: uuid.NewString(), Source: "test",
	})
	require.NoError(t, err)
	require.Equal(t, 1, d.told(planning, "delegation/"), "he is told beforehand")
	require.Zero(t, d.told(acting, "stand/"))
	d.opens("2022-02-28")
	require.Equal(t, 1, d.told(acting, "stand/acting/"))
	require.Equal(t, 1, d.told(planning, "stand/delegation/"), "and again when it begins")
	require.Equal(t, []string{"2022년 시행계획 — 결재", "평생교육지원팀장 직무대리"}, d.digest(acting, "2022-02-28"),
		"on Monday, not on the Saturday; the ladder's word on the paper that waits reaches him, too")
	require.Equal(t, []string{"평생교육과장 대결"}, d.digest(planning, "2022-02-28"))
	d.opens("2022-03-03")
	require.Equal(t, 1, d.told(acting, "stand/"))
	require.Equal(t, 1, d.told(planning, "stand/"))
}

// TestDaysThatAreCaughtUpWithTellOnlyWhoStillStandsIn: nobody learns on Thursday that he stood in on Tuesday.
func TestDaysThatAreCaughtUpWithTellOnlyWhoStillStandsIn(t *testing.T) {
	t.Parallel()
	h, _ := draftedPlan(t)
	d := desk{h, t}
	const over, still = division + ".officer-3", division + ".officer-4"
	h.Exec(t, `insert into acting_order (post_id, ordinal, deputy_post, valid_from) values ($1, 1, $2, '2021-01-01'), ($3, 1, $4, '2021-01-01')`,
		teamLead, over, divHead, still)
	absent(t, h, teamLead, "2022-02-25", "2022-02-25")
	absent(t, h, divHead, "2022-02-25", "2022-03-04")
	h.SetToday(t, "2022-03-03")
	for day := gov.MustDate("2022-02-25"); !day.After(gov.MustDate("2022-03-03")); day = day.AddDays(1) {
		d.openAgain(day)
	}
	require.Zero(t, d.told(over, "stand/"))
	require.Equal(t, 1, d.told(still, "stand/"))
}

func TestANewTaskIsToldToWhoActsForTheAbsent(t *testing.T) {
	t.Parallel()
	h, _ := draftedPlan(t)
	d := desk{h, t}
	const acting = division + ".officer-3"
	h.Exec(t, "insert into acting_order (post_id, ordinal, deputy_post, valid_from) values ($1, 1, $2, '2021-01-01')", divHead, acting)
	deputises(t, h, acting, divHead, "2022-12-31", "implementation-plan.fix") // and by delegation: still one mail
	absent(t, h, divHead, "2022-02-24", "2022-02-24")
	signs(t, h, teamLead, nil)
	task := h.TaskOf(t, divHead, gov.TaskSign)
	require.Equal(t, 1, d.told(acting, "assigned/"+task.ID.String()))
	require.Equal(t, 1, d.told(divHead, "assigned/"+task.ID.String()))
}

func TestWhoeverIsNamedForAllMattersComesBeforeTheActingOrder(t *testing.T) {
	t.Parallel()
	h, _ := draftedPlan(t)
	d := desk{h, t}
	const acting = division + ".officer-3"
	h.Exec(t, "insert into acting_order (post_id, ordinal, deputy_post, valid_from) values ($1, 1, $2, '2021-01-01')", teamLead, acting)
	absent(t, h, teamLead, "2022-02-24", "2022-02-25")
	require.Len(t, d.behalf(acting), 1)
	deputises(t, h, planning, teamLead, "2022-12-31")
	require.Len(t, d.behalf(planning), 1)
	require.Empty(t, d.behalf(acting))
	absent(t, h, planning, "2022-02-24", "2022-02-24")
	require.Len(t, d.behalf(acting), 1, "whoever was named is away too")
}

func TestAStandInFollowsTheLine(t *testing.T) {
	t.Parallel()
	h, _ := draftedPlan(t)
	d := desk{h, t}
	const deputy = "org-office.head"
	lines := func(f cases.LineFilter) []cases.RunningLine {
		t.Helper()
		f.Limit = 20
		page, err := h.Cases.RunningLines(t.Context(), h.Actor(t, deputy), f)
		require.NoError(t, err)
		return page.Approvals
	}
	require.Empty(t, lines(cases.LineFilter{}))
	task := h.TaskOf(t, teamLead, gov.TaskSign)
	require.Error(t, h.Cases.Watch(t.Context(), h.Actor(t, deputy), task.CaseID))
	deputises(t, h, deputy, teamLead, "2022-12-31", "implementation-plan.fix")
	running := lines(cases.LineFilter{Holder: d.slugOf(deputy)})
	require.Len(t, running, 1)
	require.Equal(t, d.slugOf(teamLead), running[0].Person, "the holder of the post comes first")
	holders := running[0].Cells[0].Holders
	require.Len(t, holders, 2)
	require.Equal(t, cases.Holder{
		Post: deputy, Title: holders[1].Title, Person: d.slugOf(deputy), Name: holders[1].Name, StandsIn: "delegation",
	}, holders[1])
	detail, err := h.Cases.Task(t.Context(), h.Actor(t, deputy), task.ID)
	require.NoError(t, err)
	require.Equal(t, holders, detail.Holders)
	require.NoError(t, h.Cases.Watch(t.Context(), h.Actor(t, deputy), task.CaseID))
	h.Act(t, teamLead, task.ID, testkit.Do{Verb: gov.VerbHold, Reason: "자료 확인", Body: body{"review_on": "2022-02-28"}})
	require.Equal(t, 1, d.told(deputy, "watch/"))
	signs(t, h, teamLead, nil)
	require.Equal(t, 2, d.told(deputy, "watch/"), "also of the act that took the task away from him")
	h.SetToday(t, "2022-02-25")
	signs(t, h, divHead, nil)
	require.Equal(t, 2, d.told(deputy, "watch/"), "what comes after is no longer his")
}

func TestAStandInIsReminded(t *testing.T) {
	t.Parallel()
	h, _ := asked(t)
	task := fill(t, h)
	h.Exec(t, `insert into delegation (id, post_id, deputy_post, matters, valid_from, valid_to, reason, given_by, given_on)
		values (gen_random_uuid(), $1, $2, '{}', '2022-01-01', '2022-12-31', '출장', $3, '2022-01-01')`,
		officer, head, h.Actor(t, officer).Person)
	require.Contains(t, morning(t, h, task, "2022-01-21"), "due_soon d-7 "+head)
}

// TestWhoeverMayNotStandInIsRefusedWithTheReason: each refusal says why and how the case stands, is kept in the record,
// and changes nothing.
func TestWhoeverMayNotStandInIsRefusedWithTheReason(t *testing.T) {
	t.Parallel()
	const other = "budget-office.head"
	for name, c := range map[string]struct {
		who, rule string
		prepare   func(t *testing.T, h *testkit.House)
	}{
		"HisPostEndedYesterday": {planning, "standing/holding_ended", func(t *testing.T, h *testkit.House) {
			t.Helper()
			h.Exec(t, "insert into holding (person_id, post_id, valid_from, valid_to) values ($1, $2, '2021-01-01', '2022-02-23')",
				h.Actor(t, planning).Person, teamLead)
		}},
		"HisDeputysPostEndedYesterday": {planning, "standing/deputy_left", func(t *testing.T, h *testkit.House) {
			t.Helper()
			deputises(t, h, other, teamLead, "2022-12-31")
			h.Exec(t, "insert into holding (person_id, post_id, valid_from, valid_to) values ($1, $2, '2021-01-01', '2022-02-23')",
				h.Actor(t, planning).Person, other)
		}},
		"TheDelegationEndedYesterday": {planning, "standing/delegation_ended", func(t *testing.T, h *testkit.House) {
			t.Helper()
			deputises(t, h, planning, teamLead, "2022-02-23")
		}},
		"OutsideItsScope": {planning, "standing/out_of_scope", func(t *testing.T, h *testkit.House) {
			t.Helper()
			deputises(t, h, planning, teamLead, "2022-12-31", "agreement.conclude")
		}},
		"ADelegateOfADelegate": {planning, "standing/never_passed_on", func(t *testing.T, h *testkit.House) {
			t.Helper()
			deputises(t, h, other, teamLead, "2022-12-31")
			deputises(t, h, planning, other, "2022-12-31")
		}},
		"TheHolderIsAtWork": {planning, "standing/acting_order", func(t *testing.T, h *testkit.House) {
			t.Helper()
			h.Exec(t, "insert into acting_order (post_id, ordinal, deputy_post, valid_from) values ($1, 1, $2, '2021-01-01')", teamLead, planning)
		}},
		"WhoeverHasNoClaim": {other, "", func(*testing.T, *testkit.House) {}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h, _ := draftedPlan(t)
			c.prepare(t, h)
			task := h.TaskOf(t, teamLead, gov.TaskSign)
			before := cells(t, h)
			_, err := h.Try(t, c.who, task.ID, testkit.Do{Verb: gov.VerbReview})
			if c.rule == "" {
				require.ErrorIs(t, err, gov.ErrNotFound, "he learns nothing of a case that does not concern him")
			} else {
				refusal := testkit.MustRefuse(t, gov.CodeNotYourTask, err)
				require.Contains(t, rulesOf(refusal.Reasons), c.rule, "beside whose turn it is, where he has a cell of his own")
				require.Equal(t, gov.InApproval, refusal.State)
			}
			require.Equal(t, before, cells(t, h))
			require.Equal(t, 1, testkit.One[int](t, h, `select count(*)::int from audit_entry e join audit_body b on b.entry_id = e.id
				where e.kind = 'refusal' and e.subject_id = $1::text and convert_from(b.body, 'UTF8') like '%' || $2::text || '%'`,
				task.ID.String(), c.rule))
		})
	}
}

// TestTheReportAfterwardsWaitsForWhoWasAway: nobody reads it in his place, and it is there when he is back.
func TestTheReportAfterwardsWaitsForWhoWasAway(t *testing.T) {
	t.Parallel()
	h, _ := draftedPlan(t)
	d := desk{h, t}
	signUntil(t, h, viceMayor, belowViceMayor...)
	h.Exec(t, "update document set important = true")
	h.Exec(t, "insert into acting_order (post_id, ordinal, deputy_post, valid_from) values ($1, 1, $2, '2021-01-01')", viceMayor, bureauTop)
	_, err := d.away(viceMayor, "", "2022-02-24", "2022-02-25")
	require.NoError(t, err)
	task := h.TaskOf(t, viceMayor, gov.TaskSign)
	h.Act(t, bureauTop, task.ID, testkit.Do{Verb: gov.VerbApprove})
	report := h.TaskOf(t, viceMayor, gov.TaskPostReport)
	require.Empty(t, d.behalf(bureauTop), "who stood in does not read his own report")
	_, err = h.Try(t, bureauTop, report.ID, testkit.Do{Verb: gov.VerbRead})
	refusal := testkit.MustRefuse(t, gov.CodeNotYourTask, err)
	require.Equal(t, "standing/in_person", refusal.Reasons[0].Rule)
	require.Zero(t, d.told(bureauTop, "assigned/"+report.ID.String()))
	require.Equal(t, 1, d.told(viceMayor, "assigned/"+report.ID.String()))
	h.SetToday(t, "2022-02-28")
	h.Act(t, viceMayor, report.ID, testkit.Do{Verb: gov.VerbRead})
	view, err := h.Cases.Case(t.Context(), h.Actor(t, viceMayor), task.CaseID, gov.CaseDocument)
	require.NoError(t, err)
	line := view.Context.Document.Line
	last := line[len(line)-1]
	require.Equal(t, gov.PostID(viceMayor), last.Post)
	require.Equal(t, gov.PostID(bureauTop), last.ProxyPost, "the record names both posts")
	require.Equal(t, "acting", last.Proxy)
	block, err := h.Cases.Block(t.Context(), h.Actor(t, viceMayor), task.CaseID)
	require.NoError(t, err)
	require.Equal(t, last.ProxyTitle, block.Cells[len(block.Cells)-1].Acting, "and so does the block, with 대결")
}

func rulesOf(reasons []gov.Reason) []string {
	rules := make([]string, len(reasons))
	for i, r := range reasons {
		rules[i] = r.Rule
	}
	return rules
}
