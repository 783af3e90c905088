package cases

import (
	"context"
	"fmt"

	"gyeol/gov"
	"gyeol/internal/store/db"
	"gyeol/policies"
	"gyeol/policies/calendar"
	"gyeol/policies/pack"
)

// recount is a change of the calendar on its way over the open dates: what was counted by the one calendar is counted
// again by the other. It reads and decides; applyRecount writes.
type recount struct {
	s            *Service
	q            *db.Queries
	today, day   gov.Date
	old, changed *calendar.Calendar

	impact   CalendarImpact
	tasks    []MovedTask // all of them
	stages   []db.RecountStageParams
	process  []gov.CaseID // of the stages that moved
	meetings []db.RecountMeetingParams
	replies  []db.RecountReplyParams

	vettings   []db.SetReviewOnParams
	agreements []db.RecountAgreementParams

	stageWas, stageIs     map[gov.StageID]policies.StageDates
	meetingWas, meetingIs map[gov.CaseID]policies.StageDates
}

// reach is how far from a day a date can lie that the day moves: the longest run of closed days is far shorter.
const reach = 31

// shownTasks bounds the list of tasks that is shown; all of them are counted, moved and recorded.
const shownTasks = 1000

// look finds all that the change moves.
func (r *recount) look(ctx context.Context) error {
	r.impact = CalendarImpact{
		Day: r.day, DayText: r.day.Korean(), Tasks: []MovedTask{}, Stages: []MovedStage{},
		Meetings: []TouchedMeeting{},
		Replies:  []MovedReply{},
		Reviews:  []MovedReview{},
	}
	r.stageWas, r.stageIs = map[gov.StageID]policies.StageDates{}, map[gov.StageID]policies.StageDates{}
	r.meetingWas, r.meetingIs = map[gov.CaseID]policies.StageDates{}, map[gov.CaseID]policies.StageDates{}
	for _, part := range []func(context.Context) error{
		r.lookStages, r.lookMeetings, r.lookTasks, r.lookReplies, r.lookReviews,
	} {
		if err := part(ctx); err != nil {
			return err
		}
	}
	r.impact.TaskCount = len(r.tasks)
	r.impact.Tasks = append(r.impact.Tasks, r.tasks[:min(len(r.tasks), shownTasks)]...)
	return nil
}

func (r *recount) lookStages(ctx context.Context) error {
	rows, err := r.q.DatedStages(ctx)
	if err != nil {
		return err
	}
	for _, s := range rows {
		is := policies.StageDates{
			Opens: s.OpensOn, DueOperative: s.DueOperative, DueLegal: s.DueLegal, Hold: s.HoldOn, CallBy: s.CallBy,
		}
		now, err := r.stage(ctx, s, is)
		if err != nil {
			return err
		}
		r.stageWas[s.ID], r.stageIs[s.ID] = is, now
		if now == is {
			continue
		}
		r.impact.Stages = append(r.impact.Stages, MovedStage{
			Case: s.CaseID, Cycle: fmt.Sprintf("%s-%d", s.Cycle, s.Year), Stage: roundKey(s.Key, s.Round),
			Title:  s.Title,
			Before: stageFaces(is), After: stageFaces(now),
		})
		r.process = append(r.process, s.CaseID)
		r.stages = append(r.stages, db.RecountStageParams{
			ID: s.ID, OpensOn: now.Opens, DueOperative: now.DueOperative, DueLegal: now.DueLegal, HoldOn: now.Hold,
			CallBy: now.CallBy,
		})
	}
	return nil
}

// stage counts the dates of a stage again, by the rules under which they were laid out.
func (r *recount) stage(ctx context.Context, s db.DatedStagesRow,
	is policies.StageDates,
) (policies.StageDates, error) {
	p, err := r.s.rules.Of(ctx, r.q, s.PackHash)
	if err != nil {
		return is, err
	}
	rule, ok := p.Stage(s.Cycle, s.Key)
	rounds := policies.Rounds(rule, int(s.Year))
	if !ok || int(s.Round) > len(rounds) {
		return is, nil // the checker finds a stage that its pack does not know
	}
	of := policies.StageInYear{Stage: rounds[s.Round-1].Stage, Year: int(s.Year), Body: meetingBody(p, rule)}
	named := policies.NamedDays{Opens: s.OpensNamed, Due: s.DueNamed, Hold: s.HoldNamed}
	was, err := policies.NamedDates(of, named, r.old)
	if err != nil {
		return is, fmt.Errorf("count stage %s: %w", s.Key, err)
	}
	now, err := policies.NamedDates(of, named, r.changed)
	if err != nil {
		return is, gov.Refusef(gov.CodeConflict, "이 날을 넣으면 단계 ‘%[1]s’의 날짜를 정할 수 없습니다. 먼저 그 단계의 날짜를 옮기십시오.",
			"stage %[1]s has no such day under the changed calendar; move its date first", s.Key)
	}
	return policies.ShiftStage(is, was, now, policies.Begun{
		Opened: !s.OpenedOn.IsZero(), Called: s.Called, Today: r.today,
	}), nil
}

// meetingBody is the body that meets in a stage: its own, or the merit board of its award.
func meetingBody(p *pack.Pack, rule policies.StageRule) *policies.BodyRule {
	if a, ok := p.Award(rule.Programme); ok && rule.Body == "" {
		rule.Body = a.Board
	}
	return bodyOf(p, rule)
}

func (r *recount) lookMeetings(ctx context.Context) error {
	rows, err := r.q.DatedMeetings(ctx, r.day.AddDays(-reach))
	if err != nil {
		return err
	}
	for _, m := range rows {
		is := policies.StageDates{Hold: m.HoldOn, CallBy: m.CallBy}
		now := is
		if stage, ok := r.stageIs[m.StageID]; ok && m.State == gov.Planned {
			if was := r.stageWas[m.StageID]; was.Hold == m.HoldOn && was.CallBy == m.CallBy {
				now.Hold, now.CallBy = stage.Hold, stage.CallBy
			}
		}
		r.meetingWas[m.CaseID], r.meetingIs[m.CaseID] = is, now
		broken := r.broken(m, is, now)
		if now == is && broken == "" {
			continue
		}
		r.impact.Meetings = append(r.impact.Meetings, TouchedMeeting{
			Case: m.CaseID, Title: m.Title, State: m.State, Before: stageFaces(is), After: stageFaces(now),
			Broken: broken,
			body:   m.BodyID, pack: m.PackHash,
		})
		if now != is {
			r.meetings = append(r.meetings, db.RecountMeetingParams{
				CaseID: m.CaseID, HoldOn: now.Hold,
				CallBy: now.CallBy,
			})
		}
	}
	return nil
}

// broken says why the day or the notice period of a meeting cannot stand after the change; empty where it can, or
// could not before either.
func (r *recount) broken(m db.DatedMeetingsRow, is, now policies.StageDates) string {
	if why, blocked := r.changed.Blocked(now.Hold); blocked {
		if _, before := r.old.Blocked(now.Hold); !before {
			return "회의일에 시의회가 열립니다: " + why + ". 부득이한 경우가 아니면 회의일을 옮기십시오."
		}
	}
	switch {
	case !r.changed.IsWorkingDay(now.Hold) && r.old.IsWorkingDay(now.Hold):
		if m.State != gov.Planned {
			return "이미 소집통지한 회의의 날이 쉬는 날이 되었습니다. 위원에게 알리고 다시 소집하십시오."
		}
		return "회의일이 쉬는 날이 되었고 앞당길 근무일이 남아 있지 않습니다. 회의일을 옮기십시오."
	case m.State == gov.Planned && now.CallBy.Before(r.today) && !is.CallBy.Before(r.today):
		return "소집통지 기한이 " + now.CallBy.Korean() + "로 앞당겨져 이미 지났습니다. 회의일을 옮기거나 긴급 사유를 적어 소집하십시오."
	}
	return ""
}

func (r *recount) lookTasks(ctx context.Context) error {
	p := db.DatedTasksParams{Since: r.day.AddDays(-reach), Until: r.day.AddDays(reach)}
	for _, s := range r.stages {
		p.Stages = append(p.Stages, uid(s.ID))
	}
	for _, m := range r.meetings {
		p.Meetings = append(p.Meetings, uid(m.CaseID))
	}
	p.Stages, p.Meetings = some(p.Stages), some(p.Meetings)
	rows, err := r.q.DatedTasks(ctx, p)
	if err != nil {
		return err
	}
	for _, t := range rows {
		is := policies.Faces{Operative: t.DueOperative, Legal: t.DueLegal}
		if now := r.task(t, is); now != is {
			r.tasks = append(r.tasks, MovedTask{
				Task: t.ID, Case: t.CaseID, Key: t.NaturalKey, Kind: t.Kind, Title: t.Title, Unit: t.UnitID,
				UnitName: t.UnitName, Rule: t.DueRule, Before: facesText(is), After: facesText(now),
			})
		}
	}
	return nil
}

// task counts the dates of a task again, by what they were counted from.
func (r *recount) task(t db.DatedTasksRow, is policies.Faces) policies.Faces {
	switch rule := policies.CountRule(t.DueRule); rule {
	case policies.CountStage:
		was, ok := r.stageWas[t.StageID]
		if now := r.stageIs[t.StageID]; ok {
			return policies.Shift(is, policies.Faces{Operative: was.DueOperative, Legal: was.DueLegal},
				policies.Faces{Operative: now.DueOperative, Legal: now.DueLegal}, r.today)
		}
	case policies.CountCallBy, policies.CountHold:
		was, now := r.meetingWas[t.CaseID], r.meetingIs[t.CaseID]
		if rule == policies.CountCallBy {
			return policies.Shift(is, policies.Faces{Operative: was.CallBy, Legal: was.CallBy},
				policies.Faces{Operative: now.CallBy, Legal: now.CallBy}, gov.Date{})
		}
		return policies.Shift(is, policies.Faces{Operative: was.Hold, Legal: was.Hold},
			policies.Faces{Operative: now.Hold, Legal: now.Hold}, gov.Date{})
	case policies.CountFixed, policies.CountCivil, policies.CountBefore, policies.CountAfter:
		base := policies.CountBase{Rule: rule, From: t.DueFrom, Days: int(t.DueDays)}
		return policies.Recount(is, base, r.calendars())
	case policies.CountNone: // opened before it was kept how: what falls on the very day gives way
		return policies.Recount(is, policies.CountBase{Rule: policies.CountFixed, From: t.DueLegal}, r.calendars())
	}
	return is
}

func (r *recount) calendars() policies.Calendars {
	return policies.Calendars{Old: r.old, Changed: r.changed, Today: r.today}
}

func (r *recount) lookReplies(ctx context.Context) error {
	rows, err := r.q.DatedReplies(ctx, db.DatedRepliesParams{
		Since: r.day.AddDays(-reach),
		Until: r.day.AddDays(reach),
	})
	if err != nil {
		return err
	}
	for _, d := range rows {
		clock := clockAt(db.Document{
			DraftedOn: d.DraftedOn, ApprovedOn: d.ApprovedOn, PublicNotice: d.PublicNotice,
			EffectiveOn: d.EffectiveOn,
		}, db.DispatchesOfRow{UnitID: d.UnitID, DispatchedOn: d.DispatchedOn, ArrivedOn: d.ArrivedOn})
		is := policies.Faces{Operative: d.ReplyOperative, Legal: d.ReplyLegal}
		base := clock.Base(policies.DueBasis(d.ReplyFrom), int(d.ReplyDays))
		now := policies.Recount(is, base, r.calendars())
		if now == is || is.Legal.Before(r.today) {
			continue
		}
		r.impact.Replies = append(r.impact.Replies, MovedReply{
			Case: d.CaseID, Unit: d.UnitID, Before: facesText(is), After: facesText(now),
		})
		r.replies = append(r.replies, db.RecountReplyParams{
			CaseID: d.CaseID, UnitID: d.UnitID, ReplyOperative: now.Operative, ReplyLegal: now.Legal,
		})
	}
	return nil
}
