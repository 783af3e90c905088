package cases_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/testkit"
)

// TestNobodyMakesHimselfADeputy: a coordinator may give a delegation for somebody else's post, but not to himself, and
// whoever holds the post is told of what was given in his name.
func TestNobodyMakesHimselfADeputy(t *testing.T) {
	t.Parallel()
	h, _ := draftedPlan(t)
	d := desk{h, t}
	_, err := d.gives(teamLead, divHead, teamLead)
	testkit.MustRefuse(t, gov.CodeForbidden, err)
	order := func(who string) error {
		_, err := h.Cases.SetActingOrder(t.Context(), h.Actor(t, who), cases.SetActingOrder{
			Post: bureauTop, Deputies: []gov.PostID{divHead, teamLead}, Reason: "직제", Key: uuid.NewString(), Source: "test",
		})
		return err
	}
	testkit.MustRefuse(t, gov.CodeForbidden, order(teamLead))
	require.Equal(t, 2, d.refusals())
	require.Zero(t, testkit.One[int](t, h, "select count(*)::int from delegation"))

	_, err = d.gives(testkit.Coordinator, divHead, teamLead)
	require.NoError(t, err)
	require.Equal(t, 1, testkit.One[int](t, h, `select count(*)::int from notice
		where kind = 'informed' and person_id = $1 and params ->> 'title' like '%대결 위임%'`, h.Actor(t, divHead).Person))
	_, err = d.gives(bureauTop, bureauTop, divHead)
	require.NoError(t, err)
	require.Zero(t, testkit.One[int](t, h, `select count(*)::int from notice
		where params ->> 'title' like '%대결 위임%' and person_id = $1`, h.Actor(t, bureauTop).Person), "who gives it himself knows")
}
