package cases

import (
	"context"
	"slices"
	"strings"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/policies"
)

// UnitItem is a unit in force on the office day.
type UnitItem struct {
	ID     gov.UnitID
	Name   string
	Kind   gov.UnitKind
	Parent gov.UnitID // empty: it stands at the top
	Depth  int        // how far below the top
	Posts  []UnitPost // of the tree alone
}

// UnitPost is a post of a unit with whoever holds it.
type UnitPost struct {
	ID      gov.PostID
	Title   string
	Rank    gov.Rank
	Holders []PostHolder // none: the post is vacant
}

// PostHolder is somebody who holds a post.
type PostHolder struct {
	Slug, Name string
	Since      gov.Date
}

// Units lists the units in force, each below its parent, for the administration.
func (s *Service) Units(ctx context.Context, actor Actor) ([]UnitItem, error) {
	r, err := s.readInside(ctx, actor)
	if err != nil {
		return nil, err
	}
	org, err := readOrg(ctx, r.q, r.v.today)
	return org.tree(), store.Interpret(err)
}

// Organisation is the tree of units with their posts and whoever holds them, for whoever may read the names of others.
func (s *Service) Organisation(ctx context.Context, actor Actor) ([]UnitItem, error) {
	r, err := s.readInside(ctx, actor)
	if err != nil {
		return nil, err
	}
	if err := r.v.must(policies.ActReadNames); err != nil {
		return nil, err
	}
	org, err := readOrg(ctx, r.q, r.v.today)
	if err != nil {
		return nil, store.Interpret(err)
	}
	rows, err := r.q.ViewHoldings(ctx, r.v.today)
	if err != nil {
		return nil, store.Interpret(err)
	}
	held := map[gov.PostID][]PostHolder{}
	for _, h := range rows {
		held[h.PostID] = append(held[h.PostID], PostHolder{Slug: h.Slug, Name: h.Name, Since: h.ValidFrom})
	}
	out := org.tree()
	for i, u := range out {
		for _, p := range org.PostsOf(u.ID) {
			out[i].Posts = append(out[i].Posts, UnitPost{ID: p.ID, Title: p.Title, Rank: p.Rank, Holders: held[p.ID]})
		}
	}
	return out, nil
}

// tree lists the units so that each stands below its parent, sisters by name.
func (o orgOn) tree() []UnitItem {
	below := map[gov.UnitID][]UnitItem{}
	for _, id := range o.order {
		u := o.units[id]
		item := UnitItem{ID: id, Name: u.Name, Kind: u.Kind, Parent: u.Parent}
		if _, ok := o.units[u.Parent]; !ok || u.Parent == id {
			item.Parent = ""
		}
		below[item.Parent] = append(below[item.Parent], item)
	}
	for _, sisters := range below {
		slices.SortStableFunc(sisters, func(a, b UnitItem) int { return strings.Compare(a.Name, b.Name) })
	}
	out := make([]UnitItem, 0, len(o.order))
	var walk func(parent gov.UnitID, depth int)
	walk = func(parent gov.UnitID, depth int) {
		for _, u := range below[parent] {
			u.Depth = depth
			out = append(out, u)
			walk(u.ID, depth+1)
		}
	}
	walk("", 0)
	return out
}
