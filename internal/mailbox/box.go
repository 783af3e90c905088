package mailbox

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/emersion/go-message"

	"gyeol/gov"
	"gyeol/internal/cases"
)

// Box is the folder of a sink.
type Box struct{ dir string }

// New reads the folder of a sink; it need not be there yet.
func New(dir string) *Box { return &Box{dir: dir} }

var _ cases.Sink = (*Box)(nil)

const (
	extension      = ".eml"
	envelopeHeader = "X-Gyeol-Envelope: "

	mostSearched = 5000     // mails that one list looks into; a further page looks on
	mostBytes    = 16 << 20 // of a mail
	mostText     = 1 << 20  // of a part that is shown
	mostHeader   = 256 << 10
	mostParts    = 100
)

// envelope is the first line of a kept mail.
type envelope struct {
	From string    `json:"from"`
	To   []string  `json:"to"`
	Time time.Time `json:"time"`
}

// Mails lists the mails, latest first.
func (b *Box) Mails(ctx context.Context, f cases.SinkFilter) (cases.MailPage, error) {
	page := cases.MailPage{Mails: []cases.MailItem{}}
	root, names, err := b.names(f.After)
	if err != nil || root == nil {
		return page, err
	}
	defer root.Close()
	for i, name := range names {
		if err := ctx.Err(); err != nil {
			return page, fmt.Errorf("read mail folder: %w", err)
		}
		if len(page.Mails) == f.Limit || i == mostSearched {
			page.Next = idOf(names[i-1])
			return page, nil
		}
		item, ok, err := listed(root, name, f)
		if err != nil {
			return page, err
		}
		if ok {
			page.Mails = append(page.Mails, item)
		}
	}
	return page, nil
}

// names are the mails before one, latest first; without a root there is no folder yet.
func (b *Box) names(before string) (*os.Root, []string, error) {
	root, err := os.OpenRoot(b.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, fmt.Errorf("open mail folder: %w", err)
	}
	entries, err := os.ReadDir(b.dir) // sorted by name, which is by time
	if err != nil {
		return nil, nil, errors.Join(fmt.Errorf("read mail folder: %w", err), root.Close())
	}
	var names []string
	for _, e := range entries {
		if filepath.Ext(e.Name()) == extension && (before == "" || idOf(e.Name()) < before) {
			names = append(names, e.Name())
		}
	}
	slices.Reverse(names)
	return root, names, nil
}

func idOf(name string) string { return strings.TrimSuffix(name, extension) }

// listed reads as much of a mail as a list shows, and says whether the list wants it.
func listed(root *os.Root, name string, f cases.SinkFilter) (cases.MailItem, bool, error) {
	file, err := root.Open(name)
	if errors.Is(err, fs.ErrNotExist) { // removed since
		return cases.MailItem{}, false, nil
	}
	if err != nil {
		return cases.MailItem{}, false, fmt.Errorf("open mail: %w", err)
	}
	defer file.Close()
	content, e, err := opened(file)
	if err != nil {
		return cases.MailItem{}, false, err
	}
	if f.To != "" && !slices.ContainsFunc(e.To, func(to string) bool { return strings.EqualFold(to, f.To) }) {
		return cases.MailItem{}, false, nil
	}
	item, _, _ := head(idOf(name), e, content)
	return item, f.Notice == "" || item.Notice == f.Notice, nil
}

// opened takes the envelope off a kept mail.
func opened(file io.Reader) (*bufio.Reader, envelope, error) {
	var e envelope
	content := bufio.NewReader(io.LimitReader(file, mostBytes))
	line, err := content.ReadBytes('\n')
	if err != nil {
		return nil, e, fmt.Errorf("read envelope: %w", err)
	}
	text, ok := bytes.CutPrefix(line, []byte(envelopeHeader))
	if !ok {
		return nil, e, errors.New("a file of the mail folder begins with no envelope")
	}
	if err := json.Unmarshal(text, &e); err != nil {
		return nil, e, fmt.Errorf("read envelope: %w", err)
	}
	return content, e, nil
}

// head reads the header of a mail. A mail that is no mail is listed all the same, with what its envelope says.
func head(id string, e envelope, content io.Reader) (cases.MailItem, *message.Entity, string) {
	item := cases.MailItem{ID: id, At: e.Time.UTC().Format(time.RFC3339Nano), To: e.To}
	if item.To == nil {
		item.To = []string{}
	}
	mail, err := message.ReadWithOptions(content, &message.ReadOptions{MaxHeaderBytes: mostHeader})
	if err != nil && !message.IsUnknownCharset(err) && !message.IsUnknownEncoding(err) || mail == nil {
		return item, nil, fmt.Sprint(err)
	}
	item.Subject, item.Notice = decoded(mail.Header, "Subject"), mail.Header.Get("X-Gyeol-Notice")
	return item, mail, ""
}

// decoded is a header in readable characters; where it cannot be decoded, as it stands.
func decoded(h message.Header, name string) string {
	text, err := h.Text(name)
	if err != nil {
		text = h.Get(name)
	}
	return strings.ToValidUTF8(text, "\ufffd")
}

// Mail opens one mail. The id becomes the name of a file only if it has the form of an id.
func (b *Box) Mail(ctx context.Context, id string) (cases.MailDetail, error) {
	if err := ctx.Err(); err != nil {
		return cases.MailDetail{}, fmt.Errorf("open mail: %w", err)
	}
	parsed, err := gov.ParseID[struct{}](id)
	if err != nil || parsed.String() != id {
		return cases.MailDetail{}, gov.ErrUnknownID
	}
	file, err := os.OpenInRoot(b.dir, id+extension)
	if errors.Is(err, fs.ErrNotExist) {
		return cases.MailDetail{}, gov.ErrNotFound
	}
	if err != nil {
		return cases.MailDetail{}, fmt.Errorf("open mail: %w", err)
	}
	defer file.Close()
	content, e, err := opened(file)
	if err != nil {
		return cases.MailDetail{}, err
	}
	return whole(id, e, content), nil
}
