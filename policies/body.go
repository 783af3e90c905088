package policies

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"gyeol/gov"
)

// bodyFaults lists what is wrong with the text of a document: "text" is one text or a list of them, "sections" a list
// of titles each with such a text, and what stands under another name is printed under it. Somewhere there is something
// to read: nobody signs a blank sheet.
func bodyFaults(body map[string]any, article string) []gov.Reason {
	f := faults{about: "text", at: "/body"}
	readable := false
	for _, name := range slices.Sorted(maps.Keys(body)) {
		at, value := pointer([]string{name}), body[name]
		switch name {
		case "text":
			readable = isText(value) || readable
			f.unless(isText(value), fault{
				at, article, "본문(text)을 눈에 보이는 글이나 글의 목록으로 적으십시오.",
				"give the text as visible words, or as a list of such",
			})
		case "sections":
			list, _ := value.([]any)
			f.unless(len(list) > 0, fault{
				at, article, "항목(sections)을 제목(title)과 글(text)의 목록으로 적으십시오.",
				"give sections as a list of title and text",
			})
			for i, s := range list {
				whole := isSection(s)
				readable = whole || readable
				f.unless(whole, fault{
					at + "/" + strconv.Itoa(i), article, "%d번째 항목에 제목(title)과 글(text)을 눈에 보이게 적으십시오.",
					"give section %d a visible title and text",
				}, i+1)
			}
		default:
			readable = isText(value) || readable
			words, isString := value.(string)
			f.unless(value != nil && (!isString || isText(words)), fault{
				at, article, "본문의 ‘%s’이(가) 비어 있습니다. 내용을 적거나 지우십시오.",
				"\"%s\" of the text is blank; fill it or leave it out",
			}, name)
		}
	}
	f.unless(readable || len(f.found) > 0, fault{"", article, "본문을 눈에 보이는 글로 적으십시오.", "give a text that can be read"})
	return f.found
}

// isText reports whether a value is a text that can be read, or a list of such.
func isText(value any) bool {
	switch v := value.(type) {
	case string:
		return strings.ContainsFunc(v, visible)
	case []any:
		return len(v) > 0 && !slices.ContainsFunc(v, func(item any) bool {
			s, ok := item.(string)
			return !ok || !strings.ContainsFunc(s, visible)
		})
	}
	return false
}

// isSection reports whether a value is a title with a text.
func isSection(value any) bool {
	s, _ := value.(map[string]any)
	title, _ := s["title"].(string)
	return strings.ContainsFunc(title, visible) && isText(s["text"])
}

// visible reports whether a reader sees a character: a Hangul filler and an empty Braille cell are letters that he does
// not.
func visible(r rune) bool {
	const blanks = "\u115f\u1160\u3164\uffa0\u2800"
	return unicode.IsPrint(r) && !unicode.IsSpace(r) && !hidden(r) && !strings.ContainsRune(blanks, r)
}
