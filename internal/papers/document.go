package papers

import (
	"bytes"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"

	"gyeol/internal/locale"
	"gyeol/policies"
)

// DocumentPage is an approval document: its block, its text and what is attached (domain §3.3).
type DocumentPage struct {
	Block       Block
	Sections    []Section
	Attachments []string
	Hash        string // content hash in hex, printed at the foot
}

// Section is one numbered part of the text.
type Section struct {
	Title string
	Text  []string // paragraphs
}

// Document writes the document with its block and its text as a page.
func Document(w io.Writer, d DocumentPage) error {
	if err := d.Block.check(); err != nil {
		return err
	}
	return write(w, "document", d.ended())
}

// DocumentText writes the document as text that lines up in a fixed-pitch font.
func DocumentText(w io.Writer, d DocumentPage) error {
	if err := d.Block.check(); err != nil {
		return err
	}
	d = d.ended()
	var out strings.Builder
	out.WriteString(d.Block.head())
	for i, s := range d.Sections {
		fmt.Fprintf(&out, "\n%d. %s\n", i+1, clean(s.Title))
		for _, p := range s.Text {
			for _, line := range lines(p) {
				out.WriteString(d.Block.folded(line))
			}
		}
	}
	for i, a := range d.Attachments {
		label := "      "
		if i == 0 {
			label = "\n붙임  "
		}
		if len(d.Attachments) > 1 {
			label += fmt.Sprintf("%d. ", i+1)
		}
		out.WriteString(label + clean(a) + "\n")
	}
	for _, c := range d.Opinions() {
		out.WriteString("의견(" + clean(c.Post) + "): " + clean(c.Opinion) + "\n")
	}
	out.WriteString(d.Block.foot())
	return writeText(w, out.String())
}

// lines are the lines of a paragraph as its author broke them, without blank ones before and after.
func lines(paragraph string) []string {
	return strings.Split(strings.Trim(strings.ReplaceAll(paragraph, "\r\n", "\n"), "\n"), "\n")
}

// indent splits a line into the columns that it is indented by and the rest.
func indent(line string) (columns int, rest string) {
	rest = strings.TrimLeft(line, " \t\u3000")
	for _, r := range line[:len(line)-len(rest)] {
		columns += map[rune]int{' ': 1, '\t': 4, '\u3000': 2}[r]
	}
	return min(columns, deepest), rest
}

// deepest is the most columns of an indentation: below 가) there is still room for words.
const deepest = 24

// folded sets a line in as many lines as it takes, each indented like the first.
func (b Block) folded(line string) string {
	columns, rest := indent(line)
	pad := strings.Repeat(" ", columns)
	return pad + strings.Join(locale.Fold(rest, b.page()-columns, !b.Style.Narrow), "\n"+pad) + "\n"
}

// indented is a line as a page keeps its indentation.
func indented(line string) string {
	columns, rest := indent(line)
	return strings.Repeat("\u00a0", columns) + rest
}

// BlockHTML writes the block as a part of a page.
func BlockHTML(w io.Writer, b Block) error {
	if err := b.check(); err != nil {
		return err
	}
	var buf bytes.Buffer
	for _, name := range []string{"head", "foot"} {
		if err := pages["document"].ExecuteTemplate(&buf, name, b); err != nil {
			return fmt.Errorf("render block: %w", err)
		}
	}
	if _, err := w.Write(buf.Bytes()); err != nil {
		return fmt.Errorf("write block: %w", err)
	}
	return nil
}

// Title is the heading of the page.
func (d DocumentPage) Title() string { return d.Block.Title }

// Opinions are the cells whose signer holds another opinion, or adds one, in the order of the block (행정업무의 운영 및
// 혁신에 관한 규정 제9조제3항).
func (d DocumentPage) Opinions() []BlockCell {
	var out []BlockCell
	for _, part := range d.Block.agencies() {
		for _, c := range part.Cells {
			if c.Opinion != "" {
				out = append(out, c)
			}
		}
	}
	return out
}

// ended puts the mark 끝 one space behind the last character of the text or, where there are attachments, of the last
// of them (행정업무의 운영 및 혁신에 관한 규정 시행규칙 제4조).
func (d DocumentPage) ended() DocumentPage {
	const end = " 끝."
	if n := len(d.Attachments); n > 0 {
		d.Attachments = slices.Clone(d.Attachments)
		for i, a := range d.Attachments {
			d.Attachments[i] = strings.TrimRight(strings.TrimSpace(a), ".") + "."
		}
		d.Attachments[n-1] += end
		return d
	}
	for i := len(d.Sections) - 1; i >= 0; i-- {
		s := d.Sections[i]
		if n := len(s.Text); n > 0 {
			s.Text = slices.Clone(s.Text)
			last := strings.TrimSuffix(strings.TrimRight(s.Text[n-1], " \n"), strings.TrimSpace(end))
			s.Text[n-1] = strings.TrimRight(last, " \n") + end
			d.Sections = slices.Clone(d.Sections)
			d.Sections[i] = s
			return d
		}
	}
	return d
}

// blockFuncs are what the templates of blocks ask.
var blockFuncs = template.FuncMap{
	"signers": signers, "beside": beside, "day": day, "month": month, "numbered": numbered, "iso": iso,
	"agencies":  Block.agencies,
	"issuers":   Block.issuers,
	"addressee": Block.addressee,
	"contact":   Block.contact,
	"told":      Block.told,
	"lines":     lines,
	"indented":  indented,
	"internal":  func(b Block) bool { return b.Form == policies.FormInternal },
	"label":     func(b Block) string { return b.Disclosure.Label(b.Style.Open) },
}
