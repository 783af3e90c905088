package check

import (
	"context"
	"encoding/json"

	"github.com/jackc/pgx/v5"

	"gyeol/policies"
	"gyeol/policies/pack"
)

// saved is a row of a submission with what it began with and every save of it, oldest first; made is nil where nobody
// saved it.
type saved struct {
	name, form, item string
	pack             []byte
	revision         int32
	data, columns    json.RawMessage
	last, added      json.RawMessage
	made             *int32
	typed            json.RawMessage
	moves            int32 // to another wording of the form
}

// readSaves compares every row with what its unit typed in, save over save, read once more by the form.
func readSaves(ctx context.Context, r *reader, c *Check) error {
	if err := r.allPacks(ctx); err != nil {
		return err
	}
	return r.each(ctx, read("saves"), func(rows pgx.Rows) error {
		var s saved
		if err := rows.Scan(&s.name, &s.pack, &s.form, &s.item, &s.revision, &s.data, &s.columns, &s.last, &s.added,
			&s.made, &s.typed, &s.moves); err != nil {
			return err
		}
		c.Examined++
		if p := r.packOf(c, s.name, s.pack); p != nil {
			s.check(c, p)
		}
		return nil
	})
}

func (s saved) check(c *Check, p *pack.Pack) {
	if made := number(s.made); s.revision < made || s.revision > max(made, 0)+s.moves || (made < 0 && s.moves == 0) {
		c.find(s.name, "행 %[1]s의 개정 %[2]d에 맞는 저장 기록이 없습니다 (row %[1]s has revision %[2]d and no save that made it)",
			s.item, s.revision)
		return
	}
	form, ok := p.Form(s.form)
	if !ok {
		c.find(s.name, "규정 묶음에 서식 %[1]s이(가) 없습니다 (its pack knows no form %[1]s)", s.form)
		return
	}
	fields, ok := s.expected(form)
	if !ok || !sameContent(fields.Values, s.data) || !sameContent(s.told(fields), s.columns) {
		c.find(s.name, "행 %[1]s의 자료가 저장한 것과 다릅니다 (row %[1]s is not what was saved)", s.item)
	}
}

// expected is the row as its saves make it, in the wording of its form; false where one of them cannot be read.
func (s saved) expected(form policies.FormRule) (policies.RowFields, bool) {
	row, ok := s.began(form)
	var saves []map[string]json.RawMessage
	if len(s.typed) > 0 && json.Unmarshal(s.typed, &saves) != nil {
		ok = false
	}
	for _, save := range saves {
		for field, value := range save {
			if string(value) == "null" {
				delete(row, field)
				continue
			}
			row[field] = value
		}
	}
	raw, err := json.Marshal(row)
	if err != nil {
		return policies.RowFields{}, false
	}
	fits, left, err := policies.MoveRow(form, s.item, raw)
	return fits, ok && err == nil && (len(left) == 0 || s.moves > 0)
}

// began is what the row held before anybody saved it. The class of change with which a row is opened is nobody's word:
// where nobody typed another it stands as it is.
func (s saved) began(form policies.FormRule) (map[string]json.RawMessage, bool) {
	row, last, now := map[string]json.RawMessage{}, map[string]json.RawMessage{}, map[string]json.RawMessage{}
	for raw, into := range map[*json.RawMessage]*map[string]json.RawMessage{&s.added: &row, &s.last: &last, &s.data: &now} {
		if len(*raw) > 0 && json.Unmarshal(*raw, into) != nil {
			return row, false
		}
	}
	for _, f := range form.Fields {
		if value, ok := last[f.Prefill]; ok && f.Prefill != "" {
			row[f.ID] = value
		}
	}
	if class, ok := now["change"]; ok {
		row["change"] = class
	}
	return row, true
}

// told are the columns that a save fills beside the data of the row.
func (s saved) told(fields policies.RowFields) map[string]any {
	out := map[string]any{}
	var columns map[string]any
	if json.Unmarshal(s.columns, &columns) != nil {
		return out
	}
	for name := range columns {
		out[name] = fields.Money(name)
		if name == "change" {
			out[name] = fields.Text(name)
		}
	}
	return out
}
