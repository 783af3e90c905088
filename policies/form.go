package policies

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// FormRule is a form as data: what a unit is asked for, from which the API, the page, the spreadsheet and the mail are
// derived. A form has no number of its own: it is what it was in the pack that a collection was opened with.
type FormRule struct {
	Ruled  `yaml:",inline"`
	ID     string      `yaml:"id" json:"id"`
	Title  string      `yaml:"title" json:"title"`
	Rows   string      `yaml:"rows" json:"rows"`                 // what a unit gets prefilled: unit_projects, sub_projects, kpis, none
	Grows  bool        `yaml:"grows" json:"grows,omitempty"`     // the unit may add rows of its own
	Most   int         `yaml:"max_rows" json:"max_rows"`         // of a form that grows; 0: 500
	Help   string      `yaml:"help" json:"help,omitempty"`       // how to fill it in, in Korean
	Fields []FieldRule `yaml:"fields" json:"fields"`             // in the order in which they are shown
	Last   bool        `yaml:"last_year" json:"last_year"`       // the accepted rows of the year before are copied and shown beside
	Events []string    `yaml:"events" json:"events,omitempty"`   // life-cycle events that a row may tell: ended, merged, split, transferred
	Concur bool        `yaml:"concur" json:"partners,omitempty"` // partners that a row names are asked to concur (DocDecree 9(2))
}

// FieldRule is one field of a form.
type FieldRule struct {
	ID      string       `yaml:"id" json:"id"`
	Title   string       `yaml:"title" json:"title"`
	Type    FieldType    `yaml:"type" json:"type"`
	Unit    string       `yaml:"unit" json:"unit,omitempty"`             // as it is printed; of money: 원, in which it is kept
	Entry   string       `yaml:"entry_unit" json:"entry_unit,omitempty"` // of money: in which people type it, 원 unless said
	Kind    ValueKind    `yaml:"kind" json:"kind,omitempty"`             // of a number: what a value says about time
	Min     *int64       `yaml:"min" json:"min,omitempty"`               // of a number, in its own unit
	Max     *int64       `yaml:"max" json:"max,omitempty"`
	Digits  int          `yaml:"decimals" json:"decimals,omitempty"` // of a decimal: digits after the point
	MaxLen  int          `yaml:"max_length" json:"max_length,omitempty"`
	Choices []ChoiceRule `yaml:"choices" json:"choices,omitempty"`
	// Required says that the field must be filled in before the row is handed in; RequiredWhen says when, as a CEL
	// condition over the fields of the row and filled, the list of those that are not blank.
	Required     bool   `yaml:"required" json:"required"`
	RequiredWhen string `yaml:"required_when" json:"required_when,omitempty"`
	// Prefill names the field of last year's row from which a new row takes its first value.
	Prefill string   `yaml:"prefill" json:"prefill,omitempty"`
	Help    string   `yaml:"help" json:"help,omitempty"`
	Article []string `yaml:"article" json:"article,omitempty"` // of a field that an article of its own demands

	// Needed is RequiredWhen, compiled; nil where the field has none.
	Needed Condition `yaml:"-" json:"-"`
}

// Condition is a compiled condition over a row.
type Condition func(RowFields) (bool, error)

// FieldType is what a field holds.
type FieldType string

// The types of fields.
const (
	FieldText    FieldType = "text"
	FieldInteger FieldType = "integer"
	FieldMoney   FieldType = "money" // whole won
	FieldDecimal FieldType = "decimal"
	FieldPercent FieldType = "percent"
	FieldDate    FieldType = "date"
	FieldChoice  FieldType = "choice"
)

// ValueKind is what a number says about time (domain §1.2): of one year, since the beginning, or a state.
type ValueKind string

// The kinds of values.
const (
	Annual     ValueKind = "annual"
	Cumulative ValueKind = "cumulative"
	Level      ValueKind = "level"
)

// ChoiceRule is one value that may be chosen, with the word that people read.
type ChoiceRule struct {
	Value string `yaml:"value" json:"value"`
	Title string `yaml:"title" json:"title"`
}

// UnmarshalYAML reads a choice, or a bare word that is its own title, as packs of before have it.
func (c *ChoiceRule) UnmarshalYAML(unmarshal func(any) error) error {
	var bare string
	if unmarshal(&bare) == nil {
		*c = ChoiceRule{bare, bare}
		return nil
	}
	type plain ChoiceRule
	return unmarshal((*plain)(c))
}

// rowsMost is how many rows a form that grows takes unless it says otherwise.
const rowsMost = 500

// MaxRows is how many rows a unit may hand in on the form.
func (f FormRule) MaxRows() int {
	if f.Most > 0 {
		return f.Most
	}
	return rowsMost
}

// Field returns a field by its id; false if the form has none of that name.
func (f FormRule) Field(id string) (FieldRule, bool) {
	i := slices.IndexFunc(f.Fields, func(x FieldRule) bool { return x.ID == id })
	if i < 0 {
		return FieldRule{}, false
	}
	return f.Fields[i], true
}

// Number reports whether the field holds a number.
func (f FieldRule) Number() bool {
	switch f.Type {
	case FieldInteger, FieldMoney, FieldDecimal, FieldPercent:
		return true
	case FieldText, FieldDate, FieldChoice:
		return false
	}
	return false
}

// entryUnits are the units in which people type money, in won.
var entryUnits = map[string]int64{
	"": 1, "원": 1, "천원": 1_000, "만원": 10_000, "백만원": 1_000_000, "억원": 100_000_000,
}

// EntryFactor is how many won one unit of an entry is.
func (f FieldRule) EntryFactor() int64 { return entryUnits[f.Entry] }

// TitleOf is the word that people read for a chosen value, the value itself where the form does not know it.
func (f FieldRule) TitleOf(value string) string {
	for _, c := range f.Choices {
		if c.Value == value {
			return c.Title
		}
	}
	return value
}

// Shown is a value of the field as officials read it: the word of a choice, money in the unit in which it is typed with
// commas, "-" for what is blank.
func (f FieldRule) Shown(v any) string {
	switch v := v.(type) {
	case nil:
		return "-"
	case string:
		if v == "" {
			return "-"
		}
		return f.TitleOf(v)
	case int64:
		if f.Type != FieldMoney || v%f.EntryFactor() != 0 {
			return Thousands(v) + f.shownUnit("원")
		}
		return Thousands(v/f.EntryFactor()) + f.shownUnit(cmp.Or(f.Entry, "원"))
	}
	return fmt.Sprint(v) + f.Unit
}

func (f FieldRule) shownUnit(money string) string {
	if f.Type == FieldMoney {
		return money
	}
	return f.Unit
}

// Thousands prints a whole number as offices do: with commas, and △ below zero (domain §9).
func Thousands(n int64) string {
	s := strconv.FormatInt(n, 10)
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "△", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return sign + s
}

// Titles are the words that people choose from.
func (f FieldRule) Titles() []string {
	out := make([]string, len(f.Choices))
	for i, c := range f.Choices {
		out[i] = c.Title
	}
	return out
}

// Bounds are the least and the most a number may be: what the form says, and else zero and 10^15, within which no sum
// of a plan overflows.
func (f FieldRule) Bounds() (least, most int64) {
	least, most = 0, 1_000_000_000_000_000
	if f.Type == FieldPercent {
		most = 1000
	}
	if f.Min != nil {
		least = *f.Min
	}
	if f.Max != nil {
		most = *f.Max
	}
	return least, most
}

// Articles are those behind the field: its own, or the form's.
func (f FormRule) Articles(field string) []string {
	if x, ok := f.Field(field); ok && len(x.Article) > 0 {
		return x.Article
	}
	return f.Article
}

// FormDifference is what another wording of a form changes.
type FormDifference struct {
	Added   []string `json:"added" nullable:"false"`   // ids of new fields
	Removed []string `json:"removed" nullable:"false"` // what was typed there is kept beside the row
	Changed []string `json:"changed" nullable:"false"` // same id, other rule
}

// Same reports whether nothing changes for who fills the form in.
func (d FormDifference) Same() bool { return len(d.Added)+len(d.Removed)+len(d.Changed) == 0 }

// CompareForms tells what changes from one wording of a form to another.
func CompareForms(from, to FormRule) FormDifference {
	d := FormDifference{Added: []string{}, Removed: []string{}, Changed: []string{}}
	for _, f := range to.Fields {
		old, known := from.Field(f.ID)
		switch {
		case !known:
			d.Added = append(d.Added, f.ID)
		case !sameField(old, f):
			d.Changed = append(d.Changed, f.ID)
		}
	}
	for _, f := range from.Fields {
		if _, kept := to.Field(f.ID); !kept {
			d.Removed = append(d.Removed, f.ID)
		}
	}
	return d
}

func sameField(a, b FieldRule) bool {
	return a.Title == b.Title && a.Type == b.Type && a.Unit == b.Unit && a.Entry == b.Entry && a.Kind == b.Kind &&
		sameBound(a.Min, b.Min) && sameBound(a.Max, b.Max) && a.Digits == b.Digits && a.MaxLen == b.MaxLen &&
		slices.Equal(a.Choices, b.Choices) && a.Required == b.Required && a.RequiredWhen == b.RequiredWhen &&
		a.Help == b.Help && slices.Equal(a.Article, b.Article)
}

func sameBound(a, b *int64) bool {
	return a == b || (a != nil && b != nil && *a == *b)
}
