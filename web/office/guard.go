package office

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"gyeol/gov"
	"gyeol/internal/auth"
	"gyeol/internal/cases"
)

// policy lets a page bring the assets of this installation and nothing else; what is written into it is not run.
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// mostForm is the largest form that is read, in bytes: a paste of 5,000 lines is refused by its field, with what was
// typed, and not by the door.
const mostForm = 8 << 20

// mostUpload is the largest form that brings a file, in bytes: the use cases refuse a file that is larger than theirs.
const mostUpload = cases.FileMost + 1<<20

// visitor is who asks, with what must be known of him before a page is shown.
type visitor struct {
	auth.Person
	cases.Standing

	actor cases.Actor
}

// handle makes a page for somebody who is signed in.
type handle func(r *http.Request, v visitor) (page, error)

var errOrigin = gov.Refuse(gov.CodeForbidden, "다른 사이트에서 온 요청은 받지 않습니다. 이 화면을 다시 열어 처리하십시오.",
	"requests from other sites are refused")

// guarded puts before every page the headers, and that no other site asks.
func (s *server) guarded(next http.Handler) (http.Handler, error) {
	origin := http.NewCrossOriginProtection()
	if u, err := url.Parse(s.Base); err == nil && u.Host != "" {
		if err := origin.AddTrustedOrigin(u.Scheme + "://" + u.Host); err != nil {
			return nil, err
		}
	}
	foreign := func(w http.ResponseWriter, r *http.Request) { s.fail(w, r, visitor{}, errOrigin) }
	origin.SetDenyHandler(http.HandlerFunc(foreign))
	inner := origin.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cache-Control", "no-store")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		if strings.HasPrefix(s.Base, "https://") {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		if r.Method != http.MethodGet && r.Method != http.MethodHead && r.Header.Get("Sec-Fetch-Site") == "" &&
			r.Header.Get("Origin") == "" {
			foreign(w, r) // these are forms of ours, and browsers say where a form stands
			return
		}
		most := int64(mostForm)
		if brings(r) {
			most = mostUpload
		}
		r.Body = http.MaxBytesReader(w, r.Body, most)
		inner.ServeHTTP(w, r)
	}), nil
}

// signed lets in whoever has a session. Whoever has none is sent to the sign-in and back; what he was sending is shown
// to him, so that it can be sent again.
func (s *server) signed(h handle) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v, err := s.visitor(r)
		switch {
		case errors.Is(err, auth.ErrUnauthenticated) && r.Method == http.MethodPost:
			s.expired(w, r)
			return
		case errors.Is(err, auth.ErrUnauthenticated):
			http.Redirect(w, r, auth.PathSignIn+"?back="+url.QueryEscape(r.URL.RequestURI()), http.StatusSeeOther)
			return
		case err != nil:
			s.fail(w, r, v, err)
			return
		}
		if err := readForm(r); err != nil {
			s.fail(w, r, v, err)
			return
		}
		p, err := h(r, v)
		switch {
		case err != nil:
			s.fail(w, r, v, err)
		case p.to != "":
			http.Redirect(w, r, p.to, http.StatusSeeOther)
		case p.file != nil:
			s.give(w, r, *p.file)
		case p.data != nil:
			s.answer(w, r, p)
		default:
			s.render(w, r, v, p)
		}
	})
}

func (s *server) visitor(r *http.Request) (visitor, error) {
	shown := auth.ShownBy(r)
	shown.Authorization = nil // tokens are for programs: they open the API
	p, err := s.Keeper.SignIn(r.Context(), shown)
	if err != nil {
		return visitor{}, err
	}
	v := visitor{Person: p, actor: cases.Actor{
		Person: p.ID, Name: p.Name, Scopes: p.Scopes, Body: p.Body, Stage: p.Stage, Meet: p.Meeting,
		Visit: cases.Visit{Source: r.RemoteAddr, Operation: "page"},
	}}
	v.Standing, err = s.Cases.Standing(r.Context(), v.actor)
	return v, err
}

// back is where a sign-in leads after the page of an address; an act is not repeated by it.
func back(r *http.Request) string { return auth.PathSignIn + "?back=" + url.QueryEscape(r.URL.Path) }
