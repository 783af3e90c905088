package auth

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha1" //nolint:gosec // RFC 6238 as every authenticator speaks it: HMAC-SHA-1, which no collision touches
	"crypto/subtle"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"net/url"
	"time"
)

// The parameters of RFC 6238 that every authenticator knows: 30 s, six digits, SHA-1, and the 160 bits of RFC 4226.
const (
	totpBytes  = 20
	totpPeriod = 30 // seconds
	totpSkew   = 1  // steps that the clock of an authenticator may be apart, either way
)

// purposeTOTP is for what secrets of authenticators are sealed.
const purposeTOTP = "totp"

// totpCode is the code of a step (RFC 4226, 5.3).
func totpCode(secret []byte, step int64) string {
	mac := hmac.New(sha1.New, secret)
	mac.Write(binary.BigEndian.AppendUint64(nil, uint64(step)))
	sum := mac.Sum(nil)
	at := sum[len(sum)-1] & 0xf
	return fmt.Sprintf("%06d", (binary.BigEndian.Uint32(sum[at:])&0x7fffffff)%1_000_000)
}

// totpStep finds the step of a code around an instant. One that is not after the last counts no more. Every step is
// tried, so that it takes the same time whichever it is.
func totpStep(secret []byte, code string, at time.Time, last int64) (step int64, fits bool) {
	now := at.Unix() / totpPeriod
	for s := now - totpSkew; s <= now+totpSkew; s++ {
		if subtle.ConstantTimeCompare([]byte(totpCode(secret, s)), []byte(code)) == 1 && s > last {
			step, fits = s, true
		}
	}
	return step, fits
}

// Enrolment is an authenticator that is being enrolled. It is shown once, as a text to type and as an address that an
// authenticator reads.
type Enrolment struct {
	Secret string // base32, in groups of four
	URI    string // otpauth://
}

func drawTOTP() ([]byte, error) {
	secret := make([]byte, totpBytes)
	if _, err := rand.Read(secret); err != nil {
		return nil, fmt.Errorf("draw the secret of an authenticator: %w", err)
	}
	return secret, nil
}

func enrolment(secret []byte, name string) Enrolment {
	text := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(secret)
	q := url.Values{
		"secret": {text}, "issuer": {"gyeol"}, "algorithm": {"SHA1"}, "digits": {fmt.Sprint(codeDigits)},
		"period": {fmt.Sprint(totpPeriod)},
	}
	grouped := ""
	for i := 0; i < len(text); i += 4 {
		grouped += " " + text[i:min(i+4, len(text))]
	}
	return Enrolment{Secret: grouped[1:], URI: "otpauth://totp/" + url.PathEscape("gyeol:"+name) + "?" + q.Encode()}
}
