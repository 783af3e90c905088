package check

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/jackc/pgx/v5"

	"gyeol/gov"
	"gyeol/policies"
	"gyeol/policies/pack"
)

// fewestScores is how many scores a nominee needs whatever a programme says (서울특별시 표창 조례 제13조).
const fewestScores = 3

// nominee is a nomination with its scores.
type nominee struct {
	name, programme, special string
	state                    gov.State
	pack                     []byte
	facts, verdict           json.RawMessage
	eligible                 *bool
	total                    *int32
	scores                   []int32
	examined                 gov.Date
	forgotten                bool // facts and verdict were deleted when their purpose had ended
}

// readNominations examines every nominee anew under the rules of his case.
func readNominations(ctx context.Context, r *reader, c *Check) error {
	var all []nominee
	err := r.each(ctx, read("nominees"), func(rows pgx.Rows) error {
		var n nominee
		if err := rows.Scan(&n.name, &n.programme, &n.special, &n.state, &n.pack, &n.facts, &n.verdict, &n.eligible,
			&n.total, &n.scores, &n.examined, &n.forgotten); err != nil {
			return err
		}
		all = append(all, n)
		return nil
	})
	if err != nil {
		return err
	}
	for _, n := range all {
		c.Examined++
		p, err := r.pack(ctx, n.pack)
		if err != nil {
			return err
		}
		award, ok := p.Award(n.programme)
		if !ok {
			c.find(n.name, "규정 묶음에 표창 %[1]s이(가) 없습니다 (its pack knows no award %[1]s)", n.programme)
			continue
		}
		if !n.forgotten {
			n.checkVerdict(c, p, award)
		}
		n.checkScores(c, max(award.MinScores, fewestScores))
	}
	return nil
}

// checkVerdict asks the rules again, with the facts that were kept (서울특별시 표창 조례 제6조).
func (n nominee) checkVerdict(c *Check, p *pack.Pack, award policies.AwardRule) {
	var reasons []gov.Reason
	if err := json.Unmarshal(n.verdict, &reasons); err != nil || n.eligible == nil || len(reasons) == 0 {
		c.find(n.name, "결격 여부 판단이 없습니다 (no verdict of eligibility)")
		return
	}
	if slices.ContainsFunc(reasons, func(r gov.Reason) bool { return r.Article == "" || r.Text == "" }) {
		c.find(n.name, "판단에 근거 조문이나 이유가 없습니다 (the verdict names no article or no reason)")
	}
	facts := map[string]any{}
	if err := json.Unmarshal(n.facts, &facts); err != nil {
		c.find(n.name, "사실이 JSON 객체가 아닙니다 (its facts are no object)")
		return
	}
	for k, v := range facts {
		if f, ok := v.(float64); ok && f == float64(int64(f)) {
			facts[k] = int64(f)
		}
	}
	v, err := p.Eligibility(n.programme, facts, n.examined)
	if err != nil {
		c.find(n.name, "남은 사실로는 결격 여부를 판단할 수 없습니다: %[1]v (the facts kept answer no rule: %[1]v)", err)
		return
	}
	eligible := v.Eligible || n.special != "" && len(policies.Lift(award, v.Reasons)) == 0
	if eligible != *n.eligible {
		c.find(n.name, "적격 %[1]t로 기록되었으나 규정으로는 %[2]t입니다 (recorded as eligible: %[1]t, the rules say %[2]t)",
			*n.eligible, eligible)
	}
	if *n.eligible == (n.state == gov.Ineligible) {
		c.find(n.name, "적격 %[1]t인데 상태는 %[2]s입니다 (eligible: %[1]t, yet it is %[2]s)", *n.eligible, n.state)
	}
}

// checkScores counts the scores of whoever came before the board.
func (n nominee) checkScores(c *Check, fewest int) {
	if n.total == nil {
		if slices.Contains([]gov.State{gov.Scored, gov.Vetted, gov.Awarded, gov.NotAwarded}, n.state) {
			c.find(n.name, "상태 %[1]s인데 총점이 없습니다 (it is %[1]s without a total)", n.state)
		}
		return
	}
	if len(n.scores) < fewest {
		c.find(n.name, "점수가 %[1]d개뿐입니다. %[2]d개 이상이어야 합니다 (%[1]d scores, at least %[2]d are needed)",
			len(n.scores), fewest)
	}
	if want := policies.Average(n.scores); *n.total != want {
		c.find(n.name, "총점이 %[1]d로 기록되었으나 평균은 %[2]d입니다 (total %[1]d recorded, the scores average %[2]d)",
			*n.total, want)
	}
}

// checkQuotas counts the awards of every stage; awards go by rank.
func checkQuotas(ctx context.Context, r *reader, c *Check) error {
	type group struct {
		name, programme    string
		pack               []byte
		awarded            int
		lastRank, firstOut int32
	}
	var all []group
	err := r.each(ctx, read("quotas"), func(rows pgx.Rows) error {
		var g group
		if err := rows.Scan(&g.name, &g.programme, &g.pack, &g.awarded, &g.lastRank, &g.firstOut); err != nil {
			return err
		}
		all = append(all, g)
		return nil
	})
	if err != nil {
		return err
	}
	for _, g := range all {
		p, err := r.pack(ctx, g.pack)
		if err != nil {
			return err
		}
		if award, ok := p.Award(g.programme); ok && g.awarded > award.Quota {
			c.find(g.name, "정원 %[1]d명을 넘어 %[2]d명이 표창되었습니다 (%[2]d awards, the quota is %[1]d)", award.Quota, g.awarded)
		}
		if g.firstOut > 0 && g.firstOut < g.lastRank {
			c.find(g.name, "%[1]d순위를 건너뛰고 %[2]d순위가 표창되었습니다 (rank %[2]d was awarded and rank %[1]d passed over)",
				g.firstOut, g.lastRank)
		}
	}
	return nil
}
