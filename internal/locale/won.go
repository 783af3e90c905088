package locale

import (
	"strconv"
	"strings"
)

// Won writes an amount in won the way official papers do: "220,795,000,000원".
func Won(amount int64) string { return group(amount) + "원" }

// MillionWon writes an amount in whole millions, rounded half away from zero as in the papers' tables: "220,795백만원".
func MillionWon(amount int64) string {
	const million = 1_000_000
	half := int64(million / 2)
	if amount < 0 {
		half = -half
	}
	return group((amount+half)/million) + "백만원"
}

// group puts a comma after every third digit.
func group(n int64) string {
	digits, sign := strconv.FormatInt(n, 10), ""
	if n < 0 {
		digits, sign = digits[1:], "-"
	}
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(d)
	}
	return sign + b.String()
}
