package api

import (
	"context"
	"net/http"

	"gyeol/gov"
	"gyeol/internal/cases"
)

type listApprovals struct {
	Page
	DueFilter
	Cycle  string `query:"cycle" maxLength:"100" doc:"Name and year" example:"lifelong-education-plan-2022"`
	Stage  string `query:"stage" maxLength:"100" doc:"Key, with or without its round" example:"decision"`
	Unit   string `query:"unit" maxLength:"100" doc:"Unit whose document it is"`
	Matter string `query:"matter" maxLength:"100" doc:"Matter of the delegation table" example:"implementation-plan.fix"`
	Holder string `query:"holder" maxLength:"100" doc:"Post, or slug of the person, whose turn it is" example:"mayor"`
	Query  string `query:"q" maxLength:"100" doc:"Part of the title"`
}

type approvals struct{ Body cases.LinePage }

func (s *server) documents() {
	add(s, operation{
		id: "list-approvals", method: http.MethodGet, path: "/approvals", tag: "Documents",
		summary: "List the approval lines under way",
		doc:     "Who holds it, for how many working days, and until when; by due date.",
	}, s.listApprovals)
}

func (s *server) listApprovals(ctx context.Context, in *listApprovals) (*approvals, error) {
	out, err := s.cases.RunningLines(ctx, who(ctx).actor(), cases.LineFilter{
		Cycle: in.Cycle, Stage: in.Stage, Unit: gov.UnitID(in.Unit), Matter: in.Matter, Holder: in.Holder,
		DueBefore: in.DueBefore, Overdue: in.Overdue, Query: in.Query, After: in.After, Limit: in.Limit,
	})
	return &approvals{Body: out}, err
}
