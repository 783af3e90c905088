package browser

import (
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/unicode/norm"

	"gyeol/gov"
	"gyeol/internal/testkit"
)

// The form of a remark on a task.
const (
	remark      = "#comment-text"
	remarkPress = `//form[.//textarea[@id="comment-text"]]//button`
)

// remarks opens the form of a remark on a task and writes one.
func (b *tab) remarks(task, text string) {
	b.t.Helper()
	require.EqualValues(b.t, http.StatusOK, b.visit(task))
	b.unfold(remark)
	b.write(remark, text)
}

// unfold opens what a control is folded away in.
func (b *tab) unfold(css string) {
	b.t.Helper()
	b.eval(nil, "(css) => { document.querySelector(css).closest('details').open = true; }", css)
}

func TestADoubleClickIsOneAct(t *testing.T) {
	t.Parallel()
	for name, scripts := range ways {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := asked(t)
			task := o.task(t, officer, gov.TaskFill)
			b := o.before(t, scripts, officer)
			b.remarks(task, "예산은 다음 주에 확정됩니다.")
			b.leads(chromedp.DoubleClick(remarkPress, chromedp.BySearch))
			require.EqualValues(t, http.StatusOK, b.visit(task))
			require.Equal(t, 1, testkit.One[int](t, o.House,
				"select count(*)::int from audit_entry where kind = 'contribution'"))
		})
	}
}

func TestTheBackButtonAfterAnActDoesNothingTwice(t *testing.T) {
	t.Parallel()
	o := asked(t)
	o.handsIn(t)
	task := o.task(t, head, gov.TaskApproveSub)
	b := o.sits(t, head)
	require.EqualValues(t, http.StatusOK, b.visit(task))
	b.unfold(`[name=verb][value=approve]`)
	require.EqualValues(t, http.StatusOK, b.press(`//button[normalize-space()="결재 확정"]`))
	acts := testkit.One[int](t, o.House, "select count(*)::int from act")
	b.eval(nil, "history.back()")
	b.shows("끝남") // the task as it is now, and not as it was
	require.Equal(t, task, b.path())
	require.NotContains(t, b.text(), "결재 확정")
	require.Equal(t, acts, testkit.One[int](t, o.House, "select count(*)::int from act"))
}

func TestTwoTabsOnOneRowLoseNothing(t *testing.T) {
	t.Parallel()
	o := asked(t)
	a := o.sits(t, officer)
	a.visit(o.task(t, officer, gov.TaskFill))
	a.press(`//main//a[contains(@href, "/rows/")]`)
	z := a.beside(t)
	require.EqualValues(t, http.StatusOK, z.visit(a.path()))
	save := `//button[normalize-space()="저장"]`
	a.write("#f-goal", "먼저 저장한 목표")
	require.EqualValues(t, http.StatusOK, a.press(save))
	z.write("#f-goal", "나중에 적은 목표")
	require.EqualValues(t, http.StatusPreconditionFailed, z.press(save))
	require.Equal(t, "나중에 적은 목표", z.value("#f-goal"), "what was typed stands where it was typed")
	require.Contains(t, z.text(), "먼저 저장한 목표", "and what the other tab wrote is shown")
	require.EqualValues(t, http.StatusOK, z.press(save))
	require.Equal(t, "나중에 적은 목표", z.value("#f-goal"))
}

func TestASessionThatEndsWithinALongTextLosesNothing(t *testing.T) {
	t.Parallel()
	for name, scripts := range ways {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := asked(t)
			task := o.task(t, officer, gov.TaskFill)
			b := o.before(t, scripts, officer)
			long := strings.TrimSpace(strings.Repeat("한참 동안 적은 의견입니다.\n", 100))
			b.remarks(task, long)
			b.run(network.ClearBrowserCookies())
			require.EqualValues(t, http.StatusUnauthorized, b.press(remarkPress))
			require.Contains(t, b.text(), "로그인 시간이 지나")
			if scripts {
				b.lawful()
			}
			b.beside(t).comes(officer)
			require.EqualValues(t, http.StatusOK, b.press(`//button[normalize-space()="다시 보내기"]`))
			require.Contains(t, b.text(), "처리했습니다")
			var whole string
			b.eval(&whole, "document.body.textContent")
			require.Contains(t, whole, long)
		})
	}
}

func TestATaskThatAColleagueDecidedASecondAgoSaysSo(t *testing.T) {
	t.Parallel()
	o := asked(t)
	o.handsIn(t)
	id := o.TaskOf(t, head, gov.TaskApproveSub).ID
	b := o.sits(t, head)
	require.EqualValues(t, http.StatusOK, b.visit("/tasks/"+id.String()))
	b.unfold("#return-act_reason")
	b.write("#return-act_reason", "목표가 분명하지 않습니다.")
	o.Act(t, head, id, testkit.Do{Verb: gov.VerbApprove})
	require.GreaterOrEqual(t, b.press(`//button[normalize-space()="반려 확정"]`), int64(http.StatusConflict))
	var told string
	b.eval(&told, `document.querySelector('[role=alert]').innerText`)
	require.NotEmpty(t, told)
	require.Contains(t, b.text(), "목표가 분명하지 않습니다.", "what was typed is not lost")
	b.lawful()
}

func TestHangulPastedInPiecesIsKeptWhole(t *testing.T) {
	t.Parallel()
	o := asked(t)
	task := o.task(t, officer, gov.TaskFill)
	b := o.sits(t, officer)
	b.visit(task)
	b.press(`//main//a[contains(@href, "/rows/")]`)
	row := b.path()
	b.write("#f-goal", norm.NFD.String("평생학습관 확대"))
	require.EqualValues(t, http.StatusOK, b.press(`//button[normalize-space()="저장"]`))
	require.Equal(t, "평생학습관 확대", b.value("#f-goal"))
	require.Equal(t, "평생학습관 확대", testkit.One[string](t, o.House, "select data->>'goal' from plan_row where id = $1",
		row[strings.LastIndex(row, "/")+1:]))
}

func TestAPasteOfFiveThousandLinesIsToldAtItsFieldAndKept(t *testing.T) {
	t.Parallel()
	o := asked(t)
	b := o.sits(t, officer)
	lines := strings.TrimSpace(strings.Repeat("시민 누구나 배우는 도시를 만든다.\n", 5000))
	b.remarks(o.task(t, officer, gov.TaskFill), "붙임")
	b.eval(nil, `(css, text) => {
  const area = document.querySelector(css);
  area.value = text;
  area.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertFromPaste' }));
}`, remark, lines)
	require.EqualValues(t, http.StatusUnprocessableEntity, b.press(remarkPress))
	require.Equal(t, lines, b.value(remark))
	var wrong string
	b.eval(&wrong, `document.getElementById(document.querySelector('#comment-text').getAttribute('aria-describedby')).innerText`)
	require.Contains(t, wrong, "자 이하로")
	require.Empty(t, b.violations())
}

func TestATextThatWasNotSentIsAskedForBeforeItIsLeft(t *testing.T) {
	t.Parallel()
	o := asked(t)
	b := o.sits(t, officer)
	b.remarks(o.task(t, officer, gov.TaskFill), "아직 보내지 않은 글")
	b.press(`//nav//a[normalize-space()="알림함"]`)
	b.mu.Lock()
	defer b.mu.Unlock()
	require.NotEmpty(t, b.asks, "the browser asks before it leaves")
}
