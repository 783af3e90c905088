package process

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"fmt"

	commonpb "go.temporal.io/api/common/v1"
	"go.temporal.io/sdk/converter"
	"google.golang.org/protobuf/proto"
)

const (
	metadataEncoding = "encoding"
	metadataKeyID    = "gyeol-key-id"
	encodingSealed   = "binary/gyeol-aes-256-gcm"
)

// Key is a 256-bit key with the name under which payloads remember it.
type Key struct {
	ID     string
	Secret [32]byte
}

// codec seals payloads with AES-256-GCM. It writes with the first key and reads with any; what was written before there
// was a codec is read as it is.
type codec struct {
	first string
	by    map[string]cipher.AEAD
}

// NewCodec builds the payload codec of the histories. The first key writes.
func NewCodec(keys ...Key) (converter.PayloadCodec, error) {
	c := &codec{by: map[string]cipher.AEAD{}}
	for _, k := range keys {
		block, err := aes.NewCipher(k.Secret[:])
		if err != nil {
			return nil, fmt.Errorf("payload key %s: %w", k.ID, err)
		}
		aead, err := cipher.NewGCM(block)
		if err != nil {
			return nil, fmt.Errorf("payload key %s: %w", k.ID, err)
		}
		c.by[k.ID] = aead
		if c.first == "" {
			c.first = k.ID
		}
	}
	if c.first == "" {
		return nil, fmt.Errorf("a payload codec needs a key")
	}
	return c, nil
}

// Encode seals each payload, metadata included.
func (c *codec) Encode(in []*commonpb.Payload) ([]*commonpb.Payload, error) {
	out := make([]*commonpb.Payload, len(in))
	aead := c.by[c.first]
	for i, p := range in {
		plain, err := proto.Marshal(p)
		if err != nil {
			return nil, fmt.Errorf("write payload: %w", err)
		}
		nonce := make([]byte, aead.NonceSize())
		if _, err := rand.Read(nonce); err != nil {
			return nil, fmt.Errorf("seal payload: %w", err)
		}
		out[i] = &commonpb.Payload{
			Metadata: map[string][]byte{metadataEncoding: []byte(encodingSealed), metadataKeyID: []byte(c.first)},
			Data:     aead.Seal(nonce, nonce, plain, []byte(c.first)),
		}
	}
	return out, nil
}

// Decode opens sealed payloads and passes plain ones.
func (c *codec) Decode(in []*commonpb.Payload) ([]*commonpb.Payload, error) {
	out := make([]*commonpb.Payload, len(in))
	for i, p := range in {
		if string(p.GetMetadata()[metadataEncoding]) != encodingSealed {
			out[i] = p
			continue
		}
		opened, err := c.open(p)
		if err != nil {
			return nil, err
		}
		out[i] = opened
	}
	return out, nil
}

func (c *codec) open(p *commonpb.Payload) (*commonpb.Payload, error) {
	id := string(p.GetMetadata()[metadataKeyID])
	aead, ok := c.by[id]
	if !ok {
		return nil, fmt.Errorf("open payload: key %q is not configured", id)
	}
	data := p.GetData()
	if len(data) < aead.NonceSize() {
		return nil, fmt.Errorf("open payload: too short")
	}
	plain, err := aead.Open(nil, data[:aead.NonceSize()], data[aead.NonceSize():], []byte(id))
	if err != nil {
		return nil, fmt.Errorf("open payload: %w", err)
	}
	var opened commonpb.Payload
	if err := proto.Unmarshal(plain, &opened); err != nil {
		return nil, fmt.Errorf("read payload: %w", err)
	}
	return &opened, nil
}
