package cases

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"fmt"

	"gyeol/gov"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// apart is what is said in an act or a contribution about a person who is no official in it: the words go into a row of
// their own, which is deleted when their purpose has ended, and the record keeps hashes under the salt of that row (ADR
// 0026).
type apart struct {
	salt  []byte // 32 random bytes
	words db.InsertPersonalWordsParams
}

// setApart prepares the words of the command to be kept apart, where the rules say so.
func (ch *change) setApart() error {
	if !policies.KeptApart(ch.c.Kind, ch.cmd.Verb) {
		return nil
	}
	a := &apart{salt: make([]byte, 32)}
	if _, err := rand.Read(a.salt); err != nil {
		return fmt.Errorf("salt what is kept apart: %w", err)
	}
	ch.apart = a
	a.words = db.InsertPersonalWordsParams{
		CaseID: ch.c.ID, Salt: a.salt, Reason: ch.cmd.Reason, Body: ch.cmd.bodyOrEmpty(), Result: json.RawMessage("{}"),
	}
	return nil
}

// salted is the hash of a hash under the salt of what is kept apart; what is not apart stays as it is.
func (a *apart) salted(hash []byte) []byte {
	if a == nil {
		return hash
	}
	return underSalt(a.salt, hash)
}

// underSalt is SHA-256 over the salt and a hash.
func underSalt(salt, hash []byte) []byte {
	sum := sha256.Sum256(append(append([]byte{}, salt...), hash...))
	return sum[:]
}

// part takes out of an outcome what it tells of the person.
func (a *apart) part(out Outcome) (Outcome, error) {
	if a == nil || len(out.Result) == 0 {
		return out, nil
	}
	raw, err := json.Marshal(out.Result)
	if err != nil {
		return out, fmt.Errorf("write what is kept apart: %w", err)
	}
	a.words.Result, out.Result = raw, nil
	return out, nil
}

// keepApart writes the words under the entry that proves them; seq is nil for a contribution.
func (ch *change) keepApart(ctx context.Context, entry gov.AuditID, seq *int32, given gov.ContributionID) error {
	if ch.apart == nil {
		return nil
	}
	w := ch.apart.words
	w.EntryID, w.ActSeq, w.ContributionID = entry, seq, given
	return ch.tx.Write.InsertPersonalWords(ctx, w)
}

// request is the hash of the command as the record keeps it.
func (ch *change) request() []byte { return ch.apart.salted(ch.cmd.requestHash()) }

// said is the hash over reason and body of a command as the entry of the record keeps it.
func (ch *change) said(cmd Command) (string, error) {
	hash, err := cmd.said()
	return hex(ch.apart.salted(hash)), err
}

// aloud is the reason of the command as the row of the act and notices have it.
func (ch *change) aloud() string {
	if ch.apart != nil {
		return ""
	}
	return ch.cmd.Reason
}

// kept is the body of the command as the row of the act has it.
func (ch *change) kept() json.RawMessage {
	if ch.apart != nil {
		return json.RawMessage("{}")
	}
	return ch.cmd.bodyOrEmpty()
}
