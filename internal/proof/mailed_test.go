package proof

import (
	"bytes"
	"crypto/rand"
	"mime/quotedprintable"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/mod/sumdb/note"
)

// mailed is a signed checkpoint and the public key by which it is checked.
func mailed(t testing.TB) (signed []byte, public string, key note.Verifier) {
	t.Helper()
	secret, public, err := NewKey(rand.Reader, "gyeol-audit")
	require.NoError(t, err)
	signer, err := Signer(secret)
	require.NoError(t, err)
	keys, err := Verifiers(public)
	require.NoError(t, err)
	at := time.Date(2025, 5, 29, 15, 5, 0, 0, time.UTC)
	signed, err = Sign(Checkpoint{Size: 4711, At: at, Day: "2025-05-30"}, signer)
	require.NoError(t, err)
	return signed, public, keys[0]
}

func TestACheckpointIsFoundInTheMailThatBroughtIt(t *testing.T) {
	t.Parallel()
	signed, public, key := mailed(t)
	id, err := KeyID(signed)
	require.NoError(t, err)
	require.True(t, strings.HasPrefix(public, id+"+"), "an auditor sees at a glance by which key it is signed")

	text := "안녕하십니까.\n\n" + MailBegin + "\n" + string(signed) + MailEnd + "\n\n바로 가기: …\n"
	var sent bytes.Buffer
	w := quotedprintable.NewWriter(&sent)
	_, err = w.Write([]byte(text))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	require.Contains(t, sent.String(), "=\r\n", "the line of the signature is longer than a mail sends in one piece")
	for name, kept := range map[string]string{
		"the note itself":             string(signed),
		"the note without its end":    strings.TrimSuffix(string(signed), "\n"),
		"the text of the mail":        text,
		"with the line ends of a PC":  strings.ReplaceAll(text, "\n", "\r\n"),
		"quoted in an answer":         "> " + strings.ReplaceAll(text, "\n", "\n> "),
		"the mail as it was sent":     "Subject: x\r\n\r\n" + sent.String(),
		"with blanks behind its ends": strings.ReplaceAll(text, "\n", " \n"),
	} {
		c, err := Open(FromMail([]byte(kept)), key)
		require.NoError(t, err, name)
		require.Equal(t, int64(4711), c.Size, name)
	}
	forged := strings.Replace(text, "\n4711\n", "\n4712\n", 1)
	_, err = Open(FromMail([]byte(forged)), key)
	require.ErrorIs(t, err, ErrBadSignature)
	_, err = Open(FromMail(bytes.Repeat([]byte("x"), maxMail+1)), key)
	require.ErrorIs(t, err, ErrNoCheckpoint)
}

// FuzzFromMail: whatever a mail holds, what is found in it is either signed or refused.
func FuzzFromMail(f *testing.F) {
	signed, _, key := mailed(f)
	f.Add([]byte(MailBegin + "\n" + string(signed) + MailEnd))
	f.Add([]byte("> " + MailBegin + "\r\n> =E2=80=94 x=\r\n" + MailEnd))
	f.Add(signed)
	f.Fuzz(func(t *testing.T, text []byte) {
		c, err := Open(FromMail(text), key)
		if err == nil {
			require.Equal(t, int64(4711), c.Size, "nothing else was signed by the key")
		}
	})
}

// FuzzCheckpoint: what is read of a note is written again as it stood, and a key is named only where it signed.
func FuzzCheckpoint(f *testing.F) {
	signed, _, _ := mailed(f)
	f.Add(signed)
	f.Add([]byte("x\n0\n\nat \nday \n\n— x AAAA\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		c, err := Read(text)
		id, errKey := KeyID(text)
		if err != nil {
			require.Error(t, errKey)
			return
		}
		require.True(t, bytes.HasPrefix(text, []byte(c.Text()+"\n")))
		if errKey == nil {
			require.True(t, strings.HasPrefix(id, c.Origin+"+"))
		}
	})
}
