package rehearsal

import (
	"fmt"

	"gyeol/client"
	"gyeol/gov"
)

// How the units that may nominate are singled out by lot: the first names somebody whom a rule disqualifies, the third
// somebody to whom an objection is made in vain, the fourth one who loses the award by an objection.
const (
	rankDisqualified = 0
	rankObjected     = 2
	rankUpheld       = 3
)

// shareDeclined is how many of the other units name nobody.
const shareDeclined = 0.45

// nominate names a group, never a person, or nobody.
func nominate(s situation, _ client.TaskDetail) []deed {
	if s.place.rank > rankUpheld && s.draw("nominates") < shareDeclined {
		return []deed{{verb: gov.VerbDecline, reason: s.pick("decline", declines), body: map[string]any{}}}
	}
	return do(gov.VerbNominate, map[string]any{
		"nominee": s.task.UnitName + " 평생교육 유공 단체",
		"merit":   fmt.Sprintf("%s 관내 평생교육 진흥에 이바지함: %s", s.task.UnitName, s.pick("merit", merits)),
		"facts": map[string]any{
			"convictions": []string{}, "same_merit_awarded": s.place.of > 0 && s.place.rank == rankDisqualified,
			"years_since_mayor_award": -1, "under_investigation": false, "tax_arrears": false,
		},
	})
}

// examine finds nothing beyond what the nominating unit has stated.
func examine(situation, client.TaskDetail) []deed { return do(gov.VerbExamine, map[string]any{}) }

// score is a juror's: what a nominee deserves, and how strict the juror is.
func score(s situation, _ client.TaskDetail) []deed {
	merit := 700 + s.n(220, s.task.Cycle, s.task.Unit, "merit")
	tenths := merit + s.n(101, s.salt(), "score") - 50
	return do(gov.VerbScore, map[string]any{"tenths": min(max(tenths, 0), 1000), "opinion": s.pick("opinion", juryOpinions)})
}

// rank waits until every juror has scored.
func rank(_ situation, d client.TaskDetail) []deed {
	for _, t := range d.File.Tasks {
		if t.Kind == string(gov.TaskScore) {
			return nil
		}
	}
	return do(gov.VerbRank, map[string]any{})
}

// vet records what the public vetting brought.
func vet(s situation, _ client.TaskDetail) []deed {
	body := map[string]any{"objections": 0, "upheld": false}
	switch {
	case s.place.rank == rankUpheld:
		body = map[string]any{"objections": 1, "upheld": true, "note": "같은 공적의 중복 여부에 관한 이의를 조사한 결과 사실로 확인되어 추천 대상에서 제외함"}
	case s.place.rank == rankObjected, s.draw("objection") < 0.05:
		body = map[string]any{"objections": 1, "upheld": false, "note": "이의 내용을 조사하였으나 사실과 달라 받아들이지 않음"}
	}
	return do(gov.VerbVet, body)
}
