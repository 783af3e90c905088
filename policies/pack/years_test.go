package pack_test

import (
	"fmt"
	"strings"
	"testing"

	"gyeol/policies/pack"
)

func TestDatesThatCannotBeMetAreNamed(t *testing.T) {
	t.Parallel()
	var got strings.Builder
	for _, b := range []breakage{
		{"nothing is wrong", "cycle.yaml", "owner:", "owner:"},
		{"the notice would leave before the cycle opens", "cycle.yaml", `hold: {date: "02-24"}`, `hold: {date: "01-10"}`},
		{"the notice would leave before the stage opens", "cycle.yaml", `hold: {date: "02-24"}`, `hold: {date: "02-24"}` + "\n    opens: {date: \"02-15\"}"},
		{"the meeting is before the papers are due", "cycle.yaml", `due: {date: "02-05"}`, `due: {date: "02-28"}`},
		{"a window that ends before it opens", "cycle.yaml", `due: {date: "12-20"}`, `due: {date: "09-20"}`},
		{"a working day the month does not have", "cycle.yaml", `due: {date: "02-05"}`, `due: {working_day: 23, month: 2}`},
		{"a body whose rule comes later", "bodies.yaml", `from: "2024-01-01"`, `from: "2028-01-01"`},
	} {
		files := small(t)
		b.apply(t, files)
		p, faults := pack.FromFiles(files)
		if err := faults.Err(); err != nil {
			t.Fatalf("%s: %v", b.name, err)
		}
		fmt.Fprintf(&got, "# %s\n%s\n\n", b.name, p.CheckYears(2026))
	}
	golden(t, "testdata/years.golden", got.String())
}

func TestYearsBeyondTheCalendarAreRefused(t *testing.T) {
	t.Parallel()
	faults := load(t).CheckYears(2200)
	if len(faults) == 0 || faults[0].Rule != "years/calendar" {
		t.Errorf("%v", faults)
	}
}
