package mail

import (
	"gyeol/gov"
	"gyeol/internal/locale"
)

// closedTitle stands in place of a title that must not leave the house.
const closedTitle = "비공개 문서"

// view is what templates see. Nothing of closed content is in it, so that no template can show it.
type view struct {
	Name   string
	Title  string
	Unit   string
	Due    string // the last working day, as officials write it
	Legal  string // the legal last day, where it is another
	Reason string
	Link   string

	Was, WasLegal string // of a deadline that was moved: what it was before

	Base    string
	Meeting *meetingView
	StandIn *standInView
	Groups  []groupView
	Count   int // of the lines of a digest
}

// meetingView is a call.
type meetingView struct {
	Body, Day, Place string
	Items            []string
}

// standInView is a post that somebody stands in for, or has come to hold where Deputy is false.
type standInView struct {
	Post, From, To string
	Deputy         bool
	Open           int
}

// groupView are the lines of a digest under one heading.
type groupView struct {
	Heading string
	Lines   []lineView
}

// lineView is one task of a digest, or a post that somebody stands in for from that morning on.
type lineView struct {
	Title, Due, Legal, Link string
	Was                     string // of a deadline that was moved
	StandIn                 *standInView
}

// The limits of what is quoted.
const (
	titleLimit  = 200
	reasonLimit = 500
)

func newView(l gov.Letter, base string) view {
	p := l.Params
	v := view{
		Name: locale.OneLine(l.Name, nameLimit), Title: title(p.Title, p.Closed), Link: link(base, p.TaskID), Base: base,
	}
	v.Due, v.Legal = due(p.DueOperative, p.DueLegal)
	v.Was, v.WasLegal = due(p.WasOperative, p.WasLegal)
	if !p.Closed {
		v.Unit, v.Reason = locale.OneLine(p.Unit, titleLimit), locale.OneLine(p.Reason, reasonLimit)
	}
	if m := p.Meeting; m != nil {
		v.Meeting = newMeetingView(m, p.Closed)
	}
	if s := p.StandIn; s != nil {
		v.StandIn = newStandInView(s)
	}
	v.Groups, v.Count = groups(p.Items, base), len(p.Items)
	return v
}

func newStandInView(s *gov.NoticeStandIn) *standInView {
	return &standInView{
		Post: locale.OneLine(s.Post, titleLimit), From: s.From.Korean(), To: s.To.Korean(), Deputy: s.Kind != "", Open: s.Open,
	}
}

// newMeetingView shows a call; where an item is closed, not its agenda.
func newMeetingView(m *gov.NoticeMeeting, closed bool) *meetingView {
	v := &meetingView{
		Body: locale.OneLine(m.Body, titleLimit), Day: m.HoldOn.Korean(), Place: locale.OneLine(m.Place, titleLimit),
	}
	if closed {
		return v
	}
	for _, item := range m.Items {
		v.Items = append(v.Items, locale.OneLine(item, titleLimit))
	}
	return v
}

// headings are the parts of a digest in their order; what has none of its own comes last.
var headings = []struct {
	kind gov.NoticeKind
	text string
}{
	{gov.NoticeOverdue, "기한이 지난 업무"},
	{gov.NoticeDueToday, "오늘까지인 업무"},
	{gov.NoticeDueSoon, "기한이 다가오는 업무"},
	{gov.NoticeMoved, "기한이 바뀐 업무"},
	{"", "그 밖의 알림"},
}

// groups sorts the lines of a digest under their headings and leaves empty ones out.
func groups(items []gov.NoticeItem, base string) []groupView {
	var out []groupView
	seen := make(map[gov.NoticeKind]bool, len(headings))
	for _, h := range headings {
		g := groupView{Heading: h.text}
		seen[h.kind] = true
		for _, i := range items {
			if i.Kind != h.kind && (h.kind != "" || seen[i.Kind]) {
				continue
			}
			l := lineView{Title: title(i.Title, i.Closed), Link: link(base, i.TaskID)}
			l.Due, l.Legal = due(i.DueOperative, i.DueLegal)
			l.Was, _ = due(i.WasOperative, i.WasLegal)
			if i.StandIn != nil {
				l.StandIn = newStandInView(i.StandIn)
			}
			g.Lines = append(g.Lines, l)
		}
		if len(g.Lines) > 0 {
			out = append(out, g)
		}
	}
	return out
}

func title(text string, closed bool) string {
	if closed {
		return closedTitle
	}
	return locale.OneLine(text, titleLimit)
}

// due writes the operative day, and the legal one where it is another.
func due(operative, legal gov.Date) (day, other string) {
	if operative.IsZero() {
		operative = legal
	}
	if legal != operative {
		other = legal.Korean()
	}
	return operative.Korean(), other
}

// link is the only kind of address in a mail. A notice without a task leads to the inbox.
func link(base string, task gov.TaskID) string {
	if task.IsZero() {
		return base + "/tasks"
	}
	return base + "/tasks/" + task.String()
}
