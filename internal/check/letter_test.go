package check

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/embedded/smtp"
	"gyeol/internal/mail"
)

// A mail that our sender wrote and our sink kept reads as the sender recorded it, whatever stands in it.
func TestAKeptMailReadsAsItWasRecorded(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s, err := smtp.Start(t.Context(), smtp.Config{Dir: dir})
	require.NoError(t, err)
	t.Cleanup(func() { _ = s.Stop(t.Context()) })
	user, password := s.Credentials()
	sender, err := mail.NewSender(mail.Config{
		URL: "smtp://" + user + ":" + password + "@" + s.Addr(), From: "gyeol@gyeol.example", FromName: "결",
		BaseURL: "https://gyeol.example", Roots: s.Roots(),
	})
	require.NoError(t, err)
	t.Cleanup(func() { _ = sender.Close() })

	for _, title := range []string{
		"2022년 시행계획 자료 제출", "끝에 빈칸  ", "=3D 등호 = 와 <꺾쇠> & \"따옴표\"", strings.Repeat("아주 긴 제목 ", 30),
		".점으로 시작", "From 으로 시작",
	} {
		for _, kind := range []gov.NoticeKind{gov.NoticeAssigned, gov.NoticeReturned, gov.NoticeCall} {
			letter := gov.Letter{
				ID: gov.NewNoticeID(), Kind: kind, Name: "김하늘", Email: "a@gyeol.example", MessageID: "x@gyeol.example",
				Params: gov.NoticeParams{
					Title: title, Unit: "평생교육과", DueOperative: gov.MustDate("2022-02-04"),
					Reason: title + "\n둘째 줄\n\n.\n",
					Meeting: &gov.NoticeMeeting{
						Body: "협의회", HoldOn: gov.MustDate("2022-02-24"), Place: title, Items: []string{title, "둘째"},
					},
				},
			}
			posted := sender.Send(t.Context(), letter)
			require.Equal(t, gov.PostedDelivered, posted.As, posted.Reply)
			kept, err := smtp.ReadFolder(t.Context(), dir)
			require.NoError(t, err)
			hash, err := letterHash(kept[len(kept)-1].Path)
			require.NoError(t, err)
			require.Equal(t, posted.BodyHash, hash, "%s %q", kind, title)
		}
	}
}
