package office

import (
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"gyeol/gov"
	"gyeol/internal/cases"
)

// act does what a form of a task asks for, and shows the task again with what was typed where it is refused.
func (s *server) act(r *http.Request, v visitor) (page, error) {
	t, err := s.read(r, v)
	if err != nil {
		return page{}, err
	}
	verb := gov.Verb(r.PostForm.Get("verb"))
	form, ok := s.verbForm(t, verb, r)
	if !ok || form.API {
		return page{}, gov.Refuse(gov.CodeInvalid, "이 화면에 없는 처리입니다. 과업을 다시 여십시오.", "the page has no such form")
	}
	fields := form.Fields
	if form.Reason != nil {
		fields = append(slices.Clone(fields), *form.Reason)
	}
	if checked, ok := check(fields); !ok {
		form.Fields = checked[:len(form.Fields)]
		if form.Reason != nil {
			form.Reason = &checked[len(checked)-1]
		}
		return s.again(r, v, t, again{form: form, err: errFields})
	}
	cmd, err := command(r, t, form)
	if err != nil {
		return page{}, err
	}
	out, err := s.Cases.Act(r.Context(), v.actor, cmd)
	if err != nil {
		return s.again(r, v, t, again{form: form, err: err})
	}
	did := "?did=" + url.QueryEscape(string(verb))
	if out.Seq == 0 {
		return page{to: "/tasks/" + t.ID.String() + did}, nil
	}
	return page{to: "/" + did}, nil
}

var errFields = gov.Refuse(gov.CodeInvalid, "표시한 항목을 고친 뒤 다시 보내십시오.", "fields are missing")

// command is the act that a form asks for, bound to what its page showed.
func command(r *http.Request, t cases.TaskDetail, f verbForm) (cases.Command, error) {
	hash, err := hex.DecodeString(r.PostForm.Get("hash"))
	if err != nil {
		return cases.Command{}, errBadText
	}
	cmd := cases.Command{
		Task: t.ID, Verb: f.Verb, Key: r.PostForm.Get("key"), HashSeen: hash, Reason: r.PostForm.Get("act_reason"),
		Source: r.RemoteAddr,
	}
	if seen := r.PostForm.Get("seen"); seen != "" {
		tag, err := gov.ParseETag(seen)
		if err != nil {
			return cmd, err
		}
		cmd.Seen = &tag
	}
	cmd.Body, err = bodyOf(f.Fields, r)
	if d := t.File.Context.Document; err == nil && d != nil {
		cmd.Body, err = draftOf(d, cmd.Body)
	}
	if err == nil {
		cmd.Body, err = answered(t, cmd.Body)
	}
	return cmd, err
}

// draftOf puts the text and the facts that a page asks for where the body of a draft has them.
func draftOf(d *cases.DocumentContext, raw json.RawMessage) (json.RawMessage, error) {
	var body map[string]any
	if err := json.Unmarshal(raw, &body); err != nil {
		return nil, err
	}
	facts := map[string]any{}
	for name, v := range body {
		fact, ok := strings.CutPrefix(name, factPrefix)
		if !ok {
			continue
		}
		delete(body, name)
		switch v {
		case "true":
			v = true
		case "false":
			v = false
		}
		facts[fact] = v
	}
	if len(facts) > 0 {
		body["facts"] = facts
	}
	if text, ok := body["draft_text"]; ok {
		delete(body, "draft_text")
		whole := map[string]any{}
		if len(d.Body) > 0 {
			if err := json.Unmarshal(d.Body, &whole); err != nil {
				return nil, err
			}
		}
		whole["text"] = text
		body["body"] = whole
	}
	return json.Marshal(body)
}

// again is a form that was not taken, and why.
type again struct {
	form verbForm
	err  error
}

// again shows a task as it is now with what was typed. It is bound to what is shown now, so that whoever has read what
// changed can send it again.
func (s *server) again(r *http.Request, v visitor, was cases.TaskDetail, a again) (page, error) {
	e := s.refusal(r, a.err)
	if status := statusOf(e.Code); status >= http.StatusInternalServerError {
		return page{}, a.err
	}
	t, err := s.Cases.Task(r.Context(), v.actor, was.ID)
	if err != nil {
		return page{}, a.err // it has gone out of sight: what was typed is shown with the refusal
	}
	p, err := s.taskPage(r, v, t)
	if err != nil {
		return page{}, err
	}
	of, ok := p.of.(taskPage)
	if !ok {
		return page{}, a.err
	}
	kept := false
	for i, f := range of.Forms {
		if f.Verb != a.form.Verb {
			continue
		}
		kept = true
		of.Forms[i].Fields, of.Forms[i].Reason, of.Forms[i].Open = a.form.Fields, a.form.Reason, true
		if e.Code == gov.CodeBusy {
			of.Forms[i].Key = r.PostForm.Get("key")
		}
		mark(of.Forms[i].Fields, e.Reasons)
	}
	if !kept {
		of.Typed = visible(typedIn(r))
	}
	p.of, p.status = of, statusOf(e.Code)
	p.note = &note{Kind: "bad", Text: e.Detail, Reasons: e.Reasons, Changes: e.Changes}
	return p, nil
}

// mark writes the reasons of a refusal beside the fields that they are about.
func mark(fields []field, reasons []gov.Reason) {
	for i, f := range fields {
		for _, why := range reasons {
			finding, decides := strings.CutPrefix(f.Name, whyPrefix)
			fact, asks := strings.CutPrefix(f.Name, factPrefix)
			if asks && strings.HasSuffix(why.Field, "/facts/"+fact) || why.Field == "/body/"+f.Name || why.Field == "/"+f.Name || decides && why.Rule == finding {
				fields[i].Wrong = why.Text
			}
		}
	}
}
