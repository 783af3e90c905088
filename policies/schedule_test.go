package policies_test

import (
	"testing"

	"pgregory.net/rapid"

	"gyeol/gov"
	"gyeol/policies"
	"gyeol/policies/calendar"
)

func TestDates(t *testing.T) {
	t.Parallel()
	council := &policies.BodyRule{NoticeDays: 15}
	for _, c := range []struct {
		name  string
		stage policies.StageRule
		year  int
		body  *policies.BodyRule
		want  string // opens due legal call hold
	}{
		{"TheEndOfFebruaryOnASaturday", policies.StageRule{Due: &policies.DateRule{LastDay: 2}}, 2026, nil, "/2026-02-27/2026-03-03//"},
		{"TheEndOfFebruaryBeforeAHoliday", policies.StageRule{Due: &policies.DateRule{LastDay: 2}}, 2027, nil, "/2027-02-26/2027-03-02//"},
		{"TheEndOfMayOnASaturday", policies.StageRule{Due: &policies.DateRule{LastDay: 5}}, 2025, nil, "/2025-05-30/2025-06-02//"},
		{"TheYearBefore", policies.StageRule{Due: &policies.DateRule{Date: "12-31", Year: -1}}, 2022, nil, "/2021-12-31/2021-12-31//"},
		{"AWorkingDayOfAMonth", policies.StageRule{Due: &policies.DateRule{WorkingDay: 5, Month: 1}}, 2025, nil, "/2025-01-08/2025-01-08//"},
		{"TheCouncilOfTheWorkedCalendar", policies.StageRule{Hold: &policies.DateRule{Date: "02-24"}}, 2027, council, "///2027-02-05/2027-02-24"},
		{"AMeetingOnASaturdayIsHeldOnFriday", policies.StageRule{Hold: &policies.DateRule{Date: "02-12"}}, 2022, council, "///2022-01-26/2022-02-11"},
		{"ABodyWithoutNoticeIsToldTheDayBefore", policies.StageRule{Hold: &policies.DateRule{Date: "02-28"}}, 2022, nil, "///2022-02-25/2022-02-28"},
		{
			"AWindow",
			policies.StageRule{Window: &policies.Window{Opens: policies.DateRule{Date: "10-01"}, Due: policies.DateRule{Date: "12-20"}}},
			2022, nil, "2022-10-04/2022-12-20/2022-12-20//",
		},
		{"TheLastDayOfAShortMonth", policies.StageRule{Due: &policies.DateRule{Date: "02-31"}}, 2024, nil, "/2024-02-29/2024-02-29//"},
		{"NoDates", policies.StageRule{}, 2022, nil, "////"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			d, err := policies.Dates(c.stage, c.year, c.body, calendar.National())
			got := d.Opens.String() + "/" + d.DueOperative.String() + "/" + d.DueLegal.String() + "/" + d.CallBy.String() + "/" + d.Hold.String()
			if err != nil || got != c.want {
				t.Errorf("%s, %v", got, err)
			}
		})
	}
}

func TestADayThatDoesNotExistIsAnError(t *testing.T) {
	t.Parallel()
	for _, rule := range []policies.DateRule{{WorkingDay: 23, Month: 2}, {Date: "13-01"}, {Date: "first of May"}, {}} {
		if day, err := rule.Day(2025, calendar.National()); err == nil {
			t.Errorf("%+v is %s", rule, day)
		}
	}
}

func TestRoundsLieAQuarterOrHalfAYearApart(t *testing.T) {
	t.Parallel()
	stage := policies.StageRule{
		ID: "progress", Repeat: "quarterly",
		Opens: &policies.DateRule{Date: "04-01"}, Due: &policies.DateRule{WorkingDay: 10, Month: 4},
		Window: &policies.Window{Opens: policies.DateRule{LastDay: 3}, Due: policies.DateRule{Date: "04-30"}},
	}
	rounds := policies.Rounds(stage, 2022)
	last := rounds[3].Stage
	if len(rounds) != 4 || rounds[3].Title != "2022년 4분기" || *last.Due != (policies.DateRule{WorkingDay: 10, Month: 1, Year: 1}) ||
		last.Opens.Date != "01-01" || last.Opens.Year != 1 || last.Window.Opens.LastDay != 12 || last.Window.Due.Date != "01-30" {
		t.Errorf("%+v", rounds)
	}
	if stage.Opens.Date != "04-01" || stage.Window.Opens.LastDay != 3 {
		t.Error("the stage of the pack was changed")
	}
	stage.Repeat = "half-yearly"
	if rounds := policies.Rounds(stage, 2022); len(rounds) != 2 || rounds[1].Stage.Due.Month != 10 || rounds[1].Title != "2022년 하반기" {
		t.Errorf("%+v", rounds)
	}
	stage.Repeat = ""
	if rounds := policies.Rounds(stage, 2022); len(rounds) != 1 || rounds[0].No != 1 || rounds[0].Title != "" {
		t.Errorf("%+v", rounds)
	}
}

func TestWaived(t *testing.T) {
	t.Parallel()
	stage := policies.StageRule{Waive: &policies.WaiveRule{Years: []int{2022}, Reason: "2021년 계획이 없음"}}
	if reason, ok := policies.Waived(stage, 2022); !ok || reason != "2021년 계획이 없음" {
		t.Errorf("%q %v", reason, ok)
	}
	if _, ok := policies.Waived(stage, 2023); ok {
		t.Error("waived in another year")
	}
	if _, ok := policies.Waived(policies.StageRule{}, 2022); ok {
		t.Error("waived without a rule")
	}
}

func TestARuleAppliesBetweenItsDates(t *testing.T) {
	t.Parallel()
	rule := policies.Ruled{From: gov.MustDate("2024-04-16"), AssumedFrom: gov.MustDate("2021-01-01"), Until: gov.MustDate("2026-12-31")}
	for on, want := range map[string][2]bool{
		"2020-12-31": {false, false}, "2021-01-01": {true, true}, "2024-04-15": {true, true},
		"2024-04-16": {true, false}, "2026-12-31": {true, false}, "2027-01-01": {false, false},
	} {
		if applies, assumed := rule.InForce(gov.MustDate(on)); applies != want[0] || assumed != want[1] {
			t.Errorf("%s: %v %v", on, applies, assumed)
		}
	}
}

// Whatever day is named: meetings, due dates and calls fall on working days, the call leaves the full days of notice,
// and the operative due date is never after the legal one.
func TestDatesAreWorkingDaysInOrder(t *testing.T) {
	t.Parallel()
	cal := calendar.National()
	rapid.Check(t, func(t *rapid.T) {
		named := gov.NewDate(2021, 8, 4).AddDays(rapid.IntRange(0, 3300).Draw(t, "day"))
		rule := policies.DateRule{Date: named.String()[5:]}
		body := &policies.BodyRule{NoticeDays: rapid.IntRange(0, 30).Draw(t, "notice")}
		d, err := policies.Dates(policies.StageRule{Opens: &rule, Due: &rule, Hold: &rule}, named.Year(), body, cal)
		if err != nil {
			t.Fatal(err)
		}
		for _, day := range []gov.Date{d.Opens, d.DueOperative, d.Hold, d.CallBy} {
			if !cal.IsWorkingDay(day) {
				t.Fatalf("%s is no working day", day)
			}
		}
		if d.DueOperative.After(d.DueLegal) || d.Hold.After(named) || d.Opens.Before(named) || d.Hold.Sub(d.CallBy) <= body.NoticeDays {
			t.Fatalf("%+v for %s and %d days", d, named, body.NoticeDays)
		}
	})
}
