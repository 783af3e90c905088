package store

import (
	"context"

	"gyeol/gov"
	"gyeol/internal/store/db"
)

// Digest gathers what a morning must tell into one notice per person, for the 200 persons after the cursor, in one
// statement. Of each task only the latest rung counts, as the task stands now; what was done meanwhile is suppressed,
// and so is what the person has switched off as far as the rules of the day let him.
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
	page, err := db.New(o.pool).GatherDigests(ctx, db.GatherDigestsParams{
		Day: day, After: after, Most: digestPage, Title: digestTitle, Rules: rules,
	})
	if err != nil {
		return "", false, Interpret(err)
	}
	return page.Last, page.Persons < digestPage, nil
}
