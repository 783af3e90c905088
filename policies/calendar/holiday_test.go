package calendar_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gyeol/gov"
	"gyeol/policies/calendar"
)

// printed is domain.md §7.2 by year: name and day; S is a substitute. 2021 to 2023 follow from §7.1 and the lunar
// table; only the elections and the designated day of 2023 do not.
var printed = map[int]string{
	2021: `1월 1일 01-01 | 설날 전날 02-11 | 설날 02-12 | 설날 다음 날 02-13 | 3·1절 03-01 | 어린이날 05-05 | 부처님오신날 05-19 |
		현충일 06-06 | 광복절 08-15 | S 08-16 | 추석 전날 09-20 | 추석 09-21 | 추석 다음 날 09-22 | 개천절 10-03 | S 10-04 |
		한글날 10-09 | S 10-11 | 기독탄신일 12-25`,
	2022: `1월 1일 01-01 | 설날 전날 01-31 | 설날 02-01 | 설날 다음 날 02-02 | 3·1절 03-01 | 어린이날 05-05 | 부처님오신날 05-08 |
		현충일 06-06 | 광복절 08-15 | 추석 전날 09-09 | 추석 09-10 | 추석 다음 날 09-11 | S 09-12 | 개천절 10-03 | 한글날 10-09 |
		S 10-10 | 기독탄신일 12-25 | 선거 03-09 | 선거 06-01`,
	2023: `1월 1일 01-01 | 설날 전날 01-21 | 설날 01-22 | S 01-24 | 설날 다음 날 01-23 | 3·1절 03-01 | 어린이날 05-05 |
		부처님오신날 05-27 | S 05-29 | 현충일 06-06 | 광복절 08-15 | 추석 전날 09-28 | 추석 09-29 | 추석 다음 날 09-30 |
		임시 10-02 | 개천절 10-03 | 한글날 10-09 | 기독탄신일 12-25`,
	2024: `1월 1일 01-01 | 설날 전날 02-09 | 설날 02-10 | 설날 다음 날 02-11 | S 02-12 | 3·1절 03-01 | 어린이날 05-05 | S 05-06 |
		부처님오신날 05-15 | 현충일 06-06 | 광복절 08-15 | 추석 전날 09-16 | 추석 09-17 | 추석 다음 날 09-18 | 개천절 10-03 |
		한글날 10-09 | 기독탄신일 12-25 | 선거 04-10 | 임시 10-01`,
	2025: `1월 1일 01-01 | 설날 전날 01-28 | 설날 01-29 | 설날 다음 날 01-30 | 3·1절 03-01 | S 03-03 | 어린이날 05-05 | S 05-06 |
		부처님오신날 05-05 | 현충일 06-06 | 광복절 08-15 | 추석 전날 10-05 | 추석 10-06 | 추석 다음 날 10-07 | S 10-08 |
		개천절 10-03 | 한글날 10-09 | 기독탄신일 12-25 | 임시 01-27 | 임시 06-03`,
	2026: `1월 1일 01-01 | 설날 전날 02-16 | 설날 02-17 | 설날 다음 날 02-18 | 3·1절 03-01 | S 03-02 | 노동절 05-01 |
		어린이날 05-05 | 부처님오신날 05-24 | S 05-25 | 현충일 06-06 | 제헌절 07-17 | 광복절 08-15 | S 08-17 | 추석 전날 09-24 |
		추석 09-25 | 추석 다음 날 09-26 | 개천절 10-03 | S 10-05 | 한글날 10-09 | 기독탄신일 12-25 | 선거 06-03`,
	2027: `1월 1일 01-01 | 설날 전날 02-06 | 설날 02-07 | 설날 다음 날 02-08 | S 02-09 | 3·1절 03-01 | 노동절 05-01 | S 05-03 |
		어린이날 05-05 | 부처님오신날 05-13 | 현충일 06-06 | 제헌절 07-17 | S 07-19 | 광복절 08-15 | S 08-16 | 추석 전날 09-14 |
		추석 09-15 | 추석 다음 날 09-16 | 개천절 10-03 | S 10-04 | 한글날 10-09 | S 10-11 | 기독탄신일 12-25 | S 12-27`,
}

func TestEveryHolidayOf2021To2027IsTheOnePrintedInTheDomainReference(t *testing.T) {
	t.Parallel()
	for year, text := range printed {
		want := strings.Split(strings.Join(strings.Fields(text), " "), " | ")
		slices.Sort(want)
		var got []string
		for _, h := range calendar.National().HolidaysOf(year) {
			got = append(got, printedName(h)+" "+h.Date.String()[5:])
		}
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%d (-printed +computed):\n%s", year, diff)
		}
	}
}

func printedName(h calendar.Holiday) string {
	switch h.Kind { //nolint:exhaustive // the others are printed by their name
	case calendar.Substitute:
		return "S"
	case calendar.Election:
		return "선거"
	case calendar.Designated:
		return "임시"
	default:
		return h.Name
	}
}

func TestTheYearsAddUpToTheAnnouncedTotals(t *testing.T) {
	t.Parallel()
	for year, want := range map[int]calendar.Totals{
		2021: {Holidays: 67, NonWorking: 116, Working: 249}, // 64 and 113 announced, and three substitutes since August
		2022: {Holidays: 67, NonWorking: 118, Working: 247},
		2023: {Holidays: 69, NonWorking: 118, Working: 247}, // 67 and 116 announced, and 29 May and 2 October since
		2024: {Holidays: 69, NonWorking: 120, Working: 246},
		2025: {Holidays: 70, NonWorking: 121, Working: 244},
		2026: {Holidays: 72, NonWorking: 120, Working: 245},
		2027: {Holidays: 72, NonWorking: 119, Working: 246},
	} {
		if got := calendar.National().TotalsOf(year); got != want {
			t.Errorf("%d: %+v, want %+v", year, got, want)
		}
	}
}

func TestEachWordingOfTheDecreeAppliesFromItsDay(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ date, name, why string }{
		{"2020-01-27", "대체공휴일(설날 다음 날)", "the third day of Seollal fell on a Sunday, under the rule of 2013"},
		{"2020-08-17", "임시공휴일", "designated: 광복절 was a Saturday and had no substitute yet"},
		{"2021-08-16", "대체공휴일(광복절)", "the first substitute of a national day"},
		{"2021-10-04", "대체공휴일(개천절)", ""},
		{"2021-10-11", "대체공휴일(한글날)", ""},
		{"2021-12-27", "", "Christmas on a Saturday had no substitute before 2023"},
		{"2022-03-09", "제20대 대통령선거", ""},
		{"2022-05-09", "", "부처님오신날 on a Sunday had no substitute before 2023"},
		{"2022-06-01", "제8회 전국동시지방선거", ""},
		{"2022-09-12", "대체공휴일(추석 다음 날)", "the third day of Chuseok fell on a Sunday"},
		{"2022-10-10", "대체공휴일(한글날)", ""},
		{"2023-01-24", "대체공휴일(설날)", ""},
		{"2023-05-29", "대체공휴일(부처님오신날)", "the first of the wording of 2023-05-04"},
		{"2023-10-02", "임시공휴일", ""},
		{"2024-07-17", "", "제헌절 was no holiday before 2026"},
		{"2025-05-01", "", "civil servants worked on 근로자의 날"},
		{"2026-05-01", "노동절", ""},
		{"2026-06-08", "", "현충일 has no substitute"},
		{"2026-07-17", "제헌절", ""},
		{"2027-01-04", "", "1 January has no substitute"},
		{"2028-10-05", "대체공휴일(추석)", "추석 and 개천절 on one weekday give one substitute"},
		{"2028-10-06", "", ""},
		{"2036-10-06", "대체공휴일(추석 전날)", "추석 전날 met 개천절 on a Friday"},
		{"2036-10-07", "대체공휴일(추석 다음 날)", "the Sunday of Chuseok claims the same Monday and is pushed"},
		{"2047-10-07", "대체공휴일(추석 전날)", "the first free day would be a weekend"},
	} {
		h, _ := calendar.National().Holiday(gov.MustDate(c.date))
		if h.Name != c.name {
			t.Errorf("%s is %q, want %q: %s", c.date, h.Name, c.name, c.why)
		}
	}
}

func TestAHolidayNamesItsArticleAndSaysWhenItIsAssumed(t *testing.T) {
	t.Parallel()
	substitute, _ := calendar.National().Holiday(gov.MustDate("2027-02-09"))
	want := calendar.Holiday{
		Date: gov.MustDate("2027-02-09"), Name: "대체공휴일(설날)", Kind: calendar.Substitute,
		Article: "관공서의 공휴일에 관한 규정 제3조", Replaces: gov.MustDate("2027-02-07"),
	}
	if diff := cmp.Diff(want, substitute); diff != "" {
		t.Error(diff)
	}
	for date, assumed := range map[string]bool{
		"2021-06-06": true,  // the wording before 2021-08-04 was not read
		"2021-08-15": false, //
		"2028-04-12": true,  // follows from the law, not yet announced
		"2051-03-01": true,  // the lunar table ends with 2050
	} {
		h, ok := calendar.National().Holiday(gov.MustDate(date))
		if !ok || h.Assumed != assumed || h.Article == "" {
			t.Errorf("%s: %+v, want assumed %t with an article", date, h, assumed)
		}
	}
	if v := calendar.VersionOn(gov.MustDate("2026-05-10")); v.From != gov.MustDate("2026-05-01") {
		t.Errorf("on 2026-05-10 the wording of %s applies", v.From)
	}
	if n := len(calendar.Versions()); n != 5 {
		t.Errorf("%d wordings", n)
	}
}

func TestTwoHolidaysOnOneDayAreBothNamed(t *testing.T) {
	t.Parallel()
	var names []string
	for _, h := range calendar.National().Holidays(gov.MustDate("2025-05-05")) {
		names = append(names, h.Name)
	}
	if diff := cmp.Diff([]string{"어린이날", "부처님오신날"}, names); diff != "" {
		t.Error(diff)
	}
	sunday := calendar.National().Holidays(gov.MustDate("2026-03-01"))
	if len(sunday) != 2 || sunday[0].Name != "3·1절" || sunday[1].Kind != calendar.Sunday {
		t.Errorf("2026-03-01 is %+v", sunday)
	}
	if h, ok := calendar.National().Holiday(gov.MustDate("2027-02-27")); ok {
		t.Errorf("a Saturday is no holiday, but %+v", h)
	}
}
