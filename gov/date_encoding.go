package gov

import (
	"bytes"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"time"
)

// MarshalText writes d as 2006-01-02 and "no date" as nothing.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads a date written as 2006-01-02; the empty text is "no date".
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	parsed, err := ParseDate(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

// MarshalJSON writes d as a JSON string and "no date" as null.
func (d Date) MarshalJSON() ([]byte, error) {
	if d.IsZero() {
		return []byte("null"), nil
	}
	return []byte(`"` + d.String() + `"`), nil
}

// UnmarshalJSON reads a JSON string written as 2006-01-02; null and "" are "no date".
func (d *Date) UnmarshalJSON(data []byte) error {
	if bytes.Equal(data, []byte("null")) {
		*d = Date{}
		return nil
	}
	var s string
	if err := json.Unmarshal(data, &s); err != nil {
		return fmt.Errorf("parse date: want a string: %w", err)
	}
	return d.UnmarshalText([]byte(s))
}

// Value hands d to a database as midnight UTC, and "no date" as NULL. The type has no other face that pgx knows, so
// pgx takes this one and encodes it as a PostgreSQL date.
func (d Date) Value() (driver.Value, error) {
	if d.IsZero() {
		return nil, nil //nolint:nilnil // database/sql says NULL with a nil value
	}
	return d.civil(), nil
}

// Scan reads a database date. A time.Time gives the day it shows in its own zone, because drivers return a date
// column as midnight UTC; to turn an instant into an office day use DateIn.
func (d *Date) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*d = Date{}
		return nil
	case time.Time:
		*d = NewDate(v.Date())
		return nil
	case string:
		return d.UnmarshalText([]byte(v))
	case []byte:
		return d.UnmarshalText(v)
	default:
		return fmt.Errorf("scan date: cannot read a %T", src)
	}
}
