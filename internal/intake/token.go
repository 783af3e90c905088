package intake

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"gyeol/gov"
	"gyeol/internal/ledger"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
)

// TokenPrefix marks a secret as one of ours, so that scanners of leaked secrets know it.
const TokenPrefix = "gyeol_"

// TokenGrant says whom a token speaks for and what it may do.
type TokenGrant struct {
	Person  string // slug
	Name    string // what the token is for, as its owner will recognise it
	Scopes  []string
	Expires time.Time // wall time; zero: never
}

// IssueToken makes a token of 256 random bits. The secret is returned once and kept as SHA-256 only. CodeNotFound where
// nobody has the slug, CodeInvalid for a token without a name or one that has already expired.
func IssueToken(ctx context.Context, pool *pgxpool.Pool, g TokenGrant) (secret string, id gov.TokenID, err error) {
	var raw [32]byte
	if _, err := rand.Read(raw[:]); err != nil {
		return "", gov.TokenID{}, fmt.Errorf("draw a token: %w", err)
	}
	secret, id = TokenPrefix+base64.RawURLEncoding.EncodeToString(raw[:]), gov.NewTokenID()
	err = store.InTx(ctx, pool, func(tx *store.Tx) error {
		m, err := begin(ctx, tx)
		if err != nil {
			return err
		}
		person, err := tx.Read.PersonOfSlug(ctx, g.Person)
		if errors.Is(store.Interpret(err), gov.ErrNotFound) {
			return gov.Refusef(gov.CodeNotFound, "식별자가 ‘%s’인 사람이 없습니다.", "nobody has the slug %q", g.Person)
		}
		if err != nil {
			return err
		}
		p, err := g.params(m)
		if err != nil {
			return err
		}
		p.ID, p.PersonID, p.Hash = id, person, TokenHash(secret)
		if err := tx.Write.InsertToken(ctx, p); err != nil {
			return err
		}
		return auditToken(ctx, tx, m, tokenAct{id, map[string]any{
			"act": "issue", "person": person.String(), "scopes": strings.Join(g.Scopes, " "),
			"expires": stamp(g.Expires),
		}})
	})
	if err != nil {
		return "", gov.TokenID{}, err
	}
	return secret, id, nil
}

func (g TokenGrant) params(m moment) (db.InsertTokenParams, error) {
	p := db.InsertTokenParams{Name: g.Name, Scopes: g.Scopes, CreatedAt: m.at}
	if p.Scopes == nil {
		p.Scopes = []string{}
	}
	if g.Name == "" {
		return p, gov.Refuse(gov.CodeInvalid, "토큰의 이름을 적으십시오.", "a token needs a name")
	}
	if !g.Expires.IsZero() {
		if !g.Expires.After(m.at) {
			return p, gov.Refuse(gov.CodeInvalid, "만료 시각은 지금보다 뒤여야 합니다.", "the token would have expired already")
		}
		p.ExpiresAt = &g.Expires
	}
	return p, nil
}

// TokenHash is the form in which a secret is kept and looked up.
func TokenHash(secret string) []byte {
	sum := sha256.Sum256([]byte(secret))
	return sum[:]
}

// RevokeToken ends a token. Revoking twice is one revocation; CodeNotFound where there is no such token.
func RevokeToken(ctx context.Context, pool *pgxpool.Pool, id gov.TokenID) error {
	return store.InTx(ctx, pool, func(tx *store.Tx) error {
		m, err := begin(ctx, tx)
		if err != nil {
			return err
		}
		n, err := tx.Read.RevokeToken(ctx, db.RevokeTokenParams{ID: id, At: &m.at})
		if err != nil {
			return err
		}
		if n == 0 {
			known, err := tx.Read.TokenExists(ctx, id)
			if err == nil && !known {
				err = gov.ErrNotFound
			}
			return err
		}
		return auditToken(ctx, tx, m, tokenAct{id, map[string]any{"act": "revoke"}})
	})
}

type tokenAct struct {
	id   gov.TokenID
	body map[string]any
}

func auditToken(ctx context.Context, tx *store.Tx, m moment, a tokenAct) error {
	return ledger.Write(ctx, tx.Write, ledger.Entry{
		Kind: ledger.KindToken, SubjectKind: "token", SubjectID: a.id.String(), Body: a.body,
		At: m.at, OfficeDate: m.today,
	})
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
