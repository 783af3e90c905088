package policies

import (
	"strings"
	"unicode/utf8"
)

// Fits reports whether a text that somebody typed has between least and most characters, blanks around it not counted,
// and none that a reader cannot see but that changes what he sees.
func Fits(text string, least, most int) bool {
	if !utf8.ValidString(text) || strings.ContainsFunc(text, hidden) {
		return false
	}
	return utf8.RuneCountInString(strings.TrimSpace(text)) >= least && utf8.RuneCountInString(text) <= most
}
