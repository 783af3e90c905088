package cases

import (
	"context"
	"fmt"
	"slices"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
)

// seating compares who was called with who is in office now.
type seating struct {
	now  []db.MembersOfRow
	came []db.MembersOfRow // into office, or into the seat of another, since the call
	left []string          // members who hold no seat any more
	gone []gov.PersonID    // who was called and sits in the meeting no more
}

func (ch *change) seatsNow(ctx context.Context, s sitting) (seating, error) {
	var out seating
	var err error
	if out.now, err = ch.tx.Read.MembersOf(ctx, db.MembersOfParams{BodyID: s.BodyID, Day: ch.now.today}); err != nil {
		return out, err
	}
	rows, err := ch.tx.Read.AttendanceOf(ctx, ch.c.ID)
	if err != nil {
		return out, err
	}
	for _, r := range rows {
		i := slices.IndexFunc(out.now, func(m db.MembersOfRow) bool { return m.Member == r.Member })
		if i < 0 {
			out.left = append(out.left, r.Member)
		}
		if i < 0 || out.now[i].PersonID != r.PersonID {
			out.gone = append(out.gone, r.PersonID)
		}
	}
	for _, m := range out.now {
		if !slices.ContainsFunc(rows, func(r db.Attendance) bool { return r.Member == m.Member && r.PersonID == m.PersonID }) {
			out.came = append(out.came, m)
		}
	}
	// Whoever only changed his seat stays called.
	out.gone = slices.DeleteFunc(out.gone, func(p gov.PersonID) bool {
		return slices.ContainsFunc(out.now, func(m db.MembersOfRow) bool { return m.PersonID == p })
	})
	return out, nil
}

// takeSeats writes who came since the call, with the notice of today, and who left.
func (ch *change) takeSeats(ctx context.Context, s seating) error {
	w, arrives := ch.tx.Write, ch.svc.rules.Calendar().NextWorkingDay(ch.now.today)
	for _, m := range s.came {
		if err := w.SeatAgain(ctx, db.SeatAgainParams{
			CaseID: ch.c.ID, Member: m.Member, Role: m.Role, PersonID: m.PersonID, CalledOn: ch.now.today, ArrivedOn: arrives,
		}); err != nil {
			return err
		}
	}
	for _, member := range s.left {
		if err := w.LeaveSeat(ctx, db.LeaveSeatParams{CaseID: ch.c.ID, Member: member, LeftOn: ch.now.today}); err != nil {
			return err
		}
	}
	return nil
}

// seatAgain is the step of an office day on which the members of a body are others than those called: who came is
// called to the meeting as it stands, who left is told. Everybody else keeps his answer.
func seatAgain(ctx context.Context, ch *change) error {
	s, err := ch.sitting(ctx)
	if err != nil {
		return err
	}
	seats, err := ch.seatsNow(ctx, s)
	if err != nil {
		return err
	}
	if err := ch.takeSeats(ctx, seats); err != nil {
		return err
	}
	changed := slices.Clone(seats.left)
	for _, m := range seats.came {
		changed = append(changed, m.Member)
	}
	for _, member := range changed {
		if err := ch.tx.Write.CancelAttendTask(ctx, db.CancelAttendTaskParams{
			CaseID: ch.c.ID, Cell: member, ClosedOn: ch.now.today,
		}); err != nil {
			return err
		}
	}
	if len(seats.gone) > 0 {
		s.Sequence++
	}
	if err := ch.tx.Write.MarkTold(ctx, db.MarkToldParams{
		CaseID: ch.c.ID, Sequence: s.Sequence, ToldAt: &ch.now.at,
	}); err != nil {
		return err
	}
	ch.note("sequence", s.Sequence)
	ch.note("came", len(seats.came))
	ch.note("left", len(seats.gone))
	if err := ch.tellNotHeld(ctx, s, seats.gone); err != nil {
		return err
	}
	if err := ch.tx.Flush(ctx); err != nil { // the notices to those who came tell the sequence
		return err
	}
	return ch.askNew(ctx, seats.came)
}

// askNew asks only those who came whether they attend.
func (ch *change) askNew(ctx context.Context, came []db.MembersOfRow) error {
	plans, err := ch.planState(ctx, gov.Called)
	if err != nil {
		return err
	}
	ch.only = true
	ch.plans = slices.DeleteFunc(plans, func(p taskPlan) bool {
		return !slices.ContainsFunc(came, func(m db.MembersOfRow) bool { return m.Member == p.cell })
	})
	return nil
}

// seatCalled brings every meeting that was called up to the members of its body on an office day. A refusal is on
// record and leaves the meeting as it was called: the members in office are counted anew on the day it is held.
func (s *Service) seatCalled(ctx context.Context, day gov.Date) error {
	today, err := s.Today(ctx)
	if err != nil || today != day {
		return err
	}
	rows, err := db.New(s.pool).CallsUnderWay(ctx, day)
	if err != nil {
		return store.Interpret(err)
	}
	for _, r := range rows {
		if _, err := s.Step(ctx, gov.Step{
			Process: r.ProcessID, Case: r.ID, Verb: gov.VerbSeatMembers, Subject: fmt.Sprintf("%s/%s", r.Subject, day),
			Round: r.Round,
		}); err != nil {
			return err
		}
	}
	return nil
}
