package browser

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// The judge of accessible pages, with its words in Korean. It is put into a page by the browser itself, past the
// policy of the page, which runs no script of others.
var (
	//go:embed testdata/axe.min.js
	axeScript string
	//go:embed testdata/axe-ko.json
	axeWords []byte

	axeSettings = sync.OnceValues(func() (map[string]any, error) {
		var words map[string]any
		err := json.Unmarshal(axeWords, &words)
		return map[string]any{"locale": words}, err
	})
)

// asks is what the page is asked: every rule of WCAG 2.2 A and AA, which hold KWCAG 2.2's, and of good practice. What is
// folded away is unfolded before, so that it is judged as well.
const asks = `async (settings) => {
  document.querySelectorAll('details').forEach((d) => { d.open = true; });
  axe.configure(settings);
  const found = await axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'],
  });
  return found.violations.map((v) => v.id + ': ' + v.help + '\n' +
    v.nodes.slice(0, 3).map((n) => '  ' + n.html.slice(0, 200) + '\n  ' + n.failureSummary).join('\n'));
}`

// violations are what axe-core finds wrong with the page.
func (b *tab) violations() []string {
	b.t.Helper()
	settings, err := axeSettings()
	require.NoError(b.t, err)
	b.eval(nil, axeScript)
	var found []string
	b.eval(&found, asks, settings)
	return found
}

// narrowest is the width of the smallest screen that is served, and smallest the side of the smallest target that a
// finger has to find, both in CSS pixels (WCAG 2.2, 2.5.8; KWCAG 2.2, 2.1.3).
const (
	narrowest = 360
	smallest  = 24
)

// cramped are what is wrong with a page on a small screen: it is wider than the screen, or has targets that no finger
// hits. Links within a sentence are as large as their words.
func (b *tab) cramped() []string {
	b.t.Helper()
	b.wide(narrowest, 740)
	defer b.wide(1440, 900)
	var found []string
	b.eval(&found, `(width, smallest) => {
  const found = [];
  if (document.documentElement.scrollWidth > width) {
    const wide = [...document.querySelectorAll('body *')].filter((e) =>
      e.getBoundingClientRect().right > width + 1 && !e.closest('.scroll'));
    found.push('the page is ' + document.documentElement.scrollWidth + ' wide: ' +
      wide.slice(0, 3).map((e) => e.outerHTML.slice(0, 120)).join(' | '));
  }
  for (const e of document.querySelectorAll('a, button, input, select, textarea, summary')) {
    const box = e.getBoundingClientRect();
    const within = e.tagName === 'A' && getComputedStyle(e).display === 'inline';
    if (e.type === 'hidden' || within || box.width === 0 || box.right <= 0 || !e.checkVisibility()) continue;
    const label = e.labels && e.labels[0] ? e.labels[0].getBoundingClientRect() : box;
    if (Math.max(box.height, label.height) < smallest || Math.max(box.width, label.width) < smallest) {
      found.push('a target of ' + box.width + '×' + box.height + ': ' + e.outerHTML.slice(0, 120));
    }
  }
  return found;
}`, narrowest, smallest)
	return found
}

// lawful holds the page before somebody against all that a page owes to whoever reads it.
func (b *tab) lawful() {
	b.t.Helper()
	for _, wrong := range append(b.violations(), b.cramped()...) {
		b.t.Errorf("%s: %s", b.path(), wrong)
	}
}

func TestAPageThatIsNotForEverybodyIsFound(t *testing.T) {
	t.Parallel()
	b := asked(t).sits(t, officer)
	require.Empty(t, b.violations())
	b.eval(nil, `document.querySelector('label[for=q]').remove()`)
	require.Contains(t, fmt.Sprint(b.violations()), "label:")
	require.Empty(t, b.cramped())
	b.eval(nil, `document.querySelector('main p').textContent = '가'.repeat(9) + 'm'.repeat(99)`)
	b.eval(nil, `document.querySelector('main h1').innerHTML = '<button id="tiny">.</button>'`)
	b.eval(nil, `document.querySelector('#tiny').style.cssText = 'all:unset;position:relative;left:500px'`)
	found := fmt.Sprint(b.cramped())
	require.Contains(t, found, "wide")
	require.Contains(t, found, "a target of")
	b.forget("style")
}

func TestARequestThatWouldLeaveTheHouseIsFoundAndRefused(t *testing.T) {
	t.Parallel()
	b := asked(t).sits(t, officer)
	b.eval(nil, `new Promise((done) => {
  const far = new Image(); far.onerror = done; far.src = 'https://example.invalid/seen.png';
})`)
	require.Contains(t, fmt.Sprint(b.complaints()), "Content Security Policy")
	b.forget("example.invalid")
	b.eval(nil, `console.error('자바스크립트 오류')`)
	require.Contains(t, fmt.Sprint(b.complaints()), "자바스크립트 오류")
	b.forget("자바스크립트")
}
