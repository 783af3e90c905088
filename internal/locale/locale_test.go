package locale_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/internal/locale"
)

func TestJosa_AgreesWithTheLastSound(t *testing.T) {
	t.Parallel()
	for _, c := range [][3]string{
		{"시행계획", "을/를", "시행계획을"},
		{"추진결과", "을/를", "추진결과를"},
		{"평생교육과", "이/가", "평생교육과가"},
		{"서울", "으로/로", "서울로"},
		{"강남구청", "으로/로", "강남구청으로"},
		{"부서", "으로/로", "부서로"},
		{"「2024년 실적」", "은/는", "「2024년 실적」은"},
		{"2021", "이/가", "2021이"},
		{"2022", "이/가", "2022가"},
		{"2027", "으로/로", "2027로"},
		{"2026", "으로/로", "2026으로"},
		{"KPI", "을/를", "KPI를"},
		{"PM", "을/를", "PM을"},
		{"", "을/를", "를"},
		{"계획", "만", "계획만"},
	} {
		require.Equal(t, c[2], locale.Josa(c[0], c[1]))
	}
}

func TestWon(t *testing.T) {
	t.Parallel()
	require.Equal(t, "220,795,000,000원", locale.Won(220_795_000_000))
	require.Equal(t, "0원", locale.Won(0))
	require.Equal(t, "-1,000원", locale.Won(-1000))
	require.Equal(t, "999원", locale.Won(999))
	require.Equal(t, "-9,223,372,036,854,775,808원", locale.Won(math.MinInt64))
	require.Equal(t, "220,795백만원", locale.MillionWon(220_795_000_000))
	require.Equal(t, "1백만원", locale.MillionWon(500_000))
	require.Equal(t, "-1백만원", locale.MillionWon(-500_000))
}

func TestOneLine_FitsAHeader(t *testing.T) {
	t.Parallel()
	require.Equal(t, "제목 Bcc: all@example.org", locale.OneLine("제목\r\nBcc: all@example.org", 60))
	require.Equal(t, "가나다…", locale.OneLine("가나다라마", 4))
	require.Equal(t, "가나다라마", locale.OneLine("가나다라마", 5))
	require.Equal(t, "결", locale.OneLine("결", 5), "decomposed letters are composed")
	require.Equal(t, "앞 뒤", locale.OneLine("앞\u202e뒤", 9), "no hidden direction marks")
}
