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
	// Touched are the units whose work the content touches; where the row says so their heads concur (행정업무의 운영
	// 및 혁신에 관한 규정 제9조제2항).
	Touched []gov.UnitID
	// Barred are the posts that whoever drafts holds beside Drafter on that day: none of them signs what he has
	// drafted.
	Barred []gov.PostID
}

// bars reports whether a post is one of the drafter's own.
func (r LineRequest) bars(p Post) bool {
	return p.ID == r.Drafter.ID || slices.Contains(r.Barred, p.ID)
}

// free returns the post itself or, where it is one of the drafter's, the next above it that is not.
func (r LineRequest) free(p Post, org Org) (Post, bool) {
	ok := true
	for ok && r.bars(p) {
		p, ok = Superior(p, org)
	}
	return p, ok
}

// Line computes the cells a draft passes: reviewers upward from the drafter, one step each; then those who concur, at
// once where the row allows it; then those who agree; then the one who decides under the row (행정업무의 운영 및 혁신에
// 관한 규정 제9조, 제10조; 서울특별시 사무전결처리 규칙). Nobody signs his own draft, in whichever of his posts: a
// reviewer's cell that would be his is left out, because the next superior reviews anyway; what he would concur with or
// decide goes to the next post above. It refuses with CodeNoRule where the organisation has no post of the deciding
// rank above the drafter, nobody above his own posts, or lacks a post the row names.
func Line(r LineRequest, org Org) ([]Cell, error) {
	reviewers, named, err := climb(r.Row, r.Drafter, org)
	if err != nil {
		return nil, err
	}
	decider, ok := r.free(named, org)
	if !ok {
		return nil, noDecider(r.Row)
	}
	l := liner{LineRequest: r, org: org, in: []gov.PostID{decider.ID}}
	reviewers = slices.DeleteFunc(reviewers, r.bars)
	for _, p := range reviewers {
		l.step++
		l.add(p, CellReview, "기안자의 지휘계통에서 결재권자에 앞서 검토합니다.")
	}
	if err := l.beside(r.Row.Concur, CellConcur, "전결 규정이 정한 협조 부서입니다."); err != nil {
		return nil, err
	}
	if r.Row.Touched {
		if err := l.touched(r.Drafter.Unit); err != nil {
			return nil, err
		}
	}
	if err := l.beside(r.Row.Agree, CellAgree, "전결 규정이 합의를 받도록 정하였습니다."); err != nil {
		return nil, err
	}
	l.step++
	l.add(decider, CellApprove, whyDecides(r, named, decider))
	l.cells[len(l.cells)-1].Delegated = Above(gov.RankMayor, decider.Rank)
	return l.cells, nil
}

// liner lays one line.
type liner struct {
	LineRequest

	org   Org
	in    []gov.PostID // who signs already
	step  int
	cells []Cell
}

func (l *liner) add(p Post, role CellRole, why string) {
	l.in = append(l.in, p.ID)
	l.cells = append(l.cells, Cell{
		Role: role, Step: l.step, Post: p.ID, Title: p.Title, Rank: p.Rank, Row: l.Row.ID, Article: l.Row.Article, Why: why,
	})
}

// beside adds the posts that concur or agree, leaving out whoever signs anyway; they share a step unless the row wants
// them one after the other.
func (l *liner) beside(ids []gov.PostID, role CellRole, why string) error {
	opened := false
	for _, id := range ids {
		if id == l.Drafter.ID || slices.Contains(l.in, id) {
			continue
		}
		named, ok := l.org.Post(id)
		if !ok {
			return noPost(l.Row, id)
		}
		p, said, err := l.instead(named, why)
		if err != nil {
			return err
		}
		if slices.Contains(l.in, p.ID) {
			continue
		}
		if !opened || l.Row.Serial {
			l.step++
		}
		opened = true
		l.add(p, role, said)
	}
	return nil
}

// instead finds who speaks for a post beside the line: the post itself, or the next above where whoever drafts holds
// it. Its word is a duty, so it is not left out, and nobody gives it on his own draft.
func (l *liner) instead(named Post, why string) (p Post, said string, err error) {
	p, ok := l.free(named, l.org)
	switch {
	case !ok:
		return p, "", noStandIn(l.Row, named)
	case p.ID != named.ID:
		why += " 그 직위(" + named.Title + ")를 기안자가 겸하고 있어 바로 위의 직위가 대신합니다."
	}
	return p, why, nil
}

// touched adds the heads of the units whose work the content touches. A unit outside this agency signs no line of ours:
// it is consulted by letter.
func (l *liner) touched(own gov.UnitID) error {
	joins := len(l.cells) > 0 && l.cells[len(l.cells)-1].Role == CellConcur
	for _, id := range l.Touched {
		head, ok := Head(id, l.org)
		if id == own || !ok || head.ID == l.Drafter.ID || rootOf(id, l.org) != rootOf(own, l.org) {
			continue
		}
		head, why, err := l.instead(head, "내용이 이 부서의 업무와 관련됩니다.")
		if err != nil {
			return err
		}
		if slices.Contains(l.in, head.ID) {
			continue
		}
		if !joins || l.Row.Serial {
			l.step++
		}
		joins = true
		l.add(head, CellConcur, why)
		c := &l.cells[len(l.cells)-1]
		c.Article = append(slices.Clone(c.Article), touchedArticle)
	}
	return nil
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
func whyDecides(r LineRequest, named, decider Post) string {
	if named.ID != decider.ID {
		return "결재할 직위(" + named.Title + ")를 기안자가 겸하고 있어 바로 위의 직위가 결재합니다."
	}
	if Above(r.Row.Decides, r.Drafter.Rank) {
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
		"전결 규정 ‘%[1]s’에 맞는 결재권자(%[3]s)가 기안자의 지휘계통에 없습니다. 직제나 전결 규정을 바로잡으십시오.",
		"row %[1]q names rank %[2]s, but no such post stands above the drafter",
		row.ID, row.Decides, row.Decides.Korean())
}

func noStandIn(row AuthorityRow, named Post) error {
	return gov.Refusef(gov.CodeNoRule,
		"전결 규정 ‘%s’이(가) 협조나 합의를 받게 한 직위 ‘%s’을(를) 기안자가 겸하고 있고 그 위의 직위가 없습니다. 다른 사람이 기안하거나 직제를 바로잡으십시오.",
		"row %q asks post %q, which the drafter holds himself, and nobody stands above it", row.ID, named.ID)
}

func noPost(row AuthorityRow, id gov.PostID) error {
	return gov.Refusef(gov.CodeNoRule,
		"전결 규정 ‘%s’이(가) 가리키는 직위 ‘%s’이(가) 그날의 직제에 그 직급으로 없습니다. 직제나 전결 규정을 바로잡으십시오.",
		"row %q names post %q, which is not in force at that rank", row.ID, id)
}
