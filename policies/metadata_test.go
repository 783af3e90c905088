package policies_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/policies"
)

const report = "평생교육 2030 기본계획 본보고서"

// seedMetadata is what the record of Seoul's basic plan carries (seed 001): the text partly open, the report closed.
func seedMetadata() policies.Metadata {
	inReview := policies.PartDisclosure{
		Part: policies.BodyPart, Class: gov.Partial, Items: []int{5}, Reason: "내부검토 과정에 있는 사항",
		Stage: "시의회 보고 전", EndsOn: gov.MustDate("2022-02-28"),
	}
	closed := inReview
	closed.Part, closed.Class = report, gov.Secret
	return policies.Metadata{
		Parts: []policies.PartDisclosure{inReview, closed}, Retention: policies.Retain5, FunctionCode: "평생교육운영활성화지원",
		Path:    []string{"행정", "평생직업교육기반", "평생교육지원", "평생학습교육지원", "평생교육운영활성화지원"},
		Licence: policies.CCBYND30, ManagementID: "D0000044377577", AuthorPost: "주무관", Telephone: "02-0000-0000",
	}
}

func seedSubmission() policies.Submission {
	return policies.Submission{
		Matter: "basic-plan.fix", Form: policies.FormInternal, On: gov.MustDate("2021-12-22"),
		Attachments: []string{report},
	}
}

func texts(reasons []gov.Reason) []string {
	var out []string
	for _, r := range reasons {
		out = append(out, r.Text)
	}
	return out
}

func TestTheSeedsMetadataIsComplete(t *testing.T) {
	t.Parallel()
	require.Empty(t, seedMetadata().Faults(seedSubmission(), policies.LawMetadata()))
}

func TestAllThatIsMissingIsToldAtOnce(t *testing.T) {
	t.Parallel()
	s := seedSubmission()
	s.Form, s.On = policies.FormDispatch, gov.MustDate("2026-10-05")
	found := policies.Metadata{}.Faults(s, policies.LawMetadata())
	require.Equal(t, []string{
		"‘본문’의 공개구분을 정하십시오.", "‘" + report + "’의 공개구분을 정하십시오.", "보존기간을 정하십시오.", "단위과제를 정하십시오.", "분류정보를 정하십시오.",
		"작성자의 직위와 사무실 전화번호를 적으십시오.", "수신자를 적으십시오. 보내지 않는 문서이면 ‘내부결재’라고 적습니다.", "문서요지를 적으십시오.", "키워드를 적으십시오.",
	}, texts(found))
	for _, r := range found {
		require.NotEmpty(t, r.Article)
		require.NotEmpty(t, r.Rule)
		require.False(t, r.Assumed, "the wording of that day was read")
	}
}

func TestARuleAsksFromItsDay(t *testing.T) {
	t.Parallel()
	m, s := seedMetadata(), seedSubmission()
	s.On = gov.MustDate("2026-05-18")
	require.Empty(t, m.Faults(s, policies.LawMetadata()), "no abstract was asked before the amendment")
	s.On = gov.MustDate("2026-05-19")
	require.Len(t, m.Faults(s, policies.LawMetadata()), 2)
	m.Abstract, m.Keywords = "제3차 중장기 계획", []string{"평생교육"}
	require.Empty(t, m.Faults(s, policies.LawMetadata()))
	m.Retention = ""
	require.True(t, m.Faults(s, policies.LawMetadata())[0].Assumed, "현행 규정 기준")
	s.On = gov.MustDate("2020-12-31")
	require.Empty(t, m.Faults(s, policies.LawMetadata()), "nothing is known of that year")
}

func TestACityAsksMoreOfItsMatters(t *testing.T) {
	t.Parallel()
	city := slices.Concat(policies.LawMetadata(), []policies.MetadataRule{
		{
			Ruled: policies.Ruled{
				Article: []string{"행정업무의 운영 및 혁신에 관한 규정 제63조"},
				From:    gov.MustDate("2021-01-01"), Until: gov.MustDate("2030-12-31"),
			},
			Field: policies.FieldRealName, Matter: "basic-plan.fix",
		},
		{Field: policies.FieldLicence},
		{Field: "colour", Form: policies.FormDispatch},
	})
	m, s := seedMetadata(), seedSubmission()
	require.Equal(t, []string{"정책실명제 대상입니다. 참여자의 성명, 직위, 의견을 기록하도록 표시하십시오."}, texts(m.Faults(s, city)))
	m.RealName, m.Licence = true, ""
	require.Equal(t, []string{"이용조건을 정하십시오."}, texts(m.Faults(s, city)))
	s.Form, m.Licence, m.Addressees = policies.FormDispatch, policies.KOGL4, []string{"교육부장관"}
	require.Contains(t, m.Faults(s, city)[0].Text, "colour", "a rule nobody can fulfil is a fault of the rule")
	s.Matter, s.Form, m.RealName = "results.fix", policies.FormInternal, false
	require.Empty(t, m.Faults(s, city))
}

func TestWhatIsThereMustHaveItsForm(t *testing.T) {
	t.Parallel()
	m := seedMetadata()
	m.Retention, m.Licence, m.ManagementID, m.Path = "7", "mine", "D123", []string{"행정", " "}
	m.Keywords, m.Addressees, m.FunctionCode = []string{""}, []string{""}, " "
	m.Parts[1].Part = "없는 붙임"
	m.Parts = append(m.Parts, m.Parts[0])
	s := seedSubmission()
	s.Form = ""
	require.Equal(t, []string{
		"‘없는 붙임’은(는) 이 문서의 본문도 붙임도 아닙니다.", "‘본문’의 공개구분이 두 번 적혀 있습니다.", "기안문의 서식을 간이기안문 또는 일반기안문으로 정하십시오.",
		"보존기간 ‘7’은(는) 없습니다.", "분류정보에 빈 단계가 있습니다.", "빈 키워드가 있습니다.", "빈 수신자가 있습니다.", "단위과제가 비어 있습니다.",
		"이용조건 ‘mine’은(는) 없습니다.", "관리번호 ‘D123’은(는) D와 숫자 13자리가 아닙니다.", "‘" + report + "’의 공개구분을 정하십시오.",
	}, texts(m.Faults(s, policies.LawMetadata())))
}

func TestAClassNamesItsGrounds(t *testing.T) {
	t.Parallel()
	part := func(class gov.Disclosure, reason string, items ...int) policies.PartDisclosure {
		return policies.PartDisclosure{Part: policies.BodyPart, Class: class, Items: items, Reason: reason}
	}
	staged := part(gov.Partial, "검토 중", 5)
	staged.Stage = "초안"
	for name, c := range map[string]struct {
		d      policies.PartDisclosure
		label  string
		faults int
	}{
		"open":                  {part(gov.Public, ""), "대시민공개", 0},
		"open with an item":     {part(gov.Public, "", 5), "대시민공개", 1},
		"no class":              {part("", ""), "대시민공개", 1},
		"without ground":        {part(gov.Partial, ""), "부분공개", 2},
		"for two items":         {part(gov.Secret, "개인정보 포함", 6, 1), "비공개(1,6)", 0},
		"an item of no law":     {part(gov.Secret, "까닭", 9), "비공개(9)", 1},
		"an item twice":         {part(gov.Secret, "까닭", 6, 6), "비공개(6,6)", 1},
		"in review, no stage":   {part(gov.Partial, "검토 중", 5), "부분공개(5)", 2},
		"in review, open-ended": {staged, "부분공개(5)", 1},
	} {
		require.Equal(t, c.label, c.d.Label("대시민공개"), name)
		require.Len(t, c.d.Faults(), c.faults, name)
	}
	require.Equal(t, "공개", policies.PartDisclosure{Class: gov.Public}.Label(""))
	for n := range 10 {
		_, ok := policies.FOIAItem(n)
		require.Equal(t, n >= 1 && n <= 8, ok)
	}
}

func TestWhatWasInReviewIsLookedAtAgain(t *testing.T) {
	t.Parallel()
	d := seedMetadata().Parts[0]
	require.False(t, d.ReviewAgain(gov.MustDate("2022-02-28")))
	require.True(t, d.ReviewAgain(gov.MustDate("2022-03-01")))
	d.Items = []int{6}
	require.False(t, d.ReviewAgain(gov.MustDate("2022-03-01")), "personal data stays personal")
	d.Class = gov.Public
	require.False(t, d.ReviewAgain(gov.MustDate("2022-03-01")))
}

func TestRetentionCountsFromTheNextYear(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		completed string
		term      policies.Retention
		until     string
	}{
		{"2021-12-22", policies.Retain5, "2026-12-31"},
		{"2021-01-01", policies.Retain5, "2026-12-31"},
		{"2021-12-31", policies.Retain1, "2022-12-31"},
		{"2022-01-01", policies.Retain1, "2023-12-31"},
		{"2024-02-29", policies.Retain30, "2054-12-31"},
		{"2024-02-29", policies.SemiPermanent, ""},
		{"2024-02-29", policies.Permanent, ""},
		{"2024-02-29", "7", ""},
	} {
		require.Equal(t, c.until, policies.RetentionUntil(gov.MustDate(c.completed), c.term).String(), "%v", c)
	}
	require.Equal(t, gov.MustDate("2022-01-01"), policies.RetentionFrom(gov.MustDate("2021-12-22")))
	require.True(t, policies.RetentionFrom(gov.Date{}).IsZero())
	require.True(t, policies.RetentionUntil(gov.Date{}, policies.Retain5).IsZero())
}

func TestATermIsReadAsItIsPrinted(t *testing.T) {
	t.Parallel()
	for _, r := range policies.Retentions() {
		got, err := policies.ParseRetention(" " + r.Korean())
		require.NoError(t, err)
		require.Equal(t, r, got)
		require.True(t, got.Valid())
		got, err = policies.ParseRetention(string(r))
		require.NoError(t, err)
		require.Equal(t, r, got)
	}
	_, err := policies.ParseRetention("2년")
	require.Equal(t, gov.CodeInvalid, gov.CodeOf(err))
	_, err = policies.ParseRetention("")
	require.Error(t, err)
	require.Zero(t, policies.Retention("x").Years())
}

func TestAManagementIDHasItsForm(t *testing.T) {
	t.Parallel()
	id, err := policies.ParseManagementID("D0000044377577")
	require.NoError(t, err)
	require.Equal(t, policies.ManagementID("D0000044377577"), id)
	for _, bad := range []string{
		"", "D", "0000044377577", "D000004437757", "D00000443775770", "d0000044377577", "D00000443775７",
	} {
		_, err := policies.ParseManagementID(bad)
		require.Error(t, err, bad)
	}
}

func TestLicencesHaveNames(t *testing.T) {
	t.Parallel()
	for _, l := range []policies.Licence{
		policies.CCBYND30, policies.KOGL1, policies.KOGL2, policies.KOGL3, policies.KOGL4,
	} {
		require.NotEmpty(t, l.Korean())
	}
	require.Empty(t, policies.Licence("mit").Korean())
}
