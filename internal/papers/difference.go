package papers

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"gyeol/gov"
	"gyeol/internal/locale"
)

// DifferencePage is what changed in the content of a document since a person saw it: between two rounds, or after a
// reviewer's edit (행정업무의 운영 및 혁신에 관한 규정 제9조제3항, 제17조).
type DifferencePage struct {
	Subject string // title of the document
	Before  string // what the earlier content is: 1차 기안, 내가 본 내용
	After   string
	Changes []gov.Change
	Names   map[string]string // Korean names of keys; keys without one are shown as they are
}

// Difference writes the changes as a page.
func Difference(w io.Writer, d DifferencePage) error { return write(w, "difference", d) }

// DifferenceText writes the changes as text, one a line.
func DifferenceText(w io.Writer, d DifferencePage) error {
	var out strings.Builder
	fmt.Fprintf(&out, "%s: %s → %s\n", clean(d.Subject), clean(d.Before), clean(d.After))
	for _, r := range d.Rows() {
		switch {
		case r.Before == "":
			fmt.Fprintf(&out, "[추가] %s: %s\n", r.Place, r.After)
		case r.After == "":
			fmt.Fprintf(&out, "[삭제] %s: %s\n", r.Place, r.Before)
		default:
			fmt.Fprintf(&out, "[변경] %s: %s → %s\n", r.Place, r.Before, r.After)
		}
	}
	if len(d.Changes) == 0 {
		out.WriteString("달라진 내용이 없습니다.\n")
	}
	if n := d.More(); n > 0 {
		fmt.Fprintf(&out, "그 밖에 %d곳이 더 달라졌습니다.\n", n)
	}
	return writeText(w, out.String())
}

// Title is the heading of the page.
func (d DifferencePage) Title() string { return d.Subject + " 달라진 내용" }

// More is how many changes are not listed.
func (d DifferencePage) More() int {
	if len(d.Changes) == 0 {
		return 0
	}
	return d.Changes[len(d.Changes)-1].More
}

// DifferenceRow is one change in words.
type DifferenceRow struct {
	Kind   string // 추가, 삭제, 변경
	Place  string // 본문 > 2번째 > 제목
	Before string // "" where there was nothing
	After  string
}

// Rows are the changes in words.
func (d DifferencePage) Rows() []DifferenceRow {
	var out []DifferenceRow
	for _, c := range d.Changes {
		r := DifferenceRow{Kind: "변경", Place: d.place(c.Path), Before: value(c.Before), After: value(c.After)}
		switch {
		case c.Added():
			r.Kind = "추가"
		case c.Removed():
			r.Kind = "삭제"
		}
		out = append(out, r)
	}
	return out
}

// contentNames are the keys of a document's content that every city has.
var contentNames = map[string]string{
	"title": "제목", "body": "본문", "disclosure": "공개구분", "foia_items": "비공개 근거 호", "disclosure_reason": "비공개 사유",
	"about_year": "대상 연도", "matter": "단위업무", "attachments": "붙임", "retention": "보존기간", "text": "내용", "sections": "항목",
	"hash": "확인값", "name": "이름", "review_stage": "검토 단계", "review_again_on": "종료 예정일", "abstract": "문서요지",
	"keywords": "키워드", "telephone": "전화번호", "internal_only": "내부결재", "real_name": "정책실명제", "facts": "사실",
	"touches": "관련 부서", "form": "서식", "addressees": "수신", "function_code": "단위과제", "classification_path": "분류정보",
	"licence": "이용조건", "public_notice": "공고", "delivery": "보내는 방법", "reply_from": "회신 기한의 기준",
	"reply_days": "회신 기한(일)",
}

// place reads a JSON Pointer as a path of names.
func (d DifferencePage) place(pointer string) string {
	if pointer == "" {
		return "전체"
	}
	var names []string
	for part := range strings.SplitSeq(pointer[1:], "/") {
		names = append(names, d.name(strings.ReplaceAll(strings.ReplaceAll(part, "~1", "/"), "~0", "~")))
	}
	return strings.Join(names, " > ")
}

func (d DifferencePage) name(key string) string {
	if n, ok := d.Names[key]; ok {
		return n
	}
	if n, ok := contentNames[key]; ok {
		return n
	}
	if i, err := strconv.Atoi(key); err == nil && i >= 0 {
		return strconv.Itoa(i+1) + "번째"
	}
	if key = clean(key); key == "" {
		return "(이름 없음)"
	}
	return key
}

// value reads a JSON value as people write it: texts in quotes of their own, so that blanks are seen.
func value(raw json.RawMessage) string {
	if len(raw) == 0 {
		return ""
	}
	switch s := string(raw); s {
	case "null":
		return "(없음)"
	case "true":
		return "예"
	case "false":
		return "아니요"
	case "[]":
		return "(빈 목록)"
	case "{}":
		return "(빈 항목)"
	}
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return "‘" + locale.OneLine(s, 401) + "’"
	}
	return locale.OneLine(string(raw), 401)
}
