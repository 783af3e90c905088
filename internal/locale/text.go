package locale

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// OneLine makes text fit a header or a list: composed (NFC), every run of blanks and control characters one space, and
// at most limit characters, the last of them "…" where something was cut.
func OneLine(text string, limit int) string {
	text = strings.Join(strings.FieldsFunc(norm.NFC.String(text), func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r)
	}), " ")
	if runes := []rune(text); len(runes) > limit {
		return strings.TrimSpace(string(runes[:limit-1])) + "…"
	}
	return text
}
