package sheets

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"

	"gyeol/gov"
	"gyeol/policies"
)

// Format is how a sheet is written.
type Format string

// The formats.
const (
	XLSX Format = "xlsx"
	CSV  Format = "csv"
)

// Sheet is what a unit is given: the form with the rows as they stand.
type Sheet struct {
	Form       policies.FormRule
	Collection string   // title of the stage, in Korean
	Unit       string   // name of the unit
	AboutYear  int      // the plan or results year that the rows are about
	Due        gov.Date // the working day to plan for
	Legal      gov.Date // the last lawful day
	Rows       []Row
	Stamp      Stamp
}

// Row is one row with what was typed. Values are as policies.ReadRow gives them.
type Row struct {
	ID       gov.RowID
	Item     string // what it is about, as the case names it
	Title    string // code and name, never changed by the file
	Revision int32
	Values   map[string]any
	Last     map[string]any // of the year before; shown beside, never read back
}

// Stamp says of what a file is a copy. It is written into the file and kept with the export: a file that says another
// thing than the record is refused.
type Stamp struct {
	Export string     `json:"export"` // id of the export
	Case   gov.CaseID `json:"case"`
	Cycle  string     `json:"cycle"`     // name and year
	Stage  string     `json:"stage"`     // key of the collection
	Form   string     `json:"form"`      // id of the form
	Pack   string     `json:"pack"`      // hash of the pack that holds its wording, in hex
	Unit   gov.UnitID `json:"unit"`      // who fills it in
	Rows   string     `json:"revisions"` // revisions of the rows in order, separated by blanks
	Hash   string     `json:"hash"`      // of identities and values, in hex
}

// Seal completes the stamp by what the rows hold.
func (s *Sheet) Seal() error {
	type row struct {
		ID       gov.RowID      `json:"id"`
		Title    string         `json:"title"`
		Revision int32          `json:"revision"`
		Values   map[string]any `json:"values"`
	}
	rows := make([]row, len(s.Rows))
	var revisions []byte
	for i, r := range s.Rows {
		rows[i] = row{r.ID, r.Title, r.Revision, r.Values}
		if i > 0 {
			revisions = append(revisions, ' ')
		}
		revisions = fmt.Append(revisions, r.Revision)
	}
	stamp := s.Stamp
	stamp.Rows, stamp.Hash = string(revisions), ""
	raw, err := json.Marshal(map[string]any{"stamp": stamp, "rows": rows})
	if err != nil {
		return fmt.Errorf("hash a sheet: %w", err)
	}
	sum := sha256.Sum256(raw)
	s.Stamp.Rows, s.Stamp.Hash = stamp.Rows, hex.EncodeToString(sum[:])
	return nil
}

// Blank is how many further rows the unit may write.
func (s Sheet) Blank() int {
	if !s.Form.Grows {
		return 0
	}
	return max(s.Form.MaxRows()-len(s.Rows), 0)
}

// columnKind says what stands in a column.
type columnKind int

const (
	columnID    columnKind = iota // of the row; hidden
	columnTitle                   // what the row is about
	columnValue                   // what the unit fills in
	columnLast                    // what it filled in a year ago
)

// column is one column of the table.
type column struct {
	kind  columnKind
	field policies.FieldRule
}

// columns are those of the sheet in order. They follow from form and rows alone, so that a file is read by the columns
// that it was written with.
func (s Sheet) columns() []column {
	out := []column{{kind: columnID}, {kind: columnTitle}}
	for _, f := range s.Form.Fields {
		out = append(out, column{columnValue, f})
		has := func(r Row) bool { return r.Last[f.ID] != nil && r.Last[f.ID] != "" }
		if s.Form.Last && slices.ContainsFunc(s.Rows, has) {
			out = append(out, column{columnLast, f})
		}
	}
	return out
}

// head is the first line over the column, below the second: its unit and whether it must be filled in.
func (c column) head() (title, below string) {
	switch c.kind {
	case columnID:
		return "행 번호", "고치지 않습니다"
	case columnTitle:
		return "사업", "고치지 않습니다"
	case columnLast:
		return "지난해 " + c.field.Title, unitOf(c.field)
	case columnValue:
	}
	below = unitOf(c.field)
	switch {
	case c.field.Required:
		below += " · 필수"
	case c.field.RequiredWhen != "":
		below += " · 조건부 필수"
	}
	return c.field.Title, below
}

// unitOf is in what a field is typed.
func unitOf(f policies.FieldRule) string {
	switch f.Type {
	case policies.FieldMoney:
		if f.Entry != "" {
			return f.Entry
		}
		return "원"
	case policies.FieldPercent:
		return "%"
	case policies.FieldDate:
		return "날짜"
	case policies.FieldChoice:
		return "목록에서 고름"
	case policies.FieldText:
		return "글"
	case policies.FieldInteger, policies.FieldDecimal:
	}
	if f.Unit != "" {
		return f.Unit
	}
	return "수"
}

// Fault is one thing in a file that cannot be taken in.
type Fault struct {
	Rule  string // stable id, as in sheet/formula
	Sheet string // name of the sheet, or of the file where it is a CSV
	Cell  string // as D5, or in a CSV 5행 4열; "" where the whole sheet is meant
	Text  string // Korean, one sentence that says what to do
}

// String prints the fault with its place.
func (f Fault) String() string {
	switch {
	case f.Sheet == "":
		return f.Text
	case f.Cell == "":
		return "‘" + f.Sheet + "’: " + f.Text
	}
	return "‘" + f.Sheet + "’ " + f.Cell + ": " + f.Text
}

// RefusedError is a file that is not taken in, with every reason that was found.
type RefusedError struct{ Faults []Fault }

// Error lists the faults.
func (r *RefusedError) Error() string {
	text := fmt.Sprintf("the file has %d faults", len(r.Faults))
	for _, f := range r.Faults {
		text += "\n" + f.String()
	}
	return text
}

// refuse is a refusal of the file as a whole.
func refuse(rule, text string, args ...any) error {
	return &RefusedError{Faults: []Fault{{Rule: "sheet/" + rule, Text: fmt.Sprintf(text, args...)}}}
}
