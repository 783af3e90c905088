package office

import (
	"encoding/json"
	"html/template"
	"net/http"
	"slices"
	"strconv"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/locale"
	"gyeol/web/chart"
)

// projectPage is one project with all that is known of it in a year.
type projectPage struct {
	cases.PlanProject

	Fields    []projectField
	Found     []cases.PlanFinding // what the checks saw, of its row and of the compiled paper
	Charts    []projectChart
	Revisions []asked
	Events    []cases.RowEvent
	Consents  []cases.RowConsent
	Overlaps  []cases.RowOverlap
	Links     []link
	Back      string
}

// projectField is a field of its row, this year and the year before, with what the checks saw there.
type projectField struct {
	Title, Now, Last string
	Figure           bool
	Changed          bool
	Found            []cases.PlanFinding
}

// projectChart is a target of the basic plan on its way.
type projectChart struct {
	Target  cases.PlanTarget
	Picture template.HTML
}

// asked is what somebody wants mended in the row.
type asked struct {
	On            gov.Date
	Field, Reason string
}

// project shows one project of a year.
func (s *server) project(r *http.Request, v visitor) (page, error) {
	f, err := planFilter(r.URL.Query())
	if err != nil {
		return page{}, err
	}
	p, err := s.Cases.PlanProject(r.Context(), v.actor, r.PathValue("id"), f)
	if err != nil {
		return page{}, err
	}
	back := "/plan?year=" + strconv.Itoa(p.Year) + "-" + p.Part
	of := projectPage{PlanProject: p, Back: back}
	found, err := s.Cases.PlanFindings(r.Context(), v.actor, cases.PlanFindingFilter{
		Year: planYear(p.Part, p.Year), Item: p.ID, All: true,
	})
	if err != nil {
		return page{}, err
	}
	of.Found = found.Findings
	for i, t := range p.Targets {
		of.Charts = append(of.Charts, projectChart{t, targetPath(t, i, p.Years)})
	}
	if p.Seen {
		if err := s.submissionOf(r, v, &of); err != nil {
			return page{}, err
		}
	}
	title := p.Code + " " + p.Name
	return page{
		view: "plan-project", title: title, at: "/plan", of: of,
		crumbs: []link{{"/plan", "시행계획"}, {back, strconv.Itoa(p.Year) + "년 " + partWord(p.Part)}, {"", title}},
	}, nil
}

// submissionOf adds what the submission behind the row says of it, and where the reader can go on from here.
func (s *server) submissionOf(r *http.Request, v visitor, of *projectPage) error {
	c, err := s.Cases.Case(r.Context(), v.actor, of.Case, gov.CaseSubmission)
	if err != nil || c.Context.Submission == nil {
		return err
	}
	sub := c.Context.Submission
	for _, row := range sub.Rows {
		if row.ID == of.Row {
			of.fields(sub, row)
		}
	}
	mine := func(item string) bool { return item == of.ID || item == of.Row.String() }
	of.Events = slices.DeleteFunc(slices.Clone(sub.Events), func(e cases.RowEvent) bool { return !mine(e.Item) })
	of.Consents = slices.DeleteFunc(slices.Clone(sub.Consents), func(c cases.RowConsent) bool { return !mine(c.Item) })
	of.Overlaps = slices.DeleteFunc(slices.Clone(sub.Overlaps), func(o cases.RowOverlap) bool { return !mine(o.Item) })
	for _, rev := range sub.Revisions {
		var fields []cases.FieldReason
		if len(rev.Fields) > 0 {
			if err := json.Unmarshal(rev.Fields, &fields); err != nil {
				return err
			}
		}
		for _, f := range fields {
			if mine(f.Row) {
				of.Revisions = append(of.Revisions, asked{rev.OfficeDate, titleOf(sub.Fields, f.Field), f.Reason})
			}
		}
		if len(fields) == 0 {
			of.Revisions = append(of.Revisions, asked{rev.OfficeDate, "제출자료 전체", rev.Reason})
		}
	}
	for _, t := range c.Tasks {
		if _, err := s.Cases.Task(r.Context(), v.actor, t.ID); err == nil {
			of.Links = append(of.Links, link{"/tasks/" + t.ID.String(), "과업: " + t.Title})
		}
	}
	if v.Audits {
		of.Links = append(of.Links, link{"/trail?case=" + of.Case.String(), "제출자료의 감사 기록"})
	}
	return nil
}

func titleOf(fields []cases.FormField, id string) string {
	for _, f := range fields {
		if f.ID == id {
			return f.Title
		}
	}
	if id == "" {
		return "사업 전체"
	}
	return id
}

// fields lays the row out, each figure with what the checks say of it.
func (p *projectPage) fields(sub *cases.SubmissionContext, row cases.Row) {
	now, last := valuesOf(row.Data), valuesOf(row.Last)
	for _, f := range sub.Fields {
		one := projectField{
			Title: f.Title, Figure: isFigure(f), Now: withUnit(f, now[f.ID]), Last: withUnit(f, last[f.ID]),
		}
		one.Changed = len(row.Last) > 0 && one.Now != one.Last
		for _, found := range p.Found {
			if found.Field == f.ID {
				one.Found = append(one.Found, found)
			}
		}
		p.Fields = append(p.Fields, one)
	}
}

// withUnit is a value as it is read, with its unit.
func withUnit(f cases.FormField, raw json.RawMessage) string {
	text := shownValue(f, raw)
	if text == "" {
		return ""
	}
	if f.Type == "money" {
		var won int64
		if json.Unmarshal(raw, &won) == nil {
			return locale.Won(won)
		}
	}
	return text + f.Unit
}

// targetPath draws a target of the basic plan, with what the plans of the years set themselves in the same unit.
func targetPath(t cases.PlanTarget, n int, years []cases.PlanProjectYear) template.HTML {
	if len(t.Points) == 0 {
		return ""
	}
	unit := t.Points[0].Unit
	goal := chart.Line{Name: "기본계획의 목표", Dashed: true}
	for _, p := range t.Points {
		goal.Points = append(goal.Points, chart.Point{Year: p.Year, Value: p.Value, Text: chart.Number(p.Value, 2)})
	}
	kind := "annual"
	if t.Cumulative {
		kind = "cumulative"
	}
	own := chart.Line{Name: "연도별 시행계획의 목표"}
	for _, y := range years {
		i := y.Item.Indicator
		if v, err := strconv.ParseFloat(i.Target, 64); err == nil && i.Unit == unit && i.Kind == kind {
			own.Points = append(own.Points, chart.Point{Year: y.Year, Value: v})
		}
	}
	lines := []chart.Line{goal}
	if len(own.Points) > 0 {
		lines = append(lines, own)
	}
	return chart.Paths{
		About: chart.About{
			ID: "target-" + strconv.Itoa(n), Title: t.Label + " 목표", Unit: unit,
			Desc: "기본계획이 정한 해마다의 목표값: " + t.Printed,
		},
		Lines: lines,
	}.SVG()
}
