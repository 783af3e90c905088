package sheets_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/sheets"
	"gyeol/policies"
)

// letters are what officials type, with everything that a spreadsheet may take for something else.
var letters = []rune("가나다라마바사 평생교육 abcXYZ 0123456789 =+-@'\"\t\n,;△①Ⅱ’·%%\\{}[]()#!&<>\uFFFF")

// dice makes random forms and rows that a form would accept.
type dice struct{ *rand.Rand }

func (d dice) text(most int) string {
	out := make([]rune, 1+d.IntN(most))
	for i := range out {
		for out[i] == 0 || out[i] == '\uFEFF' {
			out[i] = letters[d.IntN(len(letters))]
		}
	}
	if d.IntN(10) == 0 {
		return string(out) + "_x000D_"
	}
	return string(out)
}

// title is what a pack calls a field or a choice.
func (d dice) title(most int) string { return strings.ReplaceAll(d.text(most), "\uFFFF", "·") }

func (d dice) form() policies.FormRule {
	f := policies.FormRule{ID: "any", Title: d.title(20), Last: d.IntN(2) == 0, Grows: d.IntN(3) == 0, Most: 12}
	types := []policies.FieldType{
		policies.FieldText, policies.FieldInteger, policies.FieldMoney, policies.FieldDecimal, policies.FieldPercent,
		policies.FieldDate, policies.FieldChoice,
	}
	for i := range 1 + d.IntN(8) {
		x := policies.FieldRule{
			ID: fmt.Sprintf("f%d", i), Title: strings.TrimSpace("항목 " + d.title(8)), Type: types[d.IntN(len(types))],
		}
		switch x.Type {
		case policies.FieldMoney:
			x.Entry = []string{"", "원", "천원", "만원", "백만원", "억원"}[d.IntN(6)]
		case policies.FieldDecimal:
			x.Digits = 1 + d.IntN(6)
		case policies.FieldChoice:
			for k := range 1 + d.IntN(30) {
				x.Choices = append(x.Choices, policies.ChoiceRule{
					Value: fmt.Sprintf("v%d", k), Title: strings.TrimSpace(fmt.Sprintf("%d %s", k, d.title(20))),
				})
			}
		case policies.FieldText, policies.FieldInteger, policies.FieldPercent, policies.FieldDate:
		}
		f.Fields = append(f.Fields, x)
	}
	return f
}

// raw is a value of the field as a client would send it.
func (d dice) raw(f policies.FieldRule) any {
	least, most := f.Bounds()
	switch f.Type {
	case policies.FieldText:
		return d.text(60)
	case policies.FieldInteger, policies.FieldPercent, policies.FieldMoney:
		n := d.Int64N(most - least)
		return least + n%[]int64{10, 1000, 1_000_000, most - least}[d.IntN(4)]
	case policies.FieldDecimal:
		return json.RawMessage(fmt.Sprintf("%d.%0*d", d.IntN(1_000_000), f.Digits, d.IntN(10)))
	case policies.FieldDate:
		return gov.MustDate("1890-01-01").AddDays(d.IntN(80_000)).String()
	case policies.FieldChoice:
		return f.Choices[d.IntN(len(f.Choices))].Value
	}
	return nil
}

func (d dice) values(t *testing.T, f policies.FormRule) map[string]any {
	t.Helper()
	typed := map[string]any{}
	for _, x := range f.Fields {
		if d.IntN(4) > 0 {
			typed[x.ID] = d.raw(x)
		}
	}
	data, err := json.Marshal(typed)
	require.NoError(t, err)
	fields, faults := policies.ReadRow(f, "x", data)
	require.Empty(t, faults, string(data))
	return fields.Values
}

// TestAnyFileThatNobodyTouchedIsNoDifference: whatever the form and whatever was typed.
func TestAnyFileThatNobodyTouchedIsNoDifference(t *testing.T) {
	t.Parallel()
	runs := 60
	if os.Getenv("GYEOL_NIGHT") != "" {
		runs = 2000
	}
	for seed := range uint64(runs) {
		d := dice{rand.New(rand.NewPCG(seed, 7))}
		s := sheet(t, d.form())
		s.Rows = nil
		for i := range d.IntN(10) {
			s.Rows = append(s.Rows, sheets.Row{
				ID: rowID(i + 1), Title: d.text(30), Values: d.values(t, s.Form), Last: d.values(t, s.Form),
			})
		}
		require.NoError(t, s.Seal())
		for _, f := range []sheets.Format{sheets.XLSX, sheets.CSV} {
			content, err := back(t, exported(t, f, s), "a."+string(f), s)
			require.NoError(t, err, "seed %d %s", seed, f)
			require.Len(t, content.Rows, len(s.Rows))
			diff := sheets.Compare(s, s.Rows, content)
			require.Empty(t, diff.Changes, "seed %d %s", seed, f)
			require.Empty(t, diff.Added, "seed %d %s", seed, f)
		}
	}
}

// TestAnyValueThatIsTypedComesBackAsItself: every field of a blank row is filled in by the file.
func TestAnyValueThatIsTypedComesBackAsItself(t *testing.T) {
	t.Parallel()
	for seed := range uint64(40) {
		d := dice{rand.New(rand.NewPCG(seed, 11))}
		blank := sheet(t, d.form())
		typed := blank
		blank.Rows = []sheets.Row{{ID: rowID(1), Title: "행", Values: map[string]any{}}}
		values := d.values(t, blank.Form)
		for _, f := range blank.Form.Fields { // a sheet takes money in whole units
			if n, ok := values[f.ID].(int64); ok && f.Type == policies.FieldMoney {
				values[f.ID] = n / f.EntryFactor() * f.EntryFactor()
			}
			if text, ok := values[f.ID].(string); ok { // of what nobody can type
				values[f.ID] = strings.ReplaceAll(text, "\uFFFF", "·")
			}
		}
		typed.Rows = []sheets.Row{{ID: rowID(1), Title: "행", Values: values}}
		require.NoError(t, blank.Seal())
		typed.Stamp = blank.Stamp // what a person types changes no stamp
		for _, f := range []sheets.Format{sheets.XLSX, sheets.CSV} {
			content, err := back(t, exported(t, f, typed), "a."+string(f), blank)
			require.NoError(t, err, "seed %d %s", seed, f)
			for id, v := range values {
				require.Equal(t, v, content.Rows[0].Values[id], "seed %d %s %s", seed, f, id)
			}
		}
	}
}
