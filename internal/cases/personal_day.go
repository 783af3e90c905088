package cases

import (
	"context"
	"encoding/json"
	"fmt"

	"gyeol/gov"
	"gyeol/internal/ledger"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies/pack"
)

// forgetMost is how many entries of the log of access one office day forgets at the most; the next does the rest.
const forgetMost = 100_000

// keepPrivacy is what an office day does about the log of access to personal data: on the first working day of a month
// it asks for the check of the month before, and it forgets what has been kept for its term (개인정보의 안전성 확보조치
// 기준 제8조). It then deletes what nominations hold of persons once the purpose of that has ended. Without a pack there
// is neither.
func (s *Service) keepPrivacy(ctx context.Context, day gov.Date) error {
	var p *pack.Pack
	err := store.InTx(ctx, s.pool, func(tx *store.Tx) (err error) {
		p, _, err = s.rules.Active(ctx, tx, day)
		if gov.CodeOf(err) == gov.CodeNoRule {
			return nil
		}
		if err != nil {
			return err
		}
		if err := s.askReadingCheck(ctx, tx, p, day); err != nil {
			return err
		}
		return s.forgetViews(ctx, tx, p, day)
	})
	if err != nil || p == nil {
		return err
	}
	return s.endAwardPurpose(ctx, day, p)
}

// forgetViews deletes the entries of the log whose term has ended and leaves an entry of the audit record that says so.
func (s *Service) forgetViews(ctx context.Context, tx *store.Tx, p *pack.Pack, day gov.Date) error {
	rule, ok := p.PrivacyOn(day)
	if !ok {
		return nil // nobody has said for how long: everything stays
	}
	persons, err := tx.Read.CountDataSubjects(ctx)
	if err != nil {
		return err
	}
	upto := day.AddMonths(-12 * rule.Term(int(persons)))
	n, err := tx.Read.ForgetViews(ctx, db.ForgetViewsParams{Upto: upto, Most: forgetMost})
	if err != nil || n == 0 {
		return err
	}
	clock, err := s.clock(ctx, tx)
	if err != nil {
		return err
	}
	return ledger.Write(ctx, tx.Write, ledger.Entry{
		Kind: ledger.KindClock, SubjectKind: "personal_view", SubjectID: day.String(), At: clock.at, OfficeDate: day,
		Body: map[string]any{"forgotten": n, "upto": upto.String(), "rule": "privacy/" + rule.ID, "article": rule.Article},
	})
}

// askReadingCheck tells those who answer for personal data and the auditors, on the first working day of a month, what
// the log holds of the month before. Nothing was read: there is nothing to check.
func (s *Service) askReadingCheck(ctx context.Context, tx *store.Tx, p *pack.Pack, day gov.Date) error {
	first := day.AddDays(1 - day.Day())
	cal := s.rules.Calendar()
	if !cal.IsWorkingDay(day) || cal.NextWorkingDay(first) != day {
		return nil
	}
	since, until := first.AddMonths(-1), first.AddDays(-1)
	rows, err := tx.Read.SumViews(ctx, db.SumViewsParams{Since: since, Until: until})
	if err != nil || len(rows) == 0 {
		return err
	}
	refusals, err := tx.Read.CountRefusals(ctx, db.CountRefusalsParams{Since: since, Until: until})
	if err != nil {
		return err
	}
	params, err := json.Marshal(readingSaid(since, rows, refusals))
	if err != nil {
		return fmt.Errorf("write notice params: %w", err)
	}
	persons, err := tx.Read.HoldersOfPosts(ctx, db.HoldersOfPostsParams{
		Posts: asTexts(p.PostsOf("auditor", "privacy")), Day: day,
	})
	if err != nil {
		return err
	}
	for _, person := range persons {
		if err := tx.Write.InsertNotice(ctx, db.InsertNoticeParams{
			ID: gov.NewNoticeID(), Kind: gov.NoticePrivacyCheck, PersonID: person, OfficeDate: day, SendOn: day,
			Dedup: fmt.Sprintf("privacy/%s/%s", since, person), Params: params, State: gov.NoticeHeld,
		}); err != nil {
			return err
		}
	}
	return nil
}

// readingSaid is what the monthly check of the log is told by: no names, these stand in the log.
func readingSaid(month gov.Date, rows []db.SumViewsRow, refusals int32) gov.NoticeParams {
	var views, exports, outOfHours int32
	for _, r := range rows {
		views, exports, outOfHours = views+r.Views, exports+r.Exports, outOfHours+r.OutOfHours
	}
	return gov.NoticeParams{
		Title: fmt.Sprintf("개인정보 열람 기록 점검(%d년 %d월)", month.Year(), month.Month()),
		Reason: fmt.Sprintf("열람 %d건(%d명), 가장 많은 사람 %d건, 반출 %d건, 업무시간 외 %d건, 거부된 요청 %d건. "+
			"개인정보의 안전성 확보조치 기준 제8조제2항에 따라 접속기록을 점검하십시오(gyeol privacy check).",
			views, len(rows), rows[0].Views, exports, outOfHours, refusals),
	}
}
