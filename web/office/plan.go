package office

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/policies/compiled"
)

// planCases are what the pages of the plan ask for.
type planCases interface {
	PlanTree(ctx context.Context, actor cases.Actor, f cases.PlanFilter) (cases.PlanTree, error)
	PlanProject(ctx context.Context, actor cases.Actor, id string, f cases.PlanFilter) (cases.PlanProject, error)
	PlanOutlook(ctx context.Context, actor cases.Actor, year int) (cases.PlanOutlook, error)
	PlanFindings(ctx context.Context, actor cases.Actor, f cases.PlanFindingFilter) (cases.PlanFindings, error)
	PlanPapers(ctx context.Context, actor cases.Actor, year int) ([]cases.PlanPaper, error)
	PlanUnits(ctx context.Context, actor cases.Actor) ([]cases.PlanChoice, error)
	Compiled(ctx context.Context, actor cases.Actor, id gov.CaseID) (compiled.Paper, error)
	Overlaps(ctx context.Context, actor cases.Actor, id gov.CaseID, f cases.OverlapFilter) (cases.OverlapPage, error)
}

func planPart() part {
	return part{
		link: link{"/plan", "시행계획"}, under: []string{"/plan", "/plan/"}, open: insider,
		pages: func(s *server) routes {
			return routes{
				"GET /plan": s.plan, "GET /plan/projects/{id}": s.project, "GET /plan/outlook": s.outlook,
				"GET /plan/findings": s.findings, "GET /plan/papers": s.planPapers, "GET /plan/papers/{id}": s.compiled,
				"GET /plan/overlaps/{id}": s.overlaps, "POST /plan/overlaps/{id}": s.decideOverlap,
			}
		},
	}
}

// planPage is a year of the plan from pillar to project.
type planPage struct {
	Tree    cases.PlanTree
	Tabs    []tab
	Years   []option // of the plan and of the results, as "2024-results"
	Against []option
	Pillars []option
	Units   []option
	Changes []option
	Query   string
	Narrow  bool   // a filter is set
	Fold    bool   // the projects are hidden
	Other   string // the same page folded, or unfolded
}

// plan shows the tree of a year.
func (s *server) plan(r *http.Request, v visitor) (page, error) {
	q := r.URL.Query()
	f, err := planFilter(q)
	if err != nil {
		return page{}, err
	}
	tree, err := s.Cases.PlanTree(r.Context(), v.actor, f)
	if err != nil {
		return page{}, err
	}
	of := planPage{
		Tree: tree, Query: f.Query, Fold: q.Get("fold") == "yes", Pillars: chosenOf(tree.Choices.Pillars, f.Pillar, ". "),
		Units: chosenOf(tree.Choices.Units, string(f.Unit), ""), Changes: changesOf(f.Change),
		Narrow: f.Pillar != "" || f.Unit != "" || f.Change != "" || f.Query != "",
	}
	of.years()
	if q.Set("fold", "yes"); of.Fold {
		q.Del("fold")
	}
	of.Other = "/plan?" + q.Encode()
	of.Tabs = planTabs("/plan", planYear(tree.Part, tree.Year), tree)
	title := strconv.Itoa(tree.Year) + "년 시행계획"
	if tree.Part == cases.ResultsPart {
		title = strconv.Itoa(tree.Year) + "년 추진실적"
	}
	return page{view: "plan", title: title, at: "/plan", of: of}, nil
}

// planFilter reads what an address asks of the plan. Year and tree stand in one word: 2024-results.
func planFilter(q url.Values) (cases.PlanFilter, error) {
	f := cases.PlanFilter{
		Part: q.Get("part"), Pillar: q.Get("pillar"), Unit: gov.UnitID(q.Get("unit")), Change: q.Get("change"),
		Query: strings.TrimSpace(q.Get("q")),
	}
	year, part, both := strings.Cut(q.Get("year"), "-")
	if both {
		f.Part = part
	}
	var err error
	if f.Year, err = yearOf(year); err != nil {
		return f, err
	}
	f.Against, err = yearOf(q.Get("against"))
	return f, err
}

var errNoYear = gov.Refuse(gov.CodeInvalid, "연도는 네 자리 숫자로 적으십시오. ‘시행계획’에서 다시 고를 수 있습니다.",
	"a year has four digits")

func yearOf(text string) (int, error) {
	if text == "" {
		return 0, nil
	}
	year, err := strconv.Atoi(text)
	if err != nil || year < 1900 || year > 2999 {
		return 0, errNoYear
	}
	return year, nil
}

// planYear is the year of the cycle whose paper holds a tree: results are compiled in the year after.
func planYear(part string, year int) int {
	if part == cases.ResultsPart {
		return year + 1
	}
	return year
}

// years are the choices of the year and of the one that it is compared with.
func (p *planPage) years() {
	here := cases.PlanYear{Year: p.Tree.Year, Part: p.Tree.Part}
	known := p.Tree.Years
	if !slices.Contains(known, here) {
		known = append([]cases.PlanYear{here}, known...)
	}
	against := []int{p.Tree.Against}
	for _, y := range known {
		p.Years = append(p.Years, option{
			Value: strconv.Itoa(y.Year) + "-" + y.Part, Text: strconv.Itoa(y.Year) + "년 " + partWord(y.Part), Chosen: y == here,
		})
		if y.Part == p.Tree.Part && y.Year != p.Tree.Year && !slices.Contains(against, y.Year) {
			against = append(against, y.Year)
		}
	}
	slices.Sort(against)
	for _, year := range against {
		text := strconv.Itoa(year)
		p.Against = append(p.Against, option{Value: text, Text: text + "년", Chosen: year == p.Tree.Against})
	}
}

// chosenOf are choices of a filter; sep stands between value and title where the value says something to people.
func chosenOf(list []cases.PlanChoice, now, sep string) []option {
	return mapped(list, func(c cases.PlanChoice) option {
		text := c.Title
		if sep != "" {
			text = c.Value + sep + c.Title
		}
		return option{Value: c.Value, Text: text, Chosen: c.Value == now}
	})
}

func changesOf(now string) []option {
	return chosenOf([]cases.PlanChoice{
		{Value: cases.PlanNew, Title: "신규"},
		{Value: cases.PlanChanged, Title: "내용이 바뀐 사업"},
		{Value: cases.PlanEnded, Title: "종료"},
	}, now, "")
}

// planTabs lead between the pages of one year. year is that of the cycle.
func planTabs(here string, year int, tree cases.PlanTree) []tab {
	tree0 := "/plan"
	if tree.Year != 0 {
		tree0 += "?year=" + strconv.Itoa(tree.Year) + "-" + tree.Part
	}
	y := "?year=" + strconv.Itoa(year)
	return []tab{
		{link{tree0, "사업"}, here == "/plan"},
		{link{"/plan/outlook" + y, "투자와 지표"}, here == "/plan/outlook"},
		{link{"/plan/findings" + y, "확인사항"}, here == "/plan/findings"},
		{link{"/plan/papers" + y, "취합본"}, here == "/plan/papers"},
	}
}

// yearAsked is the year that a page is about: without one the latest of which there is a plan.
func (s *server) yearAsked(r *http.Request, v visitor) (int, error) {
	year, err := yearOf(r.URL.Query().Get("year"))
	if err != nil || year != 0 {
		return year, err
	}
	tree, err := s.Cases.PlanTree(r.Context(), v.actor, cases.PlanFilter{})
	return planYear(tree.Part, tree.Year), err
}
