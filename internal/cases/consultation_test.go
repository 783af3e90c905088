package cases_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/testkit"
)

const superintendentOfficer = "office-of-education.officer"

// consultation is an office whose plan is compiled and confirmed, before the superintendent is asked.
func consultation(t *testing.T) (*testkit.House, testkit.Stage) {
	t.Helper()
	h, stage := compiledPlan(t)
	confirm(t, h, stage)
	return h, h.OpenStage(t, "superintendent")
}

// confirm compiles and confirms a stage's paper and ends the stage.
func confirm(t *testing.T, h *testkit.House, stage testkit.Stage) {
	t.Helper()
	c := h.Case(t, stage, "compilation")
	h.Step(t, c.ID, testkit.Do{Verb: gov.VerbCompile})
	_, findings := paperOf(t, h, c.ID)
	h.Act(t, testkit.Coordinator, h.TaskOf(t, testkit.Coordinator, gov.TaskConfirm).ID,
		testkit.Do{Verb: gov.VerbConfirm, Body: body{"decisions": decided(findings)}})
	h.Step(t, stage.Case, testkit.Do{Verb: gov.VerbFinish})
}

func TestTheSuperintendentIsAskedAndReplies(t *testing.T) {
	t.Parallel()
	h, stage := consultation(t)
	task := h.TaskOf(t, testkit.Coordinator, gov.TaskAsk)
	_, err := h.Try(t, testkit.Coordinator, task.ID, testkit.Do{Verb: gov.VerbAsk})
	testkit.MustRefuse(t, gov.CodeInvalid, err)
	out := h.Act(t, testkit.Coordinator, task.ID,
		testkit.Do{Verb: gov.VerbAsk, Body: body{"text": "시행계획안에 대한 의견을 구합니다."}})
	require.Equal(t, gov.Asked, out.State)
	require.NotEmpty(t, h.Case(t, stage, "consultation").ContentHash, "what is asked about is bound")

	reply := h.TaskOf(t, superintendentOfficer, gov.TaskReply)
	require.Equal(t, "2022-02-14", reply.DueLegal.String())
	seen := contextOf(t, h, h.Case(t, stage, "consultation").ID).Consultation
	require.Equal(t, reply.DueOperative, seen.ReplyDue.Operative, "the body is shown both dates")
	require.Equal(t, "2022. 2. 14.(월)", seen.ReplyDue.LegalText)
	_, err = h.Try(t, superintendentOfficer, reply.ID, testkit.Do{Verb: gov.VerbReply, Body: body{"text": "의견 없음"}})
	testkit.MustRefuse(t, gov.CodeInvalid, err)
	_, err = h.Try(t, superintendentOfficer, reply.ID, testkit.Do{
		Verb: gov.VerbReply, Body: body{"text": "의견 없음", "agrees": true}, Hash: make([]byte, 32),
	})
	testkit.MustRefuse(t, gov.CodeStale, err)
	out = h.Act(t, superintendentOfficer, reply.ID,
		testkit.Do{Verb: gov.VerbReply, Body: body{"text": "의견 없음", "agrees": true}})
	require.Equal(t, gov.Replied, out.State)
	require.Empty(t, h.Tasks(t, testkit.Coordinator, gov.TaskAsk), "nothing is left to record")
	h.Step(t, stage.Case, testkit.Do{Verb: gov.VerbFinish})
}

func TestAMissingReplyIsRecordedOnlyAfterItsPeriod(t *testing.T) {
	t.Parallel()
	h, _ := consultation(t)
	h.Act(t, testkit.Coordinator, h.TaskOf(t, testkit.Coordinator, gov.TaskAsk).ID,
		testkit.Do{Verb: gov.VerbAsk, Body: body{"text": "의견을 구합니다."}})
	task := h.TaskOf(t, testkit.Coordinator, gov.TaskAsk)
	require.Equal(t, "2022-02-15", task.DueOperative.String())
	record := testkit.Do{Verb: gov.VerbRecordNoReply, Reason: "기한까지 회신이 없음"}
	h.SetToday(t, "2022-02-14")
	_, err := h.Try(t, testkit.Coordinator, task.ID, record)
	testkit.MustRefuse(t, gov.CodeActNotOpen, err)
	h.SetToday(t, "2022-02-15")
	_, err = h.Try(t, testkit.Coordinator, task.ID, testkit.Do{Verb: gov.VerbRecordNoReply})
	testkit.MustRefuse(t, gov.CodeReasonRequired, err)
	out := h.Act(t, testkit.Coordinator, task.ID, record)
	require.Equal(t, gov.NoReply, out.State)
	require.Empty(t, h.Tasks(t, superintendentOfficer, gov.TaskReply))
}

func TestNobodyIsAskedAboutAPaperThatIsTakenUpAgain(t *testing.T) {
	t.Parallel()
	h, _ := consultation(t)
	_, err := h.OnCase(t, testkit.Coordinator, h.Stage(t, "compilation").Case,
		testkit.Do{Verb: gov.VerbReopen, Reason: "오류"})
	require.NoError(t, err)
	task := h.TaskOf(t, testkit.Coordinator, gov.TaskAsk)
	_, err = h.Try(t, testkit.Coordinator, task.ID, testkit.Do{Verb: gov.VerbAsk, Body: body{"text": "의견을 구합니다."}})
	refusal := testkit.MustRefuse(t, gov.CodeGateClosed, err)
	require.Equal(t, "cycle/after/compilation", refusal.Reasons[0].Rule)
}
