package check

import (
	"cmp"
	"context"
	"slices"

	"github.com/jackc/pgx/v5"

	"gyeol/gov"
	"gyeol/policies"
)

// rung is how often a process had to be rung because of one kind of act.
type rung struct{ workflow, cause string }

// readWakes counts the bells that acts had to ring, and those that were rung: a wake stays when it is done.
func readWakes(ctx context.Context, r *reader, c *Check) error {
	due, made := map[rung]int{}, map[rung]int{}
	err := r.each(ctx, read("wakes"), func(rows pgx.Rows) error {
		var k rung
		var kind gov.CaseKind
		var from gov.State
		var verb gov.Verb
		var acts, wakes int
		if err := rows.Scan(&k.workflow, &kind, &from, &verb, &acts, &wakes); err != nil {
			return err
		}
		k.cause = string(kind) + " " + string(verb)
		made[k] = wakes
		m := policies.MachineOf(kind)
		if m == nil {
			return nil
		}
		if move, ok := m.Find(from, verb); ok && move.Wakes {
			due[k] += acts
		}
		return nil
	})
	for _, k := range sortedRungs(due) {
		if made[k] < due[k] {
			c.find(k.workflow,
				"행위 %[1]s %[2]d건에 호출 기록은 %[3]d건입니다 (%[2]d acts %[1]s had to ring it, %[3]d wakes are there)",
				k.cause, due[k], made[k])
		}
	}
	return err
}

func sortedRungs(m map[rung]int) []rung {
	out := make([]rung, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.SortFunc(out, func(a, b rung) int {
		return cmp.Or(cmp.Compare(a.workflow, b.workflow), cmp.Compare(a.cause, b.cause))
	})
	return out
}
