package checks

import (
	"fmt"
	"math/big"
	"regexp"
	"strconv"
	"strings"

	"gyeol/policies"
)

// Investment is one cell of the table of yearly investment (연차별 투자계획).
type Investment struct {
	Row     string // stable id of the row
	Level   string // total, pillar, plan_task
	Node    string // id of the pillar or plan task; empty for the total
	Name    string
	Span    string // total, or a year or years
	KRW     *int64 // nil where the table has no value
	Printed string // the characters of the document, in 백만원
}

const million = 1_000_000

// wholeNumber is how the table prints whole numbers; a decimal point where a comma belongs is no number.
var wholeNumber = regexp.MustCompile(`^\d{1,3}(,\d{3})*$`)

// sums checks the investment table of the plan.
func sums(in Input) []Finding {
	if in.Paper.Plan == nil {
		return nil
	}
	return OfTable(in.Investment, in.Rules)
}

// OfTable checks a table of money: what is printed against the stored value, rows against their total, columns against
// their parts.
func OfTable(cells []Investment, rules policies.CheckRules) []Finding {
	t := newTable(cells, rules)
	var out []Finding
	for _, c := range cells {
		if c.KRW == nil {
			continue
		}
		if f, wrong := t.printed(c); wrong {
			out = append(out, f)
		}
		if f, wrong := t.column(c); wrong {
			out = append(out, f)
		}
	}
	for _, row := range t.rows {
		if f, wrong := t.row(row); wrong {
			out = append(out, f)
		}
	}
	return out
}

// printed compares the characters of the document with the stored value.
func (t table) printed(c Investment) (Finding, bool) {
	if wholeNumber.MatchString(c.Printed) {
		n, err := strconv.ParseInt(strings.ReplaceAll(c.Printed, ",", ""), 10, 64)
		if err == nil && n*million == *c.KRW {
			return Finding{}, false
		}
	}
	return t.finding("printed", c, *c.KRW, "인쇄된 값과 합계가 나오는 값이 다릅니다."), true
}

// finding tells of a cell that arithmetic makes another.
func (t table) finding(what string, c Investment, krw int64, text string) Finding {
	f := ruled(t.rules, policies.SumCheck)
	f.ID = fmt.Sprintf("sums/%s/%s/%s", what, c.Row, c.Span)
	if what == "printed" {
		f.Source, f.About = "INV-"+c.Row+"-"+c.Span, "basic-plan"
	}
	f.Place, f.Item = fmt.Sprintf("연차별 투자계획 %s %s", c.Name, spanName(c.Span)), c.Node
	f.Printed, f.Computed, f.Message = c.Printed, millions(krw), text
	return f
}

// spanName is the head of a column as officials read it.
func spanName(span string) string {
	if span == "total" {
		return "총계"
	}
	return span + "년"
}

// millions prints won in 백만원, with decimals where they are not whole: a sum is shown as it is.
func millions(krw int64) string { return shown(big.NewRat(krw, million)) }

// table is the investment table by row and span.
type table struct {
	rules policies.CheckRules
	under map[string][]Investment // the total cells of the parts of a row, by its node; of the total, of ""
	rows  []Investment            // the total cell of each row, in order
	cells map[[2]string]Investment
	spans []string
}

func newTable(cells []Investment, rules policies.CheckRules) table {
	t := table{rules: rules, cells: map[[2]string]Investment{}, under: map[string][]Investment{}}
	seen := map[string]bool{}
	for _, c := range cells {
		t.cells[[2]string{c.Row, c.Span}] = c
		if c.Span == "total" {
			t.rows = append(t.rows, c)
			if node, ok := above(c); ok {
				t.under[node] = append(t.under[node], c)
			}
		} else if !seen[c.Span] {
			seen[c.Span] = true
			t.spans = append(t.spans, c.Span)
		}
	}
	return t
}

// row checks that the years of a row add up to its total.
func (t table) row(total Investment) (Finding, bool) {
	if total.KRW == nil {
		return Finding{}, false
	}
	var sum int64
	for _, s := range t.spans {
		if c := t.cells[[2]string{total.Row, s}]; c.KRW != nil {
			sum += *c.KRW
		}
	}
	if sum == *total.KRW {
		return Finding{}, false
	}
	return t.finding("row", total, sum, "연도별 금액의 합이 총계와 다릅니다."), true
}

// column checks that the parts of a row add up to it: plan tasks to their pillar, pillars to the total.
func (t table) column(whole Investment) (Finding, bool) {
	if whole.Level == "plan_task" {
		return Finding{}, false
	}
	var sum int64
	parts := 0
	for _, r := range t.under[whole.Node] {
		if c := t.cells[[2]string{r.Row, whole.Span}]; c.KRW != nil {
			parts++
			sum += *c.KRW
		}
	}
	if parts == 0 || sum == *whole.KRW {
		return Finding{}, false
	}
	return t.finding("column", whole, sum, "하위 항목의 합이 소계와 다릅니다."), true
}

// above is the node of the row that a row is a part of; false for the total.
func above(c Investment) (string, bool) {
	switch c.Level {
	case "pillar":
		return "", true
	case "plan_task":
		i := strings.LastIndex(c.Node, "-")
		return c.Node[:max(i, 0)], i > 0
	}
	return "", false
}

// Thousands prints a whole number with commas.
func Thousands(n int64) string {
	return policies.Thousands(n)
}
