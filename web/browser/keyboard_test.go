package browser

import (
	"net/http"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/testkit"
)

// focus is where the keyboard is.
type focus struct {
	Tag, Text, Value, Href, Type string

	Box   string // for whoever reads why it is not seen
	Seen  bool   // it can be seen that it is there: within the screen, with an outline
	After bool   // it comes after what had the focus before, or is a part of it, as of a date
}

// where remembers what has the focus, and says what there is to say of it.
const where = `(() => {
  const e = document.activeElement, box = e.getBoundingClientRect(), s = getComputedStyle(e);
  const before = window.focusedBefore;
  return {
    Box: [s.outlineStyle, s.outlineWidth, box.left, box.top, box.right, box.bottom, innerWidth, innerHeight].join(' '),
    Tag: e.tagName, Text: (e.getAttribute('aria-label') || e.textContent).trim(), Value: e.value || '',
    Href: e.getAttribute('href') || '', Type: e.type || '',
    Seen: before === e || s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 && box.width > 0 && box.height > 0 &&
      box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    After: !before || before === e || !!(before.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING),
  };
})()`

// tabs presses Tab once and holds the step against what the keyboard owes: the focus is seen, and goes on in order. It
// ends at the end of the page, when the focus leaves it.
func (b *tab) tabs() (focus, bool) {
	b.t.Helper()
	var f focus
	b.run(chromedp.KeyEvent(kb.Tab))
	for range 200 { // frames: the browser brings it into sight with the next one
		if b.eval(&f, where); f.Seen || f.Tag == "BODY" {
			break
		}
	}
	b.eval(nil, "window.focusedBefore = document.activeElement")
	if f.Tag == "BODY" {
		return f, false
	}
	require.True(b.t, f.Seen, "on %s the focus cannot be seen: %+v", b.path(), f)
	require.True(b.t, f.After, "on %s the focus goes back: %+v", b.path(), f)
	return f, true
}

// reaches presses Tab until the focus is on what is looked for.
func (b *tab) reaches(what string, found func(focus) bool) {
	b.t.Helper()
	for range 900 {
		f, ok := b.tabs()
		require.True(b.t, ok, "%s: Tab has left the page without coming to %s", b.path(), what)
		if found(f) {
			return
		}
	}
	b.t.Fatalf("%s: Tab does not come to %s", b.path(), what)
}

func named(tag, text string) (what string, found func(focus) bool) {
	return text, func(f focus) bool { return f.Tag == tag && f.Text == text }
}

func TestAHeadSignsInAndApprovesWithTheKeyboardAlone(t *testing.T) {
	t.Parallel()
	for name, scripts := range ways {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := asked(t)
			o.handsIn(t)
			approval := o.TaskOf(t, head, gov.TaskApproveSub)
			slug := testkit.One[string](t, o.House, "select slug from person where id = $1", o.Actor(t, head).Person)
			b := o.seat(t)
			if !scripts {
				b.scriptless()
			}
			require.EqualValues(t, http.StatusOK, b.visit("/signin?back=/"))
			b.reaches(named("A", "연습: 누구로 들어갈지 고르기"))
			b.leads(chromedp.KeyEvent(kb.Enter))
			b.reaches("himself", func(f focus) bool { return f.Value == slug })
			require.EqualValues(t, http.StatusOK, b.leads(chromedp.KeyEvent(" ")))
			b.skips()
			task := "/tasks/" + approval.ID.String()
			b.reaches("his task", func(f focus) bool { return f.Href == task })
			b.leads(chromedp.KeyEvent(kb.Enter))
			b.reaches(named("SUMMARY", "결재"))
			b.run(chromedp.KeyEvent(" "))
			b.reaches(named("BUTTON", "결재 확정"))
			require.EqualValues(t, http.StatusOK, b.leads(chromedp.KeyEvent(kb.Enter)))
			require.Equal(t, "submitted",
				testkit.One[string](t, o.House, "select state from case_file where id = $1", approval.CaseID))
		})
	}
}

// skips uses the first stop of the keyboard, which leads past the menu.
func (b *tab) skips() {
	b.t.Helper()
	f, ok := b.tabs()
	require.True(b.t, ok)
	require.Equal(b.t, "본문 바로가기", f.Text)
	b.run(chromedp.KeyEvent(kb.Enter))
	b.eval(nil, "window.focusedBefore = null")
	f, ok = b.tabs()
	require.True(b.t, ok)
	var within bool
	b.eval(&within, "document.querySelector('main').contains(document.activeElement)")
	require.True(b.t, within, "after the skip link the keyboard is not in what the page is about: %+v", f)
}

func TestTheKeyboardPassesThroughEveryPageAndLeavesIt(t *testing.T) {
	t.Parallel()
	o := asked(t)
	b := o.sits(t, officer)
	task := o.task(t, officer, gov.TaskFill)
	b.visit(task)
	var row string
	b.eval(&row, `document.querySelector('a[href*="/rows/"]').getAttribute('href')`)
	for _, at := range []string{"/", task, row, "/board", "/documents", "/notices", "/signin"} {
		require.EqualValues(t, http.StatusOK, b.visit(at), at)
		stops, ok := 0, true
		for ok {
			require.Less(t, stops, 400, "%s holds the keyboard", at)
			if _, ok = b.tabs(); ok {
				stops++
			}
		}
		require.Greater(t, stops, 1, at)
	}
}

// handsIn fills and submits the institute's plan past the pages.
func (o *office) handsIn(t *testing.T) {
	t.Helper()
	task := o.TaskOf(t, officer, gov.TaskFill)
	o.Exec(t, `update plan_row set revision = 1, data = $2 where case_id = $1`, task.CaseID,
		[]byte(`{"change":"continued","goal":"수강생 확대","content":"시민 누구나 배운다","chapter":"1","budget_krw":120000000}`))
	o.Act(t, officer, task.ID, testkit.Do{Verb: gov.VerbSubmit, Body: map[string]any{}})
}
