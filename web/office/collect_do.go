package office

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"gyeol/gov"
	"gyeol/internal/cases"
)

// rowActs are the contributions to a submission that name rows, posts, units or files, in the order of the page.
var rowActs = []gov.Verb{
	gov.VerbAttach, gov.VerbDetach, gov.VerbAssignRows, gov.VerbRemoveRow, gov.VerbRecordEvent, gov.VerbWithdrawEvent,
}

// rowActWords say on the page what each does.
var rowActWords = map[gov.Verb]string{
	gov.VerbAttach:        "파일은 자료와 함께 결재되고 제출됩니다.",
	gov.VerbDetach:        "자료에서 빠지며, 올렸던 기록은 남습니다.",
	gov.VerbAssignRows:    "고른 행을 그 직위의 담당이 적습니다.",
	gov.VerbRemoveRow:     "우리 부서가 더한 행만 뺄 수 있습니다.",
	gov.VerbRecordEvent:   "종료·통합·분리·이관은 자료가 확인되면 효력이 생깁니다. 이어받는 부서에는 바로 묻습니다.",
	gov.VerbWithdrawEvent: "아직 효력이 생기지 않은 변동만 거둘 수 있습니다.",
}

// rowActForms are the forms of what the reader may do to the rows of a submission.
func rowActForms(p submissionPage, where cases.Directory) []verbForm {
	var out []verbForm
	for _, verb := range rowActs {
		if !slices.ContainsFunc(p.Mine, func(t cases.TaskDetail) bool { return slices.Contains(t.Verbs, string(verb)) }) {
			continue
		}
		fields := rowActFields(p, verb, where)
		if len(fields) == 0 {
			continue // there is nothing to do it to
		}
		for i := range fields {
			fields[i].ID = string(verb) + "-" + fields[i].Name
		}
		out = append(out, verbForm{Verb: verb, Effect: rowActWords[verb], Fields: fields, Key: newKey()})
	}
	return out
}

func rowActFields(p submissionPage, verb gov.Verb, where cases.Directory) []field {
	rows := mapped(p.Sub.Rows, func(r cases.Row) option { return option{Value: r.ID.String(), Text: r.Title} })
	switch verb { //nolint:exhaustive // rowActs alone
	case gov.VerbAttach:
		return []field{
			{Name: "file", Label: "붙일 파일(20MB 이하)", As: "file", Needed: true},
			{Name: "row", Label: "어느 행에", As: "select", Options: rows, Hint: "자료 전체에 붙이려면 비워 둡니다."},
		}
	case gov.VerbDetach:
		return chosenOne("attachment", "뺄 파일", mapped(p.Sub.Attachments, func(a cases.RowAttachment) option {
			return option{Value: a.ID.String(), Text: a.Name}
		}))
	case gov.VerbAssignRows:
		posts := postsOf(where, p.Unit)
		if len(rows) == 0 || len(posts) == 0 {
			return nil
		}
		return []field{
			{Name: "rows", Label: "나눌 행", As: "many", Options: rows, Needed: true},
			{Name: "post", Label: "적을 직위", As: "select", Options: posts, Needed: true},
		}
	case gov.VerbRemoveRow:
		var added []option
		for _, r := range p.Sub.Rows {
			if r.Added {
				added = append(added, option{Value: r.ID.String(), Text: r.Title})
			}
		}
		return chosenOne("row", "뺄 행", added)
	case gov.VerbRecordEvent:
		return eventFields(rows, where)
	case gov.VerbWithdrawEvent:
		var told []option
		for _, e := range p.Sub.Events {
			if e.State == "told" {
				told = append(told, option{Value: e.ID.String(), Text: e.Item + " — " + rowEvents[e.Kind]})
			}
		}
		return chosenOne("event", "거둘 변동", told)
	}
	return nil
}

// chosenOne is a field in which one is chosen; none where there is nothing to choose.
func chosenOne(name, label string, options []option) []field {
	if len(options) == 0 {
		return nil
	}
	return []field{{Name: name, Label: label, As: "select", Options: options, Needed: true}}
}

func eventFields(rows []option, where cases.Directory) []field {
	if len(rows) == 0 {
		return nil
	}
	var kinds, units []option
	for _, kind := range []string{"ended", "merged", "split", "transferred"} {
		kinds = append(kinds, option{Value: kind, Text: rowEvents[kind]})
	}
	for _, u := range where.Units {
		units = append(units, option{Value: string(u.ID), Text: u.Name})
	}
	return []field{
		{Name: "row", Label: "사업(행)", As: "select", Options: rows, Needed: true},
		{Name: "kind", Label: "변동", As: "select", Options: kinds, Needed: true},
		{Name: "effective_on", Label: "변동이 생긴 날", As: "date", Needed: true},
		{Name: "reason", Label: "사유", As: "text", Most: 1000, Needed: true},
		{
			Name: "successors", Label: "이어받는 사업의 식별자(한 줄에 하나)", As: "lines",
			Hint: "통합·분리일 때만 적습니다. 사업마다의 식별자는 시행계획 화면에 있습니다.",
		},
		{Name: "to_unit", Label: "이어받는 부서", As: "select", Options: units, Hint: "이관일 때만 고릅니다."},
	}
}

func postsOf(where cases.Directory, unit gov.UnitID) []option {
	var out []option
	for _, p := range where.Posts {
		if p.Unit == unit {
			out = append(out, option{Value: string(p.ID), Text: p.Title})
		}
	}
	return out
}

// rowAct does what one of these forms asks for.
func (s *server) rowAct(r *http.Request, v visitor) (page, error) {
	c, err := s.submissionCase(r, v)
	if err != nil {
		return page{}, err
	}
	p, err := s.submissionView(r, v, c)
	if err != nil {
		return page{}, err
	}
	of, ok := p.of.(submissionPage)
	verb := gov.Verb(r.PostForm.Get("verb"))
	at := slices.IndexFunc(of.Acts, func(f verbForm) bool { return f.Verb == verb })
	if !ok || at < 0 {
		return page{}, gov.Refuse(gov.CodeInvalid, "이 화면에 없는 처리입니다. 자료를 다시 여십시오.", "the page has no such form")
	}
	form := &of.Acts[at]
	form.Fields = fill(form.Fields, r)
	checked, whole := check(withoutFile(form.Fields))
	err = errFields
	if whole {
		err = s.rowActed(r, v, of, *form)
	}
	if err == nil {
		return page{to: atCollect + "/" + c.ID.String() + "?did=" + string(verb)}, nil
	}
	e := s.refusal(r, err)
	if statusOf(e.Code) >= http.StatusInternalServerError {
		return page{}, err
	}
	copy(form.Fields[len(form.Fields)-len(checked):], checked)
	mark(form.Fields, e.Reasons)
	form.Open = true
	p.of, p.status = of, statusOf(e.Code)
	p.note = &note{Kind: "bad", Text: e.Detail, Reasons: e.Reasons, Changes: e.Changes}
	return p, nil
}

// withoutFile are the fields that a form can fill again: a browser never does so with a file, which comes first.
func withoutFile(fields []field) []field {
	if len(fields) > 0 && fields[0].As == "file" {
		return fields[1:]
	}
	return fields
}

// rowActed sends one of these contributions on the task that offers it.
func (s *server) rowActed(r *http.Request, v visitor, of submissionPage, form verbForm) error {
	raw, err := bodyOf(withoutFile(form.Fields), r)
	if err != nil {
		return err
	}
	body := map[string]any{}
	if err := json.Unmarshal(raw, &body); err != nil {
		return err
	}
	switch form.Verb { //nolint:exhaustive // the others say all in their fields
	case gov.VerbAttach:
		name, bytes, err := uploaded(r, cases.FileMost)
		if err != nil {
			return err
		}
		kept, err := s.Cases.StoreFile(r.Context(), v.actor, cases.Upload{Data: bytes, Source: r.RemoteAddr})
		if err != nil {
			return err
		}
		body["sha256"], body["name"] = kept.SHA256, strings.TrimSpace(name)
	case gov.VerbRemoveRow:
		for _, row := range of.Sub.Rows {
			if row.ID.String() == body["row"] {
				body["revision"] = row.Revision
			}
		}
	}
	if raw, err = json.Marshal(body); err != nil {
		return err
	}
	at := slices.IndexFunc(of.Mine, func(t cases.TaskDetail) bool {
		return slices.Contains(t.Verbs, string(form.Verb))
	})
	_, err = s.Cases.Act(r.Context(), v.actor, cases.Command{
		Task: of.Mine[at].ID, Verb: form.Verb, Key: r.PostForm.Get("key"), Body: raw, Source: r.RemoteAddr,
	})
	return err
}
