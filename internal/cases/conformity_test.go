package cases_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/testkit"
)

const auditor = "audit-committee.auditor"

// checked is the report on the year up to a day, as who audits reads it.
func checked(t *testing.T, h *testkit.House, to string) cases.ConformityReport {
	t.Helper()
	r, err := h.Cases.Conformity(t.Context(), h.Actor(t, auditor), cases.ConformityPeriod{
		From: gov.MustDate("2022-01-01"), To: gov.MustDate(to),
	})
	require.NoError(t, err)
	return r
}

// signAll lets each post of a line sign.
func signAll(t *testing.T, h *testkit.House, who ...string) {
	t.Helper()
	for _, w := range who {
		signs(t, h, w, nil)
	}
}

// sentPlan is a plan on its line, drafted by somebody who holds further posts.
func sentPlan(t *testing.T, further ...string) *testkit.House {
	t.Helper()
	h, task := draftingPlan(t)
	for _, post := range further {
		holds(t, h, h.Actor(t, coordinator).Person, post)
	}
	h.Act(t, coordinator, task, plan)
	return h
}

// acts lets the third officer act for the division head, as the order of acting posts has it.
func acts(t *testing.T, h *testkit.House) {
	t.Helper()
	signs(t, h, teamLead, nil)
	h.Exec(t, "insert into acting_order (post_id, ordinal, deputy_post, valid_from) values ($1, 1, $2, '2021-01-01')",
		divHead, division+".officer-3")
	task := testkit.One[gov.TaskID](t, h, "select id from task where kind = 'sign' and state = 'open'")
	h.Act(t, division+".officer-3", task, testkit.Do{Verb: gov.VerbReview})
	signAll(t, h, bureauTop, planning, viceMayor)
}

// routes are lines as they are taken in an office, each with what the report says of it.
var routes = map[string]struct {
	take     func(t *testing.T) *testkit.House
	verdict  string
	computed gov.PostID
	note     string // of the skip, the proxy or the lifted decision
}{
	"TheDrafterLeadsTheTeamToo": {take: func(t *testing.T) *testkit.House {
		t.Helper()
		h := sentPlan(t, teamLead)
		signAll(t, h, divHead, bureauTop, planning, viceMayor)
		return h
	}},
	"TheDrafterHoldsThePostThatDecides": {computed: "mayor", take: func(t *testing.T) *testkit.House {
		t.Helper()
		h := sentPlan(t, viceMayor)
		signAll(t, h, teamLead, divHead, bureauTop, planning, "mayor")
		return h
	}},
	"WhoDraftedBeforeLeadsTheTeam": {take: func(t *testing.T) *testkit.House {
		t.Helper()
		h := sentPlan(t, teamLead)
		next := h.Actor(t, division+".officer-3").Person
		h.Act(t, divHead, h.TaskOf(t, divHead, gov.TaskSign).ID, testkit.Do{Verb: gov.VerbReturn, Reason: "보완"})
		leaves(t, h, coordinator)
		holds(t, h, next, coordinator)
		h.Act(t, coordinator, h.TaskOf(t, coordinator, gov.TaskRedraft).ID, testkit.Do{
			Verb: gov.VerbRedraft, Reason: "보완함", Body: body{"title": draftTitle, "body": text("보완")},
		})
		signAll(t, h, divHead, bureauTop, planning, viceMayor)
		return h
	}},
	"ThePostIsVacant": {note: "공석", take: func(t *testing.T) *testkit.House {
		t.Helper()
		h := sentPlan(t)
		absent(t, h, divHead, "2022-02-24", "2022-02-24") // of whoever left it
		leaves(t, h, divHead)
		acts(t, h)
		return h
	}},
	"TheHolderIsAway": {note: "출장", take: func(t *testing.T) *testkit.House {
		t.Helper()
		h := sentPlan(t)
		absent(t, h, divHead, "2022-02-24", "2022-03-03")
		acts(t, h)
		h.Exec(t, "update absence set cancelled_on = '2022-02-25'") // he came back earlier
		return h
	}},
	"TheHolderWasNotAway": {verdict: "no_reason", note: "직무대리", take: func(t *testing.T) *testkit.House {
		t.Helper()
		h := sentPlan(t)
		absent(t, h, divHead, "2022-02-24", "2022-03-03")
		acts(t, h)
		h.Exec(t, "update absence set cancelled_on = '2022-02-23'")
		return h
	}},
	"ADelegateSigns": {note: "위임", take: func(t *testing.T) *testkit.House {
		t.Helper()
		h := sentPlan(t)
		signAll(t, h, belowViceMayor...)
		deputises(t, h, "budget-office.head", viceMayor, "2022-03-31")
		h.Act(t, "budget-office.head", h.TaskOf(t, viceMayor, gov.TaskSign).ID, testkit.Do{Verb: gov.VerbApprove})
		return h
	}},
	"AReviewIsSkipped": {note: "국외 출장", take: func(t *testing.T) *testkit.House {
		t.Helper()
		h := sentPlan(t)
		absent(t, h, teamLead, "2022-02-24", "2022-02-25")
		_, err := h.OnCase(t, coordinator, h.TaskOf(t, teamLead, gov.TaskSign).CaseID, testkit.Do{
			Verb: gov.VerbPassReview, Reason: "국외 출장", Body: body{"position": 1},
			Hash: testkit.One[[]byte](t, h, "select content_hash from case_file where kind = 'document'"),
		})
		require.NoError(t, err)
		signAll(t, h, divHead, bureauTop, planning, viceMayor)
		return h
	}},
	"ADelegateGivesTheDecisionUp": {note: "시정 전반", take: func(t *testing.T) *testkit.House {
		t.Helper()
		h := sentPlan(t)
		signAll(t, h, belowViceMayor...)
		h.Act(t, viceMayor, h.TaskOf(t, viceMayor, gov.TaskSign).ID, testkit.Do{Verb: gov.VerbEscalate, Reason: "시정 전반"})
		signAll(t, h, "mayor")
		return h
	}},
	"ADisagreementLiftsIt": {note: "부동의: 재원", take: func(t *testing.T) *testkit.House {
		t.Helper()
		h := sentPlan(t)
		signAll(t, h, teamLead, divHead, bureauTop)
		signs(t, h, planning, body{"agrees": false, "opinion": "재원"})
		signAll(t, h, viceMayor, "mayor")
		return h
	}},
}

func TestALawfulRouteConforms(t *testing.T) {
	t.Parallel()
	for name, c := range routes {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := checked(t, c.take(t), "2022-12-31")
			require.Len(t, r.Rows, 1)
			row := r.Rows[0]
			if c.verdict == "" {
				c.verdict = "conforms"
			}
			require.Equal(t, c.verdict, row.Verdict, row.Why)
			require.Equal(t, map[string]int{c.verdict: 1}, r.Counts)
			if c.computed == "" {
				c.computed = viceMayor
			}
			require.Equal(t, c.computed, row.Computed)
			notes := append(append(row.Skips, row.Proxies...), row.Escalations...)
			if c.note == "" {
				require.Empty(t, notes)
				return
			}
			require.Len(t, notes, 1)
			require.Contains(t, notes[0].Reason, c.note)
		})
	}
}

func TestALateConcurrenceIsToldBeforeItIsGiven(t *testing.T) {
	t.Parallel()
	h := sentPlan(t)
	signAll(t, h, teamLead, divHead, bureauTop)
	h.SetToday(t, "2022-03-02") // Friday, Monday, Wednesday; the first of March is a holiday
	open := func(to string) []int {
		var days []int
		for _, o := range checked(t, h, to).Open {
			require.Equal(t, gov.PostID(planning), o.Post)
			require.NotEmpty(t, o.PostTitle)
			require.Equal(t, gov.MustDate("2022-02-24"), o.Since)
			days = append(days, o.Days)
		}
		return days
	}
	require.Empty(t, open("2022-02-23"), "not asked yet")
	require.Equal(t, []int{1}, open("2022-02-25"), "until the end of the period")
	require.Equal(t, []int{3}, open("2022-12-31"), "until today")
	signAll(t, h, planning, viceMayor)
	require.Equal(t, []int{2}, open("2022-02-28"), "it was open then")
	r := checked(t, h, "2022-12-31")
	require.Empty(t, r.Open)
	require.Len(t, r.Rows[0].Ages, 1)
	require.Equal(t, 3, r.Rows[0].Ages[0].Days)
	require.Equal(t, gov.PostID(planning), r.Rows[0].Ages[0].Post)
}

// TestWhoSignedTwiceIsSeen: as himself and in another's place. No article forbids it, so the route conforms; the report
// and the block name it.
func TestWhoSignedTwiceIsSeen(t *testing.T) {
	t.Parallel()
	h := sentPlan(t)
	deputises(t, h, teamLead, divHead, "2022-12-31")
	signs(t, h, teamLead, nil)
	h.Act(t, teamLead, h.TaskOf(t, divHead, gov.TaskSign).ID, testkit.Do{Verb: gov.VerbReview})
	signAll(t, h, bureauTop, planning, viceMayor)
	row := checked(t, h, "2022-12-31").Rows[0]
	require.Equal(t, "conforms", row.Verdict)
	require.Equal(t, []cases.ConformityNote{{
		Post: divHead, Title: "평생교육과장", Reason: "평생교육지원팀장에 서명한 사람이 다시 서명 (대결: 위임)",
	}}, row.Doubles)
	id := testkit.One[gov.CaseID](t, h, "select case_id from document")
	b, err := h.Cases.Block(t.Context(), h.Actor(t, coordinator), id)
	require.NoError(t, err)
	for _, c := range b.Cells {
		want := ""
		if c.Post == divHead {
			want = "평생교육지원팀장"
		}
		require.Equal(t, want, c.SameAs, c.Title)
	}
}
