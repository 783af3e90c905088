package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"gyeol/client"
)

// CollectCmd is about the rows of a collection as files.
type CollectCmd struct {
	List   collectListCmd   `cmd:"" help:"제출 목록 (submissions, one line each)."`
	Show   collectShowCmd   `cmd:"" help:"제출 하나의 행과 확인사항 (the rows of a submission)."`
	Attach collectAttachCmd `cmd:"" help:"제출이나 행에 파일을 붙입니다 (put a file beside a submission)."`
	Export collectExportCmd `cmd:"" help:"부서마다 작성 양식을 내려받습니다 (one file for each unit)."`
	Import collectImportCmd `cmd:"" help:"적은 파일을 올려 달라진 내용을 보고, --apply로 저장합니다 (differences first)."`
}

type collectExportCmd struct {
	Stage  string `required:"" help:"key of the collection, e.g. plans"`
	Cycle  string `help:"name and year; every year that is open if left out"`
	Unit   string `help:"only this unit; every unit you may see if left out"`
	Out    string `default:"." type:"path" help:"folder for the files; made if it is not there"`
	Format string `default:"xlsx" enum:"xlsx,csv" help:"xlsx or csv"`
}

// exported is a file that was written.
type exported struct {
	File       string `json:"file"`
	Unit       string `json:"unit"`
	Submission string `json:"submission"`
	State      string `json:"state"`
}

// Run writes the files and prints one line for each.
func (c *collectExportCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	list, err := api.Cases(ctx, "submissions", client.CaseFilter{Cycle: c.Cycle, Stage: c.Stage, Unit: c.Unit})
	if err != nil {
		return told(err)
	}
	if len(list) == 0 {
		return fmt.Errorf("‘%s’ 단계에서 볼 수 있는 제출이 없습니다. 단계와 부서를 확인하십시오 (no submission to export)", c.Stage)
	}
	if err := os.MkdirAll(c.Out, 0o700); err != nil {
		return fmt.Errorf("make %s: %w", c.Out, err)
	}
	done := []exported{}
	taken := map[string]bool{}
	for _, s := range list {
		f, err := api.ExportSheet(ctx, "", s.ID, c.Format)
		if err != nil {
			return told(err)
		}
		name := apart(filepath.Base(f.Name), s.Stage, taken)
		path := filepath.Join(c.Out, name)
		if err := os.WriteFile(path, f.Data, 0o600); err != nil {
			return fmt.Errorf("write %s: %w", path, err)
		}
		done = append(done, exported{path, s.UnitName, s.ID, s.State})
	}
	if g.JSON {
		return printJSON(g, done)
	}
	t := newTable("부서", "상태", "파일")
	for _, e := range done {
		t.add(e.Unit, e.State, e.File)
	}
	return t.print(g.Out)
}

// apart keeps files of one name apart: two rounds of a stage may have one title.
func apart(name, stage string, taken map[string]bool) string {
	for n := 1; taken[name]; n++ {
		ext := filepath.Ext(name)
		more := "_" + stage
		if n > 1 {
			more = fmt.Sprintf("_%d", n)
		}
		name = strings.TrimSuffix(name, ext) + more + ext
	}
	taken[name] = true
	return name
}
