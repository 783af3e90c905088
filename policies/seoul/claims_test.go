package seoul_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"gyeol/policies/pack"
)

// Every contradiction that the list marks as reproduced by arithmetic is found by a check, with the value arithmetic
// gives. What the checks prove beyond it stands in the golden file.
func TestTheChecksFindWhatArithmeticShows(t *testing.T) {
	t.Parallel()
	p := load(t)
	found := map[string][]pack.Finding{}
	for _, f := range p.Findings() {
		found[f.ID] = append(found[f.ID], f)
	}
	plain := strings.NewReplacer(",", "", "△", "-")
	checked := 0
	for _, i := range p.Inconsistencies {
		if !i.Checked {
			continue
		}
		checked++
		same := false
		for _, f := range found[i.ID] {
			same = same || plain.Replace(f.Computed) == i.Computed
		}
		if !same {
			t.Errorf("%s: printed %s, the list has %s, the checks found %+v", i.ID, i.Printed, i.Computed, found[i.ID])
		}
	}
	if checked != 36 {
		t.Errorf("%d contradictions are marked as checked", checked)
	}
}

func TestWhatTheChecksProveIsWrittenDown(t *testing.T) {
	t.Parallel()
	var got strings.Builder
	p := load(t)
	listed := map[string]bool{}
	for _, i := range p.Inconsistencies {
		listed[i.ID] = i.Checked
	}
	for _, f := range p.Findings() {
		mark := "+" // proved beyond the list
		if listed[f.ID] {
			mark = " "
		}
		fmt.Fprintf(&got, "%s %s: %s → %s | %s | %s\n", mark, f.ID, f.Printed, f.Computed, f.Where, f.Text)
	}
	const golden = "testdata/findings.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(got.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if want, err := os.ReadFile(golden); err != nil || string(want) != got.String() {
		t.Errorf("%s differs (%v):\n%s", golden, err, got.String())
	}
}

func TestAReferenceToNothingIsAFault(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ old, new, rule string }{
		"a row of the roadmap": {`"row": "BP-1-1-1.2"`, `"row": "BP-1-1-1.9"`, "reference/roadmap-row"},
		"a cell of the row":    {`"cell": 4`, `"cell": 9`, "reference/roadmap-row"},
		"a target":             {`"label": "장학금 지급"`, `"label": "장학금"`, "reference/target"},
		"a rule":               {`"rule": "final_value_plus"`, `"rule": "final_value"`, "reference/reference-rule"},
		"a unit project":       {`"BP-4-3-2"`, `"BP-9-9-9"`, "reference/unit-project"},
		"a plan task":          {`"plan_task": "BP-4-3"`, `"plan_task": "BP-9-9"`, "reference/node"},
		"a link":               {`"id": "IT-2.1"`, `"id": "IT-9.9"`, "reference/link"},
		"an indicator":         {`"indicator": "IND-02"`, `"indicator": "IND-99"`, "reference/indicator"},
		"an indicator twice":   {`"id": "IND-03"`, `"id": "IND-02"`, "id/duplicate"},
		"a fact":               {`"강사", "서포터즈"`, `"강사", "보조강사"`, "reference/fact"},
		"a total":              {`"what": "budget"`, `"what": "budgets"`, "reference/total"},
		"a status":             {`"what": "terminated"`, `"what": "gone"`, "reference/status"},
		"a step":               {`"order": 1`, `"order": 99`, "reference/step"},
	} {
		files := load(t).Files()
		text := strings.Replace(string(files["references.json"]), c.old, c.new, 1)
		if text == string(files["references.json"]) {
			t.Fatalf("%s: nothing to change", name)
		}
		files["references.json"] = []byte(text)
		_, faults := pack.FromFiles(files)
		if len(faults) == 0 || faults[0].Rule != c.rule || faults[0].File != "references.json" || faults[0].Line == 0 {
			t.Errorf("%s: %v", name, faults)
		}
	}
}
