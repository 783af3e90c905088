package cases

import (
	"context"
	"slices"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
)

// roster is who could stand in for a person on each day of a period, read once.
type roster struct {
	person   gov.PersonID
	from, to gov.Date
	posts    []db.LeavePostsRow
	deputies []db.LeaveDeputiesRow // delegations first, then by ordinal
	holders  []db.LeaveHoldersRow
	absences []db.LeaveAbsencesRow
}

// asked is one thing that somebody would have to do in a post's place.
type asked struct {
	post    gov.PostID
	matter  string
	drafter gov.PostID // who may not sign it
}

func (r reading) roster(ctx context.Context, person gov.PersonID, q RehearseLeave) (roster, error) {
	on := roster{person: person, from: q.From, to: q.To}
	var err error
	if on.posts, err = r.q.LeavePosts(ctx, db.LeavePostsParams{PersonID: person, FromDay: q.From, ToDay: q.To}); err != nil {
		return on, store.Interpret(err)
	}
	if on.deputies, err = r.q.LeaveDeputies(ctx, db.LeaveDeputiesParams{
		Posts: on.postIDs(), FromDay: q.From, ToDay: q.To,
	}); err != nil {
		return on, store.Interpret(err)
	}
	all := on.postIDs()
	for _, d := range on.deputies {
		all = append(all, string(d.DeputyPost))
	}
	if on.holders, err = r.q.LeaveHolders(ctx, db.LeaveHoldersParams{Posts: all, FromDay: q.From, ToDay: q.To}); err != nil {
		return on, store.Interpret(err)
	}
	on.absences, err = r.q.LeaveAbsences(ctx, db.LeaveAbsencesParams{Posts: all, FromDay: q.From, ToDay: q.To})
	return on, store.Interpret(err)
}

func (on roster) postIDs() []string {
	out := []string{}
	for _, p := range on.posts {
		out = append(out, string(p.PostID))
	}
	return out
}

// covers reports whether a period without a last day, or with one, has the day in it.
func covers(from, to, day gov.Date) bool {
	return !day.Before(from) && (to.IsZero() || !day.After(to))
}

// present finds somebody who holds the post and is at work on the day; the person who leaves never is.
func (on roster) present(post gov.PostID, day gov.Date) (db.LeaveHoldersRow, bool) {
	for _, h := range on.holders {
		away := h.PersonID == on.person || slices.ContainsFunc(on.absences, func(a db.LeaveAbsencesRow) bool {
			return a.PersonID == h.PersonID && covers(a.ValidFrom, a.ValidTo, day)
		})
		if h.PostID == post && covers(h.ValidFrom, h.ValidTo, day) && !away {
			return h, true
		}
	}
	return db.LeaveHoldersRow{}, false
}

// day answers for one day as the law of standing in has it (stands_for): another holder, a delegate who is there, the
// first of the acting order who is. Whoever drafted it himself cannot sign it and is passed over.
func (on roster) day(a asked, day gov.Date) LeaveSpan {
	out := LeaveSpan{From: day, To: day, Outcome: "nobody"}
	if h, ok := on.present(a.post, day); ok {
		return LeaveSpan{From: day, To: day, Outcome: "holder", Deputy: a.post, Person: h.Slug, Name: h.Name}
	}
	for _, d := range on.deputies {
		scoped := len(d.Matters) > 0 && !slices.Contains(d.Matters, a.matter)
		if d.PostID != a.post || scoped || !covers(d.ValidFrom, d.ValidTo, day) {
			continue
		}
		h, there := on.present(d.DeputyPost, day)
		step := LeaveSpan{
			From: day, To: day, Outcome: d.Kind, Deputy: d.DeputyPost, Title: d.Title, Person: h.Slug, Name: h.Name,
		}
		switch {
		case there && d.DeputyPost == a.drafter:
			step.Outcome = "drafter"
		case there:
			return step
		default:
			step.Outcome = "away"
		}
		if out.Outcome == "nobody" {
			out = step
		}
	}
	return out
}

// spans answers for every day on which the person holds the post, days alike as one.
func (on roster) spans(a asked) []LeaveSpan {
	out := []LeaveSpan{}
	for day := on.from; !day.After(on.to); day = day.AddDays(1) {
		his := slices.ContainsFunc(on.posts, func(p db.LeavePostsRow) bool {
			return p.PostID == a.post && covers(p.ValidFrom, p.ValidTo, day)
		})
		if !his {
			continue
		}
		s := on.day(a, day)
		if n := len(out); n > 0 && alike(out[n-1], s) {
			out[n-1].To = day
			continue
		}
		out = append(out, s)
	}
	return out
}

// alike reports whether a span goes on with the next day.
func alike(a, b LeaveSpan) bool {
	return a.To.AddDays(1) == b.From && a.Outcome == b.Outcome && a.Deputy == b.Deputy && a.Person == b.Person
}
