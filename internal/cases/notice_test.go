package cases_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/mailbox"
	"gyeol/internal/store"
	"gyeol/internal/testkit"
)

// stranger has nothing to do with the institute's papers.
const stranger = "gangnam-gu.officer"

// noticeOf finds the only notice of somebody of a kind.
func noticeOf(t *testing.T, h *testkit.House, who string, kind gov.NoticeKind) gov.NoticeID {
	t.Helper()
	return testkit.One[gov.NoticeID](t, h, "select id from notice where person_id = $1 and kind = $2",
		h.Actor(t, who).Person, string(kind))
}

func detail(t *testing.T, h *testkit.House, who string, id gov.NoticeID) cases.NoticeDetail {
	t.Helper()
	d, err := h.Cases.Notice(t.Context(), h.Actor(t, who), id)
	require.NoError(t, err)
	return d
}

func TestTheLedgerTellsWhyANoticeWasWrittenAndHowItLeft(t *testing.T) {
	t.Parallel()
	h, _ := asked(t)
	id := noticeOf(t, h, officer, gov.NoticeAssigned)
	waiting := detail(t, h, officer, id)
	require.Equal(t, "queued", waiting.State)
	require.Empty(t, waiting.Template)
	require.Equal(t, "opening", waiting.Cause.By)
	box := mailbox.New(h.Post(t))
	h.Cases.SetSink(box)

	d := detail(t, h, coordinator, id)
	require.Equal(t, "sent", d.State)
	require.Equal(t, "발송됨", d.StateText)
	require.Regexp(t, `^ko/assigned@[0-9a-f]{12}$`, d.Template)
	require.Regexp(t, `^[0-9a-f]{64}$`, d.BodyHash)
	require.Len(t, d.History, 1)
	require.True(t, d.History[0].Taken)
	require.Contains(t, d.Reply, "2.0.0")
	require.Equal(t, d.Reply, d.History[0].Reply)
	require.Equal(t, h.Today(t), d.SentOn)
	require.Equal(t, gov.PostID(officer), d.Posts[0].ID)
	require.NotEmpty(t, d.CaseTitle)

	mails, err := h.Cases.Mails(t.Context(), cases.MailFilter{Notice: id, Limit: 5})
	require.NoError(t, err)
	require.Len(t, mails.Mails, 1)
	require.Equal(t, officer, mails.Mails[0].Person)
	one, err := h.Cases.Mail(t.Context(), mails.Mails[0].ID)
	require.NoError(t, err)
	require.Contains(t, one.Text, "궁금한 점은 평생교육과에 문의하십시오.", "who runs the cycle answers questions")

	_, err = h.Cases.Notice(t.Context(), h.Actor(t, stranger), id)
	require.ErrorIs(t, err, gov.ErrNotFound, "another's mail is not there for whoever has no duty to see it")
}

func TestARungAndItsDigestNameEachOther(t *testing.T) {
	t.Parallel()
	h, _ := asked(t)
	morning(t, h, fill(t, h), "2022-01-27")
	_, _, err := store.NewOutbox(h.Pool).Digest(t.Context(), h.Today(t), "")
	require.NoError(t, err)
	rung := detail(t, h, officer, noticeOf(t, h, officer, gov.NoticeDueSoon))
	require.Equal(t, "rung", rung.Cause.By)
	require.Equal(t, "d-3", rung.Cause.Rung)
	require.Equal(t, plansDue, rung.Cause.Due.String())
	require.Equal(t, "ladder/standard", rung.Cause.Rule)
	require.NotEmpty(t, rung.Cause.Article)
	digest := detail(t, h, officer, rung.ToldIn)
	require.Equal(t, gov.NoticeDigest, digest.Kind)
	require.Equal(t, "digest", digest.Cause.By)
	require.Equal(t, []cases.NoticeRef{{ID: rung.ID, Kind: gov.NoticeDueSoon}}, digest.Tells)
	_, err = h.Cases.ResendNotice(t.Context(), h.Actor(t, coordinator), cases.ResendNotice{
		Notice: rung.ID, Reason: "못 받음", Key: "resend-rung",
	})
	e := testkit.MustRefuse(t, gov.CodeActNotOpen, err)
	require.Contains(t, e.Detail, digest.ID.String(), "it says which one to send")
}

func TestANoticeOfAnActNamesItsActAndHidesAClosedTitle(t *testing.T) {
	t.Parallel()
	h, _ := draftedPlan(t)
	ask := cases.NoticeFilter{All: true, Post: teamLead, Limit: 50}
	page, err := h.Cases.ListNotices(t.Context(), h.Actor(t, coordinator), ask)
	require.NoError(t, err)
	require.NotEmpty(t, page.Notices)
	n := page.Notices[0]
	require.Contains(t, string(n.Params), draftTitle)
	d := detail(t, h, teamLead, n.ID)
	require.Equal(t, "act", d.Cause.By)
	require.Equal(t, gov.VerbSubmit, d.Cause.Verb)
	require.Equal(t, gov.PostID(coordinator), d.Cause.Post)
	require.Contains(t, string(d.Params), `"why":{"role":"결재선의 현재 결재자"`)

	h.Exec(t, "update document set disclosure = 'closed', foia_items = '{6}', disclosure_reason = '개인정보'")
	page, err = h.Cases.ListNotices(t.Context(), h.Actor(t, coordinator), ask)
	require.NoError(t, err)
	require.NotContains(t, string(page.Notices[0].Params), draftTitle)
	d = detail(t, h, teamLead, n.ID)
	shown, err := json.Marshal(d)
	require.NoError(t, err)
	require.NotContains(t, string(shown), draftTitle)
	require.Contains(t, string(d.Params), "비공개 문서")
}

func TestANoticeIsSentAgainByWhoeverAnswersForItWithAReason(t *testing.T) {
	t.Parallel()
	h, _ := asked(t)
	id := noticeOf(t, h, officer, gov.NoticeAssigned)
	again := func(who string, r cases.ResendNotice) (cases.NoticeDetail, error) {
		return h.Cases.ResendNotice(t.Context(), h.Actor(t, who), r)
	}
	r := cases.ResendNotice{Notice: id, Reason: "주소를 바로잡음", Key: "resend-1"}
	_, err := again(coordinator, r)
	testkit.MustRefuse(t, gov.CodeActNotOpen, err) // it has not left yet
	h.Post(t)
	h.Force(t, "update notice set state = 'failed', sent_at = null, sent_on = null, state_reason = 'refused for good' where id = $1", id)

	_, err = again(officer, r)
	testkit.MustRefuse(t, gov.CodeForbidden, err)
	_, err = again(stranger, r)
	require.ErrorIs(t, err, gov.ErrNotFound)
	_, err = again(coordinator, cases.ResendNotice{Notice: id, Reason: " ", Key: "resend-2"})
	testkit.MustRefuse(t, gov.CodeReasonRequired, err)

	h.Exec(t, "update task set due_operative = '2022-02-03' where id = $1", fill(t, h))
	first, err := again(coordinator, r)
	require.NoError(t, err)
	require.Equal(t, id, first.ResentOf)
	require.Equal(t, "resend", first.Cause.By)
	require.Equal(t, r.Reason, first.Resent.Reason)
	require.Equal(t, coordinator, first.Resent.By)
	require.Equal(t, "queued", first.State)
	require.Contains(t, string(first.Params), "2022-02-03", "it says what its task says now")
	repeated, err := again(coordinator, r)
	require.NoError(t, err)
	require.Equal(t, first.ID, repeated.ID, "once under its key")
	r.Reason = "다른 사유"
	_, err = again(coordinator, r)
	testkit.MustRefuse(t, gov.CodeKeyReused, err)
	require.Equal(t, []gov.NoticeID{first.ID}, detail(t, h, coordinator, id).ResentAs)
	require.Equal(t, 1, testkit.One[int](t, h, `select count(*)::int from audit_entry e join audit_body b on b.entry_id = e.id
		where e.kind = 'notice' and convert_from(b.body, 'UTF8')::jsonb ->> 'notice' = $1`, id.String()))

	h.Post(t)
	require.Equal(t, "sent", detail(t, h, officer, first.ID).State)
	h.Exec(t, "update task set state = 'done', closed_on = $2 where id = $1", fill(t, h), h.Today(t))
	r.Key = "resend-3"
	_, err = again(coordinator, r)
	testkit.MustRefuse(t, gov.CodeTaskClosed, err) // nobody is reminded of what is done
}

func TestALaterReminderSaysHowLateItIs(t *testing.T) {
	t.Parallel()
	h, _ := asked(t)
	morning(t, h, fill(t, h), "2022-01-27")
	_, _, err := store.NewOutbox(h.Pool).Digest(t.Context(), h.Today(t), "")
	require.NoError(t, err)
	h.Post(t)
	digest := noticeOf(t, h, officer, gov.NoticeDigest)
	h.SetToday(t, "2022-02-07")
	d, err := h.Cases.ResendNotice(t.Context(), h.Actor(t, coordinator), cases.ResendNotice{
		Notice: digest, Reason: "못 받음", Key: "resend-digest",
	})
	require.NoError(t, err)
	var p gov.NoticeParams
	require.NoError(t, json.Unmarshal(d.Params, &p))
	require.Equal(t, gov.NoticeOverdue, p.Items[0].Kind)
	h.Exec(t, "update task set state = 'done', closed_on = '2022-02-07' where id = any(select t.id from task t, notice n, "+
		"jsonb_array_elements(n.params -> 'items') i where n.id = $1 and t.id::text = i ->> 'task_id')", digest)
	_, err = h.Cases.ResendNotice(t.Context(), h.Actor(t, coordinator), cases.ResendNotice{
		Notice: digest, Reason: "못 받음", Key: "resend-digest-2",
	})
	testkit.MustRefuse(t, gov.CodeTaskClosed, err)
}

func TestTheLedgerIsNarrowed(t *testing.T) {
	t.Parallel()
	h, _ := asked(t)
	count := func(f cases.NoticeFilter) int {
		f.All, f.Limit = true, 200
		page, err := h.Cases.ListNotices(t.Context(), h.Actor(t, coordinator), f)
		require.NoError(t, err)
		return len(page.Notices)
	}
	everything := count(cases.NoticeFilter{})
	require.Greater(t, everything, 20)
	task := fill(t, h)
	file := testkit.One[gov.CaseID](t, h, "select case_id from task where id = $1", task)
	require.Equal(t, 1, count(cases.NoticeFilter{Task: task}))
	require.Equal(t, 1, count(cases.NoticeFilter{Case: file}))
	require.Zero(t, count(cases.NoticeFilter{Task: gov.NewTaskID()}))
	require.Equal(t, count(cases.NoticeFilter{Person: officer}), count(cases.NoticeFilter{Post: officer}))
	require.Equal(t, everything, count(cases.NoticeFilter{Day: h.Today(t)}))
	require.Zero(t, count(cases.NoticeFilter{Day: h.Today(t).AddDays(1)}))
	require.Zero(t, count(cases.NoticeFilter{State: "bounced"}))
	_, err := h.Cases.ListNotices(t.Context(), h.Actor(t, coordinator), cases.NoticeFilter{All: true, Person: "nobody", Limit: 1})
	testkit.MustRefuse(t, gov.CodeInvalid, err)
	_, err = h.Cases.ListNotices(t.Context(), h.Actor(t, officer), cases.NoticeFilter{All: true, Limit: 1})
	testkit.MustRefuse(t, gov.CodeForbidden, err)
}

func TestOnlyARehearsalOpensMail(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2022-01-10")
	city := cases.New(cases.Config{Pool: h.Pool, Rules: h.Rules})
	city.SetSink(mailbox.New(t.TempDir()))
	for _, s := range []*cases.Service{city, h.Cases} { // the second has no sink
		_, err := s.Mails(t.Context(), cases.MailFilter{Limit: 1})
		testkit.MustRefuse(t, gov.CodeRehearsalOnly, err)
		_, err = s.Mail(t.Context(), "x")
		testkit.MustRefuse(t, gov.CodeRehearsalOnly, err)
	}
}
