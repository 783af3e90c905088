package intake_test

import (
	"crypto/sha256"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/intake"
	"gyeol/internal/testkit"
)

func TestATokenIsKeptAsItsHash(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2022-01-03")
	grant := intake.TokenGrant{
		Person: testkit.Coordinator, Name: "시험", Scopes: []string{"act", "read"}, Expires: time.Now().Add(time.Hour),
	}
	secret, id, err := intake.IssueToken(t.Context(), h.Pool, grant)
	require.NoError(t, err)
	require.True(t, strings.HasPrefix(secret, intake.TokenPrefix))
	require.Len(t, secret, len(intake.TokenPrefix)+43, "256 bits in base64url")
	sum := sha256.Sum256([]byte(secret))
	require.Equal(t, sum[:], testkit.One[[]byte](t, h, "select hash from token where id = $1", id))
	require.Equal(t, grant.Scopes, testkit.One[[]string](t, h, "select scopes from token where id = $1", id))
	other, _, err := intake.IssueToken(t.Context(), h.Pool, intake.TokenGrant{Person: testkit.Coordinator, Name: "시험"})
	require.NoError(t, err)
	require.NotEqual(t, secret, other)

	require.NoError(t, intake.RevokeToken(t.Context(), h.Pool, id))
	require.NoError(t, intake.RevokeToken(t.Context(), h.Pool, id))
	require.Equal(t, 1, testkit.One[int](t, h, "select count(*) from token where revoked_at is not null"))
	require.Equal(t, 3, testkit.One[int](t, h, "select count(*) from audit_entry where kind = 'token'"))
}

func TestTokensThatCannotBeAreRefused(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2022-01-03")
	for _, c := range []struct {
		grant intake.TokenGrant
		code  gov.Code
	}{
		{intake.TokenGrant{Person: "nobody", Name: "x"}, gov.CodeNotFound},
		{intake.TokenGrant{Person: testkit.Coordinator}, gov.CodeInvalid},
		{intake.TokenGrant{Person: testkit.Coordinator, Name: "x", Expires: time.Now().Add(-time.Second)}, gov.CodeInvalid},
	} {
		_, _, err := intake.IssueToken(t.Context(), h.Pool, c.grant)
		testkit.MustRefuse(t, c.code, err)
	}
	testkit.MustRefuse(t, gov.CodeNotFound, intake.RevokeToken(t.Context(), h.Pool, gov.NewTokenID()))
	require.Zero(t, testkit.One[int](t, h, "select count(*) from token"))
}
