package cases

import (
	"context"
	"errors"

	"gyeol/gov"
	"gyeol/internal/ledger"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
)

// RecordAbsence says that a person will be away: his own, or that of somebody in a unit that the actor heads.
type RecordAbsence struct {
	Person   string // slug; empty: the actor himself
	From, To gov.Date
	Reason   string
	Key      string // idempotency key
	Source   string // the network address of the caller, for the record of refusals
}

// RecordAbsence keeps the absence. From its first day the acting post stands in where nobody else holds the post.
func (s *Service) RecordAbsence(ctx context.Context, actor Actor, r RecordAbsence) (Absence, error) {
	id, err := s.arrange(ctx, arranging{
		actor: actor, kind: ledger.KindAbsence, subject: "absence_record", about: "record", operation: "record-absence",
		key: r.Key, reason: r.Reason, source: r.Source, asked: []string{r.Person, r.From.String(), r.To.String()},
	}, func(ctx context.Context, on *arrangement) (string, error) { return on.recordAbsence(ctx, r) })
	if err != nil {
		return Absence{}, err
	}
	return s.absence(ctx, actor, id)
}

func (on *arrangement) recordAbsence(ctx context.Context, r RecordAbsence) (string, error) {
	person := on.actor.Person
	if r.Person != "" {
		row, err := on.person(ctx, r.Person)
		if err != nil {
			return "", err
		}
		person = row.ID
	}
	if err := on.mayAbsent(ctx, person); err != nil {
		return "", err
	}
	if err := period(r.From, r.To, on.now.today); err != nil {
		return "", err
	}
	id := gov.NewAbsenceID()
	on.facts["person"], on.facts["from"], on.facts["to"] = person.String(), r.From.String(), r.To.String()
	return id.String(), on.tx.Write.InsertAbsence(ctx, db.InsertAbsenceParams{
		ID: id, PersonID: person, ValidFrom: r.From, ValidTo: r.To, Reason: r.Reason, RecordedBy: on.actor.Person,
		RecordedOn: on.now.today,
	})
}

// person finds somebody by his slug.
func (on *arrangement) person(ctx context.Context, slug string) (db.PersonBySlugRow, error) {
	row, err := on.tx.Read.PersonBySlug(ctx, slug)
	if errors.Is(store.Interpret(err), gov.ErrNotFound) {
		return row, invalid("person", "등록되지 않은 사람입니다. 사람의 식별자를 확인하십시오.", "no such person is registered")
	}
	return row, err
}

// mayAbsent lets a person, the heads above him and a coordinator say that he is away.
func (on *arrangement) mayAbsent(ctx context.Context, person gov.PersonID) error {
	if person == on.actor.Person {
		return nil
	}
	units, err := on.tx.Read.UnitsOfPerson(ctx, db.UnitsOfPersonParams{PersonID: person, Day: on.now.today})
	if err != nil {
		return err
	}
	if !on.leads(units...) {
		return notLed("부재는 본인이나 소속 부서의 장, 총괄 담당만 등록하고 취소할 수 있습니다.",
			"only the person himself, the head of his unit or a coordinator may record or cancel an absence")
	}
	return nil
}

// CancelAbsence takes an absence back, also one that has begun.
type CancelAbsence struct {
	ID     gov.AbsenceID
	Reason string
	Key    string // idempotency key
	Source string // the network address of the caller, for the record of refusals
}

// CancelAbsence ends the absence from today on; what stood in for the person meanwhile stays done.
func (s *Service) CancelAbsence(ctx context.Context, actor Actor, c CancelAbsence) (Absence, error) {
	id, err := s.arrange(ctx, arranging{
		actor: actor, kind: ledger.KindAbsence, subject: "absence_cancel", about: c.ID.String(),
		operation: "cancel-absence", key: c.Key, reason: c.Reason, source: c.Source, asked: []string{c.ID.String()},
	}, func(ctx context.Context, on *arrangement) (string, error) { return on.cancelAbsence(ctx, c.ID) })
	if err != nil {
		return Absence{}, err
	}
	return s.absence(ctx, actor, id)
}

func (on *arrangement) cancelAbsence(ctx context.Context, id gov.AbsenceID) (string, error) {
	a, err := on.tx.Read.LockAbsence(ctx, id)
	if err != nil {
		return "", err
	}
	if err := on.mayAbsent(ctx, a.PersonID); err != nil {
		return "", err
	}
	if !a.CancelledOn.IsZero() {
		return "", gov.Refuse(gov.CodeActNotOpen, "이미 취소된 부재입니다.", "the absence was cancelled before")
	}
	if a.ValidTo.Before(on.now.today) {
		return "", gov.Refuse(gov.CodeActNotOpen, "이미 지난 부재는 취소할 수 없습니다.", "the absence is over")
	}
	on.facts["person"] = a.PersonID.String()
	return id.String(), on.tx.Write.CancelAbsence(ctx, db.CancelAbsenceParams{ID: id, CancelledOn: on.now.today})
}
