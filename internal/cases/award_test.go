package cases_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/testkit"
)

const (
	awardOfficer = "lifelong-education-division.coordinator"
	boardClerk   = "autonomous-administration-division.officer"
)

// prize is an award stage under test: the merit programme of 2022.
type prize struct {
	*board
}

// nominating opens the award stage on 2022-10-04.
func nominating(t *testing.T) *prize {
	t.Helper()
	h := testkit.Seoul(t, "2022-10-04")
	h.OpenCycle(t, "lifelong-education-plan", 2022)
	b := &board{House: h, t: t, key: "awards", stage: h.OpenStage(t, "awards"), secretary: boardClerk, subject: "board-1"}
	return &prize{b}
}

func clean() object {
	return object{
		"convictions": []string{}, "same_merit_awarded": false, "years_since_mayor_award": -1, "under_investigation": false,
		"tax_arrears": false,
	}
}

func nomination(facts object) object {
	return object{"nominee": "평생교육 유공 시민 1", "merit": "동네배움터 운영 10년", "facts": facts}
}

func (p *prize) nominate(unit string, facts object) {
	p.t.Helper()
	task := p.TaskOf(p.t, unit+".officer", gov.TaskNominate, "/"+unit+"/")
	p.Act(p.t, unit+".officer", task.ID, testkit.Do{Verb: gov.VerbNominate, Body: nomination(facts)})
}

// onOne lets the award officer act on his task about a unit's nominee.
func (p *prize) onOne(unit string, kind gov.TaskKind, do testkit.Do) error {
	p.t.Helper()
	_, err := p.Try(p.t, awardOfficer, p.TaskOf(p.t, awardOfficer, kind, "/"+unit+"/").ID, do)
	return err
}

func (p *prize) score(unit string, tenths ...int) {
	p.t.Helper()
	for i, n := range tenths {
		juror := fmt.Sprintf("merit-jury.member-%02d", i+1)
		p.Act(p.t, juror, p.TaskOf(p.t, juror, gov.TaskScore, "/"+unit+"/").ID, testkit.Do{
			Verb: gov.VerbScore, Body: object{"tenths": n},
		})
	}
}

// scored carries a nominee from the invitation to its total.
func (p *prize) scored(unit string, tenths ...int) {
	p.t.Helper()
	p.nominate(unit, clean())
	require.NoError(p.t, p.onOne(unit, gov.TaskExamine, testkit.Do{Verb: gov.VerbExamine}))
	p.score(unit, tenths...)
	require.NoError(p.t, p.onOne(unit, gov.TaskRank, testkit.Do{Verb: gov.VerbRank}))
}

func (p *prize) stateOf(unit string) gov.State { return p.Case(p.t, p.stage, unit).State }

// meritBoard lets the board meet and vote yes on every item but the rejected ordinals.
func (p *prize) meritBoard(rejected ...int) {
	p.t.Helper()
	p.Step(p.t, p.stage.Case, testkit.Do{Verb: gov.VerbAdd, Body: object{"kind": "meeting", "for": p.subject}})
	p.call()
	p.table()
	members := []string{
		"administration-bureau.head", "autonomous-administration-division.head", "multicultural-affairs-office.head",
		"senior-welfare-division.head",
	}
	p.convene(members...)
	for i, item := range p.items() {
		for _, m := range members {
			choice := "yes"
			for _, r := range rejected {
				if r == i+1 {
					choice = "no"
				}
			}
			p.vote(m, item, choice)
		}
	}
	p.do(p.secretary, gov.TaskResolve, testkit.Do{Verb: gov.VerbResolve})
}

// decided brings the deciding document to its approval; the line itself is tested elsewhere.
func (p *prize) decided() {
	p.t.Helper()
	p.Step(p.t, p.stage.Case, testkit.Do{Verb: gov.VerbAdd, Body: object{"kind": "document", "for": "award-decision"}})
	p.Force(p.t, "update case_file set state = 'approved' where id = $1", p.Case(p.t, p.stage, "award-decision").ID)
}

func TestEveryNominatingUnitIsInvitedOnce(t *testing.T) {
	t.Parallel()
	p := nominating(t)
	require.Equal(t, testkit.One[int](t, p.House, "select count(distinct unit_id) from case_file where kind = 'nomination'"),
		testkit.One[int](t, p.House, "select count(*) from task where kind = 'nominate' and state = 'open'"))
	require.Equal(t, 25, testkit.One[int](t, p.House,
		"select count(*) from case_file c join unit u on u.id = c.unit_id where c.kind = 'nomination' and u.kind = 'district'"))
	require.Equal(t, 0, testkit.One[int](t, p.House,
		"select count(*) from notice where kind = 'assigned' and params->>'closed' is distinct from 'true' and case_id in "+
			"(select id from case_file where kind = 'nomination')"), "no mail shows a nominee")
}

func TestANominationNeedsNomineeMeritAndFacts(t *testing.T) {
	t.Parallel()
	p := nominating(t)
	try := func(do testkit.Do) error {
		_, err := p.Try(t, "gangnam-gu.officer", p.TaskOf(t, "gangnam-gu.officer", gov.TaskNominate).ID, do)
		return err
	}
	incomplete, mistyped := clean(), clean()
	delete(incomplete, "tax_arrears")
	mistyped["years_since_mayor_award"] = "없음"
	for name, body := range map[string]object{
		"NoFacts": {"nominee": "시민", "merit": "공적"}, "Incomplete": nomination(incomplete), "Mistyped": nomination(mistyped),
		"NoNominee": {"merit": "공적", "facts": clean()}, "NoMerit": {"nominee": "시민", "facts": clean()},
	} {
		e := testkit.MustRefuse(t, gov.CodeInvalid, try(testkit.Do{Verb: gov.VerbNominate, Body: body}))
		require.NotEmpty(t, e.Detail, name)
	}
	testkit.MustRefuse(t, gov.CodeReasonRequired, try(testkit.Do{Verb: gov.VerbDecline}))
	require.NoError(t, try(testkit.Do{Verb: gov.VerbDecline, Reason: "추천할 사람이 없음"}))
	require.Equal(t, gov.Declined, p.stateOf("gangnam-gu"))
}

func TestTheVerdictNamesEveryGroundWithItsArticle(t *testing.T) {
	t.Parallel()
	p := nominating(t)
	bad := clean()
	bad["convictions"], bad["tax_arrears"] = []string{"bribery"}, true
	p.nominate("gangnam-gu", bad)
	examine := testkit.Do{Verb: gov.VerbExamine, Body: object{"special_merit": "공로가 큼"}}
	e := testkit.MustRefuse(t, gov.CodeIneligible, p.onOne("gangnam-gu", gov.TaskExamine, examine))
	require.NotEmpty(t, e.Reasons)
	require.NoError(t, p.onOne("gangnam-gu", gov.TaskExamine, testkit.Do{Verb: gov.VerbExamine}))
	require.Equal(t, gov.Ineligible, p.stateOf("gangnam-gu"))
	require.Equal(t, "award/merit/conviction award/merit/arrears", testkit.One[string](t, p.House,
		"select string_agg(r->>'rule', ' ') from nomination, jsonb_array_elements(verdict) r where not eligible"))
	require.Equal(t, 0, testkit.One[int](t, p.House,
		"select count(*) from nomination, jsonb_array_elements(verdict) r where coalesce(r->>'article', '') = ''"))

	p.nominate("gangdong-gu", clean())
	require.NoError(t, p.onOne("gangdong-gu", gov.TaskExamine, testkit.Do{
		Verb: gov.VerbExamine, Body: object{"facts": object{"same_merit_awarded": true}},
	}), "the officer's inquiry counts")
	require.Equal(t, gov.Ineligible, p.stateOf("gangdong-gu"))
}

func TestASpecialMeritLiftsAGroundOfTheYearsPlan(t *testing.T) {
	t.Parallel()
	p := nominating(t)
	again := clean()
	again["years_since_mayor_award"] = 1
	p.nominate("gangnam-gu", again)
	require.NoError(t, p.onOne("gangnam-gu", gov.TaskExamine, testkit.Do{
		Verb: gov.VerbExamine, Body: object{"special_merit": "전국 최초의 야간 문해교실"},
	}))
	require.Equal(t, gov.Eligible, p.stateOf("gangnam-gu"))
	require.Contains(t, testkit.One[string](t, p.House, "select verdict::text from nomination where special_merit <> ''"), "제6조")

	p.nominate("gangdong-gu", clean())
	testkit.MustRefuse(t, gov.CodeIneligible, p.onOne("gangdong-gu", gov.TaskExamine, testkit.Do{
		Verb: gov.VerbExamine, Body: object{"special_merit": "필요 없음"},
	}))
}

func TestThreeJurorsScoreBeforeTheTotalIsTaken(t *testing.T) {
	t.Parallel()
	p := nominating(t)
	p.nominate("gangnam-gu", clean())
	require.NoError(t, p.onOne("gangnam-gu", gov.TaskExamine, testkit.Do{Verb: gov.VerbExamine}))
	p.score("gangnam-gu", 800, 851)
	rank := testkit.Do{Verb: gov.VerbRank}
	require.Contains(t, testkit.MustRefuse(t, gov.CodeConflict, p.onOne("gangnam-gu", gov.TaskRank, rank)).Detail, "3명")
	juror := "merit-jury.member-03"
	task := p.TaskOf(t, juror, gov.TaskScore).ID
	for _, body := range []object{{}, {"tenths": 1001}, {"tenths": -1}, {"tenths": 85.5}} {
		_, err := p.Try(t, juror, task, testkit.Do{Verb: gov.VerbScore, Body: body})
		testkit.MustRefuse(t, gov.CodeInvalid, err)
	}
	_, err := p.Try(t, "merit-jury.member-04", task, testkit.Do{Verb: gov.VerbScore, Body: object{"tenths": 900}})
	testkit.MustRefuse(t, gov.CodeNotYourTask, err)
	p.Act(t, juror, task, testkit.Do{Verb: gov.VerbScore, Body: object{"tenths": 0}})
	_, err = p.Try(t, juror, task, testkit.Do{Verb: gov.VerbScore, Body: object{"tenths": 900}})
	testkit.MustRefuse(t, gov.CodeTaskClosed, err)
	require.NoError(t, p.onOne("gangnam-gu", gov.TaskRank, rank))
	require.Equal(t, 550, testkit.One[int](t, p.House, "select total_tenths from nomination where total_tenths is not null"))
	require.Empty(t, p.Tasks(t, "merit-jury.member-05", gov.TaskScore), "nothing is counted after the close")
	require.Empty(t, p.Tasks(t, awardOfficer, gov.TaskVet), "the vetting is asked for when its period is over")
}

func TestFromTheBoardThroughTheVettingToTheRegister(t *testing.T) {
	t.Parallel()
	p := nominating(t)
	p.scored("gangnam-gu", 900, 900, 900)
	p.scored("gangdong-gu", 800, 810, 790)
	p.scored("mapo-gu", 950, 950, 950)
	p.meritBoard(2)
	require.Equal(t, "mapo-gu gangnam-gu gangdong-gu", testkit.One[string](t, p.House,
		"select string_agg(c.subject, ' ' order by i.ordinal) from agenda_item i join case_file c on c.id = i.about"))
	require.Equal(t, "2022-10-13 2022-10-24", testkit.One[string](t, p.House,
		"select concat_ws(' ', resolved_on, vet_until) from meeting"))
	require.Equal(t, "평**육 유* 시* 1", testkit.One[string](t, p.House, "select max(posted_as) from nomination where posted_on is not null"))
	require.Equal(t, 2, testkit.One[int](t, p.House, "select count(*) from nomination where posted_on is not null"))
	require.Equal(t, "2022-10-25", testkit.One[string](t, p.House, "select review_on::text from stage where id = $1", p.stage.ID))

	first := p.Case(t, p.stage, "mapo-gu").ID
	until := contextOf(t, p.House, first).Nomination.Vetting
	require.Equal(t, "2022. 10. 24.(월)/2022. 10. 24.(월)", until.OperativeText+"/"+until.LegalText)
	require.Nil(t, contextOf(t, p.House, p.Case(t, p.stage, "gangnam-gu").ID).Nomination.Vetting, "not passed")
	p.SetToday(t, "2022-10-24")
	_, err := p.TryStep(t, first, testkit.Do{Verb: gov.VerbOpen})
	testkit.MustRefuse(t, gov.CodeGateClosed, err)
	p.SetToday(t, "2022-10-25")
	for _, u := range []string{"gangnam-gu", "gangdong-gu", "mapo-gu"} {
		p.Step(t, p.Case(t, p.stage, u).ID, testkit.Do{Verb: gov.VerbOpen})
	}
	require.Equal(t, gov.NotAwarded, p.stateOf("gangnam-gu"), "the board did not pass the second item")
	vet := func(unit string, body object) error {
		return p.onOne(unit, gov.TaskVet, testkit.Do{Verb: gov.VerbVet, Body: body})
	}
	testkit.MustRefuse(t, gov.CodeInvalid, vet("mapo-gu", object{"objections": 1}))
	testkit.MustRefuse(t, gov.CodeInvalid, vet("mapo-gu", object{"objections": 0, "upheld": true}))
	require.NoError(t, vet("mapo-gu", object{"objections": 1, "note": "사실과 다름"}))
	require.NoError(t, vet("gangdong-gu", object{"objections": 2, "upheld": true, "note": "공적 사실 확인 안 됨"}))
	require.Equal(t, gov.NotAwarded, p.stateOf("gangdong-gu"))

	_, err = p.TryStep(t, first, testkit.Do{Verb: gov.VerbAward})
	testkit.MustRefuse(t, gov.CodeGateClosed, err)
	p.decided()
	require.Equal(t, "award.decide partial 1", testkit.One[string](t, p.House,
		"select concat_ws(' ', matter, disclosure, jsonb_array_length(body->'nominees')) from document"))
	_, err = p.TryStep(t, first, testkit.Do{Verb: gov.VerbPass, Reason: "정원 초과"})
	testkit.MustRefuse(t, gov.CodeConflict, err)
	out := p.Step(t, first, testkit.Do{Verb: gov.VerbAward})
	require.Equal(t, "평생교육 유공 시장표창 제2022-1호", out.Result["register_number"])
	require.Equal(t, gov.Awarded, p.stateOf("mapo-gu"))
}

func TestNoMoreIsAwardedThanTheQuotaByRank(t *testing.T) {
	t.Parallel()
	p := nominating(t)
	units := testkit.One[[]string](t, p.House, `select array_agg(subject order by subject) from (
		select c.subject from case_file c join unit u on u.id = c.unit_id and u.kind = 'district'
		where c.kind = 'nomination' order by c.subject limit 12) c`)
	for i, u := range units {
		p.Exec(t, "update nomination set nominee = '시민', facts = '{}', eligible = true, total_tenths = $2, rank = $3 where case_id = $1",
			p.Case(t, p.stage, u).ID, 990-i, i+1)
		p.Exec(t, "update case_file set state = 'vetted' where id = $1", p.Case(t, p.stage, u).ID)
	}
	p.decided()
	for i := len(units) - 1; i >= 0; i-- { // worst first: the order of the steps does not matter
		id := p.Case(t, p.stage, units[i]).ID
		_, err := p.TryStep(t, id, testkit.Do{Verb: gov.VerbAward})
		if i < 10 {
			require.NoError(t, err)
			continue
		}
		testkit.MustRefuse(t, gov.CodeQuotaExceeded, err)
		p.Step(t, id, testkit.Do{Verb: gov.VerbPass, Reason: "정원 초과"})
	}
	require.Equal(t, 10, testkit.One[int](t, p.House, "select count(*) from nomination where awarded"))
	require.Equal(t, 10, testkit.One[int](t, p.House, "select max(number) from issued_number where series = 'award/merit/2022'"))
	require.Equal(t, gov.NotAwarded, p.stateOf(units[11]))
}
