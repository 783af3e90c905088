package browser

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/testkit"
)

// ways is whether the pages may run a script.
var ways = map[string]bool{"with a script": true, "without a script": false}

// before is a browser with the pages' script or without it.
func (o *office) before(t *testing.T, scripts bool, post string) *tab {
	t.Helper()
	b := o.seat(t)
	if !scripts {
		b.scriptless()
	}
	return b.comes(post)
}

func TestAnOfficerHandsInAndHisHeadApprovesInABrowser(t *testing.T) {
	t.Parallel()
	for name, scripts := range ways {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := asked(t)
			task := o.task(t, officer, gov.TaskFill)
			b := o.before(t, scripts, officer)
			b.fills(task)
			require.Equal(t, "/?did=submit", b.path())
			approval := o.TaskOf(t, head, gov.TaskApproveSub)
			h := o.before(t, scripts, head)
			require.EqualValues(t, http.StatusOK, h.press(`//main//a[contains(@href, "/tasks/")]`))
			h.click(`//summary[normalize-space()="결재"]`)
			require.EqualValues(t, http.StatusOK, h.press(`//button[normalize-space()="결재 확정"]`))
			require.Contains(t, h.text(), "처리했습니다")
			require.Equal(t, "submitted",
				testkit.One[string](t, o.House, "select state from case_file where id = $1", approval.CaseID))
		})
	}
}

// fills writes every row of a task and hands it to the head.
func (b *tab) fills(task string) {
	b.t.Helper()
	require.EqualValues(b.t, http.StatusOK, b.visit(task))
	b.press(`//main//a[contains(@href, "/rows/")]`)
	for {
		b.choose("#f-change", "continued")
		b.write("#f-goal", "수강생 확대")
		b.write("#f-content", "시민 누구나 배운다")
		b.choose("#f-chapter", "1")
		b.write("#f-budget_krw", "120,000,000")
		require.EqualValues(b.t, http.StatusOK, b.press(`//button[normalize-space()="저장"]`))
		require.Contains(b.t, b.text(), "저장했습니다")
		var more bool
		b.eval(&more, `!!document.evaluate('//a[text()="다음 행"]', document).iterateNext()`)
		if !more {
			break
		}
		b.press(`//a[text()="다음 행"]`)
	}
	b.visit(task)
	b.click(`//summary[normalize-space()="상신"]`)
	require.EqualValues(b.t, http.StatusOK, b.press(`//button[normalize-space()="상신 확정"]`))
}
