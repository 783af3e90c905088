package mail

import (
	"crypto/sha256"
	"errors"
	"fmt"
	netmail "net/mail"
	"strings"

	gomail "github.com/wneessen/go-mail"

	"gyeol/gov"
	"gyeol/internal/locale"
)

// written is a mail ready to go.
type written struct {
	msg  *gomail.Msg
	hash []byte // SHA-256 of what people read, with what their calendars do
}

// write renders a letter and puts it into an envelope for its one recipient.
func (s *Sender) write(letter gov.Letter) (written, error) {
	text, err := s.texts.render(letter, s.cfg.BaseURL)
	if err != nil {
		return written{}, err
	}
	to, err := netmail.ParseAddress(letter.Email)
	if err != nil || to.Address != letter.Email || strings.ContainsAny(letter.Email, " <>\r\n") {
		return written{}, errors.New("the addressee has no valid mail address")
	}
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	msg.FromMailAddress(&netmail.Address{Name: s.cfg.FromName, Address: s.cfg.From})
	msg.ToMailAddress(&netmail.Address{Name: locale.OneLine(letter.Name, nameLimit), Address: to.Address})
	msg.Subject(text.subject)
	msg.SetDate()
	msg.SetMessageIDWithValue(letter.MessageID)
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	msg.SetGenHeader("X-Auto-Response-Suppress", "All")
	msg.SetGenHeader("X-Gyeol-Notice", letter.ID.String())
	msg.SetGenHeader("List-Id", listID(s.cfg.From))
	msg.SetGenHeader("Content-Language", "ko")
	msg.SetBodyString(gomail.TypeTextPlain, text.plain)
	msg.AddAlternativeString(gomail.TypeTextHTML, text.html)
	said := text.subject + "\n" + text.plain + "\n" + text.html
	invited, err := s.invite(msg, letter)
	if err != nil {
		return written{}, err
	}
	sum := sha256.Sum256([]byte(said + invited))
	return written{msg: msg, hash: sum[:]}, nil
}

// nameLimit is how much of a name stands before an address.
const nameLimit = 60

// listID names the stream of notices, so that a mail program can sort them.
func listID(from string) string {
	_, domain, _ := strings.Cut(from, "@")
	return fmt.Sprintf("<notices.gyeol.%s>", domain)
}
