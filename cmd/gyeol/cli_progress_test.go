package main

import (
	"bytes"
	"encoding/json"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/api"
	"gyeol/internal/auth"
	"gyeol/internal/intake"
	"gyeol/internal/testkit"
)

func TestTheProgressOfAYearIsReadInATerminal(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2027-01-11")
	srv := httptest.NewServer(api.New(api.Config{Cases: h.Cases, SignIn: auth.New(h.Pool)}))
	t.Cleanup(srv.Close)
	s := seat{t: t, url: srv.URL, h: h}
	h.OpenCycle(t, "lifelong-education-plan", 2027)
	h.OpenStage(t, "plans")
	h.SetToday(t, "2027-01-15")

	out := s.says(testkit.Coordinator, &cycleProgressCmd{}, "제출까지: 목표 2027. 2. 26.(금)", "법정 2027. 3. 2.(화)", "빠듯한 길",
		"council", "2027. 2. 5.(금)까지", "기다리는 곳", "강남구", "요청됨 4일", "강동구 담당")
	var grid []string
	for line := range strings.Lines(out) {
		if strings.Contains(line, "요청됨") {
			grid = append(grid, line)
		}
	}
	require.Greater(t, len(grid), 25)
	column := func(line string) int { return cells(line[:strings.Index(line, "요청됨")]) }
	for _, line := range grid {
		require.Equal(t, column(grid[0]), column(line), "the columns stand straight in Hangul")
	}
	s.says(testkit.Coordinator, &cycleProgressCmd{Units: true}, "강남구", "plans", "요청됨", "2027-01-11")

	boss := h.Actor(t, testkit.Coordinator).Person
	secret, _, err := intake.IssueToken(t.Context(), h.Pool, intake.TokenGrant{
		Person: testkit.One[string](t, h, "select slug from person where id = $1", boss), Name: "test",
	})
	require.NoError(t, err)
	var raw bytes.Buffer
	asJSON := &Globals{Server: srv.URL, Token: secret, Out: &raw, JSON: true}
	require.NoError(t, (&cycleProgressCmd{}).Run(t.Context(), asJSON))
	var read struct {
		Stages, Matrix, Waiting []map[string]any
		Path                    struct {
			Days  int
			Chain []string
		}
	}
	require.NoError(t, json.Unmarshal(raw.Bytes(), &read))
	require.NotEmpty(t, read.Stages)
	require.NotEmpty(t, read.Matrix)
	require.NotEmpty(t, read.Waiting)
	require.Equal(t, "ministry", read.Path.Chain[len(read.Path.Chain)-1])
}
