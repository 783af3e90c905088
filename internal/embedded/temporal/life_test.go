//go:build !noembed

package temporal_test

import (
	"testing"
	"time"

	"gyeol/internal/embedded/temporal"
)

func TestStart_EmptyRestartedAndDropped(t *testing.T) {
	t.Parallel()
	pg := cluster(t)
	cfg := config(pg)

	first, took := start(t, cfg)
	c, end := work(t, first)
	p50 := median(t, c, "first", 50)
	end()
	begin := time.Now()
	stop(t, first)
	t.Logf("empty: ready in %v, round trip p50 %v, stopped in %v", took, p50, time.Since(begin))

	second, took := start(t, cfg)
	c, end = work(t, second)
	var kept string
	must(t, c.GetWorkflow(t.Context(), "first-0", "").Get(t.Context(), &kept))
	end()
	stop(t, second)
	t.Logf("restart: ready in %v", took)

	must(t, temporal.DropDatabases(t.Context(), cfg))
	third, took := start(t, cfg)
	c, end = work(t, third)
	if err := c.GetWorkflow(t.Context(), "first-0", "").Get(t.Context(), &kept); err == nil {
		t.Error("a workflow outlived its databases")
	}
	median(t, c, "third", 3)
	end()
	stop(t, third)
	t.Logf("made again: ready in %v", took)
}
