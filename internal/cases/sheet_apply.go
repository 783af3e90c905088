package cases

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"gyeol/gov"
	"gyeol/internal/failpoint"
	"gyeol/internal/ledger"
	"gyeol/internal/sheets"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// Which value of a conflict is taken.
const (
	takeFile    = "file"
	takePresent = "present"
)

// SheetChoice says which value is taken of a field that both the file and somebody else changed.
type SheetChoice struct {
	Row      gov.RowID `json:"row"`
	Field    string    `json:"field" minLength:"1" maxLength:"100" example:"goal"`
	Take     string    `json:"take" enum:"file,present"`
	Revision int32     `json:"revision" minimum:"0" doc:"Of the row, as the difference showed it"`
}

// ApplySheet takes in a file that was read before.
type ApplySheet struct {
	ID      gov.SheetImportID
	Choices []SheetChoice // one for each conflict
	Key     string        // idempotency key
	Source  string        // the network address of the caller, for the record of refusals
}

// ApplySheet writes every row that the file changes in one transaction: each is the contribution of a saved row, by
// whoever has the task, on the rows as they are now. A conflict for which nobody has chosen, or whose row has changed
// since it was shown, refuses it as a whole.
func (s *Service) ApplySheet(ctx context.Context, actor Actor, a ApplySheet) (SheetImport, error) {
	err := Command{Key: a.Key, Case: gov.NewCaseID()}.check()
	if err == nil {
		err = s.decided(ctx, func(tx *store.Tx) error {
			err := s.applySheet(ctx, tx, actor, a)
			failpoint.Here("act.before_commit")
			return err
		})
	}
	if err != nil {
		return SheetImport{}, s.refusedOn(ctx, actor, err, Refusal{
			SubjectKind: "sheet_import", Subject: a.ID.String(), Operation: "apply-import", Verb: gov.VerbSaveRow,
			Source: a.Source,
		})
	}
	failpoint.Here("act.after_commit")
	s.bell.Poke()
	return s.SheetImport(ctx, actor, a.ID)
}

func (s *Service) applySheet(ctx context.Context, tx *store.Tx, actor Actor, a ApplySheet) error {
	choices, err := json.Marshal(a.Choices)
	if err != nil {
		return fmt.Errorf("write choices: %w", err)
	}
	key := keyedBy(actor, a.Key, "sheet_apply", a.ID.String(), string(choices))
	_, err = s.once(ctx, tx, key, func() (string, error) {
		row, err := tx.Read.GetSheetImport(ctx, a.ID)
		if err != nil {
			return "", err
		}
		t, err := s.taking(ctx, tx, actor, row)
		if err != nil {
			return "", err
		}
		if err := t.take(ctx, a.Choices); err != nil {
			return "", err
		}
		return a.ID.String(), t.record(ctx, key, row)
	})
	return err
}

// taking is a file being taken in: the task on which its rows are saved, and what stands there now.
type taking struct {
	ch    *change
	file  []byte // hash of the file
	p     proposal
	form  policies.FormRule
	rows  []Row
	done  applied
	saves []saved
}

// taking locks the case and the task as saving a row by hand does, and refuses for the same reasons.
func (s *Service) taking(ctx context.Context, tx *store.Tx, actor Actor, row db.GetSheetImportRow) (*taking, error) {
	r := reading{s: s, q: tx.Read}
	var err error
	if r.v, err = s.viewerOf(ctx, tx.Read, actor); err != nil {
		return nil, err
	}
	c, err := r.sheetCase(ctx, row.SheetImport.CaseID)
	if err != nil {
		return nil, err
	}
	if err := c.open(r.v.today); err != nil {
		return nil, err
	}
	back := returned{reading: r, c: c, export: row.SheetExport}
	if err := back.formOf(ctx); err != nil {
		return nil, err
	}
	ch, err := s.savingOn(ctx, tx, actor, c)
	if err != nil {
		return nil, err
	}
	before, err := tx.Read.SheetApplied(ctx, row.SheetImport.ID)
	if err != nil {
		return nil, err
	}
	if len(before) > 0 {
		return nil, gov.Refusef(gov.CodeActNotOpen, "%s에 이미 적용한 파일입니다. 다시 고친 파일은 새로 올리십시오.",
			"the file was applied before (%s)", before[0].AppliedOn.Korean())
	}
	t := &taking{ch: ch, file: row.SheetImport.FileHash, done: applied{Changes: []SheetChange{}, Added: []SheetAdded{}}}
	if t.p, err = r.proposal(ctx, row); err != nil {
		return nil, err
	}
	if _, t.form, err = ch.submission(ctx); err != nil {
		return nil, err
	}
	t.rows, err = readRows(ctx, tx.Read, ch.c.ID, t.form)
	return t, err
}

// formOf reads the form of the export and holds it against that of the case.
func (r *returned) formOf(ctx context.Context) error {
	var err error
	if r.sheet, err = r.readRecord(ctx, r.export); err != nil {
		return err
	}
	return r.sameForm()
}

// savingOn finds the task on which the actor saves rows of the case, locked.
func (s *Service) savingOn(ctx context.Context, tx *store.Tx, actor Actor, c sheetCase) (*change, error) {
	tasks, err := tx.Read.SavingTasks(ctx, c.CaseFile.ID)
	if err != nil {
		return nil, err
	}
	if len(tasks) == 0 {
		return nil, notOpen(policies.MachineOf(gov.CaseSubmission), c.CaseFile.State, gov.VerbSaveRow)
	}
	ch, err := s.begin(ctx, tx, actor, Command{
		Task: tasks[0], Verb: gov.VerbSaveRow, Key: "sheet/" + c.CaseFile.ID.String(),
	})
	if err != nil {
		return nil, err
	}
	if err := ch.standing(ctx); err != nil {
		return nil, err
	}
	if !ch.machine.MayContribute(ch.c.State, gov.VerbSaveRow) {
		return nil, notOpen(ch.machine, ch.c.State, gov.VerbSaveRow)
	}
	ch.to = ch.c.State
	return ch, nil
}

// take decides each conflict and saves the rows.
func (t *taking) take(ctx context.Context, choices []SheetChoice) error {
	d := sheets.Compare(t.p.sheet, sheetRows(t.form, t.rows), t.p.content)
	var shown SheetImport
	if err := shown.tell(t.p.sheet, t.rows, d); err != nil {
		return err
	}
	t.done.Changes = shown.Changes
	if err := t.choose(choices); err != nil {
		return err
	}
	byRow := map[gov.RowID]map[string]json.RawMessage{}
	for _, c := range t.done.Changes {
		if c.Taken != takeFile {
			continue
		}
		if byRow[c.Row] == nil {
			byRow[c.Row] = map[string]json.RawMessage{}
		}
		byRow[c.Row][c.Field] = c.New
	}
	for _, row := range t.rows {
		if set := byRow[row.ID]; set != nil {
			if err := t.prepare(row, set); err != nil {
				return err
			}
		}
	}
	if err := t.save(ctx); err != nil {
		return err
	}
	return t.add(ctx, shown.Added)
}

// choose marks which value of each change is taken; what is in conflict and not chosen is refused, all of it at once.
func (t *taking) choose(choices []SheetChoice) error {
	var open []gov.Reason
	for i, c := range t.done.Changes {
		if !c.Conflict {
			t.done.Changes[i].Taken = takeFile
			continue
		}
		at := slices.IndexFunc(choices, func(x SheetChoice) bool { return x.Row == c.Row && x.Field == c.Field })
		if at < 0 || choices[at].Revision != c.Revision {
			open = append(open, gov.Reason{
				Rule: "sheet/conflict", Field: "/choices/" + c.Row.String() + "/" + pointer(c.Field),
				Text:    fmt.Sprintf("‘%s’의 %s: 파일과 다른 값이 그 사이 저장되었습니다. 어느 값을 쓸지 고르십시오.", c.Title, c.FieldTitle),
				English: "both changed it; choose one",
			})
			continue
		}
		t.done.Changes[i].Taken = choices[at].Take
	}
	if len(open) == 0 {
		return nil
	}
	e := gov.Refusef(gov.CodeStale, "파일을 내려받은 뒤 다른 사람이 고친 항목이 %d개 있습니다. 항목마다 파일의 값과 지금의 값 중 하나를 고르십시오.",
		"%d fields were changed by somebody else since the export; choose a value for each", len(open))
	e.Reasons, e.State = open[:min(len(open), mostFaults)], t.ch.c.State
	return e
}

// record keeps what was changed, once for each import, and says so in the ledger with the hash of the file.
func (t *taking) record(ctx context.Context, key keyed, row db.GetSheetImportRow) error {
	changes, err := json.Marshal(t.done)
	if err != nil {
		return fmt.Errorf("keep what a file changed: %w", err)
	}
	if err := keepable(changes); err != nil { // before and after of every field may be twice what the file says
		return err
	}
	ch, i := t.ch, row.SheetImport
	if err := ch.tx.Write.InsertSheetApply(ctx, db.InsertSheetApplyParams{
		ImportID: i.ID, CaseID: i.CaseID, Changes: changes, PersonID: ch.actor.Person, AppliedOn: ch.now.today, At: ch.now.at,
	}); err != nil {
		return err
	}
	return ledger.Write(ctx, ch.tx.Write, ledger.Entry{
		Kind: ledger.KindImport, SubjectKind: key.kind, SubjectID: key.id, Case: i.CaseID, At: ch.now.at,
		OfficeDate: ch.now.today,
		Body: map[string]any{
			"actor": ch.actor.key(), "post": string(ch.post), "id": i.ID.String(), "request": key.request,
			"export": i.ExportID.String(), "sha256": hex(i.FileHash), "rows": fmt.Sprint(len(t.saves) + len(t.done.Added)),
		},
	})
}
