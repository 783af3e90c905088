package main

import (
	"context"
	"fmt"
	"os"

	"gyeol/client"
	"gyeol/gov"
	"gyeol/internal/papers"
)

// ReportCmd makes reports.
type ReportCmd struct {
	Conformity  reportConformityCmd  `cmd:"" help:"전결 규정 준수 점검 (routes taken against the delegation table)."`
	Compilation reportCompilationCmd `cmd:"" help:"취합한 시행계획과 추진실적 (a compiled plan or report)."`
}

type reportConformityCmd struct {
	From gov.Date `required:"" help:"first day of the period"`
	To   gov.Date `required:"" help:"last day of the period"`
	Unit string   `help:"only documents of this unit"`
	XLSX string   `name:"xlsx" help:"write the report as a workbook into this file"`
}

// Run prints one line per document, or writes the workbook.
func (c *reportConformityCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	p := client.Period{From: c.From, To: c.To, Unit: c.Unit}
	if c.XLSX != "" {
		raw, err := api.ConformityWorkbook(ctx, p)
		if err != nil {
			return told(err)
		}
		return os.WriteFile(c.XLSX, raw, 0o600)
	}
	r, err := api.Conformity(ctx, p)
	if err != nil {
		return told(err)
	}
	if g.JSON {
		return printJSON(g, r)
	}
	t := newTable("문서번호", "결재일", "규정상", "실제", "생략", "대결", "상위", "동일인", "판정", "사유")
	for _, x := range r.Rows {
		t.add(x.DocumentNumber, x.DecidedOn.Korean(), x.ComputedTitle, x.ActualTitle, fmt.Sprint(len(x.Skips)),
			fmt.Sprint(len(x.Proxies)), fmt.Sprint(len(x.Escalations)), fmt.Sprint(len(x.Doubles)),
			papers.Conformity(x.Verdict).Korean(), x.Why)
	}
	return t.print(g.Out)
}
