package office

import (
	"encoding/json"
	"mime"
	"net/http"
	"strings"
)

// brings reports whether a request is a form that brings a file.
func brings(r *http.Request) bool {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return err == nil && strings.HasPrefix(kind, "multipart/")
}

// parseForm reads a form; the files that it brings stay in memory, within the bound of the body.
func parseForm(r *http.Request) error {
	if brings(r) {
		return r.ParseMultipartForm(mostUpload)
	}
	return r.ParseForm()
}

// give sends a file to be kept by its reader.
func (s *server) give(w http.ResponseWriter, r *http.Request, f file) {
	h := w.Header()
	h.Set("Content-Type", f.Type)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.Name}))
	if _, err := w.Write(f.Body); err != nil {
		s.Log.DebugContext(r.Context(), "reader of a file hung up", "error", err)
	}
}

// answer tells a script of ours what it asked for.
func (s *server) answer(w http.ResponseWriter, r *http.Request, p page) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(max(p.status, http.StatusOK))
	if err := json.NewEncoder(w).Encode(p.data); err != nil {
		s.Log.DebugContext(r.Context(), "reader of an answer hung up", "error", err)
	}
}
