package cases

import (
	"context"
	"encoding/json"
	"fmt"

	"gyeol/gov"
	"gyeol/policies/checks"
	"gyeol/policies/compiled"
)

// Compiled lays a compiled plan or report out as a document, with what its checks found and what was decided. The same
// rows give the same document.
func (s *Service) Compiled(ctx context.Context, actor Actor, id gov.CaseID) (compiled.Paper, error) {
	c, err := s.Printed(ctx, actor, id, gov.CaseCompilation)
	if err != nil {
		return compiled.Paper{}, err
	}
	x := c.Context.Compilation
	var paper checks.Paper
	if err := json.Unmarshal(x.Body, &paper); err != nil {
		return compiled.Paper{}, fmt.Errorf("read a compilation: %w", err)
	}
	var findings []checks.Finding
	if err := json.Unmarshal(x.Findings, &findings); err != nil {
		return compiled.Paper{}, fmt.Errorf("read its findings: %w", err)
	}
	var decided []answeredFinding
	if err := json.Unmarshal(x.Decisions, &decided); err != nil {
		return compiled.Paper{}, fmt.Errorf("read what was decided about them: %w", err)
	}
	from := compiled.Source{
		Agency: c.Agency, Unit: c.UnitName, Hash: c.ContentHash, By: x.ConfirmedBy, On: x.ConfirmedOn,
	}
	for _, d := range decided {
		from.Decisions = append(from.Decisions, compiled.Decision{
			Finding: d.Finding, Decision: d.Decision, Reason: d.Reason,
		})
	}
	return compiled.Build(paper, findings, from), nil
}
