package policies

import "gyeol/gov"

// compilationMachine: rows are merged, findings are answered, the coordinator confirms.
var compilationMachine = Machine{
	Kind: gov.CaseCompilation, Initial: gov.Drafting, Final: states(gov.Confirmed, gov.Missing),
	Moves: []Move{
		{Verb: gov.VerbCompile, From: states(gov.Drafting), To: states(gov.Compiled), System: true},
		{Verb: gov.VerbCompile, From: states(gov.Compiled), To: states(gov.Compiled), System: true, NewRound: true},
		{Verb: gov.VerbConfirm, From: states(gov.Compiled), To: states(gov.Confirmed), Wakes: true},
		adjustsOverlap(gov.Compiled),
		adjustsOverlap(gov.Confirmed), // the committee meets after the confirmation
		{
			Verb: gov.VerbReopen, From: states(gov.Confirmed), To: states(gov.Drafting),
			Overrule: true, Reason: true, NewRound: true,
		},
		lapse(gov.Drafting, gov.Compiled),
	},
	Tasks: map[gov.State][]TaskSpec{
		gov.Compiled: {{
			Kind: gov.TaskConfirm, Role: RoleCoordinator, Verbs: verbs(gov.VerbConfirm), Due: DueDays, Days: 3,
			Title: "취합본 확인", Rule: rule("서울특별시 평생교육진흥에 관한 조례 제4조"),
		}},
	},
}

// adjustsOverlap decides on a pair of like projects; the paper stays in its state.
func adjustsOverlap(in gov.State) Move {
	return Move{Verb: gov.VerbAdjustOverlap, From: states(in), To: states(in), Overrule: true, Reason: true}
}

// documentMachine: 기안, a line of cells, the final signature, dispatch. Which act a cell takes is decided by Sign.
var documentMachine = Machine{
	Kind: gov.CaseDocument, Initial: gov.Drafting, Final: states(gov.Dispatched, gov.Missing),
	Moves: []Move{
		{Verb: gov.VerbSubmit, From: states(gov.Drafting), To: states(gov.InApproval)},
		{Verb: gov.VerbReview, From: states(gov.InApproval), To: states(gov.InApproval)},
		{Verb: gov.VerbConcur, From: states(gov.InApproval), To: states(gov.InApproval)},
		{Verb: gov.VerbAgree, From: states(gov.InApproval), To: states(gov.InApproval)},
		{Verb: gov.VerbApprove, From: states(gov.InApproval), To: states(gov.Approved), Wakes: true},
		{Verb: gov.VerbEscalate, From: states(gov.InApproval), To: states(gov.InApproval), Reason: true},
		{Verb: gov.VerbPassReview, From: states(gov.InApproval), To: states(gov.InApproval), Reason: true},
		{Verb: gov.VerbHold, From: states(gov.InApproval), To: states(gov.InApproval), Reason: true},
		{Verb: gov.VerbReturn, From: states(gov.InApproval), To: states(gov.Returned), Reason: true},
		{Verb: gov.VerbWithdraw, From: states(gov.InApproval), To: states(gov.Withdrawn), Reason: true},
		{
			Verb: gov.VerbRedraft, From: states(gov.Returned, gov.Withdrawn), To: states(gov.InApproval),
			Reason: true, NewRound: true,
		},
		{
			Verb: gov.VerbCirculate, From: states(gov.Approved, gov.Dispatched),
			To: states(gov.Approved, gov.Dispatched),
		},
		{Verb: gov.VerbDispatch, From: states(gov.Approved), To: states(gov.Dispatched), System: true},
		lapse(gov.Drafting, gov.InApproval, gov.Returned, gov.Withdrawn),
	},
	Contribs: map[gov.State][]gov.Verb{
		gov.Approved: verbs(gov.VerbRead),
		gov.Dispatched: verbs(gov.VerbRead, gov.VerbArrive, gov.VerbReplies, gov.VerbFixCopy, gov.VerbReleaseCopy,
			gov.VerbReclassify),
	},
	Tasks: map[gov.State][]TaskSpec{
		gov.Drafting: {{
			Kind: gov.TaskDraft, Role: RoleDrafter, Verbs: verbs(gov.VerbSubmit), Due: DueStage,
			Title: "기안", Rule: rule("행정업무의 운영 및 혁신에 관한 규정 제8조"),
		}},
		gov.InApproval: {{
			Kind: gov.TaskSign, Role: RoleLineCell,
			Verbs: verbs(gov.VerbReview, gov.VerbConcur, gov.VerbAgree, gov.VerbApprove, gov.VerbEscalate, gov.VerbReturn, gov.VerbHold),
			Due:   DueStage, Title: "결재", Rule: rule("행정업무의 운영 및 혁신에 관한 규정 제9조", "서울특별시 사무전결처리 규칙 제4조"),
		}},
		gov.Returned:  {redraftTask},
		gov.Withdrawn: {redraftTask},
	},
}

// CirculatedTask asks a post to read a document that was circulated to it (공람).
var CirculatedTask = TaskSpec{
	Kind: gov.TaskCirculated, Role: RoleReader, Verbs: verbs(gov.VerbRead), Due: DueNone,
	Title: "공람", Rule: rule("행정업무의 운영 및 혁신에 관한 규정 제18조제4항"),
}

// PostReportTask tells an approver what was decided in his place (사후 보고).
var PostReportTask = TaskSpec{
	Kind: gov.TaskPostReport, Role: RoleReader, Verbs: verbs(gov.VerbRead), Due: DueNone,
	Title: "대결 사후 보고", Rule: rule("행정업무의 운영 및 혁신에 관한 규정 제10조제3항"),
}

// AwaitReplyTask asks the processing department to look after a document that was sent: after its arrival, where it
// went by post or by hand, and after the answer that it asks for. Since when, and how many days, the draft says.
var AwaitReplyTask = TaskSpec{
	Kind: gov.TaskAwaitReply, Role: RoleUnitOfficer, Verbs: verbs(gov.VerbArrive, gov.VerbReplies), Due: DueArrived,
	Title: "도달·회신 확인", Rule: rule(arrivalArticle),
}

// besideStates are the tasks that no state opens: an act does, for what it names.
var besideStates = []TaskSpec{
	CirculatedTask, PostReportTask, AwaitReplyTask, AnswerRowTask, ExtensionTask, PublicCopyTask, DisclosureTask,
}

var redraftTask = TaskSpec{
	Kind: gov.TaskRedraft, Role: RoleDrafter, Verbs: verbs(gov.VerbRedraft), Due: DueStage,
	Title: "재기안", Rule: rule("행정업무의 운영 및 혁신에 관한 규정 제17조"),
}
