package mail

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// FuzzAddress: whatever the record has for an address, what is written to is one address and one line.
func FuzzAddress(f *testing.F) {
	f.Add("officer@seoul.example")
	f.Add("담당@서울.example")
	f.Add("a@b\r\nRCPT TO:<c@d>")
	f.Add("<a@b>")
	f.Add(`"a b"@c`)
	f.Fuzz(func(t *testing.T, text string) {
		a, err := readAddress(text)
		if err != nil {
			require.Equal(t, address{}, a)
			return
		}
		require.False(t, strings.ContainsAny(a.text, " \r\n\x00<>"), "%q", a.text)
		require.LessOrEqual(t, len(a.text), longestAddress)
	})
}

// FuzzRelay: a relay is understood or refused, and its password is in no refusal.
func FuzzRelay(f *testing.F) {
	f.Add("smtp://user:correct-horse@mail.example:587?tls=starttls&auth=login&rate=60")
	f.Add("smtp://mail.example?tls=none&connections=99999999999")
	f.Add("smtp://:correct-horse@[::1]:x?x=%zz")
	f.Fuzz(func(t *testing.T, raw string) {
		r, err := parseRelay(strings.ReplaceAll(raw, "correct-horse", "⟦secret⟧"))
		if err != nil {
			require.NotContains(t, strings.Split(err.Error(), "=")[0], "⟦secret⟧")
			return
		}
		require.NotEmpty(t, r.host)
		require.LessOrEqual(t, r.connections, mostConnections)
	})
}
