package checks

import (
	"cmp"
	"math/big"
	"slices"
	"strings"

	"gyeol/policies"
)

// target demands a cause and a measure where the target was missed; for lower-is-better the other way round.
func (s *sheet) target(row Row) {
	rule := s.rules.Rule(policies.TargetCheck)
	target, _, ok := s.figure(rule, row, "target")
	actual, actualField, known := s.figure(rule, row, "actual")
	if !ok || !known || target.Sign() <= 0 {
		return
	}
	reached := tenthsOf(actual, target)
	missed := reached < rule.Limits["below_tenths"]
	if way, _ := s.text(rule, row, "direction"); slices.Contains(rule.Words["lower_is_better"], way) {
		missed = actual.Cmp(target) > 0
	}
	if !missed {
		return
	}
	demanded := false
	for _, name := range []string{"cause", "measure"} {
		text, f := s.text(rule, row, name)
		if f.ID == "" {
			continue
		}
		demanded = true
		if text == "" {
			s.add(rule, place{row: row, field: f, printed: shown(actual), computed: shown(target)})
		}
	}
	if !demanded { // a form that does not ask: the figure itself is where it is seen
		s.add(rule, place{row: row, field: actualField, printed: shown(actual), computed: shown(target)})
	}
}

// cumulative refuses a falling value where the form, or the row itself, says that it only grows.
func (s *sheet) cumulative(row Row) {
	rule := s.rules.Rule(policies.CumulativeCheck)
	said, _ := s.text(rule, row, "kind")
	for _, f := range s.form.Fields {
		s.effort.Fields++
		byRow := said == "cumulative" && slices.Contains(rule.Fields["value"], f.ID)
		if !f.Number() || (f.Kind != policies.Cumulative && !byRow) {
			continue
		}
		series := append(slices.Clone(row.Series[f.ID]), row.Last[f.ID], row.Values[f.ID])
		if high, low, fell := falls(series); fell {
			s.add(rule, place{row: row, field: f, printed: shown(low), computed: shown(high) + " 이상"})
		}
	}
}

// falls finds the first value of a series that is below one before it. Blanks are passed over.
func falls(series []any) (high, low *big.Rat, fell bool) {
	for _, v := range series {
		n, ok := number(v)
		if !ok {
			continue
		}
		if high != nil && n.Cmp(high) < 0 {
			return high, n, true
		}
		high = n
	}
	return nil, nil, false
}

// kinds holds a value against its unit: a percentage beyond a hundred, a head count with decimals, below zero what is
// counted.
func (s *sheet) kinds(row Row) {
	rule := s.rules.Rule(policies.KindCheck)
	unit, _ := s.text(rule, row, "unit")
	for _, f := range s.form.Fields {
		s.effort.Fields++
		if !f.Number() || f.Type == policies.FieldMoney {
			continue
		}
		n, ok := s.number(row, f.ID)
		if !ok {
			continue
		}
		of := f.Unit
		if of == "" && slices.Contains(rule.Fields["value"], f.ID) {
			of = unit
		}
		if want := misfit(rule, of, n); want != "" {
			s.add(rule, place{row: row, field: f, printed: shown(n) + of, computed: want})
		}
	}
}

// sameKind points at an indicator whose unit or kind is another than last year's: the two values cannot be compared.
func (s *sheet) sameKind(row Row) {
	rule := s.rules.Rule(policies.KindCheck)
	for _, name := range []string{"unit", "kind"} {
		now, f := s.text(rule, row, name)
		last, _ := row.Last[f.ID].(string)
		if last = strings.TrimSpace(last); now != "" && last != "" && now != last {
			s.add(rule, place{row: row, field: f, printed: f.TitleOf(now), computed: f.TitleOf(last)})
		}
	}
}

// figures holds the printed figures of a row against their units. Growth may be more than a hundred percent, a share
// may not.
func (s *sheet) figures(row Row) {
	rule := s.rules.Rule(policies.KindCheck)
	for _, f := range row.Figures {
		s.effort.Fields++
		n, ok := number(f.Value)
		if !ok || strings.Contains(f.Label, "증가") || strings.Contains(f.Label, "증감") {
			continue
		}
		if want := misfit(rule, f.Unit, n); want != "" {
			at := place{row: row, printed: shown(n) + f.Unit, computed: want}
			at.field.ID, at.field.Title = f.Label, f.Label
			s.add(rule, at)
		}
	}
}

// misfit says what a value of the unit may be where this one is not; "" where it fits or nothing is known of the unit.
func misfit(rule policies.CheckRule, unit string, n *big.Rat) string {
	switch {
	case slices.Contains(rule.Words["percent"], unit):
		most := rule.Limits["most_percent"]
		if n.Cmp(new(big.Rat).SetInt64(most)) > 0 || n.Cmp(new(big.Rat).SetInt64(-most)) < 0 {
			return "△" + Thousands(most) + " 이상 " + Thousands(most) + " 이하"
		}
	case slices.Contains(rule.Words["counted"], unit):
		if !n.IsInt() || n.Sign() < 0 {
			return "0 이상의 정수"
		}
	}
	return ""
}

// sameBase holds the base values of one indicator against each other and against last year's: each is cited from one
// place, whatever wording of the form a unit reads.
func (s *sheet) sameBase(rows []Row) {
	rule := s.rules.Rule(policies.BaseCheck)
	ordered := slices.SortedFunc(slices.Values(rows), func(a, b Row) int {
		return cmp.Or(cmp.Compare(a.Item, b.Item), cmp.Compare(a.ID, b.ID))
	})
	for _, row := range ordered {
		v, f := s.value(rule, row, "base")
		n, ok := number(v)
		if !ok {
			continue
		}
		if last, known := number(row.Last[f.ID]); known && last.Cmp(n) != 0 {
			s.add(rule, place{row: row, field: f, printed: shown(n), computed: shown(last)})
			continue
		}
		id, _ := s.text(rule, row, "indicator")
		want, seen := s.bases[id]
		switch {
		case id == "":
		case !seen:
			s.bases[id] = n
		case want.Cmp(n) != 0:
			s.add(rule, place{row: row, field: f, printed: shown(n), computed: shown(want)})
		}
	}
}
