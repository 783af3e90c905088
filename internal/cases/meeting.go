package cases

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"gyeol/gov"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

func init() {
	handlers[gov.CaseMeeting] = map[gov.Verb]handler{
		gov.VerbCall:    callMeeting,
		gov.VerbTable:   tableMeeting,
		gov.VerbConvene: conveneMeeting,
		gov.VerbResolve: resolveMeeting,
		gov.VerbPublish: publishMinutes,

		gov.VerbMoveMeeting:   moveMeeting,
		gov.VerbCancelMeeting: cancelMeeting,
		gov.VerbSeatMembers:   seatAgain,
		gov.VerbLapse:         lapseMeeting,
	}
	contributors[gov.CaseMeeting] = map[gov.Verb]contributor{
		gov.VerbAttend: answerCall, gov.VerbBallot: castBallot, gov.VerbRead: commentGiven,
		gov.VerbFixCopy: fixCopy, gov.VerbReleaseCopy: releaseCopy,
	}
	openings[gov.StageDeliberate] = openMeetingStage
	additions[gov.CaseMeeting] = addMeeting
	deliberateStages(stageHandlers)
}

// sitting is a meeting with the rule of its body.
type sitting struct {
	db.Meeting
	body policies.BodyRule
}

// sitting reads the meeting of the case. A body whose way of opening or resolving is not ours stops with its owner.
func (ch *change) sitting(ctx context.Context) (sitting, error) {
	m, err := ch.tx.Read.GetMeeting(ctx, ch.c.ID)
	if err != nil {
		return sitting{}, err
	}
	body, err := ch.body(ctx, m.BodyID)
	if err != nil {
		return sitting{}, err
	}
	if body.Quorum != policies.MajorityInOffice || body.Majority != policies.MajorityPresent {
		return sitting{}, noRule("quorum", body.Quorum+"/"+body.Majority)
	}
	return sitting{Meeting: m, body: body}, nil
}

// openMeetingStage opens the first attempt at the meeting of a stage on the day the year names for it.
func openMeetingStage(ctx context.Context, ch *change) error {
	rule, err := ch.stageRule(ctx)
	if err != nil {
		return err
	}
	stage, err := ch.stageRow(ctx)
	if err != nil {
		return err
	}
	return ch.openMeeting(ctx, rule.Body, attempt{kind: "attempt", n: 1, hold: stage.HoldOn, callBy: stage.CallBy})
}

// attempt is one try at a meeting: attempt-2 is the second of a deliberating stage, board-1 the first merit board.
type attempt struct {
	kind   string // attempt, board
	n      int
	hold   gov.Date // zero: the first day that keeps the full notice
	callBy gov.Date
}

func (a attempt) subject() string { return fmt.Sprintf("%s-%d", a.kind, a.n) }

func readAttempt(what string) (attempt, error) {
	kind, number, _ := strings.Cut(what, "-")
	n, err := strconv.Atoi(number)
	if err != nil || n < 1 || (kind != "attempt" && kind != "board") {
		return attempt{}, fmt.Errorf("no meeting of a stage is called %q", what)
	}
	return attempt{kind: kind, n: n}, nil
}

// addMeeting opens a further attempt, or the merit board of an award, with its full notice kept.
func addMeeting(ctx context.Context, ch *change, what string) error {
	a, err := readAttempt(what)
	if err != nil {
		return err
	}
	rule, err := ch.stageRule(ctx)
	if err != nil {
		return err
	}
	body := rule.Body
	if a.kind == "board" {
		award, err := ch.programme(ctx, rule.Programme)
		if err != nil {
			return err
		}
		body = award.Board
	}
	return ch.openMeeting(ctx, body, a)
}

// openMeeting puts a meeting in being and tells the stage its day, so that the process looks again on it.
func (ch *change) openMeeting(ctx context.Context, id gov.BodyID, a attempt) error {
	body, err := ch.body(ctx, id)
	if err != nil {
		return err
	}
	if a.hold.IsZero() {
		cal := ch.svc.rules.Calendar()
		if a.hold = policies.NextMeeting(ch.now.today, &body, cal); a.hold.IsZero() {
			return noRule("meeting day", string(id))
		}
		a.callBy = policies.CallBy(a.hold, &body, cal)
		if err := ch.holdStage(ctx, a); err != nil {
			return err
		}
	}
	unit, err := ch.tx.Read.UnitOfPost(ctx, body.Secretary)
	if err != nil {
		return fmt.Errorf("secretary of %s: %w", id, err)
	}
	ch.note("hold_on", a.hold)
	ch.note("call_by", a.callBy)
	_, err = ch.openCase(ctx, newCase{
		kind: gov.CaseMeeting, subject: a.subject(), title: a.title(ch.c.Title, body.Name), unit: unit,
		rows: func(id gov.CaseID) error {
			return ch.tx.Write.InsertMeeting(ctx, db.InsertMeetingParams{
				CaseID: id, BodyID: body.ID, Attempt: int32(a.n), HoldOn: a.hold, CallBy: a.callBy,
			})
		},
	})
	return err
}

func (a attempt) title(stage, body string) string {
	title := stage
	if a.kind == "board" {
		title += " " + body
	}
	if a.n > 1 {
		title += fmt.Sprintf("(%d차 소집)", a.n)
	}
	return title
}

// holdStage writes the day of the meeting into its stage.
func (ch *change) holdStage(ctx context.Context, a attempt) error {
	s, err := ch.stageRow(ctx)
	if err != nil {
		return err
	}
	s.HoldOn, s.CallBy, s.HoldNamed = a.hold, a.callBy, a.hold
	return ch.tx.Write.UpdateStageDates(ctx, db.UpdateStageDatesParams{
		ID: s.ID, OpensOn: s.OpensOn, DueOperative: s.DueOperative, DueLegal: s.DueLegal, HoldOn: s.HoldOn,
		CallBy: s.CallBy, OpensNamed: s.OpensNamed, DueNamed: s.DueNamed, HoldNamed: s.HoldNamed,
	})
}
