package cases_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/testkit"
)

// privacyOfficer answers for the protection of personal data.
const privacyOfficer = "lifelong-education-division.head"

// visitor is a person in a post who comes by an operation of the API.
func (p *prize) visitor(who string, visit cases.Visit) cases.Actor {
	p.t.Helper()
	a := p.Actor(p.t, who)
	a.Visit = visit
	return a
}

// views are the entries of the log of access, oldest first, as operation, count of subjects and fields.
func (p *prize) views() string {
	p.t.Helper()
	return testkit.One[string](p.t, p.House, `select coalesce(string_agg(operation || ' ' || cardinality(subjects) || ' '
		|| array_to_string(fields, ','), '; ' order by at, entry_id), '') from personal_view`)
}

func TestWhoReadsANomineeStandsInTheLog(t *testing.T) {
	t.Parallel()
	p := nominating(t)
	p.nominate("gangnam-gu", clean())
	p.nominate("mapo-gu", clean())
	id, ctx := p.Case(t, p.stage, "gangnam-gu").ID, t.Context()
	list := cases.CaseFilter{Kind: gov.CaseNomination, Limit: 100}
	read := func(who string) {
		t.Helper()
		_, err := p.Cases.Cases(ctx, p.visitor(who, cases.Visit{Source: "10.1.2.3:99", Operation: "list-nominations"}), list)
		require.NoError(t, err)
		one := p.visitor(who, cases.Visit{Source: "10.1.2.3:99", Operation: "get-nomination"})
		_, err = p.Cases.Case(ctx, one, id, gov.CaseNomination)
		require.NoError(t, err)
		_, err = p.Cases.Acts(ctx, p.visitor(who, cases.Visit{Source: "10.1.2.3:99", Operation: "list-case-acts"}), id)
		require.NoError(t, err)
	}
	read("gangnam-gu.officer")
	require.Empty(t, p.views(), "what one nominated oneself is one's own")
	read("gangnam-gu.head")
	require.Empty(t, p.views(), "who sees masked names has seen nobody's data")
	read(awardOfficer)
	require.Equal(t,
		"list-nominations 2 nominee; get-nomination 1 facts,merit,nominee,scores,verdict; list-case-acts 1 acts",
		p.views(), "one entry for a request, however many they are")
	require.Equal(t, "3 3", testkit.One[string](t, p.House, `select concat_ws(' ',
		(select count(*) from personal_view v where v.address = '10.1.2.3:99' and v.office_date = '2022-10-04'),
		(select count(*) from audit_entry e join audit_body b on b.entry_id = e.id join personal_view v on v.entry_id = e.id
			where e.kind = 'view' and e.body_hash = sha256(b.salt || b.body)
				and not convert_from(b.body, 'UTF8') like '%평생교육 유공%'))`),
		"each is proved by an entry that names ids and fields, and no person")
	trail, err := p.Cases.Audit(ctx, p.Actor(t, auditor), cases.AuditFilter{Case: id, Limit: 100})
	require.NoError(t, err)
	var operations []string
	for _, e := range trail.Entries {
		var body struct{ Operation string }
		require.NoError(t, json.Unmarshal(e.Body, &body))
		if e.Kind == "view" {
			operations = append(operations, body.Operation)
		}
	}
	require.Equal(t, []string{"get-nomination", "list-case-acts"}, operations, "the trail of a case tells who read it")
}

func TestTheLogOfAccessIsReadByAuditorsAndIsMasked(t *testing.T) {
	t.Parallel()
	p := nominating(t)
	p.nominate("gangnam-gu", clean())
	p.nominate("mapo-gu", clean())
	ctx, mapo := t.Context(), p.Case(t, p.stage, "mapo-gu").ID
	for _, unit := range []string{"gangnam-gu", "mapo-gu", "mapo-gu"} {
		_, err := p.Cases.Case(ctx, p.visitor(awardOfficer, cases.Visit{Source: "10.1.2.3:99", Operation: "get-case"}),
			p.Case(t, p.stage, unit).ID, gov.CaseNomination)
		require.NoError(t, err)
	}
	reader := testkit.One[string](t, p.House, "select slug from person where id = $1", p.Actor(t, awardOfficer).Person)
	for _, who := range []string{auditor, privacyOfficer} {
		a := p.Actor(t, who)
		page, err := p.Cases.PersonalViews(ctx, a, cases.PersonalViewFilter{Limit: 2})
		require.NoError(t, err)
		require.Len(t, page.Views, 2)
		v := page.Views[0]
		require.Equal(t, "10.1.2.*", v.From)
		require.Contains(t, v.Name, "*")
		require.Equal(t, reader, v.Reader)
		require.Equal(t, []string{mapo.String()}, v.Subjects)
		rest, err := p.Cases.PersonalViews(ctx, a, cases.PersonalViewFilter{Limit: 2, After: page.Next})
		require.NoError(t, err)
		require.Len(t, rest.Views, 1)
		require.NotEqual(t, page.Views[1].Entry, rest.Views[0].Entry)
		count := func(f cases.PersonalViewFilter) int {
			f.Limit = 10
			page, err := p.Cases.PersonalViews(ctx, a, f)
			require.NoError(t, err)
			return len(page.Views)
		}
		require.Equal(t, 3, count(cases.PersonalViewFilter{Reader: reader, Day: gov.MustDate("2022-10-04")}))
		require.Equal(t, 2, count(cases.PersonalViewFilter{Subject: mapo}))
		require.Zero(t, count(cases.PersonalViewFilter{Day: gov.MustDate("2022-10-05")}))
		require.Zero(t, count(cases.PersonalViewFilter{Exports: true}))
		check, err := p.Cases.CheckReading(ctx, a, gov.MustDate("2022-10-01"), gov.MustDate("2022-10-31"))
		require.NoError(t, err)
		require.Len(t, check.Readers, 1)
		require.EqualValues(t, 3, check.Readers[0].Views)
		require.EqualValues(t, 3, check.Readers[0].Subjects)
		require.Zero(t, check.Readers[0].Exports)
	}
	_, err := p.Cases.PersonalViews(ctx, p.Actor(t, awardOfficer), cases.PersonalViewFilter{Limit: 1})
	testkit.MustRefuse(t, gov.CodeForbidden, err)
	from, to := gov.MustDate("2022-10-01"), gov.MustDate("2022-10-31")
	_, err = p.Cases.CheckReading(ctx, p.Actor(t, "gangnam-gu.officer"), from, to)
	testkit.MustRefuse(t, gov.CodeForbidden, err)
}

func TestTheLogOfAccessNeverChangesAndIsKeptForAYear(t *testing.T) {
	t.Parallel()
	p := nominating(t)
	p.nominate("gangnam-gu", clean())
	_, err := p.Cases.Case(t.Context(), p.Actor(t, awardOfficer), p.Case(t, p.stage, "gangnam-gu").ID, gov.CaseNomination)
	require.NoError(t, err)
	conn, err := pgx.Connect(t.Context(), p.OwnerURL)
	require.NoError(t, err)
	defer conn.Close(t.Context())
	for _, sql := range []string{
		"update personal_view set address = ''", "delete from personal_view", "truncate personal_view cascade",
	} {
		_, err = conn.Exec(t.Context(), sql)
		require.Error(t, err, sql)
	}
	p.Exec(t, "insert into office_day (day, state, working) values ('2023-10-04', 'opening', true)")
	_, err = conn.Exec(t.Context(), "delete from personal_view")
	require.NoError(t, err, "the term is over")
}

func TestAnExportOfPersonalDataNeedsItsReason(t *testing.T) {
	t.Parallel()
	p := nominating(t)
	p.scored("gangnam-gu", 900, 900, 900)
	p.scored("mapo-gu", 950, 950, 950)
	p.decided()
	id, ctx := p.Case(t, p.stage, "award-decision").ID, t.Context()
	taken := cases.Visit{Source: "10.1.2.3:99", Operation: "print-document", Export: true}
	before := p.views()
	for _, reason := range []string{"", " ", "표", strings.Repeat("가", 1001)} {
		taken.Reason = reason
		_, err := p.Cases.Paper(ctx, p.visitor(awardOfficer, taken), id)
		refusal := testkit.MustRefuse(t, gov.CodeReasonRequired, err)
		require.Contains(t, refusal.Detail, "사유(reason)를 2자 이상")
		require.Equal(t, "/reason", refusal.Reasons[0].Field)
	}
	require.Equal(t, before, p.views(), "nothing was shown")
	taken.Reason = "표창장 제작 의뢰"
	_, err := p.Cases.Paper(ctx, p.visitor(awardOfficer, taken), id)
	require.NoError(t, err)
	require.Equal(t, "print-document t 표창장 제작 의뢰 2", testkit.One[string](t, p.House,
		"select concat_ws(' ', operation, export, reason, cardinality(subjects)) from personal_view where export"))
	_, err = p.Cases.Case(ctx, p.visitor(awardOfficer, cases.Visit{Operation: "get-document"}), id, gov.CaseDocument)
	require.NoError(t, err, "who reads it on the screen says no reason, and stands in the log all the same")
	require.True(t, strings.HasSuffix(p.views(), "get-document 2 nominee"), p.views())
}

func TestWhoReadsWhyAColleagueIsAwayStandsInTheLog(t *testing.T) {
	t.Parallel()
	p := nominating(t)
	ctx := t.Context()
	_, err := p.Cases.RecordAbsence(ctx, p.Actor(t, "gangnam-gu.officer"), cases.RecordAbsence{
		From: gov.MustDate("2022-10-05"), To: gov.MustDate("2022-10-06"), Reason: "병가", Key: "absence-of-an-officer",
	})
	require.NoError(t, err)
	list := func(who string, scope cases.LeaveScope) {
		t.Helper()
		_, err := p.Cases.Absences(ctx, p.visitor(who, cases.Visit{Operation: "list-absences"}),
			cases.AbsenceFilter{Scope: scope, Limit: 100})
		require.NoError(t, err)
	}
	list("gangnam-gu.officer", cases.LeaveMine)
	require.Empty(t, p.views(), "one's own")
	list("mapo-gu.officer", cases.LeaveUnit)
	require.Empty(t, p.views(), "nothing of it is shown to others")
	list(testkit.Coordinator, cases.LeaveUnit)
	require.Equal(t, "list-absences 1 absence.reason", p.views())
	require.Equal(t, p.Actor(t, "gangnam-gu.officer").Person.String(),
		testkit.One[string](t, p.House, "select subjects[1]::text from personal_view"))
}

func TestWhoReadsAddressesInATrailStandsInTheLog(t *testing.T) {
	t.Parallel()
	p := nominating(t)
	p.nominate("gangnam-gu", clean())
	id, ctx := p.Case(t, p.stage, "gangnam-gu").ID, t.Context()
	trail := func() {
		t.Helper()
		_, err := p.Cases.Audit(ctx, p.visitor(auditor, cases.Visit{Operation: "read-case-audit"}),
			cases.AuditFilter{Case: id, Limit: 100})
		require.NoError(t, err)
	}
	trail()
	require.Empty(t, p.views(), "acts name nobody's address")
	_, err := p.Cases.Case(ctx, p.visitor(awardOfficer, cases.Visit{Source: "10.1.2.3", Operation: "get-case"}), id, "")
	require.NoError(t, err)
	trail()
	require.True(t, strings.HasSuffix(p.views(), "read-case-audit 1 source"), p.views())
}

func TestAwardDataNeedsItsOwnPermission(t *testing.T) {
	t.Parallel()
	p := nominating(t)
	p.scored("gangnam-gu", 900, 900, 900)
	p.meritBoard()
	p.SetToday(t, "2022-10-25")
	id, ctx := p.Case(t, p.stage, "gangnam-gu").ID, t.Context()
	p.Step(t, id, testkit.Do{Verb: gov.VerbOpen})
	require.NoError(t, p.onOne("gangnam-gu", gov.TaskVet, testkit.Do{Verb: gov.VerbVet, Body: object{"objections": 0}}))
	p.decided()
	paper := p.Case(t, p.stage, "award-decision").ID
	for who, masked := range map[string]bool{
		awardOfficer: false, auditor: true, "lifelong-education-division.team-lead": true, privacyOfficer: true,
	} {
		n, err := p.Cases.Case(ctx, p.Actor(t, who), id, gov.CaseNomination)
		require.NoError(t, err)
		got := n.Context.Nomination
		require.Equal(t, masked, got.Masked, who)
		require.Equal(t, masked, got.Merit == "" && len(got.Facts) == 0 && len(got.Verdict) == 0 && len(got.Scores) == 0, who)
		require.Equal(t, masked, got.Nominee == "평**육 유* 시* 1", "%s: %s", who, got.Nominee)
		d, err := p.Cases.Case(ctx, p.Actor(t, who), paper, gov.CaseDocument)
		require.NoError(t, err)
		require.Equal(t, masked, strings.Contains(string(d.Context.Document.Body), "평**육 유* 시* 1"), who)
		require.Equal(t, masked, !strings.Contains(string(d.Context.Document.Body), "평생교육 유공 시민"), who)
		acts, err := p.Cases.Acts(ctx, p.Actor(t, who), id)
		require.NoError(t, err)
		require.Equal(t, masked, len(acts[0].Body) == 0, who)
	}
	require.Equal(t, 1, testkit.One[int](t, p.House, "select count(distinct person_id)::int from personal_view"),
		"of those who see masked names nobody stands in the log")
}
