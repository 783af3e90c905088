package pack

import "gyeol/gov"

// Plan is the city's basic plan (기본계획) down to its unit projects. A pack without one has a plan without pillars.
type Plan struct {
	ID              string           `json:"id"`
	Source          PlanSource       `json:"source"`
	From            int              `json:"from"`
	To              int              `json:"to"`
	PrintedTotals   map[string]int   `json:"printed_totals"` // what the paper says of itself
	Pillars         []Pillar         `json:"pillars"`
	KPIs            []KPI            `json:"kpis"`
	IntegratedTasks []IntegratedTask `json:"integrated_tasks"`
	Investment      Investment       `json:"investment"`
	Roadmap         Roadmap          `json:"roadmap"`
}

// PlanSource is the record of the approved document.
type PlanSource struct {
	Title          string   `json:"title"`
	DocumentNumber string   `json:"document_number"`
	PolicyNumber   string   `json:"policy_number"`
	ApprovedOn     gov.Date `json:"approved_on"`
	Disclosure     string   `json:"disclosure"`
	Licence        string   `json:"licence"`
}

// Pillar is the top level of the plan (대과제).
type Pillar struct {
	ID        string     `json:"id"`
	Number    string     `json:"number"` // Ⅰ … Ⅳ
	Name      string     `json:"name"`
	PlanTasks []PlanTask `json:"plan_tasks"`
}

// PlanTask is the second level (추진과제).
type PlanTask struct {
	ID           string        `json:"id"`
	Number       string        `json:"number"`
	Name         string        `json:"name"`
	UnitProjects []UnitProject `json:"unit_projects"`
}

// UnitProject is the third level (단위사업). The department printed first leads, the others are partners.
type UnitProject struct {
	ID                 string       `json:"id"`
	Code               string       `json:"code"` // Ⅱ-2-3
	Name               string       `json:"name"`
	Change             string       `json:"change"` // new, expanded, continued, improved, strengthened
	Lead               gov.UnitID   `json:"lead"`
	Partners           []gov.UnitID `json:"partners"`
	DepartmentsPrinted []string     `json:"departments_printed"`
	Targets            []Target     `json:"targets,omitempty"`
	Facts              []Figure     `json:"facts,omitempty"`
}

// Target is a headline target with its points in time.
type Target struct {
	Label      string      `json:"label"`
	Printed    string      `json:"printed"`
	Cumulative bool        `json:"cumulative,omitempty"` // 누적
	Points     []Point     `json:"points"`
	Milestones []Milestone `json:"milestones,omitempty"`
}

// Milestone is a step of a target that is not a number.
type Milestone struct {
	Year  int    `json:"year"`
	Label string `json:"label"`
}

// Point is one value of a target or an indicator.
type Point struct {
	Year      int     `json:"year"`
	Value     float64 `json:"value"` // in Unit; never money
	Unit      string  `json:"unit"`
	Printed   string  `json:"printed,omitempty"`
	Tentative bool    `json:"tentative,omitempty"`
}

// KPI is a key indicator of the plan.
type KPI struct {
	No       int       `json:"no"`
	Name     string    `json:"name"`
	Measures []Measure `json:"measures"`
}

// Measure is one measured value of a KPI; Baseline is nil where none was known.
type Measure struct {
	Name     string `json:"name"`
	Baseline *Point `json:"baseline"`
	Target   *Point `json:"target"`
}

// IntegratedTask joins unit projects across pillars (통합적 과업).
type IntegratedTask struct {
	ID          string            `json:"id"`
	Name        string            `json:"name"`
	Lead        []gov.UnitID      `json:"lead"`
	Cooperating []gov.UnitID      `json:"cooperating"`
	Links       []IntegrationLink `json:"links"`
}

// IntegrationLink is one subject of an integrated task and the unit projects it joins.
type IntegrationLink struct {
	ID           string   `json:"id"`
	Label        string   `json:"label"`
	UnitProjects []string `json:"unit_projects"`
}

// Investment is the table of yearly investment (연차별 투자계획).
type Investment struct {
	PrintedUnit string          `json:"printed_unit"`
	Columns     []string        `json:"columns"` // total, 2022 … 2026, 2027-2030
	Rows        []InvestmentRow `json:"rows"`
}

// InvestmentRow is one row of the table: corrected values in won beside the characters of the document.
type InvestmentRow struct {
	ID      string            `json:"id"`
	Level   string            `json:"level"` // total, pillar, plan_task
	Node    string            `json:"node"`  // id of the pillar or plan task, empty for the total
	Name    string            `json:"name"`
	Won     map[string]int64  `json:"won"`
	Printed map[string]string `json:"printed"`
}

// Roadmap is the target grid of the sub-projects by year.
type Roadmap struct {
	Columns []string     `json:"columns"`
	Rows    []RoadmapRow `json:"rows"`
}

// RoadmapRow is one line of the grid.
type RoadmapRow struct {
	ID          string        `json:"id"`
	UnitProject string        `json:"unit_project"` // empty: the management of the plan itself
	Name        string        `json:"name"`
	New         bool          `json:"new"`
	Cumulative  bool          `json:"cumulative"`
	Alignment   string        `json:"alignment"` // exact, confirmed, assumed, single: how sure the columns are
	Cells       []RoadmapCell `json:"cells"`
}

// RoadmapCell is one printed cell and the columns it covers.
type RoadmapCell struct {
	Columns []string `json:"columns"`
	Text    string   `json:"text"`
	Value   *float64 `json:"value,omitempty"`
	Unit    string   `json:"unit,omitempty"`
}

// UnitProjects returns every unit project in the order of the plan.
func (p *Plan) UnitProjects() []UnitProject {
	var out []UnitProject
	for _, pillar := range p.Pillars {
		for _, t := range pillar.PlanTasks {
			out = append(out, t.UnitProjects...)
		}
	}
	return out
}
