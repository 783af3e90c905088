package cases_test

import (
	"encoding/json"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/testkit"
)

// TestABodyOfAnotherFormIsRefusedInKorean: it says which field and what belongs there; the words of the decoder are in
// the English text alone.
func TestABodyOfAnotherFormIsRefusedInKorean(t *testing.T) {
	t.Parallel()
	h, task := draftingPlan(t)
	foreign := regexp.MustCompile(`unmarshal|unknown|invalid|unexpected|json:|gov\.|cases\.|parse|Go `)
	for raw, says := range map[string]string{
		`{"colour": "red"}`:                 "이 처리에는 ‘colour’ 항목이 없습니다.",
		`{"title": 5}`:                      "‘title’ 항목에는 글을 적어야 합니다.",
		`{"reply_days": "열흘"}`:              "‘reply_days’ 항목에는 알맞은 크기의 수를 적어야 합니다.",
		`{"public_notice": "예"}`:            "‘public_notice’ 항목에는 참(true) 또는 거짓(false)을 적어야 합니다.",
		`{"touches": "budget-office"}`:      "‘touches’ 항목에는 목록을 적어야 합니다.",
		`{"body": "확정하고자 합니다."}`:            "‘body’ 항목에는 항목으로 된 객체를 적어야 합니다.",
		`[]`:                                "JSON 객체여야 합니다.",
		`{"title": "계획",}`:                  "JSON 문법에 맞지 않습니다",
		`{"title": "계획"`:                    "JSON 문법에 맞지 않습니다",
		`{"title": "계획"} {}`:                "객체 하나만 보내십시오.",
		`{"review_again_on": "2022-02-31"}`: "날짜는 2022-02-24와 같이",
	} {
		_, err := h.Cases.Act(t.Context(), h.Actor(t, coordinator), cases.Command{
			Task: task, Verb: gov.VerbSubmit, Key: "form-" + raw, Body: json.RawMessage(raw), Source: "test",
		})
		e := testkit.MustRefuse(t, gov.CodeInvalid, err)
		require.Contains(t, e.Detail, says, raw)
		require.NotRegexp(t, foreign, e.Detail, raw)
		require.Contains(t, e.English, "the body has not the form of this act", raw)
	}
}
