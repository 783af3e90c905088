package office

import (
	"net/http"
	"strings"

	"gyeol/gov"
	"gyeol/internal/cases"
)

// papersPage is a list of documents.
type papersPage struct {
	Papers       []cases.CaseItem
	States       []option
	Query, State string
	Next         string
}

// paperStates are the states of a document that a list can be narrowed to.
var paperStates = []gov.State{
	gov.Drafting, gov.InApproval, gov.Returned, gov.Approved, gov.Dispatched, gov.Withdrawn,
}

// documents lists documents, youngest first.
func (s *server) documents(r *http.Request, v visitor) (page, error) {
	q := r.URL.Query()
	of := papersPage{Query: strings.TrimSpace(r.Form.Get("q")), State: q.Get("state")}
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
	return page{view: "documents", title: "결재문서", at: "/documents", of: of}, nil
}

// paperPage is one document as it is read and printed.
type paperPage struct {
	cases.CaseView

	Block cases.Block
	Text  string
	Trail string
}

// document shows a document with its block and its line.
func (s *server) document(r *http.Request, v visitor) (page, error) {
	var id gov.CaseID
	if err := idFrom(r.PathValue("id"), &id); err != nil {
		return page{}, err
	}
	c, err := s.Cases.Case(r.Context(), v.actor, id, gov.CaseDocument)
	if err != nil {
		return page{}, err
	}
	if c.Context.Document == nil {
		return page{}, gov.ErrNotFound
	}
	of := paperPage{CaseView: c, Text: plain(c.Context.Document.Body)}
	if of.Block, err = s.Cases.Block(r.Context(), v.actor, id); err != nil {
		return page{}, err
	}
	if v.Audits {
		of.Trail = "/trail?case=" + id.String()
	}
	return page{
		view: "document", title: c.Title, at: "/documents", of: of,
		crumbs: []link{{"/documents", "결재문서"}, {"", c.Title}},
	}, nil
}

// noticesPage is a list of notices.
type noticesPage struct {
	Notices []noticeLine
	Next    string
}

// noticeLine is a notice in a line, with where it leads.
type noticeLine struct {
	cases.NoticeItem

	Title, Href string
}

// notices lists what the reader was told, and what became of it.
func (s *server) notices(r *http.Request, v visitor) (page, error) {
	found, err := s.Cases.ListNotices(r.Context(), v.actor, cases.NoticeFilter{
		After: r.URL.Query().Get("after"), Limit: perPage,
	})
	if err != nil {
		return page{}, err
	}
	var of noticesPage
	for _, n := range found.Notices {
		line := noticeLine{NoticeItem: n, Title: plain(valuesOf(n.Params)["title"])}
		if !n.Task.IsZero() {
			line.Href = "/tasks/" + n.Task.String()
		}
		of.Notices = append(of.Notices, line)
	}
	if found.Next != "" {
		of.Next = "/notices?after=" + found.Next
	}
	return page{view: "notices", title: "알림함", at: "/notices", of: of}, nil
}

// trailPage is the record of one case.
type trailPage struct {
	Case    string
	Entries []cases.AuditItem
	Next    string
}

// trail shows the record of a case to whoever may read it.
func (s *server) trail(r *http.Request, v visitor) (page, error) {
	of := trailPage{Case: strings.TrimSpace(r.URL.Query().Get("case"))}
	p := page{view: "trail", title: "감사 기록", at: "/trail"}
	if of.Case == "" {
		if !v.Audits {
			return page{}, gov.Refuse(gov.CodeForbidden, "감사 담당과 총괄 담당만 볼 수 있습니다.", "for auditors and coordinators")
		}
		p.of = of
		return p, nil
	}
	var id gov.CaseID
	if err := idFrom(of.Case, &id); err != nil {
		return page{}, err
	}
	found, err := s.Cases.Audit(r.Context(), v.actor, cases.AuditFilter{
		Case: id, After: r.URL.Query().Get("after"), Limit: perPage,
	})
	if err != nil {
		return page{}, err
	}
	of.Entries = found.Entries
	if found.Next != "" {
		of.Next = "/trail?case=" + id.String() + "&after=" + found.Next
	}
	p.of = of
	return p, nil
}
