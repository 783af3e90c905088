package checks

import (
	"encoding/json"
	"math/big"
	"strings"
)

// number is a value as arithmetic sees it; false where it is blank or no number. Blank is not zero (domain §9).
func number(v any) (*big.Rat, bool) {
	switch v := v.(type) {
	case int64:
		return new(big.Rat).SetInt64(v), true
	case int:
		return new(big.Rat).SetInt64(int64(v)), true
	case float64:
		return new(big.Rat).SetString(trimmed(v))
	case json.Number:
		return plainNumber(string(v))
	case string:
		return plainNumber(v)
	}
	return nil, false
}

// mostDigits is how long a number may be written: no figure of an office is longer, and arithmetic stays cheap.
const mostDigits = 40

// plainNumber reads digits with an optional sign and decimal point. Exponents and fractions are nobody's way to type a
// figure.
func plainNumber(s string) (*big.Rat, bool) {
	if s == "" || len(s) > mostDigits || strings.Trim(s, "-.0123456789") != "" {
		return nil, false
	}
	return new(big.Rat).SetString(s)
}

// trimmed writes a float with the digits it was typed with.
func trimmed(v float64) string {
	text, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return string(text)
}

// tenthsOf is a ÷ b in tenths of a percent, rounded half up, away from zero below it; b is not zero.
func tenthsOf(a, b *big.Rat) int64 {
	q := new(big.Rat).Quo(a, b)
	return roundHalfUp(q.Mul(q, big.NewRat(1000, 1)))
}

// roundHalfUp rounds to a whole number, halves away from zero. What no whole number of the machine holds is its
// largest.
func roundHalfUp(r *big.Rat) int64 {
	twice := new(big.Int).Lsh(new(big.Int).Abs(r.Num()), 1)
	twice.Add(twice, r.Denom())
	n := twice.Quo(twice, new(big.Int).Lsh(r.Denom(), 1))
	if !n.IsInt64() {
		n.SetInt64(1<<63 - 1)
	}
	if r.Sign() < 0 {
		return -n.Int64()
	}
	return n.Int64()
}

// shown prints a number with commas and at most three decimals, below zero with the sign of the office.
func shown(r *big.Rat) string {
	text := new(big.Rat).Abs(r).FloatString(3)
	whole, part, _ := strings.Cut(text, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if part = strings.TrimRight(part, "0"); part != "" {
		whole += "." + part
	}
	if r.Sign() < 0 {
		return "△" + whole
	}
	return whole
}
