package office_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/testkit"
)

const (
	teamLead = "lifelong-education-division.team-lead"
	division = "lifelong-education-division.head"
)

// running is a desk on which a document is under way.
func running(t *testing.T) *desk {
	t.Helper()
	d := asked(t)
	d.SetToday(t, "2022-02-24")
	d.OpenStage(t, "decision")
	d.Act(t, coordinator, d.TaskOf(t, coordinator, gov.TaskDraft).ID, testkit.Do{
		Verb: gov.VerbSubmit,
		Body: map[string]any{"title": "2022년 시행계획", "body": map[string]any{"text": "확정하고자 합니다."}},
	})
	return d
}

func TestWhoeverFollowsALineSeesWhoHoldsItAndMayWatchIt(t *testing.T) {
	t.Parallel()
	d := running(t)
	c := d.sits(t, coordinator)
	s := c.get(t, "/approvals")
	require.Equal(t, http.StatusOK, s.status, s.body)
	lawful(t, "/approvals", s)
	golden(t, "approvals", s)
	require.Contains(t, s.body, "2022년 시행계획")
	require.Contains(t, s.body, "평생교육지원팀장")
	form := s.form(t, "")
	require.Equal(t, "yes", form.Get("watch"))
	id := d.TaskOf(t, teamLead, gov.TaskSign).CaseID.String()
	s = c.post(t, "/approvals/"+id+"/watch", form)
	require.Equal(t, http.StatusSeeOther, s.status, s.body)
	require.Equal(t, "/approvals", s.header.Get("Location"))
	watched := c.get(t, "/approvals?watched=yes")
	require.Contains(t, watched.body, "그만 보기")
	form = watched.form(t, "")
	form.Set("back", "https://elsewhere.example/")
	s = c.post(t, "/approvals/"+id+"/watch", form)
	require.Equal(t, "/approvals", s.header.Get("Location"), "nobody is sent out of the house")
	golden(t, "approvals-empty", c.get(t, "/approvals?watched=yes"))
	require.NotContains(t, d.sits(t, "jung-gu.officer").get(t, "/approvals").body, "2022년 시행계획")
	form.Set("watch", "yes")
	require.Equal(t, http.StatusNotFound, d.sits(t, "jung-gu.officer").post(t, "/approvals/"+id+"/watch", form).status)
	require.Equal(t, http.StatusUnprocessableEntity, c.get(t, "/approvals?before=nonsense").status)
}

func TestALeaveIsRehearsedBeforeItIsRecorded(t *testing.T) {
	t.Parallel()
	d := running(t)
	lead := d.sits(t, teamLead)
	s := lead.get(t, "/leave")
	require.Equal(t, http.StatusOK, s.status, s.body)
	lawful(t, "/leave", s)
	golden(t, "leave", s)
	s = lead.get(t, "/leave?from=2022-02-28&to=2022-03-02")
	lawful(t, "/leave", s)
	golden(t, "leave-rehearsed", s)
	require.Contains(t, s.body, "2022년 시행계획", "what would wait for him is named")
	require.Zero(t, testkit.One[int](t, d.House, "select count(*)::int from absence"), "nothing is written yet")
	form := s.formTo(t, "/leave")
	refused := lead.post(t, "/leave", form)
	require.Equal(t, http.StatusUnprocessableEntity, refused.status, refused.body)
	require.Contains(t, refused.body, `aria-invalid="true"`)
	form.Set("reason", "국외 출장")
	for range 2 {
		s = lead.post(t, "/leave", form)
		require.Equal(t, http.StatusSeeOther, s.status, s.body)
	}
	require.Equal(t, 1, testkit.One[int](t, d.House, "select count(*)::int from absence"))
	s = lead.get(t, "/leave?did=record")
	require.Contains(t, s.body, "국외 출장")
	cancel := s.cancelForm(t)
	cancel.form.Set("why", "출장 취소")
	require.Equal(t, http.StatusSeeOther, lead.post(t, cancel.action, cancel.form).status)
	require.Contains(t, lead.get(t, "/leave").body, "등록한 부재가 없습니다")
	require.Equal(t, http.StatusUnprocessableEntity, lead.get(t, "/leave?from=2022-03-02&to=2022-02-28").status)
}

// postForm is a form of a page with where it goes.
type postForm struct {
	action string
	form   url.Values
}

// cancelForm is the form of a page that takes something back.
func (s seen) cancelForm(t *testing.T) postForm {
	t.Helper()
	for _, f := range s.elements(t, "form") {
		if at := attr(f, "action"); len(at) > 30 && at[:7] == "/leave/" {
			return postForm{at, s.formTo(t, at)}
		}
	}
	t.Fatalf("nothing to take back:\n%s", s.body)
	return postForm{}
}

func TestWhoeverHoldsAPostLetsAnotherStandInAndTakesItBack(t *testing.T) {
	t.Parallel()
	d := running(t)
	lead := d.sits(t, teamLead)
	form := lead.get(t, "/leave").formTo(t, "/leave/delegations")
	s := lead.post(t, "/leave/delegations", form)
	require.Equal(t, http.StatusUnprocessableEntity, s.status)
	form.Set("post", teamLead)
	form.Set("deputy", division)
	form.Set("from", "2022-02-28")
	form.Set("to", "2022-03-02")
	form.Set("reason", "교육 파견")
	s = lead.post(t, "/leave/delegations", form)
	require.Equal(t, http.StatusSeeOther, s.status, s.body)
	s = lead.get(t, "/leave")
	require.Contains(t, s.body, "교육 파견")
	require.Contains(t, d.sits(t, division).get(t, "/leave").body, "교육 파견", "who stands in sees it")
	back := s.cancelForm(t)
	require.Equal(t, http.StatusUnprocessableEntity, lead.post(t, back.action, back.form).status, "why is asked")
	back.form.Set("why", "파견 취소")
	require.Equal(t, http.StatusSeeOther, lead.post(t, back.action, back.form).status)
	require.Contains(t, lead.get(t, "/leave").body, "위임한 대결이 없습니다")
}

func TestAHeadSetsWhoActsForHisPostsAndNobodyElseDoes(t *testing.T) {
	t.Parallel()
	d := running(t)
	c := d.sits(t, coordinator)
	const at = "/leave/acting?unit=lifelong-education-division"
	s := c.get(t, at)
	lawful(t, at, s)
	golden(t, "acting", s)
	form := url.Values{
		"key": {"acting-order-1"}, "unit": {"lifelong-education-division"}, "post": {division},
		"deputy.1": {teamLead}, "reason": {"인사이동에 따라 바꿈"},
	}
	other := d.sits(t, "jung-gu.officer").post(t, "/leave/acting", form)
	require.Equal(t, http.StatusForbidden, other.status, other.body)
	require.Contains(t, other.body, "인사이동에 따라 바꿈", "what was typed is kept")
	s = c.post(t, "/leave/acting", form)
	require.Equal(t, http.StatusSeeOther, s.status, s.body)
	require.Contains(t, c.get(t, s.header.Get("Location")).body, "직무대리 순서를 오늘부터 바꾸었습니다")
}

func TestAMoveHandsTheWorkOverWithAList(t *testing.T) {
	t.Parallel()
	d := running(t)
	c := d.sits(t, coordinator)
	s := c.get(t, "/transfers")
	require.Equal(t, http.StatusOK, s.status, s.body)
	lawful(t, "/transfers", s)
	form := s.formTo(t, "/transfers")
	form.Set("who", testkit.One[string](t, d.House,
		"select p.slug from holding h join person p on p.id = h.person_id where h.post_id = $1", officer)+" "+officer)
	bad := c.post(t, "/transfers", form)
	require.Equal(t, http.StatusUnprocessableEntity, bad.status)
	form.Set("reason", "정기 인사")
	s = c.post(t, "/transfers", form)
	require.Equal(t, http.StatusSeeOther, s.status, s.body)
	at := s.header.Get("Location")
	s = c.get(t, at)
	lawful(t, at, s)
	golden(t, "transfer", s)
	require.Contains(t, s.body, "직위의 일 — 새 담당에게")
	require.Contains(t, c.get(t, "/transfers").body, "인계인수서")
	other := d.sits(t, "jung-gu.officer")
	require.NotContains(t, other.get(t, "/transfers").body, "인사이동 확정", "who may not move people is offered nothing")
	require.Equal(t, http.StatusNotFound, other.get(t, at[:46]).status)
}
