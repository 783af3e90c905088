package cases

import (
	"encoding/json"

	"gyeol/gov"
	"gyeol/policies"
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

// SubmissionContext is what a unit hands in: the form, its rows and what was asked to be revised.
type SubmissionContext struct {
	Form            string            `json:"form" example:"plan-row"`
	FormTitle       string            `json:"form_title" example:"시행계획 서식"`
	Fields          []FormField       `json:"fields" nullable:"false"`
	AboutYear       int32             `json:"about_year" example:"2022"`
	NothingToReport bool              `json:"nothing_to_report"`
	SubmittedOn     gov.Date          `json:"submitted_on,omitzero"`
	AcceptedOn      gov.Date          `json:"accepted_on,omitzero"`
	Rows            []Row             `json:"rows" nullable:"false"`
	Revisions       []RevisionRequest `json:"revisions" nullable:"false" doc:"What was asked to be mended, latest last"`
	Overlaps        []RowOverlap      `json:"overlaps" nullable:"false" doc:"What was decided on projects of these rows that are like others"`
}

// FormField is one field of a form.
type FormField struct {
	ID       string   `json:"id"`
	Title    string   `json:"title"`
	Type     string   `json:"type" enum:"text,integer,money,percent,choice"`
	Unit     string   `json:"unit,omitempty"`
	Required bool     `json:"required"`
	Choices  []string `json:"choices,omitempty"`
	MaxLen   int      `json:"max_length,omitempty" doc:"In characters"`
}

func formFields(form policies.FormRule) []FormField {
	out := make([]FormField, len(form.Fields))
	for i, f := range form.Fields {
		out[i] = FormField(f)
	}
	return out
}

// RevisionRequest is a return with its reasons.
type RevisionRequest struct {
	Round      int32           `json:"round" doc:"The round that it began"`
	Reason     string          `json:"reason"`
	Fields     json.RawMessage `json:"fields,omitempty" doc:"Reasons per row and field, as sent"`
	OfficeDate gov.Date        `json:"office_date"`
}

// CompilationContext is what was merged and found.
type CompilationContext struct {
	Body        json.RawMessage `json:"body"`
	Findings    json.RawMessage `json:"findings" doc:"What the checks found: sums, chapters, overlaps, gaps"`
	Decisions   json.RawMessage `json:"decisions" doc:"What the coordinator decided on each finding"`
	Rows        int32           `json:"rows"`
	CompiledOn  gov.Date        `json:"compiled_on,omitzero"`
	ConfirmedOn gov.Date        `json:"confirmed_on,omitzero"`
}

// ConsultationContext is a question to an outside body and its reply.
type ConsultationContext struct {
	With      gov.UnitID `json:"with"`
	WithName  string     `json:"with_name"`
	Question  string     `json:"question,omitempty"`
	AskedOn   gov.Date   `json:"asked_on,omitzero"`
	ReplyBy   gov.Date   `json:"reply_by,omitzero"`
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
	ID        string   `json:"id"`
	Title     string   `json:"title"`
	SignedOn  gov.Date `json:"signed_on"`
	TermFrom  gov.Date `json:"term_from"`
	TermTo    gov.Date `json:"term_to"`
	NoticeBy  gov.Date `json:"notice_by,omitzero"`
	AutoRenew bool     `json:"auto_renew"`
	Renewals  int32    `json:"renewals"`
}
