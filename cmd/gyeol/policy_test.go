package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/policies/pack"
	"gyeol/policies/seoul"
)

func TestPolicyCheckSaysWhatIsAssumedInWords(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	require.NoError(t, (&policyCheckCmd{}).Run(&Globals{Out: &out}))
	require.Contains(t, out.String(), "현행 규정 기준 cycle/lifelong-education-plan: 2024-04-16의 문구를 2021-01-01부터 적용함 (평생교육법 제11조, ")
	require.Contains(t, out.String(), "서울특별시: 이상 없음 (no fault), ")
	require.NotContains(t, out.String(), "{", "a Go value is no sentence")

	out.Reset()
	require.NoError(t, (&policyCheckCmd{Year: 2026}).Run(&Globals{Out: &out, JSON: true}))
	var said struct {
		Pack    string
		Faults  pack.Faults
		Assumed []pack.AssumedRule
	}
	require.NoError(t, json.Unmarshal(out.Bytes(), &said))
	require.Equal(t, "seoul", said.Pack)
	require.Empty(t, said.Faults)
	require.NotEmpty(t, said.Assumed)
}

func TestPolicyCheckNamesEveryFaultByFileLineAndRule(t *testing.T) {
	t.Parallel()
	p, faults := pack.Load(seoul.FS)
	require.NoError(t, faults.Err())
	dir := t.TempDir()
	for name, data := range p.Files() {
		text := strings.Replace(string(data), `hold: {date: "02-24"}`, `hold: {date: "02-01"}`, 1)
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	}
	var out bytes.Buffer
	require.ErrorContains(t, (&policyCheckCmd{Pack: dir}).Run(&Globals{Out: &out}), "faults")
	require.Regexp(t, `(?m)^cycle\.yaml:\d+: years/order: `, out.String())
	out.Reset()
	require.ErrorContains(t, (&policyCheckCmd{Pack: dir}).Run(&Globals{Out: &out, JSON: true}), "faults")
	require.Contains(t, out.String(), `"rule": "years/order"`)
}

func TestPolicyExplainPrintsTheLineWithItsArticles(t *testing.T) {
	t.Parallel()
	explain := func(c policyExplainCmd, asJSON bool) (string, error) {
		var out bytes.Buffer
		err := c.Run(&Globals{Out: &out, JSON: asJSON})
		return out.String(), err
	}
	c := policyExplainCmd{Matter: "implementation-plan.fix", Drafter: "lifelong-education-division.officer", On: "2022-02-25"}
	said, err := explain(c, false)
	require.NoError(t, err)
	require.Contains(t, said, "행정1부시장 전결")
	require.Contains(t, said, "서울특별시 사무전결처리 규칙 제8조")
	require.Contains(t, said, "[현행 규정 기준]", "the wording of 2022 was not read")
	c.On = "2026-12-03"
	said, err = explain(c, false)
	require.NoError(t, err)
	require.NotContains(t, said, "현행 규정 기준")
	said, err = explain(c, true)
	require.NoError(t, err)
	require.True(t, json.Valid([]byte(said)))
	c.On = "2020-01-01"
	_, err = explain(c, false)
	require.Equal(t, gov.CodeNotFound, gov.CodeOf(err), "nobody had the post then")
	_, err = explain(policyExplainCmd{
		Matter: "agreement.conclude", Drafter: c.Drafter,
		Fact: map[string]string{"partner_kinds": `["x"`},
	}, false)
	require.ErrorContains(t, err, "partner_kinds", "a list that does not end")
	_, err = explain(policyExplainCmd{
		Matter: "agreement.conclude", Drafter: c.Drafter, Fact: map[string]string{"partner_kinds": `["national"]`},
	}, false)
	require.NoError(t, err, "without a day it is today")
}
