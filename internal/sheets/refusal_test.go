package sheets_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/korean"

	"gyeol/internal/sheets"
	"gyeol/policies"
)

// edited is a workbook that somebody worked on.
func edited(t testing.TB, data []byte, edit func(t testing.TB, f *excelize.File)) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	require.NoError(t, err)
	edit(t, f)
	var out bytes.Buffer
	require.NoError(t, f.Write(&out))
	require.NoError(t, f.Close())
	return out.Bytes()
}

// set writes values into cells of the rows, whatever stood there.
func set(pairs ...any) func(t testing.TB, f *excelize.File) {
	return func(t testing.TB, f *excelize.File) {
		t.Helper()
		for i := 0; i < len(pairs); i += 2 {
			require.NoError(t, f.SetCellValue("작성", fmt.Sprint(pairs[i]), pairs[i+1]))
		}
	}
}

// repacked is the archive with parts replaced, added or, where nil, left out.
func repacked(t testing.TB, data []byte, parts map[string][]byte) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	require.NoError(t, err)
	var buf bytes.Buffer
	out := zip.NewWriter(&buf)
	for _, p := range in.File {
		if _, replaced := parts[p.Name]; !replaced {
			require.NoError(t, out.Copy(p))
		}
	}
	for name, raw := range parts {
		if raw == nil {
			continue
		}
		w, err := out.Create(name)
		require.NoError(t, err)
		_, err = w.Write(raw)
		require.NoError(t, err)
	}
	require.NoError(t, out.Close())
	return buf.Bytes()
}

// part is the content of one part of an archive.
func part(t testing.TB, data []byte, name string) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	require.NoError(t, err)
	r, err := in.Open(name)
	require.NoError(t, err)
	raw, err := io.ReadAll(r)
	require.NoError(t, err)
	return raw
}

// The columns of the sample: A id, B title, C change, D goal, E goal last year, F budget, G budget last year, H target,
// I rate, J score, K from, L from last year. Rows begin in line 3.

// refusals are edits that a careful import tells of, with the place and a word of the sentence.
var refusals = []struct {
	name             string
	edit             func(t testing.TB, f *excelize.File)
	rule, cell, text string
}{
	{"a decimal point for a comma", set("F3", 59.966), "decimal", "F3", "쉼표 자리에 점"},
	{"a decimal in a count", set("H3", 1.5), "decimal", "H3", "소수 ‘1.5’"},
	{"text in a number cell", set("H3", "약 1200명"), "text-number", "H3", "글자 ‘약 1200명’"},
	{"a number kept as text", set("F3", "59,966"), "text-number", "F3", "쉼표·단위"},
	{"a truth value", set("H3", true), "number", "H3", "수가 아닙니다"},
	{"a number too large", set("F3", 9e14), "bounds", "F3", "너무 큰 수"},
	{"a number beyond its bounds", set("H3", 1_000_001), "form", "H3", "1000000 이하"},
	{"a negative amount", set("F3", -1), "form", "F3", "0 이상"},
	{"too many decimals", set("J3", 65.431), "form", "J3", "2자리"},
	{"a word that is no choice", set("C3", "변경"), "choice", "C3", "신규, 계속"},
	{"a date that is none", set("K3", "3월 초"), "date", "K3", "2024-03-01"},
	{"a day with a time", set("K3", 44621.5), "date", "K3", "날짜가 아닙니다"},
	{"an impossible day", set("K3", "2022-02-30"), "date", "K3", "날짜가 아닙니다"},
	{"too long a text", set("D3", strings.Repeat("가", 1001)), "form", "D3", "1000자 이하"},
	{"a direction mark", set("D3", "목표\u202E표목"), "form", "D3", "제어 문자"},
	{"a control character", set("D3", "목표\u007F"), "form", "D3", "제어 문자"},
	{"a changed name of a project", set("B3", "Ⅱ-3-1 시민학위"), "identity", "B3", "되돌리십시오"},
	{"a changed value of last year", set("G3", 1), "identity", "G3", "지난해 값"},
	{"a changed row id", set("A3", "0190f5a2-7c1e-7a51-9d5e-3f1f9b1f0fff"), "identity", "A3", "내보낸 적이 없는"},
	{"a row id that is none", set("A3", "1"), "identity", "A3", "내보낸 적이 없는"},
	{
		"the same row twice", set("A4", "0190f5a2-7c1e-7a51-9d5e-3f1f9b1f0001", "B4", "Ⅱ-3-1 시민학위제"),
		"duplicate", "A4", "A3",
	},
	{"a row that the form does not take", set("D6", "새 사업"), "added", "A6", "행을 더할 수 없습니다"},
	{"a value beside the table", set("P3", "메모"), "outside", "P3", "표 밖"},
	{"a changed heading", set("D1", "목표"), "head", "D1", "추진목표"},
	{"a formula", func(t testing.TB, f *excelize.File) {
		t.Helper()
		require.NoError(t, f.SetCellFormula("작성", "F3", "SUM(F4:F5)"))
	}, "formula", "F3", "수식을 지우고"},
	{"a formula under a heading", func(t testing.TB, f *excelize.File) {
		t.Helper()
		require.NoError(t, f.SetCellFormula("작성", "B3", "B4"))
	}, "identity", "B3", "되돌리십시오"},
	{"merged cells", func(t testing.TB, f *excelize.File) {
		t.Helper()
		require.NoError(t, f.MergeCell("작성", "D3", "D4"))
	}, "merged", "D3:D4", "병합을 풀고"},
	{"a hidden row", func(t testing.TB, f *excelize.File) {
		t.Helper()
		require.NoError(t, f.SetRowVisible("작성", 4, false))
		set("H4", 99)(t, f)
	}, "hidden", "4행", "숨긴 행"},
	{"a hidden column", func(t testing.TB, f *excelize.File) {
		t.Helper()
		require.NoError(t, f.SetColVisible("작성", "H", false))
	}, "hidden", "H열", "목표값"},
	{"a deleted row", func(t testing.TB, f *excelize.File) {
		t.Helper()
		require.NoError(t, f.RemoveRow("작성", 4))
	}, "missing", "", "동네배움터"},
	{"a deleted column", func(t testing.TB, f *excelize.File) {
		t.Helper()
		require.NoError(t, f.RemoveCol("작성", "H"))
	}, "head", "H1", "목표값"},
	{"another name of the sheet", func(t testing.TB, f *excelize.File) {
		t.Helper()
		require.NoError(t, f.SetSheetName("작성", "작성본"))
	}, "sheet", "", "‘작성’ 시트가 없습니다"},
}

func TestWhatDoesNotFitIsToldWithItsCell(t *testing.T) {
	t.Parallel()
	s := sheet(t, form())
	data := exported(t, sheets.XLSX, s)
	for _, c := range refusals {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := back(t, edited(t, data, c.edit), "평생교육과.xlsx", s)
			told := false
			for _, f := range sheets.Faults(err) {
				told = told || (f.Rule == "sheet/"+c.rule && f.Cell == c.cell && strings.Contains(f.Text, c.text))
			}
			require.True(t, told, "%v", err)
		})
	}
}

func TestAllFaultsAreToldAtOnce(t *testing.T) {
	t.Parallel()
	s := sheet(t, form())
	_, err := back(t, edited(t, exported(t, sheets.XLSX, s), set("F3", 59.966, "H4", "많이", "C5", "모름")), "a.xlsx", s)
	var cells []string
	for _, f := range sheets.Faults(err) {
		cells = append(cells, f.Cell)
		require.Equal(t, "작성", f.Sheet)
	}
	require.Equal(t, []string{"F3", "H4", "C5"}, cells)
}

// TestWhatPeopleRightlyDoIsTakenIn: other programs, other calendars, sorted rows, unlocked sheets.
func TestWhatPeopleRightlyDoIsTakenIn(t *testing.T) {
	t.Parallel()
	s := sheet(t, form())
	data := edited(t, exported(t, sheets.XLSX, s), func(t testing.TB, f *excelize.File) {
		t.Helper()
		require.NoError(t, f.UnprotectSheet("작성"))
		set("C5", "신규", "D5", "새 목표\r\n둘째 줄", "F5", 120, "H5", 1200.0, "I5", 0, "J5", 65.40, "K5", "2022. 3. 1.",
			"F3", nil, "K3", 44622)(t, f)
	})
	content, err := back(t, data, "a.xlsx", s)
	require.NoError(t, err)
	got := map[string]any{}
	for _, c := range sheets.Compare(s, s.Rows, content).Changes {
		got[c.Row.String()[33:]+"/"+c.Field.ID] = c.New
	}
	require.Equal(t, map[string]any{
		"001/budget_krw": nil, "001/from": "2022-03-02",
		"003/change": "new", "003/goal": "새 목표\n둘째 줄", "003/budget_krw": int64(120_000_000), "003/target": int64(1200),
		"003/rate": int64(0), "003/score": content.Rows[2].Values["score"], "003/from": "2022-03-01",
	}, got)
	in1904 := bytes.Replace(part(t, data, "xl/workbook.xml"), []byte("<workbookPr "),
		[]byte(`<workbookPr date1904="1" `), 1)
	require.Contains(t, string(in1904), "date1904=\"1\"")
	content, err = back(t, repacked(t, data, map[string][]byte{"xl/workbook.xml": in1904}), "a.xlsx", s)
	require.ErrorContains(t, err, "지난해 값", "the read-only date moved by four years as well: %v", content)
}

func TestRowsMayBeAddedWhereTheFormGrows(t *testing.T) {
	t.Parallel()
	f := form()
	f.Grows, f.Most = true, 5
	s := sheet(t, f)
	data := exported(t, sheets.XLSX, s)
	content, err := back(t, edited(t, data, set("D6", "새 사업", "F7", 3)), "a.xlsx", s)
	require.NoError(t, err)
	require.Len(t, content.Added, 2)
	require.Equal(t, map[string]any{"goal": "새 사업"}, content.Added[0].Values)
	require.Equal(t, map[string]any{"budget_krw": int64(3_000_000)}, content.Added[1].Values)
	_, err = back(t, edited(t, data, set("D6", "가", "D7", "나", "D8", "다")), "a.xlsx", s)
	require.ErrorContains(t, err, "5개까지")
	_, err = back(t, edited(t, data, set("B6", "제목", "D6", "가")), "a.xlsx", s)
	require.ErrorContains(t, err, "비워 두십시오")
	_, err = back(t, edited(t, data, set("H6", "많이")), "a.xlsx", s)
	require.ErrorContains(t, err, "H6")
}

// TestAFileIsRefusedAsAWhole: what it is, before what it says.
func TestAFileIsRefusedAsAWhole(t *testing.T) {
	t.Parallel()
	s := sheet(t, form())
	data := exported(t, sheets.XLSX, s)
	types := part(t, data, "[Content_Types].xml")
	macro := bytes.Replace(types, []byte("sheet.main+xml"), []byte("sheet.macroEnabled.main+xml"), 1)
	with := func(name string, raw []byte) []byte { return repacked(t, data, map[string][]byte{name: raw}) }
	unstamped := edited(t, data, func(t testing.TB, f *excelize.File) {
		t.Helper()
		require.NoError(t, f.DeleteSheet("_gyeol"))
	})
	zeros := make([]byte, 60<<20)
	for name, c := range map[string]struct {
		data       []byte
		file, rule string
	}{
		"50 MB":                {zeros[:50<<20], "a.xlsx", "too-large"},
		"nothing":              {nil, "a.xlsx", "empty"},
		"a macro workbook":     {data, "a.XLSM", "macro"},
		"a macro inside":       {with("xl/vbaProject.bin", []byte{1}), "a.xlsx", "macro"},
		"an old macro sheet":   {with("xl/macrosheets/sheet1.xml", []byte{1}), "a.xlsx", "macro"},
		"a macro by its type":  {with("[Content_Types].xml", macro), "a.xlsx", "macro"},
		"a link to a file":     {with("xl/externalLinks/externalLink1.xml", []byte{1}), "a.xlsx", "external"},
		"a data connection":    {with("xl/connections.xml", []byte{1}), "a.xlsx", "external"},
		"an embedded object":   {with("xl/embeddings/oleObject1.bin", []byte{1}), "a.xlsx", "embedded"},
		"a zip bomb":           {with("xl/media/image1.png", zeros), "a.xlsx", "bomb"},
		"a smaller zip bomb":   {with("xl/worksheets/sheet9.xml", zeros[:20<<20]), "a.xlsx", "bomb"},
		"an old format":        {[]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), "a.xls", "old-format"},
		"a broken archive":     {data[:len(data)/2], "a.xlsx", "damaged"},
		"no workbook":          {with("xl/workbook.xml", nil), "a.xlsx", "damaged"},
		"broken strings":       {with("xl/sharedStrings.xml", []byte("<sst><si><t>")), "a.xlsx", "damaged"},
		"no stamp":             {unstamped, "a.xlsx", "stamp"},
		"a CSV of others":      {[]byte("가,나\n1,2\n"), "a.csv", "stamp"},
		"UTF-16":               {[]byte("\xFF\xFEg\x00"), "a.csv", "encoding"},
		"bytes of no encoding": {[]byte("gyeol-sheet-1,\xFF\xFF"), "a.csv", "encoding"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := sheets.Read(c.data, c.file)
			faults := sheets.Faults(err)
			require.Len(t, faults, 1, "%v", err)
			require.Equal(t, "sheet/"+c.rule, faults[0].Rule, faults[0].Text)
			require.True(t, strings.HasSuffix(faults[0].Text, "."), faults[0].Text)
		})
	}
}

// lying is an archive whose directory says that a part is small.
func lying(t testing.TB, data []byte) []byte {
	t.Helper()
	const name = "xl/sharedStrings.xml"
	big := repacked(t, data, map[string][]byte{name: bytes.Repeat([]byte("<si><t>0123456789</t></si>"), 3<<20)})
	in, err := zip.NewReader(bytes.NewReader(big), int64(len(big)))
	require.NoError(t, err)
	var buf bytes.Buffer
	out := zip.NewWriter(&buf)
	for _, p := range in.File {
		raw, err := p.OpenRaw()
		require.NoError(t, err)
		h := p.FileHeader
		if p.Name == name {
			h.UncompressedSize64 = 900_000
		}
		w, err := out.CreateRaw(&h)
		require.NoError(t, err)
		_, err = io.Copy(w, raw)
		require.NoError(t, err)
	}
	require.NoError(t, out.Close())
	return buf.Bytes()
}

func TestAnArchiveThatLiesAboutItsSizeIsNotUnpacked(t *testing.T) {
	t.Parallel()
	data := lying(t, exported(t, sheets.XLSX, sheet(t, form())))
	require.Less(t, len(data), sheets.MaxFile)
	_, err := sheets.Read(data, "a.xlsx")
	require.NotEmpty(t, sheets.Faults(err), "%v", err)
}

// TestFarCellsTakeNoRoom: a reader that makes room for what lies between would need 80 million cells here.
func TestFarCellsTakeNoRoom(t *testing.T) {
	t.Parallel()
	s := sheet(t, form())
	data := exported(t, sheets.XLSX, s)
	var far bytes.Buffer
	for i := range 5000 {
		fmt.Fprintf(&far, `<row r="%d"><c r="XFD%[1]d" t="inlineStr"><is><t>멀리</t></is></c></row>`, 1_000_000+i)
	}
	const name, end = "xl/worksheets/sheet2.xml", "</sheetData>"
	rows := part(t, data, name)
	require.Contains(t, string(rows), "<v>59966</v>")
	rows = bytes.Replace(rows, []byte(end), append(far.Bytes(), end...), 1)
	_, err := back(t, repacked(t, data, map[string][]byte{name: rows}), "a.xlsx", s)
	require.Len(t, sheets.Faults(err), 200)
	require.ErrorContains(t, err, "XFD1000000: 표 밖")
}

// TestAnEscapedControlCharacterIsSeen: a workbook writes what XML cannot hold as _xHHHH_.
func TestAnEscapedControlCharacterIsSeen(t *testing.T) {
	t.Parallel()
	s := sheet(t, form())
	data := edited(t, exported(t, sheets.XLSX, s), set("D3", "여기에 넣는다"))
	const name = "xl/sharedStrings.xml"
	raw := bytes.Replace(part(t, data, name), []byte("여기에"), []byte("여기_x0007_에"), 1)
	_, err := back(t, repacked(t, data, map[string][]byte{name: raw}), "a.xlsx", s)
	require.ErrorContains(t, err, "제어 문자")
	raw = bytes.Replace(raw, []byte("<t>여기_x0007_에"), []byte("<r><t>여기_x005F_x0007_에"), 1)
	raw = bytes.Replace(raw, []byte("넣는다</t>"), []byte("넣는다</t></r><rPh sb=\"0\" eb=\"1\"><t>독음</t></rPh>"), 1)
	content, err := back(t, repacked(t, data, map[string][]byte{name: raw}), "a.xlsx", s)
	require.NoError(t, err)
	require.Equal(t, "여기_x0007_에 넣는다", content.Rows[0].Values["goal"])
}

func TestACSVIsHeldToTheSameRules(t *testing.T) {
	t.Parallel()
	s := sheet(t, form())
	text := string(exported(t, sheets.CSV, s))
	require.True(t, strings.HasPrefix(text, "\uFEFFgyeol-sheet-1,"))
	require.Contains(t, text, `"'=1+1 그대로, ""따옴표"" △5.3% ①"`, "no text begins like a formula")
	for name, c := range map[string]struct{ old, now, rule, cell string }{
		"a decimal":        {",59966,", ",59.966,", "sheet/decimal", "4행 6열"},
		"a comma":          {",59966,", `,"59,966",`, "sheet/number", "4행 6열"},
		"lost digits":      {",59966,", ",5.9E+04,", "sheet/number", "4행 6열"},
		"a changed name":   {"시민학위제", "시민학위", "sheet/identity", "4행 2열"},
		"a lost quote":     {`"'=1+1`, `'=1+"1`, "sheet/csv", ""},
		"a changed head":   {"목표값", "목표", "sheet/head", "2행 8열"},
		"a lost row":       {s.Rows[2].ID.String(), "", "sheet/missing", ""},
		"a foreign choice": {",계속,", ",변경,", "sheet/choice", "4행 3열"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := back(t, []byte(strings.Replace(text, c.old, c.now, 1)), "a.csv", s)
			told := false
			for _, f := range sheets.Faults(err) {
				told = told || (f.Rule == c.rule && (c.cell == "" || f.Cell == c.cell))
			}
			require.True(t, told, "%v", err)
		})
	}
	changed := strings.Replace(text, ",59966,", ",60000,", 1)
	content, err := back(t, []byte(changed), "a.csv", s)
	require.NoError(t, err)
	require.Equal(t, int64(60_000_000_000), sheets.Compare(s, s.Rows, content).Changes[0].New)
}

func TestACSVMayBeInTheCodePageOfKoreanSpreadsheets(t *testing.T) {
	t.Parallel()
	s := sheet(t, form())
	text := strings.TrimPrefix(string(exported(t, sheets.CSV, s)), "\uFEFF")
	cp949, err := korean.EUCKR.NewEncoder().String(strings.Replace(text, "만족도 향상", "똠방각하도 웃는다", 1))
	require.NoError(t, err)
	content, err := back(t, []byte(cp949), "a.csv", s)
	require.NoError(t, err)
	changes := sheets.Compare(s, s.Rows, content).Changes
	require.Len(t, changes, 1)
	require.Equal(t, "수강생 1,200명\n똠방각하도 웃는다", changes[0].New)
}

func TestDecomposedHangulIsTheSameText(t *testing.T) {
	t.Parallel()
	s := sheet(t, policies.FormRule{ID: "x", Title: "x", Fields: form().Fields[:2]})
	nfd := "\u1100\u1161\u11a8"
	s.Rows = []sheets.Row{{ID: rowID(1), Title: "각", Values: map[string]any{"goal": "각"}}}
	require.NoError(t, s.Seal())
	data := edited(t, exported(t, sheets.XLSX, s), set("B3", nfd, "D3", nfd))
	content, err := back(t, data, "a.xlsx", s)
	require.NoError(t, err)
	require.Empty(t, sheets.Compare(s, s.Rows, content).Changes)
}
