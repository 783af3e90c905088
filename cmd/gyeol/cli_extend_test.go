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

// TestAnExtensionOnTheCommandLine: asked for, taken back, asked for again, granted to another day, and shown.
func TestAnExtensionOnTheCommandLine(t *testing.T) {
	t.Parallel()
	const officer = "lifelong-education-institute.officer"
	h := testkit.Seoul(t, "2022-01-07")
	srv := httptest.NewServer(api.New(api.Config{Cases: h.Cases, SignIn: auth.New(h.Pool)}))
	t.Cleanup(srv.Close)
	s := seat{t: t, url: srv.URL, h: h}
	h.OpenCycle(t, "lifelong-education-plan", 2022)
	h.OpenStage(t, "plans")
	fill := h.TaskOf(t, officer, gov.TaskFill).ID.String()
	until := gov.MustDate("2022-02-14")

	_, err := s.types(officer, &taskExtendCmd{Task: fill, Until: until})
	require.ErrorContains(t, err, "reason_required")
	s.says(officer, &taskExtendCmd{Task: fill, Until: until, Reason: "현장조사 반영"}, "기한 연장 요청: 요청됨 (")
	s.says(officer, &taskShowCmd{Task: fill}, "2022. 2. 4.(금) → 2022. 2. 14.(월)", "결정을 기다림")
	s.says(officer, &taskExtendCmd{Task: fill, Withdraw: true}, "연장 요청 철회")
	s.says(officer, &taskExtendCmd{Task: fill, Until: until, Reason: "현장조사 반영"})

	list := s.says(testkit.Coordinator, &taskListCmd{Scope: "mine", Kind: string(gov.TaskExtension)}, "연장 요청 검토")
	review := strings.Fields(strings.Split(list, "\n")[1])[0]
	s.says(testkit.Coordinator, &taskShowCmd{Task: review}, "현장조사 반영", "2022. 2. 9.(수)까지만 연장할 수 있습니다")
	_, err = s.types(testkit.Coordinator, &taskActCmd{Task: review, Verb: "grant_extension"})
	require.ErrorContains(t, err, "gate_closed")
	s.says(testkit.Coordinator, &taskActCmd{
		Task: review, Verb: "grant_extension", Until: gov.MustDate("2022-02-08"), Reason: "취합 일정에 맞춤",
	}, "연장 승인")
	s.says(officer, &taskShowCmd{Task: fill}, "2022. 2. 8.(화)까지 승인", "취합 일정에 맞춤", "요청한 기한 연장이")
}
