package checks

import (
	"encoding/json"
	"math/big"
	"slices"
	"strings"
	"unicode"

	"gyeol/policies"
)

// Claim is something that a paper prints and that follows from what it, or another paper, prints elsewhere: a total, a
// rate, a figure of the summary, a heading, a mark. The check works it out anew and bends no value.
type Claim struct {
	ID      string // as the recorded list of contradictions names it
	Check   string // the rule it belongs to
	About   string // basic-plan, results-2024, organisation, agreements
	Place   string
	Item    string // unit project or sub-project, where it is about one
	Printed string // the characters of the paper
	Value   json.Number
	Rule    ClaimRule
	Of      []Operand
	Digits  int      // decimals to which the paper rounds, of rules that divide
	Words   []string // of words: what the paper prints, any of which may be right
	Want    string   // of words: what the other place prints; of not_before: the day of the report
	Because string   // where the other value stands, in Korean
}

// Operand is one figure that goes into a claim.
type Operand struct {
	Label string
	Value json.Number
	Unit  string
}

// ClaimRule says how a claim follows from its operands.
type ClaimRule string

// The rules of claims.
const (
	ClaimSame     ClaimRule = "same"             // equals the one operand
	ClaimSum      ClaimRule = "sum"              // of all operands
	ClaimCount    ClaimRule = "count"            // of the operands
	ClaimDistinct ClaimRule = "distinct"         // of the different labels
	ClaimDiffer   ClaimRule = "difference"       // second less first
	ClaimRelative ClaimRule = "relative_change"  // (second − first) ÷ first × 100
	ClaimRatio    ClaimRule = "ratio"            // second ÷ first
	ClaimPercent  ClaimRule = "percent"          // first ÷ second × 100
	ClaimScale20  ClaimRule = "scale20"          // five points as a hundred
	ClaimEok      ClaimRule = "hundred_millions" // won as 억원
	ClaimWords    ClaimRule = "words"            // the same words, spacing aside
	ClaimLater    ClaimRule = "not_before"       // a step that is still to come is not before the report
)

// OfClaims works every claim out and tells where the paper says otherwise, in the order of ids.
func OfClaims(claims []Claim, rules policies.CheckRules) []Finding {
	out := []Finding{}
	for _, c := range claims {
		if computed, wrong := c.wrong(); wrong {
			out = append(out, c.finding(rules, c.Check, computed))
		}
		if points, unnamed := c.points(); unnamed {
			f := c.finding(rules, policies.PointCheck, points)
			f.Source = "" // the recorded list speaks of the value, not of its unit
			out = append(out, f)
		}
	}
	sortFindings(out)
	return out
}

func (c Claim) finding(rules policies.CheckRules, check, computed string) Finding {
	f := ruled(rules, check)
	f.ID, f.Source, f.Item, f.About = check+"/"+c.ID, c.ID, c.Item, c.About
	f.Place, f.Printed, f.Computed = c.Place, c.Printed, computed
	if f.Severity == Fault { // a paper that was printed is not mended here: two places of it disagree
		f.Severity = Warning
	}
	if c.Because != "" {
		f.Message += " 근거: " + c.Because + "."
	}
	return f
}

// wrong reports whether the paper says otherwise, and what follows instead.
func (c Claim) wrong() (computed string, wrong bool) {
	switch c.Rule {
	case ClaimWords:
		right := slices.ContainsFunc(c.Words, func(w string) bool { return squeeze(w) == squeeze(c.Want) })
		return c.Want, !right
	case ClaimLater:
		early := slices.ContainsFunc(c.Words, func(w string) bool { return w < c.Want[:min(len(w), len(c.Want))] })
		return c.Want, early
	case ClaimSame, ClaimSum, ClaimCount, ClaimDistinct, ClaimDiffer, ClaimRelative, ClaimRatio, ClaimPercent,
		ClaimScale20, ClaimEok:
	}
	value, ok := number(c.Value)
	follows, known := c.follows()
	if !ok || !known {
		return "", false
	}
	return shown(follows), value.Cmp(follows) != 0
}

// follows is the value that arithmetic gives; false where an operand is missing or nothing can be divided by it.
func (c Claim) follows() (*big.Rat, bool) {
	of := make([]*big.Rat, len(c.Of))
	labels := map[string]bool{}
	for i, o := range c.Of {
		labels[o.Label] = true
		of[i], _ = number(o.Value)
	}
	switch c.Rule {
	case ClaimCount:
		return new(big.Rat).SetInt64(int64(len(c.Of))), true
	case ClaimDistinct:
		return new(big.Rat).SetInt64(int64(len(labels))), true
	case ClaimSame, ClaimSum, ClaimDiffer, ClaimRelative, ClaimRatio, ClaimPercent, ClaimScale20, ClaimEok, ClaimWords,
		ClaimLater:
	}
	if slices.Contains(of, nil) {
		return nil, false
	}
	return c.Rule.of(of, c.Digits)
}

// of applies a rule that reckons to its operands.
func (r ClaimRule) of(of []*big.Rat, digits int) (*big.Rat, bool) {
	out := new(big.Rat)
	switch {
	case r == ClaimSum:
		for _, v := range of {
			out.Add(out, v)
		}
		return out, true
	case r == ClaimSame && len(of) == 1:
		return of[0], true
	case r == ClaimScale20 && len(of) == 1:
		out.Mul(of[0], big.NewRat(20, 1))
	case r == ClaimEok && len(of) == 1:
		out.Quo(of[0], big.NewRat(100_000_000, 1))
	case len(of) != 2:
		return nil, false
	case r == ClaimDiffer:
		out.Sub(of[1], of[0])
	case r == ClaimPercent && of[1].Sign() != 0:
		out.Mul(out.Quo(of[0], of[1]), big.NewRat(100, 1))
	case r == ClaimRatio && of[0].Sign() != 0:
		out.Quo(of[1], of[0])
	case r == ClaimRelative && of[0].Sign() != 0:
		out.Mul(out.Quo(out.Sub(of[1], of[0]), of[0]), big.NewRat(100, 1))
	default:
		return nil, false
	}
	return rounded(out, digits), true
}

// rounded rounds half up, away from zero below it, as an office does at the print.
func rounded(r *big.Rat, digits int) *big.Rat {
	scale := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(digits)), nil))
	whole := new(big.Rat).SetInt64(roundHalfUp(new(big.Rat).Mul(r, scale)))
	return whole.Quo(whole, scale)
}

// points reports a difference of two percentages that is printed in % and not in %p, with what should stand there.
func (c Claim) points() (string, bool) {
	if c.Rule != ClaimDiffer || !strings.Contains(c.Printed, "%") || strings.Contains(c.Printed, "%p") {
		return "", false
	}
	for _, o := range c.Of {
		if o.Unit != "%" {
			return "", false
		}
	}
	follows, ok := c.follows()
	if !ok {
		return "", false
	}
	return shown(follows) + "%p", true
}

// squeeze leaves spaces out: they differ from table to table and mean nothing.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}
