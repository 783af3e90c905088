package cases

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"gyeol/internal/store"
	"gyeol/internal/store/db"
)

// PlanOutlook is the basic plan in figures: what is invested in its pillars, and its indicators on their way.
type PlanOutlook struct {
	Title       string // "" where no basic plan covers the year
	From, To    int
	Spans       []PlanSpan
	Investments []PlanInvestment // of the total and of every pillar
	Indicators  []PlanMeasure
}

// PlanSpan is a column of the investment plan: a year, or several whose sum alone is printed.
type PlanSpan struct {
	Text  string // 2022, 2027-2030
	Years int
}

// PlanInvestment is a line of the investment plan. Won are in the order of the spans, nil where none is printed.
type PlanInvestment struct {
	Name   string
	Number string // of the pillar; "": the sum of all
	Won    []*int64
}

// PlanMeasure is an indicator of the basic plan (핵심성과지표) with what was reported of it.
type PlanMeasure struct {
	Name      string
	Unit      string
	Base      *PlanTargetPoint
	BaseText  string // as it is printed
	Target    *PlanTargetPoint
	TargetTxt string
	Tentative bool // the target stands in brackets
	Actuals   []PlanTargetPoint
}

// PlanOutlook reads the basic plan that covers a year.
func (s *Service) PlanOutlook(ctx context.Context, actor Actor, year int) (PlanOutlook, error) {
	r, err := s.readInside(ctx, actor)
	if err != nil {
		return PlanOutlook{}, err
	}
	bp, err := r.basicPlan(ctx, year)
	out := PlanOutlook{
		Title: bp.Title, From: int(bp.YearFrom), To: int(bp.YearTo), Spans: []PlanSpan{}, Investments: []PlanInvestment{},
		Indicators: []PlanMeasure{},
	}
	if err != nil || bp.ID == "" {
		return out, store.Interpret(err)
	}
	if err := r.investments(ctx, bp.ID, &out); err != nil {
		return out, store.Interpret(err)
	}
	return out, store.Interpret(r.indicators(ctx, bp.ID, &out))
}

// investments lays the table of the basic plan out by spans.
func (r reading) investments(ctx context.Context, plan string, out *PlanOutlook) error {
	nodes, err := r.q.PlanNodes(ctx, plan)
	if err != nil {
		return err
	}
	numbers := map[string]string{}
	for _, n := range nodes {
		numbers[n.PillarID] = n.PillarNumber
	}
	cells, err := r.q.InvestmentsOf(ctx, plan)
	if err != nil {
		return err
	}
	spans := []string{}
	for _, c := range cells {
		if c.Span != "total" && !slices.Contains(spans, c.Span) {
			spans = append(spans, c.Span)
		}
	}
	slices.Sort(spans)
	for _, text := range spans {
		span := PlanSpan{Text: text, Years: 1}
		var from, to int
		if n, _ := fmt.Sscanf(text, "%d-%d", &from, &to); n == 2 {
			span.Years = to - from + 1
		}
		out.Spans = append(out.Spans, span)
	}
	last := ""
	for _, c := range cells {
		if c.Level != "total" && c.Level != "pillar" {
			continue
		}
		if c.ID != last {
			out.Investments = append(out.Investments, PlanInvestment{
				Name: c.Name, Number: numbers[c.NodeID], Won: make([]*int64, len(spans)),
			})
			last = c.ID
		}
		if at := slices.Index(spans, c.Span); at >= 0 {
			out.Investments[len(out.Investments)-1].Won[at] = c.Krw
		}
	}
	return nil
}

// measure is a measure as the basic plan keeps it.
type measure struct {
	Name   string        `json:"name"`
	Base   *measurePoint `json:"baseline"`
	Target *measurePoint `json:"target"`
}

type measurePoint struct {
	PlanTargetPoint
	Printed   string `json:"printed"`
	Tentative bool   `json:"tentative"`
}

// indicators reads the indicators with what was reported. A report names its indicator and a unit: it belongs to the
// measure of that unit, and to the first where several have it, for the form asks for one figure.
func (r reading) indicators(ctx context.Context, plan string, out *PlanOutlook) error {
	list, err := r.q.KpisOf(ctx, plan)
	if err != nil {
		return err
	}
	at := map[string]int{}
	for _, k := range list {
		var measures []measure
		if err := json.Unmarshal(k.Measures, &measures); err != nil {
			return fmt.Errorf("read indicator %d: %w", k.Ordinal, err)
		}
		for _, m := range measures {
			one := PlanMeasure{Name: m.Name, Actuals: []PlanTargetPoint{}}
			if m.Base != nil {
				one.Base, one.BaseText, one.Unit = &m.Base.PlanTargetPoint, m.Base.Printed, m.Base.Unit
			}
			if m.Target != nil {
				one.Target, one.TargetTxt, one.Unit = &m.Target.PlanTargetPoint, m.Target.Printed, m.Target.Unit
				one.Tentative = m.Target.Tentative
			}
			key := fmt.Sprintf("%s/%d %s", plan, k.Ordinal, one.Unit)
			if _, known := at[key]; !known {
				at[key] = len(out.Indicators)
			}
			out.Indicators = append(out.Indicators, one)
		}
	}
	return r.actuals(ctx, plan, func(item string, p PlanTargetPoint) {
		if i, ok := at[item+" "+p.Unit]; ok {
			out.Indicators[i].Actuals = append(out.Indicators[i].Actuals, p)
		}
	})
}

// actuals gives every figure that was reported and accepted, oldest first.
func (r reading) actuals(ctx context.Context, plan string, take func(item string, p PlanTargetPoint)) error {
	p, err := r.seeing(ctx)
	if err != nil {
		return err
	}
	list, err := r.q.KpiActualsSeen(ctx, db.KpiActualsSeenParams{
		Person: p.Person, Posts: p.Posts, Units: p.Units, Stands: p.Stands, Vacant: p.Vacant, Bound: p.Bound, Plan: plan,
		Every: p.Every, Keys: p.Keys, Cells: p.Cells,
	})
	if err != nil {
		return err
	}
	for _, a := range list {
		var data struct {
			Actual json.Number `json:"actual"`
			Unit   string      `json:"unit_word"`
		}
		if err := json.Unmarshal(a.Data, &data); err != nil {
			return fmt.Errorf("read what was reported of %s: %w", a.Item, err)
		}
		if v, err := data.Actual.Float64(); err == nil {
			take(a.Item, PlanTargetPoint{Year: int(a.AboutYear), Value: v, Unit: data.Unit})
		}
	}
	return nil
}
