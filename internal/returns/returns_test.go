package returns_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"log/slog"
	"net"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-imap/backend/memory"
	"github.com/emersion/go-imap/server"
	"github.com/stretchr/testify/require"

	"gyeol/internal/returns"
)

// taken collects what was given.
type taken struct {
	mu    sync.Mutex
	mails []string
	fault error
}

func (k *taken) take(_ context.Context, raw []byte) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.fault != nil {
		return k.fault
	}
	k.mails = append(k.mails, string(raw))
	return nil
}

func (k *taken) list() []string {
	k.mu.Lock()
	defer k.mu.Unlock()
	return append([]string(nil), k.mails...)
}

func open(t *testing.T, c returns.Config) returns.Source {
	t.Helper()
	s, err := returns.Open(c)
	require.NoError(t, err)
	return s
}

func TestAMaildirIsReadOnceAndNothingIsLost(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	fresh := filepath.Join(dir, "new")
	require.NoError(t, os.MkdirAll(filepath.Join(fresh, "folder"), 0o700))
	write := func(name, text string) {
		require.NoError(t, os.WriteFile(filepath.Join(fresh, name), []byte(text), 0o600))
	}
	write("2.b", "second")
	write("1.a", "first")
	write("3.c", strings.Repeat("x", 2<<20))
	write(".hidden", "not yet whole")
	s := open(t, returns.Config{URL: "maildir://" + dir})
	k := &taken{fault: errors.New("no database")}
	require.ErrorIs(t, s.Look(t.Context(), k.take), k.fault)
	k.fault = nil
	require.NoError(t, s.Look(t.Context(), k.take))
	require.Len(t, k.mails, 3)
	require.Equal(t, []string{"first", "second"}, k.mails[:2], "the oldest first, and those of before again")
	require.Len(t, k.mails[2], returns.Most, "no more of a long one than shows that it is long")
	require.NoError(t, s.Look(t.Context(), k.take))
	require.Len(t, k.mails, 3)
	for _, name := range []string{"1.a:2,S", "2.b:2,S", "3.c:2,S"} {
		require.FileExists(t, filepath.Join(dir, "cur", name))
	}
	require.Error(t, open(t, returns.Config{URL: "maildir:///nowhere"}).Look(t.Context(), k.take))
}

// imapServer is a server on loopback with one mailbox that holds one mail, which has been seen.
func imapServer(t *testing.T) (addr string, roots *x509.CertPool, more func(text string)) {
	t.Helper()
	web := httptest.NewTLSServer(nil) // for its certificate
	defer web.Close()
	roots = x509.NewCertPool()
	roots.AddCert(web.Certificate())
	plain, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	store := memory.New()
	user, err := store.Login(nil, "username", "password")
	require.NoError(t, err)
	box, err := user.GetMailbox("INBOX")
	require.NoError(t, err)
	s := server.New(store)
	s.ErrorLog = quiet{}
	go func() {
		_ = s.Serve(tls.NewListener(plain, &tls.Config{Certificates: web.TLS.Certificates, MinVersion: tls.VersionTLS12}))
	}()
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return plain.Addr().String(), roots, func(text string) {
		require.NoError(t, box.CreateMessage(nil, time.Unix(1_700_000_000, 0), strings.NewReader(text)))
	}
}

type quiet struct{}

func (quiet) Printf(string, ...any) {}

func (quiet) Println(...any) {}

func TestAMailboxIsAskedOverTLSAndReadOnce(t *testing.T) {
	t.Parallel()
	addr, roots, more := imapServer(t)
	s := open(t, returns.Config{URL: "imaps://username:password@" + addr, Roots: roots, Timeout: 5 * time.Second})
	k := &taken{}
	require.NoError(t, s.Look(t.Context(), k.take))
	require.Empty(t, k.mails, "it was seen before")
	more("Subject: one\r\n\r\nfirst")
	more("Subject: two\r\n\r\nsecond")
	k.fault = errors.New("no database")
	require.ErrorIs(t, s.Look(t.Context(), k.take), k.fault)
	k.fault = nil
	require.NoError(t, s.Look(t.Context(), k.take))
	require.Equal(t, []string{"Subject: one\r\n\r\nfirst", "Subject: two\r\n\r\nsecond"}, k.mails)
	require.NoError(t, s.Look(t.Context(), k.take))
	require.Len(t, k.mails, 2)
}

func TestAMailboxThatCannotBeTrustedOrDoesNotKnowUsIsAnError(t *testing.T) {
	t.Parallel()
	addr, roots, _ := imapServer(t)
	k := &taken{}
	err := open(t, returns.Config{URL: "imaps://username:password@" + addr}).Look(t.Context(), k.take)
	require.ErrorContains(t, err, "certificate")
	err = open(t, returns.Config{URL: "imaps://username:hunter2@" + addr, Roots: roots}).Look(t.Context(), k.take)
	require.ErrorContains(t, err, "log in")
	require.NotContains(t, err.Error(), "hunter2")
	err = open(t, returns.Config{URL: "imaps://username:password@" + addr + "/Bounces", Roots: roots}).Look(t.Context(), k.take)
	require.ErrorContains(t, err, "open the mailbox")
	for _, url := range []string{"", "imap://u:p@h/INBOX", "imaps://h/INBOX", "maildir://host/folder", "maildir:folder", "%zz:hunter2"} {
		_, err := returns.Open(returns.Config{URL: url})
		require.Error(t, err, url)
		require.NotContains(t, err.Error(), "hunter2")
	}
}

func TestAMailboxIsLookedAtUntilTheEnd(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	k := &taken{}
	ctx, stop := context.WithCancel(t.Context())
	var ended sync.WaitGroup
	source := open(t, returns.Config{URL: "maildir://" + dir})
	keeper := returns.Keeper{
		Source: source, Take: k.take, Every: 5 * time.Millisecond, Log: slog.New(slog.DiscardHandler),
	}
	ended.Go(func() { keeper.Run(ctx) })
	fresh := filepath.Join(dir, "new") // made only now: the folder was away at first
	require.NoError(t, os.MkdirAll(fresh, 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(fresh, "1"), []byte("late"), 0o600))
	require.Eventually(t, func() bool { return len(k.list()) == 1 }, 5*time.Second, 5*time.Millisecond)
	stop()
	ended.Wait()
}
