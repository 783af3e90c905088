package auth_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/auth"
	"gyeol/internal/testkit"
)

// door is a way in at which something is shown.
type door struct {
	name   string
	valid  string                                       // what opens it, once
	shows  func(ctx context.Context, what string) error // what becomes of showing it
	twice  func(ctx context.Context, what string) error // in two headers or cookies; nil: it has one place only
	counts bool                                         // the door itself counts the address of whoever is refused
}

// doors are all of an office: an API token, the cookie of a session, the link of an invitation, its number, a code of
// an authenticator, and the name that the gateway vouches for.
func doors(t *testing.T, h *heard) []door {
	t.Helper()
	c, err := h.Open(t.Context(), auth.Visitor{Address: "10.0.0.1"},
		auth.Opening{Person: h.Actor(t, testkit.Coordinator).Person, How: auth.HowOIDC})
	require.NoError(t, err)
	token, d := h.Token(t, testkit.Coordinator), h.invited(t, "")
	link := strings.TrimPrefix(d.Link, "https://gyeol.example/invite/")
	signIn := func(ctx context.Context, s auth.Shown) error { _, err := h.SignIn(ctx, s); return err }
	accept := func(ctx context.Context, secret, number string) error {
		_, err := h.Accept(ctx, auth.Visitor{Address: "192.0.2.7"}, h.invites,
			auth.Acceptance{Secret: secret, Number: number, Pledged: true, Consent: true})
		return err
	}
	cookie := func(v string) *http.Cookie { return sent("__Host-gyeol", v) }
	return []door{
		{name: "token", valid: token, shows: func(ctx context.Context, w string) error {
			return signIn(ctx, auth.Bearer(w))
		}, twice: func(ctx context.Context, w string) error {
			return signIn(ctx, auth.Shown{Authorization: []string{"Bearer " + w, "Bearer " + w}})
		}},
		{name: "cookie", valid: c.Value, shows: func(ctx context.Context, w string) error {
			return signIn(ctx, shows(cookie(w)))
		}, twice: func(ctx context.Context, w string) error { return signIn(ctx, shows(cookie(w), cookie(w))) }},
		{name: "link", valid: link, counts: true, shows: func(ctx context.Context, w string) error {
			return accept(ctx, w, d.Number)
		}},
		{
			name: "vouched name", counts: true, valid: testkit.One[string](t, h.House,
				"select slug from person where id = $1", h.Actor(t, testkit.Coordinator).Person),
			shows: func(ctx context.Context, w string) error {
				_, err := h.OpenVouched(ctx, auth.Visitor{Address: "192.0.2.7", Shown: auth.Shown{Vouched: w}})
				return err
			},
		},
	}
}

// twist makes something hostile of what opens a door.
var twists = map[string]func(string) string{
	"empty":              func(string) string { return "" },
	"forged":             func(s string) string { return flip(s, len(s)-5) },
	"truncated":          func(s string) string { return s[:len(s)-1] },
	"longer by one":      func(s string) string { return s + "A" },
	"oversized":          func(s string) string { return s + strings.Repeat("A", 1<<20) },
	"in capital letters": strings.ToUpper,
	"with a blank":       func(s string) string { return " " + s },
	"a line break":       func(s string) string { return s + "\r\nX-Gateway-User: x" },
	"a letter that looks like another": func(s string) string {
		return strings.Replace(strings.Replace(s, "o", "о", 1), "e", "е", 1) // Cyrillic
	},
	"full-width":     func(s string) string { return strings.Map(wide, s) },
	"a quote":        func(s string) string { return s + "' or '1'='1" },
	"no UTF-8":       func(s string) string { return s[:3] + "\xff\xfe" + s[3:] },
	"another prefix": func(s string) string { return "gyeolx_" + strings.TrimPrefix(s, "gyeol_") },
}

func flip(s string, at int) string {
	b := []byte(s)
	if b[at]++; b[at] > 'z' || b[at] == '[' || b[at] == ':' {
		b[at] = 'a'
	}
	return string(b)
}

func wide(r rune) rune {
	if r > ' ' && r < 0x7f {
		return r + 0xfee0
	}
	return r
}

// TestWhateverIsShownAtADoorIsRefusedAlike: forged, truncated, oversized, doubled, look-alike: at each door one answer
// to all of it, nothing of it is kept, and the door that counts for itself counts each once. What is right opens.
func TestWhateverIsShownAtADoorIsRefusedAlike(t *testing.T) {
	t.Parallel()
	h := listen(t)
	ctx := t.Context()
	for _, d := range doors(t, h) {
		entries := testkit.One[int](t, h.House, "select count(*)::int from audit_entry")
		counted := func() int {
			return testkit.One[int](t, h.House, "select coalesce(sum(count), 0)::int from refused_address")
		}
		said := map[string]bool{}
		tries := 0
		for name, twist := range twists {
			before := counted()
			err := d.shows(ctx, twist(d.valid))
			require.Equal(t, gov.CodeUnauthenticated, gov.CodeOf(err), "%s at %s: %v", name, d.name, err)
			said[err.Error()] = true
			tries++
			if d.counts {
				require.Equal(t, before+1, counted(), "%s at %s is counted once", name, d.name)
			}
		}
		if d.twice != nil {
			require.Equal(t, gov.CodeUnauthenticated, gov.CodeOf(d.twice(ctx, d.valid)), "twice at %s", d.name)
		}
		require.Len(t, said, 1, "%s says one thing to %d tries: %v", d.name, tries, said)
		require.Equal(t, entries, testkit.One[int](t, h.House, "select count(*)::int from audit_entry"),
			"%s: strangers fill no record", d.name)
		require.NoError(t, d.shows(ctx, d.valid), d.name)
		if d.name == "link" {
			require.Equal(t, gov.CodeUnauthenticated, gov.CodeOf(d.shows(ctx, d.valid)), "replayed")
		}
	}
}
