package cases

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"gyeol/gov"
)

// errNotJSON is of a body that is not one JSON value and no more.
var errNotJSON = errors.New("not one JSON value")

// invalidBody refuses a body that has not the form of the act, and says in which place.
func invalidBody(err error) error {
	return gov.Refuse(gov.CodeInvalid, "본문 형식이 올바르지 않습니다: "+whatForm(err),
		fmt.Sprintf("the body has not the form of this act: %v", err))
}

// whatForm says what is wrong with the form of a body in words that an official can read.
func whatForm(err error) string {
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &kind) && kind.Field == "":
		return "항목을 이름과 값으로 적은 JSON 객체여야 합니다."
	case errors.As(err, &kind):
		return fmt.Sprintf("‘%s’ 항목에는 %s 적어야 합니다.", kind.Field, formOf(kind.Type))
	case errors.Is(err, errNotJSON):
		return "JSON 문법에 맞지 않습니다. 괄호와 따옴표를 확인하고 객체 하나만 보내십시오."
	}
	if _, name, ok := strings.Cut(err.Error(), "json: unknown field "); ok {
		return fmt.Sprintf("이 처리에는 ‘%s’ 항목이 없습니다.", strings.Trim(name, `"`))
	}
	return "읽을 수 없는 값이 있습니다. 날짜는 2022-02-24와 같이, 식별자는 받은 그대로 적으십시오."
}

// formOf names what belongs in a field of a type, as the object of a sentence.
func formOf(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Pointer:
		return formOf(t.Elem())
	case reflect.String:
		return "글을"
	case reflect.Bool:
		return "참(true) 또는 거짓(false)을"
	case reflect.Slice, reflect.Array:
		return "목록을"
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64, reflect.Uint, reflect.Uint8,
		reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Float32, reflect.Float64:
		return "알맞은 크기의 수를"
	}
	return "항목으로 된 객체를"
}
