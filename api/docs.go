package api

import (
	"bytes"
	"embed"
	"net/http"
	"path"
	"time"
)

// The reference of the API is part of the binary: an office without a way to the internet reads it as well.
//
//go:embed reference/index.html reference/init.js reference/swagger-ui.css reference/swagger-ui-bundle.js
var reference embed.FS

// referenceTypes are the files there are, and what they are.
var referenceTypes = map[string]string{
	"index.html":           "text/html; charset=utf-8",
	"init.js":              "text/javascript; charset=utf-8",
	"swagger-ui.css":       "text/css; charset=utf-8",
	"swagger-ui-bundle.js": "text/javascript; charset=utf-8",
}

// referencePolicy lets the page load from this installation and from nowhere else. The bundle sets styles of elements.
const referencePolicy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
	"connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// docs serves the reference. Like the document that it shows, it needs no token and says nothing about anybody.
func (s *server) docs(mux *http.ServeMux) {
	mux.HandleFunc("GET "+Prefix+"/docs", func(w http.ResponseWriter, r *http.Request) { s.page(w, r, "index.html") })
	mux.HandleFunc("GET "+Prefix+"/docs/{file}", func(w http.ResponseWriter, r *http.Request) {
		s.page(w, r,
			r.PathValue("file"))
	})
}

func (s *server) page(w http.ResponseWriter, r *http.Request, name string) {
	kind, ok := referenceTypes[name]
	if !ok {
		s.turnAway(w, r, errNoRoute)
		return
	}
	body, err := reference.ReadFile(path.Join("reference", name))
	if err != nil {
		s.tell(r.Context(), err)
		refuse(w, r, errInternal)
		return
	}
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Security-Policy", referencePolicy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-cache")
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
}
