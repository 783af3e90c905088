package api_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/api"
	"gyeol/client"
	"gyeol/gov"
	"gyeol/internal/auth"
	"gyeol/internal/testkit"
)

const (
	panel  = "monitoring-panel"
	expert = "monitoring-panel.member-01"
)

// hosts is an office that invites members from outside.
type hosts struct {
	*office

	invites auth.Invites
	keeper  *auth.Keeper
}

func inviting(t *testing.T, today string) *hosts {
	t.Helper()
	h := testkit.Seoul(t, today)
	h.Cases.SetDays(quietDays{h.Cases})
	invites, err := auth.NewInvites([32]byte{1}, "https://gyeol.example")
	require.NoError(t, err)
	k := auth.New(h.Pool)
	srv := httptest.NewServer(api.New(api.Config{Cases: h.Cases, SignIn: k, Invites: invites, Texting: true}))
	t.Cleanup(srv.Close)
	return &hosts{office: &office{House: h, url: srv.URL}, invites: invites, keeper: k}
}

func (o *hosts) slug(t *testing.T, post string) string {
	t.Helper()
	return testkit.One[string](t, o.House, "select slug from person where id = $1", o.Actor(t, post).Person)
}

// accepts comes in by a link and a number.
func (o *hosts) accepts(t *testing.T, link, number string) (*http.Cookie, error) {
	t.Helper()
	return o.keeper.Accept(t.Context(), auth.Visitor{Address: "192.0.2.1"}, o.invites, auth.Acceptance{
		Secret: strings.TrimPrefix(link, "https://gyeol.example/invite/"), Number: number, Pledged: true, Consent: true,
	})
}

func TestAnInvitedMemberComesInOnceWithTheNumber(t *testing.T) {
	t.Parallel()
	o := inviting(t, "2022-01-03")
	ctx, boss := t.Context(), o.as(t, testkit.Coordinator)
	i := must(boss.InviteMember(ctx, client.Invite{Body: panel, Person: o.slug(t, expert), Key: "invite-him"}))(t)
	require.Regexp(t, `^https://gyeol\.example/invite/gyeoli_[A-Za-z0-9_-]{43}$`, i.Link)
	require.Regexp(t, `^\d{8}$`, i.Number)
	again := must(boss.InviteMember(ctx, client.Invite{Body: panel, Person: o.slug(t, expert), Key: "invite-him"}))(t)
	require.Equal(t, i.ID, again.ID)
	require.Empty(t, again.Link+again.Number, "shown once")

	c, err := o.accepts(t, i.Link, i.Number)
	require.NoError(t, err)
	status, body := o.asks(t, http.MethodGet, "/me/sessions", c)
	require.Equal(t, http.StatusOK, status)
	require.Contains(t, body, `"how":"invitation"`)
	_, err = o.accepts(t, i.Link, i.Number)
	require.ErrorIs(t, err, auth.ErrNotInvited, "a link opens once")
	list := must(boss.Invitations(ctx, panel))(t)
	require.Len(t, list, 1)
	require.False(t, list[0].UsedAt.IsZero())
	require.Equal(t, 1, testkit.One[int](t, o.House, `select count(*)::int from invitation
		where pledged_at is not null and consented_at is not null`))
	require.Equal(t, 1, testkit.One[int](t, o.House, `select count(*)::int from audit_body
		where convert_from(body, 'UTF8') like '%"act":"accept"%"consent":"given"%"pledge":"given"%'`))

	require.NoError(t, boss.EndInvitation(ctx, i.ID, ""))
	status, _ = o.asks(t, http.MethodGet, "/me/sessions", c)
	require.Equal(t, http.StatusUnauthorized, status, "the session ends with the invitation")
}

func TestFiveWrongNumbersCloseALink(t *testing.T) {
	t.Parallel()
	o := inviting(t, "2022-01-03")
	i := must(o.as(t, testkit.Coordinator).InviteMember(t.Context(),
		client.Invite{Body: panel, Person: o.slug(t, expert)}))(t)
	wrong := "00000000"
	if i.Number == wrong {
		wrong = "00000001"
	}
	unknown := "gyeoli_" + strings.Repeat("A", 43)
	for range 8 {
		_, err := o.accepts(t, i.Link, wrong)
		require.ErrorIs(t, err, auth.ErrNotInvited)
		_, other := o.accepts(t, unknown, wrong)
		require.Equal(t, err.Error(), other.Error(), "one answer, whether or not there is such a link")
	}
	_, err := o.accepts(t, i.Link, i.Number)
	require.ErrorIs(t, err, auth.ErrNotInvited, "the right number comes too late")
	require.Equal(t, 5, testkit.One[int](t, o.House,
		"select count(*)::int from audit_entry where subject_kind = 'invitation'"))
	require.Zero(t, testkit.One[int](t, o.House, "select count(*)::int from session"))
}

func TestAnInvitationThatIsOverOpensNothing(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]string{
		"expired":  "update invitation set created_at = now() - interval '9 days', expires_at = now() - interval '1 second'",
		"revoked":  "update invitation set revoked_at = now()",
		"left":     "update holding set valid_to = '2022-01-02' where post_id = 'monitoring-panel.member-01'",
		"unseated": "update seat set valid_to = '2022-01-02' where body_id = 'monitoring-panel' and post_id = 'monitoring-panel.member-01'",
	} {
		o := inviting(t, "2022-01-03")
		i := must(o.as(t, testkit.Coordinator).InviteMember(t.Context(),
			client.Invite{Body: panel, Person: o.slug(t, expert)}))(t)
		o.Exec(t, end)
		_, err := o.accepts(t, i.Link, i.Number)
		require.ErrorIs(t, err, auth.ErrNotInvited, name)
	}
	o := inviting(t, "2022-01-03")
	ctx, boss := t.Context(), o.as(t, testkit.Coordinator)
	old := must(boss.InviteMember(ctx, client.Invite{Body: panel, Person: o.slug(t, expert)}))(t)
	i := must(boss.InviteMember(ctx, client.Invite{Body: panel, Person: o.slug(t, expert)}))(t)
	_, err := o.accepts(t, old.Link, old.Number)
	require.ErrorIs(t, err, auth.ErrNotInvited, "the newest alone")
	_, err = o.accepts(t, i.Link, old.Number)
	require.ErrorIs(t, err, auth.ErrNotInvited)
	for _, a := range []auth.Acceptance{{Pledged: true}, {Consent: true}, {}} {
		a.Secret, a.Number = strings.TrimPrefix(i.Link, "https://gyeol.example/invite/"), i.Number
		_, err := o.keeper.Accept(ctx, auth.Visitor{}, o.invites, a)
		testkit.MustRefuse(t, gov.CodeInvalid, err)
	}
	_, err = o.accepts(t, i.Link, i.Number)
	require.NoError(t, err)
}

func TestOnlyTheSecretaryOfABodyInvitesToIt(t *testing.T) {
	t.Parallel()
	o := inviting(t, "2022-01-03")
	ctx, member := t.Context(), o.slug(t, expert)
	boss, other := o.as(t, testkit.Coordinator), o.as(t, "gangnam-gu.officer")
	_, err := other.InviteMember(ctx, client.Invite{Body: panel, Person: member})
	require.True(t, client.Is(err, "forbidden"), "%v", err)
	_, none := other.InviteMember(ctx, client.Invite{Body: "no-such-body", Person: member})
	require.Equal(t, codeOfErr(err), codeOfErr(none), "nor is he told which bodies there are")
	_, err = other.Invitations(ctx, panel)
	require.True(t, client.Is(err, "forbidden"), "%v", err)
	for _, who := range []string{o.slug(t, "gangnam-gu.officer"), "nobody"} {
		_, err = boss.InviteMember(ctx, client.Invite{Body: panel, Person: who})
		require.True(t, client.Is(err, "not_found"), "%v", err)
	}
	i := must(boss.InviteMember(ctx, client.Invite{Body: panel, Person: member}))(t)
	require.True(t, client.Is(other.EndInvitation(ctx, i.ID, ""), "not_found"), "it is not there for him")
	require.True(t, client.Is(other.EndInvitation(ctx, gov.NewInvitationID().String(), ""), "not_found"))
	_, err = client.New(o.office.url, o.token(t, testkit.Coordinator), client.WithTries(1)).Invitations(ctx, panel)
	require.NoError(t, err)
}

func TestAnInvitedMemberReachesHisBodyAndNothingElse(t *testing.T) {
	t.Parallel()
	o := inviting(t, "2022-04-04")
	o.OpenCycle(t, "lifelong-education-plan", 2022)
	o.openMuch(t)
	i := must(o.as(t, testkit.Coordinator).InviteMember(t.Context(),
		client.Invite{Body: panel, Person: o.slug(t, expert)}))(t)
	c, err := o.accepts(t, i.Link, i.Number)
	require.NoError(t, err)
	task := testkit.One[gov.TaskID](t, o.House, `select t.id from task t join opinion p on p.case_id = t.case_id
		where p.expert_id = $1 and t.state = 'open' limit 1`, o.Actor(t, expert).Person)
	status, body := o.asks(t, http.MethodGet, "/tasks", c)
	require.Equal(t, http.StatusOK, status)
	require.Contains(t, body, task.String())
	status, _ = o.asks(t, http.MethodGet, "/tasks/"+task.String(), c)
	require.Equal(t, http.StatusOK, status)

	foreign := testkit.One[gov.TaskID](t, o.House, "select id from task where kind = 'fill' limit 1")
	strange := testkit.One[gov.CaseID](t, o.House, "select id from case_file where kind = 'submission' limit 1")
	said := map[string]bool{}
	for _, path := range []string{
		"/tasks/" + foreign.String(), "/cases/" + strange.String(), "/tasks/" + gov.NewTaskID().String(), "/cycles",
		"/approvals", "/me/tokens", "/notices", "/bodies/" + panel + "/invitations", "/tasks/counts", "/cases/x",
	} {
		status, body := o.asks(t, http.MethodGet, path, c)
		require.Equal(t, http.StatusNotFound, status, "%s: %s", path, body)
		said[withoutTrace(body)] = true
	}
	require.Len(t, said, 1, "nobody can tell what is there: %v", said)

	// Once another body asks the same member for something, that is not for this session either.
	o.Exec(t, `insert into task_actor (task_id, person_id) values ($1, $2)`, foreign, o.Actor(t, expert).Person)
	status, _ = o.asks(t, http.MethodGet, "/tasks/"+foreign.String(), c)
	require.Equal(t, http.StatusNotFound, status)
	_, body = o.asks(t, http.MethodGet, "/tasks?limit=200", c)
	require.NotContains(t, body, foreign.String())
	token := o.token(t, expert)
	status, _ = o.asks(t, http.MethodGet, "/tasks/"+foreign.String(), nil, "Authorization", "Bearer "+token)
	require.Equal(t, http.StatusOK, status, "by a token of his own he reaches it")
}

// TestAnInvitationToOneRoundReachesThatAloneAndEndsWithIt: a case of the same body that belongs to another round is not
// there, and neither is anything once the round is over.
func TestAnInvitationToOneRoundReachesThatAloneAndEndsWithIt(t *testing.T) {
	t.Parallel()
	o := inviting(t, "2022-04-04")
	o.OpenCycle(t, "lifelong-education-plan", 2022)
	o.openMuch(t)
	ctx, boss := t.Context(), o.as(t, testkit.Coordinator)
	round := testkit.One[gov.CaseID](t, o.House, `select c.id from case_file c join stage s on s.id = c.stage_id
		where c.kind = 'stage' and s.key = 'monitoring-1'`)
	mine := testkit.One[gov.TaskID](t, o.House, `select t.id from task t join opinion p on p.case_id = t.case_id
		where p.expert_id = $1 and t.state = 'open' limit 1`, o.Actor(t, expert).Person)
	other := testkit.One[gov.CaseID](t, o.House, `select c.id from case_file c join stage s on s.id = c.stage_id
		where c.kind = 'stage' and s.key = 'plans'`)
	_, err := boss.InviteMember(ctx, client.Invite{Body: panel, Person: o.slug(t, expert), Only: other.String()})
	require.True(t, client.Is(err, "not_found"), "a collection is no round: %v", err)
	i := must(boss.InviteMember(ctx, client.Invite{Body: panel, Person: o.slug(t, expert), Only: round.String()}))(t)
	require.Equal(t, round.String(), i.Only)
	c, err := o.accepts(t, i.Link, i.Number)
	require.NoError(t, err)
	status, _ := o.asks(t, http.MethodGet, "/tasks/"+mine.String(), c)
	require.Equal(t, http.StatusOK, status)

	o.Force(t, `update case_file set stage_id = (select id from stage where key = 'monitoring-2')
		where id = (select case_id from task where id = $1)`, mine)
	status, _ = o.asks(t, http.MethodGet, "/tasks/"+mine.String(), c)
	require.Equal(t, http.StatusNotFound, status, "what belongs to another round is not there")
	_, body := o.asks(t, http.MethodGet, "/tasks?limit=200", c)
	require.NotContains(t, body, mine.String())

	later := must(boss.InviteMember(ctx, client.Invite{Body: panel, Person: o.slug(t, expert), Only: round.String()}))(t)
	o.Force(t, "update stage set closed_on = '2022-06-30' where key = 'monitoring-1'")
	status, _ = o.asks(t, http.MethodGet, "/me/sessions", c)
	require.Equal(t, http.StatusUnauthorized, status, "the session ends with the round")
	_, err = o.accepts(t, later.Link, later.Number)
	require.ErrorIs(t, err, auth.ErrNotInvited, "and so does a link")
	_, err = boss.InviteMember(ctx, client.Invite{Body: panel, Person: o.slug(t, expert), Only: round.String()})
	require.True(t, client.Is(err, "not_found"), "%v", err)
}

// TestAnInvitationToOneMeetingReachesThatAlone: of two meetings of a body, to both of which the member is called, the
// other one is not there.
func TestAnInvitationToOneMeetingReachesThatAlone(t *testing.T) {
	t.Parallel()
	const body, seat = "city-education-meeting", "office-of-education.vice-superintendent"
	o := inviting(t, "2022-05-02")
	o.OpenCycle(t, "lifelong-education-plan", 2022)
	var meetings []gov.CaseID
	var tasks []gov.TaskID
	for _, key := range []string{"education-meeting", "education-meeting.2"} {
		s := o.OpenStage(t, key)
		meetings = append(meetings, o.Case(t, s, "attempt-1").ID)
		o.Act(t, testkit.Coordinator, testkit.One[gov.TaskID](t, o.House, `select id from task
			where case_id = $1 and kind = 'call_meeting' and state = 'open'`, meetings[len(meetings)-1]), testkit.Do{
			Verb: gov.VerbCall, Body: map[string]string{"place": "서울시청 회의실"},
		})
		for _, task := range o.Tasks(t, seat, gov.TaskAttend) {
			if task.CaseID == meetings[len(meetings)-1] {
				tasks = append(tasks, task.ID)
			}
		}
		require.Len(t, tasks, len(meetings))
	}
	o.Force(t, "update person set outside = true where id = $1", o.Actor(t, seat).Person) // of another government
	i := must(o.as(t, testkit.Coordinator).InviteMember(t.Context(),
		client.Invite{Body: body, Person: o.slug(t, seat), Only: meetings[0].String()}))(t)
	require.Equal(t, meetings[0].String(), i.Only)
	c, err := o.accepts(t, i.Link, i.Number)
	require.NoError(t, err)
	for n, want := range []int{http.StatusOK, http.StatusNotFound} {
		for _, path := range []string{"/tasks/" + tasks[n].String(), "/cases/" + meetings[n].String()} {
			status, said := o.asks(t, http.MethodGet, path, c)
			require.Equal(t, want, status, "%s: %s", path, said)
		}
	}
	_, said := o.asks(t, http.MethodGet, "/tasks?limit=200", c)
	require.Contains(t, said, tasks[0].String())
	require.NotContains(t, said, tasks[1].String())
}
