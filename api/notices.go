package api

import (
	"context"
	"net/http"

	"gyeol/gov"
	"gyeol/internal/cases"
)

type listNotices struct {
	Page

	All    bool     `query:"all" doc:"Of everybody; for coordinators and auditors, and of one case for whoever answers for its process"`
	State  string   `query:"state" enum:"queued,held,claimed,sent,unknown,failed,bounced,suppressed" doc:"Only notices in this state"`
	Kind   string   `query:"kind" maxLength:"40" doc:"Notice kind" example:"assigned"`
	Person string   `query:"person" maxLength:"100" doc:"Slug of the recipient"`
	Post   string   `query:"post" maxLength:"100" doc:"A post that the recipient held on the notice's office date" example:"gangnam-gu.officer"`
	Case   string   `query:"case" maxLength:"64" doc:"Id of the case it is about"`
	Task   string   `query:"task" maxLength:"64" doc:"Id of the task it is about"`
	Day    gov.Date `query:"day" format:"date" doc:"Office date on which it was written" example:"2022-02-04"`
}

type noticePage struct{ Body cases.NoticePage }

type oneNotice struct{ Body cases.NoticeDetail }

func (s *server) notices() {
	add(s, operation{
		id: "list-notices", method: http.MethodGet, path: "/notices", tag: "Notices",
		summary:  "List notices and their fate, latest first",
		refusals: []int{http.StatusForbidden, http.StatusNotFound},
	}, s.listNotices)
	add(s, operation{
		id: "get-notice", method: http.MethodGet, path: "/notices/{id}", tag: "Notices",
		summary:  "Show a notice: why it was written, with which text it left, and what the server said",
		doc:      "One's own; any for coordinators, auditors and whoever answers for the process of its case.",
		refusals: []int{http.StatusNotFound},
	}, s.getNotice)
	add(s, operation{
		id: "resend-notice", method: http.MethodPost, path: "/notices/{id}/resend", tag: "Notices",
		summary: "Send a notice once more, with a reason", status: http.StatusCreated, refusals: acting,
		doc: "For coordinators and whoever answers for the process of its case, of a notice that is sent, unknown, failed or bounced. A new notice with the same recipient and cause says what its task and meeting say now; a reminder of what is done is refused.",
	}, s.resendNotice)
}

func (s *server) listNotices(ctx context.Context, in *listNotices) (*noticePage, error) {
	f := cases.NoticeFilter{
		All: in.All, State: in.State, Kind: gov.NoticeKind(in.Kind), Person: in.Person, Post: gov.PostID(in.Post),
		Day: in.Day, After: in.After, Limit: in.Limit,
	}
	var err error
	if in.Case != "" {
		if f.Case, err = idOf(in.Case, parseCase); err != nil {
			return nil, err
		}
	}
	if in.Task != "" {
		if f.Task, err = idOf(in.Task, parseTask); err != nil {
			return nil, err
		}
	}
	out, err := s.cases.ListNotices(ctx, who(ctx).actor(), f)
	return &noticePage{Body: out}, err
}

func (s *server) getNotice(ctx context.Context, in *IDPath) (*oneNotice, error) {
	id, err := idOf(in.ID, parseNotice)
	if err != nil {
		return nil, err
	}
	out, err := s.cases.Notice(ctx, who(ctx).actor(), id)
	return &oneNotice{Body: out}, err
}

func (s *server) resendNotice(ctx context.Context, in *reasoned) (*oneNotice, error) {
	id, err := idOf(in.ID, parseNotice)
	if err != nil {
		return nil, err
	}
	out, err := s.cases.ResendNotice(ctx, who(ctx).actor(), cases.ResendNotice{
		Notice: id, Reason: in.Body.Reason, Key: in.Key, Source: who(ctx).source,
	})
	return &oneNotice{Body: out}, err
}

func parseNotice(s string) (id gov.NoticeID, err error) { return id, parseInto(&id, s) }
