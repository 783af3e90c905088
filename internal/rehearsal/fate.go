package rehearsal

import "gyeol/gov"

// fate is what becomes of one unit's submission in one stage. It is drawn for the unit, so that everybody who meets the
// submission knows the same.
type fate int

const (
	plain    fate = iota
	revised       // the coordinator asks for a revision once
	returned      // the head returns it once
	late          // handed in after the due date
	missing       // never handed in: the stage is closed without it
	waived        // never handed in: the coordinator waives it
)

// How often a submission that no rule singles out meets a fate other than plain.
const (
	shareLate     = 0.05
	shareReturned = 0.05
	shareRevised  = 0.08
)

// fate draws the submission's. Of the units asked in a stage the first by lot is revised, the second returned, the
// third late; the last of a stage in which the coordinator overrules is the one it is about.
func (s situation) fate() fate {
	switch {
	case s.task.Round > 1 || s.asksForMore():
		return plain
	case s.isLast() && s.task.Cycle == overruledCycle && s.task.Stage == missingIn:
		return missing
	case s.isLast() && s.task.Cycle == overruledCycle && s.task.Stage == waivedIn:
		return waived
	case s.place.of > 0 && s.place.rank == 0:
		return revised
	case s.place.rank == 1:
		return returned
	case s.place.rank == 2:
		return late
	}
	draw := s.of(s.task.Cycle, s.task.Stage, s.task.Unit, "fate")
	switch {
	case draw < shareLate:
		return late
	case draw < shareLate+shareReturned:
		return returned
	case draw < shareLate+shareReturned+shareRevised:
		return revised
	}
	return plain
}

// isLast reports whether the unit is the last by lot of a stage that asks enough units to do without one.
func (s situation) isLast() bool { return s.place.of >= 5 && s.place.rank == s.place.of-1 }

// placed are the kinds of tasks whose decision depends on where the unit stands among those asked.
var placed = map[string]bool{
	string(gov.TaskFill): true, string(gov.TaskApproveSub): true, string(gov.TaskCheck): true, string(gov.TaskNominate): true,
	string(gov.TaskVet): true, string(gov.TaskExtension): true,
}
