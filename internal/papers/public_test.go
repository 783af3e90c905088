package papers_test

import (
	"io"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/papers"
	"gyeol/policies"
)

func TestAPublicCopyIsReadable(t *testing.T) {
	t.Parallel()
	source := policies.CopySource{
		Title: "시장표창 대상자 결정", Head: []policies.CopyLine{{Label: "처리과", Text: "평생교육국 (평생교육과)"}},
		Parts: []policies.SourcePart{
			{
				PartDisclosure: policies.PartDisclosure{Part: "본문", Class: gov.Partial, Items: []int{6}, Reason: "개인정보"},
				Text:           "1. 대상: 홍길동\n  가. 문의 <010-1234-5678>",
			},
			{
				PartDisclosure: policies.PartDisclosure{
					Part: "홍길동 공적조서", Class: gov.Secret, Items: []int{5}, Reason: "내부검토 중", Stage: "시의회 보고 전",
					EndsOn: gov.MustDate("2022-03-02"),
				},
				Shown: "붙임 1", Text: "비밀",
			},
		},
	}
	c, _ := source.Copy(policies.Masking{
		Rules: []policies.MaskRule{{ID: "telephone", Title: "전화번호", Pattern: `010-[0-9]{4}-[0-9]{4}`}},
		Names: []policies.PrivateName{{Name: "홍길동", Why: "표창 추천 대상"}},
	})
	page := papers.PublicPage{
		PublicCopy: c, Number: 1, Hash: "00ff", ReleasedOn: gov.MustDate("2022-02-25"), ReleasedAs: "평생교육과 주무관", ReleasedBy: "김결",
	}
	html := golden(t, "public", func(w io.Writer) error { return papers.Public(w, page) })
	text := goldenText(t, "public", func(w io.Writer) error { return papers.PublicText(w, page) })
	for _, shown := range []string{html, text} {
		require.NotContains(t, shown, "홍길동")
		require.NotContains(t, shown, "010-1234")
		require.NotContains(t, shown, "비밀")
		require.Contains(t, shown, "종료 예정일: 2022. 3. 2.(수). 그날 공개 여부를 다시")
	}
}
