package mail

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
)

const base = "https://gyeol.seoul.example"

var config = Config{BaseURL: base, Secrets: shown{}}

// shown works out secrets that everybody knows.
type shown struct{}

// Link is always the same.
func (shown) Link(gov.InvitationID) string { return base + "/invite/gyeoli_" + strings.Repeat("A", 43) }

// Code is always the same.
func (shown) Code(gov.InvitationID, int) string { return "000000" }

// sample is a letter of a kind with everything in it that may be.
func sample(t *testing.T, kind gov.NoticeKind) gov.Letter {
	t.Helper()
	id, err := gov.ParseID[struct{}]("01890000-0000-7000-8000-000000000001")
	require.NoError(t, err)
	l := gov.Letter{
		ID: gov.NoticeID(id), Kind: kind, Name: "평생교육과 담당", Email: "officer@seoul.example", Legal: kind.Legal(),
		MessageID: id.String() + "@gyeol.example", Attempt: 1, Ask: "평생교육과",
		Params: gov.NoticeParams{
			Title: "2025년 시행계획 <① 추진실적> — 작성", Unit: "평생교육과", TaskID: gov.TaskID(id),
			DueOperative: gov.MustDate("2025-05-30"), DueLegal: gov.MustDate("2025-06-02"),
		},
	}
	p := &l.Params
	switch kind {
	case gov.NoticeAssigned:
		p.Why = &gov.NoticeWhy{Role: "부서 담당자", Article: "평생교육법 시행령 제3조의2"}
		p.Form = &gov.NoticeForm{Title: "시행계획 사업 서식", Fields: []string{"사업 목적", "예산액 <원>", "성과지표"}, More: 5}
	case gov.NoticeReturned:
		p.Reason = "3번 항목의 합계가 표와 다릅니다."
	case gov.NoticeStopped:
		p.Reason = "이 금액에 맞는 전결 규정이 없습니다."
	case gov.NoticeDeadlineMoved:
		p.Reason = "2025-05-30이 임시공휴일로 지정되었습니다."
		p.Before = &gov.NoticeDates{Operative: gov.MustDate("2025-05-29"), Legal: gov.MustDate("2025-05-30")}
	case gov.NoticeExtensionGranted:
		p.Reason, p.Wished = "취합 일정에 맞추어 하루 앞당겨 승인함", gov.MustDate("2025-06-02")
		p.DueLegal, p.Before = p.DueOperative, &gov.NoticeDates{
			Operative: gov.MustDate("2025-05-28"), Legal: gov.MustDate("2025-05-28"),
		}
	case gov.NoticeExtensionRefused:
		p.Reason, p.Wished = "취합 일정상 더 늦출 수 없습니다.", gov.MustDate("2025-06-04")
	case gov.NoticeCheckpoint:
		p.TaskID, p.DueOperative, p.DueLegal = gov.TaskID{}, gov.Date{}, gov.Date{}
		p.Title = "감사 기록 체크포인트 <2025. 5. 30.>"
		p.Signed = &gov.NoticeSigned{
			Size: 4711, Root: "q6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s=", Key: "gyeol-audit-0123456789ab+9d0ff1ce",
			Note: "gyeol-audit-0123456789ab\n4711\nq6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s=\n" +
				"at 2025-05-29T15:05:00.123456Z\nday 2025-05-30\n\n— gyeol-audit-0123456789ab nQ/xzgABAgMEBQYHCAkKCwwNDg8QERIT" +
				"FBUWFxgZGhscHR4fICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=\n",
		}
	case gov.NoticePrivacyCheck:
		p.Title, p.Unit, p.DueOperative, p.DueLegal = "개인정보 열람 기록 점검(2025년 4월)", "", gov.Date{}, gov.Date{}
		p.TaskID, p.Reason = gov.TaskID{}, "열람 12건(3명), 가장 많은 사람 9건, 반출 1건, 업무시간 외 0건, 거부된 요청 2건."
	case gov.NoticeCopyWithdrawn:
		p.Title, p.Unit, p.DueOperative, p.DueLegal = "공개본 제1호 회수", "평생교육과", gov.Date{}, gov.Date{}
		p.TaskID = gov.TaskID{}
	case gov.NoticeNotNotified:
		p.Undelivered = &gov.NoticeUndelivered{
			Kind: gov.NoticeReturned, Post: "강남구 평생교육 담당", Why: "550 5.1.1 no such mailbox",
		}
	case gov.NoticeCall, gov.NoticeMeetingMoved, gov.NoticeMeetingCancelled:
		p.Meeting = &gov.NoticeMeeting{
			Body: "평생교육협의회", HoldOn: gov.MustDate("2025-02-27"), Place: "서소문청사 회의실",
			Items: []string{"2025년 시행계획(안) 심의", "기타 안건"}, StartsAt: "14:00", EndsAt: "16:00",
			Meeting: gov.CaseID(id), At: gov.MustDate("2025-02-10").Time().Add(9 * time.Hour),
		}
		if kind != gov.NoticeCall {
			p.Reason, p.Meeting.Sequence, p.Meeting.At = "위원장 일정 변경", 1, p.Meeting.At.AddDate(0, 0, 3)
		}
		if kind == gov.NoticeMeetingMoved {
			p.Meeting.Was = &gov.NoticeWhen{
				HoldOn: gov.MustDate("2025-02-26"), StartsAt: "10:00", EndsAt: "12:00", Place: "시청 회의실",
			}
		}
	case gov.NoticeDigest, gov.NoticeBundle:
		p.TaskID, p.Items = gov.TaskID{}, sampleItems(gov.TaskID(id))
	case gov.NoticeInvited, gov.NoticeSignInCode:
		p.TaskID, p.Invitation = gov.TaskID{}, &gov.NoticeInvitation{ID: gov.InvitationID(id), Factor: "pin", Code: 1}
	case gov.NoticeTokenExpires:
		p.TaskID, p.Title = gov.TaskID{}, "2025년 추진실적 — 성과 입력 내려받기"
	case gov.NoticeDueSoon, gov.NoticeDueToday, gov.NoticeOverdue, gov.NoticeInformed:
	}
	return l
}

func sampleItems(id gov.TaskID) []gov.NoticeItem {
	item := func(k gov.NoticeKind, title, due string) gov.NoticeItem {
		return gov.NoticeItem{Kind: k, Title: title, DueOperative: gov.MustDate(due), TaskID: id}
	}
	items := []gov.NoticeItem{
		item(gov.NoticeDueSoon, "성과 입력", "2025-06-05"), item(gov.NoticeOverdue, "계획 제출", "2025-05-29"),
		item(gov.NoticeStopped, "진행 중단", "2025-05-30"), item(gov.NoticeDueToday, "검토", "2025-05-30"),
		item(gov.NoticeAssigned, "새 과업", "2025-06-09"), item(gov.NoticeReturned, "돌려받은 과업", "2025-06-10"),
		item(gov.NoticeDeadlineMoved, "기한이 바뀐 과업", "2025-06-11"),
	}
	items[0].DueLegal = gov.MustDate("2025-06-09")
	items[6].Before = &gov.NoticeDates{Operative: gov.MustDate("2025-06-10"), Legal: gov.MustDate("2025-06-10")}
	return items
}

// declaredKinds reads the constants of type NoticeKind from package gov, so that a new one is noticed here.
func declaredKinds(t *testing.T) []gov.NoticeKind {
	t.Helper()
	names, err := filepath.Glob("../../gov/*.go")
	require.NoError(t, err)
	var kinds []gov.NoticeKind
	for _, name := range names {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		require.NoError(t, err)
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok {
				return true
			}
			if typ, ok := spec.Type.(*ast.Ident); !ok || typ.Name != "NoticeKind" {
				return true
			}
			for _, v := range spec.Values {
				if lit, ok := v.(*ast.BasicLit); ok {
					text, err := strconv.Unquote(lit.Value)
					require.NoError(t, err)
					kinds = append(kinds, gov.NoticeKind(text))
				}
			}
			return true
		})
	}
	require.NotEmpty(t, kinds)
	return kinds
}
