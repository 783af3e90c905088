package office

import (
	"html/template"
	"net/http"
	"strconv"
	"strings"

	"gyeol/internal/cases"
	"gyeol/web/chart"
)

// outlookPage is the basic plan in pictures with the tables behind them.
type outlookPage struct {
	cases.PlanOutlook

	Tabs    []tab
	Picture template.HTML
	Spans   []string
	Rows    []outlookRow
	Paths   []outlookPath
}

// outlookRow is a line of the investment plan in 백만원.
type outlookRow struct {
	Name  string
	Cells []string
	Sum   bool
}

// outlookPath is an indicator on its way.
type outlookPath struct {
	cases.PlanMeasure

	Picture template.HTML
}

// outlook shows what is invested and how far the indicators are.
func (s *server) outlook(r *http.Request, v visitor) (page, error) {
	year, err := s.yearAsked(r, v)
	if err != nil {
		return page{}, err
	}
	o, err := s.Cases.PlanOutlook(r.Context(), v.actor, year)
	if err != nil {
		return page{}, err
	}
	of := outlookPage{PlanOutlook: o, Tabs: planTabs("/plan/outlook", year, cases.PlanTree{})}
	if o.Title != "" {
		of.invest()
		for i, m := range o.Indicators {
			of.Paths = append(of.Paths, outlookPath{m, measurePath(m, i)})
		}
	}
	return page{
		view: "plan-outlook", title: "투자와 지표", at: "/plan", of: of, crumbs: []link{{"/plan", "시행계획"}, {"", "투자와 지표"}},
	}, nil
}

// invest draws the investment plan. A column that is the sum of several years is drawn as the mean of a year, so that
// bars can be compared; the table has what is printed.
func (p *outlookPage) invest() {
	bars := chart.Bars{About: chart.About{
		ID: "invest", Title: "분야별 투자계획", Unit: "억원",
		Desc: "해마다의 투자액을 분야별로 쌓은 막대그림. 여러 해를 합한 칸은 한 해 평균으로 그렸습니다. 값은 아래 표에 있습니다.",
	}}
	for _, span := range p.PlanOutlook.Spans {
		from, to, several := strings.Cut(span.Text, "-")
		text, group := from+"년", from
		if several {
			text, group = from+"~"+to+"년 합계", "'"+from[2:]+"~'"+to[2:]+"\n연평균"
		}
		p.Spans, bars.Groups = append(p.Spans, text), append(bars.Groups, group)
	}
	for _, i := range p.Investments {
		row := outlookRow{Name: i.Name, Sum: i.Number == "", Cells: mapped(i.Won, million)}
		series := chart.Series{Name: i.Name, Short: i.Number}
		if !row.Sum {
			row.Name = i.Number + ". " + i.Name
		}
		for n, won := range i.Won {
			var v *float64
			if won != nil {
				eok := float64(*won) / 1e8 / float64(p.PlanOutlook.Spans[n].Years)
				v = &eok
			}
			series.Values = append(series.Values, v)
		}
		p.Rows = append(p.Rows, row)
		if !row.Sum {
			bars.Series = append(bars.Series, series)
		}
	}
	p.Picture = bars.SVG()
}

// measurePath draws an indicator from its base to its target, and what was reported on the way.
func measurePath(m cases.PlanMeasure, n int) template.HTML {
	goal := chart.Line{Name: "목표(기준값에서 목표값까지 이은 선)", Dashed: true}
	for _, p := range []*cases.PlanTargetPoint{m.Base, m.Target} {
		if p != nil {
			goal.Points = append(goal.Points, chart.Point{Year: p.Year, Value: p.Value, Text: chart.Number(p.Value, 2) + p.Unit})
		}
	}
	if m.Base == nil {
		goal.Name = "목표값(기준값은 적혀 있지 않음)"
	}
	lines := []chart.Line{goal}
	if len(m.Actuals) > 0 {
		actual := chart.Line{Name: "실적"}
		for _, p := range m.Actuals {
			actual.Points = append(actual.Points, chart.Point{Year: p.Year, Value: p.Value})
		}
		lines = append(lines, actual)
	}
	return chart.Paths{
		About: chart.About{
			ID: "kpi-" + strconv.Itoa(n), Title: m.Name, Unit: m.Unit,
			Desc: "기준값에서 목표값까지 가는 길과 보고된 실적. 값은 아래 표에 있습니다.",
		},
		Lines: lines,
	}.SVG()
}
