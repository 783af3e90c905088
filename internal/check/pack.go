package check

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/jackc/pgx/v5"

	"gyeol/gov"
	"gyeol/policies/pack"
)

// readPacks proves that every pack of rules is what its name says: the SHA-256 of its files.
func readPacks(ctx context.Context, r *reader, c *Check) error {
	return r.each(ctx, query{sql: "select hash, id, files from policy_pack order by hash"}, func(rows pgx.Rows) error {
		var hash, files []byte
		var id string
		if err := rows.Scan(&hash, &id, &files); err != nil {
			return err
		}
		c.Examined++
		if sum := sha256.Sum256(files); !bytes.Equal(sum[:], hash) {
			c.find(id, "파일의 해시 %[2]s이(가) 이름 %[1]s와 다릅니다 (pack %[1]s holds files with the hash %[2]s)",
				hexadecimal(hash), hexadecimal(sum[:]))
		}
		return nil
	})
}

// printed is what a source paper prints in one place, as the packs have it: several where packs differ.
type printed map[string][]any

// comparePrinted holds what the record says that papers print against the packs it was taken in from. A pack that was
// taken in later replaces the figures of the one before, so any of them may stand there; none may be missing.
func comparePrinted(ctx context.Context, r *reader, c *Check) error {
	if err := r.allPacks(ctx); err != nil {
		return err
	}
	for _, t := range []struct {
		name string
		of   func(*pack.Pack, printed)
	}{{"cited", citedIn}, {"versions", versionsIn}, {"projects", projectsIn}} {
		all := printed{}
		for _, p := range r.packs {
			t.of(p, all)
		}
		if err := all.compare(ctx, r, c, t.name); err != nil {
			return err
		}
	}
	return nil
}

func (all printed) compare(ctx context.Context, r *reader, c *Check, table string) error {
	seen := map[string]bool{}
	err := r.each(ctx, read(table), func(rows pgx.Rows) error {
		var key string
		var row json.RawMessage
		if err := rows.Scan(&key, &row); err != nil {
			return err
		}
		c.Examined++
		seen[key] = true
		for _, p := range all[key] {
			if sameContent(p, row) {
				return nil
			}
		}
		c.find(key, "기록된 값이 어느 규정 묶음의 자료와도 다릅니다 (the record is not what any pack prints)")
		return nil
	})
	for _, key := range slices.Sorted(maps.Keys(all)) {
		if err == nil && !seen[key] {
			c.find(key, "규정 묶음에 있는 자료가 기록에 없습니다 (a pack prints it and the record has it not)")
		}
	}
	return err
}

func (all printed) add(key string, what any) { all[key] = append(all[key], what) }

func citedIn(p *pack.Pack, all printed) {
	for _, t := range p.Results.Totals {
		all.add(fmt.Sprintf("cited_total %d %s", t.Year, t.What), []any{t.Value, t.Unit, t.Printed, t.Source})
	}
}

func versionsIn(p *pack.Pack, all printed) {
	for _, field := range p.Results.Pillars {
		for _, group := range field.Groups {
			for _, s := range group.SubProjects {
				all.add(fmt.Sprintf("sub_project_version %s %d", s.ID, p.Results.Year), []any{
					field.Number, group.Number, s.Name, s.BudgetWon, s.ExecutedWon, s.Lead,
				})
			}
		}
	}
}

func projectsIn(p *pack.Pack, all printed) {
	for _, pillar := range p.Plan.Pillars {
		for _, task := range pillar.PlanTasks {
			for _, u := range task.UnitProjects {
				all.add("unit_project "+u.ID, []any{u.Code, u.Name, u.Change})
			}
		}
	}
}

// compareTerms holds every agreement against its text in the pack under which it is followed.
func compareTerms(ctx context.Context, r *reader, c *Check) error {
	return r.each(ctx, read("agreements"), func(rows pgx.Rows) error {
		var name, id, title string
		var hash []byte
		var signed gov.Date
		var months int32
		var renews bool
		var terms json.RawMessage
		if err := rows.Scan(&name, &hash, &id, &title, &signed, &months, &renews, &terms); err != nil {
			return err
		}
		c.Examined++
		if p := r.packs[string(hash)]; p != nil {
			for _, a := range p.Agreements.Agreements {
				if a.ID == id && a.Title == title && a.SignedOn == signed && int32(a.Notice.Months) == months &&
					a.Renewal.Automatic == renews && sameContent(a.Term, terms) {
					return nil
				}
			}
		}
		c.find(name, "협약이 규정 묶음의 협약과 다릅니다 (the agreement is not the one of its pack)")
		return nil
	})
}
