package cases_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/testkit"
)

const planCycle = "lifelong-education-plan"

type body = map[string]any

// guideline is an office in December with the ministry's guideline awaited.
func guideline(t *testing.T) (*testkit.House, testkit.Stage) {
	t.Helper()
	h := testkit.Seoul(t, "2021-12-20")
	h.OpenCycle(t, planCycle, 2022)
	return h, h.OpenStage(t, "guideline")
}

func TestAPaperFromOutsideIsRegisteredAndEachFindingIsTakenUp(t *testing.T) {
	t.Parallel()
	h, stage := guideline(t)
	task := h.TaskOf(t, testkit.Coordinator, gov.TaskRegister)
	require.Equal(t, "2021-12-31", task.DueOperative.String())
	out := h.Act(t, testkit.Coordinator, task.ID, testkit.Do{Verb: gov.VerbRegister, Body: body{
		"external_number": "평생학습정책과-1234", "received_title": "2022년 시행계획 수립지침",
		"findings": []string{"성과지표를 보완할 것", "취약계층 사업을 늘릴 것"},
	}})
	require.Equal(t, gov.Registered, out.State)
	require.Len(t, out.Opened, 2)

	tasks := h.Tasks(t, testkit.Coordinator, gov.TaskReflect)
	require.Len(t, tasks, 2)
	require.Contains(t, tasks[0].NaturalKey, "/reflect/receipt.1")
	_, err := h.Try(t, testkit.Coordinator, tasks[0].ID,
		testkit.Do{Verb: gov.VerbReflect, Body: body{"finding": 2, "reflected_in": "Ⅱ-2-3"}})
	testkit.MustRefuse(t, gov.CodeInvalid, err)
	out = h.Act(t, testkit.Coordinator, tasks[0].ID,
		testkit.Do{Verb: gov.VerbReflect, Body: body{"finding": 1, "reflected_in": "시행계획 제5장"}})
	require.Equal(t, gov.Registered, out.State)
	require.Len(t, h.Tasks(t, testkit.Coordinator, gov.TaskReflect), 1, "the other finding stays open")
	_, err = h.Try(t, testkit.Coordinator, tasks[0].ID,
		testkit.Do{Verb: gov.VerbReflect, Body: body{"finding": 1, "reflected_in": "다시"}})
	testkit.MustRefuse(t, gov.CodeTaskClosed, err)

	wakes := testkit.One[int](t, h, "select count(*) from wake where process_id = $1", stage.Process)
	out = h.Act(t, testkit.Coordinator, tasks[1].ID,
		testkit.Do{Verb: gov.VerbReflect, Body: body{"finding": 2, "reflected_in": "Ⅱ-2-3"}})
	require.Equal(t, gov.Settled, out.State)
	require.Equal(t, wakes+1, testkit.One[int](t, h, "select count(*) from wake where process_id = $1",
		stage.Process), "the last one rings")
	h.Step(t, stage.Case, testkit.Do{Verb: gov.VerbFinish})
}

func TestAPaperWithoutFindingsIsSettledAtOnce(t *testing.T) {
	t.Parallel()
	h, _ := guideline(t)
	task := h.TaskOf(t, testkit.Coordinator, gov.TaskRegister)
	for _, bad := range []body{
		{"received_title": "지침"},
		{"external_number": "1", "received_title": " "},
		{"external_number": "1", "received_title": "지침", "findings": []string{""}},
		{"external_number": "1", "received_title": "지침", "unknown": true},
		{"external_number": "1", "received_title": "지침\u202e"},
	} {
		_, err := h.Try(t, testkit.Coordinator, task.ID, testkit.Do{Verb: gov.VerbRegister, Body: bad})
		testkit.MustRefuse(t, gov.CodeInvalid, err)
	}
	out := h.Act(t, testkit.Coordinator, task.ID,
		testkit.Do{Verb: gov.VerbRegister, Body: body{"external_number": "1", "received_title": "지침"}})
	require.Equal(t, gov.Settled, out.State)
	require.Empty(t, h.Tasks(t, testkit.Coordinator, gov.TaskReflect))
}

func TestOnlyTheCoordinatorRegisters(t *testing.T) {
	t.Parallel()
	h, _ := guideline(t)
	task := h.TaskOf(t, testkit.Coordinator, gov.TaskRegister)
	_, err := h.Try(t, "youth-policy-division.head", task.ID,
		testkit.Do{Verb: gov.VerbRegister, Body: body{"external_number": "1", "received_title": "지침"}})
	require.ErrorIs(t, err, gov.ErrNotFound)
}

func TestAReopenedStageAwaitsAPaperOfItsOwn(t *testing.T) {
	t.Parallel()
	h, stage := guideline(t)
	task := h.TaskOf(t, testkit.Coordinator, gov.TaskRegister)
	h.Act(t, testkit.Coordinator, task.ID, testkit.Do{
		Verb: gov.VerbRegister,
		Body: body{"external_number": "1", "received_title": "지침"},
	})
	h.Step(t, stage.Case, testkit.Do{Verb: gov.VerbFinish})
	_, err := h.OnCase(t, testkit.Coordinator, stage.Case, testkit.Do{Verb: gov.VerbReopen, Reason: "변경 지침이 왔음"})
	require.NoError(t, err)
	h.Step(t, stage.Case, testkit.Do{Verb: gov.VerbAdd, Body: body{"kind": "receipt"}})
	require.Equal(t, gov.Settled, h.Case(t, stage, "receipt").State)
	require.Equal(t, gov.Awaited, h.Case(t, stage, "receipt.2").State)
}
