package cases

import (
	"context"
	"slices"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
	"gyeol/policies/pack"
)

// draftForm says what the rules in force today ask of whoever drafts a document; nil where it is not to be drafted.
func (r reading) draftForm(ctx context.Context, c db.ViewCaseRow, d db.Document) (*DraftForm, error) {
	m := policies.MachineOf(c.Kind)
	_, first := m.Find(c.State, gov.VerbSubmit)
	_, again := m.Find(c.State, gov.VerbRedraft)
	if !first && !again {
		return nil, nil //nolint:nilnil // that nobody drafts it is an answer of its own
	}
	p, _, err := r.s.rules.activeOn(ctx, r.q, r.v.today)
	if err != nil {
		return nil, store.Interpret(err)
	}
	out := &DraftForm{Facts: []DraftFact{}, Fields: draftFields(p, d.Matter, r.v.today)}
	for _, f := range p.AskedFacts(d.Matter, r.v.today) {
		out.Facts = append(out.Facts, DraftFact{
			Name: f.ID, Label: f.Title, Kind: f.Type, Unit: f.Unit, Values: some(f.Values), Needed: f.Needed, Known: f.Given,
			Article: some(f.Article),
		})
	}
	return out, nil
}

// draftFields are the fields that are asked in both forms, then those of the dispatch form alone.
func draftFields(p *pack.Pack, matter string, on gov.Date) []DraftField {
	out := []DraftField{}
	of := policies.Submission{Matter: matter, Form: policies.FormInternal, On: on}
	both := p.AskedFields(of)
	of.Form = policies.FormDispatch
	for _, f := range p.AskedFields(of) {
		field := DraftField{Field: string(f.Field), Article: some(f.Article), Assumed: f.Assumed}
		if !slices.ContainsFunc(both, func(b policies.AskedField) bool { return b.Field == f.Field }) {
			field.Form = string(policies.FormDispatch)
		}
		out = append(out, field)
	}
	return out
}
