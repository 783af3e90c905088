package compiled

import (
	"fmt"
	"strconv"

	"gyeol/policies/checks"
)

// Build lays a compiled paper and what its checks found out as a document.
func Build(paper checks.Paper, findings []checks.Finding, from Source) Paper {
	b := builder{paper: paper, findings: findings, from: from, decided: map[string]Decision{}, done: []PaperChapter{}}
	for _, d := range from.Decisions {
		b.decided[d.Finding] = d
	}
	b.overview()
	b.part(paper.Plan, planWords)
	b.part(paper.Results, resultWords)
	b.chapters()
	b.collections()
	b.checked()
	b.differences()
	return Paper{
		Title: paper.Title, Year: paper.Year, Agency: from.Agency, Unit: from.Unit, Chapters: b.done, Hash: from.Hash,
	}
}

// builder puts one document together.
type builder struct {
	paper    checks.Paper
	findings []checks.Finding
	from     Source
	decided  map[string]Decision // by finding
	done     []PaperChapter
}

// add numbers a chapter and all that is in it. A chapter with nothing in it is none.
func (b *builder) add(title string, sections ...PaperSection) {
	if len(sections) == 0 {
		return
	}
	c := PaperChapter{Number: romans[len(b.done)%len(romans)], Title: title, Sections: sections}
	for i := range c.Sections {
		s := &c.Sections[i]
		s.Number = strconv.Itoa(i + 1)
		number(s.Tables, c.Number+"-"+s.Number)
		for j := range s.Items {
			s.Items[j].Number = letter(j)
			number(s.Items[j].Tables, c.Number+"-"+s.Number+"-"+s.Items[j].Number)
		}
	}
	b.done = append(b.done, c)
}

// number gives tables the number of their place, and a running one where several stand there.
func number(tables []PaperTable, place string) {
	for i := range tables {
		tables[i].Number = place
		if len(tables) > 1 {
			tables[i].Number = fmt.Sprintf("%s-%d", place, i+1)
		}
	}
}

// overview says what the paper rests on, and how the year stands against the year before where the source says so.
func (b *builder) overview() {
	var sections []PaperSection
	if len(b.paper.Basis) > 0 {
		sections = append(sections, PaperSection{Title: "추진근거", Text: b.paper.Basis})
	}
	if t, ok := b.yearOnYear(); ok {
		sections = append(sections, PaperSection{
			Title: "전년 대비", Tables: []PaperTable{t},
			Text: []string{"시 전체의 값입니다. 사업별로 나누어 적지 않은 금액은 출처에 적힌 합계만 인용합니다."},
		})
	}
	if t, ok := b.rates(); ok {
		sections = append(sections, PaperSection{Title: "합계에서 계산한 비율", Tables: []PaperTable{t}})
	}
	b.add("총괄", sections...)
}

// chapters counts the projects under each chapter that the ordinance demands.
func (b *builder) chapters() {
	if len(b.paper.Chapters) == 0 {
		return
	}
	t := PaperTable{
		Caption: "항목별 사업 수", Sheet: "조례 항목", Columns: []PaperColumn{{"항목", Words}, {"사업 수", Count}},
	}
	var sum int64
	for _, c := range b.paper.Chapters {
		t.Rows = append(t.Rows, PaperRow{Cells: []PaperCell{text(c.Number + ". " + c.Title), count(int64(c.Rows))}})
		sum += int64(c.Rows)
	}
	t.Rows = append(t.Rows, PaperRow{Cells: []PaperCell{text("합계"), count(sum)}, Total: true})
	b.add("조례가 정한 항목", PaperSection{Title: "조례 제4조의 항목", Tables: []PaperTable{t}})
}

// collections says who handed in what, and when.
func (b *builder) collections() {
	var sections []PaperSection
	for _, c := range b.paper.Collections {
		if c.Waived != "" {
			sections = append(sections, PaperSection{Title: c.Title, Text: []string{"제출 생략: " + c.Waived}})
			continue
		}
		t := PaperTable{
			Caption: c.Title, Sheet: "제출 현황",
			Columns: []PaperColumn{{"부서", Words}, {"상태", Words}, {"제출일", Words}, {"비고", Words}},
		}
		for _, u := range c.Units {
			remark := blank
			switch {
			case u.Nothing:
				remark = "해당 없음"
			case u.Late:
				remark = "기한 경과"
			}
			t.Rows = append(t.Rows, PaperRow{Cells: []PaperCell{
				text(u.Name), text(stateName(u.State)), text(day(u.Submitted)), text(remark),
			}})
		}
		sections = append(sections, PaperSection{Title: c.Title, Tables: []PaperTable{t}})
	}
	b.add("제출 현황", sections...)
}
