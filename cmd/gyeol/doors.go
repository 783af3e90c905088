package main

import (
	"crypto/tls"
	"net"
	"net/http"
)

// guarded says on every answer what a browser may do with it. What a page needs beyond that, it says itself, before it
// writes.
func guarded(next http.Handler, secure bool) http.Handler {
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

// serveOn serves until the server is shut, over TLS where a certificate is configured.
func serveOn(server *http.Server, l net.Listener, secure *tls.Config) error {
	if secure == nil {
		return server.Serve(l)
	}
	server.TLSConfig = secure
	return server.ServeTLS(l, "", "") // the certificate is in the configuration, and follows its files
}

// secure is how the API is spoken to; nil is plain HTTP.
func (s *stack) secure() *tls.Config {
	if s.cfg.HTTPS == nil {
		return nil
	}
	return s.cfg.HTTPS.TLS(s.log, s.callers)
}
