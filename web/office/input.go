package office

import (
	"encoding"
	"errors"
	"net/http"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"gyeol/gov"
)

var (
	errTooLarge = gov.Refuse(gov.CodeTooLarge, "한 번에 보낼 수 있는 양을 넘었습니다. 나누어 보내십시오.", "the form is too large")
	errBadText  = gov.Refuse(gov.CodeInvalid, "읽을 수 없는 글자가 있습니다. 지우고 다시 적으십시오.", "the text is no UTF-8, or holds NUL")
)

// readForm reads query and form, composes Hangul that was pasted in pieces (NFD), and makes ends of lines alike.
func readForm(r *http.Request) error {
	if err := parseForm(r); err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			return errTooLarge
		}
		return errBadText
	}
	for _, form := range []map[string][]string{r.Form, r.PostForm} {
		for name, values := range form {
			if !clean(name) {
				return errBadText
			}
			for i, v := range values {
				if !clean(v) {
					return errBadText
				}
				values[i] = norm.NFC.String(strings.ReplaceAll(v, "\r\n", "\n"))
			}
		}
	}
	return nil
}

func clean(s string) bool { return utf8.ValidString(s) && !strings.ContainsRune(s, 0) }

// idFrom reads an id out of an address; what is none names nothing.
func idFrom(text string, into encoding.TextUnmarshaler) error {
	if err := into.UnmarshalText([]byte(text)); err != nil {
		return gov.ErrUnknownID
	}
	return nil
}
