package auth

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"

	"gyeol/gov"
)

// feedPurpose binds a signature to what it is for: no other signature of the installation opens a feed.
const feedPurpose = "gyeol calendar feed v1"

// Feeds signs the addresses of calendar feeds. A calendar program cannot sign in: whoever has the address reads the
// feed, so that it carries a signature which nobody can make from the rows alone. The zero value signs nothing and
// knows no address.
type Feeds struct{ key []byte }

// NewFeeds derives the signing key from the secret of the installation. It is the same in every process, and the secret
// does not follow from it.
func NewFeeds(secret [32]byte) (Feeds, error) {
	key, err := hkdf.Key(sha256.New, secret[:], nil, feedPurpose, sha256.Size)
	if err != nil {
		return Feeds{}, fmt.Errorf("derive the key of calendar feeds: %w", err)
	}
	return Feeds{key: key}, nil
}

// idSize is how many octets of a token are the id.
const idSize = 16

// Token is the secret part of the address of a feed.
func (f Feeds) Token(id gov.FeedID) string {
	if len(f.key) == 0 {
		return ""
	}
	raw := [idSize]byte(id)
	return base64.RawURLEncoding.EncodeToString(append(raw[:], f.sign(raw[:])...))
}

// Feed is the feed to which a token is the key, false where it was not signed here. The comparison takes the same time
// wherever the two differ.
func (f Feeds) Feed(token string) (gov.FeedID, bool) {
	if len(f.key) == 0 || len(token) != base64.RawURLEncoding.EncodedLen(idSize+sha256.Size) {
		return gov.FeedID{}, false
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if err != nil || !hmac.Equal(raw[idSize:], f.sign(raw[:idSize])) {
		return gov.FeedID{}, false
	}
	return gov.FeedID(raw[:idSize]), true
}

func (f Feeds) sign(id []byte) []byte {
	mac := hmac.New(sha256.New, f.key)
	mac.Write(id)
	return mac.Sum(nil)
}
