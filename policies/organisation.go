package policies

import "gyeol/gov"

// Unit is a department, agency or outside office as the rules see it. Parent is the line of command: an agency with a
// legal personality of its own has none, even where the city supervises it.
type Unit struct {
	ID        gov.UnitID   `json:"id"`
	Kind      gov.UnitKind `json:"kind"`
	Name      string       `json:"name"`
	Parent    gov.UnitID   `json:"parent,omitempty"`
	Aliases   []string     `json:"aliases,omitempty"`
	Source    string       `json:"source"`
	ValidFrom gov.Date     `json:"valid_from"`
	ValidTo   gov.Date     `json:"valid_to,omitzero"` // last day, zero while it exists
}

// Post is a post in a unit; work belongs to posts, not to people.
type Post struct {
	ID        gov.PostID `json:"id"`
	Unit      gov.UnitID `json:"unit"`
	Title     string     `json:"title"`
	Rank      gov.Rank   `json:"rank"`
	Ordinal   int        `json:"ordinal"` // order within the unit; the first post of a rank stands for the unit
	ValidFrom gov.Date   `json:"valid_from"`
	ValidTo   gov.Date   `json:"valid_to,omitzero"`
}

// Org answers what the approval line must know of the organisation on one day.
type Org interface {
	// Unit returns a unit in force, false if there is none.
	Unit(id gov.UnitID) (Unit, bool)
	// Post returns a post in force, false if there is none.
	Post(id gov.PostID) (Post, bool)
	// PostsOf returns the posts in force of a unit by ordinal, none for an unknown unit.
	PostsOf(id gov.UnitID) []Post
}

// Office is what naming the units of a group must know of the organisation on one day.
type Office interface {
	// Unit returns a unit in force, false if there is none.
	Unit(id gov.UnitID) (Unit, bool)
	// UnitsOf returns the units of a kind in force, always in the same order.
	UnitsOf(kind gov.UnitKind) []gov.UnitID
	// Leads returns the units that lead rows, unit_projects or sub_projects, in the order of the rows, each once,
	// whether or not they are still in force.
	Leads(rows string) []gov.UnitID
}

// ranks orders the posts that sign; zero has no place in a line.
var ranks = map[gov.Rank]int{
	gov.RankNone:         0,
	gov.RankOfficer:      1,
	gov.RankTeamLead:     2,
	gov.RankDivisionHead: 3,
	gov.RankBureauHead:   4,
	gov.RankViceMayor:    5,
	gov.RankMayor:        6,
}

// Signs reports whether posts of the rank can stand in an approval line.
func Signs(r gov.Rank) bool { return ranks[r] > 0 }

// Above reports whether rank a stands over rank b; ranks outside the line stand over nothing and under everything.
func Above(a, b gov.Rank) bool { return ranks[a] > ranks[b] }

// Head returns the post that leads the unit: the highest rank that signs, the lowest ordinal among equals.
func Head(unit gov.UnitID, org Org) (Post, bool) {
	var head Post
	for _, p := range org.PostsOf(unit) {
		if Signs(p.Rank) && Above(p.Rank, head.Rank) {
			head = p
		}
	}
	return head, head.ID != ""
}

// Superior returns the post that stands next above p: the lowest higher rank in its unit, else in the units above.
func Superior(p Post, org Org) (Post, bool) {
	unit := p.Unit
	for range maxDepth {
		if next, ok := nextAbove(p.Rank, org.PostsOf(unit)); ok {
			return next, true
		}
		u, ok := org.Unit(unit)
		if !ok || u.Parent == "" {
			return Post{}, false
		}
		unit = u.Parent
	}
	return Post{}, false
}

// maxDepth bounds the walk through units, so that a circle in the data ends as "no superior".
const maxDepth = 12

func nextAbove(rank gov.Rank, posts []Post) (Post, bool) {
	var next Post
	for _, p := range posts {
		if Above(p.Rank, rank) && (next.ID == "" || Above(next.Rank, p.Rank)) {
			next = p
		}
	}
	return next, next.ID != ""
}
