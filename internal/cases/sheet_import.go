package cases

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strings"

	"gyeol/gov"
	"gyeol/internal/ledger"
	"gyeol/internal/sheets"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// ImportSheet hands in a file that a unit filled in.
type ImportSheet struct {
	Case   gov.CaseID // zero: the submission of which the file is a copy
	Name   string     // of the file
	Data   []byte
	Key    string // idempotency key
	Source string // the network address of the caller, for the record of refusals
}

// ImportSheet reads the file, holds it against what was exported and what stands there now, and keeps it. Nothing of
// the submission changes: the difference is for a person to see, and ApplySheet takes it in.
func (s *Service) ImportSheet(ctx context.Context, actor Actor, in ImportSheet) (SheetImport, error) {
	id, err := s.importedSheet(ctx, actor, in)
	if err != nil {
		kind, subject := "case", in.Case.String()
		if in.Case.IsZero() {
			kind, subject = "request", "import-sheet"
		}
		return SheetImport{}, s.refusedOn(ctx, actor, err, Refusal{
			SubjectKind: kind, Subject: subject, Operation: "import-sheet", Source: in.Source,
		})
	}
	return s.sheetImport(ctx, actor, id)
}

func (s *Service) importedSheet(ctx context.Context, actor Actor, in ImportSheet) (string, error) {
	if err := (Command{Key: in.Key, Case: gov.NewCaseID(), Reason: in.Name}).check(); err != nil {
		return "", err
	}
	file, err := sheets.Read(in.Data, in.Name) // before anything is locked: it may take its time
	if err != nil {
		return "", sheetRefusal(err)
	}
	sum := fmt.Sprintf("%x", sha256.Sum256(in.Data))
	key := keyedBy(actor, in.Key, "sheet_import", in.Case.String(), in.Name, sum)
	var id string
	err = s.decided(ctx, func(tx *store.Tx) error {
		var err error
		id, err = s.once(ctx, tx, key, func() (string, error) {
			return s.importSheet(ctx, tx, handedIn{actor: actor, in: in, key: key, file: file})
		})
		return err
	})
	return id, err
}

// handedIn is a request with who made it.
type handedIn struct {
	actor Actor
	in    ImportSheet
	key   keyed
	file  *sheets.File
}

// returned is a file that came back, on its way.
type returned struct {
	reading

	c      sheetCase
	file   *sheets.File
	export db.SheetExport
	sheet  sheets.Sheet // as it was exported
}

func (s *Service) importSheet(ctx context.Context, tx *store.Tx, h handedIn) (string, error) {
	clock, err := s.clock(ctx, tx)
	if err != nil {
		return "", err
	}
	r := &returned{reading: reading{s: s, q: tx.Read}, file: h.file}
	if r.v, err = s.viewerOf(ctx, tx.Read, h.actor); err != nil {
		return "", err
	}
	if err := r.recognise(ctx, h.in.Case); err != nil {
		return "", err
	}
	if err := r.c.open(clock.today); err != nil {
		return "", err
	}
	content, err := r.file.Content(r.sheet)
	if err != nil {
		return "", sheetRefusal(err)
	}
	raw, err := json.Marshal(content)
	if err != nil {
		return "", fmt.Errorf("keep a file: %w", err)
	}
	if err := keepable(raw); err != nil {
		return "", err
	}
	id, hash := gov.NewSheetImportID(), sha256.Sum256(h.in.Data)
	if err := tx.Write.InsertSheetImport(ctx, db.InsertSheetImportParams{
		ID: id, CaseID: r.export.CaseID, ExportID: r.export.ID, FileName: fileName(r.file.Name), FileHash: hash[:],
		Content: raw, PersonID: h.actor.Person, ImportedOn: clock.today, At: clock.at,
	}); err != nil {
		return "", err
	}
	return id.String(), ledger.Write(ctx, tx.Write, ledger.Entry{
		Kind: ledger.KindImport, SubjectKind: h.key.kind, SubjectID: h.key.id, Case: r.export.CaseID, At: clock.at,
		OfficeDate: clock.today,
		Body: map[string]any{
			"actor": h.actor.key(), "id": id.String(), "request": h.key.request, "export": r.export.ID.String(),
			"sha256": hex(hash[:]),
		},
	})
}

// fileName is the end of a name that a browser or another system may have sent with its folders.
func fileName(name string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	runes := []rune(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7F {
			return -1
		}
		return r
	}, name))
	if len(runes) == 0 {
		return "-"
	}
	return string(runes[max(0, len(runes)-255):])
}

// recognise finds of what the file is a copy, and refuses it as a whole where it is not a copy of the case named, of a
// submission that concerns the actor, or of the form as it is now.
func (r *returned) recognise(ctx context.Context, named gov.CaseID) error {
	unknown := sheetFault("stamp", "이 설치에서 내려받은 파일이 아니거나 볼 수 없는 부서의 파일입니다. 양식을 새로 내려받아 옮겨 적으십시오.",
		"no export of this installation that you may see has the stamp of this file")
	id, err := gov.ParseID[struct{}](r.file.Stamp.Export)
	if err != nil {
		return unknown
	}
	if r.export, err = r.q.GetSheetExport(ctx, gov.SheetExportID(id)); err != nil {
		if isNotFound(err) {
			return unknown
		}
		return err
	}
	if r.c, err = r.sheetCase(ctx, r.export.CaseID); err != nil {
		if isNotFound(err) {
			return unknown
		}
		return err
	}
	if r.sheet, err = r.readRecord(ctx, r.export); err != nil {
		return err
	}
	if err := r.genuine(); err != nil {
		return err
	}
	if !named.IsZero() && named != r.export.CaseID {
		return r.foreign(ctx, named)
	}
	return r.sameForm()
}

// genuine holds the stamp against the record.
func (r *returned) genuine() error {
	differs := r.file.Stamp.Differs(r.sheet.Stamp)
	if r.file.Format == sheets.CSV {
		if differs = ""; r.file.Stamp.Hash != r.sheet.Stamp.Hash {
			differs = "내용 해시"
		}
	}
	if differs == "" {
		return nil
	}
	return sheetFault("stamp", "파일의 표식이 내보낸 기록과 다릅니다(%[1]s). 양식을 새로 내려받아 옮겨 적으십시오.",
		"the stamp of the file is not that of the export")
}

// foreign names the submission of the file and the one that it was sent to.
func (r *returned) foreign(ctx context.Context, named gov.CaseID) error {
	c, err := r.sheetCase(ctx, named)
	if err != nil {
		return err
	}
	return sheetFault("foreign", "이 파일은 %[1]s 파일입니다. 지금 올린 곳은 %[2]s입니다. 맞는 제출에 올리십시오.",
		"the file belongs to %[1]s, not to %[2]s", r.c.names(), c.names())
}

// sameForm refuses a file whose form has changed since: what it asks is no longer what is asked.
func (r *returned) sameForm() error {
	if bytes.Equal(r.export.PackHash, r.c.pack()) {
		return nil
	}
	d := policies.CompareForms(r.sheet.Form, r.c.form)
	if d.Same() && r.sheet.Form.ID == r.c.form.ID {
		return nil
	}
	return sheetFault("form", "‘%[1]s’이(가) 파일을 내려받은 뒤 바뀌었습니다(파일의 판 %.8[2]x, 지금의 판 %.8[3]x; 더한 항목 %[4]d개, "+
		"없앤 항목 %[5]d개, 달라진 항목 %[6]d개). 새 양식을 내려받아 옮겨 적으십시오.",
		"the form %[1]s has changed since the export (%.8[2]x, now %.8[3]x): %[4]d fields added, %[5]d removed, "+
			"%[6]d changed",
		r.c.form.Title, r.export.PackHash, r.c.pack(), len(d.Added), len(d.Removed), len(d.Changed))
}
