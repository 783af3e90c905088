package office

import (
	"context"
	"net/http"
	"strings"

	"gyeol/gov"
	"gyeol/internal/cases"
)

// trailCases are what the record of a subject and the proofs of it ask for.
type trailCases interface {
	Audit(ctx context.Context, actor cases.Actor, f cases.AuditFilter) (cases.AuditPage, error)
	EntryProof(ctx context.Context, actor cases.Actor, id gov.AuditID) (cases.AuditInclusion, error)
	Checkpoints(ctx context.Context, actor cases.Actor, after string, limit int) (cases.AuditCheckpointPage, error)
	Numbered(ctx context.Context, actor cases.Actor, number string) (cases.CaseName, error)
	PersonalViews(ctx context.Context, actor cases.Actor, f cases.PersonalViewFilter) (cases.PersonalViewPage, error)
}

func trailPart() part {
	return part{
		link: link{"/trail", "감사"}, under: []string{"/trail", "/trail/"}, open: auditor,
		pages: func(s *server) routes {
			return routes{
				"GET /trail": s.trail, "GET /trail/checkpoints": s.checkpoints, "GET /trail/entries/{id}": s.proof,
			}
		},
	}
}

// trailPage is the record of one subject.
type trailPage struct {
	Case    string // identifier of a case, or the number of a document
	Kind    string // of another subject
	Subject string
	Kinds   []option
	Named   *cases.CaseName
	Href    string
	Asked   bool
	Entries []cases.AuditItem
	Next    string
}

// subjects are what besides cases the record is kept of.
var subjects = []string{"notice", "process", "transfer", "cycle", "office_day", "personal_view", "request"}

// trail shows the record of a case, named by its identifier or by the number of its document, or of another subject.
func (s *server) trail(r *http.Request, v visitor) (page, error) {
	q := r.URL.Query()
	of := trailPage{
		Case: strings.TrimSpace(q.Get("case")), Kind: q.Get("kind"), Subject: strings.TrimSpace(q.Get("subject")),
	}
	for _, k := range subjects {
		of.Kinds = append(of.Kinds, option{k, wordOf(subjectKinds)(k), k == of.Kind})
	}
	p := page{view: "trail", title: "감사 기록", at: "/trail"}
	f := cases.AuditFilter{After: q.Get("after"), Limit: perPage}
	switch {
	case of.Case != "":
		if err := s.caseOf(r, v, of.Case, &f.Case); err != nil {
			return page{}, err
		}
	case of.Kind != "" && of.Subject != "":
		f.SubjectKind, f.Subject = of.Kind, of.Subject
	case !v.Audits:
		return page{}, gov.Refuse(gov.CodeForbidden, "감사 담당과 총괄 담당만 볼 수 있습니다.", "for auditors and coordinators")
	default:
		p.of = of
		return p, nil
	}
	found, err := s.Cases.Audit(r.Context(), v.actor, f)
	if err != nil {
		return page{}, err
	}
	of.Asked, of.Entries = true, found.Entries
	if !f.Case.IsZero() {
		about, err := s.Cases.Named(r.Context(), v.actor, f.Case)
		if err != nil {
			return page{}, err
		}
		of.Named, of.Href = &about, hrefOf(about.Kind, about.ID)
	}
	if found.Next != "" {
		q.Set("after", found.Next)
		of.Next = "/trail?" + q.Encode()
	}
	p.of = of
	return p, nil
}

// caseOf finds the case that somebody names: by its identifier, or by the number of its document as it is printed.
func (s *server) caseOf(r *http.Request, v visitor, named string, into *gov.CaseID) error {
	if into.UnmarshalText([]byte(named)) == nil {
		return nil
	}
	found, err := s.Cases.Numbered(r.Context(), v.actor, named)
	*into = found.ID
	return err
}

// proofPage is an entry with the proof that it is in the log that was signed last.
type proofPage struct {
	cases.AuditInclusion

	ID string
}

// proof shows an entry with its proof of inclusion.
func (s *server) proof(r *http.Request, v visitor) (page, error) {
	var id gov.AuditID
	if err := idFrom(r.PathValue("id"), &id); err != nil {
		return page{}, err
	}
	proof, err := s.Cases.EntryProof(r.Context(), v.actor, id)
	if err != nil {
		return page{}, err
	}
	return page{
		view: "proof", title: "포함 증명", at: "/trail", of: proofPage{proof, id.String()},
		crumbs: []link{{"/trail", "감사"}, {"", "포함 증명"}},
	}, nil
}

// checkpointsPage is a list of what was signed of the log.
type checkpointsPage struct {
	Checkpoints []cases.AuditCheckpoint
	Next        string
}

// checkpoints lists what was signed of the log, the newest first.
func (s *server) checkpoints(r *http.Request, v visitor) (page, error) {
	found, err := s.Cases.Checkpoints(r.Context(), v.actor, r.URL.Query().Get("after"), perPage)
	if err != nil {
		return page{}, err
	}
	of := checkpointsPage{Checkpoints: found.Checkpoints}
	if found.Next != "" {
		of.Next = "/trail/checkpoints?after=" + found.Next
	}
	return page{
		view: "checkpoints", title: "감사 로그 체크포인트", at: "/trail", of: of,
		crumbs: []link{{"/trail", "감사"}, {"", "체크포인트"}},
	}, nil
}
