package pack

import (
	"strings"

	"gyeol/gov"
)

// Verdict is the outcome of an examination with every reason.
type Verdict struct {
	Eligible bool         `json:"eligible"`
	Reasons  []gov.Reason `json:"reasons"` // every disqualification, or the one reason that there is none
}

// Eligibility examines a nominee under a programme (서울특별시 표창 조례 제6조). Every rule is asked, so that the
// verdict names all grounds. A missing fact, an unknown programme or one that is not in force refuses with CodeNoRule.
func (p *Pack) Eligibility(programme string, facts map[string]any, on gov.Date) (Verdict, error) {
	rule, ok := p.Awards[programme]
	applies, assumed := rule.InForce(on)
	if !ok || !applies {
		return Verdict{}, gov.Refusef(gov.CodeNoRule,
			"표창 ‘%s’의 규정이 %s에 없습니다. 담당자가 규정을 바로잡아야 합니다.",
			"no award programme %q on %s", programme, on)
	}
	v := Verdict{Eligible: true}
	var articles []string
	for _, r := range rule.Rules {
		id := programme + "/" + r.ID
		holds, err := p.awards.holds(id, facts)
		if err != nil {
			return Verdict{}, gov.Refusef(gov.CodeNoRule,
				"결격 사유 ‘%s’을(를) 판단할 사실이 빠졌거나 맞지 않습니다(%v). 공적조서를 보완하십시오.",
				"the facts do not answer rule %q: %v", id, err)
		}
		articles = append(articles, r.Article)
		if holds {
			v.Eligible = false
			v.Reasons = append(v.Reasons, gov.Reason{Rule: "award/" + id, Article: r.Article, Text: r.Text, Assumed: assumed})
		}
	}
	if v.Eligible {
		v.Reasons = []gov.Reason{{
			Rule: "award/" + programme, Article: strings.Join(unique(articles), ", "),
			Text: "결격 사유가 없습니다.", Assumed: assumed,
		}}
	}
	return v, nil
}
