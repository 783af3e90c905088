// Command gyeol is the whole product: it starts an installation, runs parts of one, and speaks to one through its API.
package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"gyeol/gov"
)

// cli is every command. Those that open the database themselves say so; the others speak HTTP.
type cli struct {
	Globals

	Up        upCmd        `cmd:"" help:"한 프로세스로 설치를 시작합니다 (start everything in one process)."`
	Demo      demoCmd      `cmd:"" help:"한 해를 연습으로 걷고 보고합니다 (rehearse the year and report)."`
	Serve     serveCmd     `cmd:"" help:"API만 실행합니다 (run the API against outside servers)."`
	Worker    workerCmd    `cmd:"" help:"작업자만 실행합니다 (run a worker against outside servers)."`
	Migrate   migrateCmd   `cmd:"" help:"데이터베이스를 이 판으로 올립니다 (bring the database to this version)."`
	Import    importCmd    `cmd:"" help:"규정·자료 묶음을 불러옵니다 (load a pack; the same one twice changes nothing)."`
	Org       orgCmd       `cmd:"" help:"조직 목록을 가져옵니다 (take in units, posts and people)."`
	Key       keyCmd       `cmd:"" help:"비밀 열쇠를 새로 만듭니다 (renew secrets of a data folder)."`
	Token     tokenCmd     `cmd:"" help:"API 토큰을 발급·폐기합니다 (issue and revoke API tokens)."`
	Check     CheckCmd     `cmd:"" help:"기록을 검사합니다 (check the record and the mail sink)."`
	Audit     AuditCmd     `cmd:"" help:"감사 기록을 내보내고 확인합니다 (the audit log: export, verify, witness)."`
	Evidence  EvidenceCmd  `cmd:"" help:"증거 묶음을 만들고 확인합니다 (evidence bundles: make, verify)."`
	Reconcile reconcileCmd `cmd:"" help:"절차를 기록에서 다시 시작합니다 (ring every open process anew)."`
	Policy    policyCmd    `cmd:"" help:"규정 묶음을 검사하고 설명합니다 (check and explain a pack)."`
	Calendar  calendarCmd  `cmd:"" help:"공휴일과 기간을 계산합니다 (holidays and periods)."`
	Decisions decisionsCmd `cmd:"" help:"결정을 한 줄씩 보입니다 (what was decided, comparable between runs)."`
	Rehearse  rehearseCmd  `cmd:"" hidden:"" help:"연습의 사람들을 움직입니다 (the office of simulated people)."`

	Task       TaskCmd       `cmd:"" help:"할 일을 보고 처리합니다 (list, show and act on tasks)."`
	Cycle      CycleCmd      `cmd:"" help:"연간 절차를 열고 진행을 봅니다 (open a cycle, show its progress)."`
	Collect    CollectCmd    `cmd:"" help:"수집 양식을 내려받고 올립니다 (rows as workbooks: export, import)."`
	Document   DocumentCmd   `cmd:"" help:"문서를 봅니다·인쇄합니다 (show and print a document)."`
	Meeting    MeetingCmd    `cmd:"" help:"회의를 보고 옮기고 취소합니다 (meetings: list, move, cancel)."`
	Overlap    OverlapCmd    `cmd:"" help:"중복 의심 사업을 보고 조정합니다 (projects that may be one: list, decide, export)."`
	Privacy    PrivacyCmd    `cmd:"" help:"개인정보 열람 기록을 봅니다 (who read personal data: list, count)."`
	Report     ReportCmd     `cmd:"" help:"점검 보고를 만듭니다 (reports)."`
	Approvals  ApprovalsCmd  `cmd:"" help:"진행 중인 결재를 봅니다 (every running approval line)."`
	Leave      LeaveCmd      `cmd:"" help:"부재를 모의 점검하고 등록합니다 (rehearse, record and cancel absences)."`
	Delegation DelegationCmd `cmd:"" help:"대결 위임과 직무대리 순서를 다룹니다 (delegations and acting orders)."`
	Transfer   TransferCmd   `cmd:"" help:"인사이동과 인계인수서 (move people; hand-over lists)."`
	Session    SessionCmd    `cmd:"" help:"로그인한 곳을 보고 끝냅니다 (where I am signed in; sign out)."`
	Invite     InviteCmd     `cmd:"" help:"외부 위원을 초대합니다 (members from outside: link and number)."`
	Process    ProcessCmd    `cmd:"" help:"절차를 보고, 멈춘 절차를 다시 시작합니다 (processes; resume a stopped one)."`
	Notices    NoticesCmd    `cmd:"" help:"알림 대장, 다시 보내기, 받는 방식 (the ledger of notices; send one again; how they reach me)."`
	Mail       MailCmd       `cmd:"" help:"연습 설치의 우편함과 돌아온 메일 (the mailbox of a rehearsal; mail that came back)."`
	Bench      BenchCmd      `cmd:"" help:"제품을 그 바닥값에 견주어 잽니다 (measure against floors)."`
	Clock      ClockCmd      `cmd:"" help:"연습의 달력을 봅니다·넘깁니다 (show and step the clock of a rehearsal)."`
}

func main() { os.Exit(run(os.Args[1:])) }

// run parses and runs one command; the exit code is 0, 1 for a refusal or fault, 2 for words it does not know.
func run(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var c cli
	parser, err := kong.New(&c, kong.Name("gyeol"), kong.Description("결 — 평생교육 시행계획의 한 해를 나르는 결재·절차 엔진"),
		kong.UsageOnError(), kong.BindTo(ctx, (*context.Context)(nil)))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 2
	}
	parsed, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 2
	}
	c.Out = os.Stdout
	slog.SetDefault(newLogger())
	if err := parsed.Run(&c.Globals); err != nil {
		say(err)
		return 1
	}
	return 0
}

// newLogger writes warnings and errors; facts for operators come on standard output.
func newLogger() *slog.Logger {
	return slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
}

// say prints why a command failed: a refusal in its own words, anything else as it is.
func say(err error) {
	var refusal *gov.Error
	if errors.As(err, &refusal) {
		fmt.Fprintf(os.Stderr, "%s (%s)\n", refusal.Detail, refusal.English)
		return
	}
	fmt.Fprintln(os.Stderr, err)
}
