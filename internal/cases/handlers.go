package cases

import (
	"context"

	"gyeol/gov"
)

// The registers of what each kind adds: handlers to its moves, contributors to its contributions, openings to the
// stages of a kind, additions to stages that open a further case. Each kind's file enters itself; a kind is complete
// when its machine, its handlers and its opening are.
var (
	handlers     = map[gov.CaseKind]map[gov.Verb]handler{}
	contributors = map[gov.CaseKind]map[gov.Verb]contributor{}
	openings     = map[gov.StageKind]handler{}
	additions    = map[gov.CaseKind]func(ctx context.Context, ch *change, what string) error{}
)

func init() {
	handlers[gov.CaseCycle] = map[gov.Verb]handler{gov.VerbClose: cycleClose}
	handlers[gov.CaseStage] = stageHandlers
	handlers[gov.CaseSubmission] = submissionHandlers
	handlers[gov.CaseDocument] = documentHandlers
	additions[gov.CaseDocument] = addDocument
	openings[gov.StageCollect] = openCollect
	openings[gov.StageIssue] = openDocumentStage
	openings[gov.StageApprove] = openDocumentStage
}
