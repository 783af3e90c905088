package sheets

import (
	"bytes"
	"encoding/xml"
	"path"
	"strconv"
	"strings"
)

// workbook is what is read of an XLSX file: the places of its sheets and its shared strings. Sheets are read as they
// are asked for, cell by cell, and take no more room than the cells that are there.
type workbook struct {
	archive   *archive
	sheets    map[string]string // part by name
	strings   []string
	since1904 bool
}

func openWorkbook(data []byte) (*workbook, error) {
	a, err := unpack(data)
	if err != nil {
		return nil, err
	}
	w := &workbook{archive: a, sheets: map[string]string{}}
	var book struct {
		Pr struct {
			Date1904 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Sheets []struct {
			Name string `xml:"name,attr"`
			Rel  string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
			Alt  string `xml:"http://purl.oclc.org/ooxml/officeDocument/relationships id,attr"` // of the strict form
		} `xml:"sheets>sheet"`
	}
	if err := w.part("xl/workbook.xml", &book); err != nil {
		return nil, err
	}
	var rels struct {
		List []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
			Mode   string `xml:"TargetMode,attr"`
		} `xml:"Relationship"`
	}
	if err := w.part("xl/_rels/workbook.xml.rels", &rels); err != nil {
		return nil, err
	}
	w.since1904 = book.Pr.Date1904 == "1" || book.Pr.Date1904 == "true"
	targets := map[string]string{}
	for _, r := range rels.List {
		if r.ID != "" && r.Mode != "External" {
			targets[r.ID] = partName(r.Target)
		}
	}
	for _, s := range book.Sheets {
		for _, id := range []string{s.Rel, s.Alt} {
			if target, ok := targets[id]; ok {
				w.sheets[s.Name] = target
			}
		}
	}
	return w, w.readStrings()
}

// partName is the name of a part that the workbook names: from the root where it begins with a slash.
func partName(target string) string {
	if strings.HasPrefix(target, "/") {
		return strings.TrimPrefix(path.Clean(target), "/")
	}
	return path.Join("xl", target)
}

func (w *workbook) part(name string, into any) error {
	raw, err := w.archive.read(name)
	if err != nil {
		return err
	}
	if err := xml.Unmarshal(raw, into); err != nil {
		return unreadable()
	}
	return nil
}

func unreadable() error {
	return refuse("damaged", "파일의 내용을 읽을 수 없습니다. 내려받은 양식에 다시 적어 저장하십시오.")
}

// readStrings reads the strings that cells share; a workbook may have none.
func (w *workbook) readStrings() error {
	const name = "xl/sharedstrings.xml"
	if _, ok := w.archive.parts[name]; !ok {
		return nil
	}
	raw, err := w.archive.read(name)
	if err != nil {
		return err
	}
	dec := xml.NewDecoder(bytes.NewReader(raw))
	for {
		start, err := nextStart(dec)
		if err != nil {
			return err
		}
		switch {
		case start == nil:
			return nil
		case start.Name.Local == "si":
			text, err := richText(dec)
			if err != nil {
				return err
			}
			w.strings = append(w.strings, text)
		}
	}
}

// nextStart is the next element that begins, nil at the end.
func nextStart(dec *xml.Decoder) (*xml.StartElement, error) {
	for {
		token, err := dec.Token()
		if token == nil || err != nil {
			if err == nil || err.Error() == "EOF" {
				return nil, nil //nolint:nilnil // the end of the part is no failure
			}
			return nil, unreadable()
		}
		if start, ok := token.(xml.StartElement); ok {
			return &start, nil
		}
	}
}

// richText is the text of a string item up to its end: all runs, without the readings printed above them.
func richText(dec *xml.Decoder) (string, error) {
	var out strings.Builder
	for depth, reading, text := 1, 0, false; depth > 0; {
		token, err := dec.Token()
		if err != nil {
			return "", unreadable()
		}
		switch t := token.(type) {
		case xml.StartElement:
			depth++
			if t.Name.Local == "rPh" || reading > 0 {
				reading++
			}
			text = t.Name.Local == "t" && reading == 0
		case xml.EndElement:
			depth--
			reading = max(reading-1, 0)
			text = false
		case xml.CharData:
			if text {
				out.Write(t)
			}
		}
	}
	return unescape(out.String()), nil
}

// escaped reports whether a character stands at the place as a workbook writes one that XML cannot hold: _xHHHH_.
func escaped(s string, i int) (rune, bool) {
	if i+7 > len(s) || s[i] != '_' || s[i+1] != 'x' || s[i+6] != '_' {
		return 0, false
	}
	n, err := strconv.ParseUint(s[i+2:i+6], 16, 16)
	return rune(n), err == nil
}

// unescape brings back the characters that a workbook writes as _xHHHH_.
func unescape(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var out strings.Builder
	for i := 0; i < len(s); {
		if r, ok := escaped(s, i); ok {
			out.WriteRune(r)
			i += 7
			continue
		}
		out.WriteByte(s[i])
		i++
	}
	return out.String()
}

// escape lets a text that looks like such a character come back as it is; the library that writes does not.
func escape(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var out strings.Builder
	for i := range len(s) {
		if _, ok := escaped(s, i); ok {
			out.WriteString("_x005F_")
			continue
		}
		out.WriteByte(s[i])
	}
	return out.String()
}
