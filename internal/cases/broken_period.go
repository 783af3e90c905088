package cases

import (
	"context"
	"encoding/json"
	"fmt"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
)

// noticePeriod is the period of notice of a meeting on a day.
type noticePeriod struct {
	state   gov.State
	callBy  gov.Date // the last working day on which its notice may leave
	letters int32    // that were to leave by then and had not
	today   gov.Date
}

// brokenPeriod says how the period of a meeting's notice is broken and what is to be done about it (서울특별시 각종
// 위원회의 설치ㆍ운영에 관한 조례 제10조제1항); empty where it is kept.
func brokenPeriod(p noticePeriod) string {
	late := p.callBy.Before(p.today) && !p.callBy.IsZero()
	switch {
	case p.state == gov.Planned && late:
		return fmt.Sprintf("소집통지 기한 %s이(가) 지났습니다. 회의일을 옮기거나 긴급 사유를 적어 바로 소집하십시오.", p.callBy.Korean())
	case p.state != gov.Planned && p.letters > 0:
		return fmt.Sprintf("소집통지 %d통이 기한 %s까지 나가지 못하여 늦게 나갑니다. 위원에게 따로 알리거나 회의일을 옮기십시오.",
			p.letters, p.callBy.Korean())
	}
	return ""
}

// tellBrokenPeriods tells the secretary of each meeting still to come that the period of its notice is broken, once for
// each last day of a notice: the letters themselves leave at once (design §6).
func (s *Service) tellBrokenPeriods(ctx context.Context, day gov.Date) error {
	maybe, err := db.New(s.pool).BrokenPeriods(ctx, day)
	if err != nil || len(maybe) == 0 { // on most days
		return store.Interpret(err)
	}
	return store.InTx(ctx, s.pool, func(tx *store.Tx) error {
		rows, err := tx.Read.BrokenPeriods(ctx, day)
		if err != nil {
			return err
		}
		for _, m := range rows {
			if err := s.tellBroken(ctx, tx, m, day); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *Service) tellBroken(ctx context.Context, tx *store.Tx, m db.BrokenPeriodsRow, day gov.Date) error {
	p, err := s.rules.Of(ctx, tx.Read, m.PackHash)
	if err != nil {
		return err
	}
	body, ok := p.Body(m.BodyID)
	if !ok {
		return noRule("body", string(m.BodyID))
	}
	params, err := json.Marshal(gov.NoticeParams{
		Title: m.Title + " — 소집통지 기한", DueOperative: m.CallBy, DueLegal: m.CallBy,
		Reason: brokenPeriod(noticePeriod{state: m.State, callBy: m.CallBy, letters: m.Letters, today: day}),
	})
	if err != nil {
		return fmt.Errorf("write notice params: %w", err)
	}
	return tx.Write.TellHolders(ctx, db.TellHoldersParams{
		Cause: fmt.Sprintf("period/%s/%s", m.ID, m.CallBy), OfficeDate: day, PostID: body.Secretary, Day: day,
		SendOn: s.rules.Calendar().NextWorkingDay(day), Params: params,
	})
}
