package gov

import (
	"fmt"

	"github.com/google/uuid"
)

// ID is a UUIDv7 of one kind of record. The tag keeps the id of a task from being passed where a case is meant; the
// byte form goes to PostgreSQL as uuid, the text form into JSON.
type ID[tag any] [16]byte

type (
	caseTag         struct{}
	taskTag         struct{}
	stageTag        struct{}
	cycleTag        struct{}
	processTag      struct{}
	personTag       struct{}
	noticeTag       struct{}
	tokenTag        struct{}
	sessionTag      struct{}
	invitationTag   struct{}
	auditTag        struct{}
	contributionTag struct{}
	rowTag          struct{}
	absenceTag      struct{}
	delegationTag   struct{}
	transferTag     struct{}
	sheetExportTag  struct{}
	sheetImportTag  struct{}
	feedTag         struct{}
	calendarDayTag  struct{}
	calendarChgTag  struct{}
	extensionTag    struct{}
)

// The identifiers of the records that people and workflows name.
type (
	CaseID         = ID[caseTag]
	TaskID         = ID[taskTag]
	StageID        = ID[stageTag]
	CycleID        = ID[cycleTag]
	ProcessID      = ID[processTag]
	PersonID       = ID[personTag]
	NoticeID       = ID[noticeTag]
	TokenID        = ID[tokenTag]
	SessionID      = ID[sessionTag]
	InvitationID   = ID[invitationTag]
	AuditID        = ID[auditTag]
	ContributionID = ID[contributionTag]
	RowID          = ID[rowTag]
	AbsenceID      = ID[absenceTag]
	DelegationID   = ID[delegationTag]
	TransferID     = ID[transferTag]
	FeedID         = ID[feedTag]
	SheetExportID  = ID[sheetExportTag]
	SheetImportID  = ID[sheetImportTag]
	CalendarDayID  = ID[calendarDayTag]
	ExtensionID    = ID[extensionTag]

	CalendarChangeID = ID[calendarChgTag]
)

// The slugs under which organisation and rules are kept; they come from packs and never change.
type (
	UnitID string // a department, district, institute or outside office
	PostID string // a post in a unit; work belongs to posts
	BodyID string // a council, committee, panel, board or jury
)

// NewID returns a fresh, time-ordered id of any kind; the constructors below name the kinds.
func NewID[tag any]() ID[tag] { return ID[tag](uuid.Must(uuid.NewV7())) }

// ParseID reads the 36-character form; anything else, and the id that names nothing, is ErrUnknownID.
func ParseID[tag any](s string) (ID[tag], error) {
	if len(s) != 36 {
		return ID[tag]{}, fmt.Errorf("parse id %.40q: %w", s, ErrUnknownID)
	}
	u, err := uuid.Parse(s)
	if err != nil || u == uuid.Nil {
		return ID[tag]{}, fmt.Errorf("parse id %.40q: %w", s, ErrUnknownID)
	}
	return ID[tag](u), nil
}

// IsZero reports whether the id names nothing.
func (id ID[tag]) IsZero() bool { return id == ID[tag]{} }

// String returns the 36-character form, or "" for the zero id.
func (id ID[tag]) String() string {
	if id.IsZero() {
		return ""
	}
	return uuid.UUID(id).String()
}

// MarshalText writes the 36-character form, or nothing for the zero id.
func (id ID[tag]) MarshalText() ([]byte, error) { return []byte(id.String()), nil }

// UnmarshalText reads the 36-character form; the empty text is the zero id.
func (id *ID[tag]) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*id = ID[tag]{}
		return nil
	}
	parsed, err := ParseID[tag](string(b))
	if err != nil {
		return err
	}
	*id = parsed
	return nil
}

// NewAuditID returns a fresh id for an audit entry.
func NewAuditID() AuditID { return NewID[auditTag]() }

// NewCaseID returns a fresh id for a case.
func NewCaseID() CaseID { return NewID[caseTag]() }

// NewTaskID returns a fresh id for a task.
func NewTaskID() TaskID { return NewID[taskTag]() }

// NewStageID returns a fresh id for a stage.
func NewStageID() StageID { return NewID[stageTag]() }

// NewCycleID returns a fresh id for a cycle.
func NewCycleID() CycleID { return NewID[cycleTag]() }

// NewProcessID returns a fresh id for a process.
func NewProcessID() ProcessID { return NewID[processTag]() }

// NewPersonID returns a fresh id for a person.
func NewPersonID() PersonID { return NewID[personTag]() }

// NewTokenID returns a fresh id for a token.
func NewTokenID() TokenID { return NewID[tokenTag]() }

// NewSessionID returns a fresh id for a session.
func NewSessionID() SessionID { return NewID[sessionTag]() }

// NewInvitationID returns a fresh id for an invitation.
func NewInvitationID() InvitationID { return NewID[invitationTag]() }

// NewContributionID returns a fresh id for a contribution.
func NewContributionID() ContributionID { return NewID[contributionTag]() }

// NewRowID returns a fresh id for a row or an agenda item.
func NewRowID() RowID { return NewID[rowTag]() }

// NewNoticeID returns a fresh id for a notice.
func NewNoticeID() NoticeID { return NewID[noticeTag]() }

// NewAbsenceID returns a fresh id for an absence.
func NewAbsenceID() AbsenceID { return NewID[absenceTag]() }

// NewDelegationID returns a fresh id for a delegation.
func NewDelegationID() DelegationID { return NewID[delegationTag]() }

// NewExtensionID returns a fresh id for a request for a later date.
func NewExtensionID() ExtensionID { return NewID[extensionTag]() }

// NewFeedID returns a fresh id for a person's calendar feed.
func NewFeedID() FeedID { return NewID[feedTag]() }

// NewTransferID returns a fresh id for a transfer of a person.
func NewTransferID() TransferID { return NewID[transferTag]() }

// NewSheetExportID returns a fresh id for a file that was given out.
func NewSheetExportID() SheetExportID { return NewID[sheetExportTag]() }

// NewSheetImportID returns a fresh id for a file that came back.
func NewSheetImportID() SheetImportID { return NewID[sheetImportTag]() }

// NewCalendarDayID returns a fresh id for a day that an operator enters.
func NewCalendarDayID() CalendarDayID { return NewID[calendarDayTag]() }

// NewCalendarChangeID returns a fresh id for a change of the calendar.
func NewCalendarChangeID() CalendarChangeID { return NewID[calendarChgTag]() }
