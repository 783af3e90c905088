package pack

import (
	"slices"
	"strconv"
	"strings"
)

// space is the facts of a matter cut into cells: in one cell every condition has one answer.
type space struct{ axes []axis }

// box is a set of cells: on each axis a set of classes.
type box [][]int

// maxCells bounds the cells of one matter on one day; beyond it a table cannot be checked by trying.
const maxCells = 4096

// cells returns how many cells there are, maxCells+1 if they are more than that.
func (s space) cells() int {
	n := 1
	for _, a := range s.axes {
		if n *= len(a.samples); n > maxCells {
			return maxCells + 1
		}
	}
	return n
}

// cell returns the classes of the n-th cell.
func (s space) cell(n int) box {
	b := make(box, len(s.axes))
	for i, a := range s.axes {
		b[i] = []int{n % len(a.samples)}
		n /= len(a.samples)
	}
	return b
}

// sample returns facts that lie in a cell.
func (s space) sample(cell box) map[string]any {
	facts := make(map[string]any, len(s.axes))
	for i, a := range s.axes {
		facts[a.fact.ID] = a.samples[cell[i][0]]
	}
	return facts
}

// merge joins boxes that differ on one axis only, axis by axis, so that what is told fits a line.
func (s space) merge(boxes []box) []box {
	for i := range s.axes {
		var out []box
		at := map[string]int{}
		for _, b := range boxes {
			key := except(b, i)
			j, ok := at[key]
			if !ok {
				at[key] = len(out)
				out = append(out, slices.Clone(b))
				continue
			}
			out[j][i] = slices.Compact(slices.Sorted(slices.Values(append(slices.Clone(out[j][i]), b[i]...))))
		}
		boxes = out
	}
	return boxes
}

// except is the name of a box without one of its axes.
func except(b box, axis int) string {
	var key strings.Builder
	for i, set := range b {
		if i == axis {
			continue
		}
		for _, n := range set {
			key.WriteString(strconv.Itoa(n) + ",")
		}
		key.WriteByte(';')
	}
	return key.String()
}

// say names boxes: what is said of no fact holds whatever it is.
func (s space) say(boxes []box) string {
	const most = 3
	var out []string
	for _, b := range boxes {
		var parts []string
		for i, a := range s.axes {
			if len(b[i]) < len(a.samples) {
				parts = append(parts, a.say(b[i]))
			}
		}
		out = append(out, strings.Join(parts, ", "))
	}
	text := strings.Join(out[:min(len(out), most)], " / ")
	if text == "" {
		return "모든 경우"
	}
	if more := len(out) - most; more > 0 {
		text += " / 그 밖 " + strconv.Itoa(more) + "가지 경우"
	}
	return text
}
