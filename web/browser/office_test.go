package browser

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/api"
	"gyeol/gov"
	"gyeol/internal/auth"
	"gyeol/internal/testkit"
	"gyeol/web"
)

// office is a rehearsal whose pages and API are served on this machine, as the binary serves them.
type office struct {
	*testkit.House

	url    string
	keeper *auth.Keeper
}

// The posts whose holders sit before the browser.
const (
	institute   = "lifelong-education-institute"
	officer     = institute + ".officer"
	head        = institute + ".head"
	coordinator = testkit.Coordinator
	lead        = "lifelong-education-division.team-lead"
	expert      = "monitoring-panel.member-01"
	auditor     = "audit-committee.auditor"
)

func open(t *testing.T, h *testkit.House) *office {
	t.Helper()
	srv := httptest.NewUnstartedServer(nil)
	o := &office{House: h, url: "http://" + srv.Listener.Addr().String()}
	o.keeper = auth.NewKeeper(auth.Config{Pool: h.Pool, Base: o.url})
	invites, err := auth.NewInvites([32]byte{1}, o.url)
	require.NoError(t, err)
	quiet := slog.New(slog.DiscardHandler)
	pages, err := web.New(web.Config{
		Cases: h.Cases, Keeper: o.keeper, Base: o.url, Invites: invites, Rehearsal: true, Log: quiet,
	}, api.New(api.Config{Cases: h.Cases, SignIn: o.keeper}))
	require.NoError(t, err)
	srv.Config.Handler = web.Guarded(pages, false)
	srv.Start()
	t.Cleanup(srv.Close)
	return o
}

// asked is an office whose units have been asked for their plans of 2022.
func asked(t *testing.T) *office {
	t.Helper()
	h := testkit.Seoul(t, "2022-01-07")
	h.OpenCycle(t, "lifelong-education-plan", 2022)
	h.OpenStage(t, "plans")
	return open(t, h)
}

// comes signs somebody in by his choice on the page for it.
func (b *tab) comes(post string) *tab {
	b.t.Helper()
	slug := testkit.One[string](b.t, b.o.House, "select slug from person where id = $1", b.o.Actor(b.t, post).Person)
	require.EqualValues(b.t, http.StatusOK, b.visit(auth.PathSignIn+"/personas?back=/"))
	require.EqualValues(b.t, http.StatusOK, b.press(`//button[@value="`+slug+`"]`))
	return b
}

// sits is a browser in which the holder of a post is signed in.
func (o *office) sits(t *testing.T, post string) *tab {
	t.Helper()
	return o.seat(t).comes(post)
}

// task is the address of the one task of a kind that the holder of a post may act on.
func (o *office) task(t *testing.T, who string, kind gov.TaskKind, about ...string) string {
	t.Helper()
	return "/tasks/" + o.TaskOf(t, who, kind, about...).ID.String()
}
