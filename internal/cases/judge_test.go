package cases_test

import (
	"errors"
	"hash/fnv"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/testkit"
	"gyeol/policies"
	"gyeol/policies/pack"
)

// viewer is a persona as the rules of access should see him, put together by hand.
func (c *cellar) viewer(who string) pack.Viewer {
	c.t.Helper()
	actor := c.personas[who]
	v := pack.Viewer{Invited: actor.Body != "", Operates: slices.Contains(actor.Scopes, "operator")}
	rows, err := c.Pool.Query(c.t.Context(), `select h.post_id, u.kind not in ('outside', 'ministry', 'council_committee')
		from holding h join post p on p.id = h.post_id join unit u on u.id = p.unit_id
		where h.person_id = $1 and '2022-02-08' between h.valid_from and coalesce(h.valid_to, '2022-02-08')`, actor.Person)
	require.NoError(c.t, err)
	for rows.Next() {
		var post gov.PostID
		var inside bool
		require.NoError(c.t, rows.Scan(&post, &inside))
		v.Posts, v.Inside = append(v.Posts, post), v.Inside || inside
	}
	require.NoError(c.t, rows.Err())
	return v
}

// says is what the rules say of a persona and a case, from what was made of both.
func (v persona) says(action string, x cell) bool {
	f := x.file
	f.Ties = x.ties[v.name]
	ok, _ := v.rules.Judge(pack.Request{Viewer: v.as, Action: action, File: &f})
	return ok
}

type persona struct {
	name  string
	actor cases.Actor
	as    pack.Viewer
	rules *pack.Pack
}

// every walks the pages of a list to its end.
func every[T any](t *testing.T, page func(after string) (items []T, next string, err error)) []T {
	t.Helper()
	var out []T
	for after := ""; ; {
		items, next, err := page(after)
		require.NoError(t, err)
		if out = append(out, items...); next == "" {
			return out
		}
		after = next
	}
}

// TestListAndCaseAgreeWithTheRulesForEveryViewer makes a case of every kind, state and class in every relation, and
// asks for each of them as everybody: a list holds it if and only if it opens, and both are what the rules say of the
// cell.
func TestListAndCaseAgreeWithTheRulesForEveryViewer(t *testing.T) {
	t.Parallel()
	c := newCellar(t)
	c.fill()
	require.Greater(t, len(c.cells), 1000)
	rules := testkit.SeoulPack(t)
	shown := map[string]int{}
	for _, name := range slices.Sorted(maps.Keys(c.personas)) {
		v := persona{name: name, actor: c.personas[name], as: c.viewer(name), rules: rules}
		shown[name] = c.lists(t, v)
		c.opens(t, v)
		c.tasksOf(t, v)
	}
	t.Logf("%d cases, shown to %v", len(c.cells), shown)
	require.Equal(t, len(c.cells), shown[coordinator])
	require.Equal(t, len(c.cells), shown[theAuditor])
	for _, few := range []string{
		theOfficer, theHead, theMinistry, theExpert, theDeputy, theLeft, theMember,
		theInvited, bureauTop,
	} {
		require.Greater(t, shown[few], 15, few)
		require.Less(t, shown[few], len(c.cells)/2, few)
	}
	require.Zero(t, shown[theGone], "whoever has left sees nothing")
	require.Less(t, shown[theInvited], shown[theMember], "an invitation shows less than a seat")
}

// lists holds the lists of all kinds and of each kind, and that of running lines, against the rules.
func (c *cellar) lists(t *testing.T, v persona) int {
	t.Helper()
	got := map[gov.CaseID]cases.CaseItem{}
	for _, kind := range append(policies.CaseKinds(), "") {
		of := map[gov.CaseID]bool{}
		for _, item := range every(t, func(after string) ([]cases.CaseItem, string, error) {
			p, err := c.Cases.Cases(t.Context(), v.actor, cases.CaseFilter{Kind: kind, After: after, Limit: 97})
			return p.Cases, p.Next, err
		}) {
			require.False(t, of[item.ID], "%s: twice in a list", v.name)
			of[item.ID], got[item.ID] = true, item
		}
		for id, x := range c.cells {
			if kind == "" || x.file.Kind == kind {
				require.Equal(t, v.says(policies.ActSee, x), of[id], "%s, list of %q: %+v", v.name, kind, x)
			}
		}
	}
	lines := map[gov.CaseID]bool{}
	for _, l := range every(t, func(after string) ([]cases.RunningLine, string, error) {
		p, err := c.Cases.RunningLines(t.Context(), v.actor, cases.LineFilter{After: after, Limit: 97})
		return p.Approvals, p.Next, err
	}) {
		lines[l.Case] = true
	}
	n := 0
	for id, x := range c.cells {
		if x.file.Kind == gov.CaseDocument && x.file.State == gov.InApproval {
			require.Equal(t, v.says(policies.ActFollow, x), lines[id], "%s, running lines: %+v", v.name, x)
		}
		if x.file.Kind == gov.CaseNomination && v.says(policies.ActSee, x) {
			require.Equal(t, v.says(policies.ActReadNominee, x), got[id].Nominee == "홍길동", "%s: %+v", v.name, x)
		}
		if _, ok := got[id]; ok {
			n++
		}
	}
	return n
}

// opens holds cases, their acts and their papers against the rules: all to which the persona has a tie, and some of the
// others.
func (c *cellar) opens(t *testing.T, v persona) {
	t.Helper()
	for id, x := range c.cells {
		if x.ties[v.name] == 0 && !sampled(id, v.name, 25) {
			continue
		}
		ctx := t.Context()
		see, follow := v.says(policies.ActSee, x), v.says(policies.ActFollow, x)
		view, err := c.Cases.Case(ctx, v.actor, id, "")
		answers(t, see, err, "case", v, x)
		if see && x.file.Kind == gov.CaseNomination {
			require.Equal(t, v.says(policies.ActReadNominee, x), !view.Context.Nomination.Masked, "%s: %+v", v.name, x)
		}
		_, err = c.Cases.Acts(ctx, v.actor, id)
		answers(t, follow, err, "acts", v, x)
		if x.file.Kind == gov.CaseDocument {
			_, err = c.Cases.Block(ctx, v.actor, id)
			answers(t, see, err, "block", v, x)
			answers(t, follow, c.Cases.Watch(ctx, v.actor, id), "watch", v, x)
		}
		if x.file.Kind == gov.CaseCompilation {
			_, err = c.Cases.Overlaps(ctx, v.actor, id, cases.OverlapFilter{Limit: 1})
			answers(t, follow, err, "overlaps", v, x)
		}
		_, err = c.Cases.Audit(ctx, v.actor, cases.AuditFilter{Case: id, Limit: 1})
		require.Equal(t, v.says(policies.ActReadTrail, x), err == nil, "%s, trail: %+v: %v", v.name, x, err)
	}
}

// answers holds one answer against the rules: what may not be seen is not there.
func answers(t *testing.T, allowed bool, err error, what string, v persona, x cell) {
	t.Helper()
	if allowed {
		require.NoError(t, err, "%s, %s: %+v", v.name, what, x)
		return
	}
	require.True(t, errors.Is(err, gov.ErrNotFound), "%s, %s: %+v: %v", v.name, what, x, err)
}

// tasksOf holds inboxes against the rules: none shows a task whose case does not open, and they count what they list.
func (c *cellar) tasksOf(t *testing.T, v persona) {
	t.Helper()
	for _, scope := range []cases.Scope{cases.ScopeMine, cases.ScopeUnit, cases.ScopeBehalf} {
		list := every(t, func(after string) ([]cases.TaskItem, string, error) {
			p, err := c.Cases.Tasks(t.Context(), v.actor, cases.TaskFilter{Scope: scope, After: after, Limit: 97})
			return p.Tasks, p.Next, err
		})
		for _, task := range list {
			x, ok := c.cells[task.Case]
			if !ok {
				continue
			}
			require.True(t, v.says(policies.ActSee, x), "%s, tasks of %s: %+v", v.name, scope, x)
			if sampled(task.Case, v.name, 10) {
				_, err := c.Cases.Task(t.Context(), v.actor, task.ID)
				require.NoError(t, err, "%s: %+v", v.name, x)
			}
		}
		counts, err := c.Cases.TaskCounts(t.Context(), v.actor, "kind", cases.TaskFilter{Scope: scope})
		require.NoError(t, err)
		sum := 0
		for _, n := range counts {
			sum += int(n.Open)
		}
		require.Equal(t, len(list), sum, "%s, %s", v.name, scope)
	}
}

// sampled picks one of n, always the same.
func sampled(id gov.CaseID, who string, n uint32) bool {
	h := fnv.New32a()
	_, _ = h.Write(append(id[:], who...))
	return h.Sum32()%n == 0
}
