package check

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/testkit"
)

func TestAPaperThatIsPublishedAndReclassifiedAddsUp(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2022-01-03")
	h.OpenCycle(t, "lifelong-education-plan", 2022)
	h.OpenStage(t, "request")
	h.Act(t, testkit.Coordinator, h.TaskOf(t, testkit.Coordinator, gov.TaskDraft).ID, testkit.Do{
		Verb: gov.VerbSubmit, Body: object{
			"title": "자료 제출 요청", "body": object{"text": "검토 중입니다."}, "abstract": "요청", "keywords": []string{"평생교육"},
			"disclosure": "closed", "foia_items": []int{5}, "disclosure_reason": "내부검토", "review_stage": "보고 전",
			"review_again_on": "2022-01-10",
		},
	})
	for line := h.Asks(t, "request", gov.TaskSign); len(line) > 0; line = h.Asks(t, "request", gov.TaskSign) {
		for _, cell := range line {
			h.Act(t, cell.Who, cell.ID, testkit.Do{Verb: cell.Verb})
		}
	}
	id := testkit.One[gov.CaseID](t, h, "select id from case_file where kind = 'document'")
	h.Step(t, id, testkit.Do{Verb: gov.VerbDispatch})
	h.SetToday(t, "2022-01-10")
	require.NoError(t, h.Cases.OpenDay(t.Context(), h.Today(t)))
	h.Act(t, testkit.Coordinator, h.TaskOf(t, testkit.Coordinator, gov.TaskDisclosure).ID, testkit.Do{
		Verb: gov.VerbReclassify, Body: object{"parts": []object{{"part": "본문", "disclosure": "public"}}},
	})
	p, err := h.Cases.ProposeCopy(t.Context(), h.Actor(t, testkit.Coordinator), id)
	require.NoError(t, err)
	h.Act(t, testkit.Coordinator, h.TaskOf(t, testkit.Coordinator, gov.TaskPublicCopy).ID, testkit.Do{
		Verb: gov.VerbReleaseCopy, Body: object{"copy_hash": p.CopyHash},
	})
	found := func() (out string) {
		report, err := Run(t.Context(), h.Pool, "")
		require.NoError(t, err)
		for _, id := range []string{"approval", "said", "task", "audit"} {
			out += findingsOf(report, id)
		}
		return out
	}
	require.Empty(t, found())
	h.Force(t, "update document set disclosure_reason = '딴 사유'")
	require.Contains(t, found(), "지금의 문서에서 나오지 않습니다")
}
