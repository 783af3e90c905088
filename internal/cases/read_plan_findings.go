package cases

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies/checks"
)

// PlanFindingFilter narrows the findings of a year. The zero value of a field narrows nothing.
type PlanFindingFilter struct {
	Year     int // of the plan; its results are of the year before
	Check    string
	Unit     gov.UnitID
	Severity checks.Severity
	Item     string // a project
	All      bool   // those too that somebody has answered or that rows were handed in with
}

// PlanFinding is one thing that the checks saw, in a submission or in the compiled paper.
type PlanFinding struct {
	checks.Finding

	Case     gov.CaseID // the submission or compilation
	Part     string     // PlanPart or ResultsPart; "": the paper as a whole
	About    int        // the year of the project; 0 without one
	Unit     gov.UnitID
	UnitName string
	Title    string // of the project, or of the paper
	Compiled bool   // found in the compiled paper
	Answer   string // accept, mend, waive; waived: handed in as it is. "": open
	Reason   string // of the answer
}

// PlanFindings are the findings of a year with what they can be narrowed to.
type PlanFindings struct {
	Findings []PlanFinding
	Found    int // before narrowing
	Open     int // of these, without an answer
	Checks   []PlanChoice
	Units    []PlanChoice
	Unread   int // submissions whose rows the reader may not see
}

// PlanFindings checks the rows of a year as they stand, and lists them with what was found when they were compiled: of
// submissions and papers that the reader may follow.
func (s *Service) PlanFindings(ctx context.Context, actor Actor, f PlanFindingFilter) (PlanFindings, error) {
	out := PlanFindings{Findings: []PlanFinding{}}
	r, err := s.readInside(ctx, actor)
	if err != nil {
		return out, err
	}
	list, err := r.compiledFindings(ctx, f.Year)
	if err != nil {
		return out, store.Interpret(err)
	}
	rows, unread, err := r.rowFindings(ctx, f.Year)
	if err != nil {
		return out, store.Interpret(err)
	}
	out.Unread = unread
	for _, x := range rows {
		same := func(y PlanFinding) bool { return y.ID == x.ID && y.Item == x.Item }
		if !slices.ContainsFunc(list, same) {
			list = append(list, x)
		}
	}
	for _, x := range list {
		out.add(x, f)
	}
	return out, nil
}

// add counts a finding and takes it where the filter leaves it.
func (p *PlanFindings) add(x PlanFinding, f PlanFindingFilter) {
	p.Found++
	if x.Answer == "" {
		p.Open++
	}
	choices := []struct {
		of  *[]PlanChoice
		one PlanChoice
	}{{&p.Checks, PlanChoice{x.Check, x.Check}}, {&p.Units, PlanChoice{string(x.Unit), x.UnitName}}}
	for _, c := range choices {
		if c.one.Value != "" && !slices.Contains(*c.of, c.one) {
			*c.of = append(*c.of, c.one)
		}
	}
	switch {
	case f.Check != "" && f.Check != x.Check, f.Unit != "" && f.Unit != x.Unit,
		f.Severity != "" && f.Severity != x.Severity, f.Item != "" && f.Item != x.Item, !f.All && x.Answer != "":
	default:
		p.Findings = append(p.Findings, x)
	}
}

// compiledFindings are of the compiled papers of the year that the viewer may follow.
func (r reading) compiledFindings(ctx context.Context, year int) ([]PlanFinding, error) {
	papers, err := r.q.CompilationsOfYear(ctx, int32(year))
	if err != nil {
		return nil, err
	}
	var out []PlanFinding
	for _, p := range papers {
		if _, err := r.followed(ctx, p.ID); errors.Is(err, gov.ErrNotFound) {
			continue
		} else if err != nil {
			return nil, err
		}
		c, err := r.compilation(ctx, p.ID)
		if errors.Is(store.Interpret(err), gov.ErrNotFound) {
			continue // nothing was compiled yet
		}
		if err != nil {
			return nil, err
		}
		found, err := findingsOfPaper(p, c)
		if err != nil {
			return nil, err
		}
		out = append(out, found...)
	}
	return out, nil
}

func findingsOfPaper(p db.CompilationsOfYearRow, c *CompilationContext) ([]PlanFinding, error) {
	var paper checks.Paper
	var found []checks.Finding
	var decided []answeredFinding
	for raw, into := range map[*json.RawMessage]any{&c.Body: &paper, &c.Findings: &found, &c.Decisions: &decided} {
		if len(*raw) == 0 {
			continue
		}
		if err := json.Unmarshal(*raw, into); err != nil {
			return nil, fmt.Errorf("read what was compiled in %s: %w", p.Title, err)
		}
	}
	answers := map[string]answeredFinding{}
	for _, d := range decided {
		answers[d.Finding] = d
	}
	projects := map[string]PlanFinding{}
	for part, of := range map[string]*checks.Part{PlanPart: paper.Plan, ResultsPart: paper.Results} {
		for _, x := range of.Projects() {
			projects[x.ID] = PlanFinding{Part: part, About: of.Year, UnitName: x.Lead, Title: x.Code + " " + x.Name}
		}
	}
	out := make([]PlanFinding, len(found))
	for i, f := range found {
		x, known := projects[f.Item]
		if !known {
			x = PlanFinding{Title: p.Title}
		}
		x.Finding, x.Case, x.Compiled = f, p.ID, true
		x.Unit = gov.UnitID(x.UnitName) // the paper knows units by name alone
		x.Answer, x.Reason = answers[f.ID].Decision, answers[f.ID].Reason
		out[i] = x
	}
	return out, nil
}

// rowFindings checks the rows of the plan of a year and of the results of the year before, submission by submission.
func (r reading) rowFindings(ctx context.Context, year int) (out []PlanFinding, unread int, err error) {
	list, err := r.handIns(ctx, year)
	if err != nil {
		return nil, 0, err
	}
	for _, h := range list {
		if !h.seen {
			unread++
			continue
		}
		found, err := r.checkedRows(ctx, *h)
		if err != nil {
			return nil, 0, err
		}
		out = append(out, found...)
	}
	return out, unread, nil
}

// handIns are the submissions of a year with their rows.
func (r reading) handIns(ctx context.Context, year int) ([]*handIn, error) {
	p, err := r.seeing(ctx)
	if err != nil {
		return nil, err
	}
	p.Years = []int32{int32(year)}
	plan, err := r.q.PlanRowsSeen(ctx, p)
	if err != nil {
		return nil, err
	}
	p.Years = []int32{int32(year - 1)}
	results, err := r.q.ResultRowsSeen(ctx, db.ResultRowsSeenParams(p))
	if err != nil {
		return nil, err
	}
	known := map[gov.CaseID]*handIn{}
	var out []*handIn
	add := func(h handIn, row Row) {
		if known[h.id] == nil {
			known[h.id] = &h
			out = append(out, &h)
		}
		known[h.id].rows = append(known[h.id].rows, row)
	}
	for _, x := range plan {
		add(handIn{
			id: x.CaseID, part: PlanPart, about: int(x.AboutYear), form: "plan-row", wording: x.Wording, seen: x.Seen,
			unit: PlanChoice{string(x.UnitID), x.UnitName},
		}, Row{ID: x.ID, Item: x.UnitProjectID, Title: x.Code + " " + x.Name, Data: x.Data, Last: x.Last})
	}
	for _, x := range results {
		add(handIn{
			id: x.CaseID, part: ResultsPart, about: int(x.AboutYear), form: "result-row", wording: x.Wording, seen: x.Seen,
			unit: PlanChoice{string(x.UnitID), x.UnitName},
		}, Row{
			ID: x.ID, Item: x.SubProjectID, Title: x.Name, Data: x.Data, Last: x.Last, Figures: x.Figures, Status: x.Status,
		})
	}
	return out, nil
}

// handIn is a submission with the rows that are checked.
type handIn struct {
	id      gov.CaseID
	part    string
	about   int
	form    string
	wording []byte
	unit    PlanChoice
	seen    bool
	rows    []Row
}

func (r reading) checkedRows(ctx context.Context, h handIn) ([]PlanFinding, error) {
	form, err := r.s.formOf(ctx, r.q, db.Submission{Form: h.form}, h.wording)
	if err != nil {
		return nil, err
	}
	p, err := r.s.rules.Of(ctx, r.q, h.wording)
	if err != nil {
		return nil, err
	}
	found, err := checked(p, form, h.rows, r.v.today)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	_, waived, err := r.revisions(ctx, h.id)
	if err != nil {
		return nil, err
	}
	return mapped(found, func(f checks.Finding) PlanFinding { return h.finding(f, waived) }), nil
}

// finding is what a check saw in one of the rows, with why the unit let it stand.
func (h handIn) finding(f checks.Finding, waived []RowWaiver) PlanFinding {
	x := PlanFinding{
		Finding: f, Case: h.id, Part: h.part, About: h.about, Unit: gov.UnitID(h.unit.Value), UnitName: h.unit.Title,
	}
	for _, row := range h.rows {
		if row.ID.String() == f.Row || row.Item == f.Item {
			x.Title, x.Item = row.Title, row.Item
			break
		}
	}
	for _, w := range waived {
		if w.Finding == f.ID {
			x.Answer, x.Reason = "waived", w.Reason
		}
	}
	return x
}
