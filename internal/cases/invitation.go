package cases

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"gyeol/gov"
	"gyeol/internal/ledger"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies/pack"
)

// invitationDays bounds how long an invitation may wait, in days.
const invitationDays = 60

// Invitation is that of a member from outside to a body, without its secrets, which are kept by nobody.
type Invitation struct {
	ID        gov.InvitationID
	Person    string // slug
	Name      string
	InvitedAt time.Time
	EndsAt    time.Time
	Tries     int32     // with a wrong number; five are all there are
	UsedAt    time.Time // when he came in, with pledge and consent; zero: he has not
	RevokedAt time.Time // zero: it was not
}

// Invite asks for an invitation.
type Invite struct {
	Key      string // idempotency key
	Body     gov.BodyID
	Person   string // slug of a member from outside
	Days     int    // until the link ends
	LinkHash []byte // of the secret of the link, which stays with whoever asks
	NumHash  []byte // of the number
	Source   string
}

// Invite invites a member from outside to a body; made is false where that was done before under the same key. It is
// for the secretary of the body. Whoever is invited anew has the newest link alone.
func (s *Service) Invite(ctx context.Context, actor Actor, n Invite) (out Invitation, made bool, err error) {
	text, err := s.arrange(ctx, arranging{
		actor: actor, kind: ledger.KindInvitation, subject: "invitation_make", about: string(n.Body),
		operation: "invite-member", key: n.Key, reason: "외부 위원 초대", source: n.Source,
		asked: []string{string(n.Body), n.Person, strconv.Itoa(n.Days)},
	}, func(ctx context.Context, on *arrangement) (string, error) {
		made = true
		return on.invite(ctx, n)
	})
	if err != nil {
		return out, false, err
	}
	list, err := db.New(s.pool).InvitationsOf(ctx, n.Body)
	if err != nil {
		return out, false, store.Interpret(err)
	}
	for _, r := range list {
		if r.ID.String() == text {
			return invitation(r), made, nil
		}
	}
	return out, false, gov.ErrNotFound
}

func (on *arrangement) invite(ctx context.Context, n Invite) (string, error) {
	if err := on.clerks(ctx, n.Body); err != nil {
		return "", err
	}
	if n.Days < 1 || n.Days > invitationDays {
		return "", invalid("days", "1일 이상 60일 이하로 정하십시오.", "choose 1 to 60 days")
	}
	p, err := on.tx.Read.InvitablePerson(ctx, db.InvitablePersonParams{
		Slug: n.Person, BodyID: n.Body,
		Day: on.now.today,
	})
	if gov.CodeOf(store.Interpret(err)) == gov.CodeNotFound {
		return "", gov.Refuse(gov.CodeNotFound, "이 위원회에 위촉된 외부 위원이 아닙니다. 위원 명단을 확인하십시오.",
			"this is no member from outside of the body")
	}
	if err != nil {
		return "", err
	}
	before, err := on.tx.Read.RevokeInvitationsOf(ctx, db.RevokeInvitationsOfParams{
		PersonID: p.ID, BodyID: n.Body, At: &on.now.at,
	})
	if err != nil {
		return "", err
	}
	for _, id := range before { // one at the most
		on.facts["supersedes"] = id.String()
	}
	id := gov.NewInvitationID()
	on.facts["body"], on.facts["person"] = string(n.Body), p.ID.String()
	return id.String(), on.tx.Write.InsertInvitation(ctx, db.InsertInvitationParams{
		ID: id, PersonID: p.ID, BodyID: n.Body, Hash: n.LinkHash, PinHash: n.NumHash, InvitedBy: on.actor.Person,
		CreatedAt: on.now.at, ExpiresAt: on.now.at.AddDate(0, 0, n.Days),
	})
}

// clerks refuses whoever is not the secretary of a body; a body that is not there is refused alike.
func (on *arrangement) clerks(ctx context.Context, id gov.BodyID) error {
	p, _, err := on.svc.rules.Active(ctx, on.tx, on.now.today)
	if err != nil {
		return err
	}
	return clerksOf(on.v, p, id)
}

func clerksOf(v viewer, p *pack.Pack, id gov.BodyID) error {
	if b, ok := p.Body(id); ok && slices.Contains(v.posts, string(b.Secretary)) {
		return nil
	}
	e := gov.Refuse(gov.CodeForbidden, "위원회 간사만 외부 위원을 초대하고 그 초대를 볼 수 있습니다.",
		"only the secretary of the body invites its members")
	e.Reasons = []gov.Reason{{Rule: "body/secretary", Text: "그 위원회의 간사 직위를 맡은 사람만 할 수 있습니다."}}
	return e
}

// Invitations lists those to a body, youngest first, for its secretary.
func (s *Service) Invitations(ctx context.Context, actor Actor, body gov.BodyID) ([]Invitation, error) {
	var out []Invitation
	err := store.InTx(ctx, s.pool, func(tx *store.Tx) error {
		v, err := s.viewerOf(ctx, tx.Read, actor)
		if err != nil {
			return err
		}
		p, _, err := s.rules.Active(ctx, tx, v.today)
		if err != nil {
			return err
		}
		if err := clerksOf(v, p, body); err != nil {
			return err
		}
		rows, err := tx.Read.InvitationsOf(ctx, body)
		for _, r := range rows {
			out = append(out, invitation(r))
		}
		return err
	})
	return out, err
}

func invitation(r db.InvitationsOfRow) Invitation {
	out := Invitation{
		ID: r.ID, Person: r.Slug, Name: r.Name, InvitedAt: r.CreatedAt, EndsAt: r.ExpiresAt, Tries: r.Tries,
	}
	if r.UsedAt != nil {
		out.UsedAt = *r.UsedAt
	}
	if r.RevokedAt != nil {
		out.RevokedAt = *r.RevokedAt
	}
	return out
}

// TakeBack names an invitation that its body's secretary takes back.
type TakeBack struct {
	ID     gov.InvitationID
	Key    string // idempotency key
	Source string
}

// TakeBack ends an invitation, and the sessions that began with it. What is no invitation to a body of the actor's is
// not there.
func (s *Service) TakeBack(ctx context.Context, actor Actor, t TakeBack) error {
	_, err := s.arrange(ctx, arranging{
		actor: actor, kind: ledger.KindInvitation, subject: "invitation_end", about: "end-invitation",
		operation: "end-invitation", key: t.Key, reason: "초대 취소", source: t.Source, asked: []string{t.ID.String()},
	}, func(ctx context.Context, on *arrangement) (string, error) {
		i, err := on.tx.Read.GetInvitation(ctx, t.ID)
		if err != nil {
			return "", err
		}
		if on.clerks(ctx, i.BodyID) != nil {
			return "", gov.ErrNotFound
		}
		if _, err := on.tx.Read.RevokeInvitation(ctx, db.RevokeInvitationParams{ID: t.ID, At: &on.now.at}); err != nil {
			return "", err
		}
		on.facts["body"] = string(i.BodyID)
		ended, err := on.tx.Read.RevokeSessionsOfInvitation(ctx, db.RevokeSessionsOfInvitationParams{
			InvitationID: t.ID, At: &on.now.at,
		})
		sessions := make([]string, len(ended))
		for i, e := range ended {
			sessions[i] = e.ID.String()
		}
		on.facts["sessions"] = strings.Join(sessions, " ")
		return t.ID.String(), err
	})
	return err
}
