package office

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/policies"
	"gyeol/policies/checks"
)

// verbForm is one act or contribution as a page offers it.
type verbForm struct {
	Verb   gov.Verb
	Effect string
	Fields []field
	Reason *field // nil: the act takes none
	Open   bool   // its form is unfolded, because something in it has to be mended
	Key    string // under which it is done once, however often it is sent
	Hash   string // of the content that is shown
	Seen   string // the state of the case that is shown; empty where it binds to none
	API    bool   // it cannot be typed into a page: the API does it
}

// taskOpen is the state of a task that waits.
const taskOpen = "open"

// taskPage is one task with all that is needed to act on it.
type taskPage struct {
	cases.TaskDetail

	Due     due
	Legal   string
	Forms   []verbForm
	Draft   bool     // there is a page on which it is drafted
	Missing []string // acts that no page offers yet
	Block   *cases.Block
	Changed *cases.Difference
	Rows    *rowsTable
	Text    string
	Found   []checks.Finding // in a compiled paper
	Trail   string           // where its record is read; empty: not by this reader
	Typed   []typed          // of a form that the task offers no more
}

func (s *server) task(r *http.Request, v visitor) (page, error) {
	t, err := s.read(r, v)
	if err != nil {
		return page{}, err
	}
	p, err := s.taskPage(r, v, t)
	if verb := gov.Verb(r.Form.Get("did")); err == nil && isWord(verb) {
		p.note = &note{Kind: "good", Text: "‘" + verb.Korean() + "’ 처리했습니다."}
	}
	return p, err
}

// isWord reports whether a verb is one of ours.
func isWord(v gov.Verb) bool { return v != "" && v.Korean() != string(v) }

func (s *server) read(r *http.Request, v visitor) (cases.TaskDetail, error) {
	var id gov.TaskID
	if err := idFrom(r.PathValue("id"), &id); err != nil {
		return cases.TaskDetail{}, err
	}
	return s.Cases.Task(r.Context(), v.actor, id)
}

// taskPage shows a task as it is now.
func (s *server) taskPage(r *http.Request, v visitor, t cases.TaskDetail) (page, error) {
	of := taskPage{TaskDetail: t, Due: due{Badge: "기한 없음", Kind: "plain"}}
	if t.Due != nil {
		of.Due, of.Legal = s.due(v.Today, t.Due.Operative), t.Due.LegalText
	}
	if t.State != taskOpen {
		of.Due.Badge, of.Due.Kind = "끝남", "plain"
	}
	for _, verb := range mapped(t.Verbs, func(v string) gov.Verb { return gov.Verb(v) }) {
		f, ok := s.verbForm(t, verb, nil)
		switch {
		case ok && !f.API:
			of.Forms = append(of.Forms, f)
		case verb != gov.VerbSaveRow && !slices.Contains(rowActs, verb):
			of.Missing = append(of.Missing, verb.Korean())
		}
	}
	if d := t.File.Context.Document; d != nil {
		of.Text = plain(d.Body)
		of.Draft = slices.Contains(t.Verbs, string(gov.VerbSubmit)) || slices.Contains(t.Verbs, string(gov.VerbRedraft))
		if err := s.around(r, v, t, &of); err != nil {
			return page{}, err
		}
	}
	var err error
	if of.Found, err = foundIn(t.File.Context.Compilation); err != nil {
		return page{}, fmt.Errorf("findings of the compilation %s: %w", t.Case, err)
	}
	if sub := t.File.Context.Submission; sub != nil {
		of.Rows = tableOf(sub, slices.Contains(t.Verbs, string(gov.VerbSaveRow)))
	}
	if v.Audits {
		of.Trail = "/trail?case=" + t.Case.String()
	}
	return page{
		view: "task", title: t.Title, at: "/", crumbs: []link{{"/", "할 일"}, {"", t.Title}}, of: of,
	}, nil
}

// around reads what stands around the text of a document: its block, and what changed since this reader saw it.
func (s *server) around(r *http.Request, v visitor, t cases.TaskDetail, of *taskPage) error {
	b, err := s.Cases.Block(r.Context(), v.actor, t.Case)
	if err != nil {
		return err
	}
	of.Block = &b
	seen := t.File.Context.Document.LastSeen
	if seen == nil {
		return nil
	}
	d, err := s.Cases.Difference(r.Context(), v.actor, cases.Compare{Case: t.Case, From: *seen})
	if err == nil && len(d.Changes) > 0 {
		of.Changed = &d
	}
	if errors.Is(err, gov.ErrNotFound) || gov.CodeOf(err) == gov.CodeForbidden {
		return nil // addressees see the paper and not how it came about
	}
	return err
}

// elsewhere are the contributions that have a page of their own, and those that no page offers yet: they need a file,
// or name rows and projects by their ids.
var elsewhere = []gov.Verb{
	gov.VerbSaveRow, gov.VerbAttach, gov.VerbDetach, gov.VerbAssignRows, gov.VerbRemoveRow, gov.VerbRecordEvent,
	gov.VerbWithdrawEvent,
}

// verbForm is the form of a verb of a task, with what was typed where r is given.
func (s *server) verbForm(t cases.TaskDetail, verb gov.Verb, r *http.Request) (verbForm, bool) {
	f, ok := s.formOf(t.CaseKind, verb)
	if !ok || f.System || slices.Contains(elsewhere, verb) {
		return verbForm{}, false
	}
	out := verbForm{Verb: verb, Effect: effectOf(verb), Key: rand.Text(), Hash: t.File.ContentHash}
	fields, ok := fieldsOf(f.Body)
	out.API = !ok
	if _, moves := policies.MachineOf(t.CaseKind).Find(t.CaseState, verb); moves {
		out.Seen = t.File.ETag
	}
	out.Fields = s.known(t, verb, fields)
	out.Fields = fill(out.Fields, r)
	if f.Reason {
		reason := fill([]field{{Name: "act_reason", Label: "사유", As: "area", Needed: true, Most: 2000}}, r)[0]
		out.Reason = &reason
	}
	for i, f := range out.Fields {
		if out.Fields[i].ID = string(verb) + "-" + f.Name; strings.ContainsAny(f.Name, "/ ") { // named after a finding
			out.Fields[i].ID = string(verb) + "-" + strconv.Itoa(i)
		}
	}
	if out.Reason != nil {
		out.Reason.ID = string(verb) + "-act_reason"
	}
	return out, true
}

// known puts what the case knows into the fields: the items of an agenda to choose from, the text of a draft.
func (s *server) known(t cases.TaskDetail, verb gov.Verb, fields []field) []field {
	out := slices.Clone(fields)
	if m := t.File.Context.Meeting; m != nil {
		for i := range out {
			meetingField(m, &out[i])
		}
	}
	if sub := t.File.Context.Submission; sub != nil {
		for i := range out {
			rowField(sub, &out[i])
		}
		if verb == gov.VerbSubmit {
			out = append(out, waiverFields(sub)...)
		}
		if verb == gov.VerbRequestRevision {
			out = append(out, mendFields(sub)...)
		}
	}
	if found, err := foundIn(t.File.Context.Compilation); err == nil && verb == gov.VerbConfirm {
		out = append(out, decisionFields(found)...)
	}
	if d := t.File.Context.Document; d != nil && (verb == gov.VerbSubmit || verb == gov.VerbRedraft) {
		out = append(draftFields(d), out...)
	}
	return out
}

// rowField offers the rows of a collection and the fields of its form to choose from.
func rowField(sub *cases.SubmissionContext, f *field) {
	switch f.Name {
	case "row":
		f.As = "select"
		for _, row := range sub.Rows {
			f.Options = append(f.Options, option{Value: row.ID.String(), Text: row.Title})
		}
	case "field":
		f.As = "select"
		for _, of := range sub.Fields {
			f.Options = append(f.Options, option{Value: of.ID, Text: of.Title})
		}
	}
}

// meetingField offers the items and the members of a meeting to choose from.
func meetingField(m *cases.MeetingContext, f *field) {
	switch f.Name {
	case "item":
		f.As = "select"
		for _, item := range m.Items {
			f.Options = append(f.Options, option{Value: item.ID.String(), Text: item.Title})
		}
	case "presiding":
		f.As = "select"
		for _, member := range m.Members {
			f.Options = append(f.Options, option{Value: member.Member, Text: member.Name})
		}
	case "present", "signed_by":
		f.As = "many"
		for _, member := range m.Members {
			f.Options = append(f.Options, option{Value: member.Member, Text: member.Name})
		}
	}
}

// draftFields are the text and the facts of a draft: they are not plain fields of its body.
func draftFields(d *cases.DocumentContext) []field {
	var out []field
	var body map[string]json.RawMessage
	var text string
	if json.Unmarshal(d.Body, &body) == nil && (body["text"] == nil || json.Unmarshal(body["text"], &text) == nil) {
		out = append(out, field{Name: "draft_text", Label: "본문", As: "area", Hint: "비워 두면 지금 본문 그대로 상신합니다."})
	}
	if d.Draft == nil {
		return out
	}
	for _, f := range d.Draft.Facts {
		if f.Known {
			continue
		}
		one := field{
			Name: factPrefix + f.Name, Label: f.Label, Needed: f.Needed,
			Hint: strings.TrimSpace(strings.Join(f.Article, ", ") + " " + f.Unit), As: "text",
		}
		switch {
		case f.Kind == "bool":
			one.As, one.Options = "select", []option{{Value: "true", Text: "예"}, {Value: "false", Text: "아니오"}}
		case f.Kind == "int":
			one.As = "number"
		case f.Kind == "strings":
			one.As, one.Hint = "lines", strings.TrimSpace("한 줄에 하나씩 적습니다: "+strings.Join(f.Values, ", "))
		case len(f.Values) > 0:
			one.As = "select"
			for _, v := range f.Values {
				one.Options = append(one.Options, option{Value: v, Text: v})
			}
		}
		out = append(out, one)
	}
	return out
}

// factPrefix begins the fields of a form that are facts of a matter.
const factPrefix = "fact."
