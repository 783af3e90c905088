package auth

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5/pgxpool"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
)

// prefix marks a secret as one of ours, so that scanners of leaked secrets know it.
const prefix = "gyeol_"

// ScopeOperator lets a token do what runs the installation itself: the stepped clock.
const ScopeOperator = "operator"

// Person is a signed-in person with what his token allows.
type Person struct {
	ID      gov.PersonID
	Slug    string
	Name    string
	Outside bool // a member from outside the administration
	Scopes  []string
	Token   gov.TokenID
}

// Has reports whether the token carries the scope.
func (p Person) Has(scope string) bool { return slices.Contains(p.Scopes, scope) }

// Tokens signs callers in. Make one with New; it is safe for concurrent use.
type Tokens struct{ pool *pgxpool.Pool }

// New returns the sign-in over a pool.
func New(pool *pgxpool.Pool) *Tokens { return &Tokens{pool: pool} }

// SignIn resolves the value of an Authorization header. Whatever is wrong with it, the answer is the same
// CodeUnauthenticated, so that a guesser learns nothing.
func (t *Tokens) SignIn(ctx context.Context, header string) (Person, error) {
	secret, ok := bearer(header)
	if !ok {
		return Person{}, ErrUnauthenticated
	}
	hash := sha256.Sum256([]byte(secret))
	row, err := db.New(t.pool).PersonByToken(ctx, hash[:])
	if err = store.Interpret(err); errors.Is(err, gov.ErrNotFound) {
		return Person{}, ErrUnauthenticated
	}
	if err != nil {
		return Person{}, err
	}
	if !row.Valid {
		return Person{}, ErrUnauthenticated
	}
	return Person{
		ID: row.PersonID, Slug: row.Slug, Name: row.Name, Outside: row.Outside, Scopes: row.Scopes, Token: row.TokenID,
	}, nil
}

// Stands says whether a token that signed somebody in has neither ended nor been revoked since: CodeUnauthenticated if
// it has. Whoever keeps a line open asks again and again.
func (t *Tokens) Stands(ctx context.Context, id gov.TokenID) error {
	stands, err := db.New(t.pool).TokenStands(ctx, id)
	if err == nil && !stands {
		return ErrUnauthenticated
	}
	return store.Interpret(err)
}

// Ping says whether the database answers.
func (t *Tokens) Ping(ctx context.Context) error { return t.pool.Ping(ctx) }

// CountUnknown counts an unknown caller at its network address, per minute. The port is dropped.
func (t *Tokens) CountUnknown(ctx context.Context, remote string) error {
	host, _, err := net.SplitHostPort(remote)
	if err != nil {
		host = remote
	}
	return store.Interpret(db.New(t.pool).CountRefusedAddress(ctx, host))
}

// ErrUnauthenticated is the one answer to every caller who is not known.
var ErrUnauthenticated = gov.Refuse(gov.CodeUnauthenticated,
	"유효한 접근토큰이 필요합니다. 발급받은 토큰을 Authorization 헤더에 넣으십시오.", "a valid API token is needed")

// bearer takes the secret out of a header and proves its shape before anybody asks the database.
func bearer(header string) (string, bool) {
	scheme, secret, ok := strings.Cut(header, " ")
	if !ok || !strings.EqualFold(scheme, "Bearer") {
		return "", false
	}
	body, ok := strings.CutPrefix(secret, prefix)
	if !ok || len(body) != base64.RawURLEncoding.EncodedLen(sha256.Size) {
		return "", false
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(body)
	return secret, err == nil && len(raw) == sha256.Size
}
