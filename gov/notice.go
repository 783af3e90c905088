package gov

import "time"

// NoticeParams is what a notice tells, as stored with it. It carries no content of papers: a title, dates and a link,
// and of a closed document not even the title (design §6, Mail).
type NoticeParams struct {
	Title        string         `json:"title"`
	Unit         string         `json:"unit,omitempty"`
	DueOperative Date           `json:"due_operative,omitzero"`
	DueLegal     Date           `json:"due_legal,omitzero"`
	Reason       string         `json:"reason,omitempty"` // of a return or a stop
	TaskID       TaskID         `json:"task_id,omitzero"`
	Closed       bool           `json:"closed,omitempty"` // the title must not be shown
	Meeting      *NoticeMeeting `json:"meeting,omitempty"`
	Items        []NoticeItem   `json:"items,omitempty"`    // of a digest
	StandIn      *NoticeStandIn `json:"stand_in,omitempty"` // of who is told that he stands in for a post, or has come to hold it
	Why          *NoticeWhy     `json:"why,omitempty"`      // why the task came to this person

	Form        *NoticeForm        `json:"form,omitempty"`        // of a task that asks for rows: the form
	Before      *NoticeDates       `json:"before,omitempty"`      // of a moved deadline: the dates until now
	Wished      Date               `json:"wished,omitzero"`       // of a decided extension: the day that was asked for
	Undelivered *NoticeUndelivered `json:"undelivered,omitempty"` // of a letter that did not arrive
	Invitation  *NoticeInvitation  `json:"invitation,omitempty"`  // of a letter to a member from outside
}

// NoticeWhy is the rule by which a task came to somebody, in one line; the title of the case is not in it.
type NoticeWhy struct {
	Role    string `json:"role"`              // of the recipient, as officials say it
	Article string `json:"article,omitempty"` // of the rule, in Korean
}

// NoticeForm is a form that somebody is asked to fill in: its title and what of a row must be filled in, never a value.
type NoticeForm struct {
	Title  string   `json:"title"`
	Fields []string `json:"fields,omitempty"` // of what every row needs, the first NoticeFields titles
	More   int      `json:"more,omitempty"`   // how many there are beside those
}

// NoticeFields is how many fields of a form a notice names.
const NoticeFields = 8

// NoticeDates are the two faces of a deadline.
type NoticeDates struct {
	Operative Date `json:"operative,omitzero"` // the working day to plan for
	Legal     Date `json:"legal,omitzero"`     // the last lawful day
}

// NoticeUndelivered names a letter that did not arrive; its title is that of the notice which tells of it.
type NoticeUndelivered struct {
	Kind NoticeKind `json:"kind"` // of the letter
	Post string     `json:"post"` // title of the recipient's post, "" for who holds none; never a name or an address
	Why  string     `json:"why"`  // what the relay said, without addresses
}

// NoticeInvitation names an invitation. Neither its link nor a code is in it: both are worked out when the letter
// leaves, with a key that is not in the database.
type NoticeInvitation struct {
	ID     InvitationID `json:"id"`
	Factor string       `json:"factor,omitempty"` // what the link asks for besides: pin, totp, sms, mailed_code
	Code   int          `json:"code,omitempty"`   // of a letter with a code: which one, from 1
}

// NoticeMeeting is what a call tells: the body, the day, the hours, the place and the agenda titles; of a meeting that
// was moved, where and when it was to be before.
type NoticeMeeting struct {
	Body     string      `json:"body"`
	HoldOn   Date        `json:"hold_on"`
	StartsAt string      `json:"starts_at,omitempty"` // hour in Seoul, as 14:00
	EndsAt   string      `json:"ends_at,omitempty"`
	Place    string      `json:"place,omitempty"`
	Items    []string    `json:"items,omitempty"`
	Was      *NoticeWhen `json:"was,omitempty"`

	// What a calendar knows the meeting by (RFC 5545); a notice that was written before there were invitations has
	// none.
	Meeting  CaseID    `json:"meeting,omitzero"`
	Sequence int       `json:"sequence,omitempty"`  // rises with every change
	At       time.Time `json:"written_at,omitzero"` // when the notice was written
}

// NoticeWhen is when and where a meeting was to be.
type NoticeWhen struct {
	HoldOn   Date   `json:"hold_on"`
	StartsAt string `json:"starts_at,omitempty"`
	EndsAt   string `json:"ends_at,omitempty"`
	Place    string `json:"place,omitempty"`
}

// NoticeItem is one line of a digest.
type NoticeItem struct {
	Kind         NoticeKind `json:"kind"`
	Title        string     `json:"title"`
	DueOperative Date       `json:"due_operative,omitzero"`
	DueLegal     Date       `json:"due_legal,omitzero"`
	TaskID       TaskID     `json:"task_id,omitzero"`
	Closed       bool       `json:"closed,omitempty"`

	StandIn *NoticeStandIn `json:"stand_in,omitempty"`
	Before  *NoticeDates   `json:"before,omitempty"` // of a moved deadline: the dates until now
}

// NoticeStandIn tells a person for which post he stands in, until when, and how many tasks wait there. Without a kind
// he has come to hold the post himself.
type NoticeStandIn struct {
	Kind string `json:"kind,omitempty"` // delegation, acting
	Post string `json:"post"`           // its title
	From Date   `json:"from"`
	To   Date   `json:"to,omitzero"`
	Open int    `json:"open"`
}
