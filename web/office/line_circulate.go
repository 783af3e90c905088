package office

import (
	"net/http"
	"slices"

	"gyeol/gov"
	"gyeol/internal/cases"
)

// paperForms are what the reader may do with a document itself, beside the tasks on it.
func (s *server) paperForms(r *http.Request, v visitor, c cases.CaseView) ([]verbForm, error) {
	if !slices.Contains(c.OpenVerbs, gov.VerbCirculate) && !slices.Contains(c.OpenVerbs, gov.VerbWithdraw) {
		return nil, nil
	}
	where, err := s.Cases.Directory(r.Context(), v.actor)
	if err != nil {
		return nil, err
	}
	var out []verbForm
	for _, f := range []*verbForm{circulateForm(c, where), s.withdrawForm(c, where)} {
		if f != nil {
			out = append(out, *f)
		}
	}
	return out, nil
}

// withdrawForm lets whoever drafted a document take it back while it is under way.
func (s *server) withdrawForm(c cases.CaseView, where cases.Directory) *verbForm {
	mine := slices.ContainsFunc(where.Posts, func(p cases.DirectoryPost) bool {
		return p.Mine && p.ID == c.Context.Document.Drafter
	})
	if !mine || !slices.Contains(c.OpenVerbs, gov.VerbWithdraw) {
		return nil
	}
	out := &verbForm{
		Verb: gov.VerbWithdraw, Effect: "회수하면 결재가 끝나고, 이미 한 서명은 기록에 남지만 효력이 없습니다.", Key: newKey(), Seen: c.ETag,
		Hash: c.ContentHash,
	}
	if f, ok := s.formOf(c.Kind, gov.VerbWithdraw); ok && f.Reason {
		out.Reason = &field{
			Name: "act_reason", ID: "withdraw-reason", Label: "회수하는 사유", As: "area", Needed: true, Most: 2000,
		}
	}
	return out
}

// circulateForm lets the unit of an approved document show it to posts; nil where the reader is of another unit, or the
// document is not there yet. Those who were asked before are left out.
func circulateForm(c cases.CaseView, where cases.Directory) *verbForm {
	mine := slices.ContainsFunc(where.Posts, func(p cases.DirectoryPost) bool { return p.Mine && p.Unit == c.Unit })
	if !mine || !slices.Contains(c.OpenVerbs, gov.VerbCirculate) {
		return nil // only the unit of an approved document circulates it
	}
	posts := field{
		Name: "posts", ID: "circulate-posts", Label: "공람할 직위", As: "pick", Needed: true,
		Hint: "여럿을 고르려면 Ctrl을 누른 채 고릅니다.",
	}
	for _, p := range where.Posts {
		asked := slices.ContainsFunc(c.Context.Document.Circulation, func(x cases.Circulation) bool { return x.Post == p.ID })
		if !asked {
			posts.Options = append(posts.Options, option{Value: string(p.ID), Text: p.Title})
		}
	}
	return &verbForm{
		Verb: gov.VerbCirculate, Effect: "고른 직위에 읽을 일이 생기고, 읽은 날이 여기에 남습니다.", Fields: []field{posts},
		Key: newKey(), Seen: c.ETag, Hash: c.ContentHash,
	}
}

// onPaper does what one of these forms asks for.
func (s *server) onPaper(r *http.Request, v visitor) (page, error) {
	c, err := s.paper(r, v)
	if err != nil {
		return page{}, err
	}
	p, err := s.paperView(r, v, c)
	if err != nil {
		return page{}, err
	}
	of, ok := p.of.(paperPage)
	verb := gov.Verb(r.PostForm.Get("verb"))
	at := slices.IndexFunc(of.Forms, func(f verbForm) bool { return f.Verb == verb })
	if !ok || at < 0 {
		return page{}, gov.Refuse(gov.CodeInvalid, "이 화면에 없는 처리입니다. 문서를 다시 여십시오.", "the page has no such form")
	}
	form := &of.Forms[at]
	form.Fields, form.Open = keptTyped(form.Fields, r), true
	if form.Reason != nil {
		form.Reason = &keptTyped([]field{*form.Reason}, r)[0]
	}
	cmd, err := command(r, cases.TaskDetail{}, *form)
	if err != nil {
		return page{}, err
	}
	cmd.Task, cmd.Case = gov.TaskID{}, c.ID
	_, err = s.Cases.Act(r.Context(), v.actor, cmd)
	if err == nil {
		return page{to: "/documents/" + c.ID.String() + "?did=" + string(verb)}, nil
	}
	e := s.refusal(r, err)
	if statusOf(e.Code) >= http.StatusInternalServerError {
		return page{}, err
	}
	mark(form.Fields, e.Reasons)
	p.of = of
	p.status, p.note = statusOf(e.Code), &note{Kind: "bad", Text: e.Detail, Reasons: e.Reasons}
	return p, nil
}
