package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/jackc/pgx/v5/pgxpool"

	"gyeol/internal/cases"
	"gyeol/internal/dossier"
	"gyeol/internal/evidence"
)

// EvidenceCmd makes evidence bundles and checks them. Making one opens the record itself; verify needs neither server
// nor database.
type EvidenceCmd struct {
	Make   evidenceMakeCmd   `cmd:"" default:"withargs" help:"문서나 연도의 묶음을 만듭니다 (a bundle of a document or a year)."`
	Verify evidenceVerifyCmd `cmd:"" help:"묶음을 공개 열쇠로 확인합니다 (check a bundle, offline)."`
}

type evidenceMakeCmd struct {
	Document string `help:"문서번호, 또는 문서 사안의 id (number or id of a document)"`
	Cycle    string `help:"이름-연도 (NAME-YEAR)" placeholder:"lifelong-education-plan-2022"`
	File     string `name:"out" required:"" help:"file to write"`
	Reason   string `required:"" help:"만드는 사유; 감사 기록에 남습니다 (why; it goes to the audit log)"`
	Role     string `default:"reader" enum:"reader,auditor,operator" help:"누구를 위한 것인가: reader, auditor, operator"`
	Full     bool   `help:"개인정보를 가리지 않습니다; 감사자와 운영자만 (mask nothing; auditors and operators only)"`
	Data     string `help:"data folder; default ./.gyeol. PostgreSQL is started if it is down"`
}

// Run writes the bundle whole or not at all.
func (c *evidenceMakeCmd) Run(ctx context.Context, g *Globals) error {
	return g.withRecord(ctx, c.Data, func(pool *pgxpool.Pool, _ string) error {
		key, err := (&AuditExportCmd{Data: c.Data}).key(g)
		if err != nil {
			return err
		}
		made, err := c.write(ctx, dossier.Tools{Pool: pool, Print: newEvidencePrinter(pool), Key: key})
		if err != nil {
			return err
		}
		if g.JSON {
			return printJSON(g, made)
		}
		fmt.Fprintf(g.Out, "%s: %s — 사안 %d건 (cases), 감사 기록 %d잎 (leaves)\n목록 (manifest) %s\n",
			c.File, made.Subject.Name, made.Cases, made.Leaves, made.Manifest)
		for _, w := range made.Withheld {
			fmt.Fprintf(g.Out, "가림·제외 %s %d건: %s (withheld)\n", w.What, w.Count, w.Why)
		}
		return nil
	})
}

// write writes beside the file and puts it in place when all of it is there.
func (c *evidenceMakeCmd) write(ctx context.Context, t dossier.Tools) (made dossier.Made, err error) {
	f, err := os.OpenFile(c.File+".new", os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return made, fmt.Errorf("묶음을 쓸 수 없습니다 (the bundle cannot be written): %w", err)
	}
	by := operator("gyeol evidence")
	made, err = dossier.Build(ctx, f, dossier.Order{
		Document: c.Document, Cycle: c.Cycle, Reason: c.Reason, Role: dossier.Role(c.Role), Full: c.Full,
		Account: by.Account, Command: by.Command,
	}, t)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return made, errors.Join(err, os.Remove(c.File+".new"))
	}
	return made, os.Rename(c.File+".new", c.File)
}

func newEvidencePrinter(pool *pgxpool.Pool) evidencePrinter {
	return evidencePrinter{cases: cases.New(cases.Config{Pool: pool, Rules: cases.NewRulebook()})}
}

type evidenceVerifyCmd struct {
	File string   `arg:"" help:"bundle"`
	Key  []string `required:"" help:"public key of the installation: DIR/audit.pub, or its text"`
}

// errEvidence is why the command fails when a bundle is not in order; what is wrong was said before.
var errEvidence = errors.New("증거 묶음에 이상이 있습니다 (the bundle is not in order)")

// Run prints what was found; the exit code is 0 where all of it is right and 1 otherwise.
func (c *evidenceVerifyCmd) Run(_ context.Context, g *Globals) error {
	keys, err := publicKeys(c.Key)
	if err != nil {
		return err
	}
	f, err := os.Open(c.File)
	if err != nil {
		return fmt.Errorf("파일을 읽을 수 없습니다 (the file cannot be read): %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return fmt.Errorf("파일을 읽을 수 없습니다 (the file cannot be read): %w", err)
	}
	r := evidence.Verify(f, info.Size(), keys...)
	if g.JSON {
		if err := printJSON(g, r); err != nil {
			return err
		}
	} else {
		tellEvidence(g.Out, r)
	}
	if !r.OK() {
		return errEvidence
	}
	return nil
}

// tellEvidence says what was found, the faults first.
func tellEvidence(out io.Writer, r evidence.Report) {
	for _, f := range r.Faults {
		fmt.Fprintln(out, f)
	}
	if r.Omitted > 0 {
		fmt.Fprintf(out, "… 그 밖에 %d건 (and more)\n", r.Omitted)
	}
	if !r.OK() {
		return
	}
	fmt.Fprintf(out, "이상 없음: %s %s\n사안 %d건, 행위 %d건, 결정 %d건, 표 %d장, 알림 %d건, 감사 기록 %d건, 파일 %d개\n"+
		"(good: cases, acts, decisions, ballots, notices, entries, files)\n",
		r.Subject.Name, r.Subject.Number, r.Cases, r.Acts, r.Decisions, r.Ballots, r.Notices, r.Entries, r.Files)
	if r.BodiesGone+r.ContentsGone > 0 {
		fmt.Fprintf(out, "해시만 있는 것: 감사 본문 %d건, 내용 %d건 (of these the hash alone is there)\n",
			r.BodiesGone, r.ContentsGone)
	}
	for _, w := range r.Withheld {
		fmt.Fprintf(out, "가림·제외 %s %d건: %s (withheld)\n", w.What, w.Count, w.Why)
	}
	fmt.Fprintf(out, "체크포인트 (checkpoint) %d잎 %s, 목록 (manifest) %s\n", r.Leaves, r.CheckpointDay, r.Manifest)
}
