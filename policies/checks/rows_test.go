package checks_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/policies"
	"gyeol/policies/checks"
)

// everything is a form that asks for all that the row checks know.
func everything() policies.FormRule {
	f := policies.FormRule{ID: "everything", Title: "모든 항목"}
	for id, kind := range map[string]policies.FieldRule{
		"budget_krw": {Type: "money"}, "executed_krw": {Type: "money"}, "carried_over_krw": {Type: "money"},
		"lapsed_krw": {Type: "money"}, "national_krw": {Type: "money"}, "city_krw": {Type: "money"},
		"other_krw": {Type: "money"}, "execution_rate": {Type: "decimal"}, "change_rate": {Type: "decimal"},
		"achievement_rate": {Type: "percent"}, "target": {Type: "integer"}, "actual": {Type: "integer"},
		"target_unit": {Type: "text"}, "target_kind": {Type: "choice"}, "direction": {Type: "choice"},
		"low_execution_reason": {Type: "text"}, "cause": {Type: "text"}, "measure": {Type: "text"},
		"indicator": {Type: "text"}, "baseline": {Type: "decimal"}, "status": {Type: "choice"},
	} {
		kind.ID, kind.Title = id, "항목 "+id
		f.Fields = append(f.Fields, kind)
	}
	return f
}

type values = map[string]any

func rules() policies.CheckRules { return policies.ChecksOn(nil, nil, gov.MustDate("2026-01-05")) }

func seen(found []checks.Finding) []string {
	out := []string{}
	for _, f := range found {
		out = append(out, strings.TrimPrefix(f.ID, f.Check+"/")+" "+f.Check+" "+f.Printed+"→"+f.Computed)
	}
	return out
}

func TestARowIsCheckedFieldByField(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		now, last values
		want      []string
	}{
		"nothing typed": {nil, nil, nil},
		"low execution without a reason": {
			values{"budget_krw": int64(10_000_000), "executed_krw": int64(6_994_999)},
			nil,
			[]string{"I/low_execution_reason execution 69.9%→70.0% 이상"},
		},
		"low execution with its reason": {
			values{"budget_krw": int64(10_000_000), "executed_krw": int64(1), "low_execution_reason": "수요 감소"},
			nil,
			nil,
		},
		"a reason of blanks is none": {
			values{"status": "low-execution", "low_execution_reason": "  "},
			nil,
			[]string{"I/low_execution_reason execution →"},
		},
		"just enough":      {values{"budget_krw": int64(10_000_000), "executed_krw": int64(7_000_000)}, nil, nil},
		"nothing to spend": {values{"budget_krw": int64(0), "executed_krw": int64(0)}, nil, nil},
		"more than there was": {
			values{"budget_krw": int64(5_000_000), "executed_krw": int64(6_000_000)},
			nil,
			[]string{"I/executed_krw balance 6,000,000→5,000,000 이하"},
		},
		"what was left is not what is missing": {
			values{
				"budget_krw": int64(9_000_000), "executed_krw": int64(8_000_000), "carried_over_krw": int64(0),
				"lapsed_krw": int64(2_000_000),
			},
			nil,
			[]string{"I/executed_krw balance 9,000,000→10,000,000"},
		},
		"sources that do not add up": {
			values{"budget_krw": int64(9_000_000), "national_krw": int64(4_000_000), "city_krw": int64(4_000_000)},
			nil,
			[]string{"I/budget_krw funding 9,000,000→8,000,000"},
		},
		"a source in thousands": {
			values{"budget_krw": int64(9_000_000), "national_krw": int64(4_000_000), "city_krw": int64(5_000)},
			nil,
			[]string{
				"I/budget_krw funding 9,000,000→4,005,000", "I/city_krw small 5,000원→1,000,000원 이상",
				"I/city_krw units 5,000→5,000,000",
			},
		},
		"a rate that does not follow": {
			values{
				"budget_krw": int64(220_795_000_000), "executed_krw": int64(214_000_000_000),
				"execution_rate": json.Number("97.0"),
			},
			nil,
			[]string{"I/execution_rate rates 97%→96.9%"},
		},
		"a rate that follows": {
			values{
				"budget_krw": int64(220_795_000_000), "executed_krw": int64(214_000_000_000),
				"execution_rate": json.Number("96.9"),
			},
			nil, nil,
		},
		"a rate typed whole is rounded whole": {
			values{
				"target": int64(996), "actual": int64(929), "achievement_rate": int64(93), "cause": "가", "measure": "나",
			},
			nil, nil,
		},
		"growth from the rounded unit": {
			values{"budget_krw": int64(220_795_000_000), "change_rate": json.Number("34.6")},
			values{"budget_krw": int64(164_133_000_000)},
			[]string{"I/change_rate rates 34.6%→34.5%"},
		},
		"no growth from zero": {
			values{"budget_krw": int64(220_795_000_000), "change_rate": json.Number("34.6")},
			values{"budget_krw": int64(0)},
			nil,
		},
		"a missed target": {
			values{"target": int64(100), "actual": int64(99), "measure": "하반기에 보완"},
			nil,
			[]string{"I/cause target 99→100"},
		},
		"lower is better": {values{"target": int64(100), "actual": int64(99), "direction": "lower"}, nil, nil},
		"lower was better": {
			values{"target": int64(100), "actual": int64(101), "direction": "lower", "cause": "가"},
			nil,
			[]string{"I/measure target 101→100"},
		},
		"in thousands of won": {
			values{"budget_krw": int64(59_966)},
			values{"budget_krw": int64(55_000_000)},
			[]string{"I/budget_krw units 59,966→59,966,000"},
		},
		"in millions of won": {
			values{"budget_krw": int64(220_795)},
			values{"budget_krw": int64(164_133_000_000)},
			[]string{"I/budget_krw units 220,795→220,795,000,000"},
		},
		"a thousand times too much": {
			values{"actual": int64(2_045_000)},
			values{"actual": int64(2_000)},
			[]string{"I/actual units 2,045,000→2,045"},
		},
		"a decimal point for a comma": {
			values{"baseline": json.Number("59.966")},
			values{"baseline": json.Number("59966")},
			[]string{"I/baseline base 59.966→59,966", "I/baseline units 59.966→59,966"},
		},
		"much more, but not a thousand times": {values{"actual": int64(20_000)}, values{"actual": int64(100)}, nil},
		"a budget nobody plans with": {
			values{"budget_krw": int64(4_426)}, nil, []string{"I/budget_krw small 4,426원→1,000,000원 이상"},
		},
		"a cumulative value that falls": {
			values{"target": int64(160), "target_kind": "cumulative"},
			values{"target": int64(197)},
			[]string{"I/target cumulative 160→197 이상"},
		},
		"a yearly value may fall": {
			values{"target": int64(160), "target_kind": "annual"}, values{"target": int64(197)}, nil,
		},
		"more than all of them": {
			values{"actual": int64(331), "target_unit": "%"}, nil, []string{"I/actual kinds 331%→△100 이상 100 이하"},
		},
		"half a person": {
			values{"baseline": json.Number("10.5"), "target_unit": "명"},
			nil,
			[]string{"I/baseline kinds 10.5명→0 이상의 정수"},
		},
		"another unit and another kind than last year": {
			values{"target_unit": "건", "target_kind": "annual"},
			values{"target_unit": "개", "target_kind": "cumulative"},
			[]string{"I/target_unit kinds 건→개", "I/target_kind kinds annual→cumulative"},
		},
		"another base than last year": {
			values{"baseline": json.Number("50")},
			values{"baseline": json.Number("49.6")},
			[]string{"I/baseline base 50→49.6"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			row := checks.Row{ID: "r1", Item: "I", Title: "사업", Values: c.now, Last: c.last}
			found := checks.OfRow(everything(), row, rules())
			require.ElementsMatch(t, c.want, seen(found))
			for _, f := range found {
				require.Equal(t, "r1", f.Row)
				require.NotEmpty(t, f.Field)
				require.NotEmpty(t, f.Article)
				require.NotEmpty(t, f.Message)
				require.Contains(t, []checks.Severity{checks.Fault, checks.Warning, checks.Note}, f.Severity)
			}
		})
	}
}

func TestAFieldOfTheFormThatIsCumulativeNeverFalls(t *testing.T) {
	t.Parallel()
	form := policies.FormRule{ID: "progress", Fields: []policies.FieldRule{
		{ID: "executed_krw", Title: "집행액", Type: policies.FieldMoney, Kind: policies.Cumulative},
	}}
	row := checks.Row{ID: "r", Item: "I", Values: values{"executed_krw": int64(4_000_000)}, Series: map[string][]any{
		"executed_krw": {int64(1_000_000), nil, int64(5_000_000)},
	}}
	require.Equal(t, []string{"I/executed_krw cumulative 4,000,000→5,000,000 이상"},
		seen(checks.OfRow(form, row, rules())))
	row.Values["executed_krw"] = int64(5_000_000)
	require.Empty(t, checks.OfRow(form, row, rules()))
}

func TestOneIndicatorHasOneBaseValue(t *testing.T) {
	t.Parallel()
	row := func(item, base string) checks.Row {
		return checks.Row{ID: "row-" + item, Item: item, Title: item, Values: values{
			"indicator": "participation", "baseline": json.Number(base),
		}}
	}
	found := checks.OfRows(everything(), []checks.Row{row("c", "49.6"), row("b", "50"), row("a", "49.6")}, rules())
	require.Equal(t, []string{"b/baseline base 50→49.6"}, seen(found))
	other := everything()
	other.Fields[0].Title = "다른 문안의 항목"
	found = checks.OfForms([]checks.FormRows{
		{Form: everything(), Rows: []checks.Row{row("c", "49.6")}},
		{Form: other, Rows: []checks.Row{row("b", "50"), row("a", "49.6")}},
	}, rules())
	require.Equal(t, []string{"b/baseline base 50→49.6"}, seen(found), "also where units read other wordings of the form")
}

func TestAPrintedShareBeyondAHundredPercentIsSeenAndGrowthIsNot(t *testing.T) {
	t.Parallel()
	row := checks.Row{ID: "r", Item: "I", Title: "사업", Figures: []checks.Figure{
		{Label: "만족도", Value: "933", Unit: "%"},
		{Label: "참여자 증가율", Value: "150", Unit: "%"},
		{Label: "수료", Value: "92.9", Unit: "명"},
	}}
	require.Equal(t, []string{"I/만족도 kinds 933%→△100 이상 100 이하", "I/수료 kinds 92.9명→0 이상의 정수"},
		seen(checks.OfRow(everything(), row, rules())))
}

// someRows are rows of any values, the same for the same seed.
func someRows(seed uint64, n int) []checks.Row {
	r := rand.New(rand.NewPCG(seed, 1))
	form := everything()
	fill := func() values {
		v := values{}
		for _, f := range form.Fields {
			switch {
			case r.IntN(3) == 0:
			case f.Type == "money":
				v[f.ID] = r.Int64N(1_000_000_000_000_000)
			case f.Type == "decimal":
				v[f.ID] = json.Number(fmt.Sprintf("%d.%d", r.IntN(1000), r.IntN(1000)))
			case f.Type == "integer", f.Type == "percent":
				v[f.ID] = r.Int64N(1000)
			default:
				v[f.ID] = []string{"", "lower", "cumulative", "명", "%", "low-execution"}[r.IntN(6)]
			}
		}
		return v
	}
	out := make([]checks.Row, n)
	for i := range out {
		item := fmt.Sprintf("I%05d", i)
		out[i] = checks.Row{ID: "r" + item, Item: item, Title: item, Values: fill(), Last: fill()}
	}
	return out
}

func TestTheOrderOfRowsChangesNothingAndEveryFindingHasItsOwnID(t *testing.T) {
	t.Parallel()
	for seed := range uint64(50) {
		rows := someRows(seed, 20)
		want := checks.OfRows(everything(), rows, rules())
		require.NotEmpty(t, want)
		ids := map[string]bool{}
		for _, f := range want {
			require.False(t, ids[f.ID], f.ID)
			ids[f.ID] = true
		}
		rand.New(rand.NewPCG(seed, 2)).Shuffle(len(rows), func(i, j int) {
			rows[i], rows[j] = rows[j], rows[i]
		})
		require.Equal(t, want, checks.OfRows(everything(), rows, rules()))
	}
}

func TestAnyAmountMovedByAThousandIsASlipAndAnyUnmovedOneIsNone(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(7, 7))
	for range 500 {
		last := 1_000_000 + r.Int64N(1_000_000_000)
		near := last + r.Int64N(last)/2 - last/4
		for factor, want := range map[int64]string{1: "", 1_000: "units", 1_000_000: "units"} {
			row := checks.Row{Item: "I", Values: values{"budget_krw": near * factor}, Last: values{"budget_krw": last}}
			got := checks.OfRow(everything(), row, rules())
			if want == "" {
				require.Empty(t, got)
				continue
			}
			require.Len(t, got, 1)
			require.Equal(t, checks.Thousands(near), got[0].Computed, "the probable value is the one that was meant")
		}
	}
}

func TestNoNumberBreaksTheArithmetic(t *testing.T) {
	t.Parallel()
	for _, v := range []any{
		int64(1<<63 - 1), int64(-1 << 63), json.Number("1e999"), json.Number("-"), json.Number("1/3"), "9", 0.1, true,
		nil,
		json.Number(strings.Repeat("9", 40)), json.Number("1.2.3"),
		[]any{1},
		map[string]any{},
	} {
		for _, last := range []any{int64(1), int64(0), v} {
			all := values{}
			for _, f := range everything().Fields {
				all[f.ID] = v
			}
			before := values{"budget_krw": last, "target": last, "baseline": last}
			row := checks.Row{Item: "I", Values: all, Last: before}
			require.NotPanics(t, func() { checks.OfRow(everything(), row, rules()) })
		}
	}
}

func TestTheWorkGrowsWithTheRowsAndNotWithTheirPairs(t *testing.T) {
	t.Parallel()
	_, one := checks.MeasuredRows(everything(), someRows(1, 100), rules())
	_, ten := checks.MeasuredRows(everything(), someRows(1, 1000), rules())
	require.Equal(t, 100, one.Rows)
	require.Equal(t, 1000, ten.Rows)
	require.InDelta(t, 10, float64(ten.Fields)/float64(one.Fields), 0.5)
}

func TestACityMayMoveALimitFromADay(t *testing.T) {
	t.Parallel()
	city := []policies.CheckRule{{
		Ruled: policies.Ruled{
			Article: []string{"보기시 조례 제9조"}, From: gov.MustDate("2026-07-01"), AssumedFrom: gov.MustDate("2026-03-01"),
		},
		ID: policies.ExecutionCheck, Severity: "warning", Limits: map[string]int64{"below_tenths": 900},
	}}
	row := checks.Row{Item: "I", Values: values{"budget_krw": int64(10_000_000), "executed_krw": int64(8_000_000)}}
	on := func(day string) []checks.Finding {
		return checks.OfRow(everything(), row, policies.ChecksOn(city, nil, gov.MustDate(day)))
	}
	require.Empty(t, on("2026-02-28"), "the default limit is 70 %")
	require.Len(t, on("2026-03-01"), 1)
	require.True(t, on("2026-03-01")[0].Assumed)
	july := on("2026-07-01")[0]
	require.False(t, july.Assumed)
	require.Equal(t, "보기시 조례 제9조", july.Article)
	require.Equal(t, checks.Warning, july.Severity)
	require.Equal(t, "90.0% 이상", july.Computed)
	require.NotEmpty(t, july.Message, "what the city leaves out, the default says")
}
