package mailbox_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/web/mailbox"
)

// post is a mailbox with one hostile mail, or with an error.
type post struct {
	asked cases.MailFilter
	err   error
}

const hostile = `"><script>alert(1)</script>`

// Mails lists it.
func (p *post) Mails(_ context.Context, f cases.MailFilter) (cases.MailPage, error) {
	p.asked = f
	return cases.MailPage{Mails: []cases.MailItem{one().MailItem}, Next: "0190f5a2-7c1e-7a51-9d5e-3f1f1b1f0a01"}, p.err
}

// Mail opens it.
func (p *post) Mail(context.Context, string) (cases.MailDetail, error) { return one(), p.err }

func one() cases.MailDetail {
	return cases.MailDetail{
		MailItem: cases.MailItem{
			ID: "0190f5a2-7c1e-7a51-9d5e-3f1f1b1f0a01", At: "2025-01-02T03:04:05Z", To: []string{hostile}, Subject: hostile,
			Person: "a&b", Name: hostile, Kind: gov.NoticeAssigned, Notice: hostile,
		},
		From: hostile, Text: hostile, HTML: `<p>쪽</p><script>alert(2)</script>`, Fault: hostile, Calendar: hostile,
		Headers: []cases.MailHeader{{Name: hostile, Value: hostile}}, Files: []cases.MailFile{{Name: hostile, Type: hostile}},
	}
}

// reads asks for a page as a browser on this machine does.
func reads(t *testing.T, p *post, path string, change ...func(*http.Request)) *httptest.ResponseRecorder {
	t.Helper()
	h, err := mailbox.New(p, slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
	r.RemoteAddr, r.Host = "127.0.0.1:50000", "localhost:8080"
	for _, f := range change {
		f(r)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestThePagesSayThatItIsARehearsalAndEscapeAll(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/mailbox", "/mailbox?person=a", "/mailbox/x"} {
		r := reads(t, &post{}, path)
		require.Equal(t, http.StatusOK, r.Code)
		text := r.Body.String()
		require.Contains(t, text, "연습 설치입니다.")
		require.NotContains(t, text, "<script", path)
		require.NotContains(t, text, "<no value>")
		require.Contains(t, r.Header().Get("Content-Security-Policy"), "default-src 'none'")
		require.NotContains(t, r.Header().Get("Content-Security-Policy"), "unsafe")
		require.Equal(t, "nosniff", r.Header().Get("X-Content-Type-Options"))
		require.Equal(t, "no-store", r.Header().Get("Cache-Control"))
	}
}

func TestThePageOfAMailIsShownInASandbox(t *testing.T) {
	t.Parallel()
	require.Contains(t, reads(t, &post{}, "/mailbox/x").Body.String(), `<iframe sandbox title="메일 화면"`)
	r := reads(t, &post{}, "/mailbox/x/page")
	require.Contains(t, r.Body.String(), "<script>alert(2)</script>", "as it was sent")
	policy := r.Header().Get("Content-Security-Policy")
	require.True(t, strings.HasPrefix(policy, "sandbox;"), "no script runs and the page has no origin of ours: %s", policy)
	require.NotContains(t, policy, "allow-")
	require.Contains(t, policy, "default-src 'none'")
}

func TestTheListIsNarrowedByPersonAndPaged(t *testing.T) {
	t.Parallel()
	p := &post{}
	text := reads(t, p, "/mailbox?person=a%26b&after=c").Body.String()
	require.Equal(t, cases.MailFilter{Person: "a&b", After: "c", Limit: 50}, p.asked)
	require.Contains(t, text, `href="/mailbox?after=0190f5a2-7c1e-7a51-9d5e-3f1f1b1f0a01&amp;person=a%26b"`)
}

func TestOnlyThisMachineReadsTheMailbox(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*http.Request){
		"another machine":            func(r *http.Request) { r.RemoteAddr = "10.0.0.7:50000" },
		"a name that was bent to us": func(r *http.Request) { r.Host = "elsewhere.example" },
		"no name":                    func(r *http.Request) { r.Host = "" },
	} {
		for _, path := range []string{"/mailbox", "/mailbox/x", "/mailbox/x/page"} {
			r := reads(t, &post{}, path, change)
			require.Equal(t, http.StatusForbidden, r.Code, name)
			require.NotContains(t, r.Body.String(), "쪽")
		}
	}
	require.Equal(t, http.StatusOK, reads(t, &post{}, "/mailbox", func(r *http.Request) {
		r.RemoteAddr, r.Host = "[::1]:50000", "[::1]:8080"
	}).Code)
	require.Equal(t, http.StatusMethodNotAllowed,
		reads(t, &post{}, "/mailbox", func(r *http.Request) { r.Method = http.MethodPost }).Code)
}

func TestAFaultSaysNothingOfTheInside(t *testing.T) {
	t.Parallel()
	inside := errors.New("open the secret folder")
	r := reads(t, &post{err: inside}, "/mailbox")
	require.Equal(t, http.StatusInternalServerError, r.Code)
	require.NotContains(t, r.Body.String(), "secret folder")
	for code, status := range map[gov.Code]int{
		gov.CodeRehearsalOnly: http.StatusConflict, gov.CodeNotFound: http.StatusNotFound,
		gov.CodeInvalid: http.StatusUnprocessableEntity, gov.CodeUnknownID: http.StatusNotFound,
	} {
		r := reads(t, &post{err: gov.Refuse(code, "거절 사유", "why")}, "/mailbox/x")
		require.Equal(t, status, r.Code)
		require.Contains(t, r.Body.String(), "거절 사유")
	}
}

func TestTheStyleSheetIsOurOwn(t *testing.T) {
	t.Parallel()
	r := reads(t, &post{}, "/mailbox/style.css")
	require.Equal(t, "text/css; charset=utf-8", r.Header().Get("Content-Type"))
	require.NotContains(t, r.Body.String(), "url(")
}
