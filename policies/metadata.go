package policies

import (
	"slices"
	"strings"

	"gyeol/gov"
)

// DocumentForm is one of the two forms in which a document is drafted (행정업무의 운영 및 혁신에 관한 규정 시행규칙
// 제4조).
type DocumentForm string

// The forms of documents.
const (
	FormDispatch DocumentForm = "dispatch" // 일반기안문: head, addressee, body, issuer; is sent
	FormInternal DocumentForm = "internal" // 간이기안문: the block of signatures above a report or plan; stays inside
)

// Licence is on what terms others may use a document (domain §1.4).
type Licence string

// The licences: Creative Commons as Seoul prints it, and the four types of the Korean Open Government Licence.
const (
	CCBYND30 Licence = "cc-by-nd-3.0"
	KOGL1    Licence = "kogl-1"
	KOGL2    Licence = "kogl-2"
	KOGL3    Licence = "kogl-3"
	KOGL4    Licence = "kogl-4"
)

// Korean prints the licence, "" for one that is not known.
func (l Licence) Korean() string {
	switch l {
	case CCBYND30:
		return "크리에이티브 커먼즈 저작자표시-변경금지 3.0"
	case KOGL1:
		return "공공누리 제1유형(출처표시)"
	case KOGL2:
		return "공공누리 제2유형(출처표시·상업적 이용금지)"
	case KOGL3:
		return "공공누리 제3유형(출처표시·변경금지)"
	case KOGL4:
		return "공공누리 제4유형(출처표시·상업적 이용금지·변경금지)"
	}
	return ""
}

// ManagementID is the system-wide id of a record: D and 13 digits (domain §1.4).
type ManagementID string

// ParseManagementID reads the id and refuses every other form.
func ParseManagementID(s string) (ManagementID, error) {
	digits, ok := strings.CutPrefix(s, "D")
	if !ok || len(digits) != 13 || strings.Trim(digits, "0123456789") != "" {
		return "", gov.Refuse(gov.CodeInvalid, "관리번호는 D와 숫자 13자리입니다. 예: D0000044377577",
			"a management id is D and 13 digits")
	}
	return ManagementID(s), nil
}

// Metadata is what a record carries beside its text (domain §1.4).
type Metadata struct {
	Parts        []PartDisclosure `json:"parts"` // the text first, then each attachment
	Retention    Retention        `json:"retention"`
	FunctionCode string           `json:"function_code"`       // 단위과제
	Path         []string         `json:"classification_path"` // 분류정보, from the widest down
	Licence      Licence          `json:"licence,omitempty"`
	ManagementID ManagementID     `json:"management_id,omitempty"` // given by the system, not by the drafter
	Abstract     string           `json:"abstract,omitempty"`      // 문서요지
	Keywords     []string         `json:"keywords,omitempty"`
	AuthorPost   string           `json:"author_post"` // post, never a name
	Telephone    string           `json:"telephone"`   // of the office
	Addressees   []string         `json:"addressees,omitempty"`
	InternalOnly bool             `json:"internal_only,omitempty"` // 내부결재 stands where the addressee would
	RealName     bool             `json:"real_name,omitempty"`     // 정책실명제: who took part is on record
}

// Disclosure returns the class of a part.
func (m Metadata) Disclosure(part string) (PartDisclosure, bool) {
	i := slices.IndexFunc(m.Parts, func(p PartDisclosure) bool { return p.Part == part })
	if i < 0 {
		return PartDisclosure{}, false
	}
	return m.Parts[i], true
}
