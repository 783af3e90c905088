package cases

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// change is one act on its way: what was read, what was decided, what is to be written. Handlers of a kind read and
// fill it; act.go writes it.
type change struct {
	svc     *Service
	tx      *store.Tx
	now     now
	actor   Actor
	cmd     Command
	c       db.CaseFile
	machine *policies.Machine
	move    policies.Move
	held    db.Task    // the task named by the command, locked
	task    *db.Task   // the same, once it is known to be the actor's
	post    gov.PostID // the post in which the actor acts
	seq     int32

	to             gov.State
	proxy          proxy      // for whom he stands in
	only           bool       // close only the task acted on and open nothing by the table
	keep           bool       // do not even close the task acted on
	plans          []taskPlan // instead of what the table opens in the new state
	planned        bool
	asked          *due            // the due date somebody named in this act
	was            *gov.NoticeWhen // when and where a meeting was to be, before this act moved it
	ring           bool            // ring the process although the move itself does not
	opened         []TaskRef
	notices        []db.NotifyTaskParams // to those whom the new tasks reach, written after the act
	decision       *decided
	documentNumber string
	policyNumber   string
	result         map[string]any

	began  bool // begin has read what every act needs
	past   *db.KnownActRow
	apart  *apart // what is said of a person; nil: nothing is kept apart
	actors []db.TaskActorsRow

	stage *db.Stage // read once by stageRow
	cycle *db.Cycle
	paper paper
	row   *db.RowActedOnRow // of a save, read with the case
}

// decided is what somebody decided in an act, in a cell or a body: the row beside the act.
type decided struct {
	role, cell string
	hashSeen   []byte
	opinion    string
}

// handler is what a kind adds to a verb: it checks the body, writes the kind's own rows and may choose another target
// among those of the move.
type handler func(ctx context.Context, ch *change) error

// handlerOf finds the handler of a verb; a move without one is only a change of state.
func handlerOf(kind gov.CaseKind, verb gov.Verb) handler {
	if h := besideHandlers[verb]; h != nil {
		return h
	}
	return handlers[kind][verb]
}

// standing finds out in which post the actor acts, and whether the task is his and still open.
func (ch *change) standing(ctx context.Context) error {
	if ch.actor.System {
		return nil
	}
	if !ch.began {
		posts, err := ch.tx.Read.PostsOn(ctx, db.PostsOnParams{PersonID: ch.actor.Person, Day: ch.now.today})
		if err != nil {
			return err
		}
		ch.actor.posts = posts
	}
	if ch.cmd.Task.IsZero() {
		return ch.mayKnow(ctx)
	}
	ch.task = &ch.held
	mine := ch.isMine(ch.actors)
	if !mine {
		var err error
		if mine, err = ch.standIn(ctx, ch.actors); err != nil {
			return err
		}
	}
	if !mine {
		return ch.notYours(ctx)
	}
	if ch.task.State != "open" {
		e := gov.Refuse(gov.CodeTaskClosed, "이미 처리되었거나 취소된 과업입니다. 할 일 목록을 새로 확인하십시오.",
			"this task was done or withdrawn meanwhile")
		e.Reasons, e.State = []gov.Reason{policies.WhyClosed(ch.task.State, ch.task.ClosedOn)}, ch.c.State
		return e
	}
	return nil
}

func (ch *change) isMine(actors []db.TaskActorsRow) bool {
	for _, a := range actors {
		if a.PersonID == ch.actor.Person && !a.PersonID.IsZero() {
			return true
		}
		if a.PostID != "" && slices.Contains(ch.actor.posts, a.PostID) {
			ch.post = a.PostID
			return true
		}
	}
	return false
}

// judge answers whether this actor may make this move now.
func (ch *change) judge(ctx context.Context) error {
	if ch.move.System != ch.actor.System && ch.move.System {
		return notOpen(ch.machine, ch.c.State, ch.cmd.Verb)
	}
	if err := ch.permitted(); err != nil {
		return err
	}
	if ch.move.Reason && ch.cmd.Reason == "" {
		return gov.Refuse(gov.CodeReasonRequired, "이 처리는 사유를 적어야 합니다.", "this act needs a reason")
	}
	return ch.unchanged(ctx)
}

// unchanged refuses whoever names a state of the case that is not the present one: somebody was faster. Where that was
// with the text of a document, he is told what became of it.
func (ch *change) unchanged(ctx context.Context) error {
	if ch.cmd.Seen != nil && *ch.cmd.Seen != (gov.ETag{Seq: ch.c.Seq, Revision: ch.c.Revision}) {
		return ch.changed(ctx)
	}
	return nil
}

// permitted answers whether the actor may do this at all; what he may not do he learns nothing about.
func (ch *change) permitted() error {
	if ch.actor.System {
		return nil
	}
	if ch.move.Overrule {
		return ch.mayOverrule()
	}
	if ch.task == nil && !ch.openToCase() {
		return onlyOnTask()
	}
	if ch.task != nil && !policies.OnAnyTask(ch.cmd.Verb) && !slices.Contains(ch.task.Verbs, string(ch.cmd.Verb)) {
		e := gov.Refusef(gov.CodeActNotOpen, "이 과업에서는 ‘%[3]s’ 처리를 할 수 없습니다. 가능한 처리: %[4]s",
			"the act %[1]s is not open on this task; open are %[2]v", ch.cmd.Verb, ch.task.Verbs,
			ch.cmd.Verb.Korean(), gov.KoreanVerbs(ch.task.Verbs))
		e.State = ch.c.State
		return e
	}
	return nil
}

// openToCase lists the few acts that need no task: a drafter withdraws his own document, a secretary moves or cancels a
// meeting that was called, a coordinator opens a cycle.
func (ch *change) openToCase() bool {
	return ch.cmd.Verb == gov.VerbWithdraw || ch.cmd.Verb == gov.VerbPassReview || ch.cmd.Verb == gov.VerbCirculate ||
		ch.cmd.Verb == gov.VerbMoveMeeting || ch.cmd.Verb == gov.VerbCancelMeeting ||
		(ch.c.Kind == gov.CaseCycle && ch.cmd.Verb == gov.VerbOpen)
}

func (ch *change) stale() *gov.Error {
	e := gov.Refusef(gov.CodeStale, "자료가 그 사이 바뀌었습니다(%[1]d번째 처리, 개정 %[2]d). 새로 읽고 다시 처리하십시오.",
		"the case changed since it was read (act %[1]d, revision %[2]d); read it again", ch.c.Seq, ch.c.Revision)
	e.State = ch.c.State
	return e
}

// need refuses unless the actor saw exactly the present content (design §2.6).
func (ch *change) needHash(ctx context.Context) error {
	if len(ch.cmd.HashSeen) == 0 {
		return invalid("content_hash", "확인한 문서의 해시를 함께 보내십시오.", "send the hash of the content you saw")
	}
	if string(ch.cmd.HashSeen) != string(ch.c.ContentHash) {
		return ch.changed(ctx)
	}
	return nil
}

// changed is the refusal of an act on what is no longer the present state, with what has changed in a document since
// the actor last opened it. The text he names says less: a client may name one that he never saw. It counts only where
// he has opened none.
func (ch *change) changed(ctx context.Context) error {
	refusal := ch.stale()
	if ch.c.Kind != gov.CaseDocument {
		return refusal
	}
	seen, err := ch.tx.Read.SeenVersions(ctx, db.SeenVersionsParams{
		CaseID: ch.c.ID, PersonID: ch.actor.Person, HashSeen: ch.cmd.HashSeen, Present: ch.c.ContentHash,
	})
	if err != nil || string(seen.Former) == "null" || string(seen.Present) == "null" {
		return errors.Join(err, refusal)
	}
	if refusal.Changes, err = policies.Difference(seen.Former, seen.Present); err != nil {
		return fmt.Errorf("compare versions: %w", err)
	}
	return refusal
}

func (ch *change) taskKey() string {
	if ch.task == nil {
		return ""
	}
	return ch.task.NaturalKey
}

// stageRow reads the stage of the case once; only cases of a stage have one.
func (ch *change) stageRow(ctx context.Context) (*db.Stage, error) {
	if ch.stage != nil {
		return ch.stage, nil
	}
	if ch.c.StageID.IsZero() {
		return nil, fmt.Errorf("case %s belongs to no stage", ch.c.ID)
	}
	row, err := ch.tx.Read.GetStage(ctx, ch.c.StageID)
	if err != nil {
		return nil, err
	}
	ch.stage = &row
	return ch.stage, nil
}

// cycleRow reads the cycle of the case once; it is nil for a case beside the year.
func (ch *change) cycleRow(ctx context.Context) (*db.Cycle, error) {
	if ch.cycle != nil || ch.c.CycleID.IsZero() {
		return ch.cycle, nil
	}
	row, err := ch.tx.Read.GetCycle(ctx, ch.c.CycleID)
	if err != nil {
		return nil, err
	}
	ch.cycle = &row
	return ch.cycle, nil
}

// note keeps a fact for the outcome.
func (ch *change) note(key string, value any) {
	if ch.result == nil {
		ch.result = map[string]any{}
	}
	ch.result[key] = value
}
