package office_test

import (
	"flag"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"

	"gyeol/gov"
	"gyeol/internal/auth"
	"gyeol/internal/testkit"
	"gyeol/web/office"
)

var update = flag.Bool("update", false, "write golden files anew")

// desk is an office with its pages open.
type desk struct {
	*testkit.House

	keeper *auth.Keeper
	pages  http.Handler
}

const (
	institute   = "lifelong-education-institute"
	officer     = institute + ".officer"
	coordinator = testkit.Coordinator
	base        = "https://gyeol.example"
)

func open(t *testing.T, today string) *desk {
	t.Helper()
	h := testkit.Seoul(t, today)
	d := &desk{House: h, keeper: auth.NewKeeper(auth.Config{Pool: h.Pool, Base: base})}
	var err error
	d.pages, err = office.New(office.Config{
		Cases: h.Cases, Keeper: d.keeper, Base: base, Rehearsal: true, Log: slog.New(slog.DiscardHandler),
	})
	require.NoError(t, err)
	return d
}

// asked is a desk on which the units have been asked for their plans.
func asked(t *testing.T) *desk {
	t.Helper()
	d := open(t, "2022-01-07")
	d.OpenCycle(t, "lifelong-education-plan", 2022)
	d.OpenStage(t, "plans")
	return d
}

// reader is a browser in which somebody is signed in.
type reader struct {
	d      *desk
	cookie *http.Cookie
}

// sits signs in whoever holds a post.
func (d *desk) sits(t *testing.T, who string) reader {
	t.Helper()
	c, err := d.keeper.Open(t.Context(), auth.Visitor{Address: "10.0.0.1"},
		auth.Opening{Person: d.Actor(t, who).Person, How: auth.HowPersona})
	require.NoError(t, err)
	return reader{d, c}
}

// seen is a page that a browser shows.
type seen struct {
	status int
	header http.Header
	body   string
}

func (r reader) get(t *testing.T, address string) seen {
	t.Helper()
	return r.do(t, httptest.NewRequestWithContext(t.Context(), http.MethodGet, base+address, nil))
}

func (r reader) post(t *testing.T, address string, form url.Values, change ...func(*http.Request)) seen {
	t.Helper()
	req := httptest.NewRequestWithContext(t.Context(), http.MethodPost, base+address, strings.NewReader(form.Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	for _, f := range change {
		f(req)
	}
	return r.do(t, req)
}

func (r reader) do(t *testing.T, req *http.Request) seen {
	t.Helper()
	if r.cookie != nil {
		req.AddCookie(r.cookie)
	}
	w := httptest.NewRecorder()
	r.d.pages.ServeHTTP(w, req)
	return seen{w.Code, w.Header(), w.Body.String()}
}

// elements are all elements of a page of one of the names.
func (s seen) elements(t *testing.T, names ...string) []*html.Node {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(s.body))
	require.NoError(t, err)
	var out []*html.Node
	for n := range doc.Descendants() {
		for _, name := range names {
			if n.Type == html.ElementNode && n.Data == name {
				out = append(out, n)
			}
		}
	}
	return out
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func words(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return b.String()
}

// form is what a browser would send of the form of a verb, as it stands on a page; of a page with one form "" is it.
func (s seen) form(t *testing.T, verb string) url.Values {
	t.Helper()
	for _, f := range s.elements(t, "form") {
		if attr(f, "method") != "post" || attr(f, "action") == "/signout" {
			continue
		}
		out := url.Values{}
		for n := range f.Descendants() {
			if n.Type != html.ElementNode || attr(n, "name") == "" {
				continue
			}
			switch n.Data {
			case "input":
				if k := attr(n, "type"); k != "checkbox" && k != "radio" {
					out.Add(attr(n, "name"), attr(n, "value"))
				}
			case "textarea":
				out.Add(attr(n, "name"), strings.TrimPrefix(words(n), "\n"))
			case "select":
				out.Add(attr(n, "name"), chosen(n))
			}
		}
		if verb == "" || out.Get("verb") == verb {
			return out
		}
	}
	t.Fatalf("the page has no form %q:\n%s", verb, s.body)
	return nil
}

func chosen(list *html.Node) string {
	for n := range list.Descendants() {
		if n.Data != "option" {
			continue
		}
		for _, a := range n.Attr {
			if a.Key == "selected" {
				return attr(n, "value")
			}
		}
	}
	return ""
}

var (
	anID   = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)
	aHash  = regexp.MustCompile(`[0-9a-f]{64}`)
	aKey   = regexp.MustCompile(`(name="key[^"]*"(?: value="|>\n))[A-Z2-7]{26}`)
	aSince = regexp.MustCompile(`data-since="[^"]*"`)
	anFile = regexp.MustCompile(`(/assets/\w+)-[A-Z0-9]{8}\.`)
)

// golden holds a page against the one that was looked at before; what differs from run to run is left out.
func golden(t *testing.T, name string, s seen) {
	t.Helper()
	got := anID.ReplaceAllString(s.body, "ID")
	got = aHash.ReplaceAllString(got, "HASH")
	got = aKey.ReplaceAllString(got, `${1}KEY`)
	got = aSince.ReplaceAllString(got, `data-since="NOW"`)
	got = anFile.ReplaceAllString(got, "$1.")
	file := filepath.Join("testdata", name+".html")
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(file, []byte(got), 0o600))
		return
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, string(want), got, "run the tests with -update and look at the difference")
}

func (d *desk) fillTask(t *testing.T) (address string, id gov.TaskID) {
	t.Helper()
	task := d.TaskOf(t, officer, gov.TaskFill)
	return "/tasks/" + task.ID.String(), task.ID
}

// TestMain shares one cluster among the stories.
func TestMain(m *testing.M) { testkit.Main(m) }
