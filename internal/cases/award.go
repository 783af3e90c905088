package cases

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"unicode/utf8"

	"gyeol/gov"
	"gyeol/internal/store/db"
	"gyeol/policies"
	"gyeol/policies/pack"
)

func init() {
	handlers[gov.CaseNomination] = map[gov.Verb]handler{
		gov.VerbNominate: nominate,
		gov.VerbDecline:  nil, // a unit names nobody, with its reason: only a change of state
		gov.VerbExamine:  examine,
		gov.VerbRank:     rankNominee,
		gov.VerbOpen:     openVetting,
		gov.VerbVet:      vetNominee,
		gov.VerbAward:    awardNominee,
		gov.VerbPass:     passOver,
	}
	contributors[gov.CaseNomination] = map[gov.Verb]contributor{gov.VerbScore: scoreNominee}
	openings[gov.StageAward] = openAwardStage
}

// programme is an award programme of the pack that the case names.
func (ch *change) programme(ctx context.Context, id string) (policies.AwardRule, error) {
	p, err := ch.pack(ctx)
	if err != nil {
		return policies.AwardRule{}, err
	}
	award, ok := p.Award(id)
	if !ok {
		return award, noRule("award", id)
	}
	_, err = pack.InForce("award/"+id, award.Ruled, ch.now.today)
	return award, err
}

// openAwardStage asks every unit that may nominate, once (서울특별시 표창 조례 제11조).
func openAwardStage(ctx context.Context, ch *change) error {
	rule, err := ch.stageRule(ctx)
	if err != nil {
		return err
	}
	award, err := ch.programme(ctx, rule.Programme)
	if err != nil {
		return err
	}
	units, err := ch.unitsAsked(ctx, award.Nominates)
	if err != nil {
		return err
	}
	for _, u := range units {
		name, err := ch.tx.Read.UnitName(ctx, u)
		if err != nil {
			return fmt.Errorf("unit %s may nominate: %w", u, err)
		}
		if _, err := ch.openCase(ctx, newCase{
			kind: gov.CaseNomination, subject: string(u), title: name + " " + ch.c.Title, unit: u,
			rows: func(id gov.CaseID) error {
				return ch.tx.Write.InsertNomination(ctx, db.InsertNominationParams{CaseID: id, Programme: award.ID})
			},
		}); err != nil {
			return err
		}
	}
	return nil
}

// nominate names one person or group with the merit and the facts that its eligibility depends on (공적조서, 서울특별시
// 표창 조례 제11조).
func nominate(ctx context.Context, ch *change) error {
	var body NominateBody
	if err := ch.read(&body); err != nil {
		return err
	}
	if n := utf8.RuneCountInString(body.Nominee); n == 0 || n > 100 {
		return invalid("nominee", "추천 대상을 1자 이상 100자 이하로 적으십시오.", "name the nominee in 1 to 100 characters")
	}
	if n := utf8.RuneCountInString(body.Merit); n == 0 || n > 4000 {
		return invalid("merit", "공적 내용을 1자 이상 4,000자 이하로 적으십시오.", "tell the merit in 1 to 4,000 characters")
	}
	n, err := ch.tx.Read.GetNomination(ctx, ch.c.ID)
	if err != nil {
		return err
	}
	if _, err := ch.eligibility(ctx, n.Programme, body.Facts); err != nil {
		return err
	}
	facts, err := json.Marshal(body.Facts)
	if err != nil {
		return fmt.Errorf("write facts: %w", err)
	}
	hash, err := contentHash(map[string]any{
		"nominee": body.Nominee, "merit": body.Merit, "facts": body.Facts, "salt": hex(ch.apart.salt),
	})
	if err != nil {
		return err
	}
	ch.c.ContentHash = hash
	ch.c.Revision++
	return ch.tx.Write.MarkNominated(ctx, db.MarkNominatedParams{
		CaseID: ch.c.ID, Nominee: body.Nominee, Merit: body.Merit, Facts: facts, Salt: ch.apart.salt,
	})
}

// eligibility asks every rule of the programme; facts that answer none of them are the nominating unit's to mend.
func (ch *change) eligibility(ctx context.Context, programme string, facts map[string]any) (pack.Verdict, error) {
	p, err := ch.pack(ctx)
	if err != nil {
		return pack.Verdict{}, err
	}
	v, err := p.Eligibility(programme, wholeFacts(facts), ch.now.today)
	award, ok := p.Award(programme)
	if applies, _ := award.InForce(ch.now.today); gov.CodeOf(err) != gov.CodeNoRule || !ok || !applies {
		return v, err
	}
	return v, gov.Refusef(gov.CodeInvalid, "facts: 결격 여부를 판단할 사실이 빠졌거나 맞지 않습니다(%v).",
		"facts: a fact is missing or has another type (%v)", err)
}

// wholeFacts turns the numbers of JSON into the whole numbers that conditions compare.
func wholeFacts(facts map[string]any) map[string]any {
	out := maps.Clone(facts)
	for k, v := range out {
		if f, ok := v.(float64); ok && f == float64(int64(f)) {
			out[k] = int64(f)
		}
	}
	return out
}

// examine records the verdict of the rules with every article; the officer adds what his inquiry found. A special merit
// sets aside only the grounds of the year's plan, with its reason (서울특별시 표창 조례 제6조).
func examine(ctx context.Context, ch *change) error {
	var body ExamineBody
	if err := ch.read(&body); err != nil {
		return err
	}
	n, err := ch.tx.Read.GetNomination(ctx, ch.c.ID)
	if err != nil {
		return err
	}
	facts := map[string]any{}
	if err := json.Unmarshal(n.Facts, &facts); err != nil {
		return fmt.Errorf("read facts: %w", err)
	}
	maps.Copy(facts, body.Facts)
	v, err := ch.eligibility(ctx, n.Programme, facts)
	if err != nil {
		return err
	}
	if body.Special != "" {
		if v, err = ch.lift(ctx, n.Programme, v, body.Special); err != nil {
			return err
		}
	}
	if !v.Eligible {
		ch.to = gov.Ineligible
	}
	ch.note("verdict", v)
	return ch.keepVerdict(ctx, v, facts, body.Special)
}

func (ch *change) keepVerdict(ctx context.Context, v pack.Verdict, facts map[string]any, special string) error {
	reasons, err := json.Marshal(v.Reasons)
	if err != nil {
		return fmt.Errorf("write a verdict: %w", err)
	}
	raw, err := json.Marshal(facts)
	if err != nil {
		return fmt.Errorf("write facts: %w", err)
	}
	return ch.tx.Write.MarkExamined(ctx, db.MarkExaminedParams{
		CaseID: ch.c.ID, Facts: raw, Eligible: &v.Eligible, Verdict: reasons, SpecialMerit: special,
	})
}

// lift sets grounds aside for a special merit, or refuses where the rule does not allow it.
func (ch *change) lift(ctx context.Context, programme string, v pack.Verdict, special string) (pack.Verdict, error) {
	award, err := ch.programme(ctx, programme)
	if err != nil {
		return v, err
	}
	rest := policies.Lift(award, v.Reasons)
	if v.Eligible || len(rest) > 0 {
		e := gov.Refuse(gov.CodeIneligible, "특별한 공적으로 예외를 인정할 수 없는 경우입니다. 예외 없이 조사 결과를 기록하십시오.",
			"a special merit lifts nothing here; record the finding without it")
		e.Reasons, e.State = rest, ch.c.State
		return v, e
	}
	lifted := v.Reasons
	v = pack.Verdict{Eligible: true}
	for _, r := range lifted {
		r.Text += " 특별한 공적으로 예외를 인정함: " + special
		v.Reasons = append(v.Reasons, r)
	}
	return v, nil
}
