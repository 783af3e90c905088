package mail

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/wneessen/go-mail/smtp"

	"gyeol/gov"
)

// rudeRelay speaks just enough of SMTP over implicit TLS to be rude at a chosen word.
type rudeRelay struct {
	listener net.Listener
	roots    *x509.CertPool
	answers  map[string]string // to a verb instead of the polite one; "" hangs up

	mu        sync.Mutex
	delivered int
	calls     int
}

func newRudeRelay(t *testing.T, answers map[string]string) *rudeRelay {
	t.Helper()
	web := httptest.NewTLSServer(nil) // for its certificate
	r := &rudeRelay{answers: answers, roots: x509.NewCertPool()}
	r.roots.AddCert(web.Certificate())
	config := &tls.Config{Certificates: web.TLS.Certificates, MinVersion: tls.VersionTLS12}
	web.Close()
	plain, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	r.listener = tls.NewListener(plain, config)
	t.Cleanup(func() { _ = r.listener.Close() })
	go func() {
		for {
			conn, err := r.listener.Accept()
			if err != nil {
				return
			}
			go r.talk(conn)
		}
	}()
	return r
}

func (r *rudeRelay) talk(conn net.Conn) {
	defer conn.Close()
	r.mu.Lock()
	r.calls++
	r.mu.Unlock()
	lines := bufio.NewScanner(conn)
	say := func(text string) { _, _ = conn.Write([]byte(text + "\r\n")) }
	say("220 relay")
	for lines.Scan() {
		verb, _, _ := strings.Cut(strings.ToUpper(lines.Text()), " ")
		answer, rude := r.answers[verb]
		switch {
		case rude && answer == "":
			return
		case rude:
			say(answer)
		case verb == "DATA":
			say("354 go on")
			readText(lines)
			r.mu.Lock()
			r.delivered++
			r.mu.Unlock()
			say("250 2.0.0 kept")
		default:
			say("250 relay")
		}
	}
}

// readText reads up to the lone dot.
func readText(lines *bufio.Scanner) {
	for lines.Scan() {
		if lines.Text() == "." {
			return
		}
	}
}

// sender makes a sender to the relay, which wants no login.
func (r *rudeRelay) sender(t *testing.T) *Sender {
	t.Helper()
	s, err := NewSender(Config{
		URL: "smtp://" + r.listener.Addr().String() + "?tls=implicit", From: "gyeol@gyeol.example", FromName: "결",
		BaseURL: base, Roots: r.roots, Timeout: 2 * time.Second,
	})
	require.NoError(t, err)
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func (r *rudeRelay) counts() (delivered, calls int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.delivered, r.calls
}

// go-mail says "failed" when the RSET after a delivered mail fails. The mail is there all the same.
func TestSend_DeliveredIsDelivered(t *testing.T) {
	t.Parallel()
	for name, rset := range map[string]string{"refused": "502 no such command", "hung up": ""} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRudeRelay(t, map[string]string{"RSET": rset})
			s := r.sender(t)
			for range 2 {
				p := s.Send(t.Context(), sample(t, gov.NoticeDueToday))
				require.Equal(t, gov.PostedDelivered, p.As, p.Reply)
				require.Contains(t, p.Reply, "kept")
			}
			delivered, calls := r.counts()
			require.Equal(t, 2, delivered)
			require.Equal(t, 2, calls, "such a connection is not used again")
		})
	}
}

func TestSend_ImplicitTLS(t *testing.T) {
	t.Parallel()
	r := newRudeRelay(t, nil)
	s := r.sender(t)
	for range 3 {
		p := s.Send(t.Context(), sample(t, gov.NoticeDueToday))
		require.Equal(t, gov.PostedDelivered, p.As, p.Reply)
	}
	delivered, calls := r.counts()
	require.Equal(t, 3, delivered)
	require.Equal(t, 1, calls)
}

// A relay that does not want us says nothing about the letter.
func TestSend_ASenderWhomTheRelayDoesNotWant(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]string{"refused": "550 who are you", "hung up": ""} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRudeRelay(t, map[string]string{"MAIL": answer})
			s := r.sender(t)
			p := s.Send(t.Context(), sample(t, gov.NoticeDueToday))
			require.Equal(t, gov.PostedUnreached, p.As, p.Reply)
		})
	}
}

func TestSend_ARelayThatHangsUpBeforeTheTextIsAskedAgain(t *testing.T) {
	t.Parallel()
	for _, verb := range []string{"RCPT", "DATA"} {
		t.Run(verb, func(t *testing.T) {
			t.Parallel()
			r := newRudeRelay(t, map[string]string{verb: ""})
			s := r.sender(t)
			p := s.Send(t.Context(), sample(t, gov.NoticeDueToday))
			require.Equal(t, gov.PostedUnreached, p.As, p.Reply)
			delivered, _ := r.counts()
			require.Zero(t, delivered)
		})
	}
}

// deaf is a connection that takes no deadline, and notes whether it was hung up.
type deaf struct {
	net.Conn
	hungUp bool
}

func (*deaf) SetDeadline(time.Time) error { return errors.New("no deadline") }

func (d *deaf) Close() error {
	d.hungUp = true
	return d.Conn.Close()
}

// A connection that can no longer be used is hung up before another is made, or its socket would stay open for ever.
func TestSend_AConnectionThatIsReplacedIsHungUp(t *testing.T) {
	t.Parallel()
	r := newRudeRelay(t, nil)
	s := r.sender(t)
	ours, theirs := net.Pipe()
	go func() { _, _ = theirs.Write([]byte("220 relay\r\n")) }()
	old := &deaf{Conn: ours}
	talk, err := smtp.NewClient(old, "relay")
	require.NoError(t, err)
	s.idle[0].conn = &connection{talk: talk, wire: old, left: 1}
	p := s.Send(t.Context(), sample(t, gov.NoticeDueToday))
	require.Equal(t, gov.PostedDelivered, p.As, p.Reply)
	require.True(t, old.hungUp)
}

// A worker that stops dials no relay any more, and what it has dialled takes no further letter.
func TestSend_NothingIsBegunAfterTheEnd(t *testing.T) {
	t.Parallel()
	r := newRudeRelay(t, nil)
	s := r.sender(t)
	ctx, stop := context.WithCancel(t.Context())
	stop()
	p := s.Send(ctx, sample(t, gov.NoticeDueToday))
	require.Equal(t, gov.PostedUnreached, p.As)
	_, calls := r.counts()
	require.Zero(t, calls)
}
