package main

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/api"
	"gyeol/gov"
	"gyeol/internal/auth"
	"gyeol/internal/testkit"
)

func TestALeaveOnTheCommandLine(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2022-02-24")
	srv := httptest.NewServer(api.New(api.Config{Cases: h.Cases, SignIn: auth.New(h.Pool)}))
	t.Cleanup(srv.Close)
	s := seat{t: t, url: srv.URL, h: h}
	const boss, lead, planning = "lifelong-education-division.head", "lifelong-education-division.team-lead", "planning-office.head"
	from, to := gov.MustDate("2022-02-24"), gov.MustDate("2022-02-25")
	firstID := func(out string) string { return strings.Fields(strings.Split(out, "\n")[1])[0] }

	s.says(lead, &leaveRehearseCmd{From: from, To: to}, "대리 없음", "처리할 사람이 없는 항목 1건")
	away := firstID(s.says(lead, &leaveRecordCmd{From: from, To: to, Reason: "출장"}, "2022. 2. 24.(목)", "출장"))
	s.says(boss, &leaveListCmd{Scope: "unit"}, away)
	given := firstID(s.says(lead, &delegationGiveCmd{
		Post: lead, Deputy: planning, From: from, To: to, Reason: "출장", Matters: []string{"implementation-plan.fix"},
	}, "implementation-plan.fix"))
	s.says(planning, &delegationListCmd{Scope: "received"}, given)
	s.says(boss, &delegationOrderCmd{Post: lead, Deputies: []string{planning}, Reason: "지정"}, planning)
	s.says(lead, &leaveRehearseCmd{From: from, To: to}, "직무대리", "처리할 사람이 없는 항목 0건")
	s.says(lead, &delegationRevokeCmd{ID: given, Reason: "복귀"}, "철회")
	s.says(lead, &leaveCancelCmd{ID: away, Reason: "복귀"}, "취소")
	_, err := s.types(lead, &leaveCancelCmd{ID: away, Reason: "복귀"})
	require.ErrorContains(t, err, "act_not_open")

	slug := testkit.One[string](t, h, "select slug from person where id = $1", h.Actor(t, lead).Person)
	out := s.says(boss, &transferMoveCmd{Person: slug, From: lead, Reason: "정기 인사"}, "인계인수서", "정기 인사")
	id := strings.Fields(out)[1]
	s.says(boss, &transferShowCmd{ID: id}, id)
	s.says(boss, &transferResumeCmd{ID: id}, id)
	s.says(boss, &transferListCmd{}, id)
}

// TestALeaveRehearsalOnTheCommandLine: what goes to whom on which days, where both are away, and what nobody else may
// do.
func TestALeaveRehearsalOnTheCommandLine(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2022-02-24")
	srv := httptest.NewServer(api.New(api.Config{Cases: h.Cases, SignIn: auth.New(h.Pool)}))
	t.Cleanup(srv.Close)
	s := seat{t: t, url: srv.URL, h: h}
	const boss, lead, planning = "lifelong-education-division.head", "lifelong-education-division.team-lead", "planning-office.head"
	h.OpenCycle(t, "lifelong-education-plan", 2022)
	h.Exec(t, `update stage set decided_on = '2022-01-01'
		where key in ('request', 'plans', 'compilation', 'coordination', 'superintendent', 'council')`)
	h.OpenStage(t, "decision")
	h.Act(t, testkit.Coordinator, h.TaskOf(t, testkit.Coordinator, gov.TaskDraft).ID, testkit.Do{
		Verb: gov.VerbSubmit, Body: map[string]any{
			"title": "2022년 시행계획", "body": map[string]any{"text": "확정하고자 합니다."}, "retention": "10",
			"function_code": "평생교육기획", "classification_path": []string{"교육", "평생교육"}, "licence": "kogl-1",
		},
	})
	from, to := gov.MustDate("2022-02-24"), gov.MustDate("2022-03-02")
	s.says(boss, &delegationGiveCmd{
		Post: boss, Deputy: planning, From: from, To: gov.MustDate("2022-02-25"), Reason: "출장",
		Matters: []string{"implementation-plan.fix"},
	})
	s.says(boss, &delegationOrderCmd{Post: boss, Deputies: []string{lead}, Reason: "지정"})
	s.says(lead, &leaveRecordCmd{From: gov.MustDate("2022-02-28"), To: gov.MustDate("2022-02-28"), Reason: "휴가"})
	out := strings.Join(strings.Fields(s.says(boss, &leaveRehearseCmd{From: from, To: to})), " ")
	for _, want := range []string{
		"직위 2022. 2. 24.(목) ~ 2022. 2. 27.(일) 직무대리 평생교육지원팀장 평생교육지원팀장 평생교육과장",
		"직위 2022. 2. 28.(월) ~ 2022. 2. 28.(월) 대리도 부재 평생교육지원팀장 평생교육과장",
		"결재란 2022. 2. 24.(목) ~ 2022. 2. 25.(금) 대결(위임) 기획조정실장 기획조정실장 2022년 시행계획",
		"결재란 2022. 2. 26.(토) ~ 2022. 2. 27.(일) 직무대리 평생교육지원팀장 평생교육지원팀장 2022년 시행계획",
		"결재란 2022. 2. 28.(월) ~ 2022. 2. 28.(월) 대리도 부재 평생교육지원팀장 2022년 시행계획",
		"위원 위임 불가 시·교육청 정례회의",
		"처리할 사람이 없는 항목 2건",
	} {
		require.Contains(t, out, want)
	}
	h.Exec(t, "update document set undelegable = true")
	s.says(lead, &leaveRehearseCmd{From: from, To: to}, "위임 불가 업무", "대리 없음")
	s.says(boss, &leaveRehearseCmd{From: gov.MustDate("2022-02-26"), To: gov.MustDate("2022-02-27")}, "항목 0건")
}

// TestARecordedLeaveSaysWhatNobodyCanSeeTo: while there is time to name somebody.
func TestARecordedLeaveSaysWhatNobodyCanSeeTo(t *testing.T) {
	t.Parallel()
	s, _ := draftedAtDesk(t)
	from, to := gov.MustDate("2022-02-24"), gov.MustDate("2022-02-25")
	out := s.says(lead, &leaveRecordCmd{From: from, To: to, Reason: "출장"}, "다른 사람이 처리할 수 없는 일", "처리할 사람이 없는 항목 2건")
	require.Contains(t, strings.Join(strings.Fields(out), " "),
		"과업 2022. 2. 24.(목) ~ 2022. 2. 25.(금) 대리 없음 2022년 시행계획 — 결재")
	s.says(head, &delegationOrderCmd{Post: head, Deputies: []string{lead}, Reason: "지정"})
	from, to = gov.MustDate("2022-03-02"), gov.MustDate("2022-03-03")
	out = s.says(head, &leaveRecordCmd{From: from, To: to, Reason: "휴가"}, "처리할 사람이 없는 항목 0건")
	require.NotContains(t, out, "다른 사람이 처리할 수 없는 일")
}

// TestADelegationSaysWhoGaveIt: not always the one for whom it is.
func TestADelegationSaysWhoGaveIt(t *testing.T) {
	t.Parallel()
	s, _ := draftedAtDesk(t)
	giver := testkit.One[string](t, s.h, "select slug from person where id = $1",
		s.h.Actor(t, testkit.Coordinator).Person)
	day := gov.MustDate("2022-02-25")
	s.says(testkit.Coordinator, &delegationGiveCmd{Post: head, Deputy: lead, From: day, To: day, Reason: "출장"})
	s.says(lead, &delegationListCmd{Scope: "received"}, "준 사람", giver, "2022. 2. 24.(목)")
}
