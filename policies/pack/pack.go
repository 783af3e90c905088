package pack

import (
	"slices"

	"gyeol/gov"
	"gyeol/policies"
)

// Pack is a loaded and compiled pack. Its fields are for reading only.
type Pack struct {
	Hash            Hash
	Manifest        policies.ManifestRule
	Cycles          map[string]policies.CycleRule // by CycleRule.Cycle
	AuthorityRows   []policies.AuthorityRow
	MetadataRules   []policies.MetadataRule // of the city, beside those of the law
	Records         []policies.RecordRule
	PolicyNumbers   []policies.PolicyNumberRule
	Bodies          map[gov.BodyID]policies.BodyRule
	Ladders         map[string]policies.LadderRule
	Notices         []policies.NoticeRule // how each kind of notice reaches people
	Quiet           []policies.QuietRule  // one at the most on each day
	Forms           map[string]policies.FormRule
	Awards          map[string]policies.AwardRule
	Groups          map[string]policies.GroupRule
	Duties          []policies.DutyRule
	Checks          []policies.CheckRule     // of the city, over the default table
	Chapters        []policies.ChapterSet    // that a plan must have
	Privacy         []policies.PrivacyRule   // none: the log of access is kept for ever
	AuditTerms      []policies.AuditTermRule // none: the bodies of the audit log are kept for ever
	Purposes        []policies.PurposeRule   // none: personal data stays
	Copies          []policies.CopyRule      // none: nobody is asked for a public copy
	Masks           []policies.MaskRule      // what public copies do not show
	Overlaps        []policies.OverlapRule   // none: the pack has no measure for what may stand twice
	Org             Organisation
	Plan            Plan
	Results         Results
	Agreements      Agreements
	References      References // what the papers print in two places
	Inconsistencies []Inconsistency

	files     map[string][]byte
	authority *conditions // by row id
	awards    *conditions // by programme and rule id
	access    *access
	orders    order
	cycleFile map[string]string // by cycle id
}

// order keeps the order of the files for what lies in maps.
type order struct {
	cycles, ladders, forms, awards, groups []string
	bodies                                 []gov.BodyID
}

// Cycle returns a cycle by its id; false if the pack has none of that name.
func (p *Pack) Cycle(id string) (policies.CycleRule, bool) { c, ok := p.Cycles[id]; return c, ok }

// Stage returns a stage of a cycle; false if there is no such cycle or stage.
func (p *Pack) Stage(cycle, stage string) (policies.StageRule, bool) {
	i := slices.IndexFunc(p.Cycles[cycle].Stages, func(s policies.StageRule) bool { return s.ID == stage })
	if i < 0 {
		return policies.StageRule{}, false
	}
	return p.Cycles[cycle].Stages[i], true
}

// Body returns a body by its id; false if the pack has none of that name.
func (p *Pack) Body(id gov.BodyID) (policies.BodyRule, bool) { b, ok := p.Bodies[id]; return b, ok }

// Ladder returns a reminder ladder by its id; false if the pack has none of that name.
func (p *Pack) Ladder(id string) (policies.LadderRule, bool) { l, ok := p.Ladders[id]; return l, ok }

// Form returns a form by its id; false if the pack has none of that name.
func (p *Pack) Form(id string) (policies.FormRule, bool) { f, ok := p.Forms[id]; return f, ok }

// Award returns an award programme by its id; false if the pack has none of that name.
func (p *Pack) Award(id string) (policies.AwardRule, bool) { a, ok := p.Awards[id]; return a, ok }

// Group returns a group of units by its id; false if the pack has none of that name.
func (p *Pack) Group(id string) (policies.GroupRule, bool) { g, ok := p.Groups[id]; return g, ok }

// BodyIDs returns the ids of all bodies in the order of the file.
func (p *Pack) BodyIDs() []gov.BodyID { return slices.Clone(p.orders.bodies) }

// CycleIDs returns the ids of all cycles by file name.
func (p *Pack) CycleIDs() []string { return slices.Clone(p.orders.cycles) }

// GroupIDs returns the ids of all groups in the order of the file.
func (p *Pack) GroupIDs() []string { return slices.Clone(p.orders.groups) }

// DutiesOf returns the standing duties of a post, such as coordinator; none for most posts.
func (p *Pack) DutiesOf(post gov.PostID) []string {
	var out []string
	for _, d := range p.Duties {
		if slices.Contains(d.Posts, post) {
			out = append(out, d.ID)
		}
	}
	return out
}

// InForce holds a dated rule against the day on which it is used: assumed says that the wording of that day was not
// read (현행 규정 기준). A rule that does not apply on the day is refused with CodeNoRule.
func InForce(name string, r policies.Ruled, on gov.Date) (assumed bool, err error) {
	applies, assumed := r.InForce(on)
	if !applies {
		return false, gov.Refusef(gov.CodeNoRule, "‘%s’의 규정은 %s에 적용되지 않습니다. 규정 책임자가 그 날의 규정을 보완해야 합니다.",
			"the rule of %s is not in force on %s; its owner must mend it", name, on)
	}
	return assumed, nil
}
