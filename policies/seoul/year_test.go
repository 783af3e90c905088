package seoul_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"gyeol/gov"
	"gyeol/policies"
)

var update = flag.Bool("update", false, "write golden files anew")

// Every date of the two years that the demonstration walks, as a page to read: a change of a rule is a visible change
// of dates.
func TestDatesOfTheDemonstratedYears(t *testing.T) {
	t.Parallel()
	p := load(t)
	cal, err := p.Calendar()
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for _, c := range []struct {
		cycle    string
		year     int
		from, to string
	}{
		{"lifelong-education-plan", 2022, "2021-12-20", "2023-01-31"},
		{"lifelong-education-plan", 2027, "2026-12-20", "2028-01-31"},
		{"results-only", 2025, "2025-01-02", "2025-06-02"},
	} {
		fmt.Fprintf(&got, "# %s %d\n", c.cycle, c.year)
		rule, _ := p.Cycle(c.cycle)
		for _, stage := range rule.Stages {
			reason, waived := policies.Waived(stage, c.year)
			for _, r := range policies.Rounds(stage, c.year) {
				body, _ := p.Body(r.Stage.Body)
				d, err := policies.Dates(r.Stage, c.year, &body, cal)
				if err != nil {
					t.Fatal(err)
				}
				for _, day := range []gov.Date{d.Opens, d.DueOperative, d.Hold, d.CallBy} {
					if !day.IsZero() && (!cal.IsWorkingDay(day) || day.Before(gov.MustDate(c.from)) || day.After(gov.MustDate(c.to))) {
						t.Errorf("%d %s: %s", c.year, stage.ID, day.Korean())
					}
				}
				fmt.Fprintf(&got, "%-18s %d opens %-10s due %-10s legal %-10s call %-10s hold %s", stage.ID, r.No,
					d.Opens, d.DueOperative, d.DueLegal, d.CallBy, d.Hold)
				if waived {
					fmt.Fprintf(&got, " waived: %s", reason)
				}
				got.WriteString("\n")
			}
		}
	}
	const golden = "testdata/dates.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(got.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil || string(want) != got.String() {
		t.Errorf("%s differs (%v); run with -update and look at the difference\n%s", golden, err, got.String())
	}
}

// Skipping any one stage must leave the consultation of the superintendent before what the law puts after it.
func TestNothingIsFixedOrFiledBeforeTheSuperintendentIsConsulted(t *testing.T) {
	t.Parallel()
	p := load(t)
	for _, id := range []string{"council", "decision", "ministry", "city-council"} {
		if s, ok := p.Stage("lifelong-education-plan", id); !ok || !slices.Contains(s.After, "superintendent") {
			t.Errorf("%s waits for %v", id, s.After)
		}
	}
}

func TestSeoulCanMeetItsDatesThroughThePlan(t *testing.T) {
	t.Parallel()
	p := load(t)
	for year := 2022; year <= 2030; year++ {
		if err := p.CheckYears(year).Err(); err != nil {
			t.Error(err)
		}
	}
}

func TestEveryRuleCitesAndSaysWhatIsAssumed(t *testing.T) {
	t.Parallel()
	p := load(t)
	rules := map[string]policies.Ruled{}
	for id, c := range p.Cycles {
		rules["cycle/"+id] = c.Ruled
	}
	for _, r := range p.AuthorityRows {
		rules["authority/"+r.ID] = r.Ruled
	}
	for id, b := range p.Bodies {
		rules["body/"+string(id)] = b.Ruled
	}
	for id, l := range p.Ladders {
		rules["ladder/"+id] = l.Ruled
	}
	for id, f := range p.Forms {
		rules["form/"+id] = f.Ruled
	}
	for id, a := range p.Awards {
		rules["award/"+id] = a.Ruled
	}
	listed := map[string]bool{}
	for _, a := range p.Assumed() {
		listed[a.Rule] = true
	}
	// The basic plan was read as it was made; everything else is younger than the year 2022.
	wording := gov.MustDate("2021-12-22")
	for id, r := range rules {
		if len(r.Article) == 0 || slices.Contains(r.Article, "") {
			t.Errorf("%s cites nothing", id)
		}
		if listed[id] != r.From.After(wording) {
			t.Errorf("%s reads from %s: listed as assumed %v", id, r.From, listed[id])
		}
		applies, assumed := r.InForce(gov.MustDate("2022-02-25"))
		if !applies || assumed != listed[id] {
			t.Errorf("%s in 2022: applies %v, assumed %v", id, applies, assumed)
		}
	}
	_, reasons, err := p.Authority("implementation-plan.fix", nil, gov.MustDate("2022-02-25"))
	if err != nil || !reasons[0].Assumed {
		t.Errorf("a decision of 2022 is not marked 현행 규정 기준: %v %v", reasons, err)
	}
	if _, _, err := p.Authority("implementation-plan.fix", nil, gov.MustDate("2020-12-31")); gov.CodeOf(err) != gov.CodeNoRule {
		t.Errorf("a rule applies before it is assumed: %v", err)
	}
}
