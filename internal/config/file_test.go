package config_test

import (
	"fmt"
	"log/slog"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAFileMaySayWhatTheEnvironmentDoesNot(t *testing.T) {
	t.Parallel()
	key := write(t, "payload", strings.Repeat("ab", 32)+"\n")
	path := write(t, "gyeol.yaml", "listen: 127.0.0.1:1\nbase_url: https://gyeol.example\npayload_key_file: "+key+"\n")
	c, err := from(map[string]string{"GYEOL_CONFIG": path, "GYEOL_LISTEN": "127.0.0.1:2"})
	require.NoError(t, err)
	require.Equal(t, "127.0.0.1:2", c.Listen, "the environment wins")
	require.Equal(t, "https://gyeol.example", c.BaseURL)
	require.Equal(t, strings.Repeat("ab", 32), c.PayloadKey)

	c, err = from(map[string]string{"GYEOL_CONFIG": path, "GYEOL_PAYLOAD_KEY": "of the environment"})
	require.NoError(t, err)
	require.Equal(t, "of the environment", c.PayloadKey, "a file's file does not win over it either")

	bare := write(t, "bare.yaml", "payload_key: of the list\n")
	c, err = from(map[string]string{"GYEOL_CONFIG": bare, "GYEOL_PAYLOAD_KEY_FILE": key})
	require.NoError(t, err)
	require.Equal(t, strings.Repeat("ab", 32), c.PayloadKey, "a file that the environment names wins over the list")
}

func TestAMistakeInTheFileIsNamed(t *testing.T) {
	t.Parallel()
	for text, says := range map[string]string{
		"listn: 127.0.0.1:1\n":                       `there is no key "listn"`,
		"LISTEN: 127.0.0.1:1\n":                      `there is no key "LISTEN"`,
		"GYEOL_LISTEN: 127.0.0.1:1\n":                `there is no key "GYEOL_LISTEN"`,
		"- listen\n":                                 "is no list of keys and values",
		"listen: 127.0.0.1:1\nlisten: 127.0.0.1:2\n": "is no list of keys and values",
	} {
		_, err := from(map[string]string{"GYEOL_CONFIG": write(t, "gyeol.yaml", text)})
		require.ErrorContains(t, err, says)
	}
	_, err := from(map[string]string{"GYEOL_CONFIG": "/nowhere/gyeol.yaml"})
	require.ErrorContains(t, err, "GYEOL_CONFIG: stat /nowhere/gyeol.yaml")
}

func TestAFileThatOthersReadHoldsNoSecret(t *testing.T) {
	t.Parallel()
	path := write(t, "gyeol.yaml", "database_url: postgres://gyeol_app:secret@db/gyeol\n")
	_, err := from(map[string]string{"GYEOL_CONFIG": path})
	require.NoError(t, err)
	require.NoError(t, os.Chmod(path, 0o640))
	_, err = from(map[string]string{"GYEOL_CONFIG": path})
	require.ErrorContains(t, err, "database_url and others may read it")
	require.NotContains(t, err.Error(), "secret@")
}

func TestAConfigurationIsNeverPrinted(t *testing.T) {
	t.Parallel()
	const secret = "s3cr3t-of-the-office"
	env := map[string]string{}
	for name, v := range variables {
		env[name] = v.value
	}
	for _, name := range []string{"GYEOL_DATABASE_URL", "GYEOL_SMTP_URL", "GYEOL_PAYLOAD_KEY", "GYEOL_SMTP_OAUTH_SECRET"} {
		env[name] = secret
	}
	c, err := from(env)
	require.NoError(t, err)
	var logged strings.Builder
	slog.New(slog.NewJSONHandler(&logged, nil)).Info("started", "config", c)
	said := fmt.Sprintf("%v %+v %#v %s", c, c, c, c) + fmt.Sprint(c) + logged.String()
	require.NotContains(t, said, secret)
	require.Contains(t, said, "database set: true")
}
