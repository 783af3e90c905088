package browser

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// tab is a page before somebody, and the record of all that it asked for and complained about.
type tab struct {
	t    *testing.T
	o    *office
	ctx  context.Context
	mine cdp.BrowserContextID // where its cookies are

	mu    sync.Mutex
	asked []string         // every address that was asked for, whatever for
	said  []string         // complaints: of the policy, of the console, of scripts
	pages map[string]int64 // the answers to pages, by address
	bytes map[string]int64 // what came over the wire, by request
	asks  []string         // questions of the browser itself, such as before it leaves a form
}

// hears keeps what a browser does.
func (b *tab) hears(ev any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch ev := ev.(type) {
	case *network.EventRequestWillBeSent:
		b.asked = append(b.asked, ev.Request.URL)
	case *network.EventResponseReceived:
		if ev.Type == network.ResourceTypeDocument {
			b.pages[ev.Response.URL] = ev.Response.Status
		}
	case *network.EventLoadingFinished:
		if b.bytes != nil {
			b.bytes[ev.RequestID.String()] = int64(ev.EncodedDataLength)
		}
	case *runtime.EventExceptionThrown:
		b.said = append(b.said, ev.ExceptionDetails.Error())
	case *runtime.EventConsoleAPICalled:
		if ev.Type == runtime.APITypeError || ev.Type == runtime.APITypeWarning {
			for _, arg := range ev.Args {
				var said any
				_ = json.Unmarshal(arg.Value, &said) // what is no JSON has a description
				b.said = append(b.said, fmt.Sprintf("%s: %v %s", ev.Type, said, arg.Description))
			}
		}
	case *log.EventEntryAdded:
		_, refused := b.pages[ev.Entry.URL] // a page that refuses something is an answer
		if ev.Entry.Source != log.SourceNetwork || !refused {
			b.said = append(b.said, fmt.Sprintf("%s: %s %s", ev.Entry.Source, ev.Entry.Text, ev.Entry.URL))
		}
	case *page.EventJavascriptDialogOpening:
		b.asks = append(b.asks, ev.Message+string(ev.Type))
		go func() { _ = chromedp.Run(b.ctx, page.HandleJavaScriptDialog(true)) }() // a closed page needs no answer
	}
}

// complaints are what has been wrong so far: requests that left the house, and what the policy, the console and scripts
// said.
func (b *tab) complaints() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	out := slices.Clone(b.said)
	for _, address := range b.asked {
		within := strings.HasPrefix(address, b.o.url+"/") || strings.HasPrefix(address, "data:") // no request at all
		if address != "about:blank" && !within {
			out = append(out, "a request left the house: "+address)
		}
	}
	return out
}

// forget takes complaints off the record that a test has made on purpose.
func (b *tab) forget(about string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	has := func(s string) bool { return strings.Contains(s, about) }
	b.said, b.asked = slices.DeleteFunc(b.said, has), slices.DeleteFunc(b.asked, has)
}

// quiet holds the record against what every page owes: no request leaves the house, and nobody complains.
func (b *tab) quiet() {
	b.t.Helper()
	require.NotEmpty(b.t, b.asked, "the record of requests is empty")
	require.Empty(b.t, b.complaints())
}

func (b *tab) run(actions ...chromedp.Action) {
	b.t.Helper()
	require.NoError(b.t, chromedp.Run(b.ctx, actions...))
}

// leads does something that leads to another page, and gives the status with which it came.
func (b *tab) leads(actions ...chromedp.Action) int64 {
	b.t.Helper()
	res, err := chromedp.RunResponse(b.ctx, actions...)
	require.NoError(b.t, err)
	require.NotNil(b.t, res, "no page came")
	return res.Status
}

// visit opens a page as if its address had been typed.
func (b *tab) visit(path string) int64 {
	b.t.Helper()
	return b.leads(chromedp.Navigate(b.o.url + path))
}

// press clicks on what an XPath finds, and waits for the page to which that leads.
func (b *tab) press(xpath string) int64 {
	b.t.Helper()
	return b.leads(chromedp.Click(xpath, chromedp.BySearch))
}

// click clicks on what an XPath finds and stays on the page.
func (b *tab) click(xpath string) {
	b.t.Helper()
	b.run(chromedp.Click(xpath, chromedp.BySearch))
}

// write puts a text in the place of what a control held, as one who pastes it.
func (b *tab) write(css, text string) {
	b.t.Helper()
	b.run(chromedp.Focus(css, chromedp.ByQuery))
	b.eval(nil, "document.activeElement.select()")
	b.run(input.InsertText(text))
}

// choose picks an entry of a list.
func (b *tab) choose(css, value string) {
	b.t.Helper()
	b.run(chromedp.SetValue(css, value, chromedp.ByQuery))
}

// eval asks the page something; into is filled from its JSON, or nil.
func (b *tab) eval(into any, script string, args ...any) {
	b.t.Helper()
	list := make([]string, len(args))
	for i, a := range args {
		raw, err := json.Marshal(a)
		require.NoError(b.t, err)
		list[i] = string(raw)
	}
	if len(args) > 0 {
		script = "(" + script + ")(" + strings.Join(list, ",") + ")"
	}
	wait := func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }
	b.run(chromedp.Evaluate(script, into, wait))
}

// text is all that can be read in the body of the page.
func (b *tab) text() string {
	b.t.Helper()
	var s string
	b.eval(&s, "document.body.innerText")
	return s
}

// shows waits until a text can be read on the page, whatever page that is by then.
func (b *tab) shows(text string) {
	b.t.Helper()
	b.run(chromedp.WaitVisible(`//*[text()[contains(., "`+text+`")]]`, chromedp.BySearch))
}

// path is the address of the page within the house.
func (b *tab) path() string {
	b.t.Helper()
	var s string
	b.eval(&s, "location.pathname + location.search")
	return s
}

// value is what a control holds.
func (b *tab) value(css string) string {
	b.t.Helper()
	var s string
	b.eval(&s, "(css) => document.querySelector(css).value", css)
	return s
}
