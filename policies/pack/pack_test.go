package pack_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gyeol/gov"
	"gyeol/policies/pack"
)

func load(tb testing.TB) *pack.Pack {
	tb.Helper()
	p, faults := pack.FromFiles(small(tb))
	if err := faults.Err(); err != nil {
		tb.Fatal(err)
	}
	return p
}

var day = gov.MustDate

func TestPackComesBackFromItsArchiveUnderTheSameHash(t *testing.T) {
	t.Parallel()
	p := load(t)
	again, faults := pack.FromArchive(p.Archive())
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	if again.Hash != p.Hash {
		t.Errorf("hash %s became %s", p.Hash, again.Hash)
	}
	if diff := cmp.Diff(p.Files(), again.Files()); diff != "" {
		t.Error(diff)
	}
	changed := p.Files()
	changed["manifest.yaml"] = append(changed["manifest.yaml"], "# one word\n"...)
	other, faults := pack.FromFiles(changed)
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	if other.Hash == p.Hash {
		t.Error("another text has the same hash")
	}
}

func TestPackDoesNotFollowChangesOfTheFilesItWasGiven(t *testing.T) {
	t.Parallel()
	files := small(t)
	p, _ := pack.FromFiles(files)
	before := string(p.Archive())
	files["cycle.yaml"][0] = 'X'
	p.Files()["cycle.yaml"][0] = 'X'
	if string(p.Archive()) != before {
		t.Error("the pack changed")
	}
}

func TestArchiveThatIsNoArchiveIsAFault(t *testing.T) {
	t.Parallel()
	for _, data := range []string{"", "[]", "{", `{"cycle.yaml": 1}`, `{}`} {
		if p, faults := pack.FromArchive([]byte(data)); p != nil || len(faults) == 0 {
			t.Errorf("%q loads", data)
		}
	}
}

func TestAuthority(t *testing.T) {
	t.Parallel()
	p := load(t)
	for _, c := range []struct {
		name, matter string
		facts        map[string]any
		on           string
		row          string
		code         gov.Code
	}{
		{"TheConditionPicksTheRow", "award.decide", map[string]any{"budget_won": 999}, "2025-01-01", "small", ""},
		{"TheConditionPicksTheOtherRow", "award.decide", map[string]any{"budget_won": int64(1000)}, "2025-01-01", "large", ""},
		{"ARowWithoutConditionNeedsNoFacts", "submission.approve", nil, "2025-01-01", "submission", ""},
		{"AFactThatIsMissingStops", "award.decide", nil, "2025-01-01", "", gov.CodeNoRule},
		{"AFactOfAnotherTypeStops", "award.decide", map[string]any{"budget_won": "많음"}, "2025-01-01", "", gov.CodeNoRule},
		{"AMatterNobodyCoversStops", "agreement.conclude", nil, "2025-01-01", "", gov.CodeNoRule},
		{"ADayBeforeTheRuleStops", "submission.approve", nil, "2023-12-31", "", gov.CodeNoRule},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			row, reasons, err := p.Authority(c.matter, c.facts, day(c.on))
			if gov.CodeOf(err) != c.code || row.ID != c.row {
				t.Fatalf("row %q, err %v", row.ID, err)
			}
			if err == nil && (len(reasons) != 1 || reasons[0].Rule != "authority/"+c.row || reasons[0].Article == "") {
				t.Errorf("reasons %v", reasons)
			}
		})
	}
}

func TestAFactThatDoesNotAnswerNamesItselfAndTheOwner(t *testing.T) {
	t.Parallel()
	p := load(t)
	for _, c := range []struct {
		name  string
		facts map[string]any
		want  string
	}{
		{"Missing", nil, "소요 예산(budget_won)’이(가) 빠졌습니다. 담당자(평생교육과 담당)"},
		{"AWord", map[string]any{"budget_won": "많음"}, "정수이어야 합니다"},
		{"AFraction", map[string]any{"budget_won": 999.5}, "정수이어야 합니다"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, _, err := p.Authority("award.decide", c.facts, day("2025-01-01"))
			var refusal *gov.Error
			if !errors.As(err, &refusal) || refusal.Code != gov.CodeNoRule || !strings.Contains(refusal.Detail, c.want) {
				t.Errorf("%+v", err)
			}
		})
	}
	row, _, err := p.Authority("award.decide", map[string]any{"budget_won": json.Number("1000")}, day("2025-01-01"))
	if err != nil || row.ID != "large" {
		t.Errorf("%s, %v", row.ID, err)
	}
}

func TestEligibilityNamesEveryGround(t *testing.T) {
	t.Parallel()
	p := load(t)
	for _, c := range []struct {
		name  string
		facts map[string]any
		rules []string
		code  gov.Code
	}{
		{"Clean", map[string]any{"same_merit": false, "convictions": []string{}}, []string{"award/merit"}, ""},
		{
			"Both",
			map[string]any{"same_merit": true, "convictions": []string{"bribery"}},
			[]string{"award/merit/same", "award/merit/conviction"},
			"",
		},
		{"MissingFact", map[string]any{"same_merit": false}, nil, gov.CodeNoRule},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			v, err := p.Eligibility("merit", c.facts, day("2025-01-01"))
			if gov.CodeOf(err) != c.code {
				t.Fatal(err)
			}
			var rules []string
			for _, r := range v.Reasons {
				if rules = append(rules, r.Rule); r.Article == "" {
					t.Errorf("%s has no article", r.Rule)
				}
			}
			if !slices.Equal(rules, c.rules) || v.Eligible != (err == nil && len(rules) == 1 && rules[0] == "award/merit") {
				t.Errorf("%v %v", v.Eligible, rules)
			}
		})
	}
	if _, err := p.Eligibility("valour", nil, day("2025-01-01")); gov.CodeOf(err) != gov.CodeNoRule {
		t.Errorf("unknown programme: %v", err)
	}
}

func TestGroupsFollowTheDay(t *testing.T) {
	t.Parallel()
	p := load(t)
	for on, want := range map[string][]gov.UnitID{
		"2025-12-31": {"learning", "culture"},
		"2026-01-01": {"learning"},
		"2023-12-31": nil,
	} {
		if got, err := p.Members("divisions", p.OfficeOn(day(on))); err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %v %v", on, got, err)
		}
	}
	got, err := p.Asked([]string{"departments", "divisions", "city"}, p.OfficeOn(day("2025-01-01")))
	if want := []gov.UnitID{"learning", "culture", "city"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("asked %v %v", got, err)
	}
	if got, err := p.Members("departments", p.OfficeOn(day("2026-01-01"))); err != nil || !slices.Equal(got, []gov.UnitID{"learning"}) {
		t.Errorf("a unit of a list that has ended is still asked: %v %v", got, err)
	}
	for _, unknown := range []string{"nobody", "culture"} { // culture ended with 2025
		if _, err := p.Asked([]string{unknown}, p.OfficeOn(day("2026-01-01"))); gov.CodeOf(err) != gov.CodeNoRule {
			t.Errorf("%s is asked: %v", unknown, err)
		}
	}
}

func TestRowsWhoseLeadHasEndedStop(t *testing.T) {
	t.Parallel()
	files := small(t)
	breakage{"", "groups.yaml", "groups:\n", "groups:\n  - {id: leads, title: 주관부서, leads: unit_projects}\n"}.apply(t, files)
	files["basic-plan.json"] = []byte(`{"id": "plan", "pillars": [{"id": "P", "plan_tasks": [{"id": "T", "unit_projects": [
		{"id": "U1", "lead": "learning"}, {"id": "U2", "lead": "culture"}, {"id": "U3", "lead": "learning"}]}]}]}`)
	p, faults := pack.FromFiles(files)
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	got, err := p.Members("leads", p.OfficeOn(day("2025-12-31")))
	if err != nil || !slices.Equal(got, []gov.UnitID{"learning", "culture"}) {
		t.Errorf("%v %v", got, err)
	}
	if got, err := p.Members("leads", p.OfficeOn(day("2026-01-01"))); gov.CodeOf(err) != gov.CodeNoRule {
		t.Errorf("the rows of an ended department are asked of %v: %v", got, err)
	}
}

func TestALineIsThatOfItsDay(t *testing.T) {
	t.Parallel()
	p := load(t)
	if _, err := p.Explain(pack.Ask{Matter: "submission.approve", Drafter: "culture.head", On: day("2025-12-31")}); err != nil {
		t.Error(err)
	}
	line, err := p.Explain(pack.Ask{Matter: "submission.approve", Drafter: "culture.head", On: day("2026-01-01")})
	if gov.CodeOf(err) != gov.CodeNotFound {
		t.Errorf("a post that ended with its unit drafts %v: %v", line, err)
	}
}
