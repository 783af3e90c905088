package signin

import (
	"bytes"
	"embed"
	"errors"
	"html/template"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"gyeol/gov"
	"gyeol/internal/auth"
)

//go:embed pages
var files embed.FS

// Config is what New needs.
type Config struct {
	Keeper    *auth.Keeper
	Sign      *auth.Sign    // nil: there is no OpenID provider
	Gateway   *auth.Gateway // nil: there is no gateway
	Invites   auth.Invites  // of members from outside
	Base      string        // where links to this installation begin
	Rehearsal bool          // anybody may be played, on this machine
	Log       *slog.Logger
	Now       func() time.Time // of the pace of visitors; nil: the wall clock
}

type server struct {
	Config

	pages map[string]*template.Template
	pace  *auth.Pace // of people
	told  *auth.Pace // of the provider, which tells of many at once from one address
}

// The pace at which one address may try to come in.
const (
	tryEvery = 3 * time.Second
	tryBurst = 30

	tellEvery = 50 * time.Millisecond // the provider, of whoever signed out there
	tellBurst = 200
)

// Paths are where the pages live; mount the handler of New at each.
func Paths() []string {
	return []string{auth.PathSignIn, auth.PathSignIn + "/", "/signout", "/signout/", "/invite", auth.PathInvite}
}

// New returns the handler of all pages of sign-in.
func New(c Config) (http.Handler, error) {
	if c.Now == nil {
		c.Now = wall
	}
	s := &server{Config: c, pages: map[string]*template.Template{}, pace: auth.NewPace(tryEvery, tryBurst)}
	s.told = auth.NewPace(tellEvery, tellBurst)
	for _, name := range []string{"signin", "personas", "invite", "refused"} {
		t, err := template.New("layout.html").Option("missingkey=error").Funcs(template.FuncMap{
			"when": when,
			"how":  how,
		}).
			ParseFS(files, "pages/layout.html", "pages/"+name+".html")
		if err != nil {
			return nil, err
		}
		s.pages[name] = t
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+auth.PathSignIn, s.show)
	mux.HandleFunc("GET "+auth.PathSignIn+"/style.css", s.style)
	mux.HandleFunc("POST /signout", s.signOut)
	mux.HandleFunc("POST /signout/everywhere", s.signOutEverywhere)
	if c.Sign != nil {
		mux.HandleFunc("POST "+auth.PathSignIn+"/oidc", s.leave)
		mux.HandleFunc("POST "+auth.PathSignIn+"/again", s.again)
		mux.HandleFunc("GET "+auth.PathCallback, s.returned)
		mux.HandleFunc("POST "+auth.PathBackchannel, s.signedOut)
	}
	if c.Gateway != nil && c.Gateway.On() {
		mux.HandleFunc("POST "+auth.PathSignIn+"/gateway", s.gateway)
	}
	if c.Invites.On() {
		mux.HandleFunc("GET "+auth.PathInvite+"{secret}", s.invited)
		mux.HandleFunc("POST /invite", s.accept)
		mux.HandleFunc("POST /invite/code", s.askCode)
	}
	if c.Rehearsal {
		mux.HandleFunc("GET "+auth.PathSignIn+"/personas", s.atHome(s.personas))
		mux.HandleFunc("POST "+auth.PathSignIn+"/personas", s.atHome(s.play))
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { s.fail(w, r, errNoPage) })
	return s.guarded(mux)
}

var (
	errNoPage  = gov.Refuse(gov.CodeNotFound, "해당 화면이 없습니다.", "there is no such page")
	errOrigin  = gov.Refuse(gov.CodeForbidden, "다른 사이트에서 온 요청은 받지 않습니다.", "requests from other sites are refused")
	errTooMany = gov.Refuse("too_many_requests", "시도가 너무 많습니다. 잠시 뒤 다시 시도하십시오.",
		"too many tries; come again in a while")
	errInside = gov.Refuse(gov.CodeInternal, "화면을 열지 못했습니다. 잠시 뒤 다시 시도하십시오.", "the page could not be shown")
)

// guarded puts before every page what all of them need: the headers, the pace, and that no other site asks.
func (s *server) guarded(next http.Handler) (http.Handler, error) {
	origin := http.NewCrossOriginProtection()
	if u, err := url.Parse(s.Base); err == nil && u.Host != "" {
		if err := origin.AddTrustedOrigin(u.Scheme + "://" + u.Host); err != nil {
			return nil, err
		}
	}
	origin.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.fail(w, r, errOrigin) }))
	inner := origin.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.headers(w.Header())
		post := r.Method != http.MethodGet && r.Method != http.MethodHead
		if pace := s.paceOf(r, post); pace != nil {
			if wait, ok := pace.Admit(auth.Net(r.RemoteAddr), s.Now()); !ok {
				w.Header().Set("Retry-After", auth.Seconds(wait))
				s.fail(w, r, errTooMany)
				return
			}
		}
		if post && r.URL.Path != auth.PathBackchannel && r.Header.Get("Sec-Fetch-Site") == "" && r.Header.Get("Origin") == "" {
			s.fail(w, r, errOrigin) // these are forms of ours, and browsers say where a form stands
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, 64<<10)
		inner.ServeHTTP(w, r)
	}), nil
}

// paceOf bounds who tries to come in. Whoever leaves is never kept from it.
func (s *server) paceOf(r *http.Request, post bool) *auth.Pace {
	switch {
	case r.URL.Path == "/signout" || strings.HasPrefix(r.URL.Path, "/signout/"):
		return nil
	case r.URL.Path == auth.PathBackchannel:
		return s.told
	case post || r.URL.Path == auth.PathCallback:
		return s.pace
	}
	return nil
}

func (s *server) headers(h http.Header) {
	actions := "'self'"
	if s.Sign != nil {
		actions = strings.Join(append([]string{actions}, s.Sign.Origins()...), " ") // a form that leads to the provider
	}
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self'; form-action "+actions+
		"; base-uri 'none'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	if strings.HasPrefix(s.Base, "https://") {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
}

// atHome serves this machine only, and only under a name of this machine.
func (s *server) atHome(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if !auth.OnThisMachine(r.RemoteAddr) || !auth.OnThisMachine(r.Host) {
			s.fail(w, r, errNoPage)
			return
		}
		next(w, r)
	}
}

func when(at time.Time) string { return gov.DateIn(at).Korean() + at.In(gov.Seoul).Format(" 15:04") }

func how(h auth.How) string {
	return map[auth.How]string{
		auth.HowOIDC: "기관 통합인증", auth.HowGateway: "기관 관문", auth.HowPersona: "연습에서 고름", auth.HowInvitation: "초대",
	}[h]
}

func (s *server) style(w http.ResponseWriter, r *http.Request) {
	raw, err := files.ReadFile("pages/style.css")
	if err != nil {
		s.fail(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	s.write(w, r, raw)
}

var statuses = map[gov.Code]int{
	gov.CodeInvalid: http.StatusUnprocessableEntity, gov.CodeUnauthenticated: http.StatusUnauthorized,
	gov.CodeForbidden: http.StatusForbidden, gov.CodeNotFound: http.StatusNotFound,
	gov.CodeRehearsalOnly: http.StatusNotFound,
	gov.CodeUnavailable:   http.StatusServiceUnavailable, gov.CodeBusy: http.StatusConflict,
	errTooMany.Code: http.StatusTooManyRequests,
}

// fail says what a refusal says, and of any other error nothing.
func (s *server) fail(w http.ResponseWriter, r *http.Request, err error) {
	var refusal *gov.Error
	if !errors.As(err, &refusal) || statuses[refusal.Code] == 0 {
		s.Log.ErrorContext(r.Context(), "sign-in page failed", "error", err)
		refusal = errInside
	}
	status := statuses[refusal.Code]
	if status == 0 {
		status = http.StatusInternalServerError
	}
	s.render(w, r, page{"refused", status, refusal.Detail})
}

// page is one of ours, about something.
type page struct {
	name   string
	status int
	of     any
}

// render writes a page whole or not at all.
func (s *server) render(w http.ResponseWriter, r *http.Request, p page) {
	var b bytes.Buffer
	if err := s.pages[p.name].Execute(&b, p.of); err != nil {
		s.Log.ErrorContext(r.Context(), "sign-in page not written", "error", err)
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(p.status)
	s.write(w, r, b.Bytes())
}

func (s *server) write(w http.ResponseWriter, r *http.Request, content []byte) {
	if _, err := w.Write(content); err != nil {
		s.Log.DebugContext(r.Context(), "reader of a sign-in page hung up", "error", err)
	}
}
