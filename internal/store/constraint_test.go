package store_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/testkit"
	"gyeol/policies"
)

// constantsOf are the string constants of a type in the package of a folder, sorted.
func constantsOf(t *testing.T, folder, typ string) []string {
	t.Helper()
	var out []string
	files, err := parser.ParseDir(token.NewFileSet(), folder, nil, 0) //nolint:staticcheck // no build tags in these folders
	require.NoError(t, err)
	for _, p := range files {
		ast.Inspect(p, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok || len(spec.Values) != 1 {
				return true
			}
			if named, ok := spec.Type.(*ast.Ident); !ok || named.Name != typ {
				return true
			}
			value, ok := spec.Values[0].(*ast.BasicLit)
			require.True(t, ok, "%s is no plain text", spec.Names[0].Name)
			text, err := strconv.Unquote(value.Value)
			require.NoError(t, err)
			out = append(out, text)
			return true
		})
	}
	require.NotEmpty(t, out, "%s in %s", typ, folder)
	slices.Sort(out)
	return slices.Compact(out)
}

// machinesByKind gives the machine of every kind of case.
func machinesByKind(t *testing.T) map[string]*policies.Machine {
	t.Helper()
	out := map[string]*policies.Machine{}
	for _, kind := range constantsOf(t, "../../gov", "CaseKind") {
		out[kind] = policies.MachineOf(gov.CaseKind(kind))
		require.NotNil(t, out[kind], kind)
	}
	return out
}

// statesOf are the states that a case of the machine can be in, sorted.
func statesOf(m *policies.Machine) []string {
	set := map[string]bool{string(m.Initial): true}
	for _, s := range m.Final {
		set[string(s)] = true
	}
	for _, mv := range m.Moves {
		for _, s := range slices.Concat(mv.From, mv.To) {
			set[string(s)] = true
		}
	}
	return slices.Sorted(maps.Keys(set))
}

// lists are what the constraints of a fresh database admit, by name: their words, sorted. The checks of a case's states
// are by its kind.
func lists(t *testing.T) map[string][]string {
	t.Helper()
	pool := testkit.DB(t)
	rows, err := pool.Query(t.Context(), `select conname, pg_get_constraintdef(oid), convalidated from pg_constraint
		where contype = 'c' and connamespace = 'public'::regnamespace`)
	require.NoError(t, err)
	out := map[string][]string{}
	word, list := regexp.MustCompile(`'([a-z_]+)'::text`), regexp.MustCompile(`CHECK \(word_known\('([a-z ]+)'::text, [a-z_]+\)\)`)
	named := map[string]string{}
	var name, text string
	var proven bool
	_, err = pgx.ForEachRow(rows, []any{&name, &text, &proven}, func() error {
		require.True(t, proven, "%s has not been proven over the rows that were there", name)
		if m := list.FindStringSubmatch(text); m != nil {
			named[name] = m[1]
		} else if _, array, ok := strings.Cut(text, "ARRAY["); ok {
			for _, m := range word.FindAllStringSubmatch(array, -1) {
				out[name] = append(out[name], m[1])
			}
			slices.Sort(out[name])
		}
		return nil
	})
	require.NoError(t, err)
	for kind := range machinesByKind(t) {
		named["state of "+kind] = "state of " + kind
	}
	for name, list := range named {
		var words []string
		require.NoError(t, pool.QueryRow(t.Context(), "select known_words($1)", list).Scan(&words), name)
		slices.Sort(words)
		out[name] = words
	}
	return out
}

// TestTheSchemaAdmitsWhatTheMachinesKnow keeps the lists of the migrations and the tables of package policies equal, so
// that a state or a verb can be added only in both.
func TestTheSchemaAdmitsWhatTheMachinesKnow(t *testing.T) {
	t.Parallel()
	have := lists(t)
	states, verbs := map[string]bool{}, map[string]bool{}
	for _, v := range policies.BesideVerbs() {
		verbs[string(v)] = true
	}
	for kind, m := range machinesByKind(t) {
		require.Equal(t, statesOf(m), have["state of "+kind], kind)
		for _, s := range statesOf(m) {
			states[s] = true
		}
		for _, mv := range m.Moves {
			verbs[string(mv.Verb)] = true
		}
	}
	for _, name := range []string{"act_from_state_known", "act_to_state_known"} {
		require.Equal(t, slices.Sorted(maps.Keys(states)), have[name], name)
	}
	for _, name := range []string{"act_verb_known", "decision_verb_known"} {
		require.Equal(t, slices.Sorted(maps.Keys(verbs)), have[name], name)
	}
}

func TestTheSchemaAdmitsTheKindsOfTheNouns(t *testing.T) {
	t.Parallel()
	have := lists(t)
	for name, c := range map[string]struct{ folder, typ string }{
		"case_file_kind_check":   {"../../gov", "CaseKind"},
		"stage_kind_check":       {"../../gov", "StageKind"},
		"task_kind_known":        {"../../gov", "TaskKind"},
		"process_kind_known":     {"../../gov", "ProcessKind"},
		"notice_kind_known":      {"../../gov", "NoticeKind"},
		"unit_kind_check":        {"../../gov", "UnitKind"},
		"post_rank_check":        {"../../gov", "Rank"},
		"audit_entry_kind_known": {"../ledger", "Kind"},
	} {
		require.Equal(t, constantsOf(t, c.folder, c.typ), have[name], name)
	}
}

func TestTheSchemaRefusesAWordItDoesNotKnow(t *testing.T) {
	t.Parallel()
	m := newMailroom(t, 1)
	m.task(t, "2025-06-05")
	m.notice(t, gov.NoticeAssigned, "queued", day, gov.TaskID{})
	for constraint, sql := range map[string]string{
		"case_file_state_known":  "update case_file set state = 'dispatched'",
		"task_kind_known":        "update task set kind = 'x'",
		"process_kind_known":     "update process set kind = 'stage'",
		"notice_kind_known":      "update notice set kind = 'x'",
		"notice_sent_on_of_sent": "update notice set sent_on = '2025-05-30'",
	} {
		_, err := m.pool.Exec(t.Context(), sql)
		require.ErrorContains(t, err, constraint, sql)
	}
	insert := `insert into act (case_id, seq, verb, from_state, to_state, round, actor, key, request_hash, outcome, office_date)
		values ($1, 1, $2, $3, $4, 1, 'system', 'k', decode(repeat('00', 32), 'hex'), '{}', '2025-05-30')`
	for constraint, act := range map[string][3]string{
		"act_verb_known":       {"save_row", "requested", "requested"},
		"act_from_state_known": {"submit", "", "requested"},
		"act_to_state_known":   {"submit", "requested", "done"},
	} {
		_, err := m.pool.Exec(t.Context(), insert, m.file, act[0], act[1], act[2])
		require.ErrorContains(t, err, constraint)
	}
}

func TestTheSchemaKnowsWhatThereIsOnce(t *testing.T) {
	t.Parallel()
	m := newMailroom(t, 1)
	first := m.task(t, "2025-06-05")
	again := `insert into task (id, case_id, unit_id, kind, cell, opened_seq, natural_key, round, title, verbs, opened_on)
		select gen_random_uuid(), case_id, unit_id, kind, cell, opened_seq + 1, natural_key, 1, title, verbs, opened_on
		from task where id = $1`
	_, err := m.pool.Exec(t.Context(), again, first)
	require.ErrorContains(t, err, "task_open_once")
	m.exec(t, "update task set state = 'done', closed_on = '2025-06-01' where id = $1", first)
	m.exec(t, again, first)

	m.closeDocument(t)
	cell := `insert into line_cell (case_id, round, position, role, post_id, title, state)
		values ($1, $2, $3, 'approve', 'office.clerk', '담당', $4)`
	m.exec(t, cell, m.file, 1, 1, "void")
	m.exec(t, cell, m.file, 1, 2, "current")
	m.exec(t, cell, m.file, 2, 1, "current")
	_, err = m.pool.Exec(t.Context(), "update line_cell set state = 'waiting' where position = 1 and round = 1")
	require.ErrorContains(t, err, "line_cell_one_decider", "no round has two who decide")
}
