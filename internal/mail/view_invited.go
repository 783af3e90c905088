package mail

import (
	"errors"

	"gyeol/gov"
)

type (
	// invitedView is what a member from outside is told: for what, until when, and what the link asks for besides.
	invitedView struct {
		Frame
		Facts

		Factor string // pin, totp, sms, mailed_code
	}
	signInCodeView struct {
		Frame
		Facts

		Code string
	}
	tokenExpiresView struct {
		Frame
		Facts
	}
)

var errNoSecrets = errors.New("this mailroom cannot work out the link of an invitation")

// open works out what the letter carries and no row holds.
func (d *drawing) open(s Secrets) error {
	i := d.p.Invitation
	if i == nil {
		return nil
	}
	if s == nil {
		return errNoSecrets
	}
	if d.l.Kind == gov.NoticeSignInCode {
		d.code = s.Code(i.ID, i.Code)
		return nil
	}
	if d.link = s.Link(i.ID); d.link == "" {
		return errNoSecrets
	}
	return nil
}

// enter is the frame of a letter to somebody who is not signed in.
func (d drawing) enter() Frame {
	f := d.frame()
	if f.Link = d.link; f.Link == "" {
		f.Link = d.base + "/signin"
	}
	return f
}

func (d drawing) factor() string {
	if d.p.Invitation == nil {
		return ""
	}
	return d.p.Invitation.Factor
}
