package intake

import (
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5/pgxpool"

	"gyeol/internal/store"
	"gyeol/internal/store/db"
)

// Changes are what the files would change, for a person to review before Apply.
type Changes struct {
	List      []Change `json:"changes"`
	Unchanged int      `json:"unchanged"` // rows that say what the record says

	given given
}

// Change is one row of the record that would come into being or differ.
type Change struct {
	Kind   string        `json:"kind"` // unit, post, person, holding
	ID     string        `json:"id"`   // of a holding: person, post and first day
	New    bool          `json:"new"`
	Fields []FieldChange `json:"fields"`
	File   string        `json:"file"`
	Line   int           `json:"line"`
}

// FieldChange is one field with what the record has and what the file says.
type FieldChange struct {
	Field string `json:"field"`
	From  string `json:"from"`
	To    string `json:"to"`
}

// Diff holds files against each other and against the record, and tells what they would change. It writes nothing. Rows
// that are not in the files stay as they are: what ended is given its last day, never left out. The error is a
// FaultsError where the files contradict the record or themselves: an unknown parent, unit or post, a line given twice,
// overlapping days.
func Diff(ctx context.Context, pool *pgxpool.Pool, files ...OrgRows) (Changes, error) {
	var g given
	for _, f := range files {
		g.units, g.posts = append(g.units, f.units...), append(g.posts, f.posts...)
		g.people, g.holdings = append(g.people, f.people...), append(g.holdings, f.holdings...)
	}
	var out Changes
	err := store.InTx(ctx, pool, func(tx *store.Tx) error {
		var err error
		out, err = compare(ctx, tx.Read, g)
		return err
	})
	return out, err
}

// compare checks the files and lists what differs.
func compare(ctx context.Context, q *db.Queries, g given) (Changes, error) {
	have, err := readRecord(ctx, q)
	if err != nil {
		return Changes{}, err
	}
	g.settle(have)
	if faults := check(g, have); len(faults) > 0 {
		return Changes{}, faults
	}
	c := Changes{given: g}
	differ(&c, "unit", g.units, have.units)
	differ(&c, "post", g.posts, have.posts)
	differ(&c, "person", g.people, have.people)
	differ(&c, "holding", g.holdings, have.holdings)
	return c, nil
}

// settle fills in what a file need not say: the source of a known unit and the id of a known person stay as they are.
func (g *given) settle(have record) {
	g.units, g.people = slices.Clone(g.units), slices.Clone(g.people)
	for i, u := range g.units {
		if u.row.Source == "" {
			g.units[i].row.Source = have.units[u.row.key()].Source
		}
	}
	for i, p := range g.people {
		if known, ok := have.people[p.row.key()]; ok {
			g.people[i].row.ID = known.ID
		}
	}
}

// row is a row that can be named and laid out in fields.
type row interface {
	comparable
	key() string
	fields() [][2]string
}

// differ lists the rows that the record lacks or has otherwise; a row given twice alike, as a person with two posts is,
// counts once.
func differ[R row](c *Changes, kind string, given []placed[R], have map[string]R) {
	seen := map[string]bool{}
	for _, g := range given {
		key := g.row.key()
		if seen[key] {
			continue
		}
		seen[key] = true
		old, known := have[key]
		if known && old == g.row {
			c.Unchanged++
			continue
		}
		change := Change{Kind: kind, ID: key, New: !known, File: g.at.file, Line: g.at.line}
		was := old.fields()
		for i, f := range g.row.fields() {
			if !known {
				was[i][1] = ""
			}
			if f[1] != was[i][1] {
				change.Fields = append(change.Fields, FieldChange{Field: f[0], From: was[i][1], To: f[1]})
			}
		}
		c.List = append(c.List, change)
	}
}

func (u unitRow) key() string    { return string(u.ID) }
func (p postRow) key() string    { return string(p.ID) }
func (p personRow) key() string  { return p.Slug }
func (h holdingRow) key() string { return fmt.Sprintf("%s %s %s", h.Slug, h.PostID, h.ValidFrom) }

func (u unitRow) fields() [][2]string {
	return [][2]string{
		{"kind", string(u.Kind)},
		{"name", u.Name},
		{"parent", string(u.ParentID)},
		{"source", u.Source},
		{"valid_from", u.ValidFrom.String()},
		{"valid_to", u.ValidTo.String()},
	}
}

func (p postRow) fields() [][2]string {
	return [][2]string{
		{"unit", string(p.UnitID)},
		{"title", p.Title},
		{"rank", string(p.Rank)},
		{"ordinal", fmt.Sprint(p.Ordinal)},
		{"valid_from", p.ValidFrom.String()},
		{"valid_to", p.ValidTo.String()},
	}
}

func (p personRow) fields() [][2]string {
	return [][2]string{{"name", p.Name}, {"email", p.Email}, {"outside", fmt.Sprint(p.Outside)}}
}

func (h holdingRow) fields() [][2]string {
	return [][2]string{
		{"person", h.Slug},
		{"post", string(h.PostID)},
		{"valid_from", h.ValidFrom.String()},
		{"valid_to", h.ValidTo.String()},
	}
}
