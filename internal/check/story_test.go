package check

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/sheets"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/internal/testkit"
)

func TestMain(m *testing.M) { testkit.Main(m) }

// object is a JSON body.
type object = map[string]any

// story is a year in small, told by real acts: what the checks examine is all in it.
type story struct {
	*testkit.House
	t    *testing.T
	mail string
}

// tellStory acts out the year and leaves a settled record: nothing rings, mail has left, all leaves are sealed.
func tellStory(t *testing.T) *story {
	t.Helper()
	s := &story{House: testkit.Seoul(t, "2022-01-03"), t: t, mail: t.TempDir()}
	s.OpenCycle(t, "lifelong-education-plan", 2022)
	s.guideline()
	s.request()
	s.submission()
	s.compilation()
	s.consultation()
	s.filing()
	s.monitoring()
	s.meetings()
	s.award()
	s.agreement()
	s.settle()
	return s
}

// open opens a stage on a day of its own rule, as if all that comes before it had decided.
func (s *story) open(key string) testkit.Stage {
	s.t.Helper()
	stage := s.Stage(s.t, key)
	s.gates(stage)
	s.Step(s.t, stage.Case, testkit.Do{Verb: gov.VerbOpen})
	return stage
}

// guideline: the ministry's paper comes in with two findings, of which one is taken up.
func (s *story) guideline() {
	s.open("guideline")
	s.do(testkit.Coordinator, gov.TaskRegister, "", testkit.Do{Verb: gov.VerbRegister, Body: object{
		"external_number": "평생학습정책과-1234", "received_title": "2022년 시행계획 수립지침",
		"findings": []string{"성과지표를 보완할 것", "취약계층 사업을 늘릴 것"},
	}})
	s.do(testkit.Coordinator, gov.TaskReflect, "receipt.1", testkit.Do{
		Verb: gov.VerbReflect, Body: object{"finding": 1, "reflected_in": "시행계획 제5장"},
	})
}

// compilation merges what was accepted; its findings are all accepted.
func (s *story) compilation() {
	s.SetToday(s.t, "2022-02-07")
	stage := s.open("compilation")
	id := s.Case(s.t, stage, "compilation").ID
	s.Step(s.t, id, testkit.Do{Verb: gov.VerbCompile})
	decisions := []object{}
	var findings []struct {
		ID string `json:"id"`
	}
	raw := s.text("select findings::text from compilation where case_id = $1", id)
	require.NoError(s.t, json.Unmarshal([]byte(raw), &findings))
	for _, f := range findings {
		decisions = append(decisions, object{"finding": f.ID, "decision": "accept", "reason": "원문 그대로 둠"})
	}
	s.do(testkit.Coordinator, gov.TaskConfirm, "", testkit.Do{
		Verb: gov.VerbConfirm, Body: object{"decisions": decisions},
	})
	s.Step(s.t, stage.Case, testkit.Do{Verb: gov.VerbFinish})
}

// consultation asks the superintendent, who agrees.
func (s *story) consultation() {
	stage := s.open("superintendent")
	s.do(testkit.Coordinator, gov.TaskAsk, "", testkit.Do{Verb: gov.VerbAsk, Body: object{"text": "의견을 구합니다."}})
	s.do("office-of-education.officer", gov.TaskReply, "", testkit.Do{
		Verb: gov.VerbReply, Body: object{"text": "의견 없음", "agrees": true},
	})
	s.Step(s.t, stage.Case, testkit.Do{Verb: gov.VerbFinish})
}

// agreement: a memorandum is followed, its term runs out and renews itself once.
func (s *story) agreement() {
	s.SetToday(s.t, "2025-06-30")
	_, err := s.Cases.OpenAgreements(s.t.Context())
	require.NoError(s.t, err)
	id := testkit.One[gov.CaseID](s.t, s.House, "select case_id from agreement where id = 'AGR-SHELTER'")
	s.Step(s.t, id, testkit.Do{Verb: gov.VerbOpen})
	s.SetToday(s.t, "2026-01-06")
	s.Step(s.t, id, testkit.Do{Verb: gov.VerbExpire})
}

// do lets somebody act on his one open task of a kind; about is a part of its natural key.
func (s *story) do(who string, kind gov.TaskKind, about string, do testkit.Do) {
	s.t.Helper()
	s.Act(s.t, who, s.TaskOf(s.t, who, kind, about).ID, do)
}

// text reads one text.
func (s *story) text(sql string, args ...any) string {
	s.t.Helper()
	return testkit.One[string](s.t, s.House, sql, args...)
}

// texts reads one column.
func (s *story) texts(sql string, args ...any) []string {
	s.t.Helper()
	return testkit.One[[]string](s.t, s.House, "select array("+sql+")", args...)
}

// request drafts, returns, redrafts and approves the request of the year, and hands a task to another post.
func (s *story) request() {
	stage := s.open("request")
	text := object{"body": object{"text": "자료를 <제출>하여 주시기 바랍니다.", "rate": 96.9, "krw": 220795000000}}
	s.do(testkit.Coordinator, gov.TaskDraft, "", testkit.Do{Verb: gov.VerbSubmit, Body: text})
	s.sign(stage, "document", gov.VerbReturn)
	s.do(testkit.Coordinator, gov.TaskRedraft, "", testkit.Do{
		Verb: gov.VerbRedraft, Reason: "문구를 고침", Body: text,
	})
	s.approve(stage, "document")
	sent := s.Case(s.t, stage, "document").ID
	s.Step(s.t, sent, testkit.Do{Verb: gov.VerbDispatch})
	_, err := s.OnCase(s.t, testkit.Coordinator, sent, testkit.Do{
		Verb: gov.VerbCirculate, Body: object{"posts": []string{"budget-office.head"}},
	})
	require.NoError(s.t, err, "what was sent may still be shown around, and waits to be read")
	s.Step(s.t, stage.Case, testkit.Do{Verb: gov.VerbFinish})
}

// approve lets every cell of a line sign.
func (s *story) approve(stage testkit.Stage, subject string) {
	for s.Case(s.t, stage, subject).State == gov.InApproval {
		s.sign(stage, subject, "")
	}
}

// sign acts for the current cell; without a verb it takes the cell's own.
func (s *story) sign(stage testkit.Stage, subject string, verb gov.Verb) {
	s.t.Helper()
	c := s.Case(s.t, stage, subject)
	post := s.text("select post_id from line_cell where case_id = $1 and state = 'current'", c.ID)
	role := s.text("select role from line_cell where case_id = $1 and state = 'current'", c.ID)
	do := testkit.Do{Verb: map[string]gov.Verb{"review": gov.VerbReview, "approve": gov.VerbApprove}[role]}
	if do.Verb == "" {
		do.Verb = gov.VerbConcur
	}
	if verb != "" {
		do.Verb, do.Reason = verb, "근거를 보완할 것"
	}
	s.do(post, gov.TaskSign, "/"+subject, do)
}

// beside puts a file, a transfer and sums that do not add up beside the rows of a submission, and lets the latter
// stand.
func (s *story) beside(who string, fill db.Task) []object {
	file, err := s.Cases.StoreFile(s.t.Context(), s.Actor(s.t, who), cases.Upload{Data: []byte("%PDF-1.7 붙임")})
	require.NoError(s.t, err)
	s.Act(s.t, who, fill.ID, testkit.Do{Verb: gov.VerbAttach, Body: object{"sha256": file.SHA256, "name": "붙임.pdf"}})
	row := s.texts("select id || ' ' || revision from plan_row where case_id = $1 order by ordinal limit 1", fill.CaseID)[0]
	id, revision, _ := strings.Cut(row, " ")
	n, err := strconv.Atoi(revision)
	require.NoError(s.t, err)
	s.Act(s.t, who, fill.ID, testkit.Do{Verb: gov.VerbSaveRow, Body: object{
		"row": id, "revision": n, "data": object{"budget_krw": 120_000_000, "city_krw": 50_000_000, "national_krw": 60_000_000},
	}})
	s.Act(s.t, who, fill.ID, testkit.Do{Verb: gov.VerbRecordEvent, Body: object{
		"row": id, "kind": "transferred", "effective_on": "2022-07-01", "reason": "업무 조정", "to_unit": "job-policy-division",
	}})
	return s.faults(who, fill.CaseID)
}

// faults are waivers of all that the checks find wrong.
func (s *story) faults(who string, id gov.CaseID) []object {
	v, err := s.Cases.Case(s.t.Context(), s.Actor(s.t, who), id, gov.CaseSubmission)
	require.NoError(s.t, err)
	out := []object{}
	for _, f := range v.Context.Submission.Findings {
		if f.Severity == "error" {
			out = append(out, object{"finding": f.ID, "reason": "별도 회계"})
		}
	}
	require.NotEmpty(s.t, out)
	return out
}

// submission is filled in, returned, mended and accepted; a district has nothing to report.
func (s *story) submission() {
	const unit = "lifelong-education-institute"
	s.open("plans")
	fill := s.TaskOf(s.t, unit+".officer", gov.TaskFill)
	for _, row := range s.texts("select id::text from plan_row where case_id = $1 order by ordinal", fill.CaseID) {
		s.Act(s.t, unit+".officer", fill.ID, testkit.Do{Verb: gov.VerbSaveRow, Body: object{
			"row": row, "revision": 0, "data": object{
				"change": "continued", "goal": "수강생 1,200명", "content": "시민 누구나 배운다", "chapter": "1",
			},
		}})
	}
	s.sheet(unit+".officer", fill.CaseID)
	s.extension(unit+".officer", fill.ID)
	s.Act(s.t, unit+".officer", fill.ID, testkit.Do{
		Verb: gov.VerbSubmit, Body: object{"waivers": s.beside(unit+".officer", fill)},
	})
	s.do(unit+".head", gov.TaskApproveSub, "", testkit.Do{Verb: gov.VerbApprove})
	check := func() gov.TaskID { return s.TaskOf(s.t, testkit.Coordinator, gov.TaskCheck, unit).ID }
	s.Act(s.t, testkit.Coordinator, check(), testkit.Do{Verb: gov.VerbRequestRevision, Reason: "금액을 다시 볼 것"})
	s.do(unit+".officer", gov.TaskRevise, "", testkit.Do{
		Verb: gov.VerbSubmit, Body: object{"waivers": s.faults(unit+".officer", fill.CaseID)},
	})
	s.do(unit+".head", gov.TaskApproveSub, "", testkit.Do{Verb: gov.VerbApprove})
	s.do("job-policy-division.officer", gov.TaskAnswerRow, "", testkit.Do{Verb: gov.VerbAnswerRow, Body: object{"agrees": true}})
	s.Act(s.t, testkit.Coordinator, check(), testkit.Do{Verb: gov.VerbAccept})
	_, err := s.OnCase(s.t, testkit.Coordinator, s.Case(s.t, s.Stage(s.t, "plans"), "jung-gu").ID, testkit.Do{
		Verb: gov.VerbWaive, Reason: "이끄는 사업이 없음",
	})
	require.NoError(s.t, err)
}

// extension: a later date is asked for and refused, asked for and taken back, asked for and granted; and asked for once
// more by another unit, which is still to be decided.
func (s *story) extension(who string, fill gov.TaskID) {
	s.t.Helper()
	asks := func(who string, task gov.TaskID) {
		s.Act(s.t, who, task, testkit.Do{
			Verb: gov.VerbAskExtension, Reason: "현장조사 결과를 반영함", Body: object{"until": "2022-02-08"},
		})
	}
	asks(who, fill)
	s.do(testkit.Coordinator, gov.TaskExtension, "", testkit.Do{Verb: gov.VerbRefuseExtension, Reason: "아직 기한이 남음"})
	asks(who, fill)
	s.Act(s.t, who, fill, testkit.Do{Verb: gov.VerbDropExtension})
	asks(who, fill)
	s.do(testkit.Coordinator, gov.TaskExtension, "", testkit.Do{Verb: gov.VerbGrantExtension})
	asks("mapo-gu.officer", s.TaskOf(s.t, "mapo-gu.officer", gov.TaskFill, "plans").ID)
}

// sheet: the rows go out as a file, come back with another goal in each, and are taken in.
func (s *story) sheet(who string, id gov.CaseID) {
	s.t.Helper()
	actor, ctx := s.Actor(s.t, who), s.t.Context()
	file, err := s.Cases.ExportSheet(ctx, actor, cases.ExportSheet{Case: id, Format: sheets.CSV, Key: "export-sheet"})
	require.NoError(s.t, err)
	data := bytes.ReplaceAll(file.Body, []byte("수강생 1,200명"), []byte("수강생 1,500명"))
	in, err := s.Cases.ImportSheet(ctx, actor, cases.ImportSheet{Name: file.Name, Data: data, Key: "import-sheet"})
	require.NoError(s.t, err)
	require.NotEmpty(s.t, in.Changes)
	_, err = s.Cases.ApplySheet(ctx, actor, cases.ApplySheet{ID: in.ID, Key: "apply-sheet"})
	require.NoError(s.t, err)
}

// filing goes to the ministry without papers of its own, is sent back once, and is received.
func (s *story) filing() {
	s.SetToday(s.t, "2022-02-25")
	for _, key := range []string{"decision", "results-report"} {
		s.Step(s.t, s.Stage(s.t, key).Case, testkit.Do{Verb: gov.VerbWaive, Reason: "2021년 계획이 없음"})
	}
	stage := s.open("ministry")
	s.do(testkit.Coordinator, gov.TaskFile, "", testkit.Do{Verb: gov.VerbFile, Body: object{"note": "공문"}})
	const clerk = "ministry-of-education.officer"
	s.do(clerk, gov.TaskReceive, "", testkit.Do{
		Verb: gov.VerbRequestCorrect, Reason: "서식 미비", Body: object{"text": "표지 누락"},
	})
	s.do(testkit.Coordinator, gov.TaskCorrect, "", testkit.Do{
		Verb: gov.VerbCorrect, Reason: "표지를 넣음", Body: object{"note": "표지 추가"},
	})
	s.do(clerk, gov.TaskReceive, "", testkit.Do{Verb: gov.VerbReceipt, Body: object{"receipt_number": "교육부-311"}})
	s.Step(s.t, stage.Case, testkit.Do{Verb: gov.VerbFinish})
}

// monitoring carries one opinion to its end and leaves the others with their experts.
func (s *story) monitoring() {
	s.SetToday(s.t, "2022-04-01")
	s.open("monitoring-1")
	expert := s.text("select p.slug from opinion o join person p on p.id = o.expert_id where o.project_id = 'BP-1-1-1'")
	officer := s.text("select unit_id || '.officer' from case_file where kind = 'opinion' and subject = 'BP-1-1-1'")
	s.do(expert, gov.TaskOpine, "/opine/BP-1-1-1.", testkit.Do{Verb: gov.VerbOpine, Body: object{
		"method": "field", "rating": "good", "body": "현장 반응이 좋음",
	}})
	s.do(officer, gov.TaskAnswer, "", testkit.Do{Verb: gov.VerbPlanAction, Body: object{
		"decision": "partly", "measure": "대상 확대", "reason": "예산 안에서", "measure_due": "2022-06-30",
	}})
	s.do(testkit.Coordinator, gov.TaskFollowUp, "", testkit.Do{
		Verb: gov.VerbFollowUp, Body: object{"note": "다음 계획에 반영"},
	})
}

// meetings: the half-yearly meeting finds no quorum, is called again with full notice, and resolves.
func (s *story) meetings() {
	s.SetToday(s.t, "2022-05-02")
	stage := s.open("education-meeting")
	s.sit(stage, "attempt-1", "lifelong-education-division.head", "education-policy-division.head")
	s.Step(s.t, stage.Case, testkit.Do{Verb: gov.VerbAdd, Body: object{"kind": "meeting", "for": "attempt-2"}})
	s.sit(stage, "attempt-2", "lifelong-education-bureau.head", "lifelong-education-division.head",
		"education-policy-division.head", "office-of-education.head", "office-of-education.officer")
	s.resolve(stage, "attempt-2", testkit.Coordinator)
}

// gates opens what a body waits for.
func (s *story) gates(stage testkit.Stage) {
	s.Exec(s.t, `update stage set decided_on = $2 where decided_on is null
		and id in (select after_id from stage_after where stage_id = $1)`, stage.ID, s.Today(s.t))
}

// secretary calls and convenes the body of a meeting.
func (s *story) secretary(subject string) string {
	if strings.HasPrefix(subject, "board") {
		return "autonomous-administration-division.officer"
	}
	return testkit.Coordinator
}

// sit calls a meeting, holds it on its day and counts those present.
func (s *story) sit(stage testkit.Stage, subject string, present ...string) {
	s.t.Helper()
	who, id := s.secretary(subject), s.Case(s.t, stage, subject).ID
	s.do(who, gov.TaskCall, "/"+subject, testkit.Do{Verb: gov.VerbCall, Body: object{"place": "서울시청"}})
	s.do(present[0], gov.TaskAttend, "/"+subject, testkit.Do{Verb: gov.VerbAttend, Body: object{"answer": "yes"}})
	s.SetToday(s.t, testkit.One[gov.Date](s.t, s.House, "select hold_on from meeting where case_id = $1", id).String())
	s.Step(s.t, id, testkit.Do{Verb: gov.VerbTable})
	s.do(who, gov.TaskConvene, "/"+subject, testkit.Do{Verb: gov.VerbConvene, Body: object{"present": present}})
}

// resolve lets all present but one vote yes on every item, and closes with minutes.
func (s *story) resolve(stage testkit.Stage, subject, who string) {
	s.t.Helper()
	id := s.Case(s.t, stage, subject).ID
	members := s.texts("select member from attendance where case_id = $1 and present order by member", id)
	for _, item := range s.texts("select id::text from agenda_item where case_id = $1 order by ordinal", id) {
		for i, m := range members {
			body := object{"item": item, "choice": "yes"}
			if i == 0 {
				body = object{"item": item, "choice": "recused", "reason": "이해관계인"}
			}
			s.do(m, gov.TaskVote, "/"+subject, testkit.Do{Verb: gov.VerbBallot, Body: body})
		}
	}
	s.do(who, gov.TaskResolve, "/"+subject, testkit.Do{Verb: gov.VerbResolve})
	s.do(who, gov.TaskMinutes, "/"+subject, testkit.Do{Verb: gov.VerbPublish, Body: object{"signed_by": members[:2]}})
}

// award: one nominee is awarded, one is ineligible, the others are not named yet.
func (s *story) award() {
	s.SetToday(s.t, "2022-10-04")
	stage := s.open("awards")
	s.nominate("mapo-gu", -1)
	s.nominate("gangnam-gu", 1)
	officer := testkit.Coordinator
	for i, tenths := range []int{900, 851, 800} {
		juror := fmt.Sprintf("merit-jury.member-%02d", i+1)
		s.do(juror, gov.TaskScore, "/mapo-gu/", testkit.Do{Verb: gov.VerbScore, Body: object{"tenths": tenths}})
	}
	s.do(officer, gov.TaskRank, "/mapo-gu/", testkit.Do{Verb: gov.VerbRank})
	s.Step(s.t, stage.Case, testkit.Do{Verb: gov.VerbAdd, Body: object{"kind": "meeting", "for": "board-1"}})
	board := s.texts("select member from seat where body_id = 'merit-board' order by ordinal limit 5")
	s.sit(stage, "board-1", board...)
	s.resolve(stage, "board-1", s.secretary("board-1"))
	s.SetToday(s.t, testkit.One[gov.Date](s.t, s.House, "select max(vet_until) from meeting").AddDays(1).String())
	id := s.Case(s.t, stage, "mapo-gu").ID
	s.Step(s.t, id, testkit.Do{Verb: gov.VerbOpen})
	s.do(officer, gov.TaskVet, "/mapo-gu/", testkit.Do{Verb: gov.VerbVet, Body: object{"objections": 0}})
	s.Step(s.t, stage.Case, testkit.Do{Verb: gov.VerbAdd, Body: object{"kind": "document", "for": "award-decision"}})
	s.do(officer, gov.TaskDraft, "/award-decision", testkit.Do{
		Verb: gov.VerbSubmit, Body: object{"body": object{"text": "표창 대상자를 결정하고자 합니다."}},
	})
	s.approve(stage, "award-decision")
	s.Step(s.t, id, testkit.Do{Verb: gov.VerbAward})
	reader := s.Actor(s.t, officer)
	reader.Visit = cases.Visit{Source: "10.1.2.3:99", Operation: "get-nomination"}
	_, err := s.Cases.Case(s.t.Context(), reader, id, gov.CaseNomination)
	require.NoError(s.t, err)
}

func (s *story) nominate(unit string, since int) {
	s.t.Helper()
	s.do(unit+".officer", gov.TaskNominate, "/"+unit+"/", testkit.Do{Verb: gov.VerbNominate, Body: object{
		"nominee": "유공 시민", "merit": "동네배움터 운영 10년", "facts": object{
			"convictions": []string{}, "same_merit_awarded": false, "years_since_mayor_award": since,
			"under_investigation": false, "tax_arrears": false,
		},
	}})
	s.do(testkit.Coordinator, gov.TaskExamine, "/"+unit+"/", testkit.Do{Verb: gov.VerbExamine})
}

// settle does what worker, mailroom and sealer would.
func (s *story) settle() {
	ctx := s.t.Context()
	s.Exec(s.t, "update wake set done_at = now()")
	today := s.Today(s.t)
	for _, day := range []gov.Date{today.AddDays(-1), today} {
		s.Exec(s.t, `insert into office_day (day, state, working, opened_at, digested_at)
			values ($1, 'digested', true, now(), now())`, day)
	}
	out := store.NewOutbox(s.Pool)
	for {
		letters, err := out.Claim(ctx, today, 500)
		require.NoError(s.t, err)
		if len(letters) == 0 {
			break
		}
		for _, l := range letters {
			_, err := out.Record(ctx, nil, &l)
			require.NoError(s.t, err)
			s.deliver(l)
			_, err = out.Record(ctx, []gov.Posted{{
				ID: l.ID, Attempt: l.Attempt, Legal: l.Legal, Tries: l.Tries, As: gov.PostedDelivered, Reply: "250 kept",
			}}, nil)
			require.NoError(s.t, err)
		}
	}
	key, _ := testkit.AuditKey(s.t)
	s.Signed(s.t, key)
}

// deliver keeps a mail as the sink does.
func (s *story) deliver(l gov.Letter) {
	envelope, err := json.Marshal(object{"from": "gyeol@gyeol.example", "to": []string{l.Email}, "time": time.Now()})
	require.NoError(s.t, err)
	text := fmt.Sprintf("X-Gyeol-Envelope: %s\r\nMessage-ID: <%s>\r\nX-Gyeol-Notice: %s\r\nSubject: test\r\n\r\n",
		envelope, l.MessageID, l.ID)
	require.NoError(s.t, os.WriteFile(filepath.Join(s.mail, l.ID.String()+".eml"), []byte(text), 0o600))
}
