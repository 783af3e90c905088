package cases_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/testkit"
)

func TestTheLogOfAccessIsCheckedEveryMonthAndForgottenAfterItsTerm(t *testing.T) {
	t.Parallel()
	p := nominating(t)
	p.nominate("gangnam-gu", clean())
	ctx := t.Context()
	for range 2 {
		_, err := p.Cases.Case(ctx, p.Actor(t, awardOfficer), p.Case(t, p.stage, "gangnam-gu").ID, gov.CaseNomination)
		require.NoError(t, err)
	}
	open := func(day string) {
		t.Helper()
		p.SetToday(t, day)
		require.NoError(t, p.Cases.OpenDay(ctx, gov.MustDate(day)))
	}
	told := func() string {
		return testkit.One[string](t, p.House, `select concat_ws(' ', count(*), count(distinct person_id),
			min(params ->> 'title'), min(params ->> 'reason')) from notice where kind = 'privacy_check' and state = 'held'`)
	}
	open("2022-10-31")
	require.Equal(t, "0 0", told())
	open("2022-11-01")
	require.Contains(t, told(), "3 3 개인정보 열람 기록 점검(2022년 10월) 열람 2건(1명), 가장 많은 사람 2건, 반출 0건")
	open("2022-11-02")
	require.NoError(t, p.Cases.OpenDay(ctx, gov.MustDate("2022-11-01")))
	require.Contains(t, told(), "3 3 ", "once a month")
	open("2022-12-01")
	require.Contains(t, told(), "3 3 ", "nothing was read in November")

	left := "select count(*)::int from personal_view"
	open("2024-10-03")
	require.Equal(t, 2, testkit.One[int](t, p.House, left), "two years, as reasons of absences are sensitive data")
	open("2024-10-04")
	require.Zero(t, testkit.One[int](t, p.House, left))
	require.Equal(t, 1, testkit.One[int](t, p.House, `select count(*)::int from audit_entry e
			join audit_body b on b.entry_id = e.id
		where e.subject_kind = 'personal_view' and convert_from(b.body, 'UTF8')::jsonb ->> 'rule' = 'privacy/access-log'`))
}

// TestAHolidayIsOutsideOfficeHoursAtNoonToo: 10 October 2022 was a Monday on which the offices were closed in lieu of
// the day of Hangeul.
func TestAHolidayIsOutsideOfficeHoursAtNoonToo(t *testing.T) {
	t.Parallel()
	p := nominating(t)
	p.nominate("gangnam-gu", clean())
	for _, day := range []string{"2022-10-10", "2022-10-11"} {
		p.SetToday(t, day)
		require.NoError(t, p.Cases.OpenDay(t.Context(), gov.MustDate(day)))
		_, err := p.Cases.Case(t.Context(), p.Actor(t, awardOfficer), p.Case(t, p.stage, "gangnam-gu").ID, gov.CaseNomination)
		require.NoError(t, err)
	}
	at := "update personal_view set at = (office_date + time '%s') at time zone 'Asia/Seoul'"
	for hour, outside := range map[string]int32{"12:00": 1, "07:59": 2, "08:00": 1, "19:59": 1, "20:00": 2} {
		p.Force(t, fmt.Sprintf(at, hour))
		check, err := p.Cases.CheckReading(t.Context(), p.Actor(t, "audit-committee.auditor"), gov.MustDate("2022-10-10"), gov.MustDate("2022-10-11"))
		require.NoError(t, err)
		require.Len(t, check.Readers, 1)
		require.Equal(t, outside, check.Readers[0].OutOfHours, hour)
	}
}
