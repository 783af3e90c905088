package cases

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"gyeol/gov"
	"gyeol/internal/failpoint"
	"gyeol/internal/ledger"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// TransferPerson moves a person from one post to another as of today (인사이동). Either post may be left out: who joins
// has none to leave, who retires none to go to.
type TransferPerson struct {
	Person   string // slug
	From, To gov.PostID
	Reason   string
	Key      string // idempotency key
	Source   string // the network address of the caller, for the record of refusals
}

// TransferPerson is one act: the old holding ends yesterday and the new one begins today in one commit, and with it the
// work of either post has its new holder, because tasks name posts. What was given to the person by name follows in
// chunks; should that be cut short, a worker goes on where it stood, and so does the same request.
func (s *Service) TransferPerson(ctx context.Context, actor Actor, t TransferPerson) (Transfer, error) {
	text, err := s.arrange(ctx, arranging{
		actor: actor, kind: ledger.KindTransfer, subject: "transfer", about: "move", operation: "transfer-person",
		key: t.Key, reason: t.Reason, source: t.Source, asked: []string{t.Person, string(t.From), string(t.To)},
	}, func(ctx context.Context, on *arrangement) (string, error) { return on.transfer(ctx, t) })
	if err != nil {
		return Transfer{}, err
	}
	id, err := gov.ParseID[struct{}](text)
	if err != nil {
		return Transfer{}, err
	}
	if err := s.moveAll(ctx, actor, gov.TransferID(id)); err != nil {
		return Transfer{}, err
	}
	return s.Transfer(ctx, actor, gov.TransferID(id))
}

func (on *arrangement) transfer(ctx context.Context, t TransferPerson) (string, error) {
	if err := on.tx.Read.LockIntake(ctx); err != nil { // an import writes holdings too
		return "", err
	}
	if err := mayTransfer(on.actor, on.v); err != nil {
		return "", err
	}
	person, err := on.person(ctx, t.Person)
	if err != nil {
		return "", err
	}
	switch {
	case person.ID == on.actor.Person:
		return "", gov.Refuse(gov.CodeForbidden, "자기 자신의 인사이동은 처리할 수 없습니다. 다른 담당자가 처리하여야 합니다.",
			"nobody moves himself")
	case t.From == "" && t.To == "", t.From == t.To:
		return "", invalid("to", "떠나는 직위와 가는 직위를 다르게 적으십시오.", "name two different posts, or one of them")
	}
	id := gov.NewTransferID()
	if err := on.tx.Write.InsertTransfer(ctx, db.InsertTransferParams{
		ID: id, PersonID: person.ID, FromPost: t.From, ToPost: t.To, OnDay: on.now.today, Reason: t.Reason,
		GivenBy: on.actor.Person,
	}); err != nil {
		return "", err
	}
	if err := on.leave(ctx, person.ID, t.From); err != nil {
		return "", err
	}
	if err := on.enter(ctx, person.ID, t.To); err != nil {
		return "", err
	}
	on.facts["person"], on.facts["from_post"], on.facts["to_post"] = person.ID.String(), string(t.From), string(t.To)
	return id.String(), nil
}

// mayTransfer is for coordinators and for operators of the installation.
func mayTransfer(actor Actor, v viewer) error {
	if v.may(policies.ActMovePeople) {
		return nil
	}
	e := gov.Refuse(gov.CodeForbidden, "인사이동은 총괄 담당이나 운영 권한이 있는 사람만 처리할 수 있습니다.",
		"only a coordinator or an operator may move a person")
	e.Reasons = []gov.Reason{
		lacksDuty("coordinator"), {Rule: "scope/operator", Text: "또는 접근토큰에 operator 범위가 있어야 합니다."},
	}
	return e
}

// leave ends the holding with yesterday, and with it what stood in for the person in that post.
func (on *arrangement) leave(ctx context.Context, person gov.PersonID, post gov.PostID) error {
	if post == "" {
		return nil
	}
	posts, err := on.tx.Read.PostsOn(ctx, db.PostsOnParams{PersonID: person, Day: on.now.today})
	if err != nil {
		return err
	}
	if !slices.Contains(posts, post) {
		return invalid("from", "그 사람이 오늘 맡고 있는 직위가 아닙니다.", "the person does not hold this post today")
	}
	ended, err := on.tx.Read.EndHolding(ctx, db.EndHoldingParams{
		LastDay: on.now.today.AddDays(-1), PersonID: person, PostID: post, Day: on.now.today,
	})
	if err != nil {
		return err
	}
	if ended == 0 {
		return gov.Refuse(gov.CodeConflict, "오늘 시작한 보직은 오늘 끝낼 수 없습니다. 내일 처리하십시오.",
			"a holding that began today cannot end today")
	}
	revoked, err := on.tx.Read.RevokeOfPost(ctx, db.RevokeOfPostParams{Day: on.now.today, PostID: post})
	if err != nil {
		return err
	}
	on.facts["revoked"] = len(revoked)
	for _, d := range revoked {
		if err := on.tellEnded(ctx, db.Delegation{ID: d.ID, PostID: post, DeputyPost: d.DeputyPost}, "인사이동"); err != nil {
			return err
		}
	}
	return nil
}

// enter begins the holding today. A post has one holder: whoever is there, or is to come, moves first.
func (on *arrangement) enter(ctx context.Context, person gov.PersonID, post gov.PostID) error {
	if post == "" {
		return nil
	}
	org, err := readOrg(ctx, on.tx.Read, on.now.today)
	if err != nil {
		return err
	}
	if _, ok := org.Post(post); !ok {
		return invalid("to", "오늘 날짜의 직제에 없는 직위입니다.", "no such post is in force today")
	}
	holders, err := on.tx.Read.HoldersFrom(ctx, db.HoldersFromParams{PostID: post, Day: on.now.today})
	if err != nil {
		return err
	}
	if len(holders) > 0 {
		return gov.Refusef(gov.CodeConflict, "그 직위는 %[1]s이(가) 맡고 있거나 맡을 예정입니다. 앞사람의 인사이동을 먼저 처리하십시오.",
			"the post is held, or will be, by %[1]s: move that person first", holders[0].Slug)
	}
	return on.tx.Write.StartHolding(ctx, db.StartHoldingParams{PersonID: person, PostID: post, Day: on.now.today})
}

// chunk is how many tasks move in one transaction.
const chunk = 200

// ResumeTransfer goes on with a transfer that was cut short; one that is done is answered as it is.
func (s *Service) ResumeTransfer(ctx context.Context, actor Actor, id gov.TransferID, source string) (Transfer, error) {
	r, err := s.read(ctx, actor)
	if err == nil {
		err = mayTransfer(actor, r.v)
	}
	if err == nil {
		err = s.moveAll(ctx, actor, id)
	}
	if err != nil {
		return Transfer{}, s.refusedOn(ctx, actor, err, Refusal{
			SubjectKind: "transfer", Subject: id.String(), Operation: "resume-transfer", Source: source,
		})
	}
	return s.Transfer(ctx, actor, id)
}

// moveAll moves chunk after chunk until all have moved and the hand-over list is written.
func (s *Service) moveAll(ctx context.Context, actor Actor, id gov.TransferID) error {
	for {
		var done bool
		err := store.InTx(ctx, s.pool, func(tx *store.Tx) error {
			var err error
			done, err = s.moveSome(ctx, tx, actor, id)
			return err
		})
		if err != nil || done {
			return err
		}
		failpoint.Here("transfer.between_chunks")
	}
}

// FinishTransfers goes on with every transfer whose tasks have not all moved, oldest first, as the system. One that
// cannot go on now leaves the others alone.
func (s *Service) FinishTransfers(ctx context.Context) error {
	ids, err := db.New(s.pool).UnfinishedTransfers(ctx)
	if err != nil {
		return store.Interpret(err)
	}
	var failed []error
	for _, id := range ids {
		if err := s.moveAll(ctx, Actor{System: true}, id); err != nil {
			failed = append(failed, fmt.Errorf("transfer %s: %w", id, err))
		}
	}
	return errors.Join(failed...)
}

// moveSome moves the next chunk; when none is left it writes the list, tells the new holder, and is done.
func (s *Service) moveSome(ctx context.Context, tx *store.Tx, actor Actor, id gov.TransferID) (bool, error) {
	clock, err := s.clock(ctx, tx)
	if err != nil {
		return false, err
	}
	t, err := tx.Read.LockTransfer(ctx, id)
	if err != nil || t.DoneAt != nil {
		return err == nil, err
	}
	var tasks []string
	if t.FromPost != "" {
		if tasks, err = tx.Read.MoveTasks(ctx, db.MoveTasksParams{
			PersonID: t.PersonID, InPerson: inPerson(), Most: chunk, PostID: t.FromPost, ID: id,
		}); err != nil {
			return false, err
		}
	}
	said, err := contentHash(map[string]any{"tasks": tasks})
	if err != nil {
		return false, err
	}
	if len(tasks) == 0 {
		if err := tx.Write.FinishTransfer(ctx, id); err != nil {
			return false, err
		}
		if err := s.tellOfTransfer(ctx, tx, clock, t); err != nil {
			return false, err
		}
	}
	return len(tasks) == 0, ledger.Write(ctx, tx.Write, ledger.Entry{
		Kind: ledger.KindTransfer, SubjectKind: "transfer", SubjectID: id.String(), At: clock.at, OfficeDate: clock.today,
		Body: map[string]any{
			"actor": actor.key(), "moved": len(tasks), "tasks": fmt.Sprintf("%x", said), "done": len(tasks) == 0,
		},
	})
}

// tellOfTransfer tells whoever holds the post that was left now, and whoever has come to a new one, what waits there.
func (s *Service) tellOfTransfer(ctx context.Context, tx *store.Tx, clock now, t db.Transfer) error {
	for _, post := range []gov.PostID{t.FromPost, t.ToPost} {
		if post == "" {
			continue
		}
		row, err := tx.Read.ViewPostOn(ctx, db.ViewPostOnParams{ID: post, Day: clock.today})
		if err != nil {
			return err
		}
		waiting, err := standTasks(ctx, tx.Read, stands{all: []stand{{Post: post, Kind: "vacant"}}, day: clock.today})
		if err != nil {
			return err
		}
		params, err := json.Marshal(gov.NoticeParams{
			Title: row.Title + " 업무 인계인수", Reason: t.Reason,
			StandIn: &gov.NoticeStandIn{Post: row.Title, From: t.OnDay, Open: len(waiting)},
		})
		if err != nil {
			return fmt.Errorf("write notice params: %w", err)
		}
		if err := tx.Write.TellHolders(ctx, db.TellHoldersParams{
			Cause: "transfer/" + t.ID.String(), OfficeDate: clock.today, PostID: post, Day: clock.today,
			SendOn: s.rules.Calendar().NextWorkingDay(clock.today), Params: params,
		}); err != nil {
			return err
		}
	}
	return nil
}
