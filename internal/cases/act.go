package cases

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"gyeol/gov"
	"gyeol/internal/failpoint"
	"gyeol/internal/ledger"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// Act does one act or contribution. A refusal is a gov.Error; a refusal of a known person is audited. The same command
// under the same key answers with the recorded outcome and changes nothing.
func (s *Service) Act(ctx context.Context, actor Actor, cmd Command) (Outcome, error) {
	if err := cmd.check(); err != nil {
		return Outcome{}, s.refused(ctx, actor, cmd, err)
	}
	var out Outcome
	err := s.decided(ctx, func(tx *store.Tx) error {
		var err error
		out, err = s.act(ctx, tx, actor, cmd)
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

// decided runs fn in a transaction, and once more where it met what another request was writing at the same moment.
// That has been committed since, so the second run sees it: the same request under the same key is answered with its
// outcome, another request under that key is refused for it, and what is there twice is refused for that.
func (s *Service) decided(ctx context.Context, fn func(*store.Tx) error) error {
	err := store.InTx(ctx, s.pool, fn)
	if gov.CodeOf(err) == gov.CodeConflict {
		err = store.InTx(ctx, s.pool, fn)
	}
	return err
}

func (c Command) check() error {
	if c.Key == "" {
		return gov.Refuse(gov.CodeIdempotencyNeeded, "Idempotency-Key 헤더가 필요합니다.", "an Idempotency-Key is needed")
	}
	if c.Task.IsZero() == c.Case.IsZero() {
		return invalid("task", "과업 또는 사안 하나만 지정하십시오.", "name either a task or a case")
	}
	// PostgreSQL keeps no NUL, and JSON may hide one behind an escape.
	if strings.ContainsRune(c.Key, 0) || strings.ContainsRune(c.Reason, 0) || bytes.ContainsRune(c.Body, 0) ||
		bytes.Contains(c.Body, []byte(`\u0000`)) {
		return invalid("body", "NUL 문자는 쓸 수 없습니다.", "the NUL character cannot be kept")
	}
	if len(c.Body) > 0 && !json.Valid(c.Body) {
		return invalidBody(errNotJSON)
	}
	return nil
}

func (s *Service) act(ctx context.Context, tx *store.Tx, actor Actor, cmd Command) (Outcome, error) {
	ch, err := s.begin(ctx, tx, actor, cmd)
	if err != nil {
		return Outcome{}, err
	}
	if known, err := ch.known(ctx); err != nil || known != nil {
		return deref(known), err
	}
	if err := ch.standing(ctx); err != nil {
		return Outcome{}, err
	}
	if isContribution(cmd.Verb) {
		return ch.contribute(ctx)
	}
	move, ok := ch.machine.Find(ch.c.State, cmd.Verb)
	if _, known := besideForms[cmd.Verb]; !ok && known {
		move, ok = ch.machine.Beside(ch.c.State, cmd.Verb)
	}
	if !ok {
		return Outcome{}, notOpen(ch.machine, ch.c.State, cmd.Verb)
	}
	ch.move, ch.to = move, move.To[0]
	if err := ch.setApart(); err != nil {
		return Outcome{}, err
	}
	if err := ch.judge(ctx); err != nil {
		return Outcome{}, err
	}
	if err := ch.readBare(); err != nil {
		return Outcome{}, err
	}
	if move.NewRound {
		ch.c.Round++
		ch.paper.turn()
	}
	ch.seq = ch.c.Seq + 1
	if h := handlerOf(ch.c.Kind, cmd.Verb); h != nil {
		if err := h(ctx, ch); err != nil {
			return Outcome{}, err
		}
	}
	return ch.write(ctx)
}

// begin locks the case in the strength its verb needs, then the task, and reads what every act needs, all in one round
// trip. The task is locked before the key is looked up: contributions only share the case, and of two with one key the
// second must see what the first recorded.
func (s *Service) begin(ctx context.Context, tx *store.Tx, actor Actor, cmd Command) (*change, error) {
	ch := &change{svc: s, tx: tx, actor: actor, cmd: cmd}
	var held []db.HoldingsOfRow
	var asks []store.Ask
	if s.rehearsal || cmd.Task.IsZero() { // a real office has its time with the task
		asks = append(asks, s.askClock(ctx, &ch.now))
	}
	asks = append(asks, ch.askCase(ctx))
	if !cmd.Task.IsZero() {
		asks = append(asks, ch.askDated(ctx)...)
		asks = append(asks, ch.askTask(ctx), ch.askActors(ctx))
	}
	if !actor.System {
		asks = append(asks, func(q *db.Queries) (err error) { held, err = q.HoldingsOf(ctx, actor.Person); return err })
	}
	asks = append(asks, ch.askKnown(ctx))
	asks = append(asks, ch.askRow(ctx)...)
	if err := tx.Together(ctx, append(asks, ch.askPaper(ctx)...)...); err != nil {
		return nil, err
	}
	for _, h := range held {
		if !ch.now.today.Before(h.ValidFrom) && (h.ValidTo.IsZero() || !h.ValidTo.Before(ch.now.today)) {
			ch.actor.posts = append(ch.actor.posts, h.PostID)
		}
	}
	if err := s.keepUp(ctx, tx.Read, ch.now.calendar); err != nil {
		return nil, err
	}
	ch.began = true
	if ch.machine = policies.MachineOf(ch.c.Kind); ch.machine == nil {
		return nil, fmt.Errorf("case %s: no machine for kind %q", ch.c.ID, ch.c.Kind)
	}
	_, err := ch.pack(ctx)
	return ch, err
}

// askCase locks the case of the command: for an act alone, for a contribution together with others.
func (ch *change) askCase(ctx context.Context) store.Ask {
	return func(q *db.Queries) (err error) {
		switch share := isContribution(ch.cmd.Verb); {
		case share && ch.cmd.Task.IsZero():
			ch.c, err = q.ShareCase(ctx, ch.cmd.Case)
		case share:
			ch.c, err = q.ShareCaseOfTask(ctx, ch.cmd.Task)
		case ch.cmd.Task.IsZero():
			ch.c, err = q.LockCase(ctx, ch.cmd.Case)
		default:
			ch.c, err = q.LockCaseOfTask(ctx, ch.cmd.Task)
		}
		return err
	}
}

// askTask locks the task of the command, and askActors reads who may act on it, under that lock.
func (ch *change) askTask(ctx context.Context) store.Ask {
	return func(q *db.Queries) error {
		row, err := q.LockTaskNow(ctx, ch.cmd.Task)
		if err != nil {
			return err
		}
		ch.held = row.Task
		if !ch.svc.rehearsal {
			ch.now = now{at: row.At, today: gov.DateIn(row.At), calendar: row.Calendar}
		}
		return nil
	}
}

func (ch *change) askActors(ctx context.Context) store.Ask {
	return func(q *db.Queries) (err error) { ch.actors, err = q.TaskActors(ctx, ch.cmd.Task); return err }
}

// askKnown looks for what the actor did under the key.
func (ch *change) askKnown(ctx context.Context) store.Ask {
	return func(q *db.Queries) error {
		row, err := q.KnownAct(ctx, db.KnownActParams{Actor: ch.actor.key(), Key: ch.cmd.Key})
		if errors.Is(store.Interpret(err), gov.ErrNotFound) {
			return nil
		}
		if ch.past = &row; err != nil {
			ch.past = nil
		}
		return err
	}
}

// known answers a used key: the recorded outcome for the same request, a refusal for another.
func (ch *change) known(ctx context.Context) (*Outcome, error) {
	if !ch.began {
		if err := ch.askKnown(ctx)(ch.tx.Read); err != nil {
			return nil, err
		}
	}
	if ch.past == nil {
		return nil, nil //nolint:nilnil // "not known" is an answer of its own here
	}
	asked := ch.cmd.requestHash()
	if ch.past.Salt != nil {
		asked = underSalt(ch.past.Salt, asked)
	}
	if !bytes.Equal(ch.past.RequestHash, asked) {
		return nil, keyReused()
	}
	var out Outcome
	if err := json.Unmarshal(ch.past.Outcome, &out); err != nil {
		return nil, fmt.Errorf("read a recorded outcome: %w", err)
	}
	out.Replayed = true
	return &out, nil
}

func deref(o *Outcome) Outcome {
	if o == nil {
		return Outcome{}
	}
	return *o
}

// write records the act and everything that follows from it inside the database.
func (ch *change) write(ctx context.Context) (Outcome, error) {
	from := ch.c.State
	if err := ch.turnTasks(ctx); err != nil {
		return Outcome{}, err
	}
	if err := ch.count(ctx, from); err != nil {
		return Outcome{}, err
	}
	if ch.move.Wakes || ch.ring {
		if err := ch.tx.Write.InsertWake(ctx, db.InsertWakeParams{ProcessID: ch.c.ProcessID, Cause: ch.cause()}); err != nil {
			return Outcome{}, err
		}
	}
	out := ch.outcome(from)
	if err := ch.record(ctx, from, out); err != nil {
		return Outcome{}, err
	}
	return out, nil
}

func (ch *change) outcome(from gov.State) Outcome {
	out := Outcome{
		Case: ch.c.ID, Kind: ch.c.Kind, Seq: ch.seq, Verb: ch.cmd.Verb, From: from, State: ch.to, Round: ch.c.Round,
		Revision: ch.c.Revision, OfficeDate: ch.now.today, Opened: ch.opened, Result: ch.result,
	}
	out.DocumentNumber, out.PolicyNumber = ch.documentNumber, ch.policyNumber
	out.ETag = gov.ETag{Seq: max(ch.c.Seq, ch.seq), Revision: ch.c.Revision}.String()
	return out
}

func (ch *change) cause() string { return fmt.Sprintf("%s %s", ch.c.Kind, ch.cmd.Verb) }

// count keeps the stage counter of counted kinds; the last case that closes rings the process.
func (ch *change) count(ctx context.Context, from gov.State) error {
	if !ch.machine.Counted || ch.c.StageID.IsZero() {
		return nil
	}
	was, is := ch.machine.IsFinal(from), ch.machine.IsFinal(ch.to)
	switch {
	case !was && is:
		return ch.tx.Write.FinishCounted(ctx, db.FinishCountedParams{
			StageID: ch.c.StageID, ProcessID: ch.c.ProcessID, Cause: "last case closed",
		})
	case was && !is:
		return ch.tx.Write.ReopenCounted(ctx, ch.c.StageID)
	}
	return nil
}

// record writes case, act, decision and audit entry.
func (ch *change) record(ctx context.Context, from gov.State, out Outcome) error {
	out, err := ch.apart.part(out)
	if err != nil {
		return err
	}
	outcome, err := json.Marshal(out)
	if err != nil {
		return fmt.Errorf("write an outcome: %w", err)
	}
	if err := ch.tellWatchers(ctx); err != nil {
		return err
	}
	entry, err := ch.entry(from)
	if err != nil {
		return err
	}
	proof, err := ledger.Prove(entry)
	if err != nil {
		return err
	}
	row := ch.actRow(from, outcome)
	row.AuditID, row.SubjectKind = gov.NewAuditID(), entry.SubjectKind
	row.AuditHash, row.AuditSalt, row.AuditBody = proof.Hash, proof.Salt, proof.Body
	if d := ch.decision; d != nil {
		row.Decides, row.Role, row.Cell, row.DecidedHash, row.Opinion = true, d.role, d.cell, d.hashSeen, d.opinion
	}
	if err := ch.tx.Write.RecordAct(ctx, row); err != nil {
		return err
	}
	if err := ch.keepApart(ctx, row.AuditID, &row.Seq, gov.ContributionID{}); err != nil {
		return err
	}
	return ch.tell(ctx)
}

func (ch *change) actRow(from gov.State, outcome []byte) db.RecordActParams {
	var closed gov.Date
	if ch.machine.IsFinal(ch.to) {
		if closed = ch.c.ClosedOn; closed.IsZero() { // what is done to an ended case does not end it again
			closed = ch.now.today
		}
	}
	return db.RecordActParams{
		CaseID: ch.c.ID, Seq: ch.seq, Verb: ch.cmd.Verb, FromState: from, ToState: ch.to, Round: ch.c.Round,
		Revision: ch.c.Revision, ContentHash: ch.c.ContentHash, ClosedOn: closed,
		Actor: ch.actor.key(), PersonID: ch.actor.Person, PostID: ch.post, Key: ch.cmd.Key,
		RequestHash: ch.request(), TaskKey: ch.taskKey(), Reason: ch.aloud(), Body: ch.kept(),
		HashSeen: ch.cmd.HashSeen, Outcome: outcome, OfficeDate: ch.now.today, At: ch.now.at,
	}
}

func (ch *change) entry(from gov.State) (ledger.Entry, error) {
	said, err := ch.said(ch.cmd)
	return ledger.Entry{
		Kind: ledger.KindAct, SubjectKind: string(ch.c.Kind), SubjectID: ch.c.ID.String(), Case: ch.c.ID, Seq: ch.seq,
		At: ch.now.at, OfficeDate: ch.now.today,
		Body: map[string]any{
			"verb": string(ch.cmd.Verb), "seq": ch.seq, "round": ch.c.Round, "from": string(from), "to": string(ch.to),
			"actor": ch.actor.key(), "post": string(ch.post), "task": ch.taskKey(),
			"request": hex(ch.request()), "said": said,
		},
	}, err
}
