package pack

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"gyeol/gov"
	"gyeol/policies"
)

// Ask is the question who decides a matter.
type Ask struct {
	Matter  string         // of the delegation table
	Facts   map[string]any // by the id of their declaration; numbers and lists as JSON brings them are fine
	Drafter gov.PostID
	Touched []gov.UnitID // units whose work the content touches; they concur where the row says so
	Barred  []gov.PostID // the other posts that whoever drafts holds on that day: he signs in none of them
	On      gov.Date     // the day of the submission: its table is pinned (서울특별시 사무전결처리 규칙 부칙)
}

// Line is a computed approval line with the row it was computed from. Whoever keeps the row, the cells and the hash of
// the pack has pinned the line: amending the table changes nothing about it.
type Line struct {
	Pack    string                `json:"pack"` // hash of the pack
	On      gov.Date              `json:"on"`
	Row     policies.AuthorityRow `json:"row"`
	Facts   []Fact                `json:"facts"`                   // those for which the rows of the matter ask
	Assumed bool                  `json:"assumed,omitempty"`       // 현행 규정 기준
	Series  string                `json:"policy_series,omitempty"` // of the policy number, while the last cell decides
	Cells   []Cell                `json:"cells"`
}

// Fact is a fact as it was taken.
type Fact struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Value any    `json:"value"`
}

// Cell is a cell of a computed line with the reasons that put it there.
type Cell struct {
	policies.Cell

	Reasons []gov.Reason `json:"reasons"`
}

// Plain returns the cells as the running line takes them.
func (l Line) Plain() []policies.Cell {
	out := make([]policies.Cell, len(l.Cells))
	for i, c := range l.Cells {
		out[i] = c.Cell
	}
	return out
}

// Line computes who signs a matter, in which order and why, over an organisation on the day asked for. It refuses with
// CodeNoRule as Authority and policies.Line do, and with ErrNotFound where the drafter holds no post of that
// organisation.
func (p *Pack) Line(q Ask, org policies.Org) (Line, error) {
	drafter, ok := org.Post(q.Drafter)
	if !ok {
		return Line{}, gov.ErrNotFound
	}
	facts := p.fill(q)
	row, because, err := p.Authority(q.Matter, facts, q.On)
	if err != nil {
		return Line{}, err
	}
	cells, err := policies.Line(policies.LineRequest{
		Row: row, Drafter: drafter, Touched: q.Touched, Barred: q.Barred,
	}, org)
	if err != nil {
		return Line{}, p.owned(q.Matter, err)
	}
	known, err := p.facts(q.Matter, p.inForce(q.Matter, q.On), facts)
	if err != nil {
		return Line{}, err
	}
	l := Line{Pack: p.Hash.String(), On: q.On, Row: row, Assumed: because[0].Assumed, Facts: []Fact{}}
	for _, f := range p.authority.facts {
		if value, ok := known[f.ID]; ok {
			l.Facts = append(l.Facts, Fact{f.ID, f.Title, value})
		}
	}
	for _, c := range cells {
		l.Cells = append(l.Cells, Cell{c, []gov.Reason{{
			Rule: "authority/" + c.Row, Article: strings.Join(c.Article, ", "), Text: c.Title + ": " + c.Why, Assumed: l.Assumed,
		}}})
	}
	l.Series = policies.PolicySeries(row, cells[len(cells)-1], p.PolicyNumbers, q.On)
	return l, nil
}

// Grounds says on which facts the row of the line was chosen; nothing where its matter asks for none.
func (l Line) Grounds() []gov.Reason {
	if len(l.Facts) == 0 {
		return nil
	}
	said := make([]string, len(l.Facts))
	for i, f := range l.Facts {
		said[i] = f.Title + ": " + f.Text()
	}
	return []gov.Reason{{
		Rule: "authority/" + l.Row.ID + "/facts", Article: strings.Join(l.Row.Article, ", "), Assumed: l.Assumed,
		Text: "전결 규정을 고른 사실 — " + strings.Join(said, " · "),
	}}
}

// Text is the value of the fact as an official reads it.
func (f Fact) Text() string {
	switch v := f.Value.(type) {
	case bool:
		if v {
			return "예"
		}
		return "아니오"
	case []string:
		if len(v) == 0 {
			return "없음"
		}
		return strings.Join(v, ", ")
	}
	return fmt.Sprint(f.Value)
}

// PolicySeries is the series from which the matter of a row takes its policy number where a cell decides it, whoever
// the row names; empty where it takes none.
func (p *Pack) PolicySeries(row string, decider policies.Cell, on gov.Date) string {
	i := slices.IndexFunc(p.AuthorityRows, func(r policies.AuthorityRow) bool { return r.ID == row })
	if i < 0 {
		return ""
	}
	return policies.PolicySeries(p.AuthorityRows[i], decider, p.PolicyNumbers, on)
}

// owned names in the refusal of a line whoever has to mend it: a line that stops has an owner.
func (p *Pack) owned(matter string, err error) error {
	var refusal *gov.Error
	if !errors.As(err, &refusal) {
		return err
	}
	owner := p.ownerOf(matter)
	refusal.Detail += " 담당자(" + owner + ")가 확인해야 합니다."
	refusal.English += "; owner: " + owner
	return refusal
}

// touchedFact is the fact that gyeol knows of itself: the units that the draft names as touched.
const touchedFact = "bodies_touched"

// fill adds to the facts those that gyeol knows of itself, which nobody is asked for.
func (p *Pack) fill(q Ask) map[string]any {
	if !p.Knows(touchedFact) {
		return q.Facts
	}
	facts := maps.Clone(q.Facts)
	if facts == nil {
		facts = map[string]any{}
	}
	units := make([]string, len(q.Touched))
	for i, u := range q.Touched {
		units[i] = string(u)
	}
	facts[touchedFact] = units
	return facts
}

// Explain is Line over the organisation of the pack on that day; it is what `gyeol policy explain` prints.
func (p *Pack) Explain(q Ask) (Line, error) { return p.Line(q, p.OfficeOn(q.On)) }

// FactsOf returns the facts that a matter knows, whether or not a row asks for them.
func (p *Pack) FactsOf(matter string) []policies.FactRule {
	var out []policies.FactRule
	for _, f := range p.authority.facts {
		if len(f.Matters) == 0 || slices.Contains(f.Matters, matter) {
			out = append(out, f)
		}
	}
	return out
}
