// Package asset holds what the pages bring to a browser: the style sheet of the design system cut down to what the
// templates use, its font, and a few lines of script. All of it is embedded, named after its content and cached for a
// year; nothing is fetched at run time. "go generate ./web/asset" makes dist anew from src.
package asset

import (
	"embed"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
)

//go:generate go run -C ../../tools/pages . ../../web/asset

//go:embed dist
var files embed.FS

// Path is where assets are served.
const Path = "/assets/"

// Set finds assets by their plain names and serves them by those with a hash.
type Set struct {
	named map[string]string // office.css: /assets/office-ABCD1234.css
	held  map[string]held
}

type held struct {
	kind    string
	content []byte
}

// New reads the embedded assets.
func New() (*Set, error) {
	s := &Set{named: map[string]string{}, held: map[string]held{}}
	entries, err := fs.ReadDir(files, "dist")
	if err != nil {
		return nil, fmt.Errorf("read the assets: %w", err)
	}
	for _, e := range entries {
		raw, err := files.ReadFile("dist/" + e.Name())
		if err != nil {
			return nil, fmt.Errorf("read the asset %s: %w", e.Name(), err)
		}
		ext := path.Ext(e.Name())
		name, _, ok := cutLast(strings.TrimSuffix(e.Name(), ext), "-")
		kind := kinds[ext]
		if !ok || kind == "" {
			return nil, fmt.Errorf("the asset %s has no hash in its name, or is of a kind that no page knows", e.Name())
		}
		s.named[name+ext] = Path + e.Name()
		s.held[Path+e.Name()] = held{kind: kind, content: raw}
	}
	return s, nil
}

// kinds are the media types of what a page may bring.
var kinds = map[string]string{
	".css": mime.FormatMediaType("text/css", map[string]string{"charset": "utf-8"}),
	".js":  mime.FormatMediaType("text/javascript", map[string]string{"charset": "utf-8"}),
	".svg": "image/svg+xml", ".png": "image/png", ".woff2": "font/woff2",
}

func cutLast(s, sep string) (before, after string, ok bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

// URL is the address of an asset: URL("office.css"). A page that names one that is not there cannot be written.
func (s *Set) URL(name string) (string, error) {
	at, ok := s.named[name]
	if !ok {
		return "", fmt.Errorf("there is no asset %q", name)
	}
	return at, nil
}

// ServeHTTP serves an asset for ever, and knows no other address.
func (s *Set) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a, ok := s.held[r.URL.Path]
	if !ok || r.Method != http.MethodGet && r.Method != http.MethodHead {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", a.kind)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	if r.Method == http.MethodHead {
		return
	}
	_, _ = w.Write(a.content) // the reader has hung up; there is nobody left to tell
}
