package check

import (
	"context"
	"encoding/json"

	"github.com/jackc/pgx/v5"

	"gyeol/policies"
	"gyeol/policies/pack"
)

// saved is a row of a submission with the last save of it; made is nil where nobody saved it.
type saved struct {
	name, form, item string
	pack             []byte
	revision         int32
	data, columns    json.RawMessage
	made             *int32
	typed            json.RawMessage
}

// readSaves compares every row with what its unit typed in last, read once more by the form.
func readSaves(ctx context.Context, r *reader, c *Check) error {
	if err := r.allPacks(ctx); err != nil {
		return err
	}
	return r.each(ctx, read("saves"), func(rows pgx.Rows) error {
		var s saved
		if err := rows.Scan(&s.name, &s.pack, &s.form, &s.item, &s.revision, &s.data, &s.columns, &s.made,
			&s.typed); err != nil {
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
	if made := number(s.made); made != s.revision {
		c.find(s.name, "행 %[1]s의 개정 %[2]d에 맞는 저장 기록이 없습니다 (row %[1]s has revision %[2]d and no save that made it)",
			s.item, s.revision)
		return
	}
	form, ok := p.Form(s.form)
	if !ok {
		c.find(s.name, "규정 묶음에 서식 %[1]s이(가) 없습니다 (its pack knows no form %[1]s)", s.form)
		return
	}
	fields, faults := policies.ReadRow(form, s.item, s.typed)
	if len(faults) > 0 || !sameContent(fields.Values, s.data) || !sameContent(s.told(fields), s.columns) {
		c.find(s.name, "행 %[1]s의 자료가 마지막으로 저장한 것과 다릅니다 (row %[1]s is not what was saved last)", s.item)
	}
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
