package office

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"gyeol/gov"
	"gyeol/internal/cases"
)

// lineCases are what the pages of approvals under way ask for.
type lineCases interface {
	RunningLines(ctx context.Context, actor cases.Actor, f cases.LineFilter) (cases.LinePage, error)
	Watch(ctx context.Context, actor cases.Actor, id gov.CaseID) error
	Unwatch(ctx context.Context, actor cases.Actor, id gov.CaseID) error
	TryLine(ctx context.Context, actor cases.Actor, cmd cases.Command) (cases.TriedLine, error)
	StoreFile(ctx context.Context, actor cases.Actor, in cases.Upload) (cases.StoredFile, error)
	Directory(ctx context.Context, actor cases.Actor) (cases.Directory, error)
}

// atLines is where approvals stand in the menu.
const atLines = "/approvals"

func linePart() part {
	return part{
		link: link{atLines, "결재"}, under: []string{atLines, atLines + "/"}, open: insider,
		pages: func(s *server) routes {
			return routes{
				"GET /approvals": s.lines, "POST /approvals/{id}/watch": s.watch,
				"GET /tasks/{id}/draft": s.draft, "POST /tasks/{id}/draft": s.draftSent,
			}
		},
	}
}

// lineTabs are the pages that stand under approvals.
func lineTabs(here string) []tab {
	var out []tab
	for _, l := range []link{
		{atLines, "진행 중인 결재"}, {"/documents", "결재문서"}, {atLeave, "부재·대결"}, {atTransfers, "인사이동·인계"},
	} {
		out = append(out, tab{l, l.Href == here})
	}
	return out
}

// linesPage are the approvals under way.
type linesPage struct {
	Tabs    []tab
	Filter  lineFilter
	Units   []option
	Lines   []lineRow
	Next    string
	Narrow  bool // the reader asked for less than all
	Address string
}

// lineFilter is what the reader asked for, as he typed it.
type lineFilter struct{ Query, Unit, Stage, Holder, Before, Overdue, Watched string }

type lineRow struct {
	cases.RunningLine

	Due due
}

// lines lists the approvals under way that the reader may follow, by due date.
func (s *server) lines(r *http.Request, v visitor) (page, error) {
	q := r.URL.Query()
	of := linesPage{Tabs: lineTabs(atLines), Address: r.URL.RequestURI(), Filter: lineFilter{
		Query: strings.TrimSpace(r.Form.Get("q")), Unit: q.Get("unit"), Stage: q.Get("stage"), Holder: q.Get("holder"),
		Before: q.Get("before"), Overdue: q.Get("overdue"), Watched: q.Get("watched"),
	}}
	of.Narrow = of.Filter != lineFilter{}
	asked, err := of.Filter.asked(q.Get("after"))
	if err != nil {
		return page{}, err
	}
	found, err := s.Cases.RunningLines(r.Context(), v.actor, asked)
	if err != nil {
		return page{}, err
	}
	for _, l := range found.Approvals {
		one := lineRow{RunningLine: l, Due: due{Badge: "기한 없음", Kind: "plain"}}
		if l.Due != nil {
			one.Due = s.due(v.Today, l.Due.Operative)
		}
		of.Lines = append(of.Lines, one)
	}
	where, err := s.Cases.Directory(r.Context(), v.actor)
	if err != nil {
		return page{}, err
	}
	for _, u := range where.Units {
		of.Units = append(of.Units, option{string(u.ID), u.Name, string(u.ID) == of.Filter.Unit})
	}
	if found.Next != "" {
		q.Set("after", found.Next)
		of.Next = atLines + "?" + q.Encode()
	}
	return page{view: "approvals", title: "진행 중인 결재", at: atLines, of: of}, nil
}

// asked is the filter as the use case takes it.
func (f lineFilter) asked(after string) (cases.LineFilter, error) {
	out := cases.LineFilter{
		Query: f.Query, Unit: gov.UnitID(f.Unit), Stage: f.Stage, Holder: f.Holder, Overdue: f.Overdue != "",
		Watched: f.Watched != "", After: after, Limit: perPage,
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

// watch begins or ends the watching of a document and goes back to where the reader was.
func (s *server) watch(r *http.Request, v visitor) (page, error) {
	var id gov.CaseID
	if err := idFrom(r.PathValue("id"), &id); err != nil {
		return page{}, err
	}
	do := s.Cases.Watch
	if r.PostForm.Get("watch") == "no" {
		do = s.Cases.Unwatch
	}
	if err := do(r.Context(), v.actor, id); err != nil {
		return page{}, err
	}
	return page{to: inside(r.PostForm.Get("back"), atLines)}, nil
}

// inside is an address of this house that a form names, or another where it names none.
func inside(address, other string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "" || u.Host != "" || !strings.HasPrefix(u.Path, "/") ||
		strings.HasPrefix(address, "//") || strings.Contains(address, `\`) {
		return other
	}
	return u.RequestURI()
}
