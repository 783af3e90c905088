package mail

import (
	"errors"
	netmail "net/mail"
	"strings"

	"golang.org/x/net/idna"
)

// address is where a letter goes, as it is said to the relay.
type address struct {
	text string // local part and domain, the domain in ASCII
	utf8 bool   // the local part is not ASCII
}

// The most that RFC 5321 allows, in bytes.
const (
	longestLocal   = 64
	longestAddress = 254
)

// readAddress takes an address as the record has it, and says why one cannot be written to. Local parts in quotes are
// refused: hardly any office has one, and relays differ in how they read them.
func readAddress(text string) (address, error) {
	if strings.Contains(text, `"`) {
		return address{}, errors.New("the addressee has a mail address with quotes, which is not supported")
	}
	parsed, err := netmail.ParseAddress(text)
	if err != nil || parsed.Address != text || strings.ContainsAny(text, " <>\r\n\x00") {
		return address{}, errors.New("the addressee has no valid mail address")
	}
	at := strings.LastIndexByte(text, '@')
	local, domain := text[:at], text[at+1:]
	if strings.HasPrefix(domain, "[") {
		return address{}, errors.New("the addressee has a mail address without a domain name, which is not supported")
	}
	ascii, err := idna.Lookup.ToASCII(domain)
	if err != nil {
		return address{}, errors.New("the addressee has a mail address whose domain is no domain name")
	}
	out := address{text: local + "@" + ascii, utf8: !isASCII(local)}
	if len(local) > longestLocal || len(out.text) > longestAddress {
		return address{}, errors.New("the addressee has a mail address that is longer than mail allows")
	}
	return out, nil
}

func isASCII(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r >= 0x80 })
}
