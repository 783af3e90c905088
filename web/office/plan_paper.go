package office

import (
	"net/http"
	"strconv"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/policies/compiled"
)

// planPapersPage are the compiled papers of a year.
type planPapersPage struct {
	Tabs   []tab
	Year   int
	Papers []planPaper
}

// planPaper is a compiled paper; before it was compiled there is nothing to read.
type planPaper struct {
	cases.PlanPaper

	Read bool
}

// planPapers lists what was compiled in a year.
func (s *server) planPapers(r *http.Request, v visitor) (page, error) {
	year, err := s.yearAsked(r, v)
	if err != nil {
		return page{}, err
	}
	list, err := s.Cases.PlanPapers(r.Context(), v.actor, year)
	if err != nil {
		return page{}, err
	}
	of := planPapersPage{Tabs: planTabs("/plan/papers", year, cases.PlanTree{}), Year: year}
	for _, p := range list {
		of.Papers = append(of.Papers, planPaper{p, p.State == gov.Compiled || p.State == gov.Confirmed})
	}
	return page{
		view: "plan-papers", title: strconv.Itoa(year) + "년 취합본", at: "/plan", of: of,
		crumbs: []link{{"/plan", "시행계획"}, {"", "취합본"}},
	}, nil
}

// compiledPage is a compiled paper, whole or one chapter of it.
type compiledPage struct {
	compiled.Paper

	Base    string // address of the whole
	Chapter string // number of the one that is shown; empty: all
	Shown   []compiled.PaperChapter
	Print   string // the whole for print
	Book    string // the same as a workbook
}

// compiled shows a compiled paper chapter by chapter; the first of them without a choice.
func (s *server) compiled(r *http.Request, v visitor) (page, error) {
	var id gov.CaseID
	if err := idFrom(r.PathValue("id"), &id); err != nil {
		return page{}, err
	}
	p, err := s.Cases.Compiled(r.Context(), v.actor, id)
	if err != nil {
		return page{}, err
	}
	api := "/api/v1/compilations/" + id.String() + "/paper"
	of := compiledPage{
		Paper: p, Base: "/plan/papers/" + id.String(), Chapter: r.URL.Query().Get("chapter"), Print: api, Book: api + ".xlsx",
	}
	if of.Chapter == "" && len(p.Chapters) > 0 {
		of.Chapter = p.Chapters[0].Number
	}
	for _, c := range p.Chapters {
		if c.Number == of.Chapter {
			of.Shown = append(of.Shown, c)
		}
	}
	if len(of.Shown) == 0 && len(p.Chapters) > 0 {
		return page{}, gov.ErrNotFound
	}
	title := strconv.Itoa(p.Year) + "년 " + p.Title
	return page{
		view: "plan-paper", title: title, at: "/plan", of: of, crumbs: []link{
			{"/plan", "시행계획"}, {"/plan/papers?year=" + strconv.Itoa(p.Year), strconv.Itoa(p.Year) + "년 취합본"}, {"", title},
		},
	}, nil
}
