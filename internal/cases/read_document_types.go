package cases

import (
	"encoding/json"

	"gyeol/gov"
	"gyeol/policies"
)

// DocumentContext is a document with its approval line.
type DocumentContext struct {
	Matter         string            `json:"matter" example:"implementation-plan.fix"`
	Title          string            `json:"title"`
	AboutYear      int32             `json:"about_year"`
	Drafter        gov.PostID        `json:"drafter" doc:"The post that drafts"`
	Version        int32             `json:"version" doc:"Of the text in the present round; a reviewer's edit makes the next"`
	Body           json.RawMessage   `json:"body" doc:"The text that signatures bind to"`
	DocumentNumber string            `json:"document_number,omitempty"`
	PolicyNumber   string            `json:"policy_number,omitempty"`
	DraftedOn      gov.Date          `json:"drafted_on"`
	ApprovedOn     gov.Date          `json:"approved_on,omitzero"`
	DispatchedOn   gov.Date          `json:"dispatched_on,omitzero"`
	Clock          DocumentClock     `json:"clock" doc:"The moments of legal weight; each is left out until it has come"`
	Authority      DocumentAuthority `json:"authority" doc:"What of the delegation table was pinned when the draft was submitted"`
	DocumentRecord
	Line        []LineCell    `json:"line" nullable:"false" doc:"Every round; the last is in force"`
	Versions    []Version     `json:"versions" nullable:"false"`
	Circulation []Circulation `json:"circulation" nullable:"false" doc:"공람: who was asked to read it, and who did"`
	Dispatches  []Dispatch    `json:"dispatches" nullable:"false"`
	Draft       *DraftForm    `json:"draft,omitempty" doc:"While it is to be drafted: what the rules ask of the drafter today"`
	LastSeen    *Seen         `json:"last_seen,omitempty" doc:"What the reader saw of it before this; ask for the difference from there"`
}

// DraftForm is what the rules ask of whoever drafts, so that a client can show a form for it.
type DraftForm struct {
	Facts  []DraftFact  `json:"facts" nullable:"false" doc:"What the delegation table may ask about the matter; sent as facts"`
	Fields []DraftField `json:"fields" nullable:"false" doc:"Fields without which a draft is refused; for dispatch those of the dispatch form"`
}

// DraftFact is a fact of a matter.
type DraftFact struct {
	Name    string   `json:"name" example:"partner_kinds"`
	Label   string   `json:"label" example:"협약 상대의 구분"`
	Kind    string   `json:"kind" enum:"bool,int,string,strings"`
	Unit    string   `json:"unit,omitempty" example:"원"`
	Values  []string `json:"values" nullable:"false" doc:"The only words it may say; none: any"`
	Needed  bool     `json:"needed" doc:"Who decides depends on it: a draft without it is refused"`
	Known   bool     `json:"known" doc:"gyeol knows it of itself; nobody is asked"`
	Article []string `json:"article" nullable:"false" doc:"Of the rows that ask for it"`
}

// DraftField is a field that a rule requires of a draft.
type DraftField struct {
	Field   string   `json:"field" doc:"Of the draft" example:"abstract"`
	Form    string   `json:"form,omitempty" enum:"dispatch" doc:"Asked in this form only"`
	Article []string `json:"article" nullable:"false"`
	Assumed bool     `json:"assumed,omitempty" doc:"현행 규정 기준"`
}

// DocumentClock are the moments of a document (행정업무의 운영 및 혁신에 관한 규정 제6조).
type DocumentClock struct {
	Drafted     gov.Date `json:"drafted"`
	Established gov.Date `json:"established,omitzero" doc:"성립: the final signature"`
	Dispatched  gov.Date `json:"dispatched,omitzero" doc:"시행"`
	Arrived     gov.Date `json:"arrived,omitzero" doc:"도달"`
	Effective   gov.Date `json:"effective,omitzero" doc:"효력발생"`
}

// DocumentAuthority is the row of the delegation table behind a line.
type DocumentAuthority struct {
	Pack         string          `json:"pack,omitempty" doc:"Hash of the pack, in hex; empty before the draft was submitted"`
	Row          string          `json:"row,omitempty" example:"implementation-plan"`
	PolicySeries string          `json:"policy_series,omitempty" example:"행정1부시장 방침"`
	Important    bool            `json:"important" doc:"Decided by a stand-in, it is reported afterwards"`
	Undelegable  bool            `json:"undelegable" doc:"No stand-in may decide it"`
	Facts        json.RawMessage `json:"facts" doc:"What the conditions of the table were asked with"`
	Touches      []string        `json:"touches" nullable:"false" doc:"Units whose work it touches: their heads concur"`
}

// DocumentRecord is what a record carries beside its text.
type DocumentRecord struct {
	Disclosure         gov.Disclosure  `json:"disclosure" enum:"public,partial,closed"`
	FoiaItems          []int32         `json:"foia_items" nullable:"false" doc:"Items of Article 9(1) of the disclosure act"`
	DisclosureReason   string          `json:"disclosure_reason,omitempty"`
	Parts              []DisclosedPart `json:"parts" nullable:"false" doc:"The text first, then each attachment: every part is disclosed for itself"`
	ReviewStage        string          `json:"review_stage,omitempty" doc:"Item 5: the stage of deciding or reviewing"`
	ReviewAgainOn      gov.Date        `json:"review_again_on,omitzero" doc:"Item 5: when the disclosure is looked at again"`
	Retention          string          `json:"retention,omitempty" enum:"1,3,5,10,30,semi_permanent,permanent" doc:"Absent while a draft does not say"`
	RetentionFrom      gov.Date        `json:"retention_from,omitzero" doc:"1 January after the matter was completed"`
	RetentionUntil     gov.Date        `json:"retention_until,omitzero" doc:"The last day it is kept; absent where no day ends it"`
	FunctionCode       string          `json:"function_code,omitempty" doc:"단위과제"`
	ClassificationPath []string        `json:"classification_path" nullable:"false"`
	Licence            string          `json:"licence,omitempty" example:"kogl-1"`
	Form               string          `json:"form" enum:"internal,dispatch"`
	Addressees         []string        `json:"addressees" nullable:"false" doc:"Units"`
	Abstract           string          `json:"abstract,omitempty" doc:"문서요지"`
	Keywords           []string        `json:"keywords" nullable:"false"`
	Telephone          string          `json:"telephone,omitempty" doc:"Of the author's office"`
	InternalOnly       bool            `json:"internal_only" doc:"내부결재"`
	RealName           bool            `json:"real_name" doc:"정책실명제"`
	PublicNotice       bool            `json:"public_notice"`
	Delivery           string          `json:"delivery" enum:"system,post,hand" doc:"How it goes to its addressees"`
	ReplyFrom          string          `json:"reply_from,omitempty" enum:"arrived,effective" doc:"회신 기한: since when"`
	ReplyDays          int32           `json:"reply_days,omitempty" doc:"회신 기한"`
	ReplyDue           *ReplyDue       `json:"reply_due,omitempty" doc:"By when the last addressee is to answer; absent until that counts"`
	Attachments        []Attachment    `json:"attachments" nullable:"false"`
}

// DisclosedPart is the disclosure of one part of a document.
type DisclosedPart struct {
	Part       string         `json:"part" doc:"본문, or the title of an attachment" example:"본문"`
	Disclosure gov.Disclosure `json:"disclosure" enum:"public,partial,closed"`
	FoiaItems  []int32        `json:"foia_items" nullable:"false"`
	Reason     string         `json:"reason,omitempty"`
	Stage      string         `json:"stage,omitempty" doc:"Item 5"`
	EndsOn     gov.Date       `json:"ends_on,omitzero" doc:"Item 5: when it is looked at again"`
}

// LineCell is one cell of an approval line.
type LineCell struct {
	Round        int32        `json:"round"`
	Position     int32        `json:"position" doc:"Names the cell in its round"`
	Step         int32        `json:"step" doc:"Cells of one step are asked at once"`
	Role         string       `json:"role" enum:"review,concur,agree,approve"`
	Post         gov.PostID   `json:"post"`
	Title        string       `json:"title" example:"평생교육과장"`
	Rank         gov.Rank     `json:"rank" example:"division_head"`
	Delegated    bool         `json:"delegated" doc:"전결"`
	State        string       `json:"state" enum:"waiting,current,signed,returned,void,skipped,lifted"`
	Version      int32        `json:"version,omitempty" doc:"Of the text that was signed"`
	HashSeen     string       `json:"hash_seen,omitempty" doc:"Of the text that was signed, in hex"`
	Person       string       `json:"person,omitempty" doc:"Slug of who signed"`
	Name         string       `json:"name,omitempty" doc:"Who signed"`
	Proxy        string       `json:"proxy,omitempty" enum:"delegation,acting" doc:"대결: by which right another post signed"`
	ProxyPost    gov.PostID   `json:"proxy_post,omitempty" doc:"The post of whoever stood in"`
	ProxyTitle   string       `json:"proxy_title,omitempty"`
	SignedOn     gov.Date     `json:"signed_on,omitzero"`
	Opinion      string       `json:"opinion,omitempty"`
	Dissent      bool         `json:"dissent" doc:"의견 있음"`
	Agrees       *bool        `json:"agrees,omitempty" doc:"합의 cells that were signed"`
	SkipReason   string       `json:"skip_reason,omitempty" doc:"검토 생략: printed in the cell"`
	HoldReason   string       `json:"hold_reason,omitempty" doc:"보류; every date runs on"`
	HoldReviewOn gov.Date     `json:"hold_review_on,omitzero"`
	CurrentSince gov.Date     `json:"current_since,omitzero" doc:"The office date on which it came to this post"`
	Age          int          `json:"age_working_days" doc:"Working days from then to the signature, or to today"`
	Row          string       `json:"row,omitempty" doc:"Row of the delegation table"`
	Article      []string     `json:"article" nullable:"false"`
	Why          string       `json:"why,omitempty" doc:"What put this post here"`
	Reasons      []gov.Reason `json:"reasons" nullable:"false" doc:"The rows of the delegation table behind the cell"`
}

// Version is one text of a document: a round begins with its first, a reviewer's edit makes the next.
type Version struct {
	Round       int32      `json:"round"`
	Version     int32      `json:"version"`
	Title       string     `json:"title"`
	ContentHash string     `json:"content_hash"`
	Post        gov.PostID `json:"post,omitempty" doc:"The post in which it was written"`
	PostTitle   string     `json:"post_title,omitempty"`
	Name        string     `json:"name,omitempty" doc:"Who wrote it"`
	DraftedOn   gov.Date   `json:"drafted_on"`
}

// Seen names a version.
type Seen struct {
	Round   int32 `json:"round"`
	Version int32 `json:"version"`
}

// Circulation is a post that was asked to read an approved document, with its receipt.
type Circulation struct {
	Post    gov.PostID `json:"post"`
	Title   string     `json:"title"`
	AskedOn gov.Date   `json:"asked_on"`
	AskedBy gov.PostID `json:"asked_by"`
	Person  string     `json:"person,omitempty" doc:"Slug of who read it"`
	Name    string     `json:"name,omitempty"`
	ReadOn  gov.Date   `json:"read_on,omitzero"`
	ReadAt  string     `json:"read_at,omitempty" format:"date-time"`
}

// Dispatch says to whom a document went and when it arrived.
type Dispatch struct {
	Unit         gov.UnitID `json:"unit"`
	UnitName     string     `json:"unit_name"`
	DispatchedOn gov.Date   `json:"dispatched_on"`
	ArrivedOn    gov.Date   `json:"arrived_on,omitzero" doc:"도달; absent until it is recorded"`
	ArrivedBy    string     `json:"arrived_by,omitempty" enum:"system,post,hand,email"`
	Rule         string     `json:"rule"`
	Reply        *ReplyDue  `json:"reply,omitempty" doc:"By when this addressee is to answer; absent until that counts"`
}

// ReplyDue are the two dates of a period for an answer.
type ReplyDue struct {
	Operative     gov.Date `json:"due_operative" doc:"실무 기한"`
	OperativeText string   `json:"due_operative_text" example:"2022. 3. 11.(금)" doc:"The same with its weekday"`
	Legal         gov.Date `json:"due_legal" doc:"법정 만료일"`
	LegalText     string   `json:"due_legal_text" example:"2022. 3. 14.(월)" doc:"The same with its weekday"`
}

func replyText(operative, legal gov.Date) *ReplyDue {
	return &ReplyDue{
		Operative: operative, OperativeText: operative.Korean(), Legal: legal, LegalText: legal.Korean(),
	}
}

// Difference is what differs between two versions of a document.
type Difference struct {
	Title   string          `json:"title"`
	From    *VersionMark    `json:"from,omitempty" doc:"Absent where the reader has seen nothing of it yet"`
	To      VersionMark     `json:"to"`
	Changes []ContentChange `json:"changes" nullable:"false" doc:"Value by value, in the order of their paths"`
}

// ContentChange is one value in which two contents differ.
type ContentChange struct {
	Path   string          `json:"path" doc:"JSON Pointer (RFC 6901); the elements of lists by index" example:"/body/text"`
	Before json.RawMessage `json:"before,omitempty" doc:"Absent where there was nothing"`
	After  json.RawMessage `json:"after,omitempty" doc:"Absent where there is nothing any more"`
	More   int             `json:"more,omitempty" doc:"On the last of a list that was cut: how many are not shown"`
}

// VersionMark names a version with its hash.
type VersionMark struct {
	Seen
	Title       string   `json:"title"`
	ContentHash string   `json:"content_hash"`
	DraftedOn   gov.Date `json:"drafted_on"`
}

// bodyPart is the text among the parts of a document.
const bodyPart = policies.BodyPart
