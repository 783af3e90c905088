package main

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"

	"gyeol/gov"
	"gyeol/policies/pack"
	"gyeol/policies/seoul"
)

// policyCmd needs neither server nor database.
type policyCmd struct {
	Check   policyCheckCmd   `cmd:"" help:"묶음의 모든 잘못을 파일·줄·규칙으로 알립니다 (every fault by file, line and rule)."`
	Explain policyExplainCmd `cmd:"" help:"사안의 결재선과 조문을 보입니다 (the line a matter yields, with its articles)."`
}

type policyCheckCmd struct {
	Pack string `arg:"" optional:"" help:"folder of the pack; empty: Seoul's, as built in"`
	Year int    `default:"2026" help:"first of the three years whose dates are tried"`
}

// Run loads the pack, tries three years and prints what it assumes.
func (c *policyCheckCmd) Run(g *Globals) error {
	p, faults := pack.Load(packFS(c.Pack))
	if p != nil {
		faults = append(faults, p.CheckYears(c.Year)...)
	}
	if len(faults) > 0 {
		return sayPackFaults(g, faults)
	}
	for _, a := range p.Assumed() {
		fmt.Fprintf(g.Out, "현행 규정 기준: %v\n", a)
	}
	fmt.Fprintf(g.Out, "%s: 이상 없음 (no fault), %x\n", p.Manifest.Title, p.Hash[:6])
	return nil
}

// sayPackFaults prints every fault by file, line and rule.
func sayPackFaults(g *Globals, faults pack.Faults) error {
	for _, f := range faults {
		fmt.Fprintln(g.Out, f)
	}
	return fmt.Errorf("규정 묶음에 잘못이 %d건 있습니다 (%d faults)", len(faults), len(faults))
}

type policyExplainCmd struct {
	Matter  string            `required:"" help:"matter of the delegation table, e.g. implementation-plan.fix"`
	Drafter string            `default:"lifelong-education-division.officer" help:"post of the drafter"`
	On      string            `help:"office date, YYYY-MM-DD; default: the first day of the current wording"`
	Fact    map[string]string `help:"facts of the matter, name=JSON"`

	Amount      *int64   `help:"the money in won (amount_krw)"`
	Change      string   `help:"change class against last year, e.g. new (change_class)"`
	Touches     []string `help:"units whose work the content touches"`
	PartnerKind []string `help:"kinds of the partners, e.g. national (partner_kinds)"`

	Pack string `help:"folder of the pack; empty: Seoul's, as built in"`
}

// Run prints the line cell by cell.
func (c *policyExplainCmd) Run(g *Globals) error {
	p, faults := pack.Load(packFS(c.Pack))
	if err := faults.Err(); err != nil {
		return err
	}
	on := gov.MustDate("2026-12-03")
	if c.On != "" {
		var err error
		if on, err = gov.ParseDate(c.On); err != nil {
			return err
		}
	}
	question, err := c.ask(p, on)
	if err != nil {
		return err
	}
	line, err := p.Explain(question)
	if err != nil {
		return err
	}
	if g.JSON {
		return printJSON(g, line)
	}
	return sayLine(g, line)
}

// packFS is a folder, or Seoul's pack as it was built in.
func packFS(dir string) fs.FS {
	if dir == "" {
		return seoul.FS
	}
	return os.DirFS(dir)
}

func printJSON(g *Globals, v any) error {
	enc := json.NewEncoder(g.Out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}
