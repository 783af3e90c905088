package config_test

import (
	"crypto/tls"
	"maps"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gyeol/internal/config"
)

func TestEveryWordOfSignInArrives(t *testing.T) {
	t.Parallel()
	c, err := from(map[string]string{
		"GYEOL_OIDC_ISSUER": "https://id.example", "GYEOL_OIDC_CLIENT": "gyeol", "GYEOL_OIDC_CLAIM": "email",
		"GYEOL_OIDC_SECRET_FILE": write(t, "secret", "hidden\n"), "GYEOL_OIDC_SCOPES": "openid email",
		"GYEOL_OIDC_SKEW":         "2m",
		"GYEOL_GATEWAY_ADDRESSES": "10.0.0.1", "GYEOL_GATEWAY_SECRET": "s", "GYEOL_GATEWAY_HEADER": "X-User",
		"GYEOL_GATEWAY_SUBJECT": "CN=gateway", "GYEOL_GATEWAY_CA": "/ca.pem", "GYEOL_SMS_URL": "https://sms.example",
		"GYEOL_SMS_KEY_FILE": write(t, "sms", "key\n"),
		"GYEOL_SESSION_IDLE": "15m", "GYEOL_SESSION_MOST": "8h",
	})
	require.NoError(t, err)
	require.Equal(t, config.SignIn{
		Issuer: "https://id.example", Client: "gyeol", Claim: "email", Secret: "hidden", Scopes: "openid email",
		Skew:    "2m",
		Gateway: "10.0.0.1", Shown: "s", Header: "X-User", Subject: "CN=gateway", CA: "/ca.pem",
		SMSURL: "https://sms.example", SMSKey: "key", Idle: "15m", Most: "8h",
	}, c.SignIn)
	times, err := c.SignIn.Times()
	require.NoError(t, err)
	require.Equal(t, config.Times{Skew: 2 * time.Minute, Idle: 15 * time.Minute, Most: 8 * time.Hour}, times)
	require.Equal(t, []string{"openid", "email"}, c.SignIn.Asked())
}

func TestATimeThatIsNoneIsNamed(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"1", "-1m", "0s", "1000h", "soon"} {
		_, err := config.SignIn{Idle: text}.Times()
		require.ErrorContains(t, err, "GYEOL_SESSION_IDLE", text)
	}
}

// both are the settings of a gateway that shows a certificate.
func both(ca string) map[string]string {
	return map[string]string{"GYEOL_GATEWAY_SUBJECT": "CN=g", "GYEOL_GATEWAY_CA": ca}
}

func TestACertificateOfAGatewayNeedsItsAuthorityAndHTTPS(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	cert, key := certify(t, dir, 1, time.Now())
	https := map[string]string{"GYEOL_TLS_CERT": cert, "GYEOL_TLS_KEY": key}
	for name, c := range map[string]struct {
		set  map[string]string
		asks bool
		fits bool
	}{
		"nothing is asked for":      {map[string]string{}, false, true},
		"both, over HTTPS":          {both(cert), true, true},
		"a subject alone":           {map[string]string{"GYEOL_GATEWAY_SUBJECT": "CN=g"}, false, false},
		"an authority alone":        {map[string]string{"GYEOL_GATEWAY_CA": cert}, false, false},
		"a file that is not there":  {both(dir + "/none"), false, false},
		"a file that holds nothing": {both(key), false, false},
	} {
		maps.Copy(c.set, https)
		got, err := from(c.set)
		require.NoError(t, err, name)
		pool, err := got.Callers()
		require.Equal(t, c.fits, err == nil, "%s: %v", name, err)
		require.Equal(t, c.asks, pool != nil, name)
		if c.asks {
			require.Equal(t, tls.VerifyClientCertIfGiven, got.HTTPS.TLS(nil, pool).ClientAuth)
		}
	}
	plain, err := from(both(cert))
	require.NoError(t, err)
	_, err = plain.Callers()
	require.Error(t, err, "without HTTPS nobody verifies it")
}
