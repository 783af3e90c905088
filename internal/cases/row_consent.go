package cases

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"gyeol/gov"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// rowAsk is a question to another unit about a row.
type rowAsk struct {
	row   Row
	unit  gov.UnitID
	kind  string // concur, or the kind of an event
	event gov.RowID
}

// hash is of what the unit is asked about: of the row as it is, or of the event, which no later word in the row
// changes.
func (a rowAsk) hash() ([]byte, error) {
	if !a.event.IsZero() {
		return contentHash(map[string]any{"event": a.event})
	}
	return contentHash(map[string]any{"item": a.row.Item, "data": a.row.Data})
}

// askPartners asks every partner whom a row names to concur, again where the row has changed since he was asked
// (행정업무의 운영 및 혁신에 관한 규정 제9조제2항).
func (ch *change) askPartners(ctx context.Context, form policies.FormRule, rows []Row) error {
	if !form.Concur || form.Rows != "unit_projects" {
		return nil
	}
	items := make([]string, len(rows))
	for i, r := range rows {
		items[i] = r.Item
	}
	partners, err := ch.tx.Read.PartnersOfRows(ctx, db.PartnersOfRowsParams{Items: items, Today: ch.now.today})
	if err != nil {
		return err
	}
	var asks []rowAsk
	for _, p := range partners {
		i := slices.Index(items, p.Item)
		if p.UnitID != ch.c.UnitID {
			asks = append(asks, rowAsk{row: rows[i], unit: p.UnitID, kind: "concur"})
		}
	}
	return ch.askAbout(ctx, asks)
}

// askAbout writes the questions that are not asked or answered yet for the row as it is, and opens one task for each
// unit that has something to answer and none open.
func (ch *change) askAbout(ctx context.Context, asks []rowAsk) error {
	known, err := ch.tx.Read.RowConsentsOf(ctx, ch.c.ID)
	if err != nil {
		return err
	}
	var units []gov.UnitID
	for _, a := range asks {
		hash, err := a.hash()
		if err != nil {
			return err
		}
		asked, err := ch.askedBefore(ctx, known, a, hash)
		if err != nil {
			return err
		}
		if asked {
			continue
		}
		if err := ch.tx.Write.InsertRowConsent(ctx, db.InsertRowConsentParams{
			ID: gov.NewRowID(), CaseID: ch.c.ID, RowID: a.row.ID, Item: a.row.Item, UnitID: a.unit, Kind: a.kind,
			EventID: a.event, ContentHash: hash, AskedOn: ch.now.today,
		}); err != nil {
			return err
		}
		if !slices.Contains(units, a.unit) {
			units = append(units, a.unit)
		}
	}
	return ch.openAnswers(ctx, units)
}

// askedBefore reports whether the unit was asked about the row as it is; a question about what it was is dropped.
func (ch *change) askedBefore(ctx context.Context, known []db.RowConsentsOfRow, a rowAsk, hash []byte) (bool, error) {
	for _, k := range known {
		if k.RowID != a.row.ID || k.UnitID != a.unit || k.Kind != a.kind || k.EventID != a.event {
			continue
		}
		if bytes.Equal(k.ContentHash, hash) && (k.Answer == nil || *k.Answer != answerDropped) {
			return true, nil
		}
		if k.Answer == nil {
			if err := ch.tx.Read.DropRowConsent(ctx, db.DropRowConsentParams{ID: k.ID, AnsweredOn: ch.now.today}); err != nil {
				return false, err
			}
		}
	}
	return false, nil
}

// The answers to a question about a row.
const (
	answerAgreed   = "agreed"
	answerObjected = "objected"
	answerDropped  = "dropped"
)

// openAnswers opens a task for each unit that has none open on this submission.
func (ch *change) openAnswers(ctx context.Context, units []gov.UnitID) error {
	if len(units) == 0 {
		return nil
	}
	known, err := ch.tx.Read.AnswerTasksOf(ctx, ch.c.ID)
	if err != nil {
		return err
	}
	spec := policies.AnswerRowTask
	d, err := ch.dueOf(ctx, spec)
	if err != nil {
		return err
	}
	for _, unit := range units {
		before := slices.IndexFunc(known, func(t db.AnswerTasksOfRow) bool { return t.Cell == string(unit) })
		if before >= 0 && known[before].Open {
			continue
		}
		plans, err := ch.officers(ctx, unit)
		if err != nil {
			return err
		}
		for _, p := range plans {
			if len(p.posts) == 0 {
				return gov.Refusef(gov.CodeNoRule, "협조를 구할 ‘%[1]s’에 담당 직위가 없습니다. 조직 자료를 보완하십시오.",
					"unit %[1]s has no post to ask; mend the organisation data", unit)
			}
			p.spec, p.due, p.cell = spec, d, string(unit)
			if before >= 0 {
				p.after = &known[before].Last
			}
			if err := ch.openTask(ctx, p); err != nil {
				return err
			}
		}
	}
	return nil
}

// answerRow is the answer of a unit to what it was asked about rows: all at once or one by one. An objection needs an
// opinion; it stops nothing, the coordinator decides over it (행정업무의 운영 및 혁신에 관한 규정 제9조제4항).
func answerRow(ctx context.Context, ch *change) (given, error) {
	var body AnswerRowsBody
	if err := ch.read(&body); err != nil {
		return given{}, err
	}
	if err := ch.tx.Read.LockSubmission(ctx, ch.c.ID); err != nil { // who asks and who answers take turns
		return given{}, err
	}
	unit := gov.UnitID(ch.task.Cell)
	known, err := ch.tx.Read.RowConsentsOf(ctx, ch.c.ID)
	if err != nil {
		return given{}, err
	}
	open := slices.DeleteFunc(known, func(k db.RowConsentsOfRow) bool { return k.UnitID != unit || k.Answer != nil })
	answers, err := body.of(open)
	if err != nil {
		return given{}, err
	}
	for _, a := range answers {
		n, err := ch.tx.Read.AnswerRowConsent(ctx, db.AnswerRowConsentParams{
			ID: a.id, Answer: &a.answer, Opinion: a.opinion, AnsweredBy: ch.actor.Person, AnsweredAs: ch.post,
			AnsweredOn: ch.now.today,
		})
		if err != nil {
			return given{}, err
		}
		if n == 0 {
			return given{}, gov.Refuse(gov.CodeStale, "다른 담당자가 먼저 회신했습니다. 새로 확인하십시오.", "somebody else has answered meanwhile")
		}
	}
	ch.note("answered", len(answers))
	ch.note("left", len(open)-len(answers))
	return given{item: string(unit), done: len(answers) == len(open)}, nil
}

// rowAnswer is one answer on its way to the rows.
type rowAnswer struct {
	id      gov.RowID
	answer  string
	opinion string
}

// of lays the answers over what was asked: those named by row, or all where none is.
func (b AnswerRowsBody) of(open []db.RowConsentsOfRow) ([]rowAnswer, error) {
	if len(b.Rows) == 0 {
		b.Rows = make([]RowAnswer, len(open))
		for i, k := range open {
			b.Rows[i] = RowAnswer{Row: k.Item, Kind: k.Kind, Agrees: b.Agrees, Opinion: b.Opinion}
		}
	}
	var out []rowAnswer
	for i, a := range b.Rows {
		at := fmt.Sprintf("rows[%d]", i)
		if a.Agrees == nil {
			return nil, invalid(at+".agrees", "협조하는지(true) 아닌지(false) 적으십시오.", "say whether you agree")
		}
		if (!*a.Agrees && !policies.Fits(a.Opinion, 1, 4000)) || (a.Opinion != "" && !policies.Fits(a.Opinion, 1, 4000)) {
			return nil, invalid(at+".opinion", "협조하지 않으면 의견을 1자 이상 4,000자 이하로 적으십시오.",
				"an objection needs an opinion of 1 to 4,000 characters")
		}
		found := false
		for _, k := range open {
			if k.Item == a.Row && (a.Kind == "" || a.Kind == k.Kind) {
				found = true
				out = append(out, rowAnswer{id: k.ID, answer: map[bool]string{true: answerAgreed, false: answerObjected}[*a.Agrees], opinion: a.Opinion})
			}
		}
		if !found {
			return nil, invalid(at+".row", "이 행은 회신할 것이 없습니다: "+a.Row, "nothing is open about this row")
		}
	}
	if len(out) == 0 {
		return nil, invalid("rows", "회신할 행이 없습니다.", "nothing is open")
	}
	return out, nil
}

// endAnswered closes the tasks of units that have nothing more to answer.
func (ch *change) endAnswered(ctx context.Context) error {
	if err := ch.tx.Flush(ctx); err != nil {
		return err
	}
	known, err := ch.tx.Read.RowConsentsOf(ctx, ch.c.ID)
	if err != nil {
		return err
	}
	tasks, err := ch.tx.Read.AnswerTasksOf(ctx, ch.c.ID)
	if err != nil {
		return err
	}
	for _, t := range tasks {
		if !t.Open || slices.ContainsFunc(known, func(k db.RowConsentsOfRow) bool { return k.Answer == nil && string(k.UnitID) == t.Cell }) {
			continue
		}
		if err := ch.tx.Write.CancelAnswerTasks(ctx, db.CancelAnswerTasksParams{
			CaseID: ch.c.ID, ClosedOn: ch.now.today, Cell: t.Cell,
		}); err != nil {
			return err
		}
	}
	return nil
}

// unanswered are the questions about rows that nobody has answered.
func (ch *change) unanswered(ctx context.Context) ([]gov.Reason, error) {
	known, err := ch.tx.Read.RowConsentsOf(ctx, ch.c.ID)
	var out []gov.Reason
	for _, k := range known {
		if k.Answer == nil {
			out = append(out, gov.Reason{
				Rule: fmt.Sprintf("row/%s/%s/%s", k.Kind, k.Item, k.UnitID), Article: joined(policies.AnswerRowTask.Rule.Article),
				Text: fmt.Sprintf("%s의 %s 회신을 기다리고 있습니다(%s).", k.UnitName, consentWord(k.Kind), k.Item),
			})
		}
	}
	return out, err
}

func consentWord(kind string) string {
	return map[string]string{"concur": "협조", "merged": "통합 수락", "split": "분리 수락", "transferred": "이관 수락"}[kind]
}

// refusedEvents are the events that whoever should take over has refused.
func (ch *change) refusedEvents(ctx context.Context) ([]gov.Reason, error) {
	known, err := ch.tx.Read.RowConsentsOf(ctx, ch.c.ID)
	events, err2 := ch.tx.Read.RowEventsOf(ctx, ch.c.ID)
	if err != nil || err2 != nil {
		return nil, firstError(err, err2)
	}
	var out []gov.Reason
	for _, e := range events {
		for _, k := range known {
			if k.EventID == e.ID && k.Answer != nil && *k.Answer == answerObjected {
				out = append(out, gov.Reason{
					Rule: fmt.Sprintf("row/%s/%s/%s", k.Kind, k.Item, k.UnitID),
					Text: fmt.Sprintf("%s이(가) %s의 %s을(를) 거절했습니다: %s", k.UnitName, k.Item, eventWord(e.Kind), k.Opinion),
				})
			}
		}
	}
	return out, nil
}

func eventWord(kind string) string {
	return map[string]string{"ended": "종료", "merged": "통합", "split": "분리", "transferred": "이관"}[kind]
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
