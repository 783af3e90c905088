package api

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"gyeol/gov"
	"gyeol/internal/auth"
	"gyeol/internal/cases"
)

// The names of the security schemes in the document.
const (
	scheme  = "token"
	browser = "session"
)

// SignIn resolves callers; internal/auth implements it.
type SignIn interface {
	// SignIn resolves what a request shows, gov.CodeUnauthenticated for whoever is not known.
	SignIn(ctx context.Context, shown auth.Shown) (auth.Person, error)
	// Stands says whether what signed a person in still does, gov.CodeUnauthenticated if not.
	Stands(ctx context.Context, p auth.Person) error
	// Reaches says whether a session reaches a task or a case, gov.CodeNotFound where not.
	Reaches(ctx context.Context, p auth.Person, kind string, id [16]byte) error
	// Sessions lists where a person is signed in.
	Sessions(ctx context.Context, p auth.Person) ([]auth.Session, error)
	// EndSession ends one session of the person, gov.CodeNotFound where it is none of his.
	EndSession(ctx context.Context, p auth.Person, id gov.SessionID) error
	// EndSessions ends all of them and says how many there were.
	EndSessions(ctx context.Context, p auth.Person) (int, error)
	// Expel ends all sessions of another person.
	Expel(ctx context.Context, operator auth.Person, slug string) (int, error)
	// BeginTOTP begins to enrol an authenticator of a member from outside.
	BeginTOTP(ctx context.Context, p auth.Person, i auth.Invites) (auth.Enrolment, error)
	// ConfirmTOTP ends an enrolment with a code of the authenticator.
	ConfirmTOTP(ctx context.Context, p auth.Person, i auth.Invites, code string) error
	// CountUnknown counts an unknown caller at his network address.
	CountUnknown(ctx context.Context, remote string) error
	// Ping says whether the database answers.
	Ping(ctx context.Context) error
}

type callerKey struct{}

// caller is the signed-in person of a request, where he called from and what he asks for.
type caller struct {
	auth.Person

	source string
	visit  *visit
}

func (c caller) actor() cases.Actor {
	visit := cases.Visit{Source: c.source}
	if c.visit != nil {
		visit.Operation = c.visit.operation
	}
	return cases.Actor{
		Person: c.ID, Name: c.Name, Scopes: c.Scopes, Body: c.Body, Stage: c.Stage, Meet: c.Meeting, Visit: visit,
	}
}

// exporter is the caller who takes away what he reads, for a reason.
func (c caller) exporter(reason string) cases.Actor {
	a := c.actor()
	a.Visit.Export, a.Visit.Reason = true, reason
	return a
}

// who is the caller; every operation has one, because none can be registered without security.
func who(ctx context.Context) caller {
	c, _ := ctx.Value(callerKey{}).(caller)
	return c
}

// signedIn is the middleware that lets nobody pass unknown, nor without the scope that the operation names.
func (s *server) signedIn(hctx huma.Context, next func(huma.Context)) {
	ctx := hctx.Context()
	r, _ := humago.Unwrap(hctx)
	p, err := s.signIn.SignIn(ctx, auth.ShownBy(r))
	if err == nil && !ownPage(p, r) {
		s.countUnknown(ctx, hctx.RemoteAddr())
		s.write(hctx, errOrigin)
		return
	}
	if err != nil {
		if errors.Is(err, auth.ErrUnauthenticated) {
			s.countUnknown(ctx, hctx.RemoteAddr())
			hctx.SetHeader("WWW-Authenticate", `Bearer realm="gyeol"`)
		}
		s.write(hctx, err)
		return
	}
	hctx = huma.WithValue(hctx, callerKey{}, caller{Person: p, source: hctx.RemoteAddr(), visit: s.visitOf(hctx)})
	if err := cmp.Or(within(p, hctx.Operation()), s.reaches(hctx, p)); err != nil {
		s.write(hctx, err)
		return
	}
	next(hctx)
}

// within refuses what the scopes of a token or session do not reach.
func within(p auth.Person, op *huma.Operation) error {
	lacks := func(scope, korean string) error {
		e := gov.Refusef(gov.CodeForbidden, "이 토큰에는 %s 권한 범위가 없습니다.", "the token lacks the scope %s", scope)
		e.Reasons = []gov.Reason{{Rule: "scope/" + scope, Text: korean}}
		return e
	}
	if p.Has(auth.ScopeReadOnly) && !safe(op.Method) {
		return lacks("write", "읽기 전용 토큰으로는 처리할 수 없습니다.")
	}
	for _, scope := range scopesOf(op) {
		if !p.Has(scope) {
			return lacks(scope, "접근토큰에 "+scope+" 범위가 있어야 합니다.")
		}
	}
	return nil
}

func safe(method string) bool { return method == http.MethodGet || method == http.MethodHead }

// ownPage reports whether what a session asks for was asked by a page of ours. A browser adds its cookie to whatever
// any
// site makes it send; that another site is refused is settled before (http.CrossOriginProtection), which lets pass what
// says nothing of where it comes from. A session is a browser's, and browsers say it.
func ownPage(p auth.Person, r *http.Request) bool {
	return p.Session.IsZero() || safe(r.Method) || r.Header.Get("Sec-Fetch-Site") != "" || r.Header.Get("Origin") != ""
}

func scopesOf(op *huma.Operation) []string {
	var out []string
	for _, req := range op.Security {
		out = append(out, req[scheme]...)
	}
	return out
}

// countUnknown outlives the caller who hangs up; a count that fails is logged and refuses nobody.
func (s *server) countUnknown(ctx context.Context, remote string) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
	defer cancel()
	if err := s.signIn.CountUnknown(ctx, remote); err != nil {
		s.log.WarnContext(ctx, "unknown caller not counted", "error", err)
	}
}

// write answers a refusal from a middleware.
func (s *server) write(hctx huma.Context, err error) {
	p := s.problem(hctx.Context(), err)
	hctx.SetHeader("Content-Type", "application/problem+json")
	hctx.SetStatus(p.Status)
	if err := s.api.Marshal(hctx.BodyWriter(), "application/json", p); err != nil {
		s.log.WarnContext(hctx.Context(), "problem not written", "error", err)
	}
}

// problem maps an error and logs it where it is ours to mend.
func (s *server) problem(ctx context.Context, err error) *Problem {
	p := problemOf(ctx, err)
	p.TraceID = traceOf(ctx)
	if cases.Recorded(err) {
		who(ctx).visit.told()
	}
	who(ctx).record(ctx, p)
	s.tell(ctx, err)
	return p
}

// tell logs an error that is ours to mend.
func (s *server) tell(ctx context.Context, err error) {
	if errors.Is(err, context.Canceled) {
		return // the caller hung up
	}
	if p := problemOf(ctx, err); p.Status >= http.StatusInternalServerError {
		s.log.LogAttrs(ctx, slog.LevelError, "request failed", slog.String("trace_id", traceOf(ctx)),
			slog.String("code", string(p.Code)),
			slog.Any("error", err))
	}
}
