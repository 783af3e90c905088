package api

import (
	"encoding/hex"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"gyeol/gov"
)

// The small inputs that many operations share. They are exported because huma looks into exported fields only.

// Page is where a list begins and how long it is.
type Page struct {
	After string `query:"after" maxLength:"200" doc:"Cursor of the page before, as given in next"`
	Limit int    `query:"limit" minimum:"1" maximum:"200" default:"30" doc:"Most entries of one page"`
}

// DueFilter narrows a list by the operative due date.
type DueFilter struct {
	DueBefore gov.Date `query:"due_before" format:"date" doc:"Operative due date before this day" example:"2022-02-05"`
	Overdue   bool     `query:"overdue" doc:"Only what is still open after its operative due date"`
}

// OnceKey makes a request safe to repeat.
type OnceKey struct {
	Key string `header:"Idempotency-Key" required:"true" minLength:"8" maxLength:"200" pattern:"^[!-~]+$" doc:"Repeat safely with the same key: the same request is answered with its recorded outcome, another one is refused" example:"4f0c8a3e-approve-1"`
}

// IfMatch makes an act conditional on the state of the case that was seen.
type IfMatch struct {
	Match string `header:"If-Match" maxLength:"40" doc:"The state of the case that was seen, as in ETag; refused with 412 when anything was done to the case since" example:"\"7.3\""`
}

// IDPath is the id in the address.
type IDPath struct {
	ID string `path:"id" maxLength:"64" doc:"Id" example:"0190f5a2-7c1e-7a51-9d5e-3f1f1b1f0a01"`
}

// idOf reads an id from a path. What has not its form, or names nothing, is not there.
func idOf[ID ~[16]byte](s string, parse func(string) (ID, error)) (ID, error) {
	id, err := parse(s)
	if err == nil && id == (ID{}) {
		err = gov.ErrNotFound
	}
	return id, err
}

func (p IDPath) caseID() (gov.CaseID, error) { return idOf(p.ID, parseCase) }
func (p IDPath) taskID() (gov.TaskID, error) { return idOf(p.ID, parseTask) }

func parseCase(s string) (id gov.CaseID, err error)       { return id, parseInto(&id, s) }
func parseTask(s string) (id gov.TaskID, err error)       { return id, parseInto(&id, s) }
func parseProcess(s string) (id gov.ProcessID, err error) { return id, parseInto(&id, s) }

func parseImport(s string) (id gov.SheetImportID, err error) { return id, parseInto(&id, s) }

func parseInto(id interface{ UnmarshalText(b []byte) error }, s string) error {
	if s == "" {
		return gov.ErrUnknownID
	}
	return id.UnmarshalText([]byte(s))
}

// seen is the state in If-Match, nil where none was sent or any will do.
func (m IfMatch) seen() (*gov.ETag, error) {
	text := strings.TrimSpace(m.Match)
	if text == "" || text == "*" {
		return nil, nil //nolint:nilnil // no precondition is an answer of its own
	}
	tag, err := gov.ParseETag(text)
	if err != nil {
		p := problemOf(contextOf(nil), err)
		p.Errors = []*huma.ErrorDetail{{Location: "header.If-Match", Message: "is no ETag of ours", Value: m.Match}}
		return nil, p
	}
	return &tag, nil
}

// hashOf reads a content hash; the schema has proven its form.
func hashOf(text string) []byte {
	b, err := hex.DecodeString(text)
	if err != nil {
		return nil
	}
	return b
}
