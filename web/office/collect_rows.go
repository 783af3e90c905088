package office

import (
	"crypto/rand"
	"encoding/json"
	"strconv"
	"strings"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/policies/checks"
)

// newKey is a key under which something is done once, however often its form is sent.
func newKey() string { return rand.Text() }

// unitOf is the unit in which a field is shown and typed: money in won, whatever the printed paper rounds it to.
func unitOf(f cases.FormField) string {
	if f.Type == "money" {
		return "원"
	}
	return f.Unit
}

// sheetTable are all rows of a submission with what was said of each cell.
type sheetTable struct {
	Task  string // of which rows are saved; empty: the reader may not
	Heads []sheetHead
	Rows  []sheetRow
}

// sheetHead is a column; its limits let a script say what is wrong while somebody types. The use case has the last word.
type sheetHead struct {
	cases.FormField

	Unit    string
	Choices string // as JSON
}

// sheetRow is a row with what concerns it as a whole.
type sheetRow struct {
	cases.Row

	Href     string // of its own page; empty: the reader may not write it
	Cells    []sheetCell
	Findings []checks.Finding
	Asked    []string
}

// sheetCell is the value of a field, with what the checks and people say of it.
type sheetCell struct {
	Field    string
	Text     string // as it is read
	Raw      string // as it is typed
	Figure   bool
	Changed  bool // by the last hand-in
	Findings []checks.Finding
	Asked    []string
	Said     []cases.RowComment
}

func sheetOf(p submissionPage) sheetTable {
	out := sheetTable{}
	if t, ok := p.savingTask(); ok {
		out.Task = t.ID.String()
	}
	for _, f := range p.Sub.Fields {
		h := sheetHead{FormField: f, Unit: unitOf(f)}
		if len(f.Choices) > 0 {
			if raw, err := json.Marshal(f.Choices); err == nil {
				h.Choices = string(raw)
			}
		}
		out.Heads = append(out.Heads, h)
	}
	for _, row := range p.Sub.Rows {
		one := sheetRow{Row: row}
		if out.Task != "" {
			one.Href = "/tasks/" + out.Task + "/rows/" + row.ID.String()
		}
		values := valuesOf(row.Data)
		for _, f := range p.Sub.Fields {
			one.Cells = append(one.Cells, sheetCell{
				Field: f.ID, Text: shownValue(f, values[f.ID]), Raw: shownTyped(f, values[f.ID]), Figure: isFigure(f),
			})
		}
		one.mark(p)
		out.Rows = append(out.Rows, one)
	}
	return out
}

// mark writes findings, requests, remarks and changes at the cells that they are about.
func (s *sheetRow) mark(p submissionPage) {
	for _, f := range findingsOf(p.Sub, s.Row) {
		if c := s.cell(f.Field); c != nil {
			c.Findings = append(c.Findings, f)
		} else {
			s.Findings = append(s.Findings, f)
		}
	}
	for _, a := range p.Asked {
		if !a.of(s.Row) || a.Mended == mendedYes {
			continue
		}
		if c := s.cell(a.Field); c != nil {
			c.Asked = append(c.Asked, a.Reason)
		} else {
			s.Asked = append(s.Asked, a.Reason)
		}
	}
	for _, said := range p.Sub.Comments {
		if said.Row != s.Item && said.Row != s.ID.String() {
			continue
		}
		if c := s.cell(said.Field); c != nil {
			c.Said = append(c.Said, said)
		}
	}
	for _, ch := range p.Changed {
		if c := s.cell(ch.field); c != nil && ch.item == s.Item {
			c.Changed = true
		}
	}
}

func (s *sheetRow) cell(field string) *sheetCell {
	for i := range s.Cells {
		if field != "" && s.Cells[i].Field == field {
			return &s.Cells[i]
		}
	}
	return nil
}

// askedField is one thing that a return asked to be mended, and what became of it.
type askedField struct {
	Row, Title string // as the request named it, and its title
	Field      string
	FieldTitle string // empty: the whole row
	Reason     string
	Mended     string
}

// What became of a request, as a page says it.
const (
	mendedOpen = "보완 중"
	mendedYes  = "고침"
	mendedNo   = "그대로 다시 제출"
)

func (a askedField) of(row cases.Row) bool { return a.Row == row.Item || a.Row == row.ID.String() }

// askedOf are the requests of the last return at their rows and fields. Whether one was mended is known once the rows
// have left the unit again: the last hand-in either changed the value or did not.
func askedOf(c cases.CaseView) []askedField {
	sub := c.Context.Submission
	if len(sub.Revisions) == 0 {
		return nil
	}
	last := sub.Revisions[len(sub.Revisions)-1]
	var asked []cases.FieldReason
	if len(last.Fields) > 0 && json.Unmarshal(last.Fields, &asked) != nil {
		return nil // an act of a kind that names no fields
	}
	open := c.State != gov.Submitted && c.State != gov.Resubmitted && c.State != gov.Accepted
	changed := changedOf(sub)
	var out []askedField
	for _, a := range asked {
		one := askedField{Row: a.Row, Title: a.Row, Field: a.Field, Reason: a.Reason, Mended: mendedOpen}
		for _, row := range sub.Rows {
			if one.of(row) {
				one.Title = row.Title
				if !open {
					one.Mended = mendedOf(changed, row.Item, a.Field)
				}
			}
		}
		one.FieldTitle = fieldTitle(sub, a.Field)
		out = append(out, one)
	}
	return out
}

func mendedOf(changed []changedField, item, field string) string {
	for _, ch := range changed {
		if ch.item == item && (field == "" || field == ch.field) {
			return mendedYes
		}
	}
	return mendedNo
}

func fieldTitle(sub *cases.SubmissionContext, id string) string {
	for _, f := range sub.Fields {
		if f.ID == id {
			return f.Title
		}
	}
	return id
}

// changedField is a value that the last hand-in changed, with the names of its row and field.
type changedField struct {
	Title, FieldTitle string
	Before, After     string
	item, field       string
}

// changedOf reads the paths of what changed, /rows/N/data/FIELD, by the rows as they are. What is no value of a row is
// told by its path.
func changedOf(sub *cases.SubmissionContext) []changedField {
	var out []changedField
	for _, ch := range sub.Changes {
		one := changedField{Title: ch.Path, Before: plain(ch.Before), After: plain(ch.After)}
		parts := strings.Split(strings.Trim(ch.Path, "/"), "/")
		if len(parts) >= 4 && parts[0] == "rows" && parts[2] == "data" {
			if n, err := strconv.Atoi(parts[1]); err == nil && n < len(sub.Rows) {
				one.item, one.field = sub.Rows[n].Item, parts[3]
				one.Title, one.FieldTitle = sub.Rows[n].Title, fieldTitle(sub, parts[3])
				one.named(sub)
			}
		}
		out = append(out, one)
	}
	return out
}

// named puts the words of choices where the values of a field are chosen.
func (c *changedField) named(sub *cases.SubmissionContext) {
	for _, f := range sub.Fields {
		if f.ID != c.field {
			continue
		}
		for _, choice := range f.Choices {
			if choice.Value == c.Before {
				c.Before = choice.Title
			}
			if choice.Value == c.After {
				c.After = choice.Title
			}
		}
	}
}
