package policies

import "gyeol/gov"

// Ruled is what every dated rule carries: its article and the dates between which it applies (domain §0).
type Ruled struct {
	Article     []string `yaml:"article" json:"article"`           // the articles it implements, in Korean
	From        gov.Date `yaml:"from" json:"from"`                 // first day of the wording that was read
	AssumedFrom gov.Date `yaml:"assumed_from" json:"assumed_from"` // applied from here on trust; results are marked 현행 규정 기준
	Until       gov.Date `yaml:"until" json:"until"`               // last day, zero while in force
	Note        string   `yaml:"note" json:"note,omitempty"`
}

// CycleRule is one yearly cycle as a graph of stages (design §3).
type CycleRule struct {
	Ruled  `yaml:",inline"`
	Cycle  string      `yaml:"cycle" json:"cycle"` // stable id, e.g. lifelong-education-plan
	Title  string      `yaml:"title" json:"title"`
	Owner  gov.PostID  `yaml:"owner" json:"owner"` // named owner of stopped processes
	Opens  *DateRule   `yaml:"opens" json:"opens"` // the day on which the cycle is opened at the latest
	Stages []StageRule `yaml:"stages" json:"stages"`
	// Needs are the working days that a stage of a kind needs after what it waits for; of a collection those that were
	// planned for its units count. No article says how long a paper takes.
	Needs map[gov.StageKind]int `yaml:"needs" json:"needs,omitempty"`
}

// usualNeeds are the needs of a cycle that says none: a paper is drafted and signed on the working day after.
var usualNeeds = map[gov.StageKind]int{
	gov.StageApprove: 1, gov.StageCompile: 1, gov.StageConsult: 1, gov.StageIssue: 1,
}

// Need is how many working days a stage of a kind needs after what it waits for.
func (c CycleRule) Need(kind gov.StageKind) int {
	if c.Needs == nil {
		return usualNeeds[kind]
	}
	return c.Needs[kind]
}

// StageRule is one stage. Only the fields of its kind may be set; the pack's JSON Schema says which.
type StageRule struct {
	ID        string        `yaml:"id" json:"id"`
	Title     string        `yaml:"title" json:"title"`
	Kind      gov.StageKind `yaml:"kind" json:"kind"`
	Article   []string      `yaml:"article" json:"article,omitempty"`
	Year      int           `yaml:"year" json:"year,omitempty"` // −1: about the year before the cycle's
	After     []string      `yaml:"after" json:"after,omitempty"`
	Opens     *DateRule     `yaml:"opens" json:"opens,omitempty"` // begins at the latest then; absent: as soon as it may
	Due       *DateRule     `yaml:"due" json:"due,omitempty"`
	Hold      *DateRule     `yaml:"hold" json:"hold,omitempty"` // deliberate: the day of the meeting
	Window    *Window       `yaml:"window" json:"window,omitempty"`
	Ladder    string        `yaml:"ladder" json:"ladder,omitempty"`
	Repeat    string        `yaml:"repeat" json:"repeat,omitempty"` // quarterly, half-yearly
	From      gov.UnitID    `yaml:"from" json:"from,omitempty"`     // receive: whose paper is awaited
	With      gov.UnitID    `yaml:"with" json:"with,omitempty"`     // consult: the outside body asked
	To        []string      `yaml:"to" json:"to,omitempty"`         // issue: addressee groups; file: one outside unit
	Document  string        `yaml:"document" json:"document,omitempty"`
	Form      string        `yaml:"form" json:"form,omitempty"`
	Each      []string      `yaml:"each" json:"each,omitempty"` // collect: groups of units asked
	Checks    []string      `yaml:"checks" json:"checks,omitempty"`
	Body      gov.BodyID    `yaml:"body" json:"body,omitempty"`
	Matter    string        `yaml:"matter" json:"matter,omitempty"` // approve, issue: the matter of the authority table
	Package   []string      `yaml:"package" json:"package,omitempty"`
	Panel     gov.BodyID    `yaml:"panel" json:"panel,omitempty"`
	Programme string        `yaml:"programme" json:"programme,omitempty"`
	Waive     *WaiveRule    `yaml:"waive" json:"waive,omitempty"`
	// Extends are the articles by which the date that a law names for the stage may be extended; none: it may not.
	Extends []string `yaml:"extends" json:"extends,omitempty"`
}

// WaiveRule closes a stage unasked where its year has nothing to ask about.
type WaiveRule struct {
	Years  []int  `yaml:"years" json:"years"`   // plan years in which the stage is waived
	Reason string `yaml:"reason" json:"reason"` // printed and audited
}

// DateRule names a day of the plan year; exactly one of Date, WorkingDay and LastDay is set.
type DateRule struct {
	Date       string `yaml:"date" json:"date,omitempty"`               // "MM-DD"
	WorkingDay int    `yaml:"working_day" json:"working_day,omitempty"` // the n-th working day of Month
	Month      int    `yaml:"month" json:"month,omitempty"`
	LastDay    int    `yaml:"last_day" json:"last_day,omitempty"` // the last day of that month
	Year       int    `yaml:"year" json:"year,omitempty"`         // offset to the plan year, −1 for the year before
}

// Window is the span in which a stage runs: it opens on Opens and is due on Due.
type Window struct {
	Opens DateRule `yaml:"opens" json:"opens"`
	Due   DateRule `yaml:"due" json:"due"`
}

// AuthorityRow is one row of the delegation table (domain §3.5): which post decides a matter, and who must concur.
type AuthorityRow struct {
	Ruled   `yaml:",inline"`
	ID      string         `yaml:"id" json:"id"`
	Matter  string         `yaml:"matter" json:"matter"`
	Title   string         `yaml:"title" json:"title"` // 단위업무 · 세부항목
	When    string         `yaml:"when" json:"when"`   // CEL over the matter's facts; empty: always
	Decides gov.Rank       `yaml:"decides" json:"decides"`
	Post    gov.PostID     `yaml:"post" json:"post"`                             // the deciding post where the rank alone is not enough (행정1부시장)
	Concur  []gov.PostID   `yaml:"concur" json:"concur"`                         // 협조
	Agree   []gov.PostID   `yaml:"agree" json:"agree"`                           // 합의
	Touched bool           `yaml:"concur_touched" json:"concur_touched"`         // the heads of the units touched concur too (DocDecree 9(2))
	Serial  bool           `yaml:"serial" json:"serial"`                         // those beside the line sign one after the other, not at once
	Weighty bool           `yaml:"important" json:"important"`                   // 대결한 뒤 사후 보고하여야 하는 중요한 업무 (DocDecree 10(3))
	Own     bool           `yaml:"undelegable" json:"undelegable"`               // not to be delegated further, even for a while (DelegRule 4-2)
	Policy  string         `yaml:"policy_number" json:"policy_number,omitempty"` // series of 방침번호 if one is given, while the named decider decides
	Dispose gov.Disclosure `yaml:"disclosure" json:"disclosure"`                 // default disclosure of the body
}

// BodyRule is how a council, committee, board or jury calls, opens and resolves (domain §4).
type BodyRule struct {
	Ruled      `yaml:",inline"`
	ID         gov.BodyID `yaml:"id" json:"id"`
	Name       string     `yaml:"name" json:"name"`
	Kind       string     `yaml:"kind" json:"kind"` // council, committee, panel, board, jury, meeting
	Secretary  gov.PostID `yaml:"secretary" json:"secretary"`
	Chair      gov.PostID `yaml:"chair" json:"chair"`
	ViceChair  gov.PostID `yaml:"vice_chair" json:"vice_chair,omitempty"` // presides while the chair is absent
	Seats      int        `yaml:"seats" json:"seats"`                     // members in office, the chair among them
	MinSeats   int        `yaml:"min_seats" json:"min_seats,omitempty"`   // fewest members the article allows; 0: not said
	MaxSeats   int        `yaml:"max_seats" json:"max_seats,omitempty"`   // most members the article allows; 0: not said
	NoticeDays int        `yaml:"notice_days" json:"notice_days"`         // full days between notice and meeting; 0: none required
	Quorum     string     `yaml:"quorum" json:"quorum"`                   // "majority_in_office"
	Majority   string     `yaml:"majority" json:"majority"`               // "majority_present"
	MinutesIn  int        `yaml:"minutes_sign_days" json:"minutes_sign_days"`
	PublishIn  int        `yaml:"minutes_publish_days" json:"minutes_publish_days"`
	// Written is how the body resolves without a meeting; nil: it may not.
	Written *WrittenRule `yaml:"written" json:"written,omitempty"`
	// Recusal says whether whoever recused himself stays counted among the members in office (재적): "counted", which
	// an empty word means too, or "excluded". The law leaves it open (domain §4).
	Recusal string `yaml:"recusal" json:"recusal,omitempty"`
	Repeat  string `yaml:"repeat" json:"repeat,omitempty"`   // half-yearly …: standing meetings beside the cycle
	Call    string `yaml:"call" json:"call,omitempty"`       // matter under which the call is approved
	Minutes string `yaml:"minutes" json:"minutes,omitempty"` // matter under which the minutes are approved
	Outside bool   `yaml:"outside" json:"outside"`           // all members come from outside and hold no office
	// SecondFactor is what invitations to the body may ask for; nil: a number or an authenticator.
	SecondFactor *FactorRule `yaml:"second_factor" json:"second_factor,omitempty"`

	// MeetsAt and MeetsUntil are the hours in Seoul, as 14:00, of a meeting whose call names none; empty: the whole
	// day.
	MeetsAt    string `yaml:"meets_at" json:"meets_at,omitempty"`
	MeetsUntil string `yaml:"meets_until" json:"meets_until,omitempty"`
}

// WrittenRule is a vote without a meeting (서면심의): who may order it, and that it needs a yes of more than half of
// all members in office, where silence is no consent.
type WrittenRule struct {
	Order    gov.PostID `yaml:"order" json:"order"`       // the post that may order it
	Majority string     `yaml:"majority" json:"majority"` // majority_in_office
	When     []string   `yaml:"when" json:"when"`         // minor, urgent
	Article  []string   `yaml:"article" json:"article"`
}

// AwardRule is an award programme (domain §6).
type AwardRule struct {
	Ruled     `yaml:",inline"`
	ID        string            `yaml:"id" json:"id"`
	Title     string            `yaml:"title" json:"title"`
	Kind      string            `yaml:"kind" json:"kind"` // commendation, prize, appreciation
	Quota     int               `yaml:"quota" json:"quota"`
	Nominates []string          `yaml:"nominates" json:"nominates"` // groups of units that may nominate
	Officer   gov.PostID        `yaml:"officer" json:"officer"`     // examines eligibility
	Jury      gov.BodyID        `yaml:"jury" json:"jury"`
	MinScores int               `yaml:"min_scores" json:"min_scores"`
	Board     gov.BodyID        `yaml:"board" json:"board"`   // merit board
	Plan      string            `yaml:"plan" json:"plan"`     // matter of the award plan
	Matter    string            `yaml:"matter" json:"matter"` // matter of the deciding document
	VetDays   int               `yaml:"vetting_days" json:"vetting_days"`
	Rules     []EligibilityRule `yaml:"eligibility" json:"eligibility"`
}

// EligibilityRule disqualifies a nominee when When holds over the facts of the nomination (AwardOrd 6).
type EligibilityRule struct {
	ID      string `yaml:"id" json:"id"`
	When    string `yaml:"when" json:"when"` // CEL over the nomination's facts
	Article string `yaml:"article" json:"article"`
	Text    string `yaml:"text" json:"text"`
	// Liftable: a recorded special merit may set the ground aside, as it is one that the year's award plan adds.
	Liftable bool `yaml:"liftable" json:"liftable,omitempty"`
}

// GroupRule names a set of units once, so that stages can ask "each district".
type GroupRule struct {
	ID    string       `yaml:"id" json:"id"`
	Title string       `yaml:"title" json:"title"`
	Units []gov.UnitID `yaml:"units" json:"units,omitempty"` // a fixed list
	Kind  gov.UnitKind `yaml:"kind" json:"kind,omitempty"`   // or every unit of a kind in force on the day
	Leads string       `yaml:"leads" json:"leads,omitempty"` // or the units that lead rows of unit_projects or sub_projects
}

// DutyRule says which posts carry a standing duty beside their rank; access rules ask for duties, not for names.
type DutyRule struct {
	ID      string       `yaml:"id" json:"id"` // coordinator, auditor, operator
	Title   string       `yaml:"title" json:"title"`
	Article string       `yaml:"article" json:"article,omitempty"`
	Posts   []gov.PostID `yaml:"posts" json:"posts"`
}

// FactRule declares a fact that conditions may speak of; whoever asks for a verdict hands it in under its id.
type FactRule struct {
	ID      string   `yaml:"id" json:"id"`     // money is called …_krw: an int in won, never below zero
	Type    string   `yaml:"type" json:"type"` // bool, int, string, strings (a set, in no order)
	Title   string   `yaml:"title" json:"title"`
	Matters []string `yaml:"matters" json:"matters,omitempty"` // the matters it is a fact of; empty: every matter
	Values  []string `yaml:"values" json:"values,omitempty"`   // the only words it may say; empty: any
	Unit    string   `yaml:"unit" json:"unit,omitempty"`       // of a number, as it is printed: 원, 명
}

// ManifestRule says what a pack is and which texts its rules were read from (domain §0).
type ManifestRule struct {
	Pack    string       `yaml:"pack" json:"pack"`     // stable id, e.g. seoul
	Title   string       `yaml:"title" json:"title"`   // name of the government
	Region  string       `yaml:"region" json:"region"` // region whose local holidays apply
	Sources []SourceRule `yaml:"sources" json:"sources"`
}

// SourceRule is one text: a law, an ordinance or a document, and the version that was read.
type SourceRule struct {
	ID    string   `yaml:"id" json:"id"`
	Title string   `yaml:"title" json:"title"`
	Read  gov.Date `yaml:"read" json:"read"` // date of the version that was read; zero if none was
	Note  string   `yaml:"note" json:"note,omitempty"`
}
