package browser

import (
	"net/http"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/testkit"
)

const (
	restore = `//button[normalize-space()="되살리기"]`
	discard = `//button[normalize-space()="버리기"]`
	offered = "보내지 않은 내용이 이 창에 남아 있습니다."
)

func TestWhatWasTypedOutlivesAReloadAndAnEndedSession(t *testing.T) {
	t.Parallel()
	o := asked(t)
	task := o.task(t, officer, gov.TaskFill)
	b := o.sits(t, officer)
	b.remarks(task, "적다 만 긴 의견")
	b.leads(chromedp.Reload())
	require.Contains(t, b.text(), offered)
	b.lawful()
	b.click(restore)
	require.Equal(t, "적다 만 긴 의견", b.value(remark))

	b.run(network.ClearBrowserCookies())
	require.EqualValues(t, http.StatusOK, b.visit(task), "he is led to the sign-in")
	b.comes(officer)
	b.visit(task)
	b.click(restore)
	require.Equal(t, "적다 만 긴 의견", b.value(remark))
	require.EqualValues(t, http.StatusOK, b.press(remarkPress))
	require.EqualValues(t, http.StatusOK, b.visit(task))
	require.NotContains(t, b.text(), offered, "what was sent is kept no longer")
	require.Empty(t, b.value(remark))
}

func TestWhatWasTypedIsThrownAwayWhenAskedAndWithTheSignOut(t *testing.T) {
	t.Parallel()
	o := asked(t)
	task := o.task(t, officer, gov.TaskFill)
	b := o.sits(t, officer)
	b.remarks(task, "버릴 글")
	b.leads(chromedp.Reload())
	b.click(discard)
	b.leads(chromedp.Reload())
	require.NotContains(t, b.text(), offered)
	b.remarks(task, "남이 볼 글이 아님")
	b.press(`//button[normalize-space()="로그아웃"]`)
	var left int
	b.eval(&left, "sessionStorage.length")
	require.Zero(t, left, "nothing stays on a machine that others use")
}

func TestWhatWasTypedIsNotPutOverWhatAColleagueWrote(t *testing.T) {
	t.Parallel()
	o := asked(t)
	task := o.TaskOf(t, officer, gov.TaskFill)
	b := o.sits(t, officer)
	b.visit("/tasks/" + task.ID.String())
	b.press(`//main//a[contains(@href, "/rows/")]`)
	b.write("#f-goal", "내가 적던 목표")
	o.Exec(t, `update plan_row set revision = revision + 1, data = '{"goal":"동료가 적은 목표"}' where case_id = $1`, task.CaseID)
	b.leads(chromedp.Reload())
	require.Equal(t, "동료가 적은 목표", b.value("#f-goal"))
	require.Contains(t, b.text(), "그사이 이 화면의 내용이 바뀌었으니")
	b.click(restore)
	require.Equal(t, "내가 적던 목표", b.value("#f-goal"))
	require.EqualValues(t, http.StatusOK, b.press(`//button[normalize-space()="저장"]`))
	require.NotZero(t, testkit.One[int](t, o.House,
		"select count(*)::int from plan_row where case_id = $1 and data->>'goal' = '내가 적던 목표'", task.CaseID))
}
