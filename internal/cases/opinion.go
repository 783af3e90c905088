package cases

import (
	"context"
	"slices"

	"gyeol/gov"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

func init() {
	handlers[gov.CaseOpinion] = map[gov.Verb]handler{
		gov.VerbOpine:      opine,
		gov.VerbPlanAction: planAction,
		gov.VerbFollowUp:   followUp,
	}
	openings[gov.StageMonitor] = openMonitoring
}

// openMonitoring gives each unit project of the basic plan to one expert of the panel (서울시 평생교육 2030 기본계획
// Ⅷ).
func openMonitoring(ctx context.Context, ch *change) error {
	rule, err := ch.stageRule(ctx)
	if err != nil {
		return err
	}
	stage, err := ch.stageRow(ctx)
	if err != nil {
		return err
	}
	experts, err := ch.experts(ctx, rule.Panel)
	if err != nil {
		return err
	}
	projects, err := ch.tx.Read.UnitProjectTree(ctx, stage.AboutYear)
	if err != nil {
		return err
	}
	if len(experts) == 0 || len(projects) == 0 {
		return noRule("panel", string(rule.Panel))
	}
	leads := make([]gov.UnitID, len(projects))
	for i, p := range projects {
		leads[i] = p.LeadID
	}
	assigned, err := policies.Assign(leads, experts, int(stage.Ordinal))
	if err != nil {
		return err
	}
	for i, p := range projects {
		if _, err := ch.openCase(ctx, newCase{
			kind: gov.CaseOpinion, subject: p.ID, title: p.Code + " " + p.Name, unit: p.LeadID,
			rows: func(id gov.CaseID) error {
				return ch.tx.Write.InsertOpinion(ctx, db.InsertOpinionParams{
					CaseID: id, ProjectID: p.ID,
					ExpertID: assigned[i].Person,
				})
			},
		}); err != nil {
			return err
		}
	}
	return nil
}

// experts are the seats of the panel today, with the units in which their holders have a post.
func (ch *change) experts(ctx context.Context, panel gov.BodyID) ([]policies.Expert, error) {
	seats, err := ch.tx.Read.MembersOf(ctx, db.MembersOfParams{BodyID: panel, Day: ch.now.today})
	if err != nil {
		return nil, err
	}
	rows, err := ch.tx.Read.UnitsOfMembers(ctx, db.UnitsOfMembersParams{BodyID: panel, Day: ch.now.today})
	if err != nil {
		return nil, err
	}
	units := map[string][]gov.UnitID{}
	for _, r := range rows {
		units[r.Member] = append(units[r.Member], r.UnitID)
	}
	out := make([]policies.Expert, len(seats))
	for i, s := range seats {
		out[i] = policies.Expert{Person: s.PersonID, Member: s.Member, Units: units[s.Member]}
	}
	return out, nil
}

// The words of an opinion and of its answer (domain §5).
var (
	methods   = []string{"desk", "field", "interview"}          // 서면, 현장, 면담
	ratings   = []string{"excellent", "good", "fair", "poor"}   // 우수, 양호, 보통, 미흡
	responses = []string{"accept", "partly", "reject", "later"} // 수용, 일부수용, 수용곤란, 중장기 검토
)

// opine is the feedback report of the expert.
func opine(ctx context.Context, ch *change) error {
	var body OpinionBody
	if err := ch.read(&body); err != nil {
		return err
	}
	if err := oneOf("method", body.Method, methods); err != nil {
		return err
	}
	if err := oneOf("rating", body.Rating, ratings); err != nil {
		return err
	}
	if err := between("body", body.Body, 1, 4000); err != nil {
		return err
	}
	if err := between("recommend", body.Recommend, 0, 2000); err != nil {
		return err
	}
	var err error
	if ch.c.ContentHash, err = contentHash(body); err != nil {
		return err
	}
	ch.c.Revision++
	return ch.tx.Write.MarkOpined(ctx, db.MarkOpinedParams{
		CaseID: ch.c.ID, Method: body.Method, Rating: body.Rating, Body: body.Body, Recommend: body.Recommend,
		OpinedOn: ch.now.today,
	})
}

func (p ActionPlanBody) validate(today gov.Date) error {
	if err := oneOf("decision", p.Decision, responses); err != nil {
		return err
	}
	if p.Decision != "accept" {
		if err := between("reason", p.Reason, 1, 2000); err != nil {
			return err
		}
	}
	if err := between("reason", p.Reason, 0, 2000); err != nil || p.Decision == "reject" {
		return err
	}
	if err := between("measure", p.Measure, 1, 2000); err != nil {
		return err
	}
	if p.MeasureDue.IsZero() || p.MeasureDue.Before(today) {
		return invalid("measure_due", "조치 기한은 오늘 이후로 적어야 합니다.", "the measure needs a due date that is not past")
	}
	return nil
}

// planAction answers an opinion with a measure and its date, or with the reason why there is none (조치계획).
func planAction(ctx context.Context, ch *change) error {
	var body ActionPlanBody
	if err := ch.read(&body); err != nil {
		return err
	}
	if err := body.validate(ch.now.today); err != nil {
		return err
	}
	if err := ch.sameIfSeen(); err != nil {
		return err
	}
	ch.note("decision", body.Decision)
	return ch.tx.Write.MarkAnswered(ctx, db.MarkAnsweredParams{
		CaseID: ch.c.ID, Decision: body.Decision, Measure: body.Measure, Reason: body.Reason,
		MeasureDue: body.MeasureDue,
		AnsweredOn: ch.now.today,
	})
}

// followUp is the coordinator's word that the answer was looked at.
func followUp(ctx context.Context, ch *change) error {
	var body FollowUpBody
	if err := ch.read(&body); err != nil {
		return err
	}
	if err := between("note", body.Note, 1, 2000); err != nil {
		return err
	}
	return ch.tx.Write.MarkFollowedUp(ctx, db.MarkFollowedUpParams{
		CaseID: ch.c.ID, FollowNote: body.Note, FollowedOn: ch.now.today,
	})
}

// oneOf refuses a word that the field does not know.
func oneOf(field, value string, words []string) error {
	if slices.Contains(words, value) {
		return nil
	}
	return gov.Refusef(gov.CodeInvalid, "%[1]s: %[2]v 중 하나로 적으십시오.", "%[1]s: one of %[2]v", field, words)
}
