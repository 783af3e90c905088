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

// sit opens a year in Seoul and seats somebody at a terminal.
func sit(t *testing.T) seat {
	t.Helper()
	h := testkit.Seoul(t, "2021-12-20")
	srv := httptest.NewServer(api.New(api.Config{Cases: h.Cases, SignIn: auth.New(h.Pool)}))
	t.Cleanup(srv.Close)
	h.OpenCycle(t, "lifelong-education-plan", 2022)
	return seat{t: t, url: srv.URL, h: h}
}

func TestAStoppedProcessIsListedAndResumed(t *testing.T) {
	t.Parallel()
	s := sit(t)
	require.NotContains(t, s.says(testkit.Coordinator, &processListCmd{State: "stopped"}), "담당 직위가 없습니다.")
	id := s.h.Stage(t, "guideline").Process
	require.NoError(t, s.h.Cases.Stop(t.Context(), gov.Halt{Process: id, Code: gov.CodeNoRule, Text: "담당 직위가 없습니다."}))
	s.says(testkit.Coordinator, &processListCmd{State: "stopped"}, id.String(), "stopped", "담당 직위가 없습니다.")
	task := strings.Fields(strings.Split(s.says(testkit.Coordinator, &taskListCmd{Scope: "mine", Kind: "stopped"}), "\n")[1])[0]
	s.says(testkit.Coordinator, &processResumeCmd{ID: task, Key: "resume-guideline"}, id.String())
	s.says(testkit.Coordinator, &processResumeCmd{ID: id.String(), Key: "resume-guideline"}, id.String())
	require.Equal(t, 1, testkit.One[int](t, s.h, "select count(*)::int from wake where cause = 'resumed'"), "once under its key")
	require.NotContains(t, s.says(testkit.Coordinator, &processListCmd{State: "stopped"}), id.String())
	_, err := s.types(testkit.Coordinator, &processResumeCmd{ID: "x"})
	require.ErrorContains(t, err, "unknown_id")
}

func TestAnActNamesTheStateThatWasSeen(t *testing.T) {
	t.Parallel()
	s := sit(t)
	s.h.OpenStage(t, "guideline")
	id := strings.Fields(strings.Split(s.says(testkit.Coordinator, &taskListCmd{Scope: "mine"}), "\n")[1])[0]
	act := &taskActCmd{
		Task: id, Verb: "register", IfMatch: `"7.7"`,
		Body: `{"external_number":"교육부-311","received_title":"수립지침"}`,
	}
	_, err := s.types(testkit.Coordinator, act)
	require.ErrorContains(t, err, "stale_content")
	_, seen, _ := strings.Cut(s.says(testkit.Coordinator, &taskShowCmd{Task: id}), "ETag")
	act.IfMatch = strings.Fields(seen)[0]
	s.says(testkit.Coordinator, act, "접수: 접수 대기 → 처리됨")
}
