package office

import (
	"crypto/rand"
	"net/http"
	"strconv"

	"gyeol/gov"
	"gyeol/internal/cases"
)

// invited is an invitation in the list of its body.
type invited struct {
	cases.Invitation

	Fate string // what became of it
	Open bool   // it can be taken back
	Key  string
}

// inviteForm asks whom to invite, for how long, and what the link asks for besides.
type inviteForm struct {
	Key    string
	Fields []field
	Mails  bool // nobody is shown the link
}

// freshLink is shown once: neither of the two is kept.
type freshLink struct{ Name, Link, Number string }

// invitable adds the invitations of a body and the form that makes another.
func (s *server) invitable(r *http.Request, v visitor, of *bodyPage) error {
	list, err := s.Cases.Invitations(r.Context(), v.actor, of.ID)
	if err != nil {
		return err
	}
	now := wall()
	for _, i := range list {
		one := invited{Invitation: i, Key: rand.Text()}
		switch {
		case !i.RevokedAt.IsZero():
			one.Fate = "거둠"
		case !i.UsedAt.IsZero():
			one.Fate = "들어옴"
			one.Open = true
		case i.EndsAt.Before(now):
			one.Fate = "기한 지남"
		default:
			one.Fate, one.Open = "기다리는 중", true
		}
		of.Invitations = append(of.Invitations, one)
	}
	if s.Invites.On() {
		of.Form = &inviteForm{Key: rand.Text(), Fields: inviteFields(of.BodyItem)}
	}
	return nil
}

func inviteFields(b cases.BodyItem) []field {
	who := field{Name: "person", Label: "초대할 위원", As: "select", Needed: true, ID: "i-person"}
	for _, seat := range b.Seats {
		if seat.Outside && seat.Person != "" {
			who.Options = append(who.Options, option{Value: seat.Person, Text: seat.Name})
		}
	}
	how := field{
		Name: "factor", Label: "함께 확인할 것", As: "select", ID: "i-factor",
		Hint: "고르지 않으면 확인 번호를 씁니다. 번호는 링크와 다른 길(전화나 대면)로 전합니다.",
	}
	for _, f := range []gov.Factor{gov.FactorPIN, gov.FactorTOTP, gov.FactorSMS, gov.FactorMailedCode} {
		how.Options = append(how.Options, option{Value: string(f), Text: f.Korean()})
	}
	return []field{
		who,
		{Name: "days", Label: "링크가 유효한 날수", As: "number", Value: "14", Hint: "1일 이상 60일 이하", Needed: true, ID: "i-days"},
		how,
		{Name: "mail", Label: "링크를 위원의 전자우편으로 보냄(다른 누구에게도 보이지 않습니다)", As: "check", ID: "i-mail"},
	}
}

// invite makes an invitation or takes one back. The link and the number of a new one are shown on the answer itself,
// once: they are kept nowhere, so that no address can lead back to them.
func (s *server) invite(r *http.Request, v visitor) (page, error) {
	body, key := gov.BodyID(r.PathValue("body")), r.PostForm.Get("key")
	if back := r.PostForm.Get("end"); back != "" {
		var id gov.InvitationID
		if err := idFrom(back, &id); err != nil {
			return page{}, err
		}
		err := s.Cases.TakeBack(r.Context(), v.actor, cases.TakeBack{ID: id, Key: key, Source: r.RemoteAddr})
		return page{to: "/meetings/bodies/" + string(body)}, err
	}
	if !s.Invites.On() {
		return page{}, errNoPage
	}
	days, err := strconv.Atoi(r.PostForm.Get("days"))
	if err != nil {
		days = 0 // refused by whoever knows the bounds
	}
	draw := s.Invites.Draw
	if r.PostForm.Get("mail") != "" {
		draw = s.Invites.DrawMailed
	}
	secrets, err := draw()
	if err != nil {
		return page{}, err
	}
	made, fresh, err := s.Cases.Invite(r.Context(), v.actor, cases.Invite{
		Key: key, Body: body, Person: r.PostForm.Get("person"), Days: days, ID: secrets.ID, LinkHash: secrets.LinkHash,
		NumHash: secrets.NumHash, Mailed: r.PostForm.Get("mail") != "", Factor: gov.Factor(r.PostForm.Get("factor")),
		Texting: s.Texting, Source: r.RemoteAddr,
	})
	if err != nil {
		return s.refusedInvite(r, v, err)
	}
	p, err := s.body(r, v)
	of, ok := p.of.(bodyPage)
	if err != nil || !ok {
		return p, err
	}
	p.note = &note{Kind: "good", Text: made.Name + " 위원을 초대했습니다. 같은 위원의 앞선 링크는 더 열리지 않습니다."}
	if !fresh {
		p.note = &note{Kind: "bad", Text: "앞서 한 초대입니다. 링크와 번호는 한 번만 보이므로, 전하지 못했으면 다시 초대하십시오."}
	}
	if fresh && secrets.Link != "" {
		of.Fresh = &freshLink{Name: made.Name, Link: secrets.Link}
		if made.Factor == gov.FactorPIN {
			of.Fresh.Number = secrets.Number
		}
	}
	p.of = of
	return p, nil
}

// refusedInvite shows the body again with what was typed and why it was not taken.
func (s *server) refusedInvite(r *http.Request, v visitor, why error) (page, error) {
	e := s.refusal(r, why)
	p, err := s.body(r, v)
	of, ok := p.of.(bodyPage)
	if err != nil || !ok || of.Form == nil || statusOf(e.Code) >= http.StatusInternalServerError {
		return page{}, why
	}
	of.Form.Fields = fill(of.Form.Fields, r)
	markNamed(of.Form.Fields, e)
	p.of, p.status = of, statusOf(e.Code)
	p.note = &note{Kind: "bad", Text: e.Detail, Reasons: e.Reasons}
	return p, nil
}
