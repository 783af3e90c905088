package evidence_test

import (
	"bytes"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/internal/evidence"
)

var update = flag.Bool("update", false, "write the golden files")

// page writes the page of a small archive.
func page(t *testing.T, full bool) string {
	t.Helper()
	head := evidence.IndexHead{
		Subject:    evidence.Subject{Kind: evidence.OfDocument, ID: paperID, Name: "2022년 시행계획", Number: "평생교육과-1"},
		OfficeDate: "2022. 1. 4.(화)", Role: "auditor", Reason: "정기 <감사>", Full: full, Key: "gyeol-audit-1", Leaves: 9, Cases: 2,
		Withheld: []evidence.Omission{{What: "content", Why: "공개하지 않는 문서와 붙임", Count: 1}},
	}
	steps := []evidence.Step{
		{
			On: "2022. 1. 3.(월)", Case: paperID, Title: "시행계획 확정", By: "평생교육과 담당", Verb: "상신", State: "결재 중",
			Articles: []string{"행정업무의 운영 및 혁신에 관한 규정 제8조"},
		},
		{
			On: "2022. 1. 4.(화)", Case: paperID, Title: "시행계획 확정", By: "행정1부시장", Verb: "결재", State: "결재 완료",
			Page: "paper.html", Number: "평생교육과-1", Hash: strings.Repeat("ab", 32), Articles: []string{"사무전결처리 규칙 제4조", "규정 제9조"},
		},
		{On: "2022. 1. 4.(화)", Case: paperID, Title: "시행계획 확정", Verb: "시행", State: "시행됨", Articles: []string{}},
	}
	var out bytes.Buffer
	require.NoError(t, evidence.WriteIndex(&out, head, func(step func(evidence.Step) error) error {
		for _, s := range steps {
			if err := step(s); err != nil {
				return err
			}
		}
		return nil
	}))
	return out.String()
}

func TestThePageForPeopleReadsWithoutGyeol(t *testing.T) {
	t.Parallel()
	const golden = "testdata/index.html"
	got := page(t, false)
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(golden, []byte(got), 0o600))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	require.Equal(t, string(want), got)
	require.NotContains(t, got, "<script")
	require.NotContains(t, got, "http://")
	require.NotContains(t, got, "https://")
	require.NotContains(t, got, "<감사>", "what was typed is text")
	require.Contains(t, page(t, true), "가린 것이 없습니다")
}
