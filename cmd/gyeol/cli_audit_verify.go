package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"golang.org/x/mod/sumdb/note"

	"gyeol/internal/proof"
)

// AuditVerifyCmd checks an export, a proof of one entry or a proof of two checkpoints with nothing but public keys.
type AuditVerifyCmd struct {
	File    string   `arg:"" help:"export, or proof as gyeol audit proof and consistency write it"`
	Key     []string `required:"" help:"public key of the installation: DIR/audit.pub, or its text"`
	Against []string `help:"checkpoint, or older export, that you hold: finds a fork and a rolled-back record"`
	Witness []string `help:"public key of a witness, or its file: he must have signed a checkpoint of the export"`
	Mailed  []string `name:"checkpoint" help:"checkpoint as it came by mail: the mail that you kept, or its text"`
}

// Run prints what was found; the exit code is 0 where all of it is right and 1 otherwise.
func (c *AuditVerifyCmd) Run(_ context.Context, g *Globals) error {
	keys, err := publicKeys(c.Key)
	if err != nil {
		return err
	}
	f, err := os.Open(c.File)
	if err != nil {
		return fmt.Errorf("파일을 읽을 수 없습니다 (the file cannot be read): %w", err)
	}
	defer f.Close()
	r := bufio.NewReader(f)
	if first, err := r.Peek(1); err == nil && first[0] == '{' {
		return verifyProof(g, r, keys)
	}
	held, err := heldCheckpoints(append(c.Against, c.Mailed...), keys)
	if err != nil {
		return err
	}
	against := proof.Against{Keys: keys, Held: held}
	if len(c.Witness) > 0 {
		if against.Witnesses, err = publicKeys(c.Witness); err != nil {
			return err
		}
	}
	report, err := proof.Verify(r, against)
	if err != nil {
		return fmt.Errorf("파일을 끝까지 읽지 못했습니다 (the file could not be read to its end): %w", err)
	}
	return tellReport(g, report)
}

// tellReport says what was found; a fault is the error of the command.
func tellReport(g *Globals, r proof.Report) error {
	if g.JSON {
		if err := printJSON(g, r); err != nil {
			return err
		}
	}
	if r.Fault != nil {
		return errors.New(r.Fault.String())
	}
	if g.JSON {
		return nil
	}
	_, err := fmt.Fprintf(g.Out, "이상 없음: 기록 %d건, 본문 %d건(폐기 %d건), 체크포인트 %d개, 가진 체크포인트와 일치 %d개\n"+
		"(good: entries, bodies (deleted), checkpoints, held checkpoints met)\n뿌리 (root) %s %s\n",
		r.Entries, r.Bodies, r.BodiesGone, r.Checkpoints, r.Held, r.Root, r.Day)
	if err == nil && r.Witnessed > 0 {
		_, err = fmt.Fprintf(g.Out, "증인이 서명한 체크포인트 %d개, 마지막은 기록 %d건 (witnessed checkpoints, the last of so many entries)\n",
			r.Witnessed, r.WitnessedSize)
	}
	if err == nil && r.Unknown > 0 {
		_, err = fmt.Fprintf(g.Out, "다른 열쇠의 체크포인트 %d개는 보지 않았습니다 (checkpoints of other keys were left aside)\n",
			r.Unknown)
	}
	if err == nil && r.Header.Pending > 0 {
		_, err = fmt.Fprintf(g.Out, "내보낼 때 아직 서명되지 않은 기록이 %d건 있었습니다 (entries were not signed yet)\n", r.Header.Pending)
	}
	return err
}

// mostProof is the size of the largest proof that is read, in octets: a body and two checkpoints.
const mostProof = proof.MaxLine + 4*proof.MaxNote

// verifyProof checks a proof of one entry, or of two checkpoints.
func verifyProof(g *Globals, r io.Reader, keys []note.Verifier) error {
	b, err := io.ReadAll(io.LimitReader(r, mostProof+1))
	if err != nil || len(b) > mostProof {
		return errors.Join(err, errors.New("증명을 읽을 수 없습니다 (the proof cannot be read)"))
	}
	var one proof.Inclusion
	var two proof.Consistency
	if err := errors.Join(json.Unmarshal(b, &one), json.Unmarshal(b, &two)); err != nil {
		return fmt.Errorf("증명의 형식이 아닙니다 (this is no proof): %w", err)
	}
	if two.From != "" {
		from, to, err := two.Check(keys...)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(g.Out, "이상 없음: %d잎의 기록은 %d잎의 기록의 앞부분입니다 (the log of %d leaves begins with that of %d)\n",
			from.Size, to.Size, to.Size, from.Size)
		return err
	}
	c, err := one.Check(keys...)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(g.Out, "이상 없음: 잎 %d은(는) %s의 체크포인트(%d잎)에 들어 있습니다 (the leaf is in the log that was signed)\n%s\n",
		one.Leaf, c.Day, c.Size, one.Line)
	return err
}

// heldCheckpoints reads what the auditor holds: signed notes, and older exports, of which their checkpoints count.
func heldCheckpoints(files []string, keys []note.Verifier) ([]proof.Checkpoint, error) {
	var held []proof.Checkpoint
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			return nil, fmt.Errorf("가진 체크포인트를 읽을 수 없습니다 (the held checkpoint cannot be read): %w", err)
		}
		more, err := readHeld(f, keys)
		if err = errors.Join(err, f.Close()); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		held = append(held, more...)
	}
	return held, nil
}

func readHeld(f io.Reader, keys []note.Verifier) ([]proof.Checkpoint, error) {
	r := bufio.NewReader(f)
	if first, err := r.Peek(len(proof.Magic)); err == nil && string(first) == proof.Magic {
		return proof.Checkpoints(r, keys...)
	}
	b, err := io.ReadAll(io.LimitReader(r, mostMail+1))
	if err != nil {
		return nil, fmt.Errorf("read a checkpoint: %w", err)
	}
	c, err := proof.Open(proof.FromMail(b), keys...)
	return []proof.Checkpoint{c}, err
}

// mostMail is the size of the largest mail that is read for its checkpoint, in octets.
const mostMail = 1 << 20
