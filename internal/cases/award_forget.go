package cases

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5/pgtype"

	"gyeol/gov"
	"gyeol/internal/ledger"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// nominationsMost is of how many nominations one office day deletes the data; the next does the rest.
const nominationsMost = 500

// endAwardPurpose deletes, on a working day, what nominations hold of persons whose purpose has ended (개인정보 보호법
// 제21조제1항): merit, facts, verdict, objections, opinions of jurors, what was said in acts, and the names of those who
// were not awarded. Each nomination is one transaction with an entry that names what goes, by which rule; the database
// deletes what that entry names, and nothing before its term. Without a rule everything stays.
func (s *Service) endAwardPurpose(ctx context.Context, d ruledDay) error {
	rule, ok := d.pack.PurposeOn(policies.DataAward, d.day)
	if !ok || !s.rules.Calendar().IsWorkingDay(d.day) {
		return nil
	}
	gone, err := db.New(s.pool).AwardDataToForget(ctx, db.AwardDataToForgetParams{
		Upto: d.day.AddDays(-rule.Days), Most: nominationsMost,
	})
	if err != nil {
		return store.Interpret(err)
	}
	for _, n := range gone {
		if err := s.forgetNomination(ctx, d.day, n, rule); err != nil {
			return fmt.Errorf("nomination %s: %w", n.CaseID, err)
		}
	}
	return nil
}

// forgetNomination deletes the data of one nomination. Two workers that open one day meet in the lock of its case, and
// the second finds nothing that its entry could name: it is refused, and tries the day again.
func (s *Service) forgetNomination(
	ctx context.Context, day gov.Date, n db.AwardDataToForgetRow, rule policies.PurposeRule,
) error {
	return store.InTx(ctx, s.pool, func(tx *store.Tx) error {
		clock, err := s.clock(ctx, tx)
		if err != nil {
			return err
		}
		body := map[string]any{
			"rule": "purposes/" + rule.ID, "article": rule.Article, "ended": n.Ended.String(), "words": n.Words,
			"bodies": n.Bodies, "fields": forgottenFields,
		}
		if n.Bodies > 0 {
			body["leaves"], body["upto"] = leafRanges(n.Leaves), n.Ended.String()
		}
		id, err := ledger.WriteAs(ctx, tx.Write, ledger.Entry{
			Kind: ledger.KindClock, SubjectKind: ofNomination, SubjectID: n.CaseID.String(), Case: n.CaseID, At: clock.at,
			OfficeDate: day, Body: body,
		})
		if err != nil {
			return err
		}
		return tx.Write.ForgetAwardData(ctx, pgtype.UUID{Bytes: id, Valid: true})
	})
}

// forgottenFields are what goes of a nomination; a name stays with the award that was given.
var forgottenFields = []string{
	"facts", "merit", "nominee_not_awarded", "opinions", "special_merit", "verdict", "vet_note", "words",
}
