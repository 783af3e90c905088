package api

import (
	"context"
	"net/http"

	"gyeol/gov"
	"gyeol/internal/cases"
)

// DelegationBody says which post stands in for which, in what and when.
type DelegationBody struct {
	Post    string   `json:"post" minLength:"1" maxLength:"100" doc:"For which is stood in" example:"vice-mayor-1"`
	Deputy  string   `json:"deputy" minLength:"1" maxLength:"100" doc:"The post that stands in; of the same agency" example:"lifelong-education-bureau.head"`
	Matters []string `json:"matters,omitempty" maxItems:"50" doc:"Matters of the delegation table; left out: all that may be delegated" example:"[\"implementation-plan.fix\"]"`
	From    gov.Date `json:"from" example:"2022-02-24"`
	To      gov.Date `json:"to" doc:"The last day" example:"2022-02-25"`
	Reason  string   `json:"reason" minLength:"1" maxLength:"1000" example:"국외 출장"`
}

type giveDelegation struct {
	OnceKey
	Body DelegationBody
}

type oneDelegation struct{ Body cases.Delegation }

type listDelegations struct {
	Page
	Scope   string   `query:"scope" enum:"given,received,unit" default:"given" doc:"given: of the posts I hold; received: to the posts I hold; unit: of my units and those I head, of everybody for coordinators"`
	Post    string   `query:"post" maxLength:"100" doc:"For which is stood in"`
	Since   gov.Date `query:"since" format:"date" doc:"Ends not before this day; today unless said" example:"2022-02-01"`
	Revoked bool     `query:"revoked" doc:"Also those that were revoked"`
}

type delegationPage struct{ Body cases.DelegationPage }

// ActingOrderBody is who acts for a post, first to last.
type ActingOrderBody struct {
	Deputies []string `json:"deputies" nullable:"false" maxItems:"9" doc:"Posts, first to last; none: nobody" example:"[\"lifelong-education-division.team-lead\"]"`
	Reason   string   `json:"reason" minLength:"1" maxLength:"1000" example:"직무대리 규칙 개정"`
}

type setActingOrder struct {
	OnceKey
	Post string `path:"post" maxLength:"100" doc:"Post" example:"lifelong-education-division.head"`
	Body ActingOrderBody
}

type oneActingOrder struct{ Body cases.ActingOrder }

type listActingOrders struct {
	Page
	Post string `query:"post" maxLength:"100" doc:"Post"`
	Unit string `query:"unit" maxLength:"100" doc:"Unit of the posts"`
}

type actingOrderPage struct{ Body cases.ActingOrderPage }

// delegations are the operations about who stands in for whom.
func (s *server) delegations() {
	add(s, operation{
		id: "list-delegations", method: http.MethodGet, path: "/delegations", tag: "Absence",
		summary: "List who stands in for whom",
	}, s.listDelegations)
	add(s, operation{
		id: "give-delegation", method: http.MethodPost, path: "/delegations", tag: "Absence",
		summary: "Let a post stand in for another", status: http.StatusCreated, refusals: acting,
		doc: "By whoever holds the post himself, or a coordinator. It reaches the tasks that are open already and is never passed on; what the table keeps with the post is refused.",
	}, s.giveDelegation)
	add(s, operation{
		id: "revoke-delegation", method: http.MethodPost, path: "/delegations/{id}/revoke", tag: "Absence",
		summary: "Revoke a delegation at once", refusals: acting,
	}, s.revokeDelegation)
	add(s, operation{
		id: "list-acting-orders", method: http.MethodGet, path: "/acting-orders", tag: "Absence",
		summary: "List who acts for posts while nobody is at work",
	}, s.listActingOrders)
	add(s, operation{
		id: "set-acting-order", method: http.MethodPut, path: "/acting-orders/{post}", tag: "Absence",
		summary: "Set who acts for a post from today on (직무대리)", refusals: acting,
		doc: "For the head of the unit, those above and coordinators.",
	}, s.setActingOrder)
}

func (s *server) listDelegations(ctx context.Context, in *listDelegations) (*delegationPage, error) {
	out, err := s.cases.Delegations(ctx, who(ctx).actor(), cases.DelegationFilter{
		Scope: cases.LeaveScope(in.Scope), Post: gov.PostID(in.Post), Since: in.Since, Revoked: in.Revoked,
		After: in.After, Limit: in.Limit,
	})
	return &delegationPage{Body: out}, err
}

func (s *server) giveDelegation(ctx context.Context, in *giveDelegation) (*oneDelegation, error) {
	b := in.Body
	out, err := s.cases.GiveDelegation(ctx, who(ctx).actor(), cases.GiveDelegation{
		Post: gov.PostID(b.Post), Deputy: gov.PostID(b.Deputy), Matters: b.Matters, From: b.From, To: b.To,
		Reason: b.Reason, Key: in.Key, Source: who(ctx).source,
	})
	return &oneDelegation{Body: out}, err
}

func (s *server) revokeDelegation(ctx context.Context, in *reasoned) (*oneDelegation, error) {
	id, err := idOf(in.ID, parseDelegation)
	if err != nil {
		return nil, err
	}
	out, err := s.cases.RevokeDelegation(ctx, who(ctx).actor(), cases.RevokeDelegation{
		ID: id, Reason: in.Body.Reason, Key: in.Key, Source: who(ctx).source,
	})
	return &oneDelegation{Body: out}, err
}

func (s *server) listActingOrders(ctx context.Context, in *listActingOrders) (*actingOrderPage, error) {
	out, err := s.cases.ActingOrders(ctx, cases.ActingFilter{
		Post: gov.PostID(in.Post), Unit: gov.UnitID(in.Unit), After: in.After, Limit: in.Limit,
	})
	return &actingOrderPage{Body: out}, err
}

func (s *server) setActingOrder(ctx context.Context, in *setActingOrder) (*oneActingOrder, error) {
	deputies := make([]gov.PostID, len(in.Body.Deputies))
	for i, d := range in.Body.Deputies {
		deputies[i] = gov.PostID(d)
	}
	out, err := s.cases.SetActingOrder(ctx, who(ctx).actor(), cases.SetActingOrder{
		Post: gov.PostID(in.Post), Deputies: deputies, Reason: in.Body.Reason, Key: in.Key, Source: who(ctx).source,
	})
	return &oneActingOrder{Body: out}, err
}
