package chart

import (
	"fmt"
	"html"
	"html/template"
	"strings"
)

// across is how wide every picture is.
const across = 360.0

// About names a picture for whoever hears it. ID is unique on its page and tells its parts apart from those of others.
type About struct {
	ID    string
	Title string // what it shows
	Desc  string // what there is to see, in a sentence
	Unit  string // of the figures: 억원, %
}

// drawing is a picture in the making.
type drawing struct {
	About

	b      strings.Builder
	placed []label
}

func (d *drawing) add(format string, args ...any) { fmt.Fprintf(&d.b, format, args...) }

// try writes a label where it meets no other and leaves it out where it would: the table behind has it.
func (d *drawing) try(l label) bool {
	l = l.inside()
	room := l.box()
	for _, other := range d.placed {
		if room.meets(other.box()) {
			return false
		}
	}
	d.placed = append(d.placed, l)
	d.add(`<text x="%s" y="%s" text-anchor="%s">%s</text>`, f(l.x), f(l.y), l.at, html.EscapeString(l.text))
	return true
}

// line draws a line of the frame.
func (d *drawing) line(class string, from, to [2]float64) {
	d.add(`<line class="%s" x1="%s" y1="%s" x2="%s" y2="%s"/>`, class, f(from[0]), f(from[1]), f(to[0]), f(to[1]))
}

// upright draws the axis of figures with its lines and gives the scale of it.
func (d *drawing) upright(most float64, plot box) (scale, box) {
	steps, digits := ticks(most), 0
	if steps[1] < 1 {
		digits = 2
	}
	room := 0.0
	for _, v := range steps {
		room = max(room, wide(Number(v, digits)))
	}
	plot.x += room + 4
	plot.w -= room + 4
	s := scale{0, steps[len(steps)-1], plot.y + plot.h, plot.y}
	d.try(label{0, size, atStart, "단위: " + d.Unit})
	for i, v := range steps {
		class := "grid"
		if i == 0 {
			class = "axis"
		}
		d.line(class, [2]float64{plot.x, s.at(v)}, [2]float64{plot.x + plot.w, s.at(v)})
		d.try(label{plot.x - 4, s.at(v) + size*0.35, atEnd, Number(v, digits)})
	}
	return s, plot
}

// done closes the picture, as high as it has become.
func (d *drawing) done(high float64) template.HTML {
	id := html.EscapeString(d.ID)
	head := fmt.Sprintf(`<svg class="chart" role="img" aria-labelledby="%s-title %s-desc" viewBox="0 0 %s %s" `+
		`font-size="%s"><title id="%s-title">%s</title><desc id="%s-desc">%s</desc>`,
		id, id, f(across), f(high), f(size), id, html.EscapeString(d.Title), id, html.EscapeString(d.Desc))
	return template.HTML(head + d.b.String() + "</svg>") //nolint:gosec // every text was escaped where it was written
}

// f prints a length.
func f(v float64) string { return strings.ReplaceAll(Number(v, 1), ",", "") }
