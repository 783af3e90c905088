package gov

import (
	"database/sql/driver"
	"fmt"

	"github.com/google/uuid"
)

// Value gives the database the text form, or NULL for the zero id: in the schema "no id" is null.
func (id ID[tag]) Value() (driver.Value, error) {
	if id.IsZero() {
		return nil, nil
	}
	return id.String(), nil
}

// Scan reads a uuid column; NULL becomes the zero id.
func (id *ID[tag]) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*id = ID[tag]{}
		return nil
	case [16]byte:
		*id = v
		return nil
	case string:
		u, err := uuid.Parse(v)
		if err != nil {
			return fmt.Errorf("scan id: %w", err)
		}
		*id = ID[tag](u)
		return nil
	}
	return fmt.Errorf("scan id: cannot read %T", src)
}

// UUID gives the bytes of the id, for a database that takes them as they are.
func (id ID[tag]) UUID() [16]byte { return id }

// SetUUID takes the bytes of an id from a database; all zero is no id.
func (id *ID[tag]) SetUUID(b [16]byte) { *id = b }

// Value gives the database the slug, or NULL for none.
func (u UnitID) Value() (driver.Value, error) { return slugValue(string(u)) }

// Value gives the database the slug, or NULL for none.
func (p PostID) Value() (driver.Value, error) { return slugValue(string(p)) }

// Value gives the database the slug, or NULL for none.
func (b BodyID) Value() (driver.Value, error) { return slugValue(string(b)) }

// Scan reads a text column; NULL becomes the empty slug.
func (u *UnitID) Scan(src any) error { return scanSlug((*string)(u), src) }

// Scan reads a text column; NULL becomes the empty slug.
func (p *PostID) Scan(src any) error { return scanSlug((*string)(p), src) }

// Scan reads a text column; NULL becomes the empty slug.
func (b *BodyID) Scan(src any) error { return scanSlug((*string)(b), src) }

func slugValue(s string) (driver.Value, error) {
	if s == "" {
		return nil, nil
	}
	return s, nil
}

func scanSlug(dst *string, src any) error {
	switch v := src.(type) {
	case nil:
		*dst = ""
		return nil
	case string:
		*dst = v
		return nil
	case []byte:
		*dst = string(v)
		return nil
	}
	return fmt.Errorf("scan slug: cannot read %T", src)
}
