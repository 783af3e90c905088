package gov

// Rank orders the posts that may sign, from officer to mayor (domain §1.1, §3.5).
type Rank string

// The ranks of the delegation table.
const (
	RankOfficer      Rank = "officer"
	RankTeamLead     Rank = "team_lead"
	RankDivisionHead Rank = "division_head"
	RankBureauHead   Rank = "bureau_head"
	RankViceMayor    Rank = "vice_mayor"
	RankMayor        Rank = "mayor"
	RankNone         Rank = "none" // outside clerks, members: no rank in the city's line
)

// UnitKind says what a unit is.
type UnitKind string

// The unit kinds.
const (
	UnitCity             UnitKind = "city"
	UnitBureau           UnitKind = "bureau"
	UnitDivision         UnitKind = "division"
	UnitTeam             UnitKind = "team"
	UnitInstitute        UnitKind = "institute"
	UnitAffiliated       UnitKind = "affiliated_institution"
	UnitDistrict         UnitKind = "district"
	UnitEducationOffice  UnitKind = "education_office"
	UnitDistrictEdOffice UnitKind = "district_education_office"
	UnitCouncilCommittee UnitKind = "council_committee"
	UnitMinistry         UnitKind = "ministry"
	UnitOutside          UnitKind = "outside"
)

// Disclosure is the class of a document or an attachment (domain §1.4).
type Disclosure string

// The disclosure classes.
const (
	Public  Disclosure = "public"
	Partial Disclosure = "partial"
	Secret  Disclosure = "closed"
)

// NoticeKind names a mail template.
type NoticeKind string

// The notice kinds of this release.
const (
	NoticeAssigned NoticeKind = "assigned"
	NoticeReturned NoticeKind = "returned"
	NoticeDueSoon  NoticeKind = "due_soon"
	NoticeDueToday NoticeKind = "due_today"
	NoticeOverdue  NoticeKind = "overdue"
	NoticeCall     NoticeKind = "meeting_call"
	NoticeDigest   NoticeKind = "digest"
	NoticeStopped  NoticeKind = "stopped"
	NoticeInformed NoticeKind = "informed" // something happened that asks for nothing: a withdrawal, a watched line

	NoticeBundle           NoticeKind = "bundle"            // what came within two minutes, in one letter
	NoticeDeadlineMoved    NoticeKind = "deadline_moved"    // another date for a task, with the one before
	NoticeNotNotified      NoticeKind = "not_notified"      // a letter did not arrive, told to the owner of the case
	NoticeMeetingMoved     NoticeKind = "meeting_moved"     // another day, hour or place than the call named
	NoticeMeetingCancelled NoticeKind = "meeting_cancelled" // it is not held, or the member sits in it no more
	NoticeExtensionGranted NoticeKind = "extension_granted" // a task got the later date that was asked for, or another
	NoticeExtensionRefused NoticeKind = "extension_refused" // the date of a task stays, and why
	NoticeCheckpoint       NoticeKind = "checkpoint"        // what was signed of the audit log, for auditors to keep
	NoticeCopyWithdrawn    NoticeKind = "copy_withdrawn"    // a public copy is shown no more, told to whoever released it
	NoticePrivacyCheck     NoticeKind = "privacy_check"     // what was read of personal data in a month is to be looked at

	NoticeInvited      NoticeKind = "invited"       // the link of an invitation, without what it asks for besides
	NoticeSignInCode   NoticeKind = "sign_in_code"  // the code of an invitation, where the rules of its body say so
	NoticeTokenExpires NoticeKind = "token_expires" // an API token of one's own ends soon
)

// Legal reports whether the law asks for this notice, so that it is sent at least once rather than at most once.
func (k NoticeKind) Legal() bool { return k == NoticeReturned || k.Invites() }

// Invites reports whether the notice puts a meeting into the calendar of its addressee, or takes it out again.
func (k NoticeKind) Invites() bool {
	return k == NoticeCall || k == NoticeMeetingMoved || k == NoticeMeetingCancelled
}

// NoticeState is the fate of a notice.
type NoticeState string

// The notice states.
const (
	NoticeQueued     NoticeState = "queued"
	NoticeHeld       NoticeState = "held" // until a digest tells it
	NoticeClaimed    NoticeState = "claimed"
	NoticeSent       NoticeState = "sent"
	NoticeUnknown    NoticeState = "unknown" // a crash lay between the server's 250 and our record
	NoticeFailed     NoticeState = "failed"
	NoticeBounced    NoticeState = "bounced" // taken by the relay and returned later
	NoticeSuppressed NoticeState = "suppressed"
)
