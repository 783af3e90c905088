package auth

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"golang.org/x/oauth2"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
)

// flowFor is how long somebody may take at the provider.
const flowFor = 10 * time.Minute

// flow is a sign-in under way. It travels in a cookie of the browser that began it, sealed, so that beginning writes
// nothing here and nobody can fill a table; its state is spent when it comes back.
type flow struct {
	State    string       `json:"s"`
	Nonce    string       `json:"n"`
	Verifier string       `json:"v"` // of PKCE
	Back     string       `json:"b"` // where to go afterwards
	Again    gov.PersonID `json:"a"` // who proves himself once more; zero: a first sign-in
	Until    time.Time    `json:"u"`
}

// Sign is the way in through an OpenID provider. Make one with NewSign.
type Sign struct {
	*Provider

	keeper *Keeper
	seal   cipher.AEAD
}

// NewSign joins provider and keeper; the secret is that of the installation, the same in every process.
func NewSign(p *Provider, k *Keeper, secret [32]byte) (*Sign, error) {
	key, err := hkdf.Key(sha256.New, secret[:], nil, "gyeol sign-in flow v1", 32)
	if err != nil {
		return nil, fmt.Errorf("derive the key of sign-ins: %w", err)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("seal sign-ins: %w", err)
	}
	seal, err := cipher.NewGCM(block)
	if err != nil {
		return nil, fmt.Errorf("seal sign-ins: %w", err)
	}
	return &Sign{Provider: p, keeper: k, seal: seal}, nil
}

// Leaving is a browser on its way to the provider.
type Leaving struct {
	URL    string
	Cookie *http.Cookie
}

// Begin sends a browser to the provider; back is where it goes afterwards. A person who is signed in already proves
// himself once more, however lately he did, and comes back as himself or not at all.
func (s *Sign) Begin(back string, again gov.PersonID) (Leaving, error) {
	f, err := s.ready()
	if err != nil {
		return Leaving{}, err
	}
	w := flow{
		State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier(), Back: LocalPath(back),
		Again: again,
		Until: s.cfg.Now().Add(flowFor),
	}
	sealed, err := s.sealed(w)
	if err != nil {
		return Leaving{}, err
	}
	opts := []oauth2.AuthCodeOption{
		oauth2.S256ChallengeOption(w.Verifier), oauth2.SetAuthURLParam("nonce", w.Nonce),
	}
	if !again.IsZero() {
		opts = append(opts, oauth2.SetAuthURLParam("prompt", "login"), oauth2.SetAuthURLParam("max_age", "0"))
	}
	c := s.keeper.cookie
	return Leaving{
		URL: f.oauth.AuthCodeURL(w.State, opts...), Cookie: c.baked(c.flow, sealed, int(flowFor.Seconds())),
	}, nil
}

// Spent is the cookie that makes a browser forget the sign-in under way.
func (s *Sign) Spent() *http.Cookie { return s.keeper.cookie.baked(s.keeper.cookie.flow, "", -1) }

// SignedOutURL is where the provider ends its own session; empty where it has no such place.
func (s *Sign) SignedOutURL() string {
	f, err := s.ready()
	if err != nil || f.endSession == "" {
		return ""
	}
	u, err := url.Parse(f.endSession)
	if err != nil {
		return ""
	}
	q := u.Query()
	q.Set("client_id", s.cfg.ClientID)
	q.Set("post_logout_redirect_uri", strings.TrimSuffix(s.cfg.Base, "/")+PathSignIn)
	u.RawQuery = q.Encode()
	return u.String()
}

// Origins are those of the provider to which our forms lead, for the policy of our pages.
func (s *Sign) Origins() []string {
	f, err := s.ready()
	if err != nil {
		return nil
	}
	var out []string
	for _, address := range []string{f.oauth.Endpoint.AuthURL, f.endSession} {
		if u, err := url.Parse(address); err == nil && u.Host != "" {
			out = append(out, u.Scheme+"://"+u.Host)
		}
	}
	return slices.Compact(out)
}

// Returned is a browser that came back signed in.
type Returned struct {
	Cookie *http.Cookie
	Back   string
}

// ErrNotSignedIn is the one answer to every sign-in that did not succeed, whatever was wrong with it and whoever it
// was.
var ErrNotSignedIn = gov.Refuse(gov.CodeUnauthenticated,
	"로그인하지 못했습니다. 처음부터 다시 로그인하고, 계속되면 운영자에게 문의하십시오.",
	"the sign-in did not succeed; begin anew, and ask the operator if it stays so")

// End takes a browser back: q is what the provider sent it back with.
func (s *Sign) End(ctx context.Context, v Visitor, q url.Values) (Returned, error) {
	f, err := s.ready()
	if err != nil {
		return Returned{}, err
	}
	w, err := s.spend(ctx, v, q)
	if err != nil {
		return Returned{}, err
	}
	who, err := s.exchanged(ctx, f, w, q)
	if err != nil {
		s.cfg.Log.InfoContext(ctx, "a sign-in did not succeed", "error", err)
		return Returned{}, s.turnedAway(ctx, v)
	}
	p, err := s.keeper.linked(ctx, who, w.Again)
	if errors.Is(err, ErrNotSignedIn) {
		return Returned{}, s.turnedAway(ctx, v)
	}
	if err != nil {
		return Returned{}, err
	}
	c, err := s.keeper.Open(ctx, v, Opening{
		Person: p, How: HowOIDC, Methods: who.methods, Proved: who.proved,
		Sid: who.sid,
	})
	return Returned{Cookie: c, Back: w.Back}, err
}

// turnedAway counts a stranger; nothing of him is written down.
func (s *Sign) turnedAway(ctx context.Context, v Visitor) error {
	if err := s.keeper.CountUnknown(ctx, v.Address); err != nil {
		return err
	}
	return ErrNotSignedIn
}

// spend opens the sign-in that this browser began, and lets it come back once.
func (s *Sign) spend(ctx context.Context, v Visitor, q url.Values) (flow, error) {
	sealed, several := v.cookie(s.keeper.cookie.flow)
	w, err := s.opened(sealed)
	state := q["state"]
	if several || err != nil || len(state) != 1 || s.cfg.Now().After(w.Until) ||
		subtle.ConstantTimeCompare([]byte(state[0]), []byte(w.State)) != 1 {
		return flow{}, s.turnedAway(ctx, v)
	}
	n, err := db.New(s.keeper.pool).SpendState(ctx, db.SpendStateParams{Hash: hashOf(w.State), ExpiresAt: w.Until})
	if err = store.Interpret(err); err != nil {
		return flow{}, err
	}
	if n == 0 {
		return flow{}, s.turnedAway(ctx, v)
	}
	return w, nil
}

// exchanged turns the code into what the provider vouches for.
func (s *Sign) exchanged(ctx context.Context, f *found, w flow, q url.Values) (vouched, error) {
	code := q["code"]
	switch {
	case q.Get("error") != "":
		return vouched{}, errors.New("the provider refused")
	case len(code) != 1 || code[0] == "" || len(code[0]) > mostToken:
		return vouched{}, errors.New("there is no code")
	case (f.saysIssuer || q.Has("iss")) && q.Get("iss") != s.cfg.Issuer:
		return vouched{}, errors.New("another provider answered")
	}
	token, err := f.oauth.Exchange(s.asked(ctx), code[0], oauth2.VerifierOption(w.Verifier))
	if err != nil {
		return vouched{}, fmt.Errorf("exchange the code: %w", err)
	}
	return s.prove(ctx, f, token, w.Nonce)
}

func (s *Sign) sealed(w flow) (string, error) {
	text, err := json.Marshal(w)
	if err != nil {
		return "", fmt.Errorf("seal a sign-in: %w", err)
	}
	nonce := make([]byte, s.seal.NonceSize())
	if _, err := rand.Read(nonce); err != nil {
		return "", fmt.Errorf("seal a sign-in: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(s.seal.Seal(nonce, nonce, text, nil)), nil
}

// mostSealed is the longest cookie of a sign-in that is read, in bytes.
const mostSealed = 4096

func (s *Sign) opened(sealed string) (flow, error) {
	var w flow
	if len(sealed) > mostSealed {
		return w, errors.New("the sign-in is too large")
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(sealed)
	if err != nil || len(raw) < s.seal.NonceSize() {
		return w, errors.New("there is no sign-in under way")
	}
	text, err := s.seal.Open(nil, raw[:s.seal.NonceSize()], raw[s.seal.NonceSize():], nil)
	if err != nil {
		return w, fmt.Errorf("open a sign-in: %w", err)
	}
	return w, json.Unmarshal(text, &w)
}

// LocalPath is an address within this installation, and PathSignIn for any that might lead out of it.
func LocalPath(back string) string {
	u, err := url.Parse(back)
	if err != nil || len(back) > 1024 || !plain(back) || !strings.HasPrefix(back, "/") || strings.ContainsAny(back,
		`\`) ||
		strings.HasPrefix(back, "//") || u.IsAbs() || u.Host != "" {
		return PathSignIn
	}
	return back
}
