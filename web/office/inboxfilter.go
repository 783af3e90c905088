package office

import (
	"net/http"
	"net/url"
	"strings"

	"gyeol/gov"
	"gyeol/internal/cases"
)

// everything is what a live page listens to that shows more than one year.
const everything = "*"

// cycleOf is the year in the name of a stage as counts give it: "name-year/stage"; empty beside the year.
func cycleOf(named string) string {
	cycle, _, ok := strings.Cut(named, "/")
	if !ok {
		return ""
	}
	return cycle
}

// stageOptions are the stages in which the reader has tasks, by their titles. A stage is chosen by its key, with or
// without a year.
func (s *server) stageOptions(r *http.Request, v visitor, asked cases.TaskFilter) ([]option, error) {
	counts, err := s.Cases.TaskCounts(r.Context(), v.actor, "stage", cases.TaskFilter{Scope: asked.Scope})
	if err != nil {
		return nil, err
	}
	titles, err := s.stageTitles(r.Context(), counts)
	if err != nil {
		return nil, err
	}
	var out []option
	had := map[string]bool{}
	for _, c := range counts {
		_, key, ok := strings.Cut(c.By, "/")
		if !ok || had[key] {
			continue
		}
		had[key] = true
		title := titles[c.By]
		if title == "" {
			title = key
		}
		if _, round, ok := strings.Cut(key, "."); ok {
			title += " (" + round + "회)"
		}
		out = append(out, option{key, title, key == asked.Stage})
	}
	return out, nil
}

// saved are the filters that are kept for everybody: an address each, so that a browser keeps any other as well.
func saved(today gov.Date, f inboxFilter) []tab {
	week := today.AddDays(7 - int(today.Weekday()+6)%7 - 1) // the Sunday that ends it
	out := []tab{}
	for _, one := range []struct {
		text string
		f    inboxFilter
	}{
		{"기한이 지난 것", inboxFilter{Scope: f.Scope, Overdue: "yes"}},
		{"이번 주까지", inboxFilter{Scope: f.Scope, Before: week.String()}},
		{"서명할 것", inboxFilter{Scope: f.Scope, Kind: string(gov.TaskSign)}},
		{"작성·제출할 것", inboxFilter{Scope: f.Scope, Kind: string(gov.TaskFill)}},
	} {
		out = append(out, tab{link{"/?" + one.f.address(), one.text}, one.f == f})
	}
	return out
}

// address is a filter as the address of its page.
func (f inboxFilter) address() string {
	q := url.Values{}
	for name, value := range map[string]string{
		"scope": f.Scope, "kind": f.Kind, "stage": f.Stage, "before": f.Before, "q": f.Query, "overdue": f.Overdue,
	} {
		if value != "" {
			q.Set(name, value)
		}
	}
	return q.Encode()
}

// countsPage is how many tasks of each kind wait.
type countsPage struct{ Kinds []countLine }

type countLine struct {
	link

	Open, Overdue int32
}

// counts shows how many tasks of each kind wait; the script of a live page takes the menu from it.
func (s *server) counts(r *http.Request, v visitor) (page, error) {
	list, err := s.Cases.TaskCounts(r.Context(), v.actor, "kind", cases.TaskFilter{Scope: cases.ScopeMine})
	if err != nil {
		return page{}, err
	}
	var of countsPage
	for _, c := range list {
		of.Kinds = append(of.Kinds, countLine{
			link{"/?kind=" + url.QueryEscape(c.By), kindWord(gov.TaskKind(c.By))}, c.Open, c.Overdue,
		})
	}
	return page{
		view: "counts", title: "할 일 건수", at: "/", of: of, crumbs: []link{{"/", "할 일"}, {"", "건수"}},
	}, nil
}
