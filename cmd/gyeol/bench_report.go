package main

import (
	"fmt"
	"math"
	"slices"
)

// benchReport is what a run measured.
type benchReport struct {
	documents int
	rounds    []round
	follow    []float64
}

// benchFigures is the one JSON object of gyeol bench approve --json. A ratio is the median of those of the rounds; a
// time is in milliseconds.
type benchFigures struct {
	P50Ratio        float64 `json:"p50_ratio"`
	P99Ratio        float64 `json:"p99_ratio"`
	ThroughputRatio float64 `json:"throughput_ratio"`
	Commits         float64 `json:"commits"`        // of an approval, before its reply
	TemporalCalls   float64 `json:"temporal_calls"` // the same
	FollowP99       float64 `json:"follow_p99_ms"`  // final signature to the next stage's task in the inbox

	Floors   benchFloors `json:"floors"`
	Approve  benchFloors `json:"approve"`
	Finals   benchFinals `json:"finals_one_department"`
	At32P50  float64     `json:"at_32_p50_ratio"`
	At32P99  float64     `json:"at_32_p99_ratio"`
	Follow50 float64     `json:"follow_p50_ms"`

	Statements      float64 `json:"statements"`
	Trips           float64 `json:"round_trips"`
	FloorTrips      float64 `json:"floor_round_trips"`
	FloorStatements float64 `json:"floor_statements"`
	Allocs          float64 `json:"allocs"` // in the whole process, the client's with them
	FloorAllocs     float64 `json:"floor_allocs"`

	Documents int `json:"documents"`
	Rounds    int `json:"rounds"`
	Acts      int `json:"approvals"`
}

// benchFloors are one thing's times, alone and with 32 at once.
type benchFloors struct {
	P50   float64 `json:"p50_ms"`
	P99   float64 `json:"p99_ms"`
	Per   float64 `json:"per_second_at_32"`
	At50  float64 `json:"at_32_p50_ms"`
	At99  float64 `json:"at_32_p99_ms"`
	Alone float64 `json:"per_second_alone"`
}

type benchFinals struct {
	P50 float64 `json:"p50_ms"`
	P99 float64 `json:"p99_ms"`
	Per float64 `json:"per_second_at_32"`
}

// figures works out the medians.
func (r *benchReport) figures() benchFigures {
	f := benchFigures{
		Floors:  r.both(func(n round) (sample, sample) { return n.floorAlone, n.floorCrowd }),
		Approve: r.both(func(n round) (sample, sample) { return n.alone, n.crowd }),
		Finals: benchFinals{
			P50: r.median(func(n round) float64 { return quantileOf(n.finals.times, 0.5) }),
			P99: r.median(func(n round) float64 { return quantileOf(n.finals.times, 0.99) }),
			Per: r.median(func(n round) float64 { return n.finals.perSecond() }),
		},
		Documents: r.documents, Rounds: len(r.rounds),
		FollowP99: rounded(quantileOf(r.follow, 0.99)), Follow50: rounded(quantileOf(r.follow, 0.5)),
	}
	at := func(q float64, pair func(round) (sample, sample)) float64 {
		return r.median(func(n round) float64 {
			floor, act := pair(n)
			return quantileOf(act.times, q) / quantileOf(floor.times, q)
		})
	}
	alone := func(n round) (sample, sample) { return n.floorAlone, n.alone }
	crowd := func(n round) (sample, sample) { return n.floorCrowd, n.crowd }
	f.P50Ratio, f.P99Ratio = at(0.5, alone), at(0.99, alone)
	f.At32P50, f.At32P99 = at(0.5, crowd), at(0.99, crowd)
	f.ThroughputRatio = r.median(func(n round) float64 { return n.crowd.perSecond() / n.floorCrowd.perSecond() })
	r.count(&f)
	return f
}

// count adds up what approvals and floors asked of the servers, in all rounds.
func (r *benchReport) count(f *benchFigures) {
	var acts, floors counts
	for _, n := range r.rounds {
		for _, s := range []sample{n.alone, n.crowd, n.finals} {
			acts.add(s.counts)
			f.Acts += len(s.times)
		}
		floors.add(n.floorAlone.counts)
		floors.add(n.floorCrowd.counts)
	}
	f.Commits, f.TemporalCalls = rounded(acts.each(acts.commits)), rounded(acts.each(acts.calls))
	f.Statements, f.Trips = rounded(acts.each(acts.statements)), rounded(acts.each(acts.trips))
	f.FloorStatements, f.FloorTrips = rounded(floors.each(floors.statements)), rounded(floors.each(floors.trips))
	f.Allocs = r.median(func(n round) float64 { return n.alone.allocs })
	f.FloorAllocs = r.median(func(n round) float64 { return n.floorAlone.allocs })
}

func (r *benchReport) both(pair func(round) (alone, crowd sample)) benchFloors {
	of := func(get func(alone, crowd sample) float64) float64 {
		return r.median(func(n round) float64 { return get(pair(n)) })
	}
	return benchFloors{
		P50:   of(func(a, _ sample) float64 { return quantileOf(a.times, 0.5) }),
		P99:   of(func(a, _ sample) float64 { return quantileOf(a.times, 0.99) }),
		Per:   of(func(_, c sample) float64 { return c.perSecond() }),
		At50:  of(func(_, c sample) float64 { return quantileOf(c.times, 0.5) }),
		At99:  of(func(_, c sample) float64 { return quantileOf(c.times, 0.99) }),
		Alone: of(func(a, _ sample) float64 { return a.perSecond() }),
	}
}

func (r *benchReport) median(of func(round) float64) float64 {
	list := make([]float64, len(r.rounds))
	for i, n := range r.rounds {
		list[i] = of(n)
	}
	return rounded(quantileOf(list, 0.5))
}

// print tells the figures with the targets of the design beside them.
func (r *benchReport) print(g *Globals) error {
	f := r.figures()
	if g.JSON {
		return printJSON(g, f)
	}
	_, err := fmt.Fprintf(g.Out, `결재 한 건 (request to reply)   p50      p99      32건 동시
  floor                   %6.2f ms %6.2f ms %7.0f/s (p50 %.2f, p99 %.2f ms)
  approve                 %6.2f ms %6.2f ms %7.0f/s (p50 %.2f, p99 %.2f ms)
  ratio                   %6.2f    %6.2f    %7.2f   (targets 2, 2.5; 0.3)
한 부서의 최종 결재       %6.2f ms %6.2f ms %7.0f/s
결재 전 회신까지: commit %.3f, Temporal 호출 %.3f, SQL %.1f, 왕복 %.1f (floor %.1f), 할당 %.0f (floor %.0f)
최종 결재에서 다음 단계의 과업까지: p50 %.0f ms, p99 %.0f ms (target 500)
`,
		f.Floors.P50, f.Floors.P99, f.Floors.Per, f.Floors.At50, f.Floors.At99,
		f.Approve.P50, f.Approve.P99, f.Approve.Per, f.Approve.At50, f.Approve.At99,
		f.P50Ratio, f.P99Ratio, f.ThroughputRatio, f.Finals.P50, f.Finals.P99, f.Finals.Per,
		f.Commits, f.TemporalCalls, f.Statements, f.Trips, f.FloorTrips, f.Allocs, f.FloorAllocs, f.Follow50, f.FollowP99)
	return err
}

func (c *counts) add(o counts) {
	c.requests += o.requests
	c.commits += o.commits
	c.statements += o.statements
	c.trips += o.trips
	c.prepared += o.prepared
	c.calls += o.calls
}

func rounded(v float64) float64 { return math.Round(v*1000) / 1000 }

// quantileOf is the value that so many of the list do not exceed; 0 of none.
func quantileOf(list []float64, q float64) float64 {
	if len(list) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(list))
	return sorted[min(max(int(math.Ceil(q*float64(len(sorted))))-1, 0), len(sorted)-1)]
}
