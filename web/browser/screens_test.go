package browser

import (
	"context"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"gyeol/gov"
)

// heaviestScreen is what a picture of docs/screens may weigh, in bytes.
const heaviestScreen = 150 << 10

// TestTheMainPagesAreTaken takes a picture of each main page; where GYEOL_SCREENS names a folder ("make screens"), they
// are written there.
func TestTheMainPagesAreTaken(t *testing.T) {
	t.Parallel()
	o := year(t)
	b := o.sits(t, coordinator)
	paper := o.TaskOf(t, lead, gov.TaskSign, "/decision/")
	b.taken("inbox", "/", 1440)
	b.taken("inbox-phone", "/", narrowest)
	b.taken("board", "/board", 1440)
	b.taken("plan", "/plan", 1440)
	b.taken("collect", "/collect?q="+url.QueryEscape("평생교육"), 1440)
	b.taken("approvals", "/approvals", 1440)
	b.taken("meetings", "/meetings", 1440)
	b.taken("task", o.task(t, coordinator, gov.TaskAsk), 1440)
	b.taken("document", "/documents/"+paper.CaseID.String(), 1440)
	b.comes(lead)
	b.taken("task-sign", "/tasks/"+paper.ID.String(), 1440)
}

// taken takes a picture of the upper part of a page.
func (b *tab) taken(name, at string, width int64) {
	b.t.Helper()
	b.wide(width, 900)
	b.visit(at)
	b.eval(nil, "document.fonts.ready.then(() => true)")
	var picture []byte
	b.run(chromedp.ActionFunc(func(ctx context.Context) (err error) {
		picture, err = page.CaptureScreenshot().WithFormat(page.CaptureScreenshotFormatPng).Do(ctx)
		return err
	}))
	require.Greater(b.t, len(picture), 10<<10, "%s is an empty page", name)
	require.LessOrEqual(b.t, len(picture), heaviestScreen, name)
	if dir := os.Getenv("GYEOL_SCREENS"); dir != "" {
		require.NoError(b.t, os.MkdirAll(dir, 0o755))
		require.NoError(b.t, os.WriteFile(filepath.Join(dir, name+".png"), picture, 0o644))
	}
}
