package office

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"gyeol/gov"
	"gyeol/internal/cases"
)

// perPage is how many lines a list shows at once.
const perPage = 50

// inboxCases are what the inbox and the page of a task ask for.
type inboxCases interface {
	Tasks(ctx context.Context, actor cases.Actor, f cases.TaskFilter) (cases.TaskPage, error)
	TaskCounts(ctx context.Context, actor cases.Actor, by string, f cases.TaskFilter) ([]cases.TaskCount, error)
	Task(ctx context.Context, actor cases.Actor, id gov.TaskID) (cases.TaskDetail, error)
	Act(ctx context.Context, actor cases.Actor, cmd cases.Command) (cases.Outcome, error)
	Difference(ctx context.Context, actor cases.Actor, x cases.Compare) (cases.Difference, error)
	StageTitles(ctx context.Context, cycles []string) (map[string]string, error)
}

func inboxPart() part {
	return part{
		link: link{"/", "할 일"}, under: []string{"/{$}", "/tasks", "/tasks/", "/bulk", "/counts"}, open: everyone,
		pages: func(s *server) routes {
			return routes{
				"GET /{$}": s.inbox, "GET /tasks": s.inbox,
				"GET /tasks/{id}": s.task, "POST /tasks/{id}": s.act,
				"GET /tasks/{id}/rows/{row}": s.row, "POST /tasks/{id}/rows/{row}": s.saveRow,
				"GET /counts": s.counts, "GET /bulk": s.bulk, "POST /bulk": s.actOnMany,
			}
		},
	}
}

// inboxPage is a list of tasks by the day on which they are due.
type inboxPage struct {
	Tabs   []tab
	Groups []group
	Kinds  []option
	Stages []option
	Saved  []tab
	Filter inboxFilter
	Next   string
	Bulk   bool // more than none can be chosen
}

type tab struct {
	link

	Here bool
}

// group are the tasks of one day.
type group struct {
	Due   due
	Tasks []listed
}

type listed struct {
	cases.TaskItem

	Legal string
}

// inboxFilter is what the reader asked for, as he typed it.
type inboxFilter struct{ Scope, Kind, Stage, Before, Query, Overdue string }

var scopes = []struct{ scope, text string }{
	{string(cases.ScopeMine), "내 할 일"}, {string(cases.ScopeUnit), "우리 부서"}, {string(cases.ScopeBehalf), "대신 처리할 일"},
}

// inbox lists the open tasks of a reader.
func (s *server) inbox(r *http.Request, v visitor) (page, error) {
	q := r.URL.Query()
	f := inboxFilter{
		Scope: q.Get("scope"), Kind: q.Get("kind"), Stage: q.Get("stage"), Before: q.Get("before"),
		Query: strings.TrimSpace(r.Form.Get("q")), Overdue: q.Get("overdue"),
	}
	if f.Scope == "" {
		f.Scope = scopes[0].scope
	}
	asked, err := f.asked(q.Get("after"))
	if err != nil {
		return page{}, err
	}
	found, err := s.Cases.Tasks(r.Context(), v.actor, asked)
	if err != nil {
		return page{}, err
	}
	of := inboxPage{Filter: f, Tabs: tabs(f.Scope), Groups: s.groups(v.Today, found.Tasks), Bulk: len(found.Tasks) > 0}
	counts, err := s.Cases.TaskCounts(r.Context(), v.actor, "kind", cases.TaskFilter{Scope: asked.Scope})
	if err != nil {
		return page{}, err
	}
	for _, c := range counts {
		of.Kinds = append(of.Kinds, option{c.By, kindWord(gov.TaskKind(c.By)), c.By == f.Kind})
	}
	if of.Stages, err = s.stageOptions(r, v, asked); err != nil {
		return page{}, err
	}
	of.Saved = saved(v.Today, f)
	if found.Next != "" {
		q.Del("did")
		q.Set("after", found.Next)
		of.Next = "/?" + q.Encode()
	}
	p := page{view: "inbox", title: "할 일", at: "/", of: of, live: everything}
	if verb := gov.Verb(q.Get("did")); isWord(verb) {
		p.note = &note{Kind: "good", Text: "‘" + verb.Korean() + "’ 처리했습니다. 아래는 남은 할 일입니다."}
	}
	return p, nil
}

// asked is the filter as the use case takes it.
func (f inboxFilter) asked(after string) (cases.TaskFilter, error) {
	out := cases.TaskFilter{
		Scope: cases.ScopeMine, Kind: gov.TaskKind(f.Kind), Stage: f.Stage, Query: f.Query, Overdue: f.Overdue != "",
		After: after, Limit: perPage,
	}
	for _, known := range scopes {
		if known.scope == f.Scope {
			out.Scope = cases.Scope(f.Scope)
		}
	}
	if f.Before == "" {
		return out, nil
	}
	day, err := gov.ParseDate(f.Before)
	if err != nil {
		return out, gov.Refuse(gov.CodeInvalid, "기한: 날짜는 2027-02-05와 같이 적으십시오.", "before: no such day")
	}
	out.DueBefore = day.AddDays(1) // on that day or before it
	return out, nil
}

func tabs(here string) []tab {
	out := make([]tab, len(scopes))
	for i, k := range scopes {
		out[i] = tab{link{"/?scope=" + url.QueryEscape(k.scope), k.text}, k.scope == here}
	}
	return out
}

// groups puts tasks, which come in the order of their dates, under these dates.
func (s *server) groups(today gov.Date, tasks []cases.TaskItem) []group {
	var out []group
	for _, t := range tasks {
		var day gov.Date
		one := listed{TaskItem: t}
		if t.Due != nil {
			day, one.Legal = t.Due.Operative, t.Due.LegalText
		}
		if n := len(out); n == 0 || out[n-1].Due.Date != day {
			out = append(out, group{Due: s.due(today, day)})
		}
		last := &out[len(out)-1]
		last.Tasks = append(last.Tasks, one)
	}
	return out
}
