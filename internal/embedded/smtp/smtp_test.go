package smtp_test

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/wneessen/go-mail"

	"gyeol/internal/embedded/smtp"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func start(t *testing.T, cfg smtp.Config) *smtp.Server {
	t.Helper()
	if cfg.Dir == "" {
		cfg.Dir = filepath.Join(t.TempDir(), "mail")
	}
	s, err := smtp.Start(t.Context(), cfg)
	must(t, err)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		must(t, s.Stop(ctx))
	})
	return s
}

// client answers with a client that verifies the server; options come last.
func client(t *testing.T, s *smtp.Server, options ...mail.Option) *mail.Client {
	t.Helper()
	host, portText, err := net.SplitHostPort(s.Addr())
	must(t, err)
	port, err := strconv.Atoi(portText)
	must(t, err)
	user, password := s.Credentials()
	all := append([]mail.Option{
		mail.WithPort(port), mail.WithTLSPolicy(mail.TLSMandatory), mail.WithSMTPAuth(mail.SMTPAuthPlain),
		mail.WithUsername(user), mail.WithPassword(password),
		mail.WithTLSConfig(&tls.Config{RootCAs: s.Roots(), ServerName: host}),
	}, options...)
	c, err := mail.NewClient(host, all...)
	must(t, err)
	return c
}

func letter(t *testing.T, to, subject string) *mail.Msg {
	t.Helper()
	m := mail.NewMsg()
	must(t, m.From("office@gyeol.example"))
	must(t, m.To(to))
	m.Subject(subject)
	m.SetMessageIDWithValue("n-1.0@gyeol.example")
	m.SetGenHeader("X-Gyeol-Notice", "n-1")
	m.SetBodyString(mail.TypeTextPlain, "회의 소집을 통지합니다.")
	return m
}

func TestServer_KeepsAMessageBeforeItSaysSo(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "mail")
	var during []smtp.Message
	s := start(t, smtp.Config{Dir: dir, Kept: func(smtp.Message) error {
		var err error
		during, err = smtp.ReadFolder(t.Context(), dir) // the client has not heard 250 yet
		return err
	}})
	must(t, client(t, s).DialAndSendWithContext(t.Context(), letter(t, "kim@gyeol.example", "결재 통지")))

	got, err := s.List(t.Context())
	must(t, err)
	want := []smtp.Message{{
		Envelope:  smtp.Envelope{From: "office@gyeol.example", To: []string{"kim@gyeol.example"}},
		MessageID: "<n-1.0@gyeol.example>", Notice: "n-1", Subject: "결재 통지",
	}}
	ignore := cmpopts.IgnoreFields(smtp.Message{}, "ID", "Path", "Envelope.Time")
	if diff := cmp.Diff(want, got, ignore); diff != "" {
		t.Errorf("kept (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(got, during); diff != "" {
		t.Errorf("on the disk before 250 (-after +before):\n%s", diff)
	}
	text, err := os.ReadFile(got[0].Path)
	must(t, err)
	if !strings.Contains(string(text), "Message-ID: <n-1.0@gyeol.example>\r\n") {
		t.Errorf("file does not hold the message:\n%s", text)
	}
}

func TestServer_RefusesAsTold(t *testing.T) {
	t.Parallel()
	s := start(t, smtp.Config{
		Decide: func(e smtp.Envelope) error {
			switch e.To[0] {
			case "busy@gyeol.example":
				return smtp.Refuse(451, "later")
			case "gone@gyeol.example":
				return smtp.Refuse(550, "no such person")
			default:
				return nil
			}
		},
		DecideMessage: func(m smtp.Message) error {
			if m.Subject == "too much" {
				return smtp.Refuse(452, "full")
			}
			return nil
		},
	})
	cases := []struct {
		to, subject string
		code        int
		temporary   bool
	}{
		{"busy@gyeol.example", "x", 451, true},
		{"gone@gyeol.example", "x", 550, false},
		{"kim@gyeol.example", "too much", 452, true},
	}
	for _, c := range cases {
		err := client(t, s).DialAndSendWithContext(t.Context(), letter(t, c.to, c.subject))
		var refused *mail.SendError
		if !errors.As(err, &refused) {
			t.Errorf("%s %q: %v, want a refusal", c.to, c.subject, err)
			continue
		}
		if refused.ErrorCode() != c.code || refused.IsTemp() != c.temporary {
			t.Errorf("%s %q: %d, temporary %v", c.to, c.subject, refused.ErrorCode(), refused.IsTemp())
		}
	}
	kept, err := s.List(t.Context())
	must(t, err)
	if len(kept) != 0 {
		t.Errorf("kept %d refused messages", len(kept))
	}
}

func TestServer_LostConfirmationLeavesTheMessage(t *testing.T) {
	t.Parallel()
	s := start(t, smtp.Config{Kept: func(smtp.Message) error { return errors.New("lost") }})
	if err := client(t, s).DialAndSendWithContext(t.Context(), letter(t, "kim@gyeol.example", "x")); err == nil {
		t.Error("the client heard 250")
	}
	kept, err := s.List(t.Context())
	must(t, err)
	if len(kept) != 1 {
		t.Errorf("kept %d messages, want 1", len(kept))
	}
}

func TestServer_TakesMailOnlyAfterALoginOverTLS(t *testing.T) {
	t.Parallel()
	s := start(t, smtp.Config{})
	refused := map[string]*mail.Client{
		"wrong password": client(t, s, mail.WithPassword("guess")),
		"no login":       client(t, s, mail.WithSMTPAuth(mail.SMTPAuthNoAuth)),
		"no TLS":         client(t, s, mail.WithTLSPolicy(mail.NoTLS)),
		"unknown root":   client(t, s, mail.WithTLSConfig(&tls.Config{ServerName: "127.0.0.1"})),
	}
	for name, c := range refused {
		if err := c.DialAndSendWithContext(t.Context(), letter(t, "kim@gyeol.example", "x")); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestStart_ClearsAwayUnfinishedMessages(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	must(t, os.WriteFile(filepath.Join(dir, "1.eml.tmp"), []byte("half"), 0o600))
	s := start(t, smtp.Config{Dir: dir})
	kept, err := s.List(t.Context())
	must(t, err)
	left, err := os.ReadDir(dir)
	must(t, err)
	if len(kept)+len(left) != 0 {
		t.Errorf("kept %v, left %v", kept, left)
	}
}

func TestStart_RefusesAnOpenAddress(t *testing.T) {
	t.Parallel()
	if _, err := smtp.Start(t.Context(), smtp.Config{Dir: t.TempDir(), Addr: "0.0.0.0:0"}); err == nil {
		t.Error("listens for everybody")
	}
}
