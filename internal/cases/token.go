package cases

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"gyeol/gov"
	"gyeol/internal/ledger"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
)

// The limits of a person's own tokens.
const (
	mostTokens = 20                  // at a time
	tokenDays  = 366                 // until the latest end
	tokenSoon  = 14 * 24 * time.Hour // before its end a token is shown as ending soon
)

// ownScopes are those that a person may give a token of his own. What takes away may be given by anybody; any other
// only by whoever has it.
var ownScopes = []string{"read-only"}

// APIToken is one of a person's own, without its secret, which is kept by nobody.
type APIToken struct {
	ID     gov.TokenID
	Name   string
	Scopes []string
	MadeAt time.Time
	EndsAt time.Time // zero: never, as an operator may give one
	UsedAt time.Time // last, to the hour; zero: never
	Soon   bool      // it ends within two weeks
}

// NewToken asks for a token of one's own.
type NewToken struct {
	Key    string // idempotency key
	Name   string // what it is for
	Scopes []string
	Days   int       // until it ends
	Hash   []byte    // SHA-256 of the secret, which stays with whoever asks
	Until  time.Time // what the caller himself shows ends then; zero: never. A token outlives no token that made it
	Source string
}

// MakeToken gives the actor a token of his own; made is false where it was made before under the same key. The secret
// cannot be shown again.
func (s *Service) MakeToken(ctx context.Context, actor Actor, n NewToken) (t APIToken, made bool, err error) {
	if err := n.check(actor); err != nil {
		return t, false, s.refusedOn(ctx, actor, err, Refusal{
			SubjectKind: string(ledger.KindToken), Subject: "create-token", Operation: "create-token", Source: n.Source,
		})
	}
	text, err := s.arrange(ctx, arranging{
		actor: actor, kind: ledger.KindToken, subject: "token_make", about: "create-token", operation: "create-token",
		key: n.Key, reason: "개인 토큰 발급", source: n.Source,
		asked: []string{n.Name, strings.Join(n.Scopes, " "), strconv.Itoa(n.Days)},
	}, func(ctx context.Context, on *arrangement) (string, error) {
		made = true
		return on.makeToken(ctx, n)
	})
	if err != nil {
		return t, false, err
	}
	id, err := gov.ParseID[tokenOf](text)
	if err != nil {
		return t, false, err
	}
	row, err := db.New(s.pool).GetToken(ctx, db.GetTokenParams{ID: gov.TokenID(id), PersonID: actor.Person})
	if err != nil {
		return t, false, store.Interpret(err)
	}
	return apiToken(db.TokensOfRow(row)), made, nil
}

type tokenOf struct{}

func (on *arrangement) makeToken(ctx context.Context, n NewToken) (string, error) {
	count, err := on.tx.Read.CountTokens(ctx, on.actor.Person)
	if err != nil {
		return "", err
	}
	if count >= mostTokens {
		return "", gov.Refusef(gov.CodeConflict, "토큰은 %d개까지 가질 수 있습니다. 쓰지 않는 토큰을 먼저 폐기하십시오.",
			"nobody has more than %d tokens; end one that is not used", mostTokens)
	}
	ends := on.now.at.AddDate(0, 0, n.Days)
	if !n.Until.IsZero() && n.Until.Before(ends) {
		ends = n.Until
	}
	id := gov.NewTokenID()
	on.facts["scopes"], on.facts["ends"] = strings.Join(n.Scopes, " "), ends.UTC().Format(time.RFC3339)
	return id.String(), on.tx.Write.InsertToken(ctx, db.InsertTokenParams{
		ID: id, PersonID: on.actor.Person, Name: n.Name, Hash: n.Hash, Scopes: slices.Clone(n.Scopes),
		CreatedAt: on.now.at,
		ExpiresAt: &ends,
	})
}

func (n *NewToken) check(actor Actor) error {
	n.Name = strings.TrimSpace(n.Name)
	if c := utf8.RuneCountInString(n.Name); c == 0 || c > 100 {
		return invalid("name", "토큰의 쓰임을 1자 이상 100자 이하로 적으십시오.", "say in 1 to 100 characters what it is for")
	}
	if n.Days < 1 || n.Days > tokenDays {
		return invalid("days", "1일 이상 366일 이하로 정하십시오.", "choose 1 to 366 days")
	}
	for _, scope := range n.Scopes {
		if !slices.Contains(ownScopes, scope) && !slices.Contains(actor.Scopes, scope) {
			e := gov.Refuse(gov.CodeForbidden, "자신에게 없는 권한 범위는 토큰에 줄 수 없습니다.", "nobody gives a token more than he has")
			e.Reasons = []gov.Reason{{Rule: "scope/own", Text: "토큰은 만드는 사람의 권한 범위를 넘지 못합니다."}}
			return e
		}
	}
	if n.Scopes == nil {
		n.Scopes = []string{}
	}
	slices.Sort(n.Scopes)
	n.Scopes = slices.Compact(n.Scopes)
	return nil
}

// APITokens lists the actor's tokens that still hold, youngest first.
func (s *Service) APITokens(ctx context.Context, actor Actor) ([]APIToken, error) {
	rows, err := db.New(s.pool).TokensOf(ctx, actor.Person)
	if err = store.Interpret(err); err != nil {
		return nil, err
	}
	at, err := db.New(s.pool).Moment(ctx)
	if err != nil {
		return nil, store.Interpret(err)
	}
	out := make([]APIToken, len(rows))
	for i, r := range rows {
		out[i] = apiToken(r)
		out[i].Soon = !out[i].EndsAt.IsZero() && out[i].EndsAt.Before(at.At.Add(tokenSoon))
	}
	return out, nil
}

func apiToken(r db.TokensOfRow) APIToken {
	t := APIToken{ID: r.ID, Name: r.Name, Scopes: r.Scopes, MadeAt: r.CreatedAt}
	if r.ExpiresAt != nil {
		t.EndsAt = *r.ExpiresAt
	}
	if r.LastUsedAt != nil {
		t.UsedAt = *r.LastUsedAt
	}
	return t
}

// EndToken names a token that its owner ends.
type EndToken struct {
	ID     gov.TokenID
	Key    string // idempotency key
	Source string
}

// EndToken ends a token of the actor's own; whatever is none of his is not there.
func (s *Service) EndToken(ctx context.Context, actor Actor, e EndToken) error {
	_, err := s.arrange(ctx, arranging{
		actor: actor, kind: ledger.KindToken, subject: "token_end", about: "end-token", operation: "end-token",
		key: e.Key, reason: "개인 토큰 폐기", source: e.Source, asked: []string{e.ID.String()},
	}, func(ctx context.Context, on *arrangement) (string, error) {
		n, err := on.tx.Read.EndToken(ctx, db.EndTokenParams{ID: e.ID, PersonID: actor.Person, At: &on.now.at})
		if err == nil && n == 0 {
			err = gov.ErrNotFound
		}
		return e.ID.String(), err
	})
	return err
}
