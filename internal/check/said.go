package check

import (
	"context"
	"encoding/json"
	"strings"
)

// heard reports whether the hash of what an actor said follows from what is kept of it. A contribution keeps its body
// alone.
func (d *done) heard(said string) bool {
	reason := ""
	if d.seq != nil {
		reason = orEmpty(d.reason)
	}
	sum, err := contentHash(map[string]any{"reason": reason, "body": json.RawMessage(d.body)})
	return err == nil && hexadecimal(sum) == said
}

// spoken is a column that keeps a word of an act: the field of its body, said last by one of its verbs.
type spoken struct {
	table, column string
	verbs         string // of the acts that may say it, with commas
	field         string
	unsaid        string // what the column holds as long as nobody said anything
}

// spokenColumns are compared without showing their texts: some of them are personal data.
type spokenColumns []spoken

var words = spokenColumns{
	{table: "receipt", column: "external_number", verbs: "register", field: "external_number"},
	{table: "receipt", column: "received_title", verbs: "register", field: "received_title"},
	{table: "consultation", column: "question", verbs: "ask", field: "text"},
	{table: "consultation", column: "reply", verbs: "reply", field: "text"},
	{table: "consultation", column: "agrees", verbs: "reply", field: "agrees"},
	{table: "filing", column: "note", verbs: "hand_over,correct", field: "note"},
	{table: "filing", column: "receipt_number", verbs: "receipt", field: "receipt_number"},
	{table: "opinion", column: "method", verbs: "opine", field: "method"},
	{table: "opinion", column: "rating", verbs: "opine", field: "rating"},
	{table: "opinion", column: "body", verbs: "opine", field: "body"},
	{table: "opinion", column: "recommend", verbs: "opine", field: "recommend"},
	{table: "opinion", column: "decision", verbs: "plan_action", field: "decision"},
	{table: "opinion", column: "measure", verbs: "plan_action", field: "measure"},
	{table: "opinion", column: "reason", verbs: "plan_action", field: "reason"},
	{table: "opinion", column: "measure_due", verbs: "plan_action", field: "measure_due"},
	{table: "opinion", column: "follow_note", verbs: "follow_up", field: "note"},
	{table: "nomination", column: "nominee", verbs: "nominate", field: "nominee"},
	{table: "nomination", column: "merit", verbs: "nominate", field: "merit"},
	{table: "nomination", column: "special_merit", verbs: "examine", field: "special_merit"},
	{table: "nomination", column: "objections", verbs: "vet", field: "objections", unsaid: "0"},
	{table: "nomination", column: "vet_note", verbs: "vet", field: "note"},
	{table: "meeting", column: "minutes_closed", verbs: "publish_minutes", field: "closed_reason"},
}

func (ws spokenColumns) examine(ctx context.Context, r *reader, c *Check) error {
	for _, w := range ws {
		sql := strings.NewReplacer("{table}", w.table, "{column}", w.column, "{verbs}", w.verbs, "{field}", w.field,
			"{unsaid}", w.unsaid).Replace(spokenSQL)
		if err := apply(ctx, r, c, rule{head: "finding: " + spokenSays, sql: spellOut(sql)}); err != nil {
			return err
		}
	}
	return nil
}

const (
	spokenSays = "%[1]s이(가) 행위 %[2]s에서 말한 것과 다릅니다 (%[1]s is not what the act %[2]s said)"
	spokenSQL  = `select {case}, '{table}.{column}', '{verbs}'
from {table} d
    join case_file c on c.id = d.case_id
    left join lateral (select a.body from act a where a.case_id = d.case_id
        and a.verb = any(string_to_array('{verbs}', ',')) order by a.seq desc limit 1) l on true
where coalesce(d.{column}::text, '') <> coalesce({said l.body {field}}, '{unsaid}') order by c.id`
)
