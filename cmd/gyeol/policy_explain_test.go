package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/stretchr/testify/require"

	"gyeol/policies/pack"
)

var updateExplained = flag.Bool("update-explained", false, "write the golden files of policy explain anew")

// explain runs the command as it is typed.
func explain(t *testing.T, args ...string) (string, error) {
	t.Helper()
	var c cli
	parser, err := kong.New(&c, kong.Name("gyeol"))
	require.NoError(t, err)
	parsed, err := parser.Parse(append([]string{"policy", "explain"}, args...))
	require.NoError(t, err)
	var out bytes.Buffer
	c.Out = &out
	err = parsed.Run(&c.Globals)
	return out.String(), err
}

func TestPolicyExplainSaysWhoDecidesAndWhy(t *testing.T) {
	t.Parallel()
	for name, args := range map[string][]string{
		"plan": {
			"--matter", "implementation-plan.fix", "--change", "expanded", "--amount", "220795000000",
			"--touches", "culture-arts-division,jongno-gu", "--on", "2026-12-03",
		},
		"assumed": {"--matter", "collection.request", "--on", "2022-01-03", "--drafter", "lifelong-education-division.coordinator"},
		"agreement": {
			"--matter", "agreement.conclude", "--amount", "0", "--partner-kind", "national,university", "--on", "2026-12-03",
		},
		"own-rank": {"--matter", "plan.issue-down", "--drafter", "lifelong-education-division.head", "--on", "2026-12-03"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := explain(t, args...)
			require.NoError(t, err)
			file := filepath.Join("testdata", "explain", name+".golden")
			if *updateExplained {
				require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o750))
				require.NoError(t, os.WriteFile(file, []byte(got), 0o600))
			}
			want, err := os.ReadFile(file)
			require.NoError(t, err)
			require.Equal(t, string(want), got)
		})
	}
}

// TestPolicyExplainTakesAFactAsAWord: nobody quotes a word twice, and whoever names no day is told which was taken.
func TestPolicyExplainTakesAFactAsAWord(t *testing.T) {
	t.Parallel()
	for _, fact := range []string{"change_class=new", `change_class="new"`} {
		got, err := explain(t, "--matter", "implementation-plan.fix", "--fact", fact)
		require.NoError(t, err, fact)
		require.Contains(t, got, "이 컴퓨터의 오늘입니다")
	}
	for _, fact := range []string{
		"partner_kinds=national", "partner_kinds=university,national", `partner_kinds=["national"]`, `partner_kinds="national"`,
	} {
		got, err := explain(t, "--matter", "agreement.conclude", "--fact", fact, "--on", "2026-12-03")
		require.NoError(t, err, fact)
		require.Contains(t, got, "agreement-government", fact)
		require.NotContains(t, got, "이 컴퓨터의 오늘입니다")
	}
}

func TestPolicyExplainTellsTheSameAsJSON(t *testing.T) {
	t.Parallel()
	got, err := explain(t, "--json", "--matter", "agreement.conclude", "--partner-kind", "university", "--on", "2022-01-03")
	require.NoError(t, err)
	var line pack.Line
	require.NoError(t, json.Unmarshal([]byte(got), &line))
	require.Equal(t, "agreement-other", line.Row.ID)
	require.True(t, line.Assumed)
	require.Len(t, line.Pack, 64)
	require.NotEmpty(t, line.Cells)
	for _, c := range line.Cells {
		require.Len(t, c.Reasons, 1)
		require.True(t, c.Reasons[0].Assumed)
		require.NotEmpty(t, c.Reasons[0].Article)
	}
}

func TestPolicyExplainRefusesWhatItCannotAnswer(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"AFactIsMissing":  {[]string{"--matter", "agreement.conclude"}, "partner_kinds"},
		"AFactIsUnknown":  {[]string{"--matter", "collection.request", "--amount", "1"}, "amount_krw"},
		"AWordIsUnknown":  {[]string{"--matter", "agreement.conclude", "--fact", "partner_kinds=1"}, "partner_kinds"},
		"NoSuchMatter":    {[]string{"--matter", "agreement.dream"}, "agreement.dream"},
		"NoSuchUnit":      {[]string{"--matter", "implementation-plan.fix", "--touches", "moon"}, "moon"},
		"NoSuchDrafter":   {[]string{"--matter", "implementation-plan.fix", "--drafter", "moon.officer"}, "moon.officer"},
		"NoSuchDay":       {[]string{"--matter", "implementation-plan.fix", "--on", "2026-02-30"}, "2026-02-30"},
		"AClassIsUnknown": {[]string{"--matter", "implementation-plan.fix", "--change", "colour"}, "new, expanded"},
		"AnotherFact":     {[]string{"--matter", "implementation-plan.fix", "--fact", "change_class=newer"}, "new, expanded"},
		"AMoneyIsAWord":   {[]string{"--matter", "implementation-plan.fix", "--fact", "amount_krw=much"}, "(int)"},
		"AMistypedMatter": {[]string{"--matter", "implementation-plan.fixx"}, "next to it are implementation-plan.fix,"},
		"AMistypedUnit":   {[]string{"--matter", "implementation-plan.fix", "--touches", "jongno"}, "next to it are jongno-gu,"},
		"NobodyAboveHim":  {[]string{"--matter", "committee.create", "--drafter", "mayor"}, "committee-create"},
		"AFactIsNotJSON":  {[]string{"--matter", "agreement.conclude", "--fact", "partner_kinds=["}, "partner_kinds"},
		"TheDayIsTooSoon": {[]string{"--matter", "implementation-plan.fix", "--on", "2020-12-31"}, "2020-12-31"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := explain(t, c.args...)
			require.ErrorContains(t, err, c.want)
		})
	}
}
