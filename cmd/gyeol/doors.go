package main

import (
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"time"

	"gyeol/internal/auth"
)

// What a caller is granted. A body has 5 seconds to arrive, a file a minute (package api). A stream of changes has no end.
const (
	headerTime  = 5 * time.Second // to send its headers
	answerTime  = 5 * time.Minute // from its headers to the end of the answer; a step of the clock may take two
	mostHeaders = 64 << 10        // octets of headers
)

// patient is a server that waits for nobody longer than that.
func patient(h http.Handler) *http.Server {
	return &http.Server{
		Handler: h, ReadHeaderTimeout: headerTime, WriteTimeout: answerTime, IdleTimeout: 2 * time.Minute,
		MaxHeaderBytes: mostHeaders,
	}
}

// benchRate is bounded, as the product is, and no bench comes near it: the product and its floor pass the same doors.
var benchRate = auth.Rate{PerSecond: 1 << 19, Burst: 1 << 29}

// traffic is how much may come in.
func (s *stack) traffic() (*auth.Traffic, error) {
	if s.measured != nil {
		return auth.NewTraffic(benchRate, benchRate), nil
	}
	known, err := auth.ParseRate(s.cfg.Rate, auth.KnownRate)
	if err != nil {
		return nil, fmt.Errorf("GYEOL_RATE %w", err)
	}
	unknown, err := auth.ParseRate(s.cfg.RateUnknown, auth.UnknownRate)
	if err != nil {
		return nil, fmt.Errorf("GYEOL_RATE_UNKNOWN %w", err)
	}
	return auth.NewTraffic(known, unknown), nil
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
