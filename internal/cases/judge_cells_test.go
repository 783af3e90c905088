package cases_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/testkit"
	"gyeol/policies"
	"gyeol/policies/pack"
)

// cell is one made-up case: what it is, and how it came to whom. What each person has to do with it is known because it
// was made so, and is never asked of the query that is tested.
type cell struct {
	story string
	file  pack.File
	ties  map[string]policies.Tie // by persona; whoever is not named has none
}

// cellar makes cases of every kind, state and class in every relation to the personas.
type cellar struct {
	*testkit.House

	t        *testing.T
	personas map[string]cases.Actor
	cells    map[gov.CaseID]cell
	template gov.CaseID
}

const (
	theOfficer  = "gangnam-gu.officer"
	theHead     = "gangnam-gu.head"
	theStranger = "gangdong-gu.officer"
	theMinistry = "ministry-of-education.officer"
	theExpert   = "monitoring-panel.member-01"
	theDeputy   = "org-office.head"
	theGone     = "jung-gu.officer"
	theLeft     = "jung-gu.head"
	theMember   = "a member of the council"
	theInvited  = "the same member, invited"
	theAuditor  = "audit-committee.auditor"
	theOperator = "system-operation.operator"
	theJuror    = "merit-jury.member-01"
	theServer   = "an operator by scope"
)

// newCellar opens a year, and gives the personas their places: the vice mayor has delegated everything, an officer has
// left his post yesterday, and a member of the council stands there twice.
func newCellar(t *testing.T) *cellar {
	t.Helper()
	h := testkit.Seoul(t, "2022-02-08")
	h.OpenCycle(t, "lifelong-education-plan", 2022)
	c := &cellar{House: h, t: t, personas: map[string]cases.Actor{}, cells: map[gov.CaseID]cell{}}
	c.template = h.Stage(t, "plans").Case
	for _, who := range []string{
		coordinator, teamLead, bureauTop, viceMayor, theOfficer, theHead, theStranger, theMinistry, theExpert, theDeputy,
		theGone, theLeft, theAuditor, theOperator, theJuror,
	} {
		c.personas[who] = h.Actor(t, who)
	}
	c.personas[theServer] = cases.Actor{Person: c.personas[theStranger].Person, Scopes: []string{"operator"}}
	member := testkit.One[gov.PersonID](t, h, `select coalesce(s.person_id, g.person_id) from seat s
		left join holding g on g.post_id = s.post_id left join post p on p.id = s.post_id left join unit u on u.id = p.unit_id
		where s.body_id = 'lifelong-council' and s.valid_from <= '2022-02-08'
			and (s.person_id is not null or u.kind = 'outside')
		order by s.member limit 1`)
	c.personas[theMember] = cases.Actor{Person: member}
	c.personas[theInvited] = cases.Actor{Person: member, Body: "lifelong-council"}
	h.Force(t, "update holding set valid_to = '2022-02-07' where post_id = $1", theGone)
	h.Force(t, `insert into delegation (id, post_id, deputy_post, valid_from, valid_to, reason, given_by, given_on)
		values (gen_random_uuid(), $1, $2, '2022-02-01', '2022-02-28', 'x', $3, '2022-02-01')`, viceMayor, theDeputy,
		c.personas[viceMayor].Person)
	return c
}

// sides are the units of the cases of a story.
type sides struct{ unit, other string }

// neutral is a unit of which nobody is a persona.
const neutral = "songpa-gu"

// add makes a case of every state and class of the kinds, and says what each persona then has to do with it.
func (c *cellar) add(story string, at sides, ties map[string]policies.Tie, kinds ...gov.CaseKind) {
	c.t.Helper()
	if len(kinds) == 0 {
		kinds = policies.CaseKinds()
	}
	var subjects, ofKind, states, ids []string
	for _, kind := range kinds {
		disclosures := []gov.Disclosure{""}
		if kind == gov.CaseDocument {
			disclosures = []gov.Disclosure{gov.Public, gov.Partial, gov.Secret}
		}
		for _, state := range policies.MachineOf(kind).States() {
			for _, class := range disclosures {
				id := gov.NewCaseID()
				c.cells[id] = cell{story, pack.File{Kind: kind, State: state, Disclosure: class}, ties}
				ids, ofKind, states = append(ids, id.String()), append(ofKind, string(kind)), append(states, string(state))
				subjects = append(subjects, fmt.Sprintf("%s/%s/%s/%s", story, kind, state, class))
			}
		}
	}
	c.Force(c.t, `insert into case_file (id, kind, cycle_id, stage_id, process_id, unit_id, other_unit, subject, title,
			state, pack_hash, opened_on, content_hash)
		select k.id, k.kind, f.cycle_id, case k.kind when 'stage' then null else f.stage_id end, f.process_id,
			$5, nullif($6, ''), k.subject, k.subject, k.state, f.pack_hash, '2022-02-01', sha256(convert_to(k.subject, 'UTF8'))
		from unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) as k(id, kind, state, subject), case_file f
		where f.id = $7`,
		ids, ofKind, states, subjects, at.unit, at.other, c.template)
	c.Force(c.t, `insert into document (case_id, matter, title, about_year, drafter_post, drafted_on, disclosure,
			foia_items, disclosure_reason)
		select f.id, 'implementation-plan.fix', f.subject, 2022, $2, f.opened_on, split_part(f.subject, '/', 4),
			case when f.subject like '%/public' then '{}' else '{5}' end::integer[], 'x'
		from case_file f where f.kind = 'document' and f.id = any($1::uuid[])`, ids, neutral+".officer")
	c.Force(c.t, `insert into nomination (case_id, programme, nominee)
		select f.id, 'merit', '홍길동' from case_file f where f.kind = 'nomination' and f.id = any($1::uuid[])`, ids)
}

// task gives every case of a story a task of a post or, where it is no post, of a persona himself.
func (c *cellar) task(story, who, state string) {
	c.t.Helper()
	c.Force(c.t, `insert into task (id, case_id, cycle_id, stage_id, unit_id, kind, opened_seq, natural_key, round, title,
			verbs, state, opened_on, closed_on)
		select f.id, f.id, f.cycle_id, f.stage_id, f.unit_id, 'fill', 0, f.subject, 1, f.subject, '{submit}', $2, f.opened_on,
			case $2 when 'open' then null else f.opened_on end
		from case_file f where f.subject like $1 || '/%'`, story, state)
	person := c.personas[who].Person
	post := testkit.One[string](c.t, c.House,
		"select coalesce((select id from post where id = $1 and unit_id <> 'monitoring-panel'), '')", who)
	c.Force(c.t, `insert into task_actor (task_id, post_id, person_id)
		select f.id, nullif($2, ''), case when $2 = '' then $3::uuid end from case_file f where f.subject like $1 || '/%'`,
		story, post, person)
}

// cellOn puts one cell of a line on every document of a story.
func (c *cellar) cellOn(story, state string, round int, signer cases.Actor, post string) {
	c.t.Helper()
	proxy, signed := "", ""
	if !signer.Person.IsZero() {
		proxy, signed = "delegation", theDeputy
	}
	c.Force(c.t, `insert into line_cell (case_id, round, position, step, role, post_id, title, state, person_id,
			proxy, signed_post, signed_on)
		select f.id, $3, 1, 1, 'review', $2, 'x', $4, case when $5 = '' then null else $6::uuid end, $5, nullif($7, ''),
			case when $4 = 'signed' then date '2022-02-07' end
		from case_file f where f.subject like $1 || '/%'`, story, post, round, state, proxy, signer.Person, signed)
}

// fill makes all stories.
func (c *cellar) fill() {
	plain := sides{unit: neutral}
	is := func(who string, t policies.Tie) map[string]policies.Tie { return map[string]policies.Tie{who: t} }
	c.add("none", plain, nil)
	c.add("holder", plain, is(theOfficer, policies.Holder))
	c.task("holder", theOfficer, "open")
	c.add("worked", plain, is(theOfficer, policies.Worked))
	c.task("worked", theOfficer, "done")
	c.add("person", plain, is(theExpert, policies.Holder))
	c.task("person", theExpert, "open")
	c.add("stood-for", plain, map[string]policies.Tie{viceMayor: policies.Holder, theDeputy: policies.StandsIn})
	c.task("stood-for", viceMayor, "open")
	c.add("stood-before", plain, is(viceMayor, policies.Worked))
	c.task("stood-before", viceMayor, "done")
	c.add("vacant", plain, is(theLeft, policies.Vacant)) // whoever left the post has nothing to do with it any more
	c.task("vacant", theGone, "open")
	c.add("own", sides{unit: "gangnam-gu"}, map[string]policies.Tie{
		theOfficer: policies.OwnUnit, theHead: policies.OwnUnit,
	})
	c.add("other", sides{neutral, "ministry-of-education"}, is(theMinistry, policies.OtherUnit))
	c.add("both", sides{unit: "gangnam-gu"}, map[string]policies.Tie{
		theOfficer: policies.OwnUnit | policies.Worked, theHead: policies.OwnUnit,
	})
	c.task("both", theOfficer, "done")
	c.papers(plain, is)
	c.sent(plain)
	c.tabled(plain)
	c.Force(c.t, "analyze") // as a house that has grown so large would have been
}

// papers are the stories of lines.
func (c *cellar) papers(plain sides, is func(string, policies.Tie) map[string]policies.Tie) {
	c.add("signed-for", plain, map[string]policies.Tie{
		viceMayor: policies.OnLine, theDeputy: policies.SignedFor,
	}, gov.CaseDocument)
	c.cellOn("signed-for", "signed", 1, c.personas[theDeputy], viceMayor)
	c.add("on-line", plain, is(bureauTop, policies.OnLine), gov.CaseDocument)
	c.cellOn("on-line", "waiting", 1, cases.Actor{}, bureauTop)
	c.add("earlier-round", plain, nil, gov.CaseDocument)
	c.cellOn("earlier-round", "waiting", 2, cases.Actor{}, bureauTop)
	c.add("void", plain, nil, gov.CaseDocument)
	c.cellOn("void", "void", 1, cases.Actor{}, bureauTop)
}

// sent are the stories of papers that went to a unit.
func (c *cellar) sent(plain sides) {
	both := map[string]policies.Tie{theOfficer: policies.Sent, theHead: policies.Sent}
	c.add("dispatched", plain, both, gov.CaseDocument)
	c.Force(c.t, `insert into dispatch (case_id, unit_id, dispatched_on, arrived_on, rule)
		select id, 'gangnam-gu', '2022-02-07', '2022-02-07', 'x' from case_file where subject like 'dispatched/%'`)
	c.add("packaged", plain, map[string]policies.Tie{theMinistry: policies.Sent})
	c.add("filing", plain, nil, gov.CaseFiling)
	c.Force(c.t, `insert into filing (case_id, to_unit, package, package_hash, handed_on)
		select f.id, 'ministry-of-education', (select jsonb_agg(jsonb_build_object('part', 'x', 'sha256',
				encode(g.content_hash, 'hex')))
			from case_file g where g.subject like 'packaged/%'), sha256('x'), '2022-02-08'
		from case_file f where f.subject like 'filing/%' and f.state = 'handed_over'`)
	c.add("consulted", plain, map[string]policies.Tie{theMinistry: policies.Sent}, gov.CaseCompilation)
	c.Force(c.t, `insert into compilation (case_id, compiled_on)
		select id, '2022-02-07' from case_file where subject like 'consulted/%'`)
	c.add("asked", plain, nil, gov.CaseConsultation)
	c.Force(c.t, `insert into consultation (case_id, with_unit, question, asked_on)
		select id, 'ministry-of-education', 'x', '2022-02-07' from case_file
		where subject like 'asked/%' and state = 'asked'`)
}

// tabled are the cases on the agenda of the council.
func (c *cellar) tabled(plain sides) {
	c.add("tabled", plain, map[string]policies.Tie{
		theMember: policies.Tabled, theInvited: policies.Tabled | policies.OfBody,
	})
	for id, x := range c.cells {
		if x.story == "tabled" && x.file.Kind == gov.CaseMeeting { // a meeting is of the body that meets
			x.ties = map[string]policies.Tie{theMember: policies.Tabled, theInvited: policies.Tabled}
			c.cells[id] = x
		}
	}
	c.add("meeting", plain, map[string]policies.Tie{
		theMember: policies.Holder, theInvited: policies.Holder | policies.OfBody,
	}, gov.CaseMeeting)
	c.Force(c.t, `insert into meeting (case_id, body_id, hold_on)
		select id, 'lifelong-council', '2022-02-20' from case_file where subject like 'meeting/%'`)
	c.task("meeting", theMember, "open")
	c.Force(c.t, `insert into agenda_item (id, case_id, ordinal, title, about)
		select gen_random_uuid(), m.case_id, row_number() over (order by f.id), 'x', f.id
		from case_file f, (select x.case_id from meeting x join case_file y on y.id = x.case_id
			where y.subject like 'meeting/%' order by 1 limit 1) m
		where f.subject like 'tabled/%'`)
	require.Positive(c.t, testkit.One[int](c.t, c.House, "select count(*)::int from agenda_item"))
}
