package policies_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/policies"
	"gyeol/policies/pack"
	"gyeol/policies/seoul"
)

// seoulMasks are the patterns of the Seoul pack.
func seoulMasks(t *testing.T) []policies.MaskRule {
	t.Helper()
	p, faults := pack.Load(seoul.FS)
	require.NoError(t, faults.Err())
	masks := p.MasksOn(gov.NewDate(2022, 3, 2))
	require.Len(t, masks, 4)
	for _, m := range masks {
		require.NotEmpty(t, m.Article, m.ID)
	}
	return masks
}

// textOf is a paper of one public text.
func textOf(text string) policies.CopySource {
	return policies.CopySource{Title: "보고", Parts: []policies.SourcePart{{
		PartDisclosure: policies.PartDisclosure{Part: policies.BodyPart, Class: gov.Public}, Text: text,
	}}}
}

func TestEachPatternIsMaskedAndNothingBesideIt(t *testing.T) {
	t.Parallel()
	rules := seoulMasks(t)
	for text, want := range map[string]string{
		"주민등록번호 800101-1234567 확인": "주민등록번호 ******-******* 확인",
		"800101 1234567":             "****** *******",
		"외국인 850229-5******":         "외국인 ******-*******",
		"연락처 010-1234-5678.":         "연락처 ***-****-****.",
		"(02) 2133-3900, 0312345678": "(**) ****-****, **********",
		"+82 10 1234 5678":           "+** ** **** ****",
		"문의 hong.gd@seoul.go.kr로":    "문의 ****.**@*****.**.**로",
		"생년월일: 1970. 1. 2.":          "생년월일: ****. *. *.",
		"생년월일 700102":                "생년월일 ******",
		"1970년 1월 2일생":               "***** ** *일생",
		"1970. 1. 2.생":               "****. *. *.생",
	} {
		c, masks := textOf(text).Copy(policies.Masking{Rules: rules})
		require.Equal(t, want, c.Parts[0].Text, text)
		require.NotEmpty(t, masks, text)
	}
	for _, text := range []string{
		"2022. 2. 24.(목) 회의", "금113,560원", "평생교육과-11424(2021. 12. 22.)", "123456789012345678", "1970. 1. 2. 제정",
		"예산 20,220,224천원", "행정1부시장 방침 제240호", "2021-12-22", "서울특별시 평생교육진흥에 관한 조례 제4조의3",
	} {
		c, masks := textOf(text).Copy(policies.Masking{Rules: rules})
		require.Equal(t, text, c.Parts[0].Text)
		require.Empty(t, masks, text)
	}
}

func TestWhatIsMaskedSaysWhatWhereAndWhy(t *testing.T) {
	t.Parallel()
	s := textOf("1. 대상\n  홍길동(홍 길 동)\n2. 홍길동 010-1234-5678")
	s.Head = []policies.CopyLine{{Label: "담당", Text: "홍길동"}}
	c, masks := s.Copy(policies.Masking{
		Rules: seoulMasks(t), Names: []policies.PrivateName{{Name: "홍길동", Why: "표창 추천 대상"}, {Name: "홍", Why: "한 글자"}},
	})
	require.Equal(t, "1. 대상\n  홍*동(* * *)\n2. 홍*동 ***-****-****", c.Parts[0].Text)
	require.Equal(t, "홍*동", c.Head[0].Text)
	var name policies.CopyMask
	for _, m := range masks {
		if m.Value == "홍길동" {
			name = m
		}
	}
	require.Equal(t, policies.CopyMask{
		Value: "홍길동", Shown: "홍*동", By: policies.MaskedName, Why: "표창 추천 대상",
		Article: []string{"공공기관의 정보공개에 관한 법률 제9조제1항제6호"}, Places: []string{"담당", "본문 2행", "본문 3행"},
	}, name)
}

func TestEachClassShowsWhatItMay(t *testing.T) {
	t.Parallel()
	ends := gov.NewDate(2022, 3, 2)
	part := func(name string, class gov.Disclosure, items ...int) policies.SourcePart {
		return policies.SourcePart{
			PartDisclosure: policies.PartDisclosure{
				Part: name, Class: class, Items: items, Reason: "검토 중", Stage: "내부 검토", EndsOn: ends,
			},
			Shown: "붙임 1", Text: "비밀 계획",
		}
	}
	for name, want := range map[string]struct {
		part  policies.SourcePart
		shown policies.CopyPart
	}{
		"Public": {part("본문", gov.Public), policies.CopyPart{Name: "본문", Label: "공개", Text: "비밀 계획"}},
		"Partial": {part("본문", gov.Partial, 6), policies.CopyPart{
			Name: "본문", Label: "부분공개(6)", Text: "비밀 계획",
			Notice: "공공기관의 정보공개에 관한 법률 제9조제1항제6호에 따라 일부를 가리고 공개합니다. 사유: 검토 중.",
		}},
		"ClosedWhileInReview": {part("누구의 계획", gov.Secret, 6, 5), policies.CopyPart{
			Name: "붙임 1", Label: "비공개(5,6)",
			Notice: "공공기관의 정보공개에 관한 법률 제9조제1항제5호·제6호에 따라 공개하지 않습니다. 사유: 검토 중. 의사결정·내부검토 단계: 내부 검토. " +
				"종료 예정일: 2022. 3. 2.(수). 그날 공개 여부를 다시 검토합니다.",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, _ := policies.CopySource{Parts: []policies.SourcePart{want.part}}.Copy(policies.Masking{})
			require.Equal(t, want.shown, c.Parts[0])
		})
	}
}

func TestThePersonWhoChecksHasTheLastWord(t *testing.T) {
	t.Parallel()
	s := textOf("공용 02-2133-3900, 은밀한 곳")
	m := policies.Masking{Rules: seoulMasks(t), Fixes: []policies.CopyFix{
		{Text: "02-2133-3900", Lift: true, Reason: "부서 대표번호"}, {Text: "은밀한 곳", Reason: "사생활"},
	}}
	c, masks := s.Copy(m)
	require.Equal(t, "공용 02-2133-3900, *** *", c.Parts[0].Text)
	require.Len(t, masks, 1)
	require.Equal(t, policies.MaskedPerson, masks[0].By)
	require.Len(t, m.Lifts(), 1)
	m.Fixes = append(m.Fixes, policies.CopyFix{Text: "02-2133-3900", Reason: "개인이 받음"})
	c, _ = s.Copy(m)
	require.Equal(t, "공용 **-****-****, *** *", c.Parts[0].Text)
	require.Empty(t, m.Lifts())
}

// TestAPublicCopyNeverContainsAMaskedValue tries texts that are put together at random, names that lie in each other
// and what is left of two of them among them.
func TestAPublicCopyNeverContainsAMaskedValue(t *testing.T) {
	t.Parallel()
	rules := seoulMasks(t)
	words := []string{
		"홍길동", "동길홍", "홍길", "길동홍길", "이준", "이준비", "010-1234-5678", "0101234567", "a@b.kr", "a@b.kr.x", "800101-1234567",
		"생년월일 1970. 1. 2.", "1970. 1. 2.", " ", "\n", "*", "12", "가", "2022. 2. 24.", "평생", "팀1", "2030",
	}
	rng := rand.New(rand.NewPCG(1, 2))
	some := func() string {
		var b strings.Builder
		for range 1 + rng.IntN(12) {
			b.WriteString(words[rng.IntN(len(words))])
		}
		return b.String()
	}
	found := 0
	for range 4000 {
		s := textOf(some())
		s.Title, s.Head = some(), []policies.CopyLine{{Label: "담당", Text: some()}}
		m := policies.Masking{Rules: rules, Fixes: []policies.CopyFix{{Text: some(), Reason: "가림"}}}
		for range rng.IntN(4) {
			m.Names = append(m.Names, policies.PrivateName{Name: words[rng.IntN(6)]}, policies.PrivateName{Name: "2030"})
		}
		c, masks := s.Copy(m)
		shown := c.Title + "\x00" + c.Head[0].Text + "\x00" + c.Parts[0].Text
		for _, k := range masks {
			found++
			require.NotContains(t, shown, k.Value)
		}
	}
	require.Greater(t, found, 4000)
}
