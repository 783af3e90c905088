package auth

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strings"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
)

// GatewayConfig says which gateway of the agency vouches for people, by the header in which it names them.
type GatewayConfig struct {
	Addresses string // of the gateway: addresses or prefixes, separated by commas; empty: there is none
	Secret    string // that it shows with each request, 32 characters at least; may be empty beside a Subject
	Subject   string // of the client certificate that it shows, as RFC 2253 writes it; empty: it shows none
	Header    string // in which it names the person by his slug; default X-Gateway-User
}

// headerSecret is where the gateway shows its secret.
const headerSecret = "X-Gateway-Secret"

// Gateway believes one peer. The zero value believes nobody.
type Gateway struct {
	from    []netip.Prefix
	secret  []byte
	subject string
	header  string
}

// NewGateway reads the configuration. There is no gateway without an address, and a secret or a certificate; where both
// are named, both must be shown.
func NewGateway(c GatewayConfig) (*Gateway, error) {
	g := &Gateway{header: http.CanonicalHeaderKey(c.Header), secret: []byte(c.Secret), subject: c.Subject}
	if c.Header == "" {
		g.header = "X-Gateway-User"
	}
	if c.Addresses == "" {
		return g, nil
	}
	if len(c.Secret) < 32 && (c.Secret != "" || c.Subject == "") {
		return nil, errors.New("GYEOL_GATEWAY_SECRET은 32자 이상이어야 합니다 (the secret of the gateway has 32 characters at least)")
	}
	for _, text := range strings.Split(c.Addresses, ",") {
		prefix, err := prefixOf(strings.TrimSpace(text))
		if err != nil {
			return nil, fmt.Errorf("GYEOL_GATEWAY_ADDRESSES %q: %w", text, err)
		}
		g.from = append(g.from, prefix)
	}
	return g, nil
}

func prefixOf(text string) (netip.Prefix, error) {
	if ip, err := netip.ParseAddr(text); err == nil {
		return ip.Prefix(ip.BitLen())
	}
	p, err := netip.ParsePrefix(text)
	if err == nil && p.Bits() < 8 {
		err = errors.New("the prefix takes in too many")
	}
	return p.Masked(), err
}

// On reports whether there is a gateway at all.
func (g *Gateway) On() bool { return len(g.from) > 0 }

type vouchedKey struct{}

// VouchedFor is the name for which the gateway vouches in a request; empty: for nobody.
func VouchedFor(ctx context.Context) string {
	name, _ := ctx.Value(vouchedKey{}).(string)
	return name
}

// Door stands before everything else. It takes from every request what only the gateway may say, and believes it only
// where the gateway itself sent it: from its address, with its secret or its certificate. Only then the address of the
// caller is the one that the gateway names.
func (g *Gateway) Door(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ours := g.sent(r)
		names, through := r.Header.Values(g.header), r.Header.Values("X-Forwarded-For")
		r = r.Clone(r.Context())
		for name := range r.Header {
			if name == g.header || name == headerSecret || name == "Forwarded" || name == "X-Real-Ip" ||
				strings.HasPrefix(name, "X-Forwarded-") || looksLike(name, g.header) {
				r.Header.Del(name)
			}
		}
		if ours {
			if len(names) == 1 && plain(names[0]) {
				r = r.WithContext(context.WithValue(r.Context(), vouchedKey{}, names[0]))
			}
			r.RemoteAddr = caller(r.RemoteAddr, through)
		}
		next.ServeHTTP(w, r)
	})
}

// looksLike finds headers that some server behind us would read as ours: X_Gateway_User.
func looksLike(name, header string) bool {
	return strings.EqualFold(strings.ReplaceAll(name, "_", "-"), header)
}

// sent reports whether the gateway itself sent a request.
func (g *Gateway) sent(r *http.Request) bool {
	peer, err := netip.ParseAddr(Host(r.RemoteAddr))
	if err != nil || !g.On() {
		return false
	}
	for _, p := range g.from {
		if p.Contains(peer.Unmap()) {
			return g.shows(r)
		}
	}
	return false
}

// shows reports whether a request carries the secret of the gateway, and came over a connection with its certificate,
// as far as the one or the other was named. The certificate was verified in the handshake, against the authority that
// is believed for gateways.
func (g *Gateway) shows(r *http.Request) bool {
	if g.subject != "" {
		if r.TLS == nil || len(r.TLS.VerifiedChains) == 0 || r.TLS.VerifiedChains[0][0].Subject.String() != g.subject {
			return false
		}
	}
	if len(g.secret) == 0 {
		return g.subject != ""
	}
	shown := r.Header.Values(headerSecret)
	return len(shown) == 1 && subtle.ConstantTimeCompare([]byte(shown[0]), g.secret) == 1
}

// caller is the address that the gateway saw: the last of the list, which it added itself.
func caller(peer string, through []string) string {
	if len(through) == 0 {
		return peer
	}
	list := strings.Split(through[len(through)-1], ",")
	ip, err := netip.ParseAddr(strings.TrimSpace(list[len(list)-1]))
	if err != nil {
		return peer
	}
	return net.JoinHostPort(ip.String(), "0")
}

// OpenVouched begins a session of whom the gateway vouches for in a request. Whoever it is that cannot come in, the
// answer is the same.
func (k *Keeper) OpenVouched(ctx context.Context, v Visitor) (*http.Cookie, error) {
	name := v.Vouched
	if !plain(name) {
		return nil, errors.Join(ErrNotSignedIn, k.CountUnknown(ctx, v.Address))
	}
	p, err := db.New(k.pool).PersonAsSlug(ctx, name)
	if err = store.Interpret(err); errors.Is(err, gov.ErrNotFound) {
		return nil, errors.Join(k.stranger(ctx, name), k.CountUnknown(ctx, v.Address))
	}
	if err != nil {
		return nil, err
	}
	if !p.Belongs {
		return nil, errors.Join(k.keptOut(ctx, p.ID), k.CountUnknown(ctx, v.Address))
	}
	return k.Open(ctx, v, Opening{Person: p.ID, How: HowGateway})
}
