package office

import (
	"encoding/json"
	"net/http"
	"slices"

	"gyeol/gov"
	"gyeol/internal/cases"
)

// circulateForm lets the unit of an approved document show it to posts; nil where the reader is of another unit, or the
// document is not there yet. Those who were asked before are left out.
func (s *server) circulateForm(r *http.Request, v visitor, c cases.CaseView) (*verbForm, error) {
	if !slices.Contains(c.OpenVerbs, gov.VerbCirculate) {
		return nil, nil //nolint:nilnil // nobody circulates it now
	}
	where, err := s.Cases.Directory(r.Context(), v.actor)
	if err != nil {
		return nil, err
	}
	mine := slices.ContainsFunc(where.Posts, func(p cases.DirectoryPost) bool { return p.Mine && p.Unit == c.Unit })
	if !mine {
		return nil, nil //nolint:nilnil // only the unit of the document does
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
		Key: newKey(), Seen: c.ETag,
	}, nil
}

// circulate shows a document to posts.
func (s *server) circulate(r *http.Request, v visitor) (page, error) {
	c, err := s.paper(r, v)
	if err != nil {
		return page{}, err
	}
	body, err := json.Marshal(map[string]any{"posts": r.PostForm["posts"]})
	if err != nil {
		return page{}, err
	}
	tag, err := gov.ParseETag(r.PostForm.Get("seen"))
	if err != nil {
		return page{}, err
	}
	_, err = s.Cases.Act(r.Context(), v.actor, cases.Command{
		Case: c.ID, Verb: gov.VerbCirculate, Key: r.PostForm.Get("key"), Seen: &tag, Body: body, Source: r.RemoteAddr,
	})
	if err == nil {
		return page{to: "/documents/" + c.ID.String() + "?did=circulate"}, nil
	}
	e := s.refusal(r, err)
	if statusOf(e.Code) >= http.StatusInternalServerError {
		return page{}, err
	}
	p, again := s.paperView(r, v, c)
	if again != nil {
		return page{}, err
	}
	if of, ok := p.of.(paperPage); ok && of.Circulate != nil {
		of.Circulate.Fields, of.Circulate.Open = keptTyped(of.Circulate.Fields, r), true
		mark(of.Circulate.Fields, e.Reasons)
	}
	p.status, p.note = statusOf(e.Code), &note{Kind: "bad", Text: e.Detail, Reasons: e.Reasons}
	return p, nil
}
