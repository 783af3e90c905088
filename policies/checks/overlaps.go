package checks

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// tellingFigure is the value from which two equal figures of one unit are worth a look even under different labels:
// small numbers are equal by chance.
const tellingFigure = 100

// overlaps finds candidates for duplicates: figures that two projects report alike, and projects of one name or goal.
func overlaps(in Input) []Finding {
	out := sameFigures(in.Paper.Results)
	out = append(out, sameTexts("plan", in.Paper.Plan)...)
	return append(out, sameTexts("results", in.Paper.Results)...)
}

// group collects the places at which one thing stands, in the order in which they come.
type group struct {
	key    string
	places []string
}

// groups keeps only what stands in two projects or more.
type groups struct {
	order []string
	by    map[string]*group
}

func (g *groups) add(key, place string) {
	if g.by == nil {
		g.by = map[string]*group{}
	}
	if g.by[key] == nil {
		g.by[key] = &group{key: key}
		g.order = append(g.order, key)
	}
	if at := g.by[key]; !slices.Contains(at.places, place) {
		at.places = append(at.places, place)
	}
}

func (g *groups) repeated() []group {
	var out []group
	for _, key := range g.order {
		if len(g.by[key].places) > 1 {
			out = append(out, *g.by[key])
		}
	}
	return out
}

func sameFigures(part *Part) []Finding {
	var alike groups
	for _, p := range part.Projects() {
		for _, f := range p.Figures {
			key := fmt.Sprintf("%s%s", f.Value, f.Unit)
			if n, err := f.Value.Float64(); err != nil || n < tellingFigure {
				key += " " + f.Label
			}
			alike.add(key, p.ID)
		}
	}
	var out []Finding
	for _, g := range alike.repeated() {
		out = append(out, overlap("figure", g, "여러 사업이 같은 수치를 보고하였습니다. 중복 집계인지 확인하십시오."))
	}
	return out
}

func sameTexts(name string, part *Part) []Finding {
	var alike groups
	for _, p := range part.Projects() {
		alike.add(plain(p.Name), p.ID)
		if goal := plain(p.Text("goal")); len([]rune(goal)) > 10 {
			alike.add(goal, p.ID)
		}
	}
	var out []Finding
	for _, g := range alike.repeated() {
		out = append(out, overlap(name, g, "이름이나 추진목표가 같은 사업이 있습니다. 통합·조정할 것인지 검토하십시오."))
	}
	return out
}

// shownPlaces is how many places a finding lists by name.
const shownPlaces = 6

func overlap(what string, g group, text string) Finding {
	place := strings.Join(g.places[:min(len(g.places), shownPlaces)], ", ")
	if more := len(g.places) - shownPlaces; more > 0 {
		place += fmt.Sprintf(" 외 %d", more)
	}
	sum := sha256.Sum256([]byte(g.key))
	return Finding{
		ID: fmt.Sprintf("overlaps/%s/%x", what, sum[:6]), Check: "overlaps", Severity: Warning,
		Article: ordinance4, Place: place, Printed: g.key, Message: text,
	}
}

// plain leaves letters and digits only, so that spacing and punctuation hide no likeness.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}
