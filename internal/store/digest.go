package store

import (
	"context"
	"slices"

	"golang.org/x/sync/errgroup"

	"gyeol/gov"
	"gyeol/internal/store/db"
)

// digestHands is how many pages of persons are gathered for at once: PostgreSQL gives each a core of its own.
const digestHands = 4

// Digest gathers what a morning must tell into one notice per person, for the 800 persons after the cursor, in one
// statement for each 200 of them. Of each task only the latest rung counts, as the task stands now; what was done
// meanwhile is suppressed, and so is what the person has switched off as far as the rules of the day let him.
// A person who has had this morning's digest keeps what came later for the next one. Repeating it changes nothing.
func (o *Outbox) Digest(ctx context.Context, day gov.Date, cursor string) (next string, done bool, err error) {
	after := gov.PersonID{15: 1} // below every real id; the zero id would be NULL
	if cursor != "" {
		if err := after.UnmarshalText([]byte(cursor)); err != nil {
			return "", false, err
		}
	}
	_, rules, _, err := o.manner(ctx, day)
	if err != nil {
		return "", false, err
	}
	const most = digestHands * digestPage
	persons, err := db.New(o.pool).PersonsToGatherFor(ctx, db.PersonsToGatherForParams{Day: day, After: after, Most: most})
	if err != nil || len(persons) == 0 {
		return "", true, Interpret(err)
	}
	hands, ctx := errgroup.WithContext(ctx)
	for page := range slices.Chunk(persons, digestPage) {
		in := db.GatherDigestsParams{Day: day, After: after, Upto: page[len(page)-1], Title: digestTitle, Rules: rules}
		hands.Go(func() error { return db.New(o.pool).GatherDigests(ctx, in) })
		after = in.Upto
	}
	return after.String(), len(persons) < most, Interpret(hands.Wait())
}
