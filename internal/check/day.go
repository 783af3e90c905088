package check

import (
	"context"

	"github.com/jackc/pgx/v5"

	"gyeol/gov"
)

// daySQL lists every date on which an office is to work or to be met. Legal last days are not among them: they may fall
// on any day.
const daySQL = `
select t.natural_key || ' ' || t.id, 'task.due_operative', t.due_operative from task t where t.due_operative is not null
union all
select s.key || '.' || s.round || ' ' || s.id, d.what, d.day from stage s cross join lateral (values
    ('stage.due_operative', s.due_operative), ('stage.hold_on', s.hold_on), ('stage.call_by', s.call_by), ('stage.opens_on', s.opens_on)
) d (what, day) where d.day is not null
union all
select m.body_id || ' ' || m.case_id, d.what, d.day from meeting m cross join lateral (values
    ('meeting.hold_on', m.hold_on), ('meeting.held_on', m.held_on), ('meeting.call_by', m.call_by), ('meeting.arrived_on', m.arrived_on)
) d (what, day) where d.day is not null
union all
select n.kind || ' ' || n.id, 'notice.send_on', n.send_on from notice n where n.state <> 'suppressed'`

// checkDays asks the calendar of every such date, and of every office day whether it was recorded as what it is.
func checkDays(ctx context.Context, r *reader, c *Check) error {
	err := r.each(ctx, query{sql: daySQL}, func(rows pgx.Rows) error {
		var name, what string
		var day gov.Date
		if err := rows.Scan(&name, &what, &day); err != nil {
			return err
		}
		c.Examined++
		if !r.cal.IsWorkingDay(day) {
			c.find(name, "%[1]s %[2]s은(는) 근무일이 아닙니다: %[3]s (%[1]s %[2]s is no working day)", what, day.Korean(), r.why(day))
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
			c.find("office_day "+day.String(), "근무일 여부 %[1]t이(가) 달력과 다릅니다 (recorded as working: %[1]t, the calendar says otherwise)", working)
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
