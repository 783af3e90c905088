package office

import (
	"context"
	"net/http"

	"gyeol/internal/cases"
)

// noticeCases are what the list of notices asks for.
type noticeCases interface {
	ListNotices(ctx context.Context, actor cases.Actor, f cases.NoticeFilter) (cases.NoticePage, error)
}

func noticePart() part {
	return part{
		link: link{"/notices", "알림함"}, under: []string{"/notices"}, open: everyone,
		pages: func(s *server) routes { return routes{"GET /notices": s.notices} },
	}
}

// noticesPage is a list of notices.
type noticesPage struct {
	Notices []noticeLine
	Next    string
}

// noticeLine is a notice in a line, with where it leads.
type noticeLine struct {
	cases.NoticeItem

	Title, Href string
}

// notices lists what the reader was told, and what became of it.
func (s *server) notices(r *http.Request, v visitor) (page, error) {
	found, err := s.Cases.ListNotices(r.Context(), v.actor, cases.NoticeFilter{
		After: r.URL.Query().Get("after"), Limit: perPage,
	})
	if err != nil {
		return page{}, err
	}
	var of noticesPage
	for _, n := range found.Notices {
		line := noticeLine{NoticeItem: n, Title: plain(valuesOf(n.Params)["title"])}
		if !n.Task.IsZero() {
			line.Href = "/tasks/" + n.Task.String()
		}
		of.Notices = append(of.Notices, line)
	}
	if found.Next != "" {
		of.Next = "/notices?after=" + found.Next
	}
	return page{view: "notices", title: "알림함", at: "/notices", of: of}, nil
}
