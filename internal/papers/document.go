package papers

import (
	"io"

	"gyeol/gov"
)

// DocumentPage is an approval document with its line, in the form of an internal plan (domain §3.3, form 2).
type DocumentPage struct {
	Agency       string
	Unit         string
	Subject      string // its title
	Number       string // 평생교육과-11424; empty before the final signature
	PolicyNumber string
	ApprovedOn   gov.Date
	Disclosure   string // 공개, 부분공개(5)
	Round        int32
	Citizen      bool // Seoul prints an empty first cell for 시민
	Line         []SignCell
	Sections     []Section
	Attachments  []string
	Hash         string
}

// SignCell is one cell of the line. No cell is printed for a post that does not sign (행정업무의 운영 및 혁신에 관한 규정
// 시행규칙 제7조).
type SignCell struct {
	Role      string // draft, review, concur, agree, approve
	Title     string // post
	Delegated bool   // 전결
	Signed    string // name of who signed; empty while it waits
	On        gov.Date
	Opinion   string // printed as 의견 있음 beside the title
}

// Section is one numbered part of the text.
type Section struct {
	Title string
	Text  []string // paragraphs
}

// Document writes the document with its block and its text.
func Document(w io.Writer, d DocumentPage) error { return write(w, "document", d) }

// Title is the heading of the page.
func (d DocumentPage) Title() string { return d.Subject }

// Signers are the drafter and the cells of the line of command in order; the last one decides.
func (d DocumentPage) Signers() []SignCell { return d.cells("draft", "review", "approve") }

// Concurring are the cells of other units whose work is touched (협조, 합의).
func (d DocumentPage) Concurring() []SignCell { return d.cells("concur", "agree") }

func (d DocumentPage) cells(roles ...string) []SignCell {
	var out []SignCell
	for _, c := range d.Line {
		for _, r := range roles {
			if c.Role == r {
				out = append(out, c)
			}
		}
	}
	return out
}
