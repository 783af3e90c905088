package cases_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/testkit"
)

// TestTheOwnerOfATokenIsToldTwoWeeksBeforeItEnds: once, in his digest, and only of what was made for longer and still
// holds.
func TestTheOwnerOfATokenIsToldTwoWeeksBeforeItEnds(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2022-01-03")
	open := func(day string) {
		t.Helper()
		h.SetToday(t, day)
		require.NoError(t, h.Cases.OpenDay(t.Context(), gov.MustDate(day)))
	}
	for name, ends := range map[string]string{
		"가까움": "now() + interval '13 days'", "멂": "now() + interval '20 days'", "지남": "now() - interval '1 day'",
		"없음": "null",
	} {
		h.Token(t, testkit.Coordinator)
		h.Exec(t, "update token set name = $1, created_at = now() - interval '90 days', expires_at = "+ends+
			" where name = 'test'", name)
	}
	h.Token(t, testkit.Coordinator)
	h.Exec(t, "update token set name = '짧음', expires_at = now() + interval '5 days' where name = 'test'")
	h.Token(t, testkit.Coordinator)
	h.Exec(t, `update token set name = '폐기', created_at = now() - interval '90 days', revoked_at = now(),
		expires_at = now() + interval '5 days' where name = 'test'`)
	open("2022-01-04")
	open("2022-01-05")
	require.Equal(t, "가까움", testkit.One[string](t, h,
		"select string_agg(params ->> 'title', ',') from notice where kind = 'token_expires' and state = 'held'"))
	require.Equal(t, h.Actor(t, testkit.Coordinator).Person, testkit.One[gov.PersonID](t, h,
		"select person_id from notice where kind = 'token_expires'"))
}
