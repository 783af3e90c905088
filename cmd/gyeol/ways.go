package main

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"gyeol/internal/auth"
	"gyeol/web/mailbox"
	"gyeol/web/office"
	"gyeol/web/signin"
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

// pages puts the pages before the API: those of the office and of sign-in where browsers can be served, and in a
// rehearsal the mailbox.
func (e *engine) pages(api http.Handler) (http.Handler, error) {
	mux := http.NewServeMux()
	mux.Handle("/", api)
	if auth.Served(e.ways.base) {
		page, err := signin.New(signin.Config{
			Keeper: e.ways.keeper, Sign: e.ways.sign, Gateway: e.ways.gateway, Base: e.ways.base,
			Invites: e.ways.invites, Rehearsal: e.rehearsal, Log: e.log,
		})
		if err != nil {
			return nil, fmt.Errorf("sign-in pages: %w", err)
		}
		for _, path := range signin.Paths() {
			mux.Handle(path, page)
		}
		desk, err := office.New(office.Config{
			Cases: e.cases, Keeper: e.ways.keeper, Invites: e.ways.invites, Texting: e.ways.sms != nil,
			Feed: e.feed.Address, Base: e.ways.base, Rehearsal: e.rehearsal, Log: e.log,
		})
		if err != nil {
			return nil, fmt.Errorf("pages of the office: %w", err)
		}
		for _, path := range office.Paths() {
			mux.Handle(path, desk)
		}
	}
	if e.rehearsal {
		page, err := mailbox.New(e.cases, e.log)
		if err != nil {
			return nil, fmt.Errorf("mailbox page: %w", err)
		}
		mux.Handle(mailbox.Path, page)
		mux.Handle(mailbox.Path+"/", page)
	}
	return e.ways.gateway.Door(mux), nil
}
