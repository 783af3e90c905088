package sheets

import (
	"encoding/json"
	"fmt"
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"gyeol/gov"
	"gyeol/policies"
)

// entry is what stands in a cell: a number as decimal text, or a text.
type entry struct {
	number bool
	text   string
}

func (e entry) blank() bool { return e.text == "" }

// entryOf is how a value is written into its column: money in the unit in which people type it, a choice by its
// title, a date by its ISO form.
func entryOf(f policies.FieldRule, value any) entry {
	switch v := value.(type) {
	case int64:
		if f.Type == policies.FieldMoney {
			return entry{true, inEntryUnit(v, f.EntryFactor())}
		}
		return entry{true, strconv.FormatInt(v, 10)}
	case json.Number:
		return entry{true, v.String()}
	case string:
		if f.Type == policies.FieldChoice && v != "" {
			return entry{text: f.TitleOf(v)}
		}
		return entry{text: v}
	}
	return entry{}
}

// inEntryUnit writes won in a larger unit, exactly.
func inEntryUnit(won, factor int64) string {
	whole, rest := won/factor, won%factor
	if rest == 0 {
		return strconv.FormatInt(whole, 10)
	}
	r := big.NewRat(won, factor)
	return strings.TrimRight(r.FloatString(9), "0") // every unit is a power of ten below 10^9
}

// sameNumber reports whether two numbers are one to a spreadsheet, which keeps 53 bits of them.
func sameNumber(a, b string) bool {
	x, errX := strconv.ParseFloat(a, 64)
	y, errY := strconv.ParseFloat(b, 64)
	return errX == nil && errY == nil && x == y
}

// unchanged reports whether a cell still says what was written into it. In a CSV all cells are text.
func unchanged(was entry, c cell) bool {
	switch {
	case was.number && (c.number || c.loose):
		return sameNumber(was.text, c.text)
	case c.kind == cellOther || was.number != c.number:
		return false
	}
	if !c.loose {
		was.text = inXML(was.text)
	}
	return sameText(was.text, c.text)
}

// inXML is a text as a workbook keeps it: the few code points that are no characters of XML are replaced.
func inXML(s string) string {
	return strings.Map(func(r rune) rune {
		if r == 0xFFFE || r == 0xFFFF {
			return utf8.RuneError
		}
		return r
	}, s)
}

func sameText(a, b string) bool {
	return norm.NFC.String(a) == norm.NFC.String(strings.ReplaceAll(b, "\r\n", "\n"))
}

// valueOf reads what was typed into a column, as JSON for policies.ReadRow; the sentence says why it cannot be read.
func valueOf(f policies.FieldRule, c cell) (json.RawMessage, Fault) {
	switch f.Type {
	case policies.FieldInteger, policies.FieldPercent, policies.FieldMoney:
		return wholeOf(f, c)
	case policies.FieldDecimal:
		return decimalOf(c)
	case policies.FieldDate:
		return dateOf(c)
	case policies.FieldChoice:
		return choiceOf(f, c)
	case policies.FieldText:
	}
	switch c.kind {
	case cellOther:
		return nil, fault("text", "글을 적을 칸에 글이 아닌 값이 있습니다. 글로 다시 적으십시오.")
	case cellNumber:
		text, bad := numberOf(c)
		if bad.Text != "" {
			return nil, bad
		}
		return textOf(text)
	case cellBlank, cellText:
	}
	return textOf(c.text)
}

func textOf(s string) (json.RawMessage, Fault) {
	raw, err := json.Marshal(norm.NFC.String(strings.ReplaceAll(s, "\r\n", "\n")))
	if err != nil {
		return nil, fault("text", "글자로 읽을 수 없습니다.")
	}
	return raw, Fault{}
}

func fault(rule, text string, args ...any) Fault {
	return Fault{Rule: "sheet/" + rule, Text: fmt.Sprintf(text, args...)}
}

// numberForm is a number as files hold it; exponents are read where they are no loss.
var numberForm = regexp.MustCompile(`^-?[0-9]{1,17}(\.[0-9]{1,17})?([eE][+-]?[0-9]{1,2})?$`)

// numberOf is the number in a cell as plain decimals: what a spreadsheet writes with 17 digits is brought back to the
// shortest that means the same to it, so that 0.1 is not 0.10000000000000001.
func numberOf(c cell) (string, Fault) {
	text := c.text
	if c.loose {
		text = strings.TrimSpace(text)
	}
	switch {
	case c.kind == cellText && !c.loose:
		return "", fault("text-number", "수를 적을 칸에 글자 ‘%s’이(가) 있습니다. 쉼표·단위·띄어쓰기 없이 수로 적으십시오.", short(text))
	case c.kind == cellOther || !numberForm.MatchString(text):
		return "", fault("number", "‘%s’은(는) 수가 아닙니다. 쉼표와 단위 없이 수로 적으십시오.", short(text))
	case strings.ContainsAny(text, "eE") && c.loose:
		return "", fault("number", "‘%s’에서는 뒷자리가 사라졌을 수 있습니다. 모든 자리를 적으십시오.", short(text))
	case c.loose:
		return text, Fault{}
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return "", fault("number", "‘%s’은(는) 읽을 수 없는 수입니다.", short(text))
	}
	return strconv.FormatFloat(v, 'f', -1, 64), Fault{}
}

// wholeOf reads a whole number, money in its entry unit. 59.966 is no 60 and no 59,966: a comma was mistyped.
func wholeOf(f policies.FieldRule, c cell) (json.RawMessage, Fault) {
	text, bad := numberOf(c)
	if bad.Text != "" {
		return nil, bad
	}
	if whole, part, found := strings.Cut(text, "."); found {
		if strings.Trim(part, "0") != "" {
			return nil, fault("decimal", "정수 칸에 소수 ‘%s’이(가) 있습니다. %s 단위의 정수로 적으십시오. 천 단위 쉼표 자리에 점을 찍지 않았는지 확인하십시오.",
				short(c.text), unitOf(f))
		}
		text = whole
	}
	n, ok := new(big.Int).SetString(text, 10)
	if !ok {
		return nil, fault("number", "‘%s’은(는) 읽을 수 없는 수입니다.", short(text))
	}
	if f.Type == policies.FieldMoney {
		n.Mul(n, big.NewInt(f.EntryFactor()))
	}
	if !n.IsInt64() {
		return nil, fault("bounds", "‘%s’은(는) 너무 큰 수입니다. 입력 단위(%s)를 확인하십시오.", short(c.text), unitOf(f))
	}
	return json.RawMessage(n.String()), Fault{}
}

func decimalOf(c cell) (json.RawMessage, Fault) {
	text, bad := numberOf(c)
	if bad.Text != "" {
		return nil, bad
	}
	sign := ""
	if strings.HasPrefix(text, "-") {
		sign, text = "-", text[1:]
	}
	whole, part, _ := strings.Cut(text, ".")
	whole = strings.TrimLeft(whole, "0")
	if whole == "" {
		whole = "0"
	}
	if whole == "0" && strings.Trim(part, "0") == "" {
		sign = ""
	}
	if part = strings.TrimRight(part, "0"); part != "" {
		whole += "." + part
	}
	return json.RawMessage(sign + whole), Fault{}
}

// dateForms are the ways in which people write a date as text.
var dateForms = regexp.MustCompile(`^(\d{4})\s?[-./]\s?(\d{1,2})\s?[-./]\s?(\d{1,2})\.?$`)

// dateOf reads a date: the serial that spreadsheets keep, or a text in one of the usual forms.
func dateOf(c cell) (json.RawMessage, Fault) {
	text := strings.TrimSpace(c.text)
	bad := fault("date", "‘%s’은(는) 날짜가 아닙니다. 2024-03-01과 같이 적으십시오.", short(text))
	if c.number && !c.loose {
		d, ok := dateOfSerial(text, c.since1904)
		if !ok {
			return nil, bad
		}
		return json.RawMessage(`"` + d.String() + `"`), Fault{}
	}
	m := dateForms.FindStringSubmatch(text)
	if m == nil || c.kind == cellOther {
		return nil, bad
	}
	d, err := gov.ParseDate(fmt.Sprintf("%s-%02s-%02s", m[1], pad(m[2]), pad(m[3])))
	if err != nil {
		return nil, bad
	}
	return json.RawMessage(`"` + d.String() + `"`), Fault{}
}

func pad(s string) string {
	if len(s) == 1 {
		return "0" + s
	}
	return s
}

// The serials between which days are unmistakable: a spreadsheet believes in 29 February 1900.
const (
	firstSerial = 61      // 1900-03-01
	lastSerial  = 2958465 // 9999-12-31
	since1904   = 1462    // days by which the other calendar of spreadsheets differs
)

func serialOf(d gov.Date) (int, bool) {
	n := d.Sub(gov.MustDate("1900-03-01")) + firstSerial
	return n, n >= firstSerial && n <= lastSerial
}

func dateOfSerial(text string, in1904 bool) (gov.Date, bool) {
	v, err := strconv.ParseFloat(text, 64)
	n := int(v)
	if err != nil || float64(n) != v {
		return gov.Date{}, false
	}
	if in1904 {
		n += since1904
	}
	if n < firstSerial || n > lastSerial {
		return gov.Date{}, false
	}
	return gov.MustDate("1900-03-01").AddDays(n - firstSerial), true
}

// choiceOf reads the title of a choice, or its value.
func choiceOf(f policies.FieldRule, c cell) (json.RawMessage, Fault) {
	text := norm.NFC.String(strings.TrimSpace(c.text))
	for _, x := range f.Choices {
		if norm.NFC.String(x.Title) == text {
			return textOf(x.Value)
		}
	}
	for _, x := range f.Choices {
		if x.Value == text {
			return textOf(x.Value)
		}
	}
	return nil, fault("choice", "‘%s’은(는) 고를 수 있는 값이 아닙니다. 고를 수 있는 값: %s", short(text), strings.Join(f.Titles(), ", "))
}

// short is enough of a text to find it again, without what a reader cannot see.
func short(s string) string {
	const most = 40
	clean := strings.Map(func(r rune) rune {
		if !strconv.IsPrint(r) {
			return -1
		}
		return r
	}, s)
	if runes := []rune(clean); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return clean
}
