package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"time"

	"gyeol/gov"
)

// demoCmd rehearses the year: everything in this process, the simulated office in one of its own.
type demoCmd struct {
	Data  string `help:"data folder; default ./.gyeol/demo"`
	Fresh bool   `help:"begin anew instead of continuing"`
	Until string `default:"2025-06-02" help:"last office day of the walk"`
	Seed  int64  `default:"2022" help:"seed of every simulated decision"`
	Keys  string `default:"same" enum:"same,fresh" hidden:"" help:"fresh: never repeat an act of an earlier run under its key"`
}

// demoFolder is the folder of a demo in that of the installation, when nobody says where.
const demoFolder = "demo"

// demoStart is the day before the walk: the first step opens 2021-12-20.
const demoStart = "2021-12-19"

// demoListen lets the system choose a port, so that a demo never meets an installation.
const demoListen = "127.0.0.1:0"

// Run walks, checks and reports; it fails if the walk did, if a process stands still or if the record does not add up.
func (c *demoCmd) Run(ctx context.Context, g *Globals) error {
	began := time.Now()
	data, err := g.place(c.Data)
	if err != nil {
		return err
	}
	if c.Data = data; c.Data == "" {
		c.Data = filepath.Join(ownFolder, demoFolder)
	}
	if err := c.prepare(ctx); err != nil {
		return err
	}
	in, err := start(ctx, startOptions{
		data: c.Data, rehearsal: true, today: gov.MustDate(demoStart), listen: demoListen, out: &Globals{Out: os.Stderr},
	})
	if err != nil {
		return err
	}
	report, err := c.rehearse(ctx, in)
	if stopped := in.stop(ctx); err == nil {
		err = stopped
	}
	if err != nil {
		return err
	}
	report.took(time.Since(began))
	return report.print(g)
}

// prepare empties the folder if it is to begin anew, and marks one that holds nothing yet.
func (c *demoCmd) prepare(ctx context.Context) error {
	dir, _, err := dataFolder(c.Data)
	if err != nil {
		return err
	}
	if c.Fresh {
		if err := removeDemo(ctx, dir); err != nil {
			return err
		}
	}
	return markDemo(dir)
}

// rehearse runs the office of simulated people as a process of its own and then reads what became of it.
func (c *demoCmd) rehearse(ctx context.Context, in *installation) (*demoReport, error) {
	began := time.Now()
	walk, err := c.walk(ctx, in)
	if err != nil {
		return nil, errors.Join(standing(ctx, in), err)
	}
	walk.run = time.Since(began)
	return newDemoReport(ctx, in, walk)
}

// standing names the processes that wait for their owner, because of which a walk could not go on; nil if there are
// none.
func standing(ctx context.Context, in *installation) error {
	clock, err := in.engine.cases.Clock(ctx)
	if err != nil {
		return err
	}
	return stoppedError(clock.Stopped)
}

func journalFile(dir string) string { return filepath.Join(dir, "walk.json") }

// walk starts the child and passes its progress on; its last line is what it measured.
func (c *demoCmd) walk(ctx context.Context, in *installation) (walkReport, error) {
	var walk walkReport
	self, err := os.Executable()
	if err != nil {
		return walk, fmt.Errorf("find this program: %w", err)
	}
	cmd := exec.CommandContext(ctx, self, "rehearse", "--server", in.url, "--tokens", tokensFile(in.dir),
		"--until", c.Until, "--seed", fmt.Sprint(c.Seed), "--keys", c.Keys, "--journal", journalFile(in.dir))
	cmd.Stderr = os.Stderr
	// The child is to end with this process. The kernel counts the life of the thread that starts it, so we keep it.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return walk, fmt.Errorf("start the rehearsal: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return walk, fmt.Errorf("start the rehearsal: %w", err)
	}
	var last []byte
	for lines := bufio.NewScanner(out); lines.Scan(); {
		last = append(last[:0], lines.Bytes()...)
	}
	if err := cmd.Wait(); err != nil {
		return walk, fmt.Errorf("the rehearsal stopped: %w", err)
	}
	if err := json.Unmarshal(last, &walk); err != nil {
		return walk, fmt.Errorf("read the rehearsal's report: %w", err)
	}
	return walk, nil
}
