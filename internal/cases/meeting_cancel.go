package cases

import (
	"context"
	"encoding/json"
	"fmt"

	"gyeol/gov"
	"gyeol/internal/store/db"
)

// cancelMeeting takes a call back and tells every member. The meeting stays on record as it was called; its process
// opens another attempt, which keeps the full notice.
func cancelMeeting(ctx context.Context, ch *change) error {
	s, err := ch.sitting(ctx)
	if err != nil {
		return err
	}
	if err := ch.mayClerk(ctx, s.body.Secretary); err != nil {
		return err
	}
	return ch.callOff(ctx, s)
}

// lapseMeeting ends a meeting with its stage; whoever was called for it learns that it is not held.
func lapseMeeting(ctx context.Context, ch *change) error {
	if ch.c.State != gov.Called && ch.c.State != gov.Tabled {
		return nil
	}
	s, err := ch.sitting(ctx)
	if err != nil {
		return err
	}
	return ch.callOff(ctx, s)
}

// callOff tells every member who was called that the meeting is not held.
func (ch *change) callOff(ctx context.Context, s sitting) error {
	rows, err := ch.tx.Read.AttendanceOf(ctx, ch.c.ID)
	if err != nil {
		return err
	}
	var called []gov.PersonID
	for _, r := range rows {
		if !r.CalledOn.IsZero() {
			called = append(called, r.PersonID)
		}
	}
	s.Sequence++
	ch.note("sequence", s.Sequence)
	if err := ch.tx.Write.MarkTold(ctx, db.MarkToldParams{
		CaseID: ch.c.ID, Sequence: s.Sequence, ToldAt: &ch.now.at,
	}); err != nil {
		return err
	}
	return ch.tellNotHeld(ctx, s, called)
}

// tellNotHeld takes the meeting out of the calendars of persons: it is not held, or they sit in it no more.
func (ch *change) tellNotHeld(ctx context.Context, s sitting, persons []gov.PersonID) error {
	if len(persons) == 0 {
		return nil
	}
	name, err := ch.named(ctx)
	if err != nil {
		return err
	}
	unit, err := ch.unitName(ctx)
	if err != nil {
		return err
	}
	reason := ch.cmd.Reason
	if ch.cmd.Verb != gov.VerbCancelMeeting && ch.cmd.Verb != gov.VerbLapse {
		reason = "위원 구성이 바뀌어 이 회의의 위원이 아닙니다."
	}
	params, err := json.Marshal(gov.NoticeParams{Title: name, Unit: unit, Reason: reason, Meeting: ch.invitation(s)})
	if err != nil {
		return fmt.Errorf("write notice params: %w", err)
	}
	return ch.tx.Write.TellMembers(ctx, db.TellMembersParams{
		Kind: gov.NoticeMeetingCancelled, Cause: fmt.Sprintf("%s/%s/%d", gov.NoticeMeetingCancelled, ch.c.ID, ch.seq), CaseID: ch.c.ID,
		OfficeDate: ch.now.today, SendOn: ch.svc.rules.Calendar().NextWorkingDay(ch.now.today), Params: params,
		Persons: uids(persons),
	})
}

// invitation is the meeting as mails and calendars know it, without its agenda.
func (ch *change) invitation(s sitting) *gov.NoticeMeeting {
	return &gov.NoticeMeeting{
		Body: s.body.Name, HoldOn: s.HoldOn, StartsAt: s.StartsAt, EndsAt: s.EndsAt, Place: s.Place, Was: ch.was,
		Meeting: ch.c.ID, Sequence: int(s.Sequence), At: ch.now.at,
	}
}
