package sheets

import (
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// The sheets of a workbook.
const (
	sheetGuide   = "작성요령"
	sheetRows    = "작성"
	sheetChoices = "목록"
	sheetStamp   = "_gyeol"
)

// stampWords are the names under which the stamp is kept, in the order in which it is written.
var stampWords = []string{"export", "case", "cycle", "stage", "form", "pack", "unit", "revisions", "hash"}

// stampMagic begins the stamp of this layout; another layout gets another.
const stampMagic = "gyeol-sheet-1"

func (s Stamp) words() []string {
	return []string{s.Export, s.Case.String(), s.Cycle, s.Stage, s.Form, s.Pack, string(s.Unit), s.Rows, s.Hash}
}

// Differs names what a stamp says otherwise than the record, in Korean; "" where they are one.
func (s Stamp) Differs(record Stamp) string {
	titles := []string{"내보낸 번호", "제출 사안", "연도", "수집 단계", "서식", "서식의 판", "부서", "행의 개정", "내용 해시"}
	is, was := s.words(), record.words()
	for i := range is {
		if is[i] != was[i] {
			return titles[i]
		}
	}
	return ""
}

// FileName is the name of a unit's file: unit and collection, in NFC, without what a file system or a reader trips
// over.
func FileName(unit, collection string, year int, f Format) string {
	clean := func(s string) string {
		s = strings.Map(func(r rune) rune {
			switch {
			case strings.ContainsRune(`/\:*?"<>|`, r), unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r):
				return -1
			case unicode.IsSpace(r):
				return ' '
			}
			return r
		}, norm.NFC.String(s))
		if runes := []rune(strings.TrimSpace(s)); len(runes) > 60 {
			return string(runes[:60])
		}
		return strings.TrimSpace(s)
	}
	return fmt.Sprintf("%s_%s_%d.%s", clean(unit), clean(collection), year, f)
}
