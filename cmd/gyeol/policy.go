package main

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"

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
	Year int    `help:"first of the three plan years whose dates are tried; default: the first that can still be opened"`
}

// Run loads the pack, tries three years and prints what it assumes.
func (c *policyCheckCmd) Run(g *Globals) error {
	p, faults := pack.Load(packFS(c.Pack))
	switch {
	case p == nil:
	case c.Year == 0:
		faults = p.CheckFrom(officeToday())
	default:
		faults = p.CheckYears(c.Year)
	}
	if g.JSON {
		return printCheck(g, p, faults)
	}
	if len(faults) > 0 {
		return sayPackFaults(g, faults)
	}
	for _, a := range p.Assumed() {
		fmt.Fprintf(g.Out, "현행 규정 기준 %s: %s의 문구를 %s부터 적용함 (%s)%s\n", a.Rule, a.From, a.AssumedFrom,
			strings.Join(a.Article, ", "), noted(a.Note))
	}
	fmt.Fprintf(g.Out, "%s: 이상 없음 (no fault), %x\n", p.Manifest.Title, p.Hash[:6])
	return nil
}

func noted(note string) string {
	if note == "" {
		return ""
	}
	return " — " + note
}

// printCheck prints the whole answer as one JSON object; faults make it an error all the same.
func printCheck(g *Globals, p *pack.Pack, faults pack.Faults) error {
	out := struct {
		Pack    string             `json:"pack,omitempty"`
		Hash    string             `json:"hash,omitempty"`
		Faults  pack.Faults        `json:"faults"`
		Assumed []pack.AssumedRule `json:"assumed"`
	}{Faults: append(pack.Faults{}, faults...), Assumed: []pack.AssumedRule{}}
	if p != nil {
		out.Pack, out.Hash, out.Assumed = p.Manifest.Pack, p.Hash.String(), p.Assumed()
	}
	if err := printJSON(g, out); err != nil || len(faults) == 0 {
		return err
	}
	return packFaults(faults)
}

func packFaults(faults pack.Faults) error {
	return fmt.Errorf("규정 묶음에 잘못이 %d건 있습니다 (%d faults)", len(faults), len(faults))
}

// officeToday is the office date of a command that has no installation to ask.
func officeToday() gov.Date { return gov.DateIn(time.Now()) }

// sayPackFaults prints every fault by file, line and rule.
func sayPackFaults(g *Globals, faults pack.Faults) error {
	for _, f := range faults {
		fmt.Fprintln(g.Out, f)
	}
	return packFaults(faults)
}

type policyExplainCmd struct {
	Matter  string            `required:"" help:"matter of the delegation table, e.g. implementation-plan.fix"`
	Drafter string            `default:"lifelong-education-division.officer" help:"post of the drafter"`
	On      string            `help:"office date, YYYY-MM-DD; default: today on this computer, whatever day a rehearsal has"`
	Fact    map[string]string `help:"facts of the matter, name=value: a word, words between commas, a number, or JSON"`

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
	on := officeToday()
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
	return c.say(g, line)
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
