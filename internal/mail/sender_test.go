package mail

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/emersion/go-message/mail"
	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/embedded/smtp"
)

// sink starts a mail server that keeps what it is given.
func sink(t *testing.T, c smtp.Config) *smtp.Server {
	t.Helper()
	c.Dir, c.Logger = t.TempDir(), slog.New(slog.DiscardHandler)
	s, err := smtp.Start(t.Context(), c)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Stop(context.WithoutCancel(t.Context()))) })
	return s
}

// sender makes a sender to an address that stands for the sink.
func sender(t *testing.T, s *smtp.Server, addr string, change ...func(*Config)) *Sender {
	t.Helper()
	user, password := s.Credentials()
	c := Config{
		URL:  "smtp://" + user + ":" + password + "@" + addr + "?tls=starttls&auth=plain",
		From: "gyeol@gyeol.example", FromName: "결", BaseURL: base, Roots: s.Roots(), Timeout: 2 * time.Second,
		Secrets: shown{},
	}
	for _, f := range change {
		f(&c)
	}
	out, err := NewSender(c)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, out.Close()) })
	return out
}

func kept(t *testing.T, s *smtp.Server) []smtp.Message {
	t.Helper()
	list, err := s.List(context.WithoutCancel(t.Context()))
	require.NoError(t, err)
	return list
}

func TestSend_KeepsItsConnection(t *testing.T) {
	t.Parallel()
	s := sink(t, smtp.Config{})
	line := newLine(t, s.Addr())
	out := sender(t, s, line.addr())
	for i := range 5 {
		l := sample(t, gov.NoticeAssigned)
		l.ID = gov.NewNoticeID()
		l.MessageID = l.ID.String() + "@gyeol.example"
		p := out.Send(t.Context(), l)
		require.Equal(t, gov.PostedDelivered, p.As, p.Reply)
		require.Len(t, p.BodyHash, 32)
		m := kept(t, s)[i]
		require.Equal(t, l.ID.String(), m.Notice)
		require.Equal(t, "<"+l.MessageID+">", m.MessageID)
		require.Equal(t, []string{l.Email}, m.To)
	}
	require.EqualValues(t, 1, line.calls.Load())
	line.cut() // as a relay that hangs up on the idle
	p := out.Send(t.Context(), sample(t, gov.NoticeReturned))
	require.Equal(t, gov.PostedDelivered, p.As, p.Reply)
	require.EqualValues(t, 2, line.calls.Load())
}

func TestSend_IsReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	s := sink(t, smtp.Config{})
	out := sender(t, s, s.Addr())
	l := sample(t, gov.NoticeAssigned)
	l.Name = `김"담당" <x>`
	l.Params.Title = "제목\r\nBcc: everybody@seoul.example\r\n\r\n① Ⅱ △ ’"
	p := out.Send(t.Context(), l)
	require.Equal(t, gov.PostedDelivered, p.As, p.Reply)
	raw, err := os.ReadFile(kept(t, s)[0].Path)
	require.NoError(t, err)
	r, err := mail.CreateReader(bytes.NewReader(raw))
	require.NoError(t, err)
	subject, err := r.Header.Subject()
	require.NoError(t, err)
	require.Equal(t, "[결] 새 업무: 제목 Bcc: everybody@seoul.example ① Ⅱ △ ’", subject)
	require.Empty(t, r.Header.Get("Bcc"))
	require.Equal(t, "auto-generated", r.Header.Get("Auto-Submitted"))
	require.Equal(t, "<notices.gyeol.gyeol.example>", r.Header.Get("List-Id"))
	require.Empty(t, r.Header.Get("User-Agent")+r.Header.Get("X-Mailer"))
	to, err := r.Header.AddressList("To")
	require.NoError(t, err)
	require.Equal(t, []*mail.Address{{Name: l.Name, Address: l.Email}}, to)
	from, err := r.Header.AddressList("From")
	require.NoError(t, err)
	require.Equal(t, "결", from[0].Name)
	var types []string
	for {
		part, err := r.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		body, err := io.ReadAll(part.Body)
		require.NoError(t, err)
		require.Contains(t, string(body), "① Ⅱ △ ’")
		require.Contains(t, string(body), "2025. 5. 30.(금)")
		types = append(types, strings.Split(part.Header.Get("Content-Type"), ";")[0])
	}
	require.Equal(t, []string{"text/plain", "text/html"}, types)
}

func TestSend_SaysWhatTheRelaySaid(t *testing.T) {
	t.Parallel()
	for name, arm := range map[string]func(*smtp.Config, func() error){
		"recipient": func(c *smtp.Config, f func() error) { c.Decide = func(smtp.Envelope) error { return f() } },
		"message":   func(c *smtp.Config, f func() error) { c.DecideMessage = func(smtp.Message) error { return f() } },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var answer atomic.Int64
			refuse := func(code int64) { answer.Store(code) }
			var c smtp.Config
			arm(&c, func() error {
				if code := int(answer.Swap(0)); code != 0 {
					return smtp.Refuse(code, "so it is")
				}
				return nil
			})
			s := sink(t, c)
			out := sender(t, s, s.Addr())
			l := sample(t, gov.NoticeDueSoon)
			refuse(451)
			p := out.Send(t.Context(), l)
			require.Equal(t, gov.PostedDeferred, p.As, p.Reply)
			require.Contains(t, p.Reply, "451")
			refuse(550)
			p = out.Send(t.Context(), l)
			require.Equal(t, gov.PostedRefused, p.As, p.Reply)
			require.Contains(t, p.Reply, "550")
			refuse(421)
			require.Equal(t, gov.PostedDeferred, out.Send(t.Context(), l).As)
			require.Equal(t, gov.PostedDelivered, out.Send(t.Context(), l).As)
			require.Len(t, kept(t, s), 1)
		})
	}
}

func TestSend_ALostAnswerLeavesDoubt(t *testing.T) {
	t.Parallel()
	var line *phone
	s := sink(t, smtp.Config{Kept: func(smtp.Message) error { line.cut(); return nil }})
	line = newLine(t, s.Addr())
	out := sender(t, s, line.addr())
	p := out.Send(t.Context(), sample(t, gov.NoticeCall))
	require.Equal(t, gov.PostedUnsure, p.As, p.Reply)
	require.Len(t, kept(t, s), 1, "it has arrived")
}

func TestSend_NoRelay(t *testing.T) {
	t.Parallel()
	s := sink(t, smtp.Config{})
	line := newLine(t, s.Addr())
	out := sender(t, s, line.addr())
	line.stop()
	p := out.Send(t.Context(), sample(t, gov.NoticeCall))
	require.Equal(t, gov.PostedUnreached, p.As, p.Reply)
	require.Nil(t, p.BodyHash)
	wrong := sender(t, s, s.Addr(), func(c *Config) { c.URL = "smtp://gyeol:guess@" + s.Addr() })
	p = wrong.Send(t.Context(), sample(t, gov.NoticeCall))
	require.Equal(t, gov.PostedUnreached, p.As, "a wrong password is no fault of the letter")
	require.Contains(t, p.Reply, "535")
	require.NotContains(t, p.Reply, "guess")
	stranger := sender(t, s, s.Addr(), func(c *Config) { c.Roots = nil })
	p = stranger.Send(t.Context(), sample(t, gov.NoticeCall))
	require.Equal(t, gov.PostedUnreached, p.As, "nor is a relay that cannot prove its name")
	require.NoError(t, out.Close())
	require.Equal(t, gov.PostedUnreached, out.Send(t.Context(), sample(t, gov.NoticeCall)).As)
}

func TestSend_BadAddress(t *testing.T) {
	t.Parallel()
	s := sink(t, smtp.Config{})
	out := sender(t, s, s.Addr())
	for _, email := range []string{"", "nobody", "a@b\r\nRCPT TO:<c@d>", "A <a@b.example>", "a@b.example, c@d.example"} {
		l := sample(t, gov.NoticeAssigned)
		l.Email = email
		require.Equal(t, gov.PostedRefused, out.Send(t.Context(), l).As, email)
	}
	require.Empty(t, kept(t, s))
}

func TestSend_Bearer(t *testing.T) {
	t.Parallel()
	s := sink(t, smtp.Config{Bearer: func(user, token string) bool { return user == "office" && token == "to/ken" }})
	for token, want := range map[string]gov.PostedAs{"to%2Fken": gov.PostedDelivered, "old": gov.PostedUnreached} {
		out := sender(t, s, s.Addr(), func(c *Config) {
			c.URL = "smtp://office:" + token + "@" + s.Addr() + "?auth=oauthbearer"
		})
		p := out.Send(t.Context(), sample(t, gov.NoticeAssigned))
		require.Equal(t, want, p.As, p.Reply)
		if want == gov.PostedUnreached {
			require.Contains(t, p.Reply, "535")
		}
	}
	user, password := s.Credentials()
	auto := sender(t, s, s.Addr(), func(c *Config) {
		c.URL = "smtp://" + user + ":" + password + "@" + s.Addr() + "?auth=auto"
	})
	require.Equal(t, gov.PostedDelivered, auto.Send(t.Context(), sample(t, gov.NoticeAssigned)).As)
}

func TestSend_FromManyHands(t *testing.T) {
	t.Parallel()
	s := sink(t, smtp.Config{})
	line := newLine(t, s.Addr())
	out := sender(t, s, line.addr())
	var hands sync.WaitGroup
	var delivered atomic.Int64
	for range 20 {
		hands.Go(func() {
			if out.Send(t.Context(), sample(t, gov.NoticeAssigned)).As == gov.PostedDelivered {
				delivered.Add(1)
			}
		})
	}
	hands.Wait()
	require.EqualValues(t, 20, delivered.Load())
	require.Len(t, kept(t, s), 20)
	require.EqualValues(t, 1, line.calls.Load())
}

func TestNewSender_RefusesWhatCannotWork(t *testing.T) {
	t.Parallel()
	good := Config{URL: "smtp://relay.example", From: "gyeol@seoul.example", BaseURL: base}
	for name, change := range map[string]func(*Config){
		"no relay":          func(c *Config) { c.URL = "" },
		"another protocol":  func(c *Config) { c.URL = "http://relay.example" },
		"a login in clear":  func(c *Config) { c.URL = "smtp://user:hunter2@relay.example?tls=none" },
		"a login of nobody": func(c *Config) { c.URL = "smtp://relay.example?auth=plain" },
		"unknown security":  func(c *Config) { c.URL = "smtp://relay.example?tls=maybe" },
		"unknown login":     func(c *Config) { c.URL = "smtp://user:hunter2@relay.example?auth=ntlm" },
		"a port too far":    func(c *Config) { c.URL = "smtp://relay.example:70000" },
		"a broken address":  func(c *Config) { c.URL = "smtp://user:hunter2%zz@relay.example" },
		"no sender":         func(c *Config) { c.From = "결" },
		"no address":        func(c *Config) { c.BaseURL = "/tasks" },
	} {
		c := good
		change(&c)
		_, err := NewSender(c)
		require.Error(t, err, name)
		require.NotContains(t, err.Error(), "hunter2", name)
	}
	_, err := NewSender(good)
	require.NoError(t, err)
}

// phone is a telephone line to the sink that can be cut.
type phone struct {
	listener net.Listener
	calls    atomic.Int64
	mu       sync.Mutex
	open     []net.Conn
}

func newLine(t *testing.T, to string) *phone {
	t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	l := &phone{listener: listener}
	t.Cleanup(l.stop)
	go func() {
		for {
			caller, err := listener.Accept()
			if err != nil {
				return
			}
			callee, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", to)
			if err != nil {
				_ = caller.Close()
				continue
			}
			l.calls.Add(1)
			l.mu.Lock()
			l.open = append(l.open, caller, callee)
			l.mu.Unlock()
			go func() { _, _ = io.Copy(callee, caller) }()
			go func() { _, _ = io.Copy(caller, callee) }()
		}
	}()
	return l
}

func (l *phone) addr() string { return l.listener.Addr().String() }

// cut breaks what is open; new calls go through.
func (l *phone) cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, c := range l.open {
		_ = c.Close()
	}
	l.open = nil
}

// stop takes no more calls.
func (l *phone) stop() {
	_ = l.listener.Close()
	l.cut()
}
