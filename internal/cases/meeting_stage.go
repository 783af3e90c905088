package cases

import (
	"context"
	"maps"
	"slices"
	"strings"

	"gyeol/gov"
	"gyeol/policies"
)

// deliberateStages adds to the acts on a stage what its meetings ask for: it decides only on what its body passed, a
// moved day moves the meeting, and taking it up again means another meeting.
func deliberateStages(stage map[gov.Verb]handler) {
	decide, move, reopen := stage[gov.VerbDecide], stage[gov.VerbMoveDate], stage[gov.VerbReopen]
	maps.Copy(stage, map[gov.Verb]handler{
		gov.VerbDecide: func(ctx context.Context, ch *change) error {
			if err := ch.passedAll(ctx); err != nil {
				return err
			}
			return decide(ctx, ch)
		},
		gov.VerbMoveDate: func(ctx context.Context, ch *change) error {
			if err := move(ctx, ch); err != nil {
				return err
			}
			return ch.moveMeetings(ctx)
		},
		gov.VerbReopen: func(ctx context.Context, ch *change) error {
			if err := reopen(ctx, ch); err != nil {
				return err
			}
			return ch.meetAgain(ctx)
		},
	})
}

// passedAll refuses to decide a deliberation whose last meeting rejected or deferred an item.
func (ch *change) passedAll(ctx context.Context) error {
	s, err := ch.stageRow(ctx)
	if err != nil || s.Kind != gov.StageDeliberate {
		return err
	}
	items, err := ch.tx.Read.UnpassedItems(ctx, s.ID)
	if err != nil || len(items) == 0 {
		return err
	}
	titles := make([]string, len(items))
	for i, it := range items {
		titles[i] = "「" + it.Title + "」"
	}
	list := strings.Join(titles, ", ")
	return gov.Refusef(policies.CodeRejected,
		"%s이(가) 의결되지 않았습니다. 안을 고친 뒤 다시 진행하면 회의를 새로 소집합니다.",
		"the body did not pass %s; mend it and go on, and another meeting is called", list)
}

// moveMeetings gives a meeting that was not called yet the new day of its stage. The members of one that was called
// hold a notice for its day: its secretary moves it and tells them.
func (ch *change) moveMeetings(ctx context.Context) error {
	var body MoveDateBody
	if err := ch.read(&body); err != nil || body.Hold.IsZero() {
		return err
	}
	n, err := ch.tx.Read.MeetingsUnderCall(ctx, ch.c.StageID)
	if err != nil {
		return err
	}
	if n > 0 {
		return gov.Refuse(gov.CodeConflict,
			"이미 소집통지한 회의의 날짜는 단계에서 옮길 수 없습니다. 위원회 간사가 그 회의의 일시를 변경하여 다시 통지해야 합니다.",
			"the day of a meeting that was called is moved by the secretary of its body, who tells the members")
	}
	if err := ch.tx.Write.MovePlannedMeetings(ctx, ch.c.StageID); err != nil {
		return err
	}
	return ch.tx.Write.MoveCallTasks(ctx, ch.c.StageID)
}

// meetAgain opens another attempt when a deliberation is taken up again.
func (ch *change) meetAgain(ctx context.Context) error {
	s, err := ch.stageRow(ctx)
	if err != nil || s.Kind != gov.StageDeliberate {
		return err
	}
	subjects, err := ch.tx.Read.MeetingSubjects(ctx, s.ID)
	if err != nil || len(subjects) == 0 {
		return err
	}
	last, err := readAttempt(slices.Max(subjects))
	if err != nil {
		return err
	}
	last.n = max(last.n, len(subjects)) + 1
	return addMeeting(ctx, ch, last.subject())
}
