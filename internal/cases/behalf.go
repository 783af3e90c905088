package cases

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5/pgtype"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
)

// Behalf says for which post somebody sees a task that is not his own.
type Behalf struct {
	Post   gov.PostID `json:"post" doc:"Whose task it is"`
	Title  string     `json:"title"`
	Kind   string     `json:"kind" enum:"delegation,acting,vacant" doc:"delegation: given to one's post; acting: next in the acting order (직무대리); vacant: a post of one's unit that nobody holds, to be seen and not acted on"`
	Deputy gov.PostID `json:"deputy,omitempty" doc:"The post in which one stands in"`
}

// stand is a post that somebody stands in for, in one matter or in all, as StandTasks takes it.
type stand struct {
	Post   gov.PostID `json:"post"`
	Matter string     `json:"matter"`
	Kind   string     `json:"kind"`
	Deputy gov.PostID `json:"deputy"`
}

// stands are the standing of somebody on a day, whose tasks are looked for. Without a person it is that of whoever
// holds the posts.
type stands struct {
	all    []stand
	person pgtype.UUID
	day    gov.Date
	since  gov.Date // also the tasks that were closed on that day or later
}

// standTasks finds the open tasks that one comes to see in another's place: the one rule for lists, counts and items.
func standTasks(ctx context.Context, q *db.Queries, s stands) ([]db.StandTasksRow, error) {
	if len(s.all) == 0 {
		return nil, nil
	}
	raw, err := json.Marshal(s.all)
	if err != nil {
		return nil, fmt.Errorf("write stands: %w", err)
	}
	rows, err := q.StandTasks(ctx, db.StandTasksParams{
		Stands: raw, InPerson: inPerson(), Person: s.person, Day: s.day, Since: s.since,
	})
	return rows, store.Interpret(err)
}

// stands are the posts that the viewer stands in for today, and those of his units that nobody holds.
func (r reading) stands(ctx context.Context) ([]stand, error) {
	rows, err := r.q.StandsIn(ctx, db.StandsInParams{
		PersonID: r.v.person, Day: r.v.today, Barred: []pgtype.UUID{},
	})
	if err != nil {
		return nil, store.Interpret(err)
	}
	var out []stand
	for _, s := range rows {
		matters := s.Matters
		if len(matters) == 0 {
			matters = []string{""}
		}
		for _, m := range matters {
			out = append(out, stand{Post: s.PostID, Matter: m, Kind: s.Kind, Deputy: gov.PostID(s.DeputyPost)})
		}
	}
	if !r.v.insider {
		return out, nil // what nobody holds is the office's own affair
	}
	posts, err := r.q.ViewPostsOfUnits(ctx, db.ViewPostsOfUnitsParams{Day: r.v.today, Units: r.v.units})
	for _, p := range posts {
		if !p.Held {
			out = append(out, stand{Post: p.ID, Kind: "vacant"})
		}
	}
	return out, store.Interpret(err)
}

// behalf are the tasks that the viewer sees in another's place.
func (r reading) behalf(ctx context.Context) ([]db.StandTasksRow, error) {
	return r.behalfSince(ctx, gov.Date{})
}

func (r reading) behalfSince(ctx context.Context, since gov.Date) ([]db.StandTasksRow, error) {
	all, err := r.stands(ctx)
	if err != nil {
		return nil, err
	}
	return standTasks(ctx, r.q, stands{all: all, person: uid(r.v.person), day: r.v.today, since: since})
}

// behalfOf says for whom the viewer sees a task: where he may act rather than only see it, that comes first.
func (r reading) behalfOf(ctx context.Context, id gov.TaskID) (*Behalf, error) {
	tasks, err := r.behalf(ctx)
	if err != nil {
		return nil, err
	}
	tasks = slices.DeleteFunc(tasks, func(t db.StandTasksRow) bool { return t.TaskID != id })
	if len(tasks) == 0 {
		return nil, nil //nolint:nilnil // that it is nobody else's is an answer of its own
	}
	best := slices.MinFunc(tasks, func(a, b db.StandTasksRow) int { return behalfRank[a.Kind] - behalfRank[b.Kind] })
	out := &Behalf{Post: gov.PostID(best.Post), Kind: best.Kind, Deputy: gov.PostID(best.Deputy)}
	post, err := r.q.ViewPostOn(ctx, db.ViewPostOnParams{ID: out.Post, Day: r.v.today})
	out.Title = post.Title
	return out, store.Interpret(err)
}

var behalfRank = map[string]int{"acting": 1, "delegation": 0, "vacant": 2}
