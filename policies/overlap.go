package policies

import (
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"gyeol/gov"
)

// The criteria by which two projects are compared.
const (
	ByName      = "name"      // 사업명: trigram similarity
	ByGoal      = "goal"      // 추진목표: the same words
	ByTarget    = "target"    // 대상: the groups that field or name speak of
	ByPlace     = "place"     // 장소: common words
	ByPeriod    = "period"    // 기간: common days
	ByBudget    = "budget"    // 예산: the smaller over the larger amount
	ByIndicator = "indicator" // 지표: equal figures
	ByAgencies  = "agencies"  // 협력기관: common partners
)

// The parts of a compilation in which projects are compared.
const (
	OverlapPlan    = "plan"    // unit projects of the plan year
	OverlapResults = "results" // sub-projects of the results year
)

// OverlapRule says when two projects are a candidate for the coordination committee (domain §2.2 stage 4). Likeness is
// counted in thousandths: 1000 is the same.
type OverlapRule struct {
	Ruled    `yaml:",inline"`
	ID       string             `yaml:"id" json:"id"`
	Name     int                `yaml:"name_least" json:"name_least"` // trigram similarity from which names are compared at all
	Least    int                `yaml:"least" json:"least"`           // total from which a pair is shown
	Most     int                `yaml:"most" json:"most"`             // pairs shown at most, the likeliest first
	Shared   int                `yaml:"shared" json:"shared"`         // what more projects than this share says nothing
	Telling  int64              `yaml:"telling" json:"telling"`       // value from which equal figures tell under any label
	Equal    int                `yaml:"equal" json:"equal"`           // what a telling equal figure is worth
	Labelled int                `yaml:"labelled" json:"labelled"`     // what a smaller one under the same label is worth
	Criteria []OverlapCriterion `yaml:"criteria" json:"criteria"`
	Targets  []TargetGroup      `yaml:"targets" json:"targets"`
}

// OverlapCriterion is one criterion with its weight and the fields of the forms that speak of it.
type OverlapCriterion struct {
	ID     string `yaml:"id" json:"id"`
	Title  string `yaml:"title" json:"title"`
	Weight int    `yaml:"weight" json:"weight"`
	// Fields of the forms that speak of it: of a period first and last day, of an indicator its value and unit, else
	// the first that was filled in.
	Fields []string `yaml:"fields" json:"fields,omitempty"`
}

// TargetGroup is a group of people by the words that name it.
type TargetGroup struct {
	ID    string   `yaml:"id" json:"id"`
	Title string   `yaml:"title" json:"title"`
	Words []string `yaml:"words" json:"words"` // without spaces
}

// OverlapItem is a project as it is compared. What nobody gave is zero and not compared.
type OverlapItem struct {
	Part     string          `json:"part"`
	ID       string          `json:"id"`
	Name     string          `json:"name"`
	Goal     string          `json:"goal"`
	Target   string          `json:"target"`
	Place    string          `json:"place"`
	From     gov.Date        `json:"from"`
	To       gov.Date        `json:"to"`
	Budget   *int64          `json:"budget_krw"`
	Agencies []string        `json:"agencies"`
	Figures  []OverlapFigure `json:"figures"`
}

// OverlapFigure is one figure of a project.
type OverlapFigure struct {
	Label string `json:"label"` // empty: a target value without a name of its own
	Value string `json:"value"` // as it is printed, without separators
	Unit  string `json:"unit"`
}

// OverlapPart is what one criterion says of a pair. Value is nil where nothing could be compared.
type OverlapPart struct {
	Criterion string `json:"criterion" example:"indicator"`
	Title     string `json:"title" example:"지표"`
	Compared  bool   `json:"compared" doc:"Whether both projects say anything to compare"`
	Value     *int   `json:"value,omitempty" doc:"Likeness in thousandths; absent where nothing could be compared" example:"900"`
	Weight    int    `json:"weight" example:"4"`
	Text      string `json:"text" doc:"Why, in words" example:"같은 지표 1,321명"`
}

// OverlapScore is the likeness of two projects with its reasons, one part for each criterion.
type OverlapScore struct {
	Total    int           // thousandths, over the weights of what could be compared
	Compared int           // thousandths of all weight that could be compared
	Parts    []OverlapPart // in the order of the rule
}

// notComparable is what a criterion says where one side or both give nothing.
const notComparable = "비교할 자료 없음"

// Score compares two projects. The similarity of their names is the database's word, in thousandths; all else follows
// from the projects. A criterion that cannot be compared leaves the denominator.
func (r OverlapRule) Score(a, b OverlapItem, nameSimilarity int) OverlapScore {
	var s OverlapScore
	sum, compared, all := 0, 0, 0
	for _, c := range r.Criteria {
		value, text := r.compare(c.ID, [2]OverlapItem{a, b}, nameSimilarity)
		all += c.Weight
		part := OverlapPart{Criterion: c.ID, Title: c.Title, Weight: c.Weight, Text: text}
		if value >= 0 {
			part.Compared, part.Value = true, &value
			sum += value * c.Weight
			compared += c.Weight
		}
		s.Parts = append(s.Parts, part)
	}
	if compared > 0 {
		s.Total = (sum + compared/2) / compared
		s.Compared = compared * 1000 / all
	}
	return s
}

// Fields are the fields of the forms that speak of a criterion.
func (r OverlapRule) Fields(criterion string) []string {
	for _, c := range r.Criteria {
		if c.ID == criterion {
			return c.Fields
		}
	}
	return nil
}

// compare gives one criterion's likeness and its words; below zero it could not be compared.
func (r OverlapRule) compare(criterion string, of [2]OverlapItem, nameSimilarity int) (int, string) {
	a, b := of[0], of[1]
	switch criterion {
	case ByName:
		return nameSimilarity, "사업명 유사도 " + Thousandths(nameSimilarity)
	case ByGoal:
		if sameGoal(a, b) {
			return 1000, "추진목표가 같음"
		}
	case ByTarget:
		return r.compareTargets(a, b)
	case ByPlace:
		return shareOf("장소", words(a.Place), words(b.Place))
	case ByPeriod:
		return comparePeriods(a, b)
	case ByBudget:
		return compareBudgets(a.Budget, b.Budget)
	case ByIndicator:
		return r.compareFigures(a.Figures, b.Figures)
	case ByAgencies:
		return shareOf("협력기관", a.Agencies, b.Agencies)
	}
	return -1, notComparable
}

// goalLeast is how many letters a goal must have so that its being the same means anything.
const goalLeast = 11

// sameGoal reports whether two goals are the same. Different goals say nothing: words are chosen freely.
func sameGoal(a, b OverlapItem) bool {
	goal := Plain(a.Goal)
	return len([]rune(goal)) >= goalLeast && goal == Plain(b.Goal)
}

// TargetsOf names the groups that a project is for: those of its field, or of its name where the field is blank.
func (r OverlapRule) TargetsOf(i OverlapItem) []string {
	text := Plain(cmp.Or(i.Target, i.Name))
	var out []string
	for _, g := range r.Targets {
		if slices.ContainsFunc(g.Words, func(w string) bool { return strings.Contains(text, w) }) {
			out = append(out, g.Title)
		}
	}
	return out
}

func (r OverlapRule) compareTargets(a, b OverlapItem) (int, string) {
	return shareOf("대상", r.TargetsOf(a), r.TargetsOf(b))
}

// shareOf compares two sets of words: twice what is common over what there is in both.
func shareOf(what string, a, b []string) (int, string) {
	if len(a) == 0 || len(b) == 0 {
		return -1, notComparable
	}
	var common []string
	for _, w := range a {
		if slices.Contains(b, w) && !slices.Contains(common, w) {
			common = append(common, w)
		}
	}
	if len(common) == 0 {
		return 0, fmt.Sprintf("%s 다름: %s / %s", what, strings.Join(a, "·"), strings.Join(b, "·"))
	}
	return 2000 * len(common) / (len(a) + len(b)), fmt.Sprintf("같은 %s: %s", what, strings.Join(common, "·"))
}

func comparePeriods(a, b OverlapItem) (int, string) {
	if a.From.IsZero() || a.To.IsZero() || b.From.IsZero() || b.To.IsZero() {
		return -1, notComparable
	}
	common := min(a.To.Sub(b.From), b.To.Sub(a.From), a.To.Sub(a.From), b.To.Sub(b.From)) + 1
	both := max(a.To.Sub(b.From), b.To.Sub(a.From), a.To.Sub(a.From), b.To.Sub(b.From)) + 1
	if common <= 0 || both <= 0 {
		return 0, "기간이 겹치지 않음"
	}
	return 1000 * common / both, fmt.Sprintf("기간이 %d일 겹침", common)
}

func compareBudgets(a, b *int64) (int, string) {
	if a == nil || b == nil || *a <= 0 || *b <= 0 {
		return -1, notComparable
	}
	least, most := min(*a, *b), max(*a, *b)
	return int(float64(least) / float64(most) * 1000), fmt.Sprintf("예산 %s원 / %s원", grouped(*a), grouped(*b))
}

// OverlapHash is the hash of what two projects say, to which a decision on them binds.
func OverlapHash(a, b OverlapItem) ([]byte, error) {
	text, err := json.Marshal([2]OverlapItem{a, b})
	if err != nil {
		return nil, fmt.Errorf("write a pair of projects: %w", err)
	}
	sum := sha256.Sum256(text)
	return sum[:], nil
}

// Plain leaves letters and digits only, so that spacing and punctuation hide no likeness.
func Plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// words are the words of a text, each once.
func words(s string) []string {
	var out []string
	for _, w := range strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}

// Thousandths writes a likeness with two decimals, as the committee reads it: 0.69.
func Thousandths(n int) string { return fmt.Sprintf("%d.%02d", n/1000, n%1000/10) }

// Threshold writes a likeness as the database takes it: 0.3.
func Threshold(n int) string { return fmt.Sprintf("%d.%03d", n/1000, n%1000) }
