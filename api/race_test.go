package api_test

import (
	"net/http"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/client"
	"gyeol/gov"
	"gyeol/internal/testkit"
)

// TestOfTwoWhoSawTheSameTheSecondIsTold: a date that was moved leaves the content alone, and still nobody moves it
// again without having seen that.
func TestOfTwoWhoSawTheSameTheSecondIsTold(t *testing.T) {
	t.Parallel()
	o := open(t, "2021-12-20")
	o.OpenCycle(t, "lifelong-education-plan", 2022)
	ctx, one, other := t.Context(), o.as(t, testkit.Coordinator), o.as(t, "lifelong-education-division.head")
	plans := o.Stage(t, "plans").Case.String()
	seen := must(one.Case(ctx, plans))(t)
	require.Equal(t, seen.Etag, must(other.Case(ctx, plans))(t).Etag)
	for _, s := range must(one.Progress(ctx, "lifelong-education-plan", 2022))(t).Stages {
		require.True(t, s.Case != plans || s.Etag == seen.Etag)
	}
	move := func(to string) client.ActOptions {
		return client.ActOptions{IfMatch: seen.Etag, Reason: "일정 변경", Body: map[string]any{"due_on": to}}
	}
	first := must(one.Overrule(ctx, plans, gov.VerbMoveDate, move("2022-02-11")))(t)
	require.Equal(t, seen.Revision, first.Revision, "the content is the same")
	require.NotEqual(t, seen.Etag, first.Etag)
	_, err := other.Overrule(ctx, plans, gov.VerbMoveDate, move("2022-02-14"))
	require.True(t, client.Is(err, "stale_content"), "%v", err)
	seen = must(other.Case(ctx, plans))(t)
	require.Equal(t, first.Etag, seen.Etag)
	must(other.Overrule(ctx, plans, gov.VerbMoveDate, move("2022-02-14")))(t)
}

func TestAContributionHoldsToWhatWasSeen(t *testing.T) {
	t.Parallel()
	o := open(t, "2022-01-10")
	o.OpenCycle(t, "lifelong-education-plan", 2022)
	o.OpenStage(t, "plans")
	const officer = "gangnam-gu.officer"
	ctx, gangnam := t.Context(), o.as(t, officer)
	task := must(gangnam.Inbox(ctx, client.InboxFilter{Kind: "fill"}))(t)[0]
	file := must(gangnam.Task(ctx, task.ID))(t).File
	comment := client.ActOptions{IfMatch: file.Etag, Body: map[string]any{"text": "확인했습니다."}}
	out := must(gangnam.Act(ctx, task.ID, gov.VerbComment, comment))(t)
	require.Equal(t, file.Etag, out.Etag, "a contribution moves nothing")
	must(gangnam.Act(ctx, task.ID, gov.VerbComment, comment))(t)
	comment.IfMatch = gov.ETag{Seq: 99}.String()
	_, err := gangnam.Act(ctx, task.ID, gov.VerbComment, comment)
	require.True(t, client.Is(err, "stale_content"), "%v", err)
}

// TestAStrangerLearnsNothingFromARefusal: whoever may not see a case is answered as if it were not there, whatever he
// asks for, and whoever may not hand over learns no revision.
func TestAStrangerLearnsNothingFromARefusal(t *testing.T) {
	t.Parallel()
	o := open(t, "2022-01-10")
	o.OpenCycle(t, "lifelong-education-plan", 2022)
	o.OpenStage(t, "plans")
	ctx, stranger := t.Context(), o.as(t, "monitoring-panel.member-01")
	file := o.Case(t, o.Stage(t, "plans"), "gangnam-gu")
	for _, verb := range []gov.Verb{
		gov.VerbApprove, gov.VerbOpen, gov.VerbWithdraw, gov.VerbWaive, gov.VerbComment,
		"nothing",
	} {
		_, err := stranger.Overrule(ctx, file.ID.String(), verb, client.ActOptions{IfMatch: `"99.9"`})
		require.True(t, client.Is(err, "not_found"), "%s: %v", verb, err)
	}
	task := o.TaskOf(t, "gangnam-gu.officer", gov.TaskFill)
	_, err := stranger.HandOver(ctx, task.ID.String(), "mayor", client.ActOptions{IfMatch: `"99.9"`, Reason: "사유"})
	require.True(t, client.Is(err, "not_found"), "%v", err)
	_, err = o.as(t, "mayor").Overrule(ctx, o.Stage(t, "plans").Case.String(), gov.VerbClose,
		client.ActOptions{IfMatch: `"99.9"`})
	require.True(t, client.Is(err, "forbidden"), "%v", err)
}

// TestOneKeyAtOnceIsOneRequest: of two requests under one key at the same moment one is done; the other is its repeat,
// or is refused because it asks for something else. Neither is told of a conflict it cannot understand.
func TestOneKeyAtOnceIsOneRequest(t *testing.T) {
	t.Parallel()
	o := open(t, "2021-12-20")
	ctx, boss := t.Context(), o.as(t, testkit.Coordinator)
	opened := atOnce(6, func(int) error {
		_, err := boss.OpenCycle(ctx, "lifelong-education-plan", 2022, "open-at-once")
		return err
	})
	require.Equal(t, []string{"", "", "", "", "", ""}, opened)
	require.Equal(t, 1, testkit.One[int](t, o.House, "select count(*)::int from cycle"))
	stages := []string{"plans", "results", "request", "agency-plans"}
	for round := range 4 {
		key := []string{"key-at-once-a", "key-at-once-b", "key-at-once-c", "key-at-once-d"}[round]
		got := atOnce(len(stages), func(i int) error {
			_, err := boss.Overrule(ctx, o.Stage(t, stages[i]).Case.String(), gov.VerbMoveDate,
				client.ActOptions{Key: key, Reason: "일정 변경", Body: map[string]any{"due_on": "2022-02-11"}})
			return err
		})
		require.Equal(t, []string{"", "idempotency_key_reused", "idempotency_key_reused", "idempotency_key_reused"},
			got)
	}
}

// atOnce runs f n times side by side and gives the codes of the refusals, sorted; "" for what was done.
func atOnce(n int, f func(int) error) []string {
	codes, begin := make([]string, n), make(chan struct{})
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			<-begin
			codes[i] = codeOfErr(f(i))
		})
	}
	close(begin)
	wg.Wait()
	slices.Sort(codes)
	return codes
}

// TestARefusalOfAStaleTextTellsTheDifference: whoever acts on a text that was changed meanwhile reads in the refusal
// what was changed since he opened it, whether he names the text or the state of the case that he saw.
func TestARefusalOfAStaleTextTellsTheDifference(t *testing.T) {
	t.Parallel()
	o, id := drafted(t)
	token := o.token(t, teamLead)
	seen := must(o.as(t, teamLead).Document(t.Context(), id))(t)
	o.sign(t, teamLead, nil)
	o.sign(t, divHead, body{"edit": body{"body": body{"text": "재가하여 주십시오."}}})
	task := o.TaskOf(t, teamLead, gov.TaskSign)
	for _, match := range []string{"", seen.Etag} {
		r := o.request(t, http.MethodPost, "/api/v1/tasks/"+task.ID.String()+"/acts", token,
			`{"verb":"review","content_hash":"`+seen.ContentHash+`"}`)
		if match != "" {
			r.Header.Set("If-Match", match)
		}
		p := o.send(t, r)
		require.Equal(t, gov.CodeStale, p.Code)
		require.Equal(t, gov.InApproval, p.State)
		require.Len(t, p.Changes, 1)
		require.Equal(t, "/body/text", p.Changes[0].Path)
		require.JSONEq(t, `"확정하고자 합니다."`, string(p.Changes[0].Before))
		require.JSONEq(t, `"재가하여 주십시오."`, string(p.Changes[0].After))
	}
}
