package pack_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gyeol/policies/pack"
)

var update = flag.Bool("update", false, "write golden files anew")

// small returns the files of the small pack of a city that does not exist.
func small(tb testing.TB) map[string][]byte {
	tb.Helper()
	files := map[string][]byte{}
	names, err := filepath.Glob("testdata/small/*")
	if err != nil || len(names) == 0 {
		tb.Fatalf("small pack: %v, %d files", err, len(names))
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			tb.Fatal(err)
		}
		files[filepath.Base(name)] = data
	}
	return files
}

// breakage is one edit that must not load. An empty old text puts the new text at the end; an empty file name of the
// new text deletes the file.
type breakage struct{ name, file, old, new string }

// formField is the first field of the small pack's form.
const formField = "      - {id: content, title: 내용, type: text, required: true}\n"

var breakages = []breakage{
	{"an unknown field", "cycle.yaml", "owner:", "ownr: x\nowner:"},
	{"a field of another kind of stage", "cycle.yaml", "    body: council\n", "    body: council\n    form: plan-row\n"},
	{"a stage kind nobody knows", "cycle.yaml", "kind: award", "kind: party"},
	{"a collect stage without its form", "cycle.yaml", "    form: plan-row\n", ""},
	{"a date written as a number", "manifest.yaml", `read: "2026-06-02"`, "read: 20260602"},
	{"a date that does not exist", "cycle.yaml", `from: "2024-04-16"`, `from: "2024-02-30"`},
	{"two ways to name one day", "cycle.yaml", `due: {date: "02-05"}`, `due: {date: "02-05", last_day: 2}`},
	{"a key twice", "cycle.yaml", "title: 보기시 시행계획\n", "title: 보기시 시행계획\ntitle: 다른 이름\n"},
	{"text that is no YAML", "notices.yaml", "ladders:", "ladders: ]"},
	{"a choice without choices", "forms.yaml", ", choices: [a, b]", ""},
	{"a field twice", "forms.yaml", formField, formField + "      - {id: content, title: 내용, type: text, required: false}\n"},
	{"a condition over an unknown field", "forms.yaml", formField, formField + "      - {id: why, title: 사유, type: text, required: false, required_when: budget > 0}\n"},
	{"a condition of another type", "forms.yaml", formField, formField + "      - {id: why, title: 사유, type: text, required: false, required_when: content > 0}\n"},
	{"a condition where the field is always needed", "forms.yaml", formField, formField + "      - {id: why, title: 사유, type: text, required: true, required_when: content != kind}\n"},
	{"bounds of a text", "forms.yaml", formField, formField + "      - {id: why, title: 사유, type: text, required: false, min: 0}\n"},
	{"bounds that leave nothing", "forms.yaml", formField, formField + "      - {id: n, title: 수, type: integer, required: false, min: 5, max: 4}\n"},
	{"a kind of a text", "forms.yaml", formField, formField + "      - {id: why, title: 사유, type: text, required: false, kind: annual}\n"},
	{"a decimal without its digits", "forms.yaml", formField, formField + "      - {id: n, title: 수, type: decimal, required: false}\n"},
	{"an entry unit of no money", "forms.yaml", formField, formField + "      - {id: n, title: 수, type: integer, required: false, entry_unit: 백만원}\n"},
	{"a prefill from no year", "forms.yaml", formField, formField + "      - {id: n, title: 수, type: integer, required: false, prefill: content}\n"},
	{"two choices of one title", "forms.yaml", formField, formField + "      - {id: c, title: 구분, type: choice, required: false, choices: [{value: a, title: 가}, {value: b, title: 가}]}\n"},
	{"a field type nobody knows", "forms.yaml", formField, formField + "      - {id: n, title: 수, type: number, required: false}\n"},
	{"a missing file", "bodies.yaml", "*", ""},
	{"a file nobody reads", "body.yaml", "", "bodies: []\n"},
	{"a body that does not exist", "cycle.yaml", "body: council", "body: senate"},
	{"a matter that does not exist", "cycle.yaml", "matter: submission.approve", "matter: submission.aprove"},
	{"a form that does not exist", "cycle.yaml", "form: plan-row", "form: plan-sheet"},
	{"a ladder that does not exist", "cycle.yaml", "ladder: standard", "ladder: strict"},
	{"a group that does not exist", "cycle.yaml", "each: [departments]", "each: [departments, districts]"},
	{"a programme that does not exist", "cycle.yaml", "programme: merit", "programme: valour"},
	{"a stage that does not exist", "cycle.yaml", "after: [plans]", "after: [plan]"},
	{"a circle of stages", "cycle.yaml", "    form: plan-row\n", "    form: plan-row\n    after: [council]\n"},
	{"a stage twice", "cycle.yaml", "id: awards", "id: plans"},
	{"an owner who does not exist", "cycle.yaml", "owner: learning.officer", "owner: learning.chief"},
	{"a row twice", "authority.yaml", "id: small", "id: large"},
	{"two rows for one matter", "authority.yaml", "    when: budget_won < 1000\n", ""},
	{"a condition that is no truth", "authority.yaml", "when: budget_won < 1000", "when: budget_won + 1000"},
	{"a condition over an unknown fact", "authority.yaml", "when: budget_won < 1000", "when: budgt < 1000"},
	{"a decider of another rank", "authority.yaml", "post: mayor", "post: learning.head"},
	{"a series of nobody's", "authority.yaml", "rows:\n", numbers("nobody", "시장방침") + "rows:\n"},
	{"a series below a vice mayor", "authority.yaml", "rows:\n", numbers("learning.head", "과장방침") + "rows:\n"},
	{"two series of one post", "authority.yaml", "rows:\n", numbers("mayor", "시장방침", "시장 방침") + "rows:\n"},
	{"a series without its words", "authority.yaml", "rows:\n", strings.Replace(numbers("mayor", "x"), "series", "serie", 1) + "rows:\n"},
	{"a policy number of a division", "authority.yaml", "    title: 제출\n", "    title: 제출\n    policy_number: 과장방침\n"},
	{
		"another series than that of the post", "authority.yaml", "rows:\n  - id: submission\n    matter: submission.approve\n    title: 제출\n    decides: division_head\n",
		numbers("mayor", "시장방침") + "rows:\n  - id: submission\n    matter: submission.approve\n    title: 제출\n    decides: mayor\n    policy_number: 시장 방침\n",
	},
	{"a rank nobody knows", "authority.yaml", "decides: mayor", "decides: emperor"},
	{"seats that do not add up", "bodies.yaml", "seats: 3", "seats: 4"},
	{"a chair without a seat", "bodies.yaml", "chair: mayor", "chair: learning.officer"},
	{"more seats than the article allows", "bodies.yaml", "seats: 3", "seats: 3\n    max_seats: 2"},
	{"a written vote that nobody orders", "bodies.yaml", "seats: 3", "seats: 3\n    written: {order: nobody, majority: majority_in_office, when: [urgent], article: [조례]}"},
	{"a recusal of another kind", "bodies.yaml", "seats: 3", "seats: 3\n    recusal: perhaps"},
	{"a ladder that steps back", "notices.yaml", "working_days: 1,", "working_days: -5,"},
	{"a rung twice", "notices.yaml", "id: over-1, working_days: 1, notice: overdue, to: [holder, head]}", "id: d-3, working_days: 1, notice: overdue, to: [holder, head]}"},
	{"a rung that says what it is not", "notices.yaml", "working_days: -3, notice: due_soon", "working_days: -3, notice: overdue"},
	{"an addressee nobody knows", "notices.yaml", "to: [holder, head]", "to: [holder, mayor]"},
	{"a ladder for a task nobody knows", "notices.yaml", "tasks: [await_reply]", "tasks: [await_answer]"},
	{"a ladder for a stage nobody knows", "notices.yaml", "stages: [approve]", "stages: [approval]"},
	{"a ladder for nothing", "notices.yaml", "for: {stages: [approve], tasks: [await_reply]}", "for: {}"},
	{"two ladders for one task", "notices.yaml", "  - id: standard\n", "  - id: standard\n    for: {stages: [approve], tasks: [await_reply]}\n"},
	{"a kind of notice nobody knows", "notices.yaml", "kind: assigned", "kind: assignment"},
	{"a notice without its article", "notices.yaml", "delivery: immediate, article: [보기시 조례 제5조], ", "delivery: immediate, "},
	{"a reminder that calls itself legal", "notices.yaml", "kind: assigned, class: reminder", "kind: assigned, class: legal"},
	{"a call that calls itself a reminder", "notices.yaml", "kind: meeting_call, class: legal", "kind: meeting_call, class: reminder"},
	{"a call that can be switched off", "notices.yaml", "class: legal, delivery: immediate,", "class: legal, delivery: immediate, choices: [\"off\"],"},
	{"a rung outside the digest", "notices.yaml", "class: reminder, delivery: digest, choices: [\"off\"]", "class: reminder, delivery: digest, choices: [immediate]"},
	{"a choice that is none", "notices.yaml", "choices: [digest]", "choices: [immediate]"},
	{"a delivery nobody knows", "notices.yaml", "choices: [digest]", "choices: [fax]"},
	{"two rules of a kind", "notices.yaml", "kind: due_soon, class: reminder, delivery: digest, choices: [\"off\"]", "kind: assigned, class: reminder, delivery: immediate"},
	{"quiet hours all day", "notices.yaml", "ends: \"08:00\", most: 16", "ends: \"18:00\", most: 16"},
	{"quiet hours at no hour", "notices.yaml", "begins: \"19:00\"", "begins: \"25:00\""},
	{"a condition of an award that fails", "awards.yaml", "when: same_merit,", "when: same_merit == 1,"},
	{"a jury too small for its scores", "awards.yaml", "min_scores: 3", "min_scores: 5"},
	{"a unit under itself", "organisation.json", `"name": "평생교육과", "parent": "city"`, `"name": "평생교육과", "parent": "learning"`},
	{"a post in no unit", "organisation.json", `"unit": "culture", "title": "문화과장"`, `"unit": "arts", "title": "문화과장"`},
	{"a person without an address", "organisation.json", `"email": "mayor@city.example"`, `"email": "mayor"`},
	{"text that is no JSON", "organisation.json", `"people": [`, `"people": [[`},
	{"a check that nobody knows", checksFile, "", checkRule("executing", "limits: {below_tenths: 800}")},
	{"a limit that the check does not know", checksFile, "", checkRule("execution", "limits: {below: 800}")},
	{"a limit that is no number", checksFile, "", checkRule("execution", "limits: {below_tenths: 80%}")},
	{"a field that no form has", checksFile, "", checkRule("execution", "fields: {budget: [budget_thousand]}")},
	{"a weight that nobody knows", checksFile, "", checkRule("execution", "severity: fatal")},
	{
		"two limits on one day", checksFile, "",
		checkRule("execution", "limits: {below_tenths: 800}") +
			strings.TrimPrefix(checkRule("execution", "limits: {below_tenths: 900}"), "checks:\n"),
	},
	{"a longer term that is the shorter one", "privacy.yaml", "", "privacy:\n" + privacyRule("log", 3)},
	{"two terms on one day", "privacy.yaml", "", "privacy:\n" + privacyRule("log", 1) + privacyRule("more", 1)},
	{"a log that is kept for no year", "privacy.yaml", "", "privacy:\n" + privacyRule("log", 0)},
	{"a body of the audit log that is kept for no year", "terms.yaml", "", "audit:\n" + termRule("one", "session", 0)},
	{"a term of what was done", "terms.yaml", "", "audit:\n" + termRule("one", "act", 2)},
	{
		"two terms of one kind on one day", "terms.yaml", "",
		"audit:\n" + termRule("one", "session", 2) + termRule("two", "refusal, session", 3),
	},
	{"an access rule over an unknown duty field", "access.cedar", "principal.duties.contains(\"auditor\")", "principal.duty"},
	{"an access rule without its article", "access.cedar", "@article(\"공공기록물 관리에 관한 법률 시행령 제28조\")\n", ""},
	{"an access rule nobody can read", "access.cedar", "permit (principal, action == Action::\"read_audit\", resource)", "permit (principal"},
	{"an access rule over an unknown action", "access.cedar", "Action::\"read_audit\"", "Action::\"read_all\""},
}

const checksFile = "checks.yaml"

// checkRule is a file with one rule of a check.
func checkRule(id, says string) string {
	return fmt.Sprintf("checks:\n  - id: %s\n    article: [보기시 조례 제4조]\n    from: \"2024-01-01\"\n    %s\n", id, says)
}

// privacyRule is a rule by which the log of access is kept for so many years, two for many persons.
func privacyRule(id string, years int) string {
	return fmt.Sprintf("  - {id: %s, years: %d, many_years: 2, many: 50000, sensitive: false, article: [보기시 조례 제5조], "+
		"from: \"2024-01-01\"}\n", id, years)
}

// termRule is a rule by which the bodies of some kinds of entries are kept for so many years.
func termRule(id, kinds string, years int) string {
	return fmt.Sprintf("  - {id: %s, kinds: [%s], years: %d, article: [보기시 조례 제5조], from: \"2024-01-01\"}\n", id, kinds, years)
}

// numbers is a table of the series of a post.
func numbers(post string, series ...string) string {
	out := "policy_numbers:\n"
	for _, s := range series {
		out += fmt.Sprintf("  - {post: %s, series: %s, article: [보기시 사무전결처리 규칙], from: \"2024-01-01\"}\n", post, s)
	}
	return out
}

func (b breakage) apply(t *testing.T, files map[string][]byte) {
	t.Helper()
	text := string(files[b.file])
	switch {
	case b.old == "*":
		delete(files, b.file)
		return
	case b.old == "":
		text += b.new
	case !strings.Contains(text, b.old):
		t.Fatalf("%s: %s does not contain %q", b.name, b.file, b.old)
	default:
		text = strings.Replace(text, b.old, b.new, 1)
	}
	files[b.file] = []byte(text)
}

func TestEveryFaultNamesFileLineAndRule(t *testing.T) {
	t.Parallel()
	var got strings.Builder
	for _, b := range breakages {
		files := small(t)
		b.apply(t, files)
		p, faults := pack.FromFiles(files)
		if p != nil || len(faults) == 0 {
			t.Errorf("%s: loads", b.name)
		}
		fmt.Fprintf(&got, "# %s\n%s\n\n", b.name, faults)
	}
	golden(t, "testdata/faults.golden", got.String())
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != got {
		t.Errorf("%s differs; run with -update and look at the difference\n%s", name, got)
	}
}
