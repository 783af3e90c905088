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
		{"a form whose rule has ended", "forms.yaml", `from: "2024-01-01"`, `from: "2024-01-01"` + "\n    until: \"2026-12-31\""},
		{"a matter that nobody decides any more", "authority.yaml", `from: "2024-01-01"`, `from: "2024-01-01"` + "\n    until: \"2027-06-30\""},
		{"a cycle whose law comes later", "cycle.yaml", `from: "2024-04-16"`, `from: "2026-06-01"`},
		{"only a later round is too early", "cycle.yaml", lastWindow, lastWindow + laterRounds},
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

// lastWindow is the last line of the small cycle.
const lastWindow = `window: {opens: {date: "10-01"}, due: {date: "12-20"}}`

// laterRounds repeats two stages alike: the second is due after the first, but for October 2028 with its long holidays.
const laterRounds = `
  - id: reports
    title: 분기 보고
    kind: collect
    article: [평생교육법 제11조]
    form: plan-row
    matter: submission.approve
    each: [departments]
    repeat: quarterly
    due: {working_day: 3, month: 1}
  - id: digest
    title: 분기 정리
    kind: collect
    article: [평생교육법 제11조]
    form: plan-row
    matter: submission.approve
    each: [departments]
    after: [reports]
    repeat: quarterly
    due: {date: "01-06"}`

func TestAPackIsTriedFromTheFirstYearItCanOpen(t *testing.T) {
	t.Parallel()
	files := small(t)
	breakage{"", "forms.yaml", `from: "2024-01-01"`, `from: "2027-01-01"`}.apply(t, files)
	p, faults := pack.FromFiles(files)
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	if faults := p.CheckFrom(day("2026-01-05")); len(faults) != 0 {
		t.Errorf("the year that opened on 2 January 2026 is tried: %v", faults)
	}
	if faults := p.CheckFrom(day("2026-01-02")); len(faults) != 1 || faults[0].Rule != "years/form" {
		t.Errorf("the year that opens on 2 January 2026 is not tried: %v", faults)
	}
}

func TestYearsBeyondTheCalendarAreRefused(t *testing.T) {
	t.Parallel()
	faults := load(t).CheckYears(2200)
	if len(faults) == 0 || faults[0].Rule != "years/calendar" {
		t.Errorf("%v", faults)
	}
}
