package cases_test

import (
	"testing"

	"gyeol/gov"
	"gyeol/internal/testkit"
)

func TestAnAwardRunsFromTheInvitationToTheRegister(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2022-10-04")
	client := h.Follow(t)
	h.OpenCycle(t, "lifelong-education-plan", 2022)
	b := &board{House: h, t: t, key: "awards", stage: h.Stage(t, "awards"), secretary: boardClerk, subject: "board-1"}
	f, p := &followed{b, client}, &prize{b}
	open := "select count(*)::int from task where kind = 'nominate' and state = 'open'"
	testkit.Eventually(t, func() bool { return testkit.One[int](t, h, open) > 0 })
	units := testkit.One[[]string](t, h, `select array_agg(distinct subject) from case_file c
		where kind = 'nomination' and unit_id not in ('gangnam-gu', 'mapo-gu')`)
	for _, u := range units {
		who := testkit.One[string](t, h, `select coalesce(a.post_id, '') from task_actor a join task t on t.id = a.task_id
			where t.kind = 'nominate' and t.unit_id = $1 order by 1 limit 1`, u)
		p.Act(t, who, p.TaskOf(t, who, gov.TaskNominate, "/"+u+"/").ID, testkit.Do{Verb: gov.VerbDecline, Reason: "없음"})
	}
	p.scored("gangnam-gu", 900, 910, 905)
	p.scored("mapo-gu", 800, 800, 800)

	f.next("board-1")
	f.convene("administration-bureau.head")
	f.become(gov.NoQuorum)
	f.next("board-2")
	members := []string{
		"administration-bureau.head", "autonomous-administration-division.head", "multicultural-affairs-office.head",
		"senior-welfare-division.head",
	}
	f.convene(members...)
	for i, choice := range []string{"yes", "no"} {
		for _, m := range members {
			f.vote(m, f.items()[i], choice)
		}
	}
	f.do(boardClerk, gov.TaskResolve, testkit.Do{Verb: gov.VerbResolve})
	f.do(boardClerk, gov.TaskMinutes, testkit.Do{Verb: gov.VerbPublish, Body: object{"signed_by": members}})

	until := testkit.One[gov.Date](t, h, "select vet_until from meeting where vet_until is not null")
	for !f.Today(t).After(until) {
		if len(h.Tasks(t, awardOfficer, gov.TaskVet)) > 0 {
			t.Fatal("objections are still taken")
		}
		f.NextDay(t, client)
	}
	testkit.Eventually(t, func() bool { return p.stateOf("mapo-gu") == gov.NotAwarded })
	testkit.Eventually(t, func() bool { return len(h.Tasks(t, awardOfficer, gov.TaskVet)) == 1 })
	if err := p.onOne("gangnam-gu", gov.TaskVet, testkit.Do{Verb: gov.VerbVet, Body: object{"objections": 0}}); err != nil {
		t.Fatal(err)
	}
	drafted := "select count(*)::int from case_file where stage_id = $1 and subject = 'award-decision'"
	testkit.Eventually(t, func() bool { return testkit.One[int](t, h, drafted, b.stage.ID) == 1 })
	h.Force(t, `update case_file set state = 'approved', content_hash = sha256('x')
		where stage_id = $1 and subject = 'award-decision'`, b.stage.ID)
	h.Exec(t, `update document set approved_on = $2, document_number = '평생교육과-1'
		where case_id in (select id from case_file where stage_id = $1)`, b.stage.ID, h.Today(t))
	h.Exec(t, "insert into wake (process_id, cause) values ($1, 'approved')", b.stage.Process)
	testkit.Eventually(t, func() bool { return p.stateOf("gangnam-gu") == gov.Awarded })
	testkit.Eventually(t, func() bool {
		return testkit.One[string](t, h, "select state from case_file where id = $1", b.stage.Case) == string(gov.Closed)
	})
	toldMaySee(t, h)
}
