package signin

import (
	"context"
	"errors"
	"net/http"

	"gyeol/gov"
	"gyeol/internal/auth"
)

// front is the first page: the ways in, or who is in and where.
type front struct {
	Person                   auth.Person // zero: nobody is signed in
	Sessions                 []auth.Session
	OIDC, Gateway, Rehearsal bool
	Vouched                  string
	Back                     string
}

// In reports whether somebody is signed in.
func (f front) In() bool { return !f.Person.ID.IsZero() }

func (s *server) show(w http.ResponseWriter, r *http.Request) {
	f := front{
		OIDC: s.Sign != nil, Gateway: s.Gateway != nil && s.Gateway.On(), Rehearsal: s.Rehearsal,
		Vouched: auth.VouchedFor(r.Context()), Back: auth.LocalPath(r.URL.Query().Get("back")),
	}
	p, err := s.Keeper.SignIn(r.Context(), auth.ShownBy(r))
	switch {
	case err == nil:
		f.Person = p
		if f.Sessions, err = s.Keeper.Sessions(r.Context(), p); err != nil {
			s.fail(w, r, err)
			return
		}
	case !errors.Is(err, auth.ErrUnauthenticated):
		s.fail(w, r, err)
		return
	}
	s.render(w, r, page{"signin", http.StatusOK, f})
}

// leave sends a browser to the provider.
func (s *server) leave(w http.ResponseWriter, r *http.Request) { s.begin(w, r, gov.PersonID{}) }

// again has somebody who is signed in prove himself once more.
func (s *server) again(w http.ResponseWriter, r *http.Request) {
	p, err := s.Keeper.SignIn(r.Context(), auth.ShownBy(r))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.begin(w, r, p.ID)
}

func (s *server) begin(w http.ResponseWriter, r *http.Request, again gov.PersonID) {
	leaving, err := s.Sign.Begin(r.PostFormValue("back"), again)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	http.SetCookie(w, leaving.Cookie)
	http.Redirect(w, r, leaving.URL, http.StatusSeeOther)
}

// returned takes a browser back from the provider. Whatever became of it, the sign-in is over.
func (s *server) returned(w http.ResponseWriter, r *http.Request) {
	http.SetCookie(w, s.Sign.Spent())
	back, err := s.Sign.End(r.Context(), auth.VisitorOf(r), r.URL.Query())
	if err != nil {
		s.fail(w, r, err)
		return
	}
	http.SetCookie(w, back.Cookie)
	http.Redirect(w, r, back.Back, http.StatusSeeOther)
}

// signedOut hears from the provider that somebody signed out there.
func (s *server) signedOut(w http.ResponseWriter, r *http.Request) {
	if err := s.Sign.SignedOut(r.Context(), s.Keeper, r.PostFormValue("logout_token")); err != nil {
		if errors.Is(err, auth.ErrUnauthenticated) {
			err = errBadLogout
		}
		s.fail(w, r, err)
		return
	}
	w.WriteHeader(http.StatusOK)
}

// errBadLogout is the one answer to every logout token that is not of our provider.
var errBadLogout = gov.Refuse(gov.CodeInvalid, "로그아웃 토큰이 올바르지 않습니다.", "the logout token does not hold")

func (s *server) gateway(w http.ResponseWriter, r *http.Request) {
	c, err := s.Keeper.OpenVouched(r.Context(), auth.VisitorOf(r))
	s.opened(w, r, c, err)
}

func (s *server) personas(w http.ResponseWriter, r *http.Request) {
	list, err := s.Keeper.Personas(r.Context())
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.render(w, r, page{"personas", http.StatusOK, list})
}

func (s *server) play(w http.ResponseWriter, r *http.Request) {
	c, err := s.Keeper.Play(r.Context(), auth.VisitorOf(r), r.PostFormValue("person"))
	s.opened(w, r, c, err)
}

func (s *server) opened(w http.ResponseWriter, r *http.Request, c *http.Cookie, err error) {
	if err != nil {
		s.fail(w, r, err)
		return
	}
	http.SetCookie(w, c)
	http.Redirect(w, r, auth.LocalPath(r.FormValue("back")), http.StatusSeeOther)
}

// signOut ends the session of this browser, and has the provider end its own where it was he who vouched.
func (s *server) signOut(w http.ResponseWriter, r *http.Request) {
	s.end(w, r, s.Keeper.SignOut)
}

// signOutEverywhere ends every session of whoever asks.
func (s *server) signOutEverywhere(w http.ResponseWriter, r *http.Request) {
	s.end(w, r, s.Keeper.SignOutEverywhere)
}

// ender ends one or all sessions of a person.
type ender func(context.Context, auth.Person) error

func (s *server) end(w http.ResponseWriter, r *http.Request, end ender) {
	to := auth.PathSignIn
	p, err := s.Keeper.SignIn(r.Context(), auth.ShownBy(r))
	if err == nil {
		if p.How == auth.HowOIDC && s.Sign != nil && s.Sign.SignedOutURL() != "" {
			to = s.Sign.SignedOutURL()
		}
		err = end(r.Context(), p)
	}
	if err != nil && !errors.Is(err, auth.ErrUnauthenticated) {
		s.fail(w, r, err)
		return
	}
	http.SetCookie(w, s.Keeper.Forget())
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// invited shows what an invited member is asked for. It looks up nothing: every link, and what only looks like one,
// has the same page, and whoever previews a link in a mail uses nothing up.
func (s *server) invited(w http.ResponseWriter, r *http.Request) {
	s.render(w, r, page{"invite", http.StatusOK, invite{Secret: r.PathValue("secret")}})
}

// invite is the page of a link; Asked says that a code was asked for, whatever became of that.
type invite struct {
	Secret string
	Asked  bool
}

// askCode has a code sent, where the link asks for one. The page is the same wherever it does not.
func (s *server) askCode(w http.ResponseWriter, r *http.Request) {
	secret := r.PostFormValue("secret")
	if err := s.Keeper.AskCode(r.Context(), auth.VisitorOf(r), s.Invites, secret); err != nil {
		s.fail(w, r, err)
		return
	}
	s.render(w, r, page{"invite", http.StatusOK, invite{Secret: secret, Asked: true}})
}

func (s *server) accept(w http.ResponseWriter, r *http.Request) {
	c, err := s.Keeper.Accept(r.Context(), auth.VisitorOf(r), s.Invites, auth.Acceptance{
		Secret: r.PostFormValue("secret"), Number: r.PostFormValue("number"),
		Pledged: r.PostFormValue("pledge") == "yes", Consent: r.PostFormValue("consent") == "yes",
	})
	s.opened(w, r, c, err)
}
