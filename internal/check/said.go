package check

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
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
	if d.salt != nil && !d.carried {
		sum = underSalt(d.salt, sum)
	}
	return err == nil && hexadecimal(sum) == said
}

// asked is the hash of the request that an entry has, as the row must have it: an entry that is older than the salt has
// it without.
func (d *done) asked(said string) string {
	bare, err := hex.DecodeString(said)
	if !d.carried || err != nil {
		return said
	}
	return hexadecimal(underSalt(d.salt, bare))
}

// underSalt is the hash of a hash under the salt of what is kept apart (ADR 0026).
func underSalt(salt, hash []byte) []byte {
	sum := sha256.Sum256(slices.Concat(salt, hash))
	return sum[:]
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
    left join lateral (select coalesce(w.body, a.body) as body from act a
        left join personal_words w on w.case_id = a.case_id and w.act_seq = a.seq where a.case_id = d.case_id
        and a.verb = any(string_to_array('{verbs}', ',')) order by a.seq desc limit 1) l on true
where to_jsonb(d) ->> 'forgotten_on' is null and coalesce(d.{column}::text, '') <> coalesce({said l.body {field}}, '{unsaid}') order by c.id`
)
