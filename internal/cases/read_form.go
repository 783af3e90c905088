package cases

import "gyeol/policies"

// FormField is one field of a form.
type FormField struct {
	ID           string       `json:"id"`
	Title        string       `json:"title"`
	Type         string       `json:"type" enum:"text,integer,money,decimal,percent,date,choice"`
	Unit         string       `json:"unit,omitempty" doc:"As it is printed; money is kept in whole won"`
	EntryUnit    string       `json:"entry_unit,omitempty" doc:"Of money: the unit in which people type it" example:"백만원"`
	Kind         string       `json:"kind,omitempty" enum:"annual,cumulative,level" doc:"Of a number: of one year, since the beginning, or a state"`
	Required     bool         `json:"required"`
	RequiredWhen string       `json:"required_when,omitempty" doc:"CEL condition over the fields of the row under which it is required too"`
	Min          *int64       `json:"min,omitempty"`
	Max          *int64       `json:"max,omitempty"`
	Decimals     int          `json:"decimals,omitempty" doc:"Digits after the point"`
	MaxLen       int          `json:"max_length,omitempty" doc:"In characters"`
	Choices      []FormChoice `json:"choices,omitempty"`
	Help         string       `json:"help,omitempty"`
	Article      []string     `json:"article,omitempty"`
}

// FormChoice is one value that may be chosen.
type FormChoice struct {
	Value string `json:"value" example:"new"`
	Title string `json:"title" example:"신규"`
}

func formFields(form policies.FormRule) []FormField {
	out := make([]FormField, len(form.Fields))
	for i, f := range form.Fields {
		out[i] = FormField{
			ID: f.ID, Title: f.Title, Type: string(f.Type), Unit: f.Unit, EntryUnit: f.Entry, Kind: string(f.Kind),
			Required: f.Required, RequiredWhen: f.RequiredWhen, Max: f.Max, Min: f.Min, Decimals: f.Digits,
			MaxLen: f.MaxLen, Help: f.Help, Article: form.Articles(f.ID),
		}
		for _, c := range f.Choices {
			out[i].Choices = append(out[i].Choices, FormChoice(c))
		}
	}
	return out
}
