package cases

import (
	"context"
	"slices"

	"gyeol/gov"
	"gyeol/internal/ledger"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// ResumeProcess says that what stopped a process was mended.
type ResumeProcess struct {
	Process gov.ProcessID
	Key     string // idempotency key
	Source  string // the network address of the caller, for the record of refusals
}

// ResumeAs lets a stopped process try again, as asked by its owner, a coordinator, or whoever its task was handed to.
// The same request under the same key is done once; resuming a process that runs is CodeActNotOpen.
func (s *Service) ResumeAs(ctx context.Context, actor Actor, r ResumeProcess) error {
	err := s.resumeAs(ctx, actor, r)
	if err != nil {
		return s.refusedOn(ctx, actor, err, Refusal{
			SubjectKind: "process", Subject: r.Process.String(), Operation: "resume-process", Source: r.Source,
		})
	}
	s.bell.Poke()
	return nil
}

func (s *Service) resumeAs(ctx context.Context, actor Actor, r ResumeProcess) error {
	if err := (Command{Key: r.Key, Case: gov.NewCaseID()}).check(); err != nil {
		return err
	}
	key := keyedBy(actor, r.Key, "process_resume", r.Process.String())
	return store.InTx(ctx, s.pool, func(tx *store.Tx) error {
		clock, err := s.clock(ctx, tx)
		if err != nil {
			return err
		}
		_, p, err := lockBoth(ctx, tx, r.Process)
		if err != nil {
			return err
		}
		if done, err := key.done(ctx, tx.Read); done || err != nil {
			return err
		}
		if err := s.mayResume(ctx, tx, actor, p); err != nil {
			return err
		}
		if err := s.resume(ctx, tx, actor, r.Process); err != nil {
			return err
		}
		return ledger.Write(ctx, tx.Write, ledger.Entry{
			Kind: ledger.KindProcess, SubjectKind: key.kind, SubjectID: key.id, At: clock.at, OfficeDate: clock.today,
			Body: map[string]any{"actor": actor.key(), "process": r.Process.String(), "request": key.request},
		})
	})
}

// mayResume answers who may, and then whether there is anything to resume.
func (s *Service) mayResume(ctx context.Context, tx *store.Tx, actor Actor, p db.Process) error {
	v, err := s.viewerOf(ctx, tx.Read, actor)
	if err != nil {
		return err
	}
	holds, err := tx.Read.ViewHoldsStopped(ctx, db.ViewHoldsStoppedParams{
		ProcessID: p.ID, Posts: v.posts, Person: uid(v.person),
	})
	if err != nil {
		return err
	}
	if !holds && !slices.Contains(v.posts, string(p.OwnerPost)) && !v.may(policies.ActResume) {
		e := gov.Refuse(gov.CodeForbidden, "멈춘 절차의 책임자, 과업을 받은 직위 또는 총괄 담당만 다시 시작할 수 있습니다.",
			"only its owner, the holder of its task or a coordinator may resume a process")
		e.Reasons = []gov.Reason{
			lacksDuty("coordinator"),
			{Rule: "process/owner", Text: "이 절차의 책임 직위는 " + string(p.OwnerPost) + "입니다."},
		}
		return e
	}
	if p.State != stateStopped {
		return gov.Refuse(gov.CodeActNotOpen, "멈춘 절차가 아닙니다.", "the process is not stopped")
	}
	return nil
}
