package papers

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"gyeol/gov"
	"gyeol/internal/locale"
)

// ConformityReport says for a period whether documents went the way the delegation table has it (서울특별시
// 사무전결처리 규칙 제13조, 제14조: the planning office checks once a year at least, each bureau twice, and reports
// within seven days).
type ConformityReport struct {
	Agency string
	Unit   string // that was checked
	From   gov.Date
	Until  gov.Date
	MadeOn gov.Date
	Rows   []ConformityRow
	Open   []ConcurAge // of documents that are not decided yet
}

// ConformityRow is one document that was decided in the period.
type ConformityRow struct {
	Number      string
	Title       string
	Matter      string // 단위업무
	Row         string // of the delegation table
	DecidedOn   gov.Date
	Computed    string // post that the table names
	Actual      string // post that decided
	Skips       []ConformityNote
	Proxies     []ConformityNote
	Escalations []ConformityNote
	Doubles     []ConformityNote // cells signed by somebody who had signed another
	Ages        []ConcurAge
	Verdict     Conformity
	Why         string // Korean, one sentence where the verdict is not Conforms
}

// ConformityNote is a post and the reason that was given.
type ConformityNote struct {
	Post   string
	Reason string
}

// ConcurAge is how long a post took to concur or agree. Delay of concurrence is a disciplinary matter (행정업무의 운영
// 및 혁신에 관한 규정 제67조).
type ConcurAge struct {
	Post string
	Days int // working days from being asked to the signature, or to the end of the period
	Open bool
}

// Conformity is the verdict on one document.
type Conformity string

// The verdicts.
const (
	Conforms      Conformity = "conforms"
	DecidedAbove  Conformity = "above" // above the delegated post
	DecidedBelow  Conformity = "below" // below it
	RouteDiffers  Conformity = "route" // somebody is missing, or signed who has no place in the line
	RowMissing    Conformity = "no_row"
	ReasonMissing Conformity = "no_reason" // of a skip, a proxy or an escalation
)

// Korean prints the verdict.
func (c Conformity) Korean() string {
	return word(map[Conformity]string{
		Conforms: "적합", DecidedAbove: "상위 결재", DecidedBelow: "하위 결재", RouteDiffers: "결재선 상이", RowMissing: "규정 없음",
		ReasonMissing: "사유 미비",
	}, c)
}

// conformityBasis is the text that the report cites.
const conformityBasis = "서울특별시 사무전결처리 규칙 제13조·제14조(기획조정실 연 1회 이상, 실·국 연 2회 이상 점검하고 마친 날부터 7일 이내 보고), " +
	"행정업무의 운영 및 혁신에 관한 규정 제67조"

// Conformance writes the report as a workbook with a summary and a sheet of documents.
func Conformance(w io.Writer, r ConformityReport) error {
	b, err := newBook()
	if err != nil {
		return fmt.Errorf("begin conformity report: %w", err)
	}
	defer b.file.Close()
	for _, s := range []sheet{r.summary(), r.ages(), r.detail()} {
		if err := b.add(s); err != nil {
			return fmt.Errorf("write sheet %s: %w", s.name, err)
		}
	}
	return b.write(w)
}

// summary counts the verdicts.
func (r ConformityReport) summary() sheet {
	s := sheet{
		name: "요약", head: []string{"구분", "건수", "비율"}, widths: []float64{28, 16, 12},
		kinds: []cellKind{cellText, cellCount, cellRate},
	}
	s.above = [][2]string{
		{"기관", r.Agency},
		{"점검 대상", r.Unit},
		{"점검 기간", phrase(day(r.From), "~", day(r.Until))},
		{"작성일", day(r.MadeOn)},
		{"근거", conformityBasis},
	}
	s.add("전체", len(r.Rows), rate(len(r.Rows), len(r.Rows)))
	for _, v := range []Conformity{Conforms, DecidedAbove, DecidedBelow, RouteDiffers, RowMissing, ReasonMissing} {
		n := r.count(func(row ConformityRow) bool { return row.Verdict == v })
		s.add(v.Korean(), n, rate(n, len(r.Rows)))
	}
	for _, c := range []struct {
		label string
		of    func(ConformityRow) []ConformityNote
	}{
		{"검토 생략이 있는 문서", func(row ConformityRow) []ConformityNote { return row.Skips }},
		{"대결이 있는 문서", func(row ConformityRow) []ConformityNote { return row.Proxies }},
		{"상위결재로 올린 문서", func(row ConformityRow) []ConformityNote { return row.Escalations }},
		{"한 사람이 두 칸에 서명한 문서", func(row ConformityRow) []ConformityNote { return row.Doubles }},
	} {
		n := r.count(func(row ConformityRow) bool { return len(c.of(row)) > 0 })
		s.add(c.label, n, rate(n, len(r.Rows)))
	}
	return s
}

func (r ConformityReport) count(is func(ConformityRow) bool) int {
	n := 0
	for _, row := range r.Rows {
		if is(row) {
			n++
		}
	}
	return n
}

// rate is a share, or nothing where there is nothing to share.
func rate(n, of int) any {
	if of == 0 {
		return "-"
	}
	return float64(n) / float64(of)
}

// ages are the working days that each post took to concur, the slowest post first.
func (r ConformityReport) ages() sheet {
	s := sheet{
		name: "협조 소요일", head: []string{"직위", "협조·합의 건수", "미처리", "평균(업무일)", "최장(업무일)"},
		widths: []float64{28, 16, 10, 14, 14}, kinds: []cellKind{cellText, cellCount, cellCount, cellDays, cellCount},
	}
	for _, a := range r.byPost() {
		s.add(a.post, a.n, a.open, float64(a.days)/float64(a.n), a.longest)
	}
	return s
}

// postAges are the ages of one post.
type postAges struct {
	post                   string
	n, open, days, longest int
}

func (r ConformityReport) byPost() []postAges {
	index := map[string]int{}
	var all []postAges
	ages := slices.Clone(r.Open)
	for _, row := range r.Rows {
		ages = append(ages, row.Ages...)
	}
	for _, a := range ages {
		i, ok := index[a.Post]
		if !ok {
			i = len(all)
			index[a.Post] = i
			all = append(all, postAges{post: a.Post})
		}
		p := &all[i]
		p.n, p.days, p.longest = p.n+1, p.days+a.Days, max(p.longest, a.Days)
		if a.Open {
			p.open++
		}
	}
	slices.SortFunc(all, func(x, y postAges) int {
		return cmp.Or(cmp.Compare(y.days*x.n, x.days*y.n), cmp.Compare(x.post, y.post))
	})
	return all
}

// detail has a line for each document, in the order given.
func (r ConformityReport) detail() sheet {
	s := sheet{
		name: "문서별", head: []string{
			"문서번호", "제목", "단위업무", "전결규정 항목", "결재일자", "규정상 결재권자", "실제 결재권자", "검토 생략", "대결", "상위결재",
			"동일인 서명", "협조 소요일(업무일)", "판정", "판정 사유",
		},
		widths: []float64{20, 36, 24, 20, 13, 18, 18, 28, 24, 28, 28, 32, 12, 36},
		kinds: []cellKind{
			cellText, cellText, cellText, cellText, cellDate, cellText, cellText, cellText, cellText, cellText,
			cellText, cellText, cellText, cellText,
		},
	}
	for _, row := range r.Rows {
		s.add(
			row.Number, row.Title, row.Matter, row.Row, row.DecidedOn, row.Computed, row.Actual, noted(row.Skips),
			noted(row.Proxies), noted(row.Escalations), noted(row.Doubles), aged(row.Ages), row.Verdict.Korean(), row.Why,
		)
	}
	return s
}

// noted prints posts with their reasons.
func noted(notes []ConformityNote) string {
	out := make([]string, len(notes))
	for i, n := range notes {
		out[i] = clean(n.Post) + "(" + cmp.Or(locale.OneLine(n.Reason, longest), "사유 없음") + ")"
	}
	return cmp.Or(strings.Join(out, ", "), "-")
}

// aged prints posts with their working days.
func aged(ages []ConcurAge) string {
	out := make([]string, len(ages))
	for i, a := range ages {
		out[i] = fmt.Sprintf("%s %d일", clean(a.Post), a.Days)
		if a.Open {
			out[i] += "(미처리)"
		}
	}
	return cmp.Or(strings.Join(out, ", "), "-")
}
