package office

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"gyeol/gov"
	"gyeol/internal/cases"
)

// leaveCases are what the pages about who is away ask for.
type leaveCases interface {
	Absences(ctx context.Context, actor cases.Actor, f cases.AbsenceFilter) (cases.AbsencePage, error)
	RehearseLeave(ctx context.Context, actor cases.Actor, q cases.RehearseLeave) (cases.LeaveRehearsal, error)
	RecordAbsence(ctx context.Context, actor cases.Actor, r cases.RecordAbsence) (cases.Absence, error)
	CancelAbsence(ctx context.Context, actor cases.Actor, c cases.CancelAbsence) (cases.Absence, error)
	Delegations(ctx context.Context, actor cases.Actor, f cases.DelegationFilter) (cases.DelegationPage, error)
	GiveDelegation(ctx context.Context, actor cases.Actor, g cases.GiveDelegation) (cases.Delegation, error)
	RevokeDelegation(ctx context.Context, actor cases.Actor, r cases.RevokeDelegation) (cases.Delegation, error)
	ActingOrders(ctx context.Context, f cases.ActingFilter) (cases.ActingOrderPage, error)
	SetActingOrder(ctx context.Context, actor cases.Actor, o cases.SetActingOrder) (cases.ActingOrder, error)
}

// atLeave is where absences stand; the menu leads there by way of approvals.
const atLeave = "/leave"

func leavePart() part {
	return part{
		link: link{atLeave, "부재·대결"}, under: []string{atLeave, atLeave + "/"}, open: nobody,
		pages: func(s *server) routes {
			return routes{
				"GET /leave": s.leave, "POST /leave": s.recordLeave, "POST /leave/{id}/cancel": s.cancelLeave,
				"POST /leave/delegations": s.giveDelegation, "POST /leave/delegations/{id}/revoke": s.revokeDelegation,
				"GET /leave/acting": s.acting, "POST /leave/acting": s.setActing,
			}
		},
	}
}

// leavePage is who is away and who stands in for whom.
type leavePage struct {
	Tabs      []tab
	Whose     []tab
	Mine      []cases.Absence
	Unit      []cases.Absence
	More      bool // there are more absences than are shown
	Given     []cases.Delegation
	Received  []cases.Delegation
	Ask       leaveAsked
	Rehearsal *cases.LeaveRehearsal
	Record    leaveForm
	Delegate  leaveForm
	Key       string // of a form that takes something back
}

// leaveAsked is the time for which a leave is rehearsed, as it was typed.
type leaveAsked struct{ Person, From, To string }

// leaveForm is a form of these pages, with what was typed where it was refused.
type leaveForm struct {
	Key    string
	Fields []field
	Open   bool
}

// leave shows who is away. Where a time is named, it first rehearses what would become of the work meanwhile, and offers
// the form that records it.
func (s *server) leave(r *http.Request, v visitor) (page, error) {
	of, err := s.leaveOf(r, v)
	if err != nil {
		return page{}, err
	}
	q := r.URL.Query()
	of.Ask = leaveAsked{strings.TrimSpace(q.Get("person")), q.Get("from"), q.Get("to")}
	p := leaveView(of)
	if did := leaveDone[q.Get("did")]; did != "" {
		p.note = &note{Kind: "good", Text: did}
	}
	if of.Ask.From == "" && of.Ask.To == "" {
		return p, nil
	}
	return s.rehearsed(r, v, p)
}

// leaveDone says what was done.
var leaveDone = map[string]string{
	"record": "부재를 등록했습니다.", "cancel": "부재를 취소했습니다. 오늘부터 직접 처리합니다.", "give": "대결을 위임했습니다. 상대에게 알립니다.",
	"revoke": "위임을 철회했습니다. 이미 한 결재는 그대로입니다.", "acting": "직무대리 순서를 오늘부터 바꾸었습니다.",
	"move": "인사이동을 처리했습니다.",
}

func leaveView(of leavePage) page {
	return page{
		view: "leave", title: "부재·대결", at: atLines, of: of,
		crumbs: []link{{atLines, "결재"}, {"", "부재·대결"}},
	}
}

// leaveOf reads the lists of the page.
func (s *server) leaveOf(r *http.Request, v visitor) (leavePage, error) {
	of := leavePage{Tabs: lineTabs(atLeave), Key: newKey(), Record: leaveForm{Key: newKey()}}
	ctx := r.Context()
	mine, err := s.Cases.Absences(ctx, v.actor, cases.AbsenceFilter{Scope: cases.LeaveMine, Limit: perPage})
	if err != nil {
		return of, err
	}
	unit, err := s.Cases.Absences(ctx, v.actor, cases.AbsenceFilter{
		Scope: cases.LeaveUnit, After: r.URL.Query().Get("after"), Limit: perPage,
	})
	if err != nil {
		return of, err
	}
	of.Mine, of.Unit, of.More = mine.Absences, unit.Absences, unit.Next != ""
	given, err := s.Cases.Delegations(ctx, v.actor, cases.DelegationFilter{Scope: cases.LeaveGiven, Limit: perPage})
	if err != nil {
		return of, err
	}
	received, err := s.Cases.Delegations(ctx, v.actor, cases.DelegationFilter{
		Scope: cases.LeaveReceived, Limit: perPage,
	})
	if err != nil {
		return of, err
	}
	of.Given, of.Received = given.Delegations, received.Delegations
	of.Delegate, err = s.delegateForm(r, v)
	return of, err
}

// delegateForm lets whoever holds posts choose for which of them somebody of his agency stands in.
func (s *server) delegateForm(r *http.Request, v visitor) (leaveForm, error) {
	where, err := s.Cases.Directory(r.Context(), v.actor)
	if err != nil {
		return leaveForm{}, err
	}
	var own, near []option
	for _, p := range where.Posts {
		o := option{Value: string(p.ID), Text: p.Title}
		switch {
		case p.Mine:
			own = append(own, o)
		case p.Near:
			near = append(near, o)
		}
	}
	return leaveForm{Key: newKey(), Fields: []field{
		{Name: "post", ID: "give-post", Label: "내 직위", As: "select", Options: own, Needed: true},
		{Name: "deputy", ID: "give-deputy", Label: "대신 결재할 직위", As: "select", Options: near, Needed: true},
		{Name: "from", ID: "give-from", Label: "첫날", As: "date", Needed: true},
		{Name: "to", ID: "give-to", Label: "끝날", As: "date", Needed: true},
		{Name: "reason", ID: "give-reason", Label: "사유", As: "text", Most: 1000, Needed: true},
	}}, nil
}

// rehearsed adds to the page what would become of the work, and the form that records the absence.
func (s *server) rehearsed(r *http.Request, v visitor, p page) (page, error) {
	of, ok := p.of.(leavePage)
	if !ok {
		return p, nil
	}
	from, to, err := period(of.Ask.From, of.Ask.To)
	var out cases.LeaveRehearsal
	if err == nil {
		out, err = s.Cases.RehearseLeave(r.Context(), v.actor, cases.RehearseLeave{
			Person: of.Ask.Person, From: from, To: to,
		})
	}
	if err != nil {
		e := s.refusal(r, err)
		if statusOf(e.Code) >= http.StatusInternalServerError {
			return page{}, err
		}
		p.status, p.note = statusOf(e.Code), &note{Kind: "bad", Text: e.Detail, Reasons: e.Reasons}
		return p, nil
	}
	of.Rehearsal = &out
	of.Record.Fields = []field{{
		Name: "reason", ID: "leave-reason", Label: "사유", As: "text", Most: 1000, Needed: true,
		Hint: "본인과 상급자, 총괄 담당만 봅니다. 질병의 이름은 적지 마십시오.",
	}}
	p.of = of
	return p, nil
}

// period reads two days; a last day that is left out is the first.
func period(from, to string) (first, last gov.Date, err error) {
	if first, err = gov.ParseDate(from); err != nil {
		return first, last, gov.Refuse(gov.CodeInvalid, "첫날을 2027-02-05와 같이 적으십시오.", "from: no such day")
	}
	if to == "" {
		return first, first, nil
	}
	if last, err = gov.ParseDate(to); err != nil {
		return first, last, gov.Refuse(gov.CodeInvalid, "끝날을 2027-02-05와 같이 적으십시오.", "to: no such day")
	}
	return first, last, nil
}

// recordLeave records an absence that was rehearsed before.
func (s *server) recordLeave(r *http.Request, v visitor) (page, error) {
	f := r.PostForm
	from, to, err := period(f.Get("from"), f.Get("to"))
	if err == nil {
		_, err = s.Cases.RecordAbsence(r.Context(), v.actor, cases.RecordAbsence{
			Person: f.Get("person"), From: from, To: to, Reason: f.Get("reason"), Key: f.Get("key"), Source: r.RemoteAddr,
		})
	}
	if err == nil {
		return page{to: atLeave + "?did=record"}, nil
	}
	return s.leaveAgain(r, v, err)
}

// leaveAgain shows the page with why something was refused and with what was typed.
func (s *server) leaveAgain(r *http.Request, v visitor, cause error) (page, error) {
	e := s.refusal(r, cause)
	if statusOf(e.Code) >= http.StatusInternalServerError {
		return page{}, cause
	}
	of, err := s.leaveOf(r, v)
	if err != nil {
		return page{}, cause
	}
	of.Ask = leaveAsked{r.PostForm.Get("person"), r.PostForm.Get("from"), r.PostForm.Get("to")}
	delegates := r.PostForm.Has("deputy")
	if delegates {
		of.Ask = leaveAsked{}
		of.Delegate.Fields, of.Delegate.Open = keptTyped(of.Delegate.Fields, r), true
		mark(of.Delegate.Fields, e.Reasons)
	}
	p := leaveView(of)
	if !delegates && of.Ask.From != "" {
		if p, err = s.rehearsed(r, v, p); err != nil {
			return page{}, cause
		}
		if of, ok := p.of.(leavePage); ok {
			of.Record.Fields = keptTyped(of.Record.Fields, r)
			mark(of.Record.Fields, e.Reasons)
			p.of = of
		}
	}
	p.status, p.note = statusOf(e.Code), &note{Kind: "bad", Text: e.Detail, Reasons: e.Reasons}
	return p, nil
}

// keptTyped keeps what was typed in fields and says at each what is missing.
func keptTyped(fields []field, r *http.Request) []field {
	out, _ := check(fill(fields, r))
	return out
}

func (s *server) cancelLeave(r *http.Request, v visitor) (page, error) {
	var id gov.AbsenceID
	if err := idFrom(r.PathValue("id"), &id); err != nil {
		return page{}, err
	}
	_, err := s.Cases.CancelAbsence(r.Context(), v.actor, cases.CancelAbsence{
		ID: id, Reason: r.PostForm.Get("why"), Key: r.PostForm.Get("key"), Source: r.RemoteAddr,
	})
	if err != nil {
		return s.leaveAgain(r, v, err)
	}
	return page{to: atLeave + "?did=cancel"}, nil
}

func (s *server) giveDelegation(r *http.Request, v visitor) (page, error) {
	f := r.PostForm
	from, to, err := period(f.Get("from"), f.Get("to"))
	if err == nil {
		_, err = s.Cases.GiveDelegation(r.Context(), v.actor, cases.GiveDelegation{
			Post: gov.PostID(f.Get("post")), Deputy: gov.PostID(f.Get("deputy")), From: from, To: to,
			Reason: f.Get("reason"), Key: f.Get("key"), Source: r.RemoteAddr,
		})
	}
	if err != nil {
		return s.leaveAgain(r, v, err)
	}
	return page{to: atLeave + "?did=give"}, nil
}

func (s *server) revokeDelegation(r *http.Request, v visitor) (page, error) {
	var id gov.DelegationID
	if err := idFrom(r.PathValue("id"), &id); err != nil {
		return page{}, err
	}
	_, err := s.Cases.RevokeDelegation(r.Context(), v.actor, cases.RevokeDelegation{
		ID: id, Reason: r.PostForm.Get("why"), Key: r.PostForm.Get("key"), Source: r.RemoteAddr,
	})
	if err != nil {
		return s.leaveAgain(r, v, err)
	}
	return page{to: atLeave + "?did=revoke"}, nil
}

// actingView leads to the acting order of a unit.
func actingView(of actingPage) page {
	return page{
		view: "acting", title: "직무대리 순서", at: atLines, of: of,
		crumbs: []link{{atLines, "결재"}, {atLeave, "부재·대결"}, {"", "직무대리 순서"}},
	}
}

func actingAddress(unit string) string { return atLeave + "/acting?unit=" + url.QueryEscape(unit) }
