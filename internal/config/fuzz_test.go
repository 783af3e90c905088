package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// FuzzFile: a file of settings is read as keys that there are, or refused; what a secret was is in no refusal.
func FuzzFile(f *testing.F) {
	f.Add("listen: 127.0.0.1:8080\nrate: 50/200\n")
	f.Add("smtp_url_file: /run/secrets/smtp\n")
	f.Add("audit_key: PRIVATE+KEY+x+0+x\nlisten: [1]\n")
	f.Add("&a [*a]\n")
	f.Fuzz(func(t *testing.T, text string) {
		path := filepath.Join(t.TempDir(), "gyeol.yaml")
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		said, err := readFile(path)
		if err != nil {
			require.Nil(t, said)
			return
		}
		for name := range said {
			_, _, err := known(strings.ToLower(strings.TrimPrefix(name, prefix)))
			require.NoError(t, err)
		}
	})
}
