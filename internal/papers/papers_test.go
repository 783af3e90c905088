package papers_test

import (
	"bytes"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/papers"
	"gyeol/policies"
)

var update = flag.Bool("update", false, "write golden files anew")

// golden compares a paper with its file and looks whether a screen reader can follow it.
func golden(t *testing.T, name string, write func(io.Writer) error) string {
	t.Helper()
	var got bytes.Buffer
	require.NoError(t, write(&got))
	same(t, name+".golden.html", got.Bytes())
	readable(t, got.String())
	return got.String()
}

// goldenText compares a paper in text with its file.
func goldenText(t *testing.T, name string, write func(io.Writer) error) string {
	t.Helper()
	var got bytes.Buffer
	require.NoError(t, write(&got))
	same(t, name+".golden.txt", got.Bytes())
	return got.String()
}

func same(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.WriteFile(path, got, 0o600))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; run with -update and look at the difference\n%s", path, got)
	}
}

func readable(t *testing.T, html string) {
	t.Helper()
	require.Contains(t, html, `<html lang="ko">`)
	require.Equal(t, 1, strings.Count(html, "<h1>"), "one main heading")
	require.Equal(t, strings.Count(html, "<table>"), strings.Count(html, "<caption>"), "every table says what it is")
	unscoped := regexp.MustCompile(`<th [^>]*scope="(col|row)"[^>]*>`).ReplaceAllString(html, "")
	require.NotRegexp(t, `<th[^e]`, unscoped, "every header has a scope")
	require.NotRegexp(t, `(src|href)="(https?:)?//`, html, "nothing is fetched from outside")
}

// document is a plan with an agreement that carries an opinion.
func document() papers.DocumentPage {
	b := seedBlock()
	b.Round = 2
	b.Cells = append(b.Cells, papers.BlockCell{
		Role: policies.CellAgree, Post: "기획조정실장", Sign: "(서명)", On: b.ApprovedOn, Opinion: "재원 확보 필요",
	})
	return papers.DocumentPage{
		Block: b, Hash: strings.Repeat("ef", 32),
		Sections:    []papers.Section{{Title: "추진 배경", Text: []string{"평생교육법 제11조", "제5차 기본계획"}}},
		Attachments: []string{"연차별 투자계획 1부", "로드맵 1부."},
	}
}

func TestADocumentShowsItsBlock(t *testing.T) {
	t.Parallel()
	html := golden(t, "document", func(w io.Writer) error { return papers.Document(w, document()) })
	require.Contains(t, html, `<td><time datetime="2021-12-22">12/22</time> (서명)</td>`,
		"the final cell carries the date")
	require.Contains(t, html, "<li>로드맵 1부. 끝.</li>")
	goldenText(t, "document", func(w io.Writer) error { return papers.DocumentText(w, document()) })
}

func TestADocumentOnItsWayShowsWhoSigned(t *testing.T) {
	t.Parallel()
	d := document()
	d.Block.Number, d.Block.PolicyNumber, d.Block.ApprovedOn, d.Attachments, d.Block.Round = "", "", gov.Date{}, nil, 1
	d.Block.Style, d.Hash, d.Block.Cells = papers.BlockStyle{}, "", d.Block.Cells[:3]
	html := golden(t, "document-waiting", func(w io.Writer) error { return papers.Document(w, d) })
	require.NotContains(t, html, "행정1부시장", "who has not signed has no cell")
	require.Contains(t, html, "<p>제5차 기본계획 끝.</p>")
}

func TestAMeetingShowsItsVotes(t *testing.T) {
	t.Parallel()
	m := papers.MeetingPage{
		Body: "서울특별시 평생교육협의회", HoldOn: gov.MustDate("2022-02-24"), CalledOn: gov.MustDate("2022-02-08"),
		InOffice: 20, Present: 14, Quorum: 11,
		Items: []papers.MeetingItem{
			{
				Title: "2022년 시행계획안", Result: "passed_with_conditions", Yes: 12, No: 1, Abstain: 1, Needed: 8,
				Condition: "취약계층 사업 보완",
			},
			{Title: "위원 구성", Result: "deferred", Yes: 5, No: 9, Needed: 8},
		},
	}
	golden(t, "meeting", func(w io.Writer) error { return papers.Meeting(w, m) })
	m.NoQuorum, m.Present, m.Items = true, 9, nil
	golden(t, "meeting-no-quorum", func(w io.Writer) error { return papers.Meeting(w, m) })
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, errors.New("gone") }

func TestAPaperThatCannotBeWrittenSaysSo(t *testing.T) {
	t.Parallel()
	require.ErrorContains(t, papers.Meeting(brokenPipe{}, papers.MeetingPage{}), "write meeting")
}
