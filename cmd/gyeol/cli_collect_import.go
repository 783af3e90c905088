package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"gyeol/client"
	"gyeol/internal/sheets"
)

type collectImportCmd struct {
	Paths     []string `arg:"" type:"path" help:"files and folders; of a folder every file in it"`
	Apply     bool     `help:"write what the files change; otherwise the differences are only shown"`
	Conflicts string   `default:"ask" enum:"ask,file,present" help:"of what both changed, whose value is taken"`
}

// handedIn is what became of one file.
type handedIn struct {
	File      string              `json:"file"`
	Unit      string              `json:"unit,omitempty"`
	Rows      int64               `json:"rows"`
	Conflicts int64               `json:"conflicts"`
	State     string              `json:"state"` // proposed, applied, refused
	Refusal   string              `json:"refusal,omitempty"`
	Reasons   []client.Reason     `json:"reasons,omitempty"`
	Import    *client.SheetImport `json:"import,omitempty"`
}

// handedInAll is the summary of many files.
type handedInAll struct {
	Files     []handedIn `json:"files"`
	Rows      int64      `json:"rows"`
	Conflicts int64      `json:"conflicts"`
	Applied   int        `json:"applied"`
	Refused   int        `json:"refused"`
}

// Run hands every file in, one after the other, and prints one summary. It fails if a file was refused.
func (c *collectImportCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	files, err := filesOf(c.Paths)
	if err != nil {
		return err
	}
	all := handedInAll{Files: []handedIn{}}
	for _, path := range files {
		one, err := c.handIn(ctx, api, path)
		if err != nil {
			return told(err)
		}
		all.Files = append(all.Files, one)
		all.Rows, all.Conflicts = all.Rows+one.Rows, all.Conflicts+one.Conflicts
		switch one.State {
		case "applied":
			all.Applied++
		case "refused":
			all.Refused++
		}
	}
	if err := c.print(g, all); err != nil {
		return err
	}
	if all.Refused > 0 {
		return fmt.Errorf("파일 %d개 중 %d개를 받지 않았습니다 (%[2]d of %[1]d files were refused)", len(all.Files), all.Refused)
	}
	return nil
}

// filesOf lists the files named, and those of the folders named in the order of their names. What programs leave behind
// while a file is open is none.
func filesOf(paths []string) ([]string, error) {
	var out []string
	for _, path := range paths {
		entries, err := os.ReadDir(path)
		if err != nil {
			if info, statErr := os.Stat(path); statErr != nil || info.IsDir() {
				return nil, fmt.Errorf("read %s: %w", path, err)
			}
			out = append(out, path)
			continue
		}
		for _, e := range entries {
			if hidden := strings.HasPrefix(e.Name(), ".") || strings.HasPrefix(e.Name(), "~$"); !e.IsDir() && !hidden {
				out = append(out, filepath.Join(path, e.Name()))
			}
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("올릴 파일이 없습니다 (there is no file to import): %w", fs.ErrNotExist)
	}
	return slices.Compact(out), nil
}

// handIn imports one file, and applies it if that was asked. A refusal is a result; an error ends the whole.
func (c *collectImportCmd) handIn(ctx context.Context, api *client.Client, path string) (handedIn, error) {
	name := norm.NFC.String(filepath.Base(path))
	info, err := os.Stat(path)
	if err != nil {
		return handedIn{}, fmt.Errorf("read %s: %w", path, err)
	}
	if info.Size() > sheets.MaxFile {
		return handedIn{File: name, State: "refused", Refusal: fmt.Sprintf(
			"파일이 %dMB보다 큽니다. 그림과 쓰지 않는 시트를 지우고 다시 저장하십시오.", sheets.MaxFile>>20)}, nil
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return handedIn{}, fmt.Errorf("read %s: %w", path, err)
	}
	in, err := api.ImportSheet(ctx, client.Upload{Name: name, Data: data})
	if err == nil && c.Apply {
		in, err = c.apply(ctx, api, in)
	}
	out := handedIn{File: name, Unit: in.UnitName, Rows: in.Rows, Conflicts: in.Conflicts, State: string(in.State)}
	if in.ID != "" {
		out.Import = &in
	}
	var p *client.Problem
	switch {
	case errors.As(err, &p) && p.Status < 500 && p.Status != 401:
		out.State, out.Refusal, out.Reasons = "refused", cmp.Or(p.Detail, p.English), p.Reasons
		return out, nil
	case err != nil:
		return out, err
	}
	return out, nil
}

// apply writes the file, with the choice that was made for all conflicts.
func (c *collectImportCmd) apply(
	ctx context.Context, api *client.Client, in client.SheetImport,
) (client.SheetImport, error) {
	var choices []client.SheetChoice
	for _, x := range in.Changes {
		if x.Conflict && c.Conflicts != "ask" {
			choices = append(choices, client.SheetChoice{
				Row: x.Row, Field: x.Field, Take: client.SheetChoiceTake(c.Conflicts), Revision: x.Revision,
			})
		}
	}
	done, err := api.ApplyImport(ctx, "", in.ID, choices)
	if err != nil {
		return in, err
	}
	return done, nil
}

// print prints what each file changes and one table with all files.
func (c *collectImportCmd) print(g *Globals, all handedInAll) error {
	if g.JSON {
		return printJSON(g, all)
	}
	words := map[string]string{"proposed": "확인만 함", "applied": "저장함", "refused": "받지 않음"}
	t := newTable("파일", "부서", "행", "충돌", "결과", "거부 사유")
	for _, f := range all.Files {
		if err := printDifference(g, f); err != nil {
			return err
		}
		t.add(f.File, f.Unit, fmt.Sprint(f.Rows), fmt.Sprint(f.Conflicts), words[f.State], f.Refusal)
	}
	t.add(fmt.Sprintf("모두 %d개", len(all.Files)), "", fmt.Sprint(all.Rows), fmt.Sprint(all.Conflicts),
		fmt.Sprintf("저장 %d, 거부 %d", all.Applied, all.Refused), "")
	return t.print(g.Out)
}

// mostShown is how many fields of one file are printed; JSON has them all.
const mostShown = 50

func printDifference(g *Globals, f handedIn) error {
	var lines []string
	for _, r := range f.Reasons {
		lines = append(lines, "  "+r.Text)
	}
	if f.Import != nil && f.State != "refused" {
		for _, c := range f.Import.Changes {
			lines = append(lines, fmt.Sprintf("  %s · %s: %s → %s%s", c.Title, c.FieldTitle, c.Was,
				c.Becomes, mark(c.Conflict, " (충돌: 내려받을 때 "+plainValue(c.Exported)+")")))
		}
		for _, a := range f.Import.Added {
			lines = append(lines, fmt.Sprintf("  더한 행(%d행): %s", a.Line, a.Values))
		}
	}
	if len(lines) == 0 {
		return nil
	}
	if more := len(lines) - mostShown; more > 0 {
		lines = append(lines[:mostShown], fmt.Sprintf("  외 %d개 (--json은 모두 보입니다)", more))
	}
	_, err := fmt.Fprintf(g.Out, "%s\n%s\n", f.File, strings.Join(lines, "\n"))
	return err
}

// plainValue is a value on one line, a blank one as a dash.
func plainValue(raw json.RawMessage) string {
	var text string
	switch err := json.Unmarshal(raw, &text); {
	case string(raw) == "null" || len(raw) == 0:
		return "-"
	case err != nil:
		return string(raw)
	}
	return strings.ReplaceAll(text, "\n", " ⏎ ")
}
