package intake_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/intake"
	"gyeol/internal/testkit"
	"gyeol/policies/pack"
)

func TestMain(m *testing.M) { testkit.Main(m) }

var day = gov.MustDate("2021-12-20")

// founded lends a rehearsal without anything in it.
func founded(t *testing.T) *pgxpool.Pool {
	t.Helper()
	pool := testkit.DB(t)
	require.NoError(t, intake.Found(t.Context(), pool, intake.Foundation{Rehearsal: true, Today: day}))
	return pool
}

func TestSeoulIsTakenInWithEveryFigure(t *testing.T) {
	t.Parallel()
	pool := founded(t)
	began := time.Now()
	r, err := intake.Import(t.Context(), pool, testkit.SeoulPack(t), intake.Options{})
	require.NoError(t, err)
	t.Logf("imported in %v: %d rows", time.Since(began).Round(time.Millisecond), r.Created)
	require.True(t, r.Activated)
	require.Equal(t, day, r.From)
	require.Equal(t, 38, r.UnitProjects)
	require.Equal(t, 112, r.SubProjects)
	require.Zero(t, r.Updated+r.Unchanged)
	for what, want := range map[string]int{
		"unit": 145, "post": 215, "person": 215, "holding": 215, "seat": 88, "unit_project": 38, "policy_activation": 1,
		"unit_project_unit where role = 'lead'":                                   38,
		"sub_project_version where year = 2024":                                   112,
		"sub_project_version where budget_krw is null and executed_krw is null":   112,
		"sub_project_version where owner_unit_id = 'lifelong-education-division'": 112,
		"sub_project_event": 11,
		"sub_project_event where kind = 'ended' and month = '2024-10' and reason <> ''":   2,
		"sub_project_event where kind = 'merged' and into_id = 'R24-2-4-1'":               2,
		"sub_project_event where to_unit_id = 'garden-city-bureau'":                       1,
		"sub_project_event where kind = 'began' and month = '2024-06'":                    1,
		"cited_total where (year, what, value) = (2024, 'budget', 220795000000)":          1,
		"cited_total where (year, what, value) = (2024, 'execution_rate_tenths', 969)":    1,
		"source_inconsistency where printed <> '' and note <> ''":                         117,
		"audit_pending p join audit_entry e on e.id = p.entry_id where e.kind = 'import'": 1,
		"audit_pending p join audit_entry e on e.id = p.entry_id where e.kind = 'policy'": 1,
	} {
		require.Equal(t, want, count(t, pool, "select count(*) from "+what), what)
	}
	require.Equal(t, []int{32, 42, 24, 14}, list(t, pool,
		"select count(*)::int from sub_project_version group by pillar_number order by pillar_number"))
}

func TestImportingTwiceWritesNothing(t *testing.T) {
	t.Parallel()
	pool := founded(t)
	first, err := intake.Import(t.Context(), pool, testkit.SeoulPack(t), intake.Options{})
	require.NoError(t, err)
	before := versions(t, pool)
	second, err := intake.Import(t.Context(), pool, testkit.SeoulPack(t), intake.Options{})
	require.NoError(t, err)
	require.Equal(t, before, versions(t, pool), "a row was written again")
	require.False(t, second.Activated)
	require.Zero(t, second.Created+second.Updated)
	require.Equal(t, first.Created, second.Unchanged)
}

// versions is every table with the ids of the transactions that wrote its rows.
func versions(t *testing.T, pool *pgxpool.Pool) map[string]string {
	t.Helper()
	rows, err := pool.Query(t.Context(),
		"select relname::text from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace")
	require.NoError(t, err)
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err)
	require.NotEmpty(t, names)
	out := map[string]string{}
	for _, name := range names {
		var all string
		sql := "select coalesce(string_agg(xmin::text || ctid::text, ' ' order by ctid), '') from "
		require.NoError(t, pool.QueryRow(t.Context(), sql+pgx.Identifier{name}.Sanitize()).Scan(&all))
		out[name] = all
	}
	return out
}

func count(t *testing.T, pool *pgxpool.Pool, sql string) (n int) {
	t.Helper()
	require.NoError(t, pool.QueryRow(t.Context(), sql).Scan(&n), sql)
	return n
}

func list(t *testing.T, pool *pgxpool.Pool, sql string) []int {
	t.Helper()
	rows, err := pool.Query(t.Context(), sql)
	require.NoError(t, err)
	out, err := pgx.CollectRows(rows, pgx.RowTo[int])
	require.NoError(t, err)
	return out
}

func TestANewerPackChangesOnlyWhatDiffers(t *testing.T) {
	t.Parallel()
	pool := founded(t)
	p := testkit.SeoulPack(t)
	_, err := intake.Import(t.Context(), pool, p, intake.Options{})
	require.NoError(t, err)
	files := p.Files()
	plan := strings.Replace(string(files["basic-plan.json"]), `"change": "new"`, `"change": "improved"`, 1)
	require.NotEqual(t, string(files["basic-plan.json"]), plan)
	files["basic-plan.json"] = []byte(plan)
	newer, faults := pack.FromFiles(files)
	require.NoError(t, faults.Err())
	r, err := intake.Import(t.Context(), pool, newer, intake.Options{From: day.AddDays(10)})
	require.NoError(t, err)
	require.True(t, r.Activated)
	require.Equal(t, [2]int{0, 1}, [2]int{r.Created, r.Updated})
	require.Equal(t, 2, count(t, pool, "select count(*) from policy_pack"))

	back, err := intake.Import(t.Context(), pool, p, intake.Options{From: day.AddDays(20)})
	require.NoError(t, err)
	require.True(t, back.Activated, "an earlier pack can come into force again")
	require.Equal(t, 3, count(t, pool, "select count(*) from policy_activation"))
}

func TestTheLeadOfAUnitProjectPassesOn(t *testing.T) {
	t.Parallel()
	pool := founded(t)
	p := testkit.SeoulPack(t)
	_, err := intake.Import(t.Context(), pool, p, intake.Options{})
	require.NoError(t, err)
	exchanged := *p
	exchanged.Plan.Pillars = clonePillars(p.Plan.Pillars)
	for i := range exchanged.Plan.Pillars {
		for j := range exchanged.Plan.Pillars[i].PlanTasks {
			for k := range exchanged.Plan.Pillars[i].PlanTasks[j].UnitProjects {
				u := &exchanged.Plan.Pillars[i].PlanTasks[j].UnitProjects[k]
				if len(u.Partners) > 0 {
					u.Lead, u.Partners = u.Partners[0], append([]gov.UnitID{u.Lead}, u.Partners[1:]...)
				}
			}
		}
	}
	_, err = intake.Import(t.Context(), pool, &exchanged, intake.Options{})
	require.NoError(t, err)
	for _, u := range exchanged.Plan.UnitProjects() {
		var lead string
		require.NoError(t, pool.QueryRow(t.Context(),
			"select unit_id from unit_project_unit where unit_project_id = $1 and role = 'lead'", u.ID).Scan(&lead))
		require.Equal(t, string(u.Lead), lead)
	}
}

func clonePillars(list []pack.Pillar) []pack.Pillar {
	list = slices.Clone(list)
	for i := range list {
		list[i].PlanTasks = slices.Clone(list[i].PlanTasks)
		for j := range list[i].PlanTasks {
			list[i].PlanTasks[j].UnitProjects = slices.Clone(list[i].PlanTasks[j].UnitProjects)
		}
	}
	return list
}

func TestPacksTakenInAtOnceAreOneImport(t *testing.T) {
	t.Parallel()
	pool := founded(t)
	created := make(chan int, 3)
	for range cap(created) {
		go func() {
			r, err := intake.Import(context.WithoutCancel(t.Context()), pool, testkit.SeoulPack(t), intake.Options{})
			if err != nil {
				created <- -1
				return
			}
			created <- min(r.Created, 1)
		}()
	}
	sum := 0
	for range cap(created) {
		sum += <-created
	}
	require.Equal(t, 1, sum)
	require.Equal(t, 1, count(t, pool, "select count(*) from policy_activation"))
}
