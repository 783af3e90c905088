package api

import (
	"context"
	"net/http"

	"gyeol/gov"
	"gyeol/internal/cases"
)

// TransferBody says who moves, from which post and to which.
type TransferBody struct {
	Person   string `json:"person" minLength:"1" maxLength:"100" doc:"Slug" example:"kim-cheolsu"`
	FromPost string `json:"from_post,omitempty" maxLength:"100" doc:"Held until yesterday; left out for who joins" example:"lifelong-education-division.officer-3"`
	ToPost   string `json:"to_post,omitempty" maxLength:"100" doc:"Held from today on; left out for who leaves" example:"education-policy-division.officer"`
	Reason   string `json:"reason" minLength:"1" maxLength:"1000" example:"2022년 상반기 정기 인사"`
}

type transferPerson struct {
	OnceKey
	Body TransferBody
}

type resumeTransfer struct {
	IDPath
	OnceKey
}

type oneTransfer struct{ Body cases.Transfer }

type listTransfers struct {
	Page
	Person     string `query:"person" maxLength:"100" doc:"Slug"`
	Unfinished bool   `query:"unfinished" doc:"Only those whose tasks have not all moved"`
}

type transferPage struct{ Body cases.TransferPage }

// transfers are the operations about people who move to another post (인사이동).
func (s *server) transfers() {
	add(s, operation{
		id: "list-transfers", method: http.MethodGet, path: "/transfers", tag: "Transfers", summary: "List who moved",
		doc: "All for coordinators, operators and auditors; else one's own and those from the posts one holds.",
	}, s.listTransfers)
	add(s, operation{
		id: "transfer-person", method: http.MethodPost, path: "/transfers", tag: "Transfers",
		summary: "Move a person to another post as of today", status: http.StatusCreated, refusals: acting,
		doc: "One act: work belongs to posts, so the open tasks of either post have their new holder at this commit. What was given to the person by name follows in chunks; a request that was cut short goes on under its key. For coordinators and tokens with the operator scope.",
	}, s.transferPerson)
	add(s, operation{
		id: "get-transfer", method: http.MethodGet, path: "/transfers/{id}", tag: "Transfers",
		summary: "Read a transfer with its hand-over list (인계인수서)", refusals: []int{http.StatusNotFound},
	}, s.getTransfer)
	add(s, operation{
		id: "resume-transfer", method: http.MethodPost, path: "/transfers/{id}/resume", tag: "Transfers",
		summary: "Go on with a transfer that was cut short", refusals: acting,
	}, s.resumeTransfer)
}

func (s *server) listTransfers(ctx context.Context, in *listTransfers) (*transferPage, error) {
	out, err := s.cases.Transfers(ctx, who(ctx).actor(), cases.TransferFilter{
		Person: in.Person, Unfinished: in.Unfinished, After: in.After, Limit: in.Limit,
	})
	return &transferPage{Body: out}, err
}

func (s *server) transferPerson(ctx context.Context, in *transferPerson) (*oneTransfer, error) {
	out, err := s.cases.TransferPerson(ctx, who(ctx).actor(), cases.TransferPerson{
		Person: in.Body.Person, From: gov.PostID(in.Body.FromPost), To: gov.PostID(in.Body.ToPost),
		Reason: in.Body.Reason, Key: in.Key, Source: who(ctx).source,
	})
	return &oneTransfer{Body: out}, err
}

func (s *server) getTransfer(ctx context.Context, in *IDPath) (*oneTransfer, error) {
	id, err := idOf(in.ID, parseTransfer)
	if err != nil {
		return nil, err
	}
	out, err := s.cases.Transfer(ctx, who(ctx).actor(), id)
	return &oneTransfer{Body: out}, err
}

func (s *server) resumeTransfer(ctx context.Context, in *resumeTransfer) (*oneTransfer, error) {
	id, err := idOf(in.ID, parseTransfer)
	if err != nil {
		return nil, err
	}
	out, err := s.cases.ResumeTransfer(ctx, who(ctx).actor(), id, who(ctx).source)
	return &oneTransfer{Body: out}, err
}
