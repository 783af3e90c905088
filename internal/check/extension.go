package check

import (
	"context"

	"github.com/jackc/pgx/v5"

	"gyeol/gov"
)

// extendedDays holds every day that was granted against the calendar of some time since: it was a working day when it
// was granted, after the date that it extends, and not before the day of the decision.
func extendedDays(ctx context.Context, r *reader, c *Check) error {
	calendars, err := r.calendars(ctx)
	if err != nil {
		return err
	}
	return r.each(ctx, read("extensions"), func(rows pgx.Rows) error {
		var name string
		var was, granted, ended gov.Date
		if err := rows.Scan(&name, &was, &granted, &ended); err != nil {
			return err
		}
		worked := false
		for _, cal := range calendars {
			worked = worked || cal.IsWorkingDay(granted)
		}
		if !worked {
			c.find(name, "승인한 날 %[1]s은(는) 근무일이 아닙니다 (the day %[1]s that was granted is no working day)", granted)
		}
		if !granted.After(was) || granted.Before(ended) {
			c.find(name,
				"%[2]s에 승인한 날 %[1]s은(는) 종전 기한 %[3]s의 연장이 아닙니다 (%[1]s, granted on %[2]s, extends nothing that was due on %[3]s)",
				granted, ended, was)
		}
		return nil
	})
}
