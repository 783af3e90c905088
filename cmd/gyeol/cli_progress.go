package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"gyeol/client"
	"gyeol/gov"
)

// print writes the report for a terminal, part after part.
func (r progressReport) print(out io.Writer) error {
	if _, err := fmt.Fprintf(out, "%s — %s, 오늘 %s\n", r.Title, r.State, r.Today.Korean()); err != nil {
		return err
	}
	if err := r.stages().print(out); err != nil {
		return err
	}
	for _, part := range []func(io.Writer) error{r.printPath, r.printWaiting, r.printMatrix} {
		if err := part(out); err != nil {
			return err
		}
	}
	return nil
}

func (r progressReport) stages() *table {
	slack := map[string]string{}
	if r.Path != nil {
		for _, s := range r.Path.Stages {
			slack[s.Stage] = fmt.Sprint(s.Slack)
		}
	}
	t := newTable("단계", "종류", "상태", "기한", "법정", "요구", "남음", "지연", "여유", "", "제목")
	for _, s := range r.Stages {
		due := s.Due.OperativeText
		if s.HoldText != "" {
			due = s.HoldText
		}
		t.add(s.Stage, s.Kind, s.State, due, s.Due.LegalText, count(s.Asked), count(s.Open), count(s.Late),
			slack[s.Stage], mark(s.Stale, "재검토")+mark(s.Stopped, "멈춤"), s.Title)
	}
	return t
}

// printPath writes the chain with the least slack.
func (r progressReport) printPath(out io.Writer) error {
	p := r.Path
	if p == nil {
		return nil
	}
	_, err := fmt.Fprintf(out, "\n제출까지: 목표 %s(업무일 %d일), 법정 %s(%d일), 가장 빠듯한 길의 여유 %d일\n", p.TargetText, p.Days,
		p.LegalText, p.DaysLegal, p.Slack)
	if err != nil {
		return err
	}
	t := newTable("빠듯한 길", "남은 업무일", "예상", "늦어도", "여유", "법정 여유", "소집 통지")
	for _, id := range p.Chain {
		i := slices.IndexFunc(p.Stages, func(s client.PathStep) bool { return s.Stage == id })
		if i < 0 {
			continue
		}
		s := p.Stages[i]
		t.add(s.Stage, fmt.Sprint(s.Remaining), s.Expected.Korean(), faces(s.LatestText, s.LatestLegalText),
			fmt.Sprint(s.Slack), fmt.Sprint(s.SlackLegal), callText(s.CallBy, s.CallIn))
	}
	return t.print(out)
}

func callText(by gov.Date, in int64) string {
	if by.IsZero() {
		return ""
	}
	return fmt.Sprintf("%s까지(%d일)", by.Korean(), in)
}

// shownWaits are the units that the report names; --json has them all.
const shownWaits = 10

// printWaiting writes who holds up the chain, the oldest task first.
func (r progressReport) printWaiting(out io.Writer) error {
	if len(r.Waiting) == 0 {
		return nil
	}
	if _, err := fmt.Fprintln(out); err != nil {
		return err
	}
	t := newTable("기다리는 곳", "단계", "부터", "업무일", "", "담당")
	for _, w := range r.Waiting[:min(len(r.Waiting), shownWaits)] {
		t.add(w.UnitName, w.Stage, w.Since.String(), count(int32(w.Age)), mark(w.Late, "지연"), whoHas(w.Holders))
	}
	if more := len(r.Waiting) - shownWaits; more > 0 {
		t.add(fmt.Sprintf("… 외 %d곳", more))
	}
	return t.print(out)
}

// printMatrix writes units against collections: state, working days in it, and rows filled.
func (r progressReport) printMatrix(out io.Writer) error {
	var stages []string
	for _, s := range r.Stages {
		if slices.ContainsFunc(r.Matrix, func(u client.MatrixRow) bool { return cellOf(u, s.Stage) != nil }) {
			stages = append(stages, s.Stage)
		}
	}
	if len(stages) == 0 {
		return nil
	}
	if _, err := fmt.Fprintln(out); err != nil {
		return err
	}
	t := newTable(append([]string{"부서"}, stages...)...)
	for _, u := range r.Matrix {
		line := []string{u.UnitName}
		for _, s := range stages {
			line = append(line, cellText(cellOf(u, s)))
		}
		t.add(line...)
	}
	return t.print(out)
}

func cellOf(u client.MatrixRow, stage string) *client.MatrixCell {
	i := slices.IndexFunc(u.Cells, func(c client.MatrixCell) bool { return c.Stage == stage })
	if i < 0 {
		return nil
	}
	return &u.Cells[i]
}

// cellText is one unit in one stage: 기안 중 4일 2/3 2차 지연.
func cellText(c *client.MatrixCell) string {
	if c == nil {
		return "·"
	}
	words := []string{c.StateText}
	if c.Open > 0 {
		words = append(words, fmt.Sprintf("%d일", c.Age))
	}
	if f := filled(*c); f != "" {
		words = append(words, f)
	}
	if c.Rounds > 1 {
		words = append(words, fmt.Sprintf("%d차", c.Rounds))
	}
	if late := lateness(*c); late != "" {
		words = append(words, late)
	}
	return strings.Join(words, " ")
}

// filled is how many rows of how many were saved; blank where there is none.
func filled(c client.MatrixCell) string {
	if c.Rows == 0 {
		return ""
	}
	return fmt.Sprintf("%d/%d", c.Filled, c.Rows)
}

func lateness(c client.MatrixCell) string {
	if c.LateLegal {
		return "법정 기한 지남"
	}
	return mark(c.Late, "지연")
}

// whoHas names the holders, each with his post.
func whoHas(holders []client.MatrixHolder) string {
	var out []string
	for _, h := range holders {
		text := h.Title
		if h.Name != h.Title {
			text = strings.TrimSpace(h.Title + " " + h.Name)
		}
		if text != "" && !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	return strings.Join(out, ", ")
}
