package compiled

import (
	"math/big"
	"strings"

	"gyeol/policies/checks"
)

// blank is what stands where nothing is known; zero is printed as 0.
const blank = "-"

// text is a cell of words.
func text(s string) PaperCell {
	if s == "" {
		s = blank
	}
	return PaperCell{Text: s, Kind: Words}
}

// count is a cell of a number of things.
func count(n int64) PaperCell { return PaperCell{Text: checks.Thousands(n), Kind: Count, Value: &n} }

// units of money, in won.
var unitsOf = map[Kind]int64{Millions: 1_000_000, Eok: 100_000_000}

// money is a cell of money in the unit of its kind, rounded half up.
func money(kind Kind, krw *int64) PaperCell {
	if krw == nil {
		return PaperCell{Text: blank, Kind: kind}
	}
	v := *krw
	return PaperCell{Text: checks.Thousands(halfUp(v, unitsOf[kind])), Kind: kind, Value: &v}
}

// halfUp divides and rounds halves away from zero.
func halfUp(n, by int64) int64 {
	half, whole := n%by, n/by
	switch {
	case half >= by-half:
		return whole + 1
	case half <= -(by + half):
		return whole - 1
	}
	return whole
}

// rate is a cell of tenths of a percent, or of a percentage point.
func rate(kind Kind, tenths *int64) PaperCell {
	if tenths == nil {
		return PaperCell{Text: blank, Kind: kind}
	}
	v := *tenths
	unit := map[Kind]string{Rate: "%", Points: "%p"}[kind]
	return PaperCell{Text: checks.Tenths(v) + unit, Kind: kind, Value: &v}
}

// share is one amount of another in tenths of a percent; nil where either is unknown or there is nothing to divide by.
func share(part, whole *int64) *int64 {
	if part == nil || whole == nil || *whole <= 0 {
		return nil
	}
	t := checks.Share(*part, *whole)
	return &t
}

// roundingNote says under a table that its printed parts do not add up, where they do not: no value is bent.
func roundingNote(rows []PaperRow, column int) []string {
	sum, total := new(big.Int), new(big.Int)
	for _, r := range rows {
		c := r.Cells[column]
		if c.Value == nil {
			continue
		}
		printed := big.NewInt(halfUp(*c.Value, unitsOf[c.Kind]))
		if r.Total {
			total.Set(printed)
			continue
		}
		sum.Add(sum, printed)
	}
	if sum.Cmp(total) == 0 {
		return nil
	}
	return []string{"단위 반올림으로 각 항목의 합이 합계와 다를 수 있음"}
}

// romans number chapters.
var romans = []string{"Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ", "Ⅴ", "Ⅵ", "Ⅶ", "Ⅷ", "Ⅸ", "Ⅹ", "Ⅺ", "Ⅻ"}

// letters are 가 … 하, then 거 … 허, 고 … 호, as items are numbered (행정업무의 운영 및 혁신에 관한 규정 시행규칙
// 제2조).
func letter(i int) string {
	initials := []rune("가나다라마바사아자차카타파하")
	vowels := []rune{'ㅏ', 'ㅓ', 'ㅗ', 'ㅜ', 'ㅡ', 'ㅣ'}
	const perVowel, first = 28, 'ㅏ'
	turn := i / len(initials) % len(vowels)
	return string(initials[i%len(initials)] + (vowels[turn]-first)*perVowel)
}

// joined lists words, "-" where there are none.
func joined(words []string) string {
	if len(words) == 0 {
		return blank
	}
	return strings.Join(words, ", ")
}
