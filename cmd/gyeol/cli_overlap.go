package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"gyeol/client"
	"gyeol/gov"
	"gyeol/policies"
)

// OverlapCmd lists projects that may be one and records what is decided on them.
type OverlapCmd struct {
	List   overlapListCmd   `cmd:"" help:"중복 의심 목록 (pairs of a compilation, the likeliest first)."`
	Decide overlapDecideCmd `cmd:"" help:"중복 조정 (keep, merge, move or drop)."`
	Export overlapExportCmd `cmd:"" help:"위원회 자료로 내보냅니다 (write a workbook)."`
}

type overlapListCmd struct {
	Case    string  `arg:"" help:"id of the compilation"`
	Open    bool    `help:"only pairs on which nobody has decided"`
	Least   float64 `help:"score from this on, 0 to 1"`
	Cluster string  `help:"only the pairs of one cluster"`
	Part    string  `enum:",plan,results" default:"" help:"plan or results"`
	Row     string  `help:"only the pairs of one project"`
	Most    int     `help:"at most so many"`
	Why     bool    `help:"one line for each criterion"`
}

// Run prints one line per pair, and with --why one per criterion below it.
func (c *overlapListCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	f := client.OverlapFilter{
		Least: int(c.Least*1000 + 0.5), Cluster: c.Cluster, Part: c.Part, Row: c.Row, Most: c.Most,
	}
	if c.Open {
		f.Settled = "no"
	}
	pairs, err := api.Overlaps(ctx, c.Case, f)
	if err != nil {
		return told(err)
	}
	if g.JSON {
		return printJSON(g, pairs)
	}
	if len(pairs) == 0 {
		_, err := fmt.Fprintln(g.Out, "중복이 의심되는 사업이 없습니다.")
		return err
	}
	t := newTable("유사도", "비교", "쌍", "사업 1", "사업 2", "결정", "왜")
	for _, p := range pairs {
		t.add(policies.Thousandths(int(p.Score)), policies.Thousandths(int(p.Compared)), p.Pair, p.A.Name, p.B.Name,
			overlapDecision(p), mark(!c.Why, whyAlike(p.Parts)))
		for i := range p.Parts {
			if c.Why {
				t.add("", "", "", "", "", "", p.Parts[i].Title+": "+p.Parts[i].Text)
			}
		}
	}
	return t.print(g.Out)
}

func overlapDecision(p client.OverlapItem) string {
	switch {
	case p.Decision.Decision == "":
		return "-"
	case p.Decision.Outdated:
		return "재검토"
	}
	return p.Decision.Text
}

// whyAlike are the parts that could be compared, in one line.
func whyAlike(parts []client.OverlapPart) string {
	var out []string
	for _, p := range parts {
		if p.Compared {
			out = append(out, p.Text)
		}
	}
	return strings.Join(out, "; ")
}

type overlapDecideCmd struct {
	Case     string `arg:"" help:"id of the compilation"`
	Pair     string `arg:"" help:"as listed, e.g. results/R24-2-3-15/R24-3-1-6"`
	Decision string `arg:"" enum:"keep,merge,move,drop" help:"keep, merge, move or drop"`
	Row      string `help:"the project that is merged into the other, moved or dropped"`
	ToUnit   string `help:"the unit that takes a moved project over"`
	Meeting  string `help:"id of the meeting that resolved it"`
	Reason   string `required:"" help:"why"`
	IfMatch  string `help:"ETag of the compilation that was seen; refused if somebody was faster"`
	Key      string `help:"idempotency key; repeat a command that broke under the same one"`
}

// Run records the decision and prints what was done.
func (c *overlapDecideCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	said := map[string]string{"pair": c.Pair, "decision": c.Decision}
	for name, word := range map[string]string{"row": c.Row, "to_unit": c.ToUnit, "meeting": c.Meeting} {
		if word != "" {
			said[name] = word
		}
	}
	body, err := json.Marshal(said)
	if err != nil {
		return fmt.Errorf("write the decision: %w", err)
	}
	out, err := api.Overrule(ctx, c.Case, gov.VerbAdjustOverlap, client.ActOptions{
		Key: c.Key, Reason: c.Reason, IfMatch: c.IfMatch, Body: json.RawMessage(body),
	})
	return g.outcome(out, err)
}

type overlapExportCmd struct {
	Case string `arg:"" help:"id of the compilation"`
	File string `arg:"" help:"the workbook to write, e.g. overlaps.xlsx"`
}

// Run writes the workbook.
func (c *overlapExportCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	raw, err := api.OverlapWorkbook(ctx, c.Case)
	if err != nil {
		return told(err)
	}
	return os.WriteFile(c.File, raw, 0o600)
}
