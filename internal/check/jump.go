package check

import (
	"context"
	"encoding/json"

	"github.com/jackc/pgx/v5"

	"gyeol/gov"
)

// leap is one jump of the stepped clock; what lies between its ends was never opened.
type leap struct {
	From gov.Date `json:"from"`
	To   gov.Date `json:"to"`
}

// readJumps finds for every day that was jumped over the entry that tells of the jump.
func readJumps(ctx context.Context, r *reader, c *Check) error {
	var leaps []leap
	err := r.each(ctx, read("jumps"), func(rows pgx.Rows) error {
		var body []byte
		if err := rows.Scan(&body); err != nil {
			return err
		}
		var l leap
		if json.Unmarshal(body, &l) == nil { // a body that cannot be read is told by the check of the audit
			leaps = append(leaps, l)
		}
		return nil
	})
	if err != nil {
		return err
	}
	jumped := query{sql: "select day from office_day where state = 'jumped' order by day"}
	return r.each(ctx, jumped, func(rows pgx.Rows) error {
		var day gov.Date
		if err := rows.Scan(&day); err != nil {
			return err
		}
		for _, l := range leaps {
			if day.After(l.From) && day.Before(l.To) {
				return nil
			}
		}
		c.find("office_day "+day.String(), "건너뛴 기록이 없는데 건너뛴 날입니다 (marked as jumped, and no jump is recorded)")
		return nil
	})
}
