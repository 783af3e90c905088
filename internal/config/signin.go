package config

import (
	"crypto/x509"
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
	Subject string // GYEOL_GATEWAY_SUBJECT: of the client certificate that it shows, e.g. CN=gateway,O=City
	CA      string // GYEOL_GATEWAY_CA: PEM file of the authority that signed it, or its text
	Header  string // GYEOL_GATEWAY_HEADER: in which it names the person, default X-Gateway-User
	SMSURL  string // GYEOL_SMS_URL: https address of the service that sends codes to mobiles
	SMSKey  string // GYEOL_SMS_KEY: what is shown to it as a bearer token, 16 characters at least
	Idle    string // GYEOL_SESSION_IDLE: how long a session lives without a request, default 30m
	Most    string // GYEOL_SESSION_MOST: how long it lives in all, default 10h
}

// gatewayCA is the variable of the authority that is believed for the certificate of a gateway, and for nothing else.
const gatewayCA = "GYEOL_GATEWAY_CA"

// Callers are the authorities by which a client certificate is verified, nil where none is asked for. A subject without
// an authority, an authority without a subject, and either without HTTPS are mistakes: a certificate that nobody
// verifies proves nothing.
func (c Config) Callers() (*x509.CertPool, error) {
	in := c.SignIn
	if in.Subject == "" && in.CA == "" {
		return nil, nil //nolint:nilnil // no certificate is asked for, which is the default
	}
	if in.Subject == "" || in.CA == "" || c.HTTPS == nil {
		return nil, fmt.Errorf("GYEOL_GATEWAY_SUBJECT와 %s는 함께, HTTPS(%s)와 같이 주어야 합니다 "+
			"(a client certificate needs its subject, its authority and HTTPS)", gatewayCA, httpsCert)
	}
	text, err := pem(gatewayCA, in.CA)
	if err != nil {
		return nil, err
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(text) {
		return nil, fmt.Errorf("%s holds no certificate", gatewayCA)
	}
	return pool, nil
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
	{"GYEOL_GATEWAY_SUBJECT", "", func(c *Config, v string) { c.SignIn.Subject = v }, false},
	{gatewayCA, "", func(c *Config, v string) { c.SignIn.CA = v }, false},
	{"GYEOL_GATEWAY_HEADER", "", func(c *Config, v string) { c.SignIn.Header = v }, false},
	{"GYEOL_SMS_URL", "", func(c *Config, v string) { c.SignIn.SMSURL = v }, false},
	{"GYEOL_SMS_KEY", "", func(c *Config, v string) { c.SignIn.SMSKey = v }, true},
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
