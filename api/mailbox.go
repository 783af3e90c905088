package api

import (
	"context"
	"net/http"

	"gyeol/internal/cases"
)

type listMails struct {
	Page

	Person string `query:"person" maxLength:"100" doc:"Slug of the recipient"`
	Notice string `query:"notice" maxLength:"64" doc:"Id of the notice that was mailed"`
}

type mailPage struct{ Body cases.MailPage }

type oneMail struct{ Body cases.MailDetail }

// mailbox are the operations about the mail that a rehearsal has received instead of its people.
func (s *server) mailbox() {
	add(s, operation{
		id: "list-mails", method: http.MethodGet, path: "/mailbox", tag: "Mailbox",
		summary:  "List the mails that a rehearsal has received, latest first",
		doc:      "For everybody in a rehearsal, where anybody may be played. In a real installation it is 409 rehearsal_only: mail is its recipient's alone.",
		refusals: []int{http.StatusNotFound, http.StatusConflict},
	}, s.listMails)
	add(s, operation{
		id: "get-mail", method: http.MethodGet, path: "/mailbox/{id}", tag: "Mailbox",
		summary:  "Open a mail that a rehearsal has received",
		refusals: []int{http.StatusNotFound, http.StatusConflict},
	}, s.getMail)
}

func (s *server) listMails(ctx context.Context, in *listMails) (*mailPage, error) {
	f := cases.MailFilter{Person: in.Person, After: in.After, Limit: in.Limit}
	if in.Notice != "" {
		var err error
		if f.Notice, err = idOf(in.Notice, parseNotice); err != nil {
			return nil, err
		}
	}
	out, err := s.cases.Mails(ctx, f)
	return &mailPage{Body: out}, err
}

func (s *server) getMail(ctx context.Context, in *IDPath) (*oneMail, error) {
	out, err := s.cases.Mail(ctx, in.ID)
	return &oneMail{Body: out}, err
}
