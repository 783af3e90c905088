// Package config reads what an installation is told from outside: where its parts are, when they are not in the same
// process. One table, each key with its default; secrets may come from a file named by KEY_FILE.
package config

import (
	"crypto/tls"
	"fmt"
	"os"
	"strings"
)

// Config is the whole of it. An empty address means: run that part in this process (design §5).
type Config struct {
	DatabaseURL     string // GYEOL_DATABASE_URL: PostgreSQL for gyeol's own record
	TemporalAddress string // GYEOL_TEMPORAL_ADDRESS: host:port of a Temporal frontend
	Namespace       string // GYEOL_TEMPORAL_NAMESPACE, default "gyeol"
	SMTPURL         string // GYEOL_SMTP_URL: smtp://user:password@host:port, see docs/operations.md
	Mail            Mail   // how notices leave and how they come back, see docs/operations.md
	MailFrom        string // GYEOL_MAIL_FROM: address of the sender, default gyeol@gyeol.example
	Listen          string // GYEOL_LISTEN, default 127.0.0.1:8080
	PayloadKey      string // GYEOL_PAYLOAD_KEY: 64 hex digits; required with an outside Temporal
	AuditKey        string // GYEOL_AUDIT_KEY: signs checkpoints of the audit log, as gyeol audit key makes it
	BaseURL         string // GYEOL_BASE_URL: what links in mails begin with, default http://GYEOL_LISTEN
	PostgresBin     string // GYEOL_PG_BIN: folder of initdb and postgres

	// TemporalTLS is how an outside Temporal is spoken to, from GYEOL_TEMPORAL_TLS_CA, _CERT, _KEY and _SERVER_NAME;
	// nil without them.
	TemporalTLS *tls.Config

	files tlsFiles
}

// key is one line of the table.
type key struct {
	name     string
	fallback string
	set      func(*Config, string)
}

var keys = []key{
	{"GYEOL_DATABASE_URL", "", func(c *Config, v string) { c.DatabaseURL = v }},
	{"GYEOL_TEMPORAL_ADDRESS", "", func(c *Config, v string) { c.TemporalAddress = v }},
	{"GYEOL_TEMPORAL_NAMESPACE", "gyeol", func(c *Config, v string) { c.Namespace = v }},
	{tlsCA, "", func(c *Config, v string) { c.files.ca = v }},
	{tlsCert, "", func(c *Config, v string) { c.files.cert = v }},
	{tlsKey, "", func(c *Config, v string) { c.files.key = v }},
	{tlsServerName, "", func(c *Config, v string) { c.files.serverName = v }},
	{"GYEOL_SMTP_URL", "", func(c *Config, v string) { c.SMTPURL = v }},
	{"GYEOL_MAIL_TRIES", "", func(c *Config, v string) { c.Mail.Tries = v }},
	{"GYEOL_SMTP_OAUTH_URL", "", func(c *Config, v string) { c.Mail.OAuthURL = v }},
	{"GYEOL_SMTP_OAUTH_CLIENT", "", func(c *Config, v string) { c.Mail.OAuthClient = v }},
	{"GYEOL_SMTP_OAUTH_SECRET", "", func(c *Config, v string) { c.Mail.OAuthSecret = v }},
	{"GYEOL_SMTP_OAUTH_REFRESH", "", func(c *Config, v string) { c.Mail.OAuthRefresh = v }},
	{"GYEOL_SMTP_OAUTH_SCOPE", "", func(c *Config, v string) { c.Mail.OAuthScope = v }},
	{"GYEOL_DKIM_KEY", "", func(c *Config, v string) { c.Mail.DKIMKey = v }},
	{"GYEOL_DKIM_SELECTOR", "", func(c *Config, v string) { c.Mail.DKIMSelector = v }},
	{"GYEOL_DKIM_DOMAIN", "", func(c *Config, v string) { c.Mail.DKIMDomain = v }},
	{"GYEOL_BOUNCE_URL", "", func(c *Config, v string) { c.Mail.BounceURL = v }},
	{"GYEOL_BOUNCE_EVERY", "", func(c *Config, v string) { c.Mail.BounceEvery = v }},
	{"GYEOL_MAIL_FROM", "gyeol@gyeol.example", func(c *Config, v string) { c.MailFrom = v }},
	{"GYEOL_LISTEN", "127.0.0.1:8080", func(c *Config, v string) { c.Listen = v }},
	{"GYEOL_PAYLOAD_KEY", "", func(c *Config, v string) { c.PayloadKey = v }},
	{"GYEOL_AUDIT_KEY", "", func(c *Config, v string) { c.AuditKey = v }},
	{"GYEOL_BASE_URL", "", func(c *Config, v string) { c.BaseURL = v }},
	{"GYEOL_PG_BIN", "", func(c *Config, v string) { c.PostgresBin = v }},
}

// FromEnv reads the environment; lookup is os.LookupEnv but in tests.
func FromEnv(lookup func(string) (string, bool)) (Config, error) {
	var c Config
	for _, k := range keys {
		v, err := read(lookup, k)
		if err != nil {
			return c, err
		}
		k.set(&c, v)
	}
	if c.BaseURL == "" {
		c.BaseURL = "http://" + c.Listen
	}
	var err error
	c.TemporalTLS, err = c.files.load()
	return c, err
}

func read(lookup func(string) (string, bool), k key) (string, error) {
	if v, ok := lookup(k.name); ok && v != "" {
		return v, nil
	}
	if path, ok := lookup(k.name + "_FILE"); ok && path != "" {
		b, err := os.ReadFile(path)
		if err != nil {
			return "", fmt.Errorf("read %s_FILE: %w", k.name, err)
		}
		return strings.TrimSpace(string(b)), nil
	}
	return k.fallback, nil
}
