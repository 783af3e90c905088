package main

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/api"
	"gyeol/internal/auth"
	"gyeol/internal/testkit"
)

func TestATokenOfOnesOwnIsMadeListedAndEndedByCommands(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2021-12-20")
	srv := httptest.NewServer(api.New(api.Config{Cases: h.Cases, SignIn: auth.New(h.Pool)}))
	t.Cleanup(srv.Close)
	s := seat{t: t, url: srv.URL, h: h}
	made := s.says(testkit.Coordinator, &tokenMakeCmd{Name: "시험 토큰", Days: 5, ReadOnly: true}, "gyeol_")
	listed := s.says(testkit.Coordinator, &tokenListCmd{}, "시험 토큰", "read-only", "곧 만료")
	require.NotContains(t, listed, strings.TrimSpace(made))
	id := testkit.One[string](t, h, "select id::text from token where name = '시험 토큰'")
	s.says(testkit.Coordinator, &tokenEndCmd{ID: id}, "폐기")
	require.NotContains(t, s.says(testkit.Coordinator, &tokenListCmd{}), "시험 토큰")

	_, err := auth.New(h.Pool).Open(t.Context(), auth.Visitor{Address: "10.9.8.7"},
		auth.Opening{Person: h.Actor(t, testkit.Coordinator).Person, How: auth.HowOIDC})
	require.NoError(t, err)
	s.says(testkit.Coordinator, &sessionListCmd{}, "oidc", "10.9.8.7")
	s.says(testkit.Coordinator, &sessionEndCmd{All: true}, "로그인 1건")
	require.NotContains(t, s.says(testkit.Coordinator, &sessionListCmd{}), "oidc")
}
