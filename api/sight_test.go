package api_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/client"
	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/testkit"
)

// TestAFreshProcessKnowsWhoMayOverrule: the duty of a coordinator does not depend on what this process has read before.
func TestAFreshProcessKnowsWhoMayOverrule(t *testing.T) {
	t.Parallel()
	o := open(t, "2021-12-20")
	o.OpenCycle(t, "lifelong-education-plan", 2022)
	fresh := cases.New(cases.Config{Pool: o.Pool, Rules: cases.NewRulebook(), Rehearsal: true})
	_, err := fresh.Act(t.Context(), o.Actor(t, testkit.Coordinator), cases.Command{
		Case: o.Stage(t, "agency-plans").Case, Verb: gov.VerbSkip, Key: "skip-skip", Reason: "사유",
	})
	require.NoError(t, err)
}

func TestEachSeesWhatConcernsHim(t *testing.T) {
	t.Parallel()
	o := open(t, "2022-01-10")
	o.OpenCycle(t, "lifelong-education-plan", 2022)
	o.OpenStage(t, "plans")
	ctx := t.Context()
	boss, officer, expert := o.as(t, testkit.Coordinator), o.as(t, "gangnam-gu.officer"), o.as(t,
		"monitoring-panel.member-01")

	all := must(boss.Cases(ctx, "submissions", client.CaseFilter{Stage: "plans"}))(t)
	require.Greater(t, len(all), 25)
	mine := must(officer.Cases(ctx, "submissions", client.CaseFilter{}))(t)
	require.Len(t, mine, 1)
	require.Equal(t, "gangnam-gu", mine[0].Unit)
	require.Empty(t, must(expert.Cases(ctx, "submissions", client.CaseFilter{}))(t))

	for _, c := range all {
		_, err := officer.Case(ctx, c.ID)
		require.Equal(t, c.Unit != "gangnam-gu", client.Is(err, "not_found"), "%s: %v", c.Unit, err)
	}
	must(officer.Progress(ctx, "lifelong-education-plan", 2022))(t)
	_, err := expert.Progress(ctx, "lifelong-education-plan", 2022)
	require.True(t, client.Is(err, "forbidden"), "the year is shown to the administration: %v", err)
	_, err = officer.Processes(ctx, client.ProcessFilter{})
	require.True(t, client.Is(err, "forbidden"), "%v", err)
	_, err = officer.CaseAudit(ctx, mine[0].ID, "")
	require.True(t, client.Is(err, "forbidden"), "%v", err)
}

func TestTheInboxIsFilteredAndPaged(t *testing.T) {
	t.Parallel()
	o := open(t, "2022-01-10")
	o.OpenCycle(t, "lifelong-education-plan", 2022)
	o.OpenStage(t, "guideline")
	o.OpenStage(t, "request")
	o.OpenStage(t, "plans")
	ctx, boss := t.Context(), o.as(t, testkit.Coordinator)
	mine := must(boss.Inbox(ctx, client.InboxFilter{}))(t)
	require.Greater(t, len(mine), 2)
	for i := range mine[1:] {
		require.False(t, mine[i+1].Due.Operative.Before(mine[i].Due.Operative), "by due date")
	}
	require.Len(t, must(boss.Inbox(ctx, client.InboxFilter{Most: 1}))(t), 1)
	require.Len(t, must(boss.Inbox(ctx, client.InboxFilter{Stage: "plans", Kind: "fill"}))(t), 1)
	require.Len(t, must(boss.Inbox(ctx, client.InboxFilter{Cycle: "lifelong-education-plan-2022"}))(t), len(mine))
	_, err := boss.Inbox(ctx, client.InboxFilter{Cycle: "lifelong-education-plan-2021"})
	require.True(t, client.Is(err, "invalid"), "a year that was never opened is no empty list: %v", err)
	late := must(boss.Inbox(ctx, client.InboxFilter{Overdue: true}))(t)
	require.NotEmpty(t, late)
	for _, task := range late {
		require.True(t, task.Overdue)
		require.Less(t, task.Due.Operative.String(), "2022-01-10")
	}
	require.Len(t, must(boss.Inbox(ctx, client.InboxFilter{DueBefore: gov.MustDate("2022-01-01")}))(t), 1)
	require.Len(t, must(boss.Inbox(ctx, client.InboxFilter{Query: "접수"}))(t), 1)
	unit := must(boss.Inbox(ctx, client.InboxFilter{Scope: "unit"}))(t)
	require.GreaterOrEqual(t, len(unit), len(mine))
	require.Empty(t, must(boss.Inbox(ctx, client.InboxFilter{Scope: "behalf"}))(t), "every post is held")
	o.Exec(t, "update holding set valid_to = '2022-01-09' where post_id = 'lifelong-education-division.officer'")
	o.Exec(t,
		"insert into task_actor select id, 'lifelong-education-division.officer', null from task where kind = 'register' on conflict do nothing")
	require.NotEmpty(t, must(boss.Inbox(ctx, client.InboxFilter{Scope: "behalf"}))(t),
		"what nobody holds is seen by the unit")

	counts := map[string]int32{}
	for _, c := range must(boss.Counts(ctx, "kind"))(t) {
		counts[c.By] = c.Open
	}
	require.Equal(t, int32(1), counts["fill"])
	stages := must(boss.Counts(ctx, "stage"))(t)
	require.Equal(t, "lifelong-education-plan-2022/guideline", stages[0].By)
}

func TestANomineeIsMaskedForWhoeverIsNotInvolved(t *testing.T) {
	t.Parallel()
	o := open(t, "2022-10-04")
	o.OpenCycle(t, "lifelong-education-plan", 2022)
	o.OpenStage(t, "awards")
	o.Exec(t, "update nomination set nominee = '홍길동', merit = '공적', facts = '{\"tax_arrears\":false}'")
	ctx := t.Context()
	officer, head, boss := o.as(t, "gangnam-gu.officer"), o.as(t, "gangnam-gu.head"), o.as(t, testkit.Coordinator)
	mine := must(officer.Cases(ctx, "nominations", client.CaseFilter{Unit: "gangnam-gu"}))(t)
	require.NotEmpty(t, mine)
	require.Equal(t, "홍길동", mine[0].Nominee)
	require.Equal(t, "홍*동", must(head.Cases(ctx, "nominations", client.CaseFilter{}))(t)[0].Nominee)
	for who, c := range map[string]*client.Client{"officer": officer, "head": head, "boss": boss} {
		n := must(c.Case(ctx, mine[0].ID))(t).Context.Nomination
		require.Equal(t, who == "head", n.Masked)
		require.Equal(t, who != "head", n.Merit == "공적")
		require.Equal(t, who == "head", n.Nominee == "홍*동")
	}
}
