package auth

import (
	"slices"
	"time"

	"gyeol/gov"
)

// The scopes of tokens and sessions.
const (
	// ScopeOperator lets one do what runs the installation itself: the stepped clock, ending the sessions of others.
	ScopeOperator = "operator"
	// ScopeReadOnly takes away: a token that carries it only reads.
	ScopeReadOnly = "read-only"
)

// How says in which way a session began.
type How string

// The ways in that end in a session.
const (
	HowOIDC    How = "oidc"    // an OpenID provider vouched
	HowGateway How = "gateway" // the gateway of the agency vouched
	HowPersona How = "persona" // chosen, in a rehearsal
)

// Person is a signed-in person with what his token or his session allows.
type Person struct {
	ID      gov.PersonID
	Slug    string
	Name    string
	Outside bool // a member from outside the administration
	Scopes  []string
	Token   gov.TokenID   // zero for a session
	Session gov.SessionID // zero for a token
	How     How           // of a session
	Proved  time.Time     // when a session's person last proved who he is
	Body    gov.BodyID    // the only one that a session reaches; empty: all that the person may
	Stage   gov.StageID   // of that, the only round that it reaches; zero: every round
	Meeting gov.CaseID    // of that, the only meeting that it reaches; zero: every meeting
	Ends    time.Time     // when token or session ends at the latest; zero: never
}

// Has reports whether the token or session carries the scope.
func (p Person) Has(scope string) bool { return slices.Contains(p.Scopes, scope) }

// ErrUnauthenticated is the one answer to every caller who is not known.
var ErrUnauthenticated = gov.Refuse(gov.CodeUnauthenticated,
	"유효한 접근토큰이 필요합니다. 발급받은 토큰을 Authorization 헤더에 넣거나 다시 로그인하십시오.",
	"a valid API token or session is needed")
