package cases_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/testkit"
)

// The posts around a plan: its drafter, its line, the post above it and two officers who may stand in.
var around = []string{
	coordinator, teamLead, divHead, bureauTop, planning, viceMayor, "mayor",
	division + ".officer-3", division + ".officer-4",
}

// signVerbs are the acts by which somebody decides in a cell.
var signVerbs = []gov.Verb{
	gov.VerbReview, gov.VerbConcur, gov.VerbAgree, gov.VerbApprove, gov.VerbEscalate, gov.VerbReturn,
}

// absences is an office in which people are away, posts are empty and others stand in, and a paper on its way through
// it. It keeps its own account of who may act and does not ask the rules under test.
type absences struct {
	*testing.T
	*testkit.House
	*rand.Rand

	id      gov.CaseID
	drafter gov.PersonID
	holders map[string][]gov.PersonID // today
	was     map[string]gov.PersonID   // who held each post before anything happened
	away    map[gov.PersonID]bool
	given   map[string][]string // post: the posts it is delegated to today, in this matter
	all     map[string][]string // the same, in all matters
	order   map[string][]string
	stoodIn *atomic.Int32
	refused *atomic.Int32
}

// TestAnyLineUnderAnyAbsencesAndActs: whoever is away, has left, was named or is next in an acting order, and whatever
// is tried in whose name: nobody decides but who may on that day, on the present text, and never on his own draft;
// there is one final approval and no second; while the line runs the cells that are asked have open tasks; and once
// people are back at work, signing on ends it.
func TestAnyLineUnderAnyAbsencesAndActs(t *testing.T) {
	t.Parallel()
	var stoodIn, refused atomic.Int32
	t.Run("Offices", func(t *testing.T) {
		t.Parallel()
		for seed := range uint64(12) {
			t.Run(fmt.Sprint(seed), func(t *testing.T) {
				t.Parallel()
				o := anyAbsences(t, seed)
				o.stoodIn, o.refused = &stoodIn, &refused
				for range 40 {
					o.anyAct()
				}
				o.allReturn()
				o.signOn()
			})
		}
	})
	t.Cleanup(func() {
		require.Greater(t, stoodIn.Load(), int32(20), "the offices drawn have nobody who stands in")
		require.Greater(t, refused.Load(), int32(100), "nothing that was tried was refused")
	})
}

// anyAbsences draws an office and sends a plan along its line.
func anyAbsences(t *testing.T, seed uint64) *absences {
	t.Helper()
	h, draft := draftingPlan(t)
	o := &absences{
		T: t, House: h, Rand: rand.New(rand.NewPCG(seed, 3)),
		holders: map[string][]gov.PersonID{}, was: map[string]gov.PersonID{},
		away: map[gov.PersonID]bool{}, given: map[string][]string{}, all: map[string][]string{}, order: map[string][]string{},
	}
	for _, post := range around {
		o.was[post] = h.Actor(t, post).Person
		o.holders[post] = []gov.PersonID{o.was[post]}
	}
	o.drafter = o.was[coordinator]
	if o.IntN(3) == 0 { // the drafter has a second post
		post := around[1+o.IntN(4)]
		holds(t, h, o.drafter, post)
		o.holders[post] = append(o.holders[post], o.drafter)
	}
	for range o.IntN(3) { // somebody has left
		post := around[1+o.IntN(6)]
		leaves(t, h, post)
		o.holders[post] = nil
	}
	h.Act(t, coordinator, draft, plan)
	o.id = testkit.One[gov.CaseID](t, h, "select id from case_file where kind = 'document'")
	for range 14 {
		o.anyArrangement()
	}
	return o
}

// anyArrangement sends somebody away or lets a post stand in for another, now or at another time.
func (o *absences) anyArrangement() {
	days := [][2]string{{"2022-02-20", "2022-02-28"}, {"2022-02-01", "2022-02-23"}, {"2022-02-25", "2022-03-31"}}
	span := days[max(0, o.IntN(5)-2)]
	now := span == days[0]
	post, deputy := around[1+o.IntN(6)], around[o.IntN(len(around))]
	switch kind := o.IntN(3); {
	case kind == 0:
		p := o.was[post]
		o.Exec(o, `insert into absence (id, person_id, valid_from, valid_to, reason, recorded_by, recorded_on)
			values (gen_random_uuid(), $1, $2, $3, '출장', $1, $2)`, p, gov.MustDate(span[0]), gov.MustDate(span[1]))
		o.away[p] = o.away[p] || now
	case post == deputy:
	case kind == 1:
		matters := [][]string{{}, {"implementation-plan.fix"}, {"agreement.conclude"}}[o.IntN(3)]
		o.Exec(o, `insert into delegation (id, post_id, deputy_post, matters, valid_from, valid_to, reason, given_by,
			given_on) values (gen_random_uuid(), $1, $2, $3, $4, $5, '출장', $6, $4)`,
			post, deputy, matters, gov.MustDate(span[0]), gov.MustDate(span[1]), o.was[post])
		if now && len(matters) == 0 {
			o.all[post] = append(o.all[post], deputy)
		}
		if now && !slices.Contains(matters, "agreement.conclude") {
			o.given[post] = append(o.given[post], deputy)
		}
	case !slices.Contains(o.order[post], deputy):
		o.order[post] = append(o.order[post], deputy)
		o.Exec(o, "insert into acting_order (post_id, ordinal, deputy_post, valid_from) values ($1, $2, $3, '2021-01-01')",
			post, len(o.order[post]), deputy)
	}
}

// present reports whether somebody who holds the post is at work.
func (o *absences) present(post string) bool {
	return slices.ContainsFunc(o.holders[post], func(p gov.PersonID) bool { return !o.away[p] })
}

// may are those who may act in the cell of a post: its holders, those it was delegated to in this matter and, while
// nobody of it and nobody named for all matters is at work, the first at work in its acting order. What was delegated
// is not delegated on.
func (o *absences) may(post string) []gov.PersonID {
	out := slices.Clone(o.holders[post])
	for _, d := range o.given[post] {
		out = append(out, o.holders[d]...)
	}
	if o.present(post) || slices.ContainsFunc(o.all[post], o.present) {
		return out
	}
	for _, d := range o.order[post] {
		if o.present(d) {
			return append(out, slices.DeleteFunc(slices.Clone(o.holders[d]), func(p gov.PersonID) bool { return o.away[p] })...)
		}
	}
	return out
}

// askedCell is a cell whose turn it is, with its open task.
type askedCell struct {
	Task gov.TaskID
	Post string
}

// cells are those that are asked now.
func (o *absences) cells() (out []askedCell) {
	o.Helper()
	rows, err := o.Pool.Query(o.Context(), `select t.id, l.post_id from line_cell l
		join case_file c on c.id = l.case_id and c.round = l.round
		left join task t on t.case_id = c.id and t.kind = 'sign' and t.cell = l.position::text and t.state = 'open'
		where l.case_id = $1 and l.state = 'current' order by l.position`, o.id)
	require.NoError(o, err)
	defer rows.Close()
	for rows.Next() {
		var c askedCell
		require.NoError(o, rows.Scan(&c.Task, &c.Post), "a cell is asked and has no task")
		out = append(out, c)
	}
	require.NoError(o, rows.Err())
	return out
}

// snapshot is what no refusal may change.
func (o *absences) snapshot() string {
	return testkit.One[string](o, o.House, `select concat_ws(' ', c.state, c.seq, c.revision, c.content_hash,
		(select string_agg(l.round || l.state || l.position, ',' order by l.round, l.position) from line_cell l
			where l.case_id = c.id)) from case_file c where c.id = $1`, o.id)
}

// notOnOwn are the acts that nobody does on a text that he drafted.
var notOnOwn = append([]gov.Verb{gov.VerbHold}, signVerbs...)

// anyAct lets anybody try anything in a cell that is asked.
func (o *absences) anyAct() {
	o.Helper()
	cells := o.cells()
	if len(cells) == 0 {
		o.again()
		return
	}
	cell := cells[o.IntN(len(cells))]
	who := o.was[around[o.IntN(len(around))]]
	if may := o.may(cell.Post); len(may) > 0 && o.IntN(2) == 0 {
		who = may[o.IntN(len(may))]
	}
	cmd := o.anyCommand(cell)
	stale := o.IntN(8) == 0
	if stale {
		cmd.HashSeen = make([]byte, 32)
	}
	before := o.snapshot()
	_, err := o.Cases.Act(o.Context(), cases.Actor{Person: who}, cmd)
	mine, own := slices.Contains(o.may(cell.Post), who), who == o.drafter && slices.Contains(notOnOwn, cmd.Verb)
	if err != nil {
		o.refused.Add(1)
		code := gov.CodeOf(err)
		may := mine && !own && !stale && code != gov.CodeNoRule
		require.False(o, may, "%s of %s by who may: %v", cmd.Verb, cell.Post, err)
		require.NotEqual(o, gov.CodeInternal, code)
		require.Equal(o, before, o.snapshot(), "%s was refused (%s) and changed something", cmd.Verb, code)
		return
	}
	require.True(o, mine && !own && !stale, "%s of %s: his %t, own %t, stale %t", cmd.Verb, cell.Post, mine, own, stale)
	if !slices.Contains(o.holders[cell.Post], who) {
		o.stoodIn.Add(1)
	}
	o.prove()
}

// anyCommand draws one of the acts that the task of a cell offers, rarely one of the later ones.
func (o *absences) anyCommand(cell askedCell) cases.Command {
	verbs := testkit.One[[]string](o, o.House, "select verbs from task where id = $1", cell.Task)
	verb := gov.Verb(verbs[min(o.IntN(len(verbs)), o.IntN(len(verbs)))])
	cmd := cases.Command{Task: cell.Task, Verb: verb, Key: fmt.Sprint("any-", o.Uint64()), Reason: "시험", Source: "test"}
	cmd.HashSeen = testkit.One[[]byte](o, o.House, "select content_hash from case_file where id = $1", o.id)
	switch {
	case verb == gov.VerbAgree:
		cmd.Body = fmt.Appendf(nil, `{"agrees": %t, "opinion": "재원"}`, o.IntN(3) > 0)
	case verb == gov.VerbReview && o.IntN(4) == 0:
		cmd.Body = fmt.Appendf(nil, `{"edit": {"body": {"text": "%d"}}}`, o.Uint64())
	case verb == gov.VerbHold:
		cmd.Body = []byte(`{"review_on": "2022-02-28"}`)
	}
	return cmd
}

// again takes a paper up that came back, where one did.
func (o *absences) again() {
	state := testkit.One[gov.State](o, o.House, "select state from case_file where id = $1", o.id)
	if state == gov.Returned || state == gov.Withdrawn {
		o.Act(o, coordinator, o.TaskOf(o, coordinator, gov.TaskRedraft).ID, testkit.Do{
			Verb: gov.VerbRedraft, Reason: "보완", Body: body{"body": text(fmt.Sprint(o.Uint64()))},
		})
		o.prove()
	}
}

// prove proves what holds after every act.
func (o *absences) prove() {
	o.Helper()
	state := testkit.One[gov.State](o, o.House, "select state from case_file where id = $1", o.id)
	finals := testkit.One[int](o, o.House, `select count(*)::int from line_cell where case_id = $1 and role = 'approve'
		and state = 'signed'`, o.id)
	require.Equal(o, state == gov.Approved, finals == 1, "%s with %d final approvals", state, finals)
	require.LessOrEqual(o, finals, 1)
	require.Equal(o, state == gov.InApproval, len(o.cells()) > 0, "%s", state)
	require.Zero(o, testkit.One[int](o, o.House, `select count(*)::int from line_cell l
		join case_file c on c.id = l.case_id and c.round = l.round
		where c.id = $1 and l.state = 'signed' and l.hash_seen <> c.content_hash`, o.id),
		"a signature counts for a text that was not seen")
	require.Zero(o, testkit.One[int](o, o.House, `select count(*)::int from decision where case_id = $1 and person_id = $2
		and verb <> 'hold'`, o.id, o.drafter), "he decided what he drafted")
}

// allReturn brings everybody back to work and into his post.
func (o *absences) allReturn() {
	o.Exec(o, "update absence set cancelled_on = '2022-02-24'")
	o.Exec(o, "update delegation set revoked_on = '2022-02-24'")
	o.Exec(o, "update holding set valid_to = null where valid_to = '2022-02-23'")
}

// signOn lets whoever holds the post that is asked sign, until the paper is approved.
func (o *absences) signOn() {
	o.Helper()
	for range 60 {
		cells := o.cells()
		if len(cells) == 0 {
			o.again()
			cells = o.cells()
		}
		if len(cells) == 0 {
			break
		}
		verb := gov.Verb(testkit.One[[]string](o, o.House, "select verbs from task where id = $1", cells[0].Task)[0])
		do := testkit.Do{Verb: verb}
		if verb == gov.VerbAgree {
			do.Body = body{"agrees": true}
		}
		who := testkit.One[string](o, o.House, "select slug from person where id = $1", o.was[cells[0].Post])
		o.Act(o, who, cells[0].Task, do)
		o.prove()
	}
	require.NotEmpty(o, testkit.One[string](o, o.House, "select document_number from document where case_id = $1", o.id))
}
