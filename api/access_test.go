package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"gyeol/api"
	"gyeol/gov"
	"gyeol/internal/auth"
	"gyeol/internal/cases"
	"gyeol/internal/testkit"
	"gyeol/policies"
	"gyeol/policies/pack"
)

// row is one row of the matrix of operations: what an operation asks, and of what.
type row struct {
	Asks string
	Of   string // case, task, list, tasks, -
	Also string
}

// matrix reads the rows by operation.
func matrix(t *testing.T) map[string]row {
	t.Helper()
	raw, err := os.ReadFile("testdata/access.yaml")
	require.NoError(t, err)
	rows := map[string]row{}
	require.NoError(t, yaml.UnmarshalWithOptions(raw, &rows, yaml.Strict()))
	return rows
}

// documented are the operations of the OpenAPI document.
func documented(t *testing.T) map[string]operation {
	t.Helper()
	raw, err := api.Document("0")
	require.NoError(t, err)
	var doc struct {
		Paths map[string]map[string]struct {
			OperationID string `yaml:"operationId"`
		}
	}
	require.NoError(t, yaml.Unmarshal(raw, &doc))
	out := map[string]operation{}
	for path, methods := range doc.Paths {
		for method, op := range methods {
			require.NotContains(t, out, op.OperationID)
			out[op.OperationID] = operation{id: op.OperationID, method: strings.ToUpper(method), path: path}
		}
	}
	return out
}

// TestEveryOperationHasItsRowInTheMatrix: nothing can be asked of the API of which nobody has said who may.
func TestEveryOperationHasItsRowInTheMatrix(t *testing.T) {
	t.Parallel()
	rows, ops := matrix(t), documented(t)
	known := append(testkit.SeoulPack(t).AccessActions(), "own", "task", "clerk", "anyone", "rehearsal", "operator")
	for id := range ops {
		require.Contains(t, rows, id, "the operation has no row in testdata/access.yaml: who may ask for it?")
	}
	onCase := []string{policies.ActSee, policies.ActFollow, policies.ActReadTrail}
	for id, r := range rows {
		op, ok := ops[id]
		require.True(t, ok, "the row %s has no operation", id)
		require.Contains(t, known, r.Asks, "%s asks what the access rules do not know", id)
		require.Contains(t, []string{"case", "task", "list", "tasks", "-"}, r.Of, id)
		if r.Of == "case" || r.Of == "task" {
			require.Contains(t, op.path, "{id}", "%s names no %s", id, r.Of)
		}
		if r.Of == "list" || r.Of == "tasks" {
			require.Contains(t, onCase, r.Asks, "%s lists cases", id)
		}
	}
}

// bench judges as the rules do, from the rows as they are.
type bench struct {
	o     *office
	rules *pack.Pack
}

// seat is who asks: his person and posts on the day, and what the rules see of him.
type seat struct {
	person       gov.PersonID
	posts, units []string
	as           pack.Viewer
}

func (b bench) seat(t *testing.T, post string) seat {
	t.Helper()
	s := seat{person: b.o.Actor(t, post).Person, posts: []string{}, units: []string{}}
	rows, err := b.o.Pool.Query(t.Context(), `select h.post_id, p.unit_id,
			u.kind not in ('outside', 'ministry', 'council_committee')
		from holding h join post p on p.id = h.post_id join unit u on u.id = p.unit_id
		where h.person_id = $1 and $2 between h.valid_from and coalesce(h.valid_to, $2)`, s.person, b.o.Today(t))
	require.NoError(t, err)
	for rows.Next() {
		var post, unit string
		var inside bool
		require.NoError(t, rows.Scan(&post, &unit, &inside))
		s.posts, s.units, s.as.Inside = append(s.posts, post), append(s.units, unit), s.as.Inside || inside
		s.as.Posts = append(s.as.Posts, gov.PostID(post))
	}
	require.NoError(t, rows.Err())
	return s
}

// allows says what the rules say of a case today; that a case is not there is a denial, too.
func (b bench) allows(ctx context.Context, s seat, action, id string) (bool, error) {
	var f pack.File
	err := b.o.Pool.QueryRow(ctx, `select f.kind, f.state, coalesce(d.disclosure, ''), t.ties
		from office_clock c, case_file f left join document d on d.case_id = f.id
			cross join lateral ties_on(f.id, f.unit_id, f.other_unit, $2, $3, $4,
				case when exists (select from task x cross join lateral reached_by(x.id, c.today, '{}') r(person)
					where x.case_id = f.id and x.state = 'open' and r.person = $2) then array[f.id] else '{}' end,
				case when $5 and exists (select from task x join task_actor a on a.task_id = x.id join post p on p.id = a.post_id
					where x.case_id = f.id and x.state = 'open' and p.unit_id = any($4) and not exists (select from holding h
						where h.post_id = p.id and c.today between h.valid_from and coalesce(h.valid_to, c.today)))
					then array[f.id] else '{}' end, '{}') t
		where f.id::text = $1`, id, s.person, s.posts, s.units, s.as.Inside).Scan(&f.Kind, &f.State, &f.Disclosure, &f.Ties)
	if errors.Is(err, pgx.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	ok, _ := b.rules.Judge(pack.Request{Viewer: s.as, Action: action, File: &f})
	return ok, nil
}

// statements counts the statements that a request sends.
type statements struct{ n atomic.Int64 }

// TraceQueryStart counts one.
func (c *statements) TraceQueryStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceQueryStartData) context.Context {
	c.n.Add(1)
	return ctx
}

// TraceQueryEnd does nothing.
func (c *statements) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

// door is the API over a pool that counts.
func (o *office) door(t *testing.T) (http.Handler, *statements) {
	t.Helper()
	cfg, err := pgxpool.ParseConfig(o.URL)
	require.NoError(t, err)
	n := &statements{}
	cfg.ConnConfig.Tracer = n
	pool, err := pgxpool.NewWithConfig(t.Context(), cfg)
	require.NoError(t, err)
	t.Cleanup(pool.Close)
	svc := cases.New(cases.Config{Pool: pool, Rules: cases.NewRulebook(), Rehearsal: true})
	return api.New(api.Config{Cases: svc, SignIn: auth.New(pool)}), n
}

// told is all that an answer tells, but for what differs between any two: the trace, and the address that was asked.
type told struct {
	Status     int
	Header     string
	Problem    api.Problem
	Statements int64
}

func tell(t *testing.T, h http.Handler, n *statements, req *http.Request) told {
	t.Helper()
	before := n.n.Load()
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, req)
	out := told{Status: rec.Code, Statements: n.n.Load() - before}
	require.NoError(t, json.Unmarshal(rec.Body.Bytes(), &out.Problem), "%s", rec.Body)
	out.Problem.TraceID = ""
	for _, name := range slices.Sorted(maps.Keys(rec.Header())) {
		value := rec.Header().Get(name)
		if strings.Contains(strings.ToLower(name), "trace") {
			value = "of this request"
		}
		out.Header += name + ": " + value + "\n"
	}
	return out
}

// TestWhatIsNotThereAndWhatMayNotBeSeenAreAlike asks every operation about a case or a task that somebody may not
// see, and about one that is not there: the answer is the same to the letter, and so is the number of statements
// behind it, by which the time it takes could differ.
func TestWhatIsNotThereAndWhatMayNotBeSeenAreAlike(t *testing.T) {
	t.Parallel()
	o := open(t, "2022-02-08")
	o.OpenCycle(t, "lifelong-education-plan", 2022)
	o.openMuch(t)
	h, n := o.door(t)
	post := testkit.One[string](t, o.House, `select h.post_id from holding h join post p on p.id = h.post_id
		where p.unit_id = 'monitoring-panel' order by h.post_id desc limit 1`)
	token, b := "Bearer "+o.token(t, post), bench{o, testkit.SeoulPack(t)}
	who, rows, asked := b.seat(t, post), matrix(t), 0
	for id, op := range documented(t) {
		r := rows[id]
		if r.Of != "case" && r.Of != "task" {
			continue
		}
		hidden := o.hidden(t, op.path, r.Of)
		if hidden == "" {
			continue
		}
		of := hidden
		if r.Of == "task" {
			of = testkit.One[string](t, o.House, "select case_id::text from task where id::text = $1", hidden)
		}
		sees, err := b.allows(t.Context(), who, policies.ActSee, of)
		require.NoError(t, err)
		require.False(t, sees, id)
		ask := func(about string) *http.Request { return o.about(op, about, token) }
		tell(t, h, n, ask(hidden)) // whatever is read once and kept
		there, nowhere := tell(t, h, n, ask(hidden)), tell(t, h, n, ask(uuid.NewString()))
		if op.method != http.MethodGet {
			there.Statements, nowhere.Statements = 0, 0 // what is refused is written down, with what it was about
		}
		require.Equal(t, nowhere, there, id)
		if id == "import-sheet-into" { // the stamp of the file is read first, and this file has none
			require.Equal(t, http.StatusUnprocessableEntity, there.Status, "%+v", there)
		} else if r.Asks == policies.ActSee || r.Asks == policies.ActFollow || r.Asks == "task" {
			require.Equal(t, http.StatusNotFound, there.Status, "%s: %+v", id, there)
		}
		asked++
	}
	require.Greater(t, asked, 20)
}

// hidden is a case, or a task, of the kind that a path is about; "" where there is none.
func (o *office) hidden(t *testing.T, path, of string) string {
	t.Helper()
	if of == "task" {
		return testkit.One[string](t, o.House, `select t.id::text from task t join case_file f on f.id = t.case_id
			where t.state = 'open' and f.kind = 'submission' order by t.id limit 1`)
	}
	kind := strings.TrimSuffix(strings.Split(strings.TrimPrefix(path, api.Prefix+"/"), "/")[0], "s")
	if kind == "case" {
		kind = "submission"
	}
	return testkit.One[string](t, o.House, `select coalesce((select id::text from case_file
		where kind = $1 and unit_id <> 'monitoring-panel' order by id limit 1), '')`, kind)
}

// about is a well-formed request of an operation about a case or a task.
func (o *office) about(op operation, id, token string) *http.Request {
	path := strings.NewReplacer("{id}", id, "{file}", uuid.Nil.String(), "{seq}", "1").Replace(op.path)
	body := `{"verb":"comment","reason":"사유","body":{"text":"의견"}}`
	switch op.id {
	case "hand-over-task":
		body = `{"post":"mayor","reason":"사유"}`
	case "act-on-case":
		body = `{"verb":"withdraw","reason":"사유"}`
	case "import-sheet-into":
		path += "?name=form.xlsx"
	case "export-sheet":
		body = `{"form":"plan","format":"xlsx"}`
	}
	req := httptest.NewRequestWithContext(context.Background(), op.method, path, bytes.NewReader([]byte(body)))
	req.Header.Set("Authorization", token)
	req.Header.Set("Content-Type", "application/json")
	if op.method != http.MethodGet {
		req.Header.Set("Idempotency-Key", uuid.NewString())
	}
	return req
}
