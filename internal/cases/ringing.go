package cases

import (
	"context"

	"gyeol/gov"
	"gyeol/internal/store"
)

// Ring is a process whose bell must be rung.
type Ring struct {
	Ref        gov.ProcessRef
	WorkflowID string
}

// ClaimRings leases undone wakes and returns each process once. A lease lasts 5 s at first and up to a minute later;
// a wake that is still undone then is claimed again (design §6).
func (s *Service) ClaimRings(ctx context.Context) ([]Ring, error) {
	var out []Ring
	err := store.InTx(ctx, s.pool, func(tx *store.Tx) error {
		rows, err := tx.Read.ClaimWakes(ctx)
		if err != nil {
			return err
		}
		seen := map[gov.ProcessID]bool{}
		for _, r := range rows {
			if !seen[r.ProcessID] {
				seen[r.ProcessID] = true
				out = append(out, Ring{Ref: gov.ProcessRef{Process: r.ProcessID, Kind: r.Kind}, WorkflowID: r.WorkflowID})
			}
		}
		return nil
	})
	return out, err
}

// OpenRings are all processes that are open or have an undone wake: what a reconcile rings.
func (s *Service) OpenRings(ctx context.Context) ([]Ring, error) {
	var out []Ring
	err := store.InTx(ctx, s.pool, func(tx *store.Tx) error {
		rows, err := tx.Read.OpenProcesses(ctx)
		for _, r := range rows {
			out = append(out, Ring{Ref: gov.ProcessRef{Process: r.ID, Kind: r.Kind}, WorkflowID: r.WorkflowID})
		}
		return err
	})
	return out, err
}
