package cases

import (
	"context"
	"errors"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/policies/pack"
)

// TriedLine is the approval line that a draft would have, with what put each post there.
type TriedLine struct {
	Row     string       // of the delegation table (전결 구분): its title, as the table prints it
	Assumed bool         // 현행 규정 기준
	Series  string       // of the policy number, where the last cell gives one
	Facts   []gov.Reason // on which the row was chosen
	Cells   []TriedCell
}

// TriedCell is one post that would be asked.
type TriedCell struct {
	Step      int // posts of one step are asked at once
	Role      string
	Post      gov.PostID
	Title     string
	Delegated bool // 전결
	Why       string
	Article   []string
}

// errTried takes back whatever a trial did in its transaction.
var errTried = errors.New("a trial leaves nothing behind")

// TryLine computes the line of a draft by the rules of its submission, and leaves nothing behind. A draft that would be
// refused is refused with all that is wrong with it; only whoever may submit it may ask.
func (s *Service) TryLine(ctx context.Context, actor Actor, cmd Command) (TriedLine, error) {
	if err := cmd.check(); err != nil {
		return TriedLine{}, err
	}
	var out TriedLine
	err := store.InTx(ctx, s.pool, func(tx *store.Tx) error {
		line, err := s.tryLine(ctx, tx, actor, cmd)
		if err != nil {
			return err
		}
		out = triedLine(line)
		return errTried
	})
	if errors.Is(err, errTried) {
		err = nil
	}
	return out, err
}

func (s *Service) tryLine(ctx context.Context, tx *store.Tx, actor Actor, cmd Command) (pack.Line, error) {
	ch, err := s.begin(ctx, tx, actor, cmd)
	if err != nil {
		return pack.Line{}, err
	}
	if ch.c.Kind != gov.CaseDocument {
		return pack.Line{}, gov.ErrNotFound
	}
	if err := ch.standing(ctx); err != nil {
		return pack.Line{}, err
	}
	move, ok := ch.machine.Find(ch.c.State, cmd.Verb)
	if !ok {
		return pack.Line{}, notOpen(ch.machine, ch.c.State, cmd.Verb)
	}
	ch.move, ch.to = move, move.To[0]
	if err := ch.judge(ctx); err != nil {
		return pack.Line{}, err
	}
	doc, err := ch.document(ctx)
	if err != nil {
		return pack.Line{}, err
	}
	p, _, err := s.rules.Active(ctx, tx, ch.now.today)
	if err != nil {
		return pack.Line{}, err
	}
	org, err := ch.org(ctx)
	if err != nil {
		return pack.Line{}, err
	}
	d, err := ch.readDraft(doc, p)
	if err != nil {
		return pack.Line{}, err
	}
	d.propose(p.Record(doc.Matter, ch.now.today))
	return ch.compute(ctx, p, &d, org)
}

func triedLine(line pack.Line) TriedLine {
	out := TriedLine{
		Row: line.Row.Title, Assumed: line.Assumed, Series: line.Series, Facts: line.Grounds(), Cells: []TriedCell{},
	}
	for _, c := range line.Cells {
		out.Cells = append(out.Cells, TriedCell{
			Step: c.Step, Role: string(c.Role), Post: c.Post, Title: c.Title, Delegated: c.Delegated, Why: c.Why,
			Article: some(c.Article),
		})
	}
	return out
}
