package gov

// ProcessRef names a process to its workflow: nothing else is carried, the rows say the rest (design §6).
type ProcessRef struct {
	Process ProcessID   `json:"process"`
	Kind    ProcessKind `json:"kind"`
}

// Look is what a process sees in the rows at one moment. Verdicts in it were worked out by policies when the rows were
// read; a workflow only waits for them.
type Look struct {
	Today   Date         `json:"today"`
	State   string       `json:"state"`           // of the process: running, stopped, ended
	Stop    Code         `json:"stop,omitempty"`  // why it is stopped
	Stops   int          `json:"stops,omitempty"` // how often it was stopped so far
	Case    CaseID       `json:"case"`            // the case the process follows: cycle, stage or agreement
	Is      State        `json:"is"`              // its state
	Round   int32        `json:"round"`
	Wakes   []int64      `json:"wakes,omitempty"` // undone wakes this look has seen
	Stage   *StageLook   `json:"stage,omitempty"`
	Cases   []CaseLook   `json:"cases,omitempty"`  // the few cases of an uncounted stage, oldest first
	Counts  []StateCount `json:"counts,omitempty"` // every case of the stage, by kind and state
	Pending int          `json:"pending"`          // cycle: stages not yet ended

	Agreement *AgreementLook `json:"agreement,omitempty"`
}

// StageLook is the part of a look that stages have.
type StageLook struct {
	Kind        StageKind `json:"kind"`
	MayOpen     bool      `json:"may_open"`         // its gates and its day allow it to begin
	Gate        bool      `json:"gate"`             // every stage it comes after has decided
	Waive       string    `json:"waive,omitempty"`  // the reason for which its rule closes it unasked
	Decided     bool      `json:"decided"`          // later stages may go on
	HoldReached bool      `json:"hold_reached"`     // the day of its meeting has come
	OpenCases   int       `json:"open_cases"`       // counted cases still open
	Target      State     `json:"target,omitempty"` // closing: what it is closing to
	VettingOver bool      `json:"vetting_over"`     // award: the posting period has passed
	Stale       bool      `json:"stale"`            // what came before was taken up again since this stage used it
}

// AgreementLook is the part of a look that agreements have.
type AgreementLook struct {
	Alert int  `json:"alert"` // the alert of this term that is due, from 1; 0: none
	Over  bool `json:"over"`  // the last day of the term has passed
}

// CaseLook is one case of a stage.
type CaseLook struct {
	ID      CaseID   `json:"id"`
	Kind    CaseKind `json:"kind"`
	Subject string   `json:"subject"`
	State   State    `json:"state"`
	Round   int32    `json:"round"`
}

// StateCount says how many cases of a kind are in a state.
type StateCount struct {
	Kind  CaseKind `json:"kind"`
	State State    `json:"state"`
	N     int      `json:"n"`
}

// Count adds up the cases of a kind in any of the states.
func (l Look) Count(kind CaseKind, in ...State) int {
	n := 0
	for _, c := range l.Counts {
		if c.Kind != kind {
			continue
		}
		for _, s := range in {
			if c.State == s {
				n += c.N
			}
		}
	}
	return n
}

// Latest returns the youngest case of a kind whose subject begins so, which is the attempt that counts.
func (l Look) Latest(kind CaseKind, prefix string) (CaseLook, bool) {
	for i := len(l.Cases) - 1; i >= 0; i-- {
		c := l.Cases[i]
		if c.Kind == kind && len(c.Subject) >= len(prefix) && c.Subject[:len(prefix)] == prefix {
			return c, true
		}
	}
	return CaseLook{}, false
}

// Halt is why a process cannot go on.
type Halt struct {
	Process ProcessID `json:"process"`
	Code    Code      `json:"code"`
	Text    string    `json:"text"`
	After   int       `json:"after,omitempty"` // the stops that were recorded before this one
}

// Step is one act of gyeol itself on a case. Its key follows from process, verb, subject and round, so that doing it
// again answers with what was recorded.
type Step struct {
	Process ProcessID `json:"process"`
	Case    CaseID    `json:"case"`
	Verb    Verb      `json:"verb"`
	Subject string    `json:"subject"` // tells steps of one verb apart: an attempt, a nominee
	Round   int32     `json:"round"`
	Reason  string    `json:"reason,omitempty"`
	Body    []byte    `json:"body,omitempty"`
}

// StepResult is what a step did. A refusal is a result and not an error: the story goes on or stops by its code.
type StepResult struct {
	State  State  `json:"state"`
	Code   Code   `json:"code,omitempty"`
	Detail string `json:"detail,omitempty"`
}

// Refused reports whether the step was refused.
func (r StepResult) Refused() bool { return r.Code != "" }
