package office

import (
	"context"
	"net/http"
	"strings"

	"gyeol/gov"
	"gyeol/internal/cases"
)

// trailCases are what the record of a case asks for.
type trailCases interface {
	Audit(ctx context.Context, actor cases.Actor, f cases.AuditFilter) (cases.AuditPage, error)
}

func trailPart() part {
	return part{
		link: link{"/trail", "감사"}, under: []string{"/trail"}, open: auditor,
		pages: func(s *server) routes { return routes{"GET /trail": s.trail} },
	}
}

// trailPage is the record of one case.
type trailPage struct {
	Case    string
	Entries []cases.AuditItem
	Next    string
}

// trail shows the record of a case to whoever may read it.
func (s *server) trail(r *http.Request, v visitor) (page, error) {
	of := trailPage{Case: strings.TrimSpace(r.URL.Query().Get("case"))}
	p := page{view: "trail", title: "감사 기록", at: "/trail"}
	if of.Case == "" {
		if !v.Audits {
			return page{}, gov.Refuse(gov.CodeForbidden, "감사 담당과 총괄 담당만 볼 수 있습니다.", "for auditors and coordinators")
		}
		p.of = of
		return p, nil
	}
	var id gov.CaseID
	if err := idFrom(of.Case, &id); err != nil {
		return page{}, err
	}
	found, err := s.Cases.Audit(r.Context(), v.actor, cases.AuditFilter{
		Case: id, After: r.URL.Query().Get("after"), Limit: perPage,
	})
	if err != nil {
		return page{}, err
	}
	of.Entries = found.Entries
	if found.Next != "" {
		of.Next = "/trail?case=" + id.String() + "&after=" + found.Next
	}
	p.of = of
	return p, nil
}
