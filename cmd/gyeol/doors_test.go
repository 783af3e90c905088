package main

import (
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gyeol/internal/config"
)

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

// slowServer is a server as gyeol starts it, with the time for headers cut short.
func slowServer(t *testing.T, h http.Handler) string {
	t.Helper()
	server := patient(h)
	require.Equal(t, headerTime, server.ReadHeaderTimeout)
	require.Equal(t, answerTime, server.WriteTimeout)
	require.Positive(t, server.IdleTimeout)
	server.ReadHeaderTimeout = 200 * time.Millisecond
	var lc net.ListenConfig
	l, err := lc.Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	ended := make(chan error, 1)
	go func() { ended <- serveOn(server, l, nil) }()
	t.Cleanup(func() {
		require.NoError(t, server.Close())
		require.ErrorIs(t, <-ended, http.ErrServerClosed)
	})
	return l.Addr().String()
}

// talk sends a text and gives back all that comes until the server hangs up.
func talk(t *testing.T, address, text string) string {
	t.Helper()
	var d net.Dialer
	conn, err := d.DialContext(t.Context(), "tcp", address)
	require.NoError(t, err)
	defer conn.Close()
	require.NoError(t, conn.SetDeadline(time.Now().Add(20*time.Second)))
	_, err = io.WriteString(conn, text)
	require.NoError(t, err)
	said, err := io.ReadAll(conn)
	require.NoError(t, err, "the server hangs up, and not we")
	return string(said)
}

// A caller who trickles his headers, or sends no end of them, holds no connection.
func TestWhoeverDoesNotComeToAnEndIsHungUpOn(t *testing.T) {
	t.Parallel()
	reached := make(chan struct{}, 1)
	address := slowServer(t, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached <- struct{}{} }))
	require.NotContains(t, talk(t, address, "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "), "200 OK")
	many := "GET / HTTP/1.1\r\nHost: x\r\nX-Many: " + strings.Repeat("x", 2*mostHeaders) + "\r\n\r\n"
	require.Contains(t, talk(t, address, many), "431 Request Header Fields Too Large")
	require.Empty(t, reached, "neither came to the house")
	require.Contains(t, talk(t, address, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"), "200 OK")
}

// The product is bounded unless it is told otherwise, and a mistake in what it is told is named.
func TestHowMuchMayComeInIsConfigured(t *testing.T) {
	t.Parallel()
	for name, s := range map[string]*stack{
		"as it stands": {}, "told": {cfg: config.Config{Rate: "50/200", RateUnknown: "0"}}, "measured": {measured: &instruments{}},
	} {
		traffic, err := s.traffic()
		require.NoError(t, err, name)
		require.NotNil(t, traffic)
	}
	_, err := (&stack{cfg: config.Config{Rate: "fast"}}).traffic()
	require.ErrorContains(t, err, "GYEOL_RATE ")
	_, err = (&stack{cfg: config.Config{RateUnknown: "5"}}).traffic()
	require.ErrorContains(t, err, "GYEOL_RATE_UNKNOWN ")
}
