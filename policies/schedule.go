package policies

import (
	"fmt"
	"slices"
	"time"

	"gyeol/gov"
	"gyeol/policies/calendar"
)

// StageDates are the office dates of one round of a stage. A date that the stage does not have is zero.
type StageDates struct {
	Opens        gov.Date `json:"opens,omitzero"`         // the first working day from the day named
	DueOperative gov.Date `json:"due_operative,omitzero"` // the working day to plan for
	DueLegal     gov.Date `json:"due_legal,omitzero"`     // the last lawful day (민법 제161조)
	Hold         gov.Date `json:"hold,omitzero"`          // the day of the meeting
	CallBy       gov.Date `json:"call_by,omitzero"`       // the last working day on which the notice may leave
}

// Ends returns the day by which the stage is to have decided: the meeting, else the operative due date, else zero.
func (d StageDates) Ends() gov.Date {
	if !d.Hold.IsZero() {
		return d.Hold
	}
	return d.DueOperative
}

// Dates computes the dates of a stage for a plan year; a stage that repeats is asked round by round (Rounds). body is
// the body of a deliberate stage and may be nil for the others. A meeting on a day the offices are closed moves to the
// working day before. It fails on a rule that names no day of that year, such as a 23rd working day in February.
func Dates(stage StageRule, planYear int, body *BodyRule, cal *calendar.Calendar) (StageDates, error) {
	opens, due := stage.Opens, stage.Due
	if stage.Window != nil {
		opens, due = &stage.Window.Opens, &stage.Window.Due
	}
	var d StageDates
	for _, part := range []struct {
		rule *DateRule
		set  func(gov.Date)
	}{
		{opens, func(day gov.Date) { d.Opens = cal.NextWorkingDay(day) }},
		{due, func(day gov.Date) { by := cal.FixedDate(day); d.DueOperative, d.DueLegal = by.Operative, by.Legal }},
		{stage.Hold, func(day gov.Date) { d.Hold = cal.Hold(day); d.CallBy = CallBy(d.Hold, body, cal) }},
	} {
		if part.rule == nil {
			continue
		}
		day, err := part.rule.Day(planYear, cal)
		if err != nil {
			return StageDates{}, fmt.Errorf("dates of stage %s: %w", stage.ID, err)
		}
		part.set(day)
	}
	return d, nil
}

// CallBy returns the last working day on which the notice of a meeting may leave, so that the body's full days of
// notice lie between (서울특별시 각종 위원회의 설치ㆍ운영에 관한 조례 제10조 제1항). A body that asks for none, or nil,
// is told on the working day before.
func CallBy(hold gov.Date, body *BodyRule, cal *calendar.Calendar) gov.Date {
	if body == nil || body.NoticeDays < 1 {
		return cal.PrevWorkingDay(hold.AddDays(-1))
	}
	return cal.Backward(hold, body.NoticeDays).Operative
}

// Day returns the civil date the rule names in a plan year, working day or not.
func (r DateRule) Day(planYear int, cal *calendar.Calendar) (gov.Date, error) {
	year, month, day := planYear+r.Year, time.Month(r.Month), 0
	switch {
	case r.WorkingDay > 0:
		if d := cal.NthWorkingDay(year, month, r.WorkingDay); !d.IsZero() {
			return d, nil
		}
		return gov.Date{}, fmt.Errorf("%d-%02d has no working day %d", year, r.Month, r.WorkingDay)
	case r.LastDay > 0:
		return gov.NewDate(year, time.Month(r.LastDay)+1, 0), nil
	}
	if _, err := fmt.Sscanf(r.Date, "%02d-%02d", &month, &day); err != nil || month < 1 || month > 12 || day < 1 {
		return gov.Date{}, fmt.Errorf("date %q is not MM-DD", r.Date)
	}
	return gov.NewDate(year, month, min(day, gov.NewDate(year, month+1, 0).Day())), nil
}

// plus returns the rule moved by whole months, into the next year where it passes December.
func (r DateRule) plus(months int) DateRule {
	move := func(m int) int { r.Year += (m + months - 1) / 12; return (m+months-1)%12 + 1 }
	switch {
	case r.WorkingDay > 0:
		r.Month = move(r.Month)
	case r.LastDay > 0:
		r.LastDay = move(r.LastDay)
	default:
		var m, d int
		if _, err := fmt.Sscanf(r.Date, "%02d-%02d", &m, &d); err == nil {
			r.Date = fmt.Sprintf("%02d-%02d", move(m), d)
		}
	}
	return r
}

// Round is one round of a stage; a stage that does not repeat has one.
type Round struct {
	No    int       `json:"no"`    // from 1
	Title string    `json:"title"` // 2022년 1분기, 2022년 상반기; empty where the stage does not repeat
	Stage StageRule `json:"stage"` // the stage with its dates moved to this round
}

// Rounds returns the rounds of a stage for a plan year in order. The dates of the pack are those of the first round;
// each following round lies a quarter or half a year later, the last quarter's reports in January of the next year.
func Rounds(stage StageRule, planYear int) []Round {
	var names []string
	switch stage.Repeat {
	case "quarterly":
		names = []string{"1분기", "2분기", "3분기", "4분기"}
	case "half-yearly":
		names = []string{"상반기", "하반기"}
	default:
		return []Round{{No: 1, Stage: stage}}
	}
	rounds := make([]Round, len(names))
	for i, name := range names {
		rounds[i] = Round{i + 1, fmt.Sprintf("%d년 %s", planYear, name), stage.plus(i * 12 / len(names))}
	}
	return rounds
}

func (s StageRule) plus(months int) StageRule {
	for _, rule := range []**DateRule{&s.Opens, &s.Due, &s.Hold} {
		if *rule != nil {
			moved := (*rule).plus(months)
			*rule = &moved
		}
	}
	if s.Window != nil {
		s.Window = &Window{Opens: s.Window.Opens.plus(months), Due: s.Window.Due.plus(months)}
	}
	return s
}

// Waived returns the reason why the stage is not asked in a plan year; ok is false where it is asked.
func Waived(stage StageRule, planYear int) (reason string, ok bool) {
	if stage.Waive == nil || !slices.Contains(stage.Waive.Years, planYear) {
		return "", false
	}
	return stage.Waive.Reason, true
}

// InForce reports whether the rule applies on the day; assumed is true before the wording that was read (현행 규정
// 기준).
func (r Ruled) InForce(on gov.Date) (applies, assumed bool) {
	first := r.From
	if !r.AssumedFrom.IsZero() {
		first = r.AssumedFrom
	}
	if on.Before(first) || (!r.Until.IsZero() && on.After(r.Until)) {
		return false, false
	}
	return true, on.Before(r.From)
}
