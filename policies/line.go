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
	Post      gov.PostID `json:"post"`
	Title     string     `json:"title"`
	Rank      gov.Rank   `json:"rank"`
	Delegated bool       `json:"delegated,omitempty"` // 전결: the decider stands below the head of the agency
	Row       string     `json:"row"`                 // id of the row of the delegation table
	Article   []string   `json:"article"`
}

// Line computes the cells a draft passes: reviewers upward from the drafter, then those who concur and agree, then
// the one who decides under the row (행정업무의 운영 및 혁신에 관한 규정 제9조, 제10조; 서울특별시 사무전결처리 규칙).
// Nobody decides on his own draft: the next post above does. It refuses with CodeNoRule where the organisation has no
// post of the deciding rank above the drafter, or lacks a post the row names.
func Line(row AuthorityRow, drafter Post, org Org) ([]Cell, error) {
	reviewers, decider, err := climb(row, drafter, org)
	if err != nil {
		return nil, err
	}
	cells := make([]Cell, 0, len(reviewers)+len(row.Concur)+len(row.Agree)+1)
	in := []gov.PostID{drafter.ID, decider.ID}
	for _, p := range reviewers {
		cells = append(cells, cell(row, p, CellReview))
		in = append(in, p.ID)
	}
	beside, err := besides(row, in, org)
	if err != nil {
		return nil, err
	}
	cells = append(cells, beside...)
	last := cell(row, decider, CellApprove)
	last.Delegated = Above(gov.RankMayor, decider.Rank)
	return append(cells, last), nil
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

// decide settles on the post that the row names or, without a name, on reached, the first post of the deciding rank
// or above. A reached post above the deciding rank decides only for a drafter who holds that rank himself: deciding
// above the delegated post is as unlawful as deciding below it (행정업무의 운영 및 혁신에 관한 규정 제67조).
func decide(row AuthorityRow, drafter, reached Post, org Org) (Post, error) {
	own := drafter.Rank == row.Decides || Above(drafter.Rank, row.Decides)
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

// besides returns the cells of those who concur and agree, leaving out whoever signs anyway.
func besides(row AuthorityRow, in []gov.PostID, org Org) ([]Cell, error) {
	var cells []Cell
	add := func(ids []gov.PostID, role CellRole) error {
		for _, id := range ids {
			if slices.Contains(in, id) {
				continue
			}
			p, ok := org.Post(id)
			if !ok {
				return noPost(row, id)
			}
			in = append(in, id)
			cells = append(cells, cell(row, p, role))
		}
		return nil
	}
	if err := add(row.Concur, CellConcur); err != nil {
		return nil, err
	}
	if err := add(row.Agree, CellAgree); err != nil {
		return nil, err
	}
	return cells, nil
}

func cell(row AuthorityRow, p Post, role CellRole) Cell {
	return Cell{Role: role, Post: p.ID, Title: p.Title, Rank: p.Rank, Row: row.ID, Article: row.Article}
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
