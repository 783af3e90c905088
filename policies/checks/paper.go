package checks

import (
	"encoding/json"
	"slices"

	"gyeol/gov"
	"gyeol/policies"
)

// Paper is what a compilation puts together: the tree of the plan or of the results with what the units handed in. Its
// canonical form is hashed, so every list has one order.
type Paper struct {
	Title       string       `json:"title"`
	Year        int          `json:"year"`            // the plan year of the cycle
	Basis       []string     `json:"basis,omitempty"` // the articles that the cycle carries out
	Collections []Collection `json:"collections"`
	Plan        *Part        `json:"plan,omitempty"`
	Results     *Part        `json:"results,omitempty"`
	Chapters    []Chapter    `json:"chapters,omitempty"` // of the plan
	Cited       []Cited      `json:"cited,omitempty"`    // totals that a document prints for the whole city
	Rates       []Rate       `json:"rates,omitempty"`    // recomputed from the cited totals
}

// Collection is one stage whose rows were merged, with every unit that was asked.
type Collection struct {
	Stage  string `json:"stage"`
	Title  string `json:"title"`
	Year   int    `json:"year"`             // the year it is about
	Waived string `json:"waived,omitempty"` // why nothing was asked
	Units  []Unit `json:"units,omitempty"`
}

// Unit is one unit that was asked.
type Unit struct {
	ID        gov.UnitID `json:"id"`
	Name      string     `json:"name"`
	State     gov.State  `json:"state"`
	Submitted gov.Date   `json:"submitted_on,omitzero"`
	Nothing   bool       `json:"nothing_to_report,omitempty"`
	Late      bool       `json:"late,omitempty"` // handed in after the last lawful day
}

// Part is the plan of one year or the results of one year.
type Part struct {
	Year     int      `json:"year"`
	Pillars  []Pillar `json:"pillars"`
	Classes  []Count  `json:"classes"` // by change class, of the results by status
	Budget   Total    `json:"budget"`
	Executed Total    `json:"executed,omitzero"`
}

// Pillar is the top level of the tree (대과제, 분야).
type Pillar struct {
	Number string `json:"number"`
	Name   string `json:"name"`
	Tasks  []Task `json:"plan_tasks"`
}

// Task is the second level (추진과제).
type Task struct {
	Number   string    `json:"number"`
	Name     string    `json:"name"`
	Projects []Project `json:"projects"`
}

// Project is a unit project of the plan or a sub-project of the results. Money is nil where nobody gave any: blank is
// not zero and is printed "-" (domain §9).
type Project struct {
	ID       string          `json:"id"`
	Code     string          `json:"code"`
	Name     string          `json:"name"`
	Lead     string          `json:"lead"`
	Partners []string        `json:"partners,omitempty"`
	Classes  []string        `json:"classes"` // change class; of the results the statuses
	Reported bool            `json:"reported"`
	Budget   *int64          `json:"budget_krw"`
	Executed *int64          `json:"executed_krw,omitempty"`
	Data     json.RawMessage `json:"data,omitempty"` // what was handed in, by field of the form
	Figures  []Figure        `json:"figures,omitempty"`
	Events   []Event         `json:"events,omitempty"`            // of the results: what became of it in the year
	Settled  []Settled       `json:"overlap_decisions,omitempty"` // what was decided on pairs it is one of
}

// Event is what became of a sub-project: when it began or ended, into which other it went, to whom it was transferred.
type Event struct {
	Kind   string `json:"kind"`            // began, ended, merged, transferred, noted
	Month  string `json:"month,omitempty"` // 2024-10, as printed
	Into   string `json:"into,omitempty"`  // name of the other sub-project
	To     string `json:"to,omitempty"`    // name of the other unit
	Reason string `json:"reason,omitempty"`
}

// Figure is one printed figure of the source; never money and never summed.
type Figure struct {
	Label string      `json:"label"`
	Value json.Number `json:"value"`
	Unit  string      `json:"unit"`
}

// Print is the figure as its paper has it: 2,045천명.
func (f Figure) Print() string {
	n, ok := number(f.Value)
	if !ok {
		return f.Unit
	}
	return shown(n) + f.Unit
}

// Count says how many projects bear a class.
type Count struct {
	Class string `json:"class"`
	N     int    `json:"n"`
}

// Total adds up only what exists: KRW is nil if no row carries an amount.
type Total struct {
	KRW   *int64 `json:"krw"`
	Known int    `json:"known"` // rows that carry an amount
	Of    int    `json:"of"`    // all rows
}

// Chapter is one of the seven that a plan must have (서울특별시 평생교육진흥에 관한 조례 제4조).
type Chapter struct {
	Number string `json:"number"`
	Title  string `json:"title"`
	Rows   int    `json:"rows"`
}

// Cited is a total that a document prints for the whole city; it is shown with its source and never spread over rows.
type Cited struct {
	What    string `json:"what"`
	Year    int    `json:"year"`
	Value   int64  `json:"value"` // money in won, rates in tenths of a percent
	Unit    string `json:"unit"`
	Printed string `json:"printed"`
	Source  string `json:"source"`
}

// Projects returns every project of the part in order.
func (p *Part) Projects() []Project {
	if p == nil {
		return nil
	}
	var out []Project
	for _, pillar := range p.Pillars {
		for _, t := range pillar.Tasks {
			out = append(out, t.Projects...)
		}
	}
	return out
}

// Settle carries a decision on a pair into the projects that it is about.
func (p *Part) Settle(pair policies.Pair, s Settled) {
	if p == nil {
		return
	}
	for i := range p.Pillars {
		for j := range p.Pillars[i].Tasks {
			for k := range p.Pillars[i].Tasks[j].Projects {
				if x := &p.Pillars[i].Tasks[j].Projects[k]; x.ID == pair.A || x.ID == pair.B {
					x.Settled = append(x.Settled, s)
				}
			}
		}
	}
}

// Add puts a project under its pillar and task; projects come in the order of the tree.
func (p *Part) Add(pillar Pillar, task Task, project Project) {
	if n := len(p.Pillars); n == 0 || p.Pillars[n-1].Number != pillar.Number {
		p.Pillars = append(p.Pillars, Pillar{Number: pillar.Number, Name: pillar.Name})
	}
	at := &p.Pillars[len(p.Pillars)-1]
	if n := len(at.Tasks); n == 0 || at.Tasks[n-1].Number != task.Number {
		at.Tasks = append(at.Tasks, Task{Number: task.Number, Name: task.Name})
	}
	under := &at.Tasks[len(at.Tasks)-1]
	under.Projects = append(under.Projects, project)
}

// Tally counts classes and adds up what money there is.
func (p *Part) Tally() {
	counts := map[string]int{}
	p.Budget, p.Executed = Total{}, Total{}
	for _, x := range p.Projects() {
		for _, c := range x.Classes {
			counts[c]++
		}
		p.Budget.add(x.Budget)
		p.Executed.add(x.Executed)
	}
	p.Classes = p.Classes[:0]
	for c, n := range counts {
		p.Classes = append(p.Classes, Count{Class: c, N: n})
	}
	slices.SortFunc(p.Classes, func(a, b Count) int {
		if a.Class < b.Class {
			return -1
		}
		return 1
	})
}

func (t *Total) add(krw *int64) {
	t.Of++
	if krw == nil {
		return
	}
	t.Known++
	sum := *krw
	if t.KRW != nil {
		sum += *t.KRW
	}
	t.KRW = &sum
}
