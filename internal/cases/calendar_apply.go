package cases

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"

	"github.com/jackc/pgx/v5/pgtype"

	"gyeol/gov"
	"gyeol/internal/ledger"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies/calendar"
)

// recountChunk is how many tasks move in one statement, and how many one audit entry tells of.
const recountChunk = 200

// soonDays is within how many working days a new date is told at once instead of by the morning's digest.
const soonDays = 3

// recounted locks what may move, counts it again and writes what has other dates, all in the transaction of the
// change.
func (s *Service) recounted(ctx context.Context, tx *store.Tx, clock now, r *recount) error {
	since, until := r.day.AddDays(-reach), r.day.AddDays(reach)
	if _, err := tx.Read.LockOpenCases(ctx, db.LockOpenCasesParams{Since: since, Until: until}); err != nil {
		return err
	}
	r.s, r.q, r.today = s, tx.Read, clock.today
	return r.look(ctx)
}

// recounting is what a recount writes under: who caused it and why, in words that people are told.
type recounting struct {
	cause  string // of the notices
	reason string
	clock  now
}

// apply writes the dates that were counted again and tells whoever holds the tasks, each once.
func (r *recount) apply(ctx context.Context, tx *store.Tx, how recounting) error {
	w := tx.Write
	for _, p := range r.stages {
		if err := w.RecountStage(ctx, p); err != nil {
			return err
		}
	}
	for _, p := range r.meetings {
		if err := w.RecountMeeting(ctx, p); err != nil {
			return err
		}
	}
	for _, p := range r.replies {
		if err := w.RecountReply(ctx, p); err != nil {
			return err
		}
	}
	if err := r.moveTasks(ctx, tx, how); err != nil {
		return err
	}
	if err := r.moveReviews(ctx, tx, how); err != nil {
		return err
	}
	if err := r.wake(ctx, tx); err != nil {
		return err
	}
	if err := r.tellOwners(ctx, tx, how); err != nil {
		return err
	}
	if r.changed.IsWorkingDay(r.day) {
		return nil
	}
	return w.MoveSendDays(ctx, db.MoveSendDaysParams{Day: r.day, NextDay: r.changed.NextWorkingDay(r.day)})
}

// moveTasks moves open tasks in chunks, by id, and writes one notice to each person behind each.
func (r *recount) moveTasks(ctx context.Context, tx *store.Tx, how recounting) error {
	soon := r.changed.AddWorkingDays(how.clock.today, soonDays)
	for from := 0; from < len(r.tasks); from += recountChunk {
		chunk := r.tasks[from:min(from+recountChunk, len(r.tasks))]
		ids := make([]pgtype.UUID, len(chunk))
		var operative, legal, wasOperative, wasLegal []gov.Date
		for i, t := range chunk {
			ids[i] = uid(t.Task)
			operative, legal = append(operative, t.After.Operative), append(legal, t.After.Legal)
			wasOperative, wasLegal = append(wasOperative, t.Before.Operative), append(wasLegal, t.Before.Legal)
		}
		if err := tx.Read.LockDatedTasks(ctx, ids); err != nil {
			return err
		}
		n, err := tx.Read.MoveDatedTasks(ctx, db.MoveDatedTasksParams{Ids: ids, Operative: operative, Legal: legal})
		if err != nil {
			return err
		}
		if int(n) != len(chunk) {
			return gov.Refuse(gov.CodeConflict, "다른 처리와 겹쳤습니다. 다시 시도하십시오.",
				"a task was closed meanwhile; try again")
		}
		if err := tx.Write.RecountConsultations(ctx, ids); err != nil {
			return err
		}
		if err := tx.Write.NotifyMoved(ctx, db.NotifyMovedParams{
			Cause: how.cause, OfficeDate: how.clock.today, SendOn: r.changed.NextWorkingDay(how.clock.today),
			Reason: how.reason, Soon: soon, Ids: ids, WasOperative: wasOperative, WasLegal: wasLegal,
			InPerson: inPerson(),
		}); err != nil {
			return err
		}
	}
	return nil
}

// wake rings the processes of the stages that moved: the day on which one must look may be today now.
func (r *recount) wake(ctx context.Context, tx *store.Tx) error {
	for _, id := range r.process {
		c, err := tx.Read.GetCase(ctx, id)
		if err != nil {
			return err
		}
		if err := tx.Write.InsertWake(ctx, db.InsertWakeParams{
			ProcessID: c.ProcessID,
			Cause:     "calendar changed",
		}); err != nil {
			return err
		}
	}
	return nil
}

// tellOwners tells the secretary of each broken meeting what is broken.
func (r *recount) tellOwners(ctx context.Context, tx *store.Tx, how recounting) error {
	for _, m := range r.impact.Meetings {
		if m.Broken == "" {
			continue
		}
		p, err := r.s.rules.Of(ctx, tx.Read, m.pack)
		if err != nil {
			return err
		}
		body, ok := p.Body(m.body)
		if !ok {
			return noRule("body", string(m.body))
		}
		params, err := json.Marshal(gov.NoticeParams{Title: m.Title + " — 회의일 확인", Reason: m.Broken})
		if err != nil {
			return fmt.Errorf("write notice params: %w", err)
		}
		if err := tx.Write.TellHolders(ctx, db.TellHoldersParams{
			Cause: how.cause + "/meeting/" + m.Case.String(), OfficeDate: how.clock.today, PostID: body.Secretary,
			Day: how.clock.today, SendOn: r.changed.NextWorkingDay(how.clock.today), Params: params,
		}); err != nil {
			return err
		}
	}
	return nil
}

// record writes what moved into the ledger, every date before and after: one entry for each chunk of tasks. It
// returns what the entry of the change itself says of them.
func (r *recount) record(ctx context.Context, tx *store.Tx, how recounting) (map[string]any, error) {
	hash := sha256.New()
	for from := 0; from < len(r.tasks); from += recountChunk {
		var moved []any
		for _, t := range r.tasks[from:min(from+recountChunk, len(r.tasks))] {
			line := []string{
				t.Task.String(), t.Before.Operative.String(), t.Before.Legal.String(), t.After.Operative.String(),
				t.After.Legal.String(),
			}
			fmt.Fprintln(hash, line)
			moved = append(moved, line)
		}
		if err := ledger.Write(ctx, tx.Write, ledger.Entry{
			Kind: ledger.KindCalendar, SubjectKind: "calendar_moves", SubjectID: fmt.Sprintf("%s/%d",
				how.cause, from/recountChunk+1),
			At: how.clock.at, OfficeDate: how.clock.today, Body: map[string]any{
				"day":   r.day.String(),
				"tasks": moved,
			},
		}); err != nil {
			return nil, err
		}
	}
	stages := []any{}
	for _, s := range r.impact.Stages {
		stages = append(stages, map[string]any{
			"case": s.Case, "before": daysOfFaces(s.Before), "after": daysOfFaces(s.After),
		})
	}
	meetings := []any{}
	for _, m := range r.impact.Meetings {
		meetings = append(meetings, map[string]any{
			"case": m.Case, "before": daysOfFaces(m.Before), "after": daysOfFaces(m.After),
			"broken": m.Broken != "",
		})
	}
	replies := []any{}
	for _, d := range r.impact.Replies {
		replies = append(replies, map[string]any{
			"case": d.Case, "unit": d.Unit, "before": d.Before.days(), "after": d.After.days(),
		})
	}
	return map[string]any{
		"tasks": len(r.tasks), "set": fmt.Sprintf("%x", hash.Sum(nil)), "stages": stages,
		"meetings": meetings, "replies": replies,
	}, nil
}

func daysOfFaces(f StageFaces) []string {
	return append([]string{f.Opens.String(), f.Hold.String(), f.CallBy.String()}, f.Due.days()...)
}

func (d *Due) days() []string {
	if d == nil {
		return []string{"", ""}
	}
	return []string{d.Operative.String(), d.Legal.String()}
}

// settledDays is for how many days a change of the calendar is looked after once more on each office day.
const settledDays = 7

// settleCalendar counts once more what an act under the old calendar has written while a day was designated: on the
// office days after a change, and finds nothing on all others.
func (s *Service) settleCalendar(ctx context.Context, day gov.Date) error {
	first := day.AddDays(-settledDays)
	maybe, err := db.New(s.pool).ChangedSince(ctx, db.ChangedSinceParams{Since: first, Today: day})
	if err != nil || len(maybe) == 0 { // on most days
		return store.Interpret(err)
	}
	return store.InTx(ctx, s.pool, func(tx *store.Tx) error {
		clock, err := s.clock(ctx, tx)
		if err != nil {
			return err
		}
		since := db.ChangedSinceParams{Since: first, Today: clock.today}
		changes, err := tx.Read.ChangedSince(ctx, since)
		if err != nil || len(changes) == 0 {
			return err
		}
		entered, err := enteredDays(ctx, tx.Read)
		if err != nil {
			return err
		}
		for _, c := range changes {
			r := &recount{day: c.Day, changed: s.rules.withDays(entered)}
			if c.Verb == "designate" {
				r.old = s.rules.withDays(without(entered, c.Day, c.Kind))
			} else {
				r.old = s.rules.withDays(append(entered[:len(entered):len(entered)],
					calendar.Entered{Date: c.Day, Kind: c.Kind}))
			}
			r.s = s
			if err := r.settle(ctx, tx, clock, c); err != nil {
				return err
			}
		}
		return nil
	})
}

// settle applies once more what a change moves, where there is anything left.
func (r *recount) settle(ctx context.Context, tx *store.Tx, clock now, c db.ChangedSinceRow) error {
	if err := r.s.recounted(ctx, tx, clock, r); err != nil ||
		len(r.tasks)+len(r.stages)+len(r.meetings)+len(r.replies) == 0 {
		return err
	}
	how := recounting{cause: "calendar/" + c.ID.String(), reason: c.Reason, clock: clock}
	if c.Verb == "withdraw" {
		how.reason = c.WithdrawnReason
	}
	if err := r.apply(ctx, tx, how); err != nil {
		return err
	}
	how.cause += "/late"
	body, err := r.record(ctx, tx, how)
	if err != nil {
		return err
	}
	if err := tx.Flush(ctx); err != nil {
		return err
	}
	return ledger.Write(ctx, tx.Write, ledger.Entry{
		Kind: ledger.KindCalendar, SubjectKind: "calendar_settle", SubjectID: c.ID.String(), At: clock.at,
		OfficeDate: clock.today, Body: body,
	})
}
