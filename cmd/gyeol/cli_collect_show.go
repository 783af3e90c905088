package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/text/unicode/norm"

	"gyeol/client"
	"gyeol/gov"
	"gyeol/policies/checks"
)

type collectShowCmd struct {
	Submission string `arg:"" help:"id of the submission (gyeol collect list)"`
}

type collectListCmd struct {
	Stage string `help:"key of the collection, e.g. plans"`
	Cycle string `help:"name and year"`
	Unit  string `help:"only this unit"`
	State string `help:"only those in this state"`
}

// Run prints one line for each submission that one may see.
func (c *collectListCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	list, err := api.Cases(ctx, "submissions", client.CaseFilter{
		Cycle: c.Cycle, Stage: c.Stage, Unit: c.Unit, State: c.State,
	})
	if err != nil {
		return told(err)
	}
	if g.JSON {
		return printJSON(g, list)
	}
	t := newTable("제출", "상태", "기한", "부서", "제목")
	for _, s := range list {
		t.add(s.ID, gov.State(s.State).Korean(), faces(s.Due.OperativeText, s.Due.LegalText), s.UnitName, s.Title)
	}
	return t.print(g.Out)
}

// Run prints the rows of a submission, each with what was typed, asked and found.
func (c *collectShowCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	seen, err := api.Case(ctx, c.Submission)
	if err != nil {
		return told(err)
	}
	sub := seen.Context.Submission
	switch {
	case sub.Form == "":
		return fmt.Errorf("제출이 아닌 사안입니다: %s (this case is no submission)", seen.Title)
	case g.JSON:
		return printJSON(g, sub)
	}
	_, err = fmt.Fprintln(g.Out, strings.Join(append([]string{
		fmt.Sprintf("%s · %s · %s", seen.UnitName, seen.Title, gov.State(seen.State).Korean()),
		fmt.Sprintf("서식 %s, 행 %d개, 확인사항 %d건, 파일 %d개", sub.FormTitle, len(sub.Rows), len(sub.Findings), len(sub.Attachments)),
	}, shownRows(sub)...), "\n"))
	return err
}

// shownRows are the lines of every row.
func shownRows(sub client.SubmissionContext) []string {
	var out []string
	for n, row := range sub.Rows {
		out = append(out, "", fmt.Sprintf("%d. %s%s (개정 %d) %s", n+1, row.Title, mark(row.Assigned != "", " · 담당 "+row.Assigned),
			row.Revision, row.ID))
		out = append(out, shownFields(sub.Fields, row)...)
		for _, e := range sub.Events {
			if e.Row == row.ID {
				out = append(out, strings.TrimRight(fmt.Sprintf("   변동: %s %s, %s %s",
					e.EffectiveOn.Korean(), eventWords[string(e.Kind)], e.Reason, e.ToUnitName), " "))
			}
		}
		for _, x := range sub.Consents {
			if x.Row == row.ID {
				out = append(out, strings.TrimRight(fmt.Sprintf("   협의: %s %s %s",
					x.UnitName, answerWords[string(x.Answer)], x.Opinion), " "))
			}
		}
		for _, f := range sub.Findings {
			if f.Row == row.ID {
				out = append(out, fmt.Sprintf("   확인: %s (%s)", f.Message, f.Article))
			}
		}
		for _, a := range sub.Attachments {
			if a.Row == row.ID {
				out = append(out, fmt.Sprintf("   붙임: %s (%s바이트)", a.Name, checks.Thousands(a.Size)))
			}
		}
	}
	return out
}

// What became of a project, and what another unit answered, as officials read it.
var (
	eventWords  = map[string]string{"ended": "종료", "merged": "통합", "split": "분리", "transferred": "이관"}
	answerWords = map[string]string{"": "답변 전", "agreed": "동의", "objected": "이견", "dropped": "협의 취소"}
)

// shownFields are the fields of a row that hold something, in the order of the form.
func shownFields(fields []client.FormField, row client.Row) []string {
	var data map[string]json.RawMessage
	if json.Unmarshal(row.Data, &data) != nil || len(data) == 0 {
		return []string{"   (아직 적지 않음)"}
	}
	var out []string
	for _, f := range fields {
		if raw, typed := data[f.ID]; typed {
			out = append(out, "   "+f.Title+": "+shownValue(f, raw))
		}
	}
	return out
}

// shownValue is a value with its unit: of a choice its words, of money whole won.
func shownValue(f client.FormField, raw json.RawMessage) string {
	text := plainValue(raw)
	for _, c := range f.Choices {
		if c.Value == text {
			return c.Title
		}
	}
	var krw int64
	if f.Type == "money" && json.Unmarshal(raw, &krw) == nil {
		return checks.Thousands(krw) + "원"
	}
	return text + f.Unit
}

type collectAttachCmd struct {
	Task string `arg:"" help:"id of the task on which the submission is written"`
	File string `arg:"" type:"existingfile" help:"the file"`
	Row  string `help:"id of the row that it belongs to; the whole submission if left out"`
}

// Run stores a file and puts it beside a submission.
func (c *collectAttachCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	data, err := os.ReadFile(c.File)
	if err != nil {
		return fmt.Errorf("read %s: %w", c.File, err)
	}
	kept, err := api.StoreFile(ctx, data)
	if err != nil {
		return told(err)
	}
	body := map[string]any{"sha256": kept.Sha256, "name": norm.NFC.String(filepath.Base(c.File))}
	if c.Row != "" {
		body["row"] = c.Row
	}
	out, err := api.Act(ctx, c.Task, gov.VerbAttach, client.ActOptions{Body: body})
	if err != nil {
		return told(err)
	}
	if g.JSON {
		return printJSON(g, out)
	}
	_, err = fmt.Fprintf(g.Out, "붙였습니다: %s (%s바이트, %s)\n", body["name"], checks.Thousands(kept.Size), kept.MediaType)
	return err
}
