package cases

import (
	"context"
	"encoding/base64"
	"errors"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"gyeol/gov"
	"gyeol/internal/ledger"
	"gyeol/internal/proof"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// The proofs of the audit log as the API hands them out. They are checked with the public key alone.
type (
	AuditInclusion   = proof.Inclusion
	AuditConsistency = proof.Consistency
)

// AuditCheckpoint is a signed statement that so many leaves have this root.
type AuditCheckpoint struct {
	Size       int64     `json:"size" doc:"Leaves that are signed"`
	Root       string    `json:"root" doc:"Root of their tree, base64"`
	Key        string    `json:"key" example:"gyeol-audit-5f0c1a2b3d4e" doc:"Name of the key that signed"`
	OfficeDate gov.Date  `json:"office_date"`
	At         time.Time `json:"at" doc:"Wall time"`
	Note       string    `json:"note" doc:"The signed note, to be kept as it is"`
}

// AuditCheckpointPage is one page of checkpoints, the newest first.
type AuditCheckpointPage struct {
	Checkpoints []AuditCheckpoint `json:"checkpoints" nullable:"false"`
	Next        string            `json:"next,omitempty"`
}

// Checkpoints lists what was signed of the audit log; for auditors and coordinators.
func (s *Service) Checkpoints(ctx context.Context, actor Actor, after string, limit int) (AuditCheckpointPage,
	error,
) {
	page := AuditCheckpointPage{Checkpoints: []AuditCheckpoint{}}
	r, err := s.readAudit(ctx, actor)
	if err != nil {
		return page, err
	}
	p := db.CheckpointsBeforeParams{Before: 1 << 62, N: int32(limit) + 1}
	if after != "" {
		raw, errText := base64.RawURLEncoding.DecodeString(after)
		before, errNumber := strconv.ParseInt(string(raw), 10, 64)
		if errors.Join(errText, errNumber) != nil {
			return page, badCursor()
		}
		p.Before = before
	}
	rows, err := r.q.CheckpointsBefore(ctx, p)
	if err != nil {
		return page, store.Interpret(err)
	}
	for i, c := range rows {
		if i == limit {
			page.Next = base64.RawURLEncoding.EncodeToString(strconv.AppendInt(nil, rows[i-1].Size, 10))
			break
		}
		page.Checkpoints = append(page.Checkpoints, AuditCheckpoint{
			Size: c.Size, Root: base64.StdEncoding.EncodeToString(c.Root), Key: c.Key, OfficeDate: c.OfficeDate, At: c.At,
			Note: c.Note,
		})
	}
	return page, nil
}

// readAudit is a reading of somebody who may read the audit log.
func (s *Service) readAudit(ctx context.Context, actor Actor) (reading, error) {
	r, err := s.read(ctx, actor)
	if err != nil {
		return r, err
	}
	return r, r.v.must(policies.ActReadAudit)
}

// EntryProof proves that an entry is in the log that was signed last; for auditors and coordinators.
func (s *Service) EntryProof(ctx context.Context, actor Actor, id gov.AuditID) (AuditInclusion, error) {
	r, err := s.readAudit(ctx, actor)
	if err != nil {
		return AuditInclusion{}, err
	}
	e, err := r.q.ProvenEntry(ctx, id)
	if err != nil {
		return AuditInclusion{}, store.Interpret(err)
	}
	return r.include(ctx, e.Leaf)
}

// ActProof proves the entry of an act: to auditors and coordinators, and to whoever did it, as long as he may see the
// case. To anybody else the act is not there.
func (s *Service) ActProof(ctx context.Context, actor Actor, id gov.CaseID, seq int32) (AuditInclusion, error) {
	r, err := s.read(ctx, actor)
	if err != nil {
		return AuditInclusion{}, err
	}
	c, err := r.seen(ctx, id)
	if err != nil {
		return AuditInclusion{}, err
	}
	e, err := r.q.ProvenAct(ctx, db.ProvenActParams{CaseID: id, Seq: seq})
	if err != nil {
		return AuditInclusion{}, store.Interpret(err)
	}
	if !r.v.mayWith(policies.ActReadTrail, fileOf(c)) && e.Actor != r.v.person.String() {
		return AuditInclusion{}, gov.ErrNotFound
	}
	return r.include(ctx, e.Leaf)
}

// include proves a leaf, in one snapshot of the record.
func (r reading) include(ctx context.Context, leaf *int64) (AuditInclusion, error) {
	last, err := r.q.LastCheckpoint(ctx)
	if errors.Is(err, pgx.ErrNoRows) || leaf == nil {
		return AuditInclusion{}, notSigned()
	}
	if err != nil {
		return AuditInclusion{}, store.Interpret(err)
	}
	p, err := ledger.Include(ctx, r.q, *leaf, last)
	if errors.Is(err, ledger.ErrNotSigned) {
		return p, notSigned()
	}
	return p, store.Interpret(err)
}

func notSigned() error {
	return gov.Refuse(gov.CodeNotSettled, "기록이 아직 서명된 체크포인트에 들어 있지 않습니다. 몇 초 뒤에 다시 조회하십시오.",
		"no checkpoint signs the entry yet; ask again in a few seconds")
}

// Consistency proves that the log of the newer checkpoint begins with that of the older; for auditors and coordinators.
func (s *Service) Consistency(ctx context.Context, actor Actor, from, to int64) (AuditConsistency, error) {
	r, err := s.readAudit(ctx, actor)
	if err != nil {
		return AuditConsistency{}, err
	}
	if from > to {
		return AuditConsistency{}, gov.Refuse(gov.CodeInvalid, "오래된 체크포인트의 크기를 from에, 새 것의 크기를 to에 적으십시오.",
			"the older size goes to from, the newer one to to")
	}
	older, err := r.q.CheckpointOf(ctx, from)
	if err != nil {
		return AuditConsistency{}, store.Interpret(err)
	}
	newer, err := r.q.CheckpointOf(ctx, to)
	if err != nil {
		return AuditConsistency{}, store.Interpret(err)
	}
	p, err := ledger.Agree(ctx, r.q, older, newer)
	return p, store.Interpret(err)
}
