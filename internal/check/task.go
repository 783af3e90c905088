package check

import (
	"context"
	"slices"

	"github.com/jackc/pgx/v5"

	"gyeol/gov"
	"gyeol/policies"
)

// askedCases compares the open tasks of every open case with those that its state gives.
func askedCases(ctx context.Context, r *reader, c *Check) error {
	return r.each(ctx, read("asked"), func(rows pgx.Rows) error {
		var name string
		var kind gov.CaseKind
		var state gov.State
		var open []string
		if err := rows.Scan(&name, &kind, &state, &open); err != nil {
			return err
		}
		m := policies.MachineOf(kind)
		if m == nil || m.IsFinal(state) {
			return nil // the fold tells
		}
		c.Examined++
		specs := m.Tasks[state]
		for _, k := range open {
			given := slices.ContainsFunc(specs, func(s policies.TaskSpec) bool { return string(s.Kind) == k })
			if !given && gov.TaskKind(k) != gov.TaskStopped && gov.TaskKind(k) != gov.TaskExtension {
				c.find(name,
					"상태 %[1]s에서 주어지지 않는 과업 %[2]s이(가) 열려 있습니다 (task %[2]s is open, state %[1]s gives none such)",
					state, k)
			}
		}
		if len(open) == 0 && mustAsk(kind, state, specs) {
			c.find(name, "상태 %[1]s인데 열린 과업이 없습니다 (the case is %[1]s and nobody is asked for anything)", state)
		}
		return nil
	})
}

// mustAsk reports whether somebody must be asked in the state. Tasks that end with a contribution, such as the answers
// to a call, may all be done while the case waits for its day; a scored nominee waits for board and vetting.
func mustAsk(kind gov.CaseKind, state gov.State, specs []policies.TaskSpec) bool {
	if kind == gov.CaseNomination && state == gov.Scored {
		return false
	}
	return slices.ContainsFunc(specs, func(s policies.TaskSpec) bool {
		return slices.ContainsFunc(s.Verbs, func(v gov.Verb) bool {
			_, moves := policies.MachineOf(kind).Find(state, v)
			return moves
		})
	})
}

// askedUnits holds the posts of open tasks against the unit that its role means: work of a unit goes to its own posts,
// and so does that of the office across the table.
func askedUnits(ctx context.Context, r *reader, c *Check) error {
	return r.each(ctx, read("posts"), func(rows pgx.Rows) error {
		var name, key, unit, other, post, of string
		var kind gov.CaseKind
		var task gov.TaskKind
		if err := rows.Scan(&name, &kind, &task, &key, &unit, &other, &post, &of); err != nil {
			return err
		}
		want := unit
		switch roleOf(kind, task) { //nolint:exhaustive // the other roles are found by name, wherever they are
		case policies.RoleUnitOfficer, policies.RoleUnitHead:
		case policies.RoleOtherOfficer:
			want = other
		default:
			return nil
		}
		if of != want {
			c.find(name,
				"과업 %[1]s의 담당 %[2]s은(는) 부서 %[3]s의 직위가 아닙니다 (%[2]s may act on task %[1]s and is no post of %[3]s)",
				key, post, want)
		}
		return nil
	})
}

// roleOf is whom a task of a kind asks.
func roleOf(kind gov.CaseKind, task gov.TaskKind) policies.Role {
	if m := policies.MachineOf(kind); m != nil {
		for _, specs := range m.Tasks {
			for _, s := range specs {
				if s.Kind == task {
					return s.Role
				}
			}
		}
	}
	return ""
}
