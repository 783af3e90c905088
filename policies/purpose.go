package policies

import (
	"slices"

	"gyeol/gov"
)

// PurposeRule says when the purpose of some personal data has ended, so that it is deleted (개인정보 보호법 제21조제1항).
type PurposeRule struct {
	Ruled `yaml:",inline"`
	ID    string `yaml:"id" json:"id"`
	Data  string `yaml:"data" json:"data"` // award: what nominations hold of persons
	Days  int    `yaml:"days" json:"days"` // after the nomination and its stage have ended; 90 at the least
}

// DataAward are the data of nominees: merit, facts, verdict, objections, opinions of jurors.
const DataAward = "award"

// keptApart are the verbs in which somebody says something of a nominee (서울특별시 표창 조례 제11조, 제13조).
var keptApart = []gov.Verb{
	gov.VerbNominate, gov.VerbDecline, gov.VerbExamine, gov.VerbScore, gov.VerbRank, gov.VerbVet,
}

// VerbsApart are the verbs of which KeptApart is true for a nomination.
func VerbsApart() []gov.Verb { return slices.Clone(keptApart) }

// KeptApart reports whether what is said by a verb of a kind of case is kept apart from the record of the act, because
// it concerns a person and goes before the record does.
func KeptApart(kind gov.CaseKind, verb gov.Verb) bool {
	return kind == gov.CaseNomination && slices.Contains(keptApart, verb)
}
