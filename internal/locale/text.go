package locale

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// joiner makes one picture of several emoji, such as a family; no other invisible character is kept.
const joiner = '\u200d'

// OneLine makes text fit a header or a list: composed (NFC), every run of blanks and control characters one space, and
// at most limit characters, the last of them "…" where something was cut.
func OneLine(text string, limit int) string {
	text = strings.Join(strings.FieldsFunc(norm.NFC.String(text), func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || r != joiner && unicode.Is(unicode.Cf, r)
	}), " ")
	if runes := []rune(text); len(runes) > limit {
		return strings.TrimSpace(string(runes[:limit-1])) + "…"
	}
	return text
}
