package papers

import (
	"fmt"
	"io"

	"gyeol/gov"
	"gyeol/policies"
)

// OverlapList is the list of pairs that may be one, for the coordination committee (서울특별시 평생교육진흥에 관한 조례
// 제8조제2항).
type OverlapList struct {
	Title   string // of the compilation
	Settled int    // pairs with a decision that counts
	Pairs   []OverlapPair
}

// OverlapPair is one line of it.
type OverlapPair struct {
	Cluster        string
	Codes, Names   [2]string
	Score, Compare int // thousandths
	Parts          []policies.OverlapPart
	Decision       string // 유지, 통합, 이관, 제외; empty while nobody has decided
	By             string // coordinator, committee
	On             gov.Date
	Row, ToUnit    string
	Reason         string
}

// Overlaps writes the list as a workbook: a column for each criterion, "-" where nothing could be compared, and room
// for the decision.
func Overlaps(w io.Writer, l OverlapList) error {
	b, err := newBook()
	if err != nil {
		return fmt.Errorf("begin list of overlaps: %w", err)
	}
	defer b.file.Close()
	if err := b.add(l.sheet()); err != nil {
		return fmt.Errorf("write list of overlaps: %w", err)
	}
	return b.write(w)
}

func (l OverlapList) sheet() sheet {
	s := sheet{
		name: "중복 의심 사업",
		above: [][2]string{
			{"자료", l.Title},
			{"중복 의심", fmt.Sprintf("%d쌍, 결정 %d쌍", len(l.Pairs), l.Settled)},
			{"보는 법", "유사도는 비교할 수 있는 항목만으로 계산함. '-'는 비교할 자료가 없다는 뜻이며 0이 아님"},
		},
	}
	column := func(head string, width float64, kind cellKind) {
		s.head, s.widths, s.kinds = append(s.head, head), append(s.widths, width), append(s.kinds, kind)
	}
	column("묶음", 20, cellText)
	for _, side := range []string{"1", "2"} {
		column("사업 "+side, 14, cellText)
		column("사업명 "+side, 34, cellText)
	}
	column("유사도", 9, cellText)
	column("비교한 비중", 9, cellText)
	if len(l.Pairs) > 0 {
		for _, p := range l.Pairs[0].Parts {
			column(fmt.Sprintf("%s(가중 %d)", p.Title, p.Weight), 22, cellText)
		}
	}
	for _, head := range []string{"결정", "결정한 곳", "결정일", "대상 사업", "이관 부서", "사유"} {
		column(head, 14, cellText)
	}
	for _, p := range l.Pairs {
		s.add(p.cells()...)
	}
	return s
}

func (p OverlapPair) cells() []any {
	out := []any{
		p.Cluster, p.Codes[0], p.Names[0], p.Codes[1], p.Names[1], policies.Thousandths(p.Score),
		policies.Thousandths(p.Compare),
	}
	for _, part := range p.Parts {
		if part.Value == nil {
			out = append(out, "-")
			continue
		}
		out = append(out, fmt.Sprintf("%s %s", policies.Thousandths(*part.Value), part.Text))
	}
	by := map[string]string{policies.ByCoordinator: "총괄부서", policies.ByCommittee: "위원회"}
	on := ""
	if !p.On.IsZero() {
		on = day(p.On)
	}
	return append(out, p.Decision, by[p.By], on, p.Row, p.ToUnit, p.Reason)
}
