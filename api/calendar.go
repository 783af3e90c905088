package api

import (
	"context"
	"net/http"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/policies"
)

// DayBody is a day to be entered in the office calendar.
type DayBody struct {
	Day     gov.Date `json:"day" doc:"After today" example:"2027-05-04"`
	Kind    string   `json:"kind" enum:"designated,local,council_session" doc:"임시공휴일, 지방공휴일, 시의회 회기"`
	Name    string   `json:"name" minLength:"1" maxLength:"200" example:"임시공휴일"`
	Article string   `json:"article,omitempty" maxLength:"300" doc:"Left out: the article that lets such days be" example:"관공서의 공휴일에 관한 규정 제2조 제11호"`
	Reason  string   `json:"reason" minLength:"1" maxLength:"2000" doc:"Who decided on it, when" example:"2027-04-13 국무회의 의결"`
}

type designateDay struct {
	OnceKey
	Body DayBody
}

type oneChange struct{ Body cases.CalendarChange }

type listDays struct {
	Page
	Since     gov.Date `query:"since" format:"date" doc:"Not before this day; today unless said" example:"2027-01-01"`
	Kind      string   `query:"kind" enum:"designated,local,council_session" doc:"Only days of this kind"`
	AsOf      gov.Date `query:"as_of" format:"date" doc:"As they were known at the end of this office day; now unless said" example:"2027-04-12"`
	Withdrawn bool     `query:"withdrawn" doc:"Also those that were withdrawn"`
}

type dayPage struct{ Body cases.EnteredDayPage }

type previewDay struct {
	Day      gov.Date `query:"day" format:"date" required:"true" doc:"After today" example:"2027-05-04"`
	Kind     string   `query:"kind" enum:"designated,local,council_session" default:"designated" doc:"Kind of day"`
	Withdraw bool     `query:"withdraw" doc:"What withdrawing it would move, instead of entering it"`
}

type dayImpact struct{ Body cases.CalendarImpact }

// DayChanges are what entering a day moved, and withdrawing it.
type DayChanges struct {
	Changes []cases.CalendarChange `json:"changes" nullable:"false"`
}

type dayChanges struct{ Body DayChanges }

type whatIf struct {
	YearPath

	Move []string `query:"move,explode" nullable:"false" required:"true" minItems:"1" maxItems:"20" doc:"stage=YYYY-MM-DD: of a meeting its day, of any other stage its last day" example:"council=2027-03-10"`
}

type whatIfAnswer struct{ Body policies.WhatIfResult }

// calendar are the operations about the days that the decree and the tables cannot know.
func (s *server) calendar() {
	add(s, operation{
		id: "list-calendar-days", method: http.MethodGet, path: "/calendar/days", tag: "Calendar",
		summary: "List the days that operators entered",
		doc:     "Designated days, local holidays and sittings of the council. National holidays follow from the decree.",
	}, s.listDays)
	add(s, operation{
		id: "designate-day", method: http.MethodPost, path: "/calendar/days", tag: "Calendar",
		summary: "Enter a day in the office calendar", status: http.StatusCreated, refusals: acting,
		doc: "Every open deadline that it touches is counted again from what it was counted from, in the same transaction, and told to whoever holds it. What is closed, decided or called stays. For coordinators and tokens with the operator scope.",
	}, s.designateDay)
	add(s, operation{
		id: "preview-calendar-day", method: http.MethodGet, path: "/calendar/preview", tag: "Calendar",
		summary:  "Show what entering a day, or withdrawing it, would move",
		doc:      "Both faces of every date before and after. Nothing is written. For coordinators and tokens with the operator scope.",
		refusals: []int{http.StatusForbidden, http.StatusNotFound, http.StatusConflict},
	}, s.previewDay)
	add(s, operation{
		id: "list-day-changes", method: http.MethodGet, path: "/calendar/days/{id}/changes", tag: "Calendar",
		summary:  "Show what an entered day has moved",
		refusals: []int{http.StatusForbidden, http.StatusNotFound},
	}, s.listDayChanges)
	add(s, operation{
		id: "withdraw-day", method: http.MethodPost, path: "/calendar/days/{id}/withdraw", tag: "Calendar",
		summary: "Withdraw an entered day that has not come", refusals: acting,
	}, s.withdrawDay)
	add(s, operation{
		id: "what-if", method: http.MethodGet, path: "/cycles/{name}/{year}/what-if", tag: "Calendar",
		summary:  "Show what would follow if dates of a year were moved",
		doc:      "Every notice period, deadline, statutory date and blocked day that breaks or moves downstream, with its article. Nothing is written.",
		refusals: []int{http.StatusForbidden, http.StatusNotFound},
	}, s.whatIf)
}

func (s *server) listDays(ctx context.Context, in *listDays) (*dayPage, error) {
	out, err := s.cases.EnteredDays(ctx, who(ctx).actor(), cases.DayFilter{
		Since: in.Since, Kind: in.Kind, AsOf: in.AsOf, Withdrawn: in.Withdrawn, After: in.After, Limit: in.Limit,
	})
	return &dayPage{Body: out}, err
}

func (s *server) designateDay(ctx context.Context, in *designateDay) (*oneChange, error) {
	b := in.Body
	out, err := s.cases.DesignateDay(ctx, who(ctx).actor(), cases.NewDay{
		Day: b.Day, Kind: b.Kind, Name: b.Name, Article: b.Article, Reason: b.Reason, Key: in.Key,
		Source: who(ctx).source,
	})
	return &oneChange{Body: out}, err
}

func (s *server) previewDay(ctx context.Context, in *previewDay) (*dayImpact, error) {
	out, err := s.cases.PreviewDay(ctx, who(ctx).actor(), cases.NewDay{Day: in.Day, Kind: in.Kind}, in.Withdraw)
	return &dayImpact{Body: out}, err
}

func (s *server) listDayChanges(ctx context.Context, in *IDPath) (*dayChanges, error) {
	id, err := idOf(in.ID, parseDay)
	if err != nil {
		return nil, err
	}
	out, err := s.cases.DayChanges(ctx, who(ctx).actor(), id)
	return &dayChanges{Body: DayChanges{Changes: out}}, err
}

func (s *server) withdrawDay(ctx context.Context, in *reasoned) (*oneChange, error) {
	id, err := idOf(in.ID, parseDay)
	if err != nil {
		return nil, err
	}
	out, err := s.cases.WithdrawDay(ctx, who(ctx).actor(), cases.WithdrawDay{
		ID: id, Reason: in.Body.Reason, Key: in.Key, Source: who(ctx).source,
	})
	return &oneChange{Body: out}, err
}

func (s *server) whatIf(ctx context.Context, in *whatIf) (*whatIfAnswer, error) {
	out, err := s.cases.WhatIf(ctx, who(ctx).actor(), cases.YearOf{Name: in.Name, Year: in.Year}, in.Move)
	return &whatIfAnswer{Body: out}, err
}

func parseDay(s string) (id gov.CalendarDayID, err error) { return id, parseInto(&id, s) }
