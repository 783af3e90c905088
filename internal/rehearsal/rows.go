package rehearsal

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"gyeol/client"
)

// writing is a row as it is going to be saved.
type writing struct {
	row  client.Row
	data map[string]any
}

// writings are the rows that still have to be written: those that are empty and, after a return, those it named. A row
// that already reads as it should is left alone, so that a repeated hand finds nothing to do.
func (s situation) writings(sub client.SubmissionContext) []writing {
	version := max(len(sub.Revisions), int(s.task.Round)-1)
	var out []writing
	for i, r := range sub.Rows {
		data := map[string]any{}
		if json.Unmarshal(r.Data, &data) != nil || data == nil {
			data = map[string]any{}
		}
		mended := 0
		if version > 0 && asked(sub, i) {
			mended = version
		}
		if s.write(sub, r, rowText{data: data, version: mended}) {
			out = append(out, writing{row: r, data: data})
		}
	}
	return out
}

// asked reports whether the last return names the row; one that names none means the first.
func asked(sub client.SubmissionContext, i int) bool {
	var fields []struct {
		Row string `json:"row"`
	}
	if n := len(sub.Revisions); n > 0 && len(sub.Revisions[n-1].Fields) > 0 {
		if json.Unmarshal(sub.Revisions[n-1].Fields, &fields) != nil {
			fields = nil
		}
	}
	if len(fields) == 0 {
		return i == 0
	}
	for _, f := range fields {
		if f.Row == sub.Rows[i].Item {
			return true
		}
	}
	return false
}

// rowText is a row being written and how often it was asked to be mended.
type rowText struct {
	data    map[string]any
	version int
}

// write fills the fields that the form demands, and reports whether anything changed. Money and figures that nobody
// has are left blank: blank is not zero.
func (s situation) write(sub client.SubmissionContext, r client.Row, t rowText) bool {
	changed := false
	for _, f := range sub.Fields {
		old, given := t.data[f.ID].(string)
		text := s.fieldText(sub, r, f)
		switch {
		case !f.Required || text == "":
			continue
		case f.ID == "content" && t.version > 0:
			text = fmt.Sprintf("%s\n보완 %d회: %s", text, t.version, s.pick("mend/"+r.Item, mendings))
			if old == text {
				continue
			}
		case given && old != "":
			continue
		}
		t.data[f.ID], changed = text, true
	}
	return changed
}

func (s situation) fieldText(sub client.SubmissionContext, r client.Row, f client.FormField) string {
	title := r.Title
	switch f.ID {
	case "change":
		return "continued"
	case "chapter":
		if len(f.Choices) > 0 {
			return f.Choices[s.n(len(f.Choices), s.task.Cycle, "chapter", r.Item)].Value
		}
	case "status":
		return s.status(r.Item, f.Choices)
	case "goal":
		return fmt.Sprintf("「%s」의 %d년 이행 목표를 기본계획의 연차별 목표에 맞추어 달성", title, sub.AboutYear)
	case "title":
		return title
	case "content":
		return s.contentText(sub, r)
	}
	if len(f.Choices) > 0 {
		return f.Choices[0].Value
	}
	return title
}

// status is how a project stands: mostly as planned.
func (s situation) status(item string, choices []client.FormChoice) string {
	if len(choices) == 0 {
		return ""
	}
	i := max(s.n(10, s.task.Cycle, s.task.Stage, "status", item)-7, 0) // the first eight times of ten
	return choices[min(i, max(len(choices)-2, 0))].Value
}

func (s situation) contentText(sub client.SubmissionContext, r client.Row) string {
	switch sub.Form {
	case "result-row":
		return resultText(r)
	case "progress":
		return fmt.Sprintf("「%s」 %s", r.Title, s.pick("progress/"+r.Item, progressTexts))
	case "agency-plan":
		return fmt.Sprintf("%s의 %d년 실행계획: %s", s.task.UnitName, sub.AboutYear, s.pick("agency/"+r.Item, agencyTexts))
	}
	return fmt.Sprintf("「%s」을(를) %s", r.Title, s.pick("plan/"+r.Item, planTexts))
}

// resultText cites the figures that the source prints, and no others.
func resultText(r client.Row) string {
	var figures []struct {
		Label string  `json:"label"`
		Value float64 `json:"value"`
		Unit  string  `json:"unit"`
	}
	if len(r.Figures) == 0 || json.Unmarshal(r.Figures, &figures) != nil || len(figures) == 0 {
		return fmt.Sprintf("「%s」을(를) 계획대로 추진함. 원문에 적힌 수치 없음.", r.Title)
	}
	parts := make([]string, len(figures))
	for i, f := range figures {
		parts[i] = fmt.Sprintf("%s %s%s", f.Label, strconv.FormatFloat(f.Value, 'f', -1, 64), f.Unit)
	}
	return fmt.Sprintf("「%s」 추진실적: %s", r.Title, strings.Join(parts, ", "))
}
