package office

import (
	"context"
	"net/http"
	"strings"

	"gyeol/gov"
	"gyeol/internal/cases"
)

// paperCases are what the pages of documents ask for.
type paperCases interface {
	Cases(ctx context.Context, actor cases.Actor, f cases.CaseFilter) (cases.CasePage, error)
	Case(ctx context.Context, actor cases.Actor, id gov.CaseID, kind gov.CaseKind) (cases.CaseView, error)
	Block(ctx context.Context, actor cases.Actor, id gov.CaseID) (cases.Block, error)
}

func paperPart() part {
	return part{
		link: link{"/documents", "결재문서"}, under: []string{"/documents", "/documents/"}, open: nobody,
		pages: func(s *server) routes {
			return routes{"GET /documents": s.documents, "GET /documents/{id}": s.document, "POST /documents/{id}": s.onPaper}
		},
	}
}

// papersPage is a list of documents.
type papersPage struct {
	Papers       []cases.CaseItem
	States       []option
	Query, State string
	Next         string
	Tabs         []tab
}

// paperStates are the states of a document that a list can be narrowed to.
var paperStates = []gov.State{
	gov.Drafting, gov.InApproval, gov.Returned, gov.Approved, gov.Dispatched, gov.Withdrawn,
}

// documents lists documents, youngest first.
func (s *server) documents(r *http.Request, v visitor) (page, error) {
	q := r.URL.Query()
	of := papersPage{Tabs: lineTabs("/documents"), Query: strings.TrimSpace(r.Form.Get("q")), State: q.Get("state")}
	found, err := s.Cases.Cases(r.Context(), v.actor, cases.CaseFilter{
		Kind: gov.CaseDocument, State: gov.State(of.State), Query: of.Query, After: q.Get("after"), Limit: perPage,
	})
	if err != nil {
		return page{}, err
	}
	of.Papers = found.Cases
	for _, st := range paperStates {
		of.States = append(of.States, option{string(st), st.Korean(), string(st) == of.State})
	}
	if found.Next != "" {
		q.Set("after", found.Next)
		of.Next = "/documents?" + q.Encode()
	}
	return page{view: "documents", title: "결재문서", at: atLines, of: of}, nil
}

// paperPage is one document as it is read and printed.
type paperPage struct {
	cases.CaseView

	Block cases.Block
	Text  string
	Trail string
	Forms []verbForm // what the reader may do with it beside his tasks
}

// document shows a document with its block and its line.
func (s *server) document(r *http.Request, v visitor) (page, error) {
	c, err := s.paper(r, v)
	if err != nil {
		return page{}, err
	}
	p, err := s.paperView(r, v, c)
	if verb := gov.Verb(r.URL.Query().Get("did")); err == nil && isWord(verb) {
		p.note = &note{Kind: "good", Text: "‘" + verb.Korean() + "’ 처리했습니다."}
	}
	return p, err
}

// paper is the document of a request.
func (s *server) paper(r *http.Request, v visitor) (cases.CaseView, error) {
	var id gov.CaseID
	if err := idFrom(r.PathValue("id"), &id); err != nil {
		return cases.CaseView{}, err
	}
	c, err := s.Cases.Case(r.Context(), v.actor, id, gov.CaseDocument)
	if err == nil && c.Context.Document == nil {
		err = gov.ErrNotFound
	}
	return c, err
}

func (s *server) paperView(r *http.Request, v visitor, c cases.CaseView) (page, error) {
	var err error
	of := paperPage{CaseView: c, Text: plain(c.Context.Document.Body)}
	if of.Block, err = s.Cases.Block(r.Context(), v.actor, c.ID); err != nil {
		return page{}, err
	}
	if of.Forms, err = s.paperForms(r, v, c); err != nil {
		return page{}, err
	}
	if v.Audits {
		of.Trail = "/trail?case=" + c.ID.String()
	}
	return page{
		view: "document", title: c.Title, at: atLines, of: of,
		crumbs: []link{{atLines, "결재"}, {"/documents", "결재문서"}, {"", c.Title}},
	}, nil
}
