package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"time"

	"gyeol/api"
	"gyeol/gov"
	"gyeol/internal/auth"
	"gyeol/internal/config"
	"gyeol/internal/intake"
	"gyeol/web"
	"gyeol/web/mailbox"
)

// upCmd starts everything in one process and stays until it is told to stop.
type upCmd struct {
	Data      string `help:"data folder; default ./.gyeol"`
	Rehearsal bool   `help:"make a rehearsal: stepped clock, tokens for every post, loopback only"`
	Today     string `default:"2021-12-19" help:"day before the first office day of a new rehearsal"`
}

// Run starts, says where it listens, and waits.
func (c *upCmd) Run(ctx context.Context, g *Globals) error {
	today, err := gov.ParseDate(c.Today)
	if err != nil {
		return err
	}
	data, err := g.place(c.Data)
	if err != nil {
		return err
	}
	in, err := start(ctx, startOptions{data: data, rehearsal: c.Rehearsal, today: today, out: g})
	if err != nil {
		return err
	}
	in.tell()
	return errors.Join(in.wait(ctx), in.stop(ctx))
}

// startOptions say what to start.
type startOptions struct {
	data      string
	rehearsal bool
	today     gov.Date
	listen    string // instead of GYEOL_LISTEN
	out       *Globals
	measured  *instruments // of gyeol bench
}

// installation is a whole gyeol in this process.
type installation struct {
	dir    string
	stack  *stack
	engine *engine
	server *http.Server
	url    string
	failed chan error
	out    *Globals
	people map[string]string // tokens by slug, in a rehearsal
}

// start brings up servers, record, engine and API, and founds the installation where the folder is empty.
func start(ctx context.Context, o startOptions) (*installation, error) {
	cfg, err := config.FromEnv(os.LookupEnv)
	if err != nil {
		return nil, err
	}
	if o.listen != "" {
		cfg.Listen, cfg.BaseURL = o.listen, cfg.Scheme()+"://"+o.listen
	}
	listener, err := listen(ctx, cfg.Listen, o.rehearsal)
	if err != nil {
		return nil, err
	}
	url := cfg.Scheme() + "://" + listener.Addr().String()
	if cfg.BaseURL == cfg.Scheme()+"://"+cfg.Listen { // the operator named none: the port may have been chosen by the system
		cfg.BaseURL = url
	}
	dir, notice, err := dataFolder(o.data)
	if err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	if notice != "" {
		fmt.Fprintln(o.out.Out, notice)
	}
	in := &installation{dir: dir, url: url, failed: make(chan error, 1), out: o.out}
	if in.stack, err = startStack(ctx, cfg, dir, newLogger()); err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	in.stack.measured = o.measured
	if err := in.raise(ctx, o); err != nil {
		return nil, errors.Join(err, listener.Close(), in.stop(ctx))
	}
	if err := in.serve(ctx, listener); err != nil {
		return nil, errors.Join(err, listener.Close(), in.stop(ctx))
	}
	return in, writeSecret(runningFile(dir), runningText(in.stack.appURL, in.url))
}

// raise founds the installation if need be and starts the engine over it.
func (in *installation) raise(ctx context.Context, o startOptions) error {
	if err := in.found(ctx, o); err != nil {
		return err
	}
	var err error
	if in.engine, err = newEngine(ctx, in.stack); err != nil {
		return err
	}
	return in.engine.work(ctx, in.stack)
}

// found writes what kind of installation this is, and loads Seoul into a rehearsal.
func (in *installation) found(ctx context.Context, o startOptions) error {
	pool, err := in.stack.pool(ctx)
	if err != nil {
		return err
	}
	defer pool.Close()
	if err := intake.Found(ctx, pool, intake.Foundation{Rehearsal: o.rehearsal, Today: o.today}); err != nil {
		return err
	}
	if !o.rehearsal {
		return nil
	}
	if err := loadSeoul(ctx, pool); err != nil {
		return err
	}
	in.people, err = rehearsalTokens(ctx, pool, in.dir)
	return err
}

// listen claims the address before anything else is started, so that a busy port is one sentence and not a half start.
func listen(ctx context.Context, address string, rehearsal bool) (net.Listener, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("GYEOL_LISTEN %q is not host:port: %w", address, err)
	}
	if ip := net.ParseIP(host); rehearsal && host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, fmt.Errorf("연습 설치는 이 컴퓨터에서만 열 수 있습니다: %s (a rehearsal listens on loopback only)", address)
	}
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("%s 주소를 이미 다른 프로그램이 쓰고 있습니다. GYEOL_LISTEN으로 다른 주소를 주십시오 "+
			"(the address is taken; set GYEOL_LISTEN): %w", address, err)
	}
	return l, nil
}

func (in *installation) serve(ctx context.Context, l net.Listener) error {
	var err error
	if in.server, err = newServer(in.engine, in.stack); err != nil {
		return err
	}
	in.engine.receive(ctx)
	go func() {
		if err := serveOn(in.server, l, in.stack.secure()); !errors.Is(err, http.ErrServerClosed) {
			in.failed <- err
		}
	}()
	return nil
}

// newServer is the API over an engine with the pages beside it.
func newServer(e *engine, s *stack) (*http.Server, error) {
	m := s.measured // nil but for gyeol bench
	traffic, err := s.traffic()
	if err != nil {
		return nil, err
	}
	doors, err := e.pages(api.New(api.Config{
		Cases: e.cases, SignIn: e.ways.keeper, Papers: printer{}, Feed: e.feed, Invites: e.ways.invites,
		Texting: e.ways.sms != nil,
		Log:     e.log, Also: m.floor(e.pool), Traffic: traffic,
	}))
	if err != nil {
		return nil, err
	}
	return patient(m.around(web.Guarded(doors, s.cfg.HTTPS != nil))), nil
}

// tell says where everything is and how to begin.
func (in *installation) tell() {
	w := in.out.Out
	fmt.Fprintf(w, "결이 시작되었습니다 (gyeol is up)\n  API      %s/api/v1\n  자료     %s\n", in.url, in.dir)
	if in.people == nil {
		fmt.Fprintf(w, "  처음이면: gyeol import, gyeol token issue --person <직위> --data %s\n", in.dir)
		return
	}
	if in.stack.sink != nil {
		fmt.Fprintf(w, "  우편함   %s%s\n", in.url, mailbox.Path)
	}
	fmt.Fprintf(w, "  화면     %s/ (%s%s에서 누구로 들어갈지 고릅니다)\n", in.url, in.url, auth.PathSignIn)
	fmt.Fprintf(w, "  연습 설치입니다. 아무 직위로나 할 수 있습니다 (act as any post of this rehearsal):\n")
	say := "gyeol"
	if own, _, err := placeOf(ownFolder); err != nil || own != in.dir {
		say = "gyeol --folder " + in.dir
	}
	fmt.Fprintf(w, "    %s --as lifelong-education-division.coordinator cycle open lifelong-education-plan 2022\n", say)
	fmt.Fprintf(w, "    %s --as system-operation.operator clock step\n", say)
	fmt.Fprintf(w, "    %s --as lifelong-education-division.coordinator task list\n", say)
	fmt.Fprintf(w, "  토큰     %s\n  끝내기   Ctrl-C\n", tokensFile(in.dir))
}

// wait returns when the context ends or a part fails.
func (in *installation) wait(ctx context.Context) error {
	var postgres <-chan error
	if in.stack.pg != nil {
		postgres = in.stack.pg.Wait()
	}
	select {
	case <-ctx.Done():
		return nil
	case err := <-in.failed:
		return fmt.Errorf("the API stopped: %w", err)
	case err := <-postgres:
		return fmt.Errorf("PostgreSQL stopped: %w", err)
	}
}

// stop ends everything in order: no new requests, no new work, then the servers.
func (in *installation) stop(ctx context.Context) error {
	ctx = context.WithoutCancel(ctx)
	var errs []error
	if in.server != nil {
		shut, cancel := context.WithTimeout(ctx, 5*time.Second)
		defer cancel()
		if err := in.server.Shutdown(shut); err != nil {
			errs = append(errs, in.server.Close())
		}
	}
	if in.engine != nil {
		errs = append(errs, in.engine.close())
	}
	errs = append(errs, in.stack.stop(ctx))
	if err := os.Remove(runningFile(in.dir)); err != nil && !errors.Is(err, os.ErrNotExist) {
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}
