package cases

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/jackc/pgx/v5/pgxpool"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
)

// YearReport is one cycle as it went.
type YearReport struct {
	Cycle        string        `json:"cycle"`
	Year         int32         `json:"year"`
	State        gov.State     `json:"state"`
	UnitProjects int32         `json:"unit_projects"` // of the basic plan, asked for in the stage plans; 0 without one
	Units        int32         `json:"units"`         // distinct units asked in the stage plans
	Stages       []StageReport `json:"stages"`
	Decisions    int32         `json:"decisions"`
}

// StageReport is one round of a stage.
type StageReport struct {
	ID       string        `json:"id"`
	Kind     gov.StageKind `json:"kind"`
	State    gov.State     `json:"state"`
	Opened   gov.Date      `json:"opened"`
	Closed   gov.Date      `json:"closed"`
	Waived   string        `json:"waived,omitempty"`
	Cases    int32         `json:"cases"`
	Returned int32         `json:"returned"`
	Late     int32         `json:"late"`
}

// ResultsReport is what seed 002 prints for the whole city; no amount is spread over rows.
type ResultsReport struct {
	Projects      int32             `json:"projects"`
	ByField       []int32           `json:"by_field"`
	BudgetKRW     int64             `json:"budget_krw"`
	ExecutionRate float64           `json:"execution_rate"`
	Money         string            `json:"money"`
	Findings      []json.RawMessage `json:"findings"`
}

// NoticesReport counts what left the house.
type NoticesReport struct {
	Sent       int `json:"sent"`
	Duplicates int `json:"duplicates"` // reminders that the sink accepted twice
	Failed     int `json:"failed"`     // bounced ones too
	Suppressed int `json:"suppressed"`
	Unknown    int `json:"unknown"`
	Waiting    int `json:"waiting"`
}

// Years reports every cycle that was opened, in order.
func (s *Service) Years(ctx context.Context) ([]YearReport, error) {
	q := db.New(s.pool)
	cycles, err := q.ReportCycles(ctx)
	if err != nil {
		return nil, store.Interpret(err)
	}
	stages, err := q.ReportStages(ctx)
	if err != nil {
		return nil, store.Interpret(err)
	}
	out := make([]YearReport, len(cycles))
	for i, c := range cycles {
		out[i] = YearReport{
			Cycle: c.Name, Year: c.Year, State: c.State, UnitProjects: c.UnitProjects, Units: c.Units,
			Decisions: c.Decisions,
		}
		for _, st := range stages {
			if st.Name == c.Name && st.Year == c.Year {
				out[i].Stages = append(out[i].Stages, stageReport(st))
			}
		}
	}
	return out, nil
}

func stageReport(r db.ReportStagesRow) StageReport {
	out := StageReport{
		ID: r.Key, Kind: r.Kind, State: r.State, Opened: r.OpenedOn, Closed: r.ClosedOn, Cases: r.Cases,
		Returned: r.Returned, Late: r.Late,
	}
	if r.Round > 1 {
		out.ID = fmt.Sprintf("%s.%d", r.Key, r.Round)
	}
	if r.State == gov.Waived {
		out.Waived = r.Reason
	}
	return out
}

// Results reports the sub-projects of a year with the city totals their source prints.
func (s *Service) Results(ctx context.Context, year int) (ResultsReport, error) {
	q := db.New(s.pool)
	out := ResultsReport{Money: "city total printed in seed 002", Findings: []json.RawMessage{}}
	fields, err := q.ReportFields(ctx, int32(year))
	if err != nil {
		return out, store.Interpret(err)
	}
	for _, f := range fields {
		out.Projects += f.N
		out.ByField = append(out.ByField, f.N)
	}
	totals, err := q.ReportTotals(ctx, int32(year))
	if err != nil {
		return out, store.Interpret(err)
	}
	for _, t := range totals {
		switch t.What {
		case "budget", "budget_krw":
			out.BudgetKRW = t.Value
		case "execution_rate_tenths":
			out.ExecutionRate = float64(t.Value) / 10
		}
	}
	found, err := q.ReportFindings(ctx, int32(year)+1)
	if err != nil {
		return out, store.Interpret(err)
	}
	for _, raw := range found {
		var list []json.RawMessage
		if err := json.Unmarshal(raw, &list); err != nil {
			return out, fmt.Errorf("read findings: %w", err)
		}
		out.Findings = append(out.Findings, list...)
	}
	return out, nil
}

// NoticeFates counts the notices by their fate.
func (s *Service) NoticeFates(ctx context.Context) (NoticesReport, error) {
	rows, err := db.New(s.pool).ReportNotices(ctx)
	if err != nil {
		return NoticesReport{}, store.Interpret(err)
	}
	var out NoticesReport
	for _, r := range rows {
		n := int(r.N)
		switch r.State {
		case gov.NoticeSent:
			out.Sent += n
		case gov.NoticeFailed, gov.NoticeBounced:
			out.Failed += n
		case gov.NoticeSuppressed:
			out.Suppressed += n
		case gov.NoticeUnknown:
			out.Unknown += n
		case gov.NoticeQueued, gov.NoticeClaimed, gov.NoticeHeld:
			out.Waiting += n
		}
	}
	return out, nil
}

// AuditEntries counts the entries of the ledger and those that wait for their leaf.
func (s *Service) AuditEntries(ctx context.Context) (entries, pending int64, err error) {
	row, err := db.New(s.pool).ReportAudit(ctx)
	return row.Entries, row.Pending, store.Interpret(err)
}

// Overruled counts what people did against the graph, by verb (design §3). The cases that an act takes along, as the
// submissions of a reopened stage, are not counted again.
func (s *Service) Overruled(ctx context.Context) (map[string]int, error) {
	rows, err := db.New(s.pool).ReportOverruled(ctx)
	if err != nil {
		return nil, store.Interpret(err)
	}
	out := map[string]int{}
	for _, r := range rows {
		out[string(r.Verb)] = int(r.N)
	}
	return out, nil
}

// MailQuiet reports whether every notice that may leave today has met its fate. On a closed day only a legal notice of
// that very day may.
func (s *Service) MailQuiet(ctx context.Context) (bool, error) {
	today, err := s.Today(ctx)
	if err != nil {
		return false, err
	}
	due, err := db.New(s.pool).MailDue(ctx, db.MailDueParams{
		Today: today, Working: s.rules.Calendar().IsWorkingDay(today),
	})
	return !due, store.Interpret(err)
}

// Decisions are the acts, and what was answered, voted, scored and resolved in meetings and juries, as lines that ids,
// serial numbers and wall times do not enter, sorted: natural key, round, verb, post, office date, outcome.
func Decisions(ctx context.Context, pool *pgxpool.Pool) ([]string, error) {
	rows, err := db.New(pool).ReportDecisions(ctx)
	out := make([]string, len(rows))
	for i, r := range rows {
		out[i] = fmt.Sprintf("%s\t%d\t%s\t%s\t%s\t%s", r.NaturalKey, r.Round, r.Verb, r.Post, r.OfficeDate, r.Outcome)
	}
	return out, store.Interpret(err)
}
