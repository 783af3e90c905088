package auth_test

import (
	"context"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/auth"
	"gyeol/internal/testkit"
)

// scribe writes down the first word of every statement that reaches the database.
type scribe struct {
	mu    sync.Mutex
	words []string
}

func (s *scribe) write(sql string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for line := range strings.Lines(sql) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "--") {
			s.words = append(s.words, strings.Fields(line)[0])
			return
		}
	}
}

// TraceQueryStart is told of a statement.
func (s *scribe) TraceQueryStart(ctx context.Context, _ *pgx.Conn, d pgx.TraceQueryStartData) context.Context {
	s.write(d.SQL)
	return ctx
}

// TraceQueryEnd is told nothing that matters.
func (*scribe) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

// TraceBatchStart is told of a batch.
func (*scribe) TraceBatchStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceBatchStartData) context.Context {
	return ctx
}

// TraceBatchQuery is told of a statement in a batch.
func (s *scribe) TraceBatchQuery(_ context.Context, _ *pgx.Conn, d pgx.TraceBatchQueryData) {
	s.write(d.SQL)
}

// TraceBatchEnd is told nothing that matters.
func (*scribe) TraceBatchEnd(context.Context, *pgx.Conn, pgx.TraceBatchEndData) {}

// heard is an office whose keeper's statements are written down.
type heard struct {
	*testkit.House
	*auth.Keeper

	invites auth.Invites
	scribe  scribe
}

func listen(t *testing.T) *heard {
	t.Helper()
	h := &heard{House: testkit.Seoul(t, "2022-01-03")}
	c := h.Pool.Config().Copy()
	c.ConnConfig.Tracer = &h.scribe
	pool, err := pgxpool.NewWithConfig(t.Context(), c)
	require.NoError(t, err)
	t.Cleanup(pool.Close)
	h.invites, err = auth.NewInvites([32]byte{1}, "https://gyeol.example")
	require.NoError(t, err)
	h.Keeper = auth.NewKeeper(auth.Config{Pool: pool, Base: "https://gyeol.example"})
	return h
}

// statements are those that a try causes; the end of a transaction is one word, whichever way it ends.
func (h *heard) statements(t *testing.T, try func() error) []string {
	t.Helper()
	h.scribe.mu.Lock()
	h.scribe.words = nil
	h.scribe.mu.Unlock()
	require.Equal(t, gov.CodeUnauthenticated, gov.CodeOf(try()))
	h.scribe.mu.Lock()
	defer h.scribe.mu.Unlock()
	out := make([]string, len(h.scribe.words))
	for i, w := range h.scribe.words {
		if w == "commit" || w == "rollback" {
			w = "end"
		}
		out[i] = w
	}
	return out
}

// invited puts an invitation of the first member of the panel there; set is what is otherwise with it.
func (h *heard) invited(t *testing.T, set string) auth.Drawn {
	t.Helper()
	d, err := h.invites.Draw()
	require.NoError(t, err)
	person := h.Actor(t, "monitoring-panel.member-01").Person
	h.Exec(t, "update invitation set revoked_at = now() where revoked_at is null")
	h.Exec(t, `insert into invitation (id, person_id, body_id, hash, pin_hash, invited_by, created_at, expires_at)
		values ($1, $2, 'monitoring-panel', $3, $4, $2, now() - interval '9 days', now() + interval '1 day')`,
		d.ID, person, d.LinkHash, d.NumHash)
	if set != "" {
		h.Exec(t, "update invitation set "+set+" where id = $1", d.ID)
	}
	return d
}

// TestWhateverIsWrongWithALinkTheSameStatementsRun: an unknown link, a wrong number, and links that ended in every way
// cause the same statements in the same order, and so does asking for a code by them.
func TestWhateverIsWrongWithALinkTheSameStatementsRun(t *testing.T) {
	t.Parallel()
	h := listen(t)
	try := func(link string) func() error {
		return func() error {
			_, err := h.Accept(t.Context(), auth.Visitor{Address: "192.0.2.1"}, h.invites, auth.Acceptance{
				Secret: strings.TrimPrefix(link, "https://gyeol.example/invite/"), Number: "00000000", Pledged: true, Consent: true,
			})
			return err
		}
	}
	want := h.statements(t, try("gyeoli_"+strings.Repeat("A", 43)))
	require.GreaterOrEqual(t, len(want), 6, "%v", want)
	for name, set := range map[string]string{
		"a wrong number": "", "expired": "expires_at = now() - interval '1 second'", "taken back": "revoked_at = now()",
		"used":            "used_at = now(), pledged_at = now(), consented_at = now()",
		"tried too often": "tries = 5", "asks for an authenticator that is none": "factor = 'totp', pin_hash = null",
		"asks for a code that was not sent": "factor = 'sms', pin_hash = null",
	} {
		require.Equal(t, want, h.statements(t, try(h.invited(t, set).Link)), name)
	}
	ask := func(link string) func() error {
		return func() error {
			if err := h.AskCode(t.Context(), auth.Visitor{Address: "192.0.2.1"}, h.invites,
				strings.TrimPrefix(link, "https://gyeol.example/invite/")); err != nil {
				return err
			}
			return auth.ErrNotInvited // it says the same to everybody: nothing
		}
	}
	want = h.statements(t, ask("gyeoli_"+strings.Repeat("A", 43)))
	for name, set := range map[string]string{
		"asks for a number": "", "asks for a code": "factor = 'mailed_code', pin_hash = null",
		"without a mobile": "factor = 'sms', pin_hash = null",
		"taken back":       "factor = 'mailed_code', pin_hash = null, revoked_at = now()",
		"no code is left":  "factor = 'mailed_code', pin_hash = null, codes = 5, code_hash = hash, code_until = now()",
	} {
		require.Equal(t, want, h.statements(t, ask(h.invited(t, set).Link)), name)
	}
}

// TestWhateverIsWrongWithACredentialTheSameStatementsRun: sessions, tokens and names that the gateway vouches for.
func TestWhateverIsWrongWithACredentialTheSameStatementsRun(t *testing.T) {
	t.Parallel()
	h := listen(t)
	const cookie = "__Host-gyeol"
	session := func(value string) func() error {
		return func() error { _, err := h.SignIn(t.Context(), shows(sent(cookie, value))); return err }
	}
	opened := func(end string) string {
		c, err := h.Open(t.Context(), auth.Visitor{Address: "10.0.0.1"},
			auth.Opening{Person: h.Actor(t, testkit.Coordinator).Person, How: auth.HowOIDC})
		require.NoError(t, err)
		h.Exec(t, "update session set "+end+" where revoked_at is null")
		return c.Value
	}
	want := h.statements(t, session("gyeols_"+strings.Repeat("A", 43)))
	require.NotEmpty(t, want)
	for _, end := range []string{
		"revoked_at = now(), revoked_why = 'revoked'", "idle_until = now() - interval '1 second'",
		"created_at = now() - interval '2 days', ends_at = now() - interval '1 day'",
	} {
		require.Equal(t, want, h.statements(t, session(opened(end))), end)
	}

	token := func(value string) func() error {
		return func() error { _, err := h.SignIn(t.Context(), auth.Bearer(value)); return err }
	}
	want = h.statements(t, token("gyeol_"+strings.Repeat("A", 43)))
	for _, end := range []string{"revoked_at = now()", "expires_at = now() - interval '1 second'"} {
		secret := h.Token(t, testkit.Coordinator)
		h.Exec(t, "update token set "+end)
		require.Equal(t, want, h.statements(t, token(secret)), end)
	}

	vouched := func(name string) func() error {
		return func() error {
			_, err := h.OpenVouched(t.Context(), auth.Visitor{
				Address: "10.0.0.1", Shown: auth.Shown{Vouched: name},
			})
			return err
		}
	}
	slug := testkit.One[string](t, h.House, "select slug from person where id = $1",
		h.Actor(t, "gangnam-gu.officer").Person)
	h.Exec(t, "update holding set valid_to = '2021-12-31' where post_id = 'gangnam-gu.officer'")
	require.Equal(t, h.statements(t, vouched("nobody-of-that-name")), h.statements(t, vouched(slug)), "whoever has left")
}
