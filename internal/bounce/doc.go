// Package bounce reads what mail servers send back: reports that a mail was not delivered, or not yet (RFC 3464). It is
// pure: bytes in, a report out. Whoever sent them is unknown, so nothing in a report is believed here; internal/cases
// holds it against the record.
package bounce
