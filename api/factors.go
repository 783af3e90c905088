package api

import (
	"context"
	"net/http"

	"gyeol/gov"
	"gyeol/internal/cases"
)

// Enrolment is an authenticator that is being enrolled.
type Enrolment struct {
	Secret string `json:"secret" doc:"To type into the authenticator, in base32. Shown this once"`
	URI    string `json:"uri" doc:"The same as an otpauth address. Shown this once"`
}

type beginTOTP struct{}

type oneEnrolment struct{ Body Enrolment }

type confirmTOTP struct {
	Body struct {
		Code string `json:"code" pattern:"^[0-9]{6}$" doc:"What the authenticator shows now" example:"000000"`
	}
}

// MemberPath is a member of a body in the address.
type MemberPath struct {
	BodyPath

	Member string `path:"person" maxLength:"100" doc:"Slug of a member from outside" example:"monitoring-panel.member-01"`
}

type setMobile struct {
	OnceKey
	MemberPath

	Body struct {
		Number string `json:"number" minLength:"9" maxLength:"30" doc:"9 to 15 digits, after a + where it is international"`
	}
}

type mobileKept struct {
	Body struct {
		Masked string `json:"masked" doc:"The number as it is shown from now on"`
	}
}

type memberFactor struct {
	OnceKey
	MemberPath
}

type factorChanged struct{}

// factors are the operations about what members from outside prove themselves with.
func (s *server) factors() {
	add(s, operation{
		id: "begin-totp", method: http.MethodPost, path: "/me/totp", tag: "Sign-in",
		summary: "Begin to enrol my authenticator", status: http.StatusCreated, refusals: acting,
		doc: "For members who came in by an invitation. The secret is shown this once; begun anew, it is another.",
	}, s.beginTOTP)
	add(s, operation{
		id: "confirm-totp", method: http.MethodPost, path: "/me/totp/confirm", tag: "Sign-in",
		summary: "Show the first code of my authenticator", status: http.StatusNoContent, refusals: acting,
		doc: "From then on an invitation may ask for its code instead of a number.",
	}, s.confirmTOTP)
	add(s, operation{
		id: "reset-totp", method: http.MethodDelete, path: "/bodies/{slug}/members/{person}/totp", tag: "Sign-in",
		summary: "Take a member's authenticator away", status: http.StatusNoContent, refusals: acting,
		doc: "For the secretary of the body, where it was lost or is closed. Invite by a number then.",
	}, s.resetTOTP)
	add(s, operation{
		id: "set-mobile", method: http.MethodPut, path: "/bodies/{slug}/members/{person}/mobile", tag: "Sign-in",
		summary: "Enter the number of a member's mobile", refusals: acting,
		doc: "For the secretary of the body. It is kept sealed and shown masked.",
	}, s.setMobile)
	add(s, operation{
		id: "drop-mobile", method: http.MethodDelete, path: "/bodies/{slug}/members/{person}/mobile", tag: "Sign-in",
		summary: "Forget the number of a member's mobile", status: http.StatusNoContent, refusals: acting,
	}, s.dropMobile)
}

func (s *server) beginTOTP(ctx context.Context, _ *beginTOTP) (*oneEnrolment, error) {
	e, err := s.signIn.BeginTOTP(ctx, who(ctx).Person, s.invites)
	return &oneEnrolment{Body: Enrolment(e)}, err
}

func (s *server) confirmTOTP(ctx context.Context, in *confirmTOTP) (*factorChanged, error) {
	return nil, s.signIn.ConfirmTOTP(ctx, who(ctx).Person, s.invites, in.Body.Code)
}

// member names whom an operation is about.
func (p MemberPath) member(ctx context.Context, key string) cases.MemberOf {
	return cases.MemberOf{Key: key, Body: gov.BodyID(p.MemberBody), Person: p.Member, Source: who(ctx).source}
}

func (s *server) resetTOTP(ctx context.Context, in *memberFactor) (*factorChanged, error) {
	return nil, s.cases.ResetTOTP(ctx, who(ctx).actor(), in.member(ctx, in.Key))
}

func (s *server) setMobile(ctx context.Context, in *setMobile) (*mobileKept, error) {
	if !s.invites.On() {
		return nil, errNoRoute
	}
	m, err := s.invites.Mobile(in.Body.Number)
	if err != nil {
		return nil, err
	}
	out := &mobileKept{}
	out.Body.Masked = m.Masked
	return out, s.cases.SetMobile(ctx, who(ctx).actor(), cases.SetMobile{
		MemberOf: in.member(ctx, in.Key), Masked: m.Masked, Print: m.Print, Seal: m.Seal,
	})
}

func (s *server) dropMobile(ctx context.Context, in *memberFactor) (*factorChanged, error) {
	return nil, s.cases.DropMobile(ctx, who(ctx).actor(), in.member(ctx, in.Key))
}
