package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"gyeol/api"
	"gyeol/gov"
	"gyeol/internal/auth"
	"gyeol/internal/testkit"
)

// TestNoRequestBreaksTheServer sends requests that a careless, a broken and a hostile program would send. Whatever
// comes, the answer is never a 5xx, and every refusal is problem+json with a code.
func TestNoRequestBreaksTheServer(t *testing.T) {
	t.Parallel()
	n := 10_000
	if os.Getenv("GYEOL_NIGHT") == "1" {
		n = 100_000
	}
	o := open(t, "2022-02-08")
	o.OpenCycle(t, "lifelong-education-plan", 2022)
	o.openMuch(t)
	o.handOver(t, "plan")
	g := newGenerator(t, o)
	handler := api.New(api.Config{
		Cases: o.Cases, SignIn: auth.New(o.Pool), Traffic: auth.NewTraffic(auth.Rate{}, auth.Rate{}),
	})
	const seed = 20211220
	var wg sync.WaitGroup
	var met sync.Map // codes that were met, so that the test knows how far it came
	for w := range 4 {
		wg.Go(func() {
			for i := w; i < n && !t.Failed(); i += 4 {
				r := rand.New(rand.NewPCG(seed, uint64(i)))
				req := g.request(r)
				before := g.held.judged(t, req)
				rec := httptest.NewRecorder()
				handler.ServeHTTP(rec, req)
				g.held.hold(t, req, rec, before)
				met.Store(codeOf(rec), true)
				if fault := faultOf(rec); fault != "" {
					t.Errorf("request %d, %s %s (token %.12q): %s\n%s", i, req.Method, req.URL,
						req.Header.Get("Authorization"), fault, rec.Body)
				}
			}
		})
	}
	wg.Wait()
	for _, code := range []string{
		"200", "invalid", "unauthenticated", "forbidden", "not_found", "unknown_id", "idempotency_key_needed",
		"too_large",
		"method_not_allowed",
	} {
		_, ok := met.Load(code)
		require.True(t, ok, "no request was answered with %s", code)
	}
	// Which of these are met hangs on who of the four comes first; that most are shows that the requests reach the
	// acts.
	reached := 0
	for _, code := range []string{"not_your_task", "act_not_open", "stale_content", "idempotency_key_reused"} {
		if _, ok := met.Load(code); ok {
			reached++
		}
	}
	require.GreaterOrEqual(t, reached, 2, "the requests do not reach the acts")
	t.Logf("cells held: %d allowed, %d denied, %d listed", g.held.allowed.Load(), g.held.denied.Load(),
		g.held.listed.Load())
	require.Greater(t, g.held.allowed.Load(), int64(n/200), "few answers were held against the matrix")
	require.Greater(t, g.held.denied.Load(), int64(n/200), "few denials were held against the matrix")
	require.Greater(t, g.held.listed.Load(), int64(n/200), "few lists were held against the matrix")
	require.Positive(t, testkit.One[int](t, o.House, "select sum(count) from refused_address"),
		"unknown callers are counted")
}

// codeOf is the code of a refusal, the status of anything else.
func codeOf(rec *httptest.ResponseRecorder) string {
	var p api.Problem
	if rec.Code < 400 || json.Unmarshal(rec.Body.Bytes(), &p) != nil {
		return strconv.Itoa(rec.Code)
	}
	return string(p.Code)
}

// faultOf says what is wrong with an answer.
func faultOf(rec *httptest.ResponseRecorder) string {
	if rec.Code >= 500 {
		return fmt.Sprintf("answered %d", rec.Code)
	}
	if rec.Code < 400 {
		return ""
	}
	if ct := rec.Header().Get("Content-Type"); ct != "application/problem+json" {
		return fmt.Sprintf("%d as %q", rec.Code, ct)
	}
	var p api.Problem
	if err := json.Unmarshal(rec.Body.Bytes(), &p); err != nil {
		return err.Error()
	}
	if p.Code == "" || p.Detail == "" || p.English == "" || p.Status != rec.Code || p.TraceID == "" {
		return fmt.Sprintf("the problem says too little: %+v", p)
	}
	return ""
}

// generator draws requests from the OpenAPI document.
type generator struct {
	ops    []operation
	acting []operation // those that act
	tokens []string
	ids    []string
	words  []string
	own    []ownTask
	cases  map[string][]string // by the word for their kind in a path; all under "case"
	held   *watch
}

// ownTask is a task with the token of somebody whose it is.
type ownTask struct{ id, token string }

type operation struct {
	id, method, path string
	params           []param
}

type param struct {
	Name, In string
	Schema   struct {
		Enum    []any  `yaml:"enum"`
		Type    string `yaml:"type"`
		Format  string `yaml:"format"`
		Example any    `yaml:"example"`
	}
	Example any
}

func newGenerator(t *testing.T, o *office) *generator {
	t.Helper()
	doc, err := api.Document("0")
	require.NoError(t, err)
	var tree struct {
		Paths map[string]map[string]struct {
			OperationID string `yaml:"operationId"`
			Parameters  []param
		}
	}
	require.NoError(t, yaml.Unmarshal(doc, &tree))
	g := &generator{cases: map[string][]string{}, tokens: []string{
		"", "Bearer", "Bearer gyeol_", "Basic eDp5",
		"Bearer gyeol_" + strings.Repeat("A", 43), "Bearer " + strings.Repeat("x", 4000),
	}, held: &watch{bench: bench{o, testkit.SeoulPack(t)}, rows: matrix(t), seats: map[string]seat{}}}
	for path, methods := range tree.Paths {
		for method, op := range methods {
			if strings.HasSuffix(path, "/changes") {
				continue // a stream does not end
			}
			g.ops = append(g.ops, operation{op.OperationID, strings.ToUpper(method), path, op.Parameters})
		}
	}
	require.Greater(t, len(g.ops), 25)
	slices.SortFunc(g.ops, func(a, b operation) int { return strings.Compare(a.path+a.method, b.path+b.method) })
	for _, op := range g.ops {
		if op.method == http.MethodPost {
			g.acting = append(g.acting, op)
		}
	}
	for _, who := range []string{
		testkit.Coordinator, "lifelong-education-division.head", "mayor", "monitoring-panel.member-01",
		"ministry-of-education.officer", "audit-committee.auditor",
	} {
		token := "Bearer " + o.token(t, who)
		g.held.seats[token] = g.held.bench.seat(t, who)
		g.tokens = append(g.tokens, token, token, token)
	}
	g.ids = []string{
		uuid.NewString(), uuid.Nil.String(), "x", "%00", "..", "0190f5a2-7c1e", strings.Repeat("9", 64),
		"%F0%9F%92%A9", "'%20or%201=1",
	}
	for _, sql := range []string{
		"select id::text from task order by 1 limit 40", "select id::text from process order by 1 limit 20",
		`select id::text from (select id, row_number() over (partition by kind order by id) as n from case_file) of_each_kind
			where n <= 6 order by 1`,
	} {
		rows, err := o.Pool.Query(t.Context(), sql)
		require.NoError(t, err)
		for rows.Next() {
			var id string
			require.NoError(t, rows.Scan(&id))
			g.ids = append(g.ids, id)
		}
		require.NoError(t, rows.Err())
	}
	g.ownTasks(t, o)
	g.words = []string{
		"", " ", "가", "0", "-1", "1", "2022", "1e99", "true", "null", "2022-02-05", "2022-02-30", "mine", "holder",
		"open", "\x00", "\xff\xfe", "%zz",
		"lifelong-education-plan", "lifelong-education-plan-2022", "plans", strings.Repeat("길",
			300), "bnVsbHwx", "MjAyMi0wMS0xMHwwMTkw", "' or 1=1", "../..",
		"MjAyMi0wMS0xMHwwMTkwZjVhMi03YzFlLTdhNTEtOWQ1ZS0zZjFmMWIxZjBhMDE",
		"fwwMTkwZjVhMi03YzFlLTdhNTEtOWQ1ZS0zZjFmMWIxZjBhMDE",
	}
	return g
}

// ownTasks finds some open tasks with their holders, and some cases, so that acts get further than the door.
func (g *generator) ownTasks(t *testing.T, o *office) {
	t.Helper()
	rows, err := o.Pool.Query(t.Context(), `
		select id::text, post_id from (
		    select t.id, h.post_id, row_number() over (partition by f.kind, t.kind order by t.natural_key, h.post_id) as n
		    from task t join case_file f on f.id = t.case_id join task_actor a on a.task_id = t.id
		        join holding h on h.post_id = a.post_id or h.person_id = a.person_id
		    where t.state = 'open') of_each_kind
		where n <= 2 order by 2, 1`)
	require.NoError(t, err)
	var posts []string
	for rows.Next() {
		var id, post string
		require.NoError(t, rows.Scan(&id, &post))
		g.own, posts = append(g.own, ownTask{id: id}), append(posts, post)
	}
	require.NoError(t, rows.Err())
	require.NotEmpty(t, g.own)
	for i, post := range posts {
		g.own[i].token = "Bearer " + o.token(t, post)
		g.held.seats[g.own[i].token] = g.held.bench.seat(t, post)
	}
	for _, id := range g.ids {
		kind := testkit.One[string](t, o.House, "select coalesce((select kind from case_file where id::text = $1), '')", id)
		if kind != "" {
			g.cases["case"], g.cases[kind] = append(g.cases["case"], id), append(g.cases[kind], id)
		}
	}
}

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

func (g *generator) request(r *rand.Rand) *http.Request {
	op := pick(r, g.ops)
	if r.IntN(3) == 0 {
		op = pick(r, g.acting)
	}
	drawn := op
	if r.IntN(40) == 0 {
		op.path = pick(r, []string{
			"/", "/api", "/api/v1", "/api/v1/nothing", "/healthz", "/api/v1/tasks/",
			"/api/v2/tasks", "/%00", "/api/v1/openapi.yaml",
		})
	}
	if r.IntN(20) == 0 {
		op.method = pick(r, []string{"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE"})
	}
	path, token := op.path, pick(r, g.tokens)
	if strings.HasPrefix(path, "/api/v1/tasks/{id}") && r.IntN(4) > 0 {
		mine := pick(r, g.own)
		path, token = strings.Replace(path, "{id}", mine.id, 1), pick(r, []string{mine.token, mine.token, token})
	}
	kind, _, _ := strings.Cut(strings.TrimPrefix(path, "/api/v1/"), "s/{id}")
	if list := g.cases[kind]; len(list) > 0 && r.IntN(4) > 0 {
		path = strings.Replace(path, "{id}", pick(r, list), 1)
	}
	for strings.Contains(path, "{") {
		from, to := strings.Index(path, "{"), strings.Index(path, "}")
		path = path[:from] + g.inPath(r, path[from+1:to]) + path[to+1:]
	}
	u := &url.URL{Scheme: "http", Host: "gyeol.test"}
	if parsed, err := url.Parse(path); err == nil {
		u.Path, u.RawPath = parsed.Path, parsed.RawPath
	}
	if g.held.rows[op.id].Of != "list" || r.IntN(2) == 0 { // a filter drawn at random leaves nothing to look at
		u.RawQuery = g.query(r, op)
	}
	req := httptest.NewRequestWithContext(context.Background(), op.method, "http://gyeol.test/",
		bytes.NewReader(g.body(r, op)))
	req.URL = u
	if op.path == drawn.path && op.method == drawn.method { // else it is a request of another operation, or of none
		req = req.WithContext(context.WithValue(req.Context(), asks{}, op.id))
	}
	if token != "" {
		req.Header.Set("Authorization", token)
	}
	g.headers(r, req)
	return req
}

func (g *generator) inPath(r *rand.Rand, name string) string {
	switch {
	case name == "name" && r.IntN(4) > 0:
		return "lifelong-education-plan"
	case name == "year" && r.IntN(4) > 0:
		return "2022"
	}
	return pick(r, g.ids)
}

func (g *generator) query(r *rand.Rand, op operation) string {
	q := url.Values{}
	for _, p := range op.params {
		if p.In != "query" || r.IntN(3) > 0 {
			continue
		}
		switch {
		case len(p.Schema.Enum) > 0 && r.IntN(3) > 0:
			q.Add(p.Name, fmt.Sprint(pick(r, p.Schema.Enum)))
		case p.Example != nil && r.IntN(3) > 0:
			q.Add(p.Name, fmt.Sprint(p.Example))
		default:
			q.Add(p.Name, pick(r, g.words))
		}
	}
	if r.IntN(30) == 0 {
		q.Add(pick(r, []string{"x", "\x00", "limit"}), pick(r, g.words))
	}
	if r.IntN(60) == 0 {
		return "%zz=1&" + q.Encode()
	}
	return q.Encode()
}

func (g *generator) headers(r *rand.Rand, req *http.Request) {
	if r.IntN(8) > 0 {
		req.Header.Set("Idempotency-Key", pick(r, []string{
			uuid.NewString(), uuid.NewString(), "same-key-again", "k",
			"가나다라마바사아", strings.Repeat("k", 300), "a\x00bcdefgh",
		}))
	}
	if r.IntN(4) == 0 {
		req.Header.Set("If-Match", pick(r, []string{
			`"0.0"`, `"1.0"`, `"2.1"`, "*", `W/"3.1"`, "x", "99999999999999999999", "",
			`"-1"`,
		}))
	}
	req.Header.Set("Content-Type", "application/json")
	if r.IntN(20) == 0 {
		req.Header.Set("Content-Type", pick(r, []string{
			"", "text/plain", "application/xml",
			"application/json; charset=utf-8", "multipart/form-data", ";;;",
		}))
	}
	if r.IntN(20) == 0 {
		req.Header.Set("Accept", pick(r, []string{
			"text/html", "*/*", "application/cbor", ";;",
			"application/json;q=0",
		}))
	}
	if r.IntN(40) == 0 {
		req.Header.Set("Sec-Fetch-Site", "cross-site")
	}
}

// body is an act, an almost act, or nothing of the kind.
func (g *generator) body(r *rand.Rand, op operation) []byte {
	switch r.IntN(14) {
	case 0:
		return []byte(pick(r, []string{
			"", "{", "null", "[]", "1", `"x"`, "{}", "{\"verb\":}", "\xff", `{"verb":1}`,
			`{"verb":"submit"}{}`, `{"a":1}`, "\x00",
		}))
	case 1:
		return bytes.Repeat([]byte(" "), 1<<20+1)
	case 2:
		return []byte(`{"verb":"submit","body":` + strings.Repeat("[", 5000) + strings.Repeat("]", 5000) + "}")
	}
	if strings.HasSuffix(op.path, "/cycles") {
		return []byte(fmt.Sprintf(`{"name":%s,"year":%s}`, pick(r, []string{
			`"lifelong-education-plan"`,
			`"results-only"`, `"x"`, "1", `"\u0000"`,
		}), pick(r, []string{"2022", "2023", "0", "-1", "1e3", `"2022"`, "99999999999999999999"})))
	}
	if strings.HasSuffix(op.path, "/hand-over") {
		return []byte(fmt.Sprintf(`{"post":%s,"reason":%s}`, pick(r, []string{
			`"mayor"`, `"nobody"`, `""`, `"가"`,
			"1",
		}), g.text(r)))
	}
	if strings.HasSuffix(op.path, "/jump") {
		return []byte(fmt.Sprintf(`{"to":%s,"reason":%s}`, pick(r, []string{
			`"2030-01-01"`, `"x"`, "1", "null",
			`""`,
		}), g.text(r)))
	}
	return []byte(fmt.Sprintf(`{"verb":%s,"reason":%s,"body":%s%s}`, g.verb(r), g.text(r), g.actBody(r),
		pick(r, []string{
			"", "", `,"content_hash":"` + strings.Repeat("0", 64) + `"`, `,"content_hash":"x"`,
			`,"extra":1`,
		})))
}

func (g *generator) verb(r *rand.Rand) string {
	verbs := []gov.Verb{
		gov.VerbSubmit, gov.VerbApprove, gov.VerbReturn, gov.VerbSaveRow, gov.VerbComment, gov.VerbRegister,
		gov.VerbClose, gov.VerbReopen, gov.VerbSkip, gov.VerbMoveDate,
		gov.VerbWaive, gov.VerbWithdraw, gov.VerbOpen, gov.VerbAdd, gov.VerbHandOver, gov.VerbBallot, gov.VerbScore,
		gov.VerbCall, gov.VerbReflect, gov.VerbDispatch,
		gov.VerbAttend, gov.VerbConvene, gov.VerbResolve, gov.VerbPublish, gov.VerbAsk, gov.VerbReply, gov.VerbFile,
		gov.VerbReceipt,
		gov.VerbRequestCorrect, gov.VerbOpine, gov.VerbPlanAction, gov.VerbFollowUp, gov.VerbNominate, gov.VerbExamine,
		gov.VerbRank,
		gov.VerbVet, gov.VerbConfirm, gov.VerbRequestRevision, gov.VerbRead, "nothing", "", "\\u0000",
	}
	return `"` + string(pick(r, verbs)) + `"`
}

func (g *generator) text(r *rand.Rand) string {
	return pick(r, []string{
		`"사유"`, `""`, `"\u0000"`, `"\ud800"`, "null", "1", `"` + strings.Repeat("가", 2001) + `"`,
		"\"\xff\"", "\"\u202e\"", `"x"`,
	})
}

func (g *generator) actBody(r *rand.Rand) string {
	bodies := []string{
		"{}", "null", "[]", "1", `"x"`, `{"text":"의견"}`, `{"text":"\u0000"}`, `{"text":"\ud800"}`, `{"text":1}`,
		`{"nothing_to_report":true}`, `{"nothing_to_report":"x"}`,
		`{"row":"` + pick(r,
			g.ids) + `","revision":0,"data":{"goal":"목표"}}`, `{"row":"x","revision":1e400,"data":{}}`,
		`{"row":null,"revision":99999999999,"data":[]}`,
		`{"external_number":"교육부-1","title":"지침","findings":[]}`,
		`{"external_number":"x","findings":[{"text":"\u0000"}]}`, `{"due_on":"2022-03-01"}`, `{"due_on":"x"}`,
		`{"hold_on":"9999-12-31"}`, `{"opens_on":"0001-01-01"}`, `{"due_on":"0001-01-01"}`,
		`{"title":"제목","body":{"a":1e308},"disclosure":"public","foia_items":[],"disclosure_reason":""}`,
		`{"title":"제목","body":{"a":1e999999}}`, `{"title":"제목","body":{"a":{"\u0000":1}}}`,
		`{"title":"` + strings.Repeat("가", 5000) + `","body":{"a":"b"}}`,
		`{"foia_items":[99999999999]}`, `{"fields":[{"row":"x","field":"y","reason":""}]}`, `{"kind":"x","for":"y"}`,
		`{"place":"시청","urgent":"긴급"}`, `{"answer":"yes"}`, `{"answer":"no","reason":"\u0000"}`,
		`{"present":["x"],"presiding":""}`,
		`{"item":"` + pick(r, g.ids) + `","choice":"yes"}`, `{"text":"질의","agrees":true}`, `{"note":"비고"}`,
		`{"receipt_number":"1"}`,
		`{"method":"visit","rating":"good","body":"의견","recommend":"권고"}`, `{"nominee":"홍길동","merit":"공적","facts":{}}`,
		`{"facts":{"tax_arrears":1e308},"special_merit":""}`, `{"tenths":99999999999}`, `{"tenths":-1,"opinion":""}`,
		`{"objections":-1,"upheld":true,"note":""}`, `{"decisions":[{"finding":"x","decision":"accept"}]}`,
		`{"signed_by":["x"]}`,
	}
	return pick(r, bodies)
}
