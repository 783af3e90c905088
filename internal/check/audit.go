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
	"gyeol/policies"
)

// told is an audit entry with the act or contribution it names; entryID is its name in findings.
type told struct {
	id, kind, subjectKind, subject string
	seq                            *int32
	contribution                   gov.ContributionID
	hash, salt, body               []byte
	at                             time.Time
	day                            gov.Date
	done                           done
	leaf                           *int64
}

// done is the row that the entry names; verb is nil where there is none.
type done struct {
	verb, from, to, actor, post, task, item *string
	seq, round, revision                    *int32
	request, body                           []byte
	reason                                  *string
	at                                      *time.Time
	day                                     gov.Date
	salt                                    []byte // of what is kept apart of it
	carried                                 bool   // its entry is older than the salt
	gone                                    bool   // what was said was deleted when its purpose had ended
}

// readEntries compares every entry with its body and with what it names.
func readEntries(ctx context.Context, r *reader, c *Check) error {
	gone, err := readFarewells(ctx, r, c)
	if err != nil {
		return err
	}
	return r.each(ctx, read("entries", policies.VerbsApart()), func(rows pgx.Rows) error {
		var t told
		d := &t.done
		if err := rows.Scan(&t.id, &t.kind, &t.subjectKind, &t.subject, &t.seq, &t.contribution, &t.hash, &t.salt,
			&t.body, &t.at, &t.day, &d.verb, &d.from, &d.to, &d.actor, &d.post, &d.task, &d.item, &d.seq, &d.round,
			&d.revision, &d.request, &d.at, &d.day, &d.reason, &d.body, &t.leaf, &d.salt, &d.carried, &d.gone); err != nil {
			return err
		}
		c.Examined++
		t.check(c, gone)
		return nil
	})
}

// check says what is wrong with one entry. A body may only go when its legal term ends.
func (t *told) check(c *Check, gone farewells) {
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
		t.missing(c, name, gone)
		return
	}
	if _, named := gone.named(t.leaf); named {
		c.find(name, "폐기했다고 기록된 본문이 남아 있습니다 (the body is there, and an entry says that it went)")
	}
	if hash := ledger.Hash(t.salt, t.body); !bytes.Equal(hash[:], t.hash) {
		c.find(name, "본문의 해시가 기록과 다릅니다 (the body does not have the hash of the entry)")
	}
	var said saying
	if err := json.Unmarshal(t.body, &said.base); err != nil {
		c.find(name, "본문이 JSON이 아닙니다 (the body is no JSON of an entry: %[1]v)", err)
		return
	}
	if names {
		if err := json.Unmarshal(t.body, &said); err != nil {
			c.find(name, "본문이 행위의 형식이 아닙니다 (the body has not the form of an act: %[1]v)", err)
			return
		}
	}
	for _, f := range t.fields(&said) {
		if f.said != f.is {
			c.find(name, "본문의 %[1]s은(는) %[2]q인데 기록은 %[3]q입니다 (the body says %[1]s %[2]q, the record %[3]q)",
				f.name, f.said, f.is)
		}
	}
	if names && !t.done.gone && !t.done.heard(said.Said) {
		c.find(name, "사유와 본문이 기록된 말의 해시와 다릅니다 (reason and body are not what was said by the entry's hash)")
	}
}

// base is what every body says; saying is what those of acts and contributions say.
type base struct {
	Kind        string `json:"kind"`
	SubjectKind string `json:"subject_kind"`
	Subject     string `json:"subject"`
	OfficeDate  string `json:"office_date"`
	At          string `json:"at"`
}

type saying struct {
	base

	Verb     string `json:"verb"`
	Actor    string `json:"actor"`
	Post     string `json:"post"`
	Task     string `json:"task"`
	Request  string `json:"request"`
	Said     string `json:"said"` // hash over reason and body
	From     string `json:"from"`
	To       string `json:"to"`
	Item     string `json:"item"`
	Seq      int32  `json:"seq"`
	Round    int32  `json:"round"`
	Revision int32  `json:"revision"`
}

// field is one thing that a body says and a row has.
type field struct{ name, said, is string }

// fields lay the body beside the rows.
func (t *told) fields(said *saying) []field {
	out := []field{
		{"kind", said.Kind, t.kind},
		{"subject_kind", said.SubjectKind, t.subjectKind},
		{"subject", said.Subject, t.subject},
		{"office_date", said.OfficeDate, t.day.String()},
		{"at", said.At, t.at.UTC().Format(time.RFC3339Nano)},
	}
	d := t.done
	if d.verb == nil {
		return out
	}
	out = append(out, []field{
		{"verb", said.Verb, *d.verb},
		{"actor", said.Actor, orEmpty(d.actor)},
		{"post", said.Post, orEmpty(d.post)},
		{"task", said.Task, orEmpty(d.task)},
		{"request", d.asked(said.Request), hexadecimal(d.request)},
		{"office_date", said.OfficeDate, d.day.String()},
		{"at", said.At, d.at.UTC().Format(time.RFC3339Nano)},
	}...)
	if d.seq == nil {
		return append(out, []field{
			{"item", said.Item, orEmpty(d.item)},
			{"revision", decimal(said.Revision), decimal(*d.revision)},
		}...)
	}
	return append(out, []field{
		{"seq", decimal(said.Seq), decimal(*d.seq)},
		{"round", decimal(said.Round), decimal(*d.round)},
		{"from", said.From, orEmpty(d.from)},
		{"to", said.To, orEmpty(d.to)},
	}...)
}

func orEmpty(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func decimal(n int32) string { return strconv.Itoa(int(n)) }

func decimal64(n int64) string { return strconv.FormatInt(n, 10) }
