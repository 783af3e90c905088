package ledger

import (
	"context"
	"errors"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"gyeol/gov"
	"gyeol/internal/proof"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
)

// mostWitnesses is how many witnesses may sign one checkpoint.
const mostWitnesses = 20

// Handed is what a witness has signed, as somebody hands it in.
type Handed struct {
	Signed []byte            // the signed note, with the signature of the witness
	Public string            // his public key
	By     map[string]string // who hands it in, for the entry
}

// AddWitness keeps the signature of a witness beside the checkpoint that he signed, with an entry that says who handed
// it in. The same signature once more changes nothing. It answers with the size that is witnessed.
func AddWitness(ctx context.Context, pool *pgxpool.Pool, h Handed) (int64, error) {
	keys, err := proof.Verifiers(h.Public)
	if err != nil {
		return 0, err
	}
	w, err := proof.ReadWitness(h.Signed, keys[0])
	if err != nil {
		return 0, err
	}
	err = store.InTx(ctx, pool, func(tx *store.Tx) error { return h.add(ctx, tx, w) })
	return w.Checkpoint.Size, err
}

// add keeps a signature that was found good, unless it is there.
func (h Handed) add(ctx context.Context, tx *store.Tx, w proof.Witnessed) error {
	if _, err := tx.Read.LockAuditHead(ctx); err != nil { // one at a time
		return err
	}
	c, err := tx.Read.CheckpointOf(ctx, w.Checkpoint.Size)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return err
	}
	if text, _, _ := strings.Cut(c.Note, "\n\n"); err != nil || text+"\n" != w.Text {
		return gov.Refusef(gov.CodeConflict,
			"증인이 서명한 체크포인트(%d건)가 이 기록에 없습니다. 이 설치의 기록인지, 기록이 되돌려졌는지 확인하십시오.",
			"the record has no such checkpoint (%d entries); see whether it is of this installation, or was rolled back",
			w.Checkpoint.Size)
	}
	there, err := tx.Read.WitnessesOf(ctx, db.WitnessesOfParams{Size: c.Size, Key: c.Key})
	if err != nil {
		return err
	}
	for _, t := range there {
		if t.Witness == w.Witness {
			return sameWitness(t, w)
		}
	}
	if len(there) >= mostWitnesses {
		return gov.Refusef(gov.CodeQuotaExceeded, "한 체크포인트에는 증인 서명을 %d개까지 둡니다.",
			"a checkpoint takes %d witnesses at the most", mostWitnesses)
	}
	day, err := tx.Read.SealingDay(ctx)
	if err != nil {
		return err
	}
	if err := tx.Write.InsertWitness(ctx, db.InsertWitnessParams{
		Size: c.Size, Key: c.Key, Witness: w.Witness, PublicKey: strings.TrimSpace(h.Public), Signature: w.Line,
		OfficeDate: officeDay(day), At: day.At,
	}); err != nil {
		return err
	}
	return Write(ctx, tx.Write, Entry{
		Kind: KindImport, SubjectKind: "audit_witness", SubjectID: w.Witness, At: day.At, OfficeDate: officeDay(day),
		Body: map[string]any{"by": h.By, "size": c.Size, "witness": w.Witness},
	})
}

// sameWitness refuses another signature under the name of a witness who has signed.
func sameWitness(there db.WitnessesOfRow, w proof.Witnessed) error {
	if there.Signature == w.Line {
		return nil
	}
	return gov.Refuse(gov.CodeConflict, "같은 이름의 증인이 다른 열쇠로 이미 서명했습니다. 열쇠를 확인하십시오.",
		"a witness of that name has signed with another key")
}
