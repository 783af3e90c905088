package client

import (
	"context"
	"fmt"
	"net/http"

	"gyeol/client/oapi"
	"gyeol/gov"
)

// CaseFilter narrows a list of cases. The zero value is all that one may see.
type CaseFilter struct {
	Cycle string // name-year
	Stage string
	State string
	Unit  string
	Query string // part of the title

	Body      string // of meetings
	Holder    string // post, or slug of a person
	DueBefore gov.Date
	Overdue   bool

	Most int // 0: all
}

// Case reads a case of any kind.
func (c *Client) Case(ctx context.Context, id string) (CaseView, error) {
	return call[CaseView](ctx, c, func() (*http.Response, error) { return c.api.GetCase(ctx, id) })
}

// Document reads a document with its line, decisions and versions.
func (c *Client) Document(ctx context.Context, id string) (CaseView, error) {
	return call[CaseView](ctx, c, func() (*http.Response, error) { return c.api.GetDocument(ctx, id) })
}

// Acts lists every act of a case in order.
func (c *Client) Acts(ctx context.Context, id string) ([]ActItem, error) {
	out, err := call[oapi.CaseActsBody](ctx, c, func() (*http.Response, error) { return c.api.ListCaseActs(ctx, id) })
	return out.Acts, err
}

// Cases lists cases of a kind, youngest first: documents, submissions, meetings, filings, opinions, nominations,
// compilations, consultations, receipts or agreements.
func (c *Client) Cases(ctx context.Context, kind string, f CaseFilter) ([]CaseItem, error) {
	list, ok := lists[kind]
	if !ok {
		return nil, fmt.Errorf("no list of %q", kind)
	}
	p := oapi.ListDocumentsParams{
		Cycle: opt(f.Cycle), Stage: opt(f.Stage), State: opt(f.State), Unit: opt(f.Unit), Q: opt(f.Query),
		Body: opt(f.Body), Holder: opt(f.Holder), DueBefore: opt(f.DueBefore), Overdue: opt(f.Overdue),
		Limit: opt[int64](200),
	}
	return all(f.Most, &p.After, func() ([]CaseItem, string, error) {
		page, err := call[CasePage](ctx, c, func() (*http.Response, error) { return list(ctx, c.api, p) })
		return page.Cases, page.Next, err
	})
}

type lister func(context.Context, *oapi.Client, oapi.ListDocumentsParams) (*http.Response, error)

// lists are the operations that list cases; their parameters are the same under different names.
var lists = map[string]lister{
	"documents": func(ctx context.Context, a *oapi.Client, p oapi.ListDocumentsParams) (*http.Response, error) {
		return a.ListDocuments(ctx, &p)
	},
	"submissions": func(ctx context.Context, a *oapi.Client, p oapi.ListDocumentsParams) (*http.Response, error) {
		return a.ListSubmissions(ctx, new(oapi.ListSubmissionsParams(p)))
	},
	"meetings": func(ctx context.Context, a *oapi.Client, p oapi.ListDocumentsParams) (*http.Response, error) {
		return a.ListMeetings(ctx, new(oapi.ListMeetingsParams(p)))
	},
	"filings": func(ctx context.Context, a *oapi.Client, p oapi.ListDocumentsParams) (*http.Response, error) {
		return a.ListFilings(ctx, new(oapi.ListFilingsParams(p)))
	},
	"opinions": func(ctx context.Context, a *oapi.Client, p oapi.ListDocumentsParams) (*http.Response, error) {
		return a.ListOpinions(ctx, new(oapi.ListOpinionsParams(p)))
	},
	"nominations": func(ctx context.Context, a *oapi.Client, p oapi.ListDocumentsParams) (*http.Response, error) {
		return a.ListNominations(ctx, new(oapi.ListNominationsParams(p)))
	},
	"compilations": func(ctx context.Context, a *oapi.Client, p oapi.ListDocumentsParams) (*http.Response, error) {
		return a.ListCompilations(ctx, new(oapi.ListCompilationsParams(p)))
	},
	"consultations": func(ctx context.Context, a *oapi.Client, p oapi.ListDocumentsParams) (*http.Response, error) {
		return a.ListConsultations(ctx, new(oapi.ListConsultationsParams(p)))
	},
	"receipts": func(ctx context.Context, a *oapi.Client, p oapi.ListDocumentsParams) (*http.Response, error) {
		return a.ListReceipts(ctx, new(oapi.ListReceiptsParams(p)))
	},
	"agreements": func(ctx context.Context, a *oapi.Client, p oapi.ListDocumentsParams) (*http.Response, error) {
		return a.ListAgreements(ctx, new(oapi.ListAgreementsParams(p)))
	},
}
