package check

import (
	"context"

	"github.com/jackc/pgx/v5"

	"gyeol/gov"
)

// checkDays asks the calendar of every such date, and of every office day whether it was recorded as what it is.
func checkDays(ctx context.Context, r *reader, c *Check) error {
	err := r.each(ctx, read("days"), func(rows pgx.Rows) error {
		var name, what string
		var day gov.Date
		if err := rows.Scan(&name, &what, &day); err != nil {
			return err
		}
		c.Examined++
		if !r.cal.IsWorkingDay(day) {
			c.find(name, "%[1]s %[2]s은(는) 근무일이 아닙니다: %[3]s (%[1]s %[2]s is no working day)",
				what, day.Korean(), r.why(day))
		}
		return nil
	})
	if err != nil {
		return err
	}
	return r.each(ctx, query{sql: "select day, working from office_day order by day"}, func(rows pgx.Rows) error {
		var day gov.Date
		var working bool
		if err := rows.Scan(&day, &working); err != nil {
			return err
		}
		c.Examined++
		if working != r.cal.IsWorkingDay(day) {
			c.find("office_day "+day.String(),
				"근무일 여부 %[1]t이(가) 달력과 다릅니다 (recorded as working: %[1]t, the calendar says otherwise)", working)
		}
		return nil
	})
}

// why names the holiday, or says that it is a Saturday.
func (r *reader) why(day gov.Date) string {
	if h, ok := r.cal.Holiday(day); ok {
		return h.Name
	}
	return "토요일"
}
