package api

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/policies/compiled"
)

// Format is how a paper is written.
type Format string

// The formats.
const (
	HTML Format = "html"
	Text Format = "text" // lines up in a fixed-pitch font
)

// Papers writes what officials read and print; internal/papers does it, cmd wires it in.
type Papers interface {
	// Block writes the block of a document alone.
	Block(w io.Writer, f Format, b cases.Block) error
	// Document writes a document with its block.
	Document(w io.Writer, f Format, p cases.Paper) error
	// Public writes a public copy.
	Public(w io.Writer, f Format, c cases.PublishedCopy) error
	// Meeting writes the result of a meeting as a page.
	Meeting(w io.Writer, m cases.PrintedCase) error
	// Compilation writes a compiled plan or report as a page.
	Compilation(w io.Writer, d compiled.Paper) error
	// CompilationBook writes it as a workbook.
	CompilationBook(w io.Writer, d compiled.Paper) error
	// Overlaps writes the pairs of projects that may be one as a workbook.
	Overlaps(w io.Writer, p cases.OverlapPage) error
	// Conformity writes the conformity report as a workbook.
	Conformity(w io.Writer, r cases.ConformityReport) error
}

// The types of what is printed.
const (
	typeHTML  = "text/html; charset=utf-8"
	typeText  = "text/plain; charset=utf-8"
	typeExcel = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
)

// paperPolicy lets a page bring its styles and nothing else.
const paperPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// Wanted is the format that is asked for: by name, else by Accept.
type Wanted struct {
	Format string `query:"format" enum:"html,text" doc:"Left out: text where Accept asks for text/plain and not for text/html"`
	accept string
}

// Resolve reads the header, which the document must not name.
func (w *Wanted) Resolve(ctx huma.Context) []error {
	w.accept = ctx.Header("Accept")
	return nil
}

func (w *Wanted) format() Format {
	switch {
	case w.Format != "":
		return Format(w.Format)
	case strings.Contains(w.accept, "text/plain") && !strings.Contains(w.accept, "text/html"):
		return Text
	}
	return HTML
}

var _ huma.Resolver = (*Wanted)(nil)

type readPaper struct {
	IDPath
	Wanted

	Part   string `query:"part" enum:"whole,block" default:"whole" doc:"The block alone, or the whole paper"`
	Reason string `query:"reason" maxLength:"1000" doc:"Why it is taken away; needed of personal data" example:"표창장 제작"`
}

type printed struct {
	Type        string `header:"Content-Type"`
	Policy      string `header:"Content-Security-Policy"`
	Sniff       string `header:"X-Content-Type-Options"`
	Disposition string `header:"Content-Disposition"`
	Body        []byte
}

type documentBlock struct{ Body cases.Block }

type conformityPeriod struct {
	From gov.Date `query:"from" required:"true" format:"date" doc:"First day of the period, by the final signature" example:"2022-01-01"`
	To   gov.Date `query:"to" required:"true" format:"date" doc:"Its last day" example:"2022-06-30"`
	Unit string   `query:"unit" maxLength:"100" doc:"Unit whose documents are checked; left out: every unit"`
}

type conformityReport struct{ Body cases.ConformityReport }

func (s *server) printing() {
	add(s, operation{
		id: "get-document-block", method: http.MethodGet, path: "/documents/{id}/block", tag: "Documents",
		summary:  "Read the block of a document: numbers, dates, and who signed",
		refusals: []int{http.StatusNotFound},
	}, s.getBlock)
	add(s, operation{
		id: "print-document", method: http.MethodGet, path: "/documents/{id}/paper", tag: "Documents",
		summary:  "Print a document, or its block alone",
		doc:      "A paper that holds personal data, as the list of nominees, asks for a reason.",
		refusals: []int{http.StatusNotFound}, types: []string{"text/html", "text/plain"},
	}, s.printDocument)
	add(s, operation{
		id: "print-meeting", method: http.MethodGet, path: "/meetings/{id}/paper", tag: "Meetings",
		summary: "Print the result of a meeting", doc: "Quorum and votes per item, nobody's ballot.",
		refusals: []int{http.StatusNotFound, http.StatusConflict}, types: []string{"text/html"},
	}, s.printMeeting)
	s.compilations()
	add(s, operation{
		id: "report-conformity", method: http.MethodGet, path: "/reports/conformity", tag: "Reports",
		summary: "Hold the routes of decided documents against the delegation table",
		doc: "서울특별시 사무전결처리 규칙 제13조, 제14조. The line is worked out anew from the pinned table, the facts and the organisation " +
			"of the day of submission. For auditors, coordinators and the office of organisation.",
		refusals: []int{http.StatusForbidden},
	}, s.conformity)
	add(s, operation{
		id: "print-conformity", method: http.MethodGet, path: "/reports/conformity.xlsx", tag: "Reports",
		summary:  "The same report as a workbook",
		refusals: []int{http.StatusForbidden, http.StatusNotFound}, types: []string{typeExcel},
	}, s.printConformity)
}

func (s *server) getBlock(ctx context.Context, in *IDPath) (*documentBlock, error) {
	id, err := in.caseID()
	if err != nil {
		return nil, err
	}
	out, err := s.cases.Block(ctx, who(ctx).actor(), id)
	return &documentBlock{Body: out}, err
}

func (s *server) printDocument(ctx context.Context, in *readPaper) (*printed, error) {
	id, err := in.caseID()
	if err != nil {
		return nil, err
	}
	f := in.format()
	if in.Part == "block" {
		b, err := s.cases.Block(ctx, who(ctx).actor(), id)
		if err != nil {
			return nil, err
		}
		return s.print(f, func(w io.Writer) error { return s.papers.Block(w, f, b) })
	}
	p, err := s.cases.Paper(ctx, who(ctx).exporter(in.Reason), id)
	if err != nil {
		return nil, err
	}
	return s.print(f, func(w io.Writer) error { return s.papers.Document(w, f, p) })
}

func (s *server) printMeeting(ctx context.Context, in *IDPath) (*printed, error) {
	id, err := in.caseID()
	if err != nil {
		return nil, err
	}
	c, err := s.cases.Printed(ctx, who(ctx).actor(), id, gov.CaseMeeting)
	if err != nil {
		return nil, err
	}
	return s.print(HTML, func(w io.Writer) error { return s.papers.Meeting(w, c) })
}

// print writes a paper whole or not at all. An installation without papers has none at any address.
func (s *server) print(f Format, write func(io.Writer) error) (*printed, error) {
	if s.papers == nil {
		return nil, errNoRoute
	}
	var out bytes.Buffer
	if err := write(&out); err != nil {
		return nil, err
	}
	p := &printed{Type: typeHTML, Policy: paperPolicy, Sniff: "nosniff", Disposition: "inline", Body: out.Bytes()}
	if f == Text {
		p.Type = typeText
	}
	return p, nil
}

func (s *server) conformity(ctx context.Context, in *conformityPeriod) (*conformityReport, error) {
	out, err := s.cases.Conformity(ctx, who(ctx).actor(), in.period())
	return &conformityReport{Body: out}, err
}

func (in *conformityPeriod) period() cases.ConformityPeriod {
	return cases.ConformityPeriod{From: in.From, To: in.To, Unit: gov.UnitID(in.Unit)}
}

func (s *server) printConformity(ctx context.Context, in *conformityPeriod) (*printed, error) {
	r, err := s.cases.Conformity(ctx, who(ctx).actor(), in.period())
	if err != nil {
		return nil, err
	}
	p, err := s.print("", func(w io.Writer) error { return s.papers.Conformity(w, r) })
	if err == nil {
		p.Type, p.Disposition = typeExcel, `attachment; filename="conformity.xlsx"`
	}
	return p, err
}
