package cases

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// OverlapSide is one project of a pair.
type OverlapSide struct {
	ID   string `json:"id" example:"R24-2-3-15"`
	Name string `json:"name" example:"고립은둔청년 지킴이 양성 교육"`
}

// OverlapItem is a pair of projects that may be one, with why, and with what was decided on it.
type OverlapItem struct {
	Pair     string                 `json:"pair" doc:"Its name in acts" example:"results/R24-2-3-15/R24-3-1-6"`
	Part     string                 `json:"part" enum:"plan,results"`
	Year     int32                  `json:"year" doc:"That the projects are of" example:"2024"`
	A        OverlapSide            `json:"a"`
	B        OverlapSide            `json:"b"`
	Score    int32                  `json:"score" minimum:"0" maximum:"1000" doc:"Likeness in thousandths, over what could be compared" example:"692"`
	Compared int32                  `json:"compared" minimum:"0" maximum:"1000" doc:"How much of all weight could be compared, in thousandths" example:"588"`
	Parts    []policies.OverlapPart `json:"parts" nullable:"false" doc:"One for each criterion"`
	Cluster  string                 `json:"cluster" doc:"Pairs that hang together have one name" example:"results/R24-2-3-15"`
	Decision *OverlapDecided        `json:"decision,omitempty" doc:"The last one, if there was any"`
}

// OverlapDecided is a decision on a pair.
type OverlapDecided struct {
	Decision string     `json:"decision" enum:"keep,merge,move,drop"`
	Text     string     `json:"text" doc:"The decision as the office writes it" example:"통합"`
	Row      string     `json:"row,omitempty" doc:"The project that is merged, moved or dropped"`
	Into     string     `json:"into,omitempty" doc:"The project that takes the merged one in"`
	ToUnit   gov.UnitID `json:"to_unit,omitempty" doc:"The unit that takes the moved project over"`
	By       string     `json:"by" enum:"coordinator,committee"`
	Meeting  gov.CaseID `json:"meeting,omitzero" doc:"The meeting that resolved it"`
	Reason   string     `json:"reason"`
	Post     string     `json:"post,omitempty"`
	Person   string     `json:"person,omitempty" doc:"Slug"`
	Name     string     `json:"name,omitempty"`
	On       gov.Date   `json:"decided_on"`
	Act      int32      `json:"act" doc:"Number of the act in the compilation"`
	Outdated bool       `json:"outdated,omitempty" doc:"A project has changed since: the decision counts no more"`
}

// OverlapPage is one page of the pairs of a compilation, the likeliest first.
type OverlapPage struct {
	Title    string        `json:"title" doc:"Of the compilation"`
	Pairs    []OverlapItem `json:"pairs" nullable:"false"`
	Found    int32         `json:"found" doc:"Pairs of the compilation in all"`
	Settled  int32         `json:"settled" doc:"Of these, with a decision that counts"`
	Clusters int32         `json:"clusters" doc:"Groups of pairs that hang together"`
	Next     string        `json:"next,omitempty" doc:"Cursor of the next page; absent on the last"`
}

// OverlapFilter narrows the list of pairs.
type OverlapFilter struct {
	Settled string // yes, no; empty: all
	Least   int    // score in thousandths
	Cluster string
	Part    string
	Item    string // a project that is one of the pair
	After   string // cursor
	Limit   int
}

// Overlaps lists the pairs of a compilation for whoever may see all of it; gov.ErrNotFound for others.
func (s *Service) Overlaps(ctx context.Context, actor Actor, id gov.CaseID, f OverlapFilter) (OverlapPage, error) {
	r, err := s.read(ctx, actor)
	if err != nil {
		return OverlapPage{}, err
	}
	c, err := r.followed(ctx, id)
	if err != nil {
		return OverlapPage{}, err
	}
	if c.Kind != gov.CaseCompilation {
		return OverlapPage{}, gov.ErrNotFound
	}
	p := db.ViewOverlapsParams{
		CaseID: id, Least: int32(f.Least), Cluster: f.Cluster, Part: f.Part, Item: f.Item, Settled: f.Settled,
		First: f.After == "", N: int32(f.Limit) + 1,
	}
	if f.After != "" {
		sort, _, err := place(f.After)
		if err != nil {
			return OverlapPage{}, err
		}
		n, err := fmt.Sscanf(sort, "%d %s %s %s", &p.AfterRank, &p.AfterPart, &p.AfterA, &p.AfterB)
		if n != 4 || err != nil {
			return OverlapPage{}, badCursor()
		}
	}
	page, err := r.overlaps(ctx, p)
	page.Title = c.Title
	return page, store.Interpret(err)
}

func (r reading) overlaps(ctx context.Context, p db.ViewOverlapsParams) (OverlapPage, error) {
	page := OverlapPage{Pairs: []OverlapItem{}}
	n, err := r.q.CountOverlaps(ctx, p.CaseID)
	if err != nil {
		return page, err
	}
	page.Found, page.Settled, page.Clusters = n.Pairs, n.Settled, n.Clusters
	rows, err := r.q.ViewOverlaps(ctx, p)
	for i, o := range rows {
		if i == int(p.N)-1 {
			last := rows[i-1]
			at := fmt.Sprintf("%d %s %s %s", -last.Score, last.Part, last.ItemA, last.ItemB)
			page.Next = mark(at, p.CaseID.String())
			break
		}
		item, err := overlapItem(o)
		if err != nil {
			return page, err
		}
		page.Pairs = append(page.Pairs, item)
	}
	return page, err
}

func overlapItem(o db.ViewOverlapsRow) (OverlapItem, error) {
	out := OverlapItem{
		Pair: policies.PairOf(o.Part, o.ItemA, o.ItemB).Key(), Part: o.Part, Year: o.Year,
		A: OverlapSide{o.ItemA, o.NameA}, B: OverlapSide{o.ItemB, o.NameB}, Score: o.Score, Compared: o.Compared,
		Cluster: o.Cluster, Parts: []policies.OverlapPart{},
	}
	if err := json.Unmarshal(o.Parts, &out.Parts); err != nil {
		return out, fmt.Errorf("read the parts of %s: %w", out.Pair, err)
	}
	if o.Decision != "" {
		out.Decision = &OverlapDecided{
			Decision: o.Decision, Text: policies.OverlapWord(o.Decision), Row: o.Item, Into: o.IntoItem,
			ToUnit: gov.UnitID(o.ToUnit), By: o.DecidedBy, Meeting: o.MeetingID, Reason: o.Reason, Post: o.Post,
			Person: o.Person, Name: o.PersonName, On: o.DecidedOn, Act: o.ActSeq, Outdated: o.Outdated,
		}
	}
	return out, nil
}

// RowOverlap is what was decided on a project of the collection, this year or in a year before.
type RowOverlap struct {
	Pair     string     `json:"pair" example:"results/R24-2-3-15/R24-3-1-6"`
	Item     string     `json:"item" doc:"The project of this collection"`
	Other    string     `json:"other" doc:"The project it was compared with"`
	Year     int32      `json:"year"`
	Decision string     `json:"decision" enum:"keep,merge,move,drop"`
	Text     string     `json:"text" example:"통합"`
	Row      string     `json:"row,omitempty" doc:"The project that is merged, moved or dropped"`
	Into     string     `json:"into,omitempty"`
	ToUnit   gov.UnitID `json:"to_unit,omitempty"`
	By       string     `json:"by" enum:"coordinator,committee"`
	On       gov.Date   `json:"decided_on"`
	Reason   string     `json:"reason"`
}

// rowOverlaps are the decisions on the projects of a collection about a year, for whoever fills it in.
func (r reading) rowOverlaps(ctx context.Context, rows []Row, year int32) ([]RowOverlap, error) {
	items := make([]string, len(rows))
	for i, row := range rows {
		items[i] = row.Item
	}
	out := []RowOverlap{}
	if len(items) == 0 {
		return out, nil
	}
	list, err := r.q.OverlapDecisionsOf(ctx, db.OverlapDecisionsOfParams{Items: items, Year: year})
	for _, d := range list {
		for _, side := range [][2]string{{d.ItemA, d.ItemB}, {d.ItemB, d.ItemA}} {
			if !slices.Contains(items, side[0]) {
				continue
			}
			out = append(out, RowOverlap{
				Pair: policies.PairOf(d.Part, d.ItemA, d.ItemB).Key(), Item: side[0], Other: side[1], Year: d.Year,
				Decision: d.Decision, Text: policies.OverlapWord(d.Decision), Row: d.Item, Into: d.IntoItem,
				ToUnit: d.ToUnit, By: d.DecidedBy, On: d.DecidedOn, Reason: d.Reason,
			})
		}
	}
	return out, err
}
