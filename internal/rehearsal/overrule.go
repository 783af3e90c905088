package rehearsal

import (
	"context"
	"fmt"
	"slices"

	"gyeol/client"
	"gyeol/gov"
)

// The year in which the coordinator overrules the graph, each way once, on days on which it harms nothing: no later
// stage waits for what is closed, skipped or moved. The same year has the document that is returned and the filing that
// is sent back.
const (
	overruledCycle   = "lifelong-education-plan-2022"
	skippedStage     = "education-meeting.2" // planned until the decision opens its gate
	handedOverIn     = "progress"
	movedStage       = "monitoring-1"
	reopenedIn       = "agency-plans"
	missingIn        = "progress.2"
	waivedIn         = "progress.3"
	returnedDocument = "decision"
	correctedFiling  = "ministry"
)

// The task that changes hands is the coordinating division's own; its team lead does it.
const (
	handedOverBy   = "lifelong-education-division"
	handedOverTask = overruledCycle + "/" + handedOverIn + "/" + handedOverBy + "/fill/" + handedOverBy
	handedOverTo   = handedOverBy + ".team-lead"
)

// overruling is one act by which the coordinator overrules the graph.
type overruling struct {
	on     gov.Date // a working day; it comes before all other work of the day
	verb   gov.Verb
	stage  string
	reason string
	about  func(ctx context.Context, o *Office, stage string) (caseID string, err error)
	do     func(ctx context.Context, o *Office, r overruling, caseID string) error
}

// heldBack is the day before which nobody touches a task, because it changes hands on it; zero for all others.
func heldBack(key string) gov.Date {
	if key == handedOverTask {
		return gov.MustDate("2022-04-06")
	}
	return gov.Date{}
}

// overrulings is the schedule.
func overrulings() []overruling {
	july5 := map[string]any{"due_on": "2022-07-05"}
	return []overruling{
		{gov.MustDate("2022-02-15"), gov.VerbSkip, skippedStage, "하반기 정례회의는 상반기 회의에 합쳐 열기로 교육청과 협의함", theStage, onCase(nil)},
		{gov.MustDate("2022-04-05"), gov.VerbHandOver, handedOverIn, "담당자의 장기 출장으로 팀장이 직접 작성함", theDivision, handOverFill},
		{gov.MustDate("2022-04-20"), gov.VerbMoveDate, movedStage, "현장점검 일정을 고려하여 기한을 5일 늦춤", theStage, onCase(july5)},
		{gov.MustDate("2022-05-09"), gov.VerbReopen, reopenedIn, "확정 시행계획과 다른 내용이 있어 해당 기관의 실행계획을 다시 받음", theStage, reopenLast},
		{gov.MustDate("2022-07-27"), gov.VerbClose, missingIn, "제출기한이 지났고 독촉에도 미제출하여 미제출로 마감함", theStage, onCase(nil)},
		{gov.MustDate("2022-10-12"), gov.VerbWaive, waivedIn, "조직개편에 따른 업무 이관으로 이번 분기 제출을 면제함", theLast, onCase(nil)},
	}
}

// overrule does what the schedule has for the day and reports how many acts that were. After a restart on the same day
// every act is answered with its recorded outcome; a run with keys of its own looks first what has been done.
func (o *Office) overrule(ctx context.Context, today gov.Date) (int, error) {
	n := 0
	for _, r := range overrulings() {
		if r.on != today {
			continue
		}
		isNew, err := o.overruleOnce(ctx, r)
		if err != nil {
			return n, fmt.Errorf("%s overrules %s (%s) on %s: %w", coordinator, r.stage, r.verb, today, err)
		}
		n += isNew
	}
	if n == 0 {
		return 0, nil
	}
	o.book.forget()
	return n, o.settle(ctx)
}

func (o *Office) overruleOnce(ctx context.Context, r overruling) (int, error) {
	id, err := r.about(ctx, o, r.stage)
	if err != nil {
		return 0, err
	}
	if o.Run != "" {
		acts, err := o.desk(coordinator).Acts(ctx, id)
		if err != nil || slices.ContainsFunc(acts, func(a client.ActItem) bool { return a.Verb == string(r.verb) && a.OfficeDate == r.on }) {
			return 0, err
		}
	}
	return 1, r.do(ctx, o, r, id)
}

func (o *Office) overruleBy(r overruling, body any) client.ActOptions {
	return client.ActOptions{Key: o.key("overrule", overruledCycle, r.stage, string(r.verb)), Reason: r.reason, Body: body}
}

// onCase acts on the case itself.
func onCase(body map[string]any) func(context.Context, *Office, overruling, string) error {
	if body == nil {
		body = map[string]any{}
	}
	return func(ctx context.Context, o *Office, r overruling, id string) error {
		_, err := o.desk(coordinator).Overrule(ctx, id, r.verb, o.overruleBy(r, body))
		return err
	}
}

func theStage(ctx context.Context, o *Office, stage string) (string, error) {
	leg := legs[0]
	p, err := o.desk(coordinator).Progress(ctx, leg.cycle, leg.year)
	if err != nil {
		return "", err
	}
	i := slices.IndexFunc(p.Stages, func(s client.StageProgress) bool { return s.Stage == stage })
	if i < 0 {
		return "", fmt.Errorf("the year has no stage %s", stage)
	}
	return p.Stages[i].Case, nil
}

func theLast(ctx context.Context, o *Office, stage string) (string, error) {
	c, err := o.lastOf(ctx, stage)
	return c.ID, err
}

// theDivision is the coordinating division's own submission.
func theDivision(ctx context.Context, o *Office, stage string) (string, error) {
	all, err := o.casesOf(ctx, "submissions", overruledCycle, stage)
	if err != nil {
		return "", err
	}
	i := slices.IndexFunc(all, func(c client.CaseItem) bool { return c.Unit == handedOverBy })
	if i < 0 {
		return "", fmt.Errorf("%s was not asked in stage %s", handedOverBy, stage)
	}
	return all[i].ID, nil
}

// lastOf is the submission of the unit that comes last by lot in a stage of the year.
func (o *Office) lastOf(ctx context.Context, stage string) (client.CaseItem, error) {
	all, err := o.casesOf(ctx, "submissions", overruledCycle, stage)
	if err != nil {
		return client.CaseItem{}, err
	}
	units := unitsOf(all)
	for _, c := range all {
		if o.lots.rank(standing(overruledCycle, stage), c.Unit, units) == len(units)-1 {
			return c, nil
		}
	}
	return client.CaseItem{}, fmt.Errorf("nobody was asked in stage %s", stage)
}

func reopenLast(ctx context.Context, o *Office, r overruling, id string) error {
	c, err := o.lastOf(ctx, r.stage)
	if err != nil {
		return err
	}
	return onCase(map[string]any{"units": []string{c.Unit}})(ctx, o, r, id)
}

// handOverFill gives the coordinating division's task to its team lead. Once it is in his hands it is in no inbox of
// the coordinator: then it was done before.
func handOverFill(ctx context.Context, o *Office, r overruling, _ string) error {
	for _, who := range []string{coordinator, handedOverTo} {
		tasks, err := o.desk(who).Inbox(ctx, client.InboxFilter{Cycle: overruledCycle, Kind: string(gov.TaskFill)})
		if err != nil {
			return err
		}
		for _, t := range tasks {
			if t.Key == handedOverTask {
				_, err := o.desk(coordinator).HandOver(ctx, t.ID, handedOverTo, o.overruleBy(r, nil))
				return err
			}
		}
	}
	return fmt.Errorf("task %s is in nobody's hands", handedOverTask)
}
