package policies

import (
	"slices"

	"gyeol/gov"
)

// Role names who is asked for a task; internal/cases finds the posts and persons behind it on that day.
type Role string

// The roles of this release.
const (
	RoleUnitOfficer  Role = "unit_officer"  // the officers of the case's unit
	RoleUnitHead     Role = "unit_head"     // its head
	RoleCoordinator  Role = "coordinator"   // the officers of the cycle's owner unit
	RoleOtherOfficer Role = "other_officer" // the officers of the office across the table
	RoleLineCell     Role = "line_cell"     // the post of the current cell of the approval line
	RoleDrafter      Role = "drafter"       // the drafter of the document
	RoleSecretary    Role = "secretary"     // 간사 of the body
	RoleMembers      Role = "members"       // each member of the body, one task each
	RoleExpert       Role = "expert"        // the panel expert of the opinion
	RoleJury         Role = "jury"          // each juror, one task each
	RoleAwardOfficer Role = "award_officer" // the officer of the award programme
	RoleOwner        Role = "owner"         // the named owner of the process
	RoleReader       Role = "reader"        // the post to which a document is shown
	RoleUnitLine     Role = "unit_line"     // the post of the current cell of a unit's own line
	RoleTouched      Role = "touched"       // the officers of a unit that a row touches
	RoleDateOwner    Role = "date_owner"    // whoever gave the date that somebody asks to have moved
)

// Personal reports whether the rules name exactly this post or person for the role, so that its tasks never change
// hands by a coordinator's word: signatures, votes, scores and opinions.
func (r Role) Personal() bool {
	switch r {
	case RoleUnitHead, RoleUnitLine, RoleLineCell, RoleMembers, RoleExpert, RoleJury, RoleReader, RoleDateOwner:
		return true
	case RoleUnitOfficer, RoleTouched, RoleCoordinator, RoleOtherOfficer, RoleDrafter, RoleSecretary, RoleAwardOfficer, RoleOwner:
		return false
	}
	return true
}

// InPerson reports whether nobody may stand in for whoever the role names: votes, scores and opinions are a member's
// own, and a report to the absent is read by himself.
func (r Role) InPerson() bool {
	switch r {
	case RoleMembers, RoleExpert, RoleJury, RoleReader:
		return true
	case RoleUnitHead, RoleUnitLine, RoleTouched, RoleLineCell, RoleUnitOfficer, RoleCoordinator, RoleOtherOfficer, RoleDrafter, RoleSecretary,
		RoleAwardOfficer, RoleOwner, RoleDateOwner:
		return false
	}
	return true
}

// InPersonTasks lists the kinds of tasks in which nobody stands in, by name.
func InPersonTasks() []gov.TaskKind {
	var kinds []gov.TaskKind
	for _, spec := range besideStates {
		if spec.Role.InPerson() {
			kinds = append(kinds, spec.Kind)
		}
	}
	for _, m := range machines {
		for _, specs := range m.Tasks {
			for _, spec := range specs {
				if spec.Role.InPerson() {
					kinds = append(kinds, spec.Kind)
				}
			}
		}
	}
	slices.Sort(kinds)
	return slices.Compact(kinds)
}

// DueBasis says from what the due dates of a task follow.
type DueBasis string

// The due bases.
const (
	DueStage   DueBasis = "stage"   // the stage's two due dates
	DueCallBy  DueBasis = "call_by" // the last day on which the notice of the meeting is in time
	DueHold    DueBasis = "hold"    // the day of the meeting
	DueMinutes DueBasis = "minutes" // the period for the minutes of the body
	DueDays    DueBasis = "days"    // Days after the task was opened, by the civil code
	DueNone    DueBasis = "none"

	DueArrived   DueBasis = "arrived"   // Days after what is to be answered arrived, by LegalClock.Due
	DueEffective DueBasis = "effective" // Days after it took effect
)

// TaskSpec is a task that is open as long as its case is in a state.
type TaskSpec struct {
	Kind  gov.TaskKind
	Role  Role
	Verbs []gov.Verb // the acts and contributions it offers
	Due   DueBasis
	Days  int
	Title string // Korean, what is asked
	Rule  Ruled  // why this post is asked
}

// Move is one row of a transition table.
type Move struct {
	Verb     gov.Verb
	From     []gov.State
	To       []gov.State // the first is the rule, the others need a fact that the act's handler establishes
	System   bool        // only gyeol itself, as a step of the process
	Overrule bool        // only who may overrule the graph, always with a reason
	Reason   bool        // a reason is mandatory
	NewRound bool        // the next round begins: earlier signatures count no more
	Wakes    bool        // something outside the case must follow: ring the process
}

// Machine is the life of one kind of case: a table, used by acts, buttons, the API and the checker alike.
type Machine struct {
	Kind     gov.CaseKind
	Initial  gov.State
	Final    []gov.State
	Moves    []Move
	Tasks    map[gov.State][]TaskSpec
	Contribs map[gov.State][]gov.Verb
	Counted  bool // its last open case closes its stage: kept in the stage counter
}

// Find returns the move that the verb makes from a state.
func (m *Machine) Find(from gov.State, verb gov.Verb) (Move, bool) {
	for _, mv := range m.Moves {
		if mv.Verb == verb && slices.Contains(mv.From, from) {
			return mv, true
		}
	}
	return Move{}, false
}

// Knows reports whether the verb moves a case of this kind from any state.
func (m *Machine) Knows(verb gov.Verb) bool {
	return slices.ContainsFunc(m.Moves, func(mv Move) bool { return mv.Verb == verb })
}

// IsFinal reports whether nothing more is asked for in the state.
func (m *Machine) IsFinal(s gov.State) bool { return slices.Contains(m.Final, s) }

// MayContribute reports whether the contribution is counted in the state.
func (m *Machine) MayContribute(s gov.State, verb gov.Verb) bool {
	return slices.Contains(m.Contribs[s], verb)
}

// RoleOf is the role that tasks of a kind go to; a kind that nothing else asks for is the task of a process's owner.
func (m *Machine) RoleOf(kind gov.TaskKind) Role {
	if spec, ok := m.SpecOf(kind); ok {
		return spec.Role
	}
	return RoleOwner
}

// SpecOf finds what the table says of tasks of a kind; false for one that no table asks for.
func (m *Machine) SpecOf(kind gov.TaskKind) (TaskSpec, bool) {
	for _, spec := range besideStates {
		if spec.Kind == kind {
			return spec, true
		}
	}
	for _, specs := range m.Tasks {
		for _, spec := range specs {
			if spec.Kind == kind {
				return spec, true
			}
		}
	}
	return TaskSpec{}, false
}

// BesideStates reports whether tasks of a kind are opened by an act for what it names, and by no state.
func BesideStates(kind gov.TaskKind) bool {
	return slices.ContainsFunc(besideStates, func(s TaskSpec) bool { return s.Kind == kind })
}

// Open returns the verbs that persons may use from a state, in the order of the table.
func (m *Machine) Open(from gov.State) []gov.Verb {
	var out []gov.Verb
	for _, mv := range m.Moves {
		if !mv.System && slices.Contains(mv.From, from) {
			out = append(out, mv.Verb)
		}
	}
	return out
}

// MachineOf returns the machine of a kind. Every kind has one; a test walks them all.
func MachineOf(kind gov.CaseKind) *Machine { return machines[kind] }

var machines = map[gov.CaseKind]*Machine{
	gov.CaseCycle:        &cycleMachine,
	gov.CaseStage:        &stageMachine,
	gov.CaseReceipt:      &receiptMachine,
	gov.CaseSubmission:   &submissionMachine,
	gov.CaseCompilation:  &compilationMachine,
	gov.CaseDocument:     &documentMachine,
	gov.CaseMeeting:      &meetingMachine,
	gov.CaseConsultation: &consultationMachine,
	gov.CaseFiling:       &filingMachine,
	gov.CaseOpinion:      &opinionMachine,
	gov.CaseNomination:   &nominationMachine,
	gov.CaseAgreement:    &agreementMachine,
}

func states(s ...gov.State) []gov.State { return s }
func verbs(v ...gov.Verb) []gov.Verb    { return v }
