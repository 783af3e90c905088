package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"gyeol/activities"
	"gyeol/api"
	"gyeol/internal/auth"
	"gyeol/internal/cases"
	"gyeol/internal/ledger"
	"gyeol/internal/mail"
	"gyeol/internal/mailbox"
	"gyeol/internal/process"
	"gyeol/internal/returns"
)

// engine is gyeol itself over its servers: the use cases, and as far as asked the worker that carries what follows.
type engine struct {
	pool      *pgxpool.Pool
	cases     *cases.Service
	process   *process.Client
	relay     *process.Relay
	worker    *process.Worker
	sender    *mail.Sender
	rehearsal bool
	feed      api.FeedConfig
	ways      ways
	stopping  context.CancelFunc
	running   sync.WaitGroup
	closing   context.CancelFunc // of what the API needs beside it
	doors     sync.WaitGroup
	log       *slog.Logger
}

// sealEvery is how long an audit entry waits for its leaf at the most.
const sealEvery = 200 * time.Millisecond

// moveEvery is how long a transfer that was cut short waits for a worker at the most.
const moveEvery = 5 * time.Second

// newEngine opens the pool, reads what kind of installation this is, and connects to Temporal.
func newEngine(ctx context.Context, s *stack) (*engine, error) {
	roomForGarbage()
	e := &engine{log: s.log}
	var err error
	if e.feed.Sign, err = auth.NewFeeds(s.keys[len(s.keys)-1].Secret); err != nil {
		return nil, err
	}
	e.feed.BaseURL = strings.TrimSuffix(s.cfg.BaseURL, "/")
	if e.pool, err = s.pool(ctx); err != nil {
		return nil, err
	}
	if err := e.open(s); err != nil {
		return nil, errors.Join(err, e.close())
	}
	kind, err := cases.InstallationKind(ctx, e.pool)
	if err != nil {
		return nil, errors.Join(err, e.close())
	}
	e.rehearsal = kind == cases.KindRehearsal
	e.cases = cases.New(cases.Config{Pool: e.pool, Rules: cases.NewRulebook(), Rehearsal: e.rehearsal})
	if s.sink != nil {
		e.cases.SetSink(mailbox.New(sinkFolder(s.cfg, s.dir)))
	}
	if err := e.cases.LoadCalendar(ctx); err != nil {
		return nil, errors.Join(err, e.close())
	}
	if err := comparePack(ctx, e.pool); err != nil {
		return nil, errors.Join(err, e.close())
	}
	if e.process, err = s.dial(ctx); err != nil {
		return nil, errors.Join(err, e.close())
	}
	e.cases.SetDays(e.process)
	return e, nil
}

// work starts relay, worker, sealer, mailroom and office clock; it returns when they run.
func (e *engine) work(ctx context.Context, s *stack) error {
	ctx, e.stopping = context.WithCancel(ctx)
	e.relay = process.NewRelay(e.cases, e.process, e.log)
	e.cases.SetBell(e.relay)
	var err error
	if e.sender, err = mail.NewSender(e.senderConfig(s)); err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	outbox, err := e.outbox(s)
	if err != nil {
		return err
	}
	bounces, every, err := bouncesOf(s)
	if err != nil {
		return err
	}
	e.worker = e.process.NewWorker(process.Duties{
		Case:     &activities.Case{Work: e.cases},
		Office:   &activities.Office{Days: e.cases, Digest: outbox},
		Mailroom: &activities.Mailroom{Outbox: outbox, Sender: e.sender, Clock: e.cases},
	})
	if err := e.worker.Start(); err != nil {
		return err
	}
	e.goRun(func() { e.relay.Run(ctx) })
	if s.auditKey == nil {
		e.log.WarnContext(ctx, "GYEOL_AUDIT_KEY is not set: audit entries are sealed, and no checkpoint is signed")
	}
	sealer := ledger.Sealer{Pool: e.pool, Key: s.auditKey, Every: sealEvery, Log: e.log}
	e.goRun(func() { sealer.Run(ctx) })
	if bounces != nil {
		keeper := returns.Keeper{Source: bounces, Take: e.takeBounce(bounces.Kind()), Every: every, Log: e.log}
		e.goRun(func() { keeper.Run(ctx) })
	}
	e.goRun(func() { process.KeepMoving(ctx, e.cases, moveEvery, e.log) })
	if _, err = e.reconcile(ctx); err != nil && ctx.Err() == nil {
		e.log.WarnContext(ctx, "processes could not all be rung; they are rung again", slog.Any("error", err))
		e.goRun(func() { e.keepReconciling(ctx) })
		return nil
	}
	return err
}

// reconcileAgain is the pause between two tries to ring every open process.
const reconcileAgain = 5 * time.Second

// keepReconciling rings until every open process has heard it: a Temporal that is just starting on a busy machine may
// take longer than a call waits, and people work meanwhile.
func (e *engine) keepReconciling(ctx context.Context) {
	tick := time.NewTicker(reconcileAgain)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		n, err := e.reconcile(ctx)
		if err == nil {
			e.log.InfoContext(ctx, "every open process was rung", slog.Int("processes", n))
			return
		}
	}
}

// reconcile starts anew whatever should be running, as every start does: Temporal's databases may be new.
func (e *engine) reconcile(ctx context.Context) (int, error) {
	rings, err := e.cases.OpenRings(ctx)
	if err != nil {
		return 0, err
	}
	return e.process.Reconcile(ctx, process.Standing{Rings: rings, Real: !e.rehearsal})
}

func (e *engine) goRun(f func()) { e.running.Go(f) }

// halt ends what follows acts, worker, relay and sealer; the API goes on.
func (e *engine) halt() {
	if e.worker != nil {
		e.worker.Stop()
		e.worker = nil
	}
	if e.stopping != nil {
		e.stopping()
	}
	e.running.Wait()
}

// close ends what the engine started, in order: no new work, then the connections.
func (e *engine) close() error {
	if e.closing != nil {
		e.closing()
	}
	e.doors.Wait()
	e.halt()
	var err error
	if e.sender != nil {
		err = e.sender.Close()
	}
	if e.process != nil {
		e.process.Close()
	}
	if e.pool != nil {
		e.pool.Close()
	}
	return err
}
