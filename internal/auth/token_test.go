package auth_test

import (
	"strings"
	"testing"

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
