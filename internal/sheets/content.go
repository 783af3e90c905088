package sheets

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"

	"gyeol/gov"
	"gyeol/policies"
)

// Content is what a file says of the rows it was exported with, and the rows that its unit added.
type Content struct {
	Rows  []ContentRow `json:"rows"`
	Added []ContentRow `json:"added"`
}

// ContentRow is one row of a file.
type ContentRow struct {
	ID     gov.RowID         `json:"id"`
	Line   int               `json:"line"`
	Values map[string]any    `json:"values"`
	Cells  map[string]string `json:"-"` // the place of each field, for messages
}

// mostFaults bounds what one file is told.
const mostFaults = 200

// contentReader holds the table against the sheet that was exported.
type contentReader struct {
	sheet   Sheet
	grid    grid
	columns []column
	faults  []Fault
	seen    map[gov.RowID]string // the place where a row stood first
	rows    map[gov.RowID]Row
	out     Content
}

// Content reads the rows of the file by the sheet that was exported, refusing every cell that does not fit at once.
func (f *File) Content(was Sheet) (Content, error) {
	if !f.found {
		return Content{}, refuse("sheet", "‘%s’ 시트가 없습니다. 시트 이름을 되돌리거나 양식을 새로 내려받으십시오.", sheetRows)
	}
	r := &contentReader{
		sheet: was, grid: f.grid, columns: was.columns(), seen: map[gov.RowID]string{}, rows: map[gov.RowID]Row{},
		out: Content{Rows: []ContentRow{}, Added: []ContentRow{}},
	}
	for _, row := range was.Rows {
		r.rows[row.ID] = row
	}
	r.shape()
	if r.head(); len(r.faults) == 0 || !r.moved() {
		for _, l := range r.grid.lines {
			if l.number > r.grid.firstLine() {
				r.line(l)
			}
		}
		r.missing()
	}
	if len(r.faults) > 0 {
		return Content{}, &RefusedError{Faults: r.faults[:min(len(r.faults), mostFaults)]}
	}
	return r.out, nil
}

// firstLine is the last line of the head, as the file counts lines.
func (g grid) firstLine() int { return headLines + g.skip }

func (r *contentReader) say(rule, cell, text string, args ...any) {
	r.faults = append(r.faults, Fault{
		Rule: "sheet/" + rule, Sheet: r.grid.sheet, Cell: cell, Text: fmt.Sprintf(text, args...),
	})
}

// shape refuses what hides or joins cells.
func (r *contentReader) shape() {
	for _, area := range r.grid.merged {
		r.say("merged", short(area), "병합한 셀이 있습니다. 병합을 풀고 칸마다 적으십시오.")
	}
	for i, c := range r.columns {
		if r.grid.hidden[i] && c.kind != columnID {
			title, _ := c.head()
			r.say("hidden", columnName(i)+"열", "숨긴 열(%s)이 있습니다. 숨기기를 취소하고 다시 저장하십시오.", title)
		}
	}
}

// head holds the two lines over the rows against those that were written.
func (r *contentReader) head() {
	lines := map[int]line{}
	for _, l := range r.grid.lines {
		if l.number <= r.grid.firstLine() {
			lines[l.number-r.grid.skip] = l
		}
	}
	for i, c := range r.columns {
		title, below := c.head()
		for n, want := range []string{title, below} {
			at := r.grid.place(n+1+r.grid.skip, i)
			if got := lines[n+1].cells[i]; !sameText(inXML(want), inXML(strings.TrimPrefix(got.text, guard))) || got.formula {
				r.say("head", at, "머리글이 ‘%s’이어야 하는데 ‘%s’입니다. 열을 옮기거나 지우지 말고 되돌리십시오.", want, short(got.text))
			}
		}
	}
}

// moved reports whether the columns are not where they were: then no cell below means what it seems to.
func (r *contentReader) moved() bool {
	return slices.ContainsFunc(r.faults, func(f Fault) bool { return f.Rule == "sheet/head" })
}

// line reads one row of the file.
func (r *contentReader) line(l line) {
	if l.blank() {
		return
	}
	if l.hidden {
		r.say("hidden", fmt.Sprintf("%d행", l.number), "숨긴 행이 있습니다. 숨기기나 거르기를 취소하고 내용을 확인한 다음 저장하십시오.")
	}
	r.outside(l)
	id := r.grid.at(l, 0)
	if id.formula {
		r.say("formula", id.at, "행 번호에 수식이 있습니다. 양식을 새로 내려받아 옮겨 적으십시오.")
		return
	}
	if id.blank() {
		r.added(l)
		return
	}
	var key gov.RowID
	row, known := Row{}, false
	if key.UnmarshalText([]byte(strings.ToLower(strings.TrimSpace(id.text)))) == nil {
		row, known = r.rows[key]
	}
	if !known {
		r.say("identity", id.at, "내보낸 적이 없는 행 번호입니다. 행 번호를 되돌리거나 양식을 새로 내려받으십시오.")
		return
	}
	if first, twice := r.seen[key]; twice {
		r.say("duplicate", id.at, "같은 행이 두 번 있습니다(처음은 %s). 하나만 남기십시오.", first)
		return
	}
	r.seen[key] = id.at
	r.identity(l, row)
	r.out.Rows = append(r.out.Rows, r.values(l, row))
}

// outside refuses what was written beside the table: it would be lost.
func (r *contentReader) outside(l line) {
	for _, i := range slices.Sorted(mapKeys(l.cells)) {
		c := l.cells[i]
		if i >= len(r.columns) && (!c.blank() || c.formula) {
			r.say("outside", c.at, "표 밖의 칸에 값이 있습니다. 표 안의 항목으로 옮기고 이 칸은 비우십시오.")
		}
	}
}

// identity holds what a row is about, and what stood beside it, against what was written.
func (r *contentReader) identity(l line, row Row) {
	for i, c := range r.columns {
		got := r.grid.at(l, i)
		switch c.kind {
		case columnTitle:
			want := entry{text: guarded(row.Title, got.loose)}
			if got.formula || !unchanged(want, got) {
				r.say("identity", got.at, "고칠 수 없는 칸을 고쳤습니다. ‘%s’(으)로 되돌리십시오.", short(row.Title))
			}
		case columnLast:
			if got.formula || !unchanged(r.written(c, row.Last[c.field.ID], got), got) && !sameDate(c.field, row.Last, got) {
				r.say("identity", got.at, "지난해 값은 고칠 수 없습니다. 되돌리십시오.")
			}
		case columnID, columnValue:
		}
	}
}

// sameDate reports whether a cell holds the date that was written, in whatever way its program keeps dates.
func sameDate(f policies.FieldRule, was map[string]any, c cell) bool {
	if f.Type != policies.FieldDate || c.blank() {
		return false
	}
	raw, bad := dateOf(c)
	want, err := json.Marshal(was[f.ID])
	return bad.Text == "" && err == nil && bytes.Equal(raw, want)
}

// written is what was put into a cell of the file.
func (r *contentReader) written(c column, value any, got cell) entry {
	e := entryOf(c.field, value)
	if !e.number {
		e.text = guarded(e.text, got.loose)
	}
	return e
}

// values reads the fields of a row. A cell that says what was written into it keeps its value, whatever a form would
// say of it; what was typed must fit the form.
func (r *contentReader) values(l line, row Row) ContentRow {
	out := ContentRow{ID: row.ID, Line: l.number, Values: map[string]any{}, Cells: map[string]string{}}
	typed := map[string]json.RawMessage{}
	for i, c := range r.columns {
		if c.kind != columnValue {
			continue
		}
		got := r.grid.at(l, i)
		out.Cells[c.field.ID] = got.at
		was := row.Values[c.field.ID]
		switch {
		case got.formula:
			r.say("formula", got.at, "수식이 있습니다. 수식을 지우고 값으로 적으십시오.")
		case got.blank():
		case was != nil && unchanged(r.written(c, was, got), got):
			out.Values[c.field.ID] = was
		default:
			got.entry = unguarded(got)
			raw, bad := valueOf(c.field, got)
			if bad.Text != "" {
				r.say(strings.TrimPrefix(bad.Rule, "sheet/"), got.at, "%s", bad.Text)
				continue
			}
			typed[c.field.ID] = raw
		}
	}
	r.fit(out, row.Item, typed)
	return out
}

// fit holds what was typed against the form.
func (r *contentReader) fit(out ContentRow, item string, typed map[string]json.RawMessage) {
	if len(typed) == 0 {
		return
	}
	data, err := json.Marshal(typed)
	if err != nil {
		r.say("damaged", fmt.Sprintf("%d행", out.Line), "행을 읽을 수 없습니다. 다시 적으십시오.")
		return
	}
	fields, faults := policies.ReadRow(r.sheet.Form, item, data)
	for _, f := range faults {
		id := path.Base(f.Rule)
		x, _ := r.sheet.Form.Field(id)
		text := f.Text
		if x.Type == policies.FieldMoney && x.EntryFactor() > 1 {
			text += " 입력 단위는 " + x.Entry + "입니다."
		}
		r.say("form", out.Cells[id], "%s: %s", x.Title, text)
	}
	for id, v := range fields.Values {
		out.Values[id] = v
	}
}

// added reads a row that the unit wrote below the others.
func (r *contentReader) added(l line) {
	first := r.grid.at(l, 0).at
	switch {
	case !r.sheet.Form.Grows:
		r.say("added", first, "이 서식에는 행을 더할 수 없습니다. 더한 행을 지우십시오.")
		return
	case len(r.out.Added) >= r.sheet.Blank():
		r.say("added", first, "행은 모두 %d개까지 적을 수 있습니다.", r.sheet.Form.MaxRows())
		return
	}
	if title := r.grid.at(l, 1); !title.blank() {
		r.say("identity", title.at, "더한 행의 ‘사업’ 칸은 비워 두십시오. 사업명은 서식의 항목에 적습니다.")
	}
	row := r.values(l, Row{Item: fmt.Sprintf("%d행", l.number)})
	if len(row.Values) > 0 {
		r.out.Added = append(r.out.Added, row)
	}
}

// missing refuses a file that lost rows: a row that is gone says nothing.
func (r *contentReader) missing() {
	for _, row := range r.sheet.Rows {
		if _, ok := r.seen[row.ID]; !ok {
			r.say("missing", "", "‘%s’ 행이 없습니다. 지운 행을 되돌리십시오. 값을 지우려면 칸만 비우십시오.", short(row.Title))
		}
	}
}
