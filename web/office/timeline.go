package office

import (
	"slices"
	"strconv"

	"gyeol/gov"
	"gyeol/internal/cases"
)

// The drawing of a year, in its own units: a column of names, and a field in which a day has its place.
const (
	nameWide  = 330
	fieldWide = 840
	rowHigh   = 30
	headHigh  = 40
)

// timeline is a year as a drawing; the table beside it says the same.
type timeline struct {
	Width, Height, Foot int
	Field               int // where the days begin
	Months              []tick
	Today               int // 0: it lies outside
	Rows                []bar
}

type tick struct {
	X    int
	Text string
}

// bar is one stage: a bar from the day it opens to the day by which it is to be done, and its lawful day.
type bar struct {
	Y, Text, Mark int // top of the bar, line of its name, middle
	Name          string
	X, W          int // of the bar; W 0: the stage has no dates
	Legal         int // of the mark of its lawful day; 0: it has none
	Critical      bool
	Done, Late    bool
	Said          string // the same in words
}

// drawn lays the stages of a year out by their days; nil where no stage has any.
func drawn(today gov.Date, stages []boardStage, chain []string) *timeline {
	first, last := gov.Date{}, gov.Date{}
	reach := func(d gov.Date) {
		if d.IsZero() {
			return
		}
		if first.IsZero() || d.Before(first) {
			first = d
		}
		if last.IsZero() || last.Before(d) {
			last = d
		}
	}
	for _, st := range stages {
		from, to, legal := daysOf(st.StageProgress)
		reach(from)
		reach(to)
		reach(legal)
	}
	if first.IsZero() || first == last {
		return nil
	}
	whole := days(first, last)
	at := func(d gov.Date) int { return nameWide + days(first, d)*fieldWide/whole }
	out := &timeline{
		Width: nameWide + fieldWide + 70, Height: headHigh + rowHigh*len(stages) + 10, Field: nameWide,
		Foot: headHigh + rowHigh*len(stages),
	}
	if !today.Before(first) && !last.Before(today) {
		out.Today = at(today)
	}
	out.Months = months(first, last, at)
	for i, st := range stages {
		row := bar{
			Y: headHigh + i*rowHigh + 8, Text: headHigh + i*rowHigh + 20, Mark: headHigh + i*rowHigh + 15, Name: st.Name,
			Critical: slices.Contains(chain, st.Stage), Late: st.Due.Kind == "late",
			Done: st.State == gov.Closed || st.State == gov.Waived || st.State == gov.Skipped,
		}
		from, to, legal := daysOf(st.StageProgress)
		if !to.IsZero() {
			row.X, row.W = at(from), max(at(to)-at(from), 6)
		}
		if !legal.IsZero() {
			row.Legal = at(legal)
		}
		row.Said = row.said(from, to, legal)
		out.Rows = append(out.Rows, row)
	}
	return out
}

// daysOf are the days of a stage: when it opens, by when it is to be done, and its lawful day.
func daysOf(st cases.StageProgress) (from, to, legal gov.Date) {
	to = st.HoldOn
	if st.Due != nil {
		legal = st.Due.Legal
		if !st.Due.Operative.IsZero() {
			to = st.Due.Operative
		}
	}
	from = st.OpensOn
	if !st.OpenedOn.IsZero() {
		from = st.OpenedOn
	}
	if from.IsZero() || to.Before(from) {
		from = to
	}
	return from, to, legal
}

func days(from, to gov.Date) int { return to.Sub(from) }

// months are the first days of the months between two days; where there are many, of every other.
func months(first, last gov.Date, at func(gov.Date) int) []tick {
	var out []tick
	every := 1 + days(first, last)/460
	for n, d := 0, gov.NewDate(first.Year(), first.Month(), 1); !last.Before(d); n++ {
		if !d.Before(first) && n%every == 0 {
			text := strconv.Itoa(int(d.Month())) + "월"
			if d.Month() == 1 || len(out) == 0 {
				text = strconv.Itoa(d.Year()) + ". " + text
			}
			out = append(out, tick{at(d), text})
		}
		d = d.AddMonths(1)
	}
	return out
}

// said is a stage in words, for whoever does not see the drawing.
func (r bar) said(from, to, legal gov.Date) string {
	text := r.Name
	if !to.IsZero() {
		text += ": " + span(from, to)
	}
	if !legal.IsZero() {
		text += ", 법정 기한 " + legal.Korean()
	}
	if r.Critical {
		text += ", 임계 경로"
	}
	return text
}
