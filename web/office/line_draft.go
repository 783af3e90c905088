package office

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/policies"
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
	groups[0].Fields = rest
	of.Groups = groups
	for _, d := range t.File.Decisions {
		if d.Verb == gov.VerbReturn && d.Round == t.File.Round {
			of.Returned = append(of.Returned, d)
		}
	}
	return page{view: "draft", title: "기안 — " + t.Title, at: atLines, of: of, crumbs: []link{
		{"/", "할 일"}, {"/tasks/" + t.ID.String(), t.Title}, {"", "기안"},
	}}
}

// draftSent does what the form of a draft was sent for: it computes the line, takes a file up, or submits.
func (s *server) draftSent(r *http.Request, v visitor) (page, error) {
	t, form, err := s.drafting(r, v, r)
	if err != nil {
		return page{}, err
	}
	form.Key = r.PostForm.Get("key")
	of := draftPage{Task: t, Form: form, Files: draftFiles(r)}
	do := r.PostForm.Get("do")
	if do == "attach" {
		return s.attached(r, v, of)
	}
	cmd, err := draftCommand(r, of)
	if err != nil {
		return page{}, err
	}
	if do == "submit" {
		if of.Form.Reason != nil {
			if checked, ok := check([]field{*of.Form.Reason}); !ok {
				of.Form.Reason = &checked[0]
				return s.draftAgain(r, of, errFields)
			}
		}
		if _, err := s.Cases.Act(r.Context(), v.actor, cmd); err != nil {
			return s.draftAgain(r, of, err)
		}
		return page{to: "/?did=" + url.QueryEscape(string(form.Verb))}, nil
	}
	if cmd.Reason == "" {
		cmd.Reason = "결재선 미리 보기" // a trial needs none, and keeps none
	}
	line, err := s.Cases.TryLine(r.Context(), v.actor, cmd)
	if err != nil {
		return s.draftAgain(r, of, err)
	}
	of.Line = &line
	if of.Changed, err = typedAgainst(t.File.Context.Document, cmd.Body); err != nil {
		return page{}, err
	}
	return draftView(of), nil
}

// draftAgain shows a draft that was not taken with what was typed.
func (s *server) draftAgain(r *http.Request, of draftPage, cause error) (page, error) {
	e := s.refusal(r, cause)
	if statusOf(e.Code) >= http.StatusInternalServerError {
		return page{}, cause
	}
	mark(of.Form.Fields, e.Reasons)
	if e.Code != gov.CodeBusy {
		of.Form.Key = newKey()
	}
	p := draftView(of)
	p.status, p.note = statusOf(e.Code), &note{Kind: "bad", Text: e.Detail, Reasons: e.Reasons, Changes: e.Changes}
	return p, nil
}

// draftFiles are the files that a form carries, without those that were taken out.
func draftFiles(r *http.Request) []draftFile {
	var out []draftFile
	for n := 1; r.PostForm.Has(fileName(n, "sha256")); n++ {
		if r.PostForm.Get(fileName(n, "out")) != "" {
			continue
		}
		out = append(out, draftFile{
			len(out) + 1, r.PostForm.Get(fileName(n, "sha256")), strings.TrimSpace(r.PostForm.Get(fileName(n, "title"))),
			r.PostForm.Get(fileName(n, "disclosure")),
		})
	}
	return out
}

func fileName(n int, part string) string { return "file." + strconv.Itoa(n) + "." + part }

// attached keeps a file and adds it to the draft.
func (s *server) attached(r *http.Request, v visitor, of draftPage) (page, error) {
	name, raw, err := uploaded(r, cases.FileMost)
	if err != nil {
		return s.draftAgain(r, of, err)
	}
	kept, err := s.Cases.StoreFile(r.Context(), v.actor, cases.Upload{Data: raw, Source: r.RemoteAddr})
	if err != nil {
		return s.draftAgain(r, of, err)
	}
	of.Files = append(of.Files, draftFile{len(of.Files) + 1, kept.SHA256, name, string(gov.Public)})
	return draftView(of), nil
}

// draftCommand is the submission of a draft, bound to what the page showed. A box without its tick takes back what was
// drafted before; a part that is not public has the grounds of the text.
func draftCommand(r *http.Request, of draftPage) (cases.Command, error) {
	cmd, err := command(r, of.Task, of.Form)
	if err != nil {
		return cmd, err
	}
	body := map[string]any{}
	if err := json.Unmarshal(cmd.Body, &body); err != nil {
		return cmd, err
	}
	for _, f := range of.Form.Fields {
		if f.As == "check" && body[f.Name] == nil {
			body[f.Name] = false
		}
		if f.As == "pick" && body[f.Name] == nil {
			body[f.Name] = []string{}
		}
	}
	files := []map[string]any{}
	for _, f := range of.Files {
		one := map[string]any{"sha256": f.SHA256, "title": f.Title, "disclosure": f.Disclosure}
		if f.Disclosure != string(gov.Public) {
			for _, name := range []string{"foia_items", "disclosure_reason", "review_stage", "review_again_on"} {
				if body[name] != nil {
					one[name] = body[name]
				}
			}
		}
		files = append(files, one)
	}
	body["attachments"] = files
	cmd.Body, err = json.Marshal(body)
	return cmd, err
}

// typedAgainst is in what the typed text differs from the one that came back; nothing on a first draft.
func typedAgainst(d *cases.DocumentContext, typed json.RawMessage) ([]gov.Change, error) {
	if len(d.Versions) == 0 {
		return nil, nil
	}
	var now struct {
		Title string          `json:"title"`
		Body  json.RawMessage `json:"body"`
	}
	if err := json.Unmarshal(typed, &now); err != nil {
		return nil, err
	}
	if len(now.Body) == 0 {
		now.Body = d.Body
	}
	before, err := json.Marshal(map[string]any{"title": d.Title, "body": d.Body})
	if err != nil {
		return nil, err
	}
	after, err := json.Marshal(now)
	if err != nil {
		return nil, err
	}
	return policies.Difference(before, after)
}
