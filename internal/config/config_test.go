package config_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/internal/config"
)

// from reads a configuration from a map in place of the environment.
func from(env map[string]string) (config.Config, error) {
	return config.FromEnv(func(name string) (string, bool) {
		v, ok := env[name]
		return v, ok
	})
}

// write makes a file of the test's own and answers with its path.
func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

func TestNothingSaidIsOneProcessOnLoopback(t *testing.T) {
	t.Parallel()
	c, err := from(nil)
	require.NoError(t, err)
	require.Equal(t, config.Config{
		Namespace: "gyeol", MailFrom: "gyeol@gyeol.example", Listen: "127.0.0.1:8080", BaseURL: "http://127.0.0.1:8080",
	}, c)
}

// variables is the table of a whole outside installation: what is set, and where it must arrive.
var variables = map[string]struct {
	value string
	of    func(config.Config) string
}{
	"GYEOL_DATABASE_URL":       {"postgres://gyeol@db/gyeol", func(c config.Config) string { return c.DatabaseURL }},
	"GYEOL_TEMPORAL_ADDRESS":   {"temporal:7233", func(c config.Config) string { return c.TemporalAddress }},
	"GYEOL_TEMPORAL_NAMESPACE": {"seoul", func(c config.Config) string { return c.Namespace }},
	"GYEOL_SMTP_URL":           {"smtp://relay:587", func(c config.Config) string { return c.SMTPURL }},
	"GYEOL_MAIL_FROM":          {"plan@seoul.example", func(c config.Config) string { return c.MailFrom }},
	"GYEOL_LISTEN":             {"0.0.0.0:80", func(c config.Config) string { return c.Listen }},
	"GYEOL_PAYLOAD_KEY":        {"00ff", func(c config.Config) string { return c.PayloadKey }},
	"GYEOL_BASE_URL":           {"https://gyeol.example", func(c config.Config) string { return c.BaseURL }},
	"GYEOL_PG_BIN":             {"/opt/pg/bin", func(c config.Config) string { return c.PostgresBin }},
}

func TestEveryVariableArrives(t *testing.T) {
	t.Parallel()
	for name, v := range variables {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, err := from(map[string]string{name: v.value})
			require.NoError(t, err)
			require.Equal(t, v.value, v.of(c))
		})
	}
}

func TestEveryVariableMayComeFromAFile(t *testing.T) {
	t.Parallel()
	for name, v := range variables {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, err := from(map[string]string{name + "_FILE": write(t, "value", v.value+"\n")})
			require.NoError(t, err)
			require.Equal(t, v.value, v.of(c), "without the line's end")
		})
	}
}

func TestWhatIsSaidItselfWinsOverItsFile(t *testing.T) {
	t.Parallel()
	c, err := from(map[string]string{"GYEOL_LISTEN": "127.0.0.1:1", "GYEOL_LISTEN_FILE": "/nowhere"})
	require.NoError(t, err)
	require.Equal(t, "127.0.0.1:1", c.Listen)
}

func TestAFileThatIsNotThereIsNamed(t *testing.T) {
	t.Parallel()
	_, err := from(map[string]string{"GYEOL_SMTP_URL_FILE": "/nowhere/smtp"})
	require.EqualError(t, err, "read GYEOL_SMTP_URL_FILE: open /nowhere/smtp: no such file or directory")
}

func TestLinksBeginWithTheListeningAddressUnlessSaidOtherwise(t *testing.T) {
	t.Parallel()
	c, err := from(map[string]string{"GYEOL_LISTEN": "127.0.0.1:9"})
	require.NoError(t, err)
	require.Equal(t, "http://127.0.0.1:9", c.BaseURL)
}
