package api

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/url"
	"runtime/debug"
	"strings"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
)

// The edge is plain net/http: what happens before and around huma. Everything it refuses looks like every other
// problem.

type traceKey struct{}

// traceOf is the id under which the request is logged, "" outside one.
func traceOf(ctx context.Context) string {
	id, _ := ctx.Value(traceKey{}).(string)
	return id
}

// contextOf is the context of a huma request; huma calls its error hook without one while it registers.
func contextOf(hctx huma.Context) context.Context {
	if hctx == nil {
		return context.Background() //nolint:forbidigo // there is no request
	}
	return hctx.Context()
}

// traced gives the request its id: the trace of a W3C traceparent header, or 16 random bytes.
func traced(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := traceparent(r.Header.Get("Traceparent"))
		if id == "" {
			var b [16]byte
			_, _ = rand.Read(b[:]) // crypto/rand never fails
			id = hex.EncodeToString(b[:])
		}
		w.Header().Set("X-Trace-Id", id)
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), traceKey{}, id)))
	})
}

func traceparent(h string) string {
	parts := strings.Split(h, "-")
	if len(parts) != 4 || len(parts[1]) != 32 {
		return ""
	}
	if _, err := hex.DecodeString(parts[1]); err != nil {
		return ""
	}
	return strings.ToLower(parts[1])
}

// recovered turns a panic into a 500 that says nothing, and into a log line that says everything.
func recovered(log *slog.Logger, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			v := recover()
			if v == nil {
				return
			}
			if v == http.ErrAbortHandler { //nolint:errorlint // a sentinel that is only ever panicked with
				panic(v)
			}
			log.ErrorContext(r.Context(), "request panicked", "trace_id", traceOf(r.Context()), "panic", v, "stack",
				string(debug.Stack()))
			refuse(w, r, errInternal)
		}()
		next.ServeHTTP(w, r)
	})
}

// readable refuses addresses that no database can hold: hidden NULs and bytes that are no UTF-8.
func (s *server) readable(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if query, err := url.ParseQuery(r.URL.RawQuery); err != nil || !cleanQuery(query) || !cleanText(r.URL.Path) {
			s.turnAway(w, r, errForm)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func cleanQuery(q url.Values) bool {
	for k, values := range q {
		for _, v := range values {
			if !cleanText(k) || !cleanText(v) {
				return false
			}
		}
	}
	return true
}

func cleanText(s string) bool { return utf8.ValidString(s) && !strings.ContainsRune(s, 0) }

// refuse writes a problem outside huma.
func refuse(w http.ResponseWriter, r *http.Request, err error) {
	p := problemOf(r.Context(), err)
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) // the caller has gone; there is nobody left to tell
}

var methods = []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete}

// unknown answers what no operation took: 405 with the methods that are known there, else 404.
func (s *server) unknown(mux *http.ServeMux) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var allow []string
		for _, m := range methods {
			probe := &http.Request{Method: m, URL: r.URL, Host: r.Host}
			if _, pattern := mux.Handler(probe); pattern != "/" && pattern != "" {
				allow = append(allow, m)
			}
		}
		if len(allow) == 0 {
			s.turnAway(w, r, errNoRoute)
			return
		}
		w.Header().Set("Allow", strings.Join(allow, ", "))
		s.turnAway(w, r, errMethod)
	}
}
