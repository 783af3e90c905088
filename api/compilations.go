package api

import (
	"context"
	"io"
	"net/http"

	"gyeol/policies/compiled"
)

type compiledDocument struct{ Body compiled.Paper }

// compilations are the ways in which a compiled plan or report is read. All are made from the same document.
func (s *server) compilations() {
	refusals := []int{http.StatusNotFound, http.StatusConflict}
	add(s, operation{
		id: "get-compilation-document", method: http.MethodGet, path: "/compilations/{id}/document",
		tag:      "Compilations",
		summary:  "Read a compiled plan or report as a document: chapters, tables, totals, differences",
		doc:      "Numbers follow from the tree. Each cell has its printed text and, of a number, the stored value.",
		refusals: refusals,
	}, s.readCompilation)
	add(s, operation{
		id: "print-compilation", method: http.MethodGet, path: "/compilations/{id}/paper", tag: "Compilations",
		summary:  "Print a compiled plan or report",
		refusals: refusals, types: []string{"text/html"},
	}, s.printCompilation)
	add(s, operation{
		id: "print-compilation-book", method: http.MethodGet, path: "/compilations/{id}/paper.xlsx",
		tag:      "Compilations",
		summary:  "The same as a workbook",
		refusals: refusals, types: []string{typeExcel},
	}, s.printCompilationBook)
}

func (s *server) readCompilation(ctx context.Context, in *IDPath) (*compiledDocument, error) {
	id, err := in.caseID()
	if err != nil {
		return nil, err
	}
	out, err := s.cases.Compiled(ctx, who(ctx).actor(), id)
	return &compiledDocument{Body: out}, err
}

func (s *server) printCompilation(ctx context.Context, in *IDPath) (*printed, error) {
	d, err := s.readCompilation(ctx, in)
	if err != nil {
		return nil, err
	}
	return s.print(HTML, func(w io.Writer) error { return s.papers.Compilation(w, d.Body) })
}

func (s *server) printCompilationBook(ctx context.Context, in *IDPath) (*printed, error) {
	d, err := s.readCompilation(ctx, in)
	if err != nil {
		return nil, err
	}
	p, err := s.print("", func(w io.Writer) error { return s.papers.CompilationBook(w, d.Body) })
	if err == nil {
		p.Type, p.Disposition = typeExcel, `attachment; filename="compilation.xlsx"`
	}
	return p, err
}
