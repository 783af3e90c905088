package pack

import (
	"gyeol/gov"
	"gyeol/policies"
)

// AssumedRule is a rule that is applied to days whose wording was not read (design §2.3).
type AssumedRule struct {
	Rule        string   `json:"rule"` // kind and id, e.g. authority/results
	Article     []string `json:"article"`
	AssumedFrom gov.Date `json:"assumed_from"`
	From        gov.Date `json:"from"` // first day of the wording that was read
	Note        string   `json:"note,omitempty"`
}

// Assumed lists the rules that apply on trust before the wording that was read; what they produce is marked 현행 규정
// 기준.
func (p *Pack) Assumed() []AssumedRule {
	var out []AssumedRule
	add := func(rule string, r policies.Ruled) {
		if !r.AssumedFrom.IsZero() && r.AssumedFrom.Before(r.From) {
			out = append(out, AssumedRule{rule, r.Article, r.AssumedFrom, r.From, r.Note})
		}
	}
	for _, id := range p.orders.cycles {
		add("cycle/"+id, p.Cycles[id].Ruled)
	}
	for _, row := range p.AuthorityRows {
		add("authority/"+row.ID, row.Ruled)
	}
	for _, r := range p.MetadataRules {
		add("metadata/"+string(r.Field)+"/"+r.Matter, r.Ruled)
	}
	for _, r := range p.Records {
		add("record/"+r.Matter, r.Ruled)
	}
	for _, r := range p.PolicyNumbers {
		add("policy-number/"+string(r.Post), r.Ruled)
	}
	for _, r := range p.Checks {
		add("check/"+r.ID, r.Ruled)
	}
	for _, c := range p.Chapters {
		add("chapters", c.Ruled)
	}
	for _, id := range p.orders.bodies {
		add("body/"+string(id), p.Bodies[id].Ruled)
		if r := p.Bodies[id].SecondFactor; r != nil {
			add("body/"+string(id)+"/second_factor", r.Ruled)
		}
	}
	for _, id := range p.orders.ladders {
		add("ladder/"+id, p.Ladders[id].Ruled)
	}
	for _, r := range p.Notices {
		add("notice/"+string(r.Kind), r.Ruled)
	}
	for _, r := range p.Privacy {
		add("privacy/"+r.ID, r.Ruled)
	}
	for _, r := range p.AuditTerms {
		add("terms/"+r.ID, r.Ruled)
	}
	for _, r := range p.Purposes {
		add("purposes/"+r.ID, r.Ruled)
	}
	for _, r := range p.Copies {
		add("copies/"+r.ID, r.Ruled)
	}
	for _, r := range p.Masks {
		add("masks/"+r.ID, r.Ruled)
	}
	for _, r := range p.Quiet {
		add("quiet-hours", r.Ruled)
	}
	for _, id := range p.orders.forms {
		add("form/"+id, p.Forms[id].Ruled)
	}
	for _, id := range p.orders.awards {
		add("award/"+id, p.Awards[id].Ruled)
	}
	for _, r := range p.Overlaps {
		add("overlap/"+r.ID, r.Ruled)
	}
	return out
}
