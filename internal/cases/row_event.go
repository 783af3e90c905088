package cases

import (
	"context"
	"slices"

	"gyeol/gov"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// successorsMost bounds into how many projects one may be merged or split.
const successorsMost = 20

// recordEvent tells what became of the project of a row: that it ended, was merged, split or transferred, since when
// and why. Whoever takes something over is asked at once; it is in force when the submission is accepted.
func recordEvent(ctx context.Context, ch *change) (given, error) {
	var body RowEventBody
	if err := ch.read(&body); err != nil {
		return given{}, err
	}
	if err := ch.tx.Read.LockSubmission(ctx, ch.c.ID); err != nil {
		return given{}, err
	}
	_, form, err := ch.submission(ctx)
	if err != nil {
		return given{}, err
	}
	row, err := readRow(ctx, ch.tx.Read, form, rowAt{ch.c.ID, body.Row})
	if err != nil {
		return given{}, err
	}
	if !slices.Contains(form.Events, body.Kind) {
		return given{}, invalid("kind", "이 서식에서 기록할 수 있는 사업 변동이 아닙니다.", "the form knows no such event")
	}
	if err := ch.fitEvent(ctx, body); err != nil {
		return given{}, err
	}
	others, err := ch.otherSides(ctx, form, row, body)
	if err != nil {
		return given{}, err
	}
	event := gov.NewRowID()
	if err := ch.tx.Write.InsertRowEvent(ctx, db.InsertRowEventParams{
		ID: event, CaseID: ch.c.ID, RowID: row.ID, Item: row.Item, Kind: body.Kind, EffectiveOn: body.EffectiveOn,
		Reason: body.Reason, Successors: some(body.Successors), ToUnit: body.ToUnit, RecordedBy: ch.actor.Person,
		RecordedPost: ch.post, RecordedOn: ch.now.today,
	}); err != nil {
		return given{}, err
	}
	ch.note("event", event)
	asks := make([]rowAsk, len(others))
	for i, unit := range others {
		asks[i] = rowAsk{row: row, unit: unit, kind: body.Kind, event: event}
	}
	return given{item: row.Item}, ch.askAbout(ctx, asks)
}

// fitEvent refuses an event whose parts do not belong together.
func (ch *change) fitEvent(ctx context.Context, e RowEventBody) error {
	into, over := e.Kind == "merged" || e.Kind == "split", e.Kind == "transferred"
	switch {
	case e.EffectiveOn.IsZero():
		return invalid("effective_on", "변동이 생긴 날짜를 적으십시오.", "name the day from which it holds")
	case !policies.Fits(e.Reason, 1, 1000):
		return invalid("reason", "변동 사유를 1자 이상 1,000자 이하로 적으십시오.", "give a reason of 1 to 1,000 characters")
	case into != (len(e.Successors) > 0) || len(e.Successors) > successorsMost:
		return invalid("successors", "통합·분리에는 이어받는 사업을 적고, 다른 변동에는 적지 않습니다.",
			"a merger or a split names its successors, nothing else does")
	case over != (e.ToUnit != ""):
		return invalid("to_unit", "이관에는 이어받는 부서를 적고, 다른 변동에는 적지 않습니다.",
			"a transfer names the unit that takes over, nothing else does")
	case e.ToUnit == ch.c.UnitID:
		return invalid("to_unit", "다른 부서를 적으십시오.", "name another unit")
	}
	if !over {
		return nil
	}
	org, err := ch.org(ctx)
	if err != nil {
		return err
	}
	if _, ok := org.Unit(e.ToUnit); !ok {
		return invalid("to_unit", "오늘 날짜의 직제에 없는 부서입니다.", "this unit is not in force today")
	}
	return nil
}

// otherSides are the units that an event gives something, without the one that tells it: the new owner, and whoever
// leads a project into which this one goes.
func (ch *change) otherSides(ctx context.Context, form policies.FormRule, row Row, e RowEventBody) ([]gov.UnitID, error) {
	if e.ToUnit != "" {
		return []gov.UnitID{e.ToUnit}, nil
	}
	leads := map[string]gov.UnitID{}
	if form.Rows == "sub_projects" {
		sub, err := ch.tx.Read.GetSubmission(ctx, ch.c.ID)
		if err != nil {
			return nil, err
		}
		known, err := ch.tx.Read.KnownSubProjects(ctx, db.KnownSubProjectsParams{Year: sub.AboutYear, Items: e.Successors})
		if err != nil {
			return nil, err
		}
		for _, k := range known {
			leads[k.Item] = k.OwnerUnitID
		}
	} else {
		known, err := ch.tx.Read.LeadsOfItems(ctx, e.Successors)
		if err != nil {
			return nil, err
		}
		for _, k := range known {
			leads[k.Item] = k.UnitID
		}
	}
	var out []gov.UnitID
	for _, item := range e.Successors {
		unit, ok := leads[item]
		if !ok || item == row.Item {
			return nil, invalid("successors", "이어받는 사업은 올해의 다른 사업 가운데에서 적으십시오: "+item,
				"name another project of this year")
		}
		if unit != ch.c.UnitID && !slices.Contains(out, unit) {
			out = append(out, unit)
		}
	}
	return out, nil
}

// withdrawEvent takes back what was told of a row, before it is in force; whoever was asked about it is asked no more.
func withdrawEvent(ctx context.Context, ch *change) (given, error) {
	var body RowEventAtBody
	if err := ch.read(&body); err != nil {
		return given{}, err
	}
	if err := ch.tx.Read.LockSubmission(ctx, ch.c.ID); err != nil {
		return given{}, err
	}
	n, err := ch.tx.Read.WithdrawRowEvent(ctx, db.WithdrawRowEventParams{ID: body.Event, CaseID: ch.c.ID})
	if err != nil {
		return given{}, err
	}
	if n == 0 {
		return given{}, gov.ErrNotFound
	}
	if err := ch.tx.Read.DropEventConsents(ctx, db.DropEventConsentsParams{EventID: body.Event, AnsweredOn: ch.now.today}); err != nil {
		return given{}, err
	}
	return given{item: body.Event.String()}, ch.endAnswered(ctx)
}

// askSides asks again whoever should take something over and was asked no more, as after a submission that was waived
// and taken up again, and returns the units without whose word an event is not in force.
func (ch *change) askSides(ctx context.Context, form policies.FormRule, rows []Row, events []db.RowEventsOfRow) error {
	asks, err := ch.sidesOf(ctx, form, rows, events)
	if err != nil {
		return err
	}
	return ch.askAbout(ctx, asks)
}

// sidesOf are the questions that the events of a submission put to other units.
func (ch *change) sidesOf(
	ctx context.Context, form policies.FormRule, rows []Row, events []db.RowEventsOfRow,
) ([]rowAsk, error) {
	var asks []rowAsk
	for _, e := range events {
		row, ok := findRow(rows, e.RowID)
		if !ok {
			continue
		}
		units, err := ch.otherSides(ctx, form, row, RowEventBody{Successors: e.Successors, ToUnit: e.ToUnit})
		if err != nil {
			return nil, err
		}
		for _, unit := range units {
			asks = append(asks, rowAsk{row: row, unit: unit, kind: e.Kind, event: e.ID})
		}
	}
	return asks, nil
}

func findRow(rows []Row, id gov.RowID) (Row, bool) {
	i := slices.IndexFunc(rows, func(r Row) bool { return r.ID == id })
	if i < 0 {
		return Row{}, false
	}
	return rows[i], true
}
