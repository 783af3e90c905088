package policies

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"gyeol/gov"
)

// CopyRule says that documents and minutes get a public copy, and within how many days somebody checks it (공공기관의
// 정보공개에 관한 법률 제8조의2, 제14조).
type CopyRule struct {
	Ruled `yaml:",inline"`
	ID    string `yaml:"id" json:"id"`
	Since int    `yaml:"since" json:"since"` // days after which nobody is asked any more about what has no copy yet
}

// MaskRule is a pattern of personal data that no public copy shows (공공기관의 정보공개에 관한 법률 제9조제1항제6호).
type MaskRule struct {
	Ruled   `yaml:",inline"`
	ID      string `yaml:"id" json:"id"`
	Title   string `yaml:"title" json:"title"`     // Korean, what it finds
	Pattern string `yaml:"pattern" json:"pattern"` // RE2; its first group that captures is masked, without one all it finds
}

// find lists what the rule finds in a text. Digits that go on before or behind belong to another number.
func (r MaskRule) find(text string) []string {
	re, err := regexp.Compile(r.Pattern)
	if err != nil {
		return nil // the pack was refused on load
	}
	var out []string
	for _, at := range re.FindAllStringSubmatchIndex(text, -1) {
		from, to := at[0], at[1]
		for i := 2; i+1 < len(at); i += 2 {
			if at[i] >= 0 {
				from, to = at[i], at[i+1]
				break
			}
		}
		before, _ := utf8.DecodeLastRuneInString(text[:from])
		after, _ := utf8.DecodeRuneInString(text[to:])
		first, _ := utf8.DecodeRuneInString(text[from:to])
		last, _ := utf8.DecodeLastRuneInString(text[from:to])
		if unicode.IsDigit(before) && unicode.IsDigit(first) || unicode.IsDigit(last) && unicode.IsDigit(after) {
			continue
		}
		out = append(out, text[from:to])
	}
	return out
}

// PrivateName is the name of a person who is no official in his function, as the record knows it.
type PrivateName struct {
	Name string
	Why  string // Korean, who it is: 표창 추천 대상, 외부 위원
}

// find lists how the name is written in a text: also with spaces between its syllables.
func (n PrivateName) find(text string) []string {
	name := strings.Join(strings.Fields(n.Name), "")
	if utf8.RuneCountInString(name) < 2 {
		return nil
	}
	letters := strings.Split(name, "")
	for i, l := range letters {
		letters[i] = regexp.QuoteMeta(l)
	}
	return regexp.MustCompile(strings.Join(letters, `[ \x{00a0}\x{3000}]*`)).FindAllString(text, -1)
}

// CopyFix is what a person corrects in the proposal of a public copy. The later of two about the same words holds.
type CopyFix struct {
	Text   string // the words as the paper has them
	Lift   bool   // they are shown although a rule masks them; otherwise they are masked although none does
	Reason string
}

// Masking is all by which a public copy is made.
type Masking struct {
	Rules []MaskRule
	Names []PrivateName
	Fixes []CopyFix
}

// CopyLine is a line of the head of a paper.
type CopyLine struct {
	Label string `json:"label"`
	Text  string `json:"text"`
}

// SourcePart is one part of a paper with its class.
type SourcePart struct {
	PartDisclosure

	Shown string // how it is called where its class closes it; the title of an attachment may say too much
	Text  string
	Told  string // said of an open part that has no text of its own
}

// CopySource is a paper as it was approved.
type CopySource struct {
	Title string
	Head  []CopyLine
	Parts []SourcePart
}

// CopyPart is one part of a public copy.
type CopyPart struct {
	Name   string `json:"name" example:"본문"`
	Label  string `json:"label" doc:"Its class as papers print it" example:"부분공개(5)"`
	Text   string `json:"text,omitempty" doc:"Masked; absent where its class closes it"`
	Notice string `json:"notice,omitempty" doc:"Why it is not shown, or not all of it, and when that is looked at again"`
}

// PublicCopy is a paper as everybody may read it.
type PublicCopy struct {
	Title string     `json:"title"`
	Head  []CopyLine `json:"head" nullable:"false"`
	Parts []CopyPart `json:"parts" nullable:"false"`
}

// CopyMask is one text that a public copy does not show: what, where and why.
type CopyMask struct {
	Value   string   `json:"value" doc:"As the paper has it"`
	Shown   string   `json:"shown" doc:"As the copy has it" example:"홍*동"`
	By      string   `json:"by" doc:"Rule of the pack, name for a name on record, or person" example:"telephone"`
	Why     string   `json:"why" example:"전화번호"`
	Article []string `json:"article" nullable:"false"`
	Places  []string `json:"places" nullable:"false" doc:"Parts with their lines" example:"본문 3행"`
}

// Makers of masks that no rule of the pack is.
const (
	MaskedName   = "name"
	MaskedPerson = "person"
)

// privacyItem is the article by which names are masked.
const privacyItem = "공공기관의 정보공개에 관한 법률 제9조제1항제6호"

// Copy makes the public copy of a paper and tells what it does not show. What is masked anywhere is masked everywhere.
func (s CopySource) Copy(m Masking) (PublicCopy, []CopyMask) {
	c := PublicCopy{Title: s.Title, Head: slices.Clone(s.Head), Parts: make([]CopyPart, len(s.Parts))}
	for i, p := range s.Parts {
		c.Parts[i] = CopyPart{Name: p.Part, Label: p.Label(""), Text: p.Text, Notice: p.Notice()}
		if p.Class == gov.Secret {
			c.Parts[i].Name, c.Parts[i].Text = p.Shown, ""
		} else if p.Text == "" {
			c.Parts[i].Notice = strings.TrimSpace(p.Told + " " + c.Parts[i].Notice)
		}
	}
	masks := m.find(c)
	c.each(func(place string, text *string) {
		for i := range masks {
			masks[i].at(place, *text)
		}
		*text = hide(*text, masks)
	})
	return c, slices.DeleteFunc(masks, func(k CopyMask) bool { return len(k.Places) == 0 })
}

// each visits every text of the copy, with the words for where it is.
func (c *PublicCopy) each(do func(place string, text *string)) {
	do("제목", &c.Title)
	for i := range c.Head {
		do(c.Head[i].Label, &c.Head[i].Text)
	}
	for i := range c.Parts {
		name := c.Parts[i].Name
		do(name, &c.Parts[i].Text)
		do(name+" 안내", &c.Parts[i].Notice)
		do(name+" 이름", &c.Parts[i].Name)
	}
}

// find lists what must not be shown, longest first, each once.
func (m Masking) find(c PublicCopy) []CopyMask {
	var out []CopyMask
	known := map[string]bool{}
	add := func(k CopyMask) {
		if !known[k.Value] && Maskable(k.Value) {
			known[k.Value] = true
			out = append(out, k)
		}
	}
	for _, f := range m.Fixes { // what somebody masks has his reason, whatever rule knows it too
		if !f.Lift && !m.lifted(f.Text) {
			add(CopyMask{Value: f.Text, Shown: stars(f.Text), By: MaskedPerson, Why: f.Reason, Article: []string{}})
		}
	}
	c.each(func(_ string, text *string) {
		for _, n := range m.Names {
			for _, v := range n.find(*text) {
				add(CopyMask{Value: v, Shown: MaskName(v), By: MaskedName, Why: n.Why, Article: []string{privacyItem}})
			}
		}
		for _, r := range m.Rules {
			for _, v := range r.find(*text) {
				add(CopyMask{Value: v, Shown: stars(v), By: r.ID, Why: r.Title, Article: r.Article})
			}
		}
	})
	out = slices.DeleteFunc(out, func(k CopyMask) bool { return m.lifted(k.Value) })
	slices.SortStableFunc(out, func(a, b CopyMask) int {
		if d := len(b.Value) - len(a.Value); d != 0 {
			return d
		}
		return strings.Compare(a.Value, b.Value)
	})
	return out
}

// lifted reports whether the last word about a text is that it is shown.
func (m Masking) lifted(text string) bool {
	for _, f := range slices.Backward(m.Fixes) {
		if f.Text == text {
			return f.Lift
		}
	}
	return false
}

// Lifts are the texts that are shown by a person's word although they would be masked.
func (m Masking) Lifts() []CopyFix {
	var out []CopyFix
	for i, f := range m.Fixes {
		later := slices.ContainsFunc(m.Fixes[i+1:], func(g CopyFix) bool { return g.Text == f.Text })
		if f.Lift && !later {
			out = append(out, f)
		}
	}
	return out
}

// Maskable reports whether a text has enough in it to be masked: two letters or digits.
func Maskable(text string) bool {
	n := 0
	for _, r := range text {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			n++
		}
	}
	return n >= 2
}

// at notes the lines of a text in which the value stands.
func (k *CopyMask) at(place, text string) {
	if !strings.Contains(text, k.Value) {
		return
	}
	if !strings.Contains(text, "\n") {
		k.Places = append(k.Places, place)
		return
	}
	for i := 0; ; {
		j := strings.Index(text[i:], k.Value)
		if j < 0 {
			return
		}
		where := fmt.Sprintf("%s %d행", place, 1+strings.Count(text[:i+j], "\n"))
		if !slices.Contains(k.Places, where) {
			k.Places = append(k.Places, where)
		}
		i += j + len(k.Value)
	}
}

// hide masks every value in a text. Where what is left of two masked values makes a third, that goes too.
func hide(text string, masks []CopyMask) string {
	for _, k := range masks {
		text = strings.ReplaceAll(text, k.Value, k.Shown)
	}
	for again := true; again; {
		again = false
		for _, k := range masks {
			if strings.Contains(text, k.Value) {
				text, again = strings.ReplaceAll(text, k.Value, stars(k.Value)), true
			}
		}
	}
	return text
}

// stars hides every letter and digit and leaves the shape of a text.
func stars(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return '*'
		}
		return r
	}, text)
}

// Notice says to whoever asks why a part is not shown, or not all of it: by which items, for which reason and, of what
// is still being decided or reviewed, at which stage that is, when it is expected to end and that the class is then
// looked at again (공공기관의 정보공개에 관한 법률 제9조제1항제5호). Of a public part there is nothing to say.
func (d PartDisclosure) Notice() string {
	if d.Class == gov.Public {
		return ""
	}
	does := "일부를 가리고 공개합니다."
	if d.Class == gov.Secret {
		does = "공개하지 않습니다."
	}
	text := does
	if len(d.Items) > 0 {
		items := make([]string, len(d.Items))
		for i, n := range slices.Sorted(slices.Values(d.Items)) {
			items[i] = fmt.Sprintf("제%d호", n)
		}
		text = foiaItemsArticle + strings.Join(items, "·") + "에 따라 " + does
	}
	if d.Reason != "" {
		text += " 사유: " + strings.TrimRight(d.Reason, ".") + "."
	}
	if slices.Contains(d.Items, InReview) && !d.EndsOn.IsZero() {
		text += fmt.Sprintf(" 의사결정·내부검토 단계: %s. 종료 예정일: %s. 그날 공개 여부를 다시 검토합니다.", d.Stage, d.EndsOn.Korean())
	}
	return text
}

// PublicCopyTask asks the processing department to check what the machine would mask of a document or of minutes, to
// correct it and to release the copy. The office day asks, for each paper that has no copy of what it now discloses.
var PublicCopyTask = TaskSpec{
	Kind: gov.TaskPublicCopy, Role: RoleUnitOfficer, Verbs: verbs(gov.VerbFixCopy, gov.VerbReleaseCopy),
	Due: DueDays, Days: 10, Title: "공개본 확인", Rule: rule("공공기관의 정보공개에 관한 법률 제8조의2", privacyItem),
}

// DisclosureTask asks the processing department to decide anew on the class of a document whose review was to end on
// this day (공공기관의 정보공개에 관한 법률 제9조제1항제5호).
var DisclosureTask = TaskSpec{
	Kind: gov.TaskDisclosure, Role: RoleUnitOfficer, Verbs: verbs(gov.VerbReclassify), Due: DueDays, Days: 5,
	Title: "공개 여부 재검토", Rule: rule(foiaReviewArticle, disclosureArticle),
}
