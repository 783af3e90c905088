package cases

import (
	"context"
	"errors"
	"fmt"

	"gyeol/gov"
	"gyeol/internal/failpoint"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// HandOver gives an open task to another post: an overruling act of the coordinator, with a reason.
type HandOver struct {
	Task   gov.TaskID
	Post   gov.PostID // must exist on the office date
	Reason string
	Key    string
	Seen   *gov.ETag // If-Match
	Source string
}

func (h HandOver) command() Command {
	return Command{
		Task: h.Task, Verb: gov.VerbHandOver, Key: h.Key, Reason: h.Reason, Seen: h.Seen, Source: h.Source,
		Body: []byte(fmt.Sprintf(`{"post":%q}`, string(h.Post))),
	}
}

// HandOver moves the task and nothing else: the case stays in its state, the new holder is told.
func (s *Service) HandOver(ctx context.Context, actor Actor, h HandOver) (Outcome, error) {
	cmd := h.command()
	if err := cmd.check(); err != nil {
		return Outcome{}, s.refused(ctx, actor, cmd, err)
	}
	var out Outcome
	err := s.decided(ctx, func(tx *store.Tx) error {
		ch, err := s.begin(ctx, tx, actor, cmd)
		if err != nil {
			return err
		}
		if known, err := ch.known(ctx); err != nil || known != nil {
			out = deref(known)
			return err
		}
		out, err = ch.handOverTask(ctx, h.Post)
		failpoint.Here("act.before_commit")
		return err
	})
	if err != nil {
		return Outcome{}, s.refused(ctx, actor, cmd, err)
	}
	failpoint.Here("act.after_commit")
	s.bell.Poke()
	return out, nil
}

func (ch *change) handOverTask(ctx context.Context, to gov.PostID) (Outcome, error) {
	if _, err := ch.pack(ctx); err != nil {
		return Outcome{}, err
	}
	ch.move = policies.Move{Verb: gov.VerbHandOver, Overrule: true, Reason: true}
	if err := ch.judge(ctx); err != nil {
		if gov.CodeOf(err) == gov.CodeForbidden {
			err = orRefusal(ch.knows(ctx, ch.c.ID), err)
		}
		return Outcome{}, err
	}
	t, err := ch.tx.Read.LockTask(ctx, ch.cmd.Task)
	if err != nil {
		return Outcome{}, err
	}
	if t.State != "open" {
		e := gov.Refuse(gov.CodeTaskClosed, "이미 처리되었거나 취소된 과업은 넘길 수 없습니다.", "the task is no longer open")
		e.State = ch.c.State
		return Outcome{}, e
	}
	if err := ch.mayHandOver(ctx, t, to); err != nil {
		return Outcome{}, err
	}
	ch.to, ch.seq, ch.only = ch.c.State, ch.c.Seq+1, true
	if err := ch.giveTask(ctx, t, to); err != nil {
		return Outcome{}, err
	}
	return ch.write(ctx)
}

// mayHandOver answers whether the task may go to the post. A signature, a vote, a score or an opinion belongs to the
// post or person whom the rules named (행정업무의 운영 및 혁신에 관한 규정 제10조, 제67조); work of an office outside
// stays there.
func (ch *change) mayHandOver(ctx context.Context, t db.Task, to gov.PostID) error {
	post, err := ch.tx.Read.ViewPostOn(ctx, db.ViewPostOnParams{ID: to, Day: ch.now.today})
	if errors.Is(store.Interpret(err), gov.ErrNotFound) {
		return invalid("post", "오늘 날짜의 직제에 없는 직위입니다.", "no such post is in force today")
	}
	if err != nil {
		return err
	}
	role := ch.machine.RoleOf(t.Kind)
	switch {
	case role.Personal():
		return gov.Refusef(gov.CodeForbidden, "%[1]s의 과업은 다른 직위로 넘길 수 없습니다. 대결 또는 위원 교체로 처리하십시오.",
			"a task of role %[2]s cannot change hands", roleName(role), role)
	case role == policies.RoleOtherOfficer && post.UnitID != ch.c.OtherUnit:
		return gov.Refuse(gov.CodeForbidden, "상대 기관의 과업은 그 기관 안에서만 넘길 수 있습니다.",
			"a task of an outside office stays in that office")
	}
	return nil
}

// giveTask replaces who may act and tells the new holder.
func (ch *change) giveTask(ctx context.Context, t db.Task, to gov.PostID) error {
	w := ch.tx.Write
	if err := w.LapseHandedOver(ctx, db.LapseHandedOverParams{TaskID: t.ID, EndedOn: ch.now.today}); err != nil {
		return err
	}
	if err := w.ReplaceTaskActors(ctx, t.ID); err != nil {
		return err
	}
	if err := w.InsertTaskPost(ctx, db.InsertTaskPostParams{TaskID: t.ID, PostID: to}); err != nil {
		return err
	}
	ch.note("task", t.ID.String())
	ch.note("post", string(to))
	return ch.notifyHandedOver(ctx, t)
}

func (ch *change) notifyHandedOver(ctx context.Context, t db.Task) error {
	p := taskPlan{spec: policies.TaskSpec{Kind: t.Kind}, due: due{operative: t.DueOperative, legal: t.DueLegal}}
	return ch.notifyTask(ctx, t.ID, t.Title, p)
}
