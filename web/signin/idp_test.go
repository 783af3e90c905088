package signin_test

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/go-jose/go-jose/v4"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"github.com/zitadel/oidc/v3/example/server/exampleop"
	"github.com/zitadel/oidc/v3/example/server/storage"
	"github.com/zitadel/oidc/v3/pkg/op"
)

// idp is a real OpenID provider on loopback, whose keys rotate when they are told to.
type idp struct {
	*storage.Storage

	issuer string
	people people
	mu     sync.Mutex
	key    *rsa.PrivateKey
	keyID  string
}

const (
	clientID = "gyeol"
	password = "the-password-of-all"
)

func startIDP(t *testing.T, redirect string) *idp {
	t.Helper()
	srv := httptest.NewUnstartedServer(nil)
	p := &idp{issuer: "http://" + srv.Listener.Addr().String(), people: people{by: map[string]*storage.User{}}}
	p.Storage = storage.NewStorageWithClients(p.people, map[string]*storage.Client{
		clientID: storage.WebClient(clientID, "secret-of-gyeol", redirect),
	})
	p.rotate(t)
	srv.Config.Handler = exampleop.SetupServer(p.issuer, p, nil, false)
	srv.Start()
	t.Cleanup(srv.Close)
	return p
}

// add makes a person known to the provider: under a name, with an address, as a subject.
func (p *idp) add(subject, name, email string) *storage.User {
	u := &storage.User{ID: subject, Username: name, Password: password, Email: email, EmailVerified: true}
	p.people.by[subject] = u
	return u
}

func (p *idp) rotate(t *testing.T) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.key, p.keyID = key, uuid.NewString()
}

// SigningKey is the key of today.
func (p *idp) SigningKey(context.Context) (op.SigningKey, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return today{p.keyID, p.key}, nil
}

// KeySet shows that one alone: an older key is forgotten at once.
func (p *idp) KeySet(context.Context) ([]op.Key, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return []op.Key{shown{p.keyID, &p.key.PublicKey}}, nil
}

type today struct {
	id  string
	key *rsa.PrivateKey
}

func (k today) SignatureAlgorithm() jose.SignatureAlgorithm { return jose.RS256 }
func (k today) Key() any                                    { return k.key }
func (k today) ID() string                                  { return k.id }

type shown struct {
	id  string
	key *rsa.PublicKey
}

func (k shown) ID() string                         { return k.id }
func (k shown) Algorithm() jose.SignatureAlgorithm { return jose.RS256 }
func (k shown) Use() string                        { return "sig" }
func (k shown) Key() any                           { return k.key }

// people are those whom the provider knows.
type people struct{ by map[string]*storage.User }

// GetUserByID finds a person by the subject.
func (p people) GetUserByID(id string) *storage.User { return p.by[id] }

// GetUserByUsername finds a person by the name.
func (p people) GetUserByUsername(name string) *storage.User {
	for _, u := range p.by {
		if u.Username == name {
			return u
		}
	}
	return nil
}

// ExampleClientID is asked by the example server alone.
func (people) ExampleClientID() string { return storage.ServiceUserID }
