package cases

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
)

// standing is one person who stands in for a post on a day: by one delegation, or by the acting order.
type standing struct {
	post   gov.PostID
	person gov.PersonID
	kind   string
	ref    string // of the delegation, or of the task of one paper
}

func standingOf(r db.StandingInRow) standing {
	return standing{post: r.PostID, person: r.PersonID.Bytes, kind: r.Kind, ref: r.Ref}
}

// passedOverKind is of whoever stands in for one paper alone, as whoever drafted it comes before him in the acting
// order.
const passedOverKind = "next"

// standingOn are those who stand in on a day: for a post, or for a paper that was asked by another day.
func standingOn(ctx context.Context, q *db.Queries, day, askedBy gov.Date) ([]db.StandingInRow, error) {
	rows, err := q.StandingIn(ctx, day)
	if err != nil {
		return nil, err
	}
	passed, err := q.PassedOverTo(ctx, db.PassedOverToParams{Day: day, AskedBy: askedBy})
	for _, p := range passed {
		rows = append(rows, db.StandingInRow(p))
	}
	return rows, err
}

// begun are those that stand in now and did not before.
func begun(now, before []db.StandingInRow) []db.StandingInRow {
	old := map[standing]bool{}
	for _, b := range before {
		old[standingOf(b)] = true
	}
	var out []db.StandingInRow
	for _, n := range now {
		if !old[standingOf(n)] {
			out = append(out, n)
		}
	}
	return out
}

// telling is how those who begin to stand in are told: at once, or held for the morning's digest.
type telling struct {
	day    gov.Date // on which it begins
	sendOn gov.Date
	state  gov.NoticeState
}

// tellBegun tells each of them for which post he stands in, until when, and how many tasks wait there already. Whoever
// was told of the same beginning is not told again, whether an act or the office day found it.
func tellBegun(ctx context.Context, tx *store.Tx, rows []db.StandingInRow, how telling) error {
	for _, r := range rows {
		waiting, err := standTasks(ctx, tx.Read, stands{all: standsOf(r), person: r.PersonID, day: how.day})
		if err != nil {
			return err
		}
		params, err := json.Marshal(standParams(r, how.day, len(waiting)))
		if err != nil {
			return fmt.Errorf("write notice params: %w", err)
		}
		about := r.Ref
		if r.Kind != "delegation" { // of several papers he is told in one word
			about = string(r.PostID)
		}
		if err := tx.Write.InsertNotice(ctx, db.InsertNoticeParams{
			ID: gov.NewNoticeID(), Kind: gov.NoticeInformed, PersonID: r.PersonID.Bytes, OfficeDate: how.day, SendOn: how.sendOn,
			Dedup:  fmt.Sprintf("stand/%s/%s/%s/%s", r.Kind, about, how.day, r.PersonID),
			Params: params, State: how.state,
		}); err != nil {
			return err
		}
	}
	return nil
}

// standWords follow the title of a post in the title of a notice.
var standWords = map[string]string{"delegation": " 대결", "acting": " 직무대리", passedOverKind: " 직무대리"} //nolint:gosec // passing over is no password

// standParams is what somebody is told who begins to stand in while so many tasks wait.
func standParams(r db.StandingInRow, from gov.Date, waiting int) gov.NoticeParams {
	p := gov.NoticeParams{
		Title: r.Title + standWords[r.Kind], Reason: r.Why,
		StandIn: &gov.NoticeStandIn{Kind: r.Kind, Post: r.Title, From: from, To: r.Until, Open: waiting},
	}
	if r.Kind == passedOverKind {
		p.StandIn.Kind = "acting"
		p.Reason = "앞 순위에 있는 사람이 기안한 문서는 그다음 순위가 대리합니다. 이 문서에 한정합니다."
	}
	return p
}

// standsOf is the standing as StandTasks takes it, one for each matter.
func standsOf(r db.StandingInRow) []stand {
	one := stand{Post: r.PostID, Kind: r.Kind, Deputy: gov.PostID(r.DeputyPost)}
	if len(r.Matters) == 0 {
		return []stand{one}
	}
	out := make([]stand, len(r.Matters))
	for i, m := range r.Matters {
		out[i] = one
		out[i].Matter = m
	}
	return out
}

// tellNewStandIns tells whoever stands in today since this very arrangement: a holder who is away from today, an order
// that was changed, a post that has become vacant.
func (on *arrangement) tellNewStandIns(ctx context.Context, before []db.StandingInRow) error {
	if err := on.tx.Flush(ctx); err != nil {
		return err
	}
	now, err := standingOn(ctx, on.tx.Read, on.now.today, on.now.today)
	if err != nil {
		return err
	}
	return tellBegun(ctx, on.tx, begun(now, before), telling{
		day: on.now.today, sendOn: on.svc.rules.Calendar().NextWorkingDay(on.now.today), state: gov.NoticeQueued,
	})
}

// heldSaid follows the title of a task whose decision was held until today.
const heldSaid = " (보류 재검토)"

// tellOfDay holds for the morning's digest who begins to stand in on a day, which the next working morning tells, and
// on a working day which held decisions are to be looked at again. Each is told once, however often the day is opened.
func (s *Service) tellOfDay(ctx context.Context, day gov.Date) error {
	return store.InTx(ctx, s.pool, func(tx *store.Tx) error {
		if s.rules.Calendar().IsWorkingDay(day) {
			if err := tx.Write.RemindOfHolds(ctx, db.RemindOfHoldsParams{
				Day: day, Said: heldSaid, InPerson: inPerson(),
			}); err != nil {
				return err
			}
		}
		rows, err := s.begunOn(ctx, tx, day)
		if err != nil {
			return err
		}
		return tellBegun(ctx, tx, rows, telling{day: day, sendOn: day, state: gov.NoticeHeld})
	})
}

// begunOn are those who stand in on a day and did not on the day that was opened before it. On a day that is caught up
// with, whose stand is over by now is left out.
func (s *Service) begunOn(ctx context.Context, tx *store.Tx, day gov.Date) ([]db.StandingInRow, error) {
	clock, err := s.clock(ctx, tx)
	if err != nil {
		return nil, err
	}
	last, err := tx.Read.DayBefore(ctx, day)
	if errors.Is(store.Interpret(err), gov.ErrNotFound) {
		last, err = day.AddDays(-1), nil
	}
	if err != nil {
		return nil, err
	}
	before, err := standingOn(ctx, tx.Read, last, last) // what was asked later was told when it was asked
	if err != nil {
		return nil, err
	}
	now, err := standingOn(ctx, tx.Read, day, last)
	if err != nil {
		return nil, err
	}
	rows := begun(now, before)
	if len(rows) == 0 || !day.Before(clock.today) {
		return rows, nil
	}
	still, err := standingOn(ctx, tx.Read, clock.today, last)
	return begun(rows, begun(rows, still)), err
}
