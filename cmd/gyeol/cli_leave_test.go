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
