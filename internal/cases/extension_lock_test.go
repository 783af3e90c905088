package cases_test

import (
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/testkit"
)

// waits reports whether somebody waits for a row that another has locked.
func waits(t *testing.T, h *testkit.House) func() bool {
	t.Helper()
	return func() bool {
		return testkit.One[int](t, h, `select count(*)::int from pg_stat_activity
			where datname = current_database() and wait_event_type = 'Lock'`) > 0
	}
}

// meanwhile begins an act while a transaction holds what it has locked, and answers with the transaction once the act
// waits for it, and with what becomes of the act.
func meanwhile(t *testing.T, h *testkit.House, lock string, id any, act func() error) (pgx.Tx, chan error) {
	t.Helper()
	tx, err := h.Pool.Begin(t.Context())
	require.NoError(t, err)
	_, err = tx.Exec(t.Context(), lock, id)
	require.NoError(t, err)
	done := make(chan error, 1)
	go func() { done <- act() }()
	testkit.Eventually(t, waits(t, h))
	return tx, done
}

// TestADecisionOnADateLocksBothTasksInTheirOrder: whoever locks tasks locks the older one first, and so does whoever
// decides on a date: it holds no younger task while it waits for an older one.
func TestADecisionOnADateLocksBothTasksInTheirOrder(t *testing.T) {
	t.Parallel()
	for _, do := range []testkit.Do{
		{Verb: gov.VerbGrantExtension}, {Verb: gov.VerbRefuseExtension, Reason: "불가"}, {Verb: gov.VerbDropExtension},
	} {
		h, fill, review := askedForMore(t, "2022-02-09")
		older, younger := fill.ID, review.ID
		if older.String() > younger.String() {
			older, younger = younger, older
		}
		who, task := coordinator, review.ID
		if do.Verb == gov.VerbDropExtension {
			who, task = officer, fill.ID
		}
		tx, done := meanwhile(t, h, "select id from task where id = $1 for update", older, func() error {
			_, err := h.Try(t, who, task, do)
			return err
		})
		_, err := tx.Exec(t.Context(), "select id from task where id = $1 for update nowait", younger)
		require.NoError(t, err, "%s holds the younger task already", do.Verb)
		require.NoError(t, tx.Commit(t.Context()))
		require.NoError(t, <-done)
		require.Zero(t, dangles(t, h))
	}
}

// TestAGrantIsBoundedByTheDatesThatStagesHaveWhenItIsWritten: a stage that is just being moved is waited for.
func TestAGrantIsBoundedByTheDatesThatStagesHaveWhenItIsWritten(t *testing.T) {
	t.Parallel()
	h, fill, review := askedForMore(t, "2022-02-09")
	tx, done := meanwhile(t, h, `update stage set hold_on = '2022-02-08', call_by = '2022-02-03'
		where key = 'coordination' and cycle_id = (select cycle_id from task where id = $1)`, fill.ID, func() error {
		_, err := h.Try(t, coordinator, review.ID, testkit.Do{Verb: gov.VerbGrantExtension})
		return err
	})
	require.NoError(t, tx.Commit(t.Context()))
	testkit.MustRefuse(t, gov.CodeGateClosed, <-done)
	require.Equal(t, "2022-02-04/2022-02-07", dues(t, h, fill.ID))
}

// TestWhoStandsInAsksForTheDateOfTheTaskThatHeDoes: a deputy asks as the post for which he stands in, and its holder
// does not decide on it.
func TestWhoStandsInAsksForTheDateOfTheTaskThatHeDoes(t *testing.T) {
	t.Parallel()
	h, _ := asked(t)
	fill := h.TaskOf(t, officer, gov.TaskFill)
	deputy := "lifelong-education-institute.head"
	_, err := asksFor(t, h, deputy, fill.ID, "2022-02-09")
	testkit.MustRefuse(t, gov.CodeNotYourTask, err)
	deputises(t, h, deputy, officer, "2022-12-31")
	_, err = asksFor(t, h, deputy, fill.ID, "2022-02-09")
	require.NoError(t, err)
	require.Equal(t, officer+"/true", testkit.One[string](t, h, `select asked_as || '/' || (asker = $1)::text from extension`,
		h.Actor(t, deputy).Person))
	h.Act(t, coordinator, h.TaskOf(t, coordinator, gov.TaskExtension).ID, testkit.Do{Verb: gov.VerbGrantExtension})
	require.Equal(t, 2, testkit.One[int](t, h, `select count(distinct person_id)::int from notice
		where kind = 'extension_granted' and person_id = any($1)`,
		[]gov.PersonID{h.Actor(t, deputy).Person, h.Actor(t, officer).Person}), "both are told")
}
