package policies

import (
	"slices"
	"strings"

	"gyeol/gov"
)

// FactorRule says what the links of a body's invitations may ask for besides themselves.
type FactorRule struct {
	Ruled `yaml:",inline"`
	AnyOf []gov.Factor `yaml:"any_of" json:"any_of"`
}

// usualFactors are those of a body that says nothing: neither needs more than the house has, and none is mailed.
var usualFactors = []gov.Factor{gov.FactorPIN, gov.FactorTOTP}

// FactorsOn are the second factors that a body accepts on a day.
func (b BodyRule) FactorsOn(day gov.Date) []gov.Factor {
	if r := b.SecondFactor; r != nil {
		if applies, _ := r.InForce(day); applies {
			return r.AnyOf
		}
	}
	return usualFactors
}

// MayAskFor refuses a second factor that the rules of a body do not know.
func (b BodyRule) MayAskFor(f gov.Factor, day gov.Date) error {
	known := b.FactorsOn(day)
	if slices.Contains(known, f) {
		return nil
	}
	words := make([]string, len(known))
	for i, k := range known {
		words[i] = k.Korean()
	}
	e := gov.Refusef(gov.CodeForbidden, "이 위원회의 규정은 ‘%[1]s’ 확인을 허용하지 않습니다. 쓸 수 있는 방법: %[2]s.",
		"the rules of the body do not know the second factor %[3]s", f.Korean(), strings.Join(words, ", "), f)
	reason := gov.Reason{Rule: "body/second_factor", Text: "둘째 확인 수단은 위원회 규정이 정한 것만 쓸 수 있습니다."}
	if b.SecondFactor != nil {
		reason.Article = strings.Join(b.SecondFactor.Article, ", ")
	}
	e.Reasons = []gov.Reason{reason}
	return e
}
