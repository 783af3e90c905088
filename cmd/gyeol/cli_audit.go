package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/jackc/pgx/v5/pgxpool"
	"golang.org/x/mod/sumdb/note"

	"gyeol/internal/config"
	"gyeol/internal/intake"
	"gyeol/internal/ledger"
	"gyeol/internal/proof"
)

// AuditCmd is what an auditor needs. Export opens the record itself; verify, witness and key need neither server nor
// database; the others ask the API.
type AuditCmd struct {
	Export      AuditExportCmd      `cmd:"" help:"감사 기록을 파일로 내보냅니다 (write the log to a file)."`
	Verify      AuditVerifyCmd      `cmd:"" help:"내보낸 기록이나 증명을 공개 열쇠로 확인합니다 (check an export or a proof, offline)."`
	Witness     AuditWitnessCmd     `cmd:"" help:"확인한 체크포인트에 증인으로 서명합니다 (sign a checkpoint as a witness, offline)."`
	Witnessed   AuditWitnessedCmd   `cmd:"" help:"증인이 서명한 체크포인트를 기록에 둡니다 (keep the signature of a witness)."`
	Checkpoint  AuditCheckpointCmd  `cmd:"" help:"서명된 체크포인트를 봅니다 (show signed checkpoints)."`
	Proof       AuditProofCmd       `cmd:"" help:"기록 하나의 증명을 받습니다 (the proof of one entry)."`
	Consistency AuditConsistencyCmd `cmd:"" help:"두 체크포인트가 한 기록임을 증명합니다 (that two checkpoints are of one log)."`
	Key         AuditKeyCmd         `cmd:"" help:"서명 열쇠 한 쌍을 만듭니다 (make a pair of keys)."`
}

// AuditExportCmd writes the log.
type AuditExportCmd struct {
	File string `name:"out" required:"" help:"file to write"`
	Data string `help:"data folder; default ./.gyeol. PostgreSQL is started if it is down"`
}

// Run seals and signs what waits, where the key is at hand, and writes the file whole or not at all.
func (c *AuditExportCmd) Run(ctx context.Context, g *Globals) error {
	return g.withRecord(ctx, c.Data, func(pool *pgxpool.Pool, _ string) error {
		if err := intake.RecordAuditExport(ctx, pool, operator("gyeol audit export")); err != nil {
			return err
		}
		key, err := c.key(g)
		if err != nil {
			return err
		}
		if key != nil {
			if _, err := ledger.Sign(ctx, pool, key); err != nil {
				return err
			}
		}
		head, err := exportTo(ctx, pool, c.File)
		if err != nil {
			return err
		}
		if g.JSON {
			return printJSON(g, head)
		}
		_, err = fmt.Fprintf(g.Out, "%s: 기록 %d건, 아직 서명되지 않은 기록 %d건 (entries, not signed yet)\n",
			c.File, head.Size, head.Pending)
		return err
	})
}

// key is the key that signs checkpoints, nil where it is not on this machine.
func (c *AuditExportCmd) key(g *Globals) (note.Signer, error) {
	cfg, err := config.FromEnv(os.LookupEnv)
	if err != nil {
		return nil, err
	}
	if cfg.AuditKey == "" && cfg.DatabaseURL == "" {
		data, err := g.place(c.Data)
		if err != nil {
			return nil, err
		}
		dir, _, err := placeOf(data)
		if err != nil {
			return nil, err
		}
		if cfg.AuditKey, err = keptAuditKey(dir); err != nil {
			return nil, err
		}
	}
	if cfg.AuditKey == "" {
		return nil, nil //nolint:nilnil // no key is no fault: the last checkpoint stands
	}
	return proof.Signer(cfg.AuditKey)
}

// exportTo writes beside the file and puts it in place when all of it is there.
func exportTo(ctx context.Context, pool *pgxpool.Pool, path string) (head proof.Header, err error) {
	f, err := os.OpenFile(path+".new", os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return head, fmt.Errorf("write an export: %w", err)
	}
	head, err = ledger.Export(ctx, pool, f)
	if err = errors.Join(err, f.Close()); err != nil {
		return head, errors.Join(err, os.Remove(path+".new"))
	}
	return head, os.Rename(path+".new", path)
}

// AuditKeyCmd makes the pair of keys of an installation whose servers are outside, or of a witness.
type AuditKeyCmd struct {
	Out     string `required:"" help:"file of the secret key; the public one goes to the same name with .pub"`
	Witness bool   `help:"a key for a witness"`
}

// Run writes both files; a key that is there is never written over.
func (c *AuditKeyCmd) Run(_ context.Context, g *Globals) error {
	prefix := auditKeyPrefix
	if c.Witness {
		prefix = witnessKeyPrefix
	}
	secret, public, err := proof.NewKey(rand.Reader, prefix)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(c.Out, os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("서명 열쇠를 쓸 수 없습니다. 있는 열쇠는 덮어쓰지 않습니다 (a key is never written over): %w", err)
	}
	_, err = io.WriteString(f, secret+"\n")
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("write a key: %w", err)
	}
	if err := publish(c.Out+".pub", public); err != nil {
		return err
	}
	_, err = fmt.Fprintln(g.Out, public)
	return err
}
