package cases

import (
	"context"
	"encoding/json"
	"fmt"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// MeetingContext is a meeting with its members, agenda and votes.
type MeetingContext struct {
	Body       gov.BodyID   `json:"body"`
	BodyName   string       `json:"body_name"`
	Attempt    int32        `json:"attempt" doc:"1 for the first call, more after a meeting without quorum"`
	HoldOn     gov.Date     `json:"hold_on"`
	HoldText   string       `json:"hold_text" example:"2022. 2. 24.(목)"`
	CallBy     gov.Date     `json:"call_by,omitzero" doc:"The last working day on which the notice may leave"`
	CallByText string       `json:"call_by_text,omitempty" example:"2022. 2. 17.(목)"`
	Broken     string       `json:"broken,omitempty" doc:"Why the period of its notice is broken, where nobody has said why it need not be kept"`
	Vetting    *Due         `json:"vetting,omitempty" doc:"Merit board: until when objections to whom it passed are taken"`
	CalledOn   gov.Date     `json:"called_on,omitzero"`
	Place      string       `json:"place,omitempty"`
	InOffice   *int32       `json:"in_office,omitempty"`
	Present    *int32       `json:"present,omitempty"`
	Quorum     *int32       `json:"quorum,omitempty"`
	Urgent     string       `json:"urgent,omitempty" doc:"Why the notice period was not kept"`
	ResolvedOn gov.Date     `json:"resolved_on,omitzero"`
	MinutesOn  gov.Date     `json:"minutes_on,omitzero"`
	Members    []Attendance `json:"members" nullable:"false"`
	Items      []AgendaItem `json:"items" nullable:"false"`
}

// Attendance is a member as called: his answer, and whether he came.
type Attendance struct {
	Member   string   `json:"member" doc:"Slug of the seat"`
	Role     string   `json:"role"`
	Person   string   `json:"person"`
	Name     string   `json:"name"`
	CalledOn gov.Date `json:"called_on,omitzero"`
	Answer   string   `json:"answer,omitempty" enum:"yes,no"`
	Present  bool     `json:"present"`
}

// AgendaItem is an item with its result and votes.
type AgendaItem struct {
	ID        gov.RowID  `json:"id"`
	Ordinal   int32      `json:"ordinal"`
	Title     string     `json:"title"`
	About     gov.CaseID `json:"about,omitzero" doc:"The case that is put before the body"`
	Result    string     `json:"result,omitempty"`
	Condition string     `json:"condition,omitempty"`
	Present   *int32     `json:"present,omitempty"`
	Yes       *int32     `json:"yes,omitempty"`
	No        *int32     `json:"no,omitempty"`
	Abstain   *int32     `json:"abstain,omitempty"`
	Needed    *int32     `json:"needed,omitempty"`
	Cast      int        `json:"cast" doc:"Ballots cast so far"`
	Ballots   []Ballot   `json:"ballots" nullable:"false" doc:"All of them for the administration, one's own for a member from outside"`
}

// Ballot is one member's vote on one item.
type Ballot struct {
	Member string `json:"member"`
	Person string `json:"person"`
	Choice string `json:"choice" enum:"yes,no,abstain,recused"`
	Reason string `json:"reason,omitempty"`
}

// OpinionContext is one project before one expert and the department's answer.
type OpinionContext struct {
	Project      string   `json:"project"`
	ProjectTitle string   `json:"project_title,omitempty"`
	Expert       string   `json:"expert" doc:"Slug"`
	ExpertName   string   `json:"expert_name"`
	Method       string   `json:"method,omitempty"`
	Rating       string   `json:"rating,omitempty"`
	Body         string   `json:"body,omitempty"`
	Recommend    string   `json:"recommend,omitempty"`
	OpinedOn     gov.Date `json:"opined_on,omitzero"`
	Decision     string   `json:"decision,omitempty" enum:"accept,partly,reject,later"`
	Measure      string   `json:"measure,omitempty"`
	Reason       string   `json:"reason,omitempty"`
	MeasureDue   gov.Date `json:"measure_due,omitzero" doc:"As the department named it"`
	MeasureBy    *Due     `json:"measure_by,omitempty" doc:"Both dates of the measure"`
	AnsweredOn   gov.Date `json:"answered_on,omitzero"`
	FollowedOn   gov.Date `json:"followed_on,omitzero"`
}

// NominationContext is one nominee. Name, merit and facts are personal: whoever is not involved sees a masked name.
type NominationContext struct {
	Programme      string          `json:"programme"`
	ProgrammeTitle string          `json:"programme_title,omitempty"`
	Nominee        string          `json:"nominee,omitempty"`
	Masked         bool            `json:"masked"`
	Merit          string          `json:"merit,omitempty"`
	Facts          json.RawMessage `json:"facts,omitempty"`
	Eligible       *bool           `json:"eligible,omitempty"`
	Verdict        json.RawMessage `json:"verdict,omitempty" doc:"The rules that spoke against it, with their articles"`
	TotalTenths    *int32          `json:"total_tenths,omitempty" doc:"Mean score in tenths of a point"`
	Rank           *int32          `json:"rank,omitempty"`
	Objections     int32           `json:"objections"`
	Vetting        *Due            `json:"vetting,omitempty" doc:"공개검증: until when objections are taken"`
	Awarded        *bool           `json:"awarded,omitempty"`
	RegisterNumber string          `json:"register_number,omitempty"`
	MinScores      int             `json:"min_scores,omitempty"`
	Forgotten      *Forgotten      `json:"forgotten,omitempty" doc:"Set once what concerned the nominee was deleted, and by which rule"`
	Scores         []Score         `json:"scores" nullable:"false" doc:"All for the involved administration, one's own for a juror"`
}

// Forgotten says that personal data was deleted because its purpose had ended (개인정보 보호법 제21조제1항).
type Forgotten struct {
	On    gov.Date    `json:"on_day" doc:"The office day on which it was"`
	Rule  string      `json:"rule" doc:"Of the policy pack" example:"purposes/award-data"`
	Text  string      `json:"text" doc:"The same in words" example:"2023. 7. 3.(월) 개인정보 보호법 제21조제1항에 따라 삭제함"`
	Entry gov.AuditID `json:"entry" doc:"Of the audit record, which names what went"`
}

// forgotten is what a nomination says of data that went; nil while it is there.
func forgotten(n db.Nomination) *Forgotten {
	if n.ForgottenOn.IsZero() {
		return nil
	}
	return &Forgotten{
		On: n.ForgottenOn, Rule: n.ForgottenRule, Entry: gov.AuditID(n.ForgottenBy.Bytes),
		Text: fmt.Sprintf("%s %s에 따라 삭제함", n.ForgottenOn.Korean(), n.ForgottenArticle),
	}
}

// Score is one juror's score.
type Score struct {
	Person  string `json:"person"`
	Tenths  int32  `json:"tenths"`
	Opinion string `json:"opinion,omitempty"`
}

func (r reading) meeting(ctx context.Context, c db.ViewCaseRow) (*MeetingContext, error) {
	id := c.ID
	m, err := r.q.ViewMeeting(ctx, db.ViewMeetingParams{CaseID: id, Today: r.v.today})
	if err != nil {
		return nil, err
	}
	out := &MeetingContext{
		Body: m.BodyID, BodyName: m.BodyName, Attempt: m.Attempt, HoldOn: m.HoldOn, HoldText: m.HoldOn.Korean(),
		CallBy: m.CallBy, CallByText: m.CallBy.Korean(), Vetting: r.namedDay(m.VetUntil),
		CalledOn: m.CalledOn, Place: m.Place, InOffice: m.InOffice, Present: m.Present, Quorum: m.Quorum,
		Urgent:     m.Urgent,
		ResolvedOn: m.ResolvedOn, MinutesOn: m.MinutesOn, Members: []Attendance{},
	}
	if m.Urgent == "" {
		out.Broken = brokenPeriod(noticePeriod{
			state: c.State, callBy: m.CallBy, letters: m.LateLetters, today: r.v.today,
		})
	}
	members, err := r.q.ViewAttendanceOf(ctx, id)
	if err != nil {
		return nil, err
	}
	for _, a := range members {
		out.Members = append(out.Members, Attendance{
			Member: a.Member, Role: a.Role, Person: a.Person, Name: a.Name, CalledOn: a.CalledOn, Answer: a.Answer,
			Present: a.Present,
		})
	}
	out.Items, err = r.agenda(ctx, c)
	return out, err
}

func (r reading) agenda(ctx context.Context, c db.ViewCaseRow) ([]AgendaItem, error) {
	items, err := r.q.ViewAgendaOf(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	ballots, err := r.q.ViewBallotsOf(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	votes := r.v.mayWith(policies.ActReadVotes, fileOf(c))
	out := make([]AgendaItem, len(items))
	for i, it := range items {
		out[i] = AgendaItem{
			ID: it.ID, Ordinal: it.Ordinal, Title: it.Title, About: it.About, Result: it.Result,
			Condition: it.Condition,
			Present:   it.Present, Yes: it.Yes, No: it.No, Abstain: it.Abstain, Needed: it.Needed, Ballots: []Ballot{},
		}
		for _, b := range ballots {
			if b.ItemID != it.ID {
				continue
			}
			out[i].Cast++
			if votes || b.PersonID == r.v.person {
				out[i].Ballots = append(out[i].Ballots, Ballot{
					Member: b.Member, Person: b.Person, Choice: b.Choice,
					Reason: b.Reason,
				})
			}
		}
	}
	return out, nil
}

func (r reading) opinion(ctx context.Context, id gov.CaseID) (*OpinionContext, error) {
	o, err := r.q.ViewOpinion(ctx, id)
	if err != nil {
		return nil, err
	}
	return &OpinionContext{
		Project: o.ProjectID, ProjectTitle: o.ProjectTitle, Expert: o.Expert, ExpertName: o.ExpertName,
		Method: o.Method,
		Rating: o.Rating, Body: o.Body, Recommend: o.Recommend, OpinedOn: o.OpinedOn, Decision: o.Decision,
		Measure: o.Measure,
		Reason:  o.Reason, MeasureDue: o.MeasureDue, MeasureBy: r.namedDay(o.MeasureDue),
		AnsweredOn: o.AnsweredOn, FollowedOn: o.FollowedOn,
	}, nil
}

func (r reading) nomination(ctx context.Context, c db.ViewCaseRow) (*NominationContext, error) {
	n, err := r.q.ViewNomination(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	known := r.v.unmasked(fileOf(c))
	out := &NominationContext{
		Programme: n.Programme, Nominee: n.Nominee, Masked: !known, Eligible: n.Eligible,
		TotalTenths: n.TotalTenths, Rank: n.Rank,
		Objections: n.Objections, Awarded: n.Awarded, Scores: []Score{}, Forgotten: forgotten(n),
	}
	if n.RegisterNumber != nil {
		out.RegisterNumber = *n.RegisterNumber
	}
	board, err := r.q.BoardResult(ctx, c.ID)
	if err = store.Interpret(err); err != nil && gov.CodeOf(err) != gov.CodeNotFound {
		return nil, err
	}
	if passes(board.Result) {
		out.Vetting = r.namedDay(board.VetUntil)
	}
	p, err := r.s.rules.Of(ctx, r.q, c.PackHash)
	if err != nil {
		return nil, err
	}
	if award, ok := p.Award(n.Programme); ok {
		out.ProgrammeTitle, out.MinScores = award.Title, award.MinScores
	}
	if !known {
		out.Nominee = policies.MaskName(n.Nominee)
		return out, nil
	}
	out.Merit, out.Facts, out.Verdict = n.Merit, n.Facts, n.Verdict
	scores, err := r.q.ViewScoresOf(ctx, c.ID)
	votes := r.v.mayWith(policies.ActReadVotes, fileOf(c))
	for _, s := range scores {
		if votes || s.PersonID == r.v.person {
			out.Scores = append(out.Scores, Score{Person: s.Person, Tenths: s.Tenths, Opinion: s.Opinion})
		}
	}
	return out, err
}
