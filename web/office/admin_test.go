package office_test

import (
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/auth"
	"gyeol/internal/testkit"
	"gyeol/web/office"
)

func TestADayIsSeenBeforeItIsDesignatedAndWithdrawnWithAReason(t *testing.T) {
	t.Parallel()
	d := asked(t)
	c := d.sits(t, coordinator)
	day := url.Values{
		"day": {"2022-02-03"}, "kind": {"designated"}, "name": {"임시공휴일"}, "reason": {"국무회의 의결"}, "preview": {"yes"},
	}
	asked := c.get(t, "/admin/calendar?"+day.Encode())
	require.Equal(t, http.StatusOK, asked.status, asked.body)
	lawful(t, "/admin/calendar", asked)
	golden(t, "calendar-preview", asked)
	require.Zero(t, testkit.One[int](t, d.House, "select count(*)::int from calendar_day"), "looking changes nothing")

	form := asked.form(t, "")
	s := c.post(t, "/admin/calendar", form)
	require.Equal(t, http.StatusSeeOther, s.status, s.body)
	at := strings.TrimSuffix(s.header.Get("Location"), "?did=designate")
	one := c.get(t, at)
	golden(t, "calendar-day", one)
	again := c.post(t, "/admin/calendar", form)
	require.Equal(t, s.header.Get("Location"), again.header.Get("Location"), "two clicks are one day")

	refused := c.post(t, at, url.Values{"key": one.form(t, "")["key"], "reason": {""}})
	require.Equal(t, http.StatusUnprocessableEntity, refused.status, refused.body)
	require.Contains(t, refused.body, `aria-invalid="true"`)
	withdraw := one.form(t, "")
	withdraw.Set("reason", "의결이 취소됨")
	s = c.post(t, at, withdraw)
	require.Equal(t, http.StatusSeeOther, s.status, s.body)
	require.Contains(t, c.get(t, "/admin/calendar?past=yes").body, "취소")
	require.NotContains(t, d.sits(t, "jung-gu.officer").get(t, "/").body, `href="/admin"`)
}

func TestADayThatCannotBeIsToldAtItsField(t *testing.T) {
	t.Parallel()
	d := asked(t)
	s := d.sits(t, coordinator).get(t, "/admin/calendar?preview=yes&kind=designated&name=x&reason=y&day=2022-01-01")
	require.Equal(t, http.StatusUnprocessableEntity, s.status, s.body)
	require.Contains(t, s.body, `id="d-day-wrong"`)
	require.Contains(t, s.body, `value="x"`)
}

func TestWhoeverKeepsTheInstallationReadsItsOrganisationRulesAndProcesses(t *testing.T) {
	t.Parallel()
	d := asked(t)
	c := d.sits(t, coordinator)
	tree := c.get(t, "/admin/organisation")
	require.Equal(t, http.StatusOK, tree.status, tree.body)
	require.Contains(t, tree.body, "평생교육과장")
	lawful(t, "/admin/organisation", tree)
	packs := c.get(t, "/admin/policies")
	one := packs.hrefs(t, "/admin/policies/")
	require.NotEmpty(t, one)
	rules := c.get(t, one[0])
	lawful(t, one[0], rules)
	require.Contains(t, rules.body, "전결 기준")
	require.Contains(t, rules.body, "잘못이 없습니다")
	require.Contains(t, rules.body, "시행 중")
	require.Contains(t, c.get(t, "/admin/processes").body, "멈춘 절차가 없습니다")

	d.Exec(t, `update process set state = 'stopped', stop_code = 'no_rule', stop_text = '맞는 규칙이 없습니다.'
		where workflow_id like 'stage/%/plans'`)
	stopped := c.get(t, "/admin/processes")
	golden(t, "processes", stopped)
	s := c.post(t, "/admin/processes", stopped.form(t, ""))
	require.Equal(t, http.StatusSeeOther, s.status, s.body)
	require.Equal(t, "running", testkit.One[string](t, d.House,
		"select state from process where workflow_id like 'stage/%/plans'"))
}

func TestATokenIsShownOnceAndEndsAtAClick(t *testing.T) {
	t.Parallel()
	d := asked(t)
	o := d.sits(t, officer)
	me := o.get(t, "/me")
	require.Equal(t, http.StatusOK, me.status, me.body)
	lawful(t, "/me", me)
	form := url.Values{"what": {"token"}, "key": {"key-of-a-token-1"}, "name": {"야간 집계"}, "days": {"30"}}
	made := o.post(t, "/me", form)
	require.Equal(t, http.StatusOK, made.status, made.body)
	require.Regexp(t, regexp.MustCompile(`gyeol_[\w-]{20}`), made.body)
	require.NotRegexp(t, regexp.MustCompile(`gyeol_[\w-]{20}`), o.get(t, "/me").body)
	require.NotRegexp(t, regexp.MustCompile(`gyeol_[\w-]{20}`), o.post(t, "/me", form).body, "nor by sending it again")
	id := testkit.One[string](t, d.House, "select id::text from token where name = '야간 집계'")
	s := o.post(t, "/me", url.Values{"what": {"token_gone"}, "key": {"key-of-a-token-2"}, "id": {id}})
	require.Equal(t, http.StatusSeeOther, s.status, s.body)
	require.NotContains(t, o.get(t, "/me").body, "야간 집계")
	form.Set("key", "key-of-a-token-3")
	form.Set("name", "긴 것")
	form.Set("days", "9999")
	bad := o.post(t, "/me", form)
	require.Equal(t, http.StatusUnprocessableEntity, bad.status)
	require.Contains(t, bad.body, `id="k-days-wrong"`)
	require.Contains(t, bad.body, "긴 것")
}

func TestHowNoticesReachSomebodyIsHisToSay(t *testing.T) {
	t.Parallel()
	d := asked(t)
	o := d.sits(t, officer)
	form := o.get(t, "/me").form(t, "")
	form.Set("language", "en")
	s := o.post(t, "/me", form)
	require.Equal(t, http.StatusSeeOther, s.status, s.body)
	require.Equal(t, "en", testkit.One[string](t, d.House, "select language from notice_preference"))
	form = o.get(t, "/me").form(t, "")
	form.Set("from", "99:99")
	s = o.post(t, "/me", form)
	require.Equal(t, http.StatusUnprocessableEntity, s.status, s.body)
	require.Contains(t, s.body, "99:99")
	require.Contains(t, s.body, `id="p-from-wrong"`)
}

func TestTheSecretaryInvitesAMemberAndTakesItBack(t *testing.T) {
	t.Parallel()
	d := settled(t)
	invites, err := auth.NewInvites([32]byte{1}, base)
	require.NoError(t, err)
	d.pages, err = office.New(office.Config{
		Cases: d.Cases, Keeper: d.keeper, Invites: invites, Base: base, Rehearsal: true, Log: slog.New(slog.DiscardHandler),
	})
	require.NoError(t, err)
	clerk := testkit.SeoulPack(t).Bodies["monitoring-panel"].Secretary
	c, at := d.sits(t, string(clerk)), "/meetings/bodies/monitoring-panel"
	s := c.get(t, at)
	lawful(t, at, s)
	form := s.form(t, "")
	form.Set("person", "monitoring-panel.member-01")
	form.Set("days", "99")
	refused := c.post(t, at, form)
	require.Equal(t, http.StatusUnprocessableEntity, refused.status, refused.body)
	require.Contains(t, refused.body, `id="i-days-wrong"`)
	form.Set("days", "14")
	made := c.post(t, at, form)
	require.Equal(t, http.StatusOK, made.status, made.body)
	require.Contains(t, made.body, "gyeoli_")
	require.Contains(t, made.body, "확인 번호")
	later := c.get(t, at)
	require.NotContains(t, later.body, "gyeoli_", "it is shown once")
	id := testkit.One[string](t, d.House, "select id::text from invitation")
	s = c.post(t, at, url.Values{"key": {"key-of-taking-back"}, "end": {id}})
	require.Equal(t, http.StatusSeeOther, s.status, s.body)
	require.Contains(t, c.get(t, at).body, "거둠")
	require.Equal(t, http.StatusForbidden, d.sits(t, officer).post(t, at, form).status)
}

func TestANoticeShowsItsFateAndIsSentOnceMoreByWhoeverMay(t *testing.T) {
	t.Parallel()
	d := asked(t)
	task := d.TaskOf(t, officer, gov.TaskFill)
	id := testkit.One[string](t, d.House, "select id::text from notice where task_id = $1 order by id limit 1", task.ID)
	at := "/notices/" + id
	d.Exec(t, "update notice set state = 'failed', smtp_reply = '550 5.1.1 no such user' where id = $1", id)
	own := d.sits(t, officer).get(t, at)
	require.Equal(t, http.StatusOK, own.status, own.body)
	lawful(t, at, own)
	golden(t, "notice", own)
	require.NotContains(t, own.body, "다시 보내기 확정", "that is for the coordinator")
	require.Equal(t, http.StatusNotFound, d.sits(t, "jung-gu.officer").get(t, at).status)
	c := d.sits(t, coordinator)
	form := c.get(t, at).form(t, "")
	empty := c.post(t, at, form)
	require.Equal(t, http.StatusUnprocessableEntity, empty.status, empty.body)
	form.Set("reason", "주소를 고쳤음")
	s := c.post(t, at, form)
	require.Equal(t, http.StatusSeeOther, s.status, s.body)
	require.Contains(t, c.get(t, s.header.Get("Location")).body, "주소를 고쳤음")
}

func TestTheTrailOfADocumentIsFoundByItsNumberAndProven(t *testing.T) {
	t.Parallel()
	d := settled(t)
	c := d.sits(t, coordinator)
	key, _ := testkit.AuditKey(t)
	d.Signed(t, key)
	s := c.get(t, "/trail?case="+url.QueryEscape("평생교육과-101"))
	require.Equal(t, http.StatusOK, s.status, s.body)
	lawful(t, "/trail", s)
	require.Contains(t, s.body, "/documents/")
	stage := d.Stage(t, "decision").Case
	s = c.get(t, "/trail?case="+stage.String())
	proofs := s.hrefs(t, "/trail/entries/")
	require.NotEmpty(t, proofs, s.body)
	proof := c.get(t, proofs[0])
	require.Equal(t, http.StatusOK, proof.status, proof.body)
	lawful(t, proofs[0], proof)
	require.Contains(t, proof.body, "서명된 체크포인트")
	require.Contains(t, c.get(t, "/trail/checkpoints").body, "gyeol-audit")
	require.Equal(t, http.StatusNotFound, c.get(t, "/trail?case="+url.QueryEscape("없는과-1")).status)
	require.Equal(t, http.StatusForbidden, d.sits(t, officer).get(t, "/trail/checkpoints").status)
}

func TestTheBoardDrawsTheYearAndRemindsAndMovesADate(t *testing.T) {
	t.Parallel()
	d := asked(t)
	c := d.sits(t, coordinator)
	board := c.get(t, "/board")
	lawful(t, "/board", board)
	require.Contains(t, board.body, `class="year"`)
	require.Contains(t, board.body, "◆")
	require.NotContains(t, c.get(t, "/board/lifelong-education-plan/2022?kind=file").body, "plans 기한")
	require.NotContains(t, d.sits(t, officer).get(t, "/board").body, "기한 변경")

	at := "/board/lifelong-education-plan/2022/stages/plans"
	form := c.get(t, at).form(t, "")
	form.Set("due_on", "2022-02-11")
	s := c.post(t, at, form)
	require.Equal(t, http.StatusUnprocessableEntity, s.status, "a reason is needed")
	require.Contains(t, s.body, "2022-02-11")
	form.Set("reason", "자료가 늦음")
	s = c.post(t, at, form)
	require.Equal(t, http.StatusSeeOther, s.status, s.body)
	require.Contains(t, c.get(t, s.header.Get("Location")).body, "2022. 2. 11.(금)")
	require.Equal(t, http.StatusNotFound, d.sits(t, officer).get(t, at).status)

	d.Exec(t, "update notice set state = 'sent', sent_at = now(), sent_on = '2022-01-07' where kind = 'assigned'")
	task := d.TaskOf(t, officer, gov.TaskFill)
	at = "/remind/" + task.CaseID.String()
	ask := c.get(t, at)
	golden(t, "remind", ask)
	done := c.post(t, at, ask.form(t, ""))
	require.Equal(t, http.StatusOK, done.status, done.body)
	require.Contains(t, done.body, "새 알림을 보냅니다")
	require.NotZero(t, testkit.One[int](t, d.House, "select count(*)::int from notice where resent_of is not null"))
	require.Equal(t, http.StatusNotFound, d.sits(t, officer).get(t, at).status)
}

func TestTheInboxNarrowsByStageAndCounts(t *testing.T) {
	t.Parallel()
	d := asked(t)
	o := d.sits(t, officer)
	task, _ := d.fillTask(t)
	s := o.get(t, "/?stage=plans")
	require.Contains(t, s.body, task)
	require.Contains(t, s.body, `value="plans" selected`)
	require.NotContains(t, o.get(t, "/?stage=results").body, task)
	require.Contains(t, s.body, `data-live="/api/v1/changes"`)
	counts := o.get(t, "/counts")
	lawful(t, "/counts", counts)
	require.Contains(t, counts.body, "1건")
}
