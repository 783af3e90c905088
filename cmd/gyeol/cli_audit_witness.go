package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"gyeol/internal/proof"
)

// AuditWitnessCmd is the witness: somebody outside who signs only what goes on from what he signed before.
type AuditWitnessCmd struct {
	File   string   `arg:"" help:"export of the log"`
	Key    []string `required:"" help:"public key of the installation: DIR/audit.pub, or its text"`
	Signer string   `required:"" help:"secret key of the witness, as gyeol audit key --witness makes it"`
	Seen   string   `required:"" help:"file with the last checkpoint that this witness signed; made the first time"`
}

// Run verifies the export against the last checkpoint seen, signs its last one and keeps it.
func (c *AuditWitnessCmd) Run(_ context.Context, g *Globals) error {
	keys, err := publicKeys(c.Key)
	if err != nil {
		return err
	}
	secret, err := os.ReadFile(c.Signer)
	if err != nil {
		return fmt.Errorf("증인의 열쇠를 읽을 수 없습니다 (the key of the witness cannot be read): %w", err)
	}
	witness, err := proof.Signer(string(secret))
	if err != nil {
		return err
	}
	var seen []string
	if _, err := os.Stat(c.Seen); err == nil {
		seen = []string{c.Seen}
	} else if !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("read the last checkpoint: %w", err)
	}
	held, err := heldCheckpoints(seen, keys)
	if err != nil {
		return err
	}
	f, err := os.Open(c.File)
	if err != nil {
		return fmt.Errorf("파일을 읽을 수 없습니다 (the file cannot be read): %w", err)
	}
	defer f.Close()
	report, err := proof.Verify(f, proof.Against{Keys: keys, Held: held})
	if err != nil {
		return fmt.Errorf("파일을 끝까지 읽지 못했습니다 (the file could not be read to its end): %w", err)
	}
	if report.Fault != nil {
		return errors.New(report.Fault.String())
	}
	signed, err := proof.Cosign(report.Last, witness, keys...)
	if err != nil {
		return err
	}
	if err := writeSecret(c.Seen, strings.TrimSuffix(string(signed), "\n")); err != nil {
		return err
	}
	_, err = g.Out.Write(signed)
	return err
}
