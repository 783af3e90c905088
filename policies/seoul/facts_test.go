package seoul_test

import (
	"encoding/json"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gyeol/gov"
	"gyeol/policies/pack"
	"gyeol/policies/seoul"
)

func load(t *testing.T) *pack.Pack {
	t.Helper()
	p, faults := pack.Load(seoul.FS)
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	return p
}

func TestPlanHasTheShapeThatIsPrinted(t *testing.T) {
	t.Parallel()
	p := load(t)
	tasks, changes, leads := 0, map[string]int{}, map[gov.UnitID]int{}
	for _, pillar := range p.Plan.Pillars {
		tasks += len(pillar.PlanTasks)
	}
	for _, u := range p.Plan.UnitProjects() {
		changes[u.Change]++
		leads[u.Lead]++
		if len(u.DepartmentsPrinted) != 1+len(u.Partners) {
			t.Errorf("%s: %d departments printed, 1 lead and %d partners", u.Code, len(u.DepartmentsPrinted), len(u.Partners))
		}
	}
	got := map[string]int{
		"pillars": len(p.Plan.Pillars), "plan_tasks": tasks, "unit_projects": len(p.Plan.UnitProjects()),
		"new": changes["new"], "integrated_tasks": len(p.Plan.IntegratedTasks),
	}
	for what, n := range p.Plan.PrintedTotals {
		if got[what] != n {
			t.Errorf("%s: %d, printed %d", what, got[what], n)
		}
	}
	if len(p.Plan.PrintedTotals) != 5 || got["unit_projects"] != 38 || got["new"] != 16 {
		t.Errorf("got %v", got)
	}
	if leads["lifelong-education-division"] != 16 || leads["lifelong-education-institute"] != 7 || len(leads) != 14 {
		t.Errorf("leads %v", leads)
	}
}

func TestInvestmentAddsUpByRowAndByColumn(t *testing.T) {
	t.Parallel()
	inv := load(t).Plan.Investment
	sums := map[string]map[string]int64{"pillar": {}, "plan_task": {}}
	byPillar := map[string]map[string]int64{}
	for _, r := range inv.Rows {
		var row int64
		for _, c := range inv.Columns {
			if c != "total" {
				row += r.Won[c]
			}
			if r.Level != "total" {
				sums[r.Level][c] += r.Won[c]
			}
			if r.Level == "plan_task" {
				pillar := r.Node[:len("BP-1")]
				if byPillar[pillar] == nil {
					byPillar[pillar] = map[string]int64{}
				}
				byPillar[pillar][c] += r.Won[c]
			}
		}
		if row != r.Won["total"] || row%1_000_000 != 0 {
			t.Errorf("%s: years add up to %d, total %d", r.ID, row, r.Won["total"])
		}
	}
	for _, r := range inv.Rows {
		for _, c := range inv.Columns {
			if r.Level == "total" && (sums["pillar"][c] != r.Won[c] || sums["plan_task"][c] != r.Won[c]) {
				t.Errorf("%s: pillars %d, tasks %d, total %d", c, sums["pillar"][c], sums["plan_task"][c], r.Won[c])
			}
			if r.Level == "pillar" && byPillar[r.Node][c] != r.Won[c] {
				t.Errorf("%s %s: tasks %d, pillar %d", r.ID, c, byPillar[r.Node][c], r.Won[c])
			}
		}
	}
	if total := inv.Rows[0].Won["total"]; total != 940_173_000_000 {
		t.Errorf("grand total %d", total)
	}
}

func TestResultsHaveTheCountsThatArePrinted(t *testing.T) {
	t.Parallel()
	r := load(t).Results
	var fields []int
	groups := 0
	for _, p := range r.Pillars {
		n := 0
		for _, g := range p.Groups {
			groups++
			n += len(g.SubProjects)
		}
		fields = append(fields, n)
	}
	if !slices.Equal(fields, []int{32, 42, 24, 14}) || groups != 12 || len(r.SubProjects()) != 112 {
		t.Errorf("fields %v, groups %d, sub-projects %d", fields, groups, len(r.SubProjects()))
	}
	figures := 0
	for _, s := range r.SubProjects() {
		figures += len(s.Figures)
		if s.Lead != "lifelong-education-division" || s.BudgetWon != nil || s.ExecutedWon != nil {
			t.Errorf("%s: lead %s, money %v %v", s.ID, s.Lead, s.BudgetWon, s.ExecutedWon)
		}
	}
	if figures != 257 {
		t.Errorf("%d figures", figures)
	}
	budget, _ := r.Total("budget", 2024)
	spent, _ := r.Total("executed", 2024)
	rate, _ := r.Total("execution_rate_tenths", 2024)
	if budget.Value != 220_795_000_000 || (spent.Value*1000+budget.Value/2)/budget.Value != rate.Value || rate.Value != 969 {
		t.Errorf("budget %d, spent %d, rate %d", budget.Value, spent.Value, rate.Value)
	}
}

func TestEveryContradictionShowsBothFiguresOrSaysWhyThereIsNoSecond(t *testing.T) {
	t.Parallel()
	p := load(t)
	about, alone := map[string]int{}, 0
	for _, i := range p.Inconsistencies {
		about[i.About]++
		if i.Printed == "" || i.Where == "" || i.Kind == "" || (i.Checked && i.Computed == "") || i.Note == "" {
			t.Errorf("%s lacks a figure or its reason: %+v", i.ID, i)
		}
		if i.Computed == "" {
			alone++
		}
	}
	want := map[string]int{"basic-plan": 49, "results-2024": 34, "organisation": 16, "agreements": 11, "calendar": 7}
	if len(p.Inconsistencies) != 117 || !maps.Equal(about, want) {
		t.Errorf("%d: %v", len(p.Inconsistencies), about)
	}
	if alone != 70 {
		t.Errorf("%d contradictions have no second figure", alone)
	}
}

func TestEveryUnitThatIsAskedCanAnswer(t *testing.T) {
	t.Parallel()
	p := load(t)
	on := gov.MustDate("2022-01-03")
	for group, want := range map[string]int{
		"district": 25, "district_education_office": 11, "education_office": 1, "institute": 1,
		"lead_department": 14, "results_lead": 1,
	} {
		units, err := p.Members(group, p.OfficeOn(on))
		if err != nil || len(units) != want {
			t.Errorf("%s: %d units, want %d: %v", group, len(units), want, err)
		}
		for _, u := range units {
			if len(p.Org.Officers(u)) == 0 {
				t.Errorf("%s of %s has no officer", u, group)
			}
			ask := pack.Ask{Matter: "submission.approve", Drafter: p.Org.Officers(u)[0].ID, On: on}
			if _, err := p.Explain(ask); err != nil {
				t.Errorf("%s cannot approve its submission: %v", u, err)
			}
		}
	}
	asked, err := p.Asked([]string{"lead_department", "institute", "district", "education_office"}, p.OfficeOn(on))
	if err != nil || len(asked) != 40 {
		t.Errorf("plans asks %d units: %v", len(asked), err)
	}
}

// A post is called after its unit or its office; nothing in the pack is the name or number of a person.
func TestPeopleArePosts(t *testing.T) {
	t.Parallel()
	p := load(t)
	word := regexp.MustCompile(`(담당|담당 \d|총괄담당|장|시장|감|관|위원 \d+|운영자)\)?$`)
	held := map[gov.PostID]int{}
	for _, person := range p.Org.People {
		held[person.Post]++
		post, ok := p.Org.Post(person.Post)
		if !ok || person.Name != post.Title || !word.MatchString(person.Name) {
			t.Errorf("%s is called %q, its post %q", person.ID, person.Name, post.Title)
		}
		if !strings.HasSuffix(person.Email, "@"+string(post.Unit)+".example") {
			t.Errorf("%s has the address %q", person.ID, person.Email)
		}
	}
	for _, post := range p.Org.Posts {
		if held[post.ID] != 1 {
			t.Errorf("%s is held by %d people", post.ID, held[post.ID])
		}
	}
}

// personal are the fields of data files in which a paper names who signed, wrote or answers.
var personal = []string{"signatory", "author", "contact", "person", "representative", "manager", "attendees", "positions"}

func TestNoDataFileNamesAPerson(t *testing.T) {
	t.Parallel()
	office := regexp.MustCompile(`(담당|장|시장|이사장|감|관)(\(대리 [가-힣]+\))?$`)
	names, err := fs.Glob(seoul.FS, "*.json")
	if err != nil || len(names) != 6 {
		t.Fatalf("%v %v", names, err)
	}
	seen := 0
	for _, name := range names {
		data, err := fs.ReadFile(seoul.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		var root any
		if err := json.Unmarshal(data, &root); err != nil {
			t.Fatal(err)
		}
		walk(root, "", func(key, text string) {
			if slices.Contains(personal, key) {
				seen++
				if !office.MatchString(text) {
					t.Errorf("%s: %s is %q, which is no office", name, key, text)
				}
			}
			if strings.Contains(text, "@") && !strings.HasSuffix(text, ".example") {
				t.Errorf("%s: %s is an address: %q", name, key, text)
			}
		})
	}
	if seen != 5 {
		t.Errorf("%d signatories", seen)
	}
}

// walk tells every text of a JSON value with the field it stands in.
func walk(v any, key string, tell func(key, text string)) {
	switch v := v.(type) {
	case string:
		tell(key, v)
	case []any:
		for _, e := range v {
			walk(e, key, tell)
		}
	case map[string]any:
		for k, e := range v {
			walk(e, k, tell)
		}
	}
}

func TestNoTelephoneNumberAndNoSourceFileIsInThePack(t *testing.T) {
	t.Parallel()
	telephone := regexp.MustCompile(`\b0\d{1,2}[-.) ]\d{3,4}[-. ]\d{4}\b|\b\d{4}-\d{4}\b|☎|seeds?/|\.txt`)
	names, err := fs.Glob(seoul.FS, "*")
	if err != nil || len(names) < 12 {
		t.Fatalf("%d files, %v", len(names), err)
	}
	for _, name := range names {
		data, err := fs.ReadFile(seoul.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		for _, hit := range telephone.FindAllString(string(data), -1) {
			if hit != "2027-2030" {
				t.Errorf("%s: %q", name, hit)
			}
		}
	}
}
