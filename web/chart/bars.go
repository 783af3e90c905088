package chart

import (
	"html"
	"html/template"
	"strings"
)

// Bars are bars side by side, each a pile of the figures of the series.
type Bars struct {
	About

	Groups []string // what stands under each bar; a line break makes two lines
	Series []Series // from the foot of the pile upwards
}

// Series are figures of one kind, one for each group. A figure that nobody gave is nil and takes no room.
type Series struct {
	Name   string
	Short  string // what stands in its part of a bar
	Values []*float64
}

const (
	plotHigh = 200.0 // of the room for figures
	above    = 30.0  // over it, for the unit and what stands on the highest bar
	row      = 19.0  // of a line of letters
	kinds    = 6     // patterns and marks that are told apart
)

// SVG draws the bars.
func (c Bars) SVG() template.HTML {
	d := &drawing{About: c.About}
	c.patterns(d)
	most := 0.0
	for i := range c.Groups {
		most = max(most, c.sum(i))
	}
	s, plot := d.upright(most, box{0, above, across, plotHigh})
	slot := plot.w / float64(max(len(c.Groups), 1))
	lines := 1
	for i, name := range c.Groups {
		middle := plot.x + slot*(float64(i)+0.5)
		c.pile(d, i, pile{middle, min(slot*0.62, 44), s})
		words := strings.Split(name, "\n")
		lines = max(lines, len(words))
		for n, word := range words {
			d.try(label{middle, plot.y + plot.h + row*float64(n+1) - 3, atMiddle, word})
		}
	}
	y := plot.y + plot.h + row*float64(lines) + 8
	for n := range c.Series {
		d.add(`<rect class="edge" x="0" y="%s" width="16" height="12" fill="url(#%s-p%d)"/>`,
			f(y), html.EscapeString(c.ID), n%kinds)
		name := strings.TrimSpace(c.Series[n].Short + " " + c.Series[n].Name)
		d.try(label{22, y + size*0.9, atStart, fit(name, across-22)})
		y += row
	}
	return d.done(y)
}

// pile is where a bar stands.
type pile struct {
	middle, wide float64
	s            scale
}

func (c Bars) pile(d *drawing, group int, p pile) {
	sum := 0.0
	for n, series := range c.Series {
		v := series.at(group)
		if v == nil || *v <= 0 {
			continue
		}
		foot, head := p.s.at(sum), p.s.at(sum+*v)
		sum += *v
		d.add(`<rect class="edge" x="%s" y="%s" width="%s" height="%s" fill="url(#%s-p%d)"/>`, f(p.middle-p.wide/2), f(head),
			f(p.wide), f(foot-head), html.EscapeString(c.ID), n%kinds)
		if foot-head >= size*1.2 && series.Short != "" {
			d.try(label{p.middle, (foot+head)/2 + size*0.35, atMiddle, series.Short})
		}
	}
	if sum > 0 {
		d.try(label{p.middle, p.s.at(sum) - 4, atMiddle, Number(sum, 0)})
	}
}

func (s Series) at(i int) *float64 {
	if i >= len(s.Values) {
		return nil
	}
	return s.Values[i]
}

func (c Bars) sum(group int) float64 {
	sum := 0.0
	for _, s := range c.Series {
		if v := s.at(group); v != nil && *v > 0 {
			sum += *v
		}
	}
	return sum
}

// patterns are how series are told apart without colour.
func (c Bars) patterns(d *drawing) {
	d.add("<defs>")
	for n := range min(len(c.Series), kinds) {
		d.add(`<pattern id="%s-p%d" width="6" height="6" patternUnits="userSpaceOnUse">`+
			`<rect class="fill%d" width="6" height="6"/>%s</pattern>`, html.EscapeString(c.ID), n, n, hatches[n])
	}
	d.add("</defs>")
}

var hatches = [kinds]string{
	"",
	`<path class="ink" d="M-1 1 1-1M0 6 6 0M5 7 7 5"/>`,
	`<circle class="dot" cx="2" cy="2" r="1"/><circle class="dot" cx="5" cy="5" r="1"/>`,
	`<path class="ink" d="M0 3H6"/>`,
	`<path class="ink" d="M3 0V6"/>`,
	`<path class="ink" d="M0 3H6M3 0V6"/>`,
}
