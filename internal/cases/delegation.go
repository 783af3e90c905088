package cases

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"gyeol/gov"
	"gyeol/internal/ledger"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
	"gyeol/policies/pack"
)

// GiveDelegation lets a post stand in for another for some days: in the matters named, or in all that may be delegated.
type GiveDelegation struct {
	Post, Deputy gov.PostID
	Matters      []string // of the delegation table; none: all
	From, To     gov.Date
	Reason       string
	Key          string // idempotency key
	Source       string // the network address of the caller, for the record of refusals
}

// GiveDelegation is for whoever holds the post himself, so that it is never passed on, and for coordinators. It reaches
// the tasks that are open already; who holds the deputy's post is told how many wait.
func (s *Service) GiveDelegation(ctx context.Context, actor Actor, g GiveDelegation) (Delegation, error) {
	asked := append([]string{string(g.Post), string(g.Deputy), g.From.String(), g.To.String()}, g.Matters...)
	id, err := s.arrange(ctx, arranging{
		actor: actor, kind: ledger.KindDelegation, subject: "delegation_give", about: string(g.Post),
		operation: "give-delegation", key: g.Key, reason: g.Reason, source: g.Source, asked: asked,
	}, func(ctx context.Context, on *arrangement) (string, error) { return on.giveDelegation(ctx, g) })
	if err != nil {
		return Delegation{}, err
	}
	return s.delegation(ctx, actor, id)
}

func (on *arrangement) giveDelegation(ctx context.Context, g GiveDelegation) (string, error) {
	if !slices.Contains(on.v.posts, string(g.Post)) && !on.v.may(policies.ActArrange) {
		e := gov.Refuse(gov.CodeForbidden, "위임은 그 직위를 맡은 사람이나 총괄 담당만 할 수 있습니다.",
			"only whoever holds the post, or a coordinator, may give its delegation")
		e.Reasons = []gov.Reason{
			{Rule: "delegation/holder", Text: "위임받은 사람은 다시 위임할 수 없습니다."}, lacksDuty("coordinator"),
		}
		return "", e
	}
	if err := on.notForHimself(g.Post, g.Deputy); err != nil {
		return "", err
	}
	if err := period(g.From, g.To, on.now.today); err != nil {
		return "", err
	}
	if err := on.mayDeputise(ctx, g.Post, g.Deputy, g.From); err != nil {
		return "", err
	}
	both, err := on.tx.Read.HoldsBoth(ctx, db.HoldsBothParams{
		PostID: g.Post, DeputyPost: g.Deputy, FromDay: g.From, ToDay: g.To,
	})
	if err != nil {
		return "", err
	}
	if both {
		return "", invalid("deputy", "두 직위를 같은 사람이 맡고 있어 자기 자신에게 위임하는 것이 됩니다.",
			"one person holds both posts and would stand in for himself")
	}
	if err := on.delegable(ctx, g.Matters); err != nil {
		return "", err
	}
	id := gov.NewDelegationID()
	on.facts["post"], on.facts["deputy"], on.facts["matters"] = string(g.Post), string(g.Deputy), slices.Clone(g.Matters)
	on.facts["from"], on.facts["to"] = g.From.String(), g.To.String()
	if err := on.tx.Write.InsertDelegation(ctx, db.InsertDelegationParams{
		ID: id, PostID: g.Post, DeputyPost: g.Deputy, Matters: some(g.Matters), ValidFrom: g.From, ValidTo: g.To,
		Reason: g.Reason, GivenBy: on.actor.Person, GivenOn: on.now.today,
	}); err != nil {
		return "", err
	}
	if err := on.tellPrincipal(ctx, id, g); err != nil {
		return "", err
	}
	if !g.From.After(on.now.today) {
		return id.String(), nil // it begins at once, and that is told
	}
	return id.String(), on.tellDeputy(ctx, id, g)
}

// notForHimself refuses whoever would let one of his own posts stand in for a post that he does not hold.
func (on *arrangement) notForHimself(post gov.PostID, deputies ...gov.PostID) error {
	if slices.Contains(on.v.posts, string(post)) {
		return nil
	}
	for _, d := range deputies {
		if slices.Contains(on.v.posts, string(d)) {
			return gov.Refuse(gov.CodeForbidden, "자기가 대리하게 되는 위임이나 직무대리는 스스로 정할 수 없습니다. 그 직위를 맡은 사람이나 다른 담당자가 정하여야 합니다.",
				"nobody makes himself the deputy of another's post")
		}
	}
	return nil
}

// tellPrincipal tells whoever holds the post that somebody else has given its delegation.
func (on *arrangement) tellPrincipal(ctx context.Context, id gov.DelegationID, g GiveDelegation) error {
	if slices.Contains(on.v.posts, string(g.Post)) {
		return nil
	}
	title, err := on.postTitle(ctx, g.Post)
	if err != nil {
		return err
	}
	deputy, err := on.postTitle(ctx, g.Deputy)
	if err != nil {
		return err
	}
	params, err := json.Marshal(gov.NoticeParams{
		Title:  fmt.Sprintf("%s 대결 위임 → %s (%s ~ %s)", title, deputy, g.From.Korean(), g.To.Korean()),
		Reason: g.Reason,
	})
	if err != nil {
		return fmt.Errorf("write notice params: %w", err)
	}
	return on.tx.Write.TellHolders(ctx, db.TellHoldersParams{
		Cause: "delegation/" + id.String() + "/given", OfficeDate: on.now.today, PostID: g.Post,
		Day: later(g.From, on.now.today), SendOn: on.svc.rules.Calendar().NextWorkingDay(on.now.today), Params: params,
	})
}

// mayDeputise answers whether a post may stand in for another on a day: both are in force, they are two, and of one
// agency (행정업무의 운영 및 혁신에 관한 규정 제10조).
func (on *arrangement) mayDeputise(ctx context.Context, post, deputy gov.PostID, from gov.Date) error {
	org, err := readOrg(ctx, on.tx.Read, later(from, on.now.today))
	if err != nil {
		return err
	}
	of, ok := org.Post(post)
	if !ok {
		return invalid("post", "그 날짜의 직제에 없는 직위입니다.", "no such post is in force on that day")
	}
	by, ok := org.Post(deputy)
	if !ok {
		return invalid("deputy", "그 날짜의 직제에 없는 대리 직위입니다.", "no such deputy's post is in force on that day")
	}
	if post == deputy {
		return invalid("deputy", "자기 직위에는 위임할 수 없습니다.", "a post cannot stand in for itself")
	}
	if org.agency(of.Unit) != org.agency(by.Unit) {
		return invalid("deputy", "같은 기관의 직위에만 위임할 수 있습니다.", "the deputy must belong to the same agency")
	}
	return nil
}

// agency is the unit at the top of a line of command.
func (o orgOn) agency(unit gov.UnitID) gov.UnitID {
	for range len(o.units) {
		u, ok := o.units[unit]
		if !ok || u.Parent == "" {
			return unit
		}
		unit = u.Parent
	}
	return unit
}

// delegable refuses a matter that the table in force does not know or does not let anybody else decide
// (서울특별시 사무전결처리 규칙 제4조의2).
func (on *arrangement) delegable(ctx context.Context, matters []string) error {
	if len(matters) == 0 {
		return nil
	}
	p, _, err := on.svc.rules.Active(ctx, on.tx, on.now.today)
	if err != nil {
		return err
	}
	known := p.Matters()
	for i, m := range matters {
		if !slices.Contains(known, m) {
			return invalid("matters", fmt.Sprintf("전결 규정에 없는 업무입니다: %s", m), fmt.Sprintf("no matter %q in the delegation table", m))
		}
		if slices.Contains(matters[:i], m) {
			return invalid("matters", "같은 업무를 두 번 적었습니다.", "a matter is named twice")
		}
		if row, own := undelegable(p, m, on.now.today); own {
			e := gov.Refusef(gov.CodeForbidden, "‘%s’은(는) 다른 직위에 위임할 수 없는 업무입니다.", "matter %q may not be delegated", m)
			e.Reasons = []gov.Reason{row}
			return e
		}
	}
	return nil
}

// undelegable reports whether every row in force of a matter keeps the decision with its post, and by which row.
func undelegable(p *pack.Pack, matter string, on gov.Date) (gov.Reason, bool) {
	var why gov.Reason
	for _, row := range p.AuthorityRows {
		applies, assumed := row.InForce(on)
		if row.Matter != matter || !applies {
			continue
		}
		if !row.Own {
			return gov.Reason{}, false
		}
		why = gov.Reason{
			Rule: "authority/" + row.ID, Article: strings.Join(row.Article, ", "), Assumed: assumed,
			Text: "‘" + row.Title + "’은(는) 위임할 수 없습니다.",
		}
	}
	return why, why.Rule != ""
}

// tellDeputy tells beforehand who will stand in for which post, until when, and how many tasks wait: one notice per
// person. When it begins the office day tells again.
func (on *arrangement) tellDeputy(ctx context.Context, id gov.DelegationID, g GiveDelegation) error {
	var given []stand
	for _, m := range g.Matters {
		given = append(given, stand{Post: g.Post, Matter: m, Kind: "delegation", Deputy: g.Deputy})
	}
	if len(g.Matters) == 0 {
		given = []stand{{Post: g.Post, Kind: "delegation", Deputy: g.Deputy}}
	}
	waiting, err := standTasks(ctx, on.tx.Read, stands{all: given, day: on.now.today})
	if err != nil {
		return err
	}
	title, err := on.postTitle(ctx, g.Post)
	if err != nil {
		return err
	}
	params, err := json.Marshal(gov.NoticeParams{
		Title: title + " 대결", Reason: g.Reason,
		StandIn: &gov.NoticeStandIn{Kind: "delegation", Post: title, From: g.From, To: g.To, Open: len(waiting)},
	})
	if err != nil {
		return fmt.Errorf("write notice params: %w", err)
	}
	return on.tx.Write.TellHolders(ctx, db.TellHoldersParams{
		Cause: "delegation/" + id.String(), OfficeDate: on.now.today, PostID: g.Deputy, Day: later(g.From, on.now.today),
		SendOn: on.svc.rules.Calendar().NextWorkingDay(on.now.today), Params: params,
	})
}

// postTitle is the title of a post of today, or its id where it begins later.
func (on *arrangement) postTitle(ctx context.Context, post gov.PostID) (string, error) {
	row, err := on.tx.Read.ViewPostOn(ctx, db.ViewPostOnParams{ID: post, Day: on.now.today})
	if errors.Is(store.Interpret(err), gov.ErrNotFound) {
		return string(post), nil
	}
	return row.Title, err
}

// RevokeDelegation takes a delegation back.
type RevokeDelegation struct {
	ID     gov.DelegationID
	Reason string
	Key    string // idempotency key
	Source string // the network address of the caller, for the record of refusals
}

// RevokeDelegation ends it at once; what was signed under it stays signed.
func (s *Service) RevokeDelegation(ctx context.Context, actor Actor, r RevokeDelegation) (Delegation, error) {
	id, err := s.arrange(ctx, arranging{
		actor: actor, kind: ledger.KindDelegation, subject: "delegation_revoke", about: r.ID.String(),
		operation: "revoke-delegation", key: r.Key, reason: r.Reason, source: r.Source, asked: []string{r.ID.String()},
	}, func(ctx context.Context, on *arrangement) (string, error) { return on.revokeDelegation(ctx, r) })
	if err != nil {
		return Delegation{}, err
	}
	return s.delegation(ctx, actor, id)
}

func (on *arrangement) revokeDelegation(ctx context.Context, r RevokeDelegation) (string, error) {
	d, err := on.tx.Read.LockDelegation(ctx, r.ID)
	if err != nil {
		return "", err
	}
	if !slices.Contains(on.v.posts, string(d.PostID)) && !on.v.may(policies.ActArrange) {
		e := gov.Refuse(gov.CodeForbidden, "위임 철회는 그 직위를 맡은 사람이나 총괄 담당만 할 수 있습니다.",
			"only whoever holds the post, or a coordinator, may revoke its delegation")
		e.Reasons = []gov.Reason{lacksDuty("coordinator")}
		return "", e
	}
	if !d.RevokedOn.IsZero() || d.ValidTo.Before(on.now.today) {
		return "", gov.Refuse(gov.CodeActNotOpen, "이미 끝났거나 철회된 위임입니다.", "the delegation is over or was revoked before")
	}
	on.facts["post"], on.facts["deputy"] = string(d.PostID), string(d.DeputyPost)
	over := db.RevokeDelegationParams{ID: r.ID, RevokedOn: on.now.today}
	if err := on.tx.Write.RevokeDelegation(ctx, over); err != nil {
		return "", err
	}
	return r.ID.String(), on.tellEnded(ctx, d, r.Reason)
}

// tellEnded tells whoever stood in, or was to, that he no longer does: a delegation ended before its last day.
func (on *arrangement) tellEnded(ctx context.Context, d db.Delegation, why string) error {
	title, err := on.postTitle(ctx, d.PostID)
	if err != nil {
		return err
	}
	params, err := json.Marshal(gov.NoticeParams{Title: title + " 대결 위임 철회 — 더는 대신 처리하지 않습니다", Reason: why})
	if err != nil {
		return fmt.Errorf("write notice params: %w", err)
	}
	return on.tx.Write.TellHolders(ctx, db.TellHoldersParams{
		Cause: "delegation/" + d.ID.String() + "/ended", OfficeDate: on.now.today, PostID: d.DeputyPost,
		Day: on.now.today, SendOn: on.svc.rules.Calendar().NextWorkingDay(on.now.today), Params: params,
	})
}
