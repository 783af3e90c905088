package cases

import (
	"encoding/json"

	"gyeol/gov"
)

// Due is the pair of dates by which something should be done, each with its weekday as official papers write it.
type Due struct {
	Operative     gov.Date `json:"operative,omitzero" doc:"The working day to plan for"`
	OperativeText string   `json:"operative_text,omitempty" example:"2022. 2. 4.(금)" doc:"The same with its weekday"`
	Legal         gov.Date `json:"legal,omitzero" doc:"The last lawful day (Civil Code 161)"`
	LegalText     string   `json:"legal_text,omitempty" example:"2022. 2. 7.(월)" doc:"The same with its weekday"`
}

func dueText(operative, legal gov.Date) *Due {
	if operative.IsZero() && legal.IsZero() {
		return nil
	}
	return &Due{Operative: operative, OperativeText: operative.Korean(), Legal: legal, LegalText: legal.Korean()}
}

// namedDay is the deadline of a day that somebody named: the working day to plan for, and the last lawful day.
func (r reading) namedDay(day gov.Date) *Due {
	if day.IsZero() {
		return nil
	}
	d := r.s.rules.Calendar().FixedDate(day)
	return dueText(d.Operative, d.Legal)
}

// TaskItem is a task as the inbox lists it.
type TaskItem struct {
	ID         gov.TaskID   `json:"id"`
	Key        string       `json:"key" doc:"Natural key cycle/stage/unit/kind/cell: the same in every run of a year" example:"lifelong-education-plan-2022/plans/gangnam-gu/fill/gangnam-gu"`
	Cycle      string       `json:"cycle,omitempty" example:"lifelong-education-plan-2022" doc:"Name and year of the cycle; empty beside the year"`
	Stage      string       `json:"stage,omitempty" example:"plans" doc:"Key of the stage, with its round where it repeats (progress.2)"`
	Unit       gov.UnitID   `json:"unit" doc:"The unit whose work it is" example:"gangnam-gu"`
	UnitName   string       `json:"unit_name" example:"강남구"`
	Kind       gov.TaskKind `json:"kind" example:"fill" doc:"What is asked"`
	Cell       string       `json:"cell,omitempty" doc:"What tells the task from its sisters: a member, a position of the line"`
	Round      int32        `json:"round" doc:"Round of the case, 1 before the first return"`
	Title      string       `json:"title" example:"강남구 시행계획 자료 제출 — 자료 작성·제출"`
	Verbs      []string     `json:"verbs" nullable:"false" doc:"The acts and contributions that the task offers; of a task read alone, none where it is not the reader's"`
	Due        *Due         `json:"due,omitempty"`
	Overdue    bool         `json:"overdue" doc:"The operative due date has passed"`
	OpenedOn   gov.Date     `json:"opened_on"`
	Case       gov.CaseID   `json:"case"`
	CaseKind   gov.CaseKind `json:"case_kind" example:"submission"`
	CaseState  gov.State    `json:"case_state" example:"requested"`
	State      string       `json:"state" enum:"open,done,cancelled"`
	OfficeDate gov.Date     `json:"office_date" doc:"The office date on which this was read"`
}

// TaskPage is one page of an inbox.
type TaskPage struct {
	Tasks []TaskItem `json:"tasks" nullable:"false"`
	Next  string     `json:"next,omitempty" doc:"Cursor of the next page; absent on the last"`
}

// TaskCount is one line of the counts of tasks.
type TaskCount struct {
	By      string `json:"by" doc:"Task kind, cycle/stage, or slug of the holder" example:"fill"`
	Name    string `json:"name,omitempty" doc:"Name of the holder" example:"평생교육과 담당"`
	Open    int32  `json:"open"`
	Overdue int32  `json:"overdue"`
}

// Holder is a post that may act on a task with the person who holds it today.
type Holder struct {
	Post   string `json:"post,omitempty" example:"lifelong-education-division.head"`
	Title  string `json:"title,omitempty" example:"평생교육과장"`
	Person string `json:"person,omitempty" doc:"Slug; empty while the post is vacant"`
	Name   string `json:"name,omitempty"`

	Away     bool   `json:"away,omitempty" doc:"부재: absent on the office date"`
	StandsIn string `json:"stands_in,omitempty" enum:"delegation,acting" doc:"Absent for who holds the post of the task itself; else why this one stands in today, in his own post"`
}

// TaskDetail is a task with everything that is needed to act on it.
type TaskDetail struct {
	TaskItem
	Mine     bool         `json:"mine" doc:"The reader may act on it today, in his own post or in another's place"`
	WhyNot   []gov.Reason `json:"why_not,omitempty" doc:"Why the reader may not act on it: it then offers no verbs"`
	BehalfOf *Behalf      `json:"behalf_of,omitempty" doc:"For which post the reader sees it, where it is not his own"`
	Reasons  []gov.Reason `json:"reasons" nullable:"false" doc:"왜 나에게 왔나: the rules by which it came to its holders"`
	Holders  []Holder     `json:"holders" nullable:"false"`
	File     CaseView     `json:"file" doc:"The case, its state and what its kind records"`
	Stopped  *Stopped     `json:"stopped,omitempty" doc:"Of a task stopped: what the process stands still for"`
	// Extensions are the requests for a later date of the task; of a task review_extension the one to decide on.
	Extensions []Extension `json:"extensions,omitempty" doc:"Requests for a later date, youngest first"`
}

// CaseItem is a case as lists show it. The fields of a kind are set for that kind only.
type CaseItem struct {
	ID             gov.CaseID   `json:"id"`
	Kind           gov.CaseKind `json:"kind" example:"submission"`
	Cycle          string       `json:"cycle,omitempty" example:"lifelong-education-plan-2022"`
	Stage          string       `json:"stage,omitempty" example:"plans"`
	Unit           gov.UnitID   `json:"unit"`
	UnitName       string       `json:"unit_name"`
	OtherUnit      gov.UnitID   `json:"other_unit,omitempty" doc:"The office across the table"`
	Subject        string       `json:"subject" doc:"Natural key within stage and kind"`
	Title          string       `json:"title"`
	State          gov.State    `json:"state"`
	Round          int32        `json:"round"`
	Revision       int32        `json:"revision" doc:"Changes with the content"`
	Seq            int32        `json:"seq" doc:"Number of acts so far"`
	ETag           string       `json:"etag" doc:"Changes with every act and with the content; send it as If-Match" example:"\"7.3\""`
	ContentHash    string       `json:"content_hash,omitempty" doc:"SHA-256 of the content that decisions bind to, in hex"`
	OpenedOn       gov.Date     `json:"opened_on"`
	ClosedOn       gov.Date     `json:"closed_on,omitzero"`
	Due            *Due         `json:"due,omitempty" doc:"The due dates of the stage"`
	Matter         string       `json:"matter,omitempty" doc:"Document: matter of the delegation table"`
	DocumentNumber string       `json:"document_number,omitempty" doc:"Document: as printed"`
	ApprovedOn     gov.Date     `json:"approved_on,omitzero" doc:"Document"`
	SubmittedOn    gov.Date     `json:"submitted_on,omitzero" doc:"Submission"`
	AcceptedOn     gov.Date     `json:"accepted_on,omitzero" doc:"Submission"`
	Body           string       `json:"body,omitempty" doc:"Meeting: the body that meets"`
	HoldOn         gov.Date     `json:"hold_on,omitzero" doc:"Meeting: its day"`
	ReceiptNumber  string       `json:"receipt_number,omitempty" doc:"Filing: given by the outside body"`
	Project        string       `json:"project,omitempty" doc:"Opinion: the project looked at"`
	Nominee        string       `json:"nominee,omitempty" doc:"Nomination: masked for whoever is not involved"`
	Programme      string       `json:"programme,omitempty" doc:"Nomination: the award programme"`
}

// CasePage is one page of a list of cases, youngest first.
type CasePage struct {
	Cases []CaseItem `json:"cases" nullable:"false"`
	Next  string     `json:"next,omitempty" doc:"Cursor of the next page; absent on the last"`
}

// CaseView is a case with what its kind records.
type CaseView struct {
	CaseItem
	OpenVerbs []gov.Verb  `json:"open_verbs" nullable:"false" doc:"What the state knows; who may do it is judged when it is done"`
	Tasks     []CaseTask  `json:"tasks" nullable:"false" doc:"Its open tasks"`
	Decisions []Decision  `json:"decisions" nullable:"false"`
	Context   CaseContext `json:"context" doc:"Exactly one member, named after the kind; none for cycles and stages"`
}

// CaseTask is an open task of a case in brief.
type CaseTask struct {
	ID    gov.TaskID   `json:"id"`
	Kind  gov.TaskKind `json:"kind"`
	Title string       `json:"title"`
	Due   *Due         `json:"due,omitempty"`

	CopyHash string `json:"copy_hash,omitempty" doc:"Where a public copy is to be checked: of the proposal as it is now, for whoever works on it"`
}

// Decision is a decision bound to content.
type Decision struct {
	Act        int32      `json:"act" doc:"Number of the act in its case"`
	Round      int32      `json:"round"`
	Role       string     `json:"role" example:"approve"`
	Cell       string     `json:"cell,omitempty"`
	Post       gov.PostID `json:"post,omitempty"`
	Person     string     `json:"person,omitempty"`
	Name       string     `json:"name,omitempty"`
	Verb       gov.Verb   `json:"verb"`
	HashSeen   string     `json:"hash_seen,omitempty" doc:"What was seen, in hex; void where it differs from content_hash"`
	Opinion    string     `json:"opinion,omitempty"`
	OfficeDate gov.Date   `json:"office_date"`
}

// ActItem is one act of a case.
type ActItem struct {
	Seq        int32           `json:"seq"`
	Verb       gov.Verb        `json:"verb"`
	From       gov.State       `json:"from"`
	To         gov.State       `json:"to"`
	Round      int32           `json:"round"`
	Post       gov.PostID      `json:"post,omitempty"`
	Person     string          `json:"person" doc:"Slug, or system"`
	Name       string          `json:"name"`
	Reason     string          `json:"reason,omitempty"`
	Body       json.RawMessage `json:"body,omitempty" doc:"As sent; left out where it is personal"`
	Task       string          `json:"task,omitempty" doc:"Natural key of the task acted on"`
	OfficeDate gov.Date        `json:"office_date"`
	At         string          `json:"at" format:"date-time"`
}
