package office

import (
	"encoding/json"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"gyeol/gov"
	"gyeol/internal/cases"
)

// formKey names what a verb takes on a kind of case.
type formKey struct {
	kind gov.CaseKind
	verb gov.Verb
}

// formsByVerb reads what the use cases say of their own bodies, so that a page offers what an act takes and no more.
func formsByVerb() map[formKey]cases.Form {
	out := map[formKey]cases.Form{}
	for _, f := range cases.Forms() {
		out[formKey{f.Kind, f.Verb}] = f
	}
	return out
}

func (s *server) formOf(kind gov.CaseKind, verb gov.Verb) (cases.Form, bool) {
	if f, ok := s.forms[formKey{"", verb}]; ok {
		return f, true
	}
	f, ok := s.forms[formKey{kind, verb}]
	return f, ok
}

// field is one field of a form on a page.
type field struct {
	Name, Label, Hint string
	As                string // text, area, number, numbers, date, select, check, agree, lines, many
	Options           []option
	Needed            bool
	Most              int // characters; 0: unbounded
	Value             string
	Wrong             string // what is wrong with the value
	ID                string // of the control, unique on its page
}

type option struct {
	Value, Text string
	Chosen      bool
}

// fieldsOf are the fields of a body, and false where a field that is needed cannot be typed into one.
func fieldsOf(body reflect.Type) ([]field, bool) {
	var out []field
	for i := range body.NumField() {
		f := body.Field(i)
		if f.Anonymous {
			inner, ok := fieldsOf(f.Type)
			if !ok {
				return nil, false
			}
			out = append(out, inner...)
			continue
		}
		name, rest, _ := strings.Cut(f.Tag.Get("json"), ",")
		optional := strings.Contains(rest, "omit") || f.Tag.Get("required") == "false"
		one, ok := fieldOf(name, f)
		if !ok && !optional {
			return nil, false
		}
		if ok {
			one.Needed = !optional && one.As != "check"
			out = append(out, one)
		}
	}
	return out, true
}

// fieldOf is the control that fits a field of a body.
func fieldOf(name string, f reflect.StructField) (field, bool) {
	out := field{Name: name, Label: labelOf(name), Hint: hints[name]}
	if most, err := strconv.Atoi(f.Tag.Get("maxLength")); err == nil {
		out.Most = most
	}
	switch t := f.Type; {
	case f.Tag.Get("enum") != "" && t.Kind() == reflect.String:
		out.As = "select"
		for v := range strings.SplitSeq(f.Tag.Get("enum"), ",") {
			out.Options = append(out.Options, option{Value: v, Text: choiceWord(v)})
		}
	case t == reflect.TypeFor[gov.Date]():
		out.As = "date"
	case t.Kind() == reflect.String:
		if out.As = "text"; out.Most > 300 || slices.Contains(long, name) {
			out.As = "area"
		}
	case t.Kind() == reflect.Bool:
		out.As = "check"
	case t == reflect.TypeFor[*bool]():
		out.As = "agree"
		out.Options = []option{{Value: "true", Text: "동의"}, {Value: "false", Text: "부동의"}}
	case t.Kind() == reflect.Int32 || t.Kind() == reflect.Int || t == reflect.TypeFor[*int32]():
		out.As = "number"
	case t == reflect.TypeFor[gov.RowID]():
		out.As = "text"
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.String:
		out.As = "lines"
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Int32:
		out.As = "numbers"
	default:
		return out, false
	}
	return out, true
}

// long are texts without a bound of their own that take more than a line.
var long = []string{"opinion", "text", "note", "reason", "disclosure_reason", "abstract"}

// fill puts what was typed into the fields, where somebody has typed anything.
func fill(fields []field, r *http.Request) []field {
	out := slices.Clone(fields)
	for i := range out {
		if r != nil {
			out[i].Value = r.PostForm.Get(out[i].Name)
		}
		out[i].Options = slices.Clone(out[i].Options)
		for j, o := range out[i].Options {
			out[i].Options[j].Chosen = o.Value == out[i].Value ||
				r != nil && slices.Contains(r.PostForm[out[i].Name], o.Value)
		}
	}
	return out
}

// bodyOf is the body of an act as its fields were typed; what was left empty is left out.
func bodyOf(fields []field, r *http.Request) (json.RawMessage, error) {
	body := map[string]any{}
	for _, f := range fields {
		v := strings.TrimSpace(r.PostForm.Get(f.Name))
		if v == "" {
			continue
		}
		switch f.As {
		case "check":
			body[f.Name] = true
		case "agree":
			body[f.Name] = v == "true"
		case "number":
			body[f.Name] = numberOr(v)
		case "many", "pick":
			body[f.Name] = r.PostForm[f.Name]
		case "numbers":
			body[f.Name] = mapped(strings.Fields(strings.ReplaceAll(v, ",", " ")), numberOr)
		case "lines":
			body[f.Name] = slices.DeleteFunc(mapped(strings.Split(v, "\n"), strings.TrimSpace),
				func(line string) bool { return line == "" })
		default:
			body[f.Name] = v
		}
	}
	return json.Marshal(body)
}

// numberOr is what somebody typed as a number, without the commas of thousands; what is none stays a text, and is
// refused by whoever knows the field.
func numberOr(v string) any {
	bare := strings.ReplaceAll(strings.ReplaceAll(v, ",", ""), " ", "")
	if json.Valid([]byte(bare)) && strings.Trim(bare, "-.0123456789") == "" {
		return json.Number(bare)
	}
	return v
}

// check names what is missing or too long before anything is sent: the use case has the last word.
func check(fields []field) ([]field, bool) {
	ok := true
	for i, f := range fields {
		switch {
		case f.Needed && strings.TrimSpace(f.Value) == "":
			fields[i].Wrong = f.Label + ": 적거나 골라야 합니다."
		case f.Most > 0 && utf8.RuneCountInString(f.Value) > f.Most:
			fields[i].Wrong = f.Label + ": " + strconv.Itoa(f.Most) + "자 이하로 적어야 합니다."
		}
		ok = ok && fields[i].Wrong == ""
	}
	return fields, checkMend(fields) && ok
}

func mapped[A, B any](list []A, f func(A) B) []B {
	out := make([]B, len(list))
	for i, x := range list {
		out[i] = f(x)
	}
	return out
}
