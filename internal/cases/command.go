package cases

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"

	"gyeol/gov"
	"gyeol/policies"
)

// Actor is who acts: a signed-in person, or gyeol itself as a step of a process.
type Actor struct {
	Person gov.PersonID
	Name   string
	Scopes []string
	Body   gov.BodyID  // the only one that an invited member reaches; empty: all that the person may
	Stage  gov.StageID // of that, the only round; zero: every round
	Meet   gov.CaseID  // of that, the only meeting; zero: every meeting
	System bool
	Visit  Visit        // how he came to what he reads
	posts  []gov.PostID // held on the office date; filled in the transaction
}

// key is the actor as acts and keys store it.
func (a Actor) key() string {
	if a.System {
		return "system"
	}
	return a.Person.String()
}

// Command asks for one act or one contribution. Exactly one of Task and Case is set: persons act on their tasks, the
// system and those who may overrule the graph on a case.
type Command struct {
	Task     gov.TaskID
	Case     gov.CaseID
	Verb     gov.Verb
	Key      string          // idempotency key, unique per actor
	HashSeen []byte          // the content hash the actor saw; needed where content is decided
	Seen     *gov.ETag       // If-Match: the state of the case the actor saw; nil: whatever it is
	Reason   string          // mandatory where the move says so
	Body     json.RawMessage // particular to the verb
	Source   string          // the network address of the caller, for the record of refusals
}

// requestHash is what makes two commands under one key the same.
func (c Command) requestHash() []byte {
	h := sha256.New()
	fmt.Fprintf(h, "%s\x00%s\x00%s\x00%x\x00%s\x00", c.Task, c.Case, c.Verb, c.HashSeen, c.Reason)
	var compact bytes.Buffer
	if err := json.Compact(&compact, c.Body); err != nil {
		h.Write(c.Body)
	} else {
		h.Write(compact.Bytes())
	}
	return h.Sum(nil)
}

// Outcome is what an act or a contribution did. It is stored with it and given again for the same key.
type Outcome struct {
	Case           gov.CaseID     `json:"case"`
	Kind           gov.CaseKind   `json:"kind"`
	Seq            int32          `json:"seq"` // 0 for a contribution
	Verb           gov.Verb       `json:"verb"`
	From           gov.State      `json:"from"`
	State          gov.State      `json:"state"`
	Round          int32          `json:"round"`
	Revision       int32          `json:"revision"`
	ETag           string         `json:"etag,omitempty" doc:"The state of the case afterwards; send it as If-Match"`
	OfficeDate     gov.Date       `json:"office_date"`
	Opened         []TaskRef      `json:"opened,omitempty"` // the tasks that this act opened
	DocumentNumber string         `json:"document_number,omitempty"`
	PolicyNumber   string         `json:"policy_number,omitempty"`
	Result         map[string]any `json:"result,omitempty"` // particular to the verb
	Replayed       bool           `json:"replayed,omitempty"`
}

// TaskRef names a task that was opened and the posts it went to.
type TaskRef struct {
	ID   gov.TaskID   `json:"id"`
	Key  string       `json:"key"`
	Kind gov.TaskKind `json:"kind"`
}

// decode reads a verb's body strictly: a field the verb does not know is refused rather than ignored.
func decode(body json.RawMessage, into any) error {
	if len(body) == 0 {
		body = json.RawMessage("{}")
	}
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.DisallowUnknownFields()
	if err := dec.Decode(into); err != nil {
		return invalidBody(err)
	}
	if _, err := dec.Token(); err != io.EOF {
		return invalidBody(errNotJSON)
	}
	return nil
}

// said is the hash of what the actor said, over its canonical form: an auditor can work it out again from the act's
// row.
func (c Command) said() ([]byte, error) {
	return contentHash(map[string]any{"reason": c.Reason, "body": c.bodyOrEmpty()})
}

// bodyOrEmpty is the body, an empty object where none was sent.
func (c Command) bodyOrEmpty() json.RawMessage {
	if len(c.Body) == 0 {
		return json.RawMessage("{}")
	}
	return c.Body
}

// invalid is a refusal of one field.
func invalid(field, korean, english string) error {
	return gov.Refuse(gov.CodeInvalid, field+": "+korean, field+": "+english)
}

// notOpen is the refusal of an act that the state does not know, with what is open instead.
func notOpen(m *policies.Machine, state gov.State, verb gov.Verb) error {
	open := gov.KoreanVerbs(m.Open(state))
	e := gov.Refusef(gov.CodeActNotOpen, "지금 상태(%[4]s)에서는 ‘%[5]s’ 처리를 할 수 없습니다. 가능한 처리: %[6]s",
		"in state %[1]s the act %[2]s is not open; open are %[3]v", state, verb, m.Open(state),
		state.Korean(), verb.Korean(), open)
	e.Reasons = []gov.Reason{{Rule: "machine/open", Text: fmt.Sprintf("지금 상태(%s)에서 가능한 처리: %s", state.Korean(), open)}}
	e.State = state
	return e
}
