package main

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	commonpb "go.temporal.io/api/common/v1"

	"gyeol/internal/process"
)

func TestAnOldKeyReadsWhatItSealedAndTheNewOneWrites(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	before, err := payloadKeys(dir, "")
	require.NoError(t, err)
	old, err := process.NewCodec(before...)
	require.NoError(t, err)
	legacy, err := process.NewCodec(before[len(before)-1]) // as a version sealed that knew one key
	require.NoError(t, err)
	plain := []*commonpb.Payload{{Data: []byte("요청 2022")}}
	byOld, err := old.Encode(plain)
	require.NoError(t, err)
	byLegacy, err := legacy.Encode(plain)
	require.NoError(t, err)

	require.NoError(t, rotatePayloadKey(dir))
	after, err := payloadKeys(dir, "")
	require.NoError(t, err)
	require.NotEqual(t, before[0].ID, after[0].ID)
	renewed, err := process.NewCodec(after...)
	require.NoError(t, err)
	for _, sealed := range [][]*commonpb.Payload{byOld, byLegacy} {
		opened, err := renewed.Decode(sealed)
		require.NoError(t, err)
		require.Equal(t, "요청 2022", string(opened[0].GetData()))
	}
	byNew, err := renewed.Encode(plain)
	require.NoError(t, err)
	_, err = old.Decode(byNew)
	require.ErrorContains(t, err, "is not configured", "it was the new key that wrote")

	info, err := os.Stat(payloadKeyFile(dir))
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
}

func TestAKeyThatIsNoneIsRefused(t *testing.T) {
	t.Parallel()
	for _, given := range []string{"ab", strings.Repeat("zz", 32), strings.Repeat("ab", 32) + ",ab", " , "} {
		_, err := payloadKeys(t.TempDir(), given)
		require.ErrorContains(t, err, "GYEOL_PAYLOAD_KEY")
		require.NotContains(t, err.Error(), "zz", "a key is not told")
	}
	keys, err := payloadKeys(t.TempDir(), strings.Repeat("ab", 32)+","+strings.Repeat("cd", 32))
	require.NoError(t, err)
	require.Len(t, keys, 3)
	require.Equal(t, keys[1].Secret, keys[2].Secret, "the oldest is the one that had no other beside it")
}
