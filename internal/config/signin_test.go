package config_test

import (
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
		"GYEOL_SESSION_IDLE": "15m", "GYEOL_SESSION_MOST": "8h",
	})
	require.NoError(t, err)
	require.Equal(t, config.SignIn{
		Issuer: "https://id.example", Client: "gyeol", Claim: "email", Secret: "hidden", Scopes: "openid email",
		Skew:    "2m",
		Gateway: "10.0.0.1", Shown: "s", Header: "X-User", Idle: "15m", Most: "8h",
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
