package policies

import (
	"fmt"
	"strconv"
	"strings"
)

// compareFigures looks for figures that two projects report alike. One telling figure is worth more than a small one
// under the same label, and each further one adds to what is left to be sure.
func (r OverlapRule) compareFigures(a, b []OverlapFigure) (int, string) {
	if !shareUnit(a, b) {
		return -1, notComparable
	}
	doubt := 1.0
	var same []string
	for _, f := range a {
		for _, g := range b {
			worth := r.worth(f, g)
			if worth == 0 {
				continue
			}
			doubt *= 1 - float64(worth)/1000
			same = append(same, sayFigure(f, g))
		}
	}
	if len(same) == 0 {
		return 0, "같은 수치 없음"
	}
	return int((1-doubt)*1000 + 0.5), "같은 지표 " + strings.Join(same, ", ")
}

// worth is what two figures being equal says, 0 where they are not.
func (r OverlapRule) worth(f, g OverlapFigure) int {
	switch {
	case f.Value != g.Value || f.Unit != g.Unit || f.Value == "":
		return 0
	case r.tells(f):
		return r.Equal
	case f.Label == g.Label && f.Label != "":
		return r.Labelled
	}
	return 0
}

// tells reports whether a figure is so large that another project has it by chance hardly ever.
func (r OverlapRule) tells(f OverlapFigure) bool {
	n, err := strconv.ParseFloat(f.Value, 64)
	return err == nil && n >= float64(r.Telling)
}

// figureKey is by what equal figures are found: a telling one under any label, any other under its own.
func (r OverlapRule) figureKey(f OverlapFigure) string {
	switch {
	case f.Value == "" || (!r.tells(f) && f.Label == ""):
		return ""
	case r.tells(f):
		return "figure\x00" + f.Value + "\x00" + f.Unit
	}
	return "figure\x00" + f.Value + "\x00" + f.Unit + "\x00" + f.Label
}

func shareUnit(a, b []OverlapFigure) bool {
	for _, f := range a {
		for _, g := range b {
			if f.Unit == g.Unit {
				return true
			}
		}
	}
	return false
}

func sayFigure(f, g OverlapFigure) string {
	text := f.Value + f.Unit
	if n, err := strconv.ParseInt(f.Value, 10, 64); err == nil {
		text = grouped(n) + f.Unit
	}
	switch {
	case f.Label == g.Label && f.Label != "":
		return fmt.Sprintf("%s(%s)", text, f.Label)
	case f.Label != "" && g.Label != "":
		return fmt.Sprintf("%s(%s / %s)", text, f.Label, g.Label)
	}
	return text
}

// grouped writes a number with a comma after every third digit.
func grouped(n int64) string {
	digits := strconv.FormatInt(n, 10)
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && digits[i-1] != '-' && (len(digits)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(d)
	}
	return b.String()
}
