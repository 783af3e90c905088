package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/jackc/pgx/v5/pgxpool"

	"gyeol/internal/intake"
)

// orgCmd lets another city bring its own organisation.
type orgCmd struct {
	Import orgImportCmd `cmd:"" help:"부서·직위·사람 목록(CSV)을 견주어 보고, --apply로 반영합니다 (review, then apply)."`
}

type orgImportCmd struct {
	Units  string `type:"existingfile" help:"CSV of units: id,kind,name,parent,source,valid_from,valid_to"`
	Posts  string `type:"existingfile" help:"CSV of posts: id,unit,title,rank,ordinal,valid_from,valid_to"`
	People string `type:"existingfile" help:"CSV of people: id,name,email,post,valid_from,valid_to"`
	Apply  bool   `help:"write what was shown; without it nothing is written"`
	Data   string `help:"data folder; default ./.gyeol"`
}

// Run shows what the lists would change, field by field, and writes it only when asked; the writing is audited.
func (c *orgImportCmd) Run(ctx context.Context, g *Globals) error {
	lists, err := c.read()
	if err != nil {
		return sayFaults(g, err)
	}
	return g.withRecord(ctx, c.Data, func(pool *pgxpool.Pool, _ string) error {
		changes, err := intake.Diff(ctx, pool, lists...)
		if err != nil {
			return sayFaults(g, err)
		}
		if g.JSON {
			err = printJSON(g, changes)
		} else {
			showChanges(g, changes)
		}
		if err != nil || !c.Apply || len(changes.List) == 0 {
			return err
		}
		return intake.Apply(ctx, pool, changes)
	})
}

func (c *orgImportCmd) read() ([]intake.OrgRows, error) {
	var lists []intake.OrgRows
	for _, f := range []struct {
		path string
		kind intake.OrgKind
	}{{c.Units, intake.OrgUnits}, {c.Posts, intake.OrgPosts}, {c.People, intake.OrgPeople}} {
		if f.path == "" {
			continue
		}
		list, err := readList(f.path, f.kind)
		if err != nil {
			return nil, err
		}
		lists = append(lists, list)
	}
	if len(lists) == 0 {
		return nil, errors.New("name at least one of --units, --posts, --people")
	}
	return lists, nil
}

func readList(path string, kind intake.OrgKind) (intake.OrgRows, error) {
	f, err := os.Open(path)
	if err != nil {
		return intake.OrgRows{}, err
	}
	defer f.Close()
	return intake.ReadOrg(f, filepath.Base(path), kind)
}

// sayFaults prints each fault of a list by file and line; any other error goes on as it is.
func sayFaults(g *Globals, err error) error {
	var faults intake.FaultsError
	if !errors.As(err, &faults) {
		return err
	}
	for _, f := range faults {
		fmt.Fprintf(g.Out, "%s:%d: %s\n", f.File, f.Line, f.Text)
	}
	return fmt.Errorf("잘못 %d건, 아무것도 쓰지 않았습니다 (%d faults, nothing was written)", len(faults), len(faults))
}

func showChanges(g *Globals, changes intake.Changes) {
	for _, c := range changes.List {
		mark := "~"
		if c.New {
			mark = "+"
		}
		fmt.Fprintf(g.Out, "%s %s %s (%s:%d)\n", mark, c.Kind, c.ID, c.File, c.Line)
		for _, f := range c.Fields {
			fmt.Fprintf(g.Out, "    %s: %q → %q\n", f.Field, f.From, f.To)
		}
	}
	fmt.Fprintf(g.Out, "바뀌는 줄 %d, 그대로 %d (changed, unchanged)\n", len(changes.List), changes.Unchanged)
}
