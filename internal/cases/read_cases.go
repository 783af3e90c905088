package cases

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/jackc/pgx/v5/pgtype"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// reading is one request of a viewer. It reads without a transaction; all that it may write is that it happened.
type reading struct {
	s *Service
	q *db.Queries
	v viewer
}

func (s *Service) read(ctx context.Context, actor Actor) (reading, error) {
	q := db.New(s.pool)
	v, err := s.viewerOf(ctx, q, actor)
	return reading{s: s, q: q, v: v}, err
}

// CaseFilter narrows a list of cases. The zero value lists all that the viewer may see.
type CaseFilter struct {
	Kind  gov.CaseKind
	Cycle string // name-year
	Stage string // key, with or without its round
	State gov.State
	Unit  gov.UnitID
	Query string // part of the title

	Body      gov.BodyID // of a meeting
	Holder    string     // post, or slug of a person, with an open task on it
	DueBefore gov.Date   // operative due date of its stage
	Overdue   bool       // still open after that date

	After string // cursor
	Limit int
}

// Cases lists cases, youngest first: those of the viewer's units, those he has or had a task on, and for coordinators
// and auditors all.
func (s *Service) Cases(ctx context.Context, actor Actor, f CaseFilter) (CasePage, error) {
	r, err := s.read(ctx, actor)
	if err != nil {
		return CasePage{}, err
	}
	if err := r.knowsWords(ctx, words{cycle: f.Cycle, stage: f.Stage, unit: f.Unit, holder: f.Holder}); err != nil {
		return CasePage{}, err
	}
	t, err := r.ties(ctx)
	if err != nil {
		return CasePage{}, err
	}
	kinds := []gov.CaseKind{f.Kind}
	if f.Kind == "" {
		kinds = nil
	}
	cells := r.v.cells(policies.ActSee, kinds...)
	p := db.ViewCasesParams{
		Person: t.person, Posts: t.posts, Units: t.units, Stands: t.stands, Vacant: t.vacant, Bound: t.bound,
		Unbound: cells.Unbound, Every: cells.Every, Keys: cells.Keys, Cells: cells.Bits,
		Kind: string(f.Kind), Cycle: f.Cycle, Stage: f.Stage, State: string(f.State), Unit: string(f.Unit),
		Query: f.Query, Body: string(f.Body), Holder: f.Holder, DueBefore: f.DueBefore, Overdue: f.Overdue,
		Day:      r.v.today,
		BeforeID: everyID, N: int32(f.Limit) + 1,
	}
	if f.After != "" {
		var id [16]byte
		if p.BeforeDay, id, err = placeOn(f.After); err != nil {
			return CasePage{}, err
		}
		p.BeforeID = uid(id)
	}
	rows, err := r.q.ViewCases(ctx, p)
	if err != nil {
		return CasePage{}, store.Interpret(err)
	}
	page := CasePage{Cases: []CaseItem{}}
	for i, c := range rows {
		if i == f.Limit {
			last := rows[i-1]
			page.Next = mark(last.OpenedOn.String(), last.ID.String())
			break
		}
		page.Cases = append(page.Cases, r.item(c))
	}
	return page, r.saw(ctx, r.nomineesOf(rows[:len(page.Cases)]))
}

// nomineesOf are the nominees on a page of cases whom the viewer sees by name and did not nominate himself.
func (r reading) nomineesOf(rows []db.ViewCasesRow) sight {
	s := sight{kind: ofNomination, fields: []string{"nominee"}}
	for _, c := range rows {
		if c.Kind == gov.CaseNomination && c.Nominee != "" && r.v.unmasked(listed(c)) && !own(listed(c)) {
			s.whose = append(s.whose, uid(c.ID))
		}
	}
	return s
}

func (r reading) item(c db.ViewCasesRow) CaseItem {
	if c.Kind == gov.CaseNomination && !r.v.unmasked(listed(c)) {
		c.Nominee = policies.MaskName(c.Nominee)
	}
	return CaseItem{
		ID: c.ID, Kind: c.Kind, Cycle: c.Cycle, Stage: c.Stage, Unit: c.UnitID, UnitName: c.UnitName,
		OtherUnit: c.OtherUnit,
		Subject:   c.Subject, Title: c.Title, State: c.State, Round: c.Round, Revision: c.Revision, Seq: c.Seq,
		ETag:        gov.ETag{Seq: c.Seq, Revision: c.Revision}.String(),
		ContentHash: hex(c.ContentHash), OpenedOn: c.OpenedOn, ClosedOn: c.ClosedOn,
		Due:    dueText(c.DueOperative, c.DueLegal),
		Matter: c.Matter, DocumentNumber: c.DocumentNumber, ApprovedOn: c.ApprovedOn, SubmittedOn: c.SubmittedOn,
		AcceptedOn: c.AcceptedOn, Body: c.BodyID, HoldOn: c.HoldOn, ReceiptNumber: c.ReceiptNumber,
		Project: c.ProjectID,
		Nominee: c.Nominee, Programme: c.Programme,
	}
}

// Case reads one case with what its kind records. A case of another kind, or one the viewer may not see, is not there:
// gov.ErrNotFound.
func (s *Service) Case(ctx context.Context, actor Actor, id gov.CaseID, kind gov.CaseKind) (CaseView, error) {
	r, err := s.read(ctx, actor)
	if err != nil {
		return CaseView{}, err
	}
	c, err := r.seen(ctx, id)
	if err != nil {
		return CaseView{}, err
	}
	if kind != "" && c.Kind != kind {
		return CaseView{}, gov.ErrNotFound
	}
	if err := s.received(ctx, r, actor, c); err != nil {
		return CaseView{}, err
	}
	out, err := r.view(ctx, c)
	if err != nil {
		return out, err
	}
	if err := r.sawCase(ctx, c, out); err != nil {
		return CaseView{}, err
	}
	return out, r.opened(ctx, c)
}

func (r reading) view(ctx context.Context, c db.ViewCaseRow) (CaseView, error) {
	out := CaseView{
		CaseItem: CaseItem{
			ID: c.ID, Kind: c.Kind, Cycle: c.Cycle, Stage: c.Stage, Unit: c.UnitID, UnitName: c.UnitName,
			OtherUnit: c.OtherUnit,
			Subject:   c.Subject, Title: c.Title, State: c.State, Round: c.Round, Revision: c.Revision, Seq: c.Seq,
			ETag:        gov.ETag{Seq: c.Seq, Revision: c.Revision}.String(),
			ContentHash: hex(c.ContentHash), OpenedOn: c.OpenedOn, ClosedOn: c.ClosedOn,
			Due: dueText(c.DueOperative, c.DueLegal),
		},
		OpenVerbs: []gov.Verb{}, Tasks: []CaseTask{}, Decisions: []Decision{},
	}
	if m := policies.MachineOf(c.Kind); m != nil {
		out.OpenVerbs = append(append(out.OpenVerbs, m.Open(c.State)...), m.Contribs[c.State]...)
	}
	tasks, err := r.q.ViewOpenTasksOfCase(ctx, c.ID)
	if err != nil {
		return out, store.Interpret(err)
	}
	for _, t := range tasks {
		one := CaseTask{ID: t.ID, Kind: t.Kind, Title: t.Title, Due: dueText(t.DueOperative, t.DueLegal)}
		if t.Kind == gov.TaskPublicCopy && r.v.mayWith(policies.ActMakeCopy, fileOf(c)) {
			if one.CopyHash, err = r.copyHash(ctx, c.ID); err != nil {
				return out, store.Interpret(err)
			}
		}
		out.Tasks = append(out.Tasks, one)
	}
	if out.Decisions, err = r.decisions(ctx, c.ID); err != nil {
		return out, store.Interpret(err)
	}
	if err := r.context(ctx, c, &out); err != nil {
		return out, store.Interpret(err)
	}
	out.fill()
	if d := out.Context.Document; d != nil && ofAwards(c) && !r.v.unmasked(fileOf(c)) {
		d.maskNominees()
	}
	if !r.v.follows(c) {
		out.asSent(r.v)
	}
	return out, nil
}

// asSent leaves of a case what its addressee was sent: the paper with its signatures, and nothing of how it came about.
func (c *CaseView) asSent(v viewer) {
	c.OpenVerbs, c.Tasks, c.Decisions = []gov.Verb{}, []CaseTask{}, []Decision{}
	if d := c.Context.Document; d != nil {
		d.asSent(c.Round, v)
	}
	if p := c.Context.Compilation; p != nil {
		p.Findings, p.Decisions = json.RawMessage("[]"), json.RawMessage("[]")
	}
	if p := c.Context.Receipt; p != nil {
		p.Findings = []ReceiptFinding{}
	}
}

// fill lifts into the item what lists show of a kind.
func (c *CaseView) fill() {
	switch x := c.Context; {
	case x.Document != nil:
		c.Matter, c.DocumentNumber, c.ApprovedOn = x.Document.Matter, x.Document.DocumentNumber, x.Document.ApprovedOn
	case x.Submission != nil:
		c.SubmittedOn, c.AcceptedOn = x.Submission.SubmittedOn, x.Submission.AcceptedOn
	case x.Meeting != nil:
		c.Body, c.HoldOn = string(x.Meeting.Body), x.Meeting.HoldOn
	case x.Filing != nil:
		c.ReceiptNumber = x.Filing.ReceiptNumber
	case x.Opinion != nil:
		c.Project = x.Opinion.Project
	case x.Nomination != nil:
		c.Nominee, c.Programme = x.Nomination.Nominee, x.Nomination.Programme
	}
}

// context reads the rows of the kind.
func (r reading) context(ctx context.Context, c db.ViewCaseRow, out *CaseView) (err error) {
	x := &out.Context
	switch c.Kind {
	case gov.CaseSubmission:
		x.Submission, err = r.submission(ctx, c)
	case gov.CaseDocument:
		x.Document, err = r.document(ctx, c)
	case gov.CaseCompilation:
		x.Compilation, err = r.compilation(ctx, c.ID)
	case gov.CaseMeeting:
		x.Meeting, err = r.meeting(ctx, c)
	case gov.CaseConsultation:
		x.Consultation, err = r.consultation(ctx, c.ID)
	case gov.CaseFiling:
		x.Filing, err = r.filing(ctx, c.ID)
	case gov.CaseOpinion:
		x.Opinion, err = r.opinion(ctx, c.ID)
	case gov.CaseNomination:
		x.Nomination, err = r.nomination(ctx, c)
	case gov.CaseReceipt:
		x.Receipt, err = r.receipt(ctx, c.ID)
	case gov.CaseAgreement:
		x.Agreement, err = r.agreement(ctx, c.ID)
	case gov.CaseCycle, gov.CaseStage:
	}
	if errors.Is(store.Interpret(err), gov.ErrNotFound) {
		return nil // the case is there, its kind has recorded nothing yet
	}
	return err
}

func (r reading) decisions(ctx context.Context, id gov.CaseID) ([]Decision, error) {
	rows, err := r.q.ViewDecisionsOf(ctx, id)
	out := make([]Decision, len(rows))
	for i, d := range rows {
		out[i] = Decision{
			Act: d.ActSeq, Round: d.Round, Role: d.Role, Cell: d.Cell, Post: d.PostID, Person: d.Person, Name: d.Name,
			Verb: d.Verb, HashSeen: hex(d.HashSeen), Opinion: d.Opinion, OfficeDate: d.OfficeDate,
		}
	}
	return out, err
}

// Acts lists every act of a case in order.
func (s *Service) Acts(ctx context.Context, actor Actor, id gov.CaseID) ([]ActItem, error) {
	r, err := s.read(ctx, actor)
	if err != nil {
		return nil, err
	}
	c, err := r.followed(ctx, id)
	if err != nil {
		return nil, err
	}
	rows, err := r.q.ViewActsOfCase(ctx, id)
	out := make([]ActItem, len(rows))
	hidden := (c.Kind == gov.CaseNomination || ofAwards(c)) && !r.v.unmasked(fileOf(c))
	for i, a := range rows {
		out[i] = ActItem{
			Seq: a.Seq, Verb: a.Verb, From: a.FromState, To: a.ToState, Round: a.Round, Post: a.PostID,
			Person: a.Person,
			Name:   a.Name, Reason: a.Reason, Body: a.Body, Task: a.TaskKey, OfficeDate: a.OfficeDate,
			At: stampText(a.At),
		}
		if hidden {
			out[i].Body, out[i].Reason = json.RawMessage(nil), ""
		}
	}
	if err != nil {
		return nil, store.Interpret(err)
	}
	if err := r.sawPaper(ctx, c); err != nil {
		return nil, err
	}
	if c.Kind == gov.CaseNomination && !hidden && !own(fileOf(c)) {
		err = r.saw(ctx, sight{kind: ofNomination, fields: []string{"acts"}, whose: []pgtype.UUID{uid(c.ID)}})
	}
	return out, err
}

func stampText(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }
