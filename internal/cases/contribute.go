package cases

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"gyeol/gov"
	"gyeol/internal/ledger"
	"gyeol/internal/store/db"
)

// contribution verbs add to a case without moving it (design §2.2).
var contributionVerbs = []gov.Verb{
	gov.VerbSaveRow, gov.VerbAttend, gov.VerbBallot, gov.VerbScore, gov.VerbComment, gov.VerbRead,
	gov.VerbArrive, gov.VerbReplies, gov.VerbAssignRows, gov.VerbAddRow, gov.VerbRemoveRow, gov.VerbRecordEvent,
	gov.VerbWithdrawEvent, gov.VerbAnswerRow, gov.VerbAttach, gov.VerbDetach, gov.VerbFixCopy, gov.VerbReleaseCopy,
	gov.VerbReclassify,
}

func isContribution(v gov.Verb) bool { return slices.Contains(contributionVerbs, v) }

// given is what a contribution handler establishes: the item it is about, its revision, and whether it settles the
// contributor's own task.
type given struct {
	item     string
	revision int32
	done     bool
}

// contributor writes a contribution's own rows under FOR SHARE on the case.
type contributor func(ctx context.Context, ch *change) (given, error)

// contribute records a contribution: no act number, no wake, its own unique key.
func (ch *change) contribute(ctx context.Context) (Outcome, error) {
	if ch.task == nil {
		return Outcome{}, onlyOnTask()
	}
	if !ch.machine.MayContribute(ch.c.State, ch.cmd.Verb) || !slices.Contains(ch.task.Verbs, string(ch.cmd.Verb)) {
		return Outcome{}, notOpen(ch.machine, ch.c.State, ch.cmd.Verb)
	}
	if err := ch.unchanged(ctx); err != nil {
		return Outcome{}, err
	}
	if err := ch.readBare(); err != nil {
		return Outcome{}, err
	}
	if err := ch.setApart(); err != nil {
		return Outcome{}, err
	}
	h := contributors[ch.c.Kind][ch.cmd.Verb]
	if h == nil {
		return Outcome{}, fmt.Errorf("no contributor for %s %s", ch.c.Kind, ch.cmd.Verb)
	}
	g, err := h(ctx, ch)
	if err != nil {
		return Outcome{}, err
	}
	if g.done {
		if err := ch.tx.Write.CloseTask(ctx, db.CloseTaskParams{ID: ch.task.ID, ClosedOn: ch.now.today}); err != nil {
			return Outcome{}, err
		}
	}
	ch.to = ch.c.State
	out := ch.outcome(ch.c.State)
	if err := ch.recordContribution(ctx, g, out); err != nil {
		return Outcome{}, err
	}
	return out, ch.tell(ctx)
}

func (ch *change) recordContribution(ctx context.Context, g given, out Outcome) error {
	out, err := ch.apart.part(out)
	if err != nil {
		return err
	}
	outcome, err := json.Marshal(out)
	if err != nil {
		return fmt.Errorf("write an outcome: %w", err)
	}
	id := gov.NewContributionID()
	if err := ch.tx.Write.InsertContribution(ctx, db.InsertContributionParams{
		ID: id, CaseID: ch.c.ID, Verb: ch.cmd.Verb, Item: g.item, Revision: g.revision, Actor: ch.actor.key(),
		PersonID: ch.actor.Person, PostID: ch.post, Key: ch.cmd.Key, RequestHash: ch.request(),
		TaskKey: ch.taskKey(), Body: ch.kept(), Outcome: outcome, OfficeDate: ch.now.today, At: ch.now.at,
	}); err != nil {
		return err
	}
	told := ch.cmd
	told.Reason = "" // a contribution keeps its body alone
	said, err := ch.said(told)
	if err != nil {
		return err
	}
	entry, err := ledger.WriteAs(ctx, ch.tx.Write, ledger.Entry{
		Kind: ledger.KindContribution, SubjectKind: string(ch.c.Kind), SubjectID: ch.c.ID.String(), Case: ch.c.ID,
		Contribution: id, At: ch.now.at, OfficeDate: ch.now.today,
		Body: map[string]any{
			"verb": string(ch.cmd.Verb), "item": g.item, "revision": g.revision, "actor": ch.actor.key(),
			"post": string(ch.post), "task": ch.taskKey(), "request": hex(ch.request()),
			"said": said,
		},
	})
	if err != nil {
		return err
	}
	return ch.keepApart(ctx, entry, nil, id)
}

// commentGiven is the handler of comments and read receipts, which leave the case and the task as they are.
func commentGiven(ctx context.Context, ch *change) (given, error) {
	if ch.cmd.Verb == gov.VerbRead {
		return given{item: "read"}, nil
	}
	var body CommentBody
	if err := ch.read(&body); err != nil {
		return given{}, err
	}
	if body.Text == "" || len([]rune(body.Text)) > 2000 {
		return given{}, invalid("text", "의견은 1자 이상 2,000자 이하로 적으십시오.", "1 to 2,000 characters")
	}
	return given{item: "comment"}, ch.commentAt(ctx, body)
}

// commentAt refuses a remark at a row or a field that the submission has not.
func (ch *change) commentAt(ctx context.Context, body CommentBody) error {
	if body.Row == "" && body.Field == "" {
		return nil
	}
	if ch.c.Kind != gov.CaseSubmission {
		return invalid("row", "이 사안에는 행이 없습니다.", "this case has no rows")
	}
	return ch.fieldsKnown(ctx, []FieldReason{{Row: body.Row, Field: body.Field, Reason: body.Text}})
}
