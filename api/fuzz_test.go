package api

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

// FuzzBody: the body of an act is kept as plain JSON that is read the same again, or refused.
func FuzzBody(f *testing.F) {
	f.Add([]byte(`{"title":"결","n":1.5,"list":[{"a":null}]}`))
	f.Add([]byte(`{"a":"\u0000"}`))
	f.Add([]byte(`{"a":1e999}{}`))
	f.Add([]byte(strings.Repeat(`{"a":`, 40) + `1` + strings.Repeat(`}`, 40)))
	f.Fuzz(func(t *testing.T, raw []byte) {
		out, err := clean(raw)
		if err != nil || out == nil {
			return
		}
		require.True(t, json.Valid(out))
		require.True(t, utf8.Valid(out))
		again, err := clean(out)
		require.NoError(t, err)
		require.Equal(t, string(out), string(again))
	})
}

// FuzzAddressOfARequest: headers and queries that anybody may write are read or left aside.
func FuzzAddressOfARequest(f *testing.F) {
	f.Add("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "a=%00&b=%ff")
	f.Add("----", "limit=1;x")
	f.Fuzz(func(t *testing.T, trace, query string) {
		id := traceparent(trace)
		require.Contains(t, []int{0, 32}, len(id))
		require.Empty(t, strings.Trim(id, "0123456789abcdef"))
		values, err := url.ParseQuery(query)
		if err == nil && cleanQuery(values) {
			for name, list := range values {
				for _, v := range list {
					require.False(t, strings.ContainsRune(name+v, 0) || !utf8.ValidString(name+v))
				}
			}
		}
	})
}
