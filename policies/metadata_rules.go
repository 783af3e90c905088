package policies

import (
	"slices"
	"strconv"

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
	Notice      bool     // a notice to everybody, which has no addressee
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
		for _, missing := range m.missing(r.Field, s) {
			if len(r.Article) > 0 {
				missing.article = r.Article[0]
			}
			f.unless(false, missing)
		}
		found = append(found, f.found...)
	}
	return found
}

// AskedField is a field that the table requires of a draft.
type AskedField struct {
	Field   MetadataField
	Article []string
	Assumed bool // 현행 규정 기준
}

// AskedFields lists what the table requires of the draft, each field once.
func AskedFields(s Submission, table []MetadataRule) []AskedField {
	var out []AskedField
	for _, r := range table {
		asks, assumed := r.asks(s)
		if known := slices.ContainsFunc(out, func(f AskedField) bool { return f.Field == r.Field }); asks && !known {
			out = append(out, AskedField{r.Field, r.Article, assumed || len(r.Article) == 0})
		}
	}
	return out
}

// missing says what a field lacks.
func (m Metadata) missing(field MetadataField, s Submission) []fault {
	if field == FieldDisclosure {
		return m.undisclosed(s)
	}
	has, ask := m.has(field, s)
	if has {
		return nil
	}
	return []fault{ask}
}

// has reports whether a field is there, and the sentences that ask for it.
func (m Metadata) has(field MetadataField, s Submission) (has bool, ask fault) {
	ask = fault{field: "/" + string(field)}
	switch field {
	case FieldDisclosure:
		has, ask.korean, ask.english = len(m.Parts) > 0, "공개구분을 정하십시오.", "decide what is public"
	case FieldRetention:
		has, ask.korean, ask.english = m.Retention != "", "보존기간을 정하십시오.", "say how long the record is kept"
	case FieldFunction:
		has, ask.korean, ask.english = m.FunctionCode != "", "단위과제를 정하십시오.", "name the function (단위과제)"
	case FieldPath:
		has, ask.korean, ask.english = len(m.Path) > 0, "분류정보를 정하십시오.", "give the classification path"
	case FieldLicence:
		has, ask.korean, ask.english = m.Licence != "", "이용조건을 정하십시오.", "say on what terms others may use it"
	case FieldAbstract:
		has, ask.korean, ask.english = Fits(m.Abstract, 1, 4000), "문서요지를 적으십시오.", "give an abstract of at most 4,000 characters"
	case FieldKeywords:
		has, ask.korean, ask.english = len(m.Keywords) > 0, "키워드를 적으십시오.", "give keywords"
	case FieldAuthor:
		ask.field = "/telephone"
		has = Fits(m.AuthorPost, 1, 200) && Fits(m.Telephone, 1, 50)
		ask.korean = "작성자의 직위와 사무실 전화번호를 적으십시오."
		ask.english = "give the post of the author and the telephone number of the office"
	case FieldAddressee:
		has = len(m.Addressees) > 0 || m.InternalOnly || s.Notice
		ask.korean = "수신자를 적으십시오. 보내지 않는 문서이면 ‘내부결재’라고 적습니다."
		ask.english = "name the addressees, or say that it is internal only"
	case FieldRealName:
		has, ask.korean = m.RealName, "정책실명제 대상입니다. 참여자의 성명, 직위, 의견을 기록하도록 표시하십시오."
		ask.english = "the policy real-name rule applies: mark that who takes part goes on record"
	default:
		ask.korean = "알 수 없는 항목 ‘" + string(field) + "’을(를) 요구하는 규정입니다. 규정을 바로잡으십시오."
		ask.english = "a rule asks for an unknown field; mend the rule"
	}
	return has, ask
}

// undisclosed names the parts whose class has not been decided.
func (m Metadata) undisclosed(s Submission) []fault {
	var out []fault
	for i, part := range append([]string{BodyPart}, s.Attachments...) {
		if _, ok := m.Disclosure(part); ok {
			continue
		}
		at := ""
		if i > 0 {
			at = "/attachments/" + strconv.Itoa(i-1)
		}
		out = append(out, fault{
			field: at + "/disclosure", korean: "‘" + part + "’의 공개구분을 정하십시오.",
			english: "decide whether \"" + part + "\" is public",
		})
	}
	return out
}

// malformed lists what is there but has not its form, whether it is required or not.
func (m Metadata) malformed(s Submission) []gov.Reason {
	var found []gov.Reason
	for i, p := range m.Parts {
		f := faults{about: "disclosure", at: p.at}
		f.unless(p.Part == BodyPart || slices.Contains(s.Attachments, p.Part), fault{
			"/title", disclosureArticle, "‘%s’은(는) 이 문서의 본문도 붙임도 아닙니다.", "%q is neither the text nor an attachment",
		}, p.Part)
		twice := slices.ContainsFunc(m.Parts[:i], func(q PartDisclosure) bool { return q.Part == p.Part })
		f.unless(!twice, fault{
			"/title", disclosureArticle, "‘%s’의 공개구분이 두 번 적혀 있습니다.", "the disclosure of %q is given twice",
		}, p.Part)
		found = append(append(found, f.found...), p.Faults()...)
	}
	f := faults{about: "form"}
	f.unless(s.Form == FormInternal || s.Form == FormDispatch, fault{
		"/form", footArticle, "기안문의 서식을 간이기안문 또는 일반기안문으로 정하십시오.", "the form is internal or dispatch",
	})
	f.unless(m.Retention == "" || m.Retention.Valid(), fault{
		"/retention", retentionArticle, "보존기간 ‘%s’은(는) 없습니다.", "%q is no term of retention",
	}, string(m.Retention))
	f.unless(!slices.ContainsFunc(m.Path, blank), fault{
		"/classification_path", registerArticle, "분류정보에 빈 단계가 있습니다.", "a step of the classification path is blank",
	})
	f.unless(!slices.ContainsFunc(m.Keywords, blank), fault{"/keywords", openFormatArticle, "빈 키워드가 있습니다.", "a keyword is blank"})
	f.unless(!slices.ContainsFunc(m.Addressees, blank), fault{"/addressees", footArticle, "빈 수신자가 있습니다.", "an addressee is blank"})
	f.unless(!m.InternalOnly || len(m.Addressees) == 0, fault{
		"/internal_only", footArticle, "‘내부결재’이면 수신자를 적지 않습니다.", "what is internal only has no addressee",
	})
	f.unless(m.FunctionCode == "" || !blank(m.FunctionCode), fault{
		"/function_code", registerArticle, "단위과제가 비어 있습니다.", "the function is blank",
	})
	return append(append(found, f.found...), m.unread()...)
}

// unread lists what has not the form of gyeol, where no article fixes one.
func (m Metadata) unread() []gov.Reason {
	f := faults{about: "form", assumed: true}
	f.unless(m.Licence == "" || m.Licence.Korean() != "", fault{
		"/licence", "", "이용조건 ‘%s’은(는) 없습니다.", "%q is no licence",
	}, string(m.Licence))
	f.unless(Fits(m.Abstract, 0, 4000), fault{
		"/abstract", "", "문서요지는 4,000자 이하로, 보이지 않는 글자 없이 적으십시오.", "an abstract has at most 4,000 visible characters",
	})
	f.unless(Fits(m.Telephone, 0, 50), fault{
		"/telephone", "", "전화번호는 50자 이하로, 보이지 않는 글자 없이 적으십시오.", "a telephone number has at most 50 visible characters",
	})
	if m.ManagementID != "" {
		_, err := ParseManagementID(string(m.ManagementID))
		f.unless(err == nil, fault{
			"/management_id", "", "관리번호 ‘%s’은(는) D와 숫자 13자리가 아닙니다.", "%q is not D and 13 digits",
		}, string(m.ManagementID))
	}
	return f.found
}

// blank reports whether a short text says nothing, or more than a list can show.
func blank(s string) bool { return !Fits(s, 1, 200) }
