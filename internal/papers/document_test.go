package papers_test

import (
	"bytes"
	"io"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/internal/papers"
)

// TestATextKeepsTheLinesOfItsAuthor: items stand one below the other and as deep as he set them.
func TestATextKeepsTheLinesOfItsAuthor(t *testing.T) {
	t.Parallel()
	page := papers.DocumentPage{Block: dispatchBlock(), Sections: []papers.Section{{Title: "내용", Text: []string{
		"1. 관련: 평생교육법 제11조\r\n\n2. 다음과 같이 시행하고자 합니다.\n  가. 기간: 2022. 1. 1. ~ 12. 31.\n    1) <b>대상</b>은 시민 누구나이며 신청에 필요한 서류와 절차, 선정 기준과 일정은 붙임의 안내문을 따릅니다.\n  나. 예산: 비예산  끝.\n",
	}}}}
	text := goldenText(t, "document-lines", func(w io.Writer) error { return papers.DocumentText(w, page) })
	require.Contains(t, text, "제11조\n\n2. 다음과 같이 시행하고자 합니다.\n  가. 기간")
	require.Contains(t, text, "\n    1) <b>대상")
	require.Contains(t, text, "\n  나. 예산: 비예산 끝.\n", "the mark stands once, one space behind the last character")
	html := golden(t, "document-lines", func(w io.Writer) error { return papers.Document(w, page) })
	require.Contains(t, html, "제11조<br><br>2. 다음과 같이 시행하고자 합니다.<br>\u00a0\u00a0가. 기간")
	require.Contains(t, html, "&lt;b&gt;대상")
}

// TestADispatchedDocumentTellsWhatItIsAbout: telephone, abstract and keywords stand at its foot where they are given.
func TestADispatchedDocumentTellsWhatItIsAbout(t *testing.T) {
	t.Parallel()
	b := dispatchBlock()
	b.Sent.Abstract, b.Sent.Keywords = "2022년 시행계획을\n알립니다.", []string{"평생교육", "시행계획"}
	page := papers.DocumentPage{Block: b}
	var text, html, bare bytes.Buffer
	require.NoError(t, papers.DocumentText(&text, page))
	require.Contains(t, text.String(), "전화 02-0000-0000")
	require.Contains(t, text.String(), "\n문서요지  2022년 시행계획을 알립니다.\n키워드  평생교육, 시행계획\n")
	require.NoError(t, papers.Document(&html, page))
	require.Contains(t, html.String(), "<p>문서요지: 2022년 시행계획을 알립니다.</p>\n<p>키워드: 평생교육, 시행계획</p>")
	page.Block.Sent = papers.SentLines{}
	require.NoError(t, papers.DocumentText(&bare, page))
	for _, label := range []string{"전화", "문서요지", "키워드"} {
		require.NotContains(t, bare.String(), label)
	}
}
