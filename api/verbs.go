package api

import (
	"maps"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"gyeol/gov"
	"gyeol/internal/cases"
)

// TransformSchema adds to the one form of an act what each verb takes. It is told, and not held against what comes in:
// there an act is refused by its case, with a code and the field to mend.
func (actBody) TransformSchema(r huma.Registry, s *huma.Schema) *huma.Schema {
	told := verbForms(r)
	one, mapping := make([]*huma.Schema, len(told)), map[string]string{}
	for i, t := range told {
		r.Map()[t.name] = t.schema
		ref := "#/components/schemas/" + t.name
		one[i], mapping[string(t.verb)] = &huma.Schema{Ref: ref}, ref
	}
	if s.Extensions == nil {
		s.Extensions = map[string]any{}
	}
	s.Extensions["oneOf"] = one
	s.Extensions["discriminator"] = &huma.Discriminator{PropertyName: "verb", Mapping: mapping}
	return s
}

// hashPattern is that of a SHA-256 in hex.
const hashPattern = "^[0-9a-f]{64}$"

// verbForm is what a person may say with one verb.
type verbForm struct {
	verb   gov.Verb
	name   string
	schema *huma.Schema
}

// verbForms is one schema per verb; a verb that means different things to different kinds of cases takes any of its
// bodies. What gyeol alone does is left out.
func verbForms(r huma.Registry) []verbForm {
	by := map[gov.Verb][]cases.Form{}
	for _, f := range cases.Forms() {
		if !f.System {
			by[f.Verb] = append(by[f.Verb], f)
		}
	}
	var out []verbForm
	for _, verb := range slices.Sorted(maps.Keys(by)) {
		out = append(out, verbForm{verb: verb, name: verbName(verb), schema: verbSchema(r, by[verb])})
	}
	return out
}

// verbName is the name of the schema: SaveRowAct for save_row.
func verbName(v gov.Verb) string {
	var b strings.Builder
	for word := range strings.SplitSeq(string(v), "_") {
		b.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return b.String() + "Act"
}

func verbSchema(r huma.Registry, forms []cases.Form) *huma.Schema {
	var bodies []*huma.Schema
	var does []string
	reason, needed, binds := true, true, true
	for _, f := range forms {
		said := f.Does
		if f.Binds {
			said += "; needs content_hash"
		}
		kind := string(f.Kind)
		if kind == "" {
			kind = "any kind"
		}
		does = append(does, kind+": "+said+".")
		reason, binds = reason && f.Reason, binds && f.Binds
		body := r.Schema(f.Body, true, f.Body.Name())
		needed = needed && len(r.SchemaFromRef(body.Ref).Required) > 0
		if !slices.ContainsFunc(bodies, func(b *huma.Schema) bool { return b.Ref == body.Ref }) {
			bodies = append(bodies, body)
		}
	}
	s := &huma.Schema{
		Type: huma.TypeObject, Description: strings.Join(does, " "), Required: []string{"verb"},
		Properties: map[string]*huma.Schema{
			"verb": {Type: huma.TypeString, Enum: []any{string(forms[0].Verb)}}, "body": bodies[0],
		},
	}
	if len(bodies) > 1 {
		s.Properties["body"] = &huma.Schema{AnyOf: bodies}
	}
	if reason {
		least := 1
		s.Properties["reason"] = &huma.Schema{Type: huma.TypeString, MinLength: &least}
		s.Required = append(s.Required, "reason")
	}
	if binds {
		s.Properties["content_hash"] = &huma.Schema{Type: huma.TypeString, Pattern: hashPattern}
		s.Required = append(s.Required, "content_hash")
	}
	if needed {
		s.Required = append(s.Required, "body")
	}
	return s
}
