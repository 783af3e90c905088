package gov_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
)

// TestTheOfficeHasAWordForWhatItMeets: nobody at a desk reads in_approval or skip_review.
func TestTheOfficeHasAWordForWhatItMeets(t *testing.T) {
	t.Parallel()
	require.Equal(t, "결재 중", gov.InApproval.Korean())
	require.Equal(t, "검토 생략", gov.VerbPassReview.Korean())
	require.Equal(t, "과장", gov.RankDivisionHead.Korean())
	require.Equal(t, "검토, 반려, 보류", gov.KoreanVerbs([]string{"review", "return", "hold"}))
	require.Equal(t, "없음", gov.KoreanVerbs([]gov.Verb{}))
	require.Equal(t, "x", gov.State("x").Korean())
}
