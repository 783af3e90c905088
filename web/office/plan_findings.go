package office

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/policies/checks"
)

// findingsPage are the findings of a year.
type findingsPage struct {
	cases.PlanFindings

	Tabs   []tab
	Year   int
	Lines  []findingLine
	Checks []option
	Units  []option
	Grades []option
	All    bool
	Narrow bool
	Shown  int // after narrowing, on all pages
	Next   string
}

// findingLine is a finding with where it leads.
type findingLine struct {
	cases.PlanFinding

	Href string
}

// findings lists what the checks saw in a year.
func (s *server) findings(r *http.Request, v visitor) (page, error) {
	year, err := s.yearAsked(r, v)
	if err != nil {
		return page{}, err
	}
	q := r.URL.Query()
	f := cases.PlanFindingFilter{
		Year: year, Check: q.Get("check"), Unit: gov.UnitID(q.Get("unit")), Severity: checks.Severity(q.Get("severity")),
		All: q.Get("all") == "yes",
	}
	list, err := s.Cases.PlanFindings(r.Context(), v.actor, f)
	if err != nil {
		return page{}, err
	}
	of := findingsPage{
		PlanFindings: list, Tabs: planTabs("/plan/findings", year, cases.PlanTree{}), Year: year, All: f.All,
		Units: chosenOf(list.Units, string(f.Unit), ""), Narrow: f.Check != "" || f.Unit != "" || f.Severity != "",
		Shown: len(list.Findings),
	}
	for _, c := range list.Checks {
		of.Checks = append(of.Checks, option{c.Value, wordOf(checkWords)(c.Value), c.Value == f.Check})
	}
	slices.SortFunc(of.Checks, func(a, b option) int { return strings.Compare(a.Text, b.Text) })
	for _, g := range []checks.Severity{checks.Fault, checks.Warning, checks.Note} {
		of.Grades = append(of.Grades, option{string(g), severities[g], g == f.Severity})
	}
	from, next := turn(q.Get("after"), len(list.Findings))
	for _, x := range list.Findings[from:next] {
		of.Lines = append(of.Lines, findingLine{x, placeOf(x)})
	}
	if next < len(list.Findings) {
		q.Set("year", strconv.Itoa(year))
		q.Set("after", strconv.Itoa(next))
		of.Next = "/plan/findings?" + q.Encode()
	}
	return page{
		view: "plan-findings", title: strconv.Itoa(year) + "년 확인사항", at: "/plan", of: of,
		crumbs: []link{{"/plan", "시행계획"}, {"", "확인사항"}},
	}, nil
}

// turn finds the page of a list that begins after a place in it; what is no place begins it.
func turn(after string, n int) (from, next int) {
	from, err := strconv.Atoi(after)
	if err != nil || from < 0 || from > n {
		from = 0
	}
	return from, min(from+perPage, n)
}

// placeOf is where a finding is looked into: its project, else the paper in which it was found.
func placeOf(x cases.PlanFinding) string {
	switch {
	case x.Item != "" && x.Part != "":
		return "/plan/projects/" + x.Item + "?year=" + strconv.Itoa(x.About)
	case x.Compiled:
		return "/plan/papers/" + x.Case.String()
	}
	return ""
}
