package checks_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/policies/checks"
)

func TestWhatTheBasicPlanExpectsHasAValueInTheRow(t *testing.T) {
	t.Parallel()
	var targets []checks.Target
	for _, x := range seoulPack(t).Plan.TargetsOf(2023) {
		targets = append(targets, checks.Target{
			Project: x.Project, Label: x.Label, Printed: x.Printed, Counted: x.Counted,
		})
	}
	part := &checks.Part{Year: 2023}
	for id, data := range map[string]string{
		"BP-1-1-1": `{"change":"continued"}`,             // 20개 in 2023, and no value in the row
		"BP-1-2-2": `{"change":"ended"}`,                 // 5개소 in 2023, and it ends
		"BP-2-1-1": `{"change":"continued","target":17}`, // 17개 in 2023
		"BP-3-1-1": ``,                                   // 1,500명 in 2023; nobody answered: gaps says so
	} {
		part.Add(checks.Pillar{Number: "1"}, checks.Task{Number: "1"}, checks.Project{
			ID: id, Code: id, Name: "사업", Reported: data != "", Data: json.RawMessage(data),
		})
	}
	got := map[string]checks.Finding{}
	for _, f := range checks.Run([]string{"gaps"}, checks.Input{Paper: checks.Paper{Plan: part}, Targets: targets}) {
		got[f.ID] = f
		require.NotEmpty(t, f.Article)
	}
	require.Contains(t, got["gaps/target/BP-1-1-1"].Printed, "직업 기초 및 전문과정 운영 20개")
	require.Contains(t, got["gaps/ended/BP-1-2-2"].Message, "종료로 제출")
	require.NotContains(t, got, "gaps/target/BP-2-1-1")
	require.NotContains(t, got, "gaps/target/BP-3-1-1")
	require.Contains(t, got, "gaps/plan/BP-3-1-1")
	require.Contains(t, got, "gaps/target/BP-4-2-2", "a target whose project is not in the paper at all")
	require.Empty(t, checks.Run([]string{"gaps"}, checks.Input{Targets: targets}), "results owe the plan nothing")
}
