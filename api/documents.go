package api

import (
	"context"
	"net/http"

	"gyeol/internal/cases"
)

type approvals struct {
	Body struct {
		Approvals []cases.RunningLine `json:"approvals" nullable:"false"`
	}
}

func (s *server) documents() {
	add(s, operation{
		id: "list-approvals", method: http.MethodGet, path: "/approvals", tag: "Documents",
		summary: "List every approval line under way",
		doc:     "Who holds it, for how many working days, and until when; by due date.",
	}, s.listApprovals)
}

func (s *server) listApprovals(ctx context.Context, _ *struct{}) (*approvals, error) {
	var out approvals
	var err error
	out.Body.Approvals, err = s.cases.RunningLines(ctx, who(ctx).actor())
	return &out, err
}
