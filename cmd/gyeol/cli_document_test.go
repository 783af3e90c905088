package main

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/api"
	"gyeol/gov"
	"gyeol/internal/auth"
	"gyeol/internal/testkit"
)

const (
	lead     = "lifelong-education-division.team-lead"
	head     = "lifelong-education-division.head"
	bureau   = "lifelong-education-bureau.head"
	planning = "planning-office.head"
	mayorOne = "vice-mayor-1"
)

// draftedAtDesk is an office in which the plan of a year is on its line, at whose API people sit.
func draftedAtDesk(t *testing.T) (seat, gov.CaseID) {
	t.Helper()
	h := testkit.Seoul(t, "2022-02-24")
	srv := httptest.NewServer(api.New(api.Config{Cases: h.Cases, SignIn: auth.New(h.Pool), Papers: printer{}}))
	t.Cleanup(srv.Close)
	h.OpenCycle(t, "lifelong-education-plan", 2022)
	h.Exec(t, `update stage set decided_on = '2022-01-01'
		where key in ('request', 'plans', 'compilation', 'coordination', 'superintendent', 'council')`)
	h.OpenStage(t, "decision")
	task := h.TaskOf(t, testkit.Coordinator, gov.TaskDraft)
	h.Act(t, testkit.Coordinator, task.ID, testkit.Do{Verb: gov.VerbSubmit, Body: map[string]any{
		"title": "2022년 시행계획", "body": map[string]any{"text": "2022년 시행계획을 확정하고자 합니다."},
	}})
	return seat{t: t, url: srv.URL, h: h}, task.CaseID
}

// signs lets a post sign its cell with the first verb of its task.
func (s seat) signs(who string, body map[string]any) {
	s.t.Helper()
	task := s.h.TaskOf(s.t, who, gov.TaskSign)
	s.h.Act(s.t, who, task.ID, testkit.Do{Verb: gov.Verb(task.Verbs[0]), Body: body})
}

// line is what the table of a line says, one string per cell.
func (s seat) line(who string, id gov.CaseID) []string {
	s.t.Helper()
	out := strings.Split(strings.TrimSpace(s.says(who, &documentShowCmd{Case: id.String()})), "\n")
	var cells []string
	for i := len(out) - 1; !strings.HasPrefix(out[i], "차수"); i-- {
		cells = append([]string{strings.Join(strings.Fields(out[i]), " ")}, cells...)
	}
	return cells
}

// TestALineIsShownAsItWasSigned: who was asked again stands in his step, and neither a refused agreement nor another
// opinion looks like a plain signature.
func TestALineIsShownAsItWasSigned(t *testing.T) {
	t.Parallel()
	s, id := draftedAtDesk(t)
	s.signs(lead, nil)
	s.signs(head, map[string]any{
		"dissent": true, "opinion": "시기 조정 필요", "edit": map[string]any{"title": "2022년 시행계획(안)"},
	})
	s.signs(lead, nil)
	s.signs(bureau, nil)
	s.signs(planning, map[string]any{"agrees": false, "opinion": "재원 대책이 없음"})
	cells := s.line(testkit.Coordinator, id)
	require.Contains(t, cells[0], "1 1 검토 평생교육지원팀장 무효")
	require.Contains(t, cells[1], "검토 평생교육지원팀장 서명", "asked again in the same step")
	require.Contains(t, cells[2], "검토 평생교육과장 서명 (의견 있음)")
	require.Contains(t, cells[2], "시기 조정 필요")
	require.Contains(t, strings.Join(cells, "\n"), "합의 기획조정실장 부동의 (의견 있음)")
	require.Contains(t, cells[len(cells)-1], "결재 ", "whoever decides comes last")
}

// TestADocumentIsActedOnWithoutATask: a review is skipped beside an absent reviewer, a paper is taken back, and one
// that was decided is shown around.
func TestADocumentIsActedOnWithoutATask(t *testing.T) {
	t.Parallel()
	s, id := draftedAtDesk(t)
	skip := documentActCmd{Case: id.String(), Verb: "skip_review", Position: 1, Reason: "출장"}
	_, err := s.types(testkit.Coordinator, &skip)
	require.ErrorContains(t, err, "검토자가 자리에 있으면")
	_, err = s.types(testkit.Coordinator, &documentActCmd{Case: id.String(), Verb: "circulate", Posts: []string{head}})
	require.ErrorContains(t, err, "지금 상태(결재 중)에서는 ‘공람’ 처리를 할 수 없습니다")
	s.says(lead, &leaveRecordCmd{From: gov.MustDate("2022-02-24"), To: gov.MustDate("2022-02-25"), Reason: "출장"})
	s.says(testkit.Coordinator, &skip, "검토 생략: 결재 중 (")
	require.Contains(t, s.line(testkit.Coordinator, id)[0], "평생교육지원팀장 생략")
	_, err = s.types(head, &documentActCmd{Case: id.String(), Verb: "withdraw", Reason: "착오"})
	require.ErrorContains(t, err, "회수는 기안자만")
	back := documentActCmd{Case: id.String(), Verb: "withdraw", Reason: "자료 보완"}
	s.says(testkit.Coordinator, &back, "회수: 결재 중 → 회수됨")

	s, id = decidedPlan(t)
	around := documentActCmd{Case: id.String(), Verb: "circulate", Posts: []string{"org-office.head"}}
	s.says(testkit.Coordinator, &around, "공람: ")
	s.says("org-office.head", &documentPrintCmd{Case: id.String()}, "2022년 시행계획")
}

// TestTheTermOfTheAnswerIsShown: beside the record and on the paper, with its dates once it counts.
func TestTheTermOfTheAnswerIsShown(t *testing.T) {
	t.Parallel()
	s, id := draftedAtDesk(t)
	s.says(testkit.Coordinator, &documentActCmd{Case: id.String(), Verb: "withdraw", Reason: "회신을 받기로 함"})
	s.h.Act(t, testkit.Coordinator, s.h.TaskOf(t, testkit.Coordinator, gov.TaskRedraft).ID, testkit.Do{
		Verb: gov.VerbRedraft, Reason: "회신 기한을 둠", Body: map[string]any{
			"addressees": []string{"lifelong-education-institute"}, "reply_from": "arrived", "reply_days": 5, "delivery": "post",
			"form": "dispatch", "telephone": "02-120",
		},
	})
	s.says(testkit.Coordinator, &documentShowCmd{Case: id.String()}, "도달한 때부터 5일 이내 · 우편으로 보냄")
	s.says(testkit.Coordinator, &documentPrintCmd{Case: id.String()}, "회신기한  도달한 때부터 5일 이내\n")
	for _, who := range []string{lead, head, bureau, planning, mayorOne} {
		var body map[string]any
		if who == planning {
			body = map[string]any{"agrees": true}
		}
		s.signs(who, body)
	}
	s.h.Step(t, id, testkit.Do{Verb: gov.VerbDispatch})
	task := s.h.TaskOf(t, testkit.Coordinator, gov.TaskAwaitReply)
	s.h.Act(t, testkit.Coordinator, task.ID, testkit.Do{Verb: gov.VerbArrive, Body: map[string]any{
		"unit": "lifelong-education-institute", "way": "post", "arrived_on": "2022-02-24",
	}})
	const due = "도달한 때부터 5일 이내(2022. 2. 28.까지, 법정 만료일 2022. 3. 2.)"
	s.says(testkit.Coordinator, &documentShowCmd{Case: id.String()}, due)
	s.says(testkit.Coordinator, &documentPrintCmd{Case: id.String()}, "회신기한  "+due)
	s.says(testkit.Coordinator, &documentBlockCmd{Case: id.String(), HTML: true}, "<p>회신기한: "+due+"</p>")
}

// TestTheLinesUnderWayAreListed: whose turn it is, since when, and who comes next.
func TestTheLinesUnderWayAreListed(t *testing.T) {
	t.Parallel()
	s, id := draftedAtDesk(t)
	rows := func(who string, c approvalsListCmd) []string {
		t.Helper()
		out := strings.Split(strings.TrimSpace(s.says(who, &c, "결재자")), "\n")
		for i := range out {
			out[i] = strings.Join(strings.Fields(out[i]), " ")
		}
		return out[1:]
	}
	list := rows(testkit.Coordinator, approvalsListCmd{})
	require.Len(t, list, 1)
	require.Contains(t, list[0], "평생교육지원팀장")
	require.Contains(t, list[0], "검토 0근무일")
	require.Contains(t, list[0], "1차 0회 평생교육과장 평생교육과")
	require.Contains(t, list[0], id.String())
	require.Len(t, rows(testkit.Coordinator, approvalsListCmd{Holder: lead}), 1)
	require.Empty(t, rows(testkit.Coordinator, approvalsListCmd{Holder: head}))
	s.says(testkit.Coordinator, &approvalsWatchCmd{Case: id.String()}, "알려 드립니다")
	require.Contains(t, rows(testkit.Coordinator, approvalsListCmd{Watched: true})[0], "◎ ")
	s.signs(lead, nil)
	require.Contains(t, rows(testkit.Coordinator, approvalsListCmd{})[0], "1차 0회 평생교육국장")
	require.NotContains(t, rows(testkit.Coordinator, approvalsListCmd{})[0], "부재")
	s.says(head, &leaveRecordCmd{From: gov.MustDate("2022-02-24"), To: gov.MustDate("2022-02-25"), Reason: "출장"})
	s.says(testkit.Coordinator, &delegationOrderCmd{Post: head, Deputies: []string{lead}, Reason: "지정"})
	require.Contains(t, rows(testkit.Coordinator, approvalsListCmd{})[0], "평생교육과장(부재), 평생교육지원팀장(직무대리)")
	s.h.Exec(t, "update holding set valid_to = '2022-02-23' where post_id = $1", head)
	require.Contains(t, rows(testkit.Coordinator, approvalsListCmd{})[0], "공석, 평생교육지원팀장(직무대리)")
}

// TestAnOutdatedHashIsAnsweredWithTheDifference: whether its first letters or all of it were typed.
func TestAnOutdatedHashIsAnsweredWithTheDifference(t *testing.T) {
	t.Parallel()
	s, _ := draftedAtDesk(t)
	seen := fmt.Sprintf("%x", testkit.One[[]byte](t, s.h, "select content_hash from case_file where kind = 'document'"))
	s.signs(lead, map[string]any{"edit": map[string]any{"title": "2022년 시행계획(안)"}})
	task := s.h.TaskOf(t, head, gov.TaskSign).ID.String()
	for _, hash := range []string{seen, seen[:8]} {
		_, err := s.types(head, &taskActCmd{Task: task, Verb: "review", Seen: hash})
		require.ErrorContains(t, err, `달라진 곳 /title: "2022년 시행계획" → "2022년 시행계획(안)"`, hash)
	}
	_, err := s.types(head, &taskActCmd{Task: task, Verb: "review", Seen: "00000000"})
	require.ErrorContains(t, err, "another hash now")
}

// TestAHoldSaysWhenItIsLookedAtAgain: a Saturday is moved, and whoever held the decision hears of it at once.
func TestAHoldSaysWhenItIsLookedAtAgain(t *testing.T) {
	t.Parallel()
	s, _ := draftedAtDesk(t)
	hold := func(day string) string {
		t.Helper()
		task := s.h.TaskOf(t, lead, gov.TaskSign)
		hash := testkit.One[string](t, s.h, "select encode(content_hash, 'hex') from case_file where kind = 'document'")
		return s.says(lead, &taskActCmd{
			Task: task.ID.String(), Verb: "hold", Reason: "자료 확인", ReviewOn: gov.MustDate(day), Seen: hash,
		})
	}
	require.Contains(t, hold("2022-02-26"), "다시 검토하는 날 2022. 2. 28.(월) (2022. 2. 26.(토)은 근무일이 아니어서 옮김)")
	said := hold("2022-03-02")
	require.Contains(t, said, "다시 검토하는 날 2022. 3. 2.(수)")
	require.NotContains(t, said, "옮김")
}
