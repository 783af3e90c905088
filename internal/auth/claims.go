package auth

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"golang.org/x/oauth2"
)

// vouched is what a provider has said of a person, and we have proven.
type vouched struct {
	issuer, subject string
	name            string // of the person, as the configured claim has it
	byEmail         bool
	proved          time.Time
	methods         []string
	sid             string
}

// idClaims are the claims that we read.
type idClaims struct {
	AuthorizedParty string   `json:"azp"`
	NotBefore       *float64 `json:"nbf"`
	AuthTime        float64  `json:"auth_time"`
	Methods         []string `json:"amr"`
	SessionID       string   `json:"sid"`
}

// prove checks an ID token: who signed it, for whom, when, and in answer to what.
func (p *Provider) prove(ctx context.Context, f *found, got *oauth2.Token, nonce string) (vouched, error) {
	var v vouched
	raw, _ := got.Extra("id_token").(string)
	if len(raw) > mostToken {
		return v, errors.New("the ID token is too large")
	}
	token, err := f.verify.Verify(p.asked(ctx), raw)
	if err != nil {
		return v, fmt.Errorf("verify the ID token: %w", err)
	}
	var c idClaims
	all := map[string]json.RawMessage{}
	if err := errors.Join(token.Claims(&c), token.Claims(&all)); err != nil {
		return v, fmt.Errorf("read the ID token: %w", err)
	}
	if err := p.inTime(token.Expiry, token.IssuedAt, c.NotBefore); err != nil {
		return v, err
	}
	if subtle.ConstantTimeCompare([]byte(token.Nonce), []byte(nonce)) != 1 {
		return v, errors.New("the ID token answers another sign-in")
	}
	if (len(token.Audience) > 1 || c.AuthorizedParty != "") && c.AuthorizedParty != p.cfg.ClientID {
		return v, errors.New("the ID token was issued to another party")
	}
	v = vouched{
		issuer: token.Issuer, subject: token.Subject, methods: c.Methods[:min(len(c.Methods), 10)], sid: c.SessionID,
		byEmail: p.cfg.Claim == "email", proved: token.IssuedAt,
	}
	if c.AuthTime > 0 {
		v.proved = time.Unix(int64(c.AuthTime), 0)
	}
	if v.subject == "" || len(v.subject) > mostName || len(v.sid) > mostName {
		return v, errors.New("the ID token names nobody")
	}
	if all[p.cfg.Claim] == nil { // most providers tell names and addresses to whoever asks with the access token
		if err := p.askMore(ctx, f, got, &all); err != nil {
			return v, err
		}
	}
	v.name, err = p.named(all)
	return v, err
}

// askMore asks the provider for what the ID token does not say. It must speak of the same person.
func (p *Provider) askMore(ctx context.Context, f *found, got *oauth2.Token, all *map[string]json.RawMessage) error {
	info, err := f.provider.UserInfo(p.asked(ctx), oauth2.StaticTokenSource(got))
	if err != nil {
		return fmt.Errorf("ask for the claims of a person: %w", err)
	}
	var sub string
	if err := json.Unmarshal((*all)["sub"], &sub); err != nil || sub == "" || info.Subject != sub {
		return errors.New("the claims are of another person")
	}
	if err := info.Claims(all); err != nil {
		return fmt.Errorf("read the claims of a person: %w", err)
	}
	return nil
}

// The largest token and the longest name that are read, in bytes.
const (
	mostToken = 16 << 10
	mostName  = 255
)

// inTime holds the times of a token against our clock, which may be apart from that of the provider.
func (p *Provider) inTime(expires, issued time.Time, notBefore *float64) error {
	now := p.cfg.Now()
	switch {
	case !now.Add(-p.cfg.Skew).Before(expires):
		return errors.New("the token has expired")
	case issued.After(now.Add(p.cfg.Skew)):
		return errors.New("the token comes from the future")
	case notBefore != nil && time.Unix(int64(*notBefore), 0).After(now.Add(p.cfg.Skew)):
		return errors.New("the token is not valid yet")
	}
	return nil
}

// named reads the claim that names the person. It is plain ASCII, so that no letter of it can be taken for another.
func (p *Provider) named(all map[string]json.RawMessage) (string, error) {
	var name string
	if err := json.Unmarshal(all[p.cfg.Claim], &name); err != nil || name == "" {
		return "", fmt.Errorf("the ID token has no claim %s", p.cfg.Claim)
	}
	if !plain(name) {
		return "", errors.New("the name in the ID token is not plain")
	}
	if p.cfg.Claim != "email" {
		return name, nil
	}
	if verified := string(all["email_verified"]); verified != "true" && verified != `"true"` { // some send a string
		return "", errors.New("the address in the ID token was not verified")
	}
	return strings.ToLower(name), nil
}

// plain reports whether a name is printable ASCII of a bearable length.
func plain(name string) bool {
	if name == "" || len(name) > mostName {
		return false
	}
	for _, b := range []byte(name) {
		if b <= ' ' || b > '~' {
			return false
		}
	}
	return true
}

// SignedOut reads what a provider says of somebody who signed out there (OpenID Connect Back-Channel Logout 1.0), and
// ends his sessions here.
func (p *Provider) SignedOut(ctx context.Context, k *Keeper, raw string) error {
	f, err := p.ready()
	if err != nil {
		return err
	}
	if len(raw) > mostToken {
		return ErrUnauthenticated
	}
	token, err := f.verify.VerifyLogout(p.asked(ctx), raw)
	if err == nil {
		err = p.inTime(token.Expiry, token.IssuedAt, nil)
	}
	if err != nil {
		p.cfg.Log.InfoContext(ctx, "a logout token was refused", "error", err)
		return ErrUnauthenticated
	}
	return k.endVouched(ctx, token)
}
