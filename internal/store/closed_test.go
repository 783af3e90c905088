package store_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
)

// closeDocument makes the case of the mailroom a document that has been closed.
func (m *mailroom) closeDocument(t *testing.T) {
	t.Helper()
	m.force(t, "update case_file set kind = 'document', state = 'drafting' where id = $1", m.file)
	m.exec(t, `insert into document (case_id, matter, title, about_year, drafter_post, drafted_on, disclosure, foia_items,
		disclosure_reason) values ($1, 'x', 'x', 2025, 'office.clerk', $2, 'closed', '{5}', '내부검토')`, m.file, day)
}

// A paper may be closed after its notice was written: what counts is how it stands when the letter leaves.
func TestClosed_AsThePaperStandsNow(t *testing.T) {
	t.Parallel()
	m := newMailroom(t, 1)
	id := m.notice(t, gov.NoticeReturned, "queued", day, gov.TaskID{})
	m.exec(t, "update notice set case_id = $1 where id = $2", m.file, id)
	require.False(t, m.claim(t)[0].Params.Closed)
	m.closeDocument(t)
	m.lapse(t)
	require.True(t, m.claim(t)[0].Params.Closed)
}

func TestClosed_ANominationIs(t *testing.T) {
	t.Parallel()
	m := newMailroom(t, 1)
	id := m.notice(t, gov.NoticeAssigned, "queued", day, gov.TaskID{})
	m.exec(t, "update notice set case_id = $1 where id = $2", m.file, id)
	m.force(t, "update case_file set kind = 'nomination', state = 'invited' where id = $1", m.file)
	require.True(t, m.claim(t)[0].Params.Closed)
}

// A rung of a ladder knows a task, not its paper: the digest looks.
func TestClosed_InADigest(t *testing.T) {
	t.Parallel()
	m := newMailroom(t, 1)
	m.notice(t, gov.NoticeDueSoon, "held", day, m.task(t, "2025-06-05"))
	m.closeDocument(t)
	_, _, err := m.Digest(t.Context(), day, "")
	require.NoError(t, err)
	items := m.claim(t)[0].Params.Items
	require.Len(t, items, 1)
	require.True(t, items[0].Closed)
}

// A call names its agenda; one closed paper on it closes the agenda.
func TestClosed_OnAnAgenda(t *testing.T) {
	t.Parallel()
	m := newMailroom(t, 1)
	meeting := gov.NewCaseID()
	m.exec(t, `insert into case_file (id, kind, process_id, unit_id, subject, title, state, pack_hash, opened_on)
		select $1, 'meeting', process_id, unit_id, 'm', 'm', 'planned', pack_hash, opened_on
		from case_file where id = $2`, meeting, m.file)
	m.exec(t, `insert into body (id, name, kind) values ('council', '협의회', 'council')`)
	m.exec(t, `insert into meeting (case_id, body_id, hold_on) values ($1, 'council', $2)`, meeting, day)
	m.exec(t, `insert into agenda_item (id, case_id, ordinal, title, about) values ($1, $2, 1, 'x', $3)`,
		gov.NewRowID(), meeting, m.file)
	call := m.notice(t, gov.NoticeCall, "queued", day, gov.TaskID{})
	m.exec(t, "update notice set case_id = $1 where id = $2", meeting, call)
	require.False(t, m.claim(t)[0].Params.Closed)
	m.closeDocument(t)
	m.lapse(t)
	require.True(t, m.claim(t)[0].Params.Closed)
}

// A row that cannot be read is named and must not hold up those behind it.
func TestOutbox_AnUnreadableNoticeStopsNobody(t *testing.T) {
	t.Parallel()
	m := newMailroom(t, 1)
	bad := m.notice(t, gov.NoticeAssigned, "queued", day, gov.TaskID{})
	m.exec(t, `update notice set params = '{"due_operative": "infinity"}' where id = $1`, bad)
	good := m.notice(t, gov.NoticeAssigned, "queued", day, gov.TaskID{})
	letters := m.claim(t)
	require.Len(t, letters, 1)
	require.Equal(t, good, letters[0].ID)
	require.Equal(t, "failed refused for good", m.state(t, bad))
	reply := one[string](t, m, "select smtp_reply from notice where id = $1", bad)
	require.Contains(t, reply, "read what the notice tells")
}
