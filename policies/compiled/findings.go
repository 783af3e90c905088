package compiled

import (
	"cmp"

	"gyeol/policies/checks"
)

// checked lists what the checks found in this paper, with what was decided and by whom.
func (b *builder) checked() {
	t := PaperTable{Caption: "취합 검토에서 나온 확인사항", Sheet: "확인사항", Columns: []PaperColumn{
		{"구분", Words},
		{"위치", Words},
		{"내용", Words},
		{"적힌 값", Words},
		{"계산한 값", Words},
		{"근거", Words},
		{"처리", Words},
		{"사유", Words},
	}}
	for _, f := range b.findings {
		if f.About != "" {
			continue
		}
		d := b.decision(f)
		t.Rows = append(t.Rows, PaperRow{Cells: []PaperCell{
			text(severityName(f.Severity)), text(f.Place), text(f.Message), text(f.Printed), text(f.Computed),
			text(article(f)), text(d.Decision), text(d.Reason),
		}})
	}
	s := PaperSection{Title: "확인사항과 처리", Text: b.confirmed()}
	if len(t.Rows) == 0 {
		s.Text = append([]string{"확인사항이 없습니다."}, s.Text...)
	} else {
		s.Tables = []PaperTable{t}
	}
	b.add("확인사항", s)
}

// differences lists where the source papers disagree with themselves: with the value that arithmetic gives, and what
// only reading shows.
func (b *builder) differences() {
	var sections []PaperSection
	for _, kind := range []struct {
		title    string
		recorded bool
	}{{"계산으로 확인된 차이", false}, {"읽어서 확인된 차이", true}} {
		t := PaperTable{Caption: kind.title, Sheet: kind.title, Columns: []PaperColumn{
			{"번호", Words},
			{"문서", Words},
			{"위치", Words},
			{"인쇄된 값", Words},
			{"계산하거나 다른 곳에 적힌 값", Words},
			{"내용", Words},
			{"처리", Words},
			{"사유", Words},
		}}
		for _, f := range b.findings {
			if f.About == "" || (f.Severity == checks.Note) != kind.recorded {
				continue
			}
			d := b.decision(f)
			t.Rows = append(t.Rows, PaperRow{Cells: []PaperCell{
				text(cmp.Or(f.Source, f.ID)), text(paperName(f.About)), text(f.Place), text(f.Printed),
				text(f.Computed),
				text(f.Message), text(d.Decision), text(d.Reason),
			}})
		}
		if len(t.Rows) > 0 {
			sections = append(sections, PaperSection{Title: kind.title, Tables: []PaperTable{t}})
		}
	}
	b.add("원문의 차이", sections...)
}

// decision is what was decided about a finding, in words.
func (b *builder) decision(f checks.Finding) Decision {
	d, ok := b.decided[f.ID]
	if !ok {
		return Decision{}
	}
	return Decision{Decision: decisionName(d.Decision), Reason: d.Reason}
}

// confirmed says who answered the findings.
func (b *builder) confirmed() []string {
	if b.from.By == "" {
		return nil
	}
	return []string{"처리한 사람: " + b.from.By + ", " + day(b.from.On)}
}

func article(f checks.Finding) string {
	if f.Assumed {
		return f.Article + " (현행 규정 기준)"
	}
	return f.Article
}
