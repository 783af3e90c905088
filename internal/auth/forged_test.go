package auth_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/auth"
	"gyeol/internal/testkit"
)

// liar is a provider that answers with whatever ID token a test gives it.
type liar struct {
	*kept

	sign   *auth.Sign
	issuer string
	key    *rsa.PrivateKey
	token  string // what it answers a code with
}

func startLiar(t *testing.T) *liar {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	l := &liar{kept: keep(t), key: key}
	mux := http.NewServeMux()
	srv := httptest.NewServer(mux)
	t.Cleanup(srv.Close)
	l.issuer = srv.URL
	answers := func(path string, of func() any) {
		mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			_ = json.NewEncoder(w).Encode(of()) // the test has gone
		})
	}
	answers("/.well-known/openid-configuration", func() any {
		return map[string]any{
			"issuer": l.issuer, "authorization_endpoint": l.issuer + "/auth", "token_endpoint": l.issuer + "/token",
			"jwks_uri": l.issuer + "/keys", "end_session_endpoint": "http://elsewhere.example/out",
			"id_token_signing_alg_values_supported": []string{"RS256", "HS256", "none"},
		}
	})
	answers("/keys", func() any {
		return jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{
			Key: &key.PublicKey, KeyID: "k", Algorithm: "RS256",
			Use: "sig",
		}}}
	})
	answers("/token", func() any {
		return map[string]any{"access_token": "a", "token_type": "Bearer", "id_token": l.token}
	})
	p, err := auth.NewProvider(auth.ProviderConfig{Issuer: l.issuer, ClientID: "gyeol", Base: "https://gyeol.example"})
	require.NoError(t, err)
	require.NoError(t, p.Find(t.Context()))
	l.sign, err = auth.NewSign(p, l.Keeper, [32]byte{1})
	require.NoError(t, err)
	return l
}

// signed is a token in our provider's name.
func signed(t *testing.T, alg jose.SignatureAlgorithm, key any, claims map[string]any) string {
	t.Helper()
	s, err := jose.NewSigner(jose.SigningKey{Algorithm: alg, Key: key}, (&jose.SignerOptions{}).WithHeader("kid", "k"))
	require.NoError(t, err)
	text, err := json.Marshal(claims)
	require.NoError(t, err)
	j, err := s.Sign(text)
	require.NoError(t, err)
	out, err := j.CompactSerialize()
	require.NoError(t, err)
	return out
}

// comes leaves for the provider, has the token made for that sign-in, and comes back.
func (l *liar) comes(t *testing.T, token func(nonce string) string) error {
	t.Helper()
	leaving, err := l.sign.Begin("/", gov.PersonID{})
	require.NoError(t, err)
	u, err := url.Parse(leaving.URL)
	require.NoError(t, err)
	l.token = token(u.Query().Get("nonce"))
	v := auth.Visitor{Address: "10.0.0.1", Shown: shows(leaving.Cookie)}
	_, err = l.sign.End(t.Context(), v, url.Values{"state": {u.Query().Get("state")}, "code": {"c"}})
	return err
}

func TestAForgedIDTokenOpensNothing(t *testing.T) {
	t.Parallel()
	l := startLiar(t)
	slug := testkit.One[string](t, l.House,
		"select p.slug from person p join holding h on h.person_id = p.id where h.post_id = $1", testkit.Coordinator)
	other, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	public, err := x509.MarshalPKIXPublicKey(&l.key.PublicKey)
	require.NoError(t, err)
	now := time.Now().Unix()
	claims := func(nonce string, change map[string]any) map[string]any {
		c := map[string]any{
			"iss": l.issuer, "aud": "gyeol", "sub": "subject-1", "iat": now, "exp": now + 300, "nonce": nonce,
			"preferred_username": slug,
		}
		maps.Copy(c, change)
		return c
	}
	with := func(change map[string]any) func(string) string {
		return func(nonce string) string { return signed(t, jose.RS256, l.key, claims(nonce, change)) }
	}
	none := func(nonce string) string {
		text, err := json.Marshal(claims(nonce, nil))
		require.NoError(t, err)
		enc := base64.RawURLEncoding
		return enc.EncodeToString([]byte(`{"alg":"none","kid":"k"}`)) + "." + enc.EncodeToString(text) + "."
	}
	good := with(nil)
	for name, token := range map[string]func(string) string{
		"no algorithm":    none,
		"a key of HMAC":   func(n string) string { return signed(t, jose.HS256, public, claims(n, nil)) },
		"another's key":   func(n string) string { return signed(t, jose.RS256, other, claims(n, nil)) },
		"truncated":       func(n string) string { g := good(n); return g[:len(g)-5] },
		"no signature":    func(n string) string { g := good(n); return g[:strings.LastIndex(g, ".")+1] },
		"changed inside":  func(n string) string { return strings.Replace(good(n), ".", ".A", 1) },
		"oversized":       with(map[string]any{"x": strings.Repeat("x", 20<<10)}),
		"none at all":     func(string) string { return "" },
		"expired":         with(map[string]any{"exp": now - 120}),
		"from the future": with(map[string]any{"iat": now + 120}),
		"not yet":         with(map[string]any{"nbf": now + 120}),
		"another party":   with(map[string]any{"aud": "other"}), "for two": with(map[string]any{"aud": []string{
			"gyeol",
			"other",
		}}),
		"issued to another": with(map[string]any{"azp": "other"}),
		"another issuer":    with(map[string]any{"iss": "https://x.example"}),
		"another sign-in":   with(map[string]any{"nonce": "x"}), "no sign-in": with(map[string]any{"nonce": ""}),
		"nobody": with(map[string]any{"sub": ""}), "a long name": with(map[string]any{"sub": strings.Repeat("x", 256)}),
		"no name":            with(map[string]any{"preferred_username": 7}),
		"a name with a mark": with(map[string]any{"preferred_username": slug + "\u0000"}),
	} {
		require.ErrorIs(t, l.comes(t, token), auth.ErrNotSignedIn, name)
	}
	require.Zero(t, testkit.One[int](t, l.House, "select count(*)::int from session"))
	require.Zero(t, testkit.One[int](t, l.House, "select count(*)::int from audit_entry where kind = 'session'"))
	require.NoError(t, l.comes(t, good))
	require.NoError(t, l.comes(t, with(map[string]any{"exp": now - 30, "nbf": now + 30, "iat": now + 30})),
		"within the skew")
	require.Empty(t, l.sign.SignedOutURL(), "a place without TLS is sent nobody")
}

func TestAProviderEndsSessionsOfWhoeverSignedOutThere(t *testing.T) {
	t.Parallel()
	l := startLiar(t)
	slug := testkit.One[string](t, l.House,
		"select p.slug from person p join holding h on h.person_id = p.id where h.post_id = $1", testkit.Coordinator)
	now := time.Now().Unix()
	require.NoError(t, l.comes(t, func(nonce string) string {
		return signed(t, jose.RS256, l.key, map[string]any{
			"iss": l.issuer, "aud": "gyeol", "sub": "subject-1", "iat": now, "exp": now + 300, "nonce": nonce,
			"sid":                "s1",
			"preferred_username": slug,
		})
	}))
	stands := func() int {
		return testkit.One[int](t, l.House, "select count(*)::int from session where revoked_at is null")
	}
	event := map[string]any{"http://schemas.openid.net/event/backchannel-logout": map[string]any{}}
	out := func(change map[string]any) string {
		c := map[string]any{
			"iss": l.issuer, "aud": "gyeol", "iat": now, "exp": now + 120, "jti": "j", "events": event,
			"sub": "subject-1",
		}
		maps.Copy(c, change)
		return signed(t, jose.RS256, l.key, c)
	}
	for name, token := range map[string]string{
		"another party": out(map[string]any{"aud": "x"}), "no event": out(map[string]any{"events": map[string]any{}}),
		"an ID token": out(map[string]any{"nonce": "n"}), "expired": out(map[string]any{"exp": now - 120}), "none": "",
		"of another issuer": out(map[string]any{"iss": "https://x.example"}),
	} {
		require.ErrorIs(t, l.sign.SignedOut(t.Context(), l.Keeper, token), auth.ErrUnauthenticated, name)
	}
	require.NoError(t, l.sign.SignedOut(t.Context(), l.Keeper, out(map[string]any{"sub": "subject-2"})))
	require.NoError(t, l.sign.SignedOut(t.Context(), l.Keeper, out(map[string]any{"sid": "s2"})))
	require.Equal(t, 1, stands(), "others stay")
	require.NoError(t, l.sign.SignedOut(t.Context(), l.Keeper, out(map[string]any{"sid": "s1", "sub": ""})))
	require.Zero(t, stands())
}

func FuzzNoBytesMakeAReturnPanicOrComeIn(f *testing.F) {
	p, err := auth.NewProvider(auth.ProviderConfig{
		Issuer: "https://id.example", ClientID: "x",
		Base: "https://gyeol.example",
	})
	require.NoError(f, err)
	k := auth.NewKeeper(auth.Config{Base: "https://gyeol.example"})
	s, err := auth.NewSign(p, k, [32]byte{1})
	require.NoError(f, err)
	f.Add("AAAA", "/tasks")
	f.Add("", `//evil.example`)
	f.Fuzz(func(t *testing.T, sealed, back string) {
		require.False(t, s.Opens(sealed), "nothing that we did not seal opens")
		require.True(t, strings.HasPrefix(auth.LocalPath(back), "/"))
		require.False(t, strings.HasPrefix(auth.LocalPath(back), "//"))
	})
}
