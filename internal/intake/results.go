package intake

import (
	"context"
	"encoding/json"

	"gyeol/gov"
	"gyeol/internal/store/db"
	"gyeol/policies/pack"
)

// The rows of a year's results as the Put queries read them.
type (
	subProjectRow struct {
		ID string `json:"id"`
	}
	versionRow struct {
		SubProjectID string        `json:"sub_project_id"`
		Year         int           `json:"year"`
		PillarNumber int           `json:"pillar_number"`
		PillarName   string        `json:"pillar_name"`
		TaskNumber   int           `json:"task_number"`
		TaskName     string        `json:"task_name"`
		Name         string        `json:"name"`
		Ordinal      int           `json:"ordinal"`
		Status       []string      `json:"status"`
		Figures      []pack.Figure `json:"figures"`
		BudgetKRW    *int64        `json:"budget_krw"` // null where the paper gives no amount, which is not zero
		ExecutedKRW  *int64        `json:"executed_krw"`
		OwnerUnitID  gov.UnitID    `json:"owner_unit_id"`
	}
	// eventRow is what became of a sub-project in a year (종료, 통합, 이관).
	eventRow struct {
		SubProjectID string     `json:"sub_project_id"`
		Year         int        `json:"year"`
		Kind         string     `json:"kind"` // began, ended, merged, transferred, noted
		Month        string     `json:"month"`
		IntoID       string     `json:"into_id,omitempty"`
		ToUnitID     gov.UnitID `json:"to_unit_id,omitempty"`
		Reason       string     `json:"reason"`
	}
	agencyRow struct {
		SubProjectID string     `json:"sub_project_id"`
		Year         int        `json:"year"`
		UnitID       gov.UnitID `json:"unit_id"`
	}
	totalRow struct {
		Year    int    `json:"year"`
		What    string `json:"what"`
		Value   int64  `json:"value"`
		Unit    string `json:"unit"`
		Printed string `json:"printed"`
		Source  string `json:"source"`
	}
)

// yearResults are the results of one year laid out in rows.
type yearResults struct {
	projects []subProjectRow
	versions []versionRow
	agencies []agencyRow
	events   []eventRow
}

func resultSteps(q *db.Queries, p *pack.Pack) []step {
	if p.Results.Year == 0 {
		return nil
	}
	y := layOutResults(p.Results)
	drop := func(ctx context.Context, rows json.RawMessage) ([]int32, error) {
		n, err := q.DropSubProjectUnits(ctx, db.DropSubProjectUnitsParams{Year: int32(p.Results.Year), Rows: rows})
		return []int32{0, int32(n)}, err
	}
	return []step{
		of("sub-projects", y.projects, q.PutSubProjects),
		of("sub-projects of the year", y.versions, q.PutSubProjectVersions),
		of("agencies that left a sub-project", y.agencies, drop).uncounted(),
		of("agencies of sub-projects", y.agencies, q.PutSubProjectUnits),
		of("what became of sub-projects", y.events, q.PutSubProjectEvents),
		of("printed totals", each(p.Results.Totals, totalOf), q.PutCitedTotals),
	}
}

func layOutResults(r pack.Results) yearResults {
	var y yearResults
	for _, field := range r.Pillars {
		for _, group := range field.Groups {
			for _, s := range group.SubProjects {
				v := versionRow{
					PillarNumber: field.Number, PillarName: field.Name, TaskNumber: group.Number, TaskName: group.Name,
					Year: r.Year,
				}
				y.add(v, s)
			}
		}
	}
	return y
}

func (y *yearResults) add(v versionRow, s pack.SubProject) {
	v.SubProjectID, v.Name, v.Status, v.OwnerUnitID, v.Ordinal = s.ID, s.Name, s.Status, s.Lead, len(y.versions)+1
	v.BudgetKRW, v.ExecutedKRW = s.BudgetWon, s.ExecutedWon
	if v.Figures = s.Figures; v.Figures == nil {
		v.Figures = []pack.Figure{}
	}
	y.projects = append(y.projects, subProjectRow{ID: s.ID})
	y.versions = append(y.versions, v)
	y.happen(v.Year, s)
	for _, u := range s.Partners {
		y.agencies = append(y.agencies, agencyRow{SubProjectID: s.ID, Year: v.Year, UnitID: u})
	}
}

// happen lays out what became of a sub-project: each event once, with its month, reason, successor or new owner.
func (y *yearResults) happen(year int, s pack.SubProject) {
	for _, e := range []struct {
		did bool
		row eventRow
	}{
		{s.Began != "", eventRow{Kind: "began", Month: s.Began}},
		{s.Ended != "", eventRow{Kind: "ended", Month: s.Ended, Reason: s.Reason}},
		{s.MergedInto != "", eventRow{Kind: "merged", IntoID: s.MergedInto}},
		{s.TransferredTo != "", eventRow{Kind: "transferred", ToUnitID: s.TransferredTo}},
		{s.Note != "", eventRow{Kind: "noted", Reason: s.Note}},
	} {
		if e.did {
			e.row.SubProjectID, e.row.Year = s.ID, year
			y.events = append(y.events, e.row)
		}
	}
}

func totalOf(t pack.Total) totalRow {
	return totalRow{Year: t.Year, What: t.What, Value: t.Value, Unit: t.Unit, Printed: t.Printed, Source: t.Source}
}
