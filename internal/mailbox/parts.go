package mailbox

import (
	"errors"
	"io"
	"strings"

	"github.com/emersion/go-message"

	"gyeol/internal/cases"
)

var errTooMany = errors.New("the mail has more parts than are shown")

// whole reads all of a mail that is shown. What cannot be read is said and not hidden.
func whole(id string, e envelope, content io.Reader) cases.MailDetail {
	item, mail, fault := head(id, e, content)
	d := cases.MailDetail{
		MailItem: item, From: e.From, Headers: []cases.MailHeader{}, Files: []cases.MailFile{}, Fault: fault,
	}
	if mail == nil {
		return d
	}
	for fields := mail.Header.Fields(); fields.Next(); {
		value, err := fields.Text()
		if err != nil {
			value = fields.Value()
		}
		d.Headers = append(d.Headers, cases.MailHeader{Name: fields.Key(), Value: strings.ToValidUTF8(value, "\ufffd")})
	}
	parts := 0
	if err := mail.Walk(func(_ []int, part *message.Entity, err error) error {
		if parts++; parts > mostParts {
			return errTooMany
		}
		if err != nil && !message.IsUnknownCharset(err) && !message.IsUnknownEncoding(err) {
			return err
		}
		return take(&d, part)
	}); err != nil {
		d.Fault = err.Error()
	}
	return d
}

// take puts a part of a mail where it is shown.
func take(d *cases.MailDetail, part *message.Entity) error {
	kind, params, err := part.Header.ContentType()
	if err != nil {
		kind = "text/plain"
	}
	if strings.HasPrefix(kind, "multipart/") {
		return nil
	}
	disposition, named, err := part.Header.ContentDisposition()
	if err != nil {
		disposition, named = "", nil
	}
	if disposition != "attachment" {
		if into := shownAs(d, kind); into != nil && *into == "" {
			*into, err = text(part.Body)
			return err
		}
	}
	size, err := io.Copy(io.Discard, part.Body)
	name := named["filename"]
	if name == "" {
		name = params["name"]
	}
	d.Files = append(d.Files, cases.MailFile{Name: strings.ToValidUTF8(name, "\ufffd"), Type: kind, Size: int(size)})
	return err
}

// shownAs is where a text of a kind is shown, nil for what is not text.
func shownAs(d *cases.MailDetail, kind string) *string {
	switch kind {
	case "text/plain":
		return &d.Text
	case "text/html":
		return &d.HTML
	case "text/calendar":
		return &d.Calendar
	}
	return nil
}

// text reads a part up to the bound of what is shown; NUL and broken characters would trouble those who read on.
func text(r io.Reader) (string, error) {
	raw, err := io.ReadAll(io.LimitReader(r, mostText))
	clean := strings.ReplaceAll(strings.ToValidUTF8(string(raw), "\ufffd"), "\x00", "\ufffd")
	return strings.ReplaceAll(clean, "\r\n", "\n"), err
}
