package check

import (
	"context"

	"github.com/jackc/pgx/v5"
)

// named is how findings call a case: kind, stage, subject and id. It is written for the alias c of case_file.
const named = `(c.kind || ' ' || coalesce((select s.key || case when s.round > 1 then '.' || s.round else '' end || '/' from stage s
    where s.id = c.stage_id and c.kind <> 'stage'), '') || c.subject || ' ' || c.id)`

// rule is a claim that a query can refute: each row of its answer is a finding. The first column is the subject, the
// others are the arguments of says, all of type text.
type rule struct {
	says string
	sql  string
	note bool // rows are worth knowing but no fault
}

// rules are a part of a check: what to count and what to refute.
type rules struct {
	count string // select the number of things examined
	all   []rule
}

func (rs rules) examine(ctx context.Context, r *reader, c *Check) error {
	if rs.count != "" {
		var n int
		if err := r.tx.QueryRow(ctx, rs.count).Scan(&n); err != nil {
			return err
		}
		c.Examined += n
	}
	for _, ru := range rs.all {
		if err := ru.examine(ctx, r, c); err != nil {
			return err
		}
	}
	return nil
}

func (ru rule) examine(ctx context.Context, r *reader, c *Check) error {
	return r.each(ctx, query{sql: ru.sql}, func(rows pgx.Rows) error {
		texts := make([]*string, len(rows.FieldDescriptions()))
		into := make([]any, len(texts))
		for i := range texts {
			into[i] = &texts[i]
		}
		if err := rows.Scan(into...); err != nil {
			return err
		}
		args := make([]any, 0, len(texts))
		for _, t := range texts[1:] {
			args = append(args, orDash(t))
		}
		if ru.note {
			c.note(orDash(texts[0]), ru.says, args...)
		} else {
			c.find(orDash(texts[0]), ru.says, args...)
		}
		return nil
	})
}

func orDash(s *string) string {
	if s == nil {
		return "–"
	}
	return *s
}
