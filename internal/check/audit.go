package check

import (
	"bytes"
	"context"
	"encoding/json"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"gyeol/gov"
	"gyeol/internal/ledger"
)

// auditParts: nothing happened without an entry, and no entry tells of something that did not happen.
var auditParts = []part{
	rules{
		count: "select (select count(*) from act) + (select count(*) from contribution)",
		all: []rule{
			{
				says: "행위 %[1]s번(%[2]s)에 감사 기록이 없습니다 (act %[1]s %[2]s has no audit entry)",
				sql: `select ` + named + `, a.seq::text, a.verb from act a join case_file c on c.id = a.case_id
				    where not exists (select from audit_entry e where e.case_id = a.case_id and e.act_seq = a.seq)
				    order by c.id, a.seq`,
			},
			{
				says: "기여 %[1]s(%[2]s)에 감사 기록이 없습니다 (contribution %[1]s %[2]s has no audit entry)",
				sql: `select ` + named + `, k.id::text, k.verb from contribution k join case_file c on c.id = k.case_id
				    where not exists (select from audit_entry e where e.contribution_id = k.id) order by k.id`,
			},
		},
	},
	partFunc(readEntries),
}

// told is an audit entry with the act or contribution it names; entryID is its name in findings.
type told struct {
	id, kind, subjectKind, subject string
	seq                            *int32
	contribution                   gov.ContributionID
	hash, salt, body               []byte
	at                             time.Time
	day                            gov.Date
	done                           done
}

// done is the row that the entry names; verb is nil where there is none.
type done struct {
	verb, from, to, actor, post, task, item *string
	seq, round, revision                    *int32
	request                                 []byte
	at                                      *time.Time
	day                                     gov.Date
}

const entrySQL = `select e.id::text, e.kind, e.subject_kind, e.subject_id, e.act_seq, e.contribution_id, e.body_hash, b.salt, b.body,
    e.at, e.office_date, coalesce(a.verb, k.verb), a.from_state, a.to_state, coalesce(a.actor, k.actor), coalesce(a.post_id, k.post_id),
    coalesce(a.task_key, k.task_key), k.item, a.seq, a.round, k.revision, coalesce(a.request_hash, k.request_hash),
    coalesce(a.at, k.at), coalesce(a.office_date, k.office_date)
from audit_entry e
    left join audit_body b on b.entry_id = e.id
    left join act a on a.case_id = e.case_id and a.seq = e.act_seq
    left join contribution k on k.id = e.contribution_id`

// readEntries compares every entry with its body and with what it names.
func readEntries(ctx context.Context, r *reader, c *Check) error {
	return r.each(ctx, query{sql: entrySQL}, func(rows pgx.Rows) error {
		var t told
		d := &t.done
		if err := rows.Scan(&t.id, &t.kind, &t.subjectKind, &t.subject, &t.seq, &t.contribution, &t.hash, &t.salt, &t.body,
			&t.at, &t.day, &d.verb, &d.from, &d.to, &d.actor, &d.post, &d.task, &d.item, &d.seq, &d.round, &d.revision,
			&d.request, &d.at, &d.day); err != nil {
			return err
		}
		c.Examined++
		t.check(c)
		return nil
	})
}

// check says what is wrong with one entry. A body may only go when its legal term ends, and nothing ends it yet.
func (t *told) check(c *Check) {
	name := t.kind + " " + t.subjectKind + " " + t.subject + " " + t.id
	names := t.seq != nil || !t.contribution.IsZero()
	if names != (t.kind == string(ledger.KindAct) || t.kind == string(ledger.KindContribution)) {
		c.find(name, "행위·기여 기록의 가리키는 대상이 빠졌거나 남습니다 (the entry's kind and what it names do not agree)")
	}
	if names && t.done.verb == nil {
		c.find(name, "기록이 가리키는 행위나 기여가 없습니다 (the entry names an act or contribution that is not there)")
		return
	}
	if t.body == nil {
		c.find(name, "기록의 본문이 없습니다 (the entry has no body)")
		return
	}
	if hash := ledger.Hash(t.salt, t.body); !bytes.Equal(hash[:], t.hash) {
		c.find(name, "본문의 해시가 기록과 다릅니다 (the body does not have the hash of the entry)")
	}
	dec := json.NewDecoder(bytes.NewReader(t.body))
	dec.UseNumber()
	body := map[string]any{}
	if err := dec.Decode(&body); err != nil {
		c.find(name, "본문이 JSON이 아닙니다 (the body is no JSON)")
		return
	}
	for _, f := range t.fields() {
		if said := text(body[f.name]); said != f.value {
			c.find(name, "본문의 %[1]s은(는) %[2]q인데 기록은 %[3]q입니다 (the body says %[1]s %[2]q, the record %[3]q)", f.name, said, f.value)
		}
	}
}

type field struct{ name, value string }

// fields are what the body must say, as the rows have it.
func (t *told) fields() []field {
	out := []field{
		{"kind", t.kind},
		{"subject_kind", t.subjectKind},
		{"subject", t.subject},
		{"office_date", t.day.String()},
		{"at", t.at.UTC().Format(time.RFC3339Nano)},
	}
	d := t.done
	if d.verb == nil {
		return out
	}
	out = append(out, field{"verb", *d.verb}, field{"actor", orEmpty(d.actor)}, field{"post", orEmpty(d.post)},
		field{"task", orEmpty(d.task)}, field{"request", hexadecimal(d.request)}, field{"office_date", d.day.String()},
		field{"at", d.at.UTC().Format(time.RFC3339Nano)})
	if d.seq != nil {
		return append(out, field{"seq", decimal(*d.seq)}, field{"round", decimal(*d.round)},
			field{"from", orEmpty(d.from)}, field{"to", orEmpty(d.to)})
	}
	return append(out, field{"item", orEmpty(d.item)}, field{"revision", decimal(*d.revision)})
}

// text writes a JSON value as findings show it.
func text(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	case nil:
		return ""
	}
	b, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return string(b)
}

func orEmpty(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func decimal(n int32) string { return strconv.Itoa(int(n)) }

func decimal64(n int64) string { return strconv.FormatInt(n, 10) }
