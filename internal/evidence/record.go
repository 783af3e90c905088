package evidence

import "encoding/json"

// Case is one case file of the archive: cases/<id>/case.json. Dates are YYYY-MM-DD, times RFC 3339 in UTC, hashes small
// hexadecimal digits; a field that says nothing is left out.
type Case struct {
	ID          string          `json:"id"`
	Kind        string          `json:"kind"`
	Cycle       string          `json:"cycle,omitempty"` // name-year
	Stage       string          `json:"stage,omitempty"`
	StageTitle  string          `json:"stage_title,omitempty"`
	Unit        string          `json:"unit"`
	UnitName    string          `json:"unit_name"`
	Subject     string          `json:"subject"` // natural key in its stage
	Title       string          `json:"title"`
	State       string          `json:"state"`
	Round       int32           `json:"round"`
	Seq         int32           `json:"seq"` // of its last act
	ContentHash string          `json:"content_hash,omitempty"`
	Pack        string          `json:"pack"` // hash of the rules under which it was opened
	OpenedOn    string          `json:"opened_on"`
	ClosedOn    string          `json:"closed_on,omitempty"`
	Acts        []Act           `json:"acts"`
	Decisions   []Decision      `json:"decisions"`
	Given       []Contribution  `json:"contributions"`
	Contents    []Content       `json:"contents"`
	Line        []Cell          `json:"line"`
	Document    *Document       `json:"document,omitempty"`
	Meeting     *Meeting        `json:"meeting,omitempty"`
	Details     json.RawMessage `json:"details,omitempty"` // what its kind records beyond that, as it is kept
	Notices     []Notice        `json:"notices"`
	Attachments []Attachment    `json:"attachments"`
	Pages       []string        `json:"pages"`               // files of the printed paper
	Withheld    []Withheld      `json:"withheld"`            // what was masked or left out
	Forgotten   *Forgotten      `json:"forgotten,omitempty"` // what concerned a person was deleted
}

// Forgotten says when and by which rule personal data was deleted because its purpose had ended. Entry is the id of the
// entry of the log that tells of it; it is among those of the case.
type Forgotten struct {
	On      string `json:"on"`
	Rule    string `json:"rule"`
	Article string `json:"article"`
	Entry   string `json:"entry"`
}

// Withheld names one thing that was masked or left out. Where a hash of it is proven elsewhere, it stands for it.
type Withheld struct {
	What string `json:"what"` // content, act, contribution, entry, ballots, details, page, attachment, name
	Ref  string `json:"ref"`  // hash of the content or file, number of the act, id of the contribution
	Why  string `json:"why"`  // nominee, disclosure, ballot, absence, outsider, people, deleted
}

// Act is one act, as its row has it.
type Act struct {
	Seq        int32           `json:"seq"`
	Verb       string          `json:"verb"`
	From       string          `json:"from"`
	To         string          `json:"to"`
	Round      int32           `json:"round"`
	Actor      string          `json:"actor"` // id of a person, or system
	Name       string          `json:"name,omitempty"`
	Post       string          `json:"post,omitempty"`
	PostTitle  string          `json:"post_title,omitempty"`
	Task       string          `json:"task,omitempty"`
	Request    string          `json:"request"` // hash of what was asked for
	Reason     string          `json:"reason,omitempty"`
	Body       json.RawMessage `json:"body,omitempty"`    // absent where it is withheld
	Salt       string          `json:"salt,omitempty"`    // of the hashes of what was asked and said; absent: they have none
	Carried    bool            `json:"carried,omitempty"` // the salt is younger than the entry: its hashes have none
	HashSeen   string          `json:"hash_seen,omitempty"`
	Articles   []string        `json:"articles"` // of the rules that asked for it
	OfficeDate string          `json:"office_date"`
	At         string          `json:"at"`
}

// Contribution is one contribution, as its row has it.
type Contribution struct {
	ID         string          `json:"id"`
	Verb       string          `json:"verb"`
	Item       string          `json:"item,omitempty"`
	Revision   int32           `json:"revision"`
	Actor      string          `json:"actor,omitempty"` // absent where who voted or scored is withheld
	Post       string          `json:"post,omitempty"`
	Task       string          `json:"task,omitempty"`
	Request    string          `json:"request"`
	Body       json.RawMessage `json:"body,omitempty"`
	Salt       string          `json:"salt,omitempty"` // as of an act
	Carried    bool            `json:"carried,omitempty"`
	OfficeDate string          `json:"office_date"`
	At         string          `json:"at"`
}

// Decision is what was decided by an act, and on which content.
type Decision struct {
	Act        int32  `json:"act"`
	Round      int32  `json:"round"`
	Role       string `json:"role"`
	Cell       string `json:"cell,omitempty"` // position in the line
	Post       string `json:"post,omitempty"`
	Person     string `json:"person,omitempty"`
	Verb       string `json:"verb"`
	HashSeen   string `json:"hash_seen,omitempty"`
	Opinion    string `json:"opinion,omitempty"`
	OfficeDate string `json:"office_date"`
}

// Content is a text to which decisions bind: a version of a document, what a unit handed in, a package. File is its
// canonical JSON, whose SHA-256 is Hash; it is absent where the content is withheld.
type Content struct {
	Round   int32  `json:"round"`
	Version int32  `json:"version"`
	Hash    string `json:"hash"`
	File    string `json:"file,omitempty"`
}

// Cell is one cell of an approval line.
type Cell struct {
	Round      int32    `json:"round"`
	Position   int32    `json:"position"`
	Step       int32    `json:"step"`
	Role       string   `json:"role"`
	Post       string   `json:"post"`
	Title      string   `json:"title"`
	Delegated  bool     `json:"delegated,omitempty"` // 전결
	State      string   `json:"state"`
	Version    int32    `json:"version,omitempty"` // of the text that was signed
	HashSeen   string   `json:"hash_seen,omitempty"`
	Person     string   `json:"person,omitempty"`
	Name       string   `json:"name,omitempty"`
	Proxy      string   `json:"proxy,omitempty"` // delegation, acting: by which right another post signed
	ProxyPost  string   `json:"proxy_post,omitempty"`
	SignedOn   string   `json:"signed_on,omitempty"`
	Opinion    string   `json:"opinion,omitempty"`
	Agrees     *bool    `json:"agrees,omitempty"`
	SkipReason string   `json:"skip_reason,omitempty"`
	Row        string   `json:"row"` // of the delegation table
	Articles   []string `json:"articles"`
	Why        string   `json:"why,omitempty"`
}

// Document is what a document has beyond a case.
type Document struct {
	Matter       string   `json:"matter"`
	Number       string   `json:"number,omitempty"`
	PolicyNumber string   `json:"policy_number,omitempty"`
	Authority    string   `json:"authority"` // row of the delegation table
	Pack         string   `json:"pack,omitempty"`
	Disclosure   string   `json:"disclosure"` // public, partial, closed
	Drafter      string   `json:"drafter"`    // post
	Version      int32    `json:"version"`    // of the text in the present round
	DraftedOn    string   `json:"drafted_on"`
	ApprovedOn   string   `json:"approved_on,omitempty"`
	DispatchedOn string   `json:"dispatched_on,omitempty"`
	Sent         []Sent   `json:"dispatches"`
	Parts        []string `json:"attachments"` // titles of what is attached
}

// Sent says to which unit a document went and when it arrived.
type Sent struct {
	Unit      string `json:"unit"`
	Name      string `json:"name"`
	On        string `json:"on"`
	ArrivedOn string `json:"arrived_on,omitempty"`
	Rule      string `json:"rule"`
}

// Meeting is what a meeting has beyond a case. Counts are of members.
type Meeting struct {
	Body      string   `json:"body"`
	BodyName  string   `json:"body_name"`
	HoldOn    string   `json:"hold_on"`
	CallBy    string   `json:"call_by"`
	CalledOn  string   `json:"called_on,omitempty"`
	ArrivedOn string   `json:"arrived_on,omitempty"`
	Urgent    string   `json:"urgent,omitempty"`
	HeldOn    string   `json:"held_on,omitempty"`
	InOffice  int      `json:"in_office"`
	Present   int      `json:"present"`
	Quorum    int      `json:"quorum"`
	Presiding string   `json:"presiding,omitempty"`
	Members   []Member `json:"members"`
	Items     []Item   `json:"items"`
	Ballots   []Ballot `json:"ballots"`
}

// Member is a member who was called.
type Member struct {
	Member   string `json:"member"` // slug of the seat
	Role     string `json:"role"`
	Name     string `json:"name,omitempty"`
	CalledOn string `json:"called_on,omitempty"`
	Present  bool   `json:"present"`
	SignedOn string `json:"signed_on,omitempty"` // of the minutes
}

// Item is an item of the agenda with its count.
type Item struct {
	ID        string `json:"id"`
	Ordinal   int32  `json:"ordinal"`
	Title     string `json:"title"`
	About     string `json:"about,omitempty"` // id of the case
	AboutHash string `json:"about_hash,omitempty"`
	Result    string `json:"result,omitempty"`
	Condition string `json:"condition,omitempty"`
	Present   int    `json:"present"`
	Yes       int    `json:"yes"`
	No        int    `json:"no"`
	Abstain   int    `json:"abstain"`
	Recused   int    `json:"recused"`
	Needed    int    `json:"needed"`
}

// Ballot is one ballot; without a member it says only how it was cast.
type Ballot struct {
	Item   string `json:"item"`
	Member string `json:"member,omitempty"`
	Person string `json:"person,omitempty"`
	Choice string `json:"choice"`
}

// Notice is a notice with what became of it. Addresses of persons are never in an archive.
type Notice struct {
	ID          string    `json:"id"`
	Kind        string    `json:"kind"`
	Cause       string    `json:"cause"` // the key under which it was written once
	Act         int32     `json:"act,omitempty"`
	Person      string    `json:"person"`
	Name        string    `json:"name,omitempty"`
	OfficeDate  string    `json:"office_date"`
	State       string    `json:"state"`
	StateReason string    `json:"state_reason,omitempty"`
	Legal       bool      `json:"legal"`
	Template    string    `json:"template,omitempty"` // version of the text it left with
	BodyHash    string    `json:"body_hash,omitempty"`
	MessageID   string    `json:"message_id,omitempty"`
	Reply       string    `json:"smtp_reply,omitempty"`
	SentAt      string    `json:"sent_at,omitempty"`
	ResentOf    string    `json:"resent_of,omitempty"`
	Attempts    []Attempt `json:"attempts"`
	Bounces     []Bounce  `json:"bounces"`
}

// Attempt is one try to send a notice, with what the server said.
type Attempt struct {
	Ordinal int32  `json:"ordinal"`
	At      string `json:"at"`
	OK      bool   `json:"ok"`
	Reply   string `json:"reply"`
}

// Bounce is a report that a notice did not arrive.
type Bounce struct {
	Outcome string `json:"outcome"`
	Status  string `json:"status,omitempty"`
	Hash    string `json:"hash"` // of the report
}

// Attachment is a file beside a case; File is where its octets are, absent where they are withheld.
type Attachment struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
	File   string `json:"file,omitempty"`
}

// Entry is a line of cases/<id>/entries.jsonl: an entry of the audit log with the proof that it is a leaf of the log of
// the checkpoint. Salt and body are absent where the body was deleted or is withheld.
type Entry struct {
	Leaf   int64    `json:"leaf"`
	Line   string   `json:"line"`
	Hashes []string `json:"hashes"`
	Salt   string   `json:"salt,omitempty"`
	Body   string   `json:"body,omitempty"`
}
