package policies_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/policies"
)

func TestTheClassOfChangeIsHeldAgainstHistory(t *testing.T) {
	t.Parallel()
	form := policies.FormRule{
		ID: "plan-row", Events: []string{"ended"}, Fields: []policies.FieldRule{{ID: "change", Type: policies.FieldChoice}},
	}
	for name, c := range map[string]struct {
		class string
		h     policies.History
		want  string
	}{
		"NewWhereNothingWas":              {"new", policies.History{Known: true}, ""},
		"NewWhereItWas":                   {"new", policies.History{Known: true, Had: true}, "had"},
		"CarriedOnWhereItWas":             {"expanded", policies.History{Known: true, Had: true}, ""},
		"CarriedOnWhereNothingWas":        {"improved", policies.History{Known: true}, "had_not"},
		"CarriedOnWhereNobodyKnows":       {"strengthened", policies.History{}, ""},
		"EndedWithoutSayingWhen":          {"ended", policies.History{Known: true, Had: true}, "no_event"},
		"EndedAsTold":                     {"ended", policies.History{Known: true, Had: true, Ended: true}, ""},
		"CarriedOnAlthoughItWasToldEnded": {"continued", policies.History{Known: true, Had: true, Ended: true}, "event"},
		"Blank":                           {"", policies.History{Known: true}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c.h.Item = "BP-1"
			got := policies.CheckChange(form, []byte(`{"change":"`+c.class+`"}`), c.h)
			if c.want == "" {
				require.Empty(t, got)
				return
			}
			require.Equal(t, "change/plan-row/BP-1/"+c.want, got[0].Rule)
			require.NotEmpty(t, got[0].Text)
		})
	}
	require.Empty(t, policies.CheckChange(policies.FormRule{}, []byte(`{}`), policies.History{}), "a form without classes")
}

func TestARowMovesToAnotherWordingAndLosesNothing(t *testing.T) {
	t.Parallel()
	to := policies.FormRule{Fields: []policies.FieldRule{
		{ID: "a", Type: policies.FieldText, MaxLen: 2}, {ID: "b", Type: policies.FieldInteger},
	}}
	fits, left, err := policies.MoveRow(to, "R", []byte(`{"a":"가나다","b":5,"c":"남은 글"}`))
	require.NoError(t, err)
	require.Equal(t, map[string]any{"b": int64(5)}, fits.Values)
	require.Len(t, left, 2)
	require.JSONEq(t, `"가나다"`, string(left["a"]))
	_, _, err = policies.MoveRow(to, "R", []byte(`[]`))
	require.Error(t, err)
}
