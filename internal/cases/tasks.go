package cases

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"gyeol/gov"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// taskPlan is one task about to be opened: the spec of the table with the posts or persons found for it.
type taskPlan struct {
	spec    policies.TaskSpec
	cell    string // what tells it from its sisters: a member, a position of the line, a finding
	posts   []gov.PostID
	persons []gov.PersonID
	due     due
	title   string // instead of the spec's
	verbs   []gov.Verb
	reasons []gov.Reason // beyond that of the table
	after   *int32       // opened behind the task of this number, where no act opens it
}

// due is a pair of dates a task carries: the working day it should be done by and the last lawful day, with what they
// were counted from.
type due struct {
	operative, legal gov.Date
	base             policies.CountBase
}

// turnTasks closes what the act has settled and opens what the new state asks for.
func (ch *change) turnTasks(ctx context.Context) error {
	if len(ch.machine.Tasks) == 0 {
		return nil
	}
	w := ch.tx.Write
	if ch.task != nil && !ch.keep {
		if err := w.CloseTask(ctx, db.CloseTaskParams{ID: ch.task.ID, ClosedOn: ch.now.today}); err != nil {
			return err
		}
	}
	if ch.only {
		return ch.openTasks(ctx, ch.plans)
	}
	if err := w.CancelTasks(ctx, db.CancelTasksParams{CaseID: ch.c.ID, ClosedOn: ch.now.today}); err != nil {
		return err
	}
	plans := ch.plans
	if !ch.planned {
		var err error
		if plans, err = ch.planState(ctx, ch.to); err != nil {
			return err
		}
	}
	return ch.openTasks(ctx, plans)
}

func (ch *change) openTasks(ctx context.Context, plans []taskPlan) error {
	for _, p := range plans {
		if err := ch.openTask(ctx, p); err != nil {
			return err
		}
	}
	return nil
}

// planState finds the tasks that the table opens in a state, with their posts.
func (ch *change) planState(ctx context.Context, s gov.State) ([]taskPlan, error) {
	var out []taskPlan
	for _, spec := range ch.machine.Tasks[s] {
		plans, err := ch.planTask(ctx, spec)
		if err != nil {
			return nil, err
		}
		out = append(out, plans...)
	}
	return out, nil
}

// planTask resolves one spec; roles that mean several people each get a task of their own.
func (ch *change) planTask(ctx context.Context, spec policies.TaskSpec) ([]taskPlan, error) {
	d, err := ch.dueOf(ctx, spec)
	if err != nil {
		return nil, err
	}
	plans, err := ch.resolve(ctx, spec)
	if err != nil {
		return nil, err
	}
	for i := range plans {
		plans[i].spec, plans[i].due = spec, d
		if len(plans[i].posts)+len(plans[i].persons) == 0 {
			return nil, gov.Refusef(gov.CodeNoRule, "%[2]s 사안의 %[1]s 담당 직위가 없습니다. 조직 자료를 보완하십시오.",
				"no post is found for role %[1]s of %[2]s; mend the organisation data", spec.Role, ch.c.Subject)
		}
	}
	return plans, nil
}

// openTask writes the task, who may act on it, and the notice to each of them.
func (ch *change) openTask(ctx context.Context, p taskPlan) error {
	name, err := ch.named(ctx)
	if err != nil {
		return err
	}
	title := name + " — " + cmp.Or(p.title, p.spec.Title)
	reasons, err := json.Marshal(ch.whyMe(name, p))
	if err != nil {
		return fmt.Errorf("write reasons: %w", err)
	}
	key, err := ch.naturalKey(ctx, p)
	if err != nil {
		return err
	}
	id := gov.NewTaskID()
	if err := ch.tx.Write.OpenTask(ctx, db.OpenTaskParams{
		ID: id, CaseID: ch.c.ID, CycleID: ch.c.CycleID, StageID: ch.c.StageID, UnitID: ch.c.UnitID, Kind: p.spec.Kind,
		Cell: p.cell, OpenedSeq: p.number(ch.seq), NaturalKey: key, Round: ch.c.Round, Title: title, Verbs: p.verbNames(),
		DueOperative: p.due.operative, DueLegal: p.due.legal, DueRule: string(p.due.base.Rule),
		DueFrom: p.due.base.From,
		DueDays: int32(p.due.base.Days), Reasons: reasons, OpenedOn: ch.now.today,
		Posts: idTexts(p.posts), Persons: uids(p.persons),
	}); err != nil {
		return err
	}
	ch.opened = append(ch.opened, TaskRef{ID: id, Key: key, Kind: p.spec.Kind})
	return ch.notifyTask(ctx, id, title, p)
}

// number is the act that opens the task; a contribution has none, and each of its tasks is numbered behind the last.
func (p taskPlan) number(seq int32) int32 {
	if p.after != nil && *p.after >= seq {
		return *p.after + 1
	}
	return seq
}

func (p taskPlan) verbNames() []string {
	verbs := p.verbs
	if verbs == nil {
		verbs = p.spec.Verbs
	}
	out := make([]string, len(verbs))
	for i, v := range verbs {
		out[i] = string(v)
	}
	return out
}

// whyMe says why the task came to its posts: the same words as the verdicts use.
func (ch *change) whyMe(name string, p taskPlan) []gov.Reason {
	return append([]gov.Reason{{
		Rule:    fmt.Sprintf("machine/%s/%s/%s", ch.c.Kind, ch.to, p.spec.Kind),
		Article: strings.Join(p.spec.Rule.Article, ", "),
		Text:    fmt.Sprintf("%s로서 「%s」의 ‘%s’ 차례입니다.", roleName(p.spec.Role), name, p.spec.Title),
	}}, p.reasons...)
}

// naturalKey is cycle/stage/unit/kind/cell: the same in every run of the same year, whatever the ids are.
func (ch *change) naturalKey(ctx context.Context, p taskPlan) (string, error) {
	place := string(ch.c.Kind)
	cycle, err := ch.cycleRow(ctx)
	if err != nil {
		return "", err
	}
	if cycle != nil && !ch.c.StageID.IsZero() {
		stage, err := ch.stageRow(ctx)
		if err != nil {
			return "", err
		}
		place = fmt.Sprintf("%s-%d/%s", cycle.Name, cycle.Year, stageName(stage))
	}
	cell := ch.c.Subject
	if p.cell != "" {
		cell += "." + p.cell
	}
	return fmt.Sprintf("%s/%s/%s/%s", place, ch.c.UnitID, p.spec.Kind, cell), nil
}

// stageName is the key of a stage with its round, where it repeats.
func stageName(s *db.Stage) string {
	if s.Round == 1 {
		return s.Key
	}
	return fmt.Sprintf("%s.%d", s.Key, s.Round)
}

// notifyTask queues one notice per person behind the task; it leaves on a working day only.
func (ch *change) notifyTask(ctx context.Context, id gov.TaskID, title string, p taskPlan) error {
	kind := ch.noticeOf(p.spec.Kind)
	unit, err := ch.unitName(ctx)
	if err != nil {
		return err
	}
	closed, err := ch.isClosedContent(ctx)
	if err != nil {
		return err
	}
	var meeting *gov.NoticeMeeting
	if kind.Invites() {
		if meeting, err = ch.noticeMeeting(ctx); err != nil {
			return err
		}
	}
	params, err := json.Marshal(gov.NoticeParams{
		Title: title, Unit: unit, DueOperative: p.due.operative, DueLegal: p.due.legal, Reason: ch.aloud(),
		TaskID: id, Closed: closed, Meeting: meeting,
		Why: &gov.NoticeWhy{Role: roleName(p.spec.Role), Article: strings.Join(p.spec.Rule.Article, ", ")},
	})
	if err != nil {
		return fmt.Errorf("write notice params: %w", err)
	}
	cause := fmt.Sprintf("%s/%s", kind, id)
	if ch.cmd.Verb == gov.VerbHandOver { // given back to whom it came from, it is news again
		cause = fmt.Sprintf("%s/%d", cause, ch.seq)
	}
	ch.notices = append(ch.notices, db.NotifyTaskParams{
		Kind: kind, Cause: cause, CaseID: ch.c.ID, TaskID: id, OfficeDate: ch.now.today,
		SendOn: ch.svc.rules.Calendar().NextWorkingDay(ch.now.today), Params: params, Legal: kind.Legal(),
		InPerson: inPerson(),
	})
	return nil
}

// tell writes the notices of the tasks that were opened. Who stands in for whom depends on who drafted the paper, which
// is known once the act is written.
func (ch *change) tell(ctx context.Context) error {
	for _, n := range ch.notices {
		if err := ch.tx.Write.NotifyTask(ctx, n); err != nil {
			return err
		}
	}
	ch.notices = nil
	return nil
}

// isClosedContent reports whether mails about the case must not carry its title (design §6, Mail).
func (ch *change) isClosedContent(ctx context.Context) (bool, error) {
	switch ch.c.Kind { //nolint:exhaustive // the other kinds are never secret
	case gov.CaseNomination:
		return true, nil
	case gov.CaseDocument:
		doc, err := ch.document(ctx)
		return doc.Disclosure == gov.Secret, err
	}
	return false, nil
}

// noticeOf is the mail that a new task of a kind brings.
func (ch *change) noticeOf(kind gov.TaskKind) gov.NoticeKind {
	switch kind { //nolint:exhaustive // every other task is simply assigned
	case gov.TaskRevise, gov.TaskRedraft, gov.TaskCorrect:
		return gov.NoticeReturned
	case gov.TaskAttend:
		if ch.was != nil {
			return gov.NoticeMeetingMoved
		}
		return gov.NoticeCall
	case gov.TaskStopped:
		return gov.NoticeStopped
	}
	return gov.NoticeAssigned
}
