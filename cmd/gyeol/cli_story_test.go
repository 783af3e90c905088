package main

import (
	"bytes"
	"context"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/api"
	"gyeol/gov"
	"gyeol/internal/auth"
	"gyeol/internal/cases"
	"gyeol/internal/intake"
	"gyeol/internal/testkit"
)

// seat is a person at a terminal: his commands speak HTTP to an office on a stepped day.
type seat struct {
	t   *testing.T
	url string
	h   *testkit.House
}

type days struct{ cases *cases.Service }

// OpenDay opens a day without workflows.
func (d days) OpenDay(ctx context.Context, day gov.Date) error {
	if err := d.cases.OpenDay(ctx, day); err != nil {
		return err
	}
	return d.cases.FinishDay(ctx, day)
}

type command interface {
	Run(ctx context.Context, g *Globals) error
}

// types runs a command as the person in a post and gives what it printed.
func (s seat) types(who string, c command) (string, error) {
	s.t.Helper()
	slug := testkit.One[string](s.t, s.h, "select slug from person where id = $1", s.h.Actor(s.t, who).Person)
	secret, _, err := intake.IssueToken(s.t.Context(), s.h.Pool, intake.TokenGrant{
		Person: slug, Name: "test",
		Scopes: []string{auth.ScopeOperator},
	})
	require.NoError(s.t, err)
	var out bytes.Buffer
	err = c.Run(s.t.Context(), &Globals{Server: s.url, Token: secret, Out: &out})
	return out.String(), err
}

func (s seat) says(who string, c command, words ...string) string {
	s.t.Helper()
	out, err := s.types(who, c)
	require.NoError(s.t, err)
	for _, w := range words {
		require.Contains(s.t, out, w)
	}
	return out
}

func TestAYearOnTheCommandLine(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2021-12-20")
	h.Cases.SetDays(days{h.Cases})
	srv := httptest.NewServer(api.New(api.Config{Cases: h.Cases, SignIn: auth.New(h.Pool)}))
	t.Cleanup(srv.Close)
	s := seat{t: t, url: srv.URL, h: h}

	s.says(testkit.Coordinator, &cycleOpenCmd{Name: "lifelong-education-plan", Year: 2022},
		"열기: 예정 → 진행 중 (2021-12-20")
	s.says(testkit.Coordinator, &cycleProgressCmd{}, "guideline", "2021. 12. 31.(금)", "교육부 시행계획 수립지침 접수")
	h.OpenStage(t, "guideline")
	list := s.says(testkit.Coordinator, &taskListCmd{Scope: "mine"}, "register", "접수 등록")
	id := strings.Fields(strings.Split(list, "\n")[1])[0]
	s.says(testkit.Coordinator, &taskShowCmd{Task: id}, "lifelong-education-plan-2022/guideline/",
		"행정업무의 운영 및 혁신에 관한 규정 제18조", `"receipt"`)
	_, err := s.types(testkit.Coordinator, &taskActCmd{Task: id, Verb: "approve"})
	require.ErrorContains(t, err, "act_not_open")
	s.says(testkit.Coordinator, &taskHandCmd{
		Task: id, Post: "lifelong-education-division.team-lead",
		Reason: "담당자 교육 참석",
	}, "과업 넘기기")
	s.says("lifelong-education-division.team-lead", &taskListCmd{Scope: "mine"}, id)
	require.NotContains(t, s.says(testkit.Coordinator, &taskListCmd{Scope: "mine"}), id)
	require.Equal(t, 1, testkit.One[int](t, h,
		"select count(*)::int from act where verb = 'hand_over_task' and from_state = to_state"))

	s.says(testkit.Coordinator, &approvalsListCmd{}, "결재자")
	h.Exec(t, "update wake set done_at = now()")
	s.says("system-operation.operator", &clockStepCmd{Days: 2}, "2021. 12. 21.(화)", "2021. 12. 22.(수)")
	s.says("system-operation.operator", &clockShowCmd{}, "2021. 12. 22.(수)")
	_, err = s.types("system-operation.operator", &clockJumpCmd{To: gov.MustDate("2025-01-02"), Reason: "사유"})
	require.ErrorContains(t, err, "process_open")
}
