package office

import (
	"errors"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"gyeol/gov"
	"gyeol/internal/cases"
)

// sheetTypes are the media types of what is given out.
var sheetTypes = map[string]string{
	"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv; charset=utf-8",
}

// exportSheet gives the rows of a submission as a file: only such a copy comes back.
func (s *server) exportSheet(r *http.Request, v visitor) (page, error) {
	var id gov.CaseID
	if err := idFrom(r.PathValue("id"), &id); err != nil {
		return page{}, err
	}
	format := r.PostForm.Get("format")
	if sheetTypes[format] == "" {
		return page{}, gov.Refuse(gov.CodeInvalid, "엑셀(xlsx)과 CSV 가운데 하나를 고르십시오.", "format is xlsx or csv")
	}
	out, err := s.Cases.ExportSheet(r.Context(), v.actor, cases.ExportSheet{
		Case: id, Format: cases.SheetFormat(format), Key: r.PostForm.Get("key"), Source: r.RemoteAddr,
	})
	if err != nil {
		return page{}, err
	}
	return page{file: &file{Name: out.Name, Type: sheetTypes[format], Body: out.Body}}, nil
}

// importSheet reads a file that was filled in and shows what it would change. A file that is refused leaves the reader
// where he was, with each fault and its cell.
func (s *server) importSheet(r *http.Request, v visitor) (page, error) {
	c, err := s.submissionCase(r, v)
	if err != nil {
		return page{}, err
	}
	name, raw, err := uploaded(r, cases.SheetMost)
	if err == nil {
		var out cases.SheetImport
		out, err = s.Cases.ImportSheet(r.Context(), v.actor, cases.ImportSheet{
			Case: c.ID, Name: name, Data: raw, Key: r.PostForm.Get("key"), Source: r.RemoteAddr,
		})
		if err == nil {
			return page{to: "/imports/" + out.ID.String()}, nil
		}
	}
	e := s.refusal(r, err)
	if statusOf(e.Code) >= http.StatusInternalServerError {
		return page{}, err
	}
	p, again := s.submissionView(r, v, c)
	if again != nil {
		return page{}, again
	}
	p.status = statusOf(e.Code)
	p.note = &note{Kind: "bad", Text: e.Detail, Reasons: e.Reasons, Changes: e.Changes}
	return p, nil
}

// uploaded is the file of a form; one that is larger than most bytes is not read to its end.
func uploaded(r *http.Request, most int64) (name string, raw []byte, err error) {
	f, head, err := r.FormFile("file")
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		return "", nil, gov.Refuse(gov.CodeInvalid, "올릴 파일을 고르십시오.", "there is no file")
	}
	if err != nil {
		return "", nil, errBadText
	}
	defer f.Close()
	if raw, err = io.ReadAll(io.LimitReader(f, most+1)); err != nil {
		return "", nil, errBadText
	}
	if int64(len(raw)) > most {
		return "", nil, gov.Refusef(gov.CodeTooLarge, "파일이 너무 큽니다(최대 %dMB). 나누거나 줄여서 올리십시오.",
			"the file is larger than %d MiB", most>>20)
	}
	return strings.TrimSpace(head.Filename), raw, nil
}

// importPage is a file that came back, with what it changes.
type importPage struct {
	cases.SheetImport

	Changes []importChange
	Added   []importAdded
	Done    bool
	Key     string
}

// importChange is a value that the file changes; of a conflict the reader says which one is taken.
type importChange struct {
	cases.SheetChange

	Name  string // of the choice in the form
	Given string // the value when the file was given out
	Take  string // the value that was chosen: file or present
	Taken string // what became of it, in words
	Wrong bool   // it was not chosen
}

// importAdded is a row that the file adds, value by value.
type importAdded struct {
	Line int
	Text string
}

func (s *server) sheetImport(r *http.Request, v visitor) (page, error) {
	var id gov.SheetImportID
	if err := idFrom(r.PathValue("import"), &id); err != nil {
		return page{}, err
	}
	i, err := s.Cases.SheetImport(r.Context(), v.actor, id)
	if err != nil {
		return page{}, err
	}
	p := importView(i)
	if r.Form.Get("did") != "" {
		p.note = &note{Kind: "good", Text: "파일의 내용을 적용하였습니다. 표에서 확인하고 상신하십시오."}
	}
	return p, nil
}

func importView(i cases.SheetImport) page {
	of := importPage{SheetImport: i, Done: i.State == "applied", Key: newKey()}
	for n, c := range i.Changes {
		one := importChange{SheetChange: c, Name: "take." + strconv.Itoa(n), Given: plain(c.Exported)}
		switch c.Taken {
		case "file":
			one.Taken = "파일의 값"
		case "present":
			one.Taken = "지금의 값"
		}
		of.Changes = append(of.Changes, one)
	}
	for _, a := range i.Added {
		of.Added = append(of.Added, importAdded{Line: a.Line, Text: plain(a.Values)})
	}
	return page{
		view: "import", title: "올린 파일의 차이 — " + i.UnitName, at: atCollect, of: of, crumbs: []link{
			{atCollect, "취합"}, {atCollect + "/" + i.Case.String(), i.Title}, {"", "올린 파일의 차이"},
		},
	}
}

// applySheet takes a file in, bound to the difference that was shown: what changed since refuses the choice of it.
func (s *server) applySheet(r *http.Request, v visitor) (page, error) {
	var id gov.SheetImportID
	if err := idFrom(r.PathValue("import"), &id); err != nil {
		return page{}, err
	}
	choices, err := chosenValues(r)
	if err != nil {
		return page{}, err
	}
	_, err = s.Cases.ApplySheet(r.Context(), v.actor, cases.ApplySheet{
		ID: id, Choices: choices, Key: r.PostForm.Get("key"), Source: r.RemoteAddr,
	})
	if err == nil {
		return page{to: "/imports/" + id.String() + "?did=apply"}, nil
	}
	e := s.refusal(r, err)
	if statusOf(e.Code) >= http.StatusInternalServerError {
		return page{}, err
	}
	i, again := s.Cases.SheetImport(r.Context(), v.actor, id)
	if again != nil {
		return page{}, err
	}
	p := importView(i)
	if of, ok := p.of.(importPage); ok {
		of.keep(choices)
		p.of = of
	}
	p.status = statusOf(e.Code)
	p.note = &note{Kind: "bad", Text: e.Detail, Reasons: e.Reasons, Changes: e.Changes}
	return p, nil
}

// chosenValues reads the choices of a form, in one order: sent twice, it is one request. Each names its row, its field
// and the revision that was shown.
func chosenValues(r *http.Request) ([]cases.SheetChoice, error) {
	var out []cases.SheetChoice
	for _, name := range slices.Sorted(maps.Keys(r.PostForm)) {
		n, ok := strings.CutPrefix(name, "take.")
		take := r.PostForm.Get(name)
		if !ok || take != "file" && take != "present" {
			continue
		}
		revision, err := strconv.ParseInt(r.PostForm.Get("revision."+n), 10, 32)
		if err != nil {
			return nil, errBadText
		}
		one := cases.SheetChoice{Field: r.PostForm.Get("field." + n), Take: take, Revision: int32(revision)}
		if err := idFrom(r.PostForm.Get("row."+n), &one.Row); err != nil {
			return nil, err
		}
		out = append(out, one)
	}
	return out, nil
}

// keep puts the choices that were made where the value that they were made on still stands.
func (p importPage) keep(choices []cases.SheetChoice) {
	for i, c := range p.Changes {
		if !c.Conflict {
			continue
		}
		p.Changes[i].Wrong = true
		for _, x := range choices {
			if x.Row == c.Row && x.Field == c.Field && x.Revision == c.Revision {
				p.Changes[i].Take, p.Changes[i].Wrong = x.Take, false
			}
		}
	}
}
