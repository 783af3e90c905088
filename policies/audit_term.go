package policies

// AuditTermRule says for how long the bodies of some kinds of audit entries are kept. The entry itself, its hash and its
// place in the log stay for ever. Kinds that no rule names keep their bodies: what was done to a record goes with the
// record, and that takes the decision of people (공공기록물 관리에 관한 법률 제27조).
type AuditTermRule struct {
	Ruled `yaml:",inline"`
	ID    string   `yaml:"id" json:"id"`
	Kinds []string `yaml:"kinds" json:"kinds"` // of audit entries: session, refusal
	Years int      `yaml:"years" json:"years"` // from the office day of the entry
}
