package cases_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/testkit"
)

// reasonsIn reads the reasons that a query finds.
func reasonsIn(t *testing.T, h *testkit.House, sql string) []gov.Reason {
	t.Helper()
	var out []gov.Reason
	require.NoError(t, json.Unmarshal(testkit.One[[]byte](t, h, sql), &out))
	return out
}

// namesItsGrounds proves that reasons tell row, article, assumption and the facts on which the row was chosen.
func namesItsGrounds(t *testing.T, reasons []gov.Reason, facts string) {
	t.Helper()
	row, fact := false, false
	for _, r := range reasons {
		switch r.Rule {
		case "authority/agreement-other":
			row = true
			require.NotEmpty(t, r.Article)
			require.True(t, r.Assumed, r.Text)
		case "authority/agreement-other/facts":
			fact = true
			require.Equal(t, "서울특별시 사무전결처리 규칙 제4조", r.Article)
			require.Contains(t, r.Text, facts)
			require.True(t, r.Assumed)
		}
	}
	require.True(t, row, "the row is not named")
	require.True(t, fact, "the facts are not named")
}

// Task and cell say on which facts the row was chosen and that its wording of that day was not read: in the first step,
// in a later one, and where the decision was lifted.
func TestASignersTaskTellsTheFactsAndTheAssumption(t *testing.T) {
	t.Parallel()
	const facts = "협약 상대의 구분: private, university"
	const asked = "select reasons from task where kind = 'sign' and state = 'open'"
	h, task := draftingPlan(t)
	h.Exec(t, "update document set matter = 'agreement.conclude'")
	h.Act(t, coordinator, task, testkit.Do{Verb: gov.VerbSubmit, Body: body{
		"title": "업무협약", "body": text("체결하고자 합니다."), "facts": body{"partner_kinds": []string{"university", "private"}},
	}})
	namesItsGrounds(t, reasonsIn(t, h, asked), facts)
	namesItsGrounds(t, reasonsIn(t, h, "select reasons from line_cell where position = 1"), facts)
	signs(t, h, teamLead, nil)
	namesItsGrounds(t, reasonsIn(t, h, asked), facts)
	signUntil(t, h, "legal-office.head", divHead, bureauTop)
	signUntil(t, h, viceMayor, "legal-office.head", "budget-office.head")
	escalates(t, h)
	namesItsGrounds(t, reasonsIn(t, h, asked), facts)
	namesItsGrounds(t, reasonsIn(t, h, "select reasons from line_cell where post_id = 'mayor'"), facts)
	require.Equal(t, "시장방침 제1호", signs(t, h, "mayor", nil).PolicyNumber)
}
