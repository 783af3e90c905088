package office

import (
	"crypto/rand"
	"encoding/json"
	"net/http"
	"strings"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/policies/checks"
)

// rowsTable is a collection as one table.
type rowsTable struct {
	Fields []cases.FormField
	Rows   []tableRow
	May    bool // they can be changed by this reader
}

// tableRow is one row with its cells in the order of the fields.
type tableRow struct {
	cases.Row

	Cells    []cell
	Findings []checks.Finding
}

type cell struct {
	Text   string
	Figure bool
}

func tableOf(sub *cases.SubmissionContext, may bool) *rowsTable {
	out := &rowsTable{Fields: sub.Fields, May: may}
	for _, row := range sub.Rows {
		one := tableRow{Row: row, Findings: findingsOf(sub, row)}
		values := valuesOf(row.Data)
		for _, f := range sub.Fields {
			one.Cells = append(one.Cells, cell{shownValue(f, values[f.ID]), isFigure(f)})
		}
		out.Rows = append(out.Rows, one)
	}
	return out
}

func findingsOf(sub *cases.SubmissionContext, row cases.Row) []checks.Finding {
	var out []checks.Finding
	for _, f := range sub.Findings {
		if f.Row == row.ID.String() || f.Item == row.Item {
			out = append(out, f)
		}
	}
	return out
}

func valuesOf(raw json.RawMessage) map[string]json.RawMessage {
	out := map[string]json.RawMessage{}
	if json.Unmarshal(raw, &out) != nil {
		return map[string]json.RawMessage{} // a row that was never written
	}
	return out
}

func isFigure(f cases.FormField) bool {
	return f.Type == "integer" || f.Type == "money" || f.Type == "percent" || f.Type == "decimal"
}

// shownValue is a value with the word of its choice.
func shownValue(f cases.FormField, raw json.RawMessage) string {
	text := plain(raw)
	for _, c := range f.Choices {
		if c.Value == text {
			return c.Title
		}
	}
	return text
}

// rowPage is one row to be written.
type rowPage struct {
	Task     cases.TaskDetail
	Row      cases.Row
	Fields   []field
	Last     []cell // what stood there the year before, in the order of the fields
	Findings []checks.Finding
	Key      string
	Next     string // the row after it
}

func (s *server) row(r *http.Request, v visitor) (page, error) {
	t, row, err := s.readRow(r, v)
	if err != nil {
		return page{}, err
	}
	values := valuesOf(row.Data)
	p := rowView(t, row, func(f cases.FormField) string { return shownTyped(f, values[f.ID]) })
	if r.Form.Get("did") != "" {
		p.note = &note{Kind: "good", Text: "저장했습니다. 검사 결과를 아래에서 확인하십시오."}
	}
	return p, nil
}

// shownTyped is a value as it is typed: figures with commas.
func shownTyped(f cases.FormField, raw json.RawMessage) string {
	if f.Type == "choice" {
		var s string
		if json.Unmarshal(raw, &s) == nil {
			return s
		}
	}
	return plain(raw)
}

func (s *server) readRow(r *http.Request, v visitor) (cases.TaskDetail, cases.Row, error) {
	t, err := s.read(r, v)
	if err != nil {
		return t, cases.Row{}, err
	}
	if sub := t.File.Context.Submission; sub != nil {
		for _, row := range sub.Rows {
			if row.ID.String() == r.PathValue("row") {
				return t, row, nil
			}
		}
	}
	return t, cases.Row{}, gov.ErrNotFound
}

// rowView is the page of a row whose fields hold what value says.
func rowView(t cases.TaskDetail, row cases.Row, value func(cases.FormField) string) page {
	sub := t.File.Context.Submission
	of := rowPage{Task: t, Row: row, Key: rand.Text(), Findings: findingsOf(sub, row), Next: after(sub, row)}
	last := valuesOf(row.Last)
	for _, f := range sub.Fields {
		one := field{
			Name: "f." + f.ID, ID: "f-" + f.ID, Label: f.Title, Needed: f.Required, As: typedAs(f), Most: f.MaxLen,
			Value: value(f), Hint: hintOf(f),
		}
		for _, c := range f.Choices {
			one.Options = append(one.Options, option{c.Value, c.Title, c.Value == one.Value})
		}
		of.Fields = append(of.Fields, one)
		of.Last = append(of.Last, cell{shownValue(f, last[f.ID]), isFigure(f)})
	}
	return page{
		view: "row", title: row.Title, at: "/", of: of,
		crumbs: []link{{"/", "할 일"}, {"/tasks/" + t.ID.String(), t.Title}, {"", row.Title}},
	}
}

func typedAs(f cases.FormField) string {
	switch f.Type {
	case "choice":
		return "select"
	case "date":
		return "date"
	case "text":
		if f.MaxLen == 0 || f.MaxLen > 120 {
			return "area"
		}
		return "text"
	}
	return "number"
}

func hintOf(f cases.FormField) string {
	parts := []string{f.Help}
	if f.Type == "money" {
		parts = append(parts, "원 단위로 적습니다.")
	} else if f.Unit != "" {
		parts = append(parts, "단위: "+f.Unit)
	}
	if len(f.Article) > 0 {
		parts = append(parts, "근거: "+strings.Join(f.Article, ", "))
	}
	return strings.TrimSpace(strings.Join(parts, " "))
}

func after(sub *cases.SubmissionContext, row cases.Row) string {
	for i, other := range sub.Rows {
		if other.ID == row.ID && i+1 < len(sub.Rows) {
			return sub.Rows[i+1].ID.String()
		}
	}
	return ""
}

// saveRow keeps what was typed in a row on the revision that was shown.
func (s *server) saveRow(r *http.Request, v visitor) (page, error) {
	t, row, err := s.readRow(r, v)
	if err != nil {
		return page{}, err
	}
	save, err := saveBody(r, row.ID, t.File.Context.Submission.Fields)
	if err != nil {
		return page{}, err
	}
	body, err := json.Marshal(save)
	if err != nil {
		return page{}, err
	}
	_, err = s.Cases.Act(r.Context(), v.actor, cases.Command{
		Task: t.ID, Verb: gov.VerbSaveRow, Key: r.PostForm.Get("key"), Body: body, Source: r.RemoteAddr,
	})
	if err == nil {
		return page{to: r.URL.Path + "?did=save_row"}, nil
	}
	return s.rowAgain(r, v, err)
}

// rowAgain shows a row that was not taken with what was typed, bound to what stands there now.
func (s *server) rowAgain(r *http.Request, v visitor, cause error) (page, error) {
	e := s.refusal(r, cause)
	if statusOf(e.Code) >= http.StatusInternalServerError {
		return page{}, cause
	}
	t, row, err := s.readRow(r, v)
	if err != nil {
		return page{}, cause
	}
	p := rowView(t, row, func(f cases.FormField) string { return r.PostForm.Get("f." + f.ID) })
	if of, ok := p.of.(rowPage); ok {
		for i, f := range of.Fields {
			for _, why := range e.Reasons {
				if strings.HasSuffix(why.Rule, "/"+strings.TrimPrefix(f.Name, "f.")) {
					of.Fields[i].Wrong = why.Text
				}
			}
		}
	}
	p.status = statusOf(e.Code)
	p.note = &note{Kind: "bad", Text: e.Detail, Reasons: e.Reasons, Changes: e.Changes}
	return p, nil
}
