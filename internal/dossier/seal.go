package dossier

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"gyeol/gov"
	"gyeol/internal/ledger"
	"gyeol/internal/proof"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
)

// How long the signature of a worker is waited for, and how often it is looked for.
const (
	signedWithin = 30 * time.Second
	lookEvery    = 100 * time.Millisecond
)

// seal records the export with the hash of its manifest, and proves the entry once it is signed.
func (b *building) seal(ctx context.Context, manifest string) (proof.Inclusion, error) {
	err := store.InTx(ctx, b.pool, func(tx *store.Tx) error {
		day, err := tx.Read.SealingDay(ctx)
		if err != nil {
			return err
		}
		today := day.Stepped
		if today.IsZero() {
			today = gov.DateIn(day.At)
		}
		return ledger.Write(ctx, tx.Write, ledger.Entry{
			Kind: ledger.KindExport, SubjectKind: "evidence", SubjectID: manifest, At: day.At, OfficeDate: today,
			Body: map[string]any{
				"act": "evidence", "manifest": manifest, "of": string(b.about.Kind), "case": b.about.ID,
				"cases": b.cases, "role": string(b.order.Role), "full": b.order.Full, "reason": b.order.Reason,
				"account": b.order.Account, "command": b.order.Command,
			},
		})
	})
	if err != nil {
		return proof.Inclusion{}, err
	}
	if err := b.signed(ctx); err != nil {
		return proof.Inclusion{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, signedWithin)
	defer cancel()
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		p, err := b.provenExport(ctx, manifest)
		if !errors.Is(err, ledger.ErrNotSigned) {
			return p, err
		}
		select {
		case <-ctx.Done():
			return p, notSigned()
		case <-tick.C:
		}
	}
}

// provenExport proves the entry of the export; ledger.ErrNotSigned until a checkpoint signs it.
func (b *building) provenExport(ctx context.Context, manifest string) (proof.Inclusion, error) {
	sql, err := read("export")
	if err != nil {
		return proof.Inclusion{}, err
	}
	var leaf int64
	err = b.pool.QueryRow(ctx, sql, manifest).Scan(&leaf)
	if errors.Is(err, pgx.ErrNoRows) {
		return proof.Inclusion{}, ledger.ErrNotSigned
	}
	if err != nil {
		return proof.Inclusion{}, store.Interpret(err)
	}
	top, err := ledger.LastSigned(ctx, b.pool)
	if err != nil {
		return proof.Inclusion{}, err
	}
	return ledger.Include(ctx, db.New(b.pool), leaf, top)
}
