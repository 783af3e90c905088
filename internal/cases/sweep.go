package cases

import (
	"context"
	"fmt"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
)

// sweepChunk is how many cases one call of Sweep ends at the most (design §6, Locks).
const sweepChunk = 200

// Sweep ends the open cases of a stage that a person has closed, each by an act of its own, and says whether any are
// left. Doing it again finds them ended.
func (s *Service) Sweep(ctx context.Context, process gov.ProcessID) (left bool, err error) {
	var ids []gov.CaseID
	var why string
	err = store.InTx(ctx, s.pool, func(tx *store.Tx) error {
		c, err := tx.Read.CaseOfProcess(ctx, process)
		if err != nil {
			return err
		}
		last, err := tx.Read.LastReason(ctx, db.LastReasonParams{CaseID: c.ID, Verb: gov.VerbClose})
		if err != nil {
			return err
		}
		why = last
		ids, err = tx.Read.OpenCasesOfStage(ctx, db.OpenCasesOfStageParams{StageID: c.StageID, Limit: sweepChunk + 1})
		return err
	})
	if err != nil {
		return false, err
	}
	for _, id := range ids[:min(len(ids), sweepChunk)] {
		out, err := s.Step(ctx, gov.Step{Process: process, Case: id, Verb: gov.VerbLapse, Subject: id.String(), Reason: why})
		if err != nil {
			return false, err
		}
		if out.Refused() && out.Code != gov.CodeActNotOpen {
			return false, fmt.Errorf("end case %s: %s", id, out.Detail)
		}
	}
	return len(ids) > sweepChunk, nil
}
