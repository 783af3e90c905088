package mail

import (
	"crypto/ed25519"
	"crypto/rsa"
	"errors"
	"fmt"
	"os"
	"strings"

	gomail "github.com/wneessen/go-mail"
)

// DKIM is a key with which mails are signed (RFC 6376, RFC 8463). Its public half stands in the name service under
// selector._domainkey.domain.
type DKIM struct {
	// Key is a private key in PEM, RSA of 2048 bits at least or Ed25519, or the path of a file with one. Empty: no mail
	// is signed.
	Key string
	// Selector names the key in the name service.
	Selector string
	// Domain is that of the signature. Default: the domain of the sender; another must be above it, or receivers that
	// compare the two refuse the mail.
	Domain string
}

// leastBits is the shortest RSA key that receivers take (RFC 8301).
const leastBits = 2048

// signer makes the signer of a configuration; nil where none is wanted.
func (d DKIM) signer(from string) (*gomail.DKIMSigner, error) {
	if d.Key == "" {
		if d.Selector != "" || d.Domain != "" {
			return nil, errors.New("DKIM has a selector or a domain and no key")
		}
		return nil, nil //nolint:nilnil // no signature was asked for, which is the default
	}
	own := strings.ToLower(domainOf(from))
	domain := strings.ToLower(d.Domain)
	if domain == "" {
		domain = own
	}
	if domain != own && !strings.HasSuffix(own, "."+domain) {
		return nil, fmt.Errorf("DKIM signs for %s, but the sender is of %s", domain, own)
	}
	if d.Selector == "" {
		return nil, errors.New("DKIM has a key and no selector")
	}
	text := []byte(d.Key)
	if !strings.HasPrefix(d.Key, "-----BEGIN ") {
		var err error
		if text, err = os.ReadFile(d.Key); err != nil {
			return nil, fmt.Errorf("read the DKIM key: %w", err)
		}
	}
	key, err := gomail.PrivKeyFromPEM(text)
	if err != nil {
		return nil, fmt.Errorf("read the DKIM key: %w", err)
	}
	switch k := key.(type) {
	case *rsa.PrivateKey:
		if k.N.BitLen() < leastBits {
			return nil, fmt.Errorf("the DKIM key has %d bits: receivers want %d at least", k.N.BitLen(), leastBits)
		}
	case ed25519.PrivateKey:
	}
	signer := gomail.NewDKIMSigner(domain, d.Selector, key)
	signer.SignHeaders(signed...)
	signer.OversignHeaders(oversigned...)
	// The first signature settles the algorithm, so that the signer may be used from many goroutines afterwards.
	if _, err := signer.Sign([]byte("From: "+from+"\r\n"), nil); err != nil {
		return nil, fmt.Errorf("DKIM: %w", err)
	}
	return signer, nil
}

// What a signature covers, and of what nobody may add a second on the way. The library folds a list of more than 74
// letters in the midst of a word, which breaks the signature: these are 73.
var (
	signed     = []string{"From", "To", "Subject", "Date", "Message-ID", "Content-Type", "MIME-Version"}
	oversigned = []string{"From", "Subject"}
)
