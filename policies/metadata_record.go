package policies

import (
	"slices"
	"strconv"

	"gyeol/gov"
)

// RecordRule says what the record of a matter carries where its drafter says nothing else: an office keeps the papers
// of one matter alike. It is data of the city, never of the engine.
type RecordRule struct {
	Ruled        `yaml:",inline"`
	Matter       string    `yaml:"matter" json:"matter,omitempty"` // of the authority table; empty: those without a rule of their own
	Retention    Retention `yaml:"retention" json:"retention,omitempty"`
	FunctionCode string    `yaml:"function_code" json:"function_code,omitempty"`
	Path         []string  `yaml:"classification_path" json:"classification_path,omitempty"`
	Licence      Licence   `yaml:"licence" json:"licence,omitempty"`
	Telephone    string    `yaml:"telephone" json:"telephone,omitempty"`
	RealName     bool      `yaml:"real_name" json:"real_name,omitempty"`
	// Closed are the grounds on which the text is not public, where the row of the matter proposes that.
	Closed *GroundRule `yaml:"grounds" json:"grounds,omitempty"`
}

// GroundRule are grounds on which a part is not public (공공기관의 정보공개에 관한 법률 제9조제1항).
type GroundRule struct {
	Items  []int  `yaml:"items" json:"items"`
	Reason string `yaml:"reason" json:"reason"`
	Stage  string `yaml:"stage" json:"stage,omitempty"` // item 5; its end only the drafter can tell
}

// Propose fills what the metadata leaves open.
func (r RecordRule) Propose(m Metadata) Metadata {
	if m.Retention == "" {
		m.Retention = r.Retention
	}
	if m.FunctionCode == "" {
		m.FunctionCode = r.FunctionCode
	}
	if len(m.Path) == 0 {
		m.Path = slices.Clone(r.Path)
	}
	if m.Licence == "" {
		m.Licence = r.Licence
	}
	if m.Telephone == "" {
		m.Telephone = r.Telephone
	}
	m.RealName = m.RealName || r.RealName
	if i := slices.IndexFunc(m.Parts, func(p PartDisclosure) bool { return p.Part == BodyPart }); i >= 0 {
		m.Parts = slices.Clone(m.Parts)
		m.Parts[i] = r.ground(m.Parts[i])
	}
	return m
}

// ground gives a part that is not public the grounds of its matter, as far as it names none of its own.
func (r RecordRule) ground(p PartDisclosure) PartDisclosure {
	if r.Closed == nil || p.Class == gov.Public {
		return p
	}
	if len(p.Items) == 0 {
		p.Items = slices.Clone(r.Closed.Items)
	}
	if p.Reason == "" {
		p.Reason = r.Closed.Reason
	}
	if p.Stage == "" && slices.Contains(p.Items, InReview) {
		p.Stage = r.Closed.Stage
	}
	return p
}

// Draft is the text of a document with its attachments, before it is frozen.
type Draft struct {
	Title       string
	Body        map[string]any
	Attachments []Attached
}

// Attached is an attachment by its title and the hash of its content.
type Attached struct {
	Title  string
	SHA256 string // in hex
}

// Faults lists everything for which the text cannot be signed: signatures bind to a title, a text and hashes
// (행정업무의 운영 및 혁신에 관한 규정 제8조).
func (d Draft) Faults() []gov.Reason {
	const article = "행정업무의 운영 및 혁신에 관한 규정 제8조"
	f := faults{about: "text"}
	f.unless(Fits(d.Title, 1, 300), fault{
		"/title", article, "제목을 300자 이하로, 보이지 않는 글자 없이 적으십시오.", "give a title of at most 300 visible characters",
	})
	f.found = append(f.found, bodyFaults(d.Body, article)...)
	for i, a := range d.Attachments {
		at := "/attachments/" + strconv.Itoa(i)
		f.unless(Fits(a.Title, 1, 300), fault{
			at + "/title", article, "%d번째 붙임의 제목을 300자 이하로 적으십시오.", "give attachment %d a title of at most 300 characters",
		}, i+1)
		f.unless(isSHA256(a.SHA256), fault{
			at + "/sha256", article, "%d번째 붙임의 SHA-256 해시를 16진수 64자로 적으십시오.",
			"give the SHA-256 of attachment %d as 64 hexadecimal digits",
		}, i+1)
	}
	return f.found
}

func isSHA256(s string) bool {
	digit := func(r rune) bool { return r >= '0' && r <= '9' || r >= 'a' && r <= 'f' || r >= 'A' && r <= 'F' }
	for _, r := range s {
		if !digit(r) {
			return false
		}
	}
	return len(s) == 64
}
