package sheets

import (
	"fmt"

	"github.com/xuri/excelize/v2"

	"gyeol/policies"
)

// choices writes the words that people choose from onto a sheet of their own: a list inside a rule may have 255
// characters and no comma.
func (b *book) choices() error {
	if _, err := b.file.NewSheet(sheetChoices); err != nil {
		return fmt.Errorf("make sheet: %w", err)
	}
	for i, f := range b.sheet.Form.Fields {
		for n, title := range f.Titles() {
			if err := b.file.SetCellStr(sheetChoices, address(n+1, i), escape(title)); err != nil {
				return fmt.Errorf("write choices: %w", err)
			}
		}
	}
	if err := b.file.SetSheetVisible(sheetChoices, false); err != nil {
		return fmt.Errorf("hide the choices: %w", err)
	}
	return nil
}

// validate lets the spreadsheet itself tell what does not fit, while it is typed.
func (b *book) validate() error {
	last := headLines + len(b.sheet.Rows) + b.sheet.Blank()
	if last == headLines {
		return nil
	}
	for i, c := range b.columns {
		if c.kind != columnValue {
			continue
		}
		rule := excelize.NewDataValidation(true)
		rule.SetSqref(fmt.Sprintf("%s:%s", address(headLines+1, i), address(last, i)))
		said, err := b.constrain(rule, c.field)
		if err != nil {
			return fmt.Errorf("constrain %s: %w", c.field.ID, err)
		}
		if said == "" {
			continue
		}
		rule.SetError(excelize.DataValidationErrorStyleStop, "서식에 맞지 않습니다", said)
		if err := b.file.AddDataValidation(sheetRows, rule); err != nil {
			return fmt.Errorf("constrain %s: %w", c.field.ID, err)
		}
	}
	return nil
}

// constrain says what a field takes, to the spreadsheet and in Korean; "" where it takes anything.
func (b *book) constrain(rule *excelize.DataValidation, f policies.FieldRule) (string, error) {
	least, most := f.Bounds()
	switch f.Type {
	case policies.FieldChoice:
		if len(f.Choices) == 0 {
			return "", nil
		}
		i := 0
		for b.sheet.Form.Fields[i].ID != f.ID {
			i++
		}
		rule.SetSqrefDropList(fmt.Sprintf("%s!$%s$1:$%s$%d", sheetChoices, columnName(i), columnName(i), len(f.Choices)))
		return "목록에서 고르십시오.", nil
	case policies.FieldMoney:
		factor := f.EntryFactor()
		return fmt.Sprintf("%s 단위의 정수로 적으십시오.", unitOf(f)), whole(rule, least/factor, most/factor)
	case policies.FieldInteger, policies.FieldPercent:
		return fmt.Sprintf("%d 이상 %d 이하의 정수로 적으십시오.", least, most), whole(rule, least, most)
	case policies.FieldDecimal:
		err := rule.SetRange(float64(least), float64(most), excelize.DataValidationTypeDecimal,
			excelize.DataValidationOperatorBetween)
		return fmt.Sprintf("%d 이상 %d 이하의 수로, 소수점 아래 %d자리까지 적으십시오.", least, most, f.Digits), err
	case policies.FieldDate:
		return "날짜를 2024-03-01과 같이 적으십시오.", rule.SetRange(firstSerial, lastSerial,
			excelize.DataValidationTypeDate, excelize.DataValidationOperatorBetween)
	case policies.FieldText:
		if f.MaxLen == 0 {
			return "", nil
		}
		return fmt.Sprintf("%d자 이하로 적으십시오.", f.MaxLen), rule.SetRange(0, f.MaxLen,
			excelize.DataValidationTypeTextLength, excelize.DataValidationOperatorBetween)
	}
	return "", nil
}

func whole(rule *excelize.DataValidation, least, most int64) error {
	return rule.SetRange(float64(least), float64(most), excelize.DataValidationTypeWhole,
		excelize.DataValidationOperatorBetween)
}

// protect locks what is no entry. There is no password: it guards against slips, and the import against the rest.
func (b *book) protect() error {
	for _, name := range []string{sheetRows, sheetGuide, sheetChoices} {
		if err := b.file.ProtectSheet(name, &excelize.SheetProtectionOptions{
			SelectLockedCells: true, SelectUnlockedCells: true, FormatColumns: true, FormatRows: true,
		}); err != nil {
			return fmt.Errorf("protect %s: %w", name, err)
		}
	}
	return nil
}

// look sets widths, the head that stays in sight, and how the table is printed.
func (b *book) look() error {
	last := address(headLines+len(b.sheet.Rows)+b.sheet.Blank(), len(b.columns)-1)
	if err := b.file.SetSheetDimension(sheetRows, "A1:"+last); err != nil {
		return fmt.Errorf("set dimension: %w", err)
	}
	for i, c := range b.columns {
		name := columnName(i)
		if err := b.file.SetColWidth(sheetRows, name, name, widthOf(c)); err != nil {
			return fmt.Errorf("set width: %w", err)
		}
	}
	if err := b.file.SetColVisible(sheetRows, columnName(0), false); err != nil {
		return fmt.Errorf("hide row ids: %w", err)
	}
	if err := b.file.SetPanes(sheetRows, &excelize.Panes{
		Freeze: true, XSplit: 2, YSplit: headLines, TopLeftCell: address(headLines+1, 2), ActivePane: "bottomRight",
	}); err != nil {
		return fmt.Errorf("freeze head: %w", err)
	}
	const a4 = 9
	size, wide, tall, landscape := a4, 1, 0, "landscape"
	if err := b.file.SetPageLayout(sheetRows, &excelize.PageLayoutOptions{
		Size: &size, Orientation: &landscape, FitToWidth: &wide, FitToHeight: &tall,
	}); err != nil {
		return fmt.Errorf("set page: %w", err)
	}
	fit := true
	if err := b.file.SetSheetProps(sheetRows, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return fmt.Errorf("set page: %w", err)
	}
	if err := b.file.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Titles", RefersTo: fmt.Sprintf("%s!$1:$%d", sheetRows, headLines), Scope: sheetRows,
	}); err != nil {
		return fmt.Errorf("repeat head: %w", err)
	}
	return nil
}

func widthOf(c column) float64 {
	switch {
	case c.kind == columnTitle:
		return 34
	case c.kind == columnID:
		return 10
	case c.field.Type == policies.FieldText && c.field.MaxLen > 200:
		return 48
	case c.field.Type == policies.FieldText, c.field.Type == policies.FieldChoice:
		return 20
	}
	return 15
}
