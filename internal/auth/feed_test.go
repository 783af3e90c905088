package auth_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/auth"
)

func TestATokenOpensItsFeedAndNoOther(t *testing.T) {
	t.Parallel()
	ours, err := auth.NewFeeds([32]byte{1})
	require.NoError(t, err)
	theirs, err := auth.NewFeeds([32]byte{2})
	require.NoError(t, err)
	id, other := gov.NewFeedID(), gov.NewFeedID()
	token := ours.Token(id)
	got, ok := ours.Feed(token)
	require.True(t, ok)
	require.Equal(t, id, got)
	require.NotEqual(t, token, ours.Token(other))
	_, ok = theirs.Feed(token)
	require.False(t, ok, "the key of another installation opens nothing")
	for i := range token {
		letter := "A"
		if token[i] == 'A' {
			letter = "B"
		}
		_, ok := ours.Feed(token[:i] + letter + token[i+1:])
		require.False(t, ok, "letter %d of a token counts", i)
	}
	for _, no := range []string{"", token[:len(token)-1], token + "A", strings.Repeat("=", len(token))} {
		_, ok := ours.Feed(no)
		require.False(t, ok, no)
	}
}

func TestAnInstallationWithoutAKeyHasNoFeeds(t *testing.T) {
	t.Parallel()
	var none auth.Feeds
	require.Empty(t, none.Token(gov.NewFeedID()))
	_, ok := none.Feed("")
	require.False(t, ok)
}

func FuzzNoBytesMakeAFeedPanic(f *testing.F) {
	ours, err := auth.NewFeeds([32]byte{1})
	require.NoError(f, err)
	f.Add(ours.Token(gov.NewFeedID()))
	f.Fuzz(func(t *testing.T, token string) {
		if id, ok := ours.Feed(token); ok {
			require.Equal(t, token, ours.Token(id), "a token that opens a feed is the one it was given")
		}
	})
}
