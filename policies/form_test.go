package policies_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"gyeol/policies"
)

func bound(n int64) *int64 { return &n }

// sheet is a form with a field of every type.
var sheet = policies.FormRule{
	Ruled: policies.Ruled{Article: []string{"평생교육법 제11조"}}, ID: "sheet", Fields: []policies.FieldRule{
		{ID: "name", Title: "이름", Type: policies.FieldText, Required: true, MaxLen: 5},
		{ID: "people", Title: "인원", Type: policies.FieldInteger, Min: bound(1), Max: bound(100)},
		{ID: "money", Title: "예산", Type: policies.FieldMoney, Entry: "백만원"},
		{ID: "score", Title: "점수", Type: policies.FieldDecimal, Digits: 2, Max: bound(5)},
		{ID: "rate", Title: "진도", Type: policies.FieldPercent},
		{ID: "day", Title: "날짜", Type: policies.FieldDate, Article: []string{"평생교육법 제18조"}},
		{ID: "kind", Title: "구분", Type: policies.FieldChoice, Choices: []policies.ChoiceRule{{"a", "가"}, {"b", "나"}}},
		{
			ID: "why", Title: "사유", Type: policies.FieldText, Help: "점수가 낮으면 적습니다.",
			Needed: func(r policies.RowFields) (bool, error) { return r.Text("kind") == "b", nil },
		},
	},
}

func TestEveryTypeOfFieldTakesWhatFitsAndNothingElse(t *testing.T) {
	t.Parallel()
	for text, fits := range map[string]bool{
		`{"name":"가나다라마"}`: true, `{"name":"가나다라마바"}`: false, `{"name":1}`: false, `{"name":"가\u202e나"}`: false,
		`{"name":"가\u0000나"}`: false, `{"people":1}`: true, `{"people":0}`: false, `{"people":101}`: false,
		`{"people":59.966}`: false, `{"people":"59"}`: false, `{"money":0}`: true, `{"money":-1}`: false,
		`{"money":1000000000000001}`: false, `{"score":4.25}`: true, `{"score":4.255}`: false, `{"score":5.00}`: true,
		`{"score":5.01}`: false, `{"score":1e2}`: false, `{"score":-0.5}`: false, `{"score":"4"}`: false, `{"rate":1000}`: true,
		`{"rate":1001}`: false, `{"day":"2024-02-29"}`: true, `{"day":"2023-02-29"}`: false, `{"day":"29.2.2024"}`: false,
		`{"kind":"a"}`: true, `{"kind":"가"}`: false, `{"other":1}`: false, `{"people":null}`: true, `[1]`: false,
	} {
		_, faults := policies.ReadRow(sheet, "row", []byte(text))
		require.Equal(t, fits, len(faults) == 0, "%s: %v", text, faults)
	}
}

func TestAFieldIsRequiredWhenTheRowSaysSo(t *testing.T) {
	t.Parallel()
	require.Empty(t, policies.CheckRow(sheet, "row", []byte(`{"name":"가","kind":"a"}`)))
	faults := policies.CheckRow(sheet, "row", []byte(`{"kind":"b"}`))
	require.Len(t, faults, 2)
	require.Equal(t, "form/sheet/row/name", faults[0].Rule)
	require.Equal(t, "사유을(를) 적어야 합니다. 점수가 낮으면 적습니다.", faults[1].Text)
	require.Empty(t, policies.CheckRow(sheet, "row", []byte(`{"name":"가","kind":"b","why":"그래서"}`)))
}

func TestAFaultCitesTheArticleOfItsField(t *testing.T) {
	t.Parallel()
	_, faults := policies.ReadRow(sheet, "row", []byte(`{"day":"x","rate":-1}`))
	require.Equal(t, "평생교육법 제18조", faults[0].Article)
	require.Equal(t, "평생교육법 제11조", faults[1].Article)
}

func TestKoreanIsKeptComposed(t *testing.T) {
	t.Parallel()
	decomposed := "\u1100\u1161\u11a8" // 각 in three letters
	row, faults := policies.ReadRow(sheet, "row", []byte(`{"name":"`+decomposed+`"}`))
	require.Empty(t, faults)
	require.Equal(t, "각", row.Text("name"))
}

// TestWhatWasReadIsReadAgainAlike holds for every row: what ReadRow keeps it reads again as the same values.
func TestWhatWasReadIsReadAgainAlike(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		data := map[string]any{
			"name": rapid.StringN(0, 5, -1).Draw(t, "name"), "people": rapid.Int64Range(-5, 120).Draw(t, "people"),
			"money": rapid.Int64().Draw(t, "money"), "rate": rapid.Int64Range(-1, 1100).Draw(t, "rate"),
			"score": json.Number(rapid.StringMatching(`-?[0-9]{1,3}(\.[0-9]{1,4})?`).Draw(t, "score")),
		}
		raw, err := json.Marshal(data)
		if err != nil {
			return // a number that JSON does not know
		}
		first, faults := policies.ReadRow(sheet, "row", raw)
		kept, err := json.Marshal(first.Values)
		require.NoError(t, err)
		again, more := policies.ReadRow(sheet, "row", kept)
		require.Empty(t, more, "faults before: %v", faults)
		require.Equal(t, first, again)
	})
}

func TestAnotherWordingOfAFormTellsWhatChanges(t *testing.T) {
	t.Parallel()
	other := sheet
	other.Fields = append([]policies.FieldRule{}, sheet.Fields[1:]...)
	other.Fields[0].Max = bound(200)
	other.Fields = append(other.Fields, policies.FieldRule{ID: "new", Type: policies.FieldText})
	d := policies.CompareForms(sheet, other)
	require.Equal(t, policies.FormDifference{
		Added: []string{"new"}, Removed: []string{"name"}, Changed: []string{"people"},
	}, d)
	require.False(t, d.Same())
	require.True(t, policies.CompareForms(sheet, sheet).Same())
}

func TestAValueIsShownAsOfficialsReadIt(t *testing.T) {
	t.Parallel()
	money, _ := sheet.Field("money")
	kind, _ := sheet.Field("kind")
	rate := policies.FieldRule{Type: policies.FieldPercent, Unit: "%"}
	for want, got := range map[string]string{
		"1,234백만원": money.Shown(int64(1_234_000_000)), "1,234,567원": money.Shown(int64(1_234_567)), "-": money.Shown(nil),
		"0백만원": money.Shown(int64(0)), "가": kind.Shown("a"), "70%": rate.Shown(int64(70)),
		"4.25": sheet.Fields[3].Shown(json.Number("4.25")),
	} {
		require.Equal(t, want, got)
	}
	require.Equal(t, "-", kind.Shown(""))
}
