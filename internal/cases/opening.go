package cases

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"gyeol/gov"
	"gyeol/internal/store/db"
	"gyeol/policies"
	"gyeol/policies/pack"
)

// newCase is a case that an opening puts in being.
type newCase struct {
	kind    gov.CaseKind
	subject string
	title   string
	unit    gov.UnitID
	other   gov.UnitID
	// rows writes the rows of the kind; they are there before the first tasks are planned.
	rows func(id gov.CaseID) error
}

// openCase writes a case of the stage in its machine's first state, with the tasks of that state. A case that exists
// under its subject is left as it is, so that an opening can be repeated.
func (ch *change) openCase(ctx context.Context, n newCase) (gov.CaseID, error) {
	m := policies.MachineOf(n.kind)
	c := db.CaseFile{
		ID: gov.NewCaseID(), Kind: n.kind, CycleID: ch.c.CycleID, StageID: ch.c.StageID, ProcessID: ch.c.ProcessID,
		UnitID: n.unit, OtherUnit: n.other, Subject: n.subject, Title: n.title, State: m.Initial, Round: 1,
		PackHash: ch.c.PackHash, OpenedOn: ch.now.today,
	}
	known, err := ch.tx.Read.CaseBySubject(ctx, db.CaseBySubjectParams{StageID: c.StageID, Kind: c.Kind, Subject: c.Subject})
	if err != nil || len(known) > 0 {
		return first(known), err
	}
	if err := ch.tx.Write.InsertCase(ctx, caseParams(c)); err != nil {
		return c.ID, err
	}
	if n.rows != nil {
		if err := n.rows(c.ID); err != nil {
			return c.ID, err
		}
	}
	if err := ch.tx.Flush(ctx); err != nil {
		return c.ID, err
	}
	sub := &change{
		svc: ch.svc, tx: ch.tx, now: ch.now, actor: ch.actor, c: c, machine: m, to: m.Initial, stage: ch.stage,
		cycle: ch.cycle,
	}
	plans, err := sub.planState(ctx, m.Initial)
	if err != nil {
		return c.ID, err
	}
	for _, p := range plans {
		if err := sub.openTask(ctx, p); err != nil {
			return c.ID, err
		}
	}
	if err := sub.tell(ctx); err != nil {
		return c.ID, err
	}
	ch.opened = append(ch.opened, sub.opened...)
	return c.ID, nil
}

func first(ids []gov.CaseID) gov.CaseID {
	if len(ids) == 0 {
		return gov.CaseID{}
	}
	return ids[0]
}

// openingMost is how long one statement of an opening may run, in milliseconds: a hundred thousand rows take some
// seconds each, where an act of a person may take four.
const openingMost = "120000"

// openCollect asks every unit of the stage's groups for its rows, in sets: the same few statements for ten units or a
// hundred thousand. A unit asked under two headings gets one submission.
func openCollect(ctx context.Context, ch *change) error {
	rule, err := ch.stageRule(ctx)
	if err != nil {
		return err
	}
	p, err := ch.pack(ctx)
	if err != nil {
		return err
	}
	form, ok := p.Form(rule.Form)
	if !ok {
		return noRule("form", rule.Form)
	}
	assumed, err := pack.InForce("form/"+form.ID, form.Ruled, ch.now.today)
	if err != nil {
		return err
	}
	units, err := ch.unitsAsked(ctx, rule.Each)
	if err != nil {
		return err
	}
	w := ch.tx.Write
	if err := w.LetRun(ctx, openingMost); err != nil {
		return err
	}
	names := make([]string, len(units))
	for i, u := range units {
		names[i] = string(u)
	}
	if err := w.OpenSubmissions(ctx, db.OpenSubmissionsParams{
		StageID: ch.c.StageID, ProcessID: ch.c.ProcessID, PackHash: ch.c.PackHash, Today: ch.now.today, Units: names,
	}); err != nil {
		return err
	}
	if err := w.OpenSubmissionRows(ctx, db.OpenSubmissionRowsParams{
		Form: form.ID, FormPack: ch.c.PackHash, StageID: ch.c.StageID,
	}); err != nil {
		return err
	}
	if err := ch.openRows(ctx, form); err != nil {
		return err
	}
	return ch.openFillTasks(ctx, form, gov.Reason{
		Rule: "form/" + form.ID, Article: strings.Join(form.Article, ", "), Text: "‘" + form.Title + "’에 적습니다.",
		Assumed: assumed,
	})
}

// openRows lays out what the form asks about, with what was accepted the year before.
func (ch *change) openRows(ctx context.Context, form policies.FormRule) error {
	w := ch.tx.Write
	fields, sources := []string{}, []string{}
	for _, f := range form.Fields {
		if f.Prefill != "" {
			fields, sources = append(fields, f.ID), append(sources, f.Prefill)
		}
	}
	switch {
	case form.Rows == "unit_projects" && kindOfRows(form) == rowsPlan:
		return w.OpenPlanRows(ctx, db.OpenPlanRowsParams{
			Today: ch.now.today, StageID: ch.c.StageID, Form: form.ID, TakesLast: form.Last, Fields: fields, Sources: sources,
		})
	case form.Rows == "unit_projects":
		rows := db.OpenFormRowsByUnitProjectParams{Today: ch.now.today, StageID: ch.c.StageID}
		return w.OpenFormRowsByUnitProject(ctx, rows)
	case form.Rows == "sub_projects":
		return w.OpenResultRows(ctx, db.OpenResultRowsParams{
			Today: ch.now.today, StageID: ch.c.StageID, Form: form.ID, TakesLast: form.Last,
		})
	case form.Rows == "kpis":
		return w.OpenFormRowsByKpi(ctx, db.OpenFormRowsByKpiParams{Today: ch.now.today, StageID: ch.c.StageID})
	}
	return w.OpenFormRows(ctx, db.OpenFormRowsParams{Today: ch.now.today, StageID: ch.c.StageID})
}

// openFillTasks asks the officers; why says by which form they answer.
func (ch *change) openFillTasks(ctx context.Context, form policies.FormRule, why gov.Reason) error {
	spec := policies.MachineOf(gov.CaseSubmission).Tasks[gov.Requested][0]
	sub := &change{c: db.CaseFile{Kind: gov.CaseSubmission, Title: ch.c.Title}, to: gov.Requested}
	reasons, err := json.Marshal(append(sub.whyMe(sub.c.Title, taskPlan{spec: spec}), why))
	if err != nil {
		return fmt.Errorf("write reasons: %w", err)
	}
	cycle, err := ch.cycleRow(ctx)
	if err != nil {
		return err
	}
	stage, err := ch.stageRow(ctx)
	if err != nil {
		return err
	}
	w := ch.tx.Write
	if err := w.OpenFillTasks(ctx, db.OpenFillTasksParams{
		StageID: ch.c.StageID, Place: fmt.Sprintf("%s-%d/%s", cycle.Name, cycle.Year, stageName(stage)),
		Asked: spec.Title, Verbs: taskPlan{spec: spec}.verbNames(), Reasons: reasons, Today: ch.now.today,
	}); err != nil {
		return err
	}
	if err := w.OpenFillActors(ctx, db.OpenFillActorsParams{Today: ch.now.today, StageID: ch.c.StageID}); err != nil {
		return err
	}
	asks, err := json.Marshal(map[string]any{
		"why": gov.NoticeWhy{
			Role: roleName(spec.Role), Article: strings.Join(slices.Concat(spec.Rule.Article, form.Article), ", "),
		},
		"form": noticeForm(form),
	})
	if err != nil {
		return fmt.Errorf("write notice params: %w", err)
	}
	return w.OpenFillNotices(ctx, db.OpenFillNoticesParams{
		StageID: ch.c.StageID, Today: ch.now.today, SendOn: ch.svc.rules.Calendar().NextWorkingDay(ch.now.today),
		Asks: asks,
	})
}

// noticeForm is what a letter says of a form: what every row needs, as many fields as a letter names.
func noticeForm(form policies.FormRule) *gov.NoticeForm {
	out := &gov.NoticeForm{Title: form.Title}
	for _, f := range form.Fields {
		switch {
		case !f.Required:
		case len(out.Fields) < gov.NoticeFields:
			out.Fields = append(out.Fields, f.Title)
		default:
			out.More++
		}
	}
	return out
}
