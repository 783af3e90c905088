package policies

import (
	"slices"

	"gyeol/gov"
)

// MetadataField names a thing that may be required of a document.
type MetadataField string

// The fields.
const (
	FieldDisclosure MetadataField = "disclosure" // of the text and of every attachment
	FieldRetention  MetadataField = "retention"
	FieldFunction   MetadataField = "function_code"
	FieldPath       MetadataField = "classification_path"
	FieldLicence    MetadataField = "licence"
	FieldAbstract   MetadataField = "abstract"
	FieldKeywords   MetadataField = "keywords"
	FieldAuthor     MetadataField = "author"
	FieldAddressee  MetadataField = "addressees"
	FieldRealName   MetadataField = "real_name" // 정책실명제 (행정업무의 운영 및 혁신에 관한 규정 제63조)
)

// MetadataRule is one row of the table that says what is required when a draft is submitted.
type MetadataRule struct {
	Ruled  `yaml:",inline"`
	Field  MetadataField `yaml:"field" json:"field"`
	Matter string        `yaml:"matter" json:"matter,omitempty"` // of the authority table; empty: every matter
	Form   DocumentForm  `yaml:"form" json:"form,omitempty"`     // empty: both forms
}

// Submission is the draft of which metadata is asked.
type Submission struct {
	Matter      string
	Form        DocumentForm
	On          gov.Date
	Attachments []string // their titles
}

// asks reports whether the rule is for the draft, and whether its wording of that day was not read.
func (r MetadataRule) asks(s Submission) (asks, assumed bool) {
	assumed = s.On.Before(r.From)
	if assumed && (r.AssumedFrom.IsZero() || s.On.Before(r.AssumedFrom)) || !r.Until.IsZero() && s.On.After(r.Until) {
		return false, false
	}
	return (r.Matter == "" || r.Matter == s.Matter) && (r.Form == "" || r.Form == s.Form), assumed
}

// Articles behind the table.
const (
	registerArticle   = "공공기록물 관리에 관한 법률 시행령 제20조"
	footArticle       = "행정업무의 운영 및 혁신에 관한 규정 시행규칙 제4조제6항"
	openFormatArticle = "행정업무의 운영 및 혁신에 관한 규정 제5조제2항"
	realNameArticle   = "행정업무의 운영 및 혁신에 관한 규정 제63조"
)

// LawMetadata is the table of what the law requires of every document; a city adds the rows of its matters. Abstract
// and keywords are a duty since the amendment of 2026-05-19; the others are assumed before the version that was read.
func LawMetadata() []MetadataRule {
	records, rule := gov.MustDate("2026-10-02"), gov.MustDate("2023-06-28") // the versions read (domain §0)
	amended, trusted := gov.MustDate("2026-05-19"), gov.MustDate("2021-01-01")
	return []MetadataRule{
		{Field: FieldDisclosure, Ruled: since(disclosureArticle, records, trusted)},
		{Field: FieldRetention, Ruled: since(retentionArticle, records, trusted)},
		{Field: FieldFunction, Ruled: since(registerArticle, records, trusted)},
		{Field: FieldPath, Ruled: since(registerArticle, records, trusted)},
		{Field: FieldAuthor, Form: FormDispatch, Ruled: since(footArticle, rule, trusted)},
		{Field: FieldAddressee, Form: FormDispatch, Ruled: since(footArticle, rule, trusted)},
		{Field: FieldAbstract, Ruled: since(openFormatArticle, amended, gov.Date{})},
		{Field: FieldKeywords, Ruled: since(openFormatArticle, amended, gov.Date{})},
	}
}

func since(article string, from, assumed gov.Date) Ruled {
	return Ruled{Article: []string{article}, From: from, AssumedFrom: assumed}
}

// Faults lists everything for which the draft cannot be submitted: what the table requires and is missing, and what is
// there but has not its form. None: it may go.
func (m Metadata) Faults(s Submission, table []MetadataRule) []gov.Reason {
	found := m.malformed(s)
	for _, r := range table {
		asks, assumed := r.asks(s)
		if !asks {
			continue
		}
		f := faults{about: string(r.Field), assumed: assumed || len(r.Article) == 0}
		article := ""
		if len(r.Article) > 0 {
			article = r.Article[0]
		}
		for _, text := range m.missing(r.Field, s) {
			f.unless(false, article, "%s", text)
		}
		found = append(found, f.found...)
	}
	return found
}

// missing says, in one sentence each, what a field lacks.
func (m Metadata) missing(field MetadataField, s Submission) []string {
	if field == FieldDisclosure {
		return m.undisclosed(s)
	}
	has, sentence := m.has(field)
	if has {
		return nil
	}
	return []string{sentence}
}

// has reports whether a field is there, and the sentence that asks for it.
func (m Metadata) has(field MetadataField) (has bool, sentence string) {
	switch field {
	case FieldDisclosure:
		return len(m.Parts) > 0, "공개구분을 정하십시오."
	case FieldRetention:
		return m.Retention != "", "보존기간을 정하십시오."
	case FieldFunction:
		return m.FunctionCode != "", "단위과제를 정하십시오."
	case FieldPath:
		return len(m.Path) > 0, "분류정보를 정하십시오."
	case FieldLicence:
		return m.Licence != "", "이용조건을 정하십시오."
	case FieldAbstract:
		return Fits(m.Abstract, 1, 4000), "문서요지를 적으십시오."
	case FieldKeywords:
		return len(m.Keywords) > 0, "키워드를 적으십시오."
	case FieldAuthor:
		return m.AuthorPost != "" && m.Telephone != "", "작성자의 직위와 사무실 전화번호를 적으십시오."
	case FieldAddressee:
		return len(m.Addressees) > 0, "수신자를 적으십시오. 보내지 않는 문서이면 ‘내부결재’라고 적습니다."
	case FieldRealName:
		return m.RealName, "정책실명제 대상입니다. 참여자의 성명, 직위, 의견을 기록하도록 표시하십시오."
	}
	return false, "알 수 없는 항목 ‘" + string(field) + "’을(를) 요구하는 규정입니다. 규정을 바로잡으십시오."
}

// undisclosed names the parts whose class has not been decided.
func (m Metadata) undisclosed(s Submission) []string {
	var out []string
	for _, part := range append([]string{BodyPart}, s.Attachments...) {
		if _, ok := m.Disclosure(part); !ok {
			out = append(out, "‘"+part+"’의 공개구분을 정하십시오.")
		}
	}
	return out
}

// malformed lists what is there but has not its form, whether it is required or not.
func (m Metadata) malformed(s Submission) []gov.Reason {
	var found []gov.Reason
	for i, p := range m.Parts {
		f := faults{about: "disclosure/" + p.Part}
		f.unless(p.Part == BodyPart || slices.Contains(s.Attachments, p.Part), disclosureArticle,
			"‘%s’은(는) 이 문서의 본문도 붙임도 아닙니다.", p.Part)
		twice := slices.ContainsFunc(m.Parts[:i], func(q PartDisclosure) bool { return q.Part == p.Part })
		f.unless(!twice, disclosureArticle, "‘%s’의 공개구분이 두 번 적혀 있습니다.", p.Part)
		found = append(append(found, f.found...), p.Faults()...)
	}
	f := faults{about: "form"}
	f.unless(s.Form == FormInternal || s.Form == FormDispatch, footArticle, "기안문의 서식을 간이기안문 또는 일반기안문으로 정하십시오.")
	f.unless(m.Retention == "" || m.Retention.Valid(), retentionArticle, "보존기간 ‘%s’은(는) 없습니다.", m.Retention)
	f.unless(!slices.ContainsFunc(m.Path, blank), registerArticle, "분류정보에 빈 단계가 있습니다.")
	f.unless(!slices.ContainsFunc(m.Keywords, blank), openFormatArticle, "빈 키워드가 있습니다.")
	f.unless(!slices.ContainsFunc(m.Addressees, blank), footArticle, "빈 수신자가 있습니다.")
	f.unless(m.FunctionCode == "" || !blank(m.FunctionCode), registerArticle, "단위과제가 비어 있습니다.")
	f.assumed = true // no article fixes these two
	f.unless(m.Licence == "" || m.Licence.Korean() != "", "", "이용조건 ‘%s’은(는) 없습니다.", m.Licence)
	if m.ManagementID != "" {
		_, err := ParseManagementID(string(m.ManagementID))
		f.unless(err == nil, "", "관리번호 ‘%s’은(는) D와 숫자 13자리가 아닙니다.", m.ManagementID)
	}
	return append(found, f.found...)
}

// blank reports whether a short text says nothing, or more than a list can show.
func blank(s string) bool { return !Fits(s, 1, 200) }
