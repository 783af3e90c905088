package rehearsal

import (
	"fmt"

	"gyeol/client"
	"gyeol/gov"
)

// opine is the expert's report on one project; what is only fair or poor comes with a recommendation.
func opine(s situation, d client.TaskDetail) []deed {
	rating := weighted(s.draw("rating"), []weight{{"excellent", 0.25}, {"good", 0.45}, {"fair", 0.22}, {"poor", 0.08}})
	body := map[string]any{
		"method": weighted(s.draw("method"), []weight{{"desk", 0.5}, {"field", 0.3}, {"interview", 0.2}}),
		"rating": rating,
		"body":   fmt.Sprintf("「%s」 점검 결과: %s", d.File.Title, ratingTexts[rating]),
	}
	if rating == "fair" || rating == "poor" || s.draw("recommends") < 0.4 {
		body["recommend"] = s.pick("recommend", recommendations)
	}
	return do(gov.VerbOpine, body)
}

type weight struct {
	word  string
	share float64
}

// weighted turns a lot into a word by the shares, which add up to 1.
func weighted(lot float64, words []weight) string {
	for _, w := range words {
		if lot < w.share {
			return w.word
		}
		lot -= w.share
	}
	return words[0].word
}

// planAction is the department's answer: a measure with its day, or the reason why there is none.
func planAction(s situation, d client.TaskDetail) []deed {
	decision := weighted(s.draw("decision"), []weight{{"accept", 0.5}, {"partly", 0.22}, {"reject", 0.13}, {"later", 0.15}})
	body := map[string]any{"decision": decision}
	if decision != "accept" {
		body["reason"] = s.pick("reason/"+decision, answerReasons[decision])
	}
	if decision != "reject" {
		body["measure"] = fmt.Sprintf("「%s」 %s", d.File.Title, s.pick("measure", measures))
		body["measure_due"] = s.today.AddDays(30 + s.n(61, s.salt(), "measure_due"))
	}
	return []deed{{verb: gov.VerbPlanAction, hash: d.File.ContentHash, body: body}}
}

func followUp(s situation, _ client.TaskDetail) []deed {
	return do(gov.VerbFollowUp, map[string]any{"note": s.pick("follow", followNotes)})
}
