package store_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/store"
)

// rules are those of a day on which tasks may come by digest and information may be switched off.
var rules = map[gov.NoticeKind]store.KindManner{
	gov.NoticeAssigned: {Delivery: gov.DeliverImmediate, Choices: []gov.Delivery{gov.DeliverDigest}},
	gov.NoticeInformed: {Delivery: gov.DeliverImmediate, Choices: []gov.Delivery{gov.DeliverDigest, gov.DeliverOff}},
	gov.NoticeStopped:  {Delivery: gov.DeliverImmediate},
	gov.NoticeDueSoon:  {Delivery: gov.DeliverDigest, Choices: []gov.Delivery{gov.DeliverOff}},
}

// manner gives the outbox its rules.
func (m *mailroom) manner(how store.Manner) {
	m.Manner = func(context.Context, gov.Date) (store.Manner, error) { return how, nil }
}

// coalescing is a mailroom that holds back what comes within two minutes.
func coalescing(t *testing.T) *mailroom {
	t.Helper()
	m := newMailroom(t, 3)
	m.manner(store.Manner{Kinds: rules, Window: 2 * time.Minute})
	return m
}

// later lets so much time pass for the letterboxes and all that waits behind them.
func (m *mailroom) later(t *testing.T, by time.Duration) {
	t.Helper()
	m.exec(t, "update letterbox set last_at = last_at - $1::interval", by)
	m.exec(t, "update notice set next_try = next_try - $1::interval", by)
}

func (m *mailroom) choose(t *testing.T, kind gov.NoticeKind, d gov.Delivery) {
	t.Helper()
	m.exec(t, "insert into notice_choice (person_id, kind, delivery) values ($1, $2, $3)", m.persons[0], kind, d)
}

// plain writes an assigned notice without a task to a person.
func (m *mailroom) plain(t *testing.T, person gov.PersonID, title string) gov.NoticeID {
	t.Helper()
	id := gov.NewNoticeID()
	m.exec(t, `insert into notice (id, kind, dedup, person_id, office_date, send_on, params, legal)
		values ($1, 'assigned', $2, $3, $4, $4, jsonb_build_object('title', $5::text), false)`,
		id, id.String(), person, day, title)
	return id
}

func (m *mailroom) waits(t *testing.T, id gov.NoticeID) time.Duration {
	t.Helper()
	seconds := one[float64](t, m, "select extract(epoch from next_try - now())::float8 from notice where id = $1", id)
	return time.Duration(seconds * float64(time.Second))
}

func TestBundle_TheFirstLeavesAtOnceAndTheRestInOneLetter(t *testing.T) {
	t.Parallel()
	m := coalescing(t)
	first := m.plain(t, m.persons[0], "첫째")
	letters := m.claim(t)
	require.Len(t, letters, 1)
	require.Equal(t, first, letters[0].ID)
	require.Equal(t, gov.NoticeAssigned, letters[0].Kind, "one alone is itself")
	require.Equal(t, gov.LanguageKorean, letters[0].Language)

	second := m.plain(t, m.persons[0], "둘째")
	require.Empty(t, m.claim(t), "it waits behind the first")
	require.InDelta(t, 120, m.waits(t, second).Seconds(), 5)
	third := m.plain(t, m.persons[0], "셋째")
	other := m.plain(t, m.persons[1], "다른 사람")
	letters = m.claim(t)
	require.Len(t, letters, 1, "nobody waits behind a letter to somebody else")
	require.Equal(t, other, letters[0].ID)

	m.later(t, 2*time.Minute+time.Second)
	letters = m.claim(t)
	require.Len(t, letters, 1)
	bundle := letters[0]
	require.Equal(t, gov.NoticeBundle, bundle.Kind)
	require.Equal(t, []gov.NoticeItem{
		{Kind: gov.NoticeAssigned, Title: "둘째"}, {Kind: gov.NoticeAssigned, Title: "셋째"},
	}, bundle.Params.Items)
	for _, id := range []gov.NoticeID{second, third} {
		require.Equal(t, "suppressed bundle "+bundle.ID.String(), m.state(t, id))
	}
	require.True(t, m.begin(t, bundle))
	m.record(t, bundle.Posted(gov.PostedDelivered, "250"))
	fourth := m.plain(t, m.persons[0], "넷째")
	require.Empty(t, m.claim(t), "a bundle is a letter like any other")
	m.later(t, 2*time.Minute+time.Second)
	require.Equal(t, fourth, m.claim(t)[0].ID, "one left alone is sent as itself")
}

func TestBundle_WhatIsQueuedTogetherLeavesTogetherInARehearsal(t *testing.T) {
	t.Parallel()
	m := newMailroom(t, 1)
	m.manner(store.Manner{Kinds: rules})
	for i := range 3 {
		m.plain(t, m.persons[0], fmt.Sprint(i))
	}
	letters := m.claim(t)
	require.Len(t, letters, 1)
	require.Len(t, letters[0].Params.Items, 3)
	next := m.plain(t, m.persons[0], "다음")
	require.Equal(t, next, m.claim(t)[0].ID, "a window shorter than a day is nil")
}

func TestBundle_ALetterHasFiftyLinesAtTheMost(t *testing.T) {
	t.Parallel()
	m := newMailroom(t, 1)
	m.manner(store.Manner{Kinds: rules})
	m.exec(t, `insert into notice (id, kind, dedup, person_id, office_date, send_on, params, legal)
		select gen_random_uuid(), 'assigned', 'n/' || n, $1, $2, $2, '{"title": "x"}', false from generate_series(1, 60) n`,
		m.persons[0], day)
	require.Len(t, m.claim(t)[0].Params.Items, 50)
	require.Len(t, m.claim(t)[0].Params.Items, 10)
}

// What the law asks for is neither held back nor put together with anything.
func TestBundle_WhatTheLawAsksForLeavesAloneAndAtOnce(t *testing.T) {
	t.Parallel()
	m := newMailroom(t, 1)
	m.manner(store.Manner{Kinds: rules, Window: time.Minute, ByWall: true, Begins: "00:00", Ends: "23:59"})
	reminder := m.plain(t, m.persons[0], "업무")
	call := m.notice(t, gov.NoticeCall, "queued", day, gov.TaskID{})
	back := m.notice(t, gov.NoticeReturned, "queued", day, gov.TaskID{})
	m.choose(t, gov.NoticeReturned, gov.DeliverOff) // as if an older rule had let him
	var got []gov.NoticeID
	for _, l := range m.claim(t) {
		got = append(got, l.ID)
	}
	require.ElementsMatch(t, []gov.NoticeID{call, back}, got)
	require.Equal(t, "queued ", m.state(t, reminder))
	require.Positive(t, m.waits(t, reminder), "it waits for the end of the quiet hours")
}

func TestBundle_APersonsChoicesCountAsFarAsTheRulesLetHim(t *testing.T) {
	t.Parallel()
	m := coalescing(t)
	m.choose(t, gov.NoticeInformed, gov.DeliverOff)
	m.choose(t, gov.NoticeAssigned, gov.DeliverDigest)
	m.choose(t, gov.NoticeStopped, gov.DeliverOff) // the rule leaves nobody that choice
	told := m.notice(t, gov.NoticeInformed, "queued", day, gov.TaskID{})
	work := m.notice(t, gov.NoticeAssigned, "queued", day, m.task(t, "2025-06-05"))
	stopped := m.notice(t, gov.NoticeStopped, "queued", day, gov.TaskID{})
	letters := m.claim(t)
	require.Len(t, letters, 1)
	require.Equal(t, stopped, letters[0].ID)
	require.Equal(t, "suppressed switched off by the person", m.state(t, told))
	require.Equal(t, "held ", m.state(t, work))
	_, _, err := m.Digest(t.Context(), day, "")
	require.NoError(t, err)
	m.later(t, 3*time.Minute)
	digest := m.claim(t)
	require.Len(t, digest, 1)
	require.Equal(t, gov.NoticeDigest, digest[0].Kind)
	require.Equal(t, gov.NoticeAssigned, digest[0].Params.Items[0].Kind)
	require.Equal(t, "suppressed digest "+digest[0].ID.String(), m.state(t, work))
}

func TestBundle_TheDigestLeavesOutWhatWasSwitchedOff(t *testing.T) {
	t.Parallel()
	m := coalescing(t)
	m.choose(t, gov.NoticeDueSoon, gov.DeliverOff)
	off := m.notice(t, gov.NoticeDueSoon, "held", day, m.task(t, "2025-06-05"))
	_, _, err := m.Digest(t.Context(), day, "")
	require.NoError(t, err)
	require.Equal(t, "suppressed switched off by the person", m.state(t, off))
	require.Empty(t, m.claim(t), "nothing else was to be told")
}

func TestBundle_WhatWasDoneWhileItsNoticeWaitedIsNotTold(t *testing.T) {
	t.Parallel()
	m := coalescing(t)
	m.plain(t, m.persons[0], "첫째")
	require.Len(t, m.claim(t), 1)
	task := m.task(t, "2025-06-05")
	waiting := m.notice(t, gov.NoticeAssigned, "queued", day, task)
	require.Empty(t, m.claim(t))
	m.exec(t, "update task set state = 'done', closed_on = $2 where id = $1", task, day)
	m.exec(t, "update letterbox set last_at = last_at - interval '3 minutes'")
	m.exec(t, "update notice set created_at = created_at - interval '3 minutes', next_try = now()")
	require.Empty(t, m.claim(t))
	require.Equal(t, "suppressed done meanwhile", m.state(t, waiting))
}

// Quiet hours are wall time in Seoul: what comes at night leaves in the morning.
func TestBundle_QuietHoursEndWhereTheRuleOrThePersonSays(t *testing.T) {
	t.Parallel()
	m := newMailroom(t, 1)
	for _, c := range []struct{ at, begins, ends, want string }{
		{"2025-05-30 18:59", "19:00", "08:00", ""},
		{"2025-05-30 19:00", "19:00", "08:00", "2025-05-31 08:00"},
		{"2025-05-31 00:30", "19:00", "08:00", "2025-05-31 08:00"},
		{"2025-05-31 08:00", "19:00", "08:00", ""},
		{"2025-05-31 12:30", "12:00", "13:00", "2025-05-31 13:00"},
		{"2025-05-31 13:00", "12:00", "13:00", ""},
		{"2025-05-31 03:00", "08:00", "08:00", ""}, // none at all
		{"2025-05-31 23:59", "22:00", "00:00", "2025-06-01 00:00"},
	} {
		got := one[*string](t, m, `select to_char(quiet_until($1::timestamp at time zone 'Asia/Seoul', $2, $3)
			at time zone 'Asia/Seoul', 'YYYY-MM-DD HH24:MI')`, c.at, c.begins, c.ends)
		if c.want == "" {
			require.Nil(t, got, "%+v", c)
			continue
		}
		require.NotNil(t, got, "%+v", c)
		require.Equal(t, c.want, *got, "%+v", c)
	}
	m.manner(store.Manner{Kinds: rules, ByWall: true, Begins: "00:00", Ends: "23:59"})
	night := m.plain(t, m.persons[0], "밤")
	m.exec(t, `insert into notice_preference (person_id, language, quiet_from, quiet_to, revision, set_on)
		values ($1, 'en', '08:00', '08:00', 1, $2)`, m.persons[0], day)
	letters := m.claim(t)
	require.Len(t, letters, 1, "he wants no quiet hours")
	require.Equal(t, night, letters[0].ID)
	require.Equal(t, gov.LanguageEnglish, letters[0].Language)
}

// Many drains at once: each notice leaves in one letter, and each person has one within the window.
func TestBundle_DrainsAtOnceBeginOneLetterToEach(t *testing.T) {
	t.Parallel()
	m := coalescing(t)
	const each, drains = 40, 8
	var wait sync.WaitGroup
	claimed := make(chan gov.Letter, 3*each*drains)
	errs := make(chan error, drains*10+3*each)
	for range drains {
		wait.Go(func() {
			for range 10 {
				letters, err := m.Claim(t.Context(), day, 50)
				errs <- err
				for _, l := range letters {
					claimed <- l
				}
			}
		})
	}
	wait.Go(func() {
		for i := range each {
			for _, p := range m.persons {
				id := gov.NewNoticeID()
				_, err := m.pool.Exec(t.Context(), `insert into notice
					(id, kind, dedup, person_id, office_date, send_on, params, legal) values ($1, 'assigned', $2, $3, $4, $4, '{"title": "x"}', false)`, id, fmt.Sprint(i, p), p, day)
				errs <- err
			}
		}
	})
	wait.Wait()
	close(errs)
	for err := range errs {
		require.NoError(t, err)
	}
	m.later(t, 3*time.Minute)
	for range 4 {
		for _, l := range m.claim(t) {
			claimed <- l
		}
		m.later(t, 3*time.Minute)
	}
	close(claimed)
	told, letters := 0, 0
	for l := range claimed {
		letters++
		told += max(1, len(l.Params.Items))
	}
	require.Equal(t, 3*each, told, "nothing is lost and nothing told twice")
	require.LessOrEqual(t, letters, 3*3, "the first, the rest, and what came between")
	require.Zero(t, one[int](t, m, "select count(*)::int from notice where state = 'queued'"))
}

// A crash after the claim leaves a bundle like any other letter: claimed again unless it was begun, and never twice.
func TestBundle_AfterACrash(t *testing.T) {
	t.Parallel()
	m := coalescing(t)
	m.plain(t, m.persons[0], "하나")
	m.plain(t, m.persons[0], "둘")
	first := m.claim(t)[0]
	require.Equal(t, gov.NoticeBundle, first.Kind)
	m.lapse(t)
	again := m.claim(t)
	require.Len(t, again, 1)
	require.Equal(t, first.ID, again[0].ID)
	require.False(t, m.begin(t, first), "the latest claim counts")
	require.True(t, m.begin(t, again[0]))
	m.lapse(t)
	require.Empty(t, m.claim(t))
	require.Contains(t, m.state(t, first.ID), "unknown", "it may have arrived, and is not sent twice")
}
