package mail

import (
	"cmp"
	"crypto/x509"
	"errors"
	"fmt"
	netmail "net/mail"
	"net/url"
	"strings"
	"time"

	"gyeol/gov"
)

// Config says how mails leave.
type Config struct {
	// URL is the relay: smtp://user:password@host:port?tls=…&auth=…&rate=…&per_connection=…&connections=…&token_file=….
	// Default are starttls and, with a user, plain; see parseRelay. No login travels without TLS.
	URL string
	// From is the address of the sender, FromName its name.
	From, FromName string
	// BaseURL is where people reach gyeol; the only links of a mail lie below it.
	BaseURL string
	// Roots verify the relay's certificate and that of a token endpoint. Default: those of the machine.
	Roots *x509.CertPool
	// Timeout bounds the dialling and the sending of one letter each. Default DefaultTimeout: a claim lasts 30 s, and
	// one letter may take both twice.
	Timeout time.Duration
	// OAuth is where tokens come from for the logins xoauth2 and oauthbearer. Default: the password of URL is the
	// token, or the file that its token_file names.
	OAuth OAuth
	// DKIM signs every mail. Default: none is signed.
	DKIM DKIM
	// Secrets works out what letters about signing in carry. Default: no such letter leaves.
	Secrets Secrets
	// MostBytes is what a mail may come to at the most, in bytes. Default 25 MiB. A relay that says less is heeded.
	MostBytes int
}

// Secrets works out what stands in no row; internal/auth implements it.
type Secrets interface {
	// Link is that of an invitation, empty where none can be made.
	Link(id gov.InvitationID) string
	// Code is the n-th code of an invitation, from 1.
	Code(id gov.InvitationID, n int) string
}

const (
	// DefaultTimeout bounds the dialling and the sending of one letter each.
	DefaultTimeout = 6 * time.Second

	defaultMostBytes = 25 << 20
)

// checked fills in the defaults.
func (c Config) checked() (Config, error) {
	c.Timeout, c.MostBytes = cmp.Or(c.Timeout, DefaultTimeout), cmp.Or(c.MostBytes, defaultMostBytes)
	if from, err := netmail.ParseAddress(c.From); err != nil || from.Address != c.From {
		return c, fmt.Errorf("the sender %q is no mail address", c.From)
	}
	base, err := url.Parse(c.BaseURL)
	if err != nil || (base.Scheme != "http" && base.Scheme != "https") || base.Host == "" {
		return c, fmt.Errorf("the address %q of this installation is no http address", c.BaseURL)
	}
	c.BaseURL = strings.TrimSuffix(c.BaseURL, "/")
	if c.MostBytes < 0 {
		return c, errors.New("the size of a mail must not be negative")
	}
	return c, nil
}

// domainOf is what stands after the @ of an address.
func domainOf(address string) string {
	return address[strings.LastIndexByte(address, '@')+1:]
}
