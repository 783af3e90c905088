package intake

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/korean"
)

// OrgKind says what a file of the organisation lists.
type OrgKind string

// The kinds of files, with their columns. A first line names the columns, in any order; those in brackets may be left
// out.
const (
	OrgUnits  OrgKind = "units"  // id, kind, name, parent, valid_from, [valid_to], [source]
	OrgPosts  OrgKind = "posts"  // id, unit, title, rank, [ordinal], valid_from, [valid_to]
	OrgPeople OrgKind = "people" // id, name, email, post, valid_from, [valid_to], [outside]; one line per post held
)

// columns are the columns a kind knows; true for those that must be there.
var columns = map[OrgKind]map[string]bool{
	OrgUnits: {
		"id": true, "kind": true, "name": true, "parent": true, "valid_from": true, "valid_to": false, "source": false,
	},
	OrgPosts: {
		"id": true, "unit": true, "title": true, "rank": true, "ordinal": false, "valid_from": true, "valid_to": false,
	},
	OrgPeople: {
		"id": true, "name": true, "email": true, "post": true, "valid_from": true, "valid_to": false, "outside": false,
	},
}

// maxOrgFile bounds a file, 16 MiB.
const maxOrgFile = 16 << 20

// OrgRows are the rows of one file, each right in itself. Diff holds them against each other and against the record.
type OrgRows struct {
	given
}

// given is what files say, with the place of every row.
type given struct {
	units    []placed[unitRow]
	posts    []placed[postRow]
	people   []placed[personRow]
	holdings []placed[holdingRow]
}

type placed[T any] struct {
	row T
	at  place
}

// ReadOrg reads a CSV file in UTF-8, with or without byte order mark, or in CP949 as Korean spreadsheets write it. The
// name of the file is for the faults only. The error is a FaultsError, or what the reader returned.
func ReadOrg(r io.Reader, file string, kind OrgKind) (OrgRows, error) {
	if columns[kind] == nil {
		return OrgRows{}, fmt.Errorf("no such kind of organisation file: %q", kind)
	}
	raw, err := io.ReadAll(io.LimitReader(r, maxOrgFile+1))
	if err != nil {
		return OrgRows{}, fmt.Errorf("read %s: %w", file, err)
	}
	text, fault := decodeText(raw)
	if fault != "" {
		return OrgRows{}, FaultsError{{File: file, Text: fault}}
	}
	var out OrgRows
	faults := readLines(text, file, kind, &out.given)
	return out, faults.err()
}

// decodeText gives the file as UTF-8.
func decodeText(raw []byte) (text []byte, fault string) {
	if len(raw) > maxOrgFile {
		return nil, "파일이 16 MiB보다 큽니다."
	}
	raw = bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
	if utf8.Valid(raw) {
		return raw, ""
	}
	text, err := korean.EUCKR.NewDecoder().Bytes(raw)
	if err != nil || bytes.ContainsRune(text, utf8.RuneError) {
		return nil, "UTF-8도 CP949도 아닌 파일입니다. CSV UTF-8로 다시 저장하십시오."
	}
	return text, ""
}

func readLines(text []byte, file string, kind OrgKind, out *given) FaultsError {
	r := csv.NewReader(bytes.NewReader(text))
	r.TrimLeadingSpace = true
	header, err := r.Read()
	if err != nil {
		return FaultsError{{File: file, Line: 1, Text: "첫 줄에 열 이름이 있어야 합니다."}}
	}
	l := line{kind: kind, at: place{file, 1}, column: map[string]int{}}
	if l.readHeader(header); len(l.faults) > 0 {
		return l.faults
	}
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return l.faults
		}
		var bad *csv.ParseError
		if errors.As(err, &bad) {
			l.faults.at(place{file, bad.Line}, "%s", csvFault(bad))
			if !errors.Is(bad.Err, csv.ErrFieldCount) {
				return l.faults // what follows a broken quotation cannot be told apart
			}
			continue
		}
		l.at.line, _ = r.FieldPos(0)
		l.record = record
		l.read(out)
	}
}

func csvFault(bad *csv.ParseError) string {
	if errors.Is(bad.Err, csv.ErrFieldCount) {
		return "열의 수가 첫 줄과 다릅니다."
	}
	return "따옴표가 맞지 않습니다."
}

// readHeader finds the columns by name.
func (l *line) readHeader(header []string) {
	known := columns[l.kind]
	for i, name := range header {
		name = strings.ToLower(strings.TrimSpace(name))
		if _, ok := known[name]; !ok {
			l.fault("‘%s’은(는) 이 자료에 없는 열입니다.", name)
			continue
		}
		if _, twice := l.column[name]; twice {
			l.fault("열 ‘%s’이(가) 두 번 있습니다.", name)
		}
		l.column[name] = i
	}
	for _, name := range sortedKeys(known) {
		if _, ok := l.column[name]; known[name] && !ok {
			l.fault("열 ‘%s’이(가) 없습니다.", name)
		}
	}
}
