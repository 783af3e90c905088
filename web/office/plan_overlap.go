package office

import (
	"crypto/rand"
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/policies/checks"
)

// overlapsPage are the pairs of a compiled paper that may be one project.
type overlapsPage struct {
	cases.OverlapPage

	Base    string
	Settled []option
	Now     string // what the list is narrowed to
	More    string
	Book    string
}

// pairPage is one pair side by side, with the decision on it.
type pairPage struct {
	cases.OverlapItem

	Base   string
	Sides  []pairRow
	Fields []field
	May    bool
	Key    string
	Only   bool // it may be decided by this reader, but not in the state of the paper
}

// pairRow is a line of the comparison.
type pairRow struct{ Title, A, B string }

// overlaps lists pairs, or shows the one that the address names.
func (s *server) overlaps(r *http.Request, v visitor) (page, error) {
	var id gov.CaseID
	if err := idFrom(r.PathValue("id"), &id); err != nil {
		return page{}, err
	}
	q := r.URL.Query()
	if q.Get("pair") != "" {
		p, err := s.pair(r, v, id)
		if err == nil && q.Get("did") != "" {
			p.note = &note{Kind: "good", Text: "중복 조정을 기록했습니다. 다음에 취합할 때 취합본에 반영됩니다."}
		}
		return p, err
	}
	now := q.Get("settled")
	if now != "yes" && now != "no" {
		now = ""
	}
	list, err := s.Cases.Overlaps(r.Context(), v.actor, id, cases.OverlapFilter{
		Settled: now, After: q.Get("after"), Limit: perPage,
	})
	if err != nil {
		return page{}, err
	}
	base := "/plan/overlaps/" + id.String()
	of := overlapsPage{
		OverlapPage: list, Base: base, Now: now, Book: "/api/v1/compilations/" + id.String() + "/overlaps.xlsx",
	}
	of.Settled = chosenOf([]cases.PlanChoice{{Value: "no", Title: "결정 전"}, {Value: "yes", Title: "결정함"}}, now, "")
	if list.Next != "" {
		q.Set("after", list.Next)
		of.More = base + "?" + q.Encode()
	}
	return page{
		view: "plan-overlaps", title: "중복 의심 사업", at: "/plan", of: of,
		crumbs: []link{{"/plan", "시행계획"}, {"/plan/papers", "취합본"}, {"", "중복 의심 사업"}},
	}, nil
}

// pair shows two projects side by side.
func (s *server) pair(r *http.Request, v visitor, id gov.CaseID) (page, error) {
	name := r.Form.Get("pair")
	words := strings.Split(name, "/")
	if len(words) != 3 {
		return page{}, gov.ErrNotFound
	}
	list, err := s.Cases.Overlaps(r.Context(), v.actor, id, cases.OverlapFilter{
		Part: words[0], Item: words[1], Limit: 500,
	})
	if err != nil {
		return page{}, err
	}
	at := slices.IndexFunc(list.Pairs, func(o cases.OverlapItem) bool { return o.Pair == name })
	if at < 0 {
		return page{}, gov.ErrNotFound
	}
	of := pairPage{OverlapItem: list.Pairs[at], Base: "/plan/overlaps/" + id.String(), Key: rand.Text()}
	c, err := s.Cases.Case(r.Context(), v.actor, id, gov.CaseCompilation)
	if err != nil {
		return page{}, err
	}
	if of.Sides, err = beside(c, of.OverlapItem); err != nil {
		return page{}, err
	}
	open := slices.Contains(c.OpenVerbs, gov.VerbAdjustOverlap)
	of.May, of.Only = v.Overrules && open, v.Overrules && !open
	if of.May {
		if of.Fields, err = s.overlapFields(r, v, of.OverlapItem, c.Cycle); err != nil {
			return page{}, err
		}
	}
	title := of.A.Name + " · " + of.B.Name
	return page{
		view: "plan-pair", title: title, at: "/plan", of: of,
		crumbs: []link{{"/plan", "시행계획"}, {of.Base, "중복 의심 사업"}, {"", title}},
	}, nil
}

// beside lays what the compiled paper says of two projects side by side.
func beside(c cases.CaseView, o cases.OverlapItem) ([]pairRow, error) {
	if c.Context.Compilation == nil {
		return nil, nil
	}
	var paper checks.Paper
	if err := json.Unmarshal(c.Context.Compilation.Body, &paper); err != nil {
		return nil, err
	}
	var a, b checks.Project
	for _, p := range append(paper.Plan.Projects(), paper.Results.Projects()...) {
		switch p.ID {
		case o.A.ID:
			a = p
		case o.B.ID:
			b = p
		}
	}
	out := []pairRow{
		{"주관부서", a.Lead, b.Lead},
		{"협력부서", strings.Join(a.Partners, ", "), strings.Join(b.Partners, ", ")},
		{"구분", classWords(a.Classes), classWords(b.Classes)},
		{"예산(백만원)", million(a.Budget), million(b.Budget)},
		{"집행액(백만원)", million(a.Executed), million(b.Executed)},
	}
	was, is := valuesOf(a.Data), valuesOf(b.Data)
	for _, f := range []struct{ id, title string }{
		{"goal", "추진목표"},
		{"content", "내용"},
		{"target_group", "사업대상"},
		{"place", "장소"},
		{"period_from", "시작일"},
		{"period_to", "종료일"},
	} {
		out = append(out, pairRow{f.title, plain(was[f.id]), plain(is[f.id])})
	}
	out = append(out, pairRow{"성과지표", figuresOf(a), figuresOf(b)})
	return slices.DeleteFunc(out, func(r pairRow) bool { return blank(r.A) && blank(r.B) }), nil
}

func blank(s string) bool { return s == "" || s == "-" }

func figuresOf(p checks.Project) string {
	lines := mapped(p.Figures, func(f checks.Figure) string { return f.Label + " " + f.Print() })
	return strings.Join(lines, "\n")
}

// overlapFields are what a decision on a pair asks for, with what was typed.
func (s *server) overlapFields(r *http.Request, v visitor, o cases.OverlapItem, cycle string) ([]field, error) {
	units, err := s.Cases.PlanUnits(r.Context(), v.actor)
	if err != nil {
		return nil, err
	}
	meetings := field{
		Name: "meeting", ID: "meeting", Label: "의결한 회의", As: "select",
		Hint: "위원회가 의결한 조정이면 그 회의를 고릅니다. 총괄 담당이 정한 것이면 비워 둡니다.",
	}
	for _, state := range []gov.State{gov.Resolved, gov.MinutesOut} {
		held, err := s.Cases.Cases(r.Context(), v.actor, cases.CaseFilter{
			Kind: gov.CaseMeeting, Cycle: cycle, State: state, Limit: perPage,
		})
		if err != nil {
			return nil, err
		}
		for _, m := range held.Cases {
			one := option{Value: m.ID.String(), Text: m.Title + " (" + m.HoldOn.Korean() + ")"}
			meetings.Options = append(meetings.Options, one)
		}
	}
	out := []field{
		{
			Name: "decision", ID: "decision", Label: "결정", As: "select", Needed: true, Options: []option{
				{Value: "keep", Text: "유지 — 두 사업을 그대로 둠"},
				{Value: "merge", Text: "통합 — 고른 사업을 다른 사업에 합침"},
				{Value: "move", Text: "이관 — 고른 사업을 다른 부서로 옮김"},
				{Value: "drop", Text: "제외 — 고른 사업을 계획에서 뺌"},
			},
		},
		{
			Name: "row", ID: "row", Label: "합치거나 옮기거나 뺄 사업", As: "select",
			Hint:    "유지할 때에는 고르지 않습니다.",
			Options: []option{{Value: o.A.ID, Text: o.A.ID + " " + o.A.Name}, {Value: o.B.ID, Text: o.B.ID + " " + o.B.Name}},
		},
		{
			Name: "to_unit", ID: "to_unit", Label: "이관받을 부서", As: "select", Hint: "이관할 때에만 고릅니다.",
			Options: chosenOf(units, "", ""),
		},
		meetings,
		{Name: "act_reason", ID: "act_reason", Label: "사유", As: "area", Needed: true, Most: 2000},
	}
	if r.Method == http.MethodPost {
		out = fill(out, r)
	}
	return out, nil
}

// decideOverlap records a decision on a pair. Where it is refused the pair is shown again with what was typed.
func (s *server) decideOverlap(r *http.Request, v visitor) (page, error) {
	var id gov.CaseID
	if err := idFrom(r.PathValue("id"), &id); err != nil {
		return page{}, err
	}
	p, err := s.pair(r, v, id)
	if err != nil {
		return page{}, err
	}
	of, ok := p.of.(pairPage)
	if !ok {
		return page{}, errInside
	}
	fields, whole := check(of.Fields)
	if of.May && !whole {
		of.Fields = fields
		p.of, p.status, p.note = of, statusOf(errFields.Code), &note{Kind: "bad", Text: errFields.Detail}
		return p, nil
	}
	body := map[string]string{"pair": of.Pair}
	for _, f := range []string{"decision", "row", "to_unit", "meeting"} {
		if typed := strings.TrimSpace(r.PostForm.Get(f)); typed != "" {
			body[f] = typed
		}
	}
	raw, err := json.Marshal(body)
	if err != nil {
		return page{}, err
	}
	_, err = s.Cases.Act(r.Context(), v.actor, cases.Command{
		Case: id, Verb: gov.VerbAdjustOverlap, Key: r.PostForm.Get("key"), Reason: r.PostForm.Get("act_reason"), Body: raw,
		Source: r.RemoteAddr,
	})
	if err == nil {
		return page{to: of.Base + "?did=yes&pair=" + strings.ReplaceAll(of.Pair, "/", "%2F")}, nil
	}
	if e := s.refusal(r, err); of.May && statusOf(e.Code) < http.StatusInternalServerError {
		return pairAgain(r, p, of, e), nil
	}
	return page{}, err
}

// pairAgain shows a pair whose decision was not taken, with why beside the fields.
func pairAgain(r *http.Request, p page, of pairPage, e *gov.Error) page {
	for i, f := range of.Fields {
		for _, why := range e.Reasons {
			if strings.TrimPrefix(why.Rule, "overlap/") == f.Name {
				of.Fields[i].Wrong = why.Text
			}
		}
	}
	if e.Code == gov.CodeBusy {
		of.Key = r.PostForm.Get("key")
	}
	p.of, p.status = of, statusOf(e.Code)
	p.note = &note{Kind: "bad", Text: e.Detail, Reasons: e.Reasons, Changes: e.Changes}
	return p
}
