package policies

import "gyeol/gov"

// meetingMachine: called in time, opened with its quorum, resolved by votes, followed by minutes (domain §4).
var meetingMachine = Machine{
	Kind: gov.CaseMeeting, Initial: gov.Planned,
	Final: states(gov.MinutesOut, gov.NoQuorum, gov.Cancelled, gov.Missing),
	Moves: []Move{
		{Verb: gov.VerbCall, From: states(gov.Planned), To: states(gov.Called), Wakes: true},
		// The secretary does both on the meeting itself.
		{
			Verb: gov.VerbMoveMeeting, From: states(gov.Called), To: states(gov.Called), Reason: true, NewRound: true,
			Wakes: true,
		},
		{
			Verb: gov.VerbCancelMeeting, From: states(gov.Called, gov.Tabled), To: states(gov.Cancelled), Reason: true,
			Wakes: true,
		},
		{Verb: gov.VerbSeatMembers, From: states(gov.Called), To: states(gov.Called), System: true},
		{Verb: gov.VerbTable, From: states(gov.Called), To: states(gov.Tabled), System: true},
		{Verb: gov.VerbConvene, From: states(gov.Tabled), To: states(gov.InSession, gov.NoQuorum), Wakes: true},
		{Verb: gov.VerbResolve, From: states(gov.InSession), To: states(gov.Resolved), Wakes: true},
		{Verb: gov.VerbPublish, From: states(gov.Resolved), To: states(gov.MinutesOut), Wakes: true},
		lapse(gov.Planned, gov.Called, gov.Tabled, gov.InSession, gov.Resolved),
	},
	Contribs: map[gov.State][]gov.Verb{
		gov.Called:    verbs(gov.VerbAttend, gov.VerbRead),
		gov.InSession: verbs(gov.VerbBallot),

		gov.MinutesOut: verbs(gov.VerbFixCopy, gov.VerbReleaseCopy),
	},
	Tasks: map[gov.State][]TaskSpec{
		gov.Planned: {{
			Kind: gov.TaskCall, Role: RoleSecretary, Verbs: verbs(gov.VerbCall), Due: DueCallBy,
			Title: "회의 소집통지", Rule: rule("서울특별시 각종 위원회의 설치ㆍ운영에 관한 조례 제10조제1항"),
		}},
		gov.Called: {{
			Kind: gov.TaskAttend, Role: RoleMembers, Verbs: verbs(gov.VerbAttend, gov.VerbRead), Due: DueHold,
			Title: "참석 여부 회신", Rule: rule("서울특별시 각종 위원회의 설치ㆍ운영에 관한 조례 제10조"),
		}},
		gov.Tabled: {{
			Kind: gov.TaskConvene, Role: RoleSecretary, Verbs: verbs(gov.VerbConvene), Due: DueHold,
			Title: "개의(성원 확인)", Rule: rule("서울특별시 각종 위원회의 설치ㆍ운영에 관한 조례 제10조제2항"),
		}},
		gov.InSession: {
			{
				Kind: gov.TaskVote, Role: RoleMembers, Verbs: verbs(gov.VerbBallot), Due: DueHold,
				Title: "안건 표결", Rule: rule("서울특별시 각종 위원회의 설치ㆍ운영에 관한 조례 제10조제2항"),
			},
			{
				Kind: gov.TaskResolve, Role: RoleSecretary, Verbs: verbs(gov.VerbResolve), Due: DueHold,
				Title: "표결 집계·의결 기록", Rule: rule("서울특별시 각종 위원회의 설치ㆍ운영에 관한 조례 제10조제2항"),
			},
		},
		gov.Resolved: {{
			Kind: gov.TaskMinutes, Role: RoleSecretary, Verbs: verbs(gov.VerbPublish), Due: DueMinutes,
			Title: "회의록 서명·공개", Rule: rule("서울특별시 각종 위원회의 설치ㆍ운영에 관한 조례 제10조의2"),
		}},
	},
}

// opinionMachine: one project before one expert of the panel, then the department's answer (domain §5).
var opinionMachine = Machine{
	Kind: gov.CaseOpinion, Initial: gov.Assigned, Counted: true, Final: states(gov.FollowedUp, gov.Missing),
	Moves: []Move{
		{Verb: gov.VerbOpine, From: states(gov.Assigned), To: states(gov.Opined)},
		{Verb: gov.VerbPlanAction, From: states(gov.Opined), To: states(gov.Answered)},
		{Verb: gov.VerbFollowUp, From: states(gov.Answered), To: states(gov.FollowedUp)},
		lapse(gov.Assigned, gov.Opined, gov.Answered),
	},
	Tasks: map[gov.State][]TaskSpec{
		gov.Assigned: {{
			Kind: gov.TaskOpine, Role: RoleExpert, Verbs: verbs(gov.VerbOpine), Due: DueDays, Days: 30,
			Title: "점검의견 작성", Rule: rule("서울시 평생교육 2030 기본계획 Ⅷ"),
		}},
		gov.Opined: {{
			Kind: gov.TaskAnswer, Role: RoleUnitOfficer, Verbs: verbs(gov.VerbPlanAction), Due: DueDays, Days: 14,
			Title: "조치계획 제출", Rule: rule("서울시 평생교육 2030 기본계획 Ⅷ"),
		}},
		gov.Answered: {{
			Kind: gov.TaskFollowUp, Role: RoleCoordinator, Verbs: verbs(gov.VerbFollowUp), Due: DueDays, Days: 14,
			Title: "조치 확인", Rule: rule("서울시 평생교육 2030 기본계획 Ⅷ"),
		}},
	},
}

// nominationMachine: one nominee from the invitation to the register (domain §6). A scored nominee comes before the
// merit board and is posted for objections; when the period is over gyeol opens the vetting, and passes over whom the
// board did.
var nominationMachine = Machine{
	Kind: gov.CaseNomination, Initial: gov.Invited, Counted: true,
	Final: states(gov.Declined, gov.Ineligible, gov.Awarded, gov.NotAwarded, gov.Missing),
	Moves: []Move{
		{Verb: gov.VerbNominate, From: states(gov.Invited), To: states(gov.Nominated), Wakes: true},
		{Verb: gov.VerbDecline, From: states(gov.Invited), To: states(gov.Declined), Reason: true, Wakes: true},
		{Verb: gov.VerbExamine, From: states(gov.Nominated), To: states(gov.Eligible, gov.Ineligible), Wakes: true},
		{Verb: gov.VerbRank, From: states(gov.Eligible), To: states(gov.Scored), Wakes: true},
		{Verb: gov.VerbOpen, From: states(gov.Scored), To: states(gov.Scored, gov.NotAwarded), System: true},
		{Verb: gov.VerbVet, From: states(gov.Scored), To: states(gov.Vetted, gov.NotAwarded), Wakes: true},
		{Verb: gov.VerbAward, From: states(gov.Vetted), To: states(gov.Awarded), System: true},
		{Verb: gov.VerbPass, From: states(gov.Vetted), To: states(gov.NotAwarded), System: true, Reason: true},
		lapse(gov.Invited, gov.Nominated, gov.Eligible, gov.Scored, gov.Vetted),
	},
	Contribs: map[gov.State][]gov.Verb{gov.Eligible: verbs(gov.VerbScore)},
	Tasks: map[gov.State][]TaskSpec{
		gov.Invited: {{
			Kind: gov.TaskNominate, Role: RoleUnitOfficer, Verbs: verbs(gov.VerbNominate, gov.VerbDecline),
			Due: DueDays, Days: 14,
			Title: "유공자 추천", Rule: rule("서울특별시 표창 조례 제11조"),
		}},
		gov.Nominated: {{
			Kind: gov.TaskExamine, Role: RoleAwardOfficer, Verbs: verbs(gov.VerbExamine), Due: DueDays, Days: 7,
			Title: "결격 여부 조사", Rule: rule("서울특별시 표창 조례 제6조"),
		}},
		gov.Eligible: {
			{
				Kind: gov.TaskScore, Role: RoleJury, Verbs: verbs(gov.VerbScore), Due: DueDays, Days: 7,
				Title: "공적 심사(채점)", Rule: rule("서울특별시 표창 조례 제13조"),
			},
			{
				Kind: gov.TaskRank, Role: RoleAwardOfficer, Verbs: verbs(gov.VerbRank), Due: DueDays, Days: 10,
				Title: "채점 집계", Rule: rule("서울특별시 표창 조례 제13조"),
			},
		},
		gov.Scored: {{
			Kind: gov.TaskVet, Role: RoleAwardOfficer, Verbs: verbs(gov.VerbVet), Due: DueDays, Days: 7,
			Title: "공개검증 결과 처리", Rule: rule("서울특별시 표창 조례 제6조", "해당 연도 표창 운영계획"),
		}},
	},
}
