package office

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"gyeol/gov"
	"gyeol/internal/cases"
)

// draftPage is a document being drafted: what is asked of it, and the line that it would have.
type draftPage struct {
	Task     cases.TaskDetail
	Form     verbForm
	Groups   []draftGroup
	Files    []draftFile
	Line     *cases.TriedLine // computed from what is typed; nil until it was asked for
	Returned []cases.Decision // why it came back
	Changed  []gov.Change     // what is typed against the text that came back
}

// draftGroup are fields that belong together.
type draftGroup struct {
	Title  string
	Open   bool
	Fields []field
}

// draftFile is a part beside the text, kept in the form until it is submitted.
type draftFile struct {
	N                         int
	SHA256, Title, Disclosure string
}

// draftGroups say where each field of a draft stands; what is not named stands with the text.
var draftGroups = []struct {
	title string
	names []string
}{
	{"수신과 협조", []string{
		"form", "internal_only", "addressees", "touches", "delivery", "reply_from", "reply_days", "public_notice",
	}},
	{"공개와 보존", []string{
		"disclosure", "foia_items", "disclosure_reason", "review_stage", "review_again_on", "retention", "function_code",
		"classification_path", "licence",
	}},
	{"요지와 표시", []string{"abstract", "keywords", "telephone", "real_name"}},
}

// draft shows the form of a document that is to be drafted, with what it holds so far.
func (s *server) draft(r *http.Request, v visitor) (page, error) {
	t, form, err := s.drafting(r, v, nil)
	if err != nil {
		return page{}, err
	}
	d := t.File.Context.Document
	had, err := draftedBefore(d)
	if err != nil {
		return page{}, err
	}
	for i := range form.Fields {
		form.Fields[i].set(had[form.Fields[i].Name])
	}
	of := draftPage{Task: t, Form: form}
	for i, a := range d.Attachments {
		of.Files = append(of.Files, draftFile{i + 1, a.SHA256, a.Title, string(a.Disclosure)})
	}
	return draftView(of), nil
}

// drafting is the task of a request with the form of its draft; r is given where something was typed.
func (s *server) drafting(r *http.Request, v visitor, typed *http.Request) (cases.TaskDetail, verbForm, error) {
	t, err := s.read(r, v)
	if err != nil {
		return t, verbForm{}, err
	}
	for _, verb := range []gov.Verb{gov.VerbSubmit, gov.VerbRedraft} {
		if t.File.Context.Document == nil || !slices.Contains(t.Verbs, string(verb)) {
			continue
		}
		form, ok := s.verbForm(t, verb, nil)
		if !ok {
			break
		}
		where, err := s.Cases.Directory(r.Context(), v.actor)
		if err != nil {
			return t, verbForm{}, err
		}
		for i := range form.Fields {
			form.Fields[i].pick(where)
		}
		form.Fields = fill(form.Fields, typed)
		if form.Reason != nil {
			form.Reason.Label = "다시 올리는 사유"
			*form.Reason = fill([]field{*form.Reason}, typed)[0]
		}
		return t, form, nil
	}
	return t, verbForm{}, gov.ErrNotFound
}

// pick lets units be chosen by their names.
func (f *field) pick(where cases.Directory) {
	if f.Name != "addressees" && f.Name != "touches" {
		return
	}
	f.As, f.Hint = "pick", "여럿을 고르려면 Ctrl을 누른 채 고릅니다."
	f.Label = strings.TrimSuffix(f.Label, "(한 줄에 하나)")
	for _, u := range where.Units {
		f.Options = append(f.Options, option{Value: string(u.ID), Text: u.Name})
	}
}

// draftedBefore are the values of a draft by the names of its fields.
func draftedBefore(d *cases.DocumentContext) (map[string]any, error) {
	raw, err := json.Marshal(d)
	if err != nil {
		return nil, fmt.Errorf("read a draft: %w", err)
	}
	out, facts, body := map[string]any{}, map[string]any{}, map[string]any{}
	if err := json.Unmarshal(raw, &out); err != nil {
		return nil, fmt.Errorf("read a draft: %w", err)
	}
	if len(d.Authority.Facts) > 0 {
		if err := json.Unmarshal(d.Authority.Facts, &facts); err != nil {
			return nil, fmt.Errorf("read the facts of a draft: %w", err)
		}
	}
	if len(d.Body) > 0 {
		if err := json.Unmarshal(d.Body, &body); err != nil {
			return nil, fmt.Errorf("read the text of a draft: %w", err)
		}
	}
	for name, v := range facts {
		out[factPrefix+name] = v
	}
	out["draft_text"], out["touches"] = body["text"], any(d.Authority.Touches)
	return out, nil
}

// set puts a stored value into a field as it is typed.
func (f *field) set(stored any) {
	list, _ := stored.([]any)
	if ids, ok := stored.([]string); ok {
		list = mapped(ids, func(id string) any { return id })
	}
	texts := mapped(list, func(x any) string { return fmt.Sprint(x) })
	switch v := stored.(type) {
	case string:
		f.Value = v
	case bool:
		if f.Value = strconv.FormatBool(v); f.As == "check" {
			f.Value = map[bool]string{true: "yes"}[v]
		}
	case float64:
		if v != 0 || strings.HasPrefix(f.Name, factPrefix) {
			f.Value = strconv.FormatFloat(v, 'f', -1, 64)
		}
	case []any, []string:
		f.Value = strings.Join(texts, "\n")
		if f.As == "numbers" {
			f.Value = strings.Join(texts, ", ")
		}
	}
	for i, o := range f.Options {
		f.Options[i].Chosen = o.Value == f.Value || slices.Contains(texts, o.Value)
	}
}

func draftView(of draftPage) page {
	t := of.Task
	rest := slices.Clone(of.Form.Fields)
	groups := []draftGroup{{Title: "제목과 내용", Open: true}}
	for _, g := range draftGroups {
		one := draftGroup{Title: g.title}
		for _, name := range g.names {
			if f := fieldAt(rest, name); f != nil {
				one.Fields = append(one.Fields, *f)
				one.Open = one.Open || f.Needed || f.Wrong != ""
			}
		}
		rest = slices.DeleteFunc(rest, func(f field) bool { return slices.Contains(g.names, f.Name) })
		groups = append(groups, one)
	}
	if title := fieldAt(rest, "title"); title != nil {
		groups[0].Fields = append(groups[0].Fields, *title)
		rest = slices.DeleteFunc(rest, func(f field) bool { return f.Name == "title" })
	}
	groups[0].Fields = append(groups[0].Fields, rest...)
	of.Groups = groups
	for _, d := range t.File.Decisions {
		if d.Verb == gov.VerbReturn && d.Round == t.File.Round {
			of.Returned = append(of.Returned, d)
		}
	}
	return page{view: "draft", title: t.Title, at: atLines, of: of, crumbs: []link{
		{"/", "할 일"}, {"/tasks/" + t.ID.String(), t.Title}, {"", "기안"},
	}}
}
