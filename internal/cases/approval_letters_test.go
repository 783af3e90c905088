package cases_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/internal/testkit"
)

// TestAnApprovalCausesOneLetterForEachSignature counts what an approval puts into people's mail: whoever is to sign is
// told when it comes to him and nobody else is, so that a line of three signatures costs three letters.
func TestAnApprovalCausesOneLetterForEachSignature(t *testing.T) {
	t.Parallel()
	h, _ := draftedPlan(t)
	letters := func() int {
		return testkit.One[int](t, h, `select count(*)::int from notice n join case_file c on c.id = n.case_id
			where c.kind = 'document' and n.state = 'queued' and n.task_id in (select id from task where kind = 'sign')`)
	}
	others := func() int {
		return testkit.One[int](t, h, `select count(*)::int from notice n
			where n.task_id is null or n.task_id not in (select id from task where kind = 'sign')`)
	}
	require.Equal(t, 1, letters(), "whoever signs first")
	before := others()
	for i, who := range belowViceMayor[:3] {
		signs(t, h, who, nil)
		require.Equal(t, i+2, letters(), "each signature tells the next one")
	}
	require.Equal(t, before, others(), "nobody else is told of a signature")
}
