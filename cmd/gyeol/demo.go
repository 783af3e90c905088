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

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/check"
)

// demoCmd rehearses the year: everything in this process, the simulated office in one of its own.
type demoCmd struct {
	Data  string `help:"data folder; default ./.gyeol/demo"`
	Fresh bool   `help:"begin anew instead of continuing"`
	Until string `default:"2025-06-02" help:"last office day of the walk"`
	Seed  int64  `default:"2022" help:"seed of every simulated decision"`
}

// demoFolder is the folder of a demo in that of the installation, when nobody says where.
const demoFolder = "demo"

// demoStart is the day before the walk: the first step opens 2021-12-20.
const demoStart = "2021-12-19"

// demoListen lets the system choose a port, so that a demo never meets an installation.
const demoListen = "127.0.0.1:0"

// Run walks, checks and reports; it fails if the walk did, if a process stands still or if the record does not add up.
func (c *demoCmd) Run(ctx context.Context, g *Globals) error {
	if c.Data == "" {
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
	walk, err := c.walk(ctx, in)
	if err != nil {
		return nil, err
	}
	return newDemoReport(ctx, in, walk)
}

// walk starts the child and passes its progress on; its last line is what it measured.
func (c *demoCmd) walk(ctx context.Context, in *installation) (walkReport, error) {
	var walk walkReport
	self, err := os.Executable()
	if err != nil {
		return walk, fmt.Errorf("find this program: %w", err)
	}
	cmd := exec.CommandContext(ctx, self, "rehearse", "--server", in.url, "--tokens", tokensFile(in.dir),
		"--until", c.Until, "--seed", fmt.Sprint(c.Seed), "--journal", filepath.Join(in.dir, "walk.json"))
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

// walkReport is what the simulated office measured.
type walkReport struct {
	Days     int     `json:"days"`
	DayMS    dayMS   `json:"day_ms"`
	ElapsedS float64 `json:"elapsed_s"`
	Acts     int     `json:"acts"`
}

type dayMS struct {
	P50   float64 `json:"p50"`
	P99   float64 `json:"p99"`
	Empty float64 `json:"empty_p50"`
}

// demoReport is the one JSON object of gyeol demo --json.
type demoReport struct {
	Years       []cases.YearReport  `json:"years"`
	Results2024 cases.ResultsReport `json:"results_2024"`
	Notices     cases.NoticesReport `json:"notices"`
	Audit       demoAudit           `json:"audit"`
	Overruled   map[string]int      `json:"overruled"`
	Days        int                 `json:"days"`
	DayMS       dayMS               `json:"day_ms"`
	ElapsedS    float64             `json:"elapsed_s"`

	findings []string
}

type demoAudit struct {
	Entries  int64 `json:"entries"`
	Verified bool  `json:"verified"`
}

func newDemoReport(ctx context.Context, in *installation, walk walkReport) (*demoReport, error) {
	s := in.engine.cases
	if err := in.engine.quiet(ctx); err != nil {
		return nil, err
	}
	r := &demoReport{Days: walk.Days, DayMS: walk.DayMS, ElapsedS: walk.ElapsedS}
	var errs [5]error
	r.Years, errs[0] = s.Years(ctx)
	r.Results2024, errs[1] = s.Results(ctx, 2024)
	r.Notices, errs[2] = s.NoticeFates(ctx)
	r.Audit.Entries, _, errs[3] = s.AuditEntries(ctx)
	r.Overruled, errs[4] = s.Overruled(ctx)
	if err := errors.Join(errs[:]...); err != nil {
		return nil, err
	}
	mailDir := sinkFolder(in.stack.cfg, in.dir)
	verdict, err := check.Run(ctx, in.engine.pool, mailDir)
	if err != nil {
		return nil, fmt.Errorf("check: %w", err)
	}
	r.Audit.Verified = verdict.OK
	for _, c := range verdict.Checks {
		for _, f := range c.Findings {
			r.findings = append(r.findings, fmt.Sprintf("%s %s: %s", c.ID, f.Subject, f.Text))
		}
	}
	r.Notices.Duplicates, err = check.Duplicates(ctx, in.engine.pool, mailDir)
	return r, err
}

// print writes the report and fails where the year did not come out right.
func (r *demoReport) print(g *Globals) error {
	for _, f := range r.findings {
		fmt.Fprintln(os.Stderr, f)
	}
	if g.JSON {
		raw, err := json.Marshal(r)
		if err != nil {
			return fmt.Errorf("write the report: %w", err)
		}
		fmt.Fprintf(g.Out, "%s\n", raw)
	} else {
		r.tell(g)
	}
	if !r.Audit.Verified || r.Notices.Duplicates > 0 {
		return fmt.Errorf("기록 검사에서 %d건이 어긋났습니다 (the record does not add up)", len(r.findings))
	}
	return nil
}

func (r *demoReport) tell(g *Globals) {
	for _, y := range r.Years {
		fmt.Fprintf(g.Out, "\n%d %s (%s) — 결정 %d건, 제출 부서·기관 %d\n", y.Year, y.Cycle, y.State, y.Decisions, y.Units)
		for _, st := range y.Stages {
			note := ""
			if st.Waived != "" {
				note = "  면제: " + st.Waived
			}
			fmt.Fprintf(g.Out, "  %-18s %-10s %s ~ %s  사안 %3d  반려·보완 %2d  지연 %2d%s\n",
				st.ID, st.Kind, st.Opened, st.Closed, st.Cases, st.Returned, st.Late, note)
		}
	}
	b := r.Results2024
	fmt.Fprintf(g.Out, "\n2024년 추진실적: 세부사업 %d개 %v, 예산 %d원, 집행률 %.1f%% (원문에 적힌 시 전체 수치이며 사업별 금액은 없음)\n",
		b.Projects, b.ByField, b.BudgetKRW, b.ExecutionRate)
	fmt.Fprintf(g.Out, "알림 %d건, 중복 %d, 실패 %d · 감사 기록 %d건, 검사 %v\n",
		r.Notices.Sent, r.Notices.Duplicates, r.Notices.Failed, r.Audit.Entries, r.Audit.Verified)
	fmt.Fprintf(g.Out, "업무일 %d일, 하루 p50 %.0f ms · p99 %.0f ms, 전체 %.0f초\n", r.Days, r.DayMS.P50, r.DayMS.P99, r.ElapsedS)
}
