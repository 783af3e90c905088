package cases

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"gyeol/gov"
	"gyeol/internal/ledger"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
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

	Mailed    bool       // its link went by mail, and nobody else was shown it
	Factor    gov.Factor // what the link asks for besides
	Only      gov.CaseID // the meeting or the round that it reaches; zero: all that the body has to do with
	OnlyTitle string
}

// Invite asks for an invitation.
type Invite struct {
	Key      string // idempotency key
	Body     gov.BodyID
	Person   string // slug of a member from outside
	Days     int    // until the link ends
	ID       gov.InvitationID
	LinkHash []byte     // of the secret of the link
	NumHash  []byte     // of the number; not kept where the link asks for something else
	Mailed   bool       // the link is worked out when its letter leaves, and shown to nobody
	Factor   gov.Factor // empty: a number
	Only     gov.CaseID // of a meeting, or of the stage of a round; zero: all that the body has to do with
	Texting  bool       // codes can be sent to mobiles
	Source   string
}

// Invite invites a member from outside to a body; made is false where that was done before under the same key. It is
// for the secretary of the body. Whoever is invited anew has the newest link alone.
func (s *Service) Invite(ctx context.Context, actor Actor, n Invite) (out Invitation, made bool, err error) {
	text, err := s.arrange(ctx, arranging{
		actor: actor, kind: ledger.KindInvitation, subject: "invitation_make", about: string(n.Body),
		operation: "invite-member", key: n.Key, reason: "외부 위원 초대", source: n.Source,
		asked: n.asked(),
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

// asked is what makes a repeated request the same. One that uses nothing new is the same as it always was.
func (n Invite) asked() []string {
	out := []string{string(n.Body), n.Person, strconv.Itoa(n.Days)}
	if n.Mailed || n.Factor != "" && n.Factor != gov.FactorPIN || !n.Only.IsZero() {
		out = append(out, strconv.FormatBool(n.Mailed), string(n.Factor), n.Only.String())
	}
	return out
}

func (on *arrangement) invite(ctx context.Context, n Invite) (string, error) {
	b, err := on.clerks(ctx, n.Body)
	if err != nil {
		return "", err
	}
	if n.Days < 1 || n.Days > invitationDays {
		return "", invalid("days", "1일 이상 60일 이하로 정하십시오.", "choose 1 to 60 days")
	}
	n.Factor = cmp.Or(n.Factor, gov.FactorPIN)
	if err := b.MayAskFor(n.Factor, on.now.today); err != nil {
		return "", err
	}
	p, err := on.outsider(ctx, n.Body, n.Person)
	if err != nil {
		return "", err
	}
	if err := n.fits(p); err != nil {
		return "", err
	}
	row := db.InsertInvitationParams{
		ID: n.ID, PersonID: p.ID, BodyID: n.Body, Hash: n.LinkHash, InvitedBy: on.actor.Person,
		CreatedAt: on.now.at, ExpiresAt: on.now.at.AddDate(0, 0, n.Days), Mailed: n.Mailed, Factor: string(n.Factor),
	}
	if n.Factor == gov.FactorPIN {
		row.PinHash = n.NumHash
	}
	if row.StageID, row.MeetingID, err = on.narrow(ctx, n); err != nil {
		return "", err
	}
	if err := on.supersede(ctx, p.ID, n.Body); err != nil {
		return "", err
	}
	on.facts["body"], on.facts["person"], on.facts["factor"] = string(n.Body), p.ID.String(), string(n.Factor)
	if err := on.tx.Write.InsertInvitation(ctx, row); err != nil || !n.Mailed {
		return n.ID.String(), err
	}
	return n.ID.String(), on.mailInvitation(ctx, row, b.Name)
}

// outsider finds a member from outside who has a seat in the body today.
func (on *arrangement) outsider(ctx context.Context, body gov.BodyID, slug string) (db.InvitablePersonRow, error) {
	p, err := on.tx.Read.InvitablePerson(ctx, db.InvitablePersonParams{Slug: slug, BodyID: body, Day: on.now.today})
	if gov.CodeOf(store.Interpret(err)) == gov.CodeNotFound {
		return p, gov.Refuse(gov.CodeNotFound, "이 위원회에 위촉된 외부 위원이 아닙니다. 위원 명단을 확인하십시오.",
			"this is no member from outside of the body")
	}
	return p, err
}

// supersede ends the invitation that is open: whoever is invited anew has the newest link alone.
func (on *arrangement) supersede(ctx context.Context, person gov.PersonID, body gov.BodyID) error {
	before, err := on.tx.Read.RevokeInvitationsOf(ctx, db.RevokeInvitationsOfParams{
		PersonID: person, BodyID: body, At: &on.now.at,
	})
	if err != nil {
		return err
	}
	for _, id := range before { // one at the most
		on.facts["supersedes"] = id.String()
		if err := on.tx.Read.KeepBackInvited(ctx, uid(id)); err != nil {
			return err
		}
	}
	return nil
}

// clerks refuses whoever is not the secretary of a body; a body that is not there is refused alike.
func (on *arrangement) clerks(ctx context.Context, id gov.BodyID) (policies.BodyRule, error) {
	p, _, err := on.svc.rules.Active(ctx, on.tx, on.now.today)
	if err != nil {
		return policies.BodyRule{}, err
	}
	b, _ := p.Body(id)
	return b, clerksOf(on.v, p, id)
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
		Mailed: r.Mailed, Factor: gov.Factor(r.Factor), Only: r.CaseID, OnlyTitle: r.CaseTitle,
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
		if _, err := on.clerks(ctx, i.BodyID); err != nil {
			return "", gov.ErrNotFound
		}
		if err := on.tx.Read.KeepBackInvited(ctx, uid(t.ID)); err != nil {
			return "", err
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
