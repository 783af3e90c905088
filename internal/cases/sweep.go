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
	var open []db.OpenRoundsOfStageRow
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
		open, err = tx.Read.OpenRoundsOfStage(ctx, db.OpenRoundsOfStageParams{StageID: c.StageID, Limit: sweepChunk + 1})
		return err
	})
	if err != nil {
		return false, err
	}
	for _, c := range open[:min(len(open), sweepChunk)] {
		out, err := s.Step(ctx, ending(c, process, why))
		if err != nil {
			return false, err
		}
		if out.Refused() && out.Code != gov.CodeActNotOpen {
			return false, fmt.Errorf("end case %s: %s", c.ID, out.Detail)
		}
	}
	return len(open) > sweepChunk, nil
}

// ending is how a case ends with its stage: what was approved goes out, everything else is missing. The round is part
// of the step's key, because a case may be reopened and its stage closed a second time.
func ending(c db.OpenRoundsOfStageRow, process gov.ProcessID, why string) gov.Step {
	if c.Kind == gov.CaseDocument && c.State == gov.Approved {
		return gov.Step{Process: process, Case: c.ID, Verb: gov.VerbDispatch, Subject: c.Subject, Round: c.Round}
	}
	return gov.Step{
		Process: process, Case: c.ID, Verb: gov.VerbLapse, Subject: c.ID.String(), Round: c.Round, Reason: why,
	}
}
