package main

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/google/uuid"
	"golang.org/x/mod/sumdb/note"

	"gyeol/internal/proof"
)

// benchAuditCmd measures how long an auditor waits for the verdict on an export.
type benchAuditCmd struct {
	Data    string `help:"folder for the export, about 600 octets an entry; default: a temporary one"`
	Entries int64  `default:"1000000" help:"entries, each with its body"`
	Rounds  int    `default:"3" help:"how often each is measured, in turn"`
}

// mostVerify is how many times as long as its floor a verdict may take: reading the file and hashing it in one piece.
const mostVerify = 2.0

// auditReport is what the bench tells; times are in milliseconds, of the median round.
type auditReport struct {
	Entries  int64   `json:"entries"`
	Bytes    int64   `json:"bytes"`
	FloorMS  float64 `json:"floor_ms"`  // reading the file and one SHA-256 over all of it
	VerifyMS float64 `json:"verify_ms"` // the verdict
	Ratio    float64 `json:"ratio"`     // of the medians
	WorstOf  float64 `json:"worst_ratio"`
	Limit    float64 `json:"limit"`
	Met      bool    `json:"met"`
}

// Run writes an export of its own and reads it again and again, once for the floor and once for the verdict.
func (c *benchAuditCmd) Run(ctx context.Context, g *Globals) (err error) {
	if c.Entries < 1 || c.Rounds < 1 {
		return errors.New("기록 1건 이상, 1회 이상이어야 합니다 (at least one entry and one round)")
	}
	dir, err := os.MkdirTemp(c.Data, "gyeol-bench-audit-")
	if err != nil {
		return fmt.Errorf("make a folder: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	path := filepath.Join(dir, "export")
	key, err := c.write(ctx, path)
	if err != nil {
		return err
	}
	r, err := c.measure(ctx, path, key)
	if err != nil {
		return err
	}
	if g.JSON {
		err = printJSON(g, r)
	} else {
		_, err = fmt.Fprintf(g.Out, "기록 %d건 %.1f MB: 바닥값 %.0f ms, 확인 %.0f ms, %.2f배 (entries, floor, verdict, ratio)\n",
			r.Entries, float64(r.Bytes)/1e6, r.FloorMS, r.VerifyMS, r.Ratio)
	}
	if err == nil && !r.Met {
		err = fmt.Errorf("확인이 바닥값의 %.2f배 걸렸습니다 (the verdict took more than %.1f times its floor)", r.Ratio, mostVerify)
	}
	return err
}

// write makes an export as ledger.Export writes it, with a checkpoint at its end.
func (c *benchAuditCmd) write(ctx context.Context, path string) (note.Verifier, error) {
	secret, public, err := proof.NewKey(rand.Reader, auditKeyPrefix)
	if err != nil {
		return nil, err
	}
	signer, err := proof.Signer(secret)
	if err != nil {
		return nil, err
	}
	keys, err := proof.Verifiers(public)
	if err != nil {
		return nil, err
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("write an export: %w", err)
	}
	begun := time.Now()
	w := proof.NewWriter(f, proof.Header{Size: c.Entries, Made: begun})
	var edge proof.Edge
	for n := int64(0); n < c.Entries && ctx.Err() == nil; n++ {
		benchEntry(w, &edge, n, begun)
	}
	last := proof.Checkpoint{Size: c.Entries, Root: edge.Root(), At: begun, Day: "2026-11-27"}
	signed, err := proof.Sign(last, signer)
	if err == nil {
		w.Checkpoint(signed)
		err = w.Close()
	}
	return keys[0], errors.Join(err, f.Close(), ctx.Err())
}

// benchEntry writes one entry with a body a little shorter than those of acts: there is less to read for each hash.
func benchEntry(w *proof.Writer, edge *proof.Edge, n int64, at time.Time) {
	var seed [8]byte
	binary.BigEndian.PutUint64(seed[:], uint64(n))
	salt := sha256.Sum256(seed[:])
	id := uuid.UUID(salt[:16]).String()
	body := fmt.Appendf(make([]byte, 32, 320), `{"actor":"%s","at":"2026-11-27T00:00:00Z","from":"in_approval",`+
		`"kind":"act","office_date":"2026-11-27","seq":%d,"subject":"%s","subject_kind":"document","to":"approved",`+
		`"verb":"approve"}`, id, n%7+1, id)
	copy(body, salt[:])
	line := proof.Record{
		Leaf: n, Entry: id, BodyHash: sha256.Sum256(body), Kind: "act", At: at.Add(time.Duration(n) * time.Millisecond),
		OfficeDate: "2026-11-27", SubjectKind: "document", Subject: id, Case: id, Act: int32(n%7 + 1),
	}.Line()
	hash := proof.LeafHash(line)
	edge.Add(hash, nil)
	w.Entry(hash, line)
	w.Body(salt[:], body[32:])
}

// measure reads the file in turn for its floor and for the verdict.
func (c *benchAuditCmd) measure(ctx context.Context, path string, key note.Verifier) (auditReport, error) {
	r := auditReport{Entries: c.Entries, Limit: mostVerify}
	var floors, verdicts, ratios []float64
	for range c.Rounds {
		floor, size, err := hashFile(path)
		if err != nil {
			return r, err
		}
		begun := time.Now()
		verdict, err := verifyFile(path, key)
		took := time.Since(begun)
		if err = errors.Join(err, ctx.Err()); err != nil {
			return r, err
		}
		if verdict.Fault != nil || verdict.Entries != c.Entries || verdict.Bodies != c.Entries {
			return r, fmt.Errorf("the export of the bench is not in order: %v", verdict.Fault)
		}
		r.Bytes = size
		floors, verdicts = append(floors, milliseconds(floor)), append(verdicts, milliseconds(took))
		ratios = append(ratios, milliseconds(took)/milliseconds(floor))
	}
	slices.Sort(floors)
	slices.Sort(verdicts)
	r.FloorMS, r.VerifyMS, r.WorstOf = floors[len(floors)/2], verdicts[len(verdicts)/2], slices.Max(ratios)
	r.Ratio = r.VerifyMS / r.FloorMS
	r.Met = r.Ratio <= mostVerify
	return r, nil
}

func hashFile(path string) (time.Duration, int64, error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, 0, fmt.Errorf("read an export: %w", err)
	}
	defer f.Close()
	begun := time.Now()
	h := sha256.New()
	n, err := io.CopyBuffer(h, struct{ io.Reader }{f}, make([]byte, 1<<20))
	return time.Since(begun), n, err
}

func verifyFile(path string, key note.Verifier) (proof.Report, error) {
	f, err := os.Open(path)
	if err != nil {
		return proof.Report{}, fmt.Errorf("read an export: %w", err)
	}
	defer f.Close()
	return proof.Verify(f, proof.Against{Keys: []note.Verifier{key}})
}
