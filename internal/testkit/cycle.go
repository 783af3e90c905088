package testkit

import (
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/store/db"
)

// Stage names a stage with its case and process.
type Stage struct {
	ID      gov.StageID
	Case    gov.CaseID
	Process gov.ProcessID
}

// OpenCycle begins a year as the coordinator.
func (h *House) OpenCycle(t testing.TB, name string, year int) cases.Outcome {
	t.Helper()
	open := cases.OpenCycle{Name: name, Year: year, Key: uuid.NewString()}
	out, err := h.Cases.Open(t.Context(), h.Actor(t, Coordinator), open)
	if err != nil {
		t.Fatalf("open %s %d: %v", name, year, err)
	}
	return out
}

// Stage finds a stage of the youngest cycle that has it; "progress.2" is its second round.
func (h *House) Stage(t testing.TB, key string) Stage {
	t.Helper()
	key, round, ok := strings.Cut(key, ".")
	if !ok {
		round = "1"
	}
	var s Stage
	err := h.Pool.QueryRow(t.Context(), `
		select s.id, c.id, c.process_id from stage s join case_file c on c.stage_id = s.id and c.kind = 'stage'
		where s.key = $1 and s.round = $2::text::int order by s.cycle_id desc limit 1`,
		key, round).Scan(&s.ID, &s.Case, &s.Process)
	if err != nil {
		t.Fatalf("stage %s: %v", key, err)
	}
	return s
}

// OpenStage opens a stage by a step of its process as if its day had come and, unless it is a meeting, as if every
// stage before it had decided.
func (h *House) OpenStage(t testing.TB, key string) Stage {
	t.Helper()
	s := h.Stage(t, key)
	if _, err := h.Pool.Exec(t.Context(), `
		with opened as (
		    update stage set opens_on = case when kind = 'deliberate' then $2 else least(opens_on, $2) end where id = $1
		    returning kind
		)
		update stage set decided_on = coalesce(decided_on, $2) from opened
		where opened.kind <> 'deliberate' and id in (select after_id from stage_after where stage_id = $1)`,
		s.ID, h.Today(t)); err != nil {
		t.Fatal(err)
	}
	h.Step(t, s.Case, Do{Verb: gov.VerbOpen})
	return s
}

// TryStep does an act of gyeol itself on a case and gives its refusal back.
func (h *House) TryStep(t testing.TB, id gov.CaseID, do Do) (cases.Outcome, error) {
	t.Helper()
	cmd := do.command(t)
	cmd.Case = id
	return h.act(t, cases.Actor{System: true, Name: "gyeol"}, cmd)
}

// Step is TryStep for acts that must succeed.
func (h *House) Step(t testing.TB, id gov.CaseID, do Do) cases.Outcome {
	t.Helper()
	out, err := h.TryStep(t, id, do)
	if err != nil {
		t.Fatalf("step %s: %v%s", do.Verb, err, reasons(err))
	}
	return out
}

// Case reads a case of a stage by its subject: the unit of a submission, the body's attempt of a meeting.
func (h *House) Case(t testing.TB, stage Stage, subject string) db.CaseFile {
	t.Helper()
	rows, err := h.Pool.Query(t.Context(),
		"select * from case_file where stage_id = $1 and kind <> 'stage' and subject = $2", stage.ID, subject)
	if err != nil {
		t.Fatal(err)
	}
	c, err := pgx.CollectExactlyOneRow(rows, pgx.RowToStructByPos[db.CaseFile])
	if err != nil {
		t.Fatalf("case %s: %v", subject, err)
	}
	return c
}

// Tasks are the open tasks of a kind that the person in a post may act on, by natural key.
func (h *House) Tasks(t testing.TB, who string, kind gov.TaskKind) []db.Task {
	t.Helper()
	rows, err := h.Pool.Query(t.Context(), `
		select t.* from task t where t.state = 'open' and t.kind = $1 and exists (
		    select from task_actor a left join holding h on h.post_id = a.post_id
		        and h.valid_from <= $3 and (h.valid_to is null or h.valid_to >= $3)
		    where a.task_id = t.id and $2 in (a.person_id, h.person_id))
		order by t.natural_key, t.id`, kind, h.Actor(t, who).Person, h.Today(t))
	if err != nil {
		t.Fatal(err)
	}
	tasks, err := pgx.CollectRows(rows, pgx.RowToStructByPos[db.Task])
	if err != nil {
		t.Fatal(err)
	}
	return tasks
}

// TaskOf is the one open task of a kind that the person in a post may act on; about narrows it by a part of the natural
// key, such as the unit, where he has several.
func (h *House) TaskOf(t testing.TB, who string, kind gov.TaskKind, about ...string) db.Task {
	t.Helper()
	var found []db.Task
	var keys []string
	for _, task := range h.Tasks(t, who, kind) {
		keys = append(keys, task.NaturalKey)
		if containsAll(task.NaturalKey, about) {
			found = append(found, task)
		}
	}
	if len(found) != 1 {
		t.Fatalf("%s has %d open tasks %s about %v; his are:\n%s",
			who, len(found), kind, about, strings.Join(keys, "\n"))
	}
	return found[0]
}

func containsAll(s string, parts []string) bool {
	for _, p := range parts {
		if !strings.Contains(s, p) {
			return false
		}
	}
	return true
}
