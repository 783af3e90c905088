package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"gyeol/client"
)

type reportCompilationCmd struct {
	Case string `arg:"" help:"id of the compilation"`
	HTML string `name:"html" help:"write it as a page into this file"`
	XLSX string `name:"xlsx" help:"write it as a workbook into this file"`
}

// Run prints the tables of a compiled plan or report, or writes the page or the workbook.
func (c *reportCompilationCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	for _, f := range []struct {
		name string
		read func(context.Context, string) ([]byte, error)
	}{{c.HTML, api.PrintCompilation}, {c.XLSX, api.CompilationWorkbook}} {
		if f.name == "" {
			continue
		}
		raw, err := f.read(ctx, c.Case)
		if err != nil {
			return told(err)
		}
		if err := os.WriteFile(f.name, raw, 0o600); err != nil {
			return fmt.Errorf("write the paper: %w", err)
		}
	}
	if c.HTML != "" || c.XLSX != "" {
		return nil
	}
	d, err := api.Compilation(ctx, c.Case)
	if err != nil {
		return told(err)
	}
	if g.JSON {
		return printJSON(g, d)
	}
	return printCompiled(g.Out, d)
}

// printCompiled prints a compiled paper as text.
func printCompiled(out io.Writer, d client.CompiledPaper) error {
	if _, err := fmt.Fprintf(out, "%d년 %s\n", d.Year, d.Title); err != nil {
		return fmt.Errorf("print the paper: %w", err)
	}
	for _, chapter := range d.Chapters {
		for _, s := range chapter.Sections {
			text := fmt.Sprintf("\n%s-%s %s %s\n", chapter.Number, s.Number, chapter.Title, s.Title)
			for _, line := range s.Text {
				text += line + "\n"
			}
			if _, err := io.WriteString(out, text); err != nil {
				return fmt.Errorf("print the paper: %w", err)
			}
			tables := s.Tables
			for _, i := range s.Items {
				tables = append(tables, i.Tables...)
			}
			for _, t := range tables {
				if err := printCompiledTable(out, t); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func printCompiledTable(out io.Writer, t client.CompiledTable) error {
	if _, err := fmt.Fprintf(out, "표 %s %s\n", t.Number, t.Caption); err != nil {
		return fmt.Errorf("print the paper: %w", err)
	}
	head := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		head[i] = c.Title
	}
	lines := newTable(head...)
	for _, r := range t.Rows {
		cells := make([]string, len(r.Cells))
		for i, c := range r.Cells {
			cells[i] = c.Text
		}
		lines.add(cells...)
	}
	return lines.print(out)
}
