package checks

import (
	"math/big"
	"strings"

	"gyeol/policies"
)

// Row is one row of a form as the checks see it: what was typed, and what stands beside it.
type Row struct {
	ID     string         // of the row, for the page that points at it
	Item   string         // unit project, sub-project or item of an open form
	Title  string         // as officials read it
	Values map[string]any // by field, as policies.ReadRow reads them
	Last   map[string]any // accepted last year, by field; nil where there was no row
	// Series are earlier values of a field, oldest first, where more than last year's is known.
	Series map[string][]any
	// Printed are the characters that a paper prints for a field, where it prints any.
	Printed map[string]string
	Figures []Figure // printed figures of the source
	Status  []string // of the project, such as low-execution, where something beside the row says so
}

// Effort counts what the checks looked at. It grows with the rows and with nothing else.
type Effort struct {
	Rows   int `json:"rows"`
	Fields int `json:"fields"` // fields and figures read, over all checks
}

// OfRow checks one row while it is typed: each finding names the row and the field.
func OfRow(form policies.FormRule, row Row, rules policies.CheckRules) []Finding {
	return OfRows(form, []Row{row}, rules)
}

// OfRows checks the rows of a submission, alone and against each other. What is blank is not checked against anything:
// whether it must be filled in is the form's to say. The order of rows does not matter.
func OfRows(form policies.FormRule, rows []Row, rules policies.CheckRules) []Finding {
	out, _ := MeasuredRows(form, rows, rules)
	return out
}

// OfForms checks the accepted rows of several forms. Rows that read different wordings of one form are held against
// each other all the same.
func OfForms(list []FormRows, rules policies.CheckRules) []Finding {
	out, bases := []Finding{}, map[string]map[string]*big.Rat{}
	for _, f := range list {
		s := newSheet(f.Form, rules)
		if known := bases[f.Form.ID]; known != nil {
			s.bases = known
		}
		bases[f.Form.ID] = s.bases
		s.check(f.Rows)
		out = append(out, s.found...)
	}
	sortFindings(out)
	return out
}

// MeasuredRows is OfRows with the effort that it took.
func MeasuredRows(form policies.FormRule, rows []Row, rules policies.CheckRules) ([]Finding, Effort) {
	s := newSheet(form, rules)
	s.check(rows)
	sortFindings(s.found)
	return s.found, s.effort
}

func newSheet(form policies.FormRule, rules policies.CheckRules) *sheet {
	return &sheet{
		form: form, rules: rules, found: []Finding{}, roles: map[role]policies.FieldRule{}, read: map[string]*big.Rat{},
		bases: map[string]*big.Rat{},
	}
}

// check passes over the rows once, and once more over their base values.
func (s *sheet) check(rows []Row) {
	for _, r := range rows {
		s.effort.Rows++
		clear(s.read)
		for _, check := range rowChecks {
			check(s, r)
		}
	}
	s.sameBase(rows)
}

// rowChecks look at one row each.
var rowChecks = []func(*sheet, Row){
	(*sheet).execution, (*sheet).balance, (*sheet).target, (*sheet).rates, (*sheet).funding, (*sheet).slips,
	(*sheet).small, (*sheet).cumulative, (*sheet).kinds, (*sheet).sameKind, (*sheet).figures,
}

// sheet is one pass over the rows of a form.
type sheet struct {
	form   policies.FormRule
	rules  policies.CheckRules
	found  []Finding
	effort Effort
	roles  map[role]policies.FieldRule // found once for all rows; the zero field where the form has none
	read   map[string]*big.Rat         // the numbers of the row at hand, nil where a field is none
	bases  map[string]*big.Rat         // the first base value of each indicator
}

// role is what a field is to a check.
type role struct{ rule, name string }

// field is the field that plays a role in a check.
func (s *sheet) field(rule policies.CheckRule, name string) policies.FieldRule {
	key := role{rule.ID, name}
	f, known := s.roles[key]
	if !known {
		f, _ = rule.FieldOf(s.form, name)
		s.roles[key] = f
	}
	return f
}

// number is a field of the row at hand as arithmetic sees it. Nobody writes to what it returns.
func (s *sheet) number(row Row, id string) (*big.Rat, bool) {
	n, known := s.read[id]
	if !known {
		n, _ = number(row.Values[id])
		s.read[id] = n
	}
	return n, n != nil
}

// figure is the number in a role.
func (s *sheet) figure(rule policies.CheckRule, row Row, name string) (*big.Rat, policies.FieldRule, bool) {
	s.effort.Fields++
	f := s.field(rule, name)
	n, ok := s.number(row, f.ID)
	return n, f, ok
}

// value is the value of the field that plays a role in a check, with the field.
func (s *sheet) value(rule policies.CheckRule, row Row, name string) (any, policies.FieldRule) {
	s.effort.Fields++
	f := s.field(rule, name)
	return row.Values[f.ID], f
}

// text is a text or choice in a role, "" where it is blank or the form does not ask for it.
func (s *sheet) text(rule policies.CheckRule, row Row, name string) (string, policies.FieldRule) {
	v, f := s.value(rule, row, name)
	word, _ := v.(string)
	return strings.TrimSpace(word), f
}

// place says where a finding is, and with what.
type place struct {
	row      Row
	field    policies.FieldRule
	printed  string
	computed string
}

// add reports a finding at a field of a row.
func (s *sheet) add(rule policies.CheckRule, at place) {
	f := ruled(s.rules, rule.ID)
	f.ID = rule.ID + "/" + at.row.Item
	f.Place = at.row.Title
	if at.field.ID != "" {
		f.ID += "/" + at.field.ID
		f.Place += " — " + at.field.Title
		f.Field = at.field.ID
	}
	f.Row, f.Item, f.Printed, f.Computed = at.row.ID, at.row.Item, at.printed, at.computed
	s.found = append(s.found, f)
}

// ruled is a finding as its rule has it: severity, article, message.
func ruled(rules policies.CheckRules, id string) Finding {
	rule := rules.Rule(id)
	return Finding{
		Check: id, Severity: Severity(rule.Severity), Article: strings.Join(rule.Article, ", "), Message: rule.Message,
		Assumed: rules.Assumed(id),
	}
}
