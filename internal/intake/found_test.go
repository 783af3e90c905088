package intake_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/intake"
	"gyeol/internal/testkit"
)

func TestAnInstallationStaysWhatItIs(t *testing.T) {
	t.Parallel()
	pool := founded(t)
	later := intake.Foundation{Rehearsal: true, Today: day.AddDays(30)}
	require.NoError(t, intake.Found(t.Context(), pool, later))
	require.Equal(t, 1, count(t, pool,
		"select count(*) from office_clock where (today, last_opened) = ('2021-12-20', '2021-12-19')"))
	testkit.MustRefuse(t, gov.CodeConflict, intake.Found(t.Context(), pool, intake.Foundation{}))
	require.Equal(t, 1, count(t, pool, "select count(*) from installation where kind = 'rehearsal'"))
}

func TestARealInstallationHasNoSteppedDay(t *testing.T) {
	t.Parallel()
	pool := testkit.DB(t)
	testkit.MustRefuse(t, gov.CodeInvalid, intake.Found(t.Context(), pool, intake.Foundation{Rehearsal: true}))
	require.NoError(t, intake.Found(t.Context(), pool, intake.Foundation{}))
	require.Equal(t, 1, count(t, pool, `select count(*) from office_clock
		where today is null and last_opened = (now() at time zone 'Asia/Seoul')::date - 1`))
	testkit.MustRefuse(t, gov.CodeConflict, intake.Found(t.Context(), pool, intake.Foundation{Rehearsal: true, Today: day}))
}

func TestNothingIsTakenInBeforeTheFoundation(t *testing.T) {
	t.Parallel()
	_, err := intake.Import(t.Context(), testkit.DB(t), testkit.SeoulPack(t), intake.Options{})
	testkit.MustRefuse(t, gov.CodeConflict, err)
}
