package mailbox_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/cases"
	sink "gyeol/internal/embedded/smtp"
	"gyeol/internal/mail"
	"gyeol/internal/mailbox"
)

// received sends letters through the product's own sender to a real sink and gives the box of its folder.
func received(t *testing.T, letters ...gov.Letter) (*mailbox.Box, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "mail")
	s, err := sink.Start(t.Context(), sink.Config{Dir: dir})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Stop(context.WithoutCancel(t.Context()))) })
	user, password := s.Credentials()
	sender, err := mail.NewSender(mail.Config{
		URL: fmt.Sprintf("smtp://%s:%s@%s", user, password, s.Addr()), From: "gyeol@seoul.example", FromName: "결",
		BaseURL: "https://gyeol.example", Roots: s.Roots(),
	})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, sender.Close()) })
	for _, l := range letters {
		p := sender.Send(t.Context(), l)
		require.Equal(t, gov.PostedDelivered, p.As, p.Reply)
	}
	return mailbox.New(dir), dir
}

func letter(to, title string) gov.Letter {
	id := gov.NewNoticeID()
	return gov.Letter{
		ID: id, Kind: gov.NoticeAssigned, Name: "담당", Email: to, MessageID: id.String() + "@gyeol.example",
		Params: gov.NoticeParams{Title: title},
	}
}

func TestTheMailboxShowsWhatTheSinkReceived(t *testing.T) {
	t.Parallel()
	first, second := letter("a@seoul.example", "첫째 😀"), letter("b@seoul.example", "둘째 ① <script>")
	box, _ := received(t, first, second)
	page, err := box.Mails(t.Context(), cases.SinkFilter{Limit: 10})
	require.NoError(t, err)
	require.Len(t, page.Mails, 2)
	require.Equal(t, "[결] 새 업무: 둘째 ① <script>", page.Mails[0].Subject, "the latest comes first")
	require.Equal(t, second.ID.String(), page.Mails[0].Notice)
	require.Equal(t, []string{"a@seoul.example"}, page.Mails[1].To)
	require.Empty(t, page.Next)

	one, err := box.Mail(t.Context(), page.Mails[0].ID)
	require.NoError(t, err)
	require.Contains(t, one.Text, "제목: 둘째 ① <script>")
	require.Contains(t, one.HTML, "둘째 ① &lt;script&gt;")
	require.Equal(t, "gyeol@seoul.example", one.From)
	require.Contains(t, one.Headers, cases.MailHeader{Name: "Auto-Submitted", Value: "auto-generated"})
	require.Empty(t, one.Files)
	require.Empty(t, one.Fault)
}

func TestTheMailboxIsReadByPersonNoticeAndPage(t *testing.T) {
	t.Parallel()
	letters := []gov.Letter{
		letter("a@seoul.example", "1"), letter("b@seoul.example", "2"), letter("a@seoul.example", "3"),
		letter("a@seoul.example", "4"),
	}
	box, _ := received(t, letters...)
	var seen []string
	f := cases.SinkFilter{To: "A@Seoul.example", Limit: 2}
	for {
		page, err := box.Mails(t.Context(), f)
		require.NoError(t, err)
		for _, m := range page.Mails {
			seen = append(seen, m.Notice)
		}
		if f.After = page.Next; f.After == "" {
			break
		}
	}
	require.Equal(t, []string{letters[3].ID.String(), letters[2].ID.String(), letters[0].ID.String()}, seen)
	page, err := box.Mails(t.Context(), cases.SinkFilter{Notice: letters[1].ID.String(), Limit: 2})
	require.NoError(t, err)
	require.Len(t, page.Mails, 1)
}

func TestAFolderThatIsNotThereHoldsNoMail(t *testing.T) {
	t.Parallel()
	box := mailbox.New(filepath.Join(t.TempDir(), "none"))
	page, err := box.Mails(t.Context(), cases.SinkFilter{Limit: 2})
	require.NoError(t, err)
	require.Empty(t, page.Mails)
	_, err = box.Mail(t.Context(), uuid.NewString())
	require.Equal(t, gov.CodeNotFound, gov.CodeOf(err))
}

// TestNoIdLeadsOutOfTheFolder: an id is no path, and a link in the folder leads nowhere.
func TestNoIdLeadsOutOfTheFolder(t *testing.T) {
	t.Parallel()
	box, dir := received(t, letter("a@seoul.example", "1"))
	secret := filepath.Join(filepath.Dir(dir), "secret.eml")
	require.NoError(t, os.WriteFile(secret, []byte("X-Gyeol-Envelope: {}\r\nSubject: secret\r\n\r\n"), 0o600))
	for _, id := range []string{"../secret", "..%2fsecret", "", ".", "x", secret, strings.Repeat("0", 64)} {
		_, err := box.Mail(t.Context(), id)
		require.Equal(t, gov.CodeUnknownID, gov.CodeOf(err), id)
	}
	linked := uuid.NewString()
	require.NoError(t, os.Symlink(secret, filepath.Join(dir, linked+".eml")))
	_, err := box.Mail(t.Context(), linked)
	require.Error(t, err)
	require.NotEqual(t, gov.CodeNotFound, gov.CodeOf(err))
}

func TestABrokenMailIsShownAsFarAsItCanBeRead(t *testing.T) {
	t.Parallel()
	_, dir := received(t)
	write := func(content string) string {
		id := uuid.Must(uuid.NewV7()).String()
		require.NoError(t, os.WriteFile(filepath.Join(dir, id+".eml"),
			[]byte(`X-Gyeol-Envelope: {"from":"f@x.example","to":["a@x.example"],"time":"2025-01-02T03:04:05Z"}`+"\r\n"+content), 0o600))
		return id
	}
	nested := "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + strings.Repeat("--b\r\nContent-Type: text/x\r\n\r\nx\r\n", 300) + "--b--\r\n"
	attached := "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=x-unheard-of\r\n\r\nhello\x00\xff\r\n" +
		"--b\r\nContent-Type: text/calendar; name=\"meeting.ics\"\r\nContent-Disposition: attachment\r\n\r\nBEGIN\r\n--b--\r\n"
	box := mailbox.New(dir)
	for content, ok := range map[string]func(cases.MailDetail) bool{
		"no header at all":   func(d cases.MailDetail) bool { return d.Fault != "" },
		"":                   func(d cases.MailDetail) bool { return d.Text == "" },
		"Subject: =?utf-8?x": func(d cases.MailDetail) bool { return d.From == "f@x.example" },
		nested:               func(d cases.MailDetail) bool { return d.Fault != "" && len(d.Files) <= 100 },
		attached: func(d cases.MailDetail) bool {
			return strings.HasPrefix(d.Text, "hello\ufffd") && len(d.Files) == 1 && d.Files[0].Name == "meeting.ics"
		},
	} {
		d, err := box.Mail(t.Context(), write(content))
		require.NoError(t, err, content)
		require.True(t, ok(d), "%.200q: %+v", content, d)
	}
	page, err := box.Mails(t.Context(), cases.SinkFilter{Limit: 10})
	require.NoError(t, err)
	require.Len(t, page.Mails, 5, "a broken mail does not hide the others")
}

// FuzzReadMail: whatever a mail holds, it is shown or its fault is.
func FuzzReadMail(f *testing.F) {
	f.Add([]byte("Subject: x\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b--\r\n"))
	f.Add([]byte("Content-Transfer-Encoding: base64\r\n\r\n!!!"))
	f.Fuzz(func(t *testing.T, content []byte) {
		dir, id := t.TempDir(), uuid.NewString()
		line := []byte("X-Gyeol-Envelope: {}\r\n")
		require.NoError(t, os.WriteFile(filepath.Join(dir, id+".eml"), append(line, content...), 0o600))
		_, err := mailbox.New(dir).Mail(t.Context(), id)
		require.NoError(t, err)
	})
}
