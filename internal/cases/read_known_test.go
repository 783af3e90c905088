package cases_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/testkit"
)

// TestAFilterOfWhatThereIsNotIsRefused: an empty list would say that nothing is due, and a report that all conforms.
func TestAFilterOfWhatThereIsNotIsRefused(t *testing.T) {
	t.Parallel()
	h, _ := draftedPlan(t)
	who := h.Actor(t, coordinator)
	schema := testkit.One[[]string](t, h, "select known_words('task')")
	kinds := gov.TaskKinds()
	require.Len(t, kinds, len(schema))
	for _, k := range kinds {
		require.Contains(t, schema, string(k))
	}
	for name, ask := range map[string]func(cases.TaskFilter) error{
		"inbox": func(f cases.TaskFilter) error { _, err := h.Cases.Tasks(t.Context(), who, f); return err },
		"counts": func(f cases.TaskFilter) error {
			_, err := h.Cases.TaskCounts(t.Context(), who, "holder", f)
			return err
		},
		"lines": func(f cases.TaskFilter) error {
			_, err := h.Cases.RunningLines(t.Context(), who, cases.LineFilter{Unit: f.Unit, Limit: 20})
			return err
		},
		"conformity": func(f cases.TaskFilter) error {
			_, err := h.Cases.Conformity(t.Context(), who, cases.ConformityPeriod{
				From: gov.MustDate("2022-01-01"), To: gov.MustDate("2022-06-30"), Unit: f.Unit,
			})
			return err
		},
	} {
		e := testkit.MustRefuse(t, gov.CodeInvalid, ask(cases.TaskFilter{Unit: "gangnam", Limit: 20}))
		require.Contains(t, e.Detail, "gangnam-gu", name)
		require.NoError(t, ask(cases.TaskFilter{Unit: "gangnam-gu", Limit: 20}), name)
	}
	_, err := h.Cases.Tasks(t.Context(), who, cases.TaskFilter{Kind: "signs", Limit: 20})
	e := testkit.MustRefuse(t, gov.CodeInvalid, err)
	require.Contains(t, e.Detail, "sign, redraft")
}

// TestEveryWordOfAFilterIsKnown: an unknown year, stage, matter or holder is refused with those next to it, in every
// list that can be narrowed by it; one that there is may well give an empty list.
func TestEveryWordOfAFilterIsKnown(t *testing.T) {
	t.Parallel()
	h, _ := draftedPlan(t)
	who := h.Actor(t, coordinator)
	type word struct{ cycle, stage, matter, holder string }
	lists := map[string]func(word) error{
		"inbox": func(w word) error {
			_, err := h.Cases.Tasks(t.Context(), who, cases.TaskFilter{Cycle: w.cycle, Stage: w.stage, Limit: 20})
			return err
		},
		"counts": func(w word) error {
			_, err := h.Cases.TaskCounts(t.Context(), who, "kind", cases.TaskFilter{Cycle: w.cycle, Stage: w.stage})
			return err
		},
		"processes": func(w word) error {
			_, err := h.Cases.Processes(t.Context(), who, cases.ProcessFilter{Cycle: w.cycle, Stage: w.stage, Limit: 20})
			return err
		},
		"cases": func(w word) error {
			f := cases.CaseFilter{Cycle: w.cycle, Stage: w.stage, Holder: w.holder, Limit: 20}
			_, err := h.Cases.Cases(t.Context(), who, f)
			return err
		},
		"lines": func(w word) error {
			f := cases.LineFilter{Cycle: w.cycle, Stage: w.stage, Matter: w.matter, Holder: w.holder, Limit: 20}
			_, err := h.Cases.RunningLines(t.Context(), who, f)
			return err
		},
	}
	all := []string{"inbox", "counts", "processes", "cases", "lines"}
	for _, c := range []struct {
		word  word
		near  string
		lists []string
	}{
		{word{cycle: "lifelong-education-plan"}, planCycle + "-2022", all},
		{word{stage: "decisions"}, "decision", all},
		{word{stage: "progress.second"}, "progress", all},
		{word{stage: "progress.0"}, "progress", all},
		{word{matter: "implementation-plan"}, "implementation-plan.fix", []string{"lines"}},
		{word{holder: "vice-mayor"}, viceMayor, []string{"cases", "lines"}},
	} {
		for _, list := range c.lists {
			e := testkit.MustRefuse(t, gov.CodeInvalid, lists[list](c.word))
			require.Contains(t, e.Detail, c.near, "%s by %+v", list, c.word)
		}
	}
	slug := testkit.One[string](t, h, "select slug from person where id = $1", h.Actor(t, teamLead).Person)
	for _, known := range []word{
		{},
		{cycle: planCycle + "-2022"},
		{stage: "progress"},
		{stage: "progress.9"},
		{matter: "agreement.conclude"},
		{holder: "mayor"},
		{holder: slug},
	} {
		for _, list := range all {
			require.NoError(t, lists[list](known), "%s by %+v", list, known)
		}
	}
}

// TestATaskThatIsNotMineOffersNothing: no verbs, but the reason, in the words in which the act would be refused.
func TestATaskThatIsNotMineOffersNothing(t *testing.T) {
	t.Parallel()
	h, _ := draftedPlan(t)
	task := h.TaskOf(t, teamLead, gov.TaskSign)
	read := func(who string) cases.TaskDetail {
		t.Helper()
		d, err := h.Cases.Task(t.Context(), h.Actor(t, who), task.ID)
		require.NoError(t, err)
		return d
	}
	mine := read(teamLead)
	require.NotEmpty(t, mine.Verbs)
	require.Empty(t, mine.WhyNot)
	other := read(coordinator)
	require.Equal(t, []string{}, other.Verbs)
	require.False(t, other.Mine)
	require.Contains(t, other.WhyNot[0].Text, "평생교육지원팀장")
	early := read(divHead)
	require.Empty(t, early.Verbs)
	require.Equal(t, "standing/out_of_turn", early.WhyNot[0].Rule)
	_, err := h.Try(t, divHead, task.ID, testkit.Do{Verb: gov.VerbReview})
	require.Equal(t, testkit.MustRefuse(t, gov.CodeNotYourTask, err).Reasons, early.WhyNot)
	signs(t, h, teamLead, nil)
	done := read(teamLead)
	require.Empty(t, done.Verbs)
	require.Equal(t, "2022. 2. 24.(목)에 처리된 과업입니다.", done.WhyNot[0].Text)
}

// TestWhoDraftedThePaperIsOfferedNothingInHisPost: he holds the post of the task, and is told why he may not act.
func TestWhoDraftedThePaperIsOfferedNothingInHisPost(t *testing.T) {
	t.Parallel()
	h, _ := draftedPlan(t)
	task := h.TaskOf(t, teamLead, gov.TaskSign)
	holds(t, h, h.Actor(t, coordinator).Person, teamLead)
	drafter := h.Actor(t, coordinator)
	d, err := h.Cases.Task(t.Context(), drafter, task.ID)
	require.NoError(t, err)
	require.Equal(t, []string{}, d.Verbs)
	require.False(t, d.Mine)
	require.Equal(t, "standing/own_draft", d.WhyNot[0].Rule)
	for _, verb := range task.Verbs {
		do := testkit.Do{Verb: gov.Verb(verb), Reason: "시험", Body: body{}}
		if do.Verb == gov.VerbHold {
			do.Body = body{"review_on": "2022-02-28"}
		}
		_, err = h.Try(t, coordinator, task.ID, do)
		require.Equal(t, testkit.MustRefuse(t, gov.CodeSelfApproval, err).Reasons, d.WhyNot, verb)
	}
	other := testkit.One[string](t, h, `select p.slug from person p join holding x on x.person_id = p.id
		where x.post_id = $1 and p.id <> $2`, teamLead, drafter.Person)
	require.NotEmpty(t, other, "who else holds the post may act")
	require.Len(t, h.Tasks(t, teamLead, gov.TaskSign), 1)
}

// TestWhoSignsLaterMayReadTheTextBefore: he is on the line; only a closed text waits for his turn.
func TestWhoSignsLaterMayReadTheTextBefore(t *testing.T) {
	t.Parallel()
	h, _ := draftedPlan(t)
	id := testkit.One[gov.CaseID](t, h, "select case_id from document")
	reads := func(who string) error {
		_, err := h.Cases.Case(t.Context(), h.Actor(t, who), id, gov.CaseDocument)
		return err
	}
	lines := func(who string) int {
		t.Helper()
		page, err := h.Cases.RunningLines(t.Context(), h.Actor(t, who), cases.LineFilter{Limit: 20})
		require.NoError(t, err)
		return len(page.Approvals)
	}
	require.NoError(t, reads(viceMayor))
	require.Equal(t, 1, lines(viceMayor))
	require.ErrorIs(t, reads("budget-office.head"), gov.ErrNotFound, "he is not on the line")
	require.Zero(t, lines("budget-office.head"))
	_, err := h.Try(t, viceMayor, h.TaskOf(t, teamLead, gov.TaskSign).ID, testkit.Do{Verb: gov.VerbReview})
	e := testkit.MustRefuse(t, gov.CodeNotYourTask, err)
	require.Equal(t, "standing/out_of_turn", e.Reasons[0].Rule)
	h.Exec(t, "update document set disclosure = 'closed', foia_items = '{6}', disclosure_reason = '개인정보'")
	require.ErrorIs(t, reads(viceMayor), gov.ErrNotFound)
	require.Zero(t, lines(viceMayor))
	require.NoError(t, reads(divHead), "the unit's own paper")
}
