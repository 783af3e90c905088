package api

import (
	"context"
	"net/http"

	"gyeol/gov"
	"gyeol/internal/cases"
)

type listCases struct {
	Page
	DueFilter

	Cycle string `query:"cycle" maxLength:"100" doc:"Name and year" example:"lifelong-education-plan-2022"`
	Stage string `query:"stage" maxLength:"100" doc:"Key, with or without its round" example:"plans"`
	State string `query:"state" maxLength:"40" doc:"State" example:"submitted"`
	Unit  string `query:"unit" maxLength:"100" doc:"Unit whose work it is"`
	Query string `query:"q" maxLength:"100" doc:"Part of the title"`

	MeetingBody string `query:"body" maxLength:"100" doc:"Of meetings: the body that meets" example:"lifelong-council"`
	Holder      string `query:"holder" maxLength:"100" doc:"Post, or slug of a person, with an open task on it"`
}

func (in listCases) filter(kind gov.CaseKind) cases.CaseFilter {
	return cases.CaseFilter{
		Kind: kind, Cycle: in.Cycle, Stage: in.Stage, State: gov.State(in.State), Unit: gov.UnitID(in.Unit),
		Query: in.Query, Body: gov.BodyID(in.MeetingBody), Holder: in.Holder, DueBefore: in.DueBefore,
		Overdue: in.Overdue,
		After:   in.After, Limit: in.Limit,
	}
}

type casePage struct{ Body cases.CasePage }

type caseView struct {
	ETag string `header:"ETag" doc:"The state of the case; send it as If-Match"`
	Body cases.CaseView
}

type caseActs struct {
	Body struct {
		Acts []cases.ActItem `json:"acts" nullable:"false"`
	}
}

func (s *server) caseFiles() {
	add(s, operation{
		id: "get-case", method: http.MethodGet, path: "/cases/{id}", tag: "Cases",
		summary:  "Read a case with what its kind records",
		refusals: []int{http.StatusNotFound},
	}, s.getCase(""))
	add(s, operation{
		id: "list-case-acts", method: http.MethodGet, path: "/cases/{id}/acts", tag: "Cases",
		summary:  "List every act of a case in order",
		refusals: []int{http.StatusNotFound},
	}, s.listCaseActs)
}

// getCase reads a case of a kind, or of any.
func (s *server) getCase(kind gov.CaseKind) func(context.Context, *IDPath) (*caseView, error) {
	return func(ctx context.Context, in *IDPath) (*caseView, error) {
		id, err := in.caseID()
		if err != nil {
			return nil, err
		}
		c, err := s.cases.Case(ctx, who(ctx).actor(), id, kind)
		return &caseView{ETag: c.ETag, Body: c}, err
	}
}

// listCases lists the cases of a kind.
func (s *server) listCases(kind gov.CaseKind) func(context.Context, *listCases) (*casePage, error) {
	return func(ctx context.Context, in *listCases) (*casePage, error) {
		out, err := s.cases.Cases(ctx, who(ctx).actor(), in.filter(kind))
		return &casePage{Body: out}, err
	}
}

func (s *server) listCaseActs(ctx context.Context, in *IDPath) (*caseActs, error) {
	id, err := in.caseID()
	if err != nil {
		return nil, err
	}
	var out caseActs
	out.Body.Acts, err = s.cases.Acts(ctx, who(ctx).actor(), id)
	return &out, err
}

// kind is a kind of case that has addresses of its own.
type kind struct {
	kind           gov.CaseKind
	one, many, tag string
}

// kinds registers list and view of each kind; a document has its own file for what it has beside.
func (s *server) kinds() {
	for _, k := range []kind{
		{gov.CaseDocument, "document", "documents", "Documents"},
		{gov.CaseSubmission, "submission", "submissions", "Submissions"},
		{gov.CaseCompilation, "compilation", "compilations", "Compilations"},
		{gov.CaseMeeting, "meeting", "meetings", "Meetings"},
		{gov.CaseConsultation, "consultation", "consultations", "Consultations"},
		{gov.CaseFiling, "filing", "filings", "Filings"},
		{gov.CaseOpinion, "opinion", "opinions", "Opinions"},
		{gov.CaseNomination, "nomination", "nominations", "Nominations"},
		{gov.CaseReceipt, "receipt", "receipts", "Receipts"},
		{gov.CaseAgreement, "agreement", "agreements", "Agreements"},
	} {
		add(s, operation{
			id: "list-" + k.many, method: http.MethodGet, path: "/" + k.many, tag: k.tag,
			summary: "List " + k.many + ", youngest first",
			doc:     "Those of one's units, those one has or had a task on, and for coordinators and auditors all.",
		}, s.listCases(k.kind))
		add(s, operation{
			id: "get-" + k.one, method: http.MethodGet, path: "/" + k.many + "/{id}", tag: k.tag,
			summary:  "Read a " + k.one,
			refusals: []int{http.StatusNotFound},
		}, s.getCase(k.kind))
	}
}
