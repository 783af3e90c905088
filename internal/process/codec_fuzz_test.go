package process

import (
	"testing"

	"github.com/stretchr/testify/require"
	commonpb "go.temporal.io/api/common/v1"
	"google.golang.org/protobuf/proto"
)

// FuzzCodec: what a history holds is opened as it was sealed, or refused; no bytes pass for sealed ones.
func FuzzCodec(f *testing.F) {
	codec, err := NewCodec(Key{ID: "fuzz", Secret: [32]byte{1}})
	require.NoError(f, err)
	plain := &commonpb.Payload{Metadata: map[string][]byte{"encoding": []byte("json/plain")}, Data: []byte(`"결"`)}
	sealed, err := codec.Encode([]*commonpb.Payload{plain})
	require.NoError(f, err)
	f.Add(sealed[0].GetData(), encodingSealed, "fuzz")
	f.Add([]byte{}, encodingSealed, "fuzz")
	f.Add([]byte(`"x"`), "json/plain", "")
	f.Fuzz(func(t *testing.T, data []byte, encoding, key string) {
		in := &commonpb.Payload{
			Metadata: map[string][]byte{metadataEncoding: []byte(encoding), metadataKeyID: []byte(key)}, Data: data,
		}
		out, err := codec.Decode([]*commonpb.Payload{in})
		if err != nil {
			require.Nil(t, out)
			return
		}
		if encoding == encodingSealed {
			require.True(t, proto.Equal(plain, out[0]), "nothing else was sealed under the key")
		}
		again, err := codec.Encode(out)
		require.NoError(t, err)
		back, err := codec.Decode(again)
		require.NoError(t, err)
		require.True(t, proto.Equal(out[0], back[0]))
	})
}
