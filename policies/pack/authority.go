package pack

import (
	"slices"
	"strings"

	"gyeol/gov"
	"gyeol/policies"
)

// Authority returns the row of the delegation table that decides a matter on a day, and why. There is no catch-all:
// where no row or more than one matches, or a fact is missing, it refuses with CodeNoRule and nothing is decided.
func (p *Pack) Authority(matter string, facts map[string]any, on gov.Date) (policies.AuthorityRow, []gov.Reason, error) {
	var rows []policies.AuthorityRow
	var reasons []gov.Reason
	for _, row := range p.AuthorityRows {
		applies, assumed := row.InForce(on)
		if row.Matter != matter || !applies {
			continue
		}
		holds, err := p.authority.holds(row.ID, facts)
		if err != nil {
			return policies.AuthorityRow{}, nil, gov.Refusef(gov.CodeNoRule,
				"전결 규정 ‘%s’의 조건을 판단할 사실이 빠졌거나 맞지 않습니다(%v). 담당자가 사실이나 규정을 바로잡아야 합니다.",
				"the facts do not answer the condition of row %q: %v", row.ID, err)
		}
		if holds {
			rows = append(rows, row)
			reasons = append(reasons, because(row, assumed))
		}
	}
	switch len(rows) {
	case 1:
		return rows[0], reasons, nil
	case 0:
		return policies.AuthorityRow{}, nil, gov.Refusef(gov.CodeNoRule,
			"업무 ‘%s’에 맞는 전결 규정이 %s에 없습니다. 담당자가 규정을 바로잡아야 합니다.",
			"no row of the delegation table covers matter %q on %s", matter, on)
	}
	err := gov.Refusef(gov.CodeNoRule,
		"업무 ‘%s’에 맞는 전결 규정이 %s에 둘 이상입니다. 담당자가 규정을 바로잡아야 합니다.",
		"more than one row of the delegation table covers matter %q on %s", matter, on)
	err.Reasons = reasons
	return policies.AuthorityRow{}, reasons, err
}

func because(row policies.AuthorityRow, assumed bool) gov.Reason {
	return gov.Reason{
		Rule:    "authority/" + row.ID,
		Article: strings.Join(row.Article, ", "),
		Text:    "‘" + row.Title + "’의 결재권자: " + rankNames[row.Decides] + ".",
		Assumed: assumed,
	}
}

var rankNames = map[gov.Rank]string{
	gov.RankOfficer:      "담당자",
	gov.RankTeamLead:     "팀장",
	gov.RankDivisionHead: "과장",
	gov.RankBureauHead:   "국장",
	gov.RankViceMayor:    "부시장",
	gov.RankMayor:        "시장",
	gov.RankNone:         "해당 없음",
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

// Explain computes the whole line of a matter for a drafter on a day: the row, the cells and the reasons, in the
// organisation as the pack knows it on that day. It is what `gyeol policy explain` prints. Refusals are those of
// Authority and policies.Line; CodeNotFound where the drafter's post does not exist on the day.
func (p *Pack) Explain(matter string, facts map[string]any, drafter gov.PostID, on gov.Date) ([]policies.Cell, []gov.Reason, error) {
	office := p.OfficeOn(on)
	post, ok := office.Post(drafter)
	if !ok {
		return nil, nil, gov.Refusef(gov.CodeNotFound, "직위 ‘%s’은(는) %s에 없습니다.", "there is no post %q on %s", drafter, on)
	}
	row, reasons, err := p.Authority(matter, facts, on)
	if err != nil {
		return nil, reasons, err
	}
	cells, err := policies.Line(policies.LineRequest{Row: row, Drafter: post}, office)
	return cells, reasons, err
}
