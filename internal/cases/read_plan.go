package cases

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
	"gyeol/policies/checks"
)

// The two trees of a year: what the units plan for their unit projects, and what became of the sub-projects.
const (
	PlanPart    = "plan"    // 단위사업: the basic plan with the rows of the year (평생교육법 제11조)
	ResultsPart = "results" // 세부사업: the projects of the yearly paper with what they reached
)

// The ways in which a project stands out against the year that it is compared with.
const (
	PlanNew     = "new"     // it was not there
	PlanChanged = "changed" // its row says something else
	PlanEnded   = "ended"   // 종료
)

// PlanFilter says which tree of the plan is read. The zero value reads the latest year whole.
type PlanFilter struct {
	Year    int    // 0: the latest that there is
	Part    string // PlanPart or ResultsPart; "": what there is of the year, the plan first
	Against int    // the year it is compared with; 0: the one before
	Pillar  string // number
	Unit    gov.UnitID
	Change  string // PlanNew, PlanChanged, PlanEnded
	Query   string // part of code, name or indicator
}

// PlanYear is a year of which there is a tree.
type PlanYear struct {
	Year int
	Part string
}

// PlanTree is the plan of one year from pillar to project.
type PlanTree struct {
	Year     int
	Part     string
	Against  int
	Compared bool   // there are rows of that year to compare with
	Title    string // of the basic plan, "" where none covers the year
	Years    []PlanYear
	Pillars  []PlanPillar
	Sum      PlanSum
	Choices  PlanChoices
}

// PlanChoices are what a tree can be narrowed to.
type PlanChoices struct{ Pillars, Units []PlanChoice }

// PlanChoice is one of them.
type PlanChoice struct{ Value, Title string }

// PlanPillar is the top level (대과제).
type PlanPillar struct {
	Number, Name string
	Invest       *int64 // won that the basic plan prints for the year; nil where it prints none
	Sum          PlanSum
	Tasks        []PlanTask
}

// PlanTask is the second level (추진과제).
type PlanTask struct {
	Number, Name string
	Invest       *int64
	Sum          PlanSum
	Items        []PlanItem
}

// PlanSum adds up what exists: a total says over how many of the projects it goes.
type PlanSum struct {
	Projects int
	Unread   int // projects whose row the reader may not see
	Budget   checks.Total
	Last     checks.Total // budget of the year it is compared with
	Executed checks.Total
}

// PlanItem is a unit project or a sub-project in a year. Money is in won, nil where nobody gave any.
type PlanItem struct {
	ID, Code, Name string
	Unit           gov.UnitID
	UnitName       string
	Classes        []string // change class, of a sub-project its statuses
	Budget         *int64
	Last           *int64 // budget of the year it is compared with
	Executed       *int64
	Indicator      PlanIndicator
	Figures        []checks.Figure // printed by the source of a sub-project
	Case           gov.CaseID      // the submission behind it; zero: nobody was asked
	State          gov.State
	Row            gov.RowID
	Seen           bool // the reader may see its row
	Written        bool // somebody has written in it
	New, Ended     bool
	Changes        []PlanChange // against the year it is compared with
}

// PlanIndicator is what a row says of its indicator. Figures are as they were typed, "" where nothing was.
type PlanIndicator struct{ Name, Target, Actual, Unit, Kind string }

// PlanChange is a field of a row that says something else than in the year it is compared with.
type PlanChange struct {
	Field         FormField
	Before, After json.RawMessage
}

// PlanTree reads a year of the plan. Every post of the administration sees the tree and how far each project is; what a
// row holds only whoever may follow its submission.
func (s *Service) PlanTree(ctx context.Context, actor Actor, f PlanFilter) (PlanTree, error) {
	r, err := s.readInside(ctx, actor)
	if err != nil {
		return PlanTree{}, err
	}
	out, err := r.planYear(ctx, f)
	if err != nil {
		return out, store.Interpret(err)
	}
	items, err := r.planItems(ctx, &out, "")
	if err != nil {
		return out, store.Interpret(err)
	}
	invest, err := r.investOf(ctx, out.Year)
	if err != nil {
		return out, store.Interpret(err)
	}
	out.lay(items, f)
	for i := range out.Pillars {
		p := &out.Pillars[i]
		p.Invest = invest[p.Number]
		for j := range p.Tasks {
			p.Tasks[j].Invest = invest[p.Number+"-"+p.Tasks[j].Number]
		}
	}
	return out, nil
}

// planYear finds the year and the tree that are asked for.
func (r reading) planYear(ctx context.Context, f PlanFilter) (PlanTree, error) {
	out := PlanTree{Year: f.Year, Part: f.Part, Years: []PlanYear{}, Pillars: []PlanPillar{}}
	years, err := r.q.PlanYears(ctx)
	if err != nil {
		return out, err
	}
	for _, y := range years {
		out.Years = append(out.Years, PlanYear{int(y.Year), y.Part})
	}
	if out.Year == 0 {
		if out.Year, err = r.latestYear(ctx, out.Years); err != nil {
			return out, err
		}
	}
	if out.Part == "" {
		out.Part = PlanPart
		known := func(part string) bool { return slices.Contains(out.Years, PlanYear{out.Year, part}) }
		if !known(PlanPart) && known(ResultsPart) {
			out.Part = ResultsPart
		}
	}
	if out.Against = f.Against; out.Against == 0 {
		out.Against = out.Year - 1
	}
	bp, err := r.basicPlan(ctx, out.Year)
	out.Title = bp.Title
	return out, err
}

// latestYear is the last year for which units were asked; before that the last of which results are known by now, or
// the year of the basic plan that is nearest to this one.
func (r reading) latestYear(ctx context.Context, years []PlanYear) (int, error) {
	year := r.v.today.Year()
	for _, part := range []string{PlanPart, ResultsPart} {
		for _, y := range years {
			if y.Part == part && (part == PlanPart || y.Year <= year) {
				return y.Year, nil
			}
		}
	}
	bp, err := r.q.BasicPlanSoonest(ctx, int32(year))
	if errors.Is(store.Interpret(err), gov.ErrNotFound) {
		return year, nil
	}
	return min(max(year, int(bp.YearFrom)), int(bp.YearTo)), err
}

// basicPlan is the basic plan that covers a year; the zero value where none does.
func (r reading) basicPlan(ctx context.Context, year int) (db.BasicPlan, error) {
	bp, err := r.q.BasicPlanOf(ctx, int32(year))
	if errors.Is(store.Interpret(err), gov.ErrNotFound) {
		return db.BasicPlan{}, nil
	}
	return bp, err
}

// investOf is what the basic plan prints for a year, by number of the pillar, or of pillar and task.
func (r reading) investOf(ctx context.Context, year int) (map[string]*int64, error) {
	out := map[string]*int64{}
	bp, err := r.basicPlan(ctx, year)
	if err != nil || bp.ID == "" {
		return out, err
	}
	nodes, err := r.q.PlanNodes(ctx, bp.ID)
	if err != nil {
		return out, err
	}
	numbers := map[string]string{}
	for _, n := range nodes {
		numbers[n.PillarID], numbers[n.PlanTaskID] = n.PillarNumber, n.PillarNumber+"-"+n.TaskNumber
	}
	cells, err := r.q.InvestmentsOf(ctx, bp.ID)
	for _, c := range cells {
		if number := numbers[c.NodeID]; number != "" && c.Span == fmt.Sprint(year) {
			out[number] = c.Krw
		}
	}
	return out, err
}

// node is a project with what it stands under.
type node struct {
	PlanItem

	pillar, task PlanChoice
	partners     []string
	targets      json.RawMessage
}

func (r reading) planItems(ctx context.Context, tree *PlanTree, only string) ([]node, error) {
	if tree.Part == ResultsPart {
		return r.subProjects(ctx, tree, only)
	}
	return r.unitProjects(ctx, tree, only)
}

// seeing are the answers of the rules of access by which rows of submissions are shown to the viewer.
func (r reading) seeing(ctx context.Context) (db.PlanRowsSeenParams, error) {
	t, err := r.ties(ctx)
	cells := r.v.cells(policies.ActFollow, gov.CaseSubmission)
	return db.PlanRowsSeenParams{
		Person: t.person, Posts: t.posts, Units: t.units, Stands: t.stands, Vacant: t.vacant, Bound: t.bound,
		Every: cells.Every, Keys: cells.Keys, Cells: cells.Bits,
	}, err
}
