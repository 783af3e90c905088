package policies_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/policies"
	"gyeol/policies/calendar"
)

// The two agreements of domain §2.6.
var (
	gimpo = policies.AgreementTerm{
		From: gov.MustDate("2025-02-25"), To: gov.MustDate("2026-02-25"), AutoRenew: true, RenewMonths: 12,
	}
	shelter = policies.AgreementTerm{
		From: gov.MustDate("2025-02-06"), To: gov.MustDate("2025-12-31"), NoticeMonths: 1, AutoRenew: true,
		RenewMonths: 12, MaxRenewals: 3,
	}
)

func dates(days []gov.Date) []string {
	out := make([]string, len(days))
	for i, d := range days {
		out[i] = d.String()
	}
	return out
}

func TestTheNoticeOfTheShelterAgreementLeavesOnTheFridayBefore(t *testing.T) {
	t.Parallel()
	d := shelter.Dates(calendar.National())
	require.Equal(t, "2025-11-30", d.NoticeBy.String(), "a Sunday")
	require.Equal(t, "2025-11-28", d.NoticeOperative.String())
	require.Equal(t, []string{"2025-06-30", "2025-09-30", "2025-11-14"}, dates(d.Alerts))
}

func TestWithoutAPeriodOfNoticeTheLastDayCounts(t *testing.T) {
	t.Parallel()
	d := gimpo.Dates(calendar.National())
	require.True(t, d.NoticeBy.IsZero())
	require.Equal(t, "2026-02-25", d.NoticeOperative.String())
	require.Equal(t, []string{"2025-08-25", "2025-11-25", "2026-02-11"}, dates(d.Alerts))
}

func TestMissedAlertsAreMadeUpForByTheLastOne(t *testing.T) {
	t.Parallel()
	d := shelter.Dates(calendar.National())
	for day, want := range map[string]int{
		"2025-06-29": 0, "2025-06-30": 1, "2025-09-29": 1, "2025-10-01": 2,
		"2025-12-24": 3,
	} {
		require.Equal(t, want, d.AlertOn(gov.MustDate(day), 0), day)
	}
	require.Zero(t, d.AlertOn(gov.MustDate("2025-10-01"), 2))
}

func TestTermsFollowEachOtherUpToTheLimit(t *testing.T) {
	t.Parallel()
	term, ends := shelter, []string{}
	for term.Extends() {
		term = term.Next()
		ends = append(ends, term.To.String())
	}
	require.Equal(t, []string{"2026-12-31", "2027-12-31", "2028-12-31"}, ends)
	require.Equal(t, "2027-02-25", gimpo.Next().To.String())
	require.True(t, gimpo.Next().Extends(), "no limit is stated")
	require.False(t, shelter.Over(gov.MustDate("2025-12-31")), "the last day is the whole of it")
	require.True(t, shelter.Over(gov.MustDate("2026-01-01")))
	require.Equal(t, "2026-01-01", shelter.ReviewOn(gov.MustDate("2025-12-01"), calendar.National()).String())
}
