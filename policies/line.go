package policies

import (
	"slices"

	"gyeol/gov"
)

// CellRole is what a cell of an approval line does (domain §1.3).
type CellRole string

// The roles of cells.
const (
	CellReview  CellRole = "review"  // 검토: may edit the text
	CellConcur  CellRole = "concur"  // 협조: consents, may not edit
	CellAgree   CellRole = "agree"   // 합의: mandatory agreement (서울특별시 사무전결처리 규칙 제8조)
	CellApprove CellRole = "approve" // 결재: the document comes into being here
)

// Cell is one signature of an approval line, with the rule that asks for it.
type Cell struct {
	Role      CellRole   `json:"role"`
	Step      int        `json:"step"` // cells of one step are asked at once; the next step waits for all of them
	Post      gov.PostID `json:"post"`
	Title     string     `json:"title"`
	Rank      gov.Rank   `json:"rank"`
	Delegated bool       `json:"delegated,omitempty"` // 전결: the decider stands below the head of the agency
	Row       string     `json:"row"`                 // id of the row of the delegation table
	Article   []string   `json:"article"`
	Why       string     `json:"why"` // Korean, one sentence: what put this post here
}

// LineRequest is what a line is computed from.
type LineRequest struct {
	Row     AuthorityRow
	Drafter Post
	// Touched are the units whose work the content touches; where the row says so their heads concur (행정업무의 운영 및
	// 혁신에 관한 규정 제9조제2항).
	Touched []gov.UnitID
}

// Line computes the cells a draft passes: reviewers upward from the drafter, one step each; then those who concur, at
// once where the row allows it; then those who agree; then the one who decides under the row (행정업무의 운영 및 혁신에 관한
// 규정 제9조, 제10조; 서울특별시 사무전결처리 규칙). Nobody decides on his own draft: the next post above does. It refuses with
// CodeNoRule where the organisation has no post of the deciding rank above the drafter, or lacks a post the row names.
func Line(r LineRequest, org Org) ([]Cell, error) {
	reviewers, decider, err := climb(r.Row, r.Drafter, org)
	if err != nil {
		return nil, err
	}
	l := liner{row: r.Row, org: org, in: []gov.PostID{r.Drafter.ID, decider.ID}}
	for _, p := range reviewers {
		l.step++
		l.add(p, CellReview, "기안자의 지휘계통에서 결재권자에 앞서 검토합니다.")
	}
	if err := l.beside(r.Row.Concur, CellConcur, "전결 규정이 정한 협조 부서입니다."); err != nil {
		return nil, err
	}
	if r.Row.Touched {
		l.touched(r.Touched, r.Drafter.Unit)
	}
	if err := l.beside(r.Row.Agree, CellAgree, "전결 규정이 합의를 받도록 정하였습니다."); err != nil {
		return nil, err
	}
	l.step++
	l.add(decider, CellApprove, whyDecides(r.Row, r.Drafter))
	l.cells[len(l.cells)-1].Delegated = Above(gov.RankMayor, decider.Rank)
	return l.cells, nil
}

// liner lays one line.
type liner struct {
	row   AuthorityRow
	org   Org
	in    []gov.PostID // who signs already
	step  int
	cells []Cell
}

func (l *liner) add(p Post, role CellRole, why string) {
	l.in = append(l.in, p.ID)
	l.cells = append(l.cells, Cell{
		Role: role, Step: l.step, Post: p.ID, Title: p.Title, Rank: p.Rank, Row: l.row.ID, Article: l.row.Article, Why: why,
	})
}

// beside adds the posts that concur or agree, leaving out whoever signs anyway; they share a step unless the row wants
// them one after the other.
func (l *liner) beside(ids []gov.PostID, role CellRole, why string) error {
	opened := false
	for _, id := range ids {
		if slices.Contains(l.in, id) {
			continue
		}
		p, ok := l.org.Post(id)
		if !ok {
			return noPost(l.row, id)
		}
		if !opened || l.row.Serial {
			l.step++
		}
		opened = true
		l.add(p, role, why)
	}
	return nil
}

// touched adds the heads of the units whose work the content touches. A unit outside this agency signs no line of ours:
// it is consulted by letter.
func (l *liner) touched(units []gov.UnitID, own gov.UnitID) {
	joins := len(l.cells) > 0 && l.cells[len(l.cells)-1].Role == CellConcur
	for _, id := range units {
		head, ok := Head(id, l.org)
		if id == own || !ok || slices.Contains(l.in, head.ID) || rootOf(id, l.org) != rootOf(own, l.org) {
			continue
		}
		if !joins || l.row.Serial {
			l.step++
		}
		joins = true
		l.add(head, CellConcur, "내용이 이 부서의 업무와 관련됩니다.")
		c := &l.cells[len(l.cells)-1]
		c.Article = append(slices.Clone(c.Article), touchedArticle)
	}
}

// touchedArticle makes concurrence of a unit whose work is touched a duty.
const touchedArticle = "행정업무의 운영 및 혁신에 관한 규정 제9조제2항"

// rootOf is the uppermost unit over a unit: the agency it belongs to.
func rootOf(id gov.UnitID, org Org) gov.UnitID {
	for range maxDepth {
		u, ok := org.Unit(id)
		if !ok || u.Parent == "" {
			return id
		}
		id = u.Parent
	}
	return id
}

// climb walks from the drafter to the decider and returns those on the way.
func climb(row AuthorityRow, drafter Post, org Org) (reviewers []Post, decider Post, err error) {
	for at := drafter; ; {
		next, ok := Superior(at, org)
		switch {
		case !ok || !Signs(drafter.Rank):
			return nil, Post{}, noDecider(row)
		case Above(next.Rank, row.Decides), next.Rank == row.Decides:
			decider, err = decide(row, drafter, next, org)
			return reviewers, decider, err
		}
		reviewers, at = append(reviewers, next), next
	}
}

// whyDecides is the sentence of the last cell.
func whyDecides(row AuthorityRow, drafter Post) string {
	if Above(row.Decides, drafter.Rank) {
		return "전결 규정이 이 업무의 결재권자로 정하였습니다."
	}
	return "기안자의 직급이 전결권자보다 낮지 않아 바로 위의 직위가 결재합니다."
}

// decide settles on the post that the row names or, without a name, on reached, the first post of the deciding rank
// or above. A reached post above the deciding rank decides only for a drafter who holds that rank himself: deciding
// above the delegated post is as unlawful as deciding below it (행정업무의 운영 및 혁신에 관한 규정 제67조).
func decide(row AuthorityRow, drafter, reached Post, org Org) (Post, error) {
	own := !Above(row.Decides, drafter.Rank)
	switch {
	case own:
		return reached, nil
	case row.Post != "":
		named, ok := org.Post(row.Post)
		if !ok || named.Rank != row.Decides {
			return Post{}, noPost(row, row.Post)
		}
		return named, nil
	case reached.Rank != row.Decides:
		return Post{}, noDecider(row)
	default:
		return reached, nil
	}
}

func noDecider(row AuthorityRow) error {
	return gov.Refusef(gov.CodeNoRule,
		"전결 규정 ‘%s’에 맞는 결재권자(%s)가 기안자의 지휘계통에 없습니다. 직제나 전결 규정을 바로잡으십시오.",
		"row %q names rank %s, but no such post stands above the drafter", row.ID, row.Decides)
}

func noPost(row AuthorityRow, id gov.PostID) error {
	return gov.Refusef(gov.CodeNoRule,
		"전결 규정 ‘%s’이(가) 가리키는 직위 ‘%s’이(가) 그날의 직제에 그 직급으로 없습니다. 직제나 전결 규정을 바로잡으십시오.",
		"row %q names post %q, which is not in force at that rank", row.ID, id)
}
