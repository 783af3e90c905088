package cases

import (
	"context"
	"slices"

	"github.com/jackc/pgx/v5/pgtype"

	"gyeol/gov"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// proxy is the post in which somebody acts for another (대결): named by delegation, or first present in the order of
// acting posts (직무대리). The zero value is a person in his own post.
type proxy struct {
	post gov.PostID // his own
	kind string     // delegation, acting
}

// standIn finds whether the actor stands in for a post of the task today. A delegation reaches as far as its matters
// and is never passed on: only who holds the deputy's post himself stands in, and nobody does in a vote, a score or
// an opinion.
func (ch *change) standIn(ctx context.Context, actors []db.TaskActorsRow) (bool, error) {
	if slices.Contains(policies.InPersonTasks(), ch.task.Kind) {
		return false, nil
	}
	barred, err := ch.passedOver(ctx)
	if err != nil {
		return false, err
	}
	stands, err := ch.tx.Read.StandsIn(ctx, db.StandsInParams{
		PersonID: ch.actor.Person, Day: ch.now.today, Barred: barred,
	})
	if err != nil || len(stands) == 0 {
		return false, err
	}
	matter, err := ch.matter(ctx)
	if err != nil {
		return false, err
	}
	for _, s := range stands {
		if s.Kind == "next" || len(s.Matters) > 0 && !slices.Contains(s.Matters, matter) {
			continue
		}
		for _, a := range actors {
			if a.PostID == s.PostID && a.PostID != "" {
				ch.post, ch.proxy = s.PostID, proxy{post: gov.PostID(s.DeputyPost), kind: s.Kind}
				return true, nil
			}
		}
	}
	return false, nil
}

// passedOver are those who drafted the paper that is to be signed: none of them may, so the acting order goes on past
// them. The actor himself is told that it is his own draft rather than that it is not his turn.
func (ch *change) passedOver(ctx context.Context) ([]pgtype.UUID, error) {
	barred := []pgtype.UUID{}
	if ch.task.Kind != gov.TaskSign {
		return barred, nil
	}
	drafted, err := ch.tx.Read.DraftersOf(ctx, ch.c.ID)
	for _, person := range drafted {
		if person != ch.actor.Person {
			barred = append(barred, uid(person))
		}
	}
	return barred, err
}

// matter is what a delegation can be limited to: the matter of a document; other cases have none.
func (ch *change) matter(ctx context.Context) (string, error) {
	if ch.c.Kind != gov.CaseDocument {
		return "", nil
	}
	doc, err := ch.document(ctx)
	return doc.Matter, err
}
