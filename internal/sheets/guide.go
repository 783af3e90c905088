package sheets

import (
	"cmp"
	"fmt"
	"strings"

	"gyeol/policies"
)

// guideLine is one line of the instructions: a heading, or up to four cells.
type guideLine struct {
	heading bool
	cells   []string
}

// guide writes the instructions from the form.
func (b *book) guide() error {
	if err := b.file.SetSheetName(b.file.GetSheetName(0), sheetGuide); err != nil {
		return fmt.Errorf("name sheet: %w", err)
	}
	for i, width := range []float64{22, 16, 20, 80} {
		name := columnName(i)
		if err := b.file.SetColWidth(sheetGuide, name, name, width); err != nil {
			return fmt.Errorf("set width: %w", err)
		}
	}
	for n, l := range b.sheet.guideLines() {
		style := "text"
		if l.heading {
			style = "title"
		}
		id, err := b.style(style)
		if err != nil {
			return err
		}
		for i, text := range l.cells {
			at := address(n+1, i)
			if err := b.file.SetCellStr(sheetGuide, at, escape(text)); err != nil {
				return fmt.Errorf("write the guide: %w", err)
			}
			if err := b.file.SetCellStyle(sheetGuide, at, at, id); err != nil {
				return fmt.Errorf("write the guide: %w", err)
			}
		}
	}
	return nil
}

func (s Sheet) guideLines() []guideLine {
	out := []guideLine{
		{true, []string{s.Collection}},
		{false, []string{"서식", s.Form.Title}},
		{false, []string{"부서", s.Unit}},
		{false, []string{"대상 연도", fmt.Sprintf("%d년", s.AboutYear)}},
	}
	if !s.Due.IsZero() {
		out = append(out, guideLine{false, []string{"제출 기한", s.Due.Korean()}})
	}
	if !s.Legal.IsZero() {
		out = append(out, guideLine{false, []string{"법정 만료일", s.Legal.Korean()}})
	}
	if articles := strings.Join(s.Form.Article, ", "); articles != "" {
		out = append(out, guideLine{false, []string{"근거", articles}})
	}
	out = append(out, guideLine{}, guideLine{true, []string{"적는 방법"}})
	for _, text := range s.howTo() {
		out = append(out, guideLine{false, []string{text}})
	}
	out = append(out, guideLine{}, guideLine{true, []string{"항목"}},
		guideLine{false, []string{"항목", "단위", "필수", "설명"}})
	for _, f := range s.Form.Fields {
		out = append(out, guideLine{false, []string{f.Title, unitOf(f), needOf(f), s.explain(f)}})
	}
	return out
}

// howTo says how the sheet is filled in and handed back.
func (s Sheet) howTo() []string {
	out := []string{}
	if s.Form.Help != "" {
		out = append(out, "· "+s.Form.Help)
	}
	out = append(out,
		"· ‘"+sheetRows+"’ 시트의 흰 칸에 적습니다. 회색 칸(사업, 지난해 값)과 머리글은 고치지 않습니다.",
		"· 수는 쉼표와 단위 없이 적고, 금액은 머리글의 단위에 맞추어 정수로 적습니다. 모르는 값은 0이 아니라 빈칸으로 둡니다.",
		"· 수식, 셀 병합, 행 숨기기, 매크로는 쓰지 않습니다. 그런 파일은 받지 않고 어느 칸인지 알립니다.",
	)
	if n := s.Blank(); n > 0 {
		out = append(out, fmt.Sprintf("· 아래 빈 행에 %d개까지 행을 더할 수 있습니다. 더한 행의 ‘사업’ 칸은 비워 둡니다.", n))
	}
	return append(out,
		"· 다 적은 파일은 저장하여 결의 제출 화면에 올립니다(gyeol collect import). 달라진 내용을 확인하고 적용해야 저장됩니다.",
		"· 파일을 내려받은 뒤 다른 사람이 같은 칸을 고쳤으면 어느 값을 쓸지 묻습니다. 저장한 다음 제출 절차는 따로 밟습니다.",
	)
}

func needOf(f policies.FieldRule) string {
	switch {
	case f.Required:
		return "필수"
	case f.RequiredWhen != "":
		return "조건부 필수"
	}
	return "선택"
}

// explain is what a field takes, in words.
func (s Sheet) explain(f policies.FieldRule) string {
	var parts []string
	if f.Help != "" {
		parts = append(parts, f.Help)
	}
	if len(f.Choices) > 0 {
		parts = append(parts, "고를 수 있는 값: "+strings.Join(f.Titles(), ", ")+".")
	}
	if f.MaxLen > 0 {
		parts = append(parts, fmt.Sprintf("%d자 이하.", f.MaxLen))
	}
	if f.Min != nil || f.Max != nil {
		least, most := f.Bounds()
		parts = append(parts, fmt.Sprintf("%d 이상 %d 이하.", least, most))
	}
	if len(f.Article) > 0 {
		parts = append(parts, "근거: "+strings.Join(f.Article, ", ")+".")
	}
	return cmp.Or(strings.Join(parts, " "), "-")
}
