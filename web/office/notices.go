package office

import (
	"context"
	"crypto/rand"
	"net/http"
	"slices"

	"gyeol/gov"
	"gyeol/internal/cases"
)

// noticeCases are what the list of notices and the page of one ask for.
type noticeCases interface {
	ListNotices(ctx context.Context, actor cases.Actor, f cases.NoticeFilter) (cases.NoticePage, error)
	Notice(ctx context.Context, actor cases.Actor, id gov.NoticeID) (cases.NoticeDetail, error)
	ResendNotice(ctx context.Context, actor cases.Actor, r cases.ResendNotice) (cases.NoticeDetail, error)
}

func noticePart() part {
	return part{
		link: link{"/notices", "알림함"}, under: []string{"/notices", "/notices/"}, open: everyone,
		pages: func(s *server) routes {
			return routes{
				"GET /notices": s.notices, "GET /notices/{id}": s.notice, "POST /notices/{id}": s.resend,
			}
		},
	}
}

// noticesPage is a list of notices.
type noticesPage struct {
	Notices []noticeLine
	States  []option
	All     bool // of everybody
	MayAll  bool
	Asked   bool
	Next    string
}

// noticeLine is a notice in a line, with where it leads.
type noticeLine struct {
	cases.NoticeItem

	Title, Href string
}

var noticeStates = []gov.NoticeState{
	gov.NoticeQueued, gov.NoticeHeld, gov.NoticeSent, gov.NoticeUnknown, gov.NoticeFailed, gov.NoticeBounced,
	gov.NoticeSuppressed,
}

// notices lists what the reader was told, or for those who watch what everybody was, and what became of it.
func (s *server) notices(r *http.Request, v visitor) (page, error) {
	q := r.URL.Query()
	of := noticesPage{All: q.Get("all") != "", MayAll: v.Audits, Asked: q.Get("state") != ""}
	found, err := s.Cases.ListNotices(r.Context(), v.actor, cases.NoticeFilter{
		All: of.All, State: q.Get("state"), After: q.Get("after"), Limit: perPage,
	})
	if err != nil {
		return page{}, err
	}
	for _, n := range found.Notices {
		line := noticeLine{NoticeItem: n, Title: plain(valuesOf(n.Params)["title"]), Href: "/notices/" + n.ID.String()}
		of.Notices = append(of.Notices, line)
	}
	for _, st := range noticeStates {
		of.States = append(of.States, option{string(st), st.Korean(), string(st) == q.Get("state")})
	}
	if found.Next != "" {
		q.Set("after", found.Next)
		of.Next = "/notices?" + q.Encode()
	}
	return page{view: "notices", title: "알림함", at: "/notices", of: of}, nil
}

// noticeOne is a notice with its fate.
type noticeOne struct {
	cases.NoticeDetail

	Title  string
	Task   string // where its task is done
	Case   string // where its case is read
	Resend *resendForm
}

// resendForm asks why a notice is to be sent once more.
type resendForm struct {
	Key    string
	Reason field
}

// resendable are the states of a notice that can be sent once more.
var resendable = []gov.NoticeState{gov.NoticeSent, gov.NoticeUnknown, gov.NoticeFailed, gov.NoticeBounced}

// notice shows what became of a notice.
func (s *server) notice(r *http.Request, v visitor) (page, error) {
	var id gov.NoticeID
	if err := idFrom(r.PathValue("id"), &id); err != nil {
		return page{}, err
	}
	n, err := s.Cases.Notice(r.Context(), v.actor, id)
	if err != nil {
		return page{}, err
	}
	of := noticeOne{NoticeDetail: n, Title: plain(valuesOf(n.Params)["title"])}
	if of.Title == "" {
		of.Title = n.KindText
	}
	if n.Person == v.Slug && !n.Task.IsZero() {
		of.Task = "/tasks/" + n.Task.String()
	}
	if !n.Case.IsZero() {
		about, err := s.Cases.Named(r.Context(), v.actor, n.Case)
		if err != nil && gov.CodeOf(err) != gov.CodeNotFound {
			return page{}, err
		}
		if err == nil {
			of.Case = hrefOf(about.Kind, about.ID)
		}
	}
	if v.Resends && slices.Contains(resendable, gov.NoticeState(n.State)) {
		of.Resend = &resendForm{Key: rand.Text(), Reason: field{
			Name: "reason", Label: "다시 보내는 사유", As: "area", Needed: true, Most: 1000, ID: "r-reason",
		}}
	}
	p := page{
		view: "notice", title: of.Title, at: "/notices", of: of, crumbs: []link{{"/notices", "알림함"}, {"", of.Title}},
	}
	if r.Form.Get("did") == "resend" {
		p.note = &note{Kind: "good", Text: "다시 보내도록 했습니다. 아래가 새 알림입니다."}
	}
	return p, nil
}

// resend sends a notice once more, and leads to the one that repeats it.
func (s *server) resend(r *http.Request, v visitor) (page, error) {
	var id gov.NoticeID
	if err := idFrom(r.PathValue("id"), &id); err != nil {
		return page{}, err
	}
	made, err := s.Cases.ResendNotice(r.Context(), v.actor, cases.ResendNotice{
		Notice: id, Reason: r.PostForm.Get("reason"), Key: r.PostForm.Get("key"), Source: r.RemoteAddr,
	})
	if err == nil {
		return page{to: "/notices/" + made.ID.String() + "?did=resend"}, nil
	}
	e := s.refusal(r, err)
	p, again := s.notice(r, v)
	of, ok := p.of.(noticeOne)
	if again != nil || !ok || of.Resend == nil || !refusable(e) {
		return page{}, err
	}
	of.Resend.Reason.Value, of.Resend.Reason.Wrong = r.PostForm.Get("reason"), e.Detail
	p.status, p.note = statusOf(e.Code), spoken(nil, e)
	return p, nil
}
