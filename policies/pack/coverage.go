package pack

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"gyeol/gov"
	"gyeol/policies"
)

// coverage proves that on each day each case of a matter is decided by exactly one row of the delegation table. It is
// exact: the facts are cut at every value that a condition names, and every row is asked in every cell (issue: "no row
// decides …", "two rows decide …").
type coverage struct {
	l    *loader
	left int // evaluations that may still be spent on this pack
}

// maxEvaluations bounds the work of one loading, about half a second.
const maxEvaluations = 200_000

func (l *loader) crossCoverage() {
	c := coverage{l, maxEvaluations}
	for _, matter := range l.p.Matters() {
		c.matter(matter)
	}
}

const authorityFileName = "authority.yaml"

// row is the place of a row.
func (c *coverage) row(i int, fields ...string) place {
	return in(authorityFileName, append([]string{"rows", index(i)}, fields...)...)
}

// matter checks the rows of one matter between every two days on which one begins or ends.
func (c *coverage) matter(matter string) {
	var rows []int
	for i, row := range c.l.authority.Rows {
		if row.Matter != matter {
			continue
		}
		rows = append(rows, i)
		if ends(row.Ruled, begins(row.Ruled)) {
			c.l.fault(c.row(i, "until"), "authority/dates", "전결 규정 ‘%s’은(는) 시작하기 전에 끝납니다.", row.ID)
		}
	}
	days := c.boundaries(rows)
	for i, day := range days {
		until := gov.Date{}
		if i+1 < len(days) {
			until = days[i+1].AddDays(-1)
		}
		in := slices.DeleteFunc(slices.Clone(rows), func(r int) bool {
			applies, _ := c.l.authority.Rows[r].InForce(day)
			return !applies
		})
		c.interval(interval{rows, in, day, until})
	}
}

// boundaries are the days on which the rows in force change.
func (c *coverage) boundaries(rows []int) []gov.Date {
	var days []gov.Date
	for _, i := range rows {
		row := c.l.authority.Rows[i]
		days = append(days, begins(row.Ruled))
		if after := row.Until.AddDays(1); !after.IsZero() {
			days = append(days, after)
		}
	}
	slices.SortFunc(days, gov.Date.Compare)
	return slices.Compact(days)
}

// interval is a run of days between which the rows in force do not change.
type interval struct {
	of    []int    // every row of the matter
	in    []int    // those in force
	from  gov.Date // first day
	until gov.Date // last day, zero if it has no end
}

func (v interval) String() string {
	if v.until.IsZero() {
		return fmt.Sprintf("%s부터", v.from)
	}
	return fmt.Sprintf("%s부터 %s까지", v.from, v.until)
}

func (c *coverage) interval(v interval) {
	switch {
	case c.left <= 0: // told already; the table is too large
	case len(v.in) > 0:
		if s, ok := c.space(v); ok {
			c.prove(v, s)
		}
	case !v.until.IsZero(): // a hole between two wordings; a matter may end for good
		c.gap(v, v.of[0], "모든 경우")
	}
}

// space cuts the facts that the rows in force ask for. False if they cannot be checked; the fault says why.
func (c *coverage) space(v interval) (space, bool) {
	t := newTold()
	for _, i := range v.in {
		row := c.l.authority.Rows[i]
		if err := c.l.p.authority.tell(row.ID, t); err != nil {
			c.l.fault(c.row(i, "when"), "authority/analysis",
				"조건 ‘%s’은(는) 빈틈과 겹침을 따질 수 없는 식입니다: %v.", row.When, err)
			return space{}, false
		}
	}
	var s space
	fits := true
	for _, f := range c.l.p.authority.facts {
		if !t.facts[f.ID] {
			continue
		}
		a, ok := t.axis(f)
		fits = fits && ok
		s.axes = append(s.axes, a)
		c.strange(v, f, t.words[f.ID])
	}
	cost := s.cells() * len(v.in)
	if fits = fits && s.cells() <= maxCells; fits {
		c.left -= cost
	}
	if !fits || c.left < 0 {
		c.l.fault(c.row(v.in[0]), "authority/analysis",
			"업무 ‘%s’의 조건이 가르는 경우가 너무 많아 빈틈과 겹침을 따질 수 없습니다. 조건을 나누거나 줄이십시오.", c.matterOf(v))
		return space{}, false
	}
	return s, true
}

// strange finds a word that a condition asks for and the fact can never say.
func (c *coverage) strange(v interval, f policies.FactRule, words []string) {
	for _, w := range unique(words) {
		if len(f.Values) > 0 && !slices.Contains(f.Values, w) {
			c.l.fault(c.row(v.in[0]), "fact/value", "업무 ‘%s’의 조건이 사실 ‘%s’에 없는 값 ‘%s’을(를) 묻습니다.", c.matterOf(v), f.ID, w)
		}
	}
}

// prove asks every row in every cell.
func (c *coverage) prove(v interval, s space) {
	found := map[string][]box{}
	rows := map[string][]int{}
	for n := range s.cells() {
		cell := s.cell(n)
		holding, err := c.holding(v, s.sample(cell))
		if err != nil {
			c.l.fault(c.row(v.in[0]), "authority/analysis", "업무 ‘%s’의 조건을 따지지 못했습니다: %v.", c.matterOf(v), err)
			return
		}
		key := fmt.Sprint(holding)
		found[key], rows[key] = append(found[key], cell), holding
	}
	for _, key := range slices.Sorted(maps.Keys(found)) {
		switch cases := s.say(s.merge(found[key])); len(rows[key]) {
		case 0:
			c.gap(v, v.in[0], cases)
		case 1:
		default:
			c.overlap(v, rows[key], cases)
		}
	}
}

// holding returns the rows that decide in a cell.
func (c *coverage) holding(v interval, facts map[string]any) ([]int, error) {
	var out []int
	for _, i := range v.in {
		holds, err := c.l.p.authority.holds(c.l.authority.Rows[i].ID, facts)
		if err != nil {
			return nil, err
		}
		if holds {
			out = append(out, i)
		}
	}
	return out, nil
}

func (c *coverage) gap(v interval, at int, cases string) {
	c.l.fault(c.row(at), "authority/gap", "업무 ‘%s’을(를) 정하는 전결 규정이 없는 경우가 있습니다: %s (%s).", c.matterOf(v), cases, v)
}

func (c *coverage) overlap(v interval, rows []int, cases string) {
	var ids []string
	for _, i := range rows {
		ids = append(ids, "‘"+c.l.authority.Rows[i].ID+"’")
	}
	c.l.fault(c.row(rows[len(rows)-1]), "authority/overlap", "업무 ‘%s’을(를) 전결 규정 %d개(%s)가 함께 정하는 경우가 있습니다: %s (%s).",
		c.matterOf(v), len(rows), strings.Join(ids, ", "), cases, v)
}

// matterOf names the matter of an interval: its id and its 단위업무.
func (c *coverage) matterOf(v interval) string {
	row := c.l.authority.Rows[v.of[0]]
	unit, _, _ := strings.Cut(row.Title, " · ")
	return row.Matter + "(" + unit + ")"
}
