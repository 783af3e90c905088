package cases

import (
	"bytes"
	"context"
	hexenc "encoding/hex"
	"encoding/json"
	"fmt"

	"gyeol/gov"
	"gyeol/internal/ledger"
	"gyeol/internal/sheets"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
)

// ExportSheet asks for the rows of a submission as a file.
type ExportSheet struct {
	Case   gov.CaseID
	Format SheetFormat
	Key    string // idempotency key
	Source string // the network address of the caller, for the record of refusals
}

// ExportSheet gives the file and keeps what it is a copy of. The same request under its key gives the same file again.
func (s *Service) ExportSheet(ctx context.Context, actor Actor, e ExportSheet) (SheetFile, error) {
	var id string
	err := Command{Key: e.Key, Case: e.Case}.check()
	if err == nil {
		err = s.decided(ctx, func(tx *store.Tx) error {
			key := keyedBy(actor, e.Key, "sheet_export", e.Case.String(), string(e.Format))
			id, err = s.once(ctx, tx, key, func() (string, error) { return s.exportSheet(ctx, tx, actor, e) })
			return err
		})
	}
	if err != nil {
		return SheetFile{}, s.refusedOn(ctx, actor, err, Refusal{
			SubjectKind: "case", Subject: e.Case.String(), Operation: "export-sheet", Source: e.Source,
		})
	}
	return s.sheetFile(ctx, actor, id)
}

func (s *Service) exportSheet(ctx context.Context, tx *store.Tx, actor Actor, e ExportSheet) (string, error) {
	clock, err := s.clock(ctx, tx)
	if err != nil {
		return "", err
	}
	r := reading{s: s, q: tx.Read}
	if r.v, err = s.viewerOf(ctx, tx.Read, actor); err != nil {
		return "", err
	}
	c, err := r.sheetCase(ctx, e.Case)
	if err != nil {
		return "", err
	}
	rows, err := readRows(ctx, tx.Read, e.Case, c.form)
	if err != nil {
		return "", err
	}
	id := gov.NewSheetExportID()
	sheet := c.sheet(id, rows)
	if err := sheet.Seal(); err != nil {
		return "", err
	}
	if err := sheets.Export(&bytes.Buffer{}, e.Format, sheet); err != nil {
		return "", err // what no file can hold is not recorded as given out
	}
	content, err := json.Marshal(recordOf(sheet, rows))
	if err != nil {
		return "", fmt.Errorf("write an export: %w", err)
	}
	if err := keepable(content); err != nil {
		return "", err
	}
	hash, err := hexenc.DecodeString(sheet.Stamp.Hash)
	if err != nil {
		return "", fmt.Errorf("write an export: %w", err)
	}
	if err := tx.Write.InsertSheetExport(ctx, db.InsertSheetExportParams{
		ID: id, CaseID: e.Case, Format: string(e.Format), PackHash: c.pack(), Content: content,
		ContentHash: hash, PersonID: actor.Person, ExportedOn: clock.today, At: clock.at,
	}); err != nil {
		return "", err
	}
	key := keyedBy(actor, e.Key, "sheet_export", e.Case.String(), string(e.Format))
	return id.String(), ledger.Write(ctx, tx.Write, ledger.Entry{
		Kind: ledger.KindExport, SubjectKind: key.kind, SubjectID: key.id, Case: e.Case, At: clock.at,
		OfficeDate: clock.today,
		Body: map[string]any{
			"actor": actor.key(), "id": id.String(), "request": key.request, "content": sheet.Stamp.Hash,
			"rows": fmt.Sprint(len(rows)), "format": string(e.Format),
		},
	})
}

// sheet is what is given out of the submission.
func (c sheetCase) sheet(id gov.SheetExportID, rows []Row) sheets.Sheet {
	return sheets.Sheet{
		Form: c.form, Collection: c.StageTitle, Unit: c.UnitName, AboutYear: int(c.Submission.AboutYear),
		Due: c.DueOperative, Legal: c.DueLegal, Rows: sheetRows(c.form, rows),
		Stamp: sheets.Stamp{
			Export: id.String(), Case: c.CaseFile.ID, Cycle: c.Cycle, Stage: c.Stage, Form: c.form.ID,
			Pack: hex(c.pack()), Unit: c.CaseFile.UnitID,
		},
	}
}

func recordOf(s sheets.Sheet, rows []Row) sheetRecord {
	out := sheetRecord{
		Collection: s.Collection, Unit: s.Unit, AboutYear: s.AboutYear, Due: s.Due, Legal: s.Legal,
		Stamp: s.Stamp,
		Rows:  make([]recordRow, len(rows)),
	}
	for i, r := range rows {
		out.Rows[i] = recordRow{r.ID, r.Item, r.Title, r.Revision, r.Data, r.Last}
	}
	return out
}

// sheetFile writes a recorded export once more.
func (s *Service) sheetFile(ctx context.Context, actor Actor, text string) (SheetFile, error) {
	r, err := s.read(ctx, actor)
	if err != nil {
		return SheetFile{}, err
	}
	id, err := gov.ParseID[struct{}](text)
	if err != nil {
		return SheetFile{}, err
	}
	e, err := r.q.GetSheetExport(ctx, gov.SheetExportID(id))
	if err != nil {
		return SheetFile{}, store.Interpret(err)
	}
	sheet, err := r.readRecord(ctx, e)
	if err != nil {
		return SheetFile{}, err
	}
	var out bytes.Buffer
	if err := sheets.Export(&out, sheets.Format(e.Format), sheet); err != nil {
		return SheetFile{}, err
	}
	f := sheets.Format(e.Format)
	return SheetFile{
		ID: e.ID, Name: sheets.FileName(sheet.Unit, sheet.Collection, sheet.AboutYear, f), Format: f, Body: out.Bytes(),
	}, nil
}
