package checks

import (
	"math/big"

	"gyeol/policies"
)

// exactly is how a part that a sum needs must fit: to the won.
func exactly(scaled, like *big.Rat) bool { return scaled.Cmp(like) == 0 }

// about is how last year's value must fit: within the spread of the rule, in percent either way.
func (s *sheet) about(scaled, like *big.Rat) bool {
	spread := s.rules.Rule(policies.SlipCheck).Limits["spread_percent"]
	off := new(big.Rat).Sub(scaled, like)
	off.Quo(off.Abs(off), new(big.Rat).Abs(like))
	return off.Cmp(big.NewRat(max(spread, 0), 100)) <= 0
}

// thousand reports whether a value, moved by one or more steps of a thousand, fits another, and does not fit as it is.
func (s *sheet) thousand(now, like *big.Rat, fits func(scaled, like *big.Rat) bool) bool {
	if now.Sign() == 0 || like.Sign() == 0 || now.Sign() != like.Sign() || fits(now, like) {
		return false
	}
	return fits(s.meant(now, like), like)
}

// meant is the value moved by as many steps of the factor as bring it nearest to another, within the rule's steps.
func (s *sheet) meant(now, like *big.Rat) *big.Rat {
	rule := s.rules.Rule(policies.SlipCheck)
	best := new(big.Rat).Set(now)
	if rule.Limits["factor"] < 2 {
		return best
	}
	factor := new(big.Rat).SetInt64(rule.Limits["factor"])
	up, down := new(big.Rat).Set(now), new(big.Rat).Set(now)
	for range rule.Limits["steps"] {
		up.Mul(up, factor)
		down.Quo(down, factor)
		for _, x := range []*big.Rat{up, down} {
			if gap(x, like).Cmp(gap(best, like)) < 0 {
				best.Set(x)
			}
		}
	}
	return best
}

// gap is how far two numbers of one sign lie apart, as the larger over the smaller.
func gap(a, b *big.Rat) *big.Rat {
	q := new(big.Rat).Quo(a, b)
	if q.Cmp(big.NewRat(1, 1)) < 0 {
		q.Inv(q)
	}
	return q
}
