package auth

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
)

// cookies are the names under which a browser keeps what is ours, and whether it sends them over TLS alone. Under an
// https address they carry the prefix that keeps any other host, path and plain connection from setting them. Plain
// http has cookies on this machine alone, as a rehearsal is used.
type cookies struct {
	session string
	flow    string
	secure  bool
}

func cookiesFor(base string) cookies {
	if secureBase(base) {
		return cookies{session: "__Host-gyeol", flow: "__Host-gyeol-flow", secure: true}
	}
	return cookies{session: "gyeol-local", flow: "gyeol-local-flow"}
}

func secureBase(base string) bool {
	u, err := url.Parse(base)
	return err == nil && u.Scheme == "https"
}

// Served reports whether browsers may sign in at an address: over TLS, or on this machine.
func Served(base string) bool {
	u, err := url.Parse(base)
	if err != nil || u.Host == "" {
		return false
	}
	return u.Scheme == "https" || u.Scheme == "http" && OnThisMachine(u.Host)
}

// OnThisMachine reports whether an address, with or without its port, is of this machine.
func OnThisMachine(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		host = address
	}
	if host == "localhost" {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}

// baked is a cookie as we set it: for this host, unseen by scripts, and never sent with a request that another site
// makes, but for a link that a person follows.
func (c cookies) baked(name, value string, seconds int) *http.Cookie {
	return &http.Cookie{ //nolint:gosec // Secure, but on this machine without TLS
		Name: name, Value: value, Path: "/", MaxAge: seconds, Secure: c.secure, HttpOnly: true,
		SameSite: http.SameSiteLaxMode,
	}
}

// Forget is the cookie that makes a browser forget its session.
func (k *Keeper) Forget() *http.Cookie { return k.cookie.baked(k.cookie.session, "", -1) }
