package cases

import (
	"context"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
)

// Sink is the mail that a rehearsal has received instead of the people it was for; internal/mailbox reads it, cmd wires
// it in.
type Sink interface {
	// Mails lists what has arrived, latest first.
	Mails(ctx context.Context, f SinkFilter) (MailPage, error)
	// Mail opens one mail, gov.CodeNotFound where there is none of that id.
	Mail(ctx context.Context, id string) (MailDetail, error)
}

// SinkFilter narrows a list of mails.
type SinkFilter struct {
	To     string // address; empty: to anybody
	Notice string // id of the notice; empty: any
	After  string // id of the last mail of the page before
	Limit  int
}

// MailItem is a mail as a mailbox lists it.
type MailItem struct {
	ID      string         `json:"id"`
	At      string         `json:"at" format:"date-time" doc:"When it arrived"`
	To      []string       `json:"to" nullable:"false" doc:"Addresses that were accepted"`
	Subject string         `json:"subject"`
	Notice  string         `json:"notice,omitempty" doc:"Id of the notice it is the mail of"`
	Kind    gov.NoticeKind `json:"kind,omitempty" doc:"Kind of that notice" example:"assigned"`
	Person  string         `json:"person,omitempty" doc:"Slug of whom the notice is for"`
	Name    string         `json:"name,omitempty" doc:"Name of whom the notice is for"`
}

// MailPage is one page of mails, latest first.
type MailPage struct {
	Mails []MailItem `json:"mails" nullable:"false"`
	Next  string     `json:"next,omitempty" doc:"Cursor of the next page; absent on the last"`
}

// MailDetail is a mail as it was received.
type MailDetail struct {
	MailItem

	From     string       `json:"from" doc:"The return path"`
	Headers  []MailHeader `json:"headers" nullable:"false" doc:"As they stand in the mail, decoded"`
	Text     string       `json:"text" doc:"The part for reading"`
	HTML     string       `json:"html" doc:"The page, as it was sent"`
	Calendar string       `json:"calendar,omitempty" doc:"The invitation, where there is one"`
	Files    []MailFile   `json:"files" nullable:"false" doc:"What is attached"`
	Fault    string       `json:"fault,omitempty" doc:"Why not all of it could be read"`
}

// MailHeader is a header of a mail.
type MailHeader struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// MailFile is an attachment.
type MailFile struct {
	Name string `json:"name"`
	Type string `json:"type" example:"text/calendar"`
	Size int    `json:"size" doc:"In bytes"`
}

// MailFilter narrows the list of a rehearsal's mails.
type MailFilter struct {
	Person string // slug of the recipient
	Notice gov.NoticeID
	After  string
	Limit  int
}

// SetSink wires the mailbox of a rehearsal.
func (s *Service) SetSink(sink Sink) { s.sink = sink }

// Mails lists what a rehearsal has mailed. In a real installation mail is nobody's but its recipient's: rehearsal_only.
func (s *Service) Mails(ctx context.Context, f MailFilter) (MailPage, error) {
	if err := s.mayOpenMail(); err != nil {
		return MailPage{}, err
	}
	if f.After != "" {
		if _, err := gov.ParseID[struct{}](f.After); err != nil {
			return MailPage{}, badCursor()
		}
	}
	q := db.New(s.pool)
	asked := SinkFilter{After: f.After, Limit: f.Limit}
	if !f.Notice.IsZero() {
		asked.Notice = f.Notice.String()
	}
	if f.Person != "" {
		email, err := q.ViewEmailOf(ctx, f.Person)
		if err = store.Interpret(err); gov.CodeOf(err) == gov.CodeNotFound {
			return MailPage{}, invalid("person", "등록되지 않은 사람입니다. 사람의 식별자를 확인하십시오.", "no such person is registered")
		}
		if err != nil {
			return MailPage{}, err
		}
		asked.To = email
	}
	page, err := s.sink.Mails(ctx, asked)
	if err != nil {
		return MailPage{}, err
	}
	return page, addressed(ctx, q, page.Mails)
}

// Mail opens one mail of a rehearsal.
func (s *Service) Mail(ctx context.Context, id string) (MailDetail, error) {
	if err := s.mayOpenMail(); err != nil {
		return MailDetail{}, err
	}
	mail, err := s.sink.Mail(ctx, id)
	if err != nil {
		return MailDetail{}, err
	}
	items := []MailItem{mail.MailItem}
	err = addressed(ctx, db.New(s.pool), items)
	mail.MailItem = items[0]
	return mail, err
}

func (s *Service) mayOpenMail() error {
	if s.rehearsal && s.sink != nil {
		return nil
	}
	return gov.Refuse(gov.CodeRehearsalOnly, "우편함은 메일을 스스로 받는 연습 설치에서만 볼 수 있습니다. 알림 대장을 보십시오.",
		"only a rehearsal that receives its own mail has a mailbox; see the ledger of notices")
}

// addressed says of each mail which notice it is of, and whom that was for.
func addressed(ctx context.Context, q *db.Queries, mails []MailItem) error {
	var ids []gov.NoticeID
	for _, m := range mails {
		if id, err := gov.ParseID[struct{}](m.Notice); err == nil {
			ids = append(ids, gov.NoticeID(id))
		}
	}
	rows, err := q.ViewMailedNotices(ctx, uids(ids))
	if err != nil {
		return store.Interpret(err)
	}
	of := make(map[string]db.ViewMailedNoticesRow, len(rows))
	for _, r := range rows {
		of[r.ID.String()] = r
	}
	for i, m := range mails {
		n := of[m.Notice]
		mails[i].Kind, mails[i].Person, mails[i].Name = n.Kind, n.Person, n.Name
	}
	return nil
}
