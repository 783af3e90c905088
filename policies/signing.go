package policies

import (
	"slices"

	"gyeol/gov"
)

// CellState is the state of a cell of a running line.
type CellState string

// The states of a cell.
const (
	CellWaiting  CellState = "waiting"  // its step has not come
	CellCurrent  CellState = "current"  // asked now
	CellSigned   CellState = "signed"   // reviewed, concurred, agreed or disagreed, approved
	CellReturned CellState = "returned" // 반려: this cell ended the round
	CellVoid     CellState = "void"     // counts no more: the text was edited, the round ended
	CellSkipped  CellState = "skipped"  // 검토 생략, its reason is printed
	CellLifted   CellState = "lifted"   // gave the decision to the post above
)

// LineCell is a cell of a running line.
type LineCell struct {
	Cell

	Position int       `json:"position"` // names the cell in its round; never reused
	State    CellState `json:"state"`
	Version  int       `json:"version"` // of the text that was signed; 0 while unsigned
}

// CellAct is one act on one cell.
type CellAct struct {
	Verb     gov.Verb // review, concur, agree, approve, return, hold, skip_review, escalate
	Position int
	Edited   bool // review: the text was changed with the signature
	Agrees   bool // agree
	// Barred are the posts of those who drafted the text: no decision is given to them.
	Barred []gov.PostID
}

// Signing is what an act makes of a line.
type Signing struct {
	Cells   []LineCell
	Version int       // of the text that the line now stands on
	State   gov.State // in_approval, approved or returned
	Voided  []int     // positions whose signature was voided by an edit
	Lifted  bool      // the decision went to a post above
}

// Articles that the engine of the line itself implements.
const (
	escalateArticle = "서울특별시 사무전결처리 규칙 제7조제2항"
	disagreeArticle = "서울특별시 사무전결처리 규칙 제8조제3항"
)

// CellVerbs are the acts that a current cell of a role takes, the signature first.
func CellVerbs(role CellRole) []gov.Verb {
	switch role {
	case CellReview:
		return verbs(gov.VerbReview, gov.VerbReturn, gov.VerbHold, gov.VerbPassReview)
	case CellConcur:
		return verbs(gov.VerbConcur, gov.VerbReturn, gov.VerbHold)
	case CellAgree:
		return verbs(gov.VerbAgree, gov.VerbReturn, gov.VerbHold)
	case CellApprove:
		return verbs(gov.VerbApprove, gov.VerbEscalate, gov.VerbReturn, gov.VerbHold)
	}
	return nil
}

// Begin turns computed cells into a running line: the first step is current.
func Begin(cells []Cell) []LineCell {
	line := make([]LineCell, len(cells))
	for i, c := range cells {
		line[i] = LineCell{Cell: c, Position: i + 1, State: CellWaiting}
	}
	return advance(line)
}

// Current are the cells that are asked now.
func Current(line []LineCell) []LineCell {
	return slices.DeleteFunc(slices.Clone(line), func(c LineCell) bool { return c.State != CellCurrent })
}

// Sign does one act on a current cell of a line whose text has a version. It refuses with CodeActNotOpen what the
// cell does not take, and with CodeNoRule an escalation that has nobody above; a refused act changes nothing. A cell
// on hold stays current: the clock runs on, and the same post goes on when it likes (domain §3.2).
func Sign(line []LineCell, version int, act CellAct, org Org) (Signing, error) {
	s := Signing{Cells: slices.Clone(line), Version: version, State: gov.InApproval}
	i := slices.IndexFunc(s.Cells, func(c LineCell) bool { return c.Position == act.Position })
	if i < 0 || s.Cells[i].State != CellCurrent || !slices.Contains(CellVerbs(s.Cells[i].Role), act.Verb) {
		return s, gov.Refuse(gov.CodeActNotOpen, "지금 차례가 아니거나 이 결재란에서 할 수 없는 처리입니다. 결재선을 새로 확인하십시오.",
			"this cell does not take that act now")
	}
	if act.Verb == gov.VerbHold {
		return s, nil
	}
	c := &s.Cells[i]
	c.State, c.Version = CellSigned, version
	switch act.Verb { //nolint:exhaustive // CellVerbs knows no other
	case gov.VerbApprove:
		s.State = gov.Approved
		return s, nil
	case gov.VerbReturn:
		c.State, s.State = CellReturned, gov.Returned
		s.Cells = End(s.Cells)
		return s, nil
	case gov.VerbPassReview:
		c.State, c.Version = CellSkipped, 0 // nobody saw the text
	case gov.VerbEscalate:
		if err := s.escalate(i, act.Barred, org); err != nil {
			return Signing{Cells: slices.Clone(line), Version: version, State: gov.InApproval}, err
		}
	case gov.VerbAgree:
		if !act.Agrees {
			s.lift(c.Cell, act.Barred, org)
		}
	case gov.VerbReview:
		if act.Edited {
			s.edit(i)
		}
	}
	s.Cells = advance(s.Cells)
	return s, nil
}

// End voids what is still open, when a round ends before its decision.
func End(line []LineCell) []LineCell {
	line = slices.Clone(line)
	for i := range line {
		if line[i].State == CellWaiting || line[i].State == CellCurrent {
			line[i].State = CellVoid
		}
	}
	return line
}

// advance makes the lowest waiting step current unless something is current already.
func advance(line []LineCell) []LineCell {
	step := 0
	for _, c := range line {
		if c.State == CellCurrent {
			return line
		}
		if c.State == CellWaiting && (step == 0 || c.Step < step) {
			step = c.Step
		}
	}
	for i := range line {
		if line[i].State == CellWaiting && line[i].Step == step {
			line[i].State = CellCurrent
		}
	}
	return line
}

// edit makes a new version of the text: whoever signed the old one is asked again, before the line goes on. The
// editor has signed the new one (행정업무의 운영 및 혁신에 관한 규정 제9조제3항).
func (s *Signing) edit(editor int) {
	s.Version++
	s.Cells[editor].Version = s.Version
	for i := range s.Cells {
		if i == editor || s.Cells[i].State != CellSigned {
			continue
		}
		s.Cells[i].State = CellVoid
		s.Voided = append(s.Voided, s.Cells[i].Position)
		again := s.Cells[i]
		again.State, again.Version, again.Position = CellWaiting, 0, s.next()
		s.Cells = append(s.Cells, again)
	}
}

// next is the first unused position.
func (s *Signing) next() int {
	last := 0
	for _, c := range s.Cells {
		last = max(last, c.Position)
	}
	return last + 1
}

// escalate gives the decision of cell i to the next post above (서울특별시 사무전결처리 규칙 제7조제2항), and past
// those of whoever drafted it: nobody decides on his own draft.
func (s *Signing) escalate(i int, barred []gov.PostID, org Org) error {
	own, ok := org.Post(s.Cells[i].Post)
	above, up := Superior(own, org)
	for up && slices.Contains(barred, above.ID) {
		above, up = Superior(above, org)
	}
	if !ok || !up {
		return gov.Refuse(gov.CodeNoRule, "더 위의 결재권자가 없습니다. 직접 결재하거나 반려하십시오.", "nobody stands above this post")
	}
	s.Cells[i].State = CellLifted
	s.appoint(s.Cells[i], above, "결과에 대한 책임이 전결권자의 범위를 넘는다고 판단되었습니다.", escalateArticle)
	return nil
}

// lift brings the decision to the common superior of the decider and the post that disagrees, at least one level up.
// Where nobody stands above but whoever drafted it, the decider keeps it and the disagreement is on record.
func (s *Signing) lift(against Cell, barred []gov.PostID, org Org) {
	i := slices.IndexFunc(s.Cells, func(c LineCell) bool { return c.Role == CellApprove && c.State == CellWaiting })
	if i < 0 {
		return
	}
	at, ok := org.Post(s.Cells[i].Post)
	if !ok || (s.lifted(against) && stands(at.ID, against.Post, org)) {
		return
	}
	to := at
	for next, up := Superior(at, org); up; next, up = Superior(next, org) {
		if slices.Contains(barred, next.ID) {
			continue
		}
		if to = next; stands(to.ID, against.Post, org) {
			break
		}
	}
	if to.ID == at.ID {
		return
	}
	s.Cells[i].Role, s.Cells[i].Delegated = CellReview, false
	s.appoint(s.Cells[i], to, "합의 부서와 의견이 달라 공통의 상급자가 결정합니다.", disagreeArticle)
}

// lifted reports whether the decision was lifted before: the former decider then reviews, behind those who agree.
func (s *Signing) lifted(against Cell) bool {
	return slices.ContainsFunc(s.Cells, func(c LineCell) bool { return c.Role == CellReview && c.Step > against.Step })
}

// appoint adds the cell of a new decider, one step behind the former one.
func (s *Signing) appoint(former LineCell, p Post, why, article string) {
	s.Lifted = true
	s.Cells = append(s.Cells, LineCell{
		Cell: Cell{
			Role: CellApprove, Step: former.Step + 1, Post: p.ID, Title: p.Title, Rank: p.Rank,
			Delegated: Above(gov.RankMayor, p.Rank), Row: former.Row, Article: append(slices.Clone(former.Article), article), Why: why,
		},
		Position: s.next(), State: CellWaiting,
	})
}

// stands reports whether a post is in the line of command over another.
func stands(over, under gov.PostID, org Org) bool {
	at, ok := org.Post(under)
	for range maxDepth {
		if !ok {
			return false
		}
		if at, ok = Superior(at, org); ok && at.ID == over {
			return true
		}
	}
	return false
}
