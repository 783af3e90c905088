package chart

import (
	"math"
	"strconv"
	"strings"
)

// ticks are round steps from zero to the first that is not below most, in steps of 1, 2 or 5 times a power of ten: five
// of them or fewer beside zero.
func ticks(most float64) []float64 {
	if most <= 0 || math.IsNaN(most) || math.IsInf(most, 0) {
		return []float64{0, 1}
	}
	const wanted = 5
	power := math.Pow(10, math.Floor(math.Log10(most/wanted)))
	step := power
	for _, times := range []float64{1, 2, 5, 10} {
		if step = power * times; most/step <= wanted {
			break
		}
	}
	out := []float64{0}
	for n := 1; out[len(out)-1] < most; n++ {
		out = append(out, float64(n)*step)
	}
	return out
}

// Number prints a figure with commas between thousands and at most the given number of digits after the point.
func Number(v float64, digits int) string {
	text := strconv.FormatFloat(math.Abs(v), 'f', digits, 64)
	whole, rest, _ := strings.Cut(text, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if rest = strings.TrimRight(rest, "0"); rest != "" {
		whole += "." + rest
	}
	if v < 0 && strings.Trim(whole, "0,.") != "" {
		return "-" + whole
	}
	return whole
}

// scale carries figures to places between from and to.
type scale struct{ least, most, from, to float64 }

func (s scale) at(v float64) float64 {
	if s.most <= s.least {
		return s.from
	}
	return s.from + (v-s.least)/(s.most-s.least)*(s.to-s.from)
}
