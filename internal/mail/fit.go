package mail

import (
	"reflect"

	"gyeol/gov"
)

// tryOut writes a text twice, of an empty view and of one in which everything is set, so that every branch of it has
// been taken once: a template knows only when it is written whether a view has its fields.
func (t text) tryOut(kind gov.NoticeKind) error {
	empty := views[kind](drawing{in: korean})
	full := reflect.New(reflect.TypeOf(empty)).Elem()
	fill(full)
	for _, view := range []any{empty, full.Interface()} {
		if _, err := t.write(view); err != nil {
			return err
		}
	}
	return nil
}

// fill sets every field of a view, also of what lies behind pointers and in lists.
func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i))
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			fill(v.Index(i))
		}
	case reflect.String:
		v.SetString("x")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int:
		v.SetInt(2)
	}
}
