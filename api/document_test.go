package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/client"
	"gyeol/gov"
	"gyeol/internal/testkit"
)

const (
	teamLead  = "lifelong-education-division.team-lead"
	divHead   = "lifelong-education-division.head"
	bureauTop = "lifelong-education-bureau.head"
	planning  = "planning-office.head"
	viceMayor = "vice-mayor-1"
)

type body = map[string]any

// drafted opens the decision of a year and sends its document on its line.
func drafted(t *testing.T) (*office, string) {
	t.Helper()
	o := open(t, "2022-02-24")
	o.OpenCycle(t, "lifelong-education-plan", 2022)
	for _, key := range []string{"request", "plans", "compilation", "coordination", "superintendent", "council"} {
		o.Exec(t, "update stage set decided_on = '2022-01-01' where key = $1", key)
	}
	o.OpenStage(t, "decision")
	task := o.TaskOf(t, testkit.Coordinator, gov.TaskDraft)
	o.Act(t, testkit.Coordinator, task.ID, testkit.Do{Verb: gov.VerbSubmit, Body: body{
		"title": "2022년 시행계획", "body": body{"text": "확정하고자 합니다."}, "retention": "10", "function_code": "평생교육기획",
		"classification_path": []string{"교육", "평생교육"}, "licence": "kogl-1",
		"attachments": []body{{
			"title": "사업 총괄표", "sha256": strings.Repeat("a", 64), "disclosure": "closed", "foia_items": []int{5},
			"disclosure_reason": "검토 중", "review_stage": "확정 전", "review_again_on": "2022-03-31",
		}},
	}})
	return o, task.CaseID.String()
}

// sign lets a post sign its cell with the first verb of its task.
func (o *office) sign(t *testing.T, who string, extra body) {
	t.Helper()
	task := o.TaskOf(t, who, gov.TaskSign)
	do := testkit.Do{Verb: gov.Verb(task.Verbs[0]), Body: extra}
	if do.Verb == gov.VerbAgree && extra == nil {
		do.Body = body{"agrees": true}
	}
	o.Act(t, who, task.ID, do)
}

func TestADocumentShowsItsLineItsRecordAndItsClock(t *testing.T) {
	t.Parallel()
	o, id := drafted(t)
	ctx, boss := t.Context(), o.as(t, testkit.Coordinator)
	d := must(boss.Document(ctx, id))(t).Context.Document
	require.Len(t, d.Line, 5)
	first := d.Line[0]
	require.Equal(t, "current", string(first.State))
	require.Equal(t, gov.MustDate("2022-02-24"), first.CurrentSince)
	require.Equal(t, "implementation-plan", first.Row)
	require.NotEmpty(t, first.Article)
	require.Contains(t, first.Why, "지휘계통")
	require.EqualValues(t, 1, first.Step)
	require.Equal(t, "team_lead", first.Rank)
	require.Equal(t, "10", string(d.Retention))
	require.Equal(t, []string{"교육", "평생교육"}, d.ClassificationPath)
	require.Equal(t, "kogl-1", d.Licence)
	require.Len(t, d.Parts, 2)
	require.Equal(t, "본문", d.Parts[0].Part)
	require.Equal(t, []int32{5}, d.Parts[1].FoiaItems)
	require.Equal(t, "implementation-plan", d.Authority.Row)
	require.Len(t, d.Authority.Pack, 64)
	require.Equal(t, gov.MustDate("2022-02-24"), d.Clock.Drafted)
	require.Len(t, d.Versions, 1)
	require.NotEmpty(t, d.Versions[0].Name)

	o.SetToday(t, "2022-03-02") // Friday, Monday, Wednesday; the first of March is a holiday
	d = must(boss.Document(ctx, id))(t).Context.Document
	require.EqualValues(t, 3, d.Line[0].AgeWorkingDays)
	require.Equal(t, client.Version{}.Round+1, d.LastSeen.Round, "he has opened it before")
	for _, who := range []string{teamLead, divHead, bureauTop} {
		o.sign(t, who, nil)
	}
	o.sign(t, planning, body{"agrees": false, "opinion": "재원 대책이 없음"})
	o.sign(t, viceMayor, nil)
	o.sign(t, "mayor", nil)
	d = must(boss.Document(ctx, id))(t).Context.Document
	require.Equal(t, gov.MustDate("2022-03-02"), d.Clock.Established)
	agree := d.Line[3]
	require.Equal(t, "agree", string(agree.Role))
	require.False(t, agree.Agrees)
	require.Equal(t, "재원 대책이 없음", agree.Opinion)
	require.EqualValues(t, 1, d.Line[5].Version)
	require.NotEmpty(t, d.Line[5].HashSeen)
}

func TestTheDifferenceIsToldSinceWhatOneSaw(t *testing.T) {
	t.Parallel()
	o, id := drafted(t)
	ctx := t.Context()
	lead, head := o.as(t, teamLead), o.as(t, divHead)
	all := must(lead.Difference(ctx, id, "", ""))(t)
	require.Zero(t, all.From.Round, "nobody has seen anything yet")
	require.NotEmpty(t, all.Changes)
	must(lead.Document(ctx, id))(t)
	require.Empty(t, must(lead.Difference(ctx, id, "", ""))(t).Changes)
	o.sign(t, teamLead, nil)
	o.sign(t, divHead, body{"edit": body{"body": body{"text": "확정하고자 하니 재가하여 주십시오."}}})
	for range 2 { // telling the difference is no opening
		d := must(lead.Difference(ctx, id, "", ""))(t)
		require.EqualValues(t, 1, d.From.Version)
		require.EqualValues(t, 2, d.To.Version)
		require.Len(t, d.Changes, 1)
		require.Equal(t, "/body/text", d.Changes[0].Path)
		require.JSONEq(t, `"확정하고자 합니다."`, string(d.Changes[0].Before))
	}
	require.Len(t, must(head.Difference(ctx, id, "1.1", "1.2"))(t).Changes, 1)
	versions := must(head.Document(ctx, id))(t).Context.Document.Versions
	require.Len(t, versions, 2)
	require.Equal(t, divHead, versions[1].Post, "the reviewer wrote it")
	require.NotEqual(t, versions[0].Name, versions[1].Name)
	_, err := head.Difference(ctx, id, "1.3", "")
	require.True(t, client.Is(err, "not_found"))
	_, err = head.Difference(ctx, id, "x", "")
	require.True(t, client.Is(err, "invalid"))
	_, err = o.as(t, "gangnam-gu.officer").Difference(ctx, id, "", "")
	require.True(t, client.Is(err, "not_found"))
}

func TestOpeningACirculatedDocumentIsItsReading(t *testing.T) {
	t.Parallel()
	o, id := drafted(t)
	ctx := t.Context()
	for _, who := range []string{teamLead, divHead, bureauTop, planning, viceMayor} {
		o.sign(t, who, nil)
	}
	file := testkit.One[gov.CaseID](t, o.House, "select id from case_file where id = $1", id)
	_, err := o.OnCase(t, testkit.Coordinator, file, testkit.Do{Verb: gov.VerbCirculate, Body: body{
		"posts": []string{"gangnam-gu.officer", "gangnam-gu.head"},
	}})
	require.NoError(t, err)
	reader := o.as(t, "gangnam-gu.officer")
	must(o.as(t, testkit.Coordinator).Document(ctx, id))(t)
	for range 2 {
		d := must(reader.Document(ctx, id))(t).Context.Document
		require.Len(t, d.Circulation, 2)
		read := filter(d.Circulation, func(c client.Circulation) bool { return !c.ReadOn.IsZero() })
		require.Len(t, read, 1)
		require.Equal(t, "gangnam-gu.officer", read[0].Post)
		require.NotEmpty(t, read[0].Name)
		require.NotEmpty(t, read[0].ReadAt)
	}
	require.Equal(t, 1, testkit.One[int](t, o.House, "select count(*)::int from contribution where verb = 'read'"))
	require.Empty(t, must(reader.Inbox(ctx, client.InboxFilter{Kind: "read_circulated"}))(t))
}

func TestManyTasksAreActedOnInOneRequest(t *testing.T) {
	t.Parallel()
	o := open(t, "2022-01-07")
	o.OpenCycle(t, "lifelong-education-plan", 2022)
	s := o.OpenStage(t, "request")
	const n = 4
	for i := range n - 1 {
		o.Step(t, s.Case, testkit.Do{Verb: gov.VerbAdd, Body: body{"kind": "document", "for": fmt.Sprintf("document-%d", i+2)}})
	}
	for _, task := range o.Tasks(t, testkit.Coordinator, gov.TaskDraft) {
		o.Act(t, testkit.Coordinator, task.ID, testkit.Do{Verb: gov.VerbSubmit, Body: body{
			"title": "자료 취합 요청", "body": body{"text": "제출 바랍니다."},
		}})
	}
	ctx, lead := t.Context(), o.as(t, teamLead)
	var acts []client.BulkAct
	for _, task := range must(lead.Inbox(ctx, client.InboxFilter{Kind: "sign"}))(t) {
		hash := must(lead.Task(ctx, task.ID))(t).File.ContentHash
		acts = append(acts, client.BulkAct{Task: task.ID, Verb: gov.VerbReview, ContentHash: hash})
	}
	require.Len(t, acts, n)
	acts[1].ContentHash = strings.Repeat("0", 64)
	acts[2].Verb, acts[2].Reason = gov.VerbReturn, "수치 오류"
	acts = append(acts, acts[0], client.BulkAct{Task: "x", Verb: gov.VerbReview}, client.BulkAct{Task: acts[3].Task, Verb: gov.VerbApprove})
	codes := func(list []client.BulkResult) []string {
		return pluck(list, func(r client.BulkResult) string { return fmt.Sprintf("%d %s", r.Status, r.Code) })
	}
	refused := "select count(*)::int from audit_entry where kind = 'refusal'"
	first := must(lead.ActOnTasks(ctx, "many-0001", acts))(t)
	want := []string{"200 ", "412 stale_content", "200 ", "200 ", "409 task_closed", "404 unknown_id", "409 task_closed"}
	require.Equal(t, want, codes(first), "in the order of the request")
	for i, r := range first {
		require.Equal(t, acts[i].Task, r.Task)
		require.Equal(t, r.Status != http.StatusOK, r.Problem.Detail != "")
	}
	require.Equal(t, "returned", first[2].Outcome.State)
	before := o.rows(t)
	again := must(lead.ActOnTasks(ctx, "many-0001", acts))(t)
	require.Equal(t, want, codes(again))
	for i := range again {
		if first[i].Status == http.StatusOK {
			require.True(t, again[i].Outcome.Replayed)
			require.Equal(t, first[i].Outcome.Seq, again[i].Outcome.Seq)
		}
	}
	require.Equal(t, strings.Split(before, "audit_entry")[0], strings.Split(o.rows(t), "audit_entry")[0], "nothing is done twice")
	require.Equal(t, 8, testkit.One[int](t, o.House, refused), "each refusal stands in the record")
	_, err := lead.ActOnTasks(ctx, "", make([]client.BulkAct, 201))
	require.True(t, client.Is(err, "invalid"), "%v", err)
	_, err = lead.ActOnTasks(ctx, "", nil)
	require.True(t, client.Is(err, "invalid"), "%v", err)
}

func TestWhoWatchesALineIsTold(t *testing.T) {
	t.Parallel()
	o, id := drafted(t)
	ctx := t.Context()
	boss, stranger := o.as(t, testkit.Coordinator), o.as(t, "gangnam-gu.officer")
	require.True(t, client.Is(stranger.Watch(ctx, id), "not_found"), "what one may not see one cannot watch")
	watcher := o.as(t, bureauTop)
	o.Exec(t, "update document set disclosure = 'closed', foia_items = '{6}', disclosure_reason = '개인정보'")
	require.True(t, client.Is(watcher.Watch(ctx, id), "not_found"), "nor a closed text that has not come to one yet")
	o.Exec(t, "update document set disclosure = 'public', foia_items = '{}', disclosure_reason = ''")
	second := o.as(t, divHead) // he is in the unit
	for range 2 {
		require.NoError(t, boss.Watch(ctx, id))
		require.NoError(t, second.Watch(ctx, id))
	}
	require.Len(t, must(boss.Approvals(ctx, client.ApprovalFilter{Watched: true}))(t), 1)
	require.Empty(t, must(o.as(t, teamLead).Approvals(ctx, client.ApprovalFilter{Watched: true}))(t))
	o.sign(t, teamLead, nil)
	told := func(who string) int {
		return testkit.One[int](t, o.House, "select count(*)::int from notice where kind = 'informed' and person_id = $1",
			o.Actor(t, who).Person)
	}
	require.Equal(t, 1, told(testkit.Coordinator))
	require.Equal(t, 1, told(divHead))
	require.Equal(t, "2022년 시행계획 — 검토", testkit.One[string](t, o.House,
		"select distinct params->>'title' from notice where kind = 'informed'"))
	o.sign(t, divHead, nil)
	require.Equal(t, 2, told(testkit.Coordinator))
	require.Equal(t, 1, told(divHead), "whoever acts knows it already")
	o.Exec(t, "update holding set valid_to = '2022-02-23' where post_id = $1", divHead)
	require.NoError(t, boss.Unwatch(ctx, id))
	o.sign(t, bureauTop, nil)
	require.Equal(t, 3, testkit.One[int](t, o.House, "select count(*)::int from notice where kind = 'informed' and case_id = $1", id),
		"neither who watches no more nor who has lost sight of it")
}
