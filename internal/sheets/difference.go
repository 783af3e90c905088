package sheets

import (
	"cmp"
	"slices"

	"gyeol/gov"
	"gyeol/policies"
)

// Change is a field of a row that a file changes. Values are as forms keep them; nil is blank.
type Change struct {
	Row      gov.RowID
	Title    string // of the row
	Field    policies.FieldRule
	Exported any // when the file was made
	Present  any // as it stands now
	New      any // as the file has it
	Conflict bool
}

// Difference is what taking the file in would change.
type Difference struct {
	Changes []Change
	Added   []ContentRow
	Gone    []Row // were exported and are there no more, although the file changes them
}

// Conflicts counts the fields that somebody else changed too.
func (d Difference) Conflicts() int {
	n := 0
	for _, c := range d.Changes {
		if c.Conflict {
			n++
		}
	}
	return n
}

// Rows counts the rows that it touches, added ones among them.
func (d Difference) Rows() int {
	ids := map[gov.RowID]bool{}
	for _, c := range d.Changes {
		ids[c.Row] = true
	}
	return len(ids) + len(d.Added)
}

// Compare holds a file against what was exported and what stands there now, field by field. What the file did not touch
// stays as it stands now, however old the file is; what both changed to different values is a conflict.
func Compare(was Sheet, now []Row, file Content) Difference {
	d := Difference{Changes: []Change{}, Added: file.Added, Gone: []Row{}}
	exported, present := byID(was.Rows), byID(now)
	order := slices.Clone(file.Rows)
	place := map[gov.RowID]int{}
	for i, r := range was.Rows {
		place[r.ID] = i
	}
	slices.SortStableFunc(order, func(a, b ContentRow) int { return cmp.Compare(place[a.ID], place[b.ID]) })
	for _, r := range order {
		old := exported[r.ID]
		cur, there := present[r.ID]
		for _, f := range was.Form.Fields {
			c := Change{
				Row: r.ID, Title: old.Title, Field: f, Exported: filled(old.Values[f.ID]), Present: filled(cur.Values[f.ID]),
				New: filled(r.Values[f.ID]),
			}
			if c.New == c.Exported || (there && c.New == c.Present) {
				continue
			}
			if !there {
				d.Gone = append(d.Gone, old)
				break
			}
			c.Conflict = c.Present != c.Exported
			d.Changes = append(d.Changes, c)
		}
	}
	return d
}

func byID(rows []Row) map[gov.RowID]Row {
	out := make(map[gov.RowID]Row, len(rows))
	for _, r := range rows {
		out[r.ID] = r
	}
	return out
}

// filled is a value, nil where it is blank: an empty text says no more than none.
func filled(v any) any {
	if v == "" {
		return nil
	}
	return v
}
