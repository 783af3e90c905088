package main

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"gyeol/internal/cases"
	"gyeol/internal/mail"
	"gyeol/internal/returns"
	"gyeol/internal/store"
)

// senderConfig is how mails leave: to the relay that was named, else into the sink of this process.
func (e *engine) senderConfig(s *stack) mail.Config {
	m := s.cfg.Mail
	c := mail.Config{
		URL: s.cfg.SMTPURL, From: s.cfg.MailFrom, FromName: "결", BaseURL: s.cfg.BaseURL,
		OAuth: mail.OAuth{
			URL: m.OAuthURL, ClientID: m.OAuthClient, Secret: m.OAuthSecret, Refresh: m.OAuthRefresh, Scope: m.OAuthScope,
		},
		DKIM: mail.DKIM{Key: m.DKIMKey, Selector: m.DKIMSelector, Domain: m.DKIMDomain},
	}
	if e.ways.invites.On() {
		c.Secrets = e.ways.invites
	}
	if s.sink != nil {
		user, password := s.sink.Credentials()
		c.URL = fmt.Sprintf("smtp://%s:%s@%s?tls=starttls&auth=plain&per_connection=100000", user, password, s.sink.Addr())
		c.Roots = s.sink.Roots()
	}
	return c
}

// outbox is the table of notices, under the domain of the sender.
func (e *engine) outbox(s *stack) (*store.Outbox, error) {
	out := store.NewOutbox(e.pool)
	out.Manner = e.cases.MailManner
	if _, domain, ok := strings.Cut(s.cfg.MailFrom, "@"); ok {
		out.Domain = domain
	}
	tries, err := s.cfg.Mail.MostTries()
	out.Tries, out.SendOn = cmp.Or(tries, out.Tries), e.cases.NextWorkingDay
	return out, err
}

// bouncesOf is where mails come back to, and how often that is looked at; nil where nothing was named.
func bouncesOf(s *stack) (returns.Source, time.Duration, error) {
	if s.cfg.Mail.BounceURL == "" {
		return nil, 0, nil
	}
	every, err := s.cfg.Mail.Every()
	if err != nil {
		return nil, 0, err
	}
	source, err := returns.Open(returns.Config{URL: s.cfg.Mail.BounceURL})
	return source, every, err
}

// takeBounce holds each mail against the record.
func (e *engine) takeBounce(kind string) returns.Taker {
	return func(ctx context.Context, raw []byte) error {
		_, err := e.cases.RecordBounce(ctx, cases.Actor{System: true, Name: "gyeol"}, cases.BounceMail{
			Raw: raw, Source: cases.BounceSource(kind),
		})
		return err
	}
}
