package cases

import (
	"context"

	"gyeol/gov"
	"gyeol/internal/store"
)

// ResumeAs lets a coordinator say that what stopped a process was mended. Resuming one that runs is CodeActNotOpen.
func (s *Service) ResumeAs(ctx context.Context, actor Actor, id gov.ProcessID) error {
	r, err := s.read(ctx, actor)
	if err != nil {
		return err
	}
	p, err := r.q.GetProcess(ctx, id)
	if err != nil {
		return store.Interpret(err)
	}
	owner := false
	for _, post := range r.v.posts {
		owner = owner || post == string(p.OwnerPost)
	}
	if !owner {
		if err := r.v.must("coordinator"); err != nil {
			return err
		}
	}
	if p.State != "stopped" {
		return gov.Refuse(gov.CodeActNotOpen, "멈춘 절차가 아닙니다.", "the process is not stopped")
	}
	return s.Resume(ctx, actor, id)
}
