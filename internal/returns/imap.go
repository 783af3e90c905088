package returns

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/emersion/go-imap"
	"github.com/emersion/go-imap/client"
)

// defaultTimeout bounds each word with an IMAP server.
const defaultTimeout = 20 * time.Second

// mailbox is a folder of an IMAP server, spoken to over TLS. A new connection serves each look.
type mailbox struct {
	addr, host     string
	user, password string
	name           string
	tls            *tls.Config
	timeout        time.Duration
}

func newMailbox(c Config, u *url.URL) (*mailbox, error) {
	if u.Hostname() == "" || u.User.Username() == "" {
		return nil, errors.New("the mailbox of bounces must be written imaps://user:password@host:port/INBOX")
	}
	m := &mailbox{
		addr: net.JoinHostPort(u.Hostname(), cmp.Or(u.Port(), "993")), host: u.Hostname(), user: u.User.Username(),
		name: cmp.Or(strings.Trim(u.Path, "/"), imap.InboxName), timeout: cmp.Or(c.Timeout, defaultTimeout),
		tls: &tls.Config{MinVersion: tls.VersionTLS12, ServerName: u.Hostname(), RootCAs: c.Roots},
	}
	m.password, _ = u.User.Password()
	return m, nil
}

// Kind is imap.
func (*mailbox) Kind() string { return "imap" }

// Look logs in, gives every mail that has not been seen, and logs out. The end of ctx hangs up.
func (m *mailbox) Look(ctx context.Context, take Taker) (err error) {
	c, err := client.DialWithDialerTLS(&net.Dialer{Timeout: m.timeout}, m.addr, m.tls)
	if err != nil {
		return fmt.Errorf("reach the mailbox of bounces: %w", err)
	}
	c.Timeout = m.timeout
	hungUp := context.AfterFunc(ctx, func() { _ = c.Terminate() }) // what is under way fails then
	defer func() {
		hungUp()
		if bye := c.Logout(); err == nil && bye != nil && ctx.Err() == nil {
			err = fmt.Errorf("leave the mailbox of bounces: %w", bye)
		}
	}()
	if err := c.Login(m.user, m.password); err != nil {
		return fmt.Errorf("log in to the mailbox of bounces: %w", err)
	}
	if _, err := c.Select(m.name, false); err != nil {
		return fmt.Errorf("open the mailbox of bounces: %w", err)
	}
	unseen := imap.NewSearchCriteria()
	unseen.WithoutFlags = []string{imap.SeenFlag, imap.DeletedFlag}
	uids, err := c.UidSearch(unseen)
	if err != nil {
		return fmt.Errorf("search the mailbox of bounces: %w", err)
	}
	slices.Sort(uids)
	for _, uid := range uids[:min(len(uids), atATime)] {
		if err := m.give(ctx, c, uid, take); err != nil {
			return err
		}
	}
	return nil
}

// give fetches one mail without marking it, hands it over and marks it.
func (m *mailbox) give(ctx context.Context, c *client.Client, uid uint32, take Taker) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	one := new(imap.SeqSet)
	one.AddNum(uid)
	section := &imap.BodySectionName{Peek: true, Partial: []int{0, Most}}
	found := make(chan *imap.Message, 1)
	ended := make(chan error, 1)
	go func() { ended <- c.UidFetch(one, []imap.FetchItem{section.FetchItem(), imap.FetchUid}, found) }()
	var raw []byte
	var gone bool
	for msg := range found {
		body := msg.GetBody(section)
		if gone = body == nil; gone {
			continue
		}
		var err error
		if raw, err = io.ReadAll(io.LimitReader(body, Most)); err != nil {
			return fmt.Errorf("fetch a mail: %w", err)
		}
	}
	if err := <-ended; err != nil {
		return fmt.Errorf("fetch a mail: %w", err)
	}
	if gone || raw == nil { // deleted meanwhile
		return nil
	}
	if err := take(ctx, raw); err != nil {
		return err
	}
	if err := c.UidStore(one, imap.FormatFlagsOp(imap.AddFlags, true), []any{imap.SeenFlag}, nil); err != nil {
		return fmt.Errorf("mark a mail: %w", err)
	}
	return nil
}
