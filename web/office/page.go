package office

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/web/asset"
)

//go:embed views
var files embed.FS

// views are the pages by name, each with the layout around it.
type views map[string]*template.Template

// parse reads every view with the parts that all share. One that is broken, or names an asset that is not there, ends
// the start.
func parse(assets *asset.Set) (views, error) {
	entries, err := files.ReadDir("views")
	if err != nil {
		return nil, fmt.Errorf("read the views: %w", err)
	}
	out := views{}
	for _, e := range entries {
		name := strings.TrimSuffix(e.Name(), path.Ext(e.Name()))
		if name == "layout" || strings.HasSuffix(name, "parts") {
			continue
		}
		t, err := template.New("layout.html").Option("missingkey=error").Funcs(words(assets)).Funcs(planWords).
			ParseFS(files, "views/layout.html", "views/*parts.html", "views/"+e.Name())
		if err != nil {
			return nil, fmt.Errorf("parse the view %s: %w", name, err)
		}
		out[name] = t
	}
	return out, nil
}

// page is one view about something.
type page struct {
	view   string
	status int // 0: 200
	title  string
	at     string // the entry of the menu that it belongs to
	crumbs []link
	note   *note
	of     any
	live   string // the year of which it shows changes as they come, or everything; empty: none
	script string // an asset that this page alone brings; empty: none
	to     string // instead of a page: where the reader goes on
	file   *file  // instead of a page: what is given out
	data   any    // instead of a page: what a script of ours asked for
}

// file is what a reader takes away.
type file struct {
	Name, Type string
	Body       []byte
}

// link is a place in the office.
type link struct{ Href, Text string }

// note is what a page says before all else. Kind is good or bad.
type note struct {
	Kind, Text string
	Reasons    []gov.Reason
	Changes    []gov.Change
}

// entry is one entry of the menu.
type entry struct {
	link

	Here  bool
	Count int32 // 0: none is shown
}

// shown is what the layout gets.
type shown struct {
	Title     string
	Person    string // empty: nobody is signed in
	Today     gov.Date
	Rehearsal bool
	Menu      []entry
	Crumbs    []link
	Note      *note
	Script    string
	Of        any
	Live      *live
}

// live is where a page hears of what others do, and since when it is to listen.
type live struct{ Stream, Since string }

// render writes a page whole or not at all.
func (s *server) render(w http.ResponseWriter, r *http.Request, v visitor, p page) {
	out := shown{
		Title: p.title, Person: v.Name, Today: v.Today, Rehearsal: s.Rehearsal, Crumbs: p.crumbs,
		Note: p.note, Script: p.script, Of: p.of, Menu: []entry{},
	}
	if !v.ID.IsZero() {
		menu, err := s.menu(r, v, p.at)
		if err != nil && p.view != "refused" {
			s.fail(w, r, v, err)
			return
		}
		out.Menu = menu
		if p.live != "" && v.Body == "" {
			out.Live = &live{Stream: "/api/v1/changes", Since: wall().UTC().Format(time.RFC3339Nano)}
			if p.live != everything {
				out.Live.Stream += "?cycle=" + url.QueryEscape(p.live)
			}
		}
	}
	var b bytes.Buffer
	if err := s.views[p.view].Execute(&b, out); err != nil {
		s.Log.ErrorContext(r.Context(), "page not written", "view", p.view, "error", err)
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.WriteHeader(http.StatusInternalServerError)
		b.Reset()
		b.WriteString(errInside.Detail)
	} else {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(max(p.status, http.StatusOK))
	}
	if _, err := w.Write(b.Bytes()); err != nil {
		s.Log.DebugContext(r.Context(), "reader of a page hung up", "error", err)
	}
}

// menu lists the places that there are for somebody, with the number of his tasks.
func (s *server) menu(r *http.Request, v visitor, at string) ([]entry, error) {
	counts, err := s.Cases.TaskCounts(r.Context(), v.actor, "kind", cases.TaskFilter{Scope: cases.ScopeMine})
	if err != nil {
		return nil, err
	}
	var mine int32
	for _, c := range counts {
		mine += c.Open
	}
	out := []entry{}
	for _, p := range parts() {
		if !p.open(v) {
			continue
		}
		e := entry{link: p.link, Here: p.Href == at}
		if p.Href == "/" {
			e.Count = mine
		}
		out = append(out, e)
	}
	return out, nil
}
