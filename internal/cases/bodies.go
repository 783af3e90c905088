package cases

import (
	"encoding/json"

	"gyeol/gov"
)

// The bodies of acts and contributions. What decodes is told apart from what is lawful: a limit that a tag names is
// kept by the handler, with a refusal that names the field; the tags tell it to programs.

// NoBody is the body of a verb that says all by itself.
type NoBody struct{}

// AddCaseBody opens a further case in a stage.
type AddCaseBody struct {
	Kind gov.CaseKind `json:"kind" doc:"What to open" example:"meeting"`
	For  string       `json:"for,omitempty" doc:"Which of its kind" example:"attempt-2"`
}

// MoveDateBody names at least one date, today or later.
type MoveDateBody struct {
	Opens gov.Date `json:"opens_on,omitzero" doc:"First day of the stage" example:"2022-01-17"`
	Due   gov.Date `json:"due_on,omitzero" doc:"Last day of the stage" example:"2022-02-11"`
	Hold  gov.Date `json:"hold_on,omitzero" doc:"Day of the meeting" example:"2022-03-10"`
}

// ReopenStageBody names whose submissions come back; a collection needs one at least, another stage none.
type ReopenStageBody struct {
	Units []gov.UnitID `json:"units,omitempty" doc:"Units whose submissions are reopened" example:"lifelong-education-division"`
}

// RegisterBody is what the coordinator enters of a paper that came in.
type RegisterBody struct {
	ExternalNumber string   `json:"external_number" minLength:"1" maxLength:"100" doc:"As the sender numbered it" example:"교육부-311"`
	ReceivedTitle  string   `json:"received_title" minLength:"1" maxLength:"300" doc:"As the sender named it" example:"수립지침"`
	Findings       []string `json:"findings,omitempty" maxItems:"100" doc:"Each of 1 to 2,000 characters; without any the paper is settled"`
}

// ReflectBody says where a finding was taken up.
type ReflectBody struct {
	Finding     int32  `json:"finding" minimum:"1" doc:"Number of the finding that the task is about" example:"1"`
	ReflectedIn string `json:"reflected_in" minLength:"1" maxLength:"2000" doc:"Where it was taken up" example:"시행계획 3장"`
}

// SubmitRowsBody says whether there is anything to report.
type SubmitRowsBody struct {
	NothingToReport bool            `json:"nothing_to_report,omitempty" doc:"True exactly where the unit has no row" example:"false"`
	Waivers         []FindingWaiver `json:"waivers,omitempty" maxItems:"500" doc:"Findings of severity error that stand all the same, each with its reason"`
}

// FindingWaiver lets a finding stand; whoever submits answers for it by name.
type FindingWaiver struct {
	Finding string `json:"finding" minLength:"1" doc:"Id of the finding"`
	Reason  string `json:"reason" minLength:"1" maxLength:"1000" doc:"Why it may stand" example:"기관 내부 조정으로 집행이 줄어듦"`
}

// RevisionBody asks for rows to be mended.
type RevisionBody struct {
	Fields []FieldReason `json:"fields,omitempty" doc:"What to mend, each with its reason"`
	DueOn  gov.Date      `json:"due_on,omitzero" doc:"A due date of its own, today or later" example:"2022-02-18"`
}

// FieldReason is one thing to mend, at the field it concerns.
type FieldReason struct {
	Row    string `json:"row" minLength:"1" doc:"Item or id of the row" example:"BP-1-1-1"`
	Field  string `json:"field,omitempty" doc:"Field of the form; left out for the whole row" example:"budget"`
	Reason string `json:"reason" minLength:"1" doc:"What is wrong with it" example:"예산액을 확인하여 주십시오."`
}

// SaveRowBody keeps fields of a row on the revision that was seen.
type SaveRowBody struct {
	Row      gov.RowID       `json:"row" doc:"Id of the row"`
	Revision int32           `json:"revision" minimum:"0" doc:"Revision of the row that was seen" example:"1"`
	Data     json.RawMessage `json:"data" doc:"An object: fields of the form by name; what is left out stays"`
}

// CommentBody is a remark, at a row or a field of a submission where it names one.
type CommentBody struct {
	Text  string `json:"text" minLength:"1" maxLength:"2000" doc:"The remark" example:"실적을 확인 중입니다."`
	Row   string `json:"row,omitempty" maxLength:"100" doc:"Item or id of the row" example:"BP-1-1-1"`
	Field string `json:"field,omitempty" maxLength:"100" doc:"Field of the form; needs a row" example:"budget_krw"`
}

// ConfirmBody answers every finding that needs a decision.
type ConfirmBody struct {
	Decisions []FindingDecision `json:"decisions,omitempty" doc:"One for each finding that needs it"`
}

// FindingDecision is what the coordinator says to one finding.
type FindingDecision struct {
	Finding  string `json:"finding" doc:"Id of the finding"`
	Decision string `json:"decision" enum:"accept,mend,waive" doc:"It may stand, is to be mended, or is waived" example:"accept"`
	Reason   string `json:"reason,omitempty" maxLength:"1000" doc:"Needed to mend or to waive, and to accept an error"`
}

// DraftBody is what a drafter sends: the text that everybody on the line binds to, and what the delegation table asks.
// What is left out stays as drafted.
type DraftBody struct {
	Title              string         `json:"title,omitempty" doc:"Title of the document" example:"2022년 평생교육 시행계획(안)"`
	Body               map[string]any `json:"body,omitempty" minProperties:"1" doc:"The text: text is words or a list of paragraphs, sections a list of title and text; what else it has is printed under its own name. A first draft needs something to read"`
	Disclosure         gov.Disclosure `json:"disclosure,omitempty" enum:"public,partial,closed" doc:"공개, 부분공개, 비공개" example:"public"`
	FoiaItems          []int32        `json:"foia_items,omitempty" doc:"Items 1 to 8 of FOIA 9(1); needed unless public" example:"[5]"`
	DisclosureReason   string         `json:"disclosure_reason,omitempty" doc:"Needed unless public"`
	ReviewStage        string         `json:"review_stage,omitempty" doc:"Item 5: the stage of deciding or reviewing" example:"시의회 보고 전"`
	ReviewAgainOn      gov.Date       `json:"review_again_on,omitzero" doc:"Item 5: when that is expected to end; the class is looked at again then"`
	Facts              map[string]any `json:"facts,omitempty" doc:"Facts that the conditions of the delegation table ask for; the document says which. What is left out stays, null takes a fact back"`
	Touches            []gov.UnitID   `json:"touches,omitempty" doc:"Units whose work the content touches: they concur"`
	Attachments        []Attachment   `json:"attachments,omitempty" doc:"Each is part of what is signed, by its hash"`
	Form               string         `json:"form,omitempty" enum:"internal,dispatch" doc:"internal: nothing is sent"`
	Addressees         []gov.UnitID   `json:"addressees,omitempty" doc:"Units it is sent to (수신)"`
	Retention          string         `json:"retention,omitempty" enum:"1,3,5,10,30,semi_permanent,permanent" doc:"Years from 1 January after completion"`
	FunctionCode       string         `json:"function_code,omitempty" doc:"단위과제"`
	ClassificationPath []string       `json:"classification_path,omitempty" doc:"Of the record, outermost first"`
	Licence            string         `json:"licence,omitempty" doc:"공공누리, where it is open" example:"kogl-1"`
	Abstract           string         `json:"abstract,omitempty" doc:"문서요지"`
	Keywords           []string       `json:"keywords,omitempty" doc:"키워드" example:"[\"평생교육\"]"`
	Telephone          string         `json:"telephone,omitempty" doc:"Of the author's office, at the foot of the dispatch form"`
	InternalOnly       bool           `json:"internal_only,omitempty" doc:"내부결재: the dispatch form, sent to nobody"`
	RealName           bool           `json:"real_name,omitempty" doc:"정책실명제: who takes part is on record"`
	PublicNotice       bool           `json:"public_notice,omitempty" doc:"A notice to everybody: it takes effect by its posting"`
	Delivery           string         `json:"delivery,omitempty" enum:"system,post,hand" doc:"How it goes"`
	ReplyFrom          string         `json:"reply_from,omitempty" enum:"arrived,effective" doc:"회신 기한: since when"`
	ReplyDays          int32          `json:"reply_days,omitempty" minimum:"0" maximum:"365" doc:"회신 기한: days; 0 takes it back"`
}

// ArrivalBody records when a document that was sent by post or by hand reached an addressee (도달).
type ArrivalBody struct {
	Unit      gov.UnitID `json:"unit" doc:"The addressee"`
	ArrivedOn gov.Date   `json:"arrived_on,omitzero" doc:"Today, if it is left out"`
	Way       string     `json:"way" enum:"system,post,hand,email" doc:"An e-mail to an agency is no arrival"`
}

// RepliesBody says what became of the answers that a document asked for (회신).
type RepliesBody struct {
	Note string `json:"note" minLength:"1" maxLength:"2000" doc:"Who answered what, and who did not"`
}

// Attachment is one part of a document beside its text, disclosed for itself (공공기록물 관리에 관한 법률 시행령
// 제27조).
type Attachment struct {
	Title            string         `json:"title" doc:"As it is printed under 붙임"`
	SHA256           string         `json:"sha256" minLength:"64" maxLength:"64" doc:"Of its content, in hex"`
	Disclosure       gov.Disclosure `json:"disclosure" enum:"public,partial,closed" doc:"Of this part alone"`
	FoiaItems        []int32        `json:"foia_items,omitempty" doc:"정보공개법 제9조제1항 각 호"`
	DisclosureReason string         `json:"disclosure_reason,omitempty" doc:"Needed unless public"`
	ReviewStage      string         `json:"review_stage,omitempty" doc:"Item 5: the stage of deciding or reviewing"`
	ReviewAgainOn    gov.Date       `json:"review_again_on,omitzero" doc:"Item 5: when that is expected to end"`
}

// SignBody goes with a signature.
type SignBody struct {
	Opinion string `json:"opinion,omitempty" doc:"Kept beside the signature"`
	Dissent bool   `json:"dissent,omitempty" doc:"The opinion differs from the draft: printed as 의견 있음"`
}

// ReviewBody goes with a review, which may change the text.
type ReviewBody struct {
	SignBody

	Edit *EditBody `json:"edit,omitempty" doc:"The text as the reviewer would have it; whoever signed the former is asked again"`
}

// EditBody is a reviewer's new wording; what is left out stays.
type EditBody struct {
	Title string         `json:"title,omitempty" doc:"The new title"`
	Body  map[string]any `json:"body,omitempty" doc:"The new text"`
}

// AgreeBody says whether a post agrees (합의).
type AgreeBody struct {
	Agrees  *bool  `json:"agrees" doc:"A refusal lifts the decision to the common superior"`
	Opinion string `json:"opinion,omitempty" doc:"Mandatory with a refusal"`
}

// SkipBody names the cell of an absent reviewer.
type SkipBody struct {
	Position int `json:"position" minimum:"1" doc:"Of the cell in its round"`
}

// HoldBody says when a held decision is looked at again.
type HoldBody struct {
	ReviewOn gov.Date `json:"review_on" doc:"When it is looked at again: the next working day, where it is none; the result says which. Every date runs on"`
}

// CirculateBody names the posts to which an approved document is shown.
type CirculateBody struct {
	Posts []gov.PostID `json:"posts" minItems:"1" maxItems:"200" doc:"Each is given the document to read"`
}

// CallBody calls a meeting.
type CallBody struct {
	Place  string `json:"place" minLength:"1" maxLength:"200" doc:"Where it is held" example:"서울시청 회의실"`
	Urgent string `json:"urgent,omitempty" maxLength:"1000" doc:"Why it is urgent, where the notice would be too short"`

	StartsAt string `json:"starts_at,omitempty" pattern:"^([01][0-9]|2[0-3]):[0-5][0-9]$" doc:"Hour in Seoul; with ends_at, or both as the rule of the body says" example:"14:00"`
	EndsAt   string `json:"ends_at,omitempty" pattern:"^([01][0-9]|2[0-3]):[0-5][0-9]$" doc:"After starts_at" example:"16:00"`
}

// MoveMeetingBody names what becomes another: at least one of day, hours and place. What is left out stays.
type MoveMeetingBody struct {
	HoldOn   gov.Date `json:"hold_on,omitzero" doc:"A working day, today or later; the full notice is kept anew" example:"2022-06-10"`
	StartsAt string   `json:"starts_at,omitempty" pattern:"^([01][0-9]|2[0-3]):[0-5][0-9]$" doc:"Hour in Seoul, with ends_at" example:"10:00"`
	EndsAt   string   `json:"ends_at,omitempty" pattern:"^([01][0-9]|2[0-3]):[0-5][0-9]$" doc:"After starts_at" example:"12:00"`
	Place    string   `json:"place,omitempty" maxLength:"200" doc:"Where it is held" example:"서소문청사 회의실"`
	Urgent   string   `json:"urgent,omitempty" maxLength:"1000" doc:"Why it is urgent, where the notice of the new day would be too short"`
}

// AttendBody answers a call.
type AttendBody struct {
	Answer string `json:"answer" enum:"yes,no" doc:"Whether the member comes" example:"yes"`
	Reason string `json:"reason,omitempty" maxLength:"1000" doc:"Why not"`
}

// ConveneBody says who came.
type ConveneBody struct {
	Present   []string `json:"present,omitempty" doc:"Members in office who came, each once" example:"member-01"`
	Presiding string   `json:"presiding,omitempty" doc:"Who presides where neither chair nor vice chair came" example:"member-01"`
}

// BallotBody is one member's vote on one item.
type BallotBody struct {
	Item   gov.RowID `json:"item" doc:"Id of the item"`
	Choice string    `json:"choice" enum:"yes,no,abstain,recused" doc:"The vote" example:"yes"`
	Reason string    `json:"reason,omitempty" doc:"Needed for a recusal"`
}

// ResolveBody holds the conditions and amendments under which a body passed items; an item carries one of them at most.
type ResolveBody struct {
	Conditions map[gov.RowID]string `json:"conditions,omitempty" doc:"By item, of at most 2,000 characters"`
	Amendments map[gov.RowID]string `json:"amendments,omitempty" doc:"By item, of at most 2,000 characters"`
}

// MinutesBody closes a meeting.
type MinutesBody struct {
	SignedBy []string `json:"signed_by" minItems:"1" nullable:"false" doc:"Members present who signed, each once" example:"member-01"`
	Closed   string   `json:"closed_reason,omitempty" doc:"Why the minutes are not published, where a law keeps them closed"`
}

// AskBody is the question to a body that must be consulted.
type AskBody struct {
	Text string `json:"text" minLength:"1" maxLength:"4000" doc:"The question" example:"시행계획안에 대한 의견을 구합니다."`
}

// ReplyBody is the answer of the body that was consulted.
type ReplyBody struct {
	Text   string `json:"text" minLength:"1" maxLength:"4000" doc:"The answer" example:"의견 없음"`
	Agrees *bool  `json:"agrees" nullable:"false" doc:"Whether the body agrees" example:"true"`
}

// FileBody goes with a package that is handed over.
type FileBody struct {
	Note string `json:"note,omitempty" maxLength:"2000" doc:"How it is handed over" example:"공문으로 제출"`
}

// CorrectionBody says what is missing in a package.
type CorrectionBody struct {
	Text string `json:"text" minLength:"1" maxLength:"4000" doc:"What to mend" example:"표지 누락"`
}

// CorrectBody says what was mended.
type CorrectBody struct {
	Note string `json:"note" minLength:"1" maxLength:"2000" doc:"What was mended" example:"표지 추가"`
}

// ReceiptBody is the evidence that a duty was met.
type ReceiptBody struct {
	ReceiptNumber string `json:"receipt_number" minLength:"1" maxLength:"100" doc:"As the body numbered it" example:"접수-311"`
}

// OpinionBody is the feedback report of an expert. Its JSON is hashed: no field of it is ever left out.
type OpinionBody struct {
	Method    string `json:"method" enum:"desk,field,interview" doc:"서면, 현장, 면담" example:"field"`
	Rating    string `json:"rating" enum:"excellent,good,fair,poor" doc:"우수, 양호, 보통, 미흡" example:"good"`
	Body      string `json:"body" minLength:"1" maxLength:"4000" doc:"The opinion"`
	Recommend string `json:"recommend" required:"false" maxLength:"2000" doc:"What the expert recommends"`
}

// ActionPlanBody is what the department answers to an opinion.
type ActionPlanBody struct {
	Decision   string   `json:"decision" enum:"accept,partly,reject,later" doc:"수용, 일부수용, 수용곤란, 중장기 검토" example:"accept"`
	Measure    string   `json:"measure,omitempty" maxLength:"2000" doc:"Needed unless rejected"`
	Reason     string   `json:"reason,omitempty" maxLength:"2000" doc:"Needed unless accepted"`
	MeasureDue gov.Date `json:"measure_due,omitzero" doc:"Today or later; needed unless rejected" example:"2022-09-30"`
}

// FollowUpBody says how a measure was found.
type FollowUpBody struct {
	Note string `json:"note" minLength:"1" maxLength:"2000" doc:"What was found" example:"조치 완료 확인"`
}

// NominateBody names one person or group.
type NominateBody struct {
	Nominee string         `json:"nominee" minLength:"1" maxLength:"100" doc:"Person or group" example:"홍길동"`
	Merit   string         `json:"merit" minLength:"1" maxLength:"4000" doc:"공적 내용"`
	Facts   map[string]any `json:"facts,omitempty" doc:"What the eligibility depends on, by the names of the programme"`
}

// ExamineBody adds what the inquiry of the officer found.
type ExamineBody struct {
	Facts   map[string]any `json:"facts,omitempty" doc:"Facts beside those of the nomination, or in their place"`
	Special string         `json:"special_merit,omitempty" doc:"Merit that sets grounds aside, where the rule allows it"`
}

// ScoreBody is one juror's score.
type ScoreBody struct {
	Tenths  *int32 `json:"tenths" minimum:"0" maximum:"1000" nullable:"false" doc:"Tenths of a point" example:"875"`
	Opinion string `json:"opinion,omitempty" maxLength:"2000" doc:"Remark beside the score"`
}

// VetBody is what a public vetting brought.
type VetBody struct {
	Objections int32  `json:"objections,omitempty" minimum:"0" doc:"How many were made" example:"0"`
	Upheld     bool   `json:"upheld,omitempty" doc:"Whether one was upheld, which ends the nomination" example:"false"`
	Note       string `json:"note,omitempty" maxLength:"2000" doc:"What became of them; needed where any was made"`
}
