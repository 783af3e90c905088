package api

import (
	"context"
	"net/http"

	"gyeol/gov"
	"gyeol/internal/cases"
)

type listPersonalViews struct {
	Page

	Reader  string   `query:"reader" maxLength:"100" doc:"Slug of whoever read"`
	Subject string   `query:"subject" maxLength:"64" doc:"Id of the nomination or person whose data it was"`
	Day     gov.Date `query:"day" format:"date" doc:"Office date" example:"2022-10-04"`
	Exports bool     `query:"exports" doc:"Only what left the house as a file or on paper"`
}

type personalViewPage struct{ Body cases.PersonalViewPage }

type readingSpan struct {
	Since gov.Date `query:"since" required:"true" format:"date" doc:"First office day" example:"2022-10-01"`
	Until gov.Date `query:"until" required:"true" format:"date" doc:"Last office day" example:"2022-10-31"`
}

type readingCheck struct{ Body cases.ReadingCheck }

// personal are the operations about who read personal data.
func (s *server) personal() {
	add(s, operation{
		id: "list-personal-views", method: http.MethodGet, path: "/personal-views", tag: "Privacy",
		summary: "List who read personal data of others, latest first",
		doc: "개인정보의 안전성 확보조치 기준 제8조. For auditors and whoever answers for the protection of personal data; masked itself. " +
			"What one wrote oneself, one's own data, and officials in their function are not in it.",
		refusals: []int{http.StatusForbidden},
	}, s.listPersonalViews)
	add(s, operation{
		id: "check-personal-views", method: http.MethodGet, path: "/personal-views/check", tag: "Privacy",
		summary: "Count who read how much, and outside which hours, over a span of days",
		doc:     "The monthly check of the log.", refusals: []int{http.StatusForbidden},
	}, s.checkPersonalViews)
}

func (s *server) listPersonalViews(ctx context.Context, in *listPersonalViews) (*personalViewPage, error) {
	f := cases.PersonalViewFilter{Reader: in.Reader, Day: in.Day, Exports: in.Exports, After: in.After, Limit: in.Limit}
	if in.Subject != "" {
		id, err := idOf(in.Subject, parseCase)
		if err != nil {
			return nil, err
		}
		f.Subject = id
	}
	out, err := s.cases.PersonalViews(ctx, who(ctx).actor(), f)
	return &personalViewPage{Body: out}, err
}

func (s *server) checkPersonalViews(ctx context.Context, in *readingSpan) (*readingCheck, error) {
	out, err := s.cases.CheckReading(ctx, who(ctx).actor(), in.Since, in.Until)
	return &readingCheck{Body: out}, err
}
