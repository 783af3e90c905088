package auth

import (
	"crypto/sha256"
	"encoding/base64"
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// Shown is what a request shows of who sends it.
type Shown struct {
	Authorization []string       // the values of that header
	Cookies       []*http.Cookie // all of them
	Vouched       string         // for whom the gateway of the agency vouches
}

// ShownBy reads it from a request.
func ShownBy(r *http.Request) Shown {
	s := Shown{Authorization: r.Header.Values("Authorization"), Vouched: VouchedFor(r.Context())}
	if len(r.Header["Cookie"]) > 0 {
		s.Cookies = r.Cookies()
	}
	return s
}

// Bearer is what a program shows that has a token and nothing else.
func Bearer(token string) Shown { return Shown{Authorization: []string{"Bearer " + token}} }

// cookie is the value of the one cookie of that name; several of it are as many as none.
func (s Shown) cookie(name string) (value string, several bool) {
	found := 0
	for _, c := range s.Cookies {
		if c.Name == name {
			value = c.Value
			found++
		}
	}
	return value, found > 1
}

// tokenPrefix marks a secret as one of ours, so that scanners of leaked secrets know it.
const tokenPrefix = "gyeol_"

// sessionPrefix marks the secret of a session: neither opens where the other is asked for.
const sessionPrefix = "gyeols_"

// bearer takes the secret out of a header and proves its shape before anybody asks the database.
func bearer(header string) (string, bool) {
	scheme, secret, ok := strings.Cut(header, " ")
	if !ok || !strings.EqualFold(scheme, "Bearer") {
		return "", false
	}
	return secret, shaped(secret, tokenPrefix)
}

// shaped reports whether a secret has the form of those that we give out under a prefix.
func shaped(secret, prefix string) bool {
	body, ok := strings.CutPrefix(secret, prefix)
	if !ok || len(body) != base64.RawURLEncoding.EncodedLen(sha256.Size) {
		return false
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(body)
	return err == nil && len(raw) == sha256.Size
}

func hashOf(secret string) []byte {
	sum := sha256.Sum256([]byte(secret))
	return sum[:]
}

// Host is a network address without its port.
func Host(remote string) string {
	host, _, err := net.SplitHostPort(remote)
	if err != nil {
		return remote
	}
	return host
}

// Net is the network by which callers are paced: an address of IPv4, and of IPv6 the 64 bits that one line is given.
func Net(remote string) string {
	host := Host(remote)
	ip, err := netip.ParseAddr(host)
	if err != nil || ip.Unmap().Is4() {
		return host
	}
	return netip.PrefixFrom(ip.WithZone(""), 64).Masked().String()
}
