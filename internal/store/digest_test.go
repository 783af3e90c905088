package store_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
)

func TestDigest_OneMailPerPerson(t *testing.T) {
	t.Parallel()
	m := newMailroom(t, 1)
	late, soon := m.task(t, "2025-05-27"), m.task(t, "2025-06-05")
	finished, moved := m.task(t, "2025-05-30"), m.task(t, "2025-06-20")
	over1 := m.notice(t, gov.NoticeOverdue, "held", day.AddDays(-2), late)
	over3 := m.notice(t, gov.NoticeOverdue, "held", day, late)
	first := m.notice(t, gov.NoticeDueSoon, "held", day, soon)
	done := m.notice(t, gov.NoticeDueToday, "held", day, finished)
	shifted := m.notice(t, gov.NoticeDueToday, "held", day.AddDays(-1), moved)
	tomorrow := m.notice(t, gov.NoticeOverdue, "held", day.AddDays(3), soon)
	m.exec(t, "update task set state = 'done', closed_on = $2 where id = $1", finished, day)
	m.exec(t, `update notice set params = params || '{"closed": true}' where id = $1`, first)

	next, last, err := m.Digest(t.Context(), day, "")
	require.NoError(t, err)
	require.True(t, last, "that was the last page")
	require.Equal(t, m.persons[0].String(), next)
	letters := m.claim(t)
	require.Len(t, letters, 1)
	digest := letters[0]
	require.Equal(t, gov.NoticeDigest, digest.Kind)
	item := func(kind gov.NoticeKind, due string, task gov.TaskID, closed bool) gov.NoticeItem {
		d := gov.MustDate(due)
		return gov.NoticeItem{Kind: kind, Title: "제목", DueOperative: d, DueLegal: d, TaskID: task, Closed: closed}
	}
	require.Equal(t, []gov.NoticeItem{
		item(gov.NoticeOverdue, "2025-05-27", late, false), item(gov.NoticeDueSoon, "2025-06-05", soon, true),
		item(gov.NoticeDueSoon, "2025-06-20", moved, false),
	}, digest.Params.Items)
	told := "suppressed digest " + digest.ID.String()
	for id, want := range map[gov.NoticeID]string{
		over1: "suppressed superseded", over3: told, first: told, shifted: told, done: "suppressed done meanwhile",
		tomorrow: "held ",
	} {
		require.Equal(t, want, m.state(t, id))
	}
}

func TestDigest_RepeatingChangesNothing(t *testing.T) {
	t.Parallel()
	m := newMailroom(t, 1)
	m.notice(t, gov.NoticeDueSoon, "held", day, m.task(t, "2025-06-05"))
	for range 3 {
		_, done, err := m.Digest(t.Context(), day, "")
		require.NoError(t, err)
		require.True(t, done)
	}
	require.Equal(t, 1, one[int](t, m, "select count(*)::int from notice where kind = 'digest'"))
	later := m.notice(t, gov.NoticeDueSoon, "held", day, m.task(t, "2025-06-05"))
	_, _, err := m.Digest(t.Context(), day, "")
	require.NoError(t, err)
	require.Equal(t, "held ", m.state(t, later), "what comes after the morning's digest waits for the next one")
	_, _, err = m.Digest(t.Context(), day.AddDays(3), "")
	require.NoError(t, err)
	require.Contains(t, m.state(t, later), "suppressed digest ")
}

func TestDigest_AllDoneMeansNoMail(t *testing.T) {
	t.Parallel()
	m := newMailroom(t, 1)
	task := m.task(t, "2025-05-30")
	m.notice(t, gov.NoticeDueToday, "held", day, task)
	m.exec(t, "update task set state = 'done', closed_on = $1", day)
	next, done, err := m.Digest(t.Context(), day, "")
	require.NoError(t, err)
	require.True(t, done)
	require.NotEmpty(t, next)
	require.Empty(t, m.claim(t))
	next, done, err = m.Digest(t.Context(), day, "")
	require.NoError(t, err)
	require.True(t, done)
	require.Empty(t, next)
}

func TestDigest_PagesThroughTheHouse(t *testing.T) {
	t.Parallel()
	const people = 1050
	m := newMailroom(t, people)
	task := m.task(t, "2025-06-05")
	params, err := json.Marshal(gov.NoticeParams{Title: "제목", TaskID: task})
	require.NoError(t, err)
	m.exec(t, `insert into notice
		(id, kind, dedup, person_id, task_id, office_date, send_on, params, state, legal)
		select gen_random_uuid(), 'due_soon', 'd/' || n || '/' || p.id, p.id, $1, $2, $2, $3, 'held', false
		from person p, generate_series(1, 3) n`, task, day, params)
	rounds := 0
	for cursor, done := "", false; !done; rounds++ {
		cursor, done, err = m.Digest(t.Context(), day, cursor)
		require.NoError(t, err)
	}
	require.Equal(t, 2, rounds, "four pages of 200 at once, and then the rest")
	require.Equal(t, people, one[int](t, m,
		"select count(*)::int from notice where kind = 'digest' and jsonb_array_length(params -> 'items') = 1"))
	require.Equal(t, 2*people, one[int](t, m, "select count(*)::int from notice where state_reason = 'superseded'"))
	require.Zero(t, one[int](t, m, "select count(*)::int from notice where state = 'held'"))
	_, _, err = m.Digest(t.Context(), day, "no person")
	require.Error(t, err)
}
