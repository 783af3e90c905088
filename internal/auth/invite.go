package auth

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"math/big"

	"gyeol/gov"
)

// PathInvite is where the links of invitations lead; the secret of one follows.
const PathInvite = "/invite/"

// HowInvitation is the way in of a member from outside.
const HowInvitation How = "invitation"

// invitePrefix marks the secret of an invitation: it opens nothing else.
const invitePrefix = "gyeoli_"

// Invites makes the secrets of invitations. The number that is handed over is short, so that what is kept of it is
// keyed with the secret of the installation: whoever reads the rows alone cannot try all numbers. The link of an
// invitation that is mailed, and every code, is worked out from its id with another such key when it leaves: it stands
// nowhere, and the rows alone do not yield it. The zero value makes none.
type Invites struct {
	key   []byte      // of numbers and codes as they are kept
	links []byte      // of links that are mailed
	codes []byte      // of codes
	seal  cipher.AEAD // of what must be read again: secrets of authenticators, numbers of mobiles
	base  string
}

// NewInvites derives the keys from the secret of the installation; base is where its links begin.
func NewInvites(secret [32]byte, base string) (Invites, error) {
	i := Invites{base: base}
	var seal []byte
	for purpose, into := range map[string]*[]byte{
		"gyeol invitation number v1": &i.key, "gyeol invitation link v1": &i.links, "gyeol invitation code v1": &i.codes,
		"gyeol second factor v1": &seal,
	} {
		key, err := hkdf.Key(sha256.New, secret[:], nil, purpose, sha256.Size)
		if err != nil {
			return Invites{}, fmt.Errorf("derive the keys of invitations: %w", err)
		}
		*into = key
	}
	block, err := aes.NewCipher(seal)
	if err != nil {
		return Invites{}, fmt.Errorf("seal second factors: %w", err)
	}
	if i.seal, err = cipher.NewGCM(block); err != nil {
		return Invites{}, fmt.Errorf("seal second factors: %w", err)
	}
	return i, nil
}

// On reports whether invitations can be made.
func (i Invites) On() bool { return len(i.key) > 0 && Served(i.base) }

// Drawn are the secrets of a new invitation, and what is kept of them.
type Drawn struct {
	ID                gov.InvitationID
	Link, Number      string // Link is empty where it goes by mail
	LinkHash, NumHash []byte
}

// Draw makes a link of 256 random bits and a number of eight digits.
func (i Invites) Draw() (Drawn, error) {
	secret, err := drawn(invitePrefix)
	if err != nil {
		return Drawn{}, err
	}
	d := Drawn{ID: gov.NewInvitationID(), Link: i.base + PathInvite + secret, LinkHash: hashOf(secret)}
	return i.numbered(d)
}

// DrawMailed makes an invitation whose link nobody is shown but whoever gets the mail.
func (i Invites) DrawMailed() (Drawn, error) {
	d := Drawn{ID: gov.NewInvitationID()}
	d.LinkHash = hashOf(i.mailed(d.ID))
	return i.numbered(d)
}

func (i Invites) numbered(d Drawn) (Drawn, error) {
	n, err := rand.Int(rand.Reader, big.NewInt(100_000_000))
	if err != nil {
		return Drawn{}, fmt.Errorf("draw a number: %w", err)
	}
	d.Number = fmt.Sprintf("%08d", n)
	d.NumHash = i.number(d.LinkHash, d.Number)
	return d, nil
}

// mailed is the secret of a link that is mailed.
func (i Invites) mailed(id gov.InvitationID) string {
	mac := hmac.New(sha256.New, i.links)
	mac.Write(id[:])
	return invitePrefix + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// Link is the link of an invitation that is mailed, for the letter that carries it; empty where none can be made.
func (i Invites) Link(id gov.InvitationID) string {
	if !i.On() {
		return ""
	}
	return i.base + PathInvite + i.mailed(id)
}

func (i Invites) number(linkHash []byte, number string) []byte {
	mac := hmac.New(sha256.New, i.key)
	mac.Write(linkHash)
	mac.Write([]byte(number))
	return mac.Sum(nil)
}

// codeDigits is how long codes are that are sent, and those of authenticators.
const codeDigits = 6

// Code is the n-th code of an invitation, from 1: six digits that only this installation can work out.
func (i Invites) Code(id gov.InvitationID, n int) string {
	mac := hmac.New(sha256.New, i.codes)
	mac.Write(id[:])
	mac.Write(binary.BigEndian.AppendUint32(nil, uint32(n)))
	return fmt.Sprintf("%06d", binary.BigEndian.Uint64(mac.Sum(nil))%1_000_000)
}

// sealed shuts something away that is about a person; opened with another purpose or for another person it is nothing.
func (i Invites) sealed(purpose string, person gov.PersonID, plain []byte) ([]byte, error) {
	nonce := make([]byte, i.seal.NonceSize())
	if _, err := rand.Read(nonce); err != nil {
		return nil, fmt.Errorf("draw a nonce: %w", err)
	}
	return i.seal.Seal(nonce, nonce, plain, append([]byte(purpose), person[:]...)), nil
}

func (i Invites) opened(purpose string, person gov.PersonID, sealed []byte) ([]byte, bool) {
	n := i.seal.NonceSize()
	if len(sealed) < n {
		return nil, false
	}
	plain, err := i.seal.Open(nil, sealed[:n], sealed[n:], append([]byte(purpose), person[:]...))
	return plain, err == nil
}
