package seoul_test

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"gyeol/policies/pack"
)

// part is one kind of facts with their number and the hash of every one of them.
func part[T any](t *testing.T, name string, facts []T) string {
	t.Helper()
	h := sha256.New()
	if err := json.NewEncoder(h).Encode(facts); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%-22s %3d %x\n", name, len(facts), h.Sum(nil)[:16])
}

// A changed figure, name, department or date of the facts is a changed line here: look at the source before -update.
func TestNoFactChangesUnseen(t *testing.T) {
	t.Parallel()
	p := load(t)
	var cells []string
	for _, r := range p.Plan.Investment.Rows {
		for _, c := range p.Plan.Investment.Columns {
			cells = append(cells, fmt.Sprint(r.ID, r.Level, r.Node, r.Name, c, r.Won[c], r.Printed[c]))
		}
	}
	var departments, targets, figures []any
	for _, u := range p.Plan.UnitProjects() {
		departments = append(departments, []any{u.ID, u.Code, u.Name, u.Change, u.Lead, u.Partners, u.DepartmentsPrinted})
		targets = append(targets, []any{u.ID, u.Targets, u.Facts})
	}
	for _, s := range p.Results.SubProjects() {
		for _, f := range s.Figures {
			figures = append(figures, []any{s.ID, f})
		}
	}
	got := strings.Join([]string{
		part(t, "units", p.Org.Units), part(t, "posts", p.Org.Posts), part(t, "people", p.Org.People),
		part(t, "seats", p.Org.Seats), part(t, "unit projects", departments), part(t, "targets", targets),
		part(t, "pillars", p.Plan.Pillars), part(t, "key indicators", p.Plan.KPIs),
		part(t, "integrated tasks", p.Plan.IntegratedTasks), part(t, "investment cells", cells),
		part(t, "roadmap rows", p.Plan.Roadmap.Rows), part(t, "sub-project figures", figures),
		part(t, "sub-projects", p.Results.SubProjects()), part(t, "result pillars", p.Results.Pillars),
		part(t, "printed totals", p.Results.Totals), part(t, "highlights", p.Results.Highlights),
		part(t, "relations", p.Results.Relations), part(t, "agreements", p.Agreements.Agreements),
		part(t, "memberships", p.Agreements.Memberships), part(t, "inconsistencies", p.Inconsistencies),
	}, "")
	const golden = "testdata/facts.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if want, err := os.ReadFile(golden); err != nil || string(want) != got {
		t.Errorf("%s differs (%v): a fact has changed\n%s", golden, err, got)
	}
}

func TestAChangedFigureIsFound(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ file, old, new, id string }{
		"a figure of a relation":  {"results-2024.json", `{"label": "명예시민학사", "value": `, `{"label": "명예시민학사", "value": 1`, "REL-5"},
		"a figure of the summary": {"results-2024.json", `"label": "서울시민대학", "value": 16388`, `"label": "서울시민대학", "value": 16389`, "HL-2-7"},
		"a printed count":         {"basic-plan.json", `"unit_projects": 38`, `"unit_projects": 39`, "plan-unit_projects"},
		"a printed rate":          {"results-2024.json", `"value": 969`, `"value": 968`, "rates/execution_rate/2024"},
	} {
		files := load(t).Files()
		text := strings.Replace(string(files[c.file]), c.old, c.new, 1)
		if text == string(files[c.file]) {
			t.Fatalf("%s: nothing to change", name)
		}
		files[c.file] = []byte(text)
		p, faults := pack.FromFiles(files)
		if err := faults.Err(); err != nil {
			t.Fatal(err)
		}
		found := false
		for _, f := range p.Findings() {
			found = found || f.ID == c.id
		}
		if !found {
			t.Errorf("%s: %v", name, p.Findings())
		}
	}
}

// A decimal point in a column of whole won is refused before anything is read from it.
func TestADecimalInAWholeColumnIsRefused(t *testing.T) {
	t.Parallel()
	files := load(t).Files()
	old := `"won": {"total": `
	if !strings.Contains(string(files["basic-plan.json"]), old) {
		t.Fatal("no cell of the table")
	}
	files["basic-plan.json"] = []byte(strings.Replace(string(files["basic-plan.json"]), old, old+"59.966, \"x\": ", 1))
	if p, faults := pack.FromFiles(files); p != nil || faults[0].File != "basic-plan.json" || faults[0].Line == 0 {
		t.Errorf("59.966 is taken: %v", faults)
	}
}
