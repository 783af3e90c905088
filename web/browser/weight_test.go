package browser

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
)

// heaviest is what a page may weigh once the style sheet, the script and the letters are there, in bytes over the wire;
// heaviestFirst is what the first page may, with all of those.
const (
	heaviest      = 200 << 10
	heaviestFirst = 900 << 10
)

// weighs is what came over the wire while something was done.
func (b *tab) weighs(do func()) (sum int64) {
	b.t.Helper()
	b.mu.Lock()
	b.bytes = map[string]int64{}
	b.mu.Unlock()
	do()
	b.eval(nil, "document.fonts.ready.then(() => true)")
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, n := range b.bytes {
		sum += n
	}
	return sum
}

func TestNoPageIsHeavyAfterTheFirst(t *testing.T) {
	t.Parallel()
	o := year(t)
	b := o.seat(t)
	first := b.weighs(func() { b.comes(coordinator) })
	t.Logf("sign-in and the first page, with all that it needs: %d bytes", first)
	require.Greater(t, first, int64(heaviest), "the letters have been weighed")
	require.LessOrEqual(t, first, int64(heaviestFirst))
	for _, at := range []string{
		"/", "/?scope=unit", o.task(t, coordinator, gov.TaskAsk), "/board", "/documents", "/notices", "/trail",
	} {
		n := b.weighs(func() { b.visit(at) })
		t.Logf("%s: %d bytes", at, n)
		require.NotZero(t, n, at)
		require.LessOrEqual(t, n, int64(heaviest), at)
	}
}
