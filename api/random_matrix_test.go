package api_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"gyeol/gov"
	"gyeol/policies"
)

// asks is under what a request carries the operation from which it was drawn.
type asks struct{}

// watch holds the answers to random requests against the matrix.
type watch struct {
	bench bench
	rows  map[string]row
	seats map[string]seat // by token

	allowed, denied, listed atomic.Int64
}

// verdict is what the rules said of a request before it was answered.
type verdict struct {
	row  row
	seat seat
	id   string // of the case, "" where none is named
	ok   bool
}

// judged says what the matrix says of a request; nil where it says nothing about a case.
func (w *watch) judged(t *testing.T, req *http.Request) *verdict {
	t.Helper()
	op, _ := req.Context().Value(asks{}).(string)
	seat, known := w.seats[req.Header.Get("Authorization")]
	v := &verdict{row: w.rows[op], seat: seat}
	onCase := v.row.Asks == policies.ActSee || v.row.Asks == policies.ActFollow
	if !known || !onCase || !strings.HasPrefix(req.URL.Path, "/api/v1/") {
		return nil
	}
	parts := strings.Split(req.URL.Path, "/")
	switch v.row.Of {
	case "list":
		return v
	case "case":
		if len(parts) < 5 {
			return nil
		}
		v.id = parts[4]
	default:
		return nil
	}
	id, err := gov.ParseID[struct{}](v.id)
	if err != nil {
		return nil // it names no case
	}
	v.id = id.String()
	v.ok = w.allows(t, v)
	return v
}

func (w *watch) allows(t *testing.T, v *verdict) bool {
	t.Helper()
	ok, err := w.bench.allows(t.Context(), v.seat, v.row.Asks, v.id)
	if err != nil {
		t.Errorf("judge %s: %v", v.id, err)
	}
	return ok
}

// hold fails the test where an answer shows what the rules deny. Other requests act meanwhile, so both what they said
// before and what they say now count.
func (w *watch) hold(t *testing.T, req *http.Request, rec *httptest.ResponseRecorder, v *verdict) {
	t.Helper()
	if v == nil {
		return
	}
	if v.row.Of == "list" {
		if rec.Code == http.StatusOK {
			w.holdList(t, req, rec, v)
		}
		return
	}
	if rec.Code < 300 {
		w.allowed.Add(1)
		if !v.ok && !w.allows(t, v) {
			t.Errorf("%s %s was answered, and the matrix denies it", req.Method, req.URL)
		}
	} else if !v.ok {
		w.denied.Add(1)
		if rec.Code == http.StatusPreconditionFailed {
			t.Errorf("%s %s tells the state of what may not be seen", req.Method, req.URL)
		}
	}
}

func (w *watch) holdList(t *testing.T, req *http.Request, rec *httptest.ResponseRecorder, v *verdict) {
	t.Helper()
	var page map[string]json.RawMessage
	if err := json.Unmarshal(rec.Body.Bytes(), &page); err != nil {
		t.Errorf("%s %s: %v", req.Method, req.URL, err)
		return
	}
	for _, name := range []string{"cases", "approvals"} {
		var list []struct{ ID, Case string }
		if page[name] == nil {
			continue
		}
		if err := json.Unmarshal(page[name], &list); err != nil {
			t.Errorf("%s %s: %v", req.Method, req.URL, err)
		}
		for i, one := range list {
			if i%3 != 0 {
				continue
			}
			one := verdict{row: v.row, seat: v.seat, id: one.ID + one.Case}
			w.listed.Add(1)
			if !w.allows(t, &one) {
				t.Errorf("%s %s lists %s, which the matrix denies", req.Method, req.URL, one.id)
			}
		}
	}
}
