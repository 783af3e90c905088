package office

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/policies"
)

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
