package cases_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgtype"
	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/ledger"
	"gyeol/internal/store/db"
	"gyeol/internal/testkit"
)

// told is what somebody says of nominees in these stories, each found nowhere once it has gone.
var told = []string{"동네배움터 운영 10년", "뇌물 사건으로 처벌", "점수가 낮은 까닭", "bribery", "추천할 사람은 병가 중"}

// ended is an award stage that closed on 2022-12-20 with one nominee awarded, one ineligible, and one unit that named
// nobody.
func ended(t *testing.T) *prize {
	t.Helper()
	p := nominating(t)
	p.nominate("mapo-gu", clean())
	require.NoError(t, p.onOne("mapo-gu", gov.TaskExamine, testkit.Do{Verb: gov.VerbExamine}))
	juror := "merit-jury.member-01"
	p.Act(t, juror, p.TaskOf(t, juror, gov.TaskScore, "/mapo-gu/").ID, testkit.Do{
		Verb: gov.VerbScore, Body: object{"tenths": 700, "opinion": told[2]},
	})
	bad := clean()
	bad["convictions"] = []string{"bribery"}
	p.nominate("gangnam-gu", bad)
	require.NoError(t, p.onOne("gangnam-gu", gov.TaskExamine, testkit.Do{Verb: gov.VerbExamine, Reason: told[1]}))
	p.Act(t, "gangdong-gu.officer", p.TaskOf(t, "gangdong-gu.officer", gov.TaskNominate, "/gangdong-gu/").ID, testkit.Do{
		Verb: gov.VerbDecline, Reason: told[4],
	})
	mapo := p.Case(t, p.stage, "mapo-gu").ID
	p.Force(t, "update case_file set state = 'awarded', closed_on = '2022-12-01' where id = $1", mapo)
	p.Force(t, `update nomination set awarded = true, awarded_on = '2022-12-01', posted_as = '평*',
		register_number = '평생교육 유공 시장표창 제2022-1호' where case_id = $1`, mapo)
	p.Force(t, "update stage set closed_on = '2022-12-20' where id = $1", p.stage.ID)
	return p
}

// holds finds which of the words are still in the database, in any table.
func (p *prize) holds() []string {
	p.t.Helper()
	dump := testkit.One[string](p.t, p.House, `select string_agg(query_to_xml(format('select * from %I', c.relname), true, false,
		'')::text, '') from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
		and c.relname not in ('policy_pack', 'calendar_feed', 'token', 'schema_version')`)
	var out []string
	for _, w := range told {
		if strings.Contains(dump, w) {
			out = append(out, w)
		}
	}
	return out
}

func TestWhatANominationHoldsOfAPersonGoesWhenItsPurposeHasEnded(t *testing.T) {
	t.Parallel()
	p := ended(t)
	signer, verifier := testkit.AuditKey(t)
	require.ElementsMatch(t, told, p.holds(), "the story says all of it")
	words := "select count(*)::int from personal_words"
	before := testkit.One[int](t, p.House, words)
	p.opens("2023-06-17")
	p.opens("2023-06-16")
	require.Equal(t, before, testkit.One[int](t, p.House, words), "180 days after the stage closed is the 18th of June, a Sunday")
	p.opens("2023-06-18")
	require.Equal(t, before, testkit.One[int](t, p.House, words), "nothing is deleted on a Sunday")
	p.opens("2023-06-19")
	require.Zero(t, testkit.One[int](t, p.House, words))
	require.Empty(t, p.holds())
	require.Equal(t, "평생교육 유공 시민 1|평생교육 유공 시장표창 제2022-1호|2022-12-01|2023-06-19|purposes/award-data", testkit.One[string](t, p.House,
		`select concat_ws('|', nominee, register_number, awarded_on, forgotten_on, forgotten_rule) from nomination where awarded`),
		"who was awarded what, when and under which number stays")
	require.Equal(t, 2, testkit.One[int](t, p.House, `select count(*)::int from nomination
		where forgotten_on is not null and nominee = '' and posted_as = ''`), "of all others the name goes too")
	require.Equal(t, 700, testkit.One[int](t, p.House, "select tenths from score where opinion = ''"))

	p.Signed(t, signer)
	_, report := exported(t, p.House, verifier)
	require.Empty(t, report.Fault)
	n := contextOf(t, p.House, p.Case(t, p.stage, "mapo-gu").ID).Nomination
	require.Equal(t, "2023. 6. 19.(월) 개인정보 보호법 제21조제1항, 행정심판법 제27조제3항에 따라 삭제함", n.Forgotten.Text)
	acts, err := p.Cases.Acts(t.Context(), p.Actor(t, awardOfficer), p.Case(t, p.stage, "mapo-gu").ID)
	require.NoError(t, err)
	require.Equal(t, gov.VerbNominate, acts[0].Verb)
	require.JSONEq(t, "{}", string(acts[0].Body))
	p.opens("2023-06-20")
	require.Equal(t, 3, testkit.One[int](t, p.House, `select count(*)::int from audit_entry
		where kind = 'clock' and subject_kind = 'nomination'`), "once, each with its entry")
}

// opens opens a day of the office.
func (p *prize) opens(day string) {
	p.t.Helper()
	p.SetToday(p.t, day)
	require.NoError(p.t, p.Cases.OpenDay(p.t.Context(), gov.MustDate(day)))
}

func TestTheSameRequestAboutANomineeIsAnsweredOnlyWhileItsWordsAreThere(t *testing.T) {
	t.Parallel()
	p := nominating(t)
	task := p.TaskOf(t, "mapo-gu.officer", gov.TaskNominate, "/mapo-gu/").ID
	raw, err := json.Marshal(nomination(clean()))
	require.NoError(t, err)
	cmd := cases.Command{Task: task, Verb: gov.VerbNominate, Key: "k-1", Body: raw}
	first, err := p.Cases.Act(t.Context(), p.Actor(t, "mapo-gu.officer"), cmd)
	require.NoError(t, err)
	again, err := p.Cases.Act(t.Context(), p.Actor(t, "mapo-gu.officer"), cmd)
	require.NoError(t, err)
	require.True(t, again.Replayed)
	again.Replayed = false
	require.Equal(t, first.ETag, again.ETag)
	other := cmd
	other.Reason = "다른 사유"
	_, err = p.Cases.Act(t.Context(), p.Actor(t, "mapo-gu.officer"), other)
	testkit.MustRefuse(t, gov.CodeKeyReused, err)

	examine := p.TaskOf(t, awardOfficer, gov.TaskExamine, "/mapo-gu/").ID
	cmd = cases.Command{Task: examine, Verb: gov.VerbExamine, Key: "k-2"}
	first, err = p.Cases.Act(t.Context(), p.Actor(t, awardOfficer), cmd)
	require.NoError(t, err)
	require.NotEmpty(t, first.Result["verdict"])
	again, err = p.Cases.Act(t.Context(), p.Actor(t, awardOfficer), cmd)
	require.NoError(t, err)
	require.NotEmpty(t, again.Result["verdict"], "the answer is whole while it may be")
	require.Equal(t, 0, testkit.One[int](t, p.House, "select count(*)::int from act where outcome::text like '%verdict%'"))

	p.Force(t, "update case_file set closed_on = '2022-12-20', state = 'not_awarded' where kind = 'nomination'")
	p.Force(t, "update stage set closed_on = '2022-12-20' where id = $1", p.stage.ID)
	p.opens("2023-06-19")
	_, err = p.Cases.Act(t.Context(), p.Actor(t, awardOfficer), cmd)
	testkit.MustRefuse(t, gov.CodeKeyReused, err)
}

func TestTwoWhoSaidTheSameOfNomineesLeaveNoHashInCommon(t *testing.T) {
	t.Parallel()
	p := nominating(t)
	p.nominate("mapo-gu", clean())
	p.nominate("gangnam-gu", clean())
	require.Equal(t, "2 2", testkit.One[string](t, p.House, `select concat_ws(' ', count(distinct request_hash),
		count(distinct c.content_hash)) from act a join case_file c on c.id = a.case_id where a.verb = 'nominate'`))
	require.Equal(t, 2, testkit.One[int](t, p.House, `select count(distinct convert_from(b.body, 'UTF8')::jsonb ->> 'said')::int
		from audit_entry e join audit_body b on b.entry_id = e.id join act a on a.case_id = e.case_id and a.seq = e.act_seq
		where a.verb = 'nominate'`), "a hash over few possible words is under a salt that goes with them")
	require.Zero(t, testkit.One[int](t, p.House, "select count(*)::int from notice where params ->> 'reason' <> '' and case_id in "+
		"(select id from case_file where kind = 'nomination')"))
}

// The role of the application deletes nothing of a nominee by itself, and what it may have carried out is bound to an
// entry, to the end of the stage and to the ninety days in which somebody may object.
func TestNobodysAwardDataGoesBeforeItsTermOrUnsaid(t *testing.T) {
	t.Parallel()
	p := ended(t)
	id := p.Case(t, p.stage, "gangnam-gu").ID
	p.Force(t, "update case_file set closed_on = '2022-12-01' where id = $1", id)
	p.SetToday(t, "2023-03-19")
	count := func() int {
		return testkit.One[int](t, p.House, "select count(*)::int from personal_words where case_id = $1", id)
	}
	said := func() map[string]any {
		return map[string]any{"rule": "purposes/award-data", "article": []string{"x"}, "ended": "2022-12-20", "words": count(), "bodies": 0}
	}
	try := func(change func(*ledger.Entry)) error {
		e := ledger.Entry{
			Kind: ledger.KindClock, SubjectKind: "nomination", SubjectID: id.String(), Case: id, OfficeDate: p.Today(t), Body: said(),
		}
		change(&e)
		q := db.New(p.Pool)
		entry, err := ledger.WriteAs(t.Context(), q, e)
		require.NoError(t, err)
		return q.ForgetAwardData(t.Context(), pgtype.UUID{Bytes: entry, Valid: true})
	}
	asSaid := func(*ledger.Entry) {}
	require.ErrorContains(t, try(asSaid), "has not ended", "the 89th day")
	p.SetToday(t, "2023-03-20")
	require.ErrorContains(t, try(func(e *ledger.Entry) { e.Body["words"] = 9 }), "the entry names 9 words")
	require.ErrorContains(t, try(func(e *ledger.Entry) { e.Body["ended"] = "2022-12-01" }), "has not ended")
	require.ErrorContains(t, try(func(e *ledger.Entry) { delete(e.Body, "rule") }), "no entry names")
	require.ErrorContains(t, try(func(e *ledger.Entry) { e.SubjectKind = "person" }), "no entry names")
	p.Force(t, "update stage set closed_on = null where id = $1", p.stage.ID)
	require.ErrorContains(t, try(asSaid), "has not ended", "the stage was reopened")
	p.Force(t, "update stage set closed_on = '2022-12-20' where id = $1", p.stage.ID)
	for _, sql := range []string{
		"delete from personal_words", "update personal_words set body = '{}'", "truncate personal_words",
		"update nomination set merit = ''", "update nomination set facts = '{}' where eligible is not null",
		"update score set opinion = ''", "delete from score", "update act set body = '{}'",
	} {
		_, err := p.Pool.Exec(t.Context(), sql)
		require.Error(t, err, sql)
	}
	require.NotZero(t, count())
	require.NoError(t, try(asSaid))
	require.Zero(t, count())
	require.ErrorContains(t, try(asSaid), "has not ended", "it is gone")
}
