package rehearsal

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strings"
)

// lots draws for the seed of a walk: the same words always draw the same lot, and no draw moves another.
type lots int64

// of is uniform in [0, 1).
func (l lots) of(words ...string) float64 {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d\x00%s", l, strings.Join(words, "\x00")))
	return float64(binary.BigEndian.Uint64(sum[:8])>>11) / (1 << 53)
}

// n is one of 0 … n−1, and 0 where there is no choice.
func (l lots) n(n int, words ...string) int {
	if n < 1 {
		return 0
	}
	return int(l.of(words...) * float64(n))
}

// first is the word with the lowest lot; "" of none. It is the same in whatever order they come.
func (l lots) first(salt string, words []string) string {
	out, least := "", 2.0
	for _, w := range words {
		if v := l.of(salt, w); v < least {
			out, least = w, v
		}
	}
	return out
}

// rank is how many of the words have a lower lot than the given one.
func (l lots) rank(salt, word string, words []string) int {
	own, n := l.of(salt, word), 0
	for _, w := range words {
		if w != word && l.of(salt, w) < own {
			n++
		}
	}
	return n
}

// keyOf makes an idempotency key: the same words give the same key in every run on the same record.
func keyOf(words ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(words, "\x00")))
	return fmt.Sprintf("rehearsal-%x", sum[:20])
}
