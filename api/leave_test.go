package api_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/client"
	"gyeol/gov"
	"gyeol/internal/testkit"
)

// TestALeaveThroughTheDoor walks absence, delegation, acting order and transfer over HTTP, each answer held against the
// contract.
func TestALeaveThroughTheDoor(t *testing.T) {
	t.Parallel()
	o := open(t, "2022-02-08")
	o.OpenCycle(t, "lifelong-education-plan", 2022)
	o.inApproval(t, "decision")
	const lead, planning = "lifelong-education-division.team-lead", "planning-office.head"
	as := func(who string) *client.Client { return o.as(t, who) }
	ctx, lady, deputy, boss := t.Context(), as(lead), as(planning), as("lifelong-education-division.head")
	from, to := gov.MustDate("2022-02-08"), gov.MustDate("2022-02-11")

	bare := must(lady.RehearseLeave(ctx, "", from, to))(t)
	require.Positive(t, bare.Gaps)
	away := must(lady.RecordAbsence(ctx, client.NewAbsence{From: from, To: to, Reason: "출장", Key: "away-once"}))(t)
	require.Equal(t, away, must(lady.RecordAbsence(ctx, client.NewAbsence{From: from, To: to, Reason: "출장", Key: "away-once"}))(t))
	_, err := lady.RecordAbsence(ctx, client.NewAbsence{From: from, To: from, Reason: "출장", Key: "away-once"})
	require.Equal(t, "idempotency_key_reused", codeOfErr(err))
	require.Len(t, must(boss.Absences(ctx, client.AbsenceFilter{Scope: "unit"}))(t), 1)

	given := must(lady.GiveDelegation(ctx, client.NewDelegation{
		Post: lead, Deputy: planning, Matters: []string{"implementation-plan.fix"}, From: from, To: to, Reason: "출장",
	}))(t)
	require.Len(t, must(lady.Delegations(ctx, client.DelegationFilter{}))(t), 1)
	require.Len(t, must(deputy.Delegations(ctx, client.DelegationFilter{Scope: "received"}))(t), 1)
	require.Empty(t, must(deputy.Delegations(ctx, client.DelegationFilter{}))(t))
	tasks := must(deputy.Inbox(ctx, client.InboxFilter{Scope: "behalf"}))(t)
	require.Len(t, tasks, 1)
	seen := must(deputy.Task(ctx, tasks[0].ID))(t)
	require.Equal(t, lead, seen.BehalfOf.Post)
	require.EqualValues(t, "delegation", seen.BehalfOf.Kind)
	covered := must(lady.RehearseLeave(ctx, "", from, to))(t)
	require.Less(t, covered.Gaps, bare.Gaps)
	must(lady.RevokeDelegation(ctx, given.ID, client.ActOptions{Reason: "복귀"}))(t)
	require.Empty(t, must(deputy.Inbox(ctx, client.InboxFilter{Scope: "behalf"}))(t))
	after := must(deputy.Task(ctx, tasks[0].ID))(t) // he signs this paper later, so he may still read it
	require.False(t, after.Mine)
	require.Empty(t, after.Verbs)
	require.Equal(t, "standing/revoked", after.WhyNot[0].Rule)

	_, err = deputy.SetActingOrder(ctx, lead, []string{planning}, client.ActOptions{Reason: "지정"})
	require.Equal(t, "forbidden", codeOfErr(err))
	order := must(boss.SetActingOrder(ctx, lead, []string{planning}, client.ActOptions{Reason: "지정"}))(t)
	require.Len(t, order.Deputies, 1)
	require.Len(t, must(boss.ActingOrders(ctx, lead, ""))(t), 1)
	require.EqualValues(t, "acting", must(deputy.Task(ctx, tasks[0].ID))(t).BehalfOf.Kind)
	must(lady.CancelAbsence(ctx, away.ID, client.ActOptions{Reason: "취소"}))(t)
	require.Empty(t, must(deputy.Inbox(ctx, client.InboxFilter{Scope: "behalf"}))(t))

	slug := testkit.One[string](t, o.House, "select slug from person where id = $1", o.Actor(t, lead).Person)
	told := o.refusals(t)
	_, err = deputy.TransferPerson(ctx, client.Move{Person: slug, From: lead, Reason: "인사"})
	require.Equal(t, "forbidden", codeOfErr(err))
	require.Equal(t, told+1, o.refusals(t))
	moved := must(boss.TransferPerson(ctx, client.Move{Person: slug, From: lead, Reason: "인사"}))(t)
	require.True(t, moved.Done)
	require.Len(t, moved.List, 1)
	require.Equal(t, moved, must(boss.ResumeTransfer(ctx, moved.ID, ""))(t))
	_, err = lady.Transfer(ctx, moved.ID)
	require.Equal(t, "unauthenticated", codeOfErr(err), "who holds nothing any more has no token either")
	o.Exec(t, `insert into seat (body_id, member, person_id, role, valid_from)
		select 'monitoring-panel', 'guest', id, 'member', '2020-01-01' from person where slug = $1`, slug)
	require.Equal(t, moved, must(lady.Transfer(ctx, moved.ID))(t), "who moved reads his own list")
	require.Len(t, must(boss.Transfers(ctx, slug, false))(t), 1)
	require.Empty(t, must(boss.Transfers(ctx, "", true))(t))
}
