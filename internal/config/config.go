// Package config reads what an installation is told from outside: where its parts are, when they are not in the same
// process. One table, each key with its default; secrets may come from a file named by KEY_FILE.
package config

import (
	"crypto/tls"
	"fmt"
	"io"
	"log/slog"
	"os"
	"slices"
	"strings"
)

// Config is the whole of it. An empty address means: run that part in this process (design §5).
type Config struct {
	DatabaseURL     string // GYEOL_DATABASE_URL: PostgreSQL for gyeol's own record
	TemporalAddress string // GYEOL_TEMPORAL_ADDRESS: host:port of a Temporal frontend
	Namespace       string // GYEOL_TEMPORAL_NAMESPACE, default "gyeol"
	SMTPURL         string // GYEOL_SMTP_URL: smtp://user:password@host:port, see docs/operations.md
	Mail            Mail   // how notices leave and how they come back, see docs/operations.md
	SignIn          SignIn // by which ways people come in with a browser
	MailFrom        string // GYEOL_MAIL_FROM: address of the sender, default gyeol@gyeol.example
	Listen          string // GYEOL_LISTEN, default 127.0.0.1:8080
	PayloadKey      string // GYEOL_PAYLOAD_KEY: 64 hex digits, or several: the first writes; needed with an outside Temporal
	AuditKey        string // GYEOL_AUDIT_KEY: signs checkpoints of the audit log, as gyeol audit key makes it
	BaseURL         string // GYEOL_BASE_URL: what links in mails begin with, default http://GYEOL_LISTEN, https with a key
	PostgresBin     string // GYEOL_PG_BIN: folder of initdb and postgres
	Rate            string // GYEOL_RATE: requests of one token or session, "200/2000": a second/in a row; 0: not bounded
	RateUnknown     string // GYEOL_RATE_UNKNOWN: of one address that shows neither, "20/200"; 0: not bounded

	// TemporalTLS is how an outside Temporal is spoken to, from GYEOL_TEMPORAL_TLS_CA, _CERT, _KEY and _SERVER_NAME;
	// nil without them.
	TemporalTLS *tls.Config

	// HTTPS is how the API is spoken to, from GYEOL_TLS_CERT and GYEOL_TLS_KEY, read anew when they change; nil without
	// them: then a gateway before gyeol does it.
	HTTPS *HTTPS

	files      tlsFiles
	httpsFiles pairFiles
}

// key is one line of the table.
type key struct {
	name     string
	fallback string
	set      func(*Config, string)
	secret   bool // never logged; not in a file that others may read
}

var keys = []key{
	{"GYEOL_DATABASE_URL", "", func(c *Config, v string) { c.DatabaseURL = v }, true},
	{"GYEOL_TEMPORAL_ADDRESS", "", func(c *Config, v string) { c.TemporalAddress = v }, false},
	{"GYEOL_TEMPORAL_NAMESPACE", "gyeol", func(c *Config, v string) { c.Namespace = v }, false},
	{tlsCA, "", func(c *Config, v string) { c.files.ca = v }, false},
	{tlsCert, "", func(c *Config, v string) { c.files.cert = v }, false},
	{tlsKey, "", func(c *Config, v string) { c.files.key = v }, true},
	{tlsServerName, "", func(c *Config, v string) { c.files.serverName = v }, false},
	{"GYEOL_SMTP_URL", "", func(c *Config, v string) { c.SMTPURL = v }, true},
	{"GYEOL_MAIL_TRIES", "", func(c *Config, v string) { c.Mail.Tries = v }, false},
	{"GYEOL_SMTP_OAUTH_URL", "", func(c *Config, v string) { c.Mail.OAuthURL = v }, false},
	{"GYEOL_SMTP_OAUTH_CLIENT", "", func(c *Config, v string) { c.Mail.OAuthClient = v }, false},
	{"GYEOL_SMTP_OAUTH_SECRET", "", func(c *Config, v string) { c.Mail.OAuthSecret = v }, true},
	{"GYEOL_SMTP_OAUTH_REFRESH", "", func(c *Config, v string) { c.Mail.OAuthRefresh = v }, true},
	{"GYEOL_SMTP_OAUTH_SCOPE", "", func(c *Config, v string) { c.Mail.OAuthScope = v }, false},
	{"GYEOL_DKIM_KEY", "", func(c *Config, v string) { c.Mail.DKIMKey = v }, true},
	{"GYEOL_DKIM_SELECTOR", "", func(c *Config, v string) { c.Mail.DKIMSelector = v }, false},
	{"GYEOL_DKIM_DOMAIN", "", func(c *Config, v string) { c.Mail.DKIMDomain = v }, false},
	{"GYEOL_BOUNCE_URL", "", func(c *Config, v string) { c.Mail.BounceURL = v }, true},
	{"GYEOL_BOUNCE_EVERY", "", func(c *Config, v string) { c.Mail.BounceEvery = v }, false},
	{"GYEOL_MAIL_FROM", "gyeol@gyeol.example", func(c *Config, v string) { c.MailFrom = v }, false},
	{"GYEOL_LISTEN", "127.0.0.1:8080", func(c *Config, v string) { c.Listen = v }, false},
	{"GYEOL_PAYLOAD_KEY", "", func(c *Config, v string) { c.PayloadKey = v }, true},
	{"GYEOL_AUDIT_KEY", "", func(c *Config, v string) { c.AuditKey = v }, true},
	{httpsCert, "", func(c *Config, v string) { c.httpsFiles.cert = v }, false},
	{httpsKey, "", func(c *Config, v string) { c.httpsFiles.key = v }, true},
	{"GYEOL_BASE_URL", "", func(c *Config, v string) { c.BaseURL = v }, false},
	{"GYEOL_PG_BIN", "", func(c *Config, v string) { c.PostgresBin = v }, false},
	{"GYEOL_RATE", "", func(c *Config, v string) { c.Rate = v }, false},
	{"GYEOL_RATE_UNKNOWN", "", func(c *Config, v string) { c.RateUnknown = v }, false},
}

// table is all of it.
var table = slices.Concat(keys, signInKeys)

// FromEnv reads the environment; lookup is os.LookupEnv but in tests.
func FromEnv(lookup func(string) (string, bool)) (Config, error) {
	var c Config
	lookup, err := withFile(lookup)
	if err != nil {
		return c, err
	}
	for _, k := range table {
		v, err := read(lookup, k)
		if err != nil {
			return c, err
		}
		k.set(&c, v)
	}
	if c.HTTPS, err = c.httpsFiles.load(); err != nil {
		return c, err
	}
	if c.BaseURL == "" {
		c.BaseURL = c.Scheme() + "://" + c.Listen
	}
	c.TemporalTLS, err = c.files.load()
	return c, err
}

// Scheme is that of the addresses of this API.
func (c Config) Scheme() string {
	if c.HTTPS != nil {
		return "https"
	}
	return "http"
}

// String tells what is set and no value: a configuration holds secrets, and one that is printed by mistake tells none.
func (c Config) String() string {
	return fmt.Sprintf("config of %s; database set: %t, Temporal set: %t, mail set: %t", c.Listen, c.DatabaseURL != "",
		c.TemporalAddress != "", c.SMTPURL != "")
}

// LogValue is String in a log.
func (c Config) LogValue() slog.Value { return slog.StringValue(c.String()) }

// Format is String whatever the verb asks for.
func (c Config) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, c.String()) }

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
