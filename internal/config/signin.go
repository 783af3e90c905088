package config

import (
	"fmt"
	"strings"
	"time"
)

// SignIn is by which ways people come in with a browser; none of them is on unless it is told.
type SignIn struct {
	Issuer  string // GYEOL_OIDC_ISSUER: address of the OpenID provider, exactly as it calls itself
	Client  string // GYEOL_OIDC_CLIENT: id under which the provider knows this installation
	Secret  string // GYEOL_OIDC_SECRET: its secret there
	Claim   string // GYEOL_OIDC_CLAIM: claim that names the person, default preferred_username
	Scopes  string // GYEOL_OIDC_SCOPES: parted by spaces, default openid profile email
	Skew    string // GYEOL_OIDC_SKEW: how far the clocks may be apart, default 1m, at most 10m
	Gateway string // GYEOL_GATEWAY_ADDRESSES: addresses of the agency's gateway, parted by commas
	Shown   string // GYEOL_GATEWAY_SECRET: what the gateway shows with each request, 32 characters at least
	Header  string // GYEOL_GATEWAY_HEADER: in which it names the person, default X-Gateway-User
	Idle    string // GYEOL_SESSION_IDLE: how long a session lives without a request, default 30m
	Most    string // GYEOL_SESSION_MOST: how long it lives in all, default 10h
}

var signInKeys = []key{
	{"GYEOL_OIDC_ISSUER", "", func(c *Config, v string) { c.SignIn.Issuer = v }, false},
	{"GYEOL_OIDC_CLIENT", "", func(c *Config, v string) { c.SignIn.Client = v }, false},
	{"GYEOL_OIDC_SECRET", "", func(c *Config, v string) { c.SignIn.Secret = v }, true},
	{"GYEOL_OIDC_CLAIM", "", func(c *Config, v string) { c.SignIn.Claim = v }, false},
	{"GYEOL_OIDC_SCOPES", "", func(c *Config, v string) { c.SignIn.Scopes = v }, false},
	{"GYEOL_OIDC_SKEW", "", func(c *Config, v string) { c.SignIn.Skew = v }, false},
	{"GYEOL_GATEWAY_ADDRESSES", "", func(c *Config, v string) { c.SignIn.Gateway = v }, false},
	{"GYEOL_GATEWAY_SECRET", "", func(c *Config, v string) { c.SignIn.Shown = v }, true},
	{"GYEOL_GATEWAY_HEADER", "", func(c *Config, v string) { c.SignIn.Header = v }, false},
	{"GYEOL_SESSION_IDLE", "", func(c *Config, v string) { c.SignIn.Idle = v }, false},
	{"GYEOL_SESSION_MOST", "", func(c *Config, v string) { c.SignIn.Most = v }, false},
}

// Times are the durations of SignIn; zero: the default.
type Times struct{ Skew, Idle, Most time.Duration }

// Times reads the durations.
func (s SignIn) Times() (Times, error) {
	var t Times
	for _, d := range []struct {
		name, text string
		most       time.Duration
		into       *time.Duration
	}{
		{"GYEOL_OIDC_SKEW", s.Skew, 10 * time.Minute, &t.Skew},
		{"GYEOL_SESSION_IDLE", s.Idle, 24 * time.Hour, &t.Idle},
		{"GYEOL_SESSION_MOST", s.Most, 7 * 24 * time.Hour, &t.Most},
	} {
		if d.text == "" {
			continue
		}
		got, err := time.ParseDuration(d.text)
		if err != nil || got < time.Second || got > d.most {
			return t, fmt.Errorf("%s is %q: want a time from 1s to %s", d.name, d.text, d.most)
		}
		*d.into = got
	}
	return t, nil
}

// Asked are the scopes as a list.
func (s SignIn) Asked() []string { return strings.Fields(s.Scopes) }
