package gov

// NoticeParams is what a notice tells, as stored with it. It carries no content of papers: a title, dates and a link,
// and of a closed document not even the title (design §6, Mail).
type NoticeParams struct {
	Title        string         `json:"title"`
	Unit         string         `json:"unit,omitempty"`
	DueOperative Date           `json:"due_operative,omitzero"`
	DueLegal     Date           `json:"due_legal,omitzero"`
	WasOperative Date           `json:"was_operative,omitzero"` // of a deadline that was moved: what it was before
	WasLegal     Date           `json:"was_legal,omitzero"`
	Reason       string         `json:"reason,omitempty"` // of a return or a stop
	TaskID       TaskID         `json:"task_id,omitzero"`
	Closed       bool           `json:"closed,omitempty"` // the title must not be shown
	Meeting      *NoticeMeeting `json:"meeting,omitempty"`
	Items        []NoticeItem   `json:"items,omitempty"`    // of a digest
	StandIn      *NoticeStandIn `json:"stand_in,omitempty"` // of who is told that he stands in for a post, or has come to hold it
}

// NoticeMeeting is what a call tells: the body, the day, the place and the agenda titles.
type NoticeMeeting struct {
	Body   string   `json:"body"`
	HoldOn Date     `json:"hold_on"`
	Place  string   `json:"place,omitempty"`
	Items  []string `json:"items,omitempty"`
}

// NoticeItem is one line of a digest.
type NoticeItem struct {
	Kind         NoticeKind `json:"kind"`
	Title        string     `json:"title"`
	DueOperative Date       `json:"due_operative,omitzero"`
	DueLegal     Date       `json:"due_legal,omitzero"`
	WasOperative Date       `json:"was_operative,omitzero"`
	WasLegal     Date       `json:"was_legal,omitzero"`
	TaskID       TaskID     `json:"task_id,omitzero"`
	Closed       bool       `json:"closed,omitempty"`

	StandIn *NoticeStandIn `json:"stand_in,omitempty"`
}

// NoticeStandIn tells a person for which post he stands in, until when, and how many tasks wait there. Without a kind he
// has come to hold the post himself.
type NoticeStandIn struct {
	Kind string `json:"kind,omitempty"` // delegation, acting
	Post string `json:"post"`           // its title
	From Date   `json:"from"`
	To   Date   `json:"to,omitzero"`
	Open int    `json:"open"`
}
