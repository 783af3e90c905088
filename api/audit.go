package api

import (
	"context"
	"net/http"

	"gyeol/internal/cases"
)

type readAudit struct {
	Page

	SubjectKind string `query:"subject_kind" required:"true" minLength:"1" maxLength:"40" example:"token" doc:"Kind of the subject: a case kind, case, task, token, process, office_day, …"`
	Subject     string `query:"subject_id" required:"true" minLength:"1" maxLength:"250" doc:"Id of the subject"`
}

type caseAudit struct {
	IDPath
	Page
}

type auditPage struct{ Body cases.AuditPage }

func (s *server) audit() {
	add(s, operation{
		id: "read-audit", method: http.MethodGet, path: "/audit", tag: "Audit",
		summary: "Read the trail of any subject, oldest first",
		doc:     "For auditors and coordinators.", refusals: []int{http.StatusForbidden},
	}, s.readAudit)
	add(s, operation{
		id: "read-case-audit", method: http.MethodGet, path: "/cases/{id}/audit", tag: "Audit",
		summary:  "Read the trail of a case and its tasks",
		doc:      "For auditors and coordinators; refusals are part of it.",
		refusals: []int{http.StatusForbidden, http.StatusNotFound},
	}, s.readCaseAudit)
	s.auditProofs()
}

func (s *server) readAudit(ctx context.Context, in *readAudit) (*auditPage, error) {
	out, err := s.cases.Audit(ctx, who(ctx).actor(), cases.AuditFilter{
		SubjectKind: in.SubjectKind, Subject: in.Subject, After: in.After, Limit: in.Limit,
	})
	return &auditPage{Body: out}, err
}

func (s *server) readCaseAudit(ctx context.Context, in *caseAudit) (*auditPage, error) {
	id, err := in.caseID()
	if err != nil {
		return nil, err
	}
	out, err := s.cases.Audit(ctx, who(ctx).actor(), cases.AuditFilter{Case: id, After: in.After, Limit: in.Limit})
	return &auditPage{Body: out}, err
}
