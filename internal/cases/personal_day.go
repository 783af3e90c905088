package cases

import (
	"context"
	"encoding/json"
	"fmt"

	"gyeol/gov"
	"gyeol/internal/ledger"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
)

// forgetMost is how many entries of the log of access one office day forgets at the most; the next does the rest.
const forgetMost = 100_000

// keepPrivacy is what an office day does about the log of access to personal data: on the first working day of a month
// it asks for the check of the month before, and it forgets what has been kept for its term (개인정보의 안전성 확보조치
// 기준 제8조). It then deletes what nominations hold of persons once the purpose of that has ended. Without a pack there
// is neither.
func (s *Service) keepPrivacy(ctx context.Context, d ruledDay) error {
	if s.startsMonth(d.day) {
		if err := s.askReadingCheck(ctx, d); err != nil {
			return err
		}
	}
	if err := s.forgetViews(ctx, d); err != nil {
		return err
	}
	return s.endAwardPurpose(ctx, d)
}

// forgetViews deletes the entries of the log whose term has ended and leaves an entry of the audit record that says so.
func (s *Service) forgetViews(ctx context.Context, d ruledDay) error {
	if d.upto.IsZero() {
		return nil // nobody has said for how long: everything stays
	}
	ended, err := db.New(s.pool).ViewsEnded(ctx, d.upto)
	if err != nil || !ended { // on most days
		return store.Interpret(err)
	}
	return store.InTx(ctx, s.pool, func(tx *store.Tx) error {
		n, err := tx.Read.ForgetViews(ctx, db.ForgetViewsParams{Upto: d.upto, Most: forgetMost})
		if err != nil || n == 0 {
			return err
		}
		clock, err := s.clock(ctx, tx)
		if err != nil {
			return err
		}
		return ledger.Write(ctx, tx.Write, ledger.Entry{
			Kind: ledger.KindClock, SubjectKind: "personal_view", SubjectID: d.day.String(), At: clock.at,
			OfficeDate: d.day, Body: map[string]any{
				"forgotten": n, "upto": d.upto.String(), "rule": "privacy/" + d.privacy.ID, "article": d.privacy.Article,
			},
		})
	})
}

// startsMonth reports whether a day is the first working day of its month.
func (s *Service) startsMonth(day gov.Date) bool {
	cal := s.rules.Calendar()
	return cal.IsWorkingDay(day) && cal.NextWorkingDay(day.AddDays(1-day.Day())) == day
}

// askReadingCheck tells those who answer for personal data and the auditors, on the first working day of a month, what
// the log holds of the month before. Nothing was read: there is nothing to check.
func (s *Service) askReadingCheck(ctx context.Context, d ruledDay) error {
	first := d.day.AddDays(1 - d.day.Day())
	since, until := first.AddMonths(-1), first.AddDays(-1)
	return store.InTx(ctx, s.pool, func(tx *store.Tx) error {
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
			Posts: asTexts(d.pack.PostsOf("auditor", "privacy")), Day: d.day,
		})
		if err != nil {
			return err
		}
		for _, person := range persons {
			if err := tx.Write.InsertNotice(ctx, db.InsertNoticeParams{
				ID: gov.NewNoticeID(), Kind: gov.NoticePrivacyCheck, PersonID: person, OfficeDate: d.day, SendOn: d.day,
				Dedup: fmt.Sprintf("privacy/%s/%s", since, person), Params: params, State: gov.NoticeHeld,
			}); err != nil {
				return err
			}
		}
		return nil
	})
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
