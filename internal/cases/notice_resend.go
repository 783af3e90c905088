package cases

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5/pgtype"

	"gyeol/gov"
	"gyeol/internal/ledger"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
)

// ResendNotice asks for a notice to be sent once more.
type ResendNotice struct {
	Notice gov.NoticeID
	Reason string // always needed
	Key    string // idempotency key
	Source string // the network address of the caller, for the record of refusals
}

// ResendNotice writes a new notice in place of one that left or should have: the same recipient and cause, with what
// its task and its meeting say now. For coordinators and whoever answers for the process of its case. The same request
// under the same key is done once.
func (s *Service) ResendNotice(ctx context.Context, actor Actor, r ResendNotice) (NoticeDetail, error) {
	id, err := s.resendOnce(ctx, actor, r)
	if err != nil {
		return NoticeDetail{}, s.refusedOn(ctx, actor, err, Refusal{
			SubjectKind: "notice", Subject: r.Notice.String(), Operation: "resend-notice", Source: r.Source,
		})
	}
	return s.Notice(ctx, actor, id)
}

func (r ResendNotice) check() error {
	if err := (Command{Key: r.Key, Case: gov.NewCaseID(), Reason: r.Reason}).check(); err != nil {
		return err
	}
	if strings.TrimSpace(r.Reason) == "" {
		return gov.Refuse(gov.CodeReasonRequired, "다시 보내는 사유를 적으십시오.", "say why it is sent again")
	}
	if len([]rune(r.Reason)) > 1000 {
		return invalid("reason", "사유는 1,000자 이하로 적으십시오.", "at most 1,000 characters")
	}
	return nil
}

func (s *Service) resendOnce(ctx context.Context, actor Actor, r ResendNotice) (gov.NoticeID, error) {
	var id gov.NoticeID
	if err := r.check(); err != nil {
		return id, err
	}
	key := keyedBy(actor, r.Key, "notice_resend", r.Notice.String(), r.Reason)
	err := store.InTx(ctx, s.pool, func(tx *store.Tx) error {
		if err := tx.Read.LockKey(ctx, key.id); err != nil {
			return err
		}
		known, done, err := key.kept(ctx, tx.Read)
		if err != nil {
			return err
		}
		if done {
			return id.UnmarshalText([]byte(known))
		}
		id, err = s.resend(ctx, tx, actor, resending{ResendNotice: r, key: key})
		return err
	})
	return id, err
}

// resending is a request with the place where its key is kept.
type resending struct {
	ResendNotice

	key keyed
}

func (s *Service) resend(ctx context.Context, tx *store.Tx, actor Actor, r resending) (gov.NoticeID, error) {
	id := gov.NewNoticeID()
	clock, err := s.clock(ctx, tx)
	if err != nil {
		return id, err
	}
	n, err := tx.Read.ViewNotice(ctx, r.Notice)
	if err != nil {
		return id, err
	}
	v, err := s.viewerOf(ctx, tx.Read, actor)
	if err != nil {
		return id, err
	}
	if err := v.mayResend(n); err != nil {
		return id, err
	}
	params, kind, err := afresh(ctx, tx.Read, n, clock.today)
	if err != nil {
		return id, err
	}
	if err := tx.Write.ResendNotice(ctx, db.ResendNoticeParams{
		ID: uid(id), Kind: kind, OfficeDate: clock.today, SendOn: s.rules.Calendar().NextWorkingDay(clock.today), Params: params,
		ResentBy: actor.Person, ResendReason: r.Reason, ResentOf: n.ID,
	}); err != nil {
		return id, err
	}
	return id, ledger.Write(ctx, tx.Write, ledger.Entry{
		Kind: ledger.KindNotice, SubjectKind: r.key.kind, SubjectID: r.key.id, At: clock.at, OfficeDate: clock.today,
		Body: map[string]any{
			"actor": actor.key(), "notice": n.ID.String(), "id": id.String(), "reason": r.Reason, "request": r.key.request,
		},
	})
}

// mayResend answers who may, and then whether the notice is one to be sent again.
func (v viewer) mayResend(n db.ViewNoticeRow) error {
	if !v.has("coordinator") && !v.answersFor(n) {
		if !v.mayRead(n) {
			return gov.ErrNotFound
		}
		e := gov.Refuse(gov.CodeForbidden, "알림은 총괄 담당이나 그 절차의 책임자만 다시 보낼 수 있습니다.",
			"only a coordinator or the owner of the process may send a notice again")
		e.Reasons = []gov.Reason{lacksDuty("coordinator")}
		return e
	}
	if !slices.Contains([]gov.NoticeState{gov.NoticeSent, gov.NoticeUnknown, gov.NoticeFailed, gov.NoticeBounced}, n.State) {
		if in := toldIn(n.StateReason); !in.IsZero() {
			return gov.Refusef(gov.CodeActNotOpen, "이 알림은 다른 알림에 모아 전달되었습니다. 그 알림(%s)을 다시 보내십시오.",
				"it was told by notice %s; send that one again", in)
		}
		return gov.Refusef(gov.CodeActNotOpen, "아직 나가지 않았거나 보내지 않기로 한 알림입니다(%s). 다시 보낼 수 없습니다.",
			"the notice is %[2]s and cannot be sent again", n.State.Korean(), n.State)
	}
	if n.Kind == gov.NoticeInvited || n.Kind == gov.NoticeSignInCode {
		return gov.Refuse(gov.CodeActNotOpen, "초대 메일은 다시 보내지 않습니다. 위원을 새로 초대하면 새 링크가 나갑니다.",
			"invite the member anew: he gets another link")
	}
	if n.TaskState == "cancelled" || (n.TaskState == "done" && !n.Legal) {
		return taskOver()
	}
	return nil
}

func taskOver() error {
	return gov.Refuse(gov.CodeTaskClosed, "이미 끝난 업무의 알림입니다. 다시 보낼 필요가 없습니다.",
		"what the notice asks for has been done or withdrawn")
}

// afresh is what a notice tells, as its task, its meeting or its items stand on a day; a reminder says how late it is
// then.
func afresh(ctx context.Context, q *db.Queries, n db.ViewNoticeRow, on gov.Date) (json.RawMessage, gov.NoticeKind, error) {
	var p gov.NoticeParams
	if err := json.Unmarshal(n.Params, &p); err != nil {
		return nil, "", fmt.Errorf("read what a notice tells: %w", err)
	}
	if err := freshTasks(ctx, q, n.TaskID, &p); err != nil {
		return nil, "", err
	}
	if err := freshMeeting(ctx, q, n.CaseID, &p); err != nil {
		return nil, "", err
	}
	for i := range p.Items {
		p.Items[i].Kind = reminderOn(on, p.Items[i].Kind, p.Items[i].DueOperative)
	}
	out, err := json.Marshal(p)
	if err != nil {
		return nil, "", fmt.Errorf("write what a notice tells: %w", err)
	}
	return out, reminderOn(on, n.Kind, p.DueOperative), nil
}

// reminderOn is the reminder that a date asks for on a day; other notices stay what they are.
func reminderOn(day gov.Date, kind gov.NoticeKind, due gov.Date) gov.NoticeKind {
	if due.IsZero() || !slices.Contains([]gov.NoticeKind{gov.NoticeDueSoon, gov.NoticeDueToday, gov.NoticeOverdue}, kind) {
		return kind
	}
	switch due.Compare(day) {
	case -1:
		return gov.NoticeOverdue
	case 0:
		return gov.NoticeDueToday
	}
	return gov.NoticeDueSoon
}

// freshTasks gives the task and every item its present title and dates; what is done leaves a digest, and a digest of
// which nothing is left has no more to say.
func freshTasks(ctx context.Context, q *db.Queries, task gov.TaskID, p *gov.NoticeParams) error {
	ids := []pgtype.UUID{uid(task)}
	for _, i := range p.Items {
		ids = append(ids, uid(i.TaskID))
	}
	rows, err := q.TasksNow(ctx, ids)
	if err != nil {
		return err
	}
	tasks := map[gov.TaskID]db.TasksNowRow{}
	for _, t := range rows {
		tasks[t.ID] = t
	}
	if t, ok := tasks[task]; ok {
		p.Title, p.DueOperative, p.DueLegal = t.Title, t.DueOperative, t.DueLegal
	}
	if len(p.Items) == 0 {
		return nil
	}
	p.Items = slices.DeleteFunc(p.Items, func(i gov.NoticeItem) bool {
		t, ok := tasks[i.TaskID]
		return ok && t.State != "open"
	})
	if len(p.Items) == 0 {
		return taskOver()
	}
	for i := range p.Items {
		if t, ok := tasks[p.Items[i].TaskID]; ok {
			p.Items[i].Title, p.Items[i].DueOperative, p.Items[i].DueLegal = t.Title, t.DueOperative, t.DueLegal
			p.Items[i].Closed = t.Closed
		}
	}
	return nil
}

// freshMeeting reads the meeting anew, with its agenda where the notice told one.
func freshMeeting(ctx context.Context, q *db.Queries, file gov.CaseID, p *gov.NoticeParams) error {
	if p.Meeting == nil {
		return nil
	}
	m, err := q.MeetingNow(ctx, file)
	if err != nil {
		return err
	}
	p.Meeting.Body, p.Meeting.HoldOn, p.Meeting.Place = m.Name, m.HoldOn, m.Place
	if len(p.Meeting.Items) == 0 {
		return nil
	}
	items, err := q.AgendaOf(ctx, file)
	if err != nil {
		return err
	}
	p.Meeting.Items = p.Meeting.Items[:0]
	for _, i := range items {
		p.Meeting.Items = append(p.Meeting.Items, i.Title)
	}
	return nil
}
