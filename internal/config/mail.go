package config

import (
	"fmt"
	"strconv"
	"time"
)

// Mail is what mail needs beside the relay itself.
type Mail struct {
	Tries        string // GYEOL_MAIL_TRIES: answers of a relay before a notice has failed, 1 to 20; default 8, over a day
	OAuthURL     string // GYEOL_SMTP_OAUTH_URL: token endpoint for auth=xoauth2 and oauthbearer
	OAuthClient  string // GYEOL_SMTP_OAUTH_CLIENT: id of the client
	OAuthSecret  string // GYEOL_SMTP_OAUTH_SECRET: secret of the client
	OAuthRefresh string // GYEOL_SMTP_OAUTH_REFRESH: refresh token; without one the client's own credentials are shown
	OAuthScope   string // GYEOL_SMTP_OAUTH_SCOPE: scopes, parted by spaces
	DKIMKey      string // GYEOL_DKIM_KEY: private key in PEM, or the path of its file
	DKIMSelector string // GYEOL_DKIM_SELECTOR: name of the key in the name service
	DKIMDomain   string // GYEOL_DKIM_DOMAIN: default the domain of the sender
	BounceURL    string // GYEOL_BOUNCE_URL: maildir:///folder or imaps://user:password@host/INBOX; default: none is read
	BounceEvery  string // GYEOL_BOUNCE_EVERY: how often it is looked at, default 1m
}

// The bounds of the numbers of mail.
const (
	mostTries    = 20
	bounceUsual  = time.Minute
	bounceAtMost = time.Second // how often
)

// MostTries is GYEOL_MAIL_TRIES as a number; 0: the default.
func (m Mail) MostTries() (int, error) {
	if m.Tries == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(m.Tries)
	if err != nil || n < 1 || n > mostTries {
		return 0, fmt.Errorf("GYEOL_MAIL_TRIES is %q: want a number from 1 to %d", m.Tries, mostTries)
	}
	return n, nil
}

// Every is GYEOL_BOUNCE_EVERY as a time.
func (m Mail) Every() (time.Duration, error) {
	if m.BounceEvery == "" {
		return bounceUsual, nil
	}
	d, err := time.ParseDuration(m.BounceEvery)
	if err != nil || d < bounceAtMost {
		return 0, fmt.Errorf("GYEOL_BOUNCE_EVERY is %q: want a time such as 30s, one second at the least", m.BounceEvery)
	}
	return d, nil
}
