package main

import (
	"context"
	"net/http"
	"strings"

	"gyeol/internal/auth"
	"gyeol/web"
)

// ways are the ways into an installation.
type ways struct {
	base    string
	keeper  *auth.Keeper
	sign    *auth.Sign // nil: no OpenID provider was named
	gateway *auth.Gateway
	invites auth.Invites
	sms     *auth.SMS // nil: no service sends codes to mobiles
}

// open makes the ways that the operator has named; that of API tokens is always there.
func (e *engine) open(s *stack) error {
	in := s.cfg.SignIn
	times, err := in.Times()
	if err != nil {
		return err
	}
	w := ways{base: s.cfg.BaseURL}
	if s.callers, err = s.cfg.Callers(); err != nil {
		return err
	}
	w.gateway, err = auth.NewGateway(auth.GatewayConfig{
		Addresses: in.Gateway, Secret: in.Shown, Subject: in.Subject, Header: in.Header,
	})
	if err != nil {
		return err
	}
	if w.invites, err = auth.NewInvites(s.keys[len(s.keys)-1].Secret, strings.TrimSuffix(w.base, "/")); err != nil {
		return err
	}
	if w.sms, err = auth.NewSMS(auth.SMSConfig{URL: in.SMSURL, Key: in.SMSKey}); err != nil {
		return err
	}
	w.keeper = auth.NewKeeper(auth.Config{
		Pool: e.pool, Limits: auth.Limits{Idle: times.Idle, Most: times.Most}, Base: w.base, Log: s.log,
	})
	if in.Issuer != "" {
		p, err := auth.NewProvider(auth.ProviderConfig{
			Issuer: in.Issuer, ClientID: in.Client, ClientSecret: in.Secret, Base: w.base, Claim: in.Claim,
			Scopes: in.Asked(),
			Skew:   times.Skew, Log: s.log,
		})
		if err != nil {
			return err
		}
		if w.sign, err = auth.NewSign(p, w.keeper, s.keys[len(s.keys)-1].Secret); err != nil {
			return err
		}
	}
	e.ways = w
	return nil
}

// receive looks for the provider of sign-ins and forgets old sessions, for as long as the API is served.
func (e *engine) receive(ctx context.Context) {
	ctx, e.closing = context.WithCancel(ctx)
	e.doors.Go(func() { e.ways.keeper.KeepSweeping(ctx) })
	if e.ways.sms != nil {
		e.doors.Go(func() { e.ways.keeper.KeepTexting(ctx, e.ways.sms, e.ways.invites) })
	}
	if e.ways.sign != nil {
		e.doors.Go(func() { e.ways.sign.KeepFinding(ctx) })
	}
}

// pages puts the pages before the API.
func (e *engine) pages(api http.Handler) (http.Handler, error) {
	return web.New(web.Config{
		Cases: e.cases, Keeper: e.ways.keeper, Sign: e.ways.sign, Gateway: e.ways.gateway, Invites: e.ways.invites,
		Texting: e.ways.sms != nil, Feed: e.feed.Address, Base: e.ways.base, Rehearsal: e.rehearsal, Log: e.log,
	}, api)
}
