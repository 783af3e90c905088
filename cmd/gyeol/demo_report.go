package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"strings"
	"time"

	"gyeol/internal/cases"
	"gyeol/internal/check"
)

// walkReport is what the simulated office measured.
type walkReport struct {
	Days     int     `json:"days"`
	DayMS    dayMS   `json:"day_ms"`
	ElapsedS float64 `json:"elapsed_s"` // of all runs on the folder
	Acts     int     `json:"acts"`

	run time.Duration // how long this run walked
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
	Stopped     []string            `json:"stopped"`   // processes that wait for their owner
	WalkS       float64             `json:"walk_s"`    // the days alone, in all runs on the folder
	ElapsedS    float64             `json:"elapsed_s"` // the whole command, with the walks of earlier runs on the folder

	findings []string
	stopped  error
	run      time.Duration
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
	r := &demoReport{Days: walk.Days, DayMS: walk.DayMS, WalkS: walk.ElapsedS, Stopped: []string{}, run: walk.run}
	var errs [6]error
	r.Years, errs[0] = s.Years(ctx)
	r.Results2024, errs[1] = s.Results(ctx, 2024)
	r.Notices, errs[2] = s.NoticeFates(ctx)
	r.Audit.Entries, _, errs[3] = s.AuditEntries(ctx)
	r.Overruled, errs[4] = s.Overruled(ctx)
	clock, err := s.Clock(ctx)
	errs[5] = err
	if err := errors.Join(errs[:]...); err != nil {
		return nil, err
	}
	for _, p := range clock.Stopped {
		r.Stopped = append(r.Stopped, p.Workflow)
	}
	r.stopped = stoppedError(clock.Stopped)
	return r, r.examine(ctx, in)
}

// examine lets the checker look at record and mail.
func (r *demoReport) examine(ctx context.Context, in *installation) error {
	mailDir := sinkFolder(in.stack.cfg, in.dir)
	verdict, err := runCheck(ctx, in.engine.pool, mailDir)
	if err != nil {
		return fmt.Errorf("check: %w", err)
	}
	r.Audit.Verified = verdict.OK
	for _, c := range verdict.Checks {
		for _, f := range c.Findings {
			r.findings = append(r.findings, fmt.Sprintf("%s %s: %s", c.ID, f.Subject, f.Text))
		}
	}
	r.Notices.Duplicates, err = check.Duplicates(ctx, in.engine.pool, mailDir)
	return err
}

// took enters how long the command took; what earlier runs walked on the folder counts too.
func (r *demoReport) took(whole time.Duration) {
	earlier := r.WalkS - r.run.Seconds()
	r.ElapsedS = math.Round((whole.Seconds()+max(earlier, 0))*10) / 10
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
	return r.verdict()
}

// verdict is nil where the year came out right, and otherwise says everything that did not.
func (r *demoReport) verdict() error {
	var errs []error
	if r.stopped != nil {
		errs = append(errs, r.stopped)
	}
	if !r.Audit.Verified || len(r.findings) > 0 {
		errs = append(errs, fmt.Errorf("기록 검사에서 %d건이 어긋났습니다 (the record does not add up)", len(r.findings)))
	}
	if n := r.Notices.Duplicates; n > 0 {
		errs = append(errs, fmt.Errorf("같은 알림이 %d번 더 나갔습니다 (reminders left more than once)", n))
	}
	if n := r.Notices.Failed; n > 0 {
		errs = append(errs, fmt.Errorf("알림 %d건을 보내지 못했습니다 (notices could not be sent)", n))
	}
	return errors.Join(errs...)
}

// stoppedError names each process with the owner it waits for; nil if none does.
func stoppedError(stopped []cases.Stopped) error {
	if len(stopped) == 0 {
		return nil
	}
	lines := make([]string, len(stopped))
	for i, p := range stopped {
		lines[i] = fmt.Sprintf("%s(%s, 담당 %s): %s", p.Workflow, p.Code, p.Owner, p.Text)
	}
	return fmt.Errorf("절차 %d개가 담당을 기다리며 멈춰 있습니다: %s (processes have stopped and wait for their owners)",
		len(stopped), strings.Join(lines, "; "))
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
	fmt.Fprintf(g.Out, "업무일 %d일, 하루 p50 %.0f ms · p99 %.0f ms, 빈 날 %.0f ms, 전체 %.0f초\n",
		r.Days, r.DayMS.P50, r.DayMS.P99, r.DayMS.Empty, r.ElapsedS)
}
