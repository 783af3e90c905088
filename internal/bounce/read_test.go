package bounce_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/bounce"
)

const notice = "01890000-0000-7000-8000-000000000001"

// dsn is a report as a mail server writes it; words stand in place of the usual fields of the recipient.
func dsn(fields, returned string) []byte {
	text := `From: MAILER-DAEMON@relay.example
To: gyeol@seoul.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain; charset=euc-kr

It did not work.
--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example
Arrival-Date: Fri, 30 May 2025 09:00:00 +0900

` + fields + `
--b1
Content-Type: message/rfc822

` + returned + `

--b1--
`
	return []byte(strings.ReplaceAll(text, "\n", "\r\n"))
}

const (
	failed = `Final-Recipient: rfc822; Officer@seoul.example
Original-Recipient: rfc822;officer@seoul.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such
    user here`
	letter = "Message-ID: <" + notice + "@seoul.example>\nX-Gyeol-Notice: " + notice + "\nSubject: x\n\nbody"
)

func TestAReportNamesTheNoticeItsRecipientAndWhatBecameOfIt(t *testing.T) {
	t.Parallel()
	r, err := bounce.Read(dsn(failed, letter))
	require.NoError(t, err)
	require.Equal(t, bounce.Failed, r.Outcome)
	require.Equal(t, notice, r.Notice.String())
	require.Equal(t, notice+"@seoul.example", r.MessageID)
	require.Equal(t, []string{"officer@seoul.example", "officer@seoul.example"}, r.Recipients)
	require.Equal(t, "5.1.1", r.Status)
}

func TestWhatBecameOfAMailIsReadFromActionOrStatus(t *testing.T) {
	t.Parallel()
	to := "Final-Recipient: rfc822; a@b.example\n"
	twice := to + "Action: delayed\nStatus: 4.0.0\n\n" + to + "Action: failed\nStatus: 5.0.0"
	for fields, want := range map[string]bounce.Outcome{
		to + "Action: delayed\nStatus: 4.4.1":                         bounce.Delayed,
		to + "Action: delivered\nStatus: 2.0.0":                       bounce.Delivered,
		to + "Action: relayed\nStatus: 2.0.0":                         bounce.Delivered,
		to + "ACTION: Failed (bounced)\nstatus: 5.2.2 (mailbox full)": bounce.Failed,
		to + "Status: 5.0.0":                                          bounce.Failed,
		to + "Status: 4.7.0":                                          bounce.Delayed,
		twice:                                                         bounce.Failed,
	} {
		r, err := bounce.Read(dsn(fields, letter))
		require.NoError(t, err, fields)
		require.Equal(t, want, r.Outcome, fields)
	}
	_, err := bounce.Read(dsn(to, letter))
	require.ErrorIs(t, err, bounce.ErrNoStatus)
}

func TestANoticeIsNamedByEitherOfItsLinesAndNeverByTwo(t *testing.T) {
	t.Parallel()
	other := strings.Replace(notice, "1", "2", 1)
	for returned, want := range map[string]string{
		"Message-ID: <" + notice + "@seoul.example>":                              notice,
		"X-Gyeol-Notice: " + notice:                                               notice,
		"Message-ID:\n <" + notice + "@seoul.example>\nX-Gyeol-Notice: " + notice: notice,
		"Message-ID: <anything@else.example>":                                     gov.NoticeID{}.String(),
		"Subject: nothing":                                                        gov.NoticeID{}.String(),
	} {
		r, err := bounce.Read(dsn(failed, returned))
		require.NoError(t, err, returned)
		require.Equal(t, want, r.Notice.String(), returned)
	}
	_, err := bounce.Read(dsn(failed, "Message-ID: <"+notice+"@x.example>\nX-Gyeol-Notice: "+other))
	require.ErrorIs(t, err, bounce.ErrConflict)
}

func TestAMailThatIsNoReportSaysNothingOfADelivery(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bounce.Outcome{
		"Auto-Submitted: auto-replied\nSubject: on leave\n\nback on Monday":                         bounce.AutoReply,
		"Precedence: auto_reply\n\nback on Monday":                                                  bounce.AutoReply,
		"X-Autoreply: yes\n\nback on Monday":                                                        bounce.AutoReply,
		"Subject: a question\n\nhow do I…":                                                          bounce.Other,
		"Auto-Submitted: no\nSubject: a question\n\nhow":                                            bounce.Other,
		"Content-Type: multipart/report; report-type=disposition-notification; boundary=b\n\n--b--": bounce.Other,
	} {
		r, err := bounce.Read([]byte(strings.ReplaceAll(text, "\n", "\r\n")))
		require.NoError(t, err, text)
		require.Equal(t, bounce.Report{Outcome: want}, r, text)
	}
}

func TestWhatIsTooLongOrCutShortIsSaidSo(t *testing.T) {
	t.Parallel()
	_, err := bounce.Read(make([]byte, bounce.Most+1))
	require.ErrorIs(t, err, bounce.ErrTooLong)
	_, err = bounce.Read([]byte("no header at all\r\n\r\n"))
	require.ErrorIs(t, err, bounce.ErrNoMail)
	_, err = bounce.Read(nil)
	require.ErrorIs(t, err, bounce.ErrNoMail)
	whole := dsn(failed, letter)
	_, err = bounce.Read(whole[:strings.Index(string(whole), "Action")])
	require.Error(t, err)
}

// FuzzReadBounce: whatever comes from outside, reading it ends, within the limits of what is kept.
func FuzzReadBounce(f *testing.F) {
	f.Add(dsn(failed, letter))
	f.Add(dsn("Status: 4", "Message-ID: x"))
	f.Add([]byte("Auto-Submitted: auto-replied\r\n\r\n"))
	f.Add([]byte("Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\r\n--b"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		r, err := bounce.Read(raw)
		require.LessOrEqual(t, len(r.Status), 11)
		require.LessOrEqual(t, len(r.MessageID), 300)
		require.LessOrEqual(t, len(r.Recipients), 100)
		require.False(t, strings.ContainsRune(r.MessageID, 0))
		if err == nil && !r.Notice.IsZero() {
			require.Contains(t, []bounce.Outcome{bounce.Failed, bounce.Delayed, bounce.Delivered}, r.Outcome)
		}
	})
}
