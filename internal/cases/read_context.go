package cases

import (
	"encoding/json"

	"gyeol/gov"
)

// CaseContext is what the kind of a case records. Exactly one member is set.
type CaseContext struct {
	Submission   *SubmissionContext   `json:"submission,omitempty"`
	Document     *DocumentContext     `json:"document,omitempty"`
	Compilation  *CompilationContext  `json:"compilation,omitempty"`
	Meeting      *MeetingContext      `json:"meeting,omitempty"`
	Consultation *ConsultationContext `json:"consultation,omitempty"`
	Filing       *FilingContext       `json:"filing,omitempty"`
	Opinion      *OpinionContext      `json:"opinion,omitempty"`
	Nomination   *NominationContext   `json:"nomination,omitempty"`
	Receipt      *ReceiptContext      `json:"receipt,omitempty"`
	Agreement    *AgreementContext    `json:"agreement,omitempty"`
}

// CompilationContext is what was merged and found.
type CompilationContext struct {
	Body        json.RawMessage `json:"body"`
	Findings    json.RawMessage `json:"findings" doc:"What the checks found, each with article and both values"`
	Decisions   json.RawMessage `json:"decisions" doc:"What was decided on each finding, by whom and when"`
	Rows        int32           `json:"rows"`
	CompiledOn  gov.Date        `json:"compiled_on,omitzero"`
	ConfirmedOn gov.Date        `json:"confirmed_on,omitzero"`
	ConfirmedBy string          `json:"confirmed_by,omitempty" doc:"Who answered the findings and confirmed"`
}

// ConsultationContext is a question to an outside body and its reply.
type ConsultationContext struct {
	With      gov.UnitID `json:"with"`
	WithName  string     `json:"with_name"`
	Question  string     `json:"question,omitempty"`
	AskedOn   gov.Date   `json:"asked_on,omitzero"`
	ReplyBy   gov.Date   `json:"reply_by,omitzero" doc:"Last lawful day of the reply"`
	ReplyDue  *Due       `json:"reply_due,omitempty" doc:"By when the body is to reply"`
	RepliedOn gov.Date   `json:"replied_on,omitzero"`
	Agrees    *bool      `json:"agrees,omitempty"`
	Reply     string     `json:"reply,omitempty"`
	Reason    string     `json:"reason,omitempty" doc:"Of a recorded no-reply"`
}

// FilingContext is a package handed to an outside body.
type FilingContext struct {
	To            gov.UnitID      `json:"to"`
	ToName        string          `json:"to_name"`
	Package       json.RawMessage `json:"package" doc:"Its parts by number and content hash"`
	PackageHash   string          `json:"package_hash,omitempty"`
	Note          string          `json:"note,omitempty"`
	HandedOn      gov.Date        `json:"handed_on,omitzero"`
	Late          bool            `json:"late" doc:"Handed over after the last lawful day"`
	ReceiptNumber string          `json:"receipt_number,omitempty"`
	ReceivedOn    gov.Date        `json:"received_on,omitzero"`
	Corrections   []Correction    `json:"corrections" nullable:"false"`
}

// Correction is one request of an outside body and its answer.
type Correction struct {
	Ordinal     int32    `json:"ordinal"`
	RequestedOn gov.Date `json:"requested_on"`
	Text        string   `json:"text"`
	CorrectedOn gov.Date `json:"corrected_on,omitzero"`
	Note        string   `json:"note,omitempty"`
}

// ReceiptContext is a paper from outside and its findings.
type ReceiptContext struct {
	From           gov.UnitID       `json:"from"`
	FromName       string           `json:"from_name"`
	ExternalNumber string           `json:"external_number,omitempty"`
	ReceivedTitle  string           `json:"received_title,omitempty"`
	RegisteredOn   gov.Date         `json:"registered_on,omitzero"`
	Findings       []ReceiptFinding `json:"findings" nullable:"false"`
}

// ReceiptFinding is one finding of a paper from outside and where it was answered.
type ReceiptFinding struct {
	Ordinal     int32    `json:"ordinal"`
	Text        string   `json:"text"`
	ReflectedIn string   `json:"reflected_in,omitempty"`
	ReflectedOn gov.Date `json:"reflected_on,omitzero"`
}

// AgreementContext is a memorandum with its term.
type AgreementContext struct {
	ID         string   `json:"id"`
	Title      string   `json:"title"`
	SignedOn   gov.Date `json:"signed_on"`
	TermFrom   gov.Date `json:"term_from"`
	TermTo     gov.Date `json:"term_to"`
	NoticeBy   gov.Date `json:"notice_by,omitzero" doc:"Last day of a notice in time; absent where the text states none"`
	NoticeDue  *Due     `json:"notice_due,omitempty" doc:"By when a notice should leave, and when it is in time at the latest"`
	ReviewOn   gov.Date `json:"review_on,omitzero" doc:"The next day on which somebody is alerted, or the day after the end"`
	ReviewText string   `json:"review_text,omitempty" example:"2022. 11. 16.(수)"`
	AutoRenew  bool     `json:"auto_renew"`
	Renewals   int32    `json:"renewals"`
}
