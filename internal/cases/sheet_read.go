package cases

import (
	"context"
	"encoding/json"
	"fmt"

	"gyeol/gov"
	"gyeol/internal/sheets"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// SheetImport reads a file that came back: what it would change as things stand, or what it has changed.
func (s *Service) SheetImport(ctx context.Context, actor Actor, id gov.SheetImportID) (SheetImport, error) {
	return s.sheetImport(ctx, actor, id.String())
}

func (s *Service) sheetImport(ctx context.Context, actor Actor, text string) (SheetImport, error) {
	r, err := s.read(ctx, actor)
	if err != nil {
		return SheetImport{}, err
	}
	id, err := gov.ParseID[struct{}](text)
	if err != nil {
		return SheetImport{}, err
	}
	row, err := r.q.GetSheetImport(ctx, gov.SheetImportID(id))
	if err != nil {
		return SheetImport{}, store.Interpret(err)
	}
	c, err := r.sheetCase(ctx, row.SheetImport.CaseID)
	if err != nil {
		return SheetImport{}, store.Interpret(err)
	}
	out := c.imported(row)
	applied, err := r.q.SheetApplied(ctx, out.ID)
	if err != nil {
		return out, store.Interpret(err)
	}
	if len(applied) > 0 {
		return out, out.tellApplied(applied[0])
	}
	p, err := r.proposal(ctx, row)
	if err != nil {
		return out, store.Interpret(err)
	}
	rows, err := readRows(ctx, r.q, out.Case, c.form)
	if err != nil {
		return out, store.Interpret(err)
	}
	return out, out.tell(p.sheet, rows, sheets.Compare(p.sheet, sheetRows(c.form, rows), p.content))
}

func (c sheetCase) imported(row db.GetSheetImportRow) SheetImport {
	i := row.SheetImport
	return SheetImport{
		ID: i.ID, Export: i.ExportID, Case: i.CaseID, Title: c.CaseFile.Title, Unit: c.CaseFile.UnitID,
		UnitName: c.UnitName, Form: c.form.ID, File: i.FileName, SHA256: hex(i.FileHash),
		ExportedOn: row.SheetExport.ExportedOn, ImportedOn: i.ImportedOn, State: "proposed",
		Changes: []SheetChange{}, Added: []SheetAdded{},
	}
}

// applied is what is kept of an import that was taken in.
type applied struct {
	Changes []SheetChange `json:"changes"`
	Added   []SheetAdded  `json:"added"`
}

func (i *SheetImport) tellApplied(row db.SheetAppliedRow) error {
	var done applied
	if err := json.Unmarshal(row.Changes, &done); err != nil {
		return fmt.Errorf("read what import %s changed: %w", i.ID, err)
	}
	i.State, i.AppliedOn, i.AppliedBy = "applied", row.AppliedOn, row.Person
	i.Changes, i.Added = some(done.Changes), some(done.Added)
	rows := map[gov.RowID]bool{}
	for _, c := range i.Changes {
		if c.Taken == takeFile {
			rows[c.Row] = true
		}
		if c.Conflict {
			i.Conflicts++
		}
	}
	i.Rows = len(rows) + len(i.Added)
	return nil
}

// tell lays the difference out.
func (i *SheetImport) tell(was sheets.Sheet, rows []Row, d sheets.Difference) error {
	for _, gone := range d.Gone {
		return sheetFault("gone", "‘%[1]s’ 행이 파일을 내려받은 뒤 없어졌습니다. 파일에서 그 행의 값을 되돌리거나 총괄부서에 문의하십시오.",
			"the row %[1]s has gone since the export", gone.Title)
	}
	changes, err := sheetChanges(rows, d)
	if err != nil {
		return err
	}
	i.Changes, i.Conflicts, i.Rows = changes, d.Conflicts(), d.Rows()
	for _, row := range d.Added {
		values, err := json.Marshal(row.Values)
		if err != nil {
			return fmt.Errorf("write an added row of %s: %w", was.Stamp.Export, err)
		}
		i.Added = append(i.Added, SheetAdded{Line: row.Line, Values: values})
	}
	return nil
}

func sheetChanges(rows []Row, d sheets.Difference) ([]SheetChange, error) {
	revisions := map[gov.RowID]int32{}
	for _, r := range rows {
		revisions[r.ID] = r.Revision
	}
	out := make([]SheetChange, len(d.Changes))
	for n, c := range d.Changes {
		out[n] = SheetChange{
			Row: c.Row, Title: c.Title, Field: c.Field.ID, FieldTitle: c.Field.Title, Revision: revisions[c.Row],
			Conflict: c.Conflict, Was: c.Field.Shown(c.Present), Becomes: c.Field.Shown(c.New),
		}
		for value, into := range map[*any]*json.RawMessage{
			&c.Exported: &out[n].Exported, &c.Present: &out[n].Present, &c.New: &out[n].New,
		} {
			raw, err := json.Marshal(*value)
			if err != nil {
				return nil, fmt.Errorf("write a value of %s: %w", c.Field.ID, err)
			}
			*into = raw
		}
	}
	return out, nil
}

// proposal is a file that was read, as it was kept.
type proposal struct {
	sheet   sheets.Sheet // as it was exported
	content sheets.Content
}

func (r reading) proposal(ctx context.Context, row db.GetSheetImportRow) (proposal, error) {
	var p proposal
	var err error
	if p.sheet, err = r.readRecord(ctx, row.SheetExport); err != nil {
		return p, err
	}
	var kept struct{ Rows, Added []keptRow }
	if err := json.Unmarshal(row.SheetImport.Content, &kept); err != nil {
		return p, fmt.Errorf("read import %s: %w", row.SheetImport.ID, err)
	}
	p.content = sheets.Content{Rows: keptRows(p.sheet.Form, kept.Rows), Added: keptRows(p.sheet.Form, kept.Added)}
	return p, nil
}

// keptRow is a row of a file as it was kept.
type keptRow struct {
	ID     gov.RowID
	Line   int
	Values json.RawMessage
}

func keptRows(form policies.FormRule, rows []keptRow) []sheets.ContentRow {
	out := make([]sheets.ContentRow, len(rows))
	for i, r := range rows {
		out[i] = sheets.ContentRow{ID: r.ID, Line: r.Line, Values: valuesOf(form, r.ID.String(), r.Values)}
	}
	return out
}
