package cases

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// paper is what an act on a document reads, kept for the rest of the act: nobody else can change it under the lock on
// the case. Whoever writes it anew in the same act forgets it.
type paper struct {
	doc     *db.Document
	cells   []policies.LineCell // of the present round
	read    bool                // the cells are there, be they none
	grounds grounds             // why the present round has the line it has
	drafted []gov.PersonID      // who drafted this round or one before
	gates   []db.GatesOfRow
	gated   bool // the gates are there
	unit    *string

	unwatched bool // nobody is to be told of the act
}

// askPaper asks for what an act on a document needs, in the trip that locks the case. Whether the case is a document is
// not known yet: another kind that knows the verb too is answered with nothing, and reads as it goes.
func (ch *change) askPaper(ctx context.Context) []store.Ask {
	if !policies.MachineOf(gov.CaseDocument).Knows(ch.cmd.Verb) {
		return nil
	}
	id := pgtype.UUID{Bytes: ch.cmd.Case, Valid: !ch.cmd.Case.IsZero()}
	task := pgtype.UUID{Bytes: ch.cmd.Task, Valid: !ch.cmd.Task.IsZero()}
	asks := []store.Ask{
		perhaps(func(q *db.Queries) error {
			row, err := q.PaperActedOn(ctx, db.PaperActedOnParams{CaseID: id, TaskID: task})
			if err != nil {
				return err
			}
			ch.paper.doc, ch.paper.unit, ch.paper.unwatched = &row.Document, &row.Unit, !row.Watched
			for _, person := range row.Drafters {
				ch.paper.drafted = append(ch.paper.drafted, gov.PersonID(person.Bytes))
			}
			return nil
		}),
		perhaps(func(q *db.Queries) error {
			row, err := q.PlaceOf(ctx, db.PlaceOfParams{CaseID: id, TaskID: task})
			if err != nil {
				return err
			}
			ch.stage, ch.cycle = &row.Stage, &row.Cycle
			return nil
		}),
		func(q *db.Queries) error {
			rows, err := q.PresentLine(ctx, db.PresentLineParams{CaseID: id, TaskID: task})
			if err != nil {
				return err
			}
			return ch.paper.lay(rows)
		},
	}
	if ch.cmd.Verb == gov.VerbApprove && !ch.cmd.Task.IsZero() {
		asks = append(asks, func(q *db.Queries) error {
			rows, err := q.GatesOfTask(ctx, ch.cmd.Task)
			for _, r := range rows {
				ch.paper.gates = append(ch.paper.gates, db.GatesOfRow(r))
			}
			ch.paper.gated = true
			return err
		})
	}
	return asks
}

// perhaps lets a question have no answer.
func perhaps(ask store.Ask) store.Ask {
	return func(q *db.Queries) error {
		if err := ask(q); !errors.Is(err, pgx.ErrNoRows) {
			return err
		}
		return nil
	}
}

// signs reports whether the act is one on a cell, which nobody does on his own draft.
func (ch *change) signs() bool {
	switch ch.cmd.Verb { //nolint:exhaustive // the other acts on a document ask for no cell
	case gov.VerbReview, gov.VerbConcur, gov.VerbAgree, gov.VerbApprove, gov.VerbEscalate, gov.VerbReturn:
		return true
	}
	return false
}

// document is the document of the case.
func (ch *change) document(ctx context.Context) (db.Document, error) {
	if ch.paper.doc == nil {
		doc, err := ch.tx.Read.GetDocument(ctx, ch.c.ID)
		if err != nil {
			return doc, err
		}
		ch.paper.doc = &doc
	}
	return *ch.paper.doc, nil
}

// unitName is the name of the unit whose case it is.
func (ch *change) unitName(ctx context.Context) (string, error) {
	if ch.paper.unit == nil {
		unit, err := ch.tx.Read.UnitName(ctx, ch.c.UnitID)
		if err != nil {
			return "", err
		}
		ch.paper.unit = &unit
	}
	return *ch.paper.unit, nil
}

// line is the cells of the present round.
func (ch *change) line(ctx context.Context) ([]policies.LineCell, error) {
	if !ch.paper.read {
		rows, err := ch.tx.Read.LineOf(ctx, db.LineOfParams{CaseID: ch.c.ID, Round: ch.c.Round})
		if err != nil {
			return nil, err
		}
		if err := ch.paper.lay(rows); err != nil {
			return nil, err
		}
	}
	return ch.paper.cells, nil
}

// lay keeps the rows of the present line.
func (p *paper) lay(rows []db.LineCell) (err error) {
	p.cells, p.read = lineOf(rows), true
	p.grounds, err = groundsOf(rows)
	return err
}

// turn begins a new round, which has no line yet.
func (p *paper) turn() { p.cells, p.grounds = nil, grounds{} }

// gatesOf are the stages that must have decided before this one may.
func (ch *change) gatesOf(ctx context.Context) ([]db.GatesOfRow, error) {
	if ch.paper.gated {
		return ch.paper.gates, nil
	}
	return ch.tx.Read.GatesOf(ctx, ch.c.StageID)
}

// named is what a task is called after: of a document the title that its text has now, also where a reviewer gave it
// one.
func (ch *change) named(ctx context.Context) (string, error) {
	if ch.c.Kind != gov.CaseDocument {
		return ch.c.Title, nil
	}
	doc, err := ch.document(ctx)
	return doc.Title, err
}

// reworded keeps a new wording for the rest of the act.
func (ch *change) reworded(doc db.Document) {
	ch.paper.doc = &doc
}

// rewritten forgets text and line, because this act has written them.
func (ch *change) rewritten() { ch.paper.doc, ch.paper.read = nil, false }
