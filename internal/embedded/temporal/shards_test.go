//go:build !noembed

package temporal_test

import (
	"fmt"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"go.temporal.io/sdk/client"
)

// BenchmarkShards measures what a number of history shards costs and gives;
// docs/adr/0003-history-shards.md says how to run it and what came of it.
func BenchmarkShards(b *testing.B) {
	for _, shards := range []int{16, 64, 128, 512} {
		b.Run(strconv.Itoa(shards), func(b *testing.B) {
			for b.Loop() {
				measureShards(b, shards)
			}
		})
	}
}

func measureShards(b *testing.B, shards int) {
	b.Helper()
	pg := cluster(b)
	cfg := config(pg)
	cfg.HistoryShards = shards
	s, empty := start(b, cfg)
	stop(b, s)
	s, again := start(b, cfg)
	c, end := work(b, s)
	median(b, c, "warm", 20)
	p50 := median(b, c, "one", 100)
	rate, slowest := together(b, c, 400, 32)

	debug.FreeOSMemory()
	rss := residentMB(b)
	cpu := processorTime(b)
	const idle = 5 * time.Second
	<-time.After(idle) // what is measured is time in which nothing happens
	busy := processorTime(b) - cpu
	end()
	stop(b, s)

	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(empty.Milliseconds()), "first-start-ms")
	b.ReportMetric(float64(again.Milliseconds()), "start-ms")
	b.ReportMetric(float64(p50.Microseconds())/1000, "p50-ms")
	b.ReportMetric(rate, "workflows/s")
	b.ReportMetric(float64(slowest.Milliseconds()), "slowest-ms")
	b.ReportMetric(rss, "rss-MB")
	b.ReportMetric(100*busy.Seconds()/idle.Seconds(), "idle-cpu-%")
}

// together runs n workflows, so many at once, and answers with their rate per
// second and the time of the slowest.
func together(b *testing.B, c client.Client, n, atOnce int) (rate float64, slowest time.Duration) {
	b.Helper()
	ids := make(chan string, n)
	for i := range n {
		ids <- fmt.Sprintf("together-%d", i)
	}
	close(ids)
	begin := time.Now()
	var group sync.WaitGroup
	var lock sync.Mutex
	for range atOnce {
		group.Go(func() {
			for id := range ids {
				own := time.Now()
				if _, err := run(b.Context(), c, id); err != nil {
					b.Error(err)
				}
				lock.Lock()
				slowest = max(slowest, time.Since(own))
				lock.Unlock()
			}
		})
	}
	group.Wait()
	return float64(n) / time.Since(begin).Seconds(), slowest
}

// residentMB is the memory this process keeps, PostgreSQL's not counted.
func residentMB(b *testing.B) float64 {
	b.Helper()
	text, err := os.ReadFile("/proc/self/statm")
	must(b, err)
	pages, err := strconv.Atoi(strings.Fields(string(text))[1])
	must(b, err)
	return float64(pages*os.Getpagesize()) / (1 << 20)
}

// processorTime is what this process has used so far.
func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var usage syscall.Rusage
	must(b, syscall.Getrusage(syscall.RUSAGE_SELF, &usage))
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
