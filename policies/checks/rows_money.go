package checks

import (
	"math/big"
	"slices"

	"gyeol/policies"
)

// execution demands a reason where little was spent, or where the row says itself that it was little.
func (s *sheet) execution(row Row) {
	rule := s.rules.Rule(policies.ExecutionCheck)
	reason, field := s.text(rule, row, "reason")
	if reason != "" {
		return
	}
	rate, known := s.rate(rule, row, "executed", "budget")
	status, _ := s.text(rule, row, "status")
	low := func(word string) bool { return slices.Contains(rule.Words["low"], word) }
	said := low(status) || slices.ContainsFunc(row.Status, low)
	if !said && (!known || rate >= rule.Limits["below_tenths"]) {
		return
	}
	at := place{row: row, field: field}
	if known {
		at.printed = decimal(rate) + "%"
		at.computed = decimal(rule.Limits["below_tenths"]) + "% 이상"
	}
	s.add(rule, at)
}

// rate is one role over another in tenths of a percent; false where either is blank or there is nothing to divide by.
func (s *sheet) rate(rule policies.CheckRule, row Row, over, under string) (int64, bool) {
	x, _, ok := s.figure(rule, row, over)
	y, _, known := s.figure(rule, row, under)
	if !ok || !known || y.Sign() <= 0 {
		return 0, false
	}
	return tenthsOf(x, y), true
}

// balance holds what was spent, moved on and left against the budget.
func (s *sheet) balance(row Row) {
	rule := s.rules.Rule(policies.BalanceCheck)
	budget, _, ok := s.figure(rule, row, "budget")
	executed, field, known := s.figure(rule, row, "executed")
	if !ok || !known {
		return
	}
	if executed.Cmp(budget) > 0 {
		s.add(rule, place{row: row, field: field, printed: shown(executed), computed: shown(budget) + " 이하"})
		return
	}
	carried, _, ok := s.figure(rule, row, "carried")
	lapsed, _, known := s.figure(rule, row, "lapsed")
	if !ok || !known {
		return
	}
	sum := new(big.Rat).Add(executed, carried)
	if sum.Add(sum, lapsed).Cmp(budget) != 0 {
		s.add(rule, place{row: row, field: field, printed: shown(budget), computed: shown(sum)})
	}
}

// funding adds up the sources of a sum, once any of them is given, and looks for the one that is a thousand times off.
func (s *sheet) funding(row Row) {
	rule := s.rules.Rule(policies.FundingCheck)
	total, field, ok := s.figure(rule, row, "total")
	if !ok {
		return
	}
	sum, parts := new(big.Rat), []policies.FieldRule{}
	for _, f := range s.form.Fields {
		if !slices.Contains(rule.Fields["parts"], f.ID) {
			continue
		}
		s.effort.Fields++
		if n, ok := s.number(row, f.ID); ok {
			sum.Add(sum, n)
			parts = append(parts, f)
		}
	}
	if len(parts) == 0 || sum.Cmp(total) == 0 {
		return
	}
	s.add(rule, place{row: row, field: field, printed: shown(total), computed: shown(sum)})
	for _, f := range parts {
		n, _ := s.number(row, f.ID)
		needed := new(big.Rat).Sub(total, new(big.Rat).Sub(sum, n))
		if s.thousand(n, needed, exactly) {
			s.slip(row, f, n, needed)
		}
	}
}

// rates holds typed rates against the values they follow from.
func (s *sheet) rates(row Row) {
	rule := s.rules.Rule(policies.RateCheck)
	for _, r := range []struct{ typed, over, under string }{
		{"execution", "executed", "budget"}, {"achievement", "actual", "target"},
	} {
		if v, f := s.value(rule, row, r.typed); v != nil {
			if rate, ok := s.rate(rule, row, r.over, r.under); ok {
				s.compareRate(row, f, v, rate)
			}
		}
	}
	v, f := s.value(rule, row, "change")
	now, of, ok := s.figure(rule, row, "budget")
	before, known := number(row.Last[of.ID])
	if v != nil && ok && known && before.Sign() > 0 {
		s.compareRate(row, f, v, tenthsOf(new(big.Rat).Sub(now, before), before))
	}
}

// compareRate reports a typed rate that differs at the digits it was typed with.
func (s *sheet) compareRate(row Row, f policies.FieldRule, typed any, rate int64) {
	rule := s.rules.Rule(policies.RateCheck)
	n, ok := number(typed)
	if !ok {
		return
	}
	tenths := roundHalfUp(new(big.Rat).Mul(n, big.NewRat(10, 1)))
	want := rate
	if f.Type == policies.FieldPercent || f.Type == policies.FieldInteger {
		// typed without decimals: rounded once more at the print
		want = roundHalfUp(big.NewRat(rate, 10)) * 10
	}
	if d := tenths - want; max(d, -d) > rule.Limits["tolerance_tenths"] {
		s.add(rule, place{row: row, field: f, printed: shown(n) + "%", computed: decimal(rate) + "%"})
	}
}

// slips looks for amounts and counts that are about a thousand times last year's, or a thousandth of it.
func (s *sheet) slips(row Row) {
	for _, f := range s.form.Fields {
		s.effort.Fields++
		if !f.Number() || row.Last == nil {
			continue
		}
		now, ok := s.number(row, f.ID)
		last, known := number(row.Last[f.ID])
		if ok && known && s.thousand(now, last, s.about) {
			s.slip(row, f, now, last)
		}
	}
}

// slip reports a value that is a power of the factor away, with the value that was probably meant.
func (s *sheet) slip(row Row, f policies.FieldRule, now, like *big.Rat) {
	rule := s.rules.Rule(policies.SlipCheck)
	s.add(rule, place{row: row, field: f, printed: shown(now), computed: shown(s.meant(now, like))})
}

// small points at planned money that is given in won and is less than anybody plans with. What was spent or is left may
// be small.
func (s *sheet) small(row Row) {
	rule := s.rules.Rule(policies.SmallCheck)
	least := new(big.Rat).SetInt64(rule.Limits["least_krw"])
	for _, f := range s.form.Fields {
		s.effort.Fields++
		if f.Type != policies.FieldMoney || !slices.Contains(rule.Fields["value"], f.ID) {
			continue
		}
		n, ok := s.number(row, f.ID)
		if _, compared := number(row.Last[f.ID]); ok && !compared && n.Sign() > 0 && n.Cmp(least) < 0 {
			s.add(rule, place{row: row, field: f, printed: shown(n) + "원", computed: shown(least) + "원 이상"})
		}
	}
}
