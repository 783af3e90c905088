package cases

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"gyeol/gov"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// minutesArticle says that minutes are published, and that a reason is where a law keeps them closed.
const minutesArticle = "서울특별시 각종 위원회의 설치ㆍ운영에 관한 조례 제10조의2"

// copySource is a document or the minutes of a meeting as they were approved, part by part. It depends on nobody who
// looks: what is masked is decided afterwards.
func (r reading) copySource(ctx context.Context, c db.CaseFile) (policies.CopySource, error) {
	if c.Kind == gov.CaseMeeting {
		return r.minutesSource(ctx, c)
	}
	out := policies.CopySource{}
	d, err := r.q.ViewDocument(ctx, c.ID)
	if err != nil {
		return out, err
	}
	agency, err := r.agency(ctx, c.ID)
	if err != nil {
		return out, err
	}
	unit, err := r.printedUnit(ctx, c.UnitID)
	if err != nil {
		return out, err
	}
	out.Title, out.Head = d.Title, []policies.CopyLine{{Label: "기관", Text: agency}, {Label: "처리과", Text: unit}}
	for _, l := range []policies.CopyLine{
		{Label: "문서번호", Text: orEmpty(d.DocumentNumber)},
		{Label: "방침번호", Text: orEmpty(d.PolicyNumber)},
		{Label: "결재일자", Text: d.ApprovedOn.Korean()},
		{Label: "시행일", Text: d.DispatchedOn.Korean()},
	} {
		if l.Text != "" {
			out.Head = append(out.Head, l)
		}
	}
	if err := r.copySigners(ctx, c, &out); err != nil {
		return out, err
	}
	text, err := copyText(d.Body)
	if err != nil {
		return out, fmt.Errorf("read the text of %s: %w", c.ID, err)
	}
	parts, err := disclosedParts(d)
	for i, p := range parts {
		part := policies.SourcePart{
			PartDisclosure: p, Shown: p.Part, Told: "파일은 공개본에 싣지 않습니다. 처리과에 정보공개를 청구하십시오.",
		}
		if i == 0 {
			part.Text, part.Told = text, ""
		} else {
			part.Shown, part.Part = fmt.Sprintf("붙임 %d", i), fmt.Sprintf("붙임 %d. %s", i, p.Part)
		}
		out.Parts = append(out.Parts, part)
	}
	return out, err
}

// disclosedParts are the parts of a document with their classes, the text first.
func disclosedParts(d db.Document) ([]policies.PartDisclosure, error) {
	var attached []Attachment
	if err := json.Unmarshal(d.Attachments, &attached); err != nil {
		return nil, fmt.Errorf("read the attachments of %s: %w", d.CaseID, err)
	}
	return DraftBody{
		Disclosure: d.Disclosure, FoiaItems: d.FoiaItems, DisclosureReason: d.DisclosureReason, ReviewStage: d.ReviewStage,
		ReviewAgainOn: d.ReviewAgainOn, Attachments: attached,
	}.metadata().Parts, nil
}

// copySigners adds who signed: officials in their function, whose posts and names are public.
func (r reading) copySigners(ctx context.Context, c db.CaseFile, out *policies.CopySource) error {
	cells, err := r.q.ViewLineOf(ctx, c.ID)
	for _, l := range cells {
		if l.Round != c.Round || policies.CellState(l.State) != policies.CellSigned {
			continue
		}
		title := l.Title
		if l.SignedTitle != "" && l.SignedTitle != l.Title {
			title += " 대결 " + l.SignedTitle
		}
		out.Head = append(out.Head, policies.CopyLine{Label: title, Text: l.Name + " " + l.SignedOn.Korean()})
	}
	return err
}

// minutesSource are the minutes of a meeting: quorum and votes worked out per item, nobody's ballot.
func (r reading) minutesSource(ctx context.Context, c db.CaseFile) (policies.CopySource, error) {
	m, err := r.meeting(ctx, db.ViewCaseRow{ID: c.ID, Kind: c.Kind, State: c.State})
	if err != nil {
		return policies.CopySource{}, err
	}
	row, err := r.q.GetMeeting(ctx, c.ID)
	if err != nil {
		return policies.CopySource{}, err
	}
	out := policies.CopySource{Title: m.BodyName + " 회의록", Head: []policies.CopyLine{
		{Label: "회의일", Text: m.HoldOn.Korean()},
		{Label: "장소", Text: m.Place},
		{Label: "재적·출석·의사정족수", Text: fmt.Sprintf("%d명·%d명·%d명", deref32(m.InOffice), deref32(m.Present), deref32(m.Quorum))},
		{Label: "회의록 공개", Text: m.MinutesOn.Korean()},
	}}
	part := policies.SourcePart{
		PartDisclosure: policies.PartDisclosure{Part: "회의 내용", Class: gov.Public}, Shown: "회의 내용", Text: minutesText(m),
	}
	if row.MinutesClosed != "" {
		part.Class, part.Reason = gov.Secret, row.MinutesClosed+"("+minutesArticle+")"
	}
	out.Parts = []policies.SourcePart{part}
	return out, nil
}

func minutesText(m *MeetingContext) string {
	var b strings.Builder
	var present []string
	for _, a := range m.Members {
		if a.Present {
			present = append(present, a.Name)
		}
	}
	fmt.Fprintf(&b, "출석위원: %s\n", strings.Join(present, ", "))
	for _, i := range m.Items {
		fmt.Fprintf(&b, "%d. %s\n   %s(찬성 %d, 반대 %d, 기권 %d, 의결정족수 %d)\n", i.Ordinal, i.Title, resultWords[i.Result],
			deref32(i.Yes), deref32(i.No), deref32(i.Abstain), deref32(i.Needed))
		if i.Condition != "" {
			fmt.Fprintf(&b, "   %s\n", i.Condition)
		}
	}
	return strings.TrimSuffix(b.String(), "\n")
}

var resultWords = map[string]string{ //nolint:gosec // results of votes that begin with "pass"
	"passed_as_is": "원안의결", "passed_amended": "수정의결", "passed_with_conditions": "조건부의결", "deferred": "보류",
	"rejected": "부결",
}

// copyText writes the text of a document line by line: text first, then the sections, then whatever else it has under
// its own name.
func copyText(body json.RawMessage) (string, error) {
	var parts map[string]any
	if err := json.Unmarshal(body, &parts); err != nil {
		return "", err
	}
	var lines []string
	lines = append(lines, textLines(parts["text"])...)
	delete(parts, "text")
	if sections, ok := parts["sections"].([]any); ok {
		for _, s := range sections {
			one, _ := s.(map[string]any)
			title, _ := one["title"].(string)
			lines = append(append(lines, title), textLines(one["text"])...)
		}
		delete(parts, "sections")
	}
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		lines = append(append(lines, bodyWord(name)), textLines(parts[name])...)
	}
	return strings.Join(lines, "\n"), nil
}

// textLines are the lines of a value: of a list one for each element, of an object its fields in one line.
func textLines(v any) []string {
	switch v := v.(type) {
	case nil:
		return nil
	case string:
		return strings.Split(strings.ReplaceAll(v, "\r\n", "\n"), "\n")
	case []any:
		var out []string
		for _, e := range v {
			out = append(out, textLines(e)...)
		}
		return out
	case map[string]any:
		fields := make([]string, 0, len(v))
		for _, k := range slices.Sorted(maps.Keys(v)) {
			fields = append(fields, bodyWord(k)+" "+strings.Join(textLines(v[k]), ", "))
		}
		return []string{strings.Join(fields, " · ")}
	case bool:
		return []string{map[bool]string{true: "예", false: "아니요"}[v]}
	}
	return []string{fmt.Sprint(v)}
}

// bodyWord is the Korean word for a field that gyeol itself writes into a text.
func bodyWord(name string) string {
	words := map[string]string{
		"nominees": "대상자", "nominee": "대상", "nominated_by": "추천", "rank": "순위", "total_tenths": "점수(0.1점)",
		"objections": "이의", "within_quota": "인원 안", "quota": "인원",
	}
	if w, ok := words[name]; ok {
		return w
	}
	return name
}
