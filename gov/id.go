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
	auditTag        struct{}
	contributionTag struct{}
	rowTag          struct{}
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
	AuditID        = ID[auditTag]
	ContributionID = ID[contributionTag]
	RowID          = ID[rowTag]
)

// The slugs under which organisation and rules are kept; they come from packs and never change.
type (
	UnitID string // a department, district, institute or outside office
	PostID string // a post in a unit; work belongs to posts
	BodyID string // a council, committee, panel, board or jury
)

// NewID returns a fresh, time-ordered id.
func NewID[tag any]() ID[tag] { return ID[tag](uuid.Must(uuid.NewV7())) }

// ParseID reads the 36-character form; anything else is ErrUnknownID.
func ParseID[tag any](s string) (ID[tag], error) {
	if len(s) != 36 {
		return ID[tag]{}, fmt.Errorf("parse id %.40q: %w", s, ErrUnknownID)
	}
	u, err := uuid.Parse(s)
	if err != nil {
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
