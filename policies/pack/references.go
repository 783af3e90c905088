package pack

import "gyeol/gov"

// References are what the papers of the city print in two places, so that both can be held against each other. A pack
// without them has papers that nobody compares.
type References struct {
	Note        string       `json:"note"`
	Headings    []Heading    `json:"headings"`
	MarkedNew   []string     `json:"marked_new"` // unit projects that the roadmap marks as new
	Targets     []TargetRow  `json:"targets"`
	Parts       []CellParts  `json:"parts"`
	Links       []LinkMark   `json:"links"`
	Indicators  []Indicator  `json:"indicators"`
	Comparisons []Comparison `json:"comparisons"`
	Measures    []MeasureRef `json:"measures"`
	Facts       []FactRef    `json:"facts"`
	Statements  []Statement  `json:"statements"`
	Tallies     []Tally      `json:"tallies"`
	Steps       []PastStep   `json:"steps"`
}

// Heading is how the roadmap heads a plan task.
type Heading struct {
	PlanTask string `json:"plan_task"`
	Printed  string `json:"printed"`
}

// TargetRow says which row of the roadmap a headline target follows from, and how.
type TargetRow struct {
	UnitProject string  `json:"unit_project"`
	Label       string  `json:"label"` // of the target
	Row         string  `json:"row"`
	Rule        string  `json:"rule"` // sum_of_years, value_by_year, final_value_plus
	Add         float64 `json:"add,omitempty"`
	AddLabel    string  `json:"add_label,omitempty"` // what is added to the row, as the paper says it
}

// CellParts are the figures in brackets that add up to a cell of the roadmap.
type CellParts struct {
	Row  string   `json:"row"`
	Cell int      `json:"cell"` // counted from 1
	Of   []Figure `json:"of"`
}

// LinkMark is the change class that an integrated task prints for the projects it joins; where it prints several, any
// of them.
type LinkMark struct {
	ID      string   `json:"id"`
	Printed []string `json:"printed"` // new, expanded, continued, improved, strengthened
}

// Indicator is a figure of the situation that the plan describes, each with one value.
type Indicator struct {
	ID      string  `json:"id"`
	Section string  `json:"section"` // Ⅰ … Ⅳ
	Label   string  `json:"label"`
	Value   float64 `json:"value"`
	Unit    string  `json:"unit"`
	Year    int     `json:"year,omitempty"` // 0 where the paper gives none
}

// Comparison is a change or a gap that the plan prints, with the two figures it follows from.
type Comparison struct {
	ID      string   `json:"id"`
	Section string   `json:"section"`
	Label   string   `json:"label"`
	Measure string   `json:"measure"` // difference, relative_change, ratio
	Printed string   `json:"printed"`
	Value   float64  `json:"value"`
	Of      []Figure `json:"of"`
}

// MeasureRef says where a value of a KPI stands once more: among the indicators or in a row of the roadmap.
type MeasureRef struct {
	ID        string `json:"id"`
	KPI       int    `json:"kpi"`
	Measure   string `json:"measure"` // its name
	Point     string `json:"point"`   // baseline, target
	Indicator string `json:"indicator,omitempty"`
	Row       string `json:"row,omitempty"`
}

// FactRef says what a fact of a unit project follows from: the sum of other facts, or a row of the roadmap in a year.
type FactRef struct {
	ID          string   `json:"id"`
	UnitProject string   `json:"unit_project"`
	Label       string   `json:"label"`
	Sum         []string `json:"sum,omitempty"` // labels
	Row         string   `json:"row,omitempty"`
	Year        int      `json:"year,omitempty"`
}

// Statement is a figure of the assessment in the results that follows from totals, or from the projects that it counts.
type Statement struct {
	ID      string  `json:"id"`
	Label   string  `json:"label"`
	Rule    string  `json:"rule"` // relative_change, difference, hundred_millions of totals; status, pillar of projects
	What    string  `json:"what"` // the total, the status, the id of the pillar
	Year    int     `json:"year,omitempty"`
	Printed string  `json:"printed"`
	Value   float64 `json:"value"`
	Unit    string  `json:"unit"`
	Digits  int     `json:"digits"`
}

// Tally is a printed number of things that a paper lists by name.
type Tally struct {
	ID      string   `json:"id"`
	About   string   `json:"about"`
	Where   string   `json:"where"`
	Printed string   `json:"printed"`
	Value   float64  `json:"value"`
	Of      []string `json:"of"`
}

// PastStep is a step that a report lists as still to come.
type PastStep struct {
	ID         string   `json:"id"`
	Membership string   `json:"membership"`
	Order      int      `json:"order"` // of the step
	ReportedOn gov.Date `json:"reported_on"`
}
