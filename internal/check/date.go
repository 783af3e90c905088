package check

import (
	"context"
	"fmt"
	"strings"
)

// dated is a column that keeps the office date of an act: the last one of its verb on the case.
type dated struct{ table, column, verb string }

// datedColumns are checked where they hold a date at all; whether they must is said by the check of their kind.
type datedColumns []dated

var dates = datedColumns{
	{"receipt", "registered_on", "register"},
	{"submission", "submitted_on", "approve"},
	{"submission", "accepted_on", "accept"},
	{"compilation", "compiled_on", "compile"},
	{"compilation", "confirmed_on", "confirm"},
	{"document", "approved_on", "approve"},
	{"document", "dispatched_on", "dispatch"},
	{"meeting", "called_on", "call"},
	{"meeting", "papers_on", "table"},
	{"meeting", "held_on", "convene"},
	{"meeting", "resolved_on", "resolve"},
	{"meeting", "minutes_on", "publish_minutes"},
	{"consultation", "asked_on", "ask"},
	{"consultation", "replied_on", "reply"},
	{"filing", "handed_on", "hand_over"},
	{"filing", "received_on", "receipt"},
	{"opinion", "opined_on", "opine"},
	{"opinion", "answered_on", "plan_action"},
	{"opinion", "followed_on", "follow_up"},
	{"nomination", "awarded_on", "award"},
}

func (ds datedColumns) examine(ctx context.Context, r *reader, c *Check) error {
	for _, d := range ds {
		sql := strings.NewReplacer("{table}", d.table, "{column}", d.column, "{verb}", d.verb).Replace(datedSQL)
		var n int
		if err := r.tx.QueryRow(ctx, fmt.Sprintf("select count(%s) from %s", d.column, d.table)).Scan(&n); err != nil {
			return err
		}
		c.Examined += n
		if err := apply(ctx, r, c, rule{head: "finding: " + datedSays, sql: spellOut(sql)}); err != nil {
			return err
		}
	}
	return nil
}

const (
	datedSays = "%[1]s은(는) %[2]s인데 행위 %[3]s의 날짜는 %[4]s입니다 (%[1]s says %[2]s, the act %[3]s was on %[4]s)"
	datedSQL  = `select {case}, '{table}.{column}', d.{column}::text, '{verb}', l.office_date::text
from {table} d
    join case_file c on c.id = d.case_id
    left join lateral (select a.office_date from act a where a.case_id = d.case_id and a.verb = '{verb}'
        order by a.seq desc limit 1) l on true
where d.{column} is not null and l.office_date is distinct from d.{column} order by c.id`
)
