package policies

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gyeol/gov"
)

// Articles behind the metadata of a document.
const (
	foiaItemsArticle  = "공공기관의 정보공개에 관한 법률 제9조제1항"
	foiaReviewArticle = "공공기관의 정보공개에 관한 법률 제9조제1항제5호"
	disclosureArticle = "공공기록물 관리에 관한 법률 시행령 제27조"
)

// BodyPart names the text of a document among its parts; attachments go by their titles.
const BodyPart = "본문"

// InReview is the item that keeps what is still being decided or reviewed from the public (공공기관의 정보공개에 관한
// 법률 제9조제1항제5호): the stage and the expected end must be told with it.
const InReview = 5

// foiaItems are what the items of 공공기관의 정보공개에 관한 법률 제9조제1항 are about, from item 1 on.
var foiaItems = [...]string{
	"다른 법령의 비밀", "국가안전보장·국방·통일·외교", "생명·신체·재산의 보호", "재판·수사", "감사·계약·인사·의사결정·내부검토", "개인정보",
	"경영·영업상 비밀", "부동산 투기·매점매석",
}

// FOIAItem names an item of 공공기관의 정보공개에 관한 법률 제9조제1항 in a few words, false for an item that does not
// exist.
func FOIAItem(n int) (string, bool) {
	if n < 1 || n > len(foiaItems) {
		return "", false
	}
	return foiaItems[n-1], true
}

// PartDisclosure is the class of one part of a document: each is decided by itself, the text and every attachment
// (공공기록물 관리에 관한 법률 시행령 제27조). Seoul's basic plan was partly open and its main report closed.
type PartDisclosure struct {
	Part   string         `json:"part"` // BodyPart or the title of the attachment
	Class  gov.Disclosure `json:"class"`
	Items  []int          `json:"items,omitempty"`  // of 공공기관의 정보공개에 관한 법률 제9조제1항
	Reason string         `json:"reason,omitempty"` // why the items apply
	Stage  string         `json:"stage,omitempty"`  // item 5: the stage of deciding or reviewing
	EndsOn gov.Date       `json:"ends_on,omitzero"` // item 5: its expected end; the class is reviewed again after it

	at string // where it stands in what was sent: a JSON Pointer, empty for the text
}

// At returns the class with the place of its part in what was sent, such as /attachments/0, so that its faults name
// their fields.
func (d PartDisclosure) At(pointer string) PartDisclosure {
	d.at = pointer
	return d
}

// Label prints the class as papers do: 부분공개(5), 비공개(5,6). open is the city's word for public, 공개 where it has
// none of its own (Seoul prints 대시민공개).
func (d PartDisclosure) Label(open string) string {
	items := make([]string, len(d.Items))
	for i, n := range slices.Sorted(slices.Values(d.Items)) {
		items[i] = strconv.Itoa(n)
	}
	in := "(" + strings.Join(items, ",") + ")"
	if len(items) == 0 {
		in = ""
	}
	switch d.Class {
	case gov.Partial:
		return "부분공개" + in
	case gov.Secret:
		return "비공개" + in
	case gov.Public:
	}
	if open == "" {
		return "공개"
	}
	return open
}

// ReviewAgain reports whether the ground of item 5 has run out on a day, so that the class must be decided anew: what
// was under review is public once the review has ended (공공기관의 정보공개에 관한 법률 제9조제1항제5호).
func (d PartDisclosure) ReviewAgain(today gov.Date) bool {
	return d.Class != gov.Public && slices.Contains(d.Items, InReview) && !d.EndsOn.IsZero() && today.After(d.EndsOn)
}

// Faults lists everything that is wrong with the class.
func (d PartDisclosure) Faults() []gov.Reason {
	f := faults{about: "disclosure", at: d.at}
	switch d.Class {
	case gov.Public:
		f.unless(len(d.Items) == 0, fault{
			"/foia_items", disclosureArticle, "‘%s’: 공개하는 부분에는 비공개 사유의 호를 적지 않습니다.",
			"%q: what is public names no item of the disclosure act",
		}, d.Part)
		return f.found
	case gov.Partial, gov.Secret:
	default:
		f.unless(false, fault{
			"/disclosure", disclosureArticle, "‘%s’의 공개구분을 공개, 부분공개, 비공개 가운데에서 정하십시오.",
			"decide whether %q is public, partial or closed",
		}, d.Part)
		return f.found
	}
	f.unless(len(d.Items) > 0, fault{
		"/foia_items", foiaItemsArticle, "‘%s’: 비공개 또는 부분공개의 근거인 호를 적으십시오.",
		"%q: name the items of the disclosure act on which it is not public",
	}, d.Part)
	seen := map[int]bool{}
	for i, n := range d.Items {
		_, ok := FOIAItem(n)
		field := "/foia_items/" + strconv.Itoa(i)
		f.unless(ok, fault{
			field, foiaItemsArticle, "‘%s’: 제%d호는 없습니다. 제1호부터 제8호까지입니다.", "%q: there is no item %d; they go from 1 to 8",
		}, d.Part, n)
		f.unless(!seen[n], fault{field, foiaItemsArticle, "‘%s’: 제%d호가 두 번 적혀 있습니다.", "%q: item %d is named twice"}, d.Part, n)
		seen[n] = true
	}
	f.unless(Fits(d.Reason, 2, 1000), fault{
		"/disclosure_reason", foiaItemsArticle, "‘%s’: 비공개 또는 부분공개의 사유를 적으십시오.", "%q: say why it is not public",
	}, d.Part)
	if slices.Contains(d.Items, InReview) {
		d.inReview(&f)
	}
	return f.found
}

// inReview asks for what must be told with item 5.
func (d PartDisclosure) inReview(f *faults) {
	f.unless(Fits(d.Stage, 2, 200), fault{
		"/review_stage", foiaReviewArticle, "‘%s’: 제5호이면 의사결정 또는 내부검토의 단계를 적으십시오.",
		"%q: with item 5, say at which stage of deciding or reviewing it is",
	}, d.Part)
	f.unless(!d.EndsOn.IsZero(), fault{
		"/review_again_on", foiaReviewArticle, "‘%s’: 제5호이면 그 과정의 종료 예정일을 적으십시오.",
		"%q: with item 5, say on which day that is expected to end",
	}, d.Part)
}

// fault is one thing that may be wrong: its field, the article that asks for it, and what to do about it.
type fault struct {
	field   string // JSON Pointer below the place of what is checked
	article string
	korean  string
	english string
}

// faults collects what is wrong with a thing, every fault with its article and its field.
type faults struct {
	about   string
	at      string // JSON Pointer of the thing
	assumed bool
	found   []gov.Reason
}

// unless notes the fault where it does not hold; both sentences take the same arguments.
func (f *faults) unless(holds bool, what fault, args ...any) {
	if holds {
		return
	}
	f.found = append(f.found, gov.Reason{
		Rule: "metadata/" + f.about, Article: what.article, Text: sentence(what.korean, args), Assumed: f.assumed,
		English: sentence(what.english, args), Field: f.at + what.field,
	})
}

func sentence(format string, args []any) string {
	if len(args) == 0 {
		return format
	}
	return fmt.Sprintf(format, args...)
}
