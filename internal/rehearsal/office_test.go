package rehearsal

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/client"
	"gyeol/gov"
)

const townFirst = "2022-06-01"

// walkTown lets an office work in the town from where it stands for seven weeks; run salts its keys.
func walkTown(ctx context.Context, w *town, run string) error {
	o, err := NewOffice(2022, w.people())
	if err != nil {
		return err
	}
	o.Run = run
	for end := gov.MustDate("2022-07-20"); !w.today.After(end); w.today = w.today.AddDays(1) {
		if _, err := o.work(ctx, w.today); err != nil {
			return err
		}
	}
	return nil
}

// unbroken is what happens in a town of so many units.
func unbroken(t *testing.T, units int) []string {
	t.Helper()
	w := newTown(units, townFirst)
	require.NoError(t, walkTown(t.Context(), w, ""))
	slices.Sort(w.acts)
	return w.acts
}

func TestEverySubmissionIsAcceptedInTheEnd(t *testing.T) {
	t.Parallel()
	acts := strings.Join(unbroken(t, 30), "\n")
	require.Equal(t, 30, strings.Count(acts, " accept "))
	require.NotZero(t, strings.Count(acts, " return "))
	require.NotZero(t, strings.Count(acts, " request_revision "))
	require.Equal(t, strings.Count(acts, " submit "), strings.Count(acts, " approve ")+strings.Count(acts, " return "))
}

func TestTheSameYearHappensWhoeverIsQuicker(t *testing.T) {
	t.Parallel()
	want := unbroken(t, 20)
	for range 5 {
		require.Equal(t, want, unbroken(t, 20))
	}
}

// TestAWalkThatWasCutOffEndsAsAnUnbrokenOne goes on under the same keys, and under keys that repeat nothing.
func TestAWalkThatWasCutOffEndsAsAnUnbrokenOne(t *testing.T) {
	t.Parallel()
	want := unbroken(t, 10)
	for at := 0; at < len(want); at += 7 {
		for i := range 4 {
			before, then := i%2 == 0, []string{"", "another run"}[i/2]
			t.Run(fmt.Sprintf("act %d before %v then %q", at, before, then), func(t *testing.T) {
				t.Parallel()
				w := newTown(10, townFirst)
				w.fail = func(act int, early bool) error {
					if act >= at && early == before {
						return errTownDown
					}
					return nil
				}
				require.ErrorIs(t, walkTown(t.Context(), w, ""), errTownDown)
				w.fail = nil
				require.NoError(t, walkTown(t.Context(), w, then))
				slices.Sort(w.acts)
				require.Equal(t, want, w.acts)
			})
		}
	}
}

func TestOneOfSeveralOfficersDoesTheTask(t *testing.T) {
	t.Parallel()
	by := map[string]map[string]bool{}
	for _, line := range unbroken(t, 30) {
		f := strings.Fields(line)
		if by[f[0]] == nil {
			by[f[0]] = map[string]bool{}
		}
		by[f[0]][f[3]] = true
	}
	all := map[string]bool{}
	for key, who := range by {
		require.Len(t, who, 1, "%s stays with whom it fell to, also in later rounds", key)
		for w := range who {
			all[w] = true
		}
	}
	for _, c := range checkers {
		require.True(t, all[c], "the division shares its work: %s", c)
	}
}

func TestAnInboxIsReadOnlyWhenItHasChanged(t *testing.T) {
	t.Parallel()
	w := newTown(1, townFirst)
	o, err := NewOffice(2022, w.people())
	require.NoError(t, err)
	for range 5 {
		_, err := o.look(t.Context(), w.today)
		require.NoError(t, err)
	}
	require.Equal(t, 1, w.reads["unit-00.officer"])
	o.book.touch("case-unit-00")
	_, err = o.look(t.Context(), w.today)
	require.NoError(t, err)
	require.Equal(t, 2, w.reads["unit-00.officer"])
}

func TestACallToAMeetingIsReadAgainOnItsDay(t *testing.T) {
	t.Parallel()
	var b book
	c, day := client.TaskCount{By: "x", Open: 1}, gov.MustDate("2022-06-10")
	require.Len(t, b.unread([]client.TaskCount{c}, day), 1)
	b.enter(c, []planned{{TaskItem: client.TaskItem{Kind: string(gov.TaskAttend), Due: client.Due{Operative: day}}}})
	require.Empty(t, b.unread([]client.TaskCount{c}, day.AddDays(-1)))
	require.Len(t, b.unread([]client.TaskCount{c}, day), 1)
	require.Empty(t, b.unread(nil, day), "an inbox that has become empty is not read")
	require.Len(t, b.unread([]client.TaskCount{c}, day.AddDays(-1)), 1, "and when it fills again it is")
}

func TestATaskThatSomebodyElseHasSettledIsSkipped(t *testing.T) {
	t.Parallel()
	w := newTown(1, townFirst)
	w.today = gov.MustDate("2022-06-30")
	w.fail = func(int, bool) error { return &client.Problem{Code: string(gov.CodeTaskClosed)} }
	o, err := NewOffice(2022, w.people())
	require.NoError(t, err)
	n, err := o.work(t.Context(), w.today)
	require.NoError(t, err)
	require.Zero(t, n)
}

func TestWhatIsStaleIsReadAgainAndNotForEver(t *testing.T) {
	t.Parallel()
	for failures, works := range map[int]bool{2: true, 3: false} {
		w := newTown(1, townFirst)
		w.today = gov.MustDate("2022-07-15")
		left := failures
		w.fail = func(_ int, before bool) error {
			if before && left > 0 {
				left--
				return &client.Problem{Code: string(gov.CodeStale)}
			}
			return nil
		}
		o, err := NewOffice(2022, w.people())
		require.NoError(t, err)
		_, err = o.work(t.Context(), w.today)
		require.Equal(t, works, err == nil, "%d failures: %v", failures, err)
	}
}

func TestAFaultNamesWhoTaskAndCode(t *testing.T) {
	t.Parallel()
	w := newTown(1, townFirst)
	w.today = gov.MustDate("2022-07-15")
	w.fail = func(int, bool) error { return &client.Problem{Code: "forbidden", English: "not his to do"} }
	o, err := NewOffice(2022, w.people())
	require.NoError(t, err)
	_, err = o.work(t.Context(), w.today)
	require.ErrorContains(t, err, "2022-07-15, task town-2022/plans/unit-00/fill/unit-00 (round 1): unit-00.officer")
	require.ErrorContains(t, err, "submit")
	require.ErrorContains(t, err, "forbidden")
}

func TestAStoppedProcessEndsTheWalkWithItsOwner(t *testing.T) {
	t.Parallel()
	w := newTown(1, townFirst)
	w.today = gov.MustDate("2022-07-15")
	w.stopped = []client.Stopped{{WorkflowID: "stage/x/plans", Code: "no_rule", Owner: "y.head", Text: "규정이 없습니다"}}
	o, err := NewOffice(2022, w.people())
	require.NoError(t, err)
	_, err = o.work(t.Context(), w.today)
	require.ErrorContains(t, err, "stage/x/plans stopped (no_rule), owner y.head")
}

func TestWithoutCoordinatorAndOperatorThereIsNoRehearsal(t *testing.T) {
	t.Parallel()
	_, err := NewOffice(1, map[string]Desk{coordinator: &townDesk{}})
	require.ErrorContains(t, err, operator)
}
