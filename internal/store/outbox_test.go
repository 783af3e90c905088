package store_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/testkit"
)

func TestMain(m *testing.M) { testkit.Main(m) }

var day = gov.MustDate("2025-05-30")

// mailroom is an outbox with a few people.
type mailroom struct {
	*store.Outbox
	pool    *pgxpool.Pool
	persons []gov.PersonID
	file    gov.CaseID
}

func newMailroom(t *testing.T, persons int) *mailroom {
	t.Helper()
	pool := testkit.DB(t)
	m := &mailroom{Outbox: store.NewOutbox(pool), pool: pool, file: gov.NewCaseID()}
	m.exec(t, `insert into unit (id, kind, name, valid_from) values ('office', 'division', '평생교육과', '2020-01-01')`)
	m.exec(t, `insert into post (id, unit_id, title, rank, valid_from)
		values ('office.clerk', 'office', '담당', 'officer', '2020-01-01')`)
	m.exec(t, `insert into policy_pack (hash, id, files) values (decode(repeat('00', 32), 'hex'), 'test', '')`)
	process := gov.NewProcessID()
	m.exec(t, `insert into process (id, kind, workflow_id, owner_post) values ($1, 'collect', 'test', 'office.clerk')`, process)
	m.exec(t, `insert into case_file (id, kind, process_id, unit_id, subject, title, state, pack_hash, opened_on)
		values ($1, 'submission', $2, 'office', 'x', 'x', 'requested', decode(repeat('00', 32), 'hex'), $3)`, m.file, process, day)
	for i := range persons {
		id := gov.NewPersonID()
		m.persons = append(m.persons, id)
		m.exec(t, `insert into person (id, slug, name, email) values ($1, $2, $3, $4)`, id,
			fmt.Sprint("p", i), fmt.Sprintf("담당 %d", i), fmt.Sprintf("p%d@seoul.example", i))
	}
	return m
}

func (m *mailroom) exec(t *testing.T, sql string, args ...any) {
	t.Helper()
	_, err := m.pool.Exec(t.Context(), sql, args...)
	require.NoError(t, err, sql)
}

// force is exec past the walls of the schema.
func (m *mailroom) force(t *testing.T, sql string, args ...any) {
	t.Helper()
	testkit.Force(t, m.pool, sql, args...)
}

func one[T any](t *testing.T, m *mailroom, sql string, args ...any) T {
	t.Helper()
	rows, err := m.pool.Query(t.Context(), sql, args...)
	require.NoError(t, err)
	v, err := pgx.CollectExactlyOneRow(rows, pgx.RowTo[T])
	require.NoError(t, err, sql)
	return v
}

// task opens a task that is due on a day.
func (m *mailroom) task(t *testing.T, due string) gov.TaskID {
	t.Helper()
	id := gov.NewTaskID()
	seq := one[int](t, m, "select count(*)::int from task")
	m.exec(t, `insert into task (id, case_id, unit_id, kind, cell, opened_seq, natural_key, round, title, verbs,
		due_operative, due_legal, opened_on) values ($1, $2, 'office', 'fill', $3::int::text, $3, 'k', 1, '과제', '{submit}', $4, $4, '2025-05-01')`, id, m.file, seq, gov.MustDate(due))
	return id
}

// notice writes one; a task of none is none.
func (m *mailroom) notice(t *testing.T, kind gov.NoticeKind, state string, on gov.Date, task gov.TaskID) gov.NoticeID {
	t.Helper()
	id := gov.NewNoticeID()
	params, err := json.Marshal(gov.NoticeParams{Title: "제목", TaskID: task, DueOperative: day})
	require.NoError(t, err)
	m.exec(t, `insert into notice (id, kind, dedup, person_id, task_id, office_date, send_on, params, state, legal)
		values ($1, $2, $3, $4, $5, $6, $6, $7, $8, $9)`, id, kind, id.String(), m.persons[0], task, on, params, state, kind.Legal())
	return id
}

func (m *mailroom) state(t *testing.T, id gov.NoticeID) string {
	t.Helper()
	return one[string](t, m, "select state || ' ' || state_reason from notice where id = $1", id)
}

// claim takes what is due.
func (m *mailroom) claim(t *testing.T) []gov.Letter {
	t.Helper()
	letters, err := m.Claim(t.Context(), day, 50)
	require.NoError(t, err)
	return letters
}

// begin says that a letter is about to be sent.
func (m *mailroom) begin(t *testing.T, l gov.Letter) bool {
	t.Helper()
	mine, err := m.Record(t.Context(), nil, &l)
	require.NoError(t, err)
	return mine
}

func (m *mailroom) record(t *testing.T, done ...gov.Posted) {
	t.Helper()
	_, err := m.Record(t.Context(), done, nil)
	require.NoError(t, err)
}

// lapse lets every claim run out and every wait end.
func (m *mailroom) lapse(t *testing.T) {
	t.Helper()
	m.exec(t, "update notice set claimed_until = now() - interval '1 second' where state = 'claimed'")
	m.exec(t, "update notice set next_try = now() - interval '1 second'")
}

func TestOutbox_ClaimsWhatMayLeaveOnceOnly(t *testing.T) {
	t.Parallel()
	m := newMailroom(t, 1)
	today := m.notice(t, gov.NoticeAssigned, "queued", day, gov.TaskID{})
	m.notice(t, gov.NoticeAssigned, "queued", day.AddDays(3), gov.TaskID{})
	m.notice(t, gov.NoticeDueSoon, "held", day, gov.TaskID{})
	letters := m.claim(t)
	require.Len(t, letters, 1)
	l := letters[0]
	require.Equal(t, today, l.ID)
	require.Equal(t, "담당 0", l.Name)
	require.Equal(t, "p0@seoul.example", l.Email)
	require.Equal(t, "제목", l.Params.Title)
	require.Equal(t, day, l.Params.DueOperative)
	require.Equal(t, today.String()+"@gyeol.example", l.MessageID)
	require.False(t, l.ClaimedBefore())
	require.Empty(t, m.claim(t))
	require.True(t, m.begin(t, l))
	p := l.Posted(gov.PostedDelivered, "2.0.0 OK")
	p.BodyHash = []byte("hash")
	m.record(t, p)
	require.Equal(t, "sent ", m.state(t, today))
	require.Equal(t, day, one[gov.Date](t, m, "select sent_on from notice where id = $1", today))
	require.Equal(t, "hash", string(one[[]byte](t, m, "select body_hash from notice where id = $1", today)))
	require.Equal(t, "2.0.0 OK true", one[string](t, m, "select reply || ' ' || ok from notice_attempt"))
	m.lapse(t)
	require.Empty(t, m.claim(t), "sent is sent")
}

func TestOutbox_TriesAgainLaterAndNotForEver(t *testing.T) {
	t.Parallel()
	m := newMailroom(t, 1)
	id := m.notice(t, gov.NoticeAssigned, "queued", day, gov.TaskID{})
	waits := []float64{1, 15, 120, 900, 3600, 14400, 64800} // over a day
	for i, wait := range waits {
		l := m.claim(t)[0]
		require.Equal(t, i, l.Tries)
		require.True(t, m.begin(t, l))
		m.record(t, l.Posted(gov.PostedDeferred, "451 later"))
		require.Equal(t, "queued 451 later", m.state(t, id))
		got := one[float64](t, m, "select extract(epoch from next_try - now())::float8 from notice")
		require.InDelta(t, wait, got, wait*0.25+1)
		require.Empty(t, m.claim(t), "not before its time")
		m.lapse(t)
	}
	l := m.claim(t)[0]
	require.True(t, m.begin(t, l))
	m.record(t, l.Posted(gov.PostedDeferred, "451 later"))
	require.Equal(t, "failed refused for now, too often", m.state(t, id))
	require.Equal(t, 8, one[int](t, m, "select count(*)::int from notice_attempt where not ok and reply = '451 later'"))
}

func TestOutbox_AnUnreachableRelayCostsNoTry(t *testing.T) {
	t.Parallel()
	m := newMailroom(t, 1)
	id := m.notice(t, gov.NoticeAssigned, "queued", day, gov.TaskID{})
	for range 20 {
		l := m.claim(t)[0]
		require.True(t, m.begin(t, l))
		m.record(t, l.Posted(gov.PostedUnreached, "connection refused"))
		require.Equal(t, "queued connection refused", m.state(t, id))
		m.lapse(t)
	}
	require.Zero(t, m.claim(t)[0].Tries)
}

func TestOutbox_RefusedForGood(t *testing.T) {
	t.Parallel()
	m := newMailroom(t, 1)
	id := m.notice(t, gov.NoticeCall, "queued", day, gov.TaskID{})
	l := m.claim(t)[0]
	require.True(t, m.begin(t, l))
	m.record(t, l.Posted(gov.PostedRefused, "550 unknown user"))
	require.Equal(t, "failed refused for good", m.state(t, id))
	require.Equal(t, "550 unknown user", one[string](t, m, "select smtp_reply from notice"))
}

// A crash after the server's 250: a reminder stays in doubt, what the law asks for goes again under its old name, and
// what was never begun is simply sent.
func TestOutbox_AfterACrash(t *testing.T) {
	t.Parallel()
	m := newMailroom(t, 1)
	reminder := m.notice(t, gov.NoticeDueToday, "queued", day, gov.TaskID{})
	legal := m.notice(t, gov.NoticeCall, "queued", day, gov.TaskID{})
	waiting := m.notice(t, gov.NoticeAssigned, "queued", day, gov.TaskID{})
	names := map[gov.NoticeID]string{}
	for _, l := range m.claim(t) {
		names[l.ID] = l.MessageID
		if l.ID != waiting {
			require.True(t, m.begin(t, l))
		}
	}
	require.Empty(t, m.claim(t), "the claims stand")
	m.lapse(t)
	again := m.claim(t)
	require.Len(t, again, 2)
	for _, l := range again {
		require.NotEqual(t, reminder, l.ID)
		require.Equal(t, names[l.ID], l.MessageID)
		require.True(t, l.ClaimedBefore())
		require.True(t, m.begin(t, l))
		m.record(t, l.Posted(gov.PostedDelivered, "250"))
	}
	require.Contains(t, m.state(t, reminder), "unknown the attempt ended before its answer was recorded")
	require.Equal(t, "sent ", m.state(t, legal))
	require.Equal(t, "sent ", m.state(t, waiting))
}

func TestOutbox_ADoubtfulAnswer(t *testing.T) {
	t.Parallel()
	m := newMailroom(t, 1)
	reminder := m.notice(t, gov.NoticeDigest, "queued", day, gov.TaskID{})
	legal := m.notice(t, gov.NoticeReturned, "queued", day, gov.TaskID{})
	for _, l := range m.claim(t) {
		require.True(t, m.begin(t, l))
		m.record(t, l.Posted(gov.PostedUnsure, "EOF"))
	}
	require.Equal(t, "unknown the answer was lost; a reminder is not sent twice", m.state(t, reminder))
	require.Equal(t, "queued EOF", m.state(t, legal))
}

func TestOutbox_TheLatestClaimCounts(t *testing.T) {
	t.Parallel()
	m := newMailroom(t, 1)
	id := m.notice(t, gov.NoticeAssigned, "queued", day, gov.TaskID{})
	slow := m.claim(t)[0]
	m.lapse(t)
	quick := m.claim(t)[0]
	require.False(t, m.begin(t, slow), "somebody else has it")
	require.True(t, m.begin(t, quick))
	m.record(t, slow.Posted(gov.PostedRefused, "550"))
	require.Equal(t, "claimed ", m.state(t, id))
	m.record(t, quick.Posted(gov.PostedDelivered, "250"))
	require.Equal(t, "sent ", m.state(t, id))

	late := m.notice(t, gov.NoticeAssigned, "queued", day, gov.TaskID{})
	l := m.claim(t)[0]
	require.True(t, m.begin(t, l))
	m.lapse(t)
	require.Empty(t, m.claim(t))
	require.Contains(t, m.state(t, late), "unknown")
	m.record(t, l.Posted(gov.PostedDelivered, "250"))
	require.Equal(t, "sent ", m.state(t, late), "a late answer ends the doubt")
}

// A reminder that never arrives is told in the owner's next digest, what the law asks for at once; the code of the
// relay is told, its words are not.
func TestOutbox_WhoeverOwnsACaseIsToldWhomANoticeDidNotReach(t *testing.T) {
	t.Parallel()
	m := newMailroom(t, 2)
	m.exec(t, "insert into holding (person_id, post_id, valid_from) values ($1, 'office.clerk', '2020-01-01')", m.persons[1])
	told := func(state string) string {
		return one[string](t, m, `select coalesce(string_agg(person_id || ' ' || (params -> 'undelivered' ->> 'why'), ''), '')
			from notice where kind = 'not_notified' and state = $1`, state)
	}
	owner := m.persons[1].String() + " "
	for _, c := range []struct {
		kind  gov.NoticeKind
		as    gov.PostedAs
		reply string
		state string
		why   string
	}{
		{
			gov.NoticeDueSoon, gov.PostedRefused, "550 5.1.1 <p0@seoul.example> unknown", "held",
			"메일 서버가 받기를 거절하였습니다 (550 5.1.1). 메일 주소를 확인하십시오.",
		},
		{
			gov.NoticeCall, gov.PostedRefused, "the addressee has no valid mail address", "queued",
			"이 주소로는 메일을 보낼 수 없습니다. 메일 주소를 확인하십시오.",
		},
		{gov.NoticeDueToday, gov.PostedDeferred, "451 4.7.1 later", "held", "메일 서버가 1번 거듭 나중에 오라고 하였습니다 (451 4.7.1)."},
	} {
		m.force(t, "delete from notice where kind = 'not_notified'")
		id := m.notice(t, c.kind, "queued", day, gov.TaskID{})
		m.exec(t, "update notice set case_id = $1 where id = $2", m.file, id)
		m.Tries = 1
		l := m.claim(t)[0]
		require.Equal(t, m.file, l.CaseID)
		require.True(t, m.begin(t, l))
		m.record(t, l.Posted(c.as, c.reply))
		require.Equal(t, owner+c.why, told(c.state))
	}
	id := m.notice(t, gov.NoticeNotNotified, "queued", day, gov.TaskID{})
	m.exec(t, "update notice set case_id = $1 where id = $2", m.file, id)
	l := m.claim(t)[0]
	require.True(t, m.begin(t, l))
	before := one[int](t, m, "select count(*)::int from notice")
	m.record(t, l.Posted(gov.PostedRefused, "550 no"))
	require.Equal(t, before, one[int](t, m, "select count(*)::int from notice"), "it is told to nobody in turn")
}

// Whoever owns a case and is the one whom its letter did not reach would wait for himself: the head of his unit is
// told.
func TestOutbox_AnOwnerWhomNothingReachesIsToldOfToTheHeadOfHisUnit(t *testing.T) {
	t.Parallel()
	m := newMailroom(t, 2)
	holds := func(person gov.PersonID, post string) {
		m.exec(t, "insert into holding (person_id, post_id, valid_from) values ($1, $2, '2020-01-01')", person, post)
	}
	holds(m.persons[0], "office.clerk")
	m.exec(t, `insert into post (id, unit_id, title, rank, valid_from)
		values ('office.head', 'office', '과장', 'division_head', '2020-01-01')`)
	m.Tries = 1
	fails := func(kind gov.NoticeKind) {
		id := m.notice(t, kind, "queued", day, gov.TaskID{})
		m.exec(t, "update notice set case_id = $1 where id = $2", m.file, id)
		l := m.claim(t)[0]
		require.True(t, m.begin(t, l))
		m.record(t, l.Posted(gov.PostedRefused, "550 5.1.1 unknown"))
	}
	told := func() string {
		return one[string](t, m, `select coalesce(string_agg(person_id::text, ' '), '') from notice
			where kind = 'not_notified'`)
	}
	fails(gov.NoticeCall)
	require.Empty(t, told(), "nobody holds the post of the head")
	holds(m.persons[1], "office.head")
	fails(gov.NoticeCall)
	require.Equal(t, m.persons[1].String(), told(), "it is not told to him whom it did not reach")
}
