package auth_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/auth"
	"gyeol/internal/intake"
	"gyeol/internal/testkit"
)

func TestATokenSpeaksForItsPersonUntilItIsRevoked(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2021-12-20")
	tokens, ctx := auth.New(h.Pool), t.Context()
	slug := testkit.One[string](t, h,
		"select p.slug from person p join holding h on h.person_id = p.id where h.post_id = $1", testkit.Coordinator)
	secret, id, err := intake.IssueToken(ctx, h.Pool, intake.TokenGrant{
		Person: slug, Name: "시험",
		Scopes: []string{auth.ScopeOperator},
	})
	require.NoError(t, err)
	p, err := tokens.SignIn(ctx, auth.Bearer(secret))
	require.NoError(t, err)
	require.Equal(t, slug, p.Slug)
	require.Equal(t, h.Actor(t, testkit.Coordinator).Person, p.ID)
	require.True(t, p.Has(auth.ScopeOperator))
	require.False(t, p.Has("nothing"))
	require.NoError(t, intake.RevokeToken(ctx, h.Pool, id))
	_, err = tokens.SignIn(ctx, auth.Bearer(secret))
	testkit.MustRefuse(t, gov.CodeUnauthenticated, err)
}

func TestEveryWrongTokenGetsTheSameAnswer(t *testing.T) {
	t.Parallel()
	tokens := auth.New(testkit.Seoul(t, "2021-12-20").Pool)
	for _, header := range []string{
		"", "Bearer", "Bearer ", "Bearer x", "Basic gyeol_" + strings.Repeat("A", 43), "gyeol_" + strings.Repeat("A",
			43),
		"Bearer gyeol_" + strings.Repeat("A", 42), "Bearer gyeol_" + strings.Repeat("A",
			44), "Bearer gyeol_" + strings.Repeat("A", 43),
		"Bearer gyeol_" + strings.Repeat("!", 43), "Bearer gyeol_" + strings.Repeat("A",
			42) + "B", "Bearer GYEOL_" + strings.Repeat("A", 43),
	} {
		_, err := tokens.SignIn(t.Context(), auth.Shown{Authorization: []string{header}})
		require.Equal(t, auth.ErrUnauthenticated, err, header)
	}
}

// TestATokenOfWhoeverHasLeftOpensNothing: it ends with the last post, seat and open task, as sessions do.
func TestATokenOfWhoeverHasLeftOpensNothing(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2021-12-20")
	k, ctx, post := auth.New(h.Pool), t.Context(), "gangnam-gu.officer"
	secret, person := h.Token(t, post), h.Actor(t, post).Person
	p, err := k.SignIn(ctx, auth.Bearer(secret))
	require.NoError(t, err)
	h.Exec(t, "update holding set valid_to = '2021-12-19' where person_id = $1", person)
	_, err = k.SignIn(ctx, auth.Bearer(secret))
	require.Equal(t, auth.ErrUnauthenticated, err)
	require.Equal(t, auth.ErrUnauthenticated, k.Stands(ctx, p), "and so do its streams")
	h.Exec(t, "update holding set valid_to = null where person_id = $1", person)
	_, err = k.SignIn(ctx, auth.Bearer(secret))
	require.NoError(t, err)
}

func TestATokenTellsTheHourInWhichItWasLastUsed(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2021-12-20")
	k, ctx := auth.New(h.Pool), t.Context()
	secret := h.Token(t, testkit.Coordinator)
	seen := func() *time.Time { return testkit.One[*time.Time](t, h, "select last_used_at from token") }
	require.Nil(t, seen())
	_, err := k.SignIn(ctx, auth.Bearer(secret))
	require.NoError(t, err)
	first := seen()
	require.NotNil(t, first)
	_, err = k.SignIn(ctx, auth.Bearer(secret))
	require.NoError(t, err)
	require.Equal(t, first, seen(), "most requests write nothing")
	h.Exec(t, "update token set last_used_at = now() - interval '61 minutes'")
	_, err = k.SignIn(ctx, auth.Bearer(secret))
	require.NoError(t, err)
	require.WithinDuration(t, time.Now(), *seen(), time.Minute)
}
