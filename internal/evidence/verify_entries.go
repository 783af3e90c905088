package evidence

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"gyeol/internal/proof"
)

// mostHashes is how many hashes the proof of a leaf has at the most, with room.
const mostHashes = 70

// entries reads the entries of a case, one a line.
func (v *verifying) entries(f *folder, raw []byte) {
	last := int64(-1)
	for line := range bytes.Lines(raw) {
		line = bytes.TrimSuffix(line, []byte{'\n'})
		var e Entry
		if err := strictly(line, &e); err != nil || !isCanonical(line) || len(line) > MaxLine {
			v.report.find(FaultRecord, f.path(entriesName), "감사 기록의 형식이 아닙니다 (this is no entry: %v)", err)
			return
		}
		if e.Leaf <= last {
			v.report.find(FaultEntry, f.path(entriesName), "잎 %d의 순서가 다릅니다 (leaf %[1]d is out of order)", e.Leaf)
		}
		last = e.Leaf
		v.report.Entries++
		v.entry(f, e)
	}
}

// entry proves that an entry is a leaf of the log and compares it with what it names. The line is hashed before
// anything is read of it.
func (v *verifying) entry(f *folder, e Entry) {
	if v.signed && !v.included(e) {
		v.report.find(FaultEntry, f.path(entriesName), "잎 %d은(는) 서명된 감사 기록에 들어 있지 않습니다 "+
			"(leaf %[1]d is not in the log that was signed)", e.Leaf)
		return
	}
	rec, err := proof.ParseRecord([]byte(e.Line))
	if err != nil || rec.Leaf != e.Leaf {
		v.report.find(FaultEntry, f.path(entriesName), "잎 %d의 줄이 아닙니다 (this is not the line of leaf %[1]d)", e.Leaf)
		return
	}
	if e.Body == "" && e.Salt == "" {
		v.report.BodiesGone++
	} else if !bodyOf(e, rec) {
		v.report.find(FaultBody, f.path(entriesName),
			"잎 %d의 본문이 기록의 해시와 다릅니다 (the body of leaf %[1]d is another)", e.Leaf)
		return
	}
	if f.c == nil || rec.Case != "" && rec.Case != f.id {
		v.report.find(FaultMismatch, f.path(entriesName),
			"잎 %d은(는) 다른 사안의 기록입니다 (leaf %[1]d is of another case)", e.Leaf)
		return
	}
	v.compare(f, e, rec)
}

// included works out the path from the line to the root that was signed.
func (v *verifying) included(e Entry) bool {
	if len(e.Hashes) > mostHashes || e.Leaf < 0 || e.Leaf >= v.top.Size {
		return false
	}
	path := make(tlog.RecordProof, 0, len(e.Hashes))
	for _, s := range e.Hashes {
		h, err := tlog.ParseHash(s)
		if err != nil {
			return false
		}
		path = append(path, h)
	}
	return tlog.CheckRecord(path, v.top.Size, v.top.Root, e.Leaf, proof.LeafHash([]byte(e.Line))) == nil
}

func bodyOf(e Entry, rec proof.Record) bool {
	salt, err := hex.DecodeString(e.Salt)
	return err == nil && sha256.Sum256(append(salt, e.Body...)) == rec.BodyHash
}

// told is what the body of an entry says of an act or a contribution.
type told struct {
	Verb     string `json:"verb"`
	Seq      int32  `json:"seq"`
	Round    int32  `json:"round"`
	From     string `json:"from"`
	To       string `json:"to"`
	Actor    string `json:"actor"`
	Post     string `json:"post"`
	Task     string `json:"task"`
	Request  string `json:"request"`
	Said     string `json:"said"`
	Item     string `json:"item"`
	Revision int32  `json:"revision"`
	ID       string `json:"id"`   // of the notice that was sent again
	Rule     string `json:"rule"` // by which personal data was deleted
}

// compare holds the act, contribution or notice that an entry names against what the entry says.
func (v *verifying) compare(f *folder, e Entry, rec proof.Record) {
	var body *told
	if e.Body != "" {
		body = &told{}
		if err := json.Unmarshal([]byte(e.Body), body); err != nil {
			v.report.find(FaultBody, f.path(entriesName), "잎 %d의 본문을 읽을 수 없습니다 (the body cannot be read)", e.Leaf)
			return
		}
	}
	ok := true
	switch rec.Kind {
	case "act":
		a := f.act(rec.Act)
		ok = a != nil && rec.Case == f.id && !f.acts[rec.Act] && a.is(body, rec, f.deleted("act", fmt.Sprintf("act/%d", rec.Act)))
		f.acts[rec.Act] = true
	case "contribution":
		i := slices.IndexFunc(f.c.Given, func(g Contribution) bool { return g.ID == rec.Contribution })
		left := f.withheld("contribution", rec.Contribution)
		ok = !f.given[rec.Contribution] && (i < 0 && left || i >= 0 && f.c.Given[i].is(body, rec, f.deleted("contribution", rec.Contribution)))
		f.given[rec.Contribution] = true
	case "notice":
		if body != nil {
			f.resent[body.ID] = true
		}
	case "clock":
		is := f.c.Forgotten
		f.farewell = f.farewell || is != nil && body != nil && rec.SubjectKind == "nomination" && rec.Entry == is.Entry &&
			rec.OfficeDate == is.On && body.Rule == is.Rule
	}
	if !ok {
		v.report.find(FaultMismatch, f.path(caseName), "행위·기여가 감사 기록의 잎 %d과(와) 다릅니다 "+
			"(what was done is not what leaf %[1]d says)", e.Leaf)
	}
}

// sameMoment compares two moments however they are written.
func sameMoment(text string, at time.Time) bool {
	t, err := time.Parse(time.RFC3339Nano, text)
	return err == nil && t.Equal(at)
}

// is reports whether an act is the one of its entry; body is nil where it was deleted or is withheld. Of what was said
// and is deleted, the entry keeps a hash of which nobody has the salt.
func (a *Act) is(body *told, rec proof.Record, deleted bool) bool {
	if a.OfficeDate != rec.OfficeDate || !sameMoment(a.At, rec.At) {
		return false
	}
	if body == nil {
		return true
	}
	return body.Verb == a.Verb && body.Seq == a.Seq && body.Round == a.Round && body.From == a.From &&
		body.To == a.To && body.Actor == a.Actor && body.Post == a.Post && body.Task == a.Task &&
		words{a.Request, a.Reason, a.Body, a.Salt, a.Carried}.are(body, deleted)
}

// is reports whether a contribution is the one of its entry.
func (g *Contribution) is(body *told, rec proof.Record, deleted bool) bool {
	if g.OfficeDate != rec.OfficeDate || !sameMoment(g.At, rec.At) {
		return false
	}
	if body == nil {
		return true
	}
	return body.Verb == g.Verb && body.Item == g.Item && body.Revision == g.Revision && body.Actor == g.Actor &&
		body.Post == g.Post && body.Task == g.Task &&
		words{g.Request, "", g.Body, g.Salt, g.Carried}.are(body, deleted)
}

// words are what was asked and said in an act or a contribution, as its row has it.
type words struct {
	request, reason string
	body            json.RawMessage
	salt            string
	carried         bool
}

// are reports whether they have the hashes of an entry.
func (w words) are(body *told, deleted bool) bool {
	switch {
	case deleted:
		return len(w.body) == 0 && w.reason == "" && w.salt == "" && body.Request == w.request
	case w.salt == "":
		return body.Request == w.request && body.Said == said(w.reason, w.body)
	case w.carried:
		return underSalt(w.salt, body.Request) == w.request && body.Said == said(w.reason, w.body)
	}
	return body.Request == w.request && body.Said == underSalt(w.salt, said(w.reason, w.body))
}

// underSalt is the hash of a hash under a salt, all of them in hexadecimal digits; of what is none it is empty.
func underSalt(salt, hash string) string {
	raw, err := hex.DecodeString(salt + hash)
	if err != nil {
		return ""
	}
	return hexHash(raw)
}

// deleted reports whether the case says that something was deleted because its purpose had ended.
func (f *folder) deleted(what, ref string) bool {
	return f.c.Forgotten != nil && slices.Contains(f.c.Withheld, Withheld{What: what, Ref: ref, Why: "deleted"})
}

// checkProven proves that what the case shows has entries.
func (v *verifying) checkProven(f *folder) {
	for _, a := range f.c.Acts {
		if !f.acts[a.Seq] {
			v.report.find(FaultUnproven, f.path(caseName), "행위 %d의 감사 기록이 없습니다 (act %[1]d has no entry)", a.Seq)
		}
	}
	if is := f.c.Forgotten; is != nil && !f.farewell {
		v.report.find(FaultUnproven, f.path(caseName),
			"%s에 삭제했다고 하나 그 감사 기록이 없습니다 (deleted on %[1]s, and no entry tells of it)", is.On)
	}
	for _, g := range f.c.Given {
		if !f.given[g.ID] {
			v.report.find(FaultUnproven, f.path(caseName), "기여 %s의 감사 기록이 없습니다 (contribution %[1]s has no entry)", g.ID)
		}
	}
}
