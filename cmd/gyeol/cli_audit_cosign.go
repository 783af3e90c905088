package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/jackc/pgx/v5/pgxpool"

	"gyeol/internal/ledger"
	"gyeol/internal/proof"
)

// AuditWitnessedCmd keeps what a witness has signed beside its checkpoint, so that every later export carries it.
type AuditWitnessedCmd struct {
	File string `arg:"" help:"signed checkpoint, as gyeol audit witness prints it"`
	Key  string `required:"" help:"public key of the witness, or its file"`
	Data string `help:"data folder; default ./.gyeol. PostgreSQL is started if it is down"`
}

// Run holds the signature against the key of the witness and the checkpoint against the record.
func (c *AuditWitnessedCmd) Run(ctx context.Context, g *Globals) error {
	f, err := os.Open(c.File)
	if err != nil {
		return fmt.Errorf("서명된 체크포인트를 읽을 수 없습니다 (the signed checkpoint cannot be read): %w", err)
	}
	defer f.Close()
	signed, err := io.ReadAll(io.LimitReader(f, mostMail+1))
	if err != nil {
		return fmt.Errorf("read a checkpoint: %w", err)
	}
	public, err := keyText(c.Key)
	if err != nil {
		return err
	}
	return g.withRecord(ctx, c.Data, func(pool *pgxpool.Pool, _ string) error {
		by := operator("gyeol audit witnessed")
		size, err := ledger.AddWitness(ctx, pool, ledger.Handed{
			Signed: proof.FromMail(signed), Public: public,
			By: map[string]string{"account": by.Account, "command": by.Command},
		})
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(g.Out, "기록 %d건의 체크포인트에 증인의 서명을 두었습니다 (the signature of the witness is kept)\n", size)
		return err
	})
}
