package api_test

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"gyeol/client"
	"gyeol/gov"
	"gyeol/internal/testkit"
)

const sheetOfficer = "lifelong-education-institute.officer"

// collecting is an office that collects plan rows, with the submission of the institute.
func collecting(t *testing.T) (*office, string) {
	t.Helper()
	o := open(t, "2022-01-10")
	o.OpenCycle(t, "lifelong-education-plan", 2022)
	o.OpenStage(t, "plans")
	return o, o.TaskOf(t, sheetOfficer, gov.TaskFill).CaseID.String()
}

// written puts a value into a cell of the rows.
func written(t *testing.T, data []byte, cell string, value any) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	require.NoError(t, err)
	require.NoError(t, f.SetCellValue("작성", cell, value))
	var out bytes.Buffer
	require.NoError(t, f.Write(&out))
	require.NoError(t, f.Close())
	return out.Bytes()
}

// TestAWorkbookGoesOutAndComesBack is the way of a file through the API: out, filled in, seen, taken in.
func TestAWorkbookGoesOutAndComesBack(t *testing.T) {
	t.Parallel()
	o, id := collecting(t)
	ctx, me := t.Context(), o.as(t, sheetOfficer)
	out := must(me.ExportSheet(ctx, "export-1", id, "xlsx"))(t)
	data := out.Data
	require.Equal(t, "평생교육진흥원_시행계획 자료 제출_2022.xlsx", out.Name)
	require.Equal(t, out, must(me.ExportSheet(ctx, "export-1", id, "xlsx"))(t), "the same request gives the same file")
	require.True(t, bytes.HasPrefix(must(me.ExportSheet(ctx, "", id, "csv"))(t).Data, []byte("\xEF\xBB\xBF")))

	nfd := "\u1100\u1161\u11a8 부서.xlsx"
	changed := written(t, data, "D3", "수강생 1,200명")
	in := must(me.ImportSheet(ctx, client.Upload{Name: nfd, Data: changed, Submission: id}))(t)
	require.Equal(t, "각 부서.xlsx", in.File)
	require.Len(t, in.Changes, 1)
	require.Equal(t, "goal", in.Changes[0].Field)
	require.Equal(t, "proposed", string(in.State))
	require.JSONEq(t, `"수강생 1,200명"`, string(in.Changes[0].New))
	done := must(me.ApplyImport(ctx, "apply-11", in.ID, nil))(t)
	require.Equal(t, "applied", string(done.State))
	require.Equal(t, gov.MustDate("2022-01-10"), done.AppliedOn)
	rows := must(me.Case(ctx, id))(t).Context.Submission.Rows
	require.Contains(t, string(rows[0].Data), "수강생 1,200명")

	old := must(me.ImportSheet(ctx, client.Upload{Name: "old.xlsx", Data: written(t, data, "D3", "다른 목표")}))(t)
	require.Equal(t, int64(1), old.Conflicts)
	_, err := me.ApplyImport(ctx, "", old.ID, nil)
	require.True(t, client.Is(err, "stale_content"), "%v", err)
	c := old.Changes[0]
	must(me.ApplyImport(ctx, "", old.ID, []client.SheetChoice{
		{Row: c.Row, Field: c.Field, Take: "file", Revision: c.Revision},
	}))(t)
	require.Equal(t, "applied", string(must(me.Import(ctx, old.ID))(t).State))
}

func TestAFaultyWorkbookIsToldByItsCells(t *testing.T) {
	t.Parallel()
	o, id := collecting(t)
	ctx, me := t.Context(), o.as(t, sheetOfficer)
	data := must(me.ExportSheet(ctx, "", id, "xlsx"))(t).Data
	_, err := me.ImportSheet(ctx, client.Upload{Name: "a.xlsx", Data: written(t, data, "C3", "변경")})
	var p *client.Problem
	require.ErrorAs(t, err, &p)
	require.Equal(t, http.StatusUnprocessableEntity, p.Status)
	require.Len(t, p.Reasons, 1)
	require.Contains(t, p.Reasons[0].Text, "‘작성’ C3")
	_, err = o.as(t, testkit.Coordinator).Import(ctx, id)
	require.True(t, client.Is(err, "not_found"), "%v", err)
	_, err = o.as(t, "gangnam-gu.officer").ExportSheet(ctx, "", id, "xlsx")
	require.True(t, client.Is(err, "not_found"), "%v", err)
}

// counted tells how much of a body was taken.
type counted struct {
	io.Reader
	n *atomic.Int64
}

// Read counts.
func (c counted) Read(b []byte) (int, error) {
	n, err := c.Reader.Read(b)
	c.n.Add(int64(n))
	return n, err
}

func TestAFileOf50MBIsRefusedBeforeItIsRead(t *testing.T) {
	t.Parallel()
	o, _ := collecting(t)
	var taken atomic.Int64
	const size = 50 << 20
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, o.url+"/api/v1/imports?name=a.xlsx",
		counted{io.LimitReader(zeros{}, size), &taken})
	require.NoError(t, err)
	r.ContentLength = size
	r.Header.Set("Authorization", "Bearer "+o.token(t, sheetOfficer))
	r.Header.Set("Idempotency-Key", "import-1")
	r.Header.Set("Content-Type", "application/octet-stream")
	res, err := http.DefaultTransport.RoundTrip(r)
	require.NoError(t, err)
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	require.Equal(t, http.StatusRequestEntityTooLarge, res.StatusCode, "%s", body)
	require.Contains(t, string(body), `"too_large"`)
	require.Less(t, taken.Load(), int64(40<<20), "10 MiB are read; some more may wait in the buffers of the sockets")
	require.NotContains(t, strings.ToLower(string(body)), "runtime")
}

// zeros never end.
type zeros struct{}

// Read gives zeros.
func (zeros) Read(b []byte) (int, error) {
	clear(b)
	return len(b), nil
}
