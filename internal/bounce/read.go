package bounce

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"github.com/emersion/go-message"
	_ "github.com/emersion/go-message/charset" // reports of Korean servers come in EUC-KR
	"github.com/emersion/go-message/textproto"
)

// The limits of what is read of one mail.
const (
	mostParts      = 50
	mostRecipients = 100
	mostHeader     = 64 << 10
	longestLine    = 320
	mostID         = 300
	longestField   = 4 << 10 // of what is joined from many lines
)

// Read reads a mail that came back.
func Read(raw []byte) (Report, error) {
	if len(raw) > Most {
		return Report{}, ErrTooLong
	}
	mail, err := message.ReadWithOptions(bytes.NewReader(raw), &message.ReadOptions{MaxHeaderBytes: mostHeader})
	if err != nil && !message.IsUnknownCharset(err) && !message.IsUnknownEncoding(err) {
		return Report{}, ErrNoMail
	}
	if mail.Header.Len() == 0 {
		return Report{}, ErrNoMail
	}
	kind, params, err := mail.Header.ContentType()
	report := err == nil && kind == "multipart/report" && strings.EqualFold(params["report-type"], "delivery-status")
	if !report {
		return Report{Outcome: unasked(mail.Header)}, nil
	}
	r := reader{}
	if err := r.parts(mail.MultipartReader()); err != nil {
		return r.report, err
	}
	return r.finish()
}

// unasked says what a mail is that is no report.
func unasked(h message.Header) Outcome {
	auto := strings.ToLower(h.Get("Auto-Submitted"))
	precedence := strings.ToLower(strings.TrimSpace(h.Get("Precedence")))
	if (auto != "" && !strings.HasPrefix(auto, "no")) || precedence == "auto_reply" || precedence == "bulk" ||
		h.Has("X-Autoreply") || h.Has("X-Autorespond") {
		return AutoReply
	}
	return Other
}

// reader gathers the parts of a report.
type reader struct {
	report    Report
	rank      int    // of the worst recipient so far
	byHeader  string // the notice that the returned header names
	sawStatus bool
}

func (r *reader) parts(parts message.MultipartReader) error {
	if parts == nil {
		return ErrNoMail
	}
	for range mostParts {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil && !message.IsUnknownCharset(err) && !message.IsUnknownEncoding(err) {
			return ErrUnfinished
		}
		if err := r.part(part); err != nil {
			return err
		}
	}
	return ErrNoMail
}

func (r *reader) part(part *message.Entity) error {
	kind, _, err := part.Header.ContentType()
	if err != nil {
		return nil //nolint:nilerr // a part that does not say what it is tells nothing of a delivery
	}
	switch kind {
	case "message/delivery-status", "message/global-delivery-status":
		return r.status(part.Body)
	case "message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers", "message/rfc822-headers":
		r.returned(part.Body)
	}
	return nil
}

// status reads the groups of fields of a delivery status: one of the message, then one of each recipient.
func (r *reader) status(body io.Reader) error {
	raw, err := io.ReadAll(io.LimitReader(body, Most))
	if err != nil {
		return ErrUnfinished
	}
	r.sawStatus = true
	for i, group := range groups(raw) {
		if i > mostRecipients {
			return ErrNoStatus
		}
		if i == 0 {
			continue // of the message: Reporting-MTA and the like
		}
		r.recipient(group)
	}
	return nil
}

// groups are blocks of fields, parted by empty lines.
func groups(raw []byte) []textproto.Header {
	raw = bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n"))
	var out []textproto.Header
	for block := range bytes.SplitSeq(raw, []byte("\n\n")) {
		if block = bytes.Trim(block, "\n"); len(block) == 0 {
			continue
		}
		var h textproto.Header
		for _, line := range unfolded(block) {
			if name, value, ok := strings.Cut(line, ":"); ok {
				h.Add(strings.TrimSpace(name), strings.TrimSpace(value))
			}
		}
		out = append(out, h)
	}
	return out
}

// unfolded are the lines of a block, each with those that continue it.
func unfolded(block []byte) []string {
	var out []string
	for line := range strings.SplitSeq(string(block), "\n") {
		if n := len(out); n > 0 && line != "" && (line[0] == ' ' || line[0] == '\t') {
			if len(out[n-1]) < longestField {
				out[n-1] += " " + strings.TrimSpace(line)
			}
			continue
		}
		out = append(out, line)
	}
	return out
}

// ranks order what becomes of recipients: the worst counts.
var ranks = map[string]struct {
	rank    int
	outcome Outcome
}{
	"failed": {3, Failed}, "delayed": {2, Delayed}, "delivered": {1, Delivered}, "relayed": {1, Delivered},
	"expanded": {1, Delivered},
}

func (r *reader) recipient(h textproto.Header) {
	for _, field := range []string{"Final-Recipient", "Original-Recipient"} {
		if address := typed(h.Get(field)); address != "" && len(r.report.Recipients) < mostRecipients {
			r.report.Recipients = append(r.report.Recipients, strings.ToLower(address))
		}
	}
	status := statusOf(h.Get("Status"))
	said, ok := ranks[strings.ToLower(word(h.Get("Action")))]
	if !ok { // servers that forget the action still give the code
		said = map[string]struct {
			rank    int
			outcome Outcome
		}{"5": ranks["failed"], "4": ranks["delayed"], "2": ranks["delivered"]}[firstOf(status)]
	}
	if said.rank > r.rank {
		r.rank, r.report.Outcome, r.report.Status = said.rank, said.outcome, status
	}
}

// typed is the value of a field such as "rfc822; a@b.example".
func typed(field string) string {
	if _, value, ok := strings.Cut(field, ";"); ok {
		field = value
	}
	field = strings.Trim(strings.TrimSpace(field), "<>")
	if len(field) > longestLine || !strings.Contains(field, "@") {
		return ""
	}
	return field
}

func firstOf(status string) string {
	if status == "" {
		return ""
	}
	return status[:1]
}

// word is the first word of a field: comments may follow.
func word(field string) string {
	fields := strings.Fields(field)
	if len(fields) == 0 {
		return ""
	}
	return fields[0]
}

// statusOf is a status code of three numbers, or nothing.
func statusOf(field string) string {
	code := word(field)
	if strings.Count(code, ".") != 2 || len(code) > 11 || strings.Trim(code, "0123456789.") != "" {
		return ""
	}
	return code
}

// returned reads the header of the mail that came back.
func (r *reader) returned(body io.Reader) {
	raw, err := io.ReadAll(io.LimitReader(body, mostHeader))
	if err != nil {
		return // what is missing of the header names no notice, and finish says so
	}
	blocks := groups(raw)
	if len(blocks) == 0 {
		return
	}
	r.byHeader = strings.TrimSpace(blocks[0].Get("X-Gyeol-Notice"))
	id := strings.Trim(word(blocks[0].Get("Message-Id")), "<>")
	if len(id) <= mostID {
		r.report.MessageID = strings.ToValidUTF8(strings.ReplaceAll(id, "\x00", ""), "")
	}
}

// finish names the notice. Where both the Message-ID and our own line name one, they must be the same.
func (r *reader) finish() (Report, error) {
	out := r.report
	if out.Outcome == "" {
		return out, ErrNoStatus
	}
	byID, byHeader := noticeOf(out.MessageID), parseNotice(r.byHeader)
	if !byID.IsZero() && !byHeader.IsZero() && byID != byHeader {
		return out, ErrConflict
	}
	if out.Notice = byID; byID.IsZero() {
		out.Notice = byHeader
	}
	return out, nil
}
