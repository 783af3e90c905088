package gov

import "strings"

// Korean names the state as an office does; a state without a word of its own stays as it is.
func (s State) Korean() string { return korean(stateWords, s) }

// Korean names the act as an office does.
func (v Verb) Korean() string { return korean(verbWords, v) }

// Korean names the rank as the delegation table does.
func (r Rank) Korean() string { return korean(rankWords, r) }

// Korean names the notice as an office does.
func (k NoticeKind) Korean() string { return korean(noticeWords, k) }

// Korean names the fate of a notice as an office does.
func (s NoticeState) Korean() string { return korean(noticeStateWords, s) }

// KoreanVerbs names acts in a row.
func KoreanVerbs[T ~string](verbs []T) string {
	words := make([]string, len(verbs))
	for i, v := range verbs {
		words[i] = Verb(v).Korean()
	}
	if len(words) == 0 {
		return "없음"
	}
	return strings.Join(words, ", ")
}

func korean[T ~string](words map[T]string, word T) string {
	if w, ok := words[word]; ok {
		return w
	}
	return string(word)
}

var stateWords = map[State]string{
	Planned: "예정", Open: "진행 중", Closing: "마감 중", Closed: "종료", Waived: "면제", Skipped: "생략", Requested: "요청됨",
	Drafting: "기안 중", InDepartment: "부서 결재 중", Submitted: "제출됨", RevisionRequested: "보완 요청됨",
	Resubmitted: "다시 제출됨", Accepted: "확인됨", Missing: "미제출", InApproval: "결재 중", Approved: "결재 완료",
	Returned: "반려됨", Withdrawn: "회수됨", Dispatched: "시행됨", Awaited: "접수 대기", Registered: "접수됨", Settled: "처리됨",
	Compiled: "취합됨", Confirmed: "확정됨", Called: "소집됨", Tabled: "상정됨", InSession: "회의 중", NoQuorum: "정족수 미달",
	Resolved: "의결됨", MinutesOut: "회의록 공개됨", Cancelled: "소집 취소됨", Asked: "협의 중", Replied: "회신됨", NoReply: "미회신", Prepared: "준비됨",
	HandedOver: "제출됨", CorrectionRequested: "보완 요청됨", Received: "접수됨", Assigned: "배정됨", Opined: "의견 제출됨",
	Answered: "조치계획 제출됨", FollowedUp: "점검 완료", Invited: "추천 요청됨", Nominated: "추천됨", Declined: "추천 없음",
	Eligible: "적격", Ineligible: "부적격", Scored: "심사됨", Vetted: "검증됨", Awarded: "수여됨", NotAwarded: "미수여",
	InForce: "시행 중", RenewalWindow: "연장 통보 기간", Renewed: "연장됨", Terminated: "해지됨", Expired: "만료됨",
}

var verbWords = map[Verb]string{ //nolint:gosec // the word for passing over is no password
	VerbOpen: "열기", VerbClose: "마감", VerbReopen: "다시 열기", VerbSkip: "생략", VerbWaive: "면제", VerbMoveDate: "날짜 변경",
	VerbHandOver: "과업 넘기기", VerbAskExtension: "기한 연장 요청", VerbDropExtension: "연장 요청 철회",
	VerbGrantExtension: "연장 승인", VerbRefuseExtension: "연장 불승인",
	VerbSubmit: "상신", VerbApprove: "결재", VerbReview: "검토", VerbConcur: "협조", VerbAgree: "합의",
	VerbHold: "보류", VerbEscalate: "상위결재", VerbPassReview: "검토 생략", VerbCirculate: "공람", VerbReturn: "반려",
	VerbWithdraw: "회수", VerbRedraft: "재기안", VerbDispatch: "시행", VerbAccept: "자료 확인", VerbRequestRevision: "보완 요청",
	VerbRegister: "접수", VerbReflect: "반영", VerbCompile: "취합", VerbConfirm: "확정", VerbCall: "소집", VerbTable: "상정",
	VerbConvene: "개의", VerbAdjourn: "유회", VerbResolve: "의결", VerbPublish: "회의록 공개", VerbAsk: "협의 요청",
	VerbReply: "회신", VerbRecordNoReply: "미회신 기록", VerbFile: "대외 제출", VerbRequestCorrect: "보완 요구", VerbCorrect: "보완",
	VerbReceipt: "접수 확인", VerbOpine: "의견 제출", VerbPlanAction: "조치계획", VerbFollowUp: "이행 점검", VerbNominate: "추천",
	VerbDecline: "추천 없음", VerbExamine: "적격 심사", VerbRank: "순위 결정", VerbVet: "공개검증", VerbAward: "수여",
	VerbRenew: "연장", VerbTerminate: "해지", VerbSaveRow: "자료 저장", VerbAttend: "참석 회신", VerbBallot: "표결",
	VerbScore: "채점", VerbComment: "의견 남기기", VerbRead: "읽음 확인", VerbArrive: "도달 기록", VerbReplies: "회신 기록",
	VerbAdd: "사안 추가", VerbDecide: "단계 결정", VerbFinish: "단계 종료", VerbLapse: "미제출 종결", VerbPass: "포상 제외",
	VerbExpire: "만료", VerbProposeForm: "서식 변경 제안", VerbAdoptForm: "바뀐 서식 적용", VerbAssignRows: "행 담당 지정",
	VerbAddRow: "행 추가", VerbRemoveRow: "행 삭제", VerbRecordEvent: "사업 변동 기록", VerbWithdrawEvent: "사업 변동 취소",
	VerbAnswerRow: "행 협조 회신", VerbAttach: "파일 첨부", VerbDetach: "첨부 삭제",
	VerbAdjustOverlap: "중복 조정", VerbMoveMeeting: "회의 일시·장소 변경", VerbCancelMeeting: "소집 취소",
	VerbSeatMembers: "위원 변동 반영", VerbFixCopy: "공개본 고치기", VerbReleaseCopy: "공개본 확정", VerbReclassify: "공개 재분류",
}

var rankWords = map[Rank]string{
	RankOfficer: "담당자", RankTeamLead: "팀장", RankDivisionHead: "과장", RankBureauHead: "국장", RankViceMayor: "부시장",
	RankMayor: "시장", RankNone: "해당 없음",
}

var noticeWords = map[NoticeKind]string{ //nolint:gosec // G101 takes the words for tokens and codes for secrets
	NoticeAssigned: "새 업무", NoticeReturned: "반려", NoticeDueSoon: "기한 임박", NoticeDueToday: "오늘 마감",
	NoticeOverdue: "기한 경과", NoticeCall: "회의 소집", NoticeDigest: "모음 알림", NoticeStopped: "진행 중단",
	NoticeInformed: "알림", NoticeBundle: "묶음 알림", NoticeDeadlineMoved: "기한 변경", NoticeNotNotified: "전달 실패",
	NoticeMeetingMoved: "회의일 변경", NoticeMeetingCancelled: "회의 취소",
	NoticeExtensionGranted: "연장 승인", NoticeExtensionRefused: "연장 불승인", NoticeInvited: "위원 초대",
	NoticeSignInCode: "확인 코드", NoticeTokenExpires: "토큰 만료 예정", NoticeCheckpoint: "감사 체크포인트",
	NoticePrivacyCheck: "개인정보 열람 점검", NoticeCopyWithdrawn: "공개본 회수",
}

var noticeStateWords = map[NoticeState]string{
	NoticeQueued: "발송 대기", NoticeHeld: "모음 대기", NoticeClaimed: "발송 중", NoticeSent: "발송됨", NoticeUnknown: "도착 불명",
	NoticeFailed: "발송 실패", NoticeBounced: "반송됨", NoticeSuppressed: "보내지 않음",
}
