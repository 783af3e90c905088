package dossier

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/pgxpool"

	"gyeol/gov"
	"gyeol/internal/evidence"
	"gyeol/internal/ledger"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
)

// building is a bundle in the making.
type building struct {
	pool  *pgxpool.Pool
	tx    pgx.Tx
	q     *db.Queries
	order Order
	tools Tools
	out   *evidence.Writer

	about     evidence.Subject
	cycle     *uuid.UUID    // every case of a year,
	named     []pgtype.UUID // or the cases that are named
	at        time.Time     // of the snapshot
	day       gov.Date
	top       db.AuditCheckpoint
	prove     *prover
	outsiders map[string]bool // names of persons from outside
	left      omissions
	printed   map[string]string // the page of each case that has one
	cases     int
}

// Made says what was written.
type Made struct {
	Subject  evidence.Subject    `json:"subject"`
	Manifest string              `json:"manifest"` // its SHA-256
	Cases    int                 `json:"cases"`
	Leaves   int64               `json:"leaves"` // that the checkpoint of the proofs signs
	Withheld []evidence.Omission `json:"withheld"`
}

// Build writes a bundle. What it holds is one snapshot of the record; the export is recorded when all of it is written,
// and the bundle ends with the proof of that entry.
func Build(ctx context.Context, w io.Writer, o Order, t Tools) (Made, error) {
	if err := o.check(); err != nil {
		return Made{}, err
	}
	b := &building{
		pool: t.Pool, order: o, tools: t, out: evidence.NewWriter(w), named: []pgtype.UUID{}, outsiders: map[string]bool{},
		left: omissions{}, printed: map[string]string{},
	}
	err := b.begin(ctx)
	if b.tx != nil {
		defer func() { _ = b.tx.Rollback(context.WithoutCancel(ctx)) }() // it only read
	}
	if err != nil {
		return Made{}, err
	}
	for _, part := range []func(context.Context) error{b.attachments, b.authority, b.everyCase, b.checkpoint, b.index} {
		if err := part(ctx); err != nil {
			return Made{}, err
		}
	}
	m := evidence.Manifest{
		Subject: b.about, MadeAt: b.at.UTC().Format(time.RFC3339Nano), OfficeDate: b.day.String(), By: o.Account,
		Role: string(b.order.Role), Reason: b.order.Reason, Full: o.Full, Key: keyOf(b.top.Note), Leaves: b.top.Size,
		Cases: b.cases, Withheld: b.left.list(),
	}
	hash, err := b.out.Manifest(m)
	if err != nil {
		return Made{}, err
	}
	sealed, err := b.seal(ctx, hash)
	if err != nil {
		return Made{}, err
	}
	made := Made{Subject: b.about, Manifest: hash, Cases: b.cases, Leaves: b.top.Size, Withheld: m.Withheld}
	return made, b.out.Seal(sealed)
}

// patience allows the long statements of an export, which never wait for a lock.
const patience = "set local statement_timeout = '5min'; set local idle_in_transaction_session_timeout = '30min'"

// mostTries is how often a snapshot is taken anew because an act came between the checkpoint and it.
const mostTries = 20

// begin takes a snapshot of which a checkpoint signs every entry.
func (b *building) begin(ctx context.Context) error {
	for range mostTries {
		if err := b.signed(ctx); err != nil {
			return err
		}
		if err := b.snapshot(ctx); err != nil {
			return err
		}
		var unsigned int64
		if err := b.one(ctx, "unsigned", append(b.scope(), b.top.Size), &unsigned); err != nil {
			return err
		}
		if unsigned == 0 {
			return nil
		}
		if err := b.tx.Rollback(ctx); err != nil {
			return store.Interpret(err)
		}
		b.tx, b.named = nil, []pgtype.UUID{}
	}
	return notSigned()
}

func notSigned() error {
	return gov.Refuse(gov.CodeConflict, "감사 기록이 아직 서명되지 않았습니다. 서명 열쇠로 gyeol up이나 worker를 실행한 뒤 다시 하십시오.",
		"the audit log is not signed yet; run gyeol up, or a worker with the signing key, and try again")
}

// scope are the arguments that every statement about the cases of the export begins with.
func (b *building) scope() []any { return []any{b.cycle, b.named} }

// snapshot begins the transaction that everything is read in, and reads what the rest needs.
func (b *building) snapshot(ctx context.Context) error {
	tx, err := b.pool.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly})
	if err != nil {
		return store.Interpret(err)
	}
	b.tx, b.q = tx, db.New(tx)
	if _, err := tx.Exec(ctx, patience); err != nil {
		return store.Interpret(err)
	}
	day, err := b.q.SealingDay(ctx)
	if err != nil {
		return store.Interpret(err)
	}
	if b.at, b.day = day.At, day.Stepped; b.day.IsZero() {
		b.day = gov.DateIn(day.At)
	}
	b.top, err = b.q.LastCheckpoint(ctx)
	if errors.Is(err, pgx.ErrNoRows) {
		return notSigned()
	}
	if err != nil {
		return store.Interpret(err)
	}
	b.prove = newProver(ctx, b.q, b.top)
	var names []string
	if err := b.one(ctx, "outsiders", nil, &names); err != nil {
		return err
	}
	for _, n := range names {
		b.outsiders[n] = true
	}
	return b.subject(ctx)
}

// signed waits until a checkpoint signs the log, or signs it where the key is at hand.
func (b *building) signed(ctx context.Context) error {
	if b.tools.Key == nil {
		return nil
	}
	if _, err := ledger.Sign(ctx, b.pool, b.tools.Key); err != nil {
		return fmt.Errorf("sign the log: %w", err)
	}
	return nil
}

// everyCase writes the folder of each case, in the order of their ids.
func (b *building) everyCase(ctx context.Context) error {
	last := pgtype.UUID{Valid: true}
	for {
		var page []gov.CaseID
		err := b.each(ctx, "scope", append(b.scope(), last), func(rows pgx.Rows) error {
			var id gov.CaseID
			err := rows.Scan(&id)
			page = append(page, id)
			return err
		})
		if err != nil || len(page) == 0 {
			return err
		}
		for _, id := range page {
			if err := b.folder(ctx, id); err != nil {
				return fmt.Errorf("case %s: %w", id, err)
			}
		}
		last.Bytes = page[len(page)-1]
	}
}

// checkpoint writes the signed note to which all proofs lead.
func (b *building) checkpoint(context.Context) error {
	return b.out.Bytes(evidence.CheckpointFile, []byte(b.top.Note))
}
