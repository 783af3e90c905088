package cases

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

func (r reading) document(ctx context.Context, c db.ViewCaseRow) (*DocumentContext, error) {
	d, err := r.q.ViewDocument(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	out, err := documentHead(d)
	if err != nil {
		return nil, err
	}
	cells, err := r.q.ViewLineOf(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	if out.Line, err = r.lineCells(cells); err != nil {
		return nil, err
	}
	if err := r.versions(ctx, c.ID, out); err != nil {
		return nil, err
	}
	if err := r.circulation(ctx, c.ID, out); err != nil {
		return nil, err
	}
	if out.Draft, err = r.draftForm(ctx, c, d); err != nil {
		return nil, err
	}
	out.ReplyDue = r.replyDue(d)
	sent, err := r.q.ViewDispatchesOf(ctx, c.ID)
	for _, s := range sent {
		out.Dispatches = append(out.Dispatches, dispatched(s))
	}
	return out, err
}

// documentHead is what stands in the row of the document itself.
func documentHead(d db.Document) (*DocumentContext, error) {
	out := &DocumentContext{
		Matter: d.Matter, Title: d.Title, AboutYear: d.AboutYear, Drafter: d.DrafterPost, Version: d.Version, Body: d.Body,
		DocumentNumber: orEmpty(d.DocumentNumber), PolicyNumber: orEmpty(d.PolicyNumber), DraftedOn: d.DraftedOn,
		ApprovedOn: d.ApprovedOn, DispatchedOn: d.DispatchedOn,
		Clock: DocumentClock{
			Drafted: d.DraftedOn, Established: d.ApprovedOn, Dispatched: d.DispatchedOn, Arrived: d.ArrivedOn,
			Effective: d.EffectiveOn,
		},
		Authority: DocumentAuthority{
			Pack: hex(d.PackHash), Row: d.AuthorityRow, PolicySeries: d.PolicySeries, Important: d.Important,
			Undelegable: d.Undelegable, Facts: d.Facts, Touches: some(d.Touches),
		},
		DocumentRecord: documentRecord(d),
		Line:           []LineCell{}, Versions: []Version{}, Circulation: []Circulation{}, Dispatches: []Dispatch{},
	}
	if err := json.Unmarshal(d.Attachments, &out.Attachments); err != nil {
		return nil, fmt.Errorf("read the attachments of %s: %w", d.CaseID, err)
	}
	out.Parts = []DisclosedPart{{
		Part: bodyPart, Disclosure: d.Disclosure, FoiaItems: some(d.FoiaItems), Reason: d.DisclosureReason,
		Stage: d.ReviewStage, EndsOn: d.ReviewAgainOn,
	}}
	for _, a := range out.Attachments {
		out.Parts = append(out.Parts, DisclosedPart{
			Part: a.Title, Disclosure: a.Disclosure, FoiaItems: some(a.FoiaItems), Reason: a.DisclosureReason,
			Stage: a.ReviewStage, EndsOn: a.ReviewAgainOn,
		})
	}
	return out, nil
}

// documentRecord is what the record carries beside its text. Its term counts from when the matter is completed: when
// the document has gone out.
func documentRecord(d db.Document) DocumentRecord {
	return DocumentRecord{
		Disclosure: d.Disclosure, FoiaItems: some(d.FoiaItems), DisclosureReason: d.DisclosureReason,
		ReviewStage: d.ReviewStage, ReviewAgainOn: d.ReviewAgainOn, Retention: d.Retention,
		RetentionFrom:  policies.RetentionFrom(d.DispatchedOn),
		RetentionUntil: policies.RetentionUntil(d.DispatchedOn, policies.Retention(d.Retention)),
		FunctionCode:   d.FunctionCode, ClassificationPath: some(d.ClassificationPath), Licence: d.Licence, Form: d.Form,
		Addressees: some(d.Addressees), PublicNotice: d.PublicNotice, Attachments: []Attachment{}, Abstract: d.Abstract,
		Keywords: some(d.Keywords), Telephone: d.Telephone, InternalOnly: d.InternalOnly, RealName: d.RealName,
		Delivery: d.Delivery, ReplyFrom: d.ReplyFrom, ReplyDays: d.ReplyDays,
	}
}

func (r reading) lineCells(cells []db.ViewLineOfRow) ([]LineCell, error) {
	out := make([]LineCell, len(cells))
	for i, c := range cells {
		out[i] = LineCell{
			Round: c.Round, Position: c.Position, Step: c.Step, Role: c.Role, Post: c.PostID, Title: c.Title, Rank: c.Rank,
			Delegated: c.Delegated, State: c.State, Version: c.Version, HashSeen: hex(c.HashSeen), Person: c.Person,
			Name: c.Name, Proxy: c.Proxy, ProxyPost: c.SignedPost, ProxyTitle: c.SignedTitle, SignedOn: c.SignedOn,
			Opinion: c.Opinion, Dissent: c.Dissent, Agrees: c.Agrees, SkipReason: c.SkipReason, HoldReason: c.HoldReason,
			HoldReviewOn: c.HoldReviewOn, CurrentSince: c.CurrentSince, Age: r.cellAge(c), Row: c.RowID,
			Article: some(c.Article), Why: c.Why, Reasons: []gov.Reason{},
		}
		if err := json.Unmarshal(c.Reasons, &out[i].Reasons); err != nil {
			return nil, fmt.Errorf("read the reasons of cell %d: %w", c.Position, err)
		}
	}
	return out, nil
}

// cellAge is for how many working days a cell has waited, or had, for its signature.
func (r reading) cellAge(c db.ViewLineOfRow) int {
	switch policies.CellState(c.State) {
	case policies.CellCurrent:
		return r.workingDays(c.CurrentSince, r.v.today)
	case policies.CellSigned, policies.CellReturned, policies.CellSkipped, policies.CellLifted:
		return r.workingDays(c.CurrentSince, c.SignedOn)
	case policies.CellWaiting, policies.CellVoid:
	}
	return 0
}

// workingDays are the working days after one day until another, that one too.
func (r reading) workingDays(since, until gov.Date) int {
	n := 0
	if since.IsZero() {
		return n
	}
	cal := r.s.rules.Calendar()
	for d := since.AddDays(1); !d.After(until); d = d.AddDays(1) {
		if cal.IsWorkingDay(d) {
			n++
		}
	}
	return n
}

// versions lists the texts, and which of them the viewer saw last.
func (r reading) versions(ctx context.Context, id gov.CaseID, out *DocumentContext) error {
	rows, err := r.q.ViewVersionsOf(ctx, id)
	if err != nil {
		return err
	}
	seen, err := r.lastSeen(ctx, id)
	if err != nil {
		return err
	}
	for _, v := range rows {
		out.Versions = append(out.Versions, Version{
			Round: v.Round, Version: v.Version, Title: v.Title, ContentHash: hex(v.ContentHash), Post: v.PostID,
			PostTitle: v.PostTitle, Name: v.Name, DraftedOn: v.DraftedOn,
		})
		if len(seen) > 0 && string(v.ContentHash) == string(seen) {
			out.LastSeen = &Seen{Round: v.Round, Version: v.Version}
		}
	}
	return nil
}

// lastSeen is the hash of what the viewer saw of a case when he last opened it, nil if he never did.
func (r reading) lastSeen(ctx context.Context, id gov.CaseID) ([]byte, error) {
	hash, err := r.q.LastSeen(ctx, db.LastSeenParams{CaseID: id, PersonID: r.v.person})
	if errors.Is(store.Interpret(err), gov.ErrNotFound) {
		return nil, nil
	}
	return hash, err
}

func (r reading) circulation(ctx context.Context, id gov.CaseID, out *DocumentContext) error {
	rows, err := r.q.ViewCirculationOf(ctx, id)
	for _, c := range rows {
		item := Circulation{
			Post: c.PostID, Title: c.Title, AskedOn: c.AskedOn, AskedBy: c.AskedBy, Person: c.Person, Name: c.Name,
			ReadOn: c.ReadOn,
		}
		if c.ReadAt != nil {
			item.ReadAt = stampText(*c.ReadAt)
		}
		out.Circulation = append(out.Circulation, item)
	}
	return err
}

// asSent leaves of a document what its addressee was sent: the paper, and who signed it.
func (d *DocumentContext) asSent(round int32, v viewer) {
	d.Versions, d.Circulation, d.LastSeen, d.Draft = []Version{}, []Circulation{}, nil, nil
	d.Authority = DocumentAuthority{Facts: json.RawMessage("{}"), Touches: []string{}}
	line := []LineCell{}
	for _, l := range d.Line {
		if l.Round != round || (l.State != string(policies.CellSigned) && l.State != string(policies.CellSkipped)) {
			continue
		}
		line = append(line, LineCell{
			Round: l.Round, Position: l.Position, Step: l.Step, Role: l.Role, Post: l.Post, Title: l.Title, Rank: l.Rank,
			Delegated: l.Delegated, State: l.State, Person: l.Person, Name: l.Name, Proxy: l.Proxy, ProxyPost: l.ProxyPost,
			ProxyTitle: l.ProxyTitle, SignedOn: l.SignedOn, SkipReason: l.SkipReason, Article: []string{},
			Reasons: []gov.Reason{},
		})
	}
	d.Line = line
	sent := []Dispatch{}
	for _, x := range d.Dispatches {
		if v.inUnit(x.Unit) {
			sent = append(sent, x)
		}
	}
	d.Dispatches = sent
}

// opened records that the viewer saw a document as it stands: what changes until he comes again is shown from here. A
// record that has to wait for an act under way is left to the next time; nothing hangs on it.
func (r reading) opened(ctx context.Context, c db.ViewCaseRow) error {
	if c.Kind != gov.CaseDocument || len(c.ContentHash) == 0 {
		return nil
	}
	err := store.Interpret(r.q.Seen(ctx, db.SeenParams{CaseID: c.ID, PersonID: r.v.person, ContentHash: c.ContentHash}))
	if gov.CodeOf(err) == gov.CodeBusy {
		return nil
	}
	return err
}

// received records the reading of whoever was asked to read this document, by circulation or in a report after the
// fact: he has just opened it. He is never kept from it by what else happens to his task.
func (s *Service) received(ctx context.Context, r reading, actor Actor, c db.ViewCaseRow) error {
	if c.Kind != gov.CaseDocument {
		return nil
	}
	task, err := r.q.ViewReadingTask(ctx, db.ViewReadingTaskParams{CaseID: c.ID, Posts: r.v.posts, Person: uid(r.v.person)})
	if err != nil {
		if errors.Is(store.Interpret(err), gov.ErrNotFound) {
			return nil
		}
		return store.Interpret(err)
	}
	_, err = s.Act(ctx, actor, Command{Task: task, Verb: gov.VerbRead, Key: "opened/" + task.String(), HashSeen: c.ContentHash})
	if gov.CodeOf(err) != gov.CodeInternal {
		return nil
	}
	return err
}

// Compare asks for the difference between two versions of a document.
type Compare struct {
	Case gov.CaseID
	From Seen // the zero value: what the viewer saw when he last opened it
	To   Seen // the zero value: the present text
}

// Difference tells in what two versions of a document differ; without a first one, since the viewer last opened it, and
// without a second one, up to the present text. It is for whoever sees how the paper came about, not for addressees.
func (s *Service) Difference(ctx context.Context, actor Actor, x Compare) (Difference, error) {
	r, err := s.read(ctx, actor)
	if err != nil {
		return Difference{}, err
	}
	c, err := r.followed(ctx, x.Case)
	if err != nil {
		return Difference{}, err
	}
	if c.Kind != gov.CaseDocument {
		return Difference{}, gov.ErrNotFound
	}
	if err := r.sawPaper(ctx, c); err != nil {
		return Difference{}, err
	}
	after, err := r.version(ctx, x.Case, x.To, c.ContentHash)
	if err != nil {
		return Difference{}, err
	}
	out := Difference{Title: c.Title, To: after.mark(), Changes: []ContentChange{}}
	seen, err := r.lastSeen(ctx, x.Case)
	if err != nil {
		return out, store.Interpret(err)
	}
	content := json.RawMessage("{}")
	if x.From != (Seen{}) || len(seen) > 0 {
		before, err := r.version(ctx, x.Case, x.From, seen)
		if err != nil {
			return out, err
		}
		mark := before.mark()
		out.From, content = &mark, before.Content
	}
	changes, err := policies.Difference(content, after.Content)
	for _, change := range changes {
		out.Changes = append(out.Changes, ContentChange(change))
	}
	if ofAwards(c) && !r.v.unmasked(fileOf(c)) {
		out.withoutNominees()
	}
	return out, err
}

// versionRow is one text of a document.
type versionRow db.ViewVersionRow

// version reads the named version, or the one with a hash.
func (r reading) version(ctx context.Context, id gov.CaseID, at Seen, hash []byte) (versionRow, error) {
	if at == (Seen{}) {
		v, err := r.q.ViewVersionOfHash(ctx, db.ViewVersionOfHashParams{CaseID: id, ContentHash: hash})
		return versionRow(v), store.Interpret(err)
	}
	v, err := r.q.ViewVersion(ctx, db.ViewVersionParams{CaseID: id, Round: at.Round, Version: at.Version})
	return versionRow(v), store.Interpret(err)
}

func (v versionRow) mark() VersionMark {
	return VersionMark{
		Seen: Seen{Round: v.Round, Version: v.Version}, Title: v.Title, ContentHash: hex(v.ContentHash), DraftedOn: v.DraftedOn,
	}
}
