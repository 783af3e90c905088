// Package web puts the pages of gyeol before its API: those of the office and of sign-in where browsers can be served,
// and in a rehearsal the mailbox. The binary and the tests in a browser have them from here, with the same headers.
package web

import (
	_ "embed"
	"fmt"
	"log/slog"
	"net/http"

	"gyeol/gov"
	"gyeol/internal/auth"
	"gyeol/web/mailbox"
	"gyeol/web/office"
	"gyeol/web/signin"
)

// Cases are the use cases of all pages; *cases.Service has them.
type Cases interface {
	office.Cases
	mailbox.Mails
}

// Config is what New needs.
type Config struct {
	Cases     Cases
	Keeper    *auth.Keeper
	Sign      *auth.Sign              // nil: there is no OpenID provider
	Gateway   *auth.Gateway           // nil: there is no gateway
	Invites   auth.Invites            // of members from outside
	Texting   bool                    // codes can be sent to mobiles
	Feed      func(gov.FeedID) string // the address of a calendar feed; nil: there are none
	Base      string                  // where links to this installation begin
	Rehearsal bool                    // every page says so, and anybody may be played
	Log       *slog.Logger
}

// New puts the pages before an API.
func New(c Config, api http.Handler) (http.Handler, error) {
	mux := http.NewServeMux()
	mux.Handle("/", api)
	mux.HandleFunc("GET /favicon.ico", showIcon)
	if auth.Served(c.Base) {
		page, err := signin.New(signin.Config{
			Keeper: c.Keeper, Sign: c.Sign, Gateway: c.Gateway, Base: c.Base, Invites: c.Invites,
			Rehearsal: c.Rehearsal, Log: c.Log,
		})
		if err != nil {
			return nil, fmt.Errorf("sign-in pages: %w", err)
		}
		mount(mux, page, signin.Paths()...)
		desk, err := office.New(office.Config{
			Cases: c.Cases, Keeper: c.Keeper, Invites: c.Invites, Texting: c.Texting, Feed: c.Feed,
			Base: c.Base, Rehearsal: c.Rehearsal, Log: c.Log,
		})
		if err != nil {
			return nil, fmt.Errorf("pages of the office: %w", err)
		}
		mount(mux, desk, office.Paths()...)
	}
	if c.Rehearsal {
		page, err := mailbox.New(c.Cases, c.Log)
		if err != nil {
			return nil, fmt.Errorf("mailbox page: %w", err)
		}
		mount(mux, page, mailbox.Path, mailbox.Path+"/")
	}
	if c.Gateway == nil {
		return mux, nil
	}
	return c.Gateway.Door(mux), nil
}

// icon is what a browser shows beside the title of a page; it asks for it without being told.
//
//go:embed icon.svg
var icon []byte

func showIcon(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "image/svg+xml")
	w.Header().Set("Cache-Control", "public, max-age=86400")
	_, _ = w.Write(icon) // the reader has hung up; there is nobody left to tell
}

func mount(mux *http.ServeMux, page http.Handler, paths ...string) {
	for _, path := range paths {
		mux.Handle(path, page)
	}
}

// Guarded says on every answer what a browser may do with it; secure is whether it is asked over TLS. What a page needs
// beyond that, it says itself, before it writes.
func Guarded(next http.Handler, secure bool) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'")
		if secure {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r)
	})
}
