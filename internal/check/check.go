package check

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5/pgxpool"
)

// Report is the answer of all checks.
type Report struct {
	Checks []Check `json:"checks"`
	OK     bool    `json:"ok"` // no check found anything
}

// Check is one claim about the record, with everything that speaks against it.
type Check struct {
	ID       string    `json:"id"`
	Title    string    `json:"title"`    // what it proves, Korean and English
	Examined int       `json:"examined"` // rows or messages it looked at
	Findings []Finding `json:"findings"`
	Omitted  int       `json:"omitted,omitempty"` // findings beyond the first of their sort
	Notes    []Finding `json:"notes,omitempty"`   // no fault, but worth knowing: a stopped process and its owner

	sorts map[string]int // findings of each sort
}

// Finding says what is wrong with one thing.
type Finding struct {
	Subject string `json:"subject"`
	Text    string `json:"text"` // Korean, then English in brackets
}

// mostFindings bounds what is kept of one sort of finding, so that a ruined database cannot fill the memory and a flood
// of one sort does not hide the others.
const mostFindings = 25

// part is a piece of a check.
type part interface {
	examine(ctx context.Context, r *reader, c *Check) error
}

// partFunc is a part that needs more than a query.
type partFunc func(ctx context.Context, r *reader, c *Check) error

func (f partFunc) examine(ctx context.Context, r *reader, c *Check) error { return f(ctx, r, c) }

// claim is a check before it has run.
type claim struct {
	id, title string
	parts     []part
}

// claims are all checks, in the order in which they are told.
func claims() []claim {
	return []claim{
		{"acts", "사안의 상태는 행위의 합이다 (every case is the fold of its acts)", with("", foldCases)},
		{"audit", "모든 행위와 기여에 감사 기록이 있다 (every act and contribution has its entry)", with("audit", readEntries)},
		{
			"said", "기록된 말은 행위의 말이다 (what is recorded is what the acts said)",
			append(with("said", readSaves, compareFacts), words),
		},
		{"seal", "봉인된 잎은 빠짐없이 이어진다 (the sealed leaves make one tree without a gap)", with("seal", readTree)},
		{"process", "이행되지 않은 호출이나 업무일이 없다 (no wake undone, no office day unfinished)", with("process", readJumps, readWakes)},
		{"number", "문서번호는 빠짐없이 이어진다 (number series have no gap)", with("number", readNumbered)},
		{"task", "과업은 열린 사안에만, 담당과 함께 있다 (tasks have open cases and holders)", with("task", askedCases, askedUnits)},
		{"mail", "모든 우편에 통지 기록이 있다 (every mail has its notice)", with("mail", compareMail)},
		{"day", "기한과 회의는 근무일에 있다 (no date of work on a closed day)", with("", checkDays)},
		{"meeting", "회의는 통지·성원·표결을 갖췄다 (meetings were called, quorate, counted)", with("meeting", readMeetings)},
		{"filing", "제출은 접수되고 보정되었다 (filings were received and corrected)", with("filing", hashPackages)},
		{
			"award", "표창은 심사와 정원을 지켰다 (awards kept verdict, scores and quota)",
			with("award", readNominations, checkQuotas),
		},
		{
			"extension", "연장은 요청하고 다른 사람이 결정했다 (dates were extended on request, by somebody else)",
			with("extension", extendedDays),
		},
		{"opinion", "점검의견에는 조치가 있다 (every opinion was answered)", with("opinion")},
		{"stage", "단계의 날짜와 계수가 맞다 (stages have their dates and counters)", with("stage", checkStageDates)},
		{
			"approval", "결재는 본문과 결합되어 있다 (approvals bind to what they saw)",
			with("approval", hashDocuments, hashSubmissions, hashCompilations, hashOpinions),
		},
		{
			"pack", "규정과 인용한 수치는 받아들인 그대로다 (rules and cited figures are as they were taken in)",
			with("", readPacks, comparePrinted, compareTerms),
		},
		{"date", "기록된 날짜는 행위의 날짜다 (recorded dates are those of their acts)", []part{dates}},
	}
}

// with is a file of rules, if it has a name, and what needs more than a query.
func with(file string, more ...partFunc) []part {
	var out []part
	if file != "" {
		out = append(out, rules(file))
	}
	for _, f := range more {
		out = append(out, f)
	}
	return out
}

// Run reads the record and, where mailDir is not empty, the folder of the mail sink. An error means that something
// could not be read; what was read and does not add up are findings.
func Run(ctx context.Context, pool *pgxpool.Pool, mailDir string) (Report, error) {
	r, err := newReader(ctx, pool, mailDir)
	if err != nil {
		return Report{}, err
	}
	defer r.close(ctx)
	return r.report(ctx)
}

// report makes every check on the snapshot.
func (r *reader) report(ctx context.Context) (Report, error) {
	report := Report{OK: true}
	for _, cl := range claims() {
		c, err := cl.examine(ctx, r)
		if err != nil {
			return Report{}, err
		}
		report.OK = report.OK && len(c.Findings) == 0
		report.Checks = append(report.Checks, c)
	}
	return report, nil
}

// examine makes one check.
func (cl claim) examine(ctx context.Context, r *reader) (Check, error) {
	c := Check{ID: cl.id, Title: cl.title, Findings: []Finding{}, sorts: map[string]int{}}
	for _, p := range cl.parts {
		if err := p.examine(ctx, r, &c); err != nil {
			return Check{}, fmt.Errorf("check %s: %w", cl.id, err)
		}
	}
	return c, nil
}

// find keeps a finding; says is Korean with English in brackets, its verbs are numbered.
func (c *Check) find(subject, says string, args ...any) {
	if c.sorts[says]++; c.sorts[says] > mostFindings {
		c.Omitted++
		return
	}
	c.Findings = append(c.Findings, Finding{Subject: subject, Text: fmt.Sprintf(says, args...)})
}

// note keeps what should be known although it is no fault.
func (c *Check) note(subject, says string, args ...any) {
	if c.sorts[says]++; c.sorts[says] <= mostFindings {
		c.Notes = append(c.Notes, Finding{Subject: subject, Text: fmt.Sprintf(says, args...)})
	}
}
