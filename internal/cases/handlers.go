package cases

import "gyeol/gov"

// handlers adds to each move what its kind writes beside the state; contributors does so for contributions; openings
// says what a stage puts in being when it opens. A kind is complete when its machine, its handlers and its opening are.
var (
	handlers     map[gov.CaseKind]map[gov.Verb]handler
	contributors map[gov.CaseKind]map[gov.Verb]contributor
	openings     map[gov.StageKind]handler
)

func init() {
	handlers = map[gov.CaseKind]map[gov.Verb]handler{
		gov.CaseStage:      stageHandlers,
		gov.CaseSubmission: submissionHandlers,
		gov.CaseDocument:   documentHandlers,
	}
	contributors = map[gov.CaseKind]map[gov.Verb]contributor{
		gov.CaseSubmission: {gov.VerbSaveRow: saveRow, gov.VerbComment: commentGiven},
	}
	openings = map[gov.StageKind]handler{
		gov.StageCollect: openCollect,
		gov.StageIssue:   openDocumentStage,
		gov.StageApprove: openDocumentStage,
	}
}
