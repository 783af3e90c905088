package cases

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"gyeol/gov"
	"gyeol/internal/sheets"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// SheetFormat is how a sheet is written: xlsx or csv.
type SheetFormat = sheets.Format

// SheetMost is the largest file that is read, in bytes.
const SheetMost = sheets.MaxFile

// SheetFile is a file that was given out.
type SheetFile struct {
	ID     gov.SheetExportID
	Name   string // in NFC
	Format SheetFormat
	Body   []byte
}

// SheetImport is a file that came back, with what taking it in changes or has changed.
type SheetImport struct {
	ID         gov.SheetImportID `json:"id"`
	Export     gov.SheetExportID `json:"export" doc:"The export of which the file is a copy"`
	Case       gov.CaseID        `json:"case"`
	Title      string            `json:"title" doc:"Of the submission"`
	Unit       gov.UnitID        `json:"unit"`
	UnitName   string            `json:"unit_name"`
	Form       string            `json:"form"`
	File       string            `json:"file" doc:"Its name, in NFC"`
	SHA256     string            `json:"sha256" doc:"Of the file"`
	ExportedOn gov.Date          `json:"exported_on"`
	ImportedOn gov.Date          `json:"imported_on"`
	State      string            `json:"state" enum:"proposed,applied" doc:"Nothing is written before it is applied"`
	AppliedOn  gov.Date          `json:"applied_on,omitzero"`
	AppliedBy  string            `json:"applied_by,omitempty" doc:"Name of whoever applied it"`
	Rows       int               `json:"rows" doc:"Rows that change, added ones among them"`
	Conflicts  int               `json:"conflicts" doc:"Fields that somebody else changed since the export"`
	Changes    []SheetChange     `json:"changes" nullable:"false"`
	Added      []SheetAdded      `json:"added" nullable:"false"`
}

// SheetChange is one field of one row that a file changes. Values are as rows keep them: money in won, choices by
// value, null where blank.
type SheetChange struct {
	Row        gov.RowID       `json:"row"`
	Title      string          `json:"title" doc:"Of the row"`
	Field      string          `json:"field"`
	FieldTitle string          `json:"field_title"`
	Exported   json.RawMessage `json:"exported" doc:"The value when the file was made"`
	Present    json.RawMessage `json:"present" doc:"The value as it stands now, or stood when the file was applied"`
	New        json.RawMessage `json:"new" doc:"The value of the file"`
	Was        string          `json:"was" doc:"The present value as officials read it" example:"-"`
	Becomes    string          `json:"becomes" doc:"The value of the file as officials read it" example:"120백만원"`
	Revision   int32           `json:"revision" doc:"Of the row, with the present value"`
	Conflict   bool            `json:"conflict" doc:"Both changed it: say at apply which value is taken"`
	Taken      string          `json:"taken,omitempty" enum:"file,present" doc:"Once applied: which value was taken"`
}

// SheetAdded is a row that a file adds.
type SheetAdded struct {
	Row    gov.RowID       `json:"row,omitzero" doc:"Of an applied import: the id that the row was given"`
	Line   int             `json:"line" doc:"In the file"`
	Values json.RawMessage `json:"values" doc:"An object: fields of the form by name"`
}

// sheetRecord is what is kept of an export: all that the file was written from but the form, which is in the pack.
type sheetRecord struct {
	Collection string       `json:"collection"`
	Unit       string       `json:"unit"`
	AboutYear  int          `json:"about_year"`
	Due        gov.Date     `json:"due"`
	Legal      gov.Date     `json:"due_legal,omitzero"` // none in the record of an export from before it was kept
	Stamp      sheets.Stamp `json:"stamp"`
	Rows       []recordRow  `json:"rows"`
}

// recordRow is a row as it stood when it was exported.
type recordRow struct {
	ID       gov.RowID       `json:"id"`
	Item     string          `json:"item"`
	Title    string          `json:"title"`
	Revision int32           `json:"revision"`
	Data     json.RawMessage `json:"data"`
	Last     json.RawMessage `json:"last,omitempty"`
}

// sheet is the record as it was written into the file.
func (r sheetRecord) sheet(form policies.FormRule) sheets.Sheet {
	s := sheets.Sheet{
		Form: form, Collection: r.Collection, Unit: r.Unit, AboutYear: r.AboutYear, Due: r.Due, Legal: r.Legal,
		Stamp: r.Stamp,
		Rows:  make([]sheets.Row, len(r.Rows)),
	}
	for i, row := range r.Rows {
		s.Rows[i] = sheets.Row{
			ID: row.ID, Item: row.Item, Title: row.Title, Revision: row.Revision, Values: valuesOf(form, row.Item, row.Data),
			Last: valuesOf(form, row.Item, row.Last),
		}
	}
	return s
}

// sheetRows are rows as a sheet holds them.
func sheetRows(form policies.FormRule, rows []Row) []sheets.Row {
	out := make([]sheets.Row, len(rows))
	for i, r := range rows {
		out[i] = sheets.Row{
			ID: r.ID, Item: r.Item, Title: r.Title, Revision: r.Revision, Values: valuesOf(form, r.Item, r.Data),
			Last: valuesOf(form, r.Item, r.Last),
		}
	}
	return out
}

// valuesOf reads what is stored in a row. What does not fit the form is left out: it is neither shown nor changed.
func valuesOf(form policies.FormRule, item string, data json.RawMessage) map[string]any {
	if len(data) == 0 {
		return map[string]any{}
	}
	fields, _ := policies.ReadRow(form, item, data)
	if fields.Values == nil {
		return map[string]any{}
	}
	return fields.Values
}

// sheetCase is a submission with the form that it follows.
type sheetCase struct {
	db.SheetCaseRow

	form policies.FormRule
}

// sheetCase reads a submission that concerns the viewer; one that does not is not there.
func (r reading) sheetCase(ctx context.Context, id gov.CaseID) (sheetCase, error) {
	c, err := r.followed(ctx, id)
	if err != nil {
		return sheetCase{}, err
	}
	if c.Kind != gov.CaseSubmission {
		return sheetCase{}, gov.ErrNotFound
	}
	out := sheetCase{}
	if out.SheetCaseRow, err = r.q.SheetCase(ctx, id); err != nil {
		return out, err
	}
	out.form, err = r.s.formOf(ctx, r.q, out.Submission, out.CaseFile.PackHash)
	return out, err
}

// pack is the hash of the pack whose form the submission follows.
func (c sheetCase) pack() []byte {
	if len(c.Submission.FormPack) > 0 {
		return c.Submission.FormPack
	}
	return c.CaseFile.PackHash
}

// form reads a form in the wording of a pack.
func (r reading) form(ctx context.Context, hash []byte, id string) (policies.FormRule, error) {
	p, err := r.s.rules.Of(ctx, r.q, hash)
	if err != nil {
		return policies.FormRule{}, err
	}
	form, ok := p.Form(id)
	if !ok {
		return form, noRule("form", id)
	}
	return form, nil
}

// open refuses whoever wants to fill in what can no longer be filled in: the unit has been abolished, or the submission
// is in a state in which no row is saved.
func (c sheetCase) open(today gov.Date) error {
	if !c.UnitUntil.IsZero() && c.UnitUntil.Before(today) {
		e := gov.Refusef(gov.CodeActNotOpen, "%[1]s은(는) %[2]s까지 있던 부서입니다. 업무를 이어받은 부서의 제출로 옮겨 적도록 총괄부서에 문의하십시오.",
			"the unit %[1]s existed until %[3]s; ask the coordinator which unit took over", c.UnitName,
			c.UnitUntil.Korean(), c.UnitUntil)
		e.State = c.CaseFile.State
		return e
	}
	m := policies.MachineOf(gov.CaseSubmission)
	if !m.MayContribute(c.CaseFile.State, gov.VerbSaveRow) {
		return notOpen(m, c.CaseFile.State, gov.VerbSaveRow)
	}
	return nil
}

// names is what the submission is, for a sentence.
func (c sheetCase) names() string {
	return c.UnitName + "의 ‘" + c.StageTitle + "’(" + c.Cycle + ")"
}

// sheetRefusal puts the faults of a file into a refusal that names each cell. The record keeps the places alone.
func sheetRefusal(err error) error {
	faults := sheets.Faults(err)
	if len(faults) == 0 {
		return err
	}
	e := gov.Refusef(gov.CodeInvalid, "파일을 받지 않았습니다. 표시된 %d곳을 고쳐 다시 올리십시오. 아무것도 저장되지 않았습니다.",
		"the file was not taken in: %d faults; nothing was written", len(faults))
	if len(faults) == 1 && faults[0].Sheet == "" {
		e.Detail = faults[0].Text
	}
	if faults[0].Rule == "sheet/too-large" {
		e.Code = gov.CodeTooLarge
	}
	for _, f := range faults {
		reason := gov.Reason{Rule: f.Rule, Text: f.String(), English: strings.TrimPrefix(f.Rule, "sheet/") + " at " + f.Cell}
		if f.Sheet != "" {
			reason.Field = "/" + pointer(f.Sheet) + "/" + pointer(f.Cell)
		}
		e.Reasons = append(e.Reasons, reason)
	}
	return e
}

// pointer escapes a part of a JSON Pointer.
func pointer(s string) string { return strings.NewReplacer("~", "~0", "/", "~1").Replace(s) }

// sheetFault refuses a whole file for what it is a copy of.
func sheetFault(rule, korean, english string, args ...any) error {
	e := gov.Refusef(gov.CodeInvalid, korean, english, args...)
	e.Reasons = []gov.Reason{{Rule: "sheet/" + rule, Text: e.Detail, English: e.English}}
	return e
}

// readRecord reads the record of an export with its form.
func (r reading) readRecord(ctx context.Context, e db.SheetExport) (sheets.Sheet, error) {
	var record sheetRecord
	if err := json.Unmarshal(e.Content, &record); err != nil {
		return sheets.Sheet{}, fmt.Errorf("read export %s: %w", e.ID, err)
	}
	form, err := r.form(ctx, e.PackHash, record.Stamp.Form)
	return record.sheet(form), err
}

// mostKept is how much of a file is kept, in bytes of JSON; the schema holds to a third more.
const mostKept = 12 << 20

// keepable refuses what is more than a submission ever says.
func keepable(raw json.RawMessage) error {
	if len(raw) <= mostKept {
		return nil
	}
	return gov.Refusef(gov.CodeTooLarge, "글의 양이 너무 많습니다(%[1]dMB, 최대 %[2]dMB). 긴 글은 붙임으로 돌리고 줄여 적으십시오.",
		"the text is %[1]d MB, at most %[2]d MB", len(raw)>>20, mostKept>>20)
}

// once does a request of a key one time and gives the id of what came of it, then and whenever it is repeated.
func (s *Service) once(ctx context.Context, tx *store.Tx, key keyed, do func() (string, error)) (string, error) {
	if err := tx.Read.LockKey(ctx, key.id); err != nil {
		return "", err
	}
	if id, done, err := key.kept(ctx, tx.Read); done || err != nil {
		return id, err
	}
	return do()
}

// isNotFound reports whether a query found nothing.
func isNotFound(err error) bool { return errors.Is(store.Interpret(err), gov.ErrNotFound) }
