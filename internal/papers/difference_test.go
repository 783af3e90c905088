package papers_test

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"

	"gyeol/internal/papers"
	"gyeol/policies"
)

func differencePage(t testing.TB, before, after string) papers.DifferencePage {
	t.Helper()
	changes, err := policies.Difference([]byte(before), []byte(after))
	require.NoError(t, err)
	return papers.DifferencePage{
		Subject: "기본계획", Before: "1차 기안", After: "2차 기안", Changes: changes, Names: map[string]string{"pillars": "대과제"},
	}
}

func TestADifferenceIsReadable(t *testing.T) {
	t.Parallel()
	d := differencePage(
		t,
		`{"title":"기본계획","foia_items":[5],"gone":"<b>",
			"body":{"pillars":["가","나"],"draft":true,"x/y":1,"note":null,"":0,"l":[]}}`,
		`{"title":"기본 계획","foia_items":[5,6],
			"body":{"pillars":["가","다"],"draft":false,"x/y":2,"note":"\u202e","":1,"l":{}}}`,
	)
	golden(t, "difference", func(w io.Writer) error { return papers.Difference(w, d) })
	text := goldenText(t, "difference", func(w io.Writer) error { return papers.DifferenceText(w, d) })
	require.Contains(t, text, "[변경] 본문 > 대과제 > 2번째: ‘나’ → ‘다’\n")
	require.Contains(t, text, "[추가] 비공개 근거 호 > 2번째: 6\n")
}

func TestNoDifferenceSaysSo(t *testing.T) {
	t.Parallel()
	d := differencePage(t, `{}`, `{}`)
	golden(t, "difference-none", func(w io.Writer) error { return papers.Difference(w, d) })
	var text bytes.Buffer
	require.NoError(t, papers.DifferenceText(&text, d))
	require.Contains(t, text.String(), "달라진 내용이 없습니다.")
}

func TestALongDifferenceSaysHowMuchIsLeftOut(t *testing.T) {
	t.Parallel()
	d := differencePage(t, `[]`, `[`+strings.Repeat("1,", 299)+`1]`)
	var text, html bytes.Buffer
	require.NoError(t, papers.DifferenceText(&text, d))
	require.NoError(t, papers.Difference(&html, d))
	require.Contains(t, text.String(), "그 밖에 100곳이 더")
	require.Contains(t, html.String(), "그 밖에 100곳이 더")
	require.Contains(t, differenceText(t, `1`, `2`), "[변경] 전체: 1 → 2")
}

func differenceText(t testing.TB, before, after string) string {
	t.Helper()
	var text bytes.Buffer
	require.NoError(t, papers.DifferenceText(&text, differencePage(t, before, after)))
	return text.String()
}

func FuzzDifferenceText(f *testing.F) {
	f.Add(`{"a~/\n":1}`, `{"a":["\u0000"]}`)
	f.Fuzz(func(t *testing.T, before, after string) {
		changes, err := policies.Difference([]byte(before), []byte(after))
		if err != nil {
			return // no JSON: told as an error, and nothing is printed
		}
		text, left := differenceText(t, before, after), 0
		if (papers.DifferencePage{Changes: changes}).More() > 0 {
			left = 1
		}
		require.Len(t, strings.Split(text, "\n"), 2+max(len(changes), 1)+left, "one line a change")
		require.False(t, strings.ContainsFunc(text, func(r rune) bool {
			return r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r))
		}), "nothing hidden is printed")
	})
}
