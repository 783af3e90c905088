package cases

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/policies"
)

// Block is what stands around the text of a document: its numbers and dates and who signed it (행정업무의 운영 및
// 혁신에 관한 규정 시행규칙 제4조, 제7조; domain §3.3).
type Block struct {
	Case         gov.CaseID     `json:"case"`
	Form         string         `json:"form" enum:"internal,dispatch"`
	Agency       string         `json:"agency" example:"서울특별시"`
	Title        string         `json:"title"`
	Unit         string         `json:"unit" example:"평생교육국 (평생교육과)"`
	Number       string         `json:"document_number,omitempty" example:"평생교육과-11424"`
	PolicyNumber string         `json:"policy_number,omitempty"`
	DraftedOn    gov.Date       `json:"drafted_on"`
	ApprovedOn   gov.Date       `json:"approved_on,omitzero"`
	DispatchedOn gov.Date       `json:"dispatched_on,omitzero"`
	Disclosure   gov.Disclosure `json:"disclosure" enum:"public,partial,closed"`
	FoiaItems    []int32        `json:"foia_items" nullable:"false"`
	Round        int32          `json:"round"`
	Addressees   []string       `json:"addressees" nullable:"false" doc:"Names of units"`
	Telephone    string         `json:"telephone,omitempty" doc:"Of the author's office; the dispatch form prints it"`
	ReplyFrom    string         `json:"reply_from,omitempty" enum:"arrived,effective" doc:"회신 기한: since when"`
	ReplyDays    int32          `json:"reply_days,omitempty" doc:"회신 기한"`
	ReplyDue     *ReplyDue      `json:"reply_due,omitempty" doc:"By when the last addressee is to answer; absent until that counts"`
	Cells        []BlockCell    `json:"cells" nullable:"false" doc:"The drafter first; posts that did not sign have none"`
}

// BlockCell is one printed cell.
type BlockCell struct {
	Position  int32      `json:"position" doc:"0 for the drafter"`
	Step      int32      `json:"step"`
	Role      string     `json:"role" enum:"draft,review,concur,agree,approve"`
	Post      gov.PostID `json:"post"`
	Title     string     `json:"title"`
	Rank      gov.Rank   `json:"rank,omitempty"`
	Delegated bool       `json:"delegated" doc:"전결"`
	State     string     `json:"state" enum:"signed,skipped,lifted"`
	Name      string     `json:"name,omitempty" doc:"Who signed"`
	On        gov.Date   `json:"on,omitzero"`
	Acting    string     `json:"acting,omitempty" doc:"대결: title of the post that stood in"`
	Reason    string     `json:"reason,omitempty" doc:"Of a review passed over, or a decision given to the post above"`
	Opinion   string     `json:"opinion,omitempty" doc:"의견 있음"`
	Disagrees bool       `json:"disagrees" doc:"부동의"`
	SameAs    string     `json:"same_as,omitempty" doc:"Title of another cell that the same person had signed before: printed as 동일인"`
}

// Paper is a document to be printed: its block, its text and what is attached.
type Paper struct {
	Block

	Body        json.RawMessage
	Attachments []Attachment
	Abstract    string
	Keywords    []string
	Hash        string // of the content, in hex
}

// Paper reads a document as it is printed, and records that it was opened. A document that the viewer may not see is
// not there: gov.ErrNotFound.
func (s *Service) Paper(ctx context.Context, actor Actor, id gov.CaseID) (Paper, error) {
	v, err := s.Case(ctx, actor, id, gov.CaseDocument) // which keeps who read it, and for which reason
	if err != nil {
		return Paper{}, err
	}
	r, err := s.read(ctx, actor)
	if err != nil {
		return Paper{}, err
	}
	return r.paper(ctx, v)
}

// paper is a document as it is printed.
func (r reading) paper(ctx context.Context, v CaseView) (Paper, error) {
	d := v.Context.Document
	if d == nil {
		return Paper{}, gov.ErrNotFound
	}
	b, err := r.block(ctx, v)
	return Paper{
		Block: b, Body: d.Body, Attachments: d.Attachments, Abstract: d.Abstract, Keywords: d.Keywords,
		Hash: v.ContentHash,
	}, store.Interpret(err)
}

// Block reads the block of a document. It shows no text, so reading it is no opening.
func (s *Service) Block(ctx context.Context, actor Actor, id gov.CaseID) (Block, error) {
	r, err := s.read(ctx, actor)
	if err != nil {
		return Block{}, err
	}
	c, err := r.seen(ctx, id)
	if err != nil {
		return Block{}, err
	}
	if c.Kind != gov.CaseDocument {
		return Block{}, gov.ErrNotFound
	}
	v, err := r.view(ctx, c)
	if err != nil || v.Context.Document == nil {
		return Block{}, errors.Join(err, gov.ErrNotFound)
	}
	b, err := r.block(ctx, v)
	return b, store.Interpret(err)
}

// block lays the block of a document as the viewer may see it.
func (r reading) block(ctx context.Context, v CaseView) (Block, error) {
	d := v.Context.Document
	b := Block{
		Case: v.ID, Form: d.Form, Title: d.Title, Number: d.DocumentNumber, PolicyNumber: d.PolicyNumber,
		DraftedOn: d.DraftedOn, ApprovedOn: d.ApprovedOn, DispatchedOn: d.DispatchedOn, Disclosure: d.Disclosure,
		FoiaItems: d.FoiaItems, Round: v.Round, Addressees: []string{}, Telephone: d.Telephone, Cells: []BlockCell{},
		ReplyFrom: d.ReplyFrom, ReplyDays: d.ReplyDays, ReplyDue: d.ReplyDue,
	}
	var err error
	if b.Agency, err = r.agency(ctx, v.ID); err != nil {
		return b, err
	}
	if b.Unit, err = r.printedUnit(ctx, v.Unit); err != nil {
		return b, err
	}
	names, err := r.q.ViewUnitNames(ctx, d.Addressees)
	if err != nil {
		return b, err
	}
	for _, n := range names {
		b.Addressees = append(b.Addressees, n.Name)
	}
	drafter, err := r.q.ViewDrafterOf(ctx, v.ID)
	switch {
	case errors.Is(store.Interpret(err), gov.ErrNotFound): // not submitted yet
	case err != nil:
		return b, err
	default:
		b.Cells = append(b.Cells, BlockCell{
			Role: "draft", Post: gov.PostID(drafter.Post), Title: drafter.Title, State: string(policies.CellSigned),
			Name: drafter.Name, On: drafter.OfficeDate,
		})
	}
	for _, l := range d.Line {
		if l.Round == v.Round {
			b.lay(l, signedBefore(d.Line, l))
		}
	}
	return b, nil
}

// signedBefore is the title of the cell that the signer of another had signed before it, in the order of the line.
func signedBefore(line []LineCell, l LineCell) string {
	for _, b := range line {
		before := cmp.Or(cmp.Compare(b.Step, l.Step), cmp.Compare(b.Position, l.Position)) < 0
		if before && b.Round == l.Round && b.State == string(policies.CellSigned) && b.Person != "" && b.Person == l.Person {
			return b.Title
		}
	}
	return ""
}

// lay prints a cell that was signed, passed over or lifted; no other has a place on paper.
func (b *Block) lay(l LineCell, sameAs string) {
	cell := BlockCell{
		Position: l.Position, Step: l.Step, Role: l.Role, Post: l.Post, Title: l.Title, Rank: l.Rank, Delegated: l.Delegated,
		State: l.State, Name: l.Name, On: l.SignedOn, Acting: l.ProxyTitle,
	}
	switch policies.CellState(l.State) {
	case policies.CellSigned:
		cell.SameAs = sameAs
		cell.Disagrees = l.Agrees != nil && !*l.Agrees
		if l.Dissent || cell.Disagrees {
			cell.Opinion = l.Opinion
		}
	case policies.CellSkipped:
		cell.Name, cell.Reason = "", l.SkipReason
	case policies.CellLifted:
		cell.Reason = l.Opinion
	case policies.CellWaiting, policies.CellCurrent, policies.CellReturned, policies.CellVoid:
		return
	}
	b.Cells = append(b.Cells, cell)
}

// agency names the government whose rules a case is under.
func (r reading) agency(ctx context.Context, id gov.CaseID) (string, error) {
	c, err := r.q.GetCase(ctx, id)
	if err != nil {
		return "", err
	}
	p, err := r.s.rules.Of(ctx, r.q, c.PackHash)
	if err != nil {
		return "", err
	}
	return p.Manifest.Region, nil
}

// printedUnit names a unit as papers do: 평생교육국 (평생교육과).
func (r reading) printedUnit(ctx context.Context, id gov.UnitID) (string, error) {
	u, err := r.q.ViewPrintedUnit(ctx, id)
	if err == nil && gov.UnitKind(u.AboveKind) == gov.UnitBureau {
		return u.Above + " (" + u.Name + ")", nil
	}
	return u.Name, err
}

// PrintedCase is a case to be printed, with the government whose paper it is.
type PrintedCase struct {
	CaseView

	Agency string
}

// Printed reads a compilation, or the result of a meeting, as it is printed.
func (s *Service) Printed(ctx context.Context, actor Actor, id gov.CaseID, kind gov.CaseKind) (PrintedCase, error) {
	v, err := s.Case(ctx, actor, id, kind)
	if err != nil {
		return PrintedCase{}, err
	}
	m, c := v.Context.Meeting, v.Context.Compilation
	if (m != nil && m.Quorum == nil) || (c != nil && c.CompiledOn.IsZero()) {
		e := gov.Refuse(gov.CodeActNotOpen, "아직 인쇄할 결과가 없습니다. 회의를 열거나 취합을 마친 뒤 다시 여십시오.",
			"there is nothing to print yet")
		e.State = v.State
		return PrintedCase{}, e
	}
	r, err := s.read(ctx, actor)
	if err != nil {
		return PrintedCase{}, err
	}
	agency, err := r.agency(ctx, id)
	return PrintedCase{CaseView: v, Agency: agency}, store.Interpret(err)
}
