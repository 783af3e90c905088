package policies

import "gyeol/gov"

// cycleMachine: the year itself.
var cycleMachine = Machine{
	Kind: gov.CaseCycle, Initial: gov.Planned, Final: states(gov.Closed),
	Moves: []Move{
		{Verb: gov.VerbOpen, From: states(gov.Planned), To: states(gov.Open), Wakes: true},
		{Verb: gov.VerbClose, From: states(gov.Open), To: states(gov.Closed), System: true},
		{
			Verb: gov.VerbReopen, From: states(gov.Closed), To: states(gov.Open), System: true, NewRound: true,
			Wakes: true,
		},
	},
}

// stageMachine: a stage is opened, decided and finished by its process; people may overrule the graph (design §3).
var stageMachine = Machine{
	Kind: gov.CaseStage, Initial: gov.Planned, Final: states(gov.Closed, gov.Waived, gov.Skipped),
	Moves: []Move{
		{Verb: gov.VerbOpen, From: states(gov.Planned), To: states(gov.Open), System: true},
		{
			Verb: gov.VerbWaive, From: states(gov.Planned), To: states(gov.Waived), System: true, Reason: true,
			Wakes: true,
		},
		{Verb: gov.VerbDecide, From: states(gov.Open), To: states(gov.Open), System: true},
		{Verb: gov.VerbAdd, From: states(gov.Open), To: states(gov.Open), System: true},
		{Verb: gov.VerbFinish, From: states(gov.Open, gov.Closing), To: states(gov.Closed), System: true},
		{
			Verb: gov.VerbClose, From: states(gov.Open), To: states(gov.Closing), Overrule: true, Reason: true,
			Wakes: true,
		},
		{
			Verb: gov.VerbReopen, From: states(gov.Closed), To: states(gov.Open),
			Overrule: true, Reason: true, NewRound: true, Wakes: true,
		},
		{
			Verb: gov.VerbSkip, From: states(gov.Planned), To: states(gov.Skipped), Overrule: true, Reason: true,
			Wakes: true,
		},
		{
			Verb: gov.VerbMoveDate, From: states(gov.Planned, gov.Open), To: states(gov.Planned, gov.Open),
			Overrule: true, Reason: true, Wakes: true,
		},
		{Verb: gov.VerbProposeForm, From: states(gov.Open), To: states(gov.Open), Overrule: true, Reason: true},
	},
}

// receiptMachine: something comes from outside and its findings are answered one by one.
var receiptMachine = Machine{
	Kind: gov.CaseReceipt, Initial: gov.Awaited, Final: states(gov.Settled, gov.Missing),
	Moves: []Move{
		{Verb: gov.VerbRegister, From: states(gov.Awaited), To: states(gov.Registered, gov.Settled), Wakes: true},
		{Verb: gov.VerbReflect, From: states(gov.Registered), To: states(gov.Settled, gov.Registered)}, // the last one rings
		lapse(gov.Awaited, gov.Registered),
	},
	Tasks: map[gov.State][]TaskSpec{
		gov.Awaited: {{
			Kind: gov.TaskRegister, Role: RoleCoordinator, Verbs: verbs(gov.VerbRegister), Due: DueStage,
			Title: "접수 등록", Rule: rule("행정업무의 운영 및 혁신에 관한 규정 제18조"),
		}},
		gov.Registered: {{
			Kind: gov.TaskReflect, Role: RoleCoordinator, Verbs: verbs(gov.VerbReflect), Due: DueDays, Days: 14,
			Title: "지적·권고사항 반영", Rule: rule("평생교육법 시행령 제3조의2"),
		}},
	},
}

// consultationMachine: a gate that opens with a reply or with a recorded no-reply.
var consultationMachine = Machine{
	Kind: gov.CaseConsultation, Initial: gov.Planned, Final: states(gov.Replied, gov.NoReply, gov.Missing),
	Moves: []Move{
		{Verb: gov.VerbAsk, From: states(gov.Planned), To: states(gov.Asked), Wakes: true},
		{Verb: gov.VerbReply, From: states(gov.Asked), To: states(gov.Replied), Wakes: true},
		{Verb: gov.VerbRecordNoReply, From: states(gov.Asked), To: states(gov.NoReply), Reason: true, Wakes: true},
		lapse(gov.Planned, gov.Asked),
	},
	Tasks: map[gov.State][]TaskSpec{
		gov.Planned: {{
			Kind: gov.TaskAsk, Role: RoleCoordinator, Verbs: verbs(gov.VerbAsk), Due: DueDays, Days: 3,
			Title: "협의 요청", Rule: rule("평생교육법 제11조제1항"),
		}},
		gov.Asked: {
			{
				Kind: gov.TaskReply, Role: RoleOtherOfficer, Verbs: verbs(gov.VerbReply), Due: DueArrived, Days: 7,
				Title: "협의 회신", Rule: rule("평생교육법 제11조제1항"),
			},
			{
				Kind: gov.TaskAsk, Role: RoleCoordinator, Verbs: verbs(gov.VerbRecordNoReply), Due: DueNone,
				Title: "미회신 기록", Rule: rule("평생교육법 제11조제1항"),
			},
		},
	},
}

// filingMachine: a package goes to an outside body until its receipt is in.
var filingMachine = Machine{
	Kind: gov.CaseFiling, Initial: gov.Prepared, Final: states(gov.Received, gov.Missing),
	Moves: []Move{
		{Verb: gov.VerbFile, From: states(gov.Prepared), To: states(gov.HandedOver), Wakes: true},
		{
			Verb: gov.VerbRequestCorrect, From: states(gov.HandedOver), To: states(gov.CorrectionRequested),
			Reason: true, NewRound: true, Wakes: true,
		},
		{
			Verb: gov.VerbCorrect, From: states(gov.CorrectionRequested), To: states(gov.HandedOver), Reason: true,
			Wakes: true,
		},
		{Verb: gov.VerbReceipt, From: states(gov.HandedOver), To: states(gov.Received), Wakes: true},
		lapse(gov.Prepared, gov.HandedOver, gov.CorrectionRequested),
	},
	Tasks: map[gov.State][]TaskSpec{
		gov.Prepared: {{
			Kind: gov.TaskFile, Role: RoleCoordinator, Verbs: verbs(gov.VerbFile), Due: DueStage,
			Title: "제출", Rule: rule("평생교육법 제11조제2항", "서울특별시 평생교육진흥에 관한 조례 제4조의3"),
		}},
		gov.HandedOver: {{
			Kind: gov.TaskReceive, Role: RoleOtherOfficer, Verbs: verbs(gov.VerbReceipt, gov.VerbRequestCorrect),
			Due: DueDays, Days: 3,
			Title: "접수 또는 보정요구", Rule: rule("행정업무의 운영 및 혁신에 관한 규정 제18조"),
		}},
		gov.CorrectionRequested: {{
			Kind: gov.TaskCorrect, Role: RoleCoordinator, Verbs: verbs(gov.VerbCorrect), Due: DueDays, Days: 7,
			Title: "보정 제출", Rule: rule("행정업무의 운영 및 혁신에 관한 규정 시행규칙 제16조"),
		}},
	},
}

// agreementMachine: a memorandum runs, is renewed or ends (domain §2.6).
var agreementMachine = Machine{
	Kind: gov.CaseAgreement, Initial: gov.InForce, Final: states(gov.Terminated, gov.Expired),
	Moves: []Move{
		{Verb: gov.VerbOpen, From: states(gov.InForce, gov.RenewalWindow), To: states(gov.RenewalWindow), System: true}, // an alert
		{
			Verb: gov.VerbRenew, From: states(gov.RenewalWindow), To: states(gov.InForce), Reason: true,
			NewRound: true, Wakes: true,
		},
		{
			Verb: gov.VerbTerminate, From: states(gov.RenewalWindow), To: states(gov.Terminated), Reason: true,
			Wakes: true,
		},
		{
			Verb: gov.VerbExpire, From: states(gov.InForce, gov.RenewalWindow),
			To: states(gov.Expired, gov.InForce), System: true,
		},
	},
	Tasks: map[gov.State][]TaskSpec{
		gov.RenewalWindow: {{
			Kind: gov.TaskAgreement, Role: RoleUnitOfficer, Verbs: verbs(gov.VerbRenew, gov.VerbTerminate),
			Due:   DueStage,
			Title: "업무협약 연장 여부 결정", Rule: rule("업무협약서 유효기간 조항"),
		}},
	},
}

func rule(articles ...string) Ruled { return Ruled{Article: articles} }

// lapse is the same in every machine: a stage that is closed early ends its open cases with it.
func lapse(from ...gov.State) Move {
	return Move{Verb: gov.VerbLapse, From: from, To: states(gov.Missing), System: true, Reason: true}
}
