package main

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"time"

	"gyeol/client"
)

// share is how the papers of one round are spent: walked up one after the other, walked up in all departments at
// once, and brought before the last signature of one department, all at once.
type share struct{ alone, crowd, finals int }

// shares divides n papers among the rounds; the last ones are those of the one department.
func shares(n int) share {
	per := n / benchRounds
	return share{alone: per * 2 / 9, crowd: max(per*5/9/benchUnits, 1) * benchUnits, finals: per * 2 / 9}
}

func (s share) papers() int { return s.alone + s.crowd }

// crowding says whether the i-th paper is one of those that meet in one department.
func (s share) crowding(i int) bool { return i >= benchRounds*s.papers() }

// enough says whether n papers last for five rounds in which something is measured.
func enough(n int) bool {
	s := shares(n)
	return s.alone > 0 && n >= benchRounds*s.papers()
}

// leastDocuments is the least number that is enough.
func leastDocuments() int {
	n := benchRounds
	for !enough(n) {
		n++
	}
	return n
}

// sample is what one measurement of one round came to.
type sample struct {
	times  []float64 // milliseconds, request to reply
	took   time.Duration
	counts counts
	allocs float64 // per request, in the whole process, the client's with them
}

func (s sample) perSecond() float64 { return float64(len(s.times)) / s.took.Seconds() }

// round holds each floor beside what is measured against it.
type round struct {
	floorAlone, alone, floorCrowd, crowd, finals sample
}

// measure does rounds until the papers or the time are used up. Within a round floor and act take turns, and from
// round to round the one that is first.
func (b *bench) measure(ctx context.Context, papers []*paper, until time.Time) (*benchReport, error) {
	s := shares(len(papers))
	r := &benchReport{documents: len(papers)}
	for i := range benchRounds {
		if i > 0 && time.Now().After(until) {
			break
		}
		own := papers[i*s.papers() : (i+1)*s.papers()]
		last := papers[benchRounds*s.papers():]
		last = last[min(i*s.finals, len(last)):min((i+1)*s.finals, len(last))]
		var n round
		steps := []struct {
			into *sample
			do   func(context.Context) (sample, error)
		}{
			{&n.floorAlone, func(ctx context.Context) (sample, error) { return b.floors(ctx, 1, 3*s.alone) }},
			{&n.alone, func(ctx context.Context) (sample, error) { return b.climb(ctx, 1, own[:s.alone]) }},
			{&n.floorCrowd, func(ctx context.Context) (sample, error) { return b.floors(ctx, benchUnits, 3*s.crowd) }},
			{&n.crowd, func(ctx context.Context) (sample, error) { return b.climb(ctx, benchUnits, own[s.alone:]) }},
		}
		if i%2 == 1 {
			steps[0], steps[1], steps[2], steps[3] = steps[1], steps[0], steps[3], steps[2]
		}
		for _, step := range steps {
			if err := b.rest(ctx); err != nil {
				return nil, err
			}
			var err error
			if *step.into, err = step.do(ctx); err != nil {
				return nil, err
			}
		}
		var err error
		if n.finals, err = b.finals(ctx, last); err != nil {
			return nil, err
		}
		r.rounds = append(r.rounds, n)
		b.log("round %d: floor %.2f ms, approval %.2f ms; at once %.0f/s, %.0f/s", i+1, quantileOf(n.floorAlone.times, 0.5),
			quantileOf(n.alone.times, 0.5), n.floorCrowd.perSecond(), n.crowd.perSecond())
	}
	return r, nil
}

// rest waits until all that followed the last measurement is done, so that none pays for another.
func (b *bench) rest(ctx context.Context) error {
	if err := b.in.engine.quiet(ctx); err != nil {
		return err
	}
	err := b.until(ctx, func() (bool, error) {
		var still bool
		err := b.in.engine.pool.QueryRow(ctx, "select not exists (select from wake where done_at is null)").Scan(&still)
		return still, err
	})
	runtime.GC()
	return err
}

// floors asks the floor n times, from so many callers at once, each on a row of its own.
func (b *bench) floors(ctx context.Context, callers, n int) (sample, error) {
	token := b.token[benchDecides]
	return b.timed(callers, func(w int, clocked func(func() error) error) error {
		for range n / callers {
			if err := clocked(func() error { return b.askFloor(ctx, token, 1+w) }); err != nil {
				return err
			}
		}
		return nil
	})
}

// climb signs papers up their lines, cell by cell: every signature is one approval. With several callers each has the
// papers of a department.
func (b *bench) climb(ctx context.Context, callers int, papers []*paper) (sample, error) {
	return b.timed(callers, func(w int, clocked func(func() error) error) error {
		for _, p := range papers {
			if callers > 1 && p.unit != w+1 {
				continue
			}
			for p.cell < 3 {
				if err := clocked(func() error { return b.sign(ctx, p) }); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// finals gives the last signatures of one department all at once: they wait for each other's number.
func (b *bench) finals(ctx context.Context, papers []*paper) (sample, error) {
	if err := b.each(papers, func(p *paper) error {
		return errors.Join(b.sign(ctx, p), b.sign(ctx, p))
	}); err != nil {
		return sample{}, err
	}
	if err := b.rest(ctx); err != nil {
		return sample{}, err
	}
	return b.timed(benchUnits, func(w int, clocked func(func() error) error) error {
		for i := w; i < len(papers); i += benchUnits {
			if err := clocked(func() error { return b.sign(ctx, papers[i]) }); err != nil {
				return err
			}
		}
		return nil
	})
}

// sign does the act of the present cell through the product's client.
func (b *bench) sign(ctx context.Context, p *paper) error {
	who, verb := p.signer()
	out, err := b.as(who).Act(ctx, p.task, verb, client.ActOptions{ContentHash: p.hash})
	if err != nil {
		return told(err)
	}
	if p.cell++; p.cell < 3 {
		p.task = out.Opened[0].ID
	}
	return nil
}

// timed runs callers at once and keeps how long each of their requests took, and what they asked of the servers.
func (b *bench) timed(callers int, call func(w int, clocked func(func() error) error) error) (sample, error) {
	var s sample
	times, errs := make([][]float64, callers), make([]error, callers)
	b.m.take()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	began := time.Now()
	var wg sync.WaitGroup
	for w := range callers {
		wg.Go(func() {
			errs[w] = call(w, func(request func() error) error {
				at := time.Now()
				err := request()
				times[w] = append(times[w], float64(time.Since(at).Microseconds())/1000)
				return err
			})
		})
	}
	wg.Wait()
	s.took = time.Since(began)
	runtime.ReadMemStats(&after)
	s.counts = b.m.take()
	for _, t := range times {
		s.times = append(s.times, t...)
	}
	s.allocs = float64(after.Mallocs-before.Mallocs) / float64(max(len(s.times), 1))
	return s, errors.Join(errs...)
}
