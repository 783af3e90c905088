package policies_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"gyeol/gov"
	"gyeol/policies"
	"gyeol/policies/pack"
	"gyeol/policies/seoul"
)

// story is one rule as an official would tell it; its words are Korean because its readers are.
type story struct {
	Title   string           `yaml:"제목"`
	Rules   []string         `yaml:"규칙"` // the articles it shows
	Text    string           `yaml:"이야기"`
	Scene   scene            `yaml:"상황"`
	Rows    []map[string]any `yaml:"전결규정"` // instead of the rows that the city has for these matters
	Line    []storyCell      `yaml:"결재선"`
	Article []string         `yaml:"조문"` // of the row; every cell cites it
	Acts    []storyAct       `yaml:"처리"`
	Outcome storyOutcome     `yaml:"결과"`
	Asks    []storyAsk       `yaml:"물음"` // instead of a line: what the other rules answer
}

type scene struct {
	Command []string       `yaml:"지휘계통"` // "아래 < 위" of the organisation, as far as the story needs it
	Drafter string         `yaml:"기안자"`
	Holds   []string       `yaml:"겸직"` // the other posts of whoever drafts
	Matter  string         `yaml:"업무"`
	On      string         `yaml:"기준일"`
	Facts   map[string]any `yaml:"사실"`
	Touched []gov.UnitID   `yaml:"관련부서"`
}

type storyCell struct {
	Step    int      `yaml:"순서"`
	Role    string   `yaml:"역할"`
	Post    string   `yaml:"직위"`
	Article []string `yaml:"더한조문"` // beside those of the row
	Decides bool     `yaml:"전결"`
}

type storyAct struct {
	Who     string `yaml:"누가"`
	Act     string `yaml:"처리"`
	Edited  bool   `yaml:"고침"`
	Refused string `yaml:"거부"`
	Asked   string `yaml:"다음"` // who is asked then, where the story shows it
}

type storyOutcome struct {
	State    string   `yaml:"상태"`
	Decider  string   `yaml:"결재권자"`
	Articles []string `yaml:"결재조문"` // what the decider's cell cites beside the row
	Version  int      `yaml:"판"`
	Voided   []string `yaml:"무효"`   // whose signature an edit made void
	Skipped  []string `yaml:"생략"`   // who was passed over
	Row      string   `yaml:"규정"`   // id of the row
	Says     string   `yaml:"사유"`   // words of the refusal or of the fault
	Faults   []string `yaml:"잘못"`   // faults of the table
	Amended  *amended `yaml:"개정뒤"`  // what a draft of a later day meets
	Assumed  bool     `yaml:"현행기준"` // 현행 규정 기준
	Weighty  bool     `yaml:"중요"`
	Own      bool     `yaml:"위임금지"`
}

type amended struct {
	On      string `yaml:"기준일"`
	Row     string `yaml:"규정"`
	Decider string `yaml:"결재권자"`
}

var storyRoles = map[policies.CellRole]string{
	policies.CellReview: "검토", policies.CellConcur: "협조", policies.CellAgree: "합의", policies.CellApprove: "결재",
}

var storyVerbs = map[string]policies.CellAct{
	"검토": {Verb: gov.VerbReview}, "검토 생략": {Verb: gov.VerbPassReview}, "협조": {Verb: gov.VerbConcur},
	"합의": {Verb: gov.VerbAgree, Agrees: true}, "이견": {Verb: gov.VerbAgree}, "결재": {Verb: gov.VerbApprove},
	"상위 결재": {Verb: gov.VerbEscalate}, "반려": {Verb: gov.VerbReturn}, "보류": {Verb: gov.VerbHold},
}

var storyRefusals = map[string]gov.Code{"차례 아님": gov.CodeActNotOpen, "규정 없음": gov.CodeNoRule}

var storyStates = map[gov.State]string{gov.InApproval: "결재 중", gov.Approved: "결재됨", gov.Returned: "반려됨"}

func TestCorpus(t *testing.T) {
	t.Parallel()
	names, err := filepath.Glob("testdata/corpus/*")
	if err != nil || len(names) < 20 {
		t.Fatalf("%d stories, %v", len(names), err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".yaml"), func(t *testing.T) {
			t.Parallel()
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			s, err := readStory(data)
			if err != nil {
				t.Fatal(err)
			}
			if len(s.Asks) > 0 {
				s.ask(t)
				return
			}
			s.run(t)
		})
	}
}

func TestAStoryThatSaysNothingIsNoStory(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"Empty":            "",
		"OnlyAComment":     "# 나중에\n",
		"WithoutAnOutcome": "제목: 가\n규칙: [나]\n이야기: 다\n상황: {기안자: 라, 업무: 마, 기준일: \"2026-12-03\"}\n",
		"AnUnknownField":   "제목: 가\n규칙: [나]\n이야기: 다\n상황: {기안자: 라, 업무: 마, 기준일: \"2026-12-03\", 날씨: 맑음}\n결과: {상태: 결재됨}\n",
		"NoYAML":           "제목: [",
	} {
		if _, err := readStory([]byte(text)); err == nil {
			t.Errorf("%s is a story", name)
		}
	}
}

// readStory reads one story and refuses what it does not know and what says nothing.
func readStory(data []byte) (story, error) {
	var s story
	if err := yaml.UnmarshalWithOptions(data, &s, yaml.Strict()); err != nil {
		return s, fmt.Errorf("read a story: %w", err)
	}
	if len(s.Asks) > 0 && s.Title != "" && s.Text != "" && len(s.Rules) > 0 {
		return s, nil
	}
	if s.Title == "" || s.Text == "" || len(s.Rules) == 0 || s.Scene.Matter == "" || s.Scene.Drafter == "" || s.Scene.On == "" {
		return s, fmt.Errorf("the story %q lacks its title, rule, text or scene", s.Title)
	}
	if s.Outcome.State == "" {
		return s, fmt.Errorf("the story %q has no outcome", s.Title)
	}
	return s, nil
}

func (s story) run(t *testing.T) {
	t.Helper()
	p, faults := s.pack(t)
	if len(s.Outcome.Faults) > 0 {
		s.proveFaults(t, p, faults)
		return
	}
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	org := p.OfficeOn(gov.MustDate(s.Scene.On))
	s.proveCommand(t, p, org)
	ask := pack.Ask{
		Matter: s.Scene.Matter, Facts: s.Scene.Facts, Touched: s.Scene.Touched, On: gov.MustDate(s.Scene.On),
		Drafter: titled(t, p, s.Scene.Drafter).ID,
	}
	for _, title := range s.Scene.Holds {
		ask.Barred = append(ask.Barred, titled(t, p, title).ID)
	}
	line, err := p.Line(ask, org)
	if s.Outcome.State == "결재선 없음" {
		if gov.CodeOf(err) != gov.CodeNoRule || s.Outcome.Says == "" || !strings.Contains(says(err), s.Outcome.Says) {
			t.Errorf("%s", says(err))
		}
		return
	}
	if err != nil {
		t.Fatal(says(err))
	}
	s.proveLine(t, line)
	s.proveSigning(t, line, ask.Barred, org)
	s.proveAmended(t, p, ask)
}

func says(err error) string {
	if e, ok := err.(*gov.Error); ok { //nolint:errorlint // a refusal of a rule is never wrapped
		return e.Detail
	}
	return fmt.Sprint(err)
}

// pack is Seoul's, with the rows of the story in the place of Seoul's for the same matters.
func (s story) pack(t *testing.T) (*pack.Pack, pack.Faults) {
	t.Helper()
	files := map[string][]byte{}
	names, err := fs.Glob(seoul.FS, "*")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if files[name], err = fs.ReadFile(seoul.FS, name); err != nil {
			t.Fatal(err)
		}
	}
	if len(s.Rows) > 0 {
		files["authority.yaml"] = s.table(t, files["authority.yaml"])
	}
	return pack.FromFiles(files)
}

func (s story) table(t *testing.T, data []byte) []byte {
	t.Helper()
	var table struct {
		Facts []map[string]any `yaml:"facts"`
		Rows  []map[string]any `yaml:"rows"`
	}
	if err := yaml.Unmarshal(data, &table); err != nil {
		t.Fatal(err)
	}
	table.Rows = slices.DeleteFunc(table.Rows, func(row map[string]any) bool {
		return slices.ContainsFunc(s.Rows, func(r map[string]any) bool { return r["matter"] == row["matter"] })
	})
	table.Rows = append(table.Rows, s.Rows...)
	for _, row := range table.Rows {
		for _, day := range []string{"from", "assumed_from", "until"} {
			if v, ok := row[day]; ok {
				row[day] = fmt.Sprint(v)
			}
		}
	}
	out, err := yaml.MarshalWithOptions(table, yaml.JSON())
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func (s story) proveFaults(t *testing.T, p *pack.Pack, faults pack.Faults) {
	t.Helper()
	if p != nil || s.Outcome.State != "규정 묶음을 쓸 수 없음" || !strings.Contains(faults.String(), s.Outcome.Says) {
		t.Errorf("loads: %v\n%s", p != nil, faults)
	}
	var rules []string
	for _, f := range faults {
		rules = append(rules, f.Rule)
	}
	if !slices.Equal(rules, s.Outcome.Faults) {
		t.Errorf("faults %v", rules)
	}
}

// titled finds a post by its title.
func titled(t *testing.T, p *pack.Pack, title string) policies.Post {
	t.Helper()
	i := slices.IndexFunc(p.Org.Posts, func(post policies.Post) bool { return post.Title == title })
	if i < 0 {
		t.Fatalf("no post is called %q", title)
	}
	return p.Org.Posts[i]
}

// proveCommand proves what the story says about the organisation.
func (s story) proveCommand(t *testing.T, p *pack.Pack, org policies.Org) {
	t.Helper()
	for _, chain := range s.Scene.Command {
		titles := strings.Split(chain, " < ")
		for i, title := range titles[1:] {
			if over, ok := policies.Superior(titled(t, p, titles[i]), org); !ok || over.Title != title {
				t.Errorf("over %s stands %s, not %s", titles[i], over.Title, title)
			}
		}
	}
}

func (s story) proveLine(t *testing.T, line pack.Line) {
	t.Helper()
	if !slices.Equal(line.Row.Article, s.Article) {
		t.Errorf("the row cites %q", line.Row.Article)
	}
	if len(line.Cells) != len(s.Line) {
		t.Errorf("%d cells", len(line.Cells))
	}
	for i, c := range line.Cells {
		got := storyCell{c.Step, storyRoles[c.Role], c.Title, c.Article[min(len(s.Article), len(c.Article)):], c.Delegated}
		if i >= len(s.Line) || fmt.Sprint(got) != fmt.Sprint(s.Line[i]) {
			t.Errorf("cell %d is %+v", i+1, got)
		}
		if !strings.HasPrefix(strings.Join(c.Article, ", "), strings.Join(s.Article, ", ")) || c.Row != line.Row.ID || c.Why == "" {
			t.Errorf("cell %d stands on %s, %q", i+1, c.Row, c.Article)
		}
	}
	o := s.Outcome
	if line.Assumed != o.Assumed || line.Row.Weighty != o.Weighty || line.Row.Own != o.Own || line.Row.ID != o.Row {
		t.Errorf("row %s: assumed %v, important %v, undelegable %v", line.Row.ID, line.Assumed, line.Row.Weighty, line.Row.Own)
	}
}

// proveSigning does the acts of the story and compares what they make of the line.
func (s story) proveSigning(t *testing.T, line pack.Line, barred []gov.PostID, org policies.Org) {
	t.Helper()
	running := policies.Signing{Cells: policies.Begin(line.Plain()), Version: 1, State: gov.InApproval}
	var voided, skipped []string
	for _, a := range s.Acts {
		next := a.do(t, running, barred, org)
		for _, position := range next.Voided {
			i := slices.IndexFunc(next.Cells, func(c policies.LineCell) bool { return c.Position == position })
			voided = append(voided, next.Cells[i].Title)
		}
		if a.Asked != "" && a.Asked != askedTitles(next.Cells) {
			t.Errorf("after %+v: %s", a, askedTitles(next.Cells))
		}
		running = next
	}
	for _, c := range running.Cells {
		if c.State == policies.CellSkipped {
			skipped = append(skipped, c.Title)
		}
	}
	o, last := s.Outcome, decider(running.Cells)
	if storyStates[running.State] != o.State || running.Version != max(o.Version, 1) {
		t.Errorf("%s, version %d", running.State, running.Version)
	}
	if last.Title != o.Decider || !slices.Equal(last.Article[min(len(s.Article), len(last.Article)):], o.Articles) {
		t.Errorf("%s decides under %q", last.Title, last.Article)
	}
	if !slices.Equal(voided, o.Voided) || !slices.Equal(skipped, o.Skipped) {
		t.Errorf("void %q, skipped %q", voided, skipped)
	}
}

func askedTitles(line []policies.LineCell) string {
	var out []string
	for _, c := range policies.Current(line) {
		out = append(out, c.Title)
	}
	return strings.Join(out, ", ")
}

// act does one act of the story, for the newest cell of that post.
func (a storyAct) do(t *testing.T, now policies.Signing, barred []gov.PostID, org policies.Org) policies.Signing {
	t.Helper()
	did, ok := storyVerbs[a.Act]
	if !ok {
		t.Fatalf("nobody knows how to %q", a.Act)
	}
	did.Edited, did.Barred = a.Edited, barred
	for _, c := range now.Cells {
		if c.Title == a.Who && (did.Position == 0 || c.State == policies.CellCurrent) {
			did.Position = c.Position
		}
	}
	next, err := policies.Sign(now.Cells, now.Version, did, org)
	if gov.CodeOf(err) != storyRefusals[a.Refused] || (a.Refused != "" && storyRefusals[a.Refused] == "") {
		t.Fatalf("%+v: %v", a, err)
	}
	if err != nil {
		return now
	}
	return next
}

// proveAmended proves that a draft of a later day meets the amended table, while the line above went on under its own.
func (s story) proveAmended(t *testing.T, p *pack.Pack, ask pack.Ask) {
	t.Helper()
	a := s.Outcome.Amended
	if a == nil {
		return
	}
	ask.On = gov.MustDate(a.On)
	line, err := p.Line(ask, p.OfficeOn(ask.On))
	if err != nil {
		t.Fatal(err)
	}
	if got := line.Cells[len(line.Cells)-1].Title; line.Row.ID != a.Row || got != a.Decider {
		t.Errorf("on %s row %s lets %s decide", a.On, line.Row.ID, got)
	}
}
