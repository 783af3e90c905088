package papers

import (
	"fmt"
	"io"
	"strings"

	"gyeol/gov"
	"gyeol/internal/locale"
	"gyeol/policies"
)

// PublicPage is the public copy of a document or of minutes: what everybody may read, and who released it.
type PublicPage struct {
	policies.PublicCopy

	Number     int
	Hash       string // of the copy, in hex
	ReleasedOn gov.Date
	ReleasedAs string // title of the post
	ReleasedBy string
}

// Public writes the public copy as a page.
func Public(w io.Writer, p PublicPage) error {
	return write(w, "public", publicView{p, p.Title})
}

// publicView is the page as its template asks for it: a heading, and the copy.
type publicView struct {
	PublicPage

	Title string
}

// Foot says who released which copy.
func (p PublicPage) Foot() string {
	return fmt.Sprintf("공개본 %d호 · %s 확정 · %s %s", p.Number, p.ReleasedOn.Korean(), p.ReleasedAs, p.ReleasedBy)
}

// PublicText writes the public copy as text.
func PublicText(w io.Writer, p PublicPage) error {
	var out strings.Builder
	fold := func(text string) {
		for _, line := range lines(text) {
			columns, rest := indent(line)
			pad := strings.Repeat(" ", columns)
			out.WriteString(pad + strings.Join(locale.Fold(rest, 100-columns, true), "\n"+pad) + "\n")
		}
	}
	fold(clean(p.Title))
	out.WriteString("\n")
	for _, l := range p.Head {
		fold(clean(l.Label) + ": " + clean(l.Text))
	}
	for _, part := range p.Parts {
		out.WriteString("\n[" + clean(part.Name) + " — " + clean(part.Label) + "]\n")
		if part.Text != "" {
			fold(part.Text)
		}
		if part.Notice != "" {
			fold("※ " + part.Notice)
		}
	}
	out.WriteString("\n" + clean(p.Foot()) + "\nSHA-256 " + p.Hash + "\n")
	return writeText(w, out.String())
}
