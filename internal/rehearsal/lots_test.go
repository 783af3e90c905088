package rehearsal

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTheSameWordsDrawTheSameLot(t *testing.T) {
	t.Parallel()
	l := lots(2022)
	require.Equal(t, l.of("a", "b"), l.of("a", "b"))
	require.NotEqual(t, l.of("a", "b"), l.of("ab"))
	require.NotEqual(t, l.of("a"), lots(7).of("a"))
	require.Zero(t, l.n(0, "nothing to choose"))
}

func TestLotsAreUniform(t *testing.T) {
	t.Parallel()
	const draws, boxes = 20000, 10
	var hit [boxes]int
	for i := range draws {
		hit[lots(1).n(boxes, "draw", fmt.Sprint(i))]++
	}
	for box, n := range hit {
		require.InDelta(t, draws/boxes, n, draws/boxes*0.1, "box %d", box)
	}
}

func TestAnOrderByLotHangsOnNobodysTurn(t *testing.T) {
	t.Parallel()
	var words []string
	for i := range 40 {
		words = append(words, fmt.Sprintf("unit-%02d", i))
	}
	l := lots(2022)
	first, seen := l.first("salt", words), map[int]string{}
	for _, w := range words {
		seen[l.rank("salt", w, words)] = w
	}
	require.Len(t, seen, len(words), "every rank is taken once")
	require.Equal(t, first, seen[0])
	shuffled := append([]string{}, words...)
	rand.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	require.Equal(t, first, l.first("salt", shuffled))
	require.Equal(t, l.rank("salt", words[7], words), l.rank("salt", words[7], shuffled))
	require.Empty(t, l.first("salt", nil))
}

func TestAKeyIsTheSameWheneverItIsMadeAndFitsItsHeader(t *testing.T) {
	t.Parallel()
	require.Equal(t, keyOf("과업", "1"), keyOf("과업", "1"))
	require.NotEqual(t, keyOf("과업", "1"), keyOf("과업1"))
	require.Regexp(t, `^[!-~]{8,200}$`, keyOf("과업", "1"))
}
