package policies

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"gyeol/gov"
)

// RowFields are the values of one row as its form reads them: text as string, whole numbers as int64.
type RowFields struct {
	Values map[string]any
}

// Money returns a field in won, nil where it was left blank: blank is not zero (domain §9).
func (f RowFields) Money(id string) *int64 {
	if v, ok := f.Values[id].(int64); ok {
		return &v
	}
	return nil
}

// Text returns a text or choice field, "" where it was left blank.
func (f RowFields) Text(id string) string {
	s, _ := f.Values[id].(string)
	return s
}

// ReadRow reads what was typed against the form. A draft may leave fields blank; what is there must fit: no field the
// form does not know, no decimals or text in whole numbers ("59.966" is refused, never read as 60), no control or
// direction characters, lengths in characters.
func ReadRow(form FormRule, item string, data []byte) (RowFields, []gov.Reason) {
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(data, &raw); err != nil {
		return RowFields{}, []gov.Reason{fieldFault(form, item, "data", "행 자료는 항목 이름과 값으로 보내야 합니다.")}
	}
	out := RowFields{Values: map[string]any{}}
	var faults []gov.Reason
	for id := range raw {
		if !slices.ContainsFunc(form.Fields, func(f FieldRule) bool { return f.ID == id }) {
			faults = append(faults, fieldFault(form, item, id, "서식에 없는 항목입니다."))
		}
	}
	for _, f := range form.Fields {
		v, given := raw[f.ID]
		if !given || bytes.Equal(v, []byte("null")) {
			continue
		}
		value, fault := readField(f, v)
		if fault != "" {
			faults = append(faults, fieldFault(form, item, f.ID, fault))
			continue
		}
		out.Values[f.ID] = value
	}
	slices.SortFunc(faults, func(a, b gov.Reason) int { return strings.Compare(a.Rule, b.Rule) })
	return out, faults
}

// CheckRow names every field the form demands and the row lacks.
func CheckRow(form FormRule, item string, data []byte) []gov.Reason {
	fields, faults := ReadRow(form, item, data)
	for _, f := range form.Fields {
		if v, ok := fields.Values[f.ID]; f.Required && (!ok || v == "") {
			faults = append(faults, fieldFault(form, item, f.ID, f.Title+"을(를) 적어야 합니다."))
		}
	}
	return faults
}

func fieldFault(form FormRule, item, field, text string) gov.Reason {
	return gov.Reason{
		Rule: fmt.Sprintf("form/%s/%s/%s", form.ID, item, field), Article: strings.Join(form.Article, ", "), Text: text,
	}
}

func readField(f FieldRule, raw json.RawMessage) (value any, fault string) {
	switch f.Type {
	case "integer", "money":
		n, err := wholeNumber(raw)
		if err != nil {
			return nil, "정수로 적어야 합니다. 소수점과 글자는 쓸 수 없습니다."
		}
		if f.Type == "money" && n < 0 {
			return nil, "금액은 0 이상이어야 합니다."
		}
		return n, ""
	case "percent":
		n, err := wholeNumber(raw)
		if err != nil || n < 0 || n > 1000 {
			return nil, "0에서 1000 사이의 정수(%)로 적어야 합니다."
		}
		return n, ""
	}
	var s string
	if err := json.Unmarshal(raw, &s); err != nil {
		return nil, "글자로 적어야 합니다."
	}
	return readText(f, s)
}

func readText(f FieldRule, s string) (value any, fault string) {
	if f.Type == "choice" && s != "" && !slices.Contains(f.Choices, s) {
		return nil, "고를 수 있는 값은 " + strings.Join(f.Choices, ", ") + "입니다."
	}
	if f.MaxLen > 0 && utf8.RuneCountInString(s) > f.MaxLen {
		return nil, fmt.Sprintf("%d자 이하로 적어야 합니다.", f.MaxLen)
	}
	if !utf8.ValidString(s) || strings.ContainsFunc(s, hidden) {
		return nil, "보이지 않는 제어 문자는 쓸 수 없습니다."
	}
	return s, ""
}

// hidden reports characters that a reader cannot see but that change what he sees.
func hidden(r rune) bool {
	if r == '\n' || r == '\t' {
		return false
	}
	return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\uFEFF'
}

func wholeNumber(raw json.RawMessage) (int64, error) {
	var n int64
	err := json.Unmarshal(raw, &n)
	return n, err
}
