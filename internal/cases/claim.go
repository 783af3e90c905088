package cases

import (
	"context"

	"gyeol/gov"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// notYours refuses whoever neither holds the task nor stands in for one who does. Whoever had it, or was given it too
// late, too early, for other matters or by one who had no right to, is told why, and how the case stands. To anybody
// else who may not even see the case there is no such task.
func (ch *change) notYours(ctx context.Context) error {
	e := gov.Refuse(gov.CodeNotYourTask, "다른 담당자의 과업입니다. 담당 부서에 확인하십시오.",
		"this task belongs to other posts")
	rows, err := ch.tx.Read.ClaimsTo(ctx, db.ClaimsToParams{TaskID: ch.task.ID, PersonID: ch.actor.Person, Day: ch.now.today})
	if err == nil && len(rows) == 0 {
		err = ch.knows(ctx, ch.c.ID)
	}
	if err != nil || len(rows) == 0 {
		return orRefusal(err, e)
	}
	matter, err := ch.matter(ctx)
	if err != nil {
		return err
	}
	e.Reasons, e.State = policies.WhyNotYours(claimsOf(rows), ch.task.Kind, matter, ch.now.today), ch.c.State
	return e
}

// orRefusal is a fault, or else the refusal.
func orRefusal(err, e error) error {
	if err != nil {
		return err
	}
	return e
}
