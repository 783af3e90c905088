package cases_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/store"
	"gyeol/internal/testkit"
)

func setPreferences(t *testing.T, h *testkit.House, p cases.SetNoticePreferences) (cases.NoticePreferences, error) {
	t.Helper()
	if p.Key == "" {
		p.Key = uuid.NewString()
	}
	return h.Cases.SetNoticePreferences(t.Context(), h.Actor(t, officer), p)
}

func deliveries(p cases.NoticePreferences) map[gov.NoticeKind]gov.Delivery {
	out := map[gov.NoticeKind]gov.Delivery{}
	for _, k := range p.Kinds {
		out[k.Kind] = k.Delivery
	}
	return out
}

func TestAPersonChoosesWithinWhatTheRulesLeaveHim(t *testing.T) {
	t.Parallel()
	h, _ := asked(t)
	seen, err := h.Cases.NoticePreferences(t.Context(), h.Actor(t, officer))
	require.NoError(t, err)
	require.Zero(t, seen.Revision)
	require.Equal(t, "19:00", seen.Rule.From)
	require.Equal(t, gov.DeliverImmediate, deliveries(seen)[gov.NoticeInformed])

	wish := cases.SetNoticePreferences{
		Language: "en", Key: "preference-1", Seen: &gov.ETag{}, QuietHours: &cases.QuietHours{From: "18:00", To: "09:00"},
		Kinds: map[gov.NoticeKind]gov.Delivery{gov.NoticeInformed: gov.DeliverOff, gov.NoticeAssigned: gov.DeliverDigest},
	}
	for range 2 { // the same request again is answered and changes nothing
		got, err := setPreferences(t, h, wish)
		require.NoError(t, err)
		require.Equal(t, int32(1), got.Revision)
		require.Equal(t, "en", got.Language)
		require.Equal(t, gov.DeliverOff, deliveries(got)[gov.NoticeInformed])
		require.Equal(t, gov.DeliverDigest, deliveries(got)[gov.NoticeAssigned])
	}
	require.Equal(t, 1, testkit.One[int](t, h, "select count(*) from audit_entry where kind = 'preference'"))
	_, err = setPreferences(t, h, cases.SetNoticePreferences{Seen: &gov.ETag{}})
	require.Equal(t, gov.CodeStale, gov.CodeOf(err), "somebody else's page is older")
	wish.Language = "ko"
	_, err = setPreferences(t, h, wish)
	require.Equal(t, gov.CodeKeyReused, gov.CodeOf(err))
	got, err := setPreferences(t, h, cases.SetNoticePreferences{})
	require.NoError(t, err)
	require.Equal(t, deliveries(seen), deliveries(got), "what is left out comes as the rules have it")
}

func TestWhatTheLawAsksForIsNotSwitchedOff(t *testing.T) {
	t.Parallel()
	h, _ := asked(t)
	for kind, d := range map[gov.NoticeKind]gov.Delivery{
		gov.NoticeCall: gov.DeliverOff, gov.NoticeReturned: gov.DeliverDigest, gov.NoticeOverdue: gov.DeliverOff,
		gov.NoticeAssigned: gov.DeliverOff, gov.NoticeStopped: gov.DeliverOff,
	} {
		_, err := setPreferences(t, h, cases.SetNoticePreferences{Kinds: map[gov.NoticeKind]gov.Delivery{kind: d}})
		require.Equal(t, gov.CodeNotSwitchable, gov.CodeOf(err), kind)
		var refused *gov.Error
		require.ErrorAs(t, err, &refused)
		require.NotEmpty(t, refused.Reasons[0].Article, kind)
	}
	_, err := setPreferences(t, h, cases.SetNoticePreferences{QuietHours: &cases.QuietHours{From: "09:00", To: "08:00"}})
	require.Equal(t, gov.CodeNotSwitchable, gov.CodeOf(err), "a day without an hour for mail")
	_, err = setPreferences(t, h, cases.SetNoticePreferences{Kinds: map[gov.NoticeKind]gov.Delivery{"gossip": gov.DeliverOff}})
	require.Equal(t, gov.CodeInvalid, gov.CodeOf(err))
	require.Zero(t, testkit.One[int](t, h, "select count(*) from notice_preference"))
	require.Equal(t, 7, testkit.One[int](t, h, "select count(*) from audit_entry where kind = 'refusal'"))
}

// In a rehearsal neither quiet hours nor two minutes count; in an office both do.
func TestOnlyARealOfficeHasWindowsShorterThanADay(t *testing.T) {
	t.Parallel()
	h, _ := asked(t)
	m, err := h.Cases.MailManner(t.Context(), h.Today(t))
	require.NoError(t, err)
	require.Zero(t, m.Window)
	require.False(t, m.ByWall)
	office := cases.New(cases.Config{Pool: h.Pool, Rules: cases.NewRulebook()})
	m, err = office.MailManner(t.Context(), h.Today(t))
	require.NoError(t, err)
	require.Equal(t, "2m0s", m.Window.String())
	require.Equal(t, []string{"19:00", "08:00"}, []string{m.Begins, m.Ends})
	require.True(t, m.ByWall)
	require.NotContains(t, m.Kinds, gov.NoticeDigest)
}

// Whom a rung reaches for many tasks at once is whom told_of and reached_by find for each.
func TestARungReachesWhomTheTaskReaches(t *testing.T) {
	t.Parallel()
	h, _ := asked(t)
	task := fill(t, h)
	const acting = institute + ".officer-2"
	h.Exec(t, `insert into post (id, unit_id, title, rank, ordinal, valid_from) values ($1, $2, '담당 2', 'officer', 9, '2021-01-01')`,
		acting, institute)
	h.Exec(t, "insert into person (id, slug, name, email) values (gen_random_uuid(), $1, '대리', 'acting@out.example')", acting)
	h.Exec(t, "insert into holding (person_id, post_id, valid_from) select id, slug, '2021-01-01' from person where slug = $1", acting)
	h.Exec(t, "insert into acting_order (post_id, ordinal, deputy_post, valid_from) values ($1, 1, $2, '2021-01-01')", officer, acting)
	_, err := h.Cases.RecordAbsence(t.Context(), h.Actor(t, officer), cases.RecordAbsence{
		From: gov.MustDate("2022-02-01"), To: gov.MustDate("2022-02-08"), Reason: "연가", Key: uuid.NewString(),
	})
	require.NoError(t, err)
	require.Equal(t, []string{"due_soon d-1 " + officer, "due_soon d-1 " + acting}, morning(t, h, task, "2022-02-03"))
	require.Equal(t, []string{"due_today today " + officer, "due_today today " + acting}, morning(t, h, task, plansDue))
	require.Zero(t, testkit.One[int](t, h, `select count(*) from task t
		cross join lateral reached_by(t.id, $1, '{}') r(person)
		where t.stage_id = (select stage_id from task where id = $2) and t.state = 'open' and t.due_operative = $1
			and not exists (select from notice n where n.task_id = t.id and n.person_id = r.person and n.office_date = $1)`,
		gov.MustDate(plansDue), task))
}

// A unit asked while its officer is away is told through whoever stands in for him.
func TestAnOpeningTellsWhoStandsIn(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2022-01-07")
	h.Exec(t, "insert into acting_order (post_id, ordinal, deputy_post, valid_from) values ($1, 1, $2, '2021-01-01')", officer, head)
	h.Exec(t, `insert into absence (id, person_id, valid_from, valid_to, reason, recorded_by, recorded_on)
		select gen_random_uuid(), id, '2022-01-03', '2022-01-14', '연가', id, '2022-01-03' from person where slug = $1`, officer)
	h.OpenCycle(t, "lifelong-education-plan", 2022)
	h.OpenStage(t, "plans")
	rows, err := h.Pool.Query(t.Context(), `select p.slug from notice n join person p on p.id = n.person_id
		join task t on t.id = n.task_id where n.kind = 'assigned' and t.kind = 'fill' and t.unit_id = $1 order by 1`, institute)
	require.NoError(t, err)
	got, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err)
	require.Equal(t, []string{head, officer}, got)
}

// A call that was to leave on a day when no mail left leaves at once, on the next one, ahead of everything.
func TestAMissedLegalNoticeLeavesAtOnce(t *testing.T) {
	t.Parallel()
	h, _ := asked(t)
	outbox := store.NewOutbox(h.Pool)
	outbox.Manner = h.Cases.MailManner
	h.Exec(t, "update notice set state = 'suppressed' where state = 'queued'")
	h.Exec(t, `insert into notice (id, kind, dedup, person_id, office_date, send_on, params, legal)
		select gen_random_uuid(), 'meeting_call', 'late', id, '2022-01-03', '2022-01-03', '{"title": "소집"}', true
		from person where slug = $1`, officer)
	letters, err := outbox.Claim(t.Context(), h.Today(t), 10)
	require.NoError(t, err)
	require.Len(t, letters, 1)
	require.Equal(t, gov.NoticeCall, letters[0].Kind)
}
