package mail

import (
	"crypto/sha256"
	"fmt"
	"io"
	netmail "net/mail"

	gomail "github.com/wneessen/go-mail"

	"gyeol/gov"
	"gyeol/internal/locale"
)

// written is a mail ready to go.
type written struct {
	msg      *gomail.Msg
	hash     []byte // SHA-256 of what people read, with what their calendars do
	template string // the version of its text
	utf8     bool   // its address is not ASCII: the relay must know SMTPUTF8
	bytes    int    // what it comes to on the way, or a bit more
}

// write renders a letter and puts it into an envelope for its one recipient.
func (s *Sender) write(letter gov.Letter) (written, error) {
	text, err := s.texts.render(letter, s.cfg)
	if err != nil {
		return written{}, err
	}
	to, err := readAddress(letter.Email)
	if err != nil {
		return written{}, err
	}
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	msg.FromMailAddress(&netmail.Address{Name: s.cfg.FromName, Address: s.cfg.From})
	msg.ToMailAddress(&netmail.Address{Name: locale.OneLine(letter.Name, nameLimit), Address: to.text})
	msg.Subject(text.subject)
	s.address(msg, letter)
	msg.SetGenHeader("Content-Language", text.language)
	msg.SetBodyString(gomail.TypeTextPlain, text.plain)
	msg.AddAlternativeString(gomail.TypeTextHTML, text.html)
	if s.signer != nil {
		msg.SetDKIM(s.signer)
	}
	invited, err := s.invite(msg, letter)
	if err != nil {
		return written{}, err
	}
	sum := sha256.Sum256([]byte(text.subject + "\n" + text.plain + "\n" + text.html + invited))
	w := written{msg: msg, hash: sum[:], template: text.template, utf8: to.utf8}
	return w, w.measure()
}

// address writes the lines that programs read.
func (s *Sender) address(msg *gomail.Msg, letter gov.Letter) {
	msg.SetDate()
	msg.SetMessageIDWithValue(letter.MessageID)
	if thread := threadOf(letter); thread != "" {
		msg.SetGenHeader(gomail.HeaderInReplyTo, thread)
		msg.SetGenHeader(gomail.HeaderReferences, thread)
	}
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	msg.SetGenHeader("X-Auto-Response-Suppress", "All")
	msg.SetGenHeader("X-Gyeol-Notice", letter.ID.String())
	msg.SetGenHeader("List-Id", listID(s.cfg.From))
}

// nameLimit is how much of a name stands before an address.
const nameLimit = 60

// listID names the stream of notices, so that a mail program can sort them.
func listID(from string) string { return fmt.Sprintf("<notices.gyeol.%s>", domainOf(from)) }

// threadOf is the Message-ID of a letter that was never sent, the same for all that tell of one case: mail programs
// show what refers to it as one thread. It is the id of the case and tells nothing of it.
func threadOf(letter gov.Letter) string {
	if letter.CaseID.IsZero() {
		return ""
	}
	return fmt.Sprintf("<case-%s@%s>", letter.CaseID, domainOf(letter.MessageID))
}

// light is the size of the parts of a mail that is surely small enough however it is encoded, in bytes.
const light = 64 << 10

// measure works out what the mail comes to: roughly where that is little, exactly where it is much.
func (w *written) measure() error {
	for _, part := range w.msg.GetParts() {
		content, err := part.GetContent()
		if err != nil {
			return fmt.Errorf("measure the mail: %w", err)
		}
		w.bytes += 3 * len(content) // each byte as =XX
	}
	for range w.msg.GetAttachments() {
		w.bytes += 3 * light // unknown: it is measured
	}
	if w.bytes <= 3*light {
		return nil
	}
	n, err := w.msg.WriteTo(io.Discard)
	w.bytes = int(n)
	return err
}

// unfit says why a mail cannot go over a connection; empty when it can.
func (w *written) unfit(conn *connection, most int) string {
	if limit := conn.most(); limit > 0 {
		most = min(most, limit)
	}
	switch {
	case w.bytes > most:
		return fmt.Sprintf("the mail has %d bytes, and %d are the most that can be sent", w.bytes, most)
	case w.utf8 && !conn.knowsUTF8():
		return "the mail relay takes no address with letters other than ASCII before the @ (it has no SMTPUTF8)"
	}
	return ""
}
