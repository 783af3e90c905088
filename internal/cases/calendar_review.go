package cases

import (
	"context"
	"encoding/json"
	"fmt"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// MovedReview is a day on which gyeol itself goes on, before and after: the end of a public vetting, or the next alert
// of an agreement.
type MovedReview struct {
	Case   gov.CaseID `json:"case"`
	Kind   string     `json:"kind" enum:"vetting,agreement"`
	Title  string     `json:"title"`
	Before *Due       `json:"before"`
	After  *Due       `json:"after"`

	owner gov.PostID
}

// lookReviews finds the ends of public vettings and the alerts of agreements that the change moves. An announced end
// stays on record; where it is a closed day now, the period ends with the next working day (민법 제161조).
func (r *recount) lookReviews(ctx context.Context) error {
	near := db.DatedVettingsParams{Since: r.day.AddDays(-reach), Until: r.day.AddDays(reach)}
	vettings, err := r.q.DatedVettings(ctx, near)
	if err != nil {
		return err
	}
	for _, v := range vettings {
		was, now := r.old.FixedDate(v.VetUntil), r.changed.FixedDate(v.VetUntil)
		if was.Legal == now.Legal || now.Legal.Before(r.today) {
			continue
		}
		r.vettings = append(r.vettings, db.SetReviewOnParams{ID: v.StageID, ReviewOn: now.Legal.AddDays(1)})
		r.review(MovedReview{
			Case: v.CaseID, Kind: "vetting", Title: v.Title, owner: v.OwnerPost,
			Before: dueText(was.Operative, was.Legal), After: dueText(now.Operative, now.Legal),
		})
	}
	agreements, err := r.q.DatedAgreements(ctx, db.DatedAgreementsParams(near))
	if err != nil {
		return err
	}
	for _, a := range agreements {
		is := a.Agreement.ReviewOn
		now := policies.RecountReview(termOf(a.Agreement), is, r.calendars())
		if now == is {
			continue
		}
		r.agreements = append(r.agreements, db.RecountAgreementParams{
			CaseID: a.Agreement.CaseID, Was: is, ReviewOn: now,
		})
		r.review(MovedReview{
			Case: a.Agreement.CaseID, Kind: "agreement", Title: a.Agreement.Title, owner: a.OwnerPost,
			Before: dueText(is, is), After: dueText(now, now),
		})
	}
	return nil
}

func (r *recount) review(m MovedReview) {
	r.impact.Reviews = append(r.impact.Reviews, m)
	r.process = append(r.process, m.Case) // its day may be today now
}

// moveReviews writes the days that were counted again and tells the post that keeps each going.
func (r *recount) moveReviews(ctx context.Context, tx *store.Tx, how recounting) error {
	for _, p := range r.vettings {
		if err := tx.Write.SetReviewOn(ctx, p); err != nil {
			return err
		}
	}
	for _, p := range r.agreements {
		if err := tx.Write.RecountAgreement(ctx, p); err != nil {
			return err
		}
	}
	for _, m := range r.impact.Reviews {
		what := map[string]string{"vetting": "공개검증 종료일 변경", "agreement": "협약 예고일 변경"}[m.Kind]
		params, err := json.Marshal(gov.NoticeParams{
			Title: m.Title + " — " + what, DueOperative: m.After.Operative, DueLegal: m.After.Legal,
			Reason: fmt.Sprintf("%s → %s: %s", m.Before.LegalText, m.After.LegalText, how.reason),
		})
		if err != nil {
			return fmt.Errorf("write notice params: %w", err)
		}
		if err := tx.Write.TellHolders(ctx, db.TellHoldersParams{
			Cause: how.cause + "/" + m.Kind + "/" + m.Case.String(), OfficeDate: how.clock.today, PostID: m.owner,
			Day: how.clock.today, SendOn: r.changed.NextWorkingDay(how.clock.today), Params: params,
		}); err != nil {
			return err
		}
	}
	return nil
}
