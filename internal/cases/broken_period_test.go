package cases_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/testkit"
)

// openDays opens the office days up to and with a day, as an office does that was away.
func (b *board) openDays(days ...string) {
	b.t.Helper()
	for _, d := range days {
		require.NoError(b.t, b.Cases.OpenDay(b.t.Context(), gov.MustDate(d)))
	}
}

// toldBroken are the reasons in the notices that tell of a broken period.
func (b *board) toldBroken() []string {
	b.t.Helper()
	return testkit.One[[]string](b.t, b.House, `select coalesce(array_agg(n.params ->> 'reason' order by n.office_date), '{}')
		from notice n join holding h on h.person_id = n.person_id
		where n.dedup like 'period/%' and h.post_id = $1`, b.secretary)
}

func TestALegalNoticeThatMissedItsDayLeavesAtOnceAndItsOwnerIsShown(t *testing.T) {
	t.Parallel()
	b := sits(t, "2022-05-12") // the last day of the notice
	b.call()
	b.SetToday(t, "2022-05-16") // no mail had left, and no day was opened since
	letters, err := store.NewOutbox(b.Pool).Claim(t.Context(), gov.MustDate("2022-05-16"), 100)
	require.NoError(t, err)
	calls := 0
	for _, l := range letters {
		if l.Kind == gov.NoticeCall {
			calls++
			b.Exec(t, "update notice set state = 'sent', sent_on = '2022-05-16', sent_at = now() where id = $1", l.ID)
		}
	}
	require.Equal(t, 6, calls, "all leave on the first day on which any may")
	b.openDays("2022-05-13", "2022-05-14", "2022-05-15", "2022-05-16", "2022-05-17")
	told := b.toldBroken()
	require.Len(t, told, 1, "once, whatever number of days was missed")
	require.Contains(t, told[0], "소집통지 6통이 기한 2022. 5. 12.(목)까지 나가지 못하여")
	require.Equal(t, told[0], contextOf(t, b.House, b.id()).Meeting.Broken)
	id := testkit.One[gov.NoticeID](t, b.House, "select id from notice where dedup like 'period/%'")
	read, err := b.Cases.Notice(t.Context(), b.Actor(t, testkit.Coordinator), id)
	require.NoError(t, err)
	require.Equal(t, "period "+b.id().String(), read.Cause.By+" "+read.Cause.Of, "the ledger says why it was written")
	require.Equal(t, "2022-05-13", testkit.One[gov.Date](t, b.House,
		"select send_on from notice where dedup like 'period/%'").String(), "it leaves with the first mail")
}

func TestAMeetingThatNobodyCalledInTimeIsShownToItsSecretary(t *testing.T) {
	t.Parallel()
	b := sits(t, "2022-05-12")
	b.openDays("2022-05-12")
	require.Empty(t, b.toldBroken(), "it can still be called today")
	require.Empty(t, contextOf(t, b.House, b.id()).Meeting.Broken)
	b.SetToday(t, "2022-05-13")
	b.openDays("2022-05-13")
	require.Len(t, b.toldBroken(), 1)
	require.Contains(t, b.toldBroken()[0], "2022. 5. 12.(목)이(가) 지났습니다")
	b.do(b.secretary, gov.TaskCall, testkit.Do{
		Verb: gov.VerbCall, Body: object{"place": "대회의실", "urgent": "국가 재난 대응"},
	})
	require.Empty(t, contextOf(t, b.House, b.id()).Meeting.Broken, "why it is late is on record")
}

func TestAPeriodThatWasKeptIsNotCalledBroken(t *testing.T) {
	t.Parallel()
	b := sits(t, "2022-05-12")
	b.call()
	b.Exec(t, "update notice set state = 'sent', sent_on = '2022-05-12', sent_at = now() where kind = 'meeting_call'")
	b.SetToday(t, "2022-05-13")
	b.openDays("2022-05-13")
	require.Empty(t, b.toldBroken())
	require.Empty(t, contextOf(t, b.House, b.id()).Meeting.Broken)
}
