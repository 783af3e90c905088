package cases

import (
	"context"
	"fmt"

	"gyeol/gov"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

func init() {
	handlers[gov.CaseReceipt] = map[gov.Verb]handler{
		gov.VerbRegister: registerReceipt,
		gov.VerbReflect:  reflectFinding,
	}
	openings[gov.StageReceive] = openReceipt
	additions[gov.CaseReceipt] = anew(openReceipt)
}

// The most that a registration takes in: a ministry's evaluation has some dozens of findings of a paragraph each.
const (
	findingsMost   = 100
	findingTextMax = 2000
)

// openReceipt awaits a paper from outside (평생교육법 시행령 제3조의2).
func openReceipt(ctx context.Context, ch *change) error {
	rule, err := ch.stageRule(ctx)
	if err != nil {
		return err
	}
	_, err = ch.openCase(ctx, newCase{
		kind: gov.CaseReceipt, subject: ch.attempt("receipt"), title: rule.Title, unit: ch.c.UnitID, other: rule.From,
		rows: func(id gov.CaseID) error {
			return ch.tx.Write.InsertReceipt(ctx, db.InsertReceiptParams{CaseID: id, FromUnit: rule.From})
		},
	})
	return err
}

func (r RegisterBody) validate() error {
	if err := between("external_number", r.ExternalNumber, 1, 100); err != nil {
		return err
	}
	if err := between("received_title", r.ReceivedTitle, 1, 300); err != nil {
		return err
	}
	if len(r.Findings) > findingsMost {
		return invalid("findings", fmt.Sprintf("지적·권고사항은 %d건까지 등록할 수 있습니다.", findingsMost), "too many findings")
	}
	for i, f := range r.Findings {
		if err := between(fmt.Sprintf("findings[%d]", i), f, 1, findingTextMax); err != nil {
			return err
		}
	}
	return nil
}

// registerReceipt enters the paper with its findings; without any it is settled at once (행정업무의 운영 및 혁신에 관한
// 규정 제18조).
func registerReceipt(ctx context.Context, ch *change) error {
	var body RegisterBody
	if err := ch.read(&body); err != nil {
		return err
	}
	if err := body.validate(); err != nil {
		return err
	}
	w := ch.tx.Write
	if err := w.RegisterReceipt(ctx, db.RegisterReceiptParams{
		CaseID: ch.c.ID, ExternalNumber: body.ExternalNumber, ReceivedTitle: body.ReceivedTitle,
		RegisteredOn: ch.now.today,
	}); err != nil {
		return err
	}
	ch.note("findings", len(body.Findings))
	if len(body.Findings) == 0 {
		ch.to = gov.Settled
		return nil
	}
	for i, text := range body.Findings {
		if err := w.InsertFinding(ctx, db.InsertFindingParams{
			CaseID: ch.c.ID, Ordinal: int32(i + 1),
			Text: text,
		}); err != nil {
			return err
		}
	}
	return ch.planFindings(ctx, body.Findings)
}

// planFindings asks for each finding by a task of its own.
func (ch *change) planFindings(ctx context.Context, findings []string) error {
	spec := ch.machine.Tasks[gov.Registered][0]
	plans, err := ch.planTask(ctx, spec)
	if err != nil {
		return err
	}
	ch.planned = true
	for i, text := range findings {
		for _, p := range plans {
			p.cell = fmt.Sprint(i + 1)
			p.title = fmt.Sprintf("%s %d. %s", spec.Title, i+1, shorten(text, 60))
			ch.plans = append(ch.plans, p)
		}
	}
	return nil
}

// reflectFinding says where a finding was taken up; the last one settles the paper (평생교육법 시행령 제3조의2: the
// evaluation must be reflected in the next year's plan).
func reflectFinding(ctx context.Context, ch *change) error {
	var body ReflectBody
	if err := ch.read(&body); err != nil {
		return err
	}
	if err := between("reflected_in", body.ReflectedIn, 1, findingTextMax); err != nil {
		return err
	}
	if ch.task != nil && ch.task.Cell != fmt.Sprint(body.Finding) {
		return invalid("finding", "이 과업의 지적사항 번호와 다릅니다.", "this task is about another finding")
	}
	n, err := ch.tx.Read.ReflectFinding(ctx, db.ReflectFindingParams{
		CaseID: ch.c.ID, Ordinal: body.Finding, ReflectedIn: body.ReflectedIn, ReflectedOn: ch.now.today,
	})
	if err != nil {
		return err
	}
	if n == 0 {
		return gov.ErrNotFound
	}
	left, err := ch.tx.Read.OpenFindings(ctx, ch.c.ID)
	if err != nil {
		return err
	}
	ch.note("left", left)
	if left > 0 {
		ch.to, ch.only = gov.Registered, true
		return nil
	}
	ch.to, ch.ring = gov.Settled, true
	return nil
}

// anew opens a further case in a stage that was taken up again: what the round before did stays as it is.
func anew(open handler) func(ctx context.Context, ch *change, what string) error {
	return func(ctx context.Context, ch *change, _ string) error { return open(ctx, ch) }
}

// attempt names a case of a stage by the round of the stage.
func (ch *change) attempt(subject string) string {
	if ch.c.Round == 1 {
		return subject
	}
	return fmt.Sprintf("%s.%d", subject, ch.c.Round)
}

// between refuses a text that is shorter or longer than allowed, counted in characters.
func between(field, text string, least, most int) error {
	if policies.Fits(text, least, most) {
		return nil
	}
	return invalid(field, fmt.Sprintf("%d자 이상 %d자 이하로, 보이지 않는 문자 없이 적으십시오.", least, most),
		fmt.Sprintf("%d to %d characters, none of them hidden", least, most))
}

// shorten cuts a text for a title.
func shorten(text string, most int) string {
	r := []rune(text)
	if len(r) <= most {
		return text
	}
	return string(r[:most-1]) + "…"
}
