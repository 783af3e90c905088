package cases_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/store"
	"gyeol/internal/testkit"
	"gyeol/policies/pack"
	"gyeol/policies/seoul"
)

// The plan rows of 2022 are due on Saturday 2022-02-05, so operatively on Friday the 4th; 2022-01-31 … 02-02 is
// Seollal.
const plansDue = "2022-02-04"

// morning opens a day and gives back the reminders it wrote about the institute's task: rung and addressee, sorted.
func morning(t *testing.T, h *testkit.House, task gov.TaskID, day string) []string {
	t.Helper()
	h.SetToday(t, day)
	date := gov.MustDate(day)
	require.NoError(t, h.Cases.OpenDay(t.Context(), date))
	require.NoError(t, h.Cases.OpenDay(t.Context(), date), "a day may be opened again")
	return reminders(t, h, task, date)
}

func reminders(t *testing.T, h *testkit.House, task gov.TaskID, day gov.Date) []string {
	t.Helper()
	rows, err := h.Pool.Query(t.Context(), `select n.kind || ' ' || split_part(n.dedup, '/', 3) || ' ' || p.slug
		from notice n join person p on p.id = n.person_id
		where n.task_id = $1 and n.office_date = $2 and n.dedup like 'rung/%' order by 1`, task, day)
	require.NoError(t, err)
	list, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err)
	return list
}

// fill is the institute's task.
func fill(t *testing.T, h *testkit.House) gov.TaskID {
	t.Helper()
	return h.TaskOf(t, officer, gov.TaskFill).ID
}

func TestEachRungFallsOnItsWorkingDay(t *testing.T) {
	t.Parallel()
	h, _ := asked(t)
	task := fill(t, h)
	require.Equal(t, plansDue, testkit.One[gov.Date](t, h, "select due_operative from task where id = $1", task).String())
	own, boss, chief := " "+officer, " "+head, " "+coordinator
	for _, c := range []struct {
		day  string
		want []string
	}{
		{"2022-01-20", nil},
		{"2022-01-21", []string{"due_soon d-7" + own}}, // seven working days: Seollal and two weekends do not count
		{"2022-01-27", []string{"due_soon d-3" + own}},
		{"2022-02-01", nil}, // Seollal
		{"2022-02-03", []string{"due_soon d-1" + own}},
		{plansDue, []string{"due_today today" + own}},
		{"2022-02-05", nil}, // a Saturday
		{"2022-02-07", []string{"overdue over-1" + own}},
		{"2022-02-09", []string{"overdue over-3" + boss, "overdue over-3" + own}},
		{"2022-02-11", []string{"overdue over-5" + chief, "overdue over-5" + boss, "overdue over-5" + own}},
		{"2022-02-14", nil},
	} {
		require.ElementsMatch(t, c.want, morning(t, h, task, c.day), c.day)
	}
	require.Zero(t, testkit.One[int](t, h, `select count(*) from notice where dedup like 'rung/%'
		and (state <> 'held' or legal or send_on <> office_date)`), "a rung waits for the morning's digest")
}

func TestADoneTaskIsNotRemindedOf(t *testing.T) {
	t.Parallel()
	h, stage := asked(t)
	task := fill(t, h)
	submitted(t, h, stage)
	require.Empty(t, morning(t, h, task, plansDue))
}

// A coordinator who gives everybody more time has them reminded again, by the new date.
func TestAMovedDateIsRemindedOfAnew(t *testing.T) {
	t.Parallel()
	h, stage := asked(t)
	task := fill(t, h)
	require.Len(t, morning(t, h, task, "2022-01-27"), 1)
	_, err := h.OnCase(t, coordinator, stage.Case, testkit.Do{
		Verb: gov.VerbMoveDate, Reason: "부서 요청", Body: map[string]any{"due_on": "2022-02-18"},
	})
	require.NoError(t, err)
	require.Empty(t, morning(t, h, task, plansDue), "nothing is due on the old date")
	require.Equal(t, []string{"due_soon d-3 " + officer}, morning(t, h, task, "2022-02-15"))
	var due string
	require.NoError(t, h.Pool.QueryRow(t.Context(), `select params ->> 'due_operative' from notice
		where task_id = $1 and office_date = '2022-02-15'`, task).Scan(&due))
	require.Equal(t, "2022-02-18", due)
}

// The post that a task was handed to is told at once and reminded later; the one that had it is left in peace.
func TestTheNewHolderOfATaskIsToldAndReminded(t *testing.T) {
	t.Parallel()
	h, _ := asked(t)
	task := fill(t, h)
	_, err := h.Cases.HandOver(t.Context(), h.Actor(t, coordinator), cases.HandOver{
		Task: task, Post: head, Reason: "담당자 휴직", Key: "hand-over-1",
	})
	require.NoError(t, err)
	require.Equal(t, 1, testkit.One[int](t, h, `select count(*) from notice n join person p on p.id = n.person_id
		where n.task_id = $1 and n.kind = 'assigned' and p.slug = $2 and n.state = 'queued'`, task, head))
	require.Equal(t, []string{"due_soon d-1 " + head}, morning(t, h, task, "2022-02-03"))
}

// Experts, jurors and members from outside hold no post: they are reminded as persons.
func TestAPersonFromOutsideIsReminded(t *testing.T) {
	t.Parallel()
	h, _ := asked(t)
	task := fill(t, h)
	h.Exec(t, "insert into person (id, slug, name, email, outside) values (gen_random_uuid(), 'expert-x', '전문가', 'x@out.example', true)")
	h.Exec(t, "delete from task_actor where task_id = $1", task)
	h.Exec(t, "insert into task_actor (task_id, person_id) select $1, id from person where slug = 'expert-x'", task)
	require.Equal(t, []string{"due_soon d-1 expert-x"}, morning(t, h, task, "2022-02-03"))
}

// otherPack keeps a pack in which the first rung of the standard ladder stands a working day later.
func otherPack(t *testing.T, h *testkit.House) []byte {
	t.Helper()
	files := map[string][]byte{}
	require.NoError(t, fs.WalkDir(seoul.FS, ".", func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files[path], err = fs.ReadFile(seoul.FS, path)
		}
		return err
	}))
	changed := bytes.Replace(files["notices.yaml"], []byte("working_days: -7"), []byte("working_days: -6"), 1)
	require.NotEqual(t, files["notices.yaml"], changed)
	files["notices.yaml"] = changed
	p, faults := pack.FromFiles(files)
	require.NoError(t, faults.Err())
	hash := p.Hash
	h.Exec(t, "insert into policy_pack (hash, id, files) values ($1, 'other', $2)", hash[:], p.Archive())
	return hash[:]
}

// Two cycles run under two packs: each ladder rings in the stages that named its pack, and nowhere else.
func TestALadderRingsInTheStagesOfItsPackOnly(t *testing.T) {
	t.Parallel()
	h, _ := asked(t)
	ours := fill(t, h)
	other := h.OpenStage(t, "agency-plans")
	h.Exec(t, "update stage set pack_hash = $2 where id = $1", other.ID, otherPack(t, h))
	h.Exec(t, "update task set due_operative = $2 where stage_id = $1", other.ID, gov.MustDate(plansDue))
	theirs := testkit.One[gov.TaskID](t, h, "select id from task where stage_id = $1 order by id limit 1", other.ID)
	require.Len(t, morning(t, h, ours, "2022-01-21"), 1)
	require.Empty(t, reminders(t, h, theirs, gov.MustDate("2022-01-21")))
	require.Empty(t, morning(t, h, ours, "2022-01-24"))
	require.NotEmpty(t, reminders(t, h, theirs, gov.MustDate("2022-01-24")))
}

// An installation that stood still for two weeks opens each day, and tells of each task the latest rung only.
func TestMissedDaysLeaveTheLastRungOnly(t *testing.T) {
	t.Parallel()
	h, _ := asked(t)
	task := fill(t, h)
	last := gov.MustDate(plansDue)
	h.Exec(t, "update office_clock set today = $1, last_opened = '2022-01-20'", last)
	missing, err := h.Cases.MissingDays(t.Context())
	require.NoError(t, err)
	require.Len(t, missing, 15)
	for _, day := range missing {
		require.NoError(t, h.Cases.OpenDay(t.Context(), day))
		if day == last {
			for cursor, done := "", false; !done; {
				cursor, done, err = store.NewOutbox(h.Pool).Digest(t.Context(), day, cursor)
				require.NoError(t, err)
			}
		}
		require.NoError(t, h.Cases.FinishDay(t.Context(), day))
	}
	rows, err := h.Pool.Query(t.Context(), `select split_part(dedup, '/', 3) || ' ' || state || ' ' || split_part(state_reason, ' ', 1)
		from notice where task_id = $1 and dedup like 'rung/%' order by office_date`, task)
	require.NoError(t, err)
	list, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err)
	require.Equal(t, []string{
		"d-7 suppressed superseded", "d-3 suppressed superseded", "d-1 suppressed superseded", "today suppressed digest",
	}, list)
	require.Equal(t, 1, testkit.One[int](t, h, `select count(*) from notice n join person p on p.id = n.person_id
		where n.kind = 'digest' and p.slug = $1 and jsonb_array_length(n.params -> 'items') = 1
			and n.params -> 'items' -> 0 ->> 'kind' = 'due_today'`, officer))
	require.Equal(t, 14, testkit.One[int](t, h, "select count(*) from office_day where caught_up"))
}

// Rows and tasks go to the posts that exist on the day of the opening, not to those that once did or will.
func TestAnOpeningAsksThePostsOfThatDay(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2022-01-07")
	const next = institute + ".officer-next"
	h.Exec(t, "update post set valid_to = '2021-12-31' where id = $1", officer)
	h.Exec(t, `insert into post (id, unit_id, title, rank, ordinal, valid_from) values
		($1, $2, '새 담당', 'officer', 9, '2022-01-01'), ($3, $2, '뒷날 담당', 'officer', 0, '2022-06-01')`,
		next, institute, institute+".officer-later")
	h.OpenCycle(t, "lifelong-education-plan", 2022)
	for _, c := range []struct{ stage, table string }{{"plans", "plan_row"}, {"agency-plans", "form_row"}, {"progress", "form_row"}} {
		stage := h.OpenStage(t, c.stage)
		posts := fmt.Sprintf(`select string_agg(distinct coalesce(r.assigned_post, '-'), ' ') from %s r
			join case_file f on f.id = r.case_id where f.stage_id = $1 and f.unit_id = $2`, c.table)
		require.Equal(t, next, testkit.One[string](t, h, posts, stage.ID, institute), c.stage)
		actors := testkit.One[string](t, h, `select string_agg(a.post_id, ' ') from task_actor a join task t on t.id = a.task_id
			where t.stage_id = $1 and t.unit_id = $2`, stage.ID, institute)
		require.Equal(t, next, actors, c.stage)
	}
}

// A unit whose officers are all gone is not left without anybody to ask.
func TestAUnitWithoutOfficersIsAskedAllTheSame(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2022-01-07")
	h.Exec(t, "update post set valid_to = '2021-12-31' where unit_id = $1 and rank = 'officer'", institute)
	h.OpenCycle(t, "lifelong-education-plan", 2022)
	stage := h.OpenStage(t, "plans")
	actors := testkit.One[string](t, h, `select string_agg(a.post_id, ' ' order by a.post_id) from task_actor a
		join task t on t.id = a.task_id where t.stage_id = $1 and t.unit_id = $2`, stage.ID, institute)
	require.Contains(t, strings.Fields(actors), head)
}

func TestADayForgetsOldRefusals(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2022-01-07")
	h.Exec(t, `insert into refused_address (address, minute)
		select '192.0.2.1', now() - interval '91 days' - n * interval '1 minute' from generate_series(1, 4500) n`)
	h.Exec(t, "insert into refused_address (address, minute) values ('192.0.2.2', now() - interval '89 days')")
	require.NoError(t, h.Cases.OpenDay(t.Context(), h.Today(t)))
	require.Equal(t, "192.0.2.2", testkit.One[string](t, h, "select string_agg(address, ' ') from refused_address"))
}
