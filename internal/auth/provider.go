package auth

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"gyeol/gov"
)

// The paths of sign-in that others must know: a provider sends browsers to one and tells the other of who signed out.
const (
	PathSignIn      = "/signin"
	PathCallback    = PathSignIn + "/callback"
	PathBackchannel = PathSignIn + "/backchannel"
)

// ProviderConfig says which OpenID provider vouches for people.
type ProviderConfig struct {
	Issuer       string // its address, exactly as it calls itself
	ClientID     string
	ClientSecret string
	Base         string // where links to this installation begin
	// Claim names the person: email, which must be verified and is held against the address of a person, or any other,
	// which is held against the slug. Default preferred_username.
	Claim string
	// Scopes are asked for. Default openid, profile, email.
	Scopes []string
	// Skew is how far the clocks of the two may be apart. Default 1 minute.
	Skew time.Duration
	HTTP *http.Client // nil: one with a timeout of 10 s
	Now  func() time.Time
	Log  *slog.Logger
}

// signedWith are the algorithms in which a provider may sign. That a token names none, or one whose key is a secret
// that we share, opens nothing.
var signedWith = []string{
	oidc.RS256, oidc.RS384, oidc.RS512, oidc.PS256, oidc.PS384, oidc.PS512, oidc.ES256, oidc.ES384, oidc.ES512,
	oidc.EdDSA,
}

// Provider speaks to an OpenID provider. It is found in the background, so that we start while it is down.
type Provider struct {
	cfg   ProviderConfig
	found atomic.Pointer[found]
}

// found is what a provider has said of itself.
type found struct {
	provider   *oidc.Provider
	oauth      oauth2.Config
	verify     *oidc.IDTokenVerifier
	endSession string
	saysIssuer bool // in its answers (RFC 9207)
}

// NewProvider checks what can be checked without asking the provider.
func NewProvider(c ProviderConfig) (*Provider, error) {
	if !Served(c.Issuer) || !Served(c.Base) {
		return nil, fmt.Errorf("OIDC 로그인에는 https 주소인 GYEOL_OIDC_ISSUER와 GYEOL_BASE_URL이 필요합니다 "+
			"(sign-in needs https for issuer %q and base %q)", c.Issuer, c.Base)
	}
	if c.ClientID == "" {
		return nil, fmt.Errorf("GYEOL_OIDC_CLIENT를 주십시오 (the client id of %s is missing)", c.Issuer)
	}
	if c.Claim == "" {
		c.Claim = "preferred_username"
	}
	if len(c.Scopes) == 0 {
		c.Scopes = []string{oidc.ScopeOpenID, "profile", "email"}
	}
	if !slices.Contains(c.Scopes, oidc.ScopeOpenID) {
		c.Scopes = append([]string{oidc.ScopeOpenID}, c.Scopes...)
	}
	if c.Skew <= 0 {
		c.Skew = time.Minute
	}
	if c.HTTP == nil {
		c.HTTP = &http.Client{Timeout: 10 * time.Second}
	}
	if c.Now == nil {
		c.Now = wall
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return &Provider{cfg: c}, nil
}

// Find reads what the provider says of itself.
func (p *Provider) Find(ctx context.Context) error {
	known, err := oidc.NewProvider(p.asked(ctx), p.cfg.Issuer)
	if err != nil {
		return fmt.Errorf("find the OpenID provider: %w", err)
	}
	var also struct {
		EndSession string `json:"end_session_endpoint"`
		SaysIssuer bool   `json:"authorization_response_iss_parameter_supported"`
	}
	if err := known.Claims(&also); err != nil {
		return fmt.Errorf("read what the OpenID provider says of itself: %w", err)
	}
	f := &found{provider: known, endSession: also.EndSession, saysIssuer: also.SaysIssuer, oauth: oauth2.Config{
		ClientID: p.cfg.ClientID, ClientSecret: p.cfg.ClientSecret, Endpoint: known.Endpoint(), Scopes: p.cfg.Scopes,
		RedirectURL: strings.TrimSuffix(p.cfg.Base, "/") + PathCallback,
	}}
	// The times are held against our clock below, with the skew that the operator allows.
	f.verify = known.VerifierContext(p.asked(context.WithoutCancel(ctx)), &oidc.Config{
		ClientID: p.cfg.ClientID, SupportedSigningAlgs: signedWith, SkipExpiryCheck: true,
	})
	if !Served(f.endSession) {
		f.endSession = ""
	}
	p.found.Store(f)
	return nil
}

func (p *Provider) asked(ctx context.Context) context.Context {
	return oidc.ClientContext(ctx, p.cfg.HTTP)
}

// How often the provider is looked for while it is down, and looked at again when it is not.
const (
	findFirst = time.Second
	findMost  = time.Minute
	findAgain = time.Hour
)

// KeepFinding looks for the provider until the context ends. What was found before serves on while it is down.
func (p *Provider) KeepFinding(ctx context.Context) {
	wait := findFirst
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
		}
		if err := p.Find(ctx); err != nil {
			p.cfg.Log.WarnContext(ctx, "OpenID provider not found; looked for again", slog.Any("error", err))
			timer.Reset(wait)
			wait = min(2*wait, findMost)
			continue
		}
		wait = findFirst
		timer.Reset(findAgain)
	}
}

// errNoProvider is said while the provider has not been found.
var errNoProvider = gov.Refuse(gov.CodeUnavailable, "인증 서버에 연결하지 못했습니다. 잠시 뒤 다시 로그인하십시오.",
	"the provider of sign-ins does not answer; try again in a moment")

func (p *Provider) ready() (*found, error) {
	if f := p.found.Load(); f != nil {
		return f, nil
	}
	return nil, errNoProvider
}
