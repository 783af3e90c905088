package cases_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/testkit"
)

// minutes are those of a meeting that was held on 2022-05-20 and published on 2022-05-27, with a telephone number in a
// condition of its resolution.
func minutes(t *testing.T) *board {
	t.Helper()
	b := sits(t, "2022-05-12")
	b.call()
	b.table()
	present := []string{bureauHead, divisionHead, policyHead, eduHead}
	b.convene(present...)
	item := b.items()[0]
	for _, m := range present {
		b.vote(m, item, "yes")
	}
	b.do(b.secretary, gov.TaskResolve, testkit.Do{
		Verb: gov.VerbResolve, Body: object{"conditions": map[string]string{item.String(): "010-1234-5678로 협의 뒤 시행"}},
	})
	b.SetToday(t, "2022-05-27")
	b.do(b.secretary, gov.TaskMinutes, testkit.Do{Verb: gov.VerbPublish, Body: object{"signed_by": present}})
	return b
}

// releases lets the secretary release the proposal as it is.
func (b *board) releases() cases.CopyProposal {
	b.t.Helper()
	p := proposes(b.t, b.House, b.secretary, b.id())
	b.Act(b.t, b.secretary, b.TaskOf(b.t, b.secretary, gov.TaskPublicCopy).ID, testkit.Do{
		Verb: gov.VerbReleaseCopy, Body: object{"copy_hash": p.CopyHash},
	})
	return p
}

func TestMinutesAreProposedCorrectedReleasedAndLookedAtAgain(t *testing.T) {
	t.Parallel()
	b := minutes(t)
	opensDay(t, b.House, "2022-05-30")
	p := proposes(t, b.House, b.secretary, b.id())
	require.Contains(t, p.Parts[0].Text, "***-****-****로 협의 뒤 시행")
	require.NotContains(t, p.Parts[0].Text, "010-1234-5678")
	task := b.TaskOf(t, b.secretary, gov.TaskPublicCopy).ID
	b.Act(t, b.secretary, task, testkit.Do{Verb: gov.VerbFixCopy, Body: object{
		"fixes": []object{{"text": "협의 뒤", "reason": "협의 상대를 알 수 있음"}},
	}})
	b.releases()
	c, err := b.Cases.PublicCopy(t.Context(), b.id())
	require.NoError(t, err)
	require.Equal(t, gov.CaseMeeting, c.Kind)
	require.Contains(t, c.Parts[0].Text, "***-****-****로 ** * 시행")
	opensDay(t, b.House, "2022-05-31")
	require.Empty(t, b.Tasks(t, b.secretary, gov.TaskPublicCopy), "they disclose what they did")

	b.Force(t, "update meeting set minutes_closed = '의사결정 과정' where case_id = $1", b.id())
	_, err = b.Cases.PublicCopy(t.Context(), b.id())
	testkit.MustRefuse(t, gov.CodeActNotOpen, err)
	opensDay(t, b.House, "2022-06-02")
	require.Contains(t, b.releases().Parts[0].Notice, "의사결정 과정")
	c, err = b.Cases.PublicCopy(t.Context(), b.id())
	require.NoError(t, err)
	require.Equal(t, int32(2), c.Number)
	require.Empty(t, c.Parts[0].Text, "closed minutes show their ground alone")
}

// withdraws takes the copy back under a key.
func (b *board) withdraws(who, key, reason string) (cases.WithdrawnCopy, error) {
	b.t.Helper()
	return b.Cases.WithdrawCopy(b.t.Context(), b.Actor(b.t, who), cases.WithdrawCopy{Case: b.id(), Reason: reason, Key: key})
}

func TestAReleasedCopyIsTakenBackAndAskedForAnew(t *testing.T) {
	t.Parallel()
	b := minutes(t)
	opensDay(t, b.House, "2022-05-30")
	b.releases()
	b.Force(t, "update public_copy set released_by = $1", b.Actor(t, divisionHead).Person)
	first, err := b.withdraws(b.secretary, "w-1", "이름 하나가 남음")
	require.NoError(t, err)
	require.Equal(t, "1 2022. 5. 30.(월)", testkit.One[string](t, b.House, "select $1::int || ' ' || $2::text", first.Number,
		first.WithdrawnOn.Korean()))
	again, err := b.withdraws(b.secretary, "w-1", "이름 하나가 남음")
	require.NoError(t, err)
	require.Equal(t, first, again, "once under one key")
	_, err = b.Cases.PublicCopy(t.Context(), b.id())
	e := testkit.MustRefuse(t, gov.CodeWithdrawn, err)
	require.Contains(t, e.Detail, "2022. 5. 30.(월) 회수")
	list, err := b.Cases.PublicCopies(t.Context(), "", 10)
	require.NoError(t, err)
	require.Empty(t, list.Copies, "its title is not shown either")
	require.Equal(t, "공개본 제1호 회수", testkit.One[string](t, b.House, `select string_agg(n.params ->> 'title', ';') from notice n
		where kind = 'copy_withdrawn' and n.person_id = $1 and n.params::text not like '%남음%'`, b.Actor(t, divisionHead).Person),
		"whoever released it is told, without what the copy showed")
	require.Equal(t, 1, testkit.One[int](t, b.House, `select count(*)::int from audit_entry where subject_kind = 'copy_withdraw'`))
	for _, sql := range []string{"update public_copy_withdrawal set reason = 'xx'", "delete from public_copy_withdrawal"} {
		_, err := b.Pool.Exec(t.Context(), sql)
		require.ErrorContains(t, err, "permission denied")
	}
	opensDay(t, b.House, "2022-05-31")
	b.releases()
	c, err := b.Cases.PublicCopy(t.Context(), b.id())
	require.NoError(t, err)
	require.Equal(t, int32(2), c.Number)
}

func TestEachRefusalOnAPublicCopyIsOnRecord(t *testing.T) {
	t.Parallel()
	b := minutes(t)
	opensDay(t, b.House, "2022-05-30")
	task := b.TaskOf(t, b.secretary, gov.TaskPublicCopy).ID
	act := func(verb gov.Verb, body object) error {
		_, err := b.Try(t, b.secretary, task, testkit.Do{Verb: verb, Body: body})
		return err
	}
	recorded := func(code gov.Code, err error) {
		t.Helper()
		testkit.MustRefuse(t, code, err)
		require.Equal(t, string(code), testkit.One[string](t, b.House, `select convert_from(b.body, 'UTF8')::jsonb ->> 'code'
			from audit_entry e join audit_body b on b.entry_id = e.id where e.kind = 'refusal' order by e.at desc, e.id desc limit 1`))
		require.True(t, cases.Recorded(err))
	}
	stale := object{"copy_hash": "0000000000000000000000000000000000000000000000000000000000000000"}
	recorded(gov.CodeStale, act(gov.VerbReleaseCopy, stale))
	recorded(gov.CodeInvalid, act(gov.VerbFixCopy, object{"fixes": []object{}}))
	recorded(gov.CodeInvalid, act(gov.VerbFixCopy, object{"fixes": []object{{"text": "협의", "reason": ""}}}))
	_, err := b.Try(t, "gangnam-gu.officer", task, testkit.Do{Verb: gov.VerbReleaseCopy, Body: stale})
	recorded(gov.CodeNotFound, err)
	_, err = b.withdraws(b.secretary, "r-1", "너무 이름")
	recorded(gov.CodeNotFound, err)
	b.releases()
	_, err = b.withdraws("gangnam-gu.officer", "r-2", "보기 싫음")
	recorded(gov.CodeNotFound, err)
	_, err = b.withdraws(b.secretary, "r-3", " ")
	recorded(gov.CodeReasonRequired, err)
	_, err = b.withdraws(b.secretary, "r-4", "x")
	recorded(gov.CodeInvalid, err)
	_, err = b.withdraws(b.secretary, "r-5", "이름이 남음")
	require.NoError(t, err)
	_, err = b.withdraws(b.secretary, "r-6", "이름이 남음")
	recorded(gov.CodeConflict, err)
	_, err = b.withdraws(b.secretary, "r-5", "다른 사유")
	recorded(gov.CodeKeyReused, err)
}
