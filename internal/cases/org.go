package cases

import (
	"context"
	"slices"

	"gyeol/gov"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// orgOn is the organisation in force on one day, read from the record; it answers policies.Org.
type orgOn struct {
	order []gov.UnitID // units by id
	units map[gov.UnitID]policies.Unit
	posts map[gov.PostID]policies.Post
	by    map[gov.UnitID][]policies.Post
}

// org reads the organisation as it stands on the date of the act.
func (ch *change) org(ctx context.Context) (orgOn, error) {
	return readOrg(ctx, ch.tx.Read, ch.now.today)
}

func readOrg(ctx context.Context, q *db.Queries, day gov.Date) (orgOn, error) {
	o := orgOn{
		units: map[gov.UnitID]policies.Unit{}, posts: map[gov.PostID]policies.Post{},
		by: map[gov.UnitID][]policies.Post{},
	}
	units, err := q.UnitsOn(ctx, day)
	if err != nil {
		return o, err
	}
	for _, u := range units {
		o.order = append(o.order, u.ID)
		o.units[u.ID] = policies.Unit{ID: u.ID, Kind: u.Kind, Name: u.Name, Parent: u.ParentID}
	}
	slices.Sort(o.order)
	posts, err := q.PostsInForce(ctx, day)
	if err != nil {
		return o, err
	}
	for _, p := range posts {
		post := policies.Post{ID: p.ID, Unit: p.UnitID, Title: p.Title, Rank: p.Rank, Ordinal: int(p.Ordinal)}
		o.posts[p.ID] = post
		o.by[p.UnitID] = append(o.by[p.UnitID], post)
	}
	return o, nil
}

// Unit returns a unit in force.
func (o orgOn) Unit(id gov.UnitID) (policies.Unit, bool) { u, ok := o.units[id]; return u, ok }

// Post returns a post in force.
func (o orgOn) Post(id gov.PostID) (policies.Post, bool) { p, ok := o.posts[id]; return p, ok }

// PostsOf returns the posts in force of a unit by ordinal.
func (o orgOn) PostsOf(id gov.UnitID) []policies.Post { return o.by[id] }
