package ledger

import (
	"crypto/sha256"
	"encoding/binary"

	"gyeol/internal/proof"
	"gyeol/internal/store/db"
)

// Record is what the leaf of an entry says.
func Record(e db.SealedFromRow) proof.Record {
	r := proof.Record{
		Leaf: e.Leaf, Entry: e.ID.String(), Kind: e.Kind, At: e.At, OfficeDate: e.OfficeDate.String(),
		SubjectKind: e.SubjectKind, Subject: e.SubjectID, Chain: e.Chain,
	}
	copy(r.BodyHash[:], e.BodyHash)
	if !e.CaseID.IsZero() {
		r.Case = e.CaseID.String()
	}
	if e.ActSeq != nil {
		r.Act = *e.ActSeq
	}
	if !e.ContributionID.IsZero() {
		r.Contribution = e.ContributionID.String()
	}
	return r
}

// Line is the text of a leaf: what is hashed, and what is exported.
func Line(e db.SealedFromRow) []byte { return Record(e).Line() }

// Chain is the value that a leaf had in the chain of ADR 0008, which ended when the tree began: SHA-256 over the value
// before it, the leaf's number and the entry's hash.
func Chain(before [32]byte, leaf int64, bodyHash []byte) [32]byte {
	h := sha256.New()
	h.Write(before[:])
	var number [8]byte
	binary.BigEndian.PutUint64(number[:], uint64(leaf))
	h.Write(number[:])
	h.Write(bodyHash)
	return [32]byte(h.Sum(nil))
}
