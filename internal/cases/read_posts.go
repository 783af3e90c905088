package cases

import (
	"context"
	"slices"
	"strings"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/policies"
)

// Directory are the units and posts in force today, so that nobody has to know an id by heart.
type Directory struct {
	Units []DirectoryUnit // by name
	Posts []DirectoryPost // by unit, in the order of the office
	Moves bool            // the reader may move people to other posts; then posts name who holds them, and else nobody
}

// DirectoryUnit is a unit in force.
type DirectoryUnit struct {
	ID   gov.UnitID
	Name string
}

// DirectoryPost is a post in force.
type DirectoryPost struct {
	ID    gov.PostID
	Title string
	Unit  gov.UnitID
	Mine  bool // the reader holds it
	Near  bool // of the reader's agency: it may stand in for his posts

	Holders []DirectoryHolder
}

// DirectoryHolder is who holds a post today.
type DirectoryHolder struct{ Slug, Name string }

// Directory reads the organisation of today, for whoever works inside.
func (s *Service) Directory(ctx context.Context, actor Actor) (Directory, error) {
	r, err := s.readInside(ctx, actor)
	if err != nil {
		return Directory{}, err
	}
	org, err := readOrg(ctx, r.q, r.v.today)
	if err != nil {
		return Directory{}, store.Interpret(err)
	}
	near := map[gov.UnitID]bool{}
	for _, unit := range r.v.units {
		near[org.agency(gov.UnitID(unit))] = true
	}
	out := Directory{Units: []DirectoryUnit{}, Posts: []DirectoryPost{}, Moves: r.v.may(policies.ActMovePeople)}
	holders, err := r.holdersToday(ctx, out.Moves)
	if err != nil {
		return Directory{}, err
	}
	for _, id := range org.order {
		u := org.units[id]
		out.Units = append(out.Units, DirectoryUnit{ID: id, Name: u.Name})
		for _, p := range org.by[id] {
			one := directoryPost(p, r.v.posts, near[org.agency(id)])
			one.Holders = holders[p.ID]
			out.Posts = append(out.Posts, one)
		}
	}
	slices.SortFunc(out.Units, func(a, b DirectoryUnit) int { return strings.Compare(a.Name, b.Name) })
	return out, nil
}

func directoryPost(p policies.Post, held []string, near bool) DirectoryPost {
	return DirectoryPost{
		ID: p.ID, Title: p.Title, Unit: p.Unit, Mine: slices.Contains(held, string(p.ID)), Near: near,
	}
}

// holdersToday names who holds each post, where the reader may move people.
func (r reading) holdersToday(ctx context.Context, moves bool) (map[gov.PostID][]DirectoryHolder, error) {
	out := map[gov.PostID][]DirectoryHolder{}
	if !moves {
		return out, nil
	}
	rows, err := r.q.ViewHoldersToday(ctx, r.v.today)
	for _, h := range rows {
		out[h.PostID] = append(out[h.PostID], DirectoryHolder{Slug: h.Slug, Name: h.Name})
	}
	return out, store.Interpret(err)
}
