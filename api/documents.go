package api

import (
	"context"
	"fmt"
	"net/http"

	"gyeol/gov"
	"gyeol/internal/cases"
)

type listApprovals struct {
	Page
	DueFilter

	Cycle   string `query:"cycle" maxLength:"100" doc:"Name and year" example:"lifelong-education-plan-2022"`
	Stage   string `query:"stage" maxLength:"100" doc:"Key, with or without its round" example:"decision"`
	Council string `query:"body" maxLength:"100" doc:"Council or committee before which it comes" example:"lifelong-council"`
	Unit    string `query:"unit" maxLength:"100" doc:"Unit whose document it is"`
	Matter  string `query:"matter" maxLength:"100" doc:"Matter of the delegation table" example:"implementation-plan.fix"`
	Holder  string `query:"holder" maxLength:"100" doc:"Post, or slug of the person, whose turn it is" example:"mayor"`
	Watched bool   `query:"watched" doc:"Only what I watch"`
	Query   string `query:"q" maxLength:"100" doc:"Part of the title"`
}

type approvals struct{ Body cases.LinePage }

type readDifference struct {
	IDPath

	From string `query:"from" pattern:"^[1-9][0-9]{0,5}[.][1-9][0-9]{0,5}$" doc:"Round and version; left out: what I saw when I last opened the document" example:"1.1"`
	To   string `query:"to" pattern:"^[1-9][0-9]{0,5}[.][1-9][0-9]{0,5}$" doc:"Round and version; left out: the present text" example:"1.2"`
}

type difference struct{ Body cases.Difference }

func (s *server) documents() {
	add(s, operation{
		id: "list-approvals", method: http.MethodGet, path: "/approvals", tag: "Documents",
		summary: "List the approval lines under way",
		doc: "Who holds each cell that is asked now, for how many working days and until when, what comes after, and how often it " +
			"came back; by due date.",
	}, s.listApprovals)
	add(s, operation{
		id: "get-document-difference", method: http.MethodGet, path: "/documents/{id}/difference", tag: "Documents",
		summary: "Tell in what two versions of a document differ",
		doc:     "Reading it is no opening of the document: what was last seen stays what it was.", refusals: []int{http.StatusNotFound},
	}, s.getDifference)
	add(s, operation{
		id: "watch-document", method: http.MethodPost, path: "/documents/{id}/watch", tag: "Documents", status: http.StatusNoContent,
		summary: "Be told of every act on a document",
		doc:     "By notice and in the stream of changes, for as long as one may see it. Safe to repeat.", refusals: []int{http.StatusNotFound},
	}, s.watchDocument)
	add(s, operation{
		id: "unwatch-document", method: http.MethodDelete, path: "/documents/{id}/watch", tag: "Documents",
		status:  http.StatusNoContent,
		summary: "Be told no more", doc: "Safe to repeat.", refusals: []int{http.StatusNotFound},
	}, s.unwatchDocument)
}

func (s *server) listApprovals(ctx context.Context, in *listApprovals) (*approvals, error) {
	out, err := s.cases.RunningLines(ctx, who(ctx).actor(), cases.LineFilter{
		Cycle: in.Cycle, Stage: in.Stage, Body: gov.BodyID(in.Council), Unit: gov.UnitID(in.Unit), Matter: in.Matter,
		Holder: in.Holder, DueBefore: in.DueBefore, Overdue: in.Overdue, Watched: in.Watched, Query: in.Query,
		After: in.After, Limit: in.Limit,
	})
	return &approvals{Body: out}, err
}

func (s *server) getDifference(ctx context.Context, in *readDifference) (*difference, error) {
	id, err := in.caseID()
	if err != nil {
		return nil, err
	}
	out, err := s.cases.Difference(ctx, who(ctx).actor(), cases.Compare{
		Case: id, From: versionOf(in.From), To: versionOf(in.To),
	})
	return &difference{Body: out}, err
}

// versionOf reads ROUND.VERSION; the schema has proven its form.
func versionOf(text string) (v cases.Seen) {
	if _, err := fmt.Sscanf(text, "%d.%d", &v.Round, &v.Version); err != nil {
		return cases.Seen{}
	}
	return v
}

func (s *server) watchDocument(ctx context.Context, in *IDPath) (*struct{}, error) {
	id, err := in.caseID()
	if err != nil {
		return nil, err
	}
	return nil, s.cases.Watch(ctx, who(ctx).actor(), id)
}

func (s *server) unwatchDocument(ctx context.Context, in *IDPath) (*struct{}, error) {
	id, err := in.caseID()
	if err != nil {
		return nil, err
	}
	return nil, s.cases.Unwatch(ctx, who(ctx).actor(), id)
}
