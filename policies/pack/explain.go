package pack

import (
	"fmt"
	"slices"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// explain turns the tree of a failed validation into one fault per leaf.
func (d *document) explain(e *jsonschema.ValidationError) Faults {
	if _, choice := e.ErrorKind.(*kind.OneOf); choice {
		return Faults{d.because(e, "schema/one-of", "정해진 방식 가운데 정확히 하나로 적어야 합니다.")}
	}
	if names, ok := e.ErrorKind.(*kind.PropertyNames); ok {
		return Faults{d.because(e, "schema/field", fmt.Sprintf("여기에 쓸 수 없는 항목입니다: %s.", names.Property))}
	}
	if len(e.Causes) > 0 {
		var out Faults
		for _, cause := range e.Causes {
			if _, ok := cause.ErrorKind.(*kind.PropertyNames); ok {
				// The validator keeps walking in the slice it gave to this error; the parent has a copy of its own.
				cause.InstanceLocation = e.InstanceLocation
			}
			out = append(out, d.explain(cause)...)
		}
		return out
	}
	rule, text := leaf(e.ErrorKind)
	return Faults{d.because(e, rule, text)}
}

// because places a fault at the value that failed; an unknown field is placed at the field itself.
func (d *document) because(e *jsonschema.ValidationError, rule, text string) Fault {
	path := e.InstanceLocation
	switch k := e.ErrorKind.(type) {
	case *kind.AdditionalProperties:
		path = append(slices.Clone(path), k.Properties[0])
	case *kind.PropertyNames:
		path = append(slices.Clone(path), k.Property)
	}
	where := strings.Join(path, "/")
	if where == "" {
		where = "파일"
	}
	return Fault{d.name, d.line(path...), rule, where + ": " + text}
}

// leaf returns rule and sentence of one kind of failure.
func leaf(k jsonschema.ErrorKind) (rule, text string) {
	switch k := k.(type) {
	case *kind.Required:
		return "schema/required", "빠진 항목이 있습니다: " + strings.Join(k.Missing, ", ") + "."
	case *kind.AdditionalProperties:
		return "schema/field", "모르는 항목입니다: " + strings.Join(k.Properties, ", ") + "."
	case *kind.Enum:
		return "schema/choice", fmt.Sprintf("‘%v’ 대신 다음 가운데 하나여야 합니다: %s.", k.Got, list(k.Want))
	case *kind.Type:
		return "schema/type", fmt.Sprintf("값의 꼴이 %s이어야 하는데 %s입니다. 코드와 날짜는 따옴표로 감싸십시오.",
			strings.Join(k.Want, " 또는 "), k.Got)
	case *kind.Pattern:
		return "schema/pattern", fmt.Sprintf("‘%s’의 형식이 올바르지 않습니다(%s).", k.Got, k.Want)
	case *kind.Format:
		return "schema/format", fmt.Sprintf("‘%v’은(는) %s 형식이 아닙니다.", k.Got, k.Want)
	case *kind.Minimum, *kind.Maximum, *kind.MinLength, *kind.MinItems:
		return "schema/range", "값이 허용 범위를 벗어났습니다: " + english(k) + "."
	case *kind.UniqueItems:
		return "schema/unique", "같은 값이 두 번 적혀 있습니다."
	}
	return "schema/rule", "규칙에 맞지 않습니다: " + english(k) + "."
}

var printer = message.NewPrinter(language.English)

func english(k jsonschema.ErrorKind) string { return k.LocalizedString(printer) }

func list(values []any) string {
	words := make([]string, len(values))
	for i, v := range values {
		words[i] = fmt.Sprint(v)
	}
	return strings.Join(words, ", ")
}
