package cases

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5/pgtype"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// NoticeItem is a notice and its fate.
type NoticeItem struct {
	ID         gov.NoticeID    `json:"id"`
	Kind       gov.NoticeKind  `json:"kind" example:"assigned"`
	KindText   string          `json:"kind_text" doc:"The kind as an office says it" example:"새 업무"`
	Person     string          `json:"person" doc:"Slug"`
	Name       string          `json:"name" doc:"Name of the recipient" example:"강남구 평생교육 담당"`
	Case       gov.CaseID      `json:"case,omitzero"`
	Task       gov.TaskID      `json:"task,omitzero"`
	OfficeDate gov.Date        `json:"office_date"`
	SendOn     gov.Date        `json:"send_on" doc:"Never a day on which the office is closed"`
	State      string          `json:"state" enum:"queued,held,claimed,sent,unknown,failed,bounced,suppressed" example:"sent"`
	StateText  string          `json:"state_text" doc:"The state as an office says it" example:"발송됨"`
	Why        string          `json:"state_reason,omitempty"`
	Legal      bool            `json:"legal" doc:"The law asks for it: sent at least once"`
	Attempts   int32           `json:"attempts" doc:"How often it was claimed"`
	Template   string          `json:"template,omitempty" doc:"Language, kind and version of the text it left with" example:"ko/assigned@0123456789ab"`
	ResentOf   gov.NoticeID    `json:"resent_of,omitzero" doc:"The notice that this one repeats"`
	Params     json.RawMessage `json:"params" doc:"What it tells; of a closed paper neither title nor reason"`
	CreatedAt  string          `json:"created_at" format:"date-time"`
	SentAt     string          `json:"sent_at,omitempty" format:"date-time"`
}

// NoticePage is one page of notices, latest first.
type NoticePage struct {
	Notices []NoticeItem `json:"notices" nullable:"false"`
	Next    string       `json:"next,omitempty"`
}

// NoticeFilter narrows a list of notices.
type NoticeFilter struct {
	All    bool // of everybody; for coordinators and auditors, and of one case for the owner of its process
	State  string
	Kind   gov.NoticeKind
	Person string     // slug of the recipient
	Post   gov.PostID // held by the recipient on the notice's day
	Case   gov.CaseID
	Task   gov.TaskID
	Day    gov.Date // office date on which it was written
	After  string
	Limit  int
}

func (f NoticeFilter) params() db.ViewNoticesParams {
	return db.ViewNoticesParams{
		Everything: f.All, State: f.State, Kind: string(f.Kind), Slug: f.Person, Post: string(f.Post),
		OfCase: pgtype.UUID{Bytes: f.Case, Valid: !f.Case.IsZero()},
		OfTask: pgtype.UUID{Bytes: f.Task, Valid: !f.Task.IsZero()},
		Day:    f.Day, BeforeID: everyID, N: int32(f.Limit) + 1,
	}
}

// ListNotices lists notices: one's own, or everybody's for those who answer for them.
func (s *Service) ListNotices(ctx context.Context, actor Actor, f NoticeFilter) (NoticePage, error) {
	page := NoticePage{Notices: []NoticeItem{}}
	r, err := s.read(ctx, actor)
	if err != nil {
		return page, err
	}
	if err := r.mayList(ctx, f); err != nil {
		return page, err
	}
	p := f.params()
	p.Person = r.v.person
	if f.After != "" {
		at, id, err := placeAt(f.After)
		if err != nil {
			return page, err
		}
		p.BeforeAt, p.BeforeID = &at, uid(id)
	}
	rows, err := r.q.ViewNotices(ctx, p)
	if err != nil {
		return page, store.Interpret(err)
	}
	for i, n := range rows {
		if i == f.Limit {
			page.Next = mark(stampText(rows[i-1].CreatedAt), rows[i-1].ID.String())
			break
		}
		item, err := noticeItem(n)
		if err != nil {
			return page, err
		}
		page.Notices = append(page.Notices, item)
	}
	return page, nil
}

// mayList answers whether the viewer may read what he asks for, and whether there is such a recipient.
func (r reading) mayList(ctx context.Context, f NoticeFilter) error {
	if f.All {
		if err := r.v.must(policies.ActReadNotices); err != nil {
			owns, fault := r.owns(ctx, f.Case)
			if fault != nil || !owns {
				return orFault(fault, err)
			}
		}
	}
	for _, holder := range []string{f.Person, string(f.Post)} {
		if err := r.knowsWords(ctx, words{holder: holder}); err != nil {
			return err
		}
	}
	return nil
}

func orFault(fault, refusal error) error {
	if fault != nil {
		return fault
	}
	return refusal
}

// owns reports whether the viewer holds the post that answers for the process of a case.
func (r reading) owns(ctx context.Context, id gov.CaseID) (bool, error) {
	if id.IsZero() {
		return false, nil
	}
	owner, err := r.q.ViewOwnerOfCase(ctx, id)
	if err = store.Interpret(err); gov.CodeOf(err) == gov.CodeNotFound {
		return false, nil
	}
	return owner != "" && slices.Contains(r.v.posts, owner), err
}

func noticeItem(n db.ViewNoticesRow) (NoticeItem, error) {
	params, err := shown(n.Params, n.Closed)
	if err != nil {
		return NoticeItem{}, err
	}
	item := NoticeItem{
		ID: n.ID, Kind: n.Kind, KindText: n.Kind.Korean(), Person: n.Person, Name: n.Name, Case: n.CaseID, Task: n.TaskID,
		OfficeDate: n.OfficeDate, SendOn: n.SendOn, State: string(n.State), StateText: n.State.Korean(), Why: n.StateReason,
		Legal: n.Legal, Attempts: n.Attempts, Template: n.Template, ResentOf: n.ResentOf, Params: params,
		CreatedAt: stampText(n.CreatedAt),
	}
	if n.SentAt != nil {
		item.SentAt = stampText(*n.SentAt)
	}
	return item, nil
}

// closedTitle stands where the title of a closed paper would.
const closedTitle = "비공개 문서"

// shown is what a notice tells as the ledger shows it: of a closed paper as little as its letter.
func shown(raw json.RawMessage, closed bool) (json.RawMessage, error) {
	var p gov.NoticeParams
	if err := json.Unmarshal(raw, &p); err != nil {
		return nil, fmt.Errorf("read what a notice tells: %w", err)
	}
	if p.Closed || closed {
		p.Closed, p.Title, p.Unit, p.Reason, p.Why = true, closedTitle, "", "", nil
		if p.Meeting != nil {
			p.Meeting.Items = nil
		}
	}
	for i := range p.Items {
		if p.Items[i].Closed {
			p.Items[i].Title = closedTitle
		}
	}
	out, err := json.Marshal(p)
	if err != nil {
		return nil, fmt.Errorf("write what a notice tells: %w", err)
	}
	return out, nil
}
