package cases_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/testkit"
)

// replaceOnce replaces a text that stands exactly once.
func replaceOnce(t *testing.T, s, old, by string) string {
	t.Helper()
	require.Equal(t, 1, strings.Count(s, old), old)
	return strings.Replace(s, old, by, 1)
}

func (d desk) moves(who string, m cases.TransferPerson) (cases.Transfer, error) {
	d.t.Helper()
	if m.Key == "" {
		m.Key = uuid.NewString()
	}
	m.Reason, m.Source = "2022년 상반기 정기 인사", "test"
	return d.Cases.TransferPerson(d.t.Context(), d.Actor(d.t, who), m)
}

// officeBoss is a coordinator who stays where he is.
const officeBoss = teamLead

func TestAPersonMovesAndHisWorkStaysWithThePost(t *testing.T) {
	t.Parallel()
	h, _ := draftedPlan(t)
	d := desk{h, t}
	signs(t, h, teamLead, nil)
	task := h.TaskOf(t, divHead, gov.TaskSign)
	old, heir := h.Actor(t, divHead), h.Actor(t, division+".officer-4")
	slug, heirs := d.slugOf(divHead), d.slugOf(division+".officer-4")
	_, err := d.gives(divHead, divHead, planning)
	require.NoError(t, err)
	gone, err := d.moves(officeBoss, cases.TransferPerson{Person: slug, From: divHead})
	require.NoError(t, err)
	require.True(t, gone.Done)
	require.Len(t, gone.List, 1)
	require.Equal(t, task.ID, gone.List[0].Task)
	require.Equal(t, "post", gone.List[0].How)
	require.Empty(t, d.behalf(planning), "what he gave ended with him")
	came, err := d.moves(officeBoss, cases.TransferPerson{Person: heirs, From: division + ".officer-4", To: divHead})
	require.NoError(t, err)
	require.True(t, came.Done)
	act := func(who cases.Actor) error {
		_, err := h.Cases.Act(t.Context(), who, cases.Command{
			Task: task.ID, Verb: gov.VerbReview, Key: uuid.NewString(), Source: "test",
			HashSeen: testkit.One[[]byte](t, h, "select content_hash from case_file where id = $1", task.CaseID),
		})
		return err
	}
	testkit.MustRefuse(t, gov.CodeNotYourTask, act(old)) // his post ended yesterday
	require.NoError(t, act(heir))
	require.Equal(t, 1, testkit.One[int](t, h, "select count(*)::int from notice where dedup = $1",
		"transfer/"+came.ID.String()+"/"+heir.Person.String()))
	_, err = h.Cases.Transfer(t.Context(), heir, gone.ID)
	require.NoError(t, err, "the next holder reads the hand-over list")
	_, err = h.Cases.Transfer(t.Context(), h.Actor(t, planning), gone.ID)
	testkit.MustRefuse(t, gov.CodeNotFound, err)
	everythingIsAudited(t, h)
}

func TestAMoveIsRefusedForItsReason(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2022-02-24")
	d := desk{h, t}
	slug := d.slugOf(divHead)
	told := d.refusals()
	for _, c := range []struct {
		name, who string
		move      cases.TransferPerson
		code      gov.Code
	}{
		{"by whoever has no duty to", planning, cases.TransferPerson{Person: slug, From: divHead}, gov.CodeForbidden},
		{"of oneself", coordinator, cases.TransferPerson{Person: d.slugOf(coordinator), To: "mayor"}, gov.CodeForbidden},
		{"of nobody", officeBoss, cases.TransferPerson{Person: "nobody", From: divHead}, gov.CodeInvalid},
		{"to nowhere", officeBoss, cases.TransferPerson{Person: slug}, gov.CodeInvalid},
		{"from a post that is another's", officeBoss, cases.TransferPerson{Person: slug, From: planning}, gov.CodeInvalid},
		{"to a post that is not", officeBoss, cases.TransferPerson{Person: slug, From: divHead, To: "no-such"}, gov.CodeInvalid},
		{"to a post that is held", officeBoss, cases.TransferPerson{Person: slug, From: divHead, To: planning}, gov.CodeConflict},
	} {
		_, err := d.moves(c.who, c.move)
		require.Error(t, err, c.name)
		testkit.MustRefuse(t, c.code, err)
	}
	require.Equal(t, told+7, d.refusals())
	require.Zero(t, testkit.One[int](t, h, "select count(*)::int from transfer"))
	operator := h.Actor(t, planning)
	operator.Scopes = []string{"operator"}
	_, err := h.Cases.TransferPerson(t.Context(), operator, cases.TransferPerson{
		Person: slug, From: divHead, Reason: "퇴직", Key: "by-operator", Source: "test",
	})
	require.NoError(t, err)
}

// givesByName opens so many tasks of a person by name.
func givesByName(t *testing.T, h *testkit.House, person gov.PersonID, n int) {
	t.Helper()
	h.Exec(t, `with given as (
		    insert into task (id, case_id, unit_id, kind, cell, opened_seq, natural_key, round, title, verbs, due_operative, opened_on)
		    select gen_random_uuid(), c.id, c.unit_id, 'fill', $1::text || n, 0, 'test/' || $1 || n, 1, '과업 ' || n, '{submit}',
		        date '2022-03-01' + n % 30, '2022-02-01'
		    from (select * from case_file where kind = 'cycle') c, generate_series(1, $3::int) n returning id)
		insert into task_actor (task_id, person_id) select id, $2::uuid from given`, person.String()[24:]+".", person, n)
}

// TestAHandOverThatWasCutShortGoesOn: the chunks that were committed stay, the list comes only with the last, and the
// same request under its key, or a resumption by another, carries on where it stood.
func TestAHandOverThatWasCutShortGoesOn(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2022-02-24")
	d := desk{h, t}
	h.OpenCycle(t, planCycle, 2022)
	person := h.Actor(t, divHead).Person
	givesByName(t, h, person, 450)
	h.Exec(t, `insert into task_actor (task_id, post_id) select id, $1 from task where natural_key like 'test/%.7'`, divHead)
	third := testkit.One[gov.TaskID](t, h, `select id from task where natural_key like 'test/%' order by id offset 210 limit 1`)
	blocker, err := h.Pool.Begin(t.Context())
	require.NoError(t, err)
	_, err = blocker.Exec(t.Context(), "select from task where id = $1 for update", third)
	require.NoError(t, err)
	move := cases.TransferPerson{Person: d.slugOf(divHead), From: divHead, Key: "move-450"}
	_, err = d.moves(officeBoss, move)
	require.Error(t, err, "the second chunk waits for a lock in vain")
	require.NoError(t, blocker.Rollback(t.Context()))
	id := testkit.One[gov.TransferID](t, h, "select id from transfer")
	half, err := h.Cases.Transfer(t.Context(), h.Actor(t, officeBoss), id)
	require.NoError(t, err)
	require.False(t, half.Done)
	require.EqualValues(t, 200, half.Moved)
	require.Empty(t, half.List, "no list before all have moved")
	named := func() int {
		return testkit.One[int](t, h, "select count(*)::int from task_actor where person_id = $1", person)
	}
	require.Equal(t, 250, named())
	done, err := d.moves(officeBoss, move)
	require.NoError(t, err)
	require.True(t, done.Done)
	require.EqualValues(t, 450, done.Moved)
	require.Len(t, done.List, 450, "one line per task, in both ways given or in one")
	require.Zero(t, named())
	require.Equal(t, 450, testkit.One[int](t, h, `select count(*)::int from task_actor a join task t on t.id = a.task_id
		where t.natural_key like 'test/%' and a.post_id = $1`, divHead))
	again, err := h.Cases.ResumeTransfer(t.Context(), h.Actor(t, coordinator), id, "test")
	require.NoError(t, err)
	require.Equal(t, done, again)
	_, err = h.Cases.ResumeTransfer(t.Context(), h.Actor(t, planning), id, "test")
	testkit.MustRefuse(t, gov.CodeForbidden, err)
	move.From = ""
	_, err = d.moves(officeBoss, move)
	testkit.MustRefuse(t, gov.CodeKeyReused, err)
	require.Equal(t, 1, testkit.One[int](t, h, "select count(*)::int from transfer"))
}

// TestAWorkerFinishesWhatWasCutShort: nobody asks again, and a transfer that cannot go on leaves the others alone.
func TestAWorkerFinishesWhatWasCutShort(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2022-02-24")
	d := desk{h, t}
	h.OpenCycle(t, planCycle, 2022)
	const stuck, free = divHead, planning
	blockers := map[string]pgx.Tx{}
	for _, who := range []string{stuck, free} {
		person, slug := h.Actor(t, who).Person, d.slugOf(who)
		givesByName(t, h, person, 250)
		blocker, err := h.Pool.Begin(t.Context())
		require.NoError(t, err)
		_, err = blocker.Exec(t.Context(), `select from task t join task_actor a on a.task_id = t.id and a.person_id = $1
			order by t.id offset 210 for update of t`, person)
		require.NoError(t, err)
		_, err = d.moves(officeBoss, cases.TransferPerson{Person: slug, From: gov.PostID(who)})
		require.Error(t, err)
		blockers[who] = blocker
	}
	require.NoError(t, blockers[free].Rollback(t.Context()))
	done := func(who string) int {
		return testkit.One[int](t, h, `select coalesce(sum(jsonb_array_length(list)), 0)::int from transfer
			where from_post = $1 and done_at is not null and moved = 250`, who)
	}
	require.Error(t, h.Cases.FinishTransfers(t.Context()), "one of them still waits for a lock")
	require.NoError(t, blockers[stuck].Rollback(t.Context()))
	require.Zero(t, done(stuck))
	require.Equal(t, 250, done(free))
	require.Equal(t, "system", testkit.One[string](t, h, `select convert_from(b.body, 'UTF8')::jsonb ->> 'actor'
		from audit_entry e join audit_body b on b.entry_id = e.id
		where e.kind = 'transfer' and convert_from(b.body, 'UTF8')::jsonb ->> 'done' = 'true'`))
}

func TestWhatIsOnesOwnStaysWithThePerson(t *testing.T) {
	t.Parallel()
	h, _ := draftedPlan(t)
	d := desk{h, t}
	id := testkit.One[gov.TaskID](t, h, "select id from task where kind = 'sign' and state = 'open'")
	h.Exec(t, "update task set kind = 'opine' where id = $1", id)
	h.Exec(t, "delete from task_actor where task_id = $1", id)
	h.Exec(t, "insert into task_actor (task_id, person_id) values ($1, $2)", id, h.Actor(t, divHead).Person)
	out, err := d.moves(officeBoss, cases.TransferPerson{Person: d.slugOf(divHead), From: divHead})
	require.NoError(t, err)
	require.Zero(t, out.Moved)
	require.Equal(t, "stays", out.List[0].How)
}

// TestADrafterWhoMovesKeepsNothing: his drafts belong to the post.
func TestADrafterWhoMovesKeepsNothing(t *testing.T) {
	t.Parallel()
	h, s := draftedPlan(t)
	d := desk{h, t}
	id := h.Case(t, s, "document").ID
	old, heir := h.Actor(t, coordinator), h.Actor(t, division+".officer-4")
	slug, heirs := d.slugOf(coordinator), d.slugOf(division+".officer-4")
	_, err := d.moves(officeBoss, cases.TransferPerson{Person: slug, From: coordinator})
	require.NoError(t, err)
	_, err = d.moves(officeBoss, cases.TransferPerson{Person: heirs, From: division + ".officer-4", To: coordinator})
	require.NoError(t, err)
	withdraw := func(who cases.Actor) error {
		_, err := h.Cases.Act(t.Context(), who, cases.Command{
			Case: id, Verb: gov.VerbWithdraw, Reason: "수치 오류", Key: uuid.NewString(), Source: "test",
		})
		return err
	}
	testkit.MustRefuse(t, gov.CodeNotFound, withdraw(old))
	require.NoError(t, withdraw(heir))
	h.TaskOf(t, coordinator, gov.TaskRedraft)
}
