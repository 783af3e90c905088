package pack

import (
	"encoding/json"
	"fmt"
	"slices"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"

	"gyeol/policies"
)

// filledName is the list of the fields that are not blank, of which every condition of a form may speak.
const filledName = "filled"

// fieldTypes are the types under which conditions see fields. A blank number is zero, a blank text empty: a condition
// that must tell them apart asks for filled.
var fieldTypes = map[policies.FieldType]*cel.Type{
	policies.FieldText: cel.StringType, policies.FieldInteger: cel.IntType, policies.FieldMoney: cel.IntType,
	policies.FieldDecimal: cel.DoubleType, policies.FieldPercent: cel.IntType, policies.FieldDate: cel.StringType,
	policies.FieldChoice: cel.StringType,
}

// compileForms compiles when a field is required, and proves that every form is whole.
func (l *loader) compileForms() {
	for i, form := range l.forms.Forms {
		at := in("forms.yaml", "forms", index(i))
		c := l.rowConditions(form, at)
		if c == nil {
			continue
		}
		for j, f := range form.Fields {
			l.crossField(form, f, at.at("fields", index(j)))
			if f.RequiredWhen == "" {
				continue
			}
			l.condition(c, f.ID, f.RequiredWhen, at.at("fields", index(j), "required_when"))
			form.Fields[j].Needed = needed(c, form, f.ID)
		}
		l.p.Forms[form.ID] = form
	}
}

// rowConditions declares the fields of a form to its conditions; nil after a fault.
func (l *loader) rowConditions(form policies.FormRule, at place) *conditions {
	opts := []cel.EnvOption{cel.Variable(filledName, cel.ListType(cel.StringType))}
	seen := map[string]bool{filledName: true}
	for j, f := range form.Fields {
		if seen[f.ID] {
			l.fault(at.at("fields", index(j), "id"), "id/duplicate", "‘%s’ 항목이 두 번 정의되어 있습니다.", f.ID)
			return nil
		}
		seen[f.ID] = true
		opts = append(opts, cel.Variable(f.ID, fieldTypes[f.Type]))
	}
	env, err := cel.NewEnv(opts...)
	if err != nil {
		l.fault(at.at("fields"), "condition/fields", "항목의 선언이 올바르지 않습니다: %v.", err)
		return nil
	}
	return &conditions{env: env, programs: map[string]cel.Program{}, trees: map[string]*ast.AST{}}
}

// crossField proves that what a field says fits its type.
func (l *loader) crossField(form policies.FormRule, f policies.FieldRule, at place) {
	fault := func(key, text string) { l.fault(at.at(key), "form/field", "‘%s’ 항목: %s", f.ID, text) }
	least, most := f.Bounds()
	switch {
	case !f.Number() && (f.Min != nil || f.Max != nil):
		fault("type", "범위(min, max)는 수인 항목에만 둘 수 있습니다.")
	case !f.Number() && f.Kind != "":
		fault("kind", "값의 성격(kind)은 수인 항목에만 둘 수 있습니다.")
	case least > most:
		fault("min", "가장 작은 값이 가장 큰 값보다 큽니다.")
	case f.Type == policies.FieldDecimal && f.Digits == 0:
		fault("type", "소수점 아래 자릿수(decimals)를 적어야 합니다.")
	case f.Type != policies.FieldMoney && f.Entry != "":
		fault("entry_unit", "입력 단위는 금액 항목에만 둘 수 있습니다.")
	case f.Required && f.RequiredWhen != "":
		fault("required_when", "늘 필요한 항목에는 조건을 둘 수 없습니다.")
	case f.Prefill != "" && !form.Last:
		fault("prefill", "지난해 행을 보는 서식(last_year)에서만 옮겨 적을 수 있습니다.")
	}
	for k, c := range f.Choices {
		same := func(x policies.ChoiceRule) bool { return x.Value == c.Value || x.Title == c.Title }
		if slices.ContainsFunc(f.Choices[:k], same) {
			fault("choices", fmt.Sprintf("고를 수 있는 값 ‘%s’이(가) 두 번 있습니다.", c.Title))
		}
	}
}

// needed is the compiled condition of a field over a row.
func needed(c *conditions, form policies.FormRule, id string) policies.Condition {
	return func(row policies.RowFields) (bool, error) {
		values := map[string]any{}
		filled := []string{}
		for _, f := range form.Fields {
			if row.Filled(f.ID) {
				filled = append(filled, f.ID)
			}
			v, err := celValue(f, row.Values[f.ID])
			if err != nil {
				return false, err
			}
			values[f.ID] = v
		}
		values[filledName] = filled
		return c.holds(id, values)
	}
}

// celValue is a field as a condition sees it.
func celValue(f policies.FieldRule, v any) (any, error) {
	switch v := v.(type) {
	case json.Number:
		n, err := v.Float64()
		if err != nil {
			return nil, fmt.Errorf("read %s of %s: %w", v, f.ID, err)
		}
		return n, nil
	case nil:
		switch {
		case f.Type == policies.FieldDecimal:
			return 0.0, nil
		case f.Number():
			return int64(0), nil
		}
		return "", nil
	}
	return v, nil
}
