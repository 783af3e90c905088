package browser

import (
	"bytes"
	"context"
	"net/http"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"gyeol/gov"
)

// sheet is the width of a sheet of A4 between margins of 10 mm, in CSS pixels.
const sheet = 718

// onPaper is the page as it is printed: what of it may not be there, what must, and what would be cut off.
type onPaper struct {
	Seen []string // navigation and buttons
	Gone []string // title, signatures, text
	Cut  []string
}

const printed = `(must) => {
  const says = (e) => e.outerHTML.slice(0, 120), shown = (e) => e.checkVisibility() && e.getBoundingClientRect().height > 0;
  return {
    Seen: [...document.querySelectorAll('nav, button, input:not([type=hidden]), select, textarea, summary, footer,' +
      ' #krds-skip-link')].filter(shown).map(says),
    Gone: must.filter((css) => ![...document.querySelectorAll(css)].some(shown)),
    Cut: [...document.querySelectorAll('body, body *')].filter((e) => shown(e) && (e.scrollWidth > e.clientWidth + 1 &&
      getComputedStyle(e).overflowX !== 'visible' || e.getBoundingClientRect().right > innerWidth + 1)).map(says),
  };
}`

func TestPaperCarriesTheBlockAndNoButtons(t *testing.T) {
	t.Parallel()
	o := year(t)
	b := o.sits(t, coordinator)
	paper := "/documents/" + o.TaskOf(t, lead, gov.TaskSign, "/decision/").CaseID.String()
	for _, c := range []struct {
		at   string
		must []string
	}{
		{paper, []string{"h1", ".sign li", ".paper", "table caption"}},
		{"/board", []string{"h1", "table caption", ".badge"}},
		{o.task(t, coordinator, gov.TaskAsk), []string{"h1", ".facts", ".paper"}},
	} {
		require.EqualValues(t, http.StatusOK, b.visit(c.at))
		b.wide(sheet, 1040)
		b.run(emulation.SetEmulatedMedia().WithMedia("print"))
		var p onPaper
		b.eval(&p, printed, c.must)
		require.Empty(t, p.Seen, "%s prints what only a screen needs", c.at)
		require.Empty(t, p.Gone, "%s does not print all it should", c.at)
		require.Empty(t, p.Cut, "%s is cut off on paper", c.at)
		b.run(emulation.SetEmulatedMedia(), chromedp.ActionFunc(b.prints))
		b.wide(1440, 900)
	}
}

// prints makes a PDF of the page, as a printer would have it: pages with tags, which a reader can be read to.
func (b *tab) prints(ctx context.Context) error {
	pdf, _, err := page.PrintToPDF().WithPreferCSSPageSize(true).WithGenerateTaggedPDF(true).Do(ctx)
	if err != nil {
		return err
	}
	require.True(b.t, bytes.HasPrefix(pdf, []byte("%PDF-")), "this is no PDF")
	require.Contains(b.t, string(pdf), "/StructTreeRoot")
	require.NotZero(b.t, bytes.Count(pdf, []byte("/Type /Page\n")), "there is no page in it")
	return nil
}
