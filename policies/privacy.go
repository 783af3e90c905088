package policies

// PrivacyRule says how long it is kept who read personal data (개인정보의 안전성 확보조치 기준 제8조).
type PrivacyRule struct {
	Ruled     `yaml:",inline"`
	ID        string `yaml:"id" json:"id"`
	Years     int    `yaml:"years" json:"years"`           // for which an entry of the log of access is kept
	ManyYears int    `yaml:"many_years" json:"many_years"` // for many persons, or with sensitive data
	Many      int    `yaml:"many" json:"many"`             // data subjects from which the longer term holds
	Sensitive bool   `yaml:"sensitive" json:"sensitive"`   // what is kept holds sensitive data, whoever it is of
}

// Term is for how many years an entry of the log is kept in a house that holds data of so many persons.
func (r PrivacyRule) Term(persons int) int {
	if r.Sensitive || persons >= r.Many {
		return r.ManyYears
	}
	return r.Years
}
