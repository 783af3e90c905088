package pack_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"gyeol/policies/pack"
)

// row is a row of a table that is to be checked, with what follows its condition.
type row struct{ id, when, rest string }

// table is the delegation table of a matter of the small pack with rows and facts of its own.
func table(facts string, rows ...row) string {
	var out strings.Builder
	out.WriteString("facts:\n" + facts)
	out.WriteString(`rows:
  - {id: submission, matter: submission.approve, title: 제출, decides: division_head, disclosure: public, article: [규칙], from: "2024-01-01"}
  - {id: decide, matter: award.decide, title: 표창, decides: mayor, disclosure: public, article: [규칙], from: "2024-01-01"}
`)
	for _, r := range rows {
		fmt.Fprintf(&out, "  - id: %s\n    matter: agreement.conclude\n    title: 업무협약 · 체결\n", r.id)
		if r.when != "" {
			fmt.Fprintf(&out, "    when: '%s'\n", r.when)
		}
		out.WriteString("    decides: division_head\n    disclosure: public\n    article: [규칙]\n")
		if !strings.Contains(r.rest, "from:") || strings.Contains(r.rest, "assumed_from:") {
			out.WriteString("    from: \"2024-01-01\"\n")
		}
		if r.rest != "" {
			out.WriteString("    " + r.rest + "\n")
		}
	}
	return out.String()
}

const agreementFacts = `  - {id: amount_krw, type: int, title: 금액(원), matters: [agreement.conclude]}
  - {id: years, type: int, title: 기간}
  - {id: urgent, type: bool, title: 긴급}
  - {id: kind, type: string, title: 구분}
  - {id: change_class, type: string, title: 변경 구분, values: [new, continued, ended]}
  - {id: partners, type: strings, title: 상대}
  - {id: other_partners, type: strings, title: 다른 상대}
  - {id: jury, type: bool, title: 심사, matters: [award.decide]}
`

// tables are delegation tables by what is wrong with them; "" where nothing is.
var tables = []struct {
	name string
	rows []row
}{
	{"two amounts that meet", []row{{"a", "amount_krw < 1000", ""}, {"b", "amount_krw >= 1000", ""}}},
	{"an amount that nobody decides", []row{{"a", "amount_krw < 1000", ""}, {"b", "amount_krw > 1000", ""}}},
	{"an amount of nothing", []row{{"a", "amount_krw > 0", ""}}},
	{"amounts that overlap", []row{{"a", "amount_krw <= 1000", ""}, {"b", "amount_krw >= 1000 && amount_krw < 5000", ""}, {"c", "4000 < amount_krw", ""}}},
	{"a negative amount is no case", []row{{"a", "amount_krw >= 0", ""}}},
	{"a negative number is a case", []row{{"a", "years >= 0", ""}}},
	{"numbers one by one", []row{{"a", "years in [1, 2, 3]", ""}, {"b", "years < 1 || years > 3", ""}}},
	{"a number left out", []row{{"a", "years in [1, 3]", ""}, {"b", "years < 1 || years > 3", ""}}},
	{"the largest number there is", []row{{"a", "years < 9223372036854775807", ""}}},
	{"the smallest number there is", []row{{"a", "years > -9223372036854775808", ""}}},
	{"a word that nobody decides", []row{{"a", `kind == "x"`, ""}, {"b", `kind in ["y", "z"]`, ""}}},
	{"every word of a closed list", []row{{"a", `change_class == "new"`, ""}, {"b", `change_class in ["continued", "ended"]`, ""}}},
	{"a word of a closed list left out", []row{{"a", `change_class == "new"`, ""}, {"b", `change_class == "ended"`, ""}}},
	{"a word that is not in the list", []row{{"a", `change_class == "nwe"`, ""}, {"b", `change_class != "nwe"`, ""}}},
	{"a truth that nobody decides", []row{{"a", "urgent", ""}}},
	{"a truth and its opposite", []row{{"a", "urgent == true", ""}, {"b", "!urgent", ""}}},
	{"partners of two kinds at once", []row{
		{"a", `"national" in partners`, ""}, {"b", `"local" in partners`, ""}, {"c", `!partners.exists(p, p in ["national", "local"])`, ""},
	}},
	{"partners of which all must be known", []row{{"a", `partners.all(p, p == "national" || p == "local")`, ""}}},
	{"no partner at all", []row{{"a", "size(partners) > 0", ""}}},
	{"one, two and more partners", []row{
		{"a", "partners.size() <= 1", ""}, {"b", "size(partners) == 2", ""}, {"c", "size(partners) > 2", ""},
	}},
	{"an amount and a truth", []row{{"a", "urgent ? amount_krw < 10 : amount_krw >= 5", ""}}},
	{"no row between two wordings", []row{{"a", "", `until: "2024-12-31"`}, {"b", "", `from: "2025-03-01"`}}},
	{"two wordings that meet", []row{{"a", "", `until: "2024-12-31"`}, {"b", "", `from: "2025-01-01"`}}},
	{"two wordings that overlap by a day", []row{{"a", "", `until: "2025-01-01"`}, {"b", "", `from: "2025-01-01"`}}},
	{"an assumed wording over an old one", []row{{"a", "", "from: \"2022-01-01\"\n    until: \"2023-06-30\""}, {"b", "", `assumed_from: "2023-06-01"`}}},
	{"a wording that ends before it begins", []row{{"a", "", `until: "2023-01-01"`}}},
	{"a gap of one interval only", []row{
		{"a", "urgent", ""}, {"b", "!urgent", `until: "2024-12-31"`}, {"c", "!urgent && years > 1", `from: "2025-01-01"`},
	}},
	{"two facts compared", []row{{"a", "amount_krw > years", ""}, {"b", "amount_krw <= years", ""}}},
	{"arithmetic", []row{{"a", "amount_krw * 2 > 1000", ""}}},
	{"the beginning of a word", []row{{"a", `kind.startsWith("x")`, ""}, {"b", `!kind.startsWith("x")`, ""}}},
	{"exactly one", []row{{"a", `partners.exists_one(p, p == "x")`, ""}}},
	{"a word out of another set", []row{{"a", `partners.exists(p, p in other_partners)`, ""}}},
	{"a set that is equal", []row{{"a", `partners == ["x"]`, ""}}},
	{"a size too large to try", []row{{"a", "size(partners) > 100", ""}}},
	{"too many words", []row{{"a", `partners.exists(p, p in ["a", "b", "c", "d", "e", "f", "g", "h", "i"])`, ""}}},
	{"too many cases", []row{
		{"a", `"a" in partners && "b" in partners && "c" in partners && "d" in partners && "e" in partners && "f" in partners`, ""},
		{"b", `"a" in other_partners && "b" in other_partners && "c" in other_partners && "d" in other_partners`, ""},
		{"c", `kind in ["a", "b", "c", "d"]`, ""},
	}},
	{"a fact of another matter", []row{{"a", "jury", ""}, {"b", "!jury", ""}}},
}

func TestEveryGapAndOverlapIsTold(t *testing.T) {
	t.Parallel()
	var got strings.Builder
	for _, c := range tables {
		files := small(t)
		files["authority.yaml"] = []byte(table(agreementFacts, c.rows...))
		_, faults := pack.FromFiles(files)
		fmt.Fprintf(&got, "# %s\n%s\n\n", c.name, faults)
	}
	golden(t, "testdata/coverage.golden", got.String())
}

func TestFactsAreDeclaredSensibly(t *testing.T) {
	t.Parallel()
	var got strings.Builder
	for _, facts := range []string{
		"  - {id: budget_krw, type: string, title: 예산}\n",
		"  - {id: urgent, type: bool, title: 긴급, values: [a]}\n",
		"  - {id: urgent, type: bool, title: 긴급, matters: [award.give]}\n",
		"  - {id: urgent, type: float, title: 긴급}\n",
	} {
		files := small(t)
		files["authority.yaml"] = []byte(table(facts, row{"a", "", ""}))
		_, faults := pack.FromFiles(files)
		fmt.Fprintf(&got, "# %s%s\n\n", strings.TrimPrefix(facts, "  - "), faults)
	}
	golden(t, "testdata/facts.golden", got.String())
}

// Loading finds a fault exactly where some question has no answer or two: the rows are worked out here a second time,
// over every amount and every set of partners that could matter.
func TestLoadingFindsExactlyWhatAskingWouldRefuse(t *testing.T) {
	t.Parallel()
	base := small(t)
	rapid.Check(t, func(t *rapid.T) {
		x, y := rapid.IntRange(0, 3).Draw(t, "x"), rapid.IntRange(0, 3).Draw(t, "y")
		n := rapid.IntRange(0, 2).Draw(t, "n")
		w, v := rapid.SampledFrom([]string{"a", "b"}).Draw(t, "w"), rapid.SampledFrom([]string{"a", "b"}).Draw(t, "v")
		files := maps.Clone(base)
		files["authority.yaml"] = []byte(table(agreementFacts,
			row{"low", fmt.Sprintf(`amount_krw < %d || size(partners) > %d`, x, n), ""},
			row{"high", fmt.Sprintf(`amount_krw >= %d && !(size(partners) > %d) && partners.all(p, p == %q)`, y, n, w), ""},
			row{"mixed", fmt.Sprintf(`amount_krw >= %d && size(partners) <= %d && partners.exists(p, p != %q)`, y, n, v), ""},
		))
		p, faults := pack.FromFiles(files)
		clean := true
		for amount := range 6 {
			for mask := range 16 {
				var in []string
				for i, word := range []string{"a", "b", "c", "d"} {
					if mask&(1<<i) != 0 {
						in = append(in, word)
					}
				}
				other := func(word string) bool { return slices.ContainsFunc(in, func(p string) bool { return p != word }) }
				rows := 0
				for _, holds := range []bool{
					amount < x || len(in) > n, amount >= y && len(in) <= n && !other(w), amount >= y && len(in) <= n && other(v),
				} {
					if holds {
						rows++
					}
				}
				clean = clean && rows == 1
			}
		}
		if clean != (p != nil) {
			t.Fatalf("clean %v, loads with %d faults\n%s", clean, len(faults), faults)
		}
	})
}
