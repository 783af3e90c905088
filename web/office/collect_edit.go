package office

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/policies/checks"
)

// saidOfRow is what a script of the table is told: what was kept, or why it was not.
type saidOfRow struct {
	Saved    bool             `json:"saved,omitempty"`
	Revision int32            `json:"revision"`          // of the row as it stands
	Values   []saidValue      `json:"values,omitempty"`  // the row as it stands, where it was saved or somebody else saved it
	Detail   string           `json:"detail,omitempty"`  // why it was refused
	Stale    bool             `json:"stale,omitempty"`   // somebody else saved the row in between
	Again    bool             `json:"again,omitempty"`   // what was typed can be sent once more under its key
	Reasons  []saidAt         `json:"reasons,omitempty"` // what does not fit
	Findings []checks.Finding `json:"findings"`          // what the checks see
}

type saidValue struct {
	Field string `json:"field"`
	Raw   string `json:"raw"`
	Text  string `json:"text"`
}

type saidAt struct {
	Field string `json:"field,omitempty"`
	Text  string `json:"text"`
}

// typedRow reads the fields of a row out of a form: what is not there stays as it is, what is empty is taken back.
func typedRow(r *http.Request, fields []cases.FormField) map[string]any {
	data := map[string]any{}
	for _, f := range fields {
		typed := strings.TrimSpace(r.PostForm.Get("f." + f.ID))
		switch {
		case !r.PostForm.Has("f." + f.ID):
		case typed == "":
			data[f.ID] = nil
		case isFigure(f):
			data[f.ID] = numberOr(typed)
		default:
			data[f.ID] = typed
		}
	}
	return data
}

// saveBody is the body of a save of a row on the revision that was shown.
func saveBody(r *http.Request, row gov.RowID, fields []cases.FormField) (cases.SaveRowBody, error) {
	revision, err := strconv.ParseInt(r.PostForm.Get("revision"), 10, 32)
	if err != nil {
		return cases.SaveRowBody{}, errBadText
	}
	data, err := json.Marshal(typedRow(r, fields))
	return cases.SaveRowBody{Row: row, Revision: int32(revision), Data: data}, err
}

// tryRow tells what the checks would say of a row as it is being typed. Nothing is written.
func (s *server) tryRow(r *http.Request, v visitor) (page, error) {
	c, body, err := s.rowTyped(r, v)
	if err != nil {
		return s.saidWhy(r, err)
	}
	found, err := s.Cases.TryRow(r.Context(), v.actor, c.ID, body)
	if err != nil {
		return s.saidWhy(r, err)
	}
	out := saidOfRow{Revision: body.Revision, Findings: found.Findings}
	for _, why := range found.Reasons {
		out.Reasons = append(out.Reasons, saidAt{fieldNamed(why), why.Text})
	}
	return page{data: out}, nil
}

// rowTyped is the submission of a request with the row that was typed.
func (s *server) rowTyped(r *http.Request, v visitor) (cases.CaseView, cases.SaveRowBody, error) {
	c, err := s.submissionCase(r, v)
	if err != nil {
		return c, cases.SaveRowBody{}, err
	}
	var row gov.RowID
	if err := idFrom(r.PostForm.Get("row"), &row); err != nil {
		return c, cases.SaveRowBody{}, err
	}
	body, err := saveBody(r, row, c.Context.Submission.Fields)
	return c, body, err
}

// saveCells saves what was typed in a row of the table: the same contribution as the form of the row.
func (s *server) saveCells(r *http.Request, v visitor) (page, error) {
	_, body, err := s.rowTyped(r, v)
	if err != nil {
		return s.saidWhy(r, err)
	}
	raw, err := json.Marshal(body)
	if err != nil {
		return page{}, err
	}
	var task gov.TaskID
	if err := idFrom(r.PostForm.Get("task"), &task); err != nil {
		return s.saidWhy(r, err)
	}
	_, cause := s.Cases.Act(r.Context(), v.actor, cases.Command{
		Task: task, Verb: gov.VerbSaveRow, Key: r.PostForm.Get("key"), Body: raw, Source: r.RemoteAddr,
	})
	if cause != nil && gov.CodeOf(cause) != gov.CodeStale {
		return s.saidWhy(r, cause)
	}
	c, err := s.submissionCase(r, v)
	if err != nil {
		return s.saidWhy(r, err)
	}
	out := rowSaid(c.Context.Submission, body.Row)
	if cause == nil {
		out.Saved = true
		return page{data: out}, nil
	}
	out.Stale, out.Detail = true, s.refusal(r, cause).Detail
	return page{status: statusOf(gov.CodeStale), data: out}, nil
}

// rowSaid is a row as it stands now.
func rowSaid(sub *cases.SubmissionContext, id gov.RowID) saidOfRow {
	out := saidOfRow{Findings: []checks.Finding{}}
	for _, row := range sub.Rows {
		if row.ID != id {
			continue
		}
		out.Revision = row.Revision
		out.Findings = append(out.Findings, findingsOf(sub, row)...)
		values := valuesOf(row.Data)
		for _, f := range sub.Fields {
			out.Values = append(out.Values, saidValue{f.ID, shownTyped(f, values[f.ID]), shownValue(f, values[f.ID])})
		}
	}
	return out
}

// saidWhy tells a script why something was refused, at the field where it names one. A mistake of ours is no refusal:
// it goes to the log, and the script says that the row was not kept.
func (s *server) saidWhy(r *http.Request, cause error) (page, error) {
	e := s.refusal(r, cause)
	out := saidOfRow{Detail: e.Detail, Again: e.Code == gov.CodeBusy, Findings: []checks.Finding{}}
	for _, why := range e.Reasons {
		out.Reasons = append(out.Reasons, saidAt{fieldNamed(why), why.Text})
	}
	return page{status: statusOf(e.Code), data: out}, nil
}

// fieldNamed is the field of a row that a reason is about; reasons of rows name it at the end of their rule.
func fieldNamed(why gov.Reason) string {
	if at := strings.LastIndex(why.Rule, "/"); at >= 0 {
		return why.Rule[at+1:]
	}
	return ""
}
