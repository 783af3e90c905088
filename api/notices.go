package api

import (
	"context"
	"net/http"

	"gyeol/gov"
	"gyeol/internal/cases"
)

type listNotices struct {
	Page

	All   bool   `query:"all" doc:"Of everybody; for coordinators and auditors"`
	State string `query:"state" enum:"queued,held,claimed,sent,unknown,failed,bounced,suppressed" doc:"Only notices in this state"`
	Kind  string `query:"kind" maxLength:"40" doc:"Notice kind" example:"assigned"`
}

type noticePage struct{ Body cases.NoticePage }

func (s *server) notices() {
	add(s, operation{
		id: "list-notices", method: http.MethodGet, path: "/notices", tag: "Notices",
		summary:  "List notices and their fate, latest first",
		refusals: []int{http.StatusForbidden},
	}, s.listNotices)
}

func (s *server) listNotices(ctx context.Context, in *listNotices) (*noticePage, error) {
	out, err := s.cases.ListNotices(ctx, who(ctx).actor(), cases.NoticeFilter{
		All: in.All, State: in.State, Kind: gov.NoticeKind(in.Kind), After: in.After, Limit: in.Limit,
	})
	return &noticePage{Body: out}, err
}
