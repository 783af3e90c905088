package cases

import (
	"context"
	"slices"
	"strings"

	"gyeol/gov"
	"gyeol/internal/ledger"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// arranging asks for a change of who is where: an absence, a delegation, an acting order, a transfer.
type arranging struct {
	actor     Actor
	kind      ledger.Kind
	subject   string // kind of the entry that keeps the key
	about     string // whom or what it concerns, for the record of refusals
	operation string // of the API
	key       string // idempotency key
	reason    string // always needed
	source    string // network address of the caller, for the record of refusals
	asked     []string
}

// arrangement is such a change on its way: one transaction, its key kept by its audit entry.
type arrangement struct {
	svc   *Service
	tx    *store.Tx
	now   now
	actor Actor
	v     viewer
	led   []string       // the units that the actor heads, with those below
	facts map[string]any // of the audit entry: ids, posts and dates
}

// arranger does one change and gives the id of what came into being.
type arranger func(context.Context, *arrangement) (string, error)

// arrange decides once: the same request under its key gives the same id again and changes nothing.
func (s *Service) arrange(ctx context.Context, a arranging, do arranger) (string, error) {
	var id string
	err := a.check()
	if err != nil {
		a.about = a.operation // what was named may not be fit to be kept
	} else {
		err = s.decided(ctx, func(tx *store.Tx) error {
			id, err = s.arranged(ctx, tx, a, do)
			return err
		})
	}
	if err != nil {
		return "", s.refusedOn(ctx, a.actor, err, Refusal{
			SubjectKind: string(a.kind), Subject: a.about, Operation: a.operation, Source: a.source,
		})
	}
	return id, nil
}

func (s *Service) arranged(ctx context.Context, tx *store.Tx, a arranging, do arranger) (string, error) {
	clock, err := s.clock(ctx, tx)
	if err != nil {
		return "", err
	}
	key := keyedBy(a.actor, a.key, a.subject, append(slices.Clone(a.asked), a.reason)...)
	if err := tx.Read.LockKey(ctx, key.id); err != nil {
		return "", err
	}
	if id, done, err := key.kept(ctx, tx.Read); done || err != nil {
		return id, err
	}
	on := &arrangement{svc: s, tx: tx, now: clock, actor: a.actor, facts: map[string]any{}}
	if on.v, err = s.viewerOf(ctx, tx.Read, a.actor); err != nil {
		return "", err
	}
	if on.led, err = tx.Read.UnitsLed(ctx, db.UnitsLedParams{Day: clock.today, Posts: on.v.posts}); err != nil {
		return "", err
	}
	before, err := standingOn(ctx, tx.Read, clock.today, clock.today)
	if err != nil {
		return "", err
	}
	id, err := do(ctx, on)
	if err != nil {
		return "", err
	}
	if err := on.tellNewStandIns(ctx, before); err != nil {
		return "", err
	}
	on.facts["actor"], on.facts["id"], on.facts["request"] = a.actor.key(), id, key.request
	return id, ledger.Write(ctx, tx.Write, ledger.Entry{
		Kind: a.kind, SubjectKind: key.kind, SubjectID: key.id, At: clock.at, OfficeDate: clock.today, Body: on.facts,
	})
}

func (a arranging) check() error {
	if err := (Command{Key: a.key, Case: gov.NewCaseID(), Reason: strings.Join(a.asked, "") + a.reason}).check(); err != nil {
		return err
	}
	if strings.TrimSpace(a.reason) == "" {
		return gov.Refuse(gov.CodeReasonRequired, "이 처리는 사유를 적어야 합니다.", "this act needs a reason")
	}
	return nil
}

// leads reports whether the actor may arrange for one of the units: he heads it, or a unit above, or has the duty to.
func (on *arrangement) leads(units ...gov.UnitID) bool {
	if on.v.may(policies.ActArrange) {
		return true
	}
	return slices.ContainsFunc(units, func(u gov.UnitID) bool { return slices.Contains(on.led, string(u)) })
}

// notLed refuses whoever is neither the person himself, nor the head above him, nor a coordinator.
func notLed(korean, english string) error {
	e := gov.Refuse(gov.CodeForbidden, korean, english)
	e.Reasons = []gov.Reason{
		{Rule: "unit/head", Text: "그 직위가 속한 부서 또는 상급 부서의 장만 할 수 있습니다."}, lacksDuty("coordinator"),
	}
	return e
}

// longestPeriod bounds absences and delegations, in days.
const longestPeriod = 3 * 366

// period checks the days of an absence or a delegation against today.
func period(from, to, today gov.Date) error {
	switch {
	case from.IsZero() || to.IsZero():
		return invalid("from", "시작일과 종료일을 적으십시오.", "name the first and the last day")
	case to.Before(from):
		return invalid("to", "종료일이 시작일보다 빠릅니다.", "the last day lies before the first")
	case to.Before(today):
		return invalid("to", "이미 지난 기간입니다. 오늘 이후의 종료일을 적으십시오.", "the period is over; name a last day from today on")
	case to.Sub(from) > longestPeriod:
		return invalid("to", "기간은 3년을 넘을 수 없습니다.", "a period is three years at most")
	}
	return nil
}

// later is the later of two days.
func later(a, b gov.Date) gov.Date {
	if a.Before(b) {
		return b
	}
	return a
}

func asTexts[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = string(v)
	}
	return out
}
