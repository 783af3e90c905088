package cases_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/testkit"
)

func TestWhoeverIsAskedForRowsIsToldWhyAndWhatTheFormNeeds(t *testing.T) {
	t.Parallel()
	h, _ := asked(t)
	raw := testkit.One[[]byte](t, h, `select n.params from notice n join person p on p.id = n.person_id
		where n.kind = 'assigned' and p.id = $1 limit 1`, h.Actor(t, officer).Person)
	var told gov.NoticeParams
	require.NoError(t, json.Unmarshal(raw, &told))
	require.NotNil(t, told.Why)
	require.NotEmpty(t, told.Why.Role)
	require.Contains(t, told.Why.Article, "평생교육법")
	require.NotNil(t, told.Form)
	require.NotEmpty(t, told.Form.Title)
	require.NotEmpty(t, told.Form.Fields)
	require.LessOrEqual(t, len(told.Form.Fields), gov.NoticeFields)
	require.Zero(t, testkit.One[int](t, h, `select count(*)::int from notice n
		where n.kind = 'assigned' and n.task_id in (select id from task where kind = 'fill')
			and (n.params -> 'why' is null or n.params -> 'form' is null)`), "everybody is told")
}
