package gov_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
)

func TestAnETagIsReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	for _, e := range []gov.ETag{{}, {Seq: 1}, {Revision: 1}, {Seq: 7, Revision: 3}, {Seq: 1<<31 - 1, Revision: 1<<31 - 1}} {
		got, err := gov.ParseETag(e.String())
		require.NoError(t, err)
		require.Equal(t, e, got)
	}
	require.NotEqual(t, gov.ETag{Seq: 1}, gov.ETag{Seq: 2}, "an act that leaves the content alone changes the tag")
}

func FuzzParseETag(f *testing.F) {
	for _, s := range []string{
		``, `""`, `"`, `"7"`, `"7."`, `".3"`, `"07.3"`, `"+7.3"`, `"-1.0"`, `W/"7.3"`, `7.3`, `"7.3`, `"7.3" "7.3"`, `"99999999999.1"`,
		`*`, `"7.3"`, ` "7.3" `,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		e, err := gov.ParseETag(s)
		if err != nil {
			require.Equal(t, gov.CodeInvalid, gov.CodeOf(err))
			return
		}
		again, err := gov.ParseETag(e.String())
		require.NoError(t, err)
		require.Equal(t, e, again)
	})
}
