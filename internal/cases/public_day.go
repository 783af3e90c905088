package cases

import (
	"context"
	"fmt"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// copiesMost is for how many papers one office day asks at the most; the next does the rest.
const copiesMost = 200

// askDisclosures is what an office day does about what everybody may read: it asks for the public copy of each paper that
// has none of what it discloses now, and for a new decision on each class whose review was to end by this day
// (공공기관의 정보공개에 관한 법률 제9조제1항제5호). It reads the rows as they are and can be repeated.
func (s *Service) askDisclosures(ctx context.Context, d ruledDay) error {
	day, q := d.day, db.New(s.pool)
	rule, ok := d.pack.CopyOn(day)
	if !ok {
		return nil // nobody has said that there are public copies
	}
	reviews, err := q.DisclosuresToReview(ctx, db.DisclosuresToReviewParams{Day: day, Most: copiesMost})
	if err != nil {
		return store.Interpret(err)
	}
	for _, id := range reviews {
		if err := s.askOfPaper(ctx, id, policies.DisclosureTask); err != nil {
			return fmt.Errorf("review %s: %w", id, err)
		}
	}
	since := rule.From
	if !rule.AssumedFrom.IsZero() {
		since = rule.AssumedFrom
	}
	if first := day.AddDays(-rule.Since); first.After(since) {
		since = first
	}
	papers, err := q.CopiesToAsk(ctx, db.CopiesToAskParams{Since: since, Day: day, Most: copiesMost})
	if err != nil {
		return store.Interpret(err)
	}
	for _, id := range papers {
		if err := s.askOfPaper(ctx, id, policies.PublicCopyTask); err != nil {
			return fmt.Errorf("public copy of %s: %w", id, err)
		}
	}
	return nil
}

// askOfPaper opens a task about a paper with its processing department, unless somebody was asked meanwhile.
func (s *Service) askOfPaper(ctx context.Context, id gov.CaseID, spec policies.TaskSpec) error {
	return store.InTx(ctx, s.pool, func(tx *store.Tx) error {
		clock, err := s.clock(ctx, tx)
		if err != nil {
			return err
		}
		c, err := tx.Read.LockCase(ctx, id)
		if err != nil {
			return err
		}
		open, err := tx.Read.OpenTaskOfKind(ctx, db.OpenTaskOfKindParams{CaseID: id, Kind: spec.Kind})
		if err != nil || open {
			return err
		}
		ch := &change{
			svc: s, tx: tx, now: clock, actor: Actor{System: true}, c: c, machine: policies.MachineOf(c.Kind), to: c.State,
			seq: c.Seq,
		}
		plans, err := ch.planTask(ctx, spec)
		if err != nil {
			return err
		}
		state, err := tx.Read.CopyState(ctx, uid(id))
		if err != nil {
			return err
		}
		for _, p := range plans {
			p.cell = fmt.Sprint(state.Number + 1)
			if spec.Kind == gov.TaskDisclosure {
				p.cell = clock.today.String() // each review is one of its own
			}
			if err := ch.openTask(ctx, p); err != nil {
				return err
			}
		}
		return ch.tell(ctx)
	})
}
