package locale

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/width"
)

// Columns says how many columns a text takes in a fixed-pitch font, in which a Hangul syllable takes two. Signs such as
// ★, ⊙, ① and Ⅱ take two in Korean fonts and one elsewhere: korean chooses.
func Columns(text string, korean bool) int {
	n := 0
	for _, r := range norm.NFC.String(text) {
		n += columnsOf(r, korean)
	}
	return n
}

func columnsOf(r rune, korean bool) int {
	if unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf, unicode.Cc) {
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	case width.EastAsianAmbiguous:
		if korean {
			return 2
		}
	case width.Neutral, width.EastAsianNarrow, width.EastAsianHalfwidth:
	}
	return 1
}

// Pad fills a text with spaces up to a number of columns; a longer text stays as it is.
func Pad(text string, columns int, korean bool) string {
	return text + strings.Repeat(" ", max(0, columns-Columns(text, korean)))
}

// Fold breaks a text into lines of at most columns, at spaces where it can; a word that is longer than a line is broken
// where the line ends. There is always a line, and never one without an end: columns below 2 count as 2.
func Fold(text string, columns int, korean bool) []string {
	columns = max(columns, 2)
	var lines []string
	line, used := "", 0
	for _, word := range strings.Fields(norm.NFC.String(text)) {
		if w := Columns(word, korean); line != "" && used+1+w <= columns {
			line, used = line+" "+word, used+1+w
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		line, used = "", 0
		for _, r := range word {
			w := columnsOf(r, korean)
			if used+w > columns {
				lines = append(lines, line)
				line, used = "", 0
			}
			line, used = line+string(r), used+w
		}
	}
	return append(lines, line)
}
