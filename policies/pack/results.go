package pack

import "gyeol/gov"

// Results is the performance report of one year (추진실적). A pack without one has results of year 0.
type Results struct {
	Year       int             `json:"year"`
	Source     Source          `json:"source"`
	Totals     []Total         `json:"totals"`
	Highlights []Highlight     `json:"highlights"`
	Relations  []Relation      `json:"relations"`
	Pillars    []ResultsPillar `json:"pillars"`
}

// Highlight is a figure of the summary with the figures of a sub-project that it should be the sum of; none where the
// detail has no such figure.
type Highlight struct {
	ID         string   `json:"id"`
	Pillar     string   `json:"pillar"`
	Label      string   `json:"label"`
	Value      float64  `json:"value"`
	Unit       string   `json:"unit"`
	SubProject string   `json:"sub_project"`
	Figures    []string `json:"figures"` // labels
	Note       string   `json:"note,omitempty"`
}

// Relation says how a figure of a sub-project follows from others of it.
type Relation struct {
	ID         string   `json:"id"`
	SubProject string   `json:"sub_project"`
	Rule       string   `json:"rule"`   // sum, percent (the first of the second), scale20 (five points as a hundred)
	Result     string   `json:"result"` // label
	Of         []string `json:"of"`     // labels
	Digits     int      `json:"digits,omitempty"`
}

// Source names the paper a file was taken from.
type Source struct {
	Title string `json:"title"`
	Note  string `json:"note,omitempty"`
}

// Total is a figure that the paper prints for the whole city; it is never spread over rows.
type Total struct {
	What    string `json:"what"` // projects, budget, executed, execution_rate_tenths, participation_rate_tenths
	Year    int    `json:"year"`
	Value   int64  `json:"value"` // money in won, rates in tenths of a percent
	Unit    string `json:"unit"`
	Printed string `json:"printed"`
	Source  string `json:"source"`
}

// ResultsPillar is a field of the report (분야).
type ResultsPillar struct {
	ID     string        `json:"id"`
	Number int           `json:"number"`
	Name   string        `json:"name"`
	Groups []ResultGroup `json:"groups"`
}

// ResultGroup is a task group of the report.
type ResultGroup struct {
	ID          string       `json:"id"`
	Number      int          `json:"number"`
	Name        string       `json:"name"`
	SubProjects []SubProject `json:"sub_projects"`
}

// SubProject is the level that carries figures (세부사업). Money is nil where the paper gives none.
type SubProject struct {
	ID            string       `json:"id"`
	Number        int          `json:"number"`
	Name          string       `json:"name"`
	Status        []string     `json:"status"` // normal, terminated, merged, low-execution, transferred
	Lead          gov.UnitID   `json:"lead"`
	Partners      []gov.UnitID `json:"partners"`
	BudgetWon     *int64       `json:"budget_won"`
	ExecutedWon   *int64       `json:"executed_won"`
	Figures       []Figure     `json:"figures"`
	MergedInto    string       `json:"merged_into,omitempty"`
	Began         string       `json:"began,omitempty"` // 2024-06: the month, as printed
	Ended         string       `json:"ended,omitempty"` // 2024-10
	Reason        string       `json:"reason,omitempty"`
	TransferredTo gov.UnitID   `json:"transferred_to,omitempty"`
	Note          string       `json:"note,omitempty"`
}

// Figure is one printed figure in its printed unit (2,045천명 is 2045 천명); never money to be summed.
type Figure struct {
	Label       string  `json:"label"`
	Value       float64 `json:"value"`
	Unit        string  `json:"unit"`
	AsOf        string  `json:"as_of,omitempty"`
	Basis       string  `json:"basis,omitempty"`
	Approximate bool    `json:"approximate,omitempty"`
}

// Total returns a city total by what it counts and its year; false if the paper prints none.
func (r *Results) Total(what string, year int) (Total, bool) {
	for _, t := range r.Totals {
		if t.What == what && t.Year == year {
			return t, true
		}
	}
	return Total{}, false
}

// SubProjects returns every sub-project in the order of the report.
func (r *Results) SubProjects() []SubProject {
	var out []SubProject
	for _, p := range r.Pillars {
		for _, g := range p.Groups {
			out = append(out, g.SubProjects...)
		}
	}
	return out
}

// Agreements are the agreements and memberships of the city (업무협약).
type Agreements struct {
	Source      Source       `json:"source"`
	Agreements  []Agreement  `json:"agreements"`
	Memberships []Membership `json:"memberships"`
}

// Agreement is one concluded agreement, its term as it is read.
type Agreement struct {
	ID                      string     `json:"id"`
	Title                   string     `json:"title"`
	Parties                 []Party    `json:"parties"`
	Responsible             gov.UnitID `json:"responsible"`
	SignedOn                gov.Date   `json:"signed_on"`
	Place                   string     `json:"place"`
	Basis                   []string   `json:"basis"`
	Term                    Term       `json:"term"`
	Renewal                 Renewal    `json:"renewal"`
	Notice                  NoticeTerm `json:"notice"`
	ConfidentialitySurvives bool       `json:"confidentiality_survives"`
}

// Party is a party of an agreement and the office that signed.
type Party struct {
	Unit      gov.UnitID `json:"unit"`
	Signatory string     `json:"signatory"`
}

// Term is how long an agreement lasts; End is the last day as the civil code counts it (민법 제160조).
type Term struct {
	Article    string   `json:"article"`
	Start      gov.Date `json:"start"`
	Months     int      `json:"months"` // 0: an end is printed instead
	EndPrinted string   `json:"end_printed"`
	End        gov.Date `json:"end"`
}

// Renewal says how an agreement goes on.
type Renewal struct {
	Automatic bool `json:"automatic"`
	Months    int  `json:"months"`
	MaxYears  int  `json:"max_years"` // 0: no limit is printed
}

// NoticeTerm says how an agreement is ended.
type NoticeTerm struct {
	Months int    `json:"months"` // before the end; 0: no period is printed
	Form   string `json:"form"`
	By     string `json:"by"`
}

// Membership is a planned membership in an international body.
type Membership struct {
	ID           string     `json:"id"`
	Organisation gov.UnitID `json:"organisation"`
	Title        string     `json:"title"`
	Responsible  gov.UnitID `json:"responsible"`
	Steps        []struct {
		Order   int    `json:"order"`
		Step    string `json:"step"`
		When    string `json:"when"`
		Printed string `json:"printed"`
	} `json:"steps"`
}

// Inconsistency is a contradiction of the source papers, with both figures or the reason why there is no second; no
// value was bent.
type Inconsistency struct {
	ID       string `json:"id"`
	About    string `json:"about"`   // basic-plan, results-2024, organisation, agreements, calendar
	Kind     string `json:"kind"`    // arithmetic, rounding, cross_reference, …
	Checked  bool   `json:"checked"` // arithmetic reproduces it; the others were found by reading
	Where    string `json:"where"`
	Printed  string `json:"printed"`
	Computed string `json:"computed"` // what arithmetic or the other place gives; empty where nothing can
	Note     string `json:"note"`     // where the second figure comes from, or why there is none
}
