package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"gyeol/gov"
	"gyeol/policies"
	"gyeol/policies/checks"
	"gyeol/policies/pack"
	"gyeol/policies/seoul"
)

// benchChecksCmd measures all checks over one compiled paper of many rows.
type benchChecksCmd struct {
	Rows   int `default:"10000" help:"accepted rows of the paper"`
	Rounds int `default:"5" help:"how often they are checked"`
}

// mostChecking is how long all checks over 10,000 rows may take.
const mostChecking = time.Second

// checksReport is what the bench tells.
type checksReport struct {
	Rows     int     `json:"rows"`
	Claims   int     `json:"claims"`   // of the source papers
	Fields   int     `json:"fields"`   // fields and figures read by the checks of rows
	Findings int     `json:"findings"` // of one round
	BestMS   float64 `json:"best_ms"`
	MedianMS float64 `json:"median_ms"`
	WorstMS  float64 `json:"worst_ms"`
	LimitMS  float64 `json:"limit_ms"` // for 10,000 rows, in proportion for others
	Met      bool    `json:"met"`      // in the worst round
}

// Run checks the paper as often as asked and prints how long it took.
func (c *benchChecksCmd) Run(_ context.Context, g *Globals) error {
	if c.Rows < 1 || c.Rounds < 1 {
		return fmt.Errorf("행과 횟수는 1 이상이어야 합니다 (rows and rounds must be at least 1)")
	}
	p, faults := pack.Load(seoul.FS)
	if err := faults.Err(); err != nil {
		return fmt.Errorf("load the pack: %w", err)
	}
	in := manyRows(p, c.Rows)
	r := checksReport{Rows: c.Rows, Claims: len(in.Claims), LimitMS: milliseconds(mostChecking) * float64(c.Rows) / 10_000}
	var took []time.Duration
	for range c.Rounds {
		began := time.Now()
		r.Findings = len(checks.Run([]string{"sums", "chapters", "gaps", "overlaps"}, in))
		took = append(took, time.Since(began))
	}
	for _, f := range in.Forms {
		_, effort := checks.MeasuredRows(f.Form, f.Rows, in.Rules)
		r.Fields += effort.Fields
	}
	slices.Sort(took)
	r.BestMS, r.MedianMS, r.WorstMS = milliseconds(took[0]), milliseconds(took[len(took)/2]), milliseconds(took[len(took)-1])
	r.Met = r.WorstMS <= r.LimitMS
	if g.JSON {
		return printJSON(g, r)
	}
	_, err := fmt.Fprintf(g.Out, "행 %d개와 원문 대조 %d건: 가장 빠름 %.1f ms, 중앙값 %.1f ms, 가장 느림 %.1f ms (기준 %.1f ms), 확인사항 %d건\n",
		r.Rows, r.Claims, r.BestMS, r.MedianMS, r.WorstMS, r.LimitMS, r.Findings)
	return err
}

// manyRows is a paper whose rows each have something for every check to look at: money and its sources, last year's
// values, targets, an indicator that many share, figures, and every hundredth one a slip of a thousand.
func manyRows(p *pack.Pack, n int) checks.Input {
	form := p.Forms["plan-row"]
	form.Fields = append(slices.Clone(form.Fields), p.Forms["result-row"].Fields...)
	seen := map[string]bool{}
	form.Fields = slices.DeleteFunc(form.Fields, func(f policies.FieldRule) bool {
		twice := seen[f.ID]
		seen[f.ID] = true
		return twice
	})
	plan, results, rows := &checks.Part{Year: p.Plan.From}, &checks.Part{Year: p.Results.Year}, checks.FormRows{Form: form}
	for i := range n {
		x, row := oneRow(i)
		rows.Rows = append(rows.Rows, row)
		part := plan
		if i%2 == 1 {
			part = results
		}
		part.Add(checks.Pillar{Number: fmt.Sprint(i * 4 / n)}, checks.Task{Number: fmt.Sprint(i * 40 / n)}, x)
	}
	plan.Tally()
	results.Tally()
	in := checks.Input{
		Paper:      checks.Paper{Plan: plan, Results: results, Cited: p.Cited()},
		Investment: p.Table(), Claims: p.Claims(), Forms: []checks.FormRows{rows}, Rules: p.ChecksOn(gov.MustDate("2026-02-10")),
	}
	in.Paper.Chapters = checks.Chapters(plan, in.Rules)
	return in
}

// oneRow is the i-th project and its row.
func oneRow(i int) (checks.Project, checks.Row) {
	id := fmt.Sprintf("P-%05d", i)
	budget := int64(10_000_000 + i*1000)
	executed, last := budget*int64(60+i%40)/100, budget
	if i%100 == 0 {
		last *= 1000
	}
	values := map[string]any{
		"change": "continued", "goal": fmt.Sprintf("시민 %d명의 학습을 돕는 사업의 추진목표", i), "content": "내용", "chapter": fmt.Sprint(1 + i%7),
		"budget_krw": budget, "executed_krw": executed, "carried_over_krw": budget - executed, "lapsed_krw": int64(0),
		"national_krw": budget / 2, "city_krw": budget - budget/2, "indicator": fmt.Sprintf("지표 %d", i%500),
		"target": int64(100 + i%50), "actual": int64(100), "target_unit": "명", "target_kind": "cumulative",
	}
	figures := []checks.Figure{
		{Label: "참여", Value: json.Number(fmt.Sprint(1000 + i)), Unit: "명"}, {Label: "만족도", Value: "93.5", Unit: "%"},
	}
	data := fmt.Appendf(nil, `{"content":"내용","chapter":"%d","goal":%q}`, 1+i%7, values["goal"])
	project := checks.Project{
		ID: id, Code: id, Name: fmt.Sprintf("사업 %d", i), Reported: true, Classes: []string{"continued"},
		Budget: &budget, Executed: &executed, Data: data, Figures: figures,
	}
	row := checks.Row{
		ID: id, Item: id, Title: id, Values: values, Last: map[string]any{"budget_krw": last, "target": int64(100 + i%50)},
		Figures: figures,
	}
	return project, row
}
