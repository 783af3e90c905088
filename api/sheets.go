package api

import (
	"context"
	"mime"
	"net/http"

	"gyeol/gov"
	"gyeol/internal/cases"
)

// typeCSV is the type of a CSV that is given out.
const typeCSV = "text/csv; charset=utf-8"

type exportSheet struct {
	IDPath
	OnceKey

	Format string `query:"format" enum:"xlsx,csv" default:"xlsx" doc:"A CSV is UTF-8 with a byte order mark"`
}

// SheetUpload is a file as it is: no form, no encoding.
type SheetUpload struct {
	Name    string `query:"name" required:"true" minLength:"1" maxLength:"255" doc:"Of the file" example:"평생교육과.xlsx"`
	RawBody []byte `contentType:"application/octet-stream"`
}

type importSheet struct {
	OnceKey
	SheetUpload
}

type importSheetInto struct {
	IDPath
	OnceKey
	SheetUpload
}

type applyImport struct {
	IDPath
	OnceKey

	Body struct {
		Choices []cases.SheetChoice `json:"choices,omitempty" maxItems:"20000" doc:"One for each conflict"`
	}
}

type oneImport struct{ Body cases.SheetImport }

// sheets are the operations about rows as files.
func (s *server) sheets() {
	add(s, operation{
		id: "export-sheet", method: http.MethodPost, path: "/submissions/{id}/exports", tag: "Sheets",
		summary: "Give out the rows of a submission as a workbook or CSV",
		doc: "What the file is a copy of is kept: only such a copy comes back. The same request under its key gives the " +
			"same bytes, also when the rows have changed since.",
		refusals: []int{http.StatusNotFound}, types: []string{typeExcel, typeCSV},
	}, s.exportSheet)
	add(s, operation{
		id: "import-sheet-into", method: http.MethodPost, path: "/submissions/{id}/imports", tag: "Sheets",
		summary: "Hand in a filled-in file for a submission",
		doc: "Answers with the difference and writes nothing: apply-import does. A file of another submission, unit or " +
			"form is refused as a whole, a file with faults with every sheet, cell and sentence in reasons.",
		status: http.StatusCreated, refusals: acting, most: cases.SheetMost,
	}, s.importSheetInto)
	add(s, operation{
		id: "import-sheet", method: http.MethodPost, path: "/imports", tag: "Sheets",
		summary: "Hand in a filled-in file; its stamp says for which submission",
		doc:     "As import-sheet-into, for whoever has a folder of files.",
		status:  http.StatusCreated, refusals: acting, most: cases.SheetMost,
	}, s.importSheet)
	add(s, operation{
		id: "get-import", method: http.MethodGet, path: "/imports/{id}", tag: "Sheets",
		summary:  "Read what a file would change as things stand, or what it has changed",
		refusals: []int{http.StatusNotFound},
	}, s.getImport)
	add(s, operation{
		id: "apply-import", method: http.MethodPost, path: "/imports/{id}/apply", tag: "Sheets",
		summary: "Take a file in",
		doc: "Every row in one transaction, each as a contribution of whoever has the task. A conflict that nobody has " +
			"chosen, or whose row has changed since it was shown, refuses it with 412; read the import again.",
		refusals: acting,
	}, s.applyImport)
}

func (s *server) exportSheet(ctx context.Context, in *exportSheet) (*printed, error) {
	id, err := in.caseID()
	if err != nil {
		return nil, err
	}
	out, err := s.cases.ExportSheet(ctx, who(ctx).actor(), cases.ExportSheet{
		Case: id, Format: cases.SheetFormat(in.Format), Key: in.Key, Source: who(ctx).source,
	})
	if err != nil {
		return nil, err
	}
	p := &printed{
		Type: typeExcel, Policy: paperPolicy, Sniff: "nosniff", Body: out.Body,
		Disposition: mime.FormatMediaType("attachment", map[string]string{"filename": out.Name}),
	}
	if in.Format == "csv" {
		p.Type = typeCSV
	}
	return p, nil
}

func (s *server) importSheetInto(ctx context.Context, in *importSheetInto) (*oneImport, error) {
	id, err := in.caseID()
	if err != nil {
		return nil, err
	}
	return s.handIn(ctx, id, in.OnceKey, in.SheetUpload)
}

func (s *server) importSheet(ctx context.Context, in *importSheet) (*oneImport, error) {
	return s.handIn(ctx, gov.CaseID{}, in.OnceKey, in.SheetUpload)
}

func (s *server) handIn(ctx context.Context, id gov.CaseID, key OnceKey, in SheetUpload) (*oneImport, error) {
	out, err := s.cases.ImportSheet(ctx, who(ctx).actor(), cases.ImportSheet{
		Case: id, Name: in.Name, Data: in.RawBody, Key: key.Key, Source: who(ctx).source,
	})
	return &oneImport{Body: out}, err
}

func (s *server) getImport(ctx context.Context, in *IDPath) (*oneImport, error) {
	id, err := idOf(in.ID, parseImport)
	if err != nil {
		return nil, err
	}
	out, err := s.cases.SheetImport(ctx, who(ctx).actor(), id)
	return &oneImport{Body: out}, err
}

func (s *server) applyImport(ctx context.Context, in *applyImport) (*oneImport, error) {
	id, err := idOf(in.ID, parseImport)
	if err != nil {
		return nil, err
	}
	for _, c := range in.Body.Choices {
		if !cleanText(c.Field) {
			return nil, bodyFault("body.choices", "contains NUL")
		}
	}
	out, err := s.cases.ApplySheet(ctx, who(ctx).actor(), cases.ApplySheet{
		ID: id, Choices: in.Body.Choices, Key: in.Key, Source: who(ctx).source,
	})
	return &oneImport{Body: out}, err
}
