package check

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/testkit"
)

func TestAChangedDecisionOnAnOverlapIsFound(t *testing.T) {
	t.Parallel()
	h, id := testkit.CompiledResults(t)
	for _, b := range []map[string]string{
		{"pair": "results/R24-2-3-15/R24-3-1-6", "decision": "merge", "row": "R24-2-3-15"},
		{"pair": "results/R24-1-3-12/R24-3-2-5", "decision": "move", "row": "R24-3-2-5", "to_unit": "gangnam-gu"},
	} {
		_, err := h.OnCase(t, testkit.Coordinator, id, testkit.Do{Verb: gov.VerbAdjustOverlap, Reason: "조정", Body: b})
		require.NoError(t, err)
	}
	const says = "중복 조정"
	report, err := Run(t.Context(), h.Pool, "")
	require.NoError(t, err)
	require.NotContains(t, findingsOf(report, "said"), says)

	owner, err := pgx.Connect(t.Context(), h.OwnerURL)
	require.NoError(t, err)
	defer func() { require.NoError(t, owner.Close(context.WithoutCancel(t.Context()))) }()
	for _, sql := range []string{
		"alter table overlap_decision disable trigger overlap_decision_never_changes",
		"update overlap_decision set reason = '다른 사유' where decision = 'merge'",
		"delete from overlap_decision where decision = 'move'",
	} {
		_, err = owner.Exec(t.Context(), sql)
		require.NoError(t, err)
	}
	report, err = Run(t.Context(), h.Pool, "")
	require.NoError(t, err)
	require.Contains(t, findingsOf(report, "said"), says+" 2번의 기록이 행위와 다릅니다")
	require.Contains(t, findingsOf(report, "said"), says+" 3번의 기록이 행위와 다릅니다")
}
