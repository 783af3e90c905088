package policies

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"gyeol/gov"
)

// RowFields are the values of one row as its form reads them: text and dates as string, whole numbers as int64,
// decimals as json.Number.
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

// Filled reports whether a field is there and not blank. Zero is not blank.
func (f RowFields) Filled(id string) bool {
	v, ok := f.Values[id]
	return ok && v != ""
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

// JSON is the row as it is kept.
func (f RowFields) JSON() (json.RawMessage, error) {
	raw, err := json.Marshal(f.Values)
	if err != nil {
		return nil, fmt.Errorf("write a row: %w", err)
	}
	return raw, nil
}

// MoveRow reads a row by another wording of its form: what fits it, and what is left over because the form has no such
// field any more or takes no such value.
func MoveRow(to FormRule, item string, data []byte) (fits RowFields, left map[string]json.RawMessage, err error) {
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(data, &raw); err != nil {
		return RowFields{}, nil, fmt.Errorf("read a row: %w", err)
	}
	fits, left = RowFields{Values: map[string]any{}}, map[string]json.RawMessage{}
	for id, v := range raw {
		one, err := json.Marshal(map[string]json.RawMessage{id: v})
		if err != nil {
			return fits, left, fmt.Errorf("write a field: %w", err)
		}
		read, faults := ReadRow(to, item, one)
		if len(faults) > 0 {
			left[id] = v
			continue
		}
		maps.Copy(fits.Values, read.Values)
	}
	return fits, left, nil
}

// CheckRow names every field that the form demands, always or for what the row says, and that the row lacks.
func CheckRow(form FormRule, item string, data []byte) []gov.Reason {
	fields, faults := ReadRow(form, item, data)
	for _, f := range form.Fields {
		if fields.Filled(f.ID) {
			continue
		}
		needed, err := f.needed(fields)
		switch {
		case err != nil:
			faults = append(faults, fieldFault(form, item, f.ID, f.Title+": 필수 조건을 판단할 수 없습니다. 값의 크기를 확인하십시오."))
		case needed && f.Required:
			faults = append(faults, fieldFault(form, item, f.ID, f.Title+"을(를) 적어야 합니다."))
		case needed:
			faults = append(faults, fieldFault(form, item, f.ID, f.Title+"을(를) 적어야 합니다. "+f.Help))
		}
	}
	return faults
}

// needed reports whether the field must be filled in for what the row says.
func (f FieldRule) needed(fields RowFields) (bool, error) {
	if f.Required || f.Needed == nil {
		return f.Required, nil
	}
	return f.Needed(fields)
}

func fieldFault(form FormRule, item, field, text string) gov.Reason {
	return gov.Reason{
		Rule: fmt.Sprintf("form/%s/%s/%s", form.ID, item, field), Article: strings.Join(form.Articles(field), ", "),
		Text: strings.TrimSpace(text),
	}
}

func readField(f FieldRule, raw json.RawMessage) (value any, fault string) {
	switch f.Type {
	case FieldInteger, FieldMoney, FieldPercent:
		n, err := wholeNumber(raw)
		if err != nil {
			return nil, "정수로 적어야 합니다. 소수점과 글자는 쓸 수 없습니다."
		}
		return n, f.outside(n)
	case FieldDecimal:
		return readDecimal(f, raw)
	case FieldText, FieldDate, FieldChoice:
	}
	var s string
	if err := json.Unmarshal(raw, &s); err != nil {
		return nil, "글자로 적어야 합니다."
	}
	return readText(f, norm.NFC.String(s))
}

// outside says that a number lies outside the bounds of its field, "" where it does not.
func (f FieldRule) outside(n int64) string {
	least, most := f.Bounds()
	switch {
	case n >= least && n <= most:
		return ""
	case f.Type == FieldMoney && least == 0 && n < 0:
		return "금액은 0 이상이어야 합니다."
	}
	return fmt.Sprintf("%d 이상 %d 이하의 수로 적어야 합니다.", least, most)
}

// decimalForm is a number that a person types: no exponent, no leading zeros.
var decimalForm = regexp.MustCompile(`^-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,6})?$`)

// readDecimal keeps a number as it was typed, without zeros at its end, so that it is the same wherever it is read.
func readDecimal(f FieldRule, raw json.RawMessage) (value any, fault string) {
	text := string(raw)
	whole, part, pointed := strings.Cut(text, ".")
	part = strings.TrimRight(part, "0")
	switch {
	case !decimalForm.MatchString(text):
		return nil, "수로 적어야 합니다. 쉼표와 글자는 쓸 수 없습니다."
	case len(part) > f.Digits:
		return nil, fmt.Sprintf("소수점 아래 %d자리까지 적을 수 있습니다.", f.Digits)
	case pointed && part != "":
		text = whole + "." + part
	default:
		text = whole
	}
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return nil, "수로 적어야 합니다."
	}
	least, most := f.Bounds()
	if n < least || n > most || (n == most && part != "") || strings.HasPrefix(whole, "-") && n == least && part != "" {
		return nil, fmt.Sprintf("%d 이상 %d 이하의 수로 적어야 합니다.", least, most)
	}
	return json.Number(text), ""
}

func readText(f FieldRule, s string) (value any, fault string) {
	known := func(c ChoiceRule) bool { return c.Value == s }
	if f.Type == FieldChoice && s != "" && !slices.ContainsFunc(f.Choices, known) {
		return nil, "고를 수 있는 값은 " + strings.Join(f.Titles(), ", ") + "입니다."
	}
	if f.Type == FieldDate && s != "" {
		if _, err := gov.ParseDate(s); err != nil {
			return nil, "날짜는 2024-03-01과 같이 적어야 합니다."
		}
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
