package rehearsal

import (
	"gyeol/client"
	"gyeol/gov"
)

// In one collection of the year two units ask for a later date: the fourth by lot is granted it and hands in after the
// first date, the fifth is refused and keeps to it. No later stage waits for that collection.
const (
	extendedIn   = "agency-plans"
	grantedRank  = 3
	refusedRank  = 4
	extendedDays = 5 // from the date of the stage to the day that is asked for
	askedBefore  = 4 // days before the date on which they ask
)

// asksForMore reports whether the unit of the task is one of those that ask for a later date.
func (s situation) asksForMore() bool {
	return s.task.Cycle == overruledCycle && s.task.Stage == extendedIn && s.task.Round == 1 && s.place.of >= 8 &&
		(s.place.rank == grantedRank || s.place.rank == refusedRank)
}

// request is what a unit does that asks for a later date: it asks, waits for the decision and, where more time was
// granted, takes most of it. done is false while it hands nothing in.
func request(s situation, d client.TaskDetail) (out []deed, done bool) {
	if len(d.Extensions) == 0 {
		return []deed{{
			verb: gov.VerbAskExtension, reason: s.pick("extend", extendReasons),
			body: map[string]any{"until": s.task.Due.Operative.AddDays(extendedDays)},
		}}, false
	}
	e := d.Extensions[0]
	return nil, e.State == "refused" || e.State == "granted" && !s.today.Before(e.Granted.AddDays(-1))
}

// decideExtension grants the one and refuses the other.
func decideExtension(s situation, _ client.TaskDetail) []deed {
	if s.place.rank == refusedRank {
		return []deed{{
			verb: gov.VerbRefuseExtension, reason: "취합 일정상 더 늦출 수 없으므로 기한 안에 제출해 주시기 바랍니다.",
			body: map[string]any{},
		}}
	}
	return do(gov.VerbGrantExtension, map[string]any{})
}
