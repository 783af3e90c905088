package sheets_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/sheets"
	"gyeol/policies"
)

func number(n int64) *int64 { return &n }

// form has a field of every type.
func form() policies.FormRule {
	return policies.FormRule{
		ID: "plan-row", Title: "시행계획 서식", Last: true, Help: "올해 달라진 것을 고치십시오.",
		Ruled: policies.Ruled{Article: []string{"서울특별시 평생교육진흥에 관한 조례 제4조"}},
		Fields: []policies.FieldRule{
			{
				ID: "change", Title: "구분", Type: policies.FieldChoice, Required: true,
				Choices: []policies.ChoiceRule{{Value: "new", Title: "신규"}, {Value: "continued", Title: "계속"}},
			},
			{ID: "goal", Title: "추진목표", Type: policies.FieldText, Required: true, MaxLen: 1000},
			{ID: "budget_krw", Title: "소요예산", Type: policies.FieldMoney, Unit: "원", Entry: "백만원"},
			{ID: "target", Title: "목표값", Type: policies.FieldInteger, Max: number(1_000_000), Unit: "명"},
			{ID: "rate", Title: "집행률", Type: policies.FieldPercent},
			{ID: "score", Title: "만족도", Type: policies.FieldDecimal, Digits: 2, Unit: "점"},
			{ID: "from", Title: "시작일", Type: policies.FieldDate, RequiredWhen: "'target' in filled"},
		},
	}
}

// rowID is a fixed id.
func rowID(n int) gov.RowID {
	var id gov.RowID
	if err := id.UnmarshalText(fmt.Appendf(nil, "0190f5a2-7c1e-7a51-9d5e-3f1f9b1f0%03x", n)); err != nil {
		panic(err)
	}
	return id
}

// sheet is a sheet with three rows: one full, one with odd values, one blank.
func sheet(t testing.TB, f policies.FormRule) sheets.Sheet {
	t.Helper()
	s := sheets.Sheet{
		Form: f, Collection: "시행계획 자료 제출", Unit: "평생교육과", AboutYear: 2022, Due: gov.MustDate("2022-02-04"),
		Rows: []sheets.Row{
			{
				ID: rowID(1), Item: "up-1", Title: "Ⅱ-3-1 시민학위제", Revision: 3,
				Values: map[string]any{
					"change": "continued", "goal": "수강생 1,200명\n만족도 향상", "budget_krw": int64(59_966_000_000), "target": int64(1200),
					"rate": int64(97), "score": json.Number("65.4"), "from": "2022-03-01",
				},
				Last: map[string]any{"goal": "수강생 1,000명", "budget_krw": int64(4_426_000_000), "from": "2021-03-01"},
			},
			{
				ID: rowID(2), Item: "up-2", Title: "Ⅰ-1-1 '=동네배움터", Revision: 0,
				Values: map[string]any{"goal": "=1+1 그대로, \"따옴표\" △5.3% ①", "budget_krw": int64(1_234_567), "target": int64(0)},
			},
			{ID: rowID(3), Item: "up-3", Title: "Ⅳ-1-2 빈 행", Values: map[string]any{}},
		},
		Stamp: sheets.Stamp{
			Export: "0190f5a2-7c1e-7a51-9d5e-3f1f9b1f0e01", Cycle: "lifelong-education-plan-2022", Stage: "plans", Form: f.ID,
			Pack: strings.Repeat("ab", 32), Unit: "lifelong-education-division",
		},
	}
	require.NoError(t, s.Stamp.Case.UnmarshalText([]byte("0190f5a2-7c1e-7a51-9d5e-3f1f9b1f0c01")))
	require.NoError(t, s.Seal())
	return s
}

// exported is the sheet as a file.
func exported(t testing.TB, f sheets.Format, s sheets.Sheet) []byte {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, sheets.Export(&out, f, s))
	return out.Bytes()
}

// back reads a file against the sheet it came from.
func back(t testing.TB, data []byte, name string, s sheets.Sheet) (sheets.Content, error) {
	t.Helper()
	f, err := sheets.Read(data, name)
	if err != nil {
		return sheets.Content{}, err
	}
	if f.Format == sheets.XLSX {
		require.Empty(t, f.Stamp.Differs(s.Stamp))
	}
	require.Equal(t, s.Stamp.Export, f.Stamp.Export)
	require.Equal(t, s.Stamp.Hash, f.Stamp.Hash)
	return f.Content(s)
}

func TestAFileThatNobodyTouchedIsNoDifference(t *testing.T) {
	t.Parallel()
	s := sheet(t, form())
	for _, f := range []sheets.Format{sheets.XLSX, sheets.CSV} {
		data := exported(t, f, s)
		content, err := back(t, data, "평생교육과."+string(f), s)
		require.NoError(t, err, f)
		require.Len(t, content.Rows, 3)
		d := sheets.Compare(s, s.Rows, content)
		require.Empty(t, d.Changes, f)
		require.Empty(t, d.Added)
		require.Equal(t, data, exported(t, f, s), "the same sheet is the same file")
	}
}

func TestTheStampFollowsFromWhatTheRowsHold(t *testing.T) {
	t.Parallel()
	s := sheet(t, form())
	was := s.Stamp.Hash
	require.Equal(t, "3 0 0", s.Stamp.Rows)
	s.Rows[2].Values["target"] = int64(1)
	require.NoError(t, s.Seal())
	require.NotEqual(t, was, s.Stamp.Hash)
	other := s.Stamp
	other.Unit = "gangnam-gu"
	require.Equal(t, "부서", other.Differs(s.Stamp))
}

func TestATextThatNoCellHoldsIsNotCutShort(t *testing.T) {
	t.Parallel()
	s := sheet(t, form())
	s.Rows[0].Values["goal"] = strings.Repeat("가", 32_768)
	err := sheets.Export(&bytes.Buffer{}, sheets.XLSX, s)
	require.Equal(t, gov.CodeInvalid, gov.CodeOf(err))
	require.NoError(t, sheets.Export(&bytes.Buffer{}, sheets.CSV, s), "a CSV has no such limit")
}

func TestWhatTheFileLeavesAloneStaysAsItIsNow(t *testing.T) {
	t.Parallel()
	s := sheet(t, form())
	content, err := back(t, exported(t, sheets.XLSX, s), "a.xlsx", s)
	require.NoError(t, err)
	content.Rows[0].Values["target"] = int64(1500)  // the unit changes this
	content.Rows[0].Values["goal"] = "파일의 목표"       // and this, which somebody else changed meanwhile
	delete(content.Rows[0].Values, "rate")          // and clears this
	content.Rows[1].Values["target"] = int64(7)     // somebody else typed the same
	content.Rows[2].Values["goal"] = "없어진 행에 적은 목표" // in a row that is gone
	now := []sheets.Row{
		{ID: rowID(1), Values: map[string]any{
			"change": "new", "goal": "화면의 목표", "budget_krw": int64(1), "target": int64(1200), "rate": int64(97),
		}},
		{ID: rowID(2), Values: map[string]any{"goal": "그대로", "target": int64(7)}},
	}
	d := sheets.Compare(s, now, content)
	got := map[string]sheets.Change{}
	for _, c := range d.Changes {
		require.Equal(t, rowID(1), c.Row)
		got[c.Field.ID] = c
	}
	require.Len(t, got, 3)
	require.Equal(t, int64(1500), got["target"].New)
	require.False(t, got["target"].Conflict)
	require.Nil(t, got["rate"].New)
	require.True(t, got["goal"].Conflict)
	require.Equal(t, "화면의 목표", got["goal"].Present)
	require.Equal(t, 1, d.Conflicts())
	require.Len(t, d.Gone, 1)
	require.Equal(t, 1, d.Rows())
}

func TestAFileNameIsWrittenInOneForm(t *testing.T) {
	t.Parallel()
	nfd := "\u1111\u1167\u11bc\u1109\u1162\u11bc\u1100\u116d\u110b\u1172\u11a8\u1100\u116a"
	require.Equal(t, "평생교육과_시행계획 자료_2022.xlsx", sheets.FileName(nfd, "시행계획/ 자료\u202E", 2022, sheets.XLSX))
	s := sheet(t, form())
	f, err := sheets.Read(exported(t, sheets.CSV, s), nfd+".csv")
	require.NoError(t, err)
	require.Equal(t, "평생교육과.csv", f.Name)
}
