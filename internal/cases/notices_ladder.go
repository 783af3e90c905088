package cases

import (
	"context"
	"slices"

	"github.com/jackc/pgx/v5/pgtype"
	"golang.org/x/sync/errgroup"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
	"gyeol/policies/pack"
)

// remindPage is how many tasks one transaction reminds of at the most, remindHands how many do so at once: PostgreSQL
// gives each a core of its own.
const (
	remindPage  = 2000
	remindHands = 4
)

// furthestRung bounds the working days between a rung and the due date, as the schema of packs does.
const furthestRung = 30

// dueRung is a rung whose day has come, with the tasks it reminds of: those of a kind that are due on a date, in some
// stages or beside the year.
type dueRung struct {
	ladder string
	rule   policies.RungRule
	due    gov.Date
	task   string
	stages []pgtype.UUID
	pack   []byte // of the cases of tasks beside the year; nil for those in stages
}

// rungsOn finds the rungs that fall on a working day for the tasks that are open. A task obeys the pack that its stage
// named when it opened, or that of its case; two packs may give one ladder different rungs.
func (s *Service) rungsOn(ctx context.Context, tx *store.Tx, day gov.Date) ([]dueRung, error) {
	cal := s.rules.Calendar()
	places, err := tx.Read.TasksDue(ctx, db.TasksDueParams{
		First: cal.AddWorkingDays(day, -furthestRung), Last: cal.AddWorkingDays(day, furthestRung),
	})
	if err != nil {
		return nil, err
	}
	var out []dueRung
	for _, at := range places {
		p, err := s.rules.Of(ctx, tx.Read, at.Pack)
		if err != nil {
			return nil, err
		}
		ladder, ok, err := ladderOf(p, at, day)
		if err != nil {
			return nil, err
		}
		for _, r := range ladder.Rungs {
			if ok && policies.RungDue(r, day, cal) == at.DueOperative {
				out = append(out, rungAt(ladder.ID, r, at))
			}
		}
	}
	return out, nil
}

// ladderOf is the ladder of tasks at a place; ok is false where nobody is reminded. A stage that names a ladder which
// its pack has not is a fault; one whose rule has ended reminds nobody, and policy check refuses a pack that needs it.
func ladderOf(p *pack.Pack, at db.TasksDueRow, day gov.Date) (ladder policies.LadderRule, ok bool, err error) {
	if _, known := p.Ladder(at.Ladder); at.Ladder != "" && !known {
		return ladder, false, noRule("ladder", at.Ladder)
	}
	ladder, ok = p.LadderOf(policies.TaskPlace{Ladder: at.Ladder, Stage: at.Stage, Task: gov.TaskKind(at.Task)}, day)
	return ladder, ok, nil
}

func rungAt(ladder string, r policies.RungRule, at db.TasksDueRow) dueRung {
	d := dueRung{ladder: ladder, rule: r, due: at.DueOperative, task: at.Task, stages: at.Stages}
	if len(at.Stages) == 0 {
		d.pack = at.Pack
	}
	return d
}

// remind holds the notices of one rung for the morning's digest, page by page: each is one statement.
func (s *Service) remind(ctx context.Context, day gov.Date, r dueRung) error {
	pages, err := db.New(s.pool).RemindPages(ctx, db.RemindPagesParams{
		Due: r.due, Kinds: []string{r.task}, Stages: r.stages, Pack: r.pack, Most: remindPage,
	})
	if err != nil {
		return store.Interpret(err)
	}
	to := func(who string) bool { return slices.Contains(r.rule.To, who) }
	page := db.RemindParams{
		Due: r.due, After: gov.TaskID{15: 1}, Kinds: []string{r.task}, Stages: r.stages, Pack: r.pack,
		Holder: to(policies.ToHolder), Head: to(policies.ToHead), Bureau: to(policies.ToBureau),
		Coordinator: to(policies.ToCoordinator), Day: day, InPerson: inPerson(), Kind: r.rule.Notice, Rung: r.rule.ID,
	}
	hands, ctx := errgroup.WithContext(ctx)
	hands.SetLimit(remindHands)
	for _, upto := range pages {
		page.Upto = upto
		one := page
		hands.Go(func() error { return db.New(s.pool).Remind(ctx, one) })
		page.After = upto
	}
	return store.Interpret(hands.Wait())
}
