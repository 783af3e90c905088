package mail

import (
	"bytes"
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/emersion/go-msgauth/dkim"
	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/embedded/smtp"
)

// dkimKey makes a key, its PEM and what the name service says of it.
func dkimKey(t *testing.T, kind string) (text, record string) {
	t.Helper()
	var key crypto.Signer
	var err error
	if kind == "rsa" {
		key, err = rsa.GenerateKey(rand.Reader, leastBits)
	} else {
		_, key, err = ed25519.GenerateKey(rand.Reader)
	}
	require.NoError(t, err)
	raw, err := x509.MarshalPKCS8PrivateKey(key)
	require.NoError(t, err)
	public, ok := key.Public().(ed25519.PublicKey)
	half := []byte(public)
	if !ok {
		half, err = x509.MarshalPKIXPublicKey(key.Public())
		require.NoError(t, err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: raw})),
		"v=DKIM1; k=" + kind + "; p=" + base64.StdEncoding.EncodeToString(half)
}

// mailOf is a kept message without the line of the sink.
func mailOf(t *testing.T, m smtp.Message) []byte {
	t.Helper()
	raw, err := os.ReadFile(m.Path)
	require.NoError(t, err)
	_, raw, _ = bytes.Cut(raw, []byte("\r\n"))
	return raw
}

// verify checks a mail as a receiver does.
func verify(t *testing.T, raw []byte, record string) error {
	t.Helper()
	list, err := dkim.VerifyWithOptions(bytes.NewReader(raw), &dkim.VerifyOptions{
		LookupTXT: func(name string) ([]string, error) {
			require.Equal(t, "s1._domainkey.gyeol.example", name)
			return []string{record}, nil
		},
	})
	require.NoError(t, err)
	require.Len(t, list, 1)
	require.Equal(t, "gyeol.example", list[0].Domain)
	return list[0].Err
}

func TestSend_SignsWithDKIM(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"rsa", "ed25519"} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			text, record := dkimKey(t, kind)
			s := sink(t, smtp.Config{})
			out := sender(t, s, s.Addr(), func(c *Config) {
				c.DKIM = DKIM{Key: text, Selector: "s1"}
				c.URL += "&connections=3"
			})
			var hands sync.WaitGroup
			for _, k := range declaredKinds(t) {
				hands.Go(func() { out.Send(t.Context(), sample(t, k)) })
			}
			hands.Wait()
			mails := kept(t, s)
			require.Len(t, mails, len(declaredKinds(t)))
			for _, m := range mails {
				raw := mailOf(t, m)
				require.NoError(t, verify(t, raw, record), m.Subject)
				require.Error(t, verify(t, bytes.Replace(raw, []byte("\r\nSubject:"), []byte("\r\nSubject: x"), 1), record))
				twice := append([]byte("Subject: another\r\n"), raw...)
				require.Error(t, verify(t, twice, record), "nobody adds a second subject")
				require.Error(t, verify(t, append(bytes.TrimSpace(raw), "x\r\n"...), record))
			}
		})
	}
}

func TestNewSender_RefusesAKeyThatReceiversWouldNot(t *testing.T) {
	t.Parallel()
	good, _ := dkimKey(t, "ed25519")
	file := filepath.Join(t.TempDir(), "key.pem")
	require.NoError(t, os.WriteFile(file, []byte(good), 0o600))
	_, err := DKIM{Key: file, Selector: "s1", Domain: "seoul.example"}.signer("gyeol@mail.seoul.example")
	require.NoError(t, err, "a domain above the sender's")
	weak, err := rsa.GenerateKey(rand.Reader, 1024) //nolint:gosec // it must be refused for just that
	require.NoError(t, err)
	short := string(pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(weak)}))
	for name, d := range map[string]DKIM{
		"no selector":      {Key: good},
		"no key":           {Selector: "s1"},
		"another domain":   {Key: good, Selector: "s1", Domain: "busan.example"},
		"half a name":      {Key: good, Selector: "s1", Domain: "oul.example"},
		"a file of nobody": {Key: "/nowhere/key.pem", Selector: "s1"},
		"no key at all":    {Key: "-----BEGIN x", Selector: "s1"},
		"a short key":      {Key: short, Selector: "s1"},
	} {
		_, err := d.signer("gyeol@seoul.example")
		require.Error(t, err, name)
	}
}

func TestSend_MailsOfACaseAreOneThread(t *testing.T) {
	t.Parallel()
	s := sink(t, smtp.Config{})
	out := sender(t, s, s.Addr())
	file := gov.NewCaseID()
	for range 2 {
		l := sample(t, gov.NoticeAssigned)
		l.CaseID = file
		require.Equal(t, gov.PostedDelivered, out.Send(t.Context(), l).As)
	}
	require.Equal(t, gov.PostedDelivered, out.Send(t.Context(), sample(t, gov.NoticeDigest)).As)
	want := "\r\nReferences: <case-" + file.String() + "@gyeol.example>\r\n"
	mails := kept(t, s)
	require.Contains(t, string(mailOf(t, mails[0])), want)
	require.Contains(t, string(mailOf(t, mails[1])), want)
	require.Contains(t, string(mailOf(t, mails[1])), "\r\nIn-Reply-To: <case-")
	require.NotContains(t, string(mailOf(t, mails[2])), "References")
}
