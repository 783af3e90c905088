package sheets

import (
	"bytes"
	"errors"
	"strings"

	"golang.org/x/text/unicode/norm"

	"gyeol/gov"
)

// File is a file that came back, with its limits held and its stamp read. Content reads its rows.
type File struct {
	Name   string // in NFC
	Format Format
	Stamp  Stamp // as the file has it; of a CSV only the export and the hash

	grid  grid
	found bool // there is a table
}

// Read opens a file. A refusal is a *RefusedError: it is too large, broken, carries what no form asks for, or is none
// of ours.
func Read(data []byte, name string) (*File, error) {
	name = norm.NFC.String(name)
	switch lower := strings.ToLower(name); {
	case len(data) > MaxFile:
		return nil, tooLarge(len(data))
	case len(data) == 0:
		return nil, refuse("empty", "빈 파일입니다. 내려받은 양식에 적어 저장한 파일을 올리십시오.")
	case strings.HasSuffix(lower, ".xlsm"), strings.HasSuffix(lower, ".xltm"), strings.HasSuffix(lower, ".xlsb"):
		return nil, refuse("macro", "매크로 통합 문서는 받지 않습니다. 매크로 없는 통합 문서(.xlsx)로 저장하십시오.")
	case bytes.HasPrefix(data, []byte("\xD0\xCF\x11\xE0")):
		return nil, refuse("old-format", "암호가 걸렸거나 예전 형식(.xls, .hwp)인 파일입니다. 암호 없는 .xlsx로 저장하십시오.")
	case bytes.HasPrefix(data, []byte("PK")):
		return readWorkbook(data, name)
	}
	return readCSV(data, name)
}

func readWorkbook(data []byte, name string) (*File, error) {
	w, err := openWorkbook(data)
	if err != nil {
		return nil, err
	}
	f := &File{Name: name, Format: XLSX}
	stamp, found, err := w.sheet(sheetStamp)
	if err != nil {
		return nil, err
	}
	words := map[string]string{}
	for _, l := range stamp.lines {
		words[stamp.at(l, 0).text] = stamp.at(l, 1).text
	}
	if !found || words["magic"] != stampMagic {
		return nil, notOurs()
	}
	f.Stamp = Stamp{
		Export: words["export"], Cycle: words["cycle"], Stage: words["stage"], Form: words["form"], Pack: words["pack"],
		Unit: gov.UnitID(words["unit"]), Rows: words["revisions"], Hash: words["hash"],
	}
	if err := f.Stamp.Case.UnmarshalText([]byte(words["case"])); err != nil {
		return nil, notOurs()
	}
	if f.grid, f.found, err = w.sheet(sheetRows); err != nil {
		return nil, err
	}
	return f, nil
}

func notOurs() error {
	return refuse("stamp", "결에서 내려받은 파일이 아니거나 표식이 지워졌습니다. 양식을 새로 내려받아 옮겨 적으십시오.")
}

// Faults are the faults of a refusal; nil if err is none.
func Faults(err error) []Fault {
	var r *RefusedError
	if errors.As(err, &r) {
		return r.Faults
	}
	return nil
}
