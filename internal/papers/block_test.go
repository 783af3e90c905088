package papers_test

import (
	"bytes"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"gyeol/gov"
	"gyeol/internal/locale"
	"gyeol/internal/papers"
	"gyeol/policies"
)

var signedOn = gov.MustDate("2021-12-22")

func seedHead() papers.Block {
	return papers.Block{
		Form: policies.FormInternal, Style: papers.StyleOf("서울특별시"), Agency: "서울특별시",
		Title: "서울시 평생교육 2030 기본계획", IssuedOn: gov.MustDate("2021-12-01"), Unit: "평생교육국 (평생교육과)",
		Number: "평생교육과-11424", PolicyNumber: "행정1부시장 방침 제240호", Round: 1,
		Disclosure: policies.PartDisclosure{Part: policies.BodyPart, Class: gov.Partial, Items: []int{5}},
	}
}

// seedLine is the line of Seoul's basic plan as it ended: an officer's draft, reviewed by team lead, head of division
// and head of bureau, with the concurrence of another officer, decided by the first vice mayor.
func seedLine() ([]policies.LineCell, []papers.Signer) {
	var line []policies.LineCell
	signers := []papers.Signer{{Post: "주무관", Sign: "(서명)", On: signedOn}}
	for i, c := range []policies.Cell{
		{Role: policies.CellReview, Step: 1, Title: "평생교육지원팀장", Rank: gov.RankTeamLead},
		{Role: policies.CellReview, Step: 2, Title: "평생교육과장", Rank: gov.RankDivisionHead},
		{Role: policies.CellReview, Step: 3, Title: "평생교육국장", Rank: gov.RankBureauHead},
		{Role: policies.CellConcur, Step: 4, Title: "주무관", Rank: gov.RankOfficer},
		{Role: policies.CellApprove, Step: 5, Title: "행정1부시장", Rank: gov.RankViceMayor, Delegated: true},
	} {
		line = append(line, policies.LineCell{Cell: c, Position: i + 1, State: policies.CellSigned, Version: 1})
		signers = append(signers, papers.Signer{Position: i + 1, Sign: "(서명)", On: signedOn})
	}
	return line, signers
}

func seedBlock() papers.Block {
	line, signers := seedLine()
	b, err := papers.BlockOf(seedHead(), line, signers)
	if err != nil {
		panic(err)
	}
	return b
}

// domainBlock is the block as the domain reference (§3.3) shows it for seed 001.
const domainBlock = `문서번호  평생교육과-11424          결재일자  2021. 12. 22.
공개여부  부분공개(5)               방침번호  행정1부시장 방침 제240호
+------+--------+------------------+--------------+--------------+---------------+
| 시민 | 주무관 | 평생교육지원팀장 | 평생교육과장 | 평생교육국장 | 행정1부시장   |
|      | (sign) | (sign)           | (sign)       | (sign)       | 12/22 (sign)  |
+------+--------+------------------+--------------+--------------+---------------+
| 협조 | 주무관 (sign)                                                           |
+------+-------------------------------------------------------------------------+
서울시 평생교육 2030 기본계획   2021. 12.   평생교육국 (평생교육과)
`

func TestTheSeedsBlock(t *testing.T) {
	t.Parallel()
	text := goldenText(t, "block-seed", func(w io.Writer) error { return papers.BlockText(w, seedBlock()) })
	require.Equal(t, strings.ReplaceAll(domainBlock, "(sign)", "(서명)"), text)
	require.Equal(t, signedOn, seedBlock().ApprovedOn)
}

// special are the cases of domain §3.2 and §3.3 that change what is printed.
func special(t *testing.T) map[string]papers.Block {
	t.Helper()
	out := map[string]papers.Block{}
	decree := seedHead()
	decree.Style, decree.PolicyNumber = papers.BlockStyle{}, ""
	tell := func(name string, head papers.Block, change func([]policies.LineCell, []papers.Signer)) {
		line, signers := seedLine()
		change(line, signers)
		b, err := papers.BlockOf(head, line, signers)
		require.NoError(t, err)
		out[name] = b
	}
	chief := func(line []policies.LineCell) { line[4].Title, line[4].Rank = "행정국장", gov.RankBureauHead }
	tell("delegated", decree, func(line []policies.LineCell, _ []papers.Signer) { chief(line) })
	tell("proxy", decree, func(line []policies.LineCell, s []papers.Signer) {
		line[4].Title, line[4].Rank, line[4].Delegated, s[5].Acting = "시장", gov.RankMayor, false, "행정1부시장"
	})
	tell("delegated-proxy", decree, func(line []policies.LineCell, s []papers.Signer) {
		chief(line)
		s[5].Acting = "평생교육과장"
	})
	tell("delegated-proxy-seoul", seedHead(), func(line []policies.LineCell, s []papers.Signer) {
		chief(line)
		s[5].Acting = "평생교육과장"
	})
	tell("skipped", decree, func(line []policies.LineCell, s []papers.Signer) {
		line[1].State, s[2].Sign, s[2].Reason = policies.CellSkipped, "", "국외 출장 2021. 12. 20.부터 12. 24.까지"
	})
	tell("dissent", seedHead(), func(_ []policies.LineCell, s []papers.Signer) {
		s[2].Opinion, s[4].Opinion, s[0].Reporter, s[3].Proposer = "재원이 확정되지 않음", "일정 조정 필요", true, true
		s[4].Reporter = true
	})
	tell("disagreed", decree, func(line []policies.LineCell, s []papers.Signer) {
		line[3].Role, line[3].Title, s[4].Disagrees, s[4].Opinion = policies.CellAgree, "기획조정실장", true, "재원 대책이 없음"
	})
	tell("same-person", decree, func(_ []policies.LineCell, s []papers.Signer) {
		s[2].Acting, s[2].SameAs = "평생교육지원팀장", "평생교육지원팀장"
	})
	tell("escalated", decree, func(line []policies.LineCell, s []papers.Signer) {
		line[2].Role, line[2].State, s[3].Reason = policies.CellApprove, policies.CellLifted, "여러 실·국에 영향"
	})
	return out
}

func TestSpecialCasesOfTheBlock(t *testing.T) {
	t.Parallel()
	for name, b := range special(t) {
		text := goldenText(t, "block-"+name, func(w io.Writer) error { return papers.BlockText(w, b) })
		straight(t, text, b.Style)
		page := papers.DocumentPage{Block: b}
		golden(t, "block-"+name, func(w io.Writer) error { return papers.Document(w, page) })
	}
}

// straight looks whether all lines of the table end in one column.
func straight(tb require.TestingT, text string, style papers.BlockStyle) {
	widest := 0
	for line := range strings.Lines(text) {
		if line = strings.TrimSuffix(line, "\n"); !strings.HasPrefix(line, "|") && !strings.HasPrefix(line, "+") {
			continue
		}
		w := locale.Columns(line, !style.Narrow)
		require.True(tb, widest == 0 || w == widest, text)
		widest = w
	}
}

func dispatchBlock() papers.Block {
	b := seedBlock()
	b.Form, b.Title, b.PolicyNumber = policies.FormDispatch, "2030 기본계획 알림", ""
	b.Sent = papers.SentLines{
		Addressees: []string{"강남구청장", "송파구청장", "서울특별시평생교육진흥원장"}, Issuer: "서울특별시장", On: signedOn,
		ReceivedNo: "교육지원과-77", ReceivedOn: gov.MustDate("2021-12-23"), Address: "04524 서울특별시 중구 세종대로 110",
		Homepage: "www.seoul.go.kr", Telephone: "02-0000-0000", Fax: "02-0000-0001", Email: "office@seoul.example",
	}
	return b
}

func TestTheDispatchForm(t *testing.T) {
	t.Parallel()
	page := papers.DocumentPage{
		Block: dispatchBlock(), Attachments: []string{"기본계획 1부"},
		Sections: []papers.Section{{Title: "관련", Text: []string{"평생교육법 제11조에 따라 수립한 계획을 붙임과 같이 알립니다."}}},
	}
	golden(t, "dispatch", func(w io.Writer) error { return papers.Document(w, page) })
	text := goldenText(t, "dispatch", func(w io.Writer) error { return papers.DocumentText(w, page) })
	require.Contains(t, text, "수신  수신자 참조\n")
	require.Contains(t, text, "붙임  기본계획 1부. 끝.\n")
	require.Contains(t, text, "시행  평생교육과-11424(2021. 12. 22.)   접수  교육지원과-77(2021. 12. 23.)\n")

	inside := dispatchBlock()
	inside.Sent = papers.SentLines{}
	text = goldenText(t, "dispatch-inside", func(w io.Writer) error { return papers.BlockText(w, inside) })
	require.Contains(t, text, "수신  내부결재\n")
	inside.Sent.Addressees = []string{"교육부장관"}
	text = goldenText(t, "dispatch-one", func(w io.Writer) error { return papers.BlockText(w, inside) })
	require.Contains(t, text, "수신  교육부장관\n")
}

func TestStylesFollowTheRegion(t *testing.T) {
	t.Parallel()
	require.True(t, papers.StyleOf("서울특별시").Citizen)
	require.Zero(t, papers.StyleOf("부산광역시"))
	b := seedBlock()
	b.Cells, b.IssuedOn = append(b.Cells, papers.BlockCell{
		Role: policies.CellAgree, Post: "기획조정실장", Sign: "(서명)", Acting: "재정담당관", Disagrees: true,
	}), gov.Date{}
	b.Style.Hanja = false
	var text bytes.Buffer
	require.NoError(t, papers.BlockText(&text, b))
	require.Contains(t, text.String(), "| 합의 | 재정담당관 대결 부동의 (서명) ")
}

func TestAJointIssueShowsEveryAgency(t *testing.T) {
	t.Parallel()
	b := dispatchBlock()
	b.Joint = []papers.JointBlock{{
		Agency: "서울특별시교육청", Issuer: "서울특별시교육감",
		Cells: []papers.BlockCell{
			{Role: papers.RoleDraft, Post: "주무관", Sign: "(서명)"},
			{Role: policies.CellApprove, Post: "교육감", Sign: "(서명)", On: gov.MustDate("2021-12-23")},
		},
	}}
	golden(t, "joint", func(w io.Writer) error { return papers.Document(w, papers.DocumentPage{Block: b}) })
	text := goldenText(t, "joint", func(w io.Writer) error { return papers.BlockText(w, b) })
	require.Less(t, strings.Index(text, "서울특별시장"), strings.Index(text, "서울특별시교육감"), "the lead agency first")
	b.Form = policies.FormInternal
	goldenText(t, "joint-internal", func(w io.Writer) error { return papers.BlockText(w, b) })
}

func TestDisclosureIsPrintedAsTheCityHasIt(t *testing.T) {
	t.Parallel()
	for want, d := range map[string]policies.PartDisclosure{
		"대시민공개": {Class: gov.Public}, "부분공개(5,6)": {Class: gov.Partial, Items: []int{6, 5}},
		"비공개(7)": {Class: gov.Secret, Items: []int{7}},
	} {
		b := seedBlock()
		b.Disclosure = d
		var text, html bytes.Buffer
		require.NoError(t, papers.BlockText(&text, b))
		require.NoError(t, papers.BlockHTML(&html, b))
		require.Contains(t, text.String(), "공개여부  "+want+" ")
		require.Contains(t, html.String(), "<td>"+want+"</td>")
	}
}

func TestOnlyWhoSignedHasACell(t *testing.T) {
	t.Parallel()
	line, signers := seedLine()
	for _, s := range []policies.CellState{
		policies.CellWaiting, policies.CellCurrent, policies.CellVoid, policies.CellReturned,
	} {
		line[1].State = s
		b, err := papers.BlockOf(seedHead(), line, signers)
		require.NoError(t, err)
		require.Len(t, b.Cells, 5, s)
		for _, c := range b.Cells {
			require.NotEqual(t, "평생교육과장", c.Post, s)
		}
	}
}

func TestWhoSignsAgainAfterAnEditStandsInHisPlace(t *testing.T) {
	t.Parallel()
	line, signers := seedLine()
	line[0].State = policies.CellVoid
	again := line[0]
	again.Position, again.State = 6, policies.CellSigned
	b, err := papers.BlockOf(seedHead(), append(line, again), append(signers, papers.Signer{Position: 6, Sign: "(다시)"}))
	require.NoError(t, err)
	require.Equal(t, "평생교육지원팀장", b.Cells[1].Post)
	require.Equal(t, "(다시)", b.Cells[1].Sign)
}

func TestABlockThatTheLawForbidsIsNotLaid(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func([]policies.LineCell, []papers.Signer){
		"nobody signed it":      func(_ []policies.LineCell, s []papers.Signer) { s[3].Position = 99 },
		"carries no date":       func(_ []policies.LineCell, s []papers.Signer) { s[5].On = gov.Date{} },
		"that does not sign":    func(_ []policies.LineCell, s []papers.Signer) { s[2].Sign = "" },
		"over without a reason": func(l []policies.LineCell, _ []papers.Signer) { l[1].State = policies.CellSkipped },
		"above without a":       func(l []policies.LineCell, _ []papers.Signer) { l[1].State = policies.CellLifted },
		"unknown role":          func(l []policies.LineCell, _ []papers.Signer) { l[1].Role = "watch" },
	} {
		line, signers := seedLine()
		change(line, signers)
		_, err := papers.BlockOf(seedHead(), line, signers)
		require.ErrorContains(t, err, name)
	}
	b := seedBlock()
	b.Form = "letter"
	require.ErrorContains(t, papers.BlockText(io.Discard, b), "unknown form")
	b = seedBlock()
	b.Cells[0].Sign = ""
	for _, err := range []error{
		papers.BlockText(io.Discard, b), papers.BlockHTML(io.Discard, b),
		papers.Document(io.Discard, papers.DocumentPage{Block: b}),
		papers.DocumentText(io.Discard, papers.DocumentPage{Block: b}),
	} {
		require.ErrorContains(t, err, "does not sign")
	}
	require.ErrorContains(t, papers.BlockText(brokenPipe{}, seedBlock()), "write text")
	require.ErrorContains(t, papers.BlockHTML(brokenPipe{}, seedBlock()), "write block")
}

func TestBlocksLineUpWhateverIsInThem(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringOfN(rapid.RuneFrom([]rune("가나다라주무관장★⊙①a1 ()-\n\u0301\u202e")), 1, 40, -1)
		role := rapid.SampledFrom([]policies.CellRole{
			papers.RoleDraft, policies.CellReview, policies.CellConcur, policies.CellAgree, policies.CellApprove,
		})
		b := seedHead()
		b.Style = papers.BlockStyle{
			Citizen: rapid.Bool().Draw(t, "citizen"), Hanja: rapid.Bool().Draw(t, "hanja"),
			Narrow: rapid.Bool().Draw(t, "narrow"), Columns: rapid.IntRange(0, 120).Draw(t, "columns"),
		}
		for range rapid.IntRange(0, 12).Draw(t, "cells") {
			b.Cells = append(b.Cells, papers.BlockCell{
				Role: role.Draw(t, "role"), Post: word.Draw(t, "post"), Sign: word.Draw(t, "sign"), On: signedOn,
				Delegated: rapid.Bool().Draw(t, "delegated"),
				Acting:    rapid.SampledFrom([]string{"", "과장"}).Draw(t, "acting"),
				Opinion:   rapid.SampledFrom([]string{"", "의견"}).Draw(t, "opinion"),
				Proposer:  rapid.Bool().Draw(t, "proposer"),
			})
		}
		var text bytes.Buffer
		require.NoError(t, papers.BlockText(&text, b))
		straight(t, text.String(), b.Style)
		require.NotRegexp(t, regexp.MustCompile(`[\x{202e}\t]| \n`), text.String())
	})
}
