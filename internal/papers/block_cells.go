package papers

import (
	"fmt"
	"strings"

	"gyeol/gov"
	"gyeol/internal/locale"
	"gyeol/policies"
)

// longest is the most characters that a title, a name or a reason takes in a cell.
const longest = 200

// printedCell is a cell as it stands on paper: a post may print two, and one that does not sign prints none.
type printedCell struct {
	Title string // with ★ or ⊙ before it and 의견 있음 after it
	Mark  string // 전결, 대결, 부동의
	On    gov.Date
	Sign  string
	Note  string // why a post did not sign as it should
}

// Date is the day of signature as cells print it: 12/22.
func (c printedCell) Date() string {
	if c.On.IsZero() {
		return ""
	}
	return fmt.Sprintf("%d/%d", int(c.On.Month()), c.On.Day())
}

// text is what the cell holds below its title.
func (c printedCell) text() string { return phrase(c.Mark, c.Date(), c.Sign, c.Note) }

// phrase joins what there is with single spaces.
func phrase(words ...string) string { return strings.Join(present(words), " ") }

// clean makes a text safe for one line of a form.
func clean(s string) string { return locale.OneLine(s, longest) }

// row is the row of posts that concur or agree.
type row struct {
	Label string // 협조, 합의
	Cells []printedCell
}

// signers are the printed cells of the line of command: drafter, reviewers, decider.
func signers(b Block) []printedCell { return b.printed(0) }

// beside are the rows of the posts that concur and agree, as far as there are any.
func beside(b Block) []row {
	var out []row
	for i, label := range []string{1: "협조", 2: "합의"} {
		if cells := b.printed(i); i > 0 && len(cells) > 0 {
			out = append(out, row{Label: label, Cells: cells})
		}
	}
	return out
}

func (b Block) printed(order int) []printedCell {
	var out []printedCell
	for _, c := range b.Cells {
		if roleOrder(c.Role) == order {
			out = append(out, c.printed(b.Style)...)
		}
	}
	return out
}

// printed gives the cells of one signature (행정업무의 운영 및 혁신에 관한 규정 시행규칙 제7조). A delegate signs after
// 전결. An acting post signs after 대결 in a cell of its own, and the absent post has none; only an absent delegate
// keeps his, with 전결 and no signature. Cities that print 代 put it before the name, in the cell of the absent post.
func (c BlockCell) printed(style BlockStyle) []printedCell {
	own := printedCell{Title: c.titled(c.Post), Sign: clean(c.Sign)}
	if c.SameAs != "" {
		own.Note = "동일인(" + clean(c.SameAs) + ")"
	}
	if c.Role == policies.CellApprove {
		own.On = c.On
	}
	switch {
	case c.Skipped != "":
		return []printedCell{{Title: own.Title, Note: "검토 생략(" + clean(c.Skipped) + ")"}}
	case c.Lifted != "":
		own.Note = phrase("상위결재("+clean(c.Lifted)+")", own.Note)
	case c.Disagrees:
		own.Mark = "부동의"
	case c.Delegated:
		own.Mark = "전결"
	}
	switch {
	case c.Acting == "":
		return []printedCell{own}
	case style.Hanja:
		own.Sign = "代" + own.Sign
		return []printedCell{own}
	}
	acting := own
	acting.Title, acting.Mark = c.titled(c.Acting), "대결"
	if c.Disagrees {
		acting.Mark = "대결 부동의"
	}
	if !c.Delegated {
		return []printedCell{acting}
	}
	return []printedCell{{Title: clean(c.Post), Mark: "전결"}, acting}
}

// titled is a title with its marks.
func (c BlockCell) titled(post string) string {
	title := clean(post)
	if c.Reporter {
		title = "⊙" + title
	}
	if c.Proposer {
		title = "★" + title
	}
	if c.Opinion != "" {
		title += " (의견 있음)"
	}
	return title
}
