package pack

import (
	"cmp"
	"slices"

	"gyeol/gov"
	"gyeol/policies"
)

// Person holds a post. In a pack people are posts by name; a running installation gets its people by import.
type Person struct {
	ID        string     `json:"id"` // slug, the same as the post's where one person holds one post
	Name      string     `json:"name"`
	Email     string     `json:"email"`
	Post      gov.PostID `json:"post"`
	Outside   bool       `json:"outside,omitempty"` // a member from outside the administration
	ValidFrom gov.Date   `json:"valid_from"`
	ValidTo   gov.Date   `json:"valid_to,omitzero"`
}

// Seat gives a post a place in a body.
type Seat struct {
	Body      gov.BodyID `json:"body"`
	Post      gov.PostID `json:"post"`
	Role      string     `json:"role"` // chair, vice_chair, member
	ValidFrom gov.Date   `json:"valid_from"`
	ValidTo   gov.Date   `json:"valid_to,omitzero"`
}

// Organisation is the units, posts, people and seats a pack brings.
type Organisation struct {
	Source string          `json:"source"`
	Note   string          `json:"note,omitempty"`
	Units  []policies.Unit `json:"units"`
	Posts  []policies.Post `json:"posts"`
	People []Person        `json:"people"`
	Seats  []Seat          `json:"seats"`

	units   map[gov.UnitID]int
	posts   map[gov.PostID]int
	postsOf map[gov.UnitID][]policies.Post
}

var _ policies.Org = (*Organisation)(nil)

func (o *Organisation) index() {
	o.units, o.posts = map[gov.UnitID]int{}, map[gov.PostID]int{}
	o.postsOf = map[gov.UnitID][]policies.Post{}
	for i, u := range o.Units {
		o.units[u.ID] = i
	}
	for i, p := range o.Posts {
		o.posts[p.ID] = i
		o.postsOf[p.Unit] = append(o.postsOf[p.Unit], p)
	}
	for _, posts := range o.postsOf {
		slices.SortFunc(posts, func(a, b policies.Post) int { return cmp.Compare(a.Ordinal, b.Ordinal) })
	}
}

// Unit returns a unit of the pack on any day; false if there is none.
func (o *Organisation) Unit(id gov.UnitID) (policies.Unit, bool) {
	i, ok := o.units[id]
	if !ok {
		return policies.Unit{}, false
	}
	return o.Units[i], true
}

// Post returns a post of the pack on any day; false if there is none.
func (o *Organisation) Post(id gov.PostID) (policies.Post, bool) {
	i, ok := o.posts[id]
	if !ok {
		return policies.Post{}, false
	}
	return o.Posts[i], true
}

// PostsOf returns the posts of a unit by ordinal.
func (o *Organisation) PostsOf(id gov.UnitID) []policies.Post { return slices.Clone(o.postsOf[id]) }

// Officers returns the posts of officer rank of a unit by ordinal: those among whom its rows are split.
func (o *Organisation) Officers(id gov.UnitID) []policies.Post {
	return slices.DeleteFunc(o.PostsOf(id), func(p policies.Post) bool { return p.Rank != gov.RankOfficer })
}

// UnitsOf returns the units of a kind that exist on the day, in the order of the file.
func (o *Organisation) UnitsOf(kind gov.UnitKind, on gov.Date) []gov.UnitID {
	var out []gov.UnitID
	for _, u := range o.Units {
		if u.Kind == kind && within(on, u.ValidFrom, u.ValidTo) {
			out = append(out, u.ID)
		}
	}
	return out
}

// SeatsOf returns the seats of a body that are in force on the day, the chair first as in the file.
func (o *Organisation) SeatsOf(body gov.BodyID, on gov.Date) []Seat {
	var out []Seat
	for _, s := range o.Seats {
		if s.Body == body && within(on, s.ValidFrom, s.ValidTo) {
			out = append(out, s)
		}
	}
	return out
}

// within reports whether the day lies between from and to; a zero to has not come yet.
func within(on, from, to gov.Date) bool { return !on.Before(from) && (to.IsZero() || !on.After(to)) }

// orgOn is the organisation as it stands on one day.
type orgOn struct {
	o  *Organisation
	on gov.Date
}

// On returns the organisation as it stands on a day: only units and posts that exist on it.
func (o *Organisation) On(day gov.Date) policies.Org { return orgOn{o, day} }

// Unit returns a unit in force on the day.
func (v orgOn) Unit(id gov.UnitID) (policies.Unit, bool) {
	u, ok := v.o.Unit(id)
	if !ok || !within(v.on, u.ValidFrom, u.ValidTo) {
		return policies.Unit{}, false
	}
	return u, true
}

// Post returns a post in force on the day.
func (v orgOn) Post(id gov.PostID) (policies.Post, bool) {
	p, ok := v.o.Post(id)
	if !ok || !within(v.on, p.ValidFrom, p.ValidTo) {
		return policies.Post{}, false
	}
	return p, true
}

// PostsOf returns the posts of a unit in force on the day, by ordinal.
func (v orgOn) PostsOf(id gov.UnitID) []policies.Post {
	return slices.DeleteFunc(v.o.PostsOf(id), func(p policies.Post) bool { return !within(v.on, p.ValidFrom, p.ValidTo) })
}
