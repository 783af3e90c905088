package mail

import (
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
)

var update = flag.Bool("update", false, "write the golden files anew")

const base = "https://gyeol.seoul.example"

// sample is a letter of a kind with everything in it that may be.
func sample(t *testing.T, kind gov.NoticeKind) gov.Letter {
	t.Helper()
	id, err := gov.ParseID[struct{}]("01890000-0000-7000-8000-000000000001")
	require.NoError(t, err)
	l := gov.Letter{
		ID: gov.NoticeID(id), Kind: kind, Name: "평생교육과 담당", Email: "officer@seoul.example",
		MessageID: id.String() + "@gyeol.example", Attempt: 1,
		Params: gov.NoticeParams{
			Title: "2025년 시행계획 <① 추진실적> — 작성", Unit: "평생교육과", TaskID: gov.TaskID(id),
			DueOperative: gov.MustDate("2025-05-30"), DueLegal: gov.MustDate("2025-06-02"),
		},
	}
	p := &l.Params
	switch kind {
	case gov.NoticeReturned:
		p.Reason = "3번 항목의 합계가 표와 다릅니다."
	case gov.NoticeStopped:
		p.Reason = "이 금액에 맞는 전결 규정이 없습니다."
	case gov.NoticeMoved:
		p.Reason, p.WasOperative, p.WasLegal = "국무회의 의결", gov.MustDate("2025-05-29"), gov.MustDate("2025-05-30")
	case gov.NoticeCall:
		p.Meeting = &gov.NoticeMeeting{
			Body: "평생교육협의회", HoldOn: gov.MustDate("2025-02-27"), Place: "서소문청사 회의실",
			Items: []string{"2025년 시행계획(안) 심의", "기타 안건"},
		}
	case gov.NoticeDigest:
		item := func(k gov.NoticeKind, title, due string) gov.NoticeItem {
			return gov.NoticeItem{Kind: k, Title: title, DueOperative: gov.MustDate(due), TaskID: gov.TaskID(id)}
		}
		l.Params = gov.NoticeParams{Title: "모인 알림", Items: []gov.NoticeItem{
			item(gov.NoticeDueSoon, "성과 입력", "2025-06-05"), item(gov.NoticeOverdue, "계획 제출", "2025-05-29"),
			item(gov.NoticeStopped, "진행 중단", "2025-05-30"), item(gov.NoticeDueToday, "검토", "2025-05-30"),
		}}
		l.Params.Items[0].DueLegal = gov.MustDate("2025-06-06")
	case gov.NoticeAssigned, gov.NoticeDueSoon, gov.NoticeDueToday, gov.NoticeOverdue, gov.NoticeInformed:
	}
	return l
}

func TestEveryKindOfNoticeHasItsMail(t *testing.T) {
	t.Parallel()
	texts, err := loadTemplates()
	require.NoError(t, err)
	for _, kind := range declaredKinds(t) {
		require.Contains(t, texts.plain, kind)
		require.Contains(t, texts.html, kind)
		got, err := texts.render(sample(t, kind), base)
		require.NoError(t, err)
		compare(t, string(kind), got)
	}
	require.Len(t, texts.plain, len(declaredKinds(t)))
}

func TestWhoStandsInIsToldForWhomAndHowMuchWaits(t *testing.T) {
	t.Parallel()
	texts, err := loadTemplates()
	require.NoError(t, err)
	for name, to := range map[string]gov.Date{"informed-stand-in": gov.MustDate("2025-06-05"), "informed-handed-over": {}} {
		l := sample(t, gov.NoticeInformed)
		l.Params = gov.NoticeParams{Title: "평생교육과장 대결", Reason: "국외 출장", StandIn: &gov.NoticeStandIn{
			Post: "평생교육과장", From: gov.MustDate("2025-06-02"), To: to, Open: 3, Kind: map[bool]string{true: "delegation"}[!to.IsZero()],
		}}
		got, err := texts.render(l, base)
		require.NoError(t, err)
		compare(t, name, got)
	}
}

func TestAClosedDocumentIsNotNamed(t *testing.T) {
	t.Parallel()
	texts, err := loadTemplates()
	require.NoError(t, err)
	for _, kind := range declaredKinds(t) {
		l := sample(t, kind)
		secrets := []string{l.Params.Title, "추진실적", "합계가 표와", "전결 규정", "시행계획(안)", "성과 입력", "계획 제출"}
		l.Params.Closed = true
		for i := range l.Params.Items {
			l.Params.Items[i].Closed = true
		}
		got, err := texts.render(l, base)
		require.NoError(t, err)
		for _, secret := range secrets {
			require.NotContains(t, got.subject+got.plain+got.html, secret, kind)
		}
		if kind != gov.NoticeCall {
			require.Contains(t, got.plain, closedTitle, kind)
		}
		if kind == gov.NoticeReturned {
			compare(t, "returned-closed", got)
		}
	}
}

func TestLinksLeadToTheInstallationAlone(t *testing.T) {
	t.Parallel()
	texts, err := loadTemplates()
	require.NoError(t, err)
	for _, kind := range declaredKinds(t) {
		got, err := texts.render(sample(t, kind), base)
		require.NoError(t, err)
		for _, text := range []string{got.plain, got.html} {
			require.Contains(t, text, base+"/tasks", kind)
			require.Equal(t, strings.Count(text, "://"), strings.Count(text, base+"/tasks"), kind)
		}
		require.NotContains(t, got.html, "<img", "nothing is fetched when a mail is opened")
		require.Contains(t, got.html, `lang="ko"`)
	}
}

func TestANoticeWithoutDetailsIsStillAMail(t *testing.T) {
	t.Parallel()
	texts, err := loadTemplates()
	require.NoError(t, err)
	for _, kind := range declaredKinds(t) {
		got, err := texts.render(gov.Letter{Kind: kind, Params: gov.NoticeParams{Title: "제목"}}, base)
		require.NoError(t, err)
		require.NotContains(t, got.plain+got.html, "<no value>")
		require.NotContains(t, got.plain, "기한: \n")
	}
	_, err = texts.render(gov.Letter{Kind: "unheard_of"}, base)
	require.Error(t, err)
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

// compare holds a mail against its golden file.
func compare(t *testing.T, name string, got content) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden")
	text := "Subject: " + got.subject + "\n\n" + got.plain + "\n=== HTML ===\n" + got.html
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err, "run: go test ./internal/mail -update")
	require.Equal(t, string(want), text)
}
