package cases_test

import (
	"testing"

	"gyeol/gov"
	"gyeol/internal/testkit"
)

func TestWhatTheDatabaseCannotKeepIsRefusedInWords(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2022-01-03")
	h.OpenCycle(t, "lifelong-education-plan", 2022)
	h.OpenStage(t, "request")
	draft := h.TaskOf(t, testkit.Coordinator, gov.TaskDraft)
	for name, do := range map[string]testkit.Do{
		"in the body":   {Verb: gov.VerbSubmit, Body: map[string]any{"title": "자료\x00 취합", "body": map[string]any{"text": "요청"}}},
		"in the reason": {Verb: gov.VerbSubmit, Reason: "\x00"},
		"in the key":    {Verb: gov.VerbSubmit, Key: "key-\x00-00000"},
	} {
		_, err := h.Try(t, testkit.Coordinator, draft.ID, do)
		if got := gov.CodeOf(err); got != gov.CodeInvalid {
			t.Errorf("a NUL %s is %q, want invalid: %v", name, got, err)
		}
	}
	h.Act(t, testkit.Coordinator, draft.ID, testkit.Do{
		Verb: gov.VerbSubmit,
		Body: map[string]any{"title": "자료 취합 요청", "body": map[string]any{"text": "요청"}, "foia_items": nil},
	})
}
