package rehearsal

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/client"
	"gyeol/gov"
)

// graph is a year whose stages can be overruled, and remembers by which acts they were.
type graph struct {
	townDesk

	acts []client.ActItem
	keys []string
}

func (g *graph) Progress(context.Context, string, int) (client.CycleProgress, error) {
	return client.CycleProgress{Stages: []client.StageProgress{{Stage: skippedStage, Case: "stage-case"}}}, nil
}

func (g *graph) Acts(context.Context, string) ([]client.ActItem, error) { return g.acts, nil }

func (g *graph) Overrule(_ context.Context, id string, verb gov.Verb, o client.ActOptions) (client.Outcome, error) {
	g.acts = append(g.acts, client.ActItem{Verb: string(verb), OfficeDate: g.town.today, Task: id})
	g.keys = append(g.keys, o.Key)
	return client.Outcome{}, nil
}

// TestWhoRepeatsNoKeyLooksWhatWasOverruled starts again on the day of an overruling act, once under the same keys,
// which the server answers with the recorded outcome, and once under keys of its own, which would be a second act.
func TestWhoRepeatsNoKeyLooksWhatWasOverruled(t *testing.T) {
	t.Parallel()
	for run, acts := range map[string]int{"": 2, "again": 1} {
		w := newTown(0, "2022-02-15")
		g := &graph{townDesk: townDesk{town: w, who: coordinator}}
		for range 2 {
			o, err := NewOffice(2022, map[string]Desk{coordinator: g, operator: g})
			require.NoError(t, err)
			o.Run = run
			_, err = o.overrule(t.Context(), w.today)
			require.NoError(t, err)
		}
		require.Len(t, g.acts, acts, run)
		require.Equal(t, "stage-case", g.acts[0].Task)
		require.Equal(t, g.keys[0], g.keys[len(g.keys)-1], "the same key in every run but for the salt")
	}
}

func TestARunWithKeysOfItsOwnSharesNone(t *testing.T) {
	t.Parallel()
	keys := map[string]bool{}
	for _, run := range []string{"", "a", "b"} {
		keys[(&Office{Run: run}).key("open", "x")] = true
	}
	require.Len(t, keys, 3)
	require.True(t, keys[keyOf("open", "x")], "without a salt a key is that of its words")
}
