package main

import (
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/api"
	"gyeol/internal/auth"
	"gyeol/internal/testkit"
)

func TestTheAddressOfACalendarIsPrintedRenewedAndEnded(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2021-12-20")
	sign, err := auth.NewFeeds([32]byte{7})
	require.NoError(t, err)
	srv := httptest.NewServer(api.New(api.Config{
		Cases: h.Cases, SignIn: auth.New(h.Pool), Feed: api.FeedConfig{Sign: sign, BaseURL: "https://gyeol.example"},
	}))
	t.Cleanup(srv.Close)
	s := seat{t: t, url: srv.URL, h: h}
	first := s.says(testkit.Coordinator, &calendarFeedCmd{}, "https://gyeol.example/calendar/feed/", ".ics")
	require.Equal(t, first, s.says(testkit.Coordinator, &calendarFeedCmd{}), "the same until it is renewed")
	second := s.says(testkit.Coordinator, &calendarFeedCmd{Renew: true})
	require.NotEqual(t, first, second)
	s.says(testkit.Coordinator, &calendarFeedCmd{End: true}, "폐기")
	require.NotEqual(t, second, s.says(testkit.Coordinator, &calendarFeedCmd{}))
}
