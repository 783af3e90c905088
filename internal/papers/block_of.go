package papers

import (
	"cmp"
	"fmt"
	"slices"

	"gyeol/gov"
	"gyeol/policies"
)

// Signer is what is known of the person who acted on a cell of the line. Position 0 is the drafter, whom the line does
// not have.
type Signer struct {
	Position  int
	Post      string // of the drafter; the cells of the line know their own
	Sign      string // name, or the mark of an image
	On        gov.Date
	Acting    string // title of the acting post where another signed (행정업무의 운영 및 혁신에 관한 규정 제10조제3항)
	Reason    string // of a review passed over or a decision given to the post above
	Opinion   string
	Disagrees bool
	SameAs    string // title of another cell that the same person signed
	Proposer  bool
	Reporter  bool
}

// BlockOf fills the cells of a block from a running line and those who acted on it, in the order of the line. Only
// cells that were signed, passed over or lifted are printed: what waits, what is asked now, what was returned and what
// an edit or the end of a round voided has no cell (행정업무의 운영 및 혁신에 관한 규정 시행규칙 제7조). It fails where
// a printed cell has no signer, or a reason is missing that the form must show.
func BlockOf(head Block, line []policies.LineCell, signers []Signer) (Block, error) {
	b := head
	b.Cells = nil
	if i := slices.IndexFunc(signers, func(s Signer) bool { return s.Position == 0 }); i >= 0 {
		b.Cells = append(b.Cells, signers[i].cell(RoleDraft, signers[i].Post))
	}
	order := slices.Clone(line)
	slices.SortStableFunc(order, func(x, y policies.LineCell) int {
		return cmp.Or(cmp.Compare(x.Step, y.Step), cmp.Compare(x.Position, y.Position))
	})
	for _, c := range order {
		if !prints(c.State) {
			continue
		}
		i := slices.IndexFunc(signers, func(s Signer) bool { return s.Position == c.Position })
		if i < 0 {
			return head, fmt.Errorf("lay block: cell %d of %s is %s, but nobody signed it",
				c.Position, c.Title, c.State)
		}
		cell, err := b.lay(c, signers[i])
		if err != nil {
			return head, fmt.Errorf("lay block: cell %d of %s: %w", c.Position, c.Title, err)
		}
		b.Cells = append(b.Cells, cell)
		if cell.Role == policies.CellApprove && b.ApprovedOn.IsZero() {
			b.ApprovedOn = cell.On
		}
	}
	return b, nil
}

// prints reports whether a cell in that state has a place on paper.
func prints(s policies.CellState) bool {
	switch s {
	case policies.CellSigned, policies.CellSkipped, policies.CellLifted:
		return true
	case policies.CellWaiting, policies.CellCurrent, policies.CellReturned, policies.CellVoid:
	}
	return false
}

// lay makes the printed cell of a cell of the line.
func (b Block) lay(c policies.LineCell, s Signer) (BlockCell, error) {
	cell := s.cell(c.Role, c.Title)
	switch c.State {
	case policies.CellSkipped:
		cell.Skipped = s.Reason
		if s.Reason == "" {
			return cell, fmt.Errorf("review passed over without a reason")
		}
	case policies.CellLifted:
		cell.Role, cell.Lifted = policies.CellReview, s.Reason
		if s.Reason == "" {
			return cell, fmt.Errorf("decision given to the post above without a reason")
		}
	case policies.CellSigned:
		cell.Delegated = c.Delegated && c.Role == policies.CellApprove && !b.Style.plain(c.Rank)
	case policies.CellWaiting, policies.CellCurrent, policies.CellReturned, policies.CellVoid:
	}
	return cell, cell.check()
}

// plain reports whether a rank decides without the mark 전결.
func (s BlockStyle) plain(r gov.Rank) bool {
	return s.Plain != "" && (r == s.Plain || policies.Above(r, s.Plain))
}

func (s Signer) cell(role policies.CellRole, post string) BlockCell {
	return BlockCell{
		Role: role, Post: post, Sign: s.Sign, On: s.On, Acting: s.Acting, Opinion: s.Opinion,
		Disagrees: s.Disagrees && role == policies.CellAgree, SameAs: s.SameAs, Proposer: s.Proposer, Reporter: s.Reporter,
	}
}
