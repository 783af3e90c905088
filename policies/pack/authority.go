package pack

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"gyeol/gov"
	"gyeol/policies"
)

// Authority returns the row of the delegation table that decides a matter on a day, and why. There is no catch-all:
// where no row or more than one matches, or a fact is missing or mistyped, it refuses with CodeNoRule, names the owner
// who has to mend it, and nothing is decided.
func (p *Pack) Authority(matter string, facts map[string]any, on gov.Date) (policies.AuthorityRow, []gov.Reason, error) {
	table := p.inForce(matter, on)
	known, err := p.facts(matter, table, facts)
	if err != nil {
		if refusal := (*gov.Error)(nil); errors.As(err, &refusal) {
			refusal.Reasons = p.factFaults(Ask{Matter: matter, Facts: facts, On: on})
		}
		return policies.AuthorityRow{}, nil, err
	}
	var rows []policies.AuthorityRow
	var reasons []gov.Reason
	for _, row := range table {
		holds, err := p.authority.holds(row.ID, known)
		if err != nil {
			return policies.AuthorityRow{}, nil, fmt.Errorf("row %s: %w", row.ID, err)
		}
		if holds {
			_, assumed := row.InForce(on)
			rows = append(rows, row)
			reasons = append(reasons, because(row, assumed))
		}
	}
	switch len(rows) {
	case 1:
		return rows[0], reasons, nil
	case 0:
		return policies.AuthorityRow{}, nil, gov.Refusef(gov.CodeNoRule,
			"업무 ‘%[1]s’에 맞는 전결 규정이 %[2]s에 없습니다. 담당자(%[3]s)가 규정을 바로잡아야 합니다.",
			"no row of the delegation table covers matter %q on %s; owner: %s", matter, on, p.ownerOf(matter))
	}
	refusal := gov.Refusef(gov.CodeNoRule,
		"업무 ‘%[1]s’에 맞는 전결 규정이 %[2]s에 둘 이상입니다. 담당자(%[3]s)가 규정을 바로잡아야 합니다.",
		"more than one row of the delegation table covers matter %q on %s; owner: %s", matter, on, p.ownerOf(matter))
	refusal.Reasons = reasons
	return policies.AuthorityRow{}, reasons, refusal
}

// inForce returns the rows of a matter that apply on a day.
func (p *Pack) inForce(matter string, on gov.Date) []policies.AuthorityRow {
	return slices.DeleteFunc(slices.Clone(p.AuthorityRows), func(r policies.AuthorityRow) bool {
		applies, _ := r.InForce(on)
		return r.Matter != matter || !applies
	})
}

// facts returns those facts for which rows ask, in the types in which they ask, and refuses naming the first that is
// missing or wrong; Authority adds every other.
func (p *Pack) facts(matter string, rows []policies.AuthorityRow, given map[string]any) (map[string]any, error) {
	known := map[string]any{}
	for _, row := range rows {
		for _, f := range p.authority.uses(row.ID) {
			value, ok := given[f.ID]
			if !ok {
				return nil, gov.Refusef(gov.CodeNoRule,
					"업무 ‘%[1]s’의 결재권자를 정할 사실 ‘%[3]s(%[2]s)’이(가) 빠졌습니다. 담당자(%[4]s)가 사실을 채워야 합니다.",
					"matter %q lacks the fact %q (%s); owner: %s", matter, f.ID, f.Title, p.ownerOf(matter))
			}
			settled, wrong := settle(f, value)
			if wrong != "" {
				return nil, gov.Refusef(gov.CodeNoRule,
					"업무 ‘%[1]s’의 사실 ‘%[3]s(%[2]s)’이(가) 맞지 않습니다: %[4]s. 담당자(%[5]s)가 사실을 바로잡아야 합니다.",
					"matter %q: the fact %q (%s) is wrong: %s; owner: %s", matter, f.ID, f.Title, wrong, p.ownerOf(matter))
			}
			known[f.ID] = settled
		}
	}
	return known, nil
}

// ownerOf names the post that mends what is wrong with a matter: the owner of the cycle that leads to it, or of the
// first cycle.
func (p *Pack) ownerOf(matter string) string {
	var owner gov.PostID
	for _, id := range p.orders.cycles {
		c := p.Cycles[id]
		leads := slices.ContainsFunc(c.Stages, func(s policies.StageRule) bool { return s.Matter == matter })
		if owner == "" || leads {
			owner = c.Owner
		}
		if leads {
			break
		}
	}
	if post, ok := p.Org.Post(owner); ok {
		return post.Title
	}
	return string(owner)
}

func because(row policies.AuthorityRow, assumed bool) gov.Reason {
	return gov.Reason{
		Rule:    "authority/" + row.ID,
		Article: strings.Join(row.Article, ", "),
		Text:    "‘" + row.Title + "’의 결재권자: " + row.Decides.Korean() + ".",
		Assumed: assumed,
	}
}

// Matters returns the matters of the delegation table in order of first occurrence.
func (p *Pack) Matters() []string {
	var out []string
	for _, row := range p.AuthorityRows {
		if !slices.Contains(out, row.Matter) {
			out = append(out, row.Matter)
		}
	}
	return out
}
