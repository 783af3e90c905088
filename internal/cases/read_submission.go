package cases

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"gyeol/gov"
	"gyeol/internal/store/db"
	"gyeol/policies"
	"gyeol/policies/checks"
)

// SubmissionContext is what a unit hands in: the form, its rows and all that was said about them.
type SubmissionContext struct {
	Form            string            `json:"form" example:"plan-row"`
	FormTitle       string            `json:"form_title" example:"시행계획 서식"`
	FormHelp        string            `json:"form_help,omitempty"`
	FormPack        string            `json:"form_pack" doc:"Hash of the pack whose wording of the form holds"`
	Grows           bool              `json:"grows" doc:"The unit may add rows"`
	Fields          []FormField       `json:"fields" nullable:"false"`
	Proposed        *ProposedForm     `json:"proposed,omitempty" doc:"Another wording of the form that is offered"`
	AboutYear       int32             `json:"about_year" example:"2022"`
	NothingToReport bool              `json:"nothing_to_report"`
	SubmittedOn     gov.Date          `json:"submitted_on,omitzero"`
	AcceptedOn      gov.Date          `json:"accepted_on,omitzero"`
	Rows            []Row             `json:"rows" nullable:"false"`
	Events          []RowEvent        `json:"events" nullable:"false" doc:"What became of projects"`
	Consents        []RowConsent      `json:"consents" nullable:"false" doc:"What other units were asked about rows"`
	Line            []UnitCell        `json:"line" nullable:"false" doc:"The unit's own line, of the present round"`
	Revisions       []RevisionRequest `json:"revisions" nullable:"false" doc:"What was asked to be mended, latest last"`
	Comments        []RowComment      `json:"comments" nullable:"false" doc:"Remarks, oldest first"`
	Attachments     []RowAttachment   `json:"attachments" nullable:"false" doc:"Files beside the submission or a row"`
	Findings        []checks.Finding  `json:"findings" nullable:"false" doc:"What the checks find in the rows as they are"`
	Waivers         []RowWaiver       `json:"waivers" nullable:"false" doc:"Findings that stand, as whoever submitted said"`
	Overlaps        []RowOverlap      `json:"overlaps" nullable:"false" doc:"What was decided on projects of these rows that are like others"`
	Changes         []ContentChange   `json:"changes" nullable:"false" doc:"What the last hand-in changed against the one before"`
}

// ProposedForm is another wording of the form, and what it changes.
type ProposedForm struct {
	Pack string `json:"pack"`
	policies.FormDifference
}

// RowEvent is what became of the project of a row.
type RowEvent struct {
	ID          gov.RowID  `json:"id"`
	Row         gov.RowID  `json:"row"`
	Item        string     `json:"item"`
	Kind        string     `json:"kind" enum:"ended,merged,split,transferred"`
	EffectiveOn gov.Date   `json:"effective_on"`
	Reason      string     `json:"reason"`
	Successors  []string   `json:"successors" nullable:"false"`
	ToUnit      gov.UnitID `json:"to_unit,omitempty"`
	ToUnitName  string     `json:"to_unit_name,omitempty"`
	State       string     `json:"state" enum:"told,in_force"`
}

// RowConsent is a question to another unit about a row, and its answer.
type RowConsent struct {
	Row        gov.RowID  `json:"row"`
	Item       string     `json:"item"`
	Unit       gov.UnitID `json:"unit"`
	UnitName   string     `json:"unit_name"`
	Kind       string     `json:"kind" enum:"concur,merged,split,transferred"`
	AskedOn    gov.Date   `json:"asked_on"`
	Answer     string     `json:"answer,omitempty" enum:"agreed,objected,dropped" doc:"dropped: no longer asked"`
	Opinion    string     `json:"opinion,omitempty"`
	AnsweredAs string     `json:"answered_as,omitempty" doc:"Title of the post"`
	AnsweredOn gov.Date   `json:"answered_on,omitzero"`
}

// UnitCell is a signature of a unit's own line.
type UnitCell struct {
	Position int32      `json:"position"`
	Role     string     `json:"role" enum:"review,approve"`
	Post     gov.PostID `json:"post"`
	Title    string     `json:"title"`
	State    string     `json:"state"`
	Person   string     `json:"person,omitempty" doc:"Name of whoever signed"`
	Proxy    string     `json:"proxy,omitempty" enum:"acting,delegation" doc:"He stood in"`
	Opinion  string     `json:"opinion,omitempty"`
	SignedOn gov.Date   `json:"signed_on,omitzero"`
	Why      string     `json:"why"`
	Article  []string   `json:"article" nullable:"false"`
}

// RowWaiver is a finding that somebody let stand.
type RowWaiver struct {
	Finding    string   `json:"finding"`
	Reason     string   `json:"reason"`
	Person     string   `json:"person" doc:"Name of whoever submitted"`
	OfficeDate gov.Date `json:"office_date"`
}

// RowComment is a remark, at a row or field where it names one.
type RowComment struct {
	Text       string   `json:"text"`
	Row        string   `json:"row,omitempty"`
	Field      string   `json:"field,omitempty"`
	Name       string   `json:"name"`
	Post       string   `json:"post,omitempty" doc:"Title of the post"`
	OfficeDate gov.Date `json:"office_date"`
	At         string   `json:"at" format:"date-time"`
}

// RevisionRequest is a return with its reasons.
type RevisionRequest struct {
	Round      int32           `json:"round" doc:"The round that it began"`
	Reason     string          `json:"reason"`
	Fields     json.RawMessage `json:"fields,omitempty" doc:"Reasons per row and field, as sent"`
	OfficeDate gov.Date        `json:"office_date"`
}

func (r reading) submission(ctx context.Context, c db.ViewCaseRow) (*SubmissionContext, error) {
	sub, err := r.q.ViewSubmission(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	form, err := r.s.formOf(ctx, r.q, sub, c.PackHash)
	if err != nil {
		return nil, err
	}
	rows, err := readRows(ctx, r.q, c.ID, form)
	if err != nil {
		return nil, err
	}
	out := &SubmissionContext{
		Form: form.ID, FormTitle: form.Title, FormHelp: form.Help, FormPack: hex(sub.FormPack), Grows: form.Grows,
		Fields: formFields(form), AboutYear: sub.AboutYear, NothingToReport: sub.NothingToReport,
		SubmittedOn: sub.SubmittedOn, AcceptedOn: sub.AcceptedOn, Rows: rows,
	}
	if len(sub.FormPack) == 0 {
		out.FormPack = hex(c.PackHash)
	}
	if err := r.saidAbout(ctx, c, out); err != nil {
		return nil, err
	}
	p, err := r.s.rules.Of(ctx, r.q, c.PackHash)
	if err != nil {
		return nil, err
	}
	if out.Findings, err = checked(p, form, rows, r.v.today); err != nil {
		return nil, err
	}
	if out.Proposed, err = r.proposed(ctx, sub, form); err != nil {
		return nil, err
	}
	if out.Overlaps, err = r.rowOverlaps(ctx, rows, sub.AboutYear); err != nil {
		return nil, err
	}
	if out.Changes, err = r.handedInAnew(ctx, c.ID); err != nil {
		return nil, err
	}
	out.Revisions, out.Waivers, err = r.revisions(ctx, c.ID)
	return out, err
}

// saidAbout reads events, questions, signatures and remarks.
func (r reading) saidAbout(ctx context.Context, c db.ViewCaseRow, out *SubmissionContext) error {
	events, err := r.q.RowEventsOf(ctx, c.ID)
	if err != nil {
		return err
	}
	out.Events = mapped(events, func(e db.RowEventsOfRow) RowEvent {
		return RowEvent{
			ID: e.ID, Row: e.RowID, Item: e.Item, Kind: e.Kind, EffectiveOn: e.EffectiveOn, Reason: e.Reason,
			Successors: some(e.Successors), ToUnit: e.ToUnit, ToUnitName: e.ToUnitName, State: e.State,
		}
	})
	consents, err := r.q.RowConsentsOf(ctx, c.ID)
	if err != nil {
		return err
	}
	out.Consents = mapped(consents, func(k db.RowConsentsOfRow) RowConsent {
		x := RowConsent{
			Row: k.RowID, Item: k.Item, Unit: k.UnitID, UnitName: k.UnitName, Kind: k.Kind, AskedOn: k.AskedOn,
			Opinion: k.Opinion, AnsweredAs: k.AnsweredTitle, AnsweredOn: k.AnsweredOn,
		}
		if k.Answer != nil {
			x.Answer = *k.Answer
		}
		return x
	})
	cells, err := r.q.UnitCellsOf(ctx, db.UnitCellsOfParams{CaseID: c.ID, Round: c.Round})
	if err != nil {
		return err
	}
	out.Line = mapped(cells, func(x db.UnitCellsOfRow) UnitCell {
		return UnitCell{
			Position: x.Position, Role: x.Role, Post: x.PostID, Title: x.Title, State: x.State, Person: x.PersonName,
			Proxy: x.Proxy, Opinion: x.Opinion, SignedOn: x.SignedOn, Why: x.Why, Article: some(x.Article),
		}
	})
	if out.Comments, err = r.comments(ctx, c.ID); err != nil {
		return err
	}
	out.Attachments, err = r.attachments(ctx, c.ID)
	return err
}

func (r reading) comments(ctx context.Context, id gov.CaseID) ([]RowComment, error) {
	list, err := r.q.CommentsOf(ctx, id)
	out := make([]RowComment, len(list))
	for i, x := range list {
		var body CommentBody
		if err := json.Unmarshal(x.Body, &body); err != nil {
			return nil, fmt.Errorf("read a remark: %w", err)
		}
		out[i] = RowComment{
			Text: body.Text, Row: body.Row, Field: body.Field, Name: x.Name, Post: x.PostTitle, OfficeDate: x.OfficeDate,
			At: x.At.UTC().Format(time.RFC3339),
		}
	}
	return out, err
}

// proposed tells what the offered wording of the form would change.
func (r reading) proposed(ctx context.Context, sub db.Submission, form policies.FormRule) (*ProposedForm, error) {
	if len(sub.ProposedPack) == 0 {
		return nil, nil //nolint:nilnil // nothing is offered
	}
	p, err := r.s.rules.Of(ctx, r.q, sub.ProposedPack)
	if err != nil {
		return nil, err
	}
	to, ok := p.Form(sub.Form)
	if !ok {
		return nil, noRule("form", sub.Form)
	}
	return &ProposedForm{Pack: hex(sub.ProposedPack), FormDifference: policies.CompareForms(form, to)}, nil
}

// handedInAnew is what the rows that left the unit last change against those that left it before.
func (r reading) handedInAnew(ctx context.Context, id gov.CaseID) ([]ContentChange, error) {
	versions, err := r.q.HandedInVersions(ctx, id)
	if err != nil || len(versions) < 2 {
		return []ContentChange{}, err
	}
	changes, err := policies.Difference(versions[1].Content, versions[0].Content)
	return mapped(changes, func(c gov.Change) ContentChange { return ContentChange(c) }), err
}

// revisions are the returns of a submission, of its line and of the coordinator with reasons per field, and what the
// last hand-in let stand.
func (r reading) revisions(ctx context.Context, id gov.CaseID) ([]RevisionRequest, []RowWaiver, error) {
	acts, err := r.q.ViewActsOfCase(ctx, id)
	out, waived := []RevisionRequest{}, []RowWaiver{}
	for _, a := range acts {
		if a.Verb == gov.VerbSubmit {
			var body SubmitRowsBody
			if err := json.Unmarshal(a.Body, &body); err != nil {
				return nil, nil, fmt.Errorf("read the body of act %d: %w", a.Seq, err)
			}
			waived = mapped(body.Waivers, func(w FindingWaiver) RowWaiver {
				return RowWaiver{Finding: w.Finding, Reason: w.Reason, Person: a.Name, OfficeDate: a.OfficeDate}
			})
		}
		if a.Verb != gov.VerbRequestRevision && a.Verb != gov.VerbReturn {
			continue
		}
		var body struct {
			Fields json.RawMessage `json:"fields"`
		}
		if err := json.Unmarshal(a.Body, &body); err != nil {
			return nil, nil, fmt.Errorf("read the body of act %d: %w", a.Seq, err)
		}
		out = append(out, RevisionRequest{
			Round: a.Round, Reason: a.Reason, Fields: body.Fields,
			OfficeDate: a.OfficeDate,
		})
	}
	return out, waived, err
}
