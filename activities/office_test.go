package activities_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/testsuite"

	"gyeol/activities"
	"gyeol/gov"
)

// office is a calendar and a digest of three pages that note what they are asked.
type office struct {
	working bool
	told    []string
}

func (o *office) MissingDays(context.Context) ([]gov.Date, error) { return nil, nil }

func (o *office) OpenDay(_ context.Context, d gov.Date) error {
	o.told = append(o.told, "open "+d.String())
	return nil
}

func (o *office) FinishDay(_ context.Context, d gov.Date) error {
	o.told = append(o.told, "finish "+d.String())
	return nil
}

func (o *office) IsWorkingDay(context.Context, gov.Date) (bool, error) { return o.working, nil }

func (o *office) Digest(_ context.Context, _ gov.Date, cursor string) (string, bool, error) {
	o.told = append(o.told, "page after "+cursor)
	next := cursor + "x"
	return next, next == "xxx", nil
}

func TestOffice_GathersADayPageByPageWhileItsHeartBeats(t *testing.T) {
	t.Parallel()
	day := gov.MustDate("2022-01-03")
	for name, c := range map[string]struct {
		working, gather bool
		told            []string
	}{
		"a working day":                      {true, true, []string{"page after ", "page after x", "page after xx", "finish 2022-01-03"}},
		"a holiday":                          {false, true, []string{"finish 2022-01-03"}},
		"a day that a later one gathers for": {true, false, []string{"finish 2022-01-03"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := &office{working: c.working}
			var suite testsuite.WorkflowTestSuite
			env := suite.NewTestActivityEnvironment()
			beats := 0
			env.SetOnActivityHeartbeatListener(func(*activity.Info, converter.EncodedValues) { beats++ })
			a := &activities.Office{Days: o, Digest: o}
			env.RegisterActivity(a)
			_, err := env.ExecuteActivity(a.Close, activities.Morning{Day: day, Gather: c.gather})
			require.NoError(t, err)
			require.Equal(t, c.told, o.told)
			require.Positive(t, beats)
		})
	}
}
