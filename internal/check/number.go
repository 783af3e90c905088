package check

import (
	"context"
	"slices"

	"github.com/jackc/pgx/v5"

	"gyeol/gov"
	"gyeol/policies"
	"gyeol/policies/pack"
)

// numbered is an approved document with the post that decided it.
type numbered struct {
	name, row, series string
	pack              []byte
	decider           policies.Cell
	days              []string // of the round, on one of which its series was pinned
}

// readNumbered holds the series of every policy number against the pinned rules: it is that of the post that decided.
func readNumbered(ctx context.Context, r *reader, c *Check) error {
	var all []numbered
	err := r.each(ctx, read("numbered"), func(rows pgx.Rows) error {
		var n numbered
		if err := rows.Scan(&n.name, &n.pack, &n.row, &n.decider.Post, &n.decider.Rank, &n.series, &n.days); err != nil {
			return err
		}
		all = append(all, n)
		return nil
	})
	if err != nil {
		return err
	}
	for _, n := range all {
		p, err := r.pack(ctx, n.pack)
		if err != nil {
			return err
		}
		if want, err := n.lawful(p); err != nil {
			return err
		} else if !slices.Contains(want, n.series) {
			c.find(n.name,
				"방침번호 계열이 ‘%[1]s’이나 결재한 직위 %[2]s의 계열은 ‘%[3]s’입니다 (policy series %[1]q, that of %[2]s who decided is %[3]q)",
				n.series, string(n.decider.Post), want[len(want)-1])
		}
	}
	return nil
}

// lawful are the series that the post had on the days of the round, the last one last.
func (n numbered) lawful(p *pack.Pack) ([]string, error) {
	var out []string
	for _, text := range n.days {
		day, err := gov.ParseDate(text)
		if err != nil {
			return nil, err
		}
		out = append(out, p.PolicySeries(n.row, n.decider, day))
	}
	return out, nil
}
