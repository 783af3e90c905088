package api

import (
	"context"
	"io"
	"net/http"

	"gyeol/internal/cases"
)

type listOverlaps struct {
	IDPath
	Page

	Settled string `query:"settled" enum:"yes,no" doc:"Only pairs with a decision that counts, or only those without"`
	Least   int    `query:"least" minimum:"0" maximum:"1000" doc:"Score from this on, in thousandths" example:"500"`
	Cluster string `query:"cluster" maxLength:"300" doc:"Only the pairs of one cluster" example:"results/R24-2-3-15"`
	Part    string `query:"part" enum:"plan,results" doc:"Only the projects of the plan, or of the results"`
	Row     string `query:"row" maxLength:"200" doc:"Only the pairs of one project" example:"R24-2-3-15"`
}

func (in *listOverlaps) filter() cases.OverlapFilter {
	return cases.OverlapFilter{
		Settled: in.Settled, Least: in.Least, Cluster: in.Cluster, Part: in.Part, Item: in.Row, After: in.After,
		Limit: in.Limit,
	}
}

type overlapPage struct{ Body cases.OverlapPage }

func (s *server) overlaps() {
	add(s, operation{
		id: "list-overlaps", method: http.MethodGet, path: "/compilations/{id}/overlaps", tag: "Compilations",
		summary: "List the pairs of projects that may be one, the likeliest first",
		doc: "Each with one part for every criterion, also for those that could not be compared. A decision on a pair " +
			"is the act adjust_overlap on the compilation.",
		refusals: []int{http.StatusNotFound},
	}, s.listOverlaps)
	add(s, operation{
		id: "print-overlaps", method: http.MethodGet, path: "/compilations/{id}/overlaps.xlsx", tag: "Compilations",
		summary:  "The same list as a workbook for the committee",
		refusals: []int{http.StatusNotFound}, types: []string{typeExcel},
	}, s.printOverlaps)
}

func (s *server) listOverlaps(ctx context.Context, in *listOverlaps) (*overlapPage, error) {
	id, err := in.caseID()
	if err != nil {
		return nil, err
	}
	out, err := s.cases.Overlaps(ctx, who(ctx).actor(), id, in.filter())
	return &overlapPage{Body: out}, err
}

// everyOverlap is more than a rule may show.
const everyOverlap = 5000

func (s *server) printOverlaps(ctx context.Context, in *IDPath) (*printed, error) {
	id, err := in.caseID()
	if err != nil {
		return nil, err
	}
	out, err := s.cases.Overlaps(ctx, who(ctx).actor(), id, cases.OverlapFilter{Limit: everyOverlap})
	if err != nil {
		return nil, err
	}
	p, err := s.print("", func(w io.Writer) error { return s.papers.Overlaps(w, out) })
	if err == nil {
		p.Type, p.Disposition = typeExcel, `attachment; filename="overlaps.xlsx"`
	}
	return p, err
}
