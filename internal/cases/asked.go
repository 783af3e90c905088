package cases

import (
	"context"
	"fmt"

	"gyeol/gov"
	"gyeol/policies"
)

// office is the organisation on one day with the units that lead rows; it answers policies.Office.
type office struct {
	orgOn
	leads map[string][]gov.UnitID
}

// UnitsOf returns the units of a kind by id.
func (o office) UnitsOf(kind gov.UnitKind) []gov.UnitID {
	var out []gov.UnitID
	for _, id := range o.order {
		if o.units[id].Kind == kind {
			out = append(out, id)
		}
	}
	return out
}

// Leads returns the units that lead rows, in the order of the rows.
func (o office) Leads(rows string) []gov.UnitID { return o.leads[rows] }

var _ policies.Office = office{}

// unitsAsked names the units of a stage's groups as the record has them on the date of the act: a unit that came by org
// import is asked, one that has ended is not, and who leads a project is what the record says. It refuses with
// CodeNoRule where nobody is named.
func (ch *change) unitsAsked(ctx context.Context, groups []string) ([]gov.UnitID, error) {
	p, err := ch.pack(ctx)
	if err != nil {
		return nil, err
	}
	o, err := ch.office(ctx)
	if err != nil {
		return nil, err
	}
	units, err := p.Asked(groups, o)
	if err == nil && len(units) == 0 {
		err = noRule("group", fmt.Sprint(groups))
	}
	return units, err
}

func (ch *change) office(ctx context.Context) (office, error) {
	org, err := ch.org(ctx)
	if err != nil {
		return office{}, err
	}
	stage, err := ch.stageRow(ctx)
	if err != nil {
		return office{}, err
	}
	projects, err := ch.tx.Read.UnitProjectLeads(ctx)
	if err != nil {
		return office{}, err
	}
	subs, err := ch.tx.Read.SubProjectLeads(ctx, stage.AboutYear)
	if err != nil {
		return office{}, err
	}
	return office{org, map[string][]gov.UnitID{"unit_projects": projects, "sub_projects": subs}}, nil
}
