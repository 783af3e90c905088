package policies

import (
	"slices"

	"gyeol/gov"
)

// Expert is a member of a monitoring panel with the units in which he holds a post: projects these lead are not his to
// judge (domain §5, conflict check).
type Expert struct {
	Person gov.PersonID
	Member string // slug of the seat
	Units  []gov.UnitID
}

// Assign gives each project, named by the unit that leads it, to one expert in turn, starting with the expert of that
// number, so that the next round brings other eyes. Whoever is of the leading unit is passed over. It refuses with
// CodeNoRule where nobody is left.
func Assign(leads []gov.UnitID, experts []Expert, start int) ([]Expert, error) {
	out := make([]Expert, 0, len(leads))
	turn := start
	for _, lead := range leads {
		e, ok := nextFree(experts, turn, lead)
		if !ok {
			return nil, gov.Refusef(gov.CodeNoRule, "%s 소관 사업을 점검할 수 있는 위원이 없습니다. 위원을 보완하십시오.",
				"no expert of the panel may judge a project of %s", lead)
		}
		out = append(out, e)
		turn++
	}
	return out, nil
}

func nextFree(experts []Expert, turn int, lead gov.UnitID) (Expert, bool) {
	for i := range experts {
		e := experts[(turn+i)%len(experts)]
		if !slices.Contains(e.Units, lead) {
			return e, true
		}
	}
	return Expert{}, false
}
