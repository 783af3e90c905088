package papers_test

import (
	"bytes"
	"io"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/papers"
	"gyeol/policies"
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

// TestTheTermOfTheAnswerIsPrinted: in both forms, as text and as a page, with its dates once they are known.
func TestTheTermOfTheAnswerIsPrinted(t *testing.T) {
	t.Parallel()
	inside := dispatchBlock()
	inside.Form = policies.FormInternal
	for form, b := range map[string]papers.Block{"dispatch": dispatchBlock(), "internal": inside} {
		for want, reply := range map[string]papers.ReplyLine{
			"도달한 때부터 5일 이내": {Period: policies.ReplyPeriod{From: policies.DueArrived, Days: 5}},
			"효력이 생긴 때부터 7일 이내(2022. 2. 28.까지)": {
				Period: policies.ReplyPeriod{From: policies.DueEffective, Days: 7}, Operative: gov.MustDate("2022-02-28"),
				Legal: gov.MustDate("2022-02-28"),
			},
			"도달한 때부터 5일 이내(2022. 2. 28.까지, 법정 만료일 2022. 3. 2.)": {
				Period: policies.ReplyPeriod{From: policies.DueArrived, Days: 5}, Operative: gov.MustDate("2022-02-28"),
				Legal: gov.MustDate("2022-03-02"),
			},
			"": {},
		} {
			b.Reply = reply
			var text, html bytes.Buffer
			require.NoError(t, papers.BlockText(&text, b))
			require.NoError(t, papers.BlockHTML(&html, b))
			if want == "" {
				require.NotContains(t, text.String()+html.String(), "회신", form)
				continue
			}
			require.Contains(t, text.String(), "\n회신기한  "+want+"\n", form)
			require.Regexp(t, "회신기한(: |</th><td colspan=\"3\">)"+regexp.QuoteMeta(want)+"</", html.String(), form)
		}
	}
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
