package office_test

import (
	"bytes"
	"encoding/json"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/testkit"
)

// handedIn is the page of what the officer's unit hands in.
func (d *desk) handedIn(t *testing.T) string {
	t.Helper()
	return "/collect/" + d.TaskOf(t, officer, gov.TaskFill).CaseID.String()
}

// said is what a script of the table was told.
type said struct {
	Saved    bool
	Revision int32
	Values   []struct{ Field, Raw, Text string }
	Detail   string
	Stale    bool
	Reasons  []struct{ Field, Text string }
	Findings []struct{ Message string }
}

func (s seen) said(t *testing.T) said {
	t.Helper()
	require.Equal(t, "application/json; charset=utf-8", s.header.Get("Content-Type"), s.body)
	var out said
	require.NoError(t, json.Unmarshal([]byte(s.body), &out))
	return out
}

// firstRow is what a script of the table sends of the first row.
func (s seen) firstRow(t *testing.T) url.Values {
	t.Helper()
	out := url.Values{"key": {"key-of-the-first-row"}}
	for _, n := range s.elements(t, "table") {
		if attr(n, "id") == "sheet" {
			out.Set("task", attr(n, "data-task"))
		}
	}
	for _, n := range s.elements(t, "tr") {
		if id := attr(n, "data-row"); id != "" {
			out.Set("row", id)
			out.Set("revision", attr(n, "data-revision"))
			return out
		}
	}
	t.Fatalf("no row:\n%s", s.body)
	return nil
}

func TestACoordinatorSeesWhatEveryUnitHandsInAndAnOfficerHisOwn(t *testing.T) {
	t.Parallel()
	d := asked(t)
	c := d.sits(t, coordinator).get(t, "/collect")
	require.Equal(t, http.StatusOK, c.status, c.body)
	lawful(t, "/collect", c)
	require.Contains(t, c.body, `rel="next"`)
	one := d.sits(t, coordinator).get(t, "/collect?q="+url.QueryEscape("평생교육진흥원"))
	require.Contains(t, one.body, d.handedIn(t))
	golden(t, "collect", one)
	require.Contains(t, d.sits(t, coordinator).get(t, "/collect?state=accepted").body, "찾는 조건에 맞는 제출자료가 없습니다")
	own := d.sits(t, officer).get(t, "/collect")
	require.Contains(t, own.body, d.handedIn(t))
	require.NotContains(t, own.body, "중구", "what another unit hands in is not listed")
	other := d.sits(t, "jung-gu.officer")
	require.Equal(t, http.StatusNotFound, other.get(t, d.handedIn(t)).status)
	golden(t, "collect-empty", open(t, "2022-01-07").sits(t, coordinator).get(t, "/collect"))
}

func TestRowsAreWrittenInTheTableAndASaveInBetweenIsShown(t *testing.T) {
	t.Parallel()
	d := asked(t)
	o, at := d.sits(t, officer), d.handedIn(t)
	s := o.get(t, at)
	require.Equal(t, http.StatusOK, s.status, s.body)
	lawful(t, at, s)
	golden(t, "submission", s)
	require.Contains(t, s.body, "/assets/sheet-", "whoever may write gets the script")
	require.NotContains(t, d.sits(t, coordinator).get(t, at).body, "/assets/sheet-")
	row := s.firstRow(t)

	row.Set("f.goal", "수강생 확대")
	row.Set("f.budget_krw", "백만원쯤")
	tried := o.post(t, at+"/check", row).said(t)
	require.Equal(t, "budget_krw", tried.Reasons[0].Field)
	refused := o.post(t, at+"/cells", row)
	require.Equal(t, http.StatusUnprocessableEntity, refused.status)
	require.Equal(t, "budget_krw", refused.said(t).Reasons[0].Field)
	row.Set("f.budget_krw", "120,000,000")
	row.Set("f.city_krw", "1")
	tried = o.post(t, at+"/check", row).said(t)
	require.Empty(t, tried.Reasons)
	require.NotEmpty(t, tried.Findings, "sums that do not fit are told while somebody types")
	require.Zero(t, testkit.One[int](t, d.House, "select revision from plan_row where id = $1", row.Get("row")),
		"and nothing was kept")

	for range 2 {
		kept := o.post(t, at+"/cells", row)
		require.Equal(t, http.StatusOK, kept.status, kept.body)
		require.True(t, kept.said(t).Saved)
		require.EqualValues(t, 1, kept.said(t).Revision, "sent twice it is saved once")
	}
	require.Contains(t, o.get(t, at).body, `class="mark found"`)
	row.Set("key", "key-of-another-tab")
	row.Set("f.goal", "내가 적던 목표")
	stale := o.post(t, at+"/cells", row)
	require.Equal(t, http.StatusPreconditionFailed, stale.status, stale.body)
	require.True(t, stale.said(t).Stale)
	require.EqualValues(t, 1, stale.said(t).Revision)
	require.Contains(t, stale.body, "수강생 확대", "the value that stands is told")
	require.Contains(t, o.get(t, at).body, "120,000,000")

	row.Set("row", "nonsense")
	require.Equal(t, http.StatusNotFound, o.post(t, at+"/cells", row).status)
	require.Equal(t, http.StatusNotFound, d.sits(t, "jung-gu.officer").post(t, at+"/check", row).status)
}

// upload sends a file as a browser does.
func (r reader) upload(t *testing.T, address, name string, raw []byte, fields url.Values) seen {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for field := range fields {
		require.NoError(t, w.WriteField(field, fields.Get(field)))
	}
	if name != "" {
		f, err := w.CreateFormFile("file", name)
		require.NoError(t, err)
		_, err = f.Write(raw)
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	req := httptest.NewRequestWithContext(t.Context(), http.MethodPost, base+address, &b)
	req.Header.Set("Content-Type", w.FormDataContentType())
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	return r.do(t, req)
}

// formTo is the form of a page that is sent to an address.
func (s seen) formTo(t *testing.T, action string) url.Values {
	t.Helper()
	for _, f := range s.elements(t, "form") {
		if attr(f, "action") != action || attr(f, "method") != "post" {
			continue
		}
		out := url.Values{}
		for n := range f.Descendants() {
			if n.Data == "input" && attr(n, "name") != "" && attr(n, "type") != "file" {
				out.Set(attr(n, "name"), attr(n, "value"))
			}
			if n.Data == "select" {
				out.Set(attr(n, "name"), chosen(n))
			}
		}
		return out
	}
	t.Fatalf("no form to %s:\n%s", action, s.body)
	return nil
}

func TestAFileComesBackAsADifferenceThatIsReadBeforeItIsApplied(t *testing.T) {
	t.Parallel()
	d := asked(t)
	o, at := d.sits(t, officer), d.handedIn(t)
	row := o.get(t, at).firstRow(t)
	row.Set("f.goal", "처음 목표")
	require.Equal(t, http.StatusOK, o.post(t, at+"/cells", row).status)
	give := o.get(t, at).formTo(t, at+"/export")
	give.Set("format", "csv")
	csv := o.post(t, at+"/export", give)
	require.Equal(t, http.StatusOK, csv.status)
	require.Contains(t, csv.header.Get("Content-Disposition"), "attachment")
	require.Contains(t, csv.body, "처음 목표")

	key := o.get(t, at).formTo(t, at+"/import")
	none := o.upload(t, at+"/import", "", nil, key)
	require.Equal(t, http.StatusUnprocessableEntity, none.status)
	require.Contains(t, none.body, "올릴 파일을 고르십시오.")
	wrong := o.upload(t, at+"/import", "남의 파일.csv", []byte("가,나\n1,2\n"), key)
	require.Equal(t, http.StatusUnprocessableEntity, wrong.status, wrong.body)
	require.Contains(t, wrong.body, `role="alert"`)
	golden(t, "import-refused", wrong)

	filled := strings.Replace(csv.body, "처음 목표", "파일에 적은 목표", 1)
	came := o.upload(t, at+"/import", "진흥원.csv", []byte(filled), key)
	require.Equal(t, http.StatusSeeOther, came.status, came.body)
	diff := came.header.Get("Location")
	s := o.get(t, diff)
	lawful(t, diff, s)
	golden(t, "import", s)
	require.Contains(t, s.body, "파일에 적은 목표")
	require.NotContains(t, o.get(t, at).body, "파일에 적은 목표", "nothing is written before it is applied")
	require.Equal(t, http.StatusNotFound, d.sits(t, "jung-gu.officer").get(t, diff).status)

	row.Set("f.goal", "그사이 고친 목표")
	row.Set("revision", "1")
	row.Set("key", "saved-in-between")
	require.Equal(t, http.StatusOK, o.post(t, at+"/cells", row).status)
	s = o.post(t, diff, s.formTo(t, diff))
	require.Equal(t, http.StatusPreconditionFailed, s.status, s.body)
	lawful(t, diff, s)
	golden(t, "import-conflict", s)
	choice := s.formTo(t, diff)
	choice.Set("take.0", "file")
	s = o.post(t, diff, choice)
	require.Equal(t, http.StatusSeeOther, s.status, s.body)
	require.Contains(t, o.get(t, s.header.Get("Location")).body, "적용하였습니다")
	require.Contains(t, o.get(t, at).body, "파일에 적은 목표")
}

func TestWhatIsToBeMendedIsShownAtItsCellAndSoIsThatItWasMended(t *testing.T) {
	t.Parallel()
	d := asked(t)
	o, at := d.sits(t, officer), d.handedIn(t)
	task, _ := d.fillTask(t)
	o.fills(t, task)
	d.approves(t)
	c := d.sits(t, coordinator)
	page := c.get(t, at)
	require.Contains(t, page.body, "이 자료로 할 일")
	accept := "/tasks/" + d.taskOn(t, coordinator, at) + ""
	form := c.get(t, accept).form(t, "request_revision")
	form.Set("act_reason", "목표를 구체적으로 적어 주십시오.")
	form.Set("mend.1.field", "goal")
	form.Set("mend.1.reason", "수치를 적어 주십시오.")
	s := c.post(t, accept, form)
	require.Equal(t, http.StatusUnprocessableEntity, s.status, "a place has its row")
	require.Contains(t, s.body, "수치를 적어 주십시오.")
	form = s.form(t, "request_revision")
	form.Set("mend.1.row", page.firstRow(t).Get("row"))
	s = c.post(t, accept, form)
	require.Equal(t, http.StatusSeeOther, s.status, s.body)
	s = o.get(t, at)
	lawful(t, at, s)
	golden(t, "submission-asked", s)
	require.Contains(t, s.body, "보완: 수치를 적어 주십시오.")
	require.Contains(t, s.body, "보완 중")

	row := s.firstRow(t)
	row.Set("f.goal", "수강생 1,200명")
	require.Equal(t, http.StatusOK, o.post(t, at+"/cells", row).status)
	again := "/tasks/" + d.taskOn(t, officer, at)
	s = o.post(t, again, o.get(t, again).form(t, "submit"))
	require.Equal(t, http.StatusSeeOther, s.status, s.body)
	d.approves(t)
	s = c.get(t, at)
	golden(t, "submission-mended", s)
	require.Contains(t, s.body, "<td>고침</td>")
	require.Contains(t, s.body, "<ins>수강생 1,200명</ins>")
}

// approves lets the head of the unit sign what it hands in.
func (d *desk) approves(t *testing.T) {
	t.Helper()
	who := institute + ".head"
	head, at := d.sits(t, who), "/tasks/"+d.TaskOf(t, who, gov.TaskApproveSub).ID.String()
	s := head.post(t, at, head.get(t, at).form(t, "approve"))
	require.Equal(t, http.StatusSeeOther, s.status, s.body)
}

// taskOn is the open task that somebody has on the case of a page.
func (d *desk) taskOn(t *testing.T, who, at string) string {
	t.Helper()
	for _, a := range d.sits(t, who).get(t, at).elements(t, "a") {
		if id, ok := strings.CutPrefix(attr(a, "href"), "/tasks/"); ok && !strings.Contains(id, "/") {
			return id
		}
	}
	t.Fatalf("%s has no task on %s", who, at)
	return ""
}
