package cases

import (
	"gyeol/gov"
	"gyeol/policies"
	"gyeol/policies/calendar"
)

// EnteredDay is a day that an operator entered: a designated day (임시공휴일), a local holiday, or a day on which the
// council sits. It stays on record when it is withdrawn.
type EnteredDay struct {
	ID              gov.CalendarDayID `json:"id"`
	Day             gov.Date          `json:"day" example:"2027-05-04"`
	DayText         string            `json:"day_text" example:"2027. 5. 4.(화)"`
	Kind            string            `json:"kind" enum:"designated,local,council_session"`
	KindText        string            `json:"kind_text" example:"임시공휴일"`
	Name            string            `json:"name" example:"임시공휴일"`
	Article         string            `json:"article" example:"관공서의 공휴일에 관한 규정 제2조 제11호"`
	Reason          string            `json:"reason,omitempty" example:"2027-04-13 국무회의 의결"`
	EnteredOn       gov.Date          `json:"entered_on,omitzero"`
	EnteredBy       string            `json:"entered_by,omitempty" doc:"Slug"`
	WithdrawnOn     gov.Date          `json:"withdrawn_on,omitzero"`
	WithdrawnBy     string            `json:"withdrawn_by,omitempty" doc:"Slug"`
	WithdrawnReason string            `json:"withdrawn_reason,omitempty"`
}

// EnteredDayPage is one page of entered days in their order.
type EnteredDayPage struct {
	Days []EnteredDay `json:"days" nullable:"false"`
	Next string       `json:"next,omitempty" doc:"Cursor of the next page; absent on the last"`
}

// CalendarChange is a day that was designated or withdrawn, with all that it moved.
type CalendarChange struct {
	ID     gov.CalendarChangeID `json:"id"`
	Change string               `json:"change" enum:"designate,withdraw"`
	On     gov.Date             `json:"made_on" doc:"Office date of the change"`
	Day    EnteredDay           `json:"day"`
	Impact CalendarImpact       `json:"impact"`
}

// CalendarImpact is what a change of the calendar moves, before and after. What is closed, decided or called stays.
type CalendarImpact struct {
	Day       gov.Date         `json:"day" example:"2027-05-04"`
	DayText   string           `json:"day_text" example:"2027. 5. 4.(화)"`
	TaskCount int              `json:"task_count" doc:"Open tasks with other dates; the list holds the first thousand"`
	Tasks     []MovedTask      `json:"tasks" nullable:"false"`
	Stages    []MovedStage     `json:"stages" nullable:"false"`
	Meetings  []TouchedMeeting `json:"meetings" nullable:"false" doc:"Meetings that are moved, or whose day or notice period is broken"`
	Replies   []MovedReply     `json:"replies" nullable:"false" doc:"Terms of answers to documents"`
	Reviews   []MovedReview    `json:"reviews" nullable:"false" doc:"Ends of public vettings, and alerts of agreements"`
}

// MovedTask is an open task with both faces of its deadline before and after.
type MovedTask struct {
	Task     gov.TaskID   `json:"task"`
	Case     gov.CaseID   `json:"case"`
	Key      string       `json:"key"`
	Kind     gov.TaskKind `json:"kind" example:"fill"`
	Title    string       `json:"title,omitempty" doc:"For coordinators and auditors"`
	Unit     gov.UnitID   `json:"unit"`
	UnitName string       `json:"unit_name"`
	Rule     string       `json:"rule,omitempty" doc:"How its dates are counted" example:"civil"`
	Before   *Due         `json:"before"`
	After    *Due         `json:"after"`
}

// StageFaces are the dates of a stage, each with its weekday.
type StageFaces struct {
	Opens      gov.Date `json:"opens,omitzero"`
	OpensText  string   `json:"opens_text,omitempty"`
	Due        *Due     `json:"due,omitempty"`
	Hold       gov.Date `json:"hold,omitzero" doc:"Day of the meeting"`
	HoldText   string   `json:"hold_text,omitempty"`
	CallBy     gov.Date `json:"call_by,omitzero" doc:"Last working day on which its notice may leave"`
	CallByText string   `json:"call_by_text,omitempty"`
}

// MovedStage is a stage with its dates before and after.
type MovedStage struct {
	Case   gov.CaseID `json:"case"`
	Cycle  string     `json:"cycle" example:"lifelong-education-plan-2027"`
	Stage  string     `json:"stage" example:"plans"`
	Title  string     `json:"title"`
	Before StageFaces `json:"before"`
	After  StageFaces `json:"after"`
}

// TouchedMeeting is a meeting that is moved or broken. A broken one is for its owner to move.
type TouchedMeeting struct {
	Case   gov.CaseID `json:"case"`
	Title  string     `json:"title"`
	State  gov.State  `json:"state" example:"planned"`
	Before StageFaces `json:"before"`
	After  StageFaces `json:"after"`
	Broken string     `json:"broken,omitempty" doc:"Why its day or its notice period cannot stand, in Korean"`

	body gov.BodyID
	pack []byte
}

// MovedReply is the term of the answer of one addressee.
type MovedReply struct {
	Case   gov.CaseID `json:"case"`
	Unit   gov.UnitID `json:"unit"`
	Before *Due       `json:"before"`
	After  *Due       `json:"after"`
}

func stageFaces(d policies.StageDates) StageFaces {
	return StageFaces{
		Opens: d.Opens, OpensText: d.Opens.Korean(), Due: dueText(d.DueOperative, d.DueLegal), Hold: d.Hold,
		HoldText: d.Hold.Korean(), CallBy: d.CallBy, CallByText: d.CallBy.Korean(),
	}
}

func facesText(f policies.Faces) *Due { return dueText(f.Operative, f.Legal) }

// dayKinds are the Korean words of the kinds of entered days.
var dayKinds = map[string]string{
	calendar.EnteredDesignated: "임시공휴일", calendar.EnteredLocal: "지방공휴일", calendar.EnteredSession: "시의회 회기",
}
