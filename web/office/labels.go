package office

import (
	"strings"

	"gyeol/gov"
)

// labels are the names of fields of acts as an office says them.
var labels = map[string]string{
	"opinion": "의견", "dissent": "기안과 다른 의견임(의견 있음으로 표시)", "agrees": "동의 여부", "text": "내용", "note": "처리 내용",
	"reason": "사유", "external_number": "발신기관 문서번호", "received_title": "접수 제목", "findings": "지적·권고사항(한 줄에 하나)",
	"finding": "지적사항 번호", "reflected_in": "반영한 곳", "nothing_to_report": "해당 없음(제출할 자료가 없음)", "due_on": "보완 기한",
	"row": "행", "field": "항목", "title": "제목", "disclosure": "공개 구분", "disclosure_reason": "비공개 사유",
	"review_stage": "의사결정·내부검토 단계", "review_again_on": "비공개 재검토일", "touches": "협조 부서(한 줄에 하나)",
	"form": "문서 형식", "addressees": "수신(한 줄에 하나)", "retention": "보존기간", "function_code": "단위과제",
	"classification_path": "기록물 분류(한 줄에 하나)", "licence": "이용 허락", "abstract": "문서요지", "keywords": "검색어(한 줄에 하나)",
	"telephone": "전화", "internal_only": "내부결재", "real_name": "정책실명제 대상", "public_notice": "공고", "delivery": "발송 방법",
	"reply_from": "회신 기한의 기산", "reply_days": "회신 기한(일)", "review_on": "다시 볼 날", "place": "장소",
	"urgent": "긴급 사유(통지 기간이 모자랄 때)", "starts_at": "시작 시각", "ends_at": "끝 시각", "answer": "참석 여부",
	"choice": "표결", "item": "안건", "presiding": "의장 대행", "present": "참석 위원", "signed_by": "서명 위원",
	"foia_items":    "비공개 근거(정보공개법 제9조제1항 각 호, 쉼표로 나눔)",
	"closed_reason": "비공개 사유", "receipt_number": "접수번호", "method": "점검 방법", "rating": "평가", "body": "의견",
	"recommend": "권고사항", "decision": "수용 여부", "measure": "조치계획", "measure_due": "조치 기한", "nominee": "추천 대상자",
	"merit": "공적 내용", "special_merit": "특별한 공적", "tenths": "점수(0.1점 단위, 87.5점은 875)", "objections": "이의 건수",
	"upheld": "이의가 받아들여짐", "until": "연장할 날", "unit": "수신기관", "arrived_on": "도달일", "way": "도달 방법",
}

func labelOf(name string) string {
	if l := labels[name]; l != "" {
		return l
	}
	return name
}

// hints help with what a label alone does not say.
var hints = map[string]string{
	"presiding": "위원장도 부위원장도 나오지 않은 때에만 고릅니다.",
	"until":     "닫힌 날을 적으면 그 앞의 근무일이 됩니다.", "review_on": "근무일이 아니면 다음 근무일입니다. 기한은 멈추지 않습니다.",
	"starts_at": "14:00과 같이 적습니다.", "ends_at": "16:00과 같이 적습니다.",
}

// choices are the words of closed lists.
var choices = map[string]string{
	"public": "공개", "partial": "부분공개", "closed": "비공개", "internal": "내부결재", "dispatch": "시행문", "system": "전자문서시스템",
	"post": "우편", "hand": "인편", "email": "전자우편", "arrived": "도달한 날부터", "effective": "효력이 생긴 날부터", "yes": "예",
	"no": "아니오", "abstain": "기권", "recused": "회피", "desk": "서면", "field": "현장", "interview": "면담", "excellent": "우수",
	"good": "양호", "fair": "보통", "poor": "미흡", "accept": "수용", "partly": "일부수용", "reject": "수용곤란",
	"later": "중장기 검토", "1": "1년", "3": "3년", "5": "5년", "10": "10년", "30": "30년", "semi_permanent": "준영구",
	"permanent": "영구",
}

func choiceWord(v string) string {
	if w := choices[v]; w != "" {
		return w
	}
	return v
}

// effects say before an act what it will do: nobody is surprised by a button.
var effects = map[gov.Verb]string{
	gov.VerbSubmit:          "상신하면 결재선의 다음 사람에게 넘어가고, 반려되기 전에는 고칠 수 없습니다.",
	gov.VerbApprove:         "결재하면 지금 보이는 내용에 서명한 것이 되며, 되돌릴 수 없습니다.",
	gov.VerbReview:          "검토하면 지금 보이는 내용에 서명한 것이 되며, 다음 결재자에게 넘어갑니다.",
	gov.VerbConcur:          "협조하면 지금 보이는 내용에 서명한 것이 됩니다.",
	gov.VerbAgree:           "부동의하면 결정이 공통 상급자에게 올라갑니다.",
	gov.VerbReturn:          "반려하면 이번 차수의 서명이 모두 무효가 되고 기안자에게 돌아갑니다.",
	gov.VerbHold:            "보류하여도 기한은 멈추지 않습니다.",
	gov.VerbEscalate:        "결정을 바로 위 직위에 넘깁니다.",
	gov.VerbAccept:          "확인하면 이 자료가 시행계획에 들어갑니다.",
	gov.VerbRequestRevision: "자료가 제출 부서로 돌아가고, 고쳐서 다시 결재받아야 합니다.",
	gov.VerbRedraft:         "새 차수로 다시 상신합니다. 앞 차수의 서명은 남지만 효력이 없습니다.",
	gov.VerbConfirm:         "확정하면 취합본이 고정되고 다음 단계가 이 내용을 씁니다.",
	gov.VerbCall:            "재임 중인 모든 위원에게 소집통지가 나갑니다.",
	gov.VerbBallot:          "표결은 안건마다 한 번이며 고칠 수 없습니다.",
	gov.VerbScore:           "채점은 한 번이며 고칠 수 없습니다.",
	gov.VerbResolve:         "표결을 집계하여 의결을 기록합니다.",
	gov.VerbPublish:         "회의를 마치고 회의록을 공개합니다.",
	gov.VerbFile:            "제출 자료가 고정되어 외부 기관에 제출됩니다.",
	gov.VerbReply:           "회신하면 협의가 끝납니다.",
	gov.VerbDecline:         "추천하지 않는 것으로 끝납니다.",
	gov.VerbTerminate:       "협약을 더 이어 가지 않기로 통보합니다.",
	gov.VerbRenew:           "협약 기간을 늘립니다.",
	gov.VerbGrantExtension:  "이 과업의 기한이 바뀌고 요청한 사람에게 알립니다.",
	gov.VerbRefuseExtension: "기한은 그대로이고 요청한 사람에게 알립니다.",
	gov.VerbAskExtension:    "요청하여도 결정이 날 때까지 기한은 그대로입니다.",
	gov.VerbComment:         "의견은 이 사안을 보는 사람에게 보이며 지울 수 없습니다.",
	gov.VerbRead:            "읽은 날짜가 기록에 남습니다.",
}

func effectOf(v gov.Verb) string {
	if e := effects[v]; e != "" {
		return e
	}
	return "처리하면 기록에 남고 되돌릴 수 없습니다."
}

// fieldWord names a field of a form that could not be taken.
func fieldWord(name string) string {
	switch name {
	case "act_reason":
		return "사유"
	case "draft_text":
		return "본문"
	}
	if n, rest, ok := strings.Cut(strings.TrimPrefix(name, mendPrefix), "."); ok && strings.HasPrefix(name, mendPrefix) {
		return "고칠 곳 " + n + " " + labelOf(rest)
	}
	for prefix, word := range map[string]string{
		waivePrefix: "두는 사유 ", decidePrefix: "결정 ", whyPrefix: "사유 ", factPrefix: "사실 ", "f.": "",
	} {
		if rest, ok := strings.CutPrefix(name, prefix); ok {
			return word + labelOf(rest)
		}
	}
	return labelOf(name)
}

// cellRoles and cellStates are the words of a line.
var (
	cellRoles = map[string]string{
		"draft": "기안", "review": "검토", "concur": "협조", "agree": "합의", "approve": "결재",
	}
	cellStates = map[string]string{
		"waiting": "차례 전", "current": "차례", "signed": "서명", "returned": "반려", "void": "무효", "skipped": "검토 생략",
		"lifted": "상위결재",
	}
)

// results are the words for what a body resolved.
var results = map[string]string{ //nolint:gosec // results of votes that begin with "pass"
	"passed_as_is": "원안의결", "passed_amended": "수정의결", "passed_with_conditions": "조건부의결", "deferred": "보류",
	"rejected": "부결",
}

// extensionStates are the words for what became of a request for a later date.
var extensionStates = map[string]string{
	"open": "결정 전", "granted": "승인", "refused": "거절", "withdrawn": "거둠", "lapsed": "실효",
}

// entryKinds and subjectKinds are the words of the audit record.
var (
	entryKinds = map[string]string{
		"act": "처리", "contribution": "의견·보탬", "refusal": "거절", "opening": "안건 개시", "import": "가져오기",
		"export": "내보내기", "view": "개인정보 열람", "notice": "알림", "calendar": "업무일 변경", "process": "절차",
	}
	subjectKinds = map[string]string{
		"cycle": "연간 업무", "stage": "단계", "receipt": "접수", "submission": "제출자료", "compilation": "취합본",
		"document": "결재문서", "meeting": "회의", "consultation": "협의", "filing": "대외 제출", "opinion": "전문가 의견",
		"nomination": "추천", "agreement": "협약", "task": "과업",
		"notice": "알림", "process": "절차", "transfer": "인사이동", "office_day": "업무일", "personal_view": "개인정보 열람",
		"request": "요청",
	}
)

// rowEvents and rowAnswers are the words for what became of a project, and for what another unit said of it.
var (
	rowEvents = map[string]string{
		"ended": "종료", "merged": "통합", "split": "분리", "transferred": "이관", "concur": "협조",
	}
	rowAnswers = map[string]string{"agreed": "동의", "objected": "부동의", "dropped": "묻지 않음"}
)

// leaveOutcomes and leaveStays are the words for who sees to something while a person is away, and handedHow for how work
// goes over to a successor.
var (
	leaveOutcomes = map[string]string{
		"holder": "같은 직위의 다른 사람", "delegation": "대결(위임)", "acting": "직무대리", "away": "대신할 사람도 부재",
		"drafter": "대신할 사람이 기안자", "nobody": "대신할 사람이 없음",
	}
	leaveStays = map[string]string{
		"undelegable": "법령이 직접 결재하도록 정하여 돌아올 때까지 기다림", "in_person": "본인만 할 수 있어 돌아올 때까지 기다림",
		"by_name": "이름으로 받은 일이라 돌아올 때까지 기다림",
	}
	handedHow = map[string]string{
		"post": "직위의 일 — 새 담당에게", "name": "이름으로 받은 일 — 따라감", "stays": "본인의 표결·채점·의견 — 그대로",
	}
)
