package api

import (
	"context"
	"net/http"

	"gyeol/gov"
	"gyeol/internal/cases"
)

type listCheckpoints struct{ Page }

type checkpointPage struct{ Body cases.AuditCheckpointPage }

type actProof struct {
	IDPath

	Seq int32 `path:"seq" minimum:"1" doc:"Number of the act in its case"`
}

type twoCheckpoints struct {
	From int64 `query:"from" required:"true" minimum:"0" doc:"Size of the older checkpoint" example:"120"`
	To   int64 `query:"to" required:"true" minimum:"0" doc:"Size of the newer one" example:"240"`
}

type inclusionProof struct{ Body cases.AuditInclusion }

type consistencyProof struct{ Body cases.AuditConsistency }

func (s *server) auditProofs() {
	add(s, operation{
		id: "list-checkpoints", method: http.MethodGet, path: "/audit/checkpoints", tag: "Audit",
		summary: "Signed checkpoints of the audit log, the newest first",
		doc: "For auditors and coordinators. A note is a signed note of the Go project: keep it as it is, and hold later " +
			"exports against it with gyeol audit verify --against.",
		refusals: []int{http.StatusForbidden},
	}, s.listCheckpoints)
	add(s, operation{
		id: "prove-consistency", method: http.MethodGet, path: "/audit/consistency", tag: "Audit",
		summary:  "Prove that the log of one checkpoint begins with that of an older one",
		doc:      "For auditors and coordinators. The proof is checked offline, with the public key alone.",
		refusals: []int{http.StatusForbidden, http.StatusNotFound},
	}, s.proveConsistency)
	add(s, operation{
		id: "prove-entry", method: http.MethodGet, path: "/audit/entries/{id}/proof", tag: "Audit",
		summary:  "Prove that an entry is in the log that was signed last",
		doc:      "For auditors and coordinators. The proof is checked offline, with the public key alone.",
		refusals: []int{http.StatusForbidden, http.StatusNotFound, http.StatusConflict},
	}, s.proveEntry)
	add(s, operation{
		id: "prove-act", method: http.MethodGet, path: "/cases/{id}/acts/{seq}/proof", tag: "Audit",
		summary: "Prove that the entry of an act is in the log that was signed last",
		doc: "For auditors and coordinators, and for whoever did the act as long as he may see the case. The number of an act " +
			"is shown with the case.",
		refusals: []int{http.StatusForbidden, http.StatusNotFound, http.StatusConflict},
	}, s.proveAct)
}

func (s *server) listCheckpoints(ctx context.Context, in *listCheckpoints) (*checkpointPage, error) {
	out, err := s.cases.Checkpoints(ctx, who(ctx).actor(), in.After, in.Limit)
	return &checkpointPage{Body: out}, err
}

func (s *server) proveConsistency(ctx context.Context, in *twoCheckpoints) (*consistencyProof, error) {
	out, err := s.cases.Consistency(ctx, who(ctx).actor(), in.From, in.To)
	return &consistencyProof{Body: out}, err
}

func (s *server) proveEntry(ctx context.Context, in *IDPath) (*inclusionProof, error) {
	id, err := idOf(in.ID, parseAudit)
	if err != nil {
		return nil, err
	}
	out, err := s.cases.EntryProof(ctx, who(ctx).actor(), id)
	return &inclusionProof{Body: out}, err
}

func (s *server) proveAct(ctx context.Context, in *actProof) (*inclusionProof, error) {
	id, err := in.caseID()
	if err != nil {
		return nil, err
	}
	out, err := s.cases.ActProof(ctx, who(ctx).actor(), id, in.Seq)
	return &inclusionProof{Body: out}, err
}

func parseAudit(s string) (id gov.AuditID, err error) { return id, parseInto(&id, s) }
