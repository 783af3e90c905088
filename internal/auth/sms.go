package auth

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"time"

	"gyeol/gov"
)

// SMSConfig names the service that sends codes to mobiles.
type SMSConfig struct {
	URL   string         // https address; empty: there is none
	Key   string         // shown as a bearer token, at least 16 characters
	Roots *x509.CertPool // verify its certificate; nil: those of the machine
}

// SMS hands codes to a service. A nil one has none.
type SMS struct {
	cfg  SMSConfig
	http *http.Client
}

// smsFor is how long the service may take.
const smsFor = 10 * time.Second

// NewSMS reads the configuration; nil where no service is named. A number leaves over TLS alone, and is sent to the
// service that was named and to no other.
func NewSMS(c SMSConfig) (*SMS, error) {
	if c.URL == "" {
		return nil, nil //nolint:nilnil // no service is a setting, not a fault
	}
	u, err := url.Parse(c.URL)
	if err != nil || u.Scheme != "https" || u.Host == "" {
		return nil, errors.New("GYEOL_SMS_URL은 https 주소여야 합니다 (codes leave over TLS alone)")
	}
	if len(c.Key) < 16 {
		return nil, errors.New("GYEOL_SMS_KEY는 16자 이상이어야 합니다 (the key of the SMS service has 16 characters at least)")
	}
	return &SMS{cfg: c, http: &http.Client{
		Timeout:       smsFor,
		Transport:     &http.Transport{TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: c.Roots}},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}, nil
}

// message is what the service gets: the number, what it can be asked about by, and the code.
type message struct {
	To        string `json:"to"`
	Reference string `json:"reference"`
	Code      string `json:"code"`
}

// send hands over one code. What it says of a fault names neither number nor code.
func (s *SMS) send(ctx context.Context, m message) error {
	body, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("write a message: %w", err)
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, s.cfg.URL, bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("ask the SMS service: %w", err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+s.cfg.Key)
	res, err := s.http.Do(r)
	if err != nil {
		return fmt.Errorf("ask the SMS service: %w", err)
	}
	if err := res.Body.Close(); err != nil {
		return fmt.Errorf("ask the SMS service: %w", err)
	}
	if res.StatusCode < 200 || res.StatusCode > 299 {
		return fmt.Errorf("the SMS service refused: %s", res.Status)
	}
	return nil
}

// purposeMobile is for what numbers of mobiles are sealed.
const purposeMobile = "mobile"

var (
	mobileForm = regexp.MustCompile(`^\+?[0-9]{9,15}$`)
	mobileGaps = regexp.MustCompile(`[\s-]`)
	errMobile  = gov.Refuse(gov.CodeInvalid, "휴대전화 번호를 숫자 9~15자리로 적으십시오. 국제번호는 + 로 시작합니다.",
		"a number has 9 to 15 digits, after a + where it is international")
)

// Mobile is a number as it is kept.
type Mobile struct {
	Masked string                             // all but the last two digits hidden
	Print  string                             // keyed: tells whether a request is the same, and nothing of the number
	Seal   func(gov.PersonID) ([]byte, error) // shuts it away for one person
}

// Mobile reads a number that somebody entered; blanks and hyphens are left out.
func (i Invites) Mobile(number string) (Mobile, error) {
	plain := mobileGaps.ReplaceAllString(number, "")
	if !mobileForm.MatchString(plain) {
		return Mobile{}, errMobile
	}
	return Mobile{
		Masked: "***-****-**" + plain[len(plain)-2:],
		Print:  fmt.Sprintf("%x", i.number([]byte(purposeMobile), plain)),
		Seal:   func(p gov.PersonID) ([]byte, error) { return i.sealed(purposeMobile, p, []byte(plain)) },
	}, nil
}
