package api_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/client"
	"gyeol/gov"
	"gyeol/internal/mailbox"
	"gyeol/internal/testkit"
)

func TestTheLedgerAndTheMailboxAreReadThroughTheAPI(t *testing.T) {
	t.Parallel()
	o := open(t, "2022-01-10")
	o.OpenCycle(t, "lifelong-education-plan", 2022)
	o.OpenStage(t, "plans")
	const who = "gangnam-gu.officer"
	ctx, boss, officer, other := t.Context(), o.as(t, testkit.Coordinator), o.as(t, who), o.as(t, "jongno-gu.officer")
	_, err := boss.Mails(ctx, client.MailFilter{})
	require.Equal(t, string(gov.CodeRehearsalOnly), codeOfErr(err), "an installation without a sink has no mailbox")
	o.Cases.SetSink(mailbox.New(o.Post(t)))

	mine := must(officer.NoticeLedger(ctx, client.NoticeFilter{State: "sent"}))(t)
	require.Len(t, mine, 1)
	require.Equal(t, "새 업무", mine[0].KindText)
	require.Len(t, must(boss.NoticeLedger(ctx, client.NoticeFilter{All: true, Post: who, Day: gov.MustDate("2022-01-10")}))(t), 1)
	_, err = officer.NoticeLedger(ctx, client.NoticeFilter{All: true})
	require.Equal(t, "forbidden", codeOfErr(err))
	_, err = other.Notice(ctx, mine[0].ID)
	require.Equal(t, "not_found", codeOfErr(err))
	n := must(officer.Notice(ctx, mine[0].ID))(t)
	require.Equal(t, "opening", string(n.Cause.By))
	require.Len(t, n.History, 1)

	mails := must(officer.Mails(ctx, client.MailFilter{Person: mine[0].Person, Most: 5}))(t)
	require.Len(t, mails, 1)
	require.Equal(t, n.ID, mails[0].Notice)
	require.Contains(t, must(officer.Mail(ctx, mails[0].ID))(t).Text, "새 업무가 배정되었습니다.")
	_, err = officer.Mail(ctx, "running")
	require.Equal(t, "unknown_id", codeOfErr(err))
	_, err = officer.Mails(ctx, client.MailFilter{Person: "nobody"})
	require.Equal(t, "invalid", codeOfErr(err))

	again := client.ActOptions{Reason: "받지 못했다고 함", Key: "resend-by-test"}
	_, err = officer.ResendNotice(ctx, n.ID, again)
	require.Equal(t, "forbidden", codeOfErr(err))
	first := must(boss.ResendNotice(ctx, n.ID, again))(t)
	require.Equal(t, n.ID, first.ResentOf)
	require.Equal(t, first.ID, must(boss.ResendNotice(ctx, n.ID, again))(t).ID)
	require.Equal(t, []string{first.ID}, must(boss.Notice(ctx, n.ID))(t).ResentAs)
	o.Cases.SetSink(mailbox.New(o.Post(t)))
	require.Len(t, must(boss.Mails(ctx, client.MailFilter{Notice: first.ID}))(t), 1)
}
