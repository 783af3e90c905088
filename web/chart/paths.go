package chart

import (
	"fmt"
	"html/template"
	"strconv"
	"strings"
)

// Paths are figures over years, a line for each series.
type Paths struct {
	About

	Lines []Line
}

// Line is one series.
type Line struct {
	Name   string
	Dashed bool // it is meant, not measured
	Points []Point
}

// Point is the figure of a year. Text is what stands beside it; empty: the figure.
type Point struct {
	Year  int
	Value float64
	Text  string
}

// SVG draws the lines.
func (c Paths) SVG() template.HTML {
	d := &drawing{About: c.About}
	first, last, most := c.span()
	s, plot := d.upright(most, box{0, above, across, plotHigh - 40})
	years := scale{float64(first), float64(last), plot.x + 14, plot.x + plot.w - 16}
	if first == last {
		years.from = years.to // a single year stands at the right end
	}
	c.years(d, years, plot)
	for n, l := range c.Lines {
		l.draw(d, n, [2]scale{years, s})
	}
	for n, l := range c.Lines {
		for _, p := range l.Points {
			text := p.Text
			if text == "" {
				text = Number(p.Value, 2)
			}
			x, y := years.at(float64(p.Year)), s.at(p.Value)
			_ = d.try(label{x, y - 8, atMiddle, text}) || d.try(label{x, y + size + 7, atMiddle, text}) ||
				n > 0 && d.try(label{x + 8, y + size*0.35, atStart, text})
		}
	}
	y := plot.y + plot.h + row + 8
	for n, l := range c.Lines {
		d.line(l.class(n), [2]float64{0, y + 6}, [2]float64{22, y + 6})
		d.add("%s", mark(n, 11, y+6))
		d.try(label{28, y + size*0.9, atStart, fit(l.Name, across-28)})
		y += row
	}
	return d.done(y)
}

func (c Paths) span() (first, last int, most float64) {
	known := false
	for _, l := range c.Lines {
		for _, p := range l.Points {
			if !known || p.Year < first {
				first = p.Year
			}
			if !known || p.Year > last {
				last = p.Year
			}
			known, most = true, max(most, p.Value)
		}
	}
	return first, last, most
}

// years writes as many years as there is room for, counted back from the last.
func (c Paths) years(d *drawing, s scale, plot box) {
	y := plot.y + plot.h + row - 3
	for year := int(s.most); year >= int(s.least); year-- {
		x := s.at(float64(year))
		if d.try(label{x, y, atMiddle, strconv.Itoa(year)}) {
			d.line("axis", [2]float64{x, plot.y + plot.h}, [2]float64{x, plot.y + plot.h + 3})
		}
	}
}

func (l Line) class(n int) string {
	if l.Dashed {
		return fmt.Sprintf("path path%d dashed", n%kinds)
	}
	return fmt.Sprintf("path path%d", n%kinds)
}

func (l Line) draw(d *drawing, n int, at [2]scale) {
	var points []string
	for _, p := range l.Points {
		points = append(points, f(at[0].at(float64(p.Year)))+","+f(at[1].at(p.Value)))
	}
	if len(points) > 1 {
		d.add(`<polyline class="%s" points="%s"/>`, l.class(n), strings.Join(points, " "))
	}
	for _, p := range l.Points {
		d.add("%s", mark(n, at[0].at(float64(p.Year)), at[1].at(p.Value)))
	}
}

// mark is the sign of a series: a circle, a square, a triangle, a diamond.
func mark(n int, x, y float64) string {
	class := fmt.Sprintf("mark path%d", n%kinds)
	switch n % 4 {
	case 1:
		return fmt.Sprintf(`<rect class="%s" x="%s" y="%s" width="8" height="8"/>`, class, f(x-4), f(y-4))
	case 2:
		return fmt.Sprintf(`<path class="%s" d="M%s %sL%s %sL%s %sZ"/>`, class, f(x), f(y-5), f(x+5), f(y+4), f(x-5), f(y+4))
	case 3:
		return fmt.Sprintf(`<path class="%s" d="M%s %sL%s %sL%s %sL%s %sZ"/>`, class,
			f(x), f(y-5), f(x+5), f(y), f(x), f(y+5), f(x-5), f(y))
	}
	return fmt.Sprintf(`<circle class="%s" cx="%s" cy="%s" r="4"/>`, class, f(x), f(y))
}
