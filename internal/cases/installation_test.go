package cases_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/intake"
	"gyeol/internal/testkit"
	"gyeol/policies/pack"
)

func TestTheCalendarIsThatOfTheRegionWithTheDaysOfItsOperators(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2022-05-02")
	h.Exec(t, "insert into calendar_day (day, kind, name) values ('2022-05-19', 'designated', '임시'), ('2022-05-20', 'local', '지방')")
	working := func(rules *cases.Rulebook) (days []bool) {
		for _, d := range []string{"2022-05-17", "2022-05-18", "2022-05-19", "2022-05-20"} {
			days = append(days, rules.Calendar().IsWorkingDay(gov.MustDate(d)))
		}
		return days
	}
	started := func() *cases.Rulebook {
		rules := cases.NewRulebook()
		s := cases.New(cases.Config{Pool: h.Pool, Rules: rules, Rehearsal: true})
		require.NoError(t, s.LoadCalendar(t.Context()), "a day without an article keeps nobody from starting")
		return rules
	}
	seoul := started()
	require.Equal(t, []bool{true, true, false, false}, working(seoul))

	files := testkit.SeoulPack(t).Files()
	files["manifest.yaml"] = []byte("pack: gwangju\ntitle: 광주광역시\nregion: 광주광역시\nsources: [{id: act, title: 평생교육법}]\n")
	gwangju, faults := pack.FromFiles(files)
	require.NoError(t, faults.Err())
	_, err := intake.Import(t.Context(), h.Pool, gwangju, intake.Options{})
	require.NoError(t, err)
	require.Equal(t, []bool{true, false, false, false}, working(started()), "18 May is a holiday of Gwangju")
}
