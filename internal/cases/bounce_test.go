package cases_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/testkit"
)

// returned is a delivery report on a notice, as a relay writes it.
func returned(notice gov.NoticeID, to, action, status string) []byte {
	return []byte(strings.ReplaceAll(fmt.Sprintf(`From: MAILER-DAEMON@relay.example
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example

Final-Recipient: rfc822; %s
Action: %s
Status: %s

--b
Content-Type: text/rfc822-headers

Message-ID: <%s@gyeol.example>
X-Gyeol-Notice: %[4]s

--b--
`, to, action, status, notice), "\n", "\r\n"))
}

// mailed is a house in which notices of a case have left.
type mailed struct {
	*testkit.House
	file gov.CaseID
}

func newMailed(t *testing.T) mailed {
	t.Helper()
	h := testkit.Seoul(t, "2025-01-02")
	h.OpenCycle(t, "lifelong-education-plan", 2025)
	return mailed{h, testkit.One[gov.CaseID](t, h, `select c.id from case_file c join stage s on s.id = c.stage_id
		where c.kind = 'stage' and s.key = 'plans'`)}
}

// sent writes a notice to the officer of the bureau's division as it stands after it has left.
func (m mailed) sent(t *testing.T, kind gov.NoticeKind, state gov.NoticeState) (gov.NoticeID, string) {
	t.Helper()
	id := gov.NewNoticeID()
	m.Exec(t, `insert into notice (id, kind, dedup, person_id, case_id, office_date, send_on, params, state, legal, attempts,
		    message_id, sent_at)
		select $1, $2, $3, p.id, $4, '2025-01-02', '2025-01-02', '{"title":"시행계획 작성"}', $5, $6, 1,
		    $3 || '@gyeol.example', case when $5 = 'sent' then now() end
		from person p where p.slug = 'budget-office.head'`, id, kind, id.String(), m.file, state, kind.Legal())
	return id, testkit.One[string](t, m.House, "select email from person where slug = 'budget-office.head'")
}

func (m mailed) bounce(t *testing.T, raw []byte) cases.Bounced {
	t.Helper()
	out, err := m.Cases.RecordBounce(t.Context(), cases.Actor{System: true}, cases.BounceMail{
		Raw: raw, Source: cases.BounceByPipe,
	})
	require.NoError(t, err)
	return out
}

func (m mailed) told(t *testing.T) []string {
	t.Helper()
	return testkit.One[[]string](t, m.House, `select coalesce(array_agg(p.slug || ' ' || n.state || ' ' ||
		coalesce(n.params -> 'undelivered' ->> 'post', '?') order by p.slug), '{}') from notice n join person p on p.id = n.person_id
		where n.kind = 'not_notified'`)
}

func TestAMailThatComesBackMakesItsNoticeBouncedAndTellsTheOwner(t *testing.T) {
	t.Parallel()
	m := newMailed(t)
	for _, c := range []struct {
		kind gov.NoticeKind
		told string
	}{{gov.NoticeDueSoon, "held"}, {gov.NoticeCall, "queued"}} {
		m.Force(t, "delete from notice where kind = 'not_notified'")
		id, to := m.sent(t, c.kind, gov.NoticeSent)
		raw := returned(id, to, "failed", "5.1.1")
		out := m.bounce(t, raw)
		require.Equal(t, cases.Bounced{Outcome: "bounced", Notice: id, Reason: "반송되었습니다 (5.1.1)"}, out)
		require.Equal(t, "bounced 반송되었습니다 (5.1.1)", testkit.One[string](t, m.House,
			"select state || ' ' || state_reason from notice where id = $1", id))
		require.Equal(t, []string{
			"lifelong-education-division.coordinator " + c.told + " 예산담당관 예산담당관",
		}, m.told(t))
		again := m.bounce(t, raw)
		require.True(t, again.Repeated)
		require.Equal(t, out.Outcome, again.Outcome)
		require.Equal(t, id, again.Notice)
		m.bounce(t, append(raw, '\n')) // the same report, written a second time
		require.Len(t, m.told(t), 1)
	}
}

func TestALateMailIsToldBesideItsNoticeAndChangesNothing(t *testing.T) {
	t.Parallel()
	m := newMailed(t)
	id, to := m.sent(t, gov.NoticeCall, gov.NoticeSent)
	require.Equal(t, "delayed", m.bounce(t, returned(id, to, "delayed", "4.4.1")).Outcome)
	require.Equal(t, "sent", testkit.One[string](t, m.House, "select state from notice where id = $1", id))
	require.Empty(t, m.told(t))
	require.Equal(t, "bounced", m.bounce(t, returned(id, to, "failed", "4.4.7")).Outcome, "given up at last")
}

func TestAReportThatCannotBeBelievedIsKeptAside(t *testing.T) {
	t.Parallel()
	m := newMailed(t)
	id, to := m.sent(t, gov.NoticeDueSoon, gov.NoticeSent)
	held, _ := m.sent(t, gov.NoticeDueSoon, gov.NoticeSuppressed)
	for name, raw := range map[string][]byte{
		"a notice that never was":    returned(gov.NewNoticeID(), to, "failed", "5.1.1"),
		"a notice that never left":   returned(held, to, "failed", "5.1.1"),
		"another recipient":          returned(id, "stranger@else.example", "failed", "5.1.1"),
		"another Message-ID":         []byte(strings.ReplaceAll(string(returned(id, to, "failed", "5.1.1")), "gyeol.example", "else.example")),
		"nothing of a notice":        []byte(strings.ReplaceAll(string(returned(id, to, "failed", "5.1.1")), id.String(), "x")),
		"more than is read":          make([]byte, cases.BounceMost+1),
		"nothing":                    nil,
		"a report without its state": []byte(strings.ReplaceAll(string(returned(id, to, "x", "y")), "Status", "Stat")),
	} {
		out := m.bounce(t, raw)
		require.Equal(t, "unmatched", out.Outcome, name)
		require.NotEmpty(t, out.Reason, name)
		require.True(t, out.Notice.IsZero(), name)
	}
	require.Equal(t, "ignored", m.bounce(t, []byte("Auto-Submitted: auto-replied\r\n\r\nback on Monday")).Outcome)
	require.Equal(t, "ignored", m.bounce(t, []byte("Subject: hello\r\n\r\nhow do I")).Outcome)
	require.Equal(t, "sent", testkit.One[string](t, m.House, "select state from notice where id = $1", id))
	require.Empty(t, m.told(t))
	require.Equal(t, 8, testkit.One[int](t, m.House,
		"select count(*)::int from mail_bounce where outcome = 'unmatched' and reason <> ''"))
}

func TestThatTheOwnerWasNotToldTellsNobody(t *testing.T) {
	t.Parallel()
	m := newMailed(t)
	id, to := m.sent(t, gov.NoticeNotNotified, gov.NoticeSent)
	before := len(m.told(t))
	require.Equal(t, "bounced", m.bounce(t, returned(id, to, "failed", "5.1.1")).Outcome)
	require.Len(t, m.told(t), before)
}

func TestOnlyAnOperatorHandsInMailsThatCameBack(t *testing.T) {
	t.Parallel()
	m := newMailed(t)
	_, err := m.Cases.RecordBounce(t.Context(), m.Actor(t, "budget-office.head"), cases.BounceMail{
		Raw: []byte("x"), Source: cases.BounceByPipe,
	})
	testkit.MustRefuse(t, gov.CodeForbidden, err)
	require.Equal(t, 1, testkit.One[int](t, m.House, "select count(*) from audit_entry where kind = 'refusal'"))
}
