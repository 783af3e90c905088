package api

import (
	"context"
	"net/http"

	"gyeol/gov"
	"gyeol/internal/cases"
)

// ReasonBody is a request that carries nothing but its reason.
type ReasonBody struct {
	Reason string `json:"reason" minLength:"1" maxLength:"1000" doc:"Why" example:"일정 변경"`
}

// AbsenceBody says who is away and when.
type AbsenceBody struct {
	Person string   `json:"person,omitempty" maxLength:"100" doc:"Slug; left out: oneself" example:"kim-cheolsu"`
	From   gov.Date `json:"from" example:"2022-02-24"`
	To     gov.Date `json:"to" doc:"The last day" example:"2022-02-25"`
	Reason string   `json:"reason" minLength:"1" maxLength:"1000" example:"국외 출장"`
}

type recordAbsence struct {
	OnceKey
	Body AbsenceBody
}

type reasoned struct {
	IDPath
	OnceKey
	Body ReasonBody
}

type oneAbsence struct{ Body cases.Absence }

type listAbsences struct {
	Page
	Scope     string   `query:"scope" enum:"mine,unit" default:"mine" doc:"mine: my own and those I recorded; unit: of my units and those I head, of everybody for coordinators"`
	Person    string   `query:"person" maxLength:"100" doc:"Slug"`
	Since     gov.Date `query:"since" format:"date" doc:"Ends not before this day; today unless said" example:"2022-02-01"`
	Cancelled bool     `query:"cancelled" doc:"Also those that were cancelled"`
}

type absencePage struct{ Body cases.AbsencePage }

type rehearseLeave struct {
	Person string   `query:"person" maxLength:"100" doc:"Slug; left out: oneself"`
	From   gov.Date `query:"from" format:"date" doc:"First day; today unless said" example:"2022-02-24"`
	To     gov.Date `query:"to" format:"date" doc:"Last day; the first unless said" example:"2022-02-25"`
}

type leaveRehearsal struct{ Body cases.LeaveRehearsal }

// leave are the operations about who is away.
func (s *server) leave() {
	add(s, operation{
		id: "list-absences", method: http.MethodGet, path: "/absences", tag: "Absence", summary: "List who is away",
	}, s.listAbsences)
	add(s, operation{
		id: "record-absence", method: http.MethodPost, path: "/absences", tag: "Absence",
		summary: "Record that a person will be away", status: http.StatusCreated, refusals: acting,
		doc: "One's own; that of others for the heads above them and coordinators. While nobody who holds a post is at work, the first of its acting order stands in (직무대리).",
	}, s.recordAbsence)
	add(s, operation{
		id: "cancel-absence", method: http.MethodPost, path: "/absences/{id}/cancel", tag: "Absence",
		summary: "Cancel an absence from today on", refusals: acting,
	}, s.cancelAbsence)
	add(s, operation{
		id: "rehearse-leave", method: http.MethodGet, path: "/leave/rehearsal", tag: "Absence",
		summary:  "Show what would go to whom while a person is away",
		doc:      "Each open task and each cell of running lines whose turn may come: to whom it would go on which days, what nobody may do in his place, and where both are away. Nothing is written.",
		refusals: []int{http.StatusForbidden},
	}, s.rehearseLeave)
}

func (s *server) listAbsences(ctx context.Context, in *listAbsences) (*absencePage, error) {
	out, err := s.cases.Absences(ctx, who(ctx).actor(), cases.AbsenceFilter{
		Scope: cases.LeaveScope(in.Scope), Person: in.Person, Since: in.Since, Cancelled: in.Cancelled,
		After: in.After, Limit: in.Limit,
	})
	return &absencePage{Body: out}, err
}

func (s *server) recordAbsence(ctx context.Context, in *recordAbsence) (*oneAbsence, error) {
	out, err := s.cases.RecordAbsence(ctx, who(ctx).actor(), cases.RecordAbsence{
		Person: in.Body.Person, From: in.Body.From, To: in.Body.To, Reason: in.Body.Reason, Key: in.Key,
		Source: who(ctx).source,
	})
	return &oneAbsence{Body: out}, err
}

func (s *server) cancelAbsence(ctx context.Context, in *reasoned) (*oneAbsence, error) {
	id, err := idOf(in.ID, parseAbsence)
	if err != nil {
		return nil, err
	}
	out, err := s.cases.CancelAbsence(ctx, who(ctx).actor(), cases.CancelAbsence{
		ID: id, Reason: in.Body.Reason, Key: in.Key, Source: who(ctx).source,
	})
	return &oneAbsence{Body: out}, err
}

func (s *server) rehearseLeave(ctx context.Context, in *rehearseLeave) (*leaveRehearsal, error) {
	out, err := s.cases.RehearseLeave(ctx, who(ctx).actor(), cases.RehearseLeave{Person: in.Person, From: in.From, To: in.To})
	return &leaveRehearsal{Body: out}, err
}

func parseAbsence(s string) (id gov.AbsenceID, err error)       { return id, parseInto(&id, s) }
func parseDelegation(s string) (id gov.DelegationID, err error) { return id, parseInto(&id, s) }
func parseTransfer(s string) (id gov.TransferID, err error)     { return id, parseInto(&id, s) }
