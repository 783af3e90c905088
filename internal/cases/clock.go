package cases

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gyeol/gov"
	"gyeol/internal/ledger"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
)

// The stepped clock of a rehearsal (design §6): it stands still until somebody steps it, and a step waits until all
// that yesterday set going has come to rest.

// settleWithin bounds how long a step waits for rest before and after the new day.
const settleWithin = 60 * time.Second

// ClockState says on which day the installation stands and whether it is at rest. A stopped process counts as settled
// and is named with its owner.
type ClockState struct {
	Rehearsal  bool       `json:"rehearsal"`
	Today      gov.Date   `json:"today"`
	TodayText  string     `json:"today_text" example:"2021. 12. 20.(월)"`
	Working    bool       `json:"working" doc:"The office is open today"`
	LastOpened gov.Date   `json:"last_opened" doc:"The last office day that was carried to its end"`
	Settled    bool       `json:"settled" doc:"No wake is undone and no day unfinished"`
	OpenWakes  []OpenWake `json:"open_wakes" nullable:"false"`
	Stopped    []Stopped  `json:"stopped" nullable:"false"`
}

// OpenWake is a process that has not yet looked at its latest bell.
type OpenWake struct {
	Workflow string `json:"workflow_id"`
	Wakes    int32  `json:"wakes"`
}

// Stopped is a process that waits for its owner.
type Stopped struct {
	Process  gov.ProcessID `json:"process"`
	Workflow string        `json:"workflow_id"`
	Code     string        `json:"code"`
	Text     string        `json:"text"`
	Owner    gov.PostID    `json:"owner"`
}

// Clock reads the clock and whether the installation is at rest.
func (s *Service) Clock(ctx context.Context) (ClockState, error) {
	if err := s.refreshCalendar(ctx); err != nil {
		return ClockState{}, err
	}
	q := db.New(s.pool)
	row, err := q.ViewIsSettled(ctx)
	if err != nil {
		return ClockState{}, store.Interpret(err)
	}
	out := ClockState{
		Rehearsal: s.rehearsal, LastOpened: row.LastOpened, Settled: isSettled(row), OpenWakes: []OpenWake{},
		Stopped: []Stopped{},
	}
	if out.Today, err = s.Today(ctx); err != nil {
		return out, err
	}
	out.TodayText, out.Working = out.Today.Korean(), s.rules.Calendar().IsWorkingDay(out.Today)
	wakes, err := q.Unsettled(ctx)
	if err != nil {
		return out, store.Interpret(err)
	}
	for _, w := range wakes {
		if w.State != "stopped" {
			out.OpenWakes = append(out.OpenWakes, OpenWake{Workflow: w.WorkflowID, Wakes: w.Wakes})
		}
	}
	stopped, err := q.StoppedProcesses(ctx)
	for _, p := range stopped {
		out.Stopped = append(out.Stopped, Stopped{
			Process: p.ID, Workflow: p.WorkflowID, Code: p.StopCode, Text: p.StopText, Owner: p.OwnerPost,
		})
	}
	return out, store.Interpret(err)
}

func isSettled(r db.ViewIsSettledRow) bool {
	return !r.Wakes && !r.Days && (r.Today.IsZero() || !r.LastOpened.Before(r.Today))
}

// StepClock opens the next office day with both its parts and answers when the installation is at rest again. Under the
// same key it is the same step: it never opens a second day. CodeNotSettled names what does not come to rest; the step
// may then be repeated under its key.
func (s *Service) StepClock(ctx context.Context, actor Actor, key string) (ClockState, error) {
	if err := s.stepped(key); err != nil {
		return ClockState{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, settleWithin)
	defer cancel()
	for {
		if err := s.settle(ctx); err != nil {
			return ClockState{}, s.unsettled(ctx, err)
		}
		done, err := s.turnDay(ctx, actor, key)
		if err != nil {
			return ClockState{}, s.unsettled(ctx, err)
		}
		if done {
			break
		}
	}
	if err := s.settle(ctx); err != nil {
		return ClockState{}, s.unsettled(ctx, err)
	}
	return s.Clock(ctx)
}

func (s *Service) stepped(key string) error {
	if !s.rehearsal {
		return gov.Refuse(gov.CodeRehearsalOnly, "실제 운영 설치에는 단계 시계가 없습니다.", "only a rehearsal has a stepped clock")
	}
	if s.days == nil {
		return gov.Refuse(gov.CodeUnavailable, "업무일을 여는 구성요소가 연결되지 않았습니다. 잠시 뒤 다시 시도하십시오.",
			"the opener of office days is not connected; try again in a moment")
	}
	return Command{Key: key, Case: gov.NewCaseID()}.check()
}

// turnDay sets the clock to the next day, once per key. It reports false where something began to move between the
// look at rest and the lock on the clock: acts hold the clock FOR SHARE, so that under the lock nothing can.
func (s *Service) turnDay(ctx context.Context, actor Actor, key string) (done bool, err error) {
	err = store.InTx(ctx, s.pool, func(tx *store.Tx) error {
		clock, err := tx.Read.LockClock(ctx)
		if err != nil {
			return err
		}
		step := keyedBy(actor, key, "clock_step")
		if done, err = step.done(ctx, tx.Read); done || err != nil {
			return err
		}
		now, err := tx.Read.ViewIsSettled(ctx)
		if err != nil || !isSettled(now) {
			return err
		}
		next := clock.Today.AddDays(1)
		done = true
		if err := tx.Write.SetToday(ctx, next); err != nil {
			return err
		}
		wall, err := tx.Read.WallNow(ctx)
		if err != nil {
			return err
		}
		return ledger.Write(ctx, tx.Write, ledger.Entry{
			Kind: ledger.KindClock, SubjectKind: step.kind, SubjectID: step.id, At: wall.At, OfficeDate: next,
			Body: map[string]any{
				"actor": actor.key(), "from": clock.Today.String(), "to": next.String(), "request": step.request,
			},
		})
	})
	return done, err
}

// looksPerCall is how often we look for a day that was asked for before we ask again, about a second: whoever opens
// days works on it meanwhile, and each further call would only be told so.
const looksPerCall = 100

// settle waits until no wake is undone and no day unfinished. A day that the clock has reached and nobody has opened is
// opened here, so that a step that was killed in the middle is finished by the next.
func (s *Service) settle(ctx context.Context) error {
	q := db.New(s.pool)
	pause := 2 * time.Millisecond
	timer := time.NewTimer(0)
	defer timer.Stop()
	var asked gov.Date
	for looks := 0; ; looks++ {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-timer.C:
		}
		now, err := q.ViewIsSettled(ctx)
		if err != nil {
			return store.Interpret(err)
		}
		if isSettled(now) {
			return nil
		}
		if day := now.LastOpened.AddDays(1); !day.After(now.Today) && (day != asked || looks%looksPerCall == 0) {
			if asked, err = s.callForDay(ctx, day); err != nil {
				return err
			}
			pause = 0 // whoever was busy with the same day has gone on
		}
		timer.Reset(pause)
		pause = min(pause+2*time.Millisecond, 10*time.Millisecond)
	}
}

// callForDay has a day opened, and answers with it; with none where somebody else is busy with it, so that it is called
// for again at the next look.
func (s *Service) callForDay(ctx context.Context, day gov.Date) (asked gov.Date, err error) {
	err = s.days.OpenDay(ctx, day)
	if gov.CodeOf(err) == gov.CodeBusy {
		return asked, nil
	}
	if err != nil {
		return asked, fmt.Errorf("open %s: %w", day, err)
	}
	return day, nil
}

// unsettled turns a deadline into CodeNotSettled with the open wakes; any other error passes.
func (s *Service) unsettled(ctx context.Context, cause error) error {
	if !errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return cause
	}
	e := gov.Refuse(gov.CodeNotSettled, "아직 처리 중인 절차가 있습니다. 같은 Idempotency-Key로 다시 요청하십시오.",
		"work is still under way; repeat the step under the same key")
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 3*time.Second)
	defer cancel()
	state, err := s.Clock(ctx)
	if err != nil {
		return errors.Join(e, err)
	}
	for _, w := range state.OpenWakes {
		e.Reasons = append(e.Reasons, gov.Reason{
			Rule: "wake/" + w.Workflow, Text: fmt.Sprintf("%s 절차의 알림 %d건이 처리되지 않았습니다.", w.Workflow, w.Wakes),
		})
	}
	if state.LastOpened.Before(state.Today) {
		e.Reasons = append(e.Reasons, gov.Reason{
			Rule: "office_day/" + state.Today.String(), Text: state.Today.Korean() + " 업무일이 아직 다 열리지 않았습니다.",
		})
	}
	return e
}
