package locale_test

import (
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/unicode/norm"

	"gyeol/internal/locale"
)

func TestColumns(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][2]int{
		"":            {0, 0},
		"평생교육과-11424": {16, 16},
		"(서명)":        {6, 6},
		"代":           {2, 2},
		"★주무관":        {7, 8},
		"Ⅱ-3":         {3, 4},
		"x\u0301":     {1, 1},
		"앞\u202e뒤":    {4, 4},
	} {
		require.Equal(t, want, [2]int{locale.Columns(text, false), locale.Columns(text, true)}, text)
	}
	require.Equal(t, 6, locale.Columns(norm.NFD.String("주무관"), false), "decomposed letters are composed")
	require.Equal(t, "주무관  ", locale.Pad("주무관", 8, false))
	require.Equal(t, "주무관", locale.Pad("주무관", 3, false))
}

func TestFold(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"":            {""},
		"출장":          {"출장"},
		"해외 출장 중":     {"해외 출장", "중"},
		"정책기획팀장직무대리중": {"정책기획팀", "장직무대리", "중"},
		"가 나 다 라마바":   {"가 나 다", "라마바"},
	} {
		require.Equal(t, want, locale.Fold(text, 10, false))
	}
	require.Equal(t, []string{"가", "나"}, locale.Fold("가나", 0, false))
}

func FuzzFold(f *testing.F) {
	f.Add("해외 출장 중 ★", 3)
	f.Fuzz(func(t *testing.T, text string, columns int) {
		text = strings.ToValidUTF8(text, "?")
		lines := locale.Fold(text, columns, true)
		require.NotEmpty(t, lines)
		for _, line := range lines {
			require.LessOrEqual(t, locale.Columns(line, true), max(columns, 2))
		}
		blank := func(s string) string { // without blanks and accents, which compose across the ends of lines
			return strings.Map(func(r rune) rune {
				if unicode.IsSpace(r) || unicode.Is(unicode.M, r) {
					return -1
				}
				return r
			}, norm.NFD.String(s))
		}
		require.Equal(t, blank(text), blank(strings.Join(lines, "")), "nothing is lost")
	})
}
