package calendar_test

import (
	"strings"
	"testing"

	"gyeol/gov"
	"gyeol/policies/calendar"
)

func TestADesignatedDayIsEnteredAtShortNotice(t *testing.T) {
	t.Parallel()
	day := calendar.Holiday{
		Date: gov.MustDate("2027-05-04"), Name: "임시공휴일", Kind: calendar.Designated,
		Article: "관공서의 공휴일에 관한 규정 제4조", Source: "2027-04-13 국무회의 의결",
	}
	c, err := calendar.New(calendar.WithDays(day))
	if err != nil {
		t.Fatal(err)
	}
	if c.IsWorkingDay(day.Date) || !calendar.National().IsWorkingDay(day.Date) {
		t.Error("the day closes the offices of the tenant that entered it, and of nobody else")
	}
	if got := c.CivilDays(gov.MustDate("2027-04-30"), 4).Legal; got != gov.MustDate("2027-05-06") {
		t.Errorf("four days from 30 April end on %s, want 6 May: 4 and 5 May are holidays", got)
	}
}

func TestADayThatSaysTooLittleIsRefused(t *testing.T) {
	t.Parallel()
	good := calendar.Holiday{Date: gov.MustDate("2027-05-04"), Name: "임시공휴일", Kind: calendar.Designated, Source: "관보"}
	noDate, noName, noSource, sunday := good, good, good, good
	noDate.Date, noName.Name, noSource.Source, sunday.Kind = gov.Date{}, "", "", calendar.Sunday
	_, err := calendar.New(
		calendar.WithDays(good, noDate, noName, noSource, sunday),
		calendar.WithSessions(
			calendar.Session{From: good.Date, To: good.Date},
			calendar.Session{Name: "임시회", From: good.Date},
			calendar.Session{Name: "임시회", From: good.Date, To: good.Date.AddDays(-1)},
		))
	if err == nil {
		t.Fatal("faulty days were accepted")
	}
	if n := strings.Count(err.Error(), "\n") + 1; n != 7 {
		t.Errorf("%d faults are named, want all 7:\n%v", n, err)
	}
}

func TestALocalHolidayClosesOfficesButLengthensNoPeriod(t *testing.T) {
	t.Parallel()
	gwangju, err := calendar.New(calendar.WithRegion("광주광역시"))
	if err != nil {
		t.Fatal(err)
	}
	may18 := gov.MustDate("2027-05-18") // a Tuesday
	h, ok := gwangju.Holiday(may18)
	if !ok || h.Kind != calendar.Local || gwangju.IsWorkingDay(may18) {
		t.Errorf("2027-05-18 in Gwangju is %+v", h)
	}
	d := gwangju.CivilDays(gov.MustDate("2027-05-11"), 7)
	if d.Legal != may18 || d.Operative != gov.MustDate("2027-05-17") {
		t.Errorf("seven days from 11 May: %+v", d)
	}
	seoul, err := calendar.New(calendar.WithRegion("서울특별시"))
	if err != nil || !seoul.IsWorkingDay(may18) {
		t.Errorf("Seoul works on 18 May (%v)", err)
	}
}

func TestNoMeetingIsCalledWhileTheCouncilSits(t *testing.T) {
	t.Parallel()
	c, err := calendar.New(calendar.WithSessions(calendar.Session{
		Name: "제330회 임시회 본회의", From: gov.MustDate("2027-02-24"), To: gov.MustDate("2027-02-26"),
		Article: "서울특별시 각종 위원회의 설치ㆍ운영에 관한 조례 제10조 제3항",
	}, calendar.Session{Name: "교육위원회", From: gov.MustDate("2027-03-03"), To: gov.MustDate("2027-03-03")}))
	if err != nil {
		t.Fatal(err)
	}
	for date, want := range map[string]string{
		"2027-02-23": "",
		"2027-02-24": "제330회 임시회 본회의 2027. 2. 24.(수) ~ 2027. 2. 26.(금) (서울특별시 각종 위원회의 설치ㆍ운영에 관한 조례 제10조 제3항)",
		"2027-02-26": "제330회 임시회 본회의 2027. 2. 24.(수) ~ 2027. 2. 26.(금) (서울특별시 각종 위원회의 설치ㆍ운영에 관한 조례 제10조 제3항)",
		"2027-02-27": "",
		"2027-03-03": "교육위원회 2027. 3. 3.(수)",
	} {
		reason, blocked := c.Blocked(gov.MustDate(date))
		if reason != want || blocked != (want != "") {
			t.Errorf("%s: %t %q, want %q", date, blocked, reason, want)
		}
	}
}

func TestTheTableKnowsWhereItEnds(t *testing.T) {
	t.Parallel()
	c := calendar.National()
	for date, want := range map[string]bool{
		"2019-12-31": false, "2020-01-01": true, "2050-12-31": true, "2051-01-01": false,
	} {
		if c.Covers(gov.MustDate(date)) != want {
			t.Errorf("Covers(%s) = %t", date, !want)
		}
	}
	if h, ok := c.Holiday(gov.Date{}); ok {
		t.Errorf("no date is %+v", h)
	}
}

func TestEveryKindHasItsKoreanWord(t *testing.T) {
	t.Parallel()
	for kind, want := range map[calendar.Kind]string{
		calendar.Sunday: "일요일", calendar.Statutory: "공휴일", calendar.Substitute: "대체공휴일",
		calendar.Election: "선거일", calendar.Designated: "임시공휴일", calendar.Local: "지방공휴일", "other": "other",
	} {
		if got := kind.Korean(); got != want {
			t.Errorf("%s is %q in Korean, want %q", kind, got, want)
		}
	}
}
