package returns

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"time"
)

// Most is how many bytes of a mail are fetched: one more than is read, so that a longer one is known as such.
const Most = 1<<20 + 1

// atATime is how many mails one look takes. The others wait for the next.
const atATime = 200

// Taker is given a mail, of which no more than Most bytes. An error leaves it where it is, to be given again.
type Taker func(ctx context.Context, raw []byte) error

// Source is a place where mails arrive.
type Source interface {
	// Kind is maildir or imap.
	Kind() string
	// Look gives every unread mail to take, the oldest first, and marks each as read that was taken.
	Look(ctx context.Context, take Taker) error
}

// Config says where mails arrive.
type Config struct {
	// URL is maildir:///path/of/folder or imaps://user:password@host:port/mailbox. Default port 993, default mailbox
	// INBOX.
	URL string
	// Roots verify the certificate of an IMAP server. Default: those of the machine.
	Roots *x509.CertPool
	// Timeout bounds each word with an IMAP server. Default 20 s.
	Timeout time.Duration
}

// Open reads a configuration. It does not connect. Its faults never name the password.
func Open(c Config) (Source, error) {
	u, err := url.Parse(c.URL)
	if err != nil {
		return nil, errors.New("the mailbox of bounces must be written maildir:///folder or imaps://user:password@host/INBOX")
	}
	switch u.Scheme {
	case "maildir":
		if u.Host != "" || !strings.HasPrefix(u.Path, "/") {
			return nil, errors.New("the Maildir of bounces must be an absolute path: maildir:///folder")
		}
		return maildir(u.Path), nil
	case "imaps":
		return newMailbox(c, u)
	}
	return nil, fmt.Errorf("the mailbox of bounces has %q: want maildir or imaps", u.Scheme)
}

// Keeper looks at a source again and again.
type Keeper struct {
	Source Source
	Take   Taker
	Every  time.Duration
	Log    *slog.Logger
}

// Run looks at once and then again and again until ctx ends. That a mailbox cannot be reached is logged once, and once
// that it can be again.
func (k Keeper) Run(ctx context.Context) {
	tick := time.NewTicker(k.Every)
	defer tick.Stop()
	for away := false; ; {
		err := k.Source.Look(ctx, k.Take)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil && !away:
			k.Log.WarnContext(ctx, "mailbox of bounces cannot be read; reports wait",
				slog.String("kind", k.Source.Kind()), slog.Any("error", err))
		case err == nil && away:
			k.Log.InfoContext(ctx, "mailbox of bounces is read again", slog.String("kind", k.Source.Kind()))
		}
		away = err != nil
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
