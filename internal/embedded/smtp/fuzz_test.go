package smtp

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// FuzzKept: a broken mail is kept as well, and whatever lies in the folder is read or named, never followed.
func FuzzKept(f *testing.F) {
	f.Add([]byte("Subject: =?utf-8?q?=EA=B2=B0?=\r\nMessage-ID: <a@b>\r\n\r\nx"))
	f.Add([]byte("\x00: \xff\r\n\r\n"))
	f.Add([]byte(envelopeHeader + "{}\r\n\r\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		dir := t.TempDir()
		m, err := newMessage(dir, Envelope{}, content)
		require.NoError(t, err)
		require.NoError(t, m.keep(content))
		again, err := readMessage(m.Path)
		require.NoError(t, err)
		require.Equal(t, m.ID, again.ID)
		odd := filepath.Join(dir, "odd"+extension)
		require.NoError(t, os.WriteFile(odd, content, 0o600))
		if _, err := readMessage(odd); err == nil {
			require.True(t, bytes.HasPrefix(content, []byte(envelopeHeader)))
		}
	})
}
