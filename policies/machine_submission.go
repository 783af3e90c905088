package policies

import "gyeol/gov"

// submissionMachine: what one unit hands in (domain §2.3). The unit's own line signs before anything leaves it; a
// return within the unit ends the round as every return does (domain §3.2).
var submissionMachine = Machine{
	Kind: gov.CaseSubmission, Initial: gov.Requested, Counted: true,
	Final: states(gov.Accepted, gov.Waived, gov.Missing),
	Moves: []Move{
		{
			Verb: gov.VerbSubmit, From: states(gov.Requested, gov.Drafting, gov.RevisionRequested),
			To: states(gov.InDepartment),
		},
		{Verb: gov.VerbReview, From: states(gov.InDepartment), To: states(gov.InDepartment)},
		{Verb: gov.VerbApprove, From: states(gov.InDepartment), To: states(gov.Submitted, gov.Resubmitted)},
		{
			Verb: gov.VerbReturn, From: states(gov.InDepartment), To: states(gov.Drafting), Reason: true,
			NewRound: true,
		},
		{Verb: gov.VerbAccept, From: states(gov.Submitted, gov.Resubmitted), To: states(gov.Accepted)},
		{
			Verb: gov.VerbRequestRevision, From: states(gov.Submitted, gov.Resubmitted),
			To:     states(gov.RevisionRequested),
			Reason: true, NewRound: true,
		},
		{
			Verb: gov.VerbWaive,
			From: states(gov.Requested, gov.Drafting, gov.InDepartment, gov.RevisionRequested, gov.Submitted, gov.Resubmitted),
			To:   states(gov.Waived), Overrule: true, Reason: true,
		},
		{
			Verb: gov.VerbReopen, From: states(gov.Accepted, gov.Waived, gov.Missing), To: states(gov.Drafting),
			Overrule: true, Reason: true, NewRound: true,
		},
		{Verb: gov.VerbAdoptForm, From: states(gov.Requested), To: states(gov.Requested)},
		{Verb: gov.VerbAdoptForm, From: states(gov.Drafting), To: states(gov.Drafting)},
		{Verb: gov.VerbAdoptForm, From: states(gov.RevisionRequested), To: states(gov.RevisionRequested)},
		lapse(gov.Requested, gov.Drafting, gov.InDepartment, gov.RevisionRequested, gov.Submitted, gov.Resubmitted),
	},
	Contribs: map[gov.State][]gov.Verb{
		gov.Requested:         append(writing(), gov.VerbAnswerRow),
		gov.Drafting:          append(writing(), gov.VerbAnswerRow),
		gov.RevisionRequested: append(writing(), gov.VerbAnswerRow),
		gov.InDepartment:      verbs(gov.VerbComment, gov.VerbAnswerRow),
		gov.Submitted:         verbs(gov.VerbComment, gov.VerbAnswerRow),
		gov.Resubmitted:       verbs(gov.VerbComment, gov.VerbAnswerRow),
	},
	Tasks: map[gov.State][]TaskSpec{
		gov.Requested: {fillTask},
		gov.Drafting:  {fillTask},
		gov.InDepartment: {{
			Kind: gov.TaskApproveSub, Role: RoleUnitLine,
			Verbs: verbs(gov.VerbReview, gov.VerbApprove, gov.VerbReturn, gov.VerbComment), Due: DueStage,
			Title: "부서 제출자료 결재", Rule: rule("서울특별시 사무전결처리 규칙 제4조"),
		}},
		gov.Submitted:   {checkTask},
		gov.Resubmitted: {checkTask},
		gov.RevisionRequested: {{
			Kind: gov.TaskRevise, Role: RoleUnitOfficer,
			Verbs: append(verbs(gov.VerbSubmit, gov.VerbAdoptForm), writing()...), Due: DueDays, Days: 3,
			Title: "보완 제출", Rule: rule("서울특별시 평생교육진흥에 관한 조례 제4조의2"),
		}},
	},
}

// writing are the contributions by which a unit writes its rows.
func writing() []gov.Verb {
	return verbs(gov.VerbSaveRow, gov.VerbComment, gov.VerbAssignRows, gov.VerbAddRow, gov.VerbRemoveRow,
		gov.VerbRecordEvent, gov.VerbWithdrawEvent, gov.VerbAttach, gov.VerbDetach)
}

var fillTask = TaskSpec{
	Kind: gov.TaskFill, Role: RoleUnitOfficer, Verbs: append(verbs(gov.VerbSubmit, gov.VerbAdoptForm), writing()...),
	Due:   DueStage,
	Title: "자료 작성·제출", Rule: rule("서울특별시 평생교육진흥에 관한 조례 제4조의2", "평생교육법 제13조"),
}

var checkTask = TaskSpec{
	Kind: gov.TaskCheck, Role: RoleCoordinator,
	Verbs: verbs(gov.VerbAccept, gov.VerbRequestRevision, gov.VerbComment), Due: DueDays, Days: 3,
	Title: "제출자료 검토", Rule: rule("서울특별시 평생교육진흥에 관한 조례 제4조"),
}

// AnswerRowTask asks a unit that rows of another touch: as a partner to concur (협조), or to take over what an event
// gives it. It outlives the state in which it was opened, and ends with the submission.
var AnswerRowTask = TaskSpec{
	Kind: gov.TaskAnswerRow, Role: RoleTouched, Verbs: verbs(gov.VerbAnswerRow, gov.VerbComment), Due: DueDays, Days: 3,
	Title: "관련 사업 협조 확인", Rule: rule("행정업무의 운영 및 혁신에 관한 규정 제9조제2항"),
}
