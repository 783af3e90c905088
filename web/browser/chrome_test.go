package browser

import (
	"context"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"gyeol/internal/testkit"
)

// atOnce is how many tests may have a browser open at a time.
const atOnce = 3

// patience is how long a test may sit before its browser.
const patience = 5 * time.Minute

var (
	seats    = make(chan struct{}, atOnce)
	chromium = sync.OnceValues(startChromium)
	stop     func()
)

// startChromium starts the one browser of this test binary.
func startChromium() (context.Context, error) {
	path, err := exec.LookPath("chromium")
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "gyeol-browser-")
	if err != nil {
		return nil, err
	}
	allocator, endAllocator := chromedp.NewExecAllocator(context.Background(),
		append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox,
			chromedp.UserDataDir(dir), chromedp.Flag("disable-dev-shm-usage", true), chromedp.Flag("lang", "ko"))...)
	ctx, end := chromedp.NewContext(allocator)
	stop = func() {
		end()
		endAllocator()
		_ = os.RemoveAll(dir) // what stays of it, the machine sweeps
	}
	return ctx, chromedp.Run(ctx)
}

// TestMain shares one browser and one cluster among the stories.
func TestMain(m *testing.M) {
	testkit.Main(m, func() {
		if stop != nil {
			stop()
		}
	})
}

// seat opens a browser with cookies of its own, and closes it with the test.
func (o *office) seat(t *testing.T) *tab {
	t.Helper()
	browser, err := chromium()
	require.NoError(t, err, "these tests drive a real browser: install chromium (Debian: apt-get install chromium)")
	seats <- struct{}{}
	whole := cdp.WithExecutor(browser, chromedp.FromContext(browser).Browser)
	mine, err := target.CreateBrowserContext().Do(whole)
	require.NoError(t, err, "give a test a browser of its own")
	t.Cleanup(func() {
		require.NoError(t, target.DisposeBrowserContext(mine).Do(whole))
		<-seats
	})
	return o.opened(t, mine)
}

// beside opens a second tab of the same browser: it has the same cookies.
func (b *tab) beside(t *testing.T) *tab {
	t.Helper()
	return b.o.opened(t, b.mine)
}

// opened is a new tab among the cookies of a browser.
func (o *office) opened(t *testing.T, mine cdp.BrowserContextID) *tab {
	t.Helper()
	browser, err := chromium()
	require.NoError(t, err)
	whole := cdp.WithExecutor(browser, chromedp.FromContext(browser).Browser)
	id, err := target.CreateTarget("about:blank").WithBrowserContextID(mine).WithNewWindow(true).Do(whole)
	require.NoError(t, err, "open a tab")
	ctx, end := chromedp.NewContext(browser, chromedp.WithTargetID(id))
	b := &tab{t: t, o: o, mine: mine, pages: map[string]int64{}}
	var cancel context.CancelFunc
	b.ctx, cancel = context.WithTimeout(ctx, patience)
	chromedp.ListenTarget(ctx, b.hears)
	t.Cleanup(func() {
		cancel()
		end()
		b.quiet()
	})
	require.NoError(t, chromedp.Run(ctx), "open a tab")
	b.wide(1440, 900)
	return b
}

// wide gives the page a width and a height in CSS pixels.
func (b *tab) wide(width, height int64) {
	b.t.Helper()
	b.run(emulation.SetDeviceMetricsOverride(width, height, 1, false))
}

// scriptless takes scripts away from the pages that follow.
func (b *tab) scriptless() *tab {
	b.t.Helper()
	b.run(emulation.SetScriptExecutionDisabled(true))
	return b
}
