package seoul_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/policies"
	"gyeol/policies/pack"
	"gyeol/policies/seoul"
)

func TestALowExecutionAndAMissedTargetNeedTheirReasons(t *testing.T) {
	t.Parallel()
	p, faults := pack.Load(seoul.FS)
	require.NoError(t, faults.Err())
	form, ok := p.Form("result-row")
	require.True(t, ok)
	for data, want := range map[string][]string{
		`{"content":"가","budget_krw":1000000,"executed_krw":700000}`:                                 nil,
		`{"content":"가","budget_krw":1000000,"executed_krw":699999}`:                                 {"low_execution_reason"},
		`{"content":"가","budget_krw":0,"executed_krw":0}`:                                            nil,
		`{"content":"가","executed_krw":0}`:                                                           nil,
		`{"content":"가","target":10,"actual":9,"target_unit":"명"}`:                                   {"cause", "measure"},
		`{"content":"가","target":10,"actual":10,"target_unit":"명"}`:                                  nil,
		`{"content":"가","target":10}`:                                                                {"target_unit"},
		`{"content":"가","budget_krw":1000000000000000,"executed_krw":1,"low_execution_reason":"이월"}`: nil,
	} {
		var got []string
		for _, r := range policies.CheckRow(form, "R", []byte(data)) {
			got = append(got, r.Rule[len("form/result-row/R/"):])
		}
		require.Equal(t, want, got, data)
	}
}
