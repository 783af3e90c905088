package main

import (
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestEveryAnswerSaysWhatABrowserMayDoWithIt(t *testing.T) {
	t.Parallel()
	page := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/page" {
			w.Header().Set("Content-Security-Policy", "default-src 'self'")
		}
	})
	for _, secure := range []bool{false, true} {
		w := httptest.NewRecorder()
		guarded(page, secure).ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/data", nil))
		require.Equal(t, "nosniff", w.Header().Get("X-Content-Type-Options"))
		require.Equal(t, "DENY", w.Header().Get("X-Frame-Options"))
		require.Equal(t, "no-referrer", w.Header().Get("Referrer-Policy"))
		require.Contains(t, w.Header().Get("Content-Security-Policy"), "default-src 'none'")
		require.Equal(t, secure, w.Header().Get("Strict-Transport-Security") != "")
		w = httptest.NewRecorder()
		guarded(page, secure).ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/page", nil))
		require.Equal(t, "default-src 'self'", w.Header().Get("Content-Security-Policy"), "a page says its own")
	}
}

func TestTheDoorsSpeakTLSWhereACertificateIsConfigured(t *testing.T) {
	t.Parallel()
	lent := httptest.NewTLSServer(http.NotFoundHandler()) // for its certificate alone
	lent.Close()
	var lc net.ListenConfig
	l, err := lc.Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { //nolint:gosec // for one request
		w.Header().Set("Proto", r.Proto)
	})}
	ended := make(chan error, 1)
	certificate := lent.TLS.Certificates[0]
	go func() {
		ended <- serveOn(server, l, &tls.Config{
			MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"},
			GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return &certificate, nil },
		})
	}()
	roots := x509.NewCertPool()
	roots.AddCert(lent.Certificate())
	client := &http.Client{Transport: &http.Transport{
		ForceAttemptHTTP2: true, TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: roots, ServerName: "example.com"},
	}}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://"+l.Addr().String(), nil)
	require.NoError(t, err)
	answer, err := client.Do(req)
	require.NoError(t, err)
	defer answer.Body.Close()
	require.Equal(t, "HTTP/2.0", answer.Header.Get("Proto"))
	require.NoError(t, server.Close())
	require.ErrorIs(t, <-ended, http.ErrServerClosed)
}
