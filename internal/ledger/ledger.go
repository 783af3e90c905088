// Package ledger writes the audit record: an entry is the salted SHA-256 of its canonical body plus a reference; body
// and salt live in a table of their own, so that a body can be deleted when its legal term ends and every proof still
// holds (design §6). Bodies hold ids and field names, never personal values. Entries are written in the transaction of
// their cause; Seal gives them their leaf afterwards.
package ledger

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"time"

	"gyeol/gov"
	"gyeol/internal/store/db"
)

// Kind says what an entry tells of.
type Kind string

// The kinds of entries.
const (
	KindAct          Kind = "act"
	KindContribution Kind = "contribution"
	KindRefusal      Kind = "refusal"
	KindOpening      Kind = "opening"
	KindImport       Kind = "import"
	KindToken        Kind = "token"
	KindInvitation   Kind = "invitation" // a member from outside was invited to a body, came in, or was kept out
	KindSession      Kind = "session"    // somebody signed in or out, or was kept out
	KindPolicy       Kind = "policy"
	KindClock        Kind = "clock"
	KindProcess      Kind = "process"
	KindDigest       Kind = "digest"
	KindAbsence      Kind = "absence"
	KindDelegation   Kind = "delegation"
	KindTransfer     Kind = "transfer"
	KindExport       Kind = "export"
	KindNotice       Kind = "notice"
	KindPreference   Kind = "preference" // how a person wants notices to reach him
	KindView         Kind = "view"       // personal data of others was read (개인정보의 안전성 확보조치 기준 제8조)
	KindCalendar     Kind = "calendar"   // a day was designated or withdrawn, with every date that moved
)

// Entry is what is told. Body is marshalled to canonical JSON: keys in order, no insignificant space.
type Entry struct {
	Kind         Kind
	SubjectKind  string
	SubjectID    string
	Case         gov.CaseID // with Seq: the act the entry names
	Seq          int32
	Contribution gov.ContributionID
	Body         map[string]any
	At           time.Time // wall time of the transaction
	OfficeDate   gov.Date
}

// Proof is what makes an entry provable: its canonical body, the salt, and the hash over both.
type Proof struct{ Salt, Body, Hash []byte }

// Prove writes the body of the entry and salts it. Whoever records an entry in a statement of his own needs it.
func Prove(e Entry) (Proof, error) {
	body, err := canonical(e)
	if err != nil {
		return Proof{}, err
	}
	salt := make([]byte, 32)
	if _, err := rand.Read(salt); err != nil {
		return Proof{}, fmt.Errorf("salt an audit entry: %w", err)
	}
	hash := Hash(salt, body)
	return Proof{Salt: salt, Body: body, Hash: hash[:]}, nil
}

// SubjectBodies is the kind of subject of an entry of KindClock by which bodies have gone whose term had ended. Its body
// names their leaves (docs/audit-format.md).
const SubjectBodies = "audit_body"

// Write records the entry with q; nothing is sealed yet.
func Write(ctx context.Context, q *db.Queries, e Entry) error {
	_, err := WriteAs(ctx, q, e)
	return err
}

// WriteAs is Write, and answers with the id of the entry.
func WriteAs(ctx context.Context, q *db.Queries, e Entry) (gov.AuditID, error) {
	id := gov.NewAuditID()
	p, err := Prove(e)
	if err != nil {
		return id, err
	}
	var seq *int32
	if e.Seq > 0 {
		seq = &e.Seq
	}
	return id, q.InsertAudit(ctx, db.InsertAuditParams{
		ID: id, Kind: string(e.Kind), SubjectKind: e.SubjectKind, SubjectID: e.SubjectID,
		CaseID: e.Case, ActSeq: seq, ContributionID: e.Contribution, BodyHash: p.Hash, At: e.At,
		OfficeDate: e.OfficeDate, Salt: p.Salt, Body: p.Body,
	})
}

// Hash is the hash an entry carries: SHA-256 over salt and body.
func Hash(salt, body []byte) [32]byte {
	h := sha256.New()
	h.Write(salt)
	h.Write(body)
	return [32]byte(h.Sum(nil))
}

// canonical writes the body with the fields every entry has. encoding/json sorts map keys and writes no white space;
// bodies hold strings and integers only, for which that is the RFC 8785 form.
func canonical(e Entry) ([]byte, error) {
	body := make(map[string]any, len(e.Body)+5)
	for k, v := range e.Body {
		body[k] = v
	}
	body["kind"] = string(e.Kind)
	body["subject_kind"] = e.SubjectKind
	body["subject"] = e.SubjectID
	body["office_date"] = e.OfficeDate.String()
	body["at"] = e.At.UTC().Format(time.RFC3339Nano)
	b, err := json.Marshal(body)
	if err != nil {
		return nil, fmt.Errorf("write an audit body: %w", err)
	}
	return b, nil
}
