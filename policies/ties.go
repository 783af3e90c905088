package policies

import (
	"slices"

	"gyeol/gov"
)

// Tie is what a person has to do with a case, as bits that combine: his role on it, and what his unit has to do with
// it, on the day on which it is asked. The functions ties_of and ties_on of the schema work them out; what follows from
// them is for the rules of access.
type Tie int32

// The ties, in the order of their bits.
const (
	Holder    Tie = 1 << iota // an open task on it is his
	Worked                    // a task on it was his
	StandsIn                  // an open task on it waits for him in another's place, by delegation or acting order
	Vacant                    // an open task on it waits for a post of his unit that nobody holds
	SignedFor                 // he signed it in another's place
	OnLine                    // a cell of its present line is for a post of his, whose turn may not have come
	Tabled                    // a body that asks him something has it on its agenda
	OwnUnit                   // it is the work of his unit
	OtherUnit                 // his unit is the other side of it
	Sent                      // its paper was sent to his unit as it stands
	OfBody                    // the body to which he was invited has to do with it

	tiesEnd
)

// Inward are all ties but that of an invited member to his body.
const Inward = OfBody - 1

var tieNames = []string{
	"holder", "worked", "stands_in", "vacant", "signed_for", "on_line", "tabled", "own_unit", "other_unit", "sent",
	"of_body",
}

var tieKorean = []string{
	"담당 중", "담당함", "대리", "공석 과업", "대결함", "결재선", "상정", "소관 부서", "상대 기관", "수신", "위원회 안건",
}

// EveryTie lists the ties one by one.
func EveryTie() []Tie {
	var out []Tie
	for t := Holder; t < tiesEnd; t <<= 1 {
		out = append(out, t)
	}
	return out
}

// Names are the names of the ties in a combination, as the rules of access write them.
func (t Tie) Names() []string { return t.among(tieNames) }

// Korean are the same as officials read them.
func (t Tie) Korean() []string { return t.among(tieKorean) }

func (t Tie) among(words []string) []string {
	out := []string{}
	for i, word := range words {
		if t&(1<<i) != 0 {
			out = append(out, word)
		}
	}
	return out
}

// CaseKinds lists every kind of case in order.
func CaseKinds() []gov.CaseKind {
	out := make([]gov.CaseKind, 0, len(machines))
	for kind := range machines {
		out = append(out, kind)
	}
	slices.Sort(out)
	return out
}

// States lists the states that a case of the machine can be in, in order.
func (m *Machine) States() []gov.State {
	out := append([]gov.State{m.Initial}, m.Final...)
	for _, move := range m.Moves {
		out = append(append(out, move.From...), move.To...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// AccessActions lists what is asked of the rules of access beside the acts of a machine; a pack whose schema lacks
// one of them does not load, so that nothing is asked that no rule could answer.
func AccessActions() []string {
	return []string{
		ActSee, ActFollow, ActReadNominee, ActReadVotes, ActReadTrail, ActMakeCopy, ActReadInside, ActReadNames, ActReadLoad,
		ActReadProcesses, ActReadConformity, ActReadNotices, ActReadViews, ActReadAudit,
		ActArrange, ActMovePeople, ActKeepCalendar, ActResume,
		ActResend, ActOverrule,
	}
}

// What may be done with a case.
const (
	ActSee         = "see"          // it stands in lists and opens
	ActFollow      = "follow"       // how it came about: acts, decisions, tasks, versions, files, and what follows on it
	ActReadNominee = "read_nominee" // what it holds of a nominee
	ActMakeCopy    = "make_copy"    // its public copy as it would be released, and what is masked in it
	ActReadVotes   = "read_votes"   // the ballots and scores of others
	ActReadTrail   = "read_trail"   // its audit trail
)

// What may be done in the installation.
const (
	ActReadInside     = "read_inside"     // the year as a whole: progress, matrix, path
	ActReadNames      = "read_names"      // who holds the tasks of other units, and titles of cases of others
	ActReadLoad       = "read_load"       // how many tasks each person has
	ActReadProcesses  = "read_processes"  // the processes and whether they stopped
	ActReadConformity = "read_conformity" // lines that were decided, held against the rules
	ActReadNotices    = "read_notices"    // what was sent to whom
	ActReadViews      = "read_views"      // who read personal data
	ActReadAudit      = "read_audit"      // the audit log and its proofs
	ActArrange        = "arrange"         // absences and delegations of others
	ActMovePeople     = "move_people"     // 인사이동
	ActKeepCalendar   = "keep_calendar"   // the office calendar
	ActResume         = "resume"          // a process that stopped
	ActResend         = "resend"          // a notice once more
	ActOverrule       = "overrule"        // the graph of the year
)
