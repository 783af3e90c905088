package policies_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/policies"
)

var on = gov.MustDate("2026-11-02")

// ruled applies from a day on.
func ruled(from string) policies.Ruled {
	return policies.Ruled{Article: []string{"조례 제5조"}, From: gov.MustDate(from)}
}

func TestATaskObeysTheLadderOfItsStageThenOfTheKindOfStageThenOfItsOwnKind(t *testing.T) {
	t.Parallel()
	ladders := []policies.LadderRule{
		{Ruled: ruled("2024-01-01"), ID: "named"},
		{
			Ruled: ruled("2024-01-01"), ID: "tasks",
			For: &policies.LadderFor{Tasks: []gov.TaskKind{gov.TaskSign, gov.TaskFill}},
		},
		{Ruled: ruled("2024-01-01"), ID: "stages", For: &policies.LadderFor{Stages: []gov.StageKind{gov.StageApprove}}},
		{Ruled: ruled("2027-01-01"), ID: "later", For: &policies.LadderFor{Tasks: []gov.TaskKind{gov.TaskVote}}},
	}
	for _, c := range []struct {
		at   policies.TaskPlace
		want string
	}{
		{policies.TaskPlace{Ladder: "named", Stage: gov.StageApprove, Task: gov.TaskSign}, "named"},
		{policies.TaskPlace{Stage: gov.StageApprove, Task: gov.TaskSign}, "stages"},
		{policies.TaskPlace{Stage: gov.StageCollect, Task: gov.TaskSign}, "tasks"},
		{policies.TaskPlace{Task: gov.TaskFill}, "tasks"},
		{policies.TaskPlace{Task: gov.TaskVote}, ""},                           // not in force yet
		{policies.TaskPlace{Ladder: "gone", Stage: gov.StageApprove}, ""},      // a ladder that is named and not there
		{policies.TaskPlace{Stage: gov.StageMonitor, Task: gov.TaskOpine}, ""}, // nobody's
	} {
		got, ok := policies.LadderOf(ladders, c.at, on)
		require.Equal(t, c.want, got.ID, "%+v", c.at)
		require.Equal(t, c.want != "", ok)
	}
}

func TestNobodyChoosesWhatTheRuleDoesNotLeaveHim(t *testing.T) {
	t.Parallel()
	rules := []policies.NoticeRule{
		{Ruled: ruled("2024-01-01"), Kind: gov.NoticeCall, Class: policies.ClassLegal, Delivery: gov.DeliverImmediate},
		{
			Ruled: ruled("2024-01-01"), Kind: gov.NoticeInformed, Class: policies.ClassInformation,
			Delivery: gov.DeliverImmediate, Choices: []gov.Delivery{gov.DeliverOff},
		},
	}
	informed := policies.NoticeOn(rules, gov.NoticeInformed, on)
	require.NoError(t, informed.MayChoose(gov.DeliverOff))
	require.NoError(t, informed.MayChoose(gov.DeliverImmediate))
	err := informed.MayChoose(gov.DeliverDigest)
	require.Equal(t, gov.CodeNotSwitchable, gov.CodeOf(err))
	require.ErrorContains(t, err, "notices of kind informed cannot be set to digest")
	err = policies.NoticeOn(rules, gov.NoticeCall, on).MayChoose(gov.DeliverOff)
	var refused *gov.Error
	require.ErrorAs(t, err, &refused)
	require.Equal(t, "조례 제5조", refused.Reasons[0].Article)
	require.Contains(t, refused.Detail, "‘회의 소집’ 알림은 법령에 따른 통지이므로 ‘받지 않음’(으)로 바꿀 수 없습니다.")
	require.NotContains(t, refused.Detail, "EXTRA")
}

// A pack from before there were such rules leaves notices as they were.
func TestWithoutARuleANoticeComesAsItAlwaysDid(t *testing.T) {
	t.Parallel()
	for kind, want := range map[gov.NoticeKind]gov.Delivery{
		gov.NoticeAssigned: gov.DeliverImmediate, gov.NoticeReturned: gov.DeliverImmediate,
		gov.NoticeDueSoon: gov.DeliverDigest, gov.NoticeOverdue: gov.DeliverDigest,
	} {
		r := policies.NoticeOn(nil, kind, on)
		require.Equal(t, want, r.Delivery, kind)
		require.Equal(t, kind.Legal(), r.Class == policies.ClassLegal, kind)
		require.Error(t, r.MayChoose(gov.DeliverOff), kind)
	}
}

func TestQuietHoursEndOnTheNextDayAndAreNotTheWholeDay(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		begins, ends string
		hours        float64
	}{{"19:00", "08:00", 13}, {"12:00", "13:30", 1.5}, {"09:00", "09:00", 0}, {"24:00", "08:00", 0}, {"", "", 0}} {
		require.InDelta(t, c.hours, policies.QuietHours(c.begins, c.ends), 0, c.begins)
	}
	rule := policies.QuietRule{Ruled: ruled("2024-01-01"), Begins: "19:00", Ends: "08:00", Most: 16}
	require.NoError(t, rule.MayRest("17:00", "09:00"))
	require.NoError(t, rule.MayRest("00:00", "00:00"))
	require.Equal(t, gov.CodeNotSwitchable, gov.CodeOf(rule.MayRest("09:00", "08:00")))
}

// Every kind of notice has a word and may have a rule, but for those that carry others.
func TestEveryKindOfNoticeMayHaveARule(t *testing.T) {
	t.Parallel()
	file, err := parser.ParseFile(token.NewFileSet(), "../gov/organisation.go", nil, 0)
	require.NoError(t, err)
	var kinds []gov.NoticeKind
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if typ, ok := spec.Type.(*ast.Ident); ok && typ.Name == "NoticeKind" {
			lit, ok := spec.Values[0].(*ast.BasicLit)
			require.True(t, ok)
			text, err := strconv.Unquote(lit.Value)
			require.NoError(t, err)
			kinds = append(kinds, gov.NoticeKind(text))
		}
		return true
	})
	require.NotEmpty(t, kinds)
	for _, kind := range kinds {
		carries := kind == gov.NoticeDigest || kind == gov.NoticeBundle
		require.Equal(t, !carries, slices.Contains(policies.NoticeKinds(), kind), kind)
		require.Equal(t, !carries, policies.NoticeWord(kind) != string(kind), kind)
	}
	require.Contains(t, policies.TaskKinds(), gov.TaskAwaitReply)
}
