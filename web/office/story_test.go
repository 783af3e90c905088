package office_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"
	"golang.org/x/text/unicode/norm"

	"gyeol/gov"
	"gyeol/internal/auth"
	"gyeol/internal/testkit"
)

// rowsOf are the addresses of the rows on the page of a collection.
func rowsOf(t *testing.T, s seen) []string {
	t.Helper()
	var out []string
	for _, a := range s.elements(t, "a") {
		if strings.Contains(attr(a, "href"), "/rows/") {
			out = append(out, attr(a, "href"))
		}
	}
	require.NotEmpty(t, out)
	return out
}

// writes fills a row as an officer does.
func (r reader) writes(t *testing.T, row string, change url.Values) seen {
	t.Helper()
	form := r.get(t, row).form(t, "")
	for name, value := range map[string]string{
		"f.change": "continued", "f.goal": "수강생 확대", "f.content": "시민 누구나 배운다", "f.chapter": "1",
		"f.budget_krw": "120,000,000",
	} {
		form.Set(name, value)
	}
	for name := range change {
		form.Set(name, change.Get(name))
	}
	return r.post(t, row, form)
}

// fills writes every row of the officer's task and hands them to the head.
func (r reader) fills(t *testing.T, task string) {
	t.Helper()
	for _, row := range rowsOf(t, r.get(t, task)) {
		s := r.writes(t, row, nil)
		require.Equal(t, http.StatusSeeOther, s.status, s.body)
	}
	s := r.post(t, task, r.get(t, task).form(t, "submit"))
	require.Equal(t, http.StatusSeeOther, s.status, s.body)
	require.Equal(t, "/?did=submit", s.header.Get("Location"))
}

func TestAnOfficerFillsInHisRowsAndHisHeadApprovesThem(t *testing.T) {
	t.Parallel()
	d := asked(t)
	o := d.sits(t, officer)
	task, id := d.fillTask(t)
	inbox := o.get(t, "/")
	require.Equal(t, http.StatusOK, inbox.status)
	require.Contains(t, inbox.body, task)
	golden(t, "inbox", inbox)
	golden(t, "task-fill", o.get(t, task))
	row := rowsOf(t, o.get(t, task))[0]
	golden(t, "row", o.get(t, row))
	o.fills(t, task)
	require.NotContains(t, o.get(t, "/").body, task, "what he has done is not there any more")
	require.Equal(t, "done", testkit.One[string](t, d.House, "select state from task where id = $1", id))
	require.Contains(t, testkit.One[string](t, d.House,
		"select data::text from plan_row where id = $1", row[strings.LastIndex(row, "/")+1:]), "120000000")

	approval := d.Tasks(t, institute+".head", gov.TaskApproveSub)
	require.Len(t, approval, 1)
	head, at := d.sits(t, institute+".head"), "/tasks/"+approval[0].ID.String()
	golden(t, "task-approve", head.get(t, at))
	s := head.post(t, at, head.get(t, at).form(t, "approve"))
	require.Equal(t, http.StatusSeeOther, s.status, s.body)
	require.Equal(t, "submitted", testkit.One[string](t, d.House, "select state from case_file where id = $1", approval[0].CaseID))
}

func TestTwoClicksAreOneAct(t *testing.T) {
	t.Parallel()
	d := asked(t)
	o := d.sits(t, officer)
	task, _ := d.fillTask(t)
	form := o.get(t, task).form(t, "comment")
	form.Set("text", "예산은 다음 주에 확정됩니다.")
	for range 2 {
		s := o.post(t, task, form)
		require.Equal(t, http.StatusSeeOther, s.status, s.body)
	}
	require.Equal(t, 1, strings.Count(o.get(t, task).body, "예산은 다음 주에 확정됩니다."))
}

func TestWhatAColleagueDidASecondAgoIsToldWithWhatWasTyped(t *testing.T) {
	t.Parallel()
	d := asked(t)
	o := d.sits(t, officer)
	task, _ := d.fillTask(t)
	row := rowsOf(t, o.get(t, task))[0]
	old := o.get(t, row).form(t, "")
	require.Equal(t, http.StatusSeeOther, o.writes(t, row, nil).status)
	old.Set("f.goal", "내가 적던 긴 목표")
	s := o.post(t, row, old)
	require.Equal(t, http.StatusPreconditionFailed, s.status, s.body)
	require.Contains(t, s.body, "내가 적던 긴 목표")
	require.Contains(t, s.body, "수강생 확대", "and what the other wrote")

	approved := asked(t)
	o = approved.sits(t, officer)
	task, _ = approved.fillTask(t)
	form := o.get(t, task).form(t, "comment")
	form.Set("text", "늦게 보낸 의견")
	submit := o.get(t, task).form(t, "submit")
	o.fills(t, task)
	s = o.post(t, task, submit)
	require.Contains(t, []int{http.StatusConflict, http.StatusPreconditionFailed}, s.status, s.body)
	require.Contains(t, s.body, `role="alert"`)
}

func TestAnExpiredSessionKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	d := asked(t)
	o := d.sits(t, officer)
	task, _ := d.fillTask(t)
	form := o.get(t, task).form(t, "comment")
	form.Set("text", "한참 적은\n긴 글")
	gone := reader{d: d}
	s := gone.post(t, task, form)
	require.Equal(t, http.StatusUnauthorized, s.status)
	require.Contains(t, s.body, "한참 적은\n긴 글")
	require.Contains(t, s.body, "/signin?back=")
	golden(t, "expired", s)
	sent := s.form(t, "comment")
	require.Equal(t, form, sent, "all of it is sent again")
	require.Equal(t, http.StatusSeeOther, o.post(t, task, sent).status)
	require.Equal(t, auth.PathSignIn+"?back=%2Ftasks%3Fq%3Dx", gone.get(t, "/tasks?q=x").header.Get("Location"))
}

func TestHangulThatWasPastedInPiecesIsComposed(t *testing.T) {
	t.Parallel()
	d := asked(t)
	o := d.sits(t, officer)
	task, id := d.fillTask(t)
	form := o.get(t, task).form(t, "comment")
	form.Set("text", norm.NFD.String("한글 자소"))
	require.Equal(t, http.StatusSeeOther, o.post(t, task, form).status)
	require.Contains(t, o.get(t, task).body, norm.NFC.String("한글 자소"))
	title := []rune(testkit.One[string](t, d.House, "select title from task where id = $1", id))
	found := o.get(t, "/?q="+url.QueryEscape(norm.NFD.String(string(title[1:4]))))
	require.Contains(t, found.body, task, "a part of a word is found, however it was typed")
	require.Contains(t, o.get(t, "/?q="+url.QueryEscape("없는말")).body, "찾는 조건에 맞는 일이 없습니다")
}

func TestAnotherPersonsTaskIsNotThere(t *testing.T) {
	t.Parallel()
	d := asked(t)
	task, _ := d.fillTask(t)
	other := d.sits(t, "jung-gu.officer")
	s := other.get(t, task)
	require.Equal(t, http.StatusNotFound, s.status)
	golden(t, "not-found", s)
	require.Equal(t, http.StatusNotFound, other.post(t, task, url.Values{"verb": {"submit"}, "key": {"12345678"}}).status)
	require.Equal(t, http.StatusNotFound, other.get(t, "/tasks/nonsense").status)
	require.Equal(t, http.StatusForbidden, other.get(t, "/trail").status)
	require.NotZero(t, testkit.One[int](t, d.House, "select count(*)::int from audit_entry where kind = 'refusal'"),
		"and the record says so")
}

func TestAFormOfAnotherSiteDoesNothing(t *testing.T) {
	t.Parallel()
	d := asked(t)
	o := d.sits(t, officer)
	task, _ := d.fillTask(t)
	form := o.get(t, task).form(t, "comment")
	form.Set("text", "남의 것")
	for name, change := range map[string]func(*http.Request){
		"another site":       func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") },
		"it does not say so": func(r *http.Request) { r.Header.Del("Sec-Fetch-Site") },
	} {
		require.Equal(t, http.StatusForbidden, o.post(t, task, form, change).status, name)
	}
	require.NotContains(t, o.get(t, task).body, "남의 것")
}

func TestAFieldThatIsWrongIsToldAtTheFieldAndNothingTypedIsLost(t *testing.T) {
	t.Parallel()
	d := asked(t)
	o := d.sits(t, officer)
	task, _ := d.fillTask(t)
	row := rowsOf(t, o.get(t, task))[0]
	s := o.writes(t, row, url.Values{"f.budget_krw": {"백만원쯤"}})
	require.Equal(t, http.StatusUnprocessableEntity, s.status, s.body)
	require.Contains(t, s.body, "백만원쯤")
	require.Contains(t, s.body, "수강생 확대")
	require.Contains(t, s.body, `id="f-budget_krw-wrong"`)
	s = o.post(t, task, o.get(t, task).form(t, "comment"))
	require.Equal(t, http.StatusUnprocessableEntity, s.status, "an empty remark is none")
	require.Contains(t, s.body, `aria-invalid="true"`)
}

// TestEveryLinkOfEveryPageLeadsSomewhere walks from page to page as each of them sits, and looks at each on the way.
func TestEveryLinkOfEveryPageLeadsSomewhere(t *testing.T) {
	t.Parallel()
	d := asked(t)
	d.SetToday(t, "2022-02-24")
	d.OpenStage(t, "decision")
	d.Act(t, coordinator, d.TaskOf(t, coordinator, gov.TaskDraft).ID, testkit.Do{
		Verb: gov.VerbSubmit,
		Body: map[string]any{"title": "2022년 시행계획", "body": map[string]any{"text": "확정하고자 합니다."}},
	})
	for _, who := range []string{officer, coordinator, "jung-gu.officer", "lifelong-education-division.team-lead"} {
		r := d.sits(t, who)
		known, waiting, walked := map[string]bool{"/": true}, []string{"/"}, 0
		for len(waiting) > 0 && walked < 60 {
			at := waiting[0]
			waiting, walked = waiting[1:], walked+1
			s := r.get(t, at)
			require.Equal(t, http.StatusOK, s.status, "%s: %s\n%s", who, at, s.body)
			lawful(t, at, s)
			for _, a := range s.elements(t, "a") {
				href := attr(a, "href")
				if !strings.HasPrefix(href, "/") || strings.HasPrefix(href, "/signin") ||
					strings.HasPrefix(href, "/api/") || known[href] {
					continue
				}
				known[href] = true
				waiting = append(waiting, href)
			}
		}
		require.Greater(t, walked, 3, who)
	}
	golden(t, "board", d.sits(t, coordinator).get(t, "/board"))
	golden(t, "documents", d.sits(t, coordinator).get(t, "/documents"))
	golden(t, "task-sign", d.signPage(t))
}

func (d *desk) signPage(t *testing.T) seen {
	t.Helper()
	const lead = "lifelong-education-division.team-lead"
	return d.sits(t, lead).get(t, "/tasks/"+d.TaskOf(t, lead, gov.TaskSign).ID.String())
}

// lawful holds a page against what every page owes: nothing written into it runs, every control has its name, and
// nothing comes from elsewhere.
func lawful(t *testing.T, at string, s seen) {
	t.Helper()
	require.Contains(t, s.header.Get("Content-Security-Policy"), "default-src 'none'")
	require.NotContains(t, s.header.Get("Content-Security-Policy"), "unsafe")
	require.LessOrEqual(t, len(s.body), 200<<10, "%s is too heavy", at)
	require.NotContains(t, s.body, " style=", at)
	require.NotContains(t, s.body, "<style", at)
	require.Len(t, s.elements(t, "main"), 1, at)
	require.Len(t, s.elements(t, "h1"), 1, at)
	require.Contains(t, s.body, "연습 설치입니다", at)
	labelled := map[string]bool{}
	for _, l := range s.elements(t, "label") {
		labelled[attr(l, "for")] = strings.TrimSpace(words(l)) != ""
	}
	ids := map[string]int{}
	for _, n := range s.elements(t, "input", "select", "textarea") {
		if attr(n, "type") == "hidden" {
			continue
		}
		require.True(t, labelled[attr(n, "id")], "%s: the control %s has no label", at, attr(n, "name"))
		ids[attr(n, "id")]++
		require.Equal(t, 1, ids[attr(n, "id")], "%s: the id %s stands twice", at, attr(n, "id"))
	}
	for _, n := range s.elements(t, "script", "link", "img", "form") {
		for _, name := range []string{"src", "href", "action"} {
			require.False(t, strings.Contains(attr(n, name), "//"), "%s leaves the house: %s", at, attr(n, name))
		}
		if n.Data == "script" {
			require.Empty(t, words(n), at)
		}
	}
	for _, n := range s.elements(t, "table") {
		require.True(t, has(n, "caption"), "%s: a table has no caption", at)
	}
}

func has(n *html.Node, name string) bool {
	for c := range n.Descendants() {
		if c.Data == name {
			return true
		}
	}
	return false
}
