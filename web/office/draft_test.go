package office_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/testkit"
)

func TestTheLineIsComputedAndExplainedBeforeADraftIsSubmitted(t *testing.T) {
	t.Parallel()
	d := asked(t)
	d.SetToday(t, "2022-02-24")
	d.OpenStage(t, "decision")
	c, task := d.sits(t, coordinator), d.TaskOf(t, coordinator, gov.TaskDraft)
	at := "/tasks/" + task.ID.String() + "/draft"
	require.Contains(t, c.get(t, "/tasks/"+task.ID.String()).body, at)
	s := c.get(t, at)
	require.Equal(t, http.StatusOK, s.status, s.body)
	lawful(t, at, s)
	golden(t, "draft", s)
	form := s.form(t, "submit")
	form.Set("title", "2022년 시행계획 확정")
	form.Set("draft_text", "")
	form.Set("do", "try")
	refused := c.upload(t, at, "", nil, form)
	require.Equal(t, http.StatusUnprocessableEntity, refused.status, refused.body)
	require.Contains(t, refused.body, "2022년 시행계획 확정", "what was typed is kept")
	form.Set("draft_text", "다음과 같이 확정하고자 합니다.")
	tried := c.upload(t, at, "", nil, form)
	require.Equal(t, http.StatusOK, tried.status, tried.body)
	lawful(t, at, tried)
	golden(t, "draft-tried", tried)
	require.Contains(t, tried.body, "아직 상신하지 않았습니다")
	require.Contains(t, tried.body, "평생교육지원팀장")
	require.Empty(t, d.Tasks(t, teamLead, gov.TaskSign), "and nothing was submitted")
	require.Zero(t, testkit.One[int](t, d.House, "select count(*)::int from line_cell where case_id = $1", task.CaseID))

	form.Set("do", "attach")
	none := c.upload(t, at, "", nil, form)
	require.Equal(t, http.StatusUnprocessableEntity, none.status)
	attached := c.upload(t, at, "세부계획.txt", []byte("세부 계획입니다."), form)
	require.Equal(t, http.StatusOK, attached.status, attached.body)
	require.Contains(t, attached.body, "세부계획.txt")
	form = attached.form(t, "submit")
	form.Set("do", "submit")
	s = c.upload(t, at, "", nil, form)
	require.Equal(t, http.StatusSeeOther, s.status, s.body)
	require.Len(t, d.Tasks(t, teamLead, gov.TaskSign), 1)
	require.Contains(t, testkit.One[string](t, d.House,
		"select attachments::text from document where case_id = $1", task.CaseID), "세부계획.txt")
	require.Equal(t, http.StatusNotFound, d.sits(t, "jung-gu.officer").get(t, at).status)
	require.Equal(t, http.StatusNotFound, c.get(t, at).status, "what was submitted is drafted no more")
}

func TestADraftThatCameBackShowsWhyAndWhatIsNew(t *testing.T) {
	t.Parallel()
	d := running(t)
	lead := d.sits(t, teamLead)
	at := "/tasks/" + d.TaskOf(t, teamLead, gov.TaskSign).ID.String()
	form := lead.get(t, at).form(t, "return")
	form.Set("act_reason", "근거를 적어 주십시오.")
	s := lead.post(t, at, form)
	require.Equal(t, http.StatusSeeOther, s.status, s.body)
	c := d.sits(t, coordinator)
	at = "/tasks/" + d.TaskOf(t, coordinator, gov.TaskRedraft).ID.String() + "/draft"
	s = c.get(t, at)
	require.Equal(t, http.StatusOK, s.status, s.body)
	require.Contains(t, s.body, "근거를 적어 주십시오.")
	require.Contains(t, s.body, "확정하고자 합니다.", "the text that came back is there to be mended")
	form = s.form(t, "redraft")
	form.Set("draft_text", "평생교육법 제11조에 따라 확정하고자 합니다.")
	form.Set("do", "try")
	s = c.upload(t, at, "", nil, form)
	require.Equal(t, http.StatusOK, s.status, s.body)
	golden(t, "draft-again", s)
	form = s.form(t, "redraft")
	form.Set("do", "submit")
	refused := c.upload(t, at, "", nil, form)
	require.Equal(t, http.StatusUnprocessableEntity, refused.status, "why it is sent again is asked")
	require.Contains(t, refused.body, `id="redraft-act_reason-wrong"`)
	form.Set("act_reason", "근거를 보탬")
	require.Equal(t, http.StatusSeeOther, c.upload(t, at, "", nil, form).status)
	require.Contains(t, s.body, "<ins>평생교육법 제11조에 따라 확정하고자 합니다.</ins>")
}

func TestFilesRowsAndEventsAreSeenToOnThePageOfTheSubmission(t *testing.T) {
	t.Parallel()
	d := asked(t)
	o, at := d.sits(t, officer), d.handedIn(t)
	do := func(verb string, change url.Values) seen {
		form := o.get(t, at).form(t, verb)
		for name := range change {
			form.Set(name, change.Get(name))
		}
		return o.upload(t, at+"/do", "", nil, form)
	}
	s := o.get(t, at)
	row := s.firstRow(t).Get("row")
	form := s.form(t, "attach")
	none := o.upload(t, at+"/do", "", nil, form)
	require.Equal(t, http.StatusUnprocessableEntity, none.status)
	require.Contains(t, none.body, "올릴 파일을 고르십시오.")
	bad := o.upload(t, at+"/do", "macro.html", []byte("<html><script>x</script></html>"), form)
	require.Equal(t, http.StatusUnprocessableEntity, bad.status, bad.body)
	s = o.upload(t, at+"/do", "세부계획.txt", []byte("세부 계획입니다."), form)
	require.Equal(t, http.StatusSeeOther, s.status, s.body)
	require.Contains(t, o.get(t, s.header.Get("Location")).body, "세부계획.txt 내려받기")

	s = do("record_event", url.Values{"row": {row}, "kind": {"ended"}})
	require.Equal(t, http.StatusUnprocessableEntity, s.status, "since when and why are asked")
	require.Contains(t, s.body, `aria-invalid="true"`)
	s = do("record_event", url.Values{
		"row": {row}, "kind": {"ended"}, "effective_on": {"2022-01-31"}, "reason": {"사업 목적 달성"},
	})
	require.Equal(t, http.StatusSeeOther, s.status, s.body)
	s = o.get(t, at)
	lawful(t, at, s)
	golden(t, "submission-full", s)
	require.Contains(t, s.body, "사업 목적 달성")
	event := testkit.One[string](t, d.House, "select id::text from row_event")
	s = do("withdraw_event", url.Values{"event": {event}})
	require.Equal(t, http.StatusSeeOther, s.status, s.body)
	require.NotContains(t, o.get(t, at).body, "사업 목적 달성")

	s = do("assign_rows", url.Values{"rows": {row}, "post": {officer}})
	require.Equal(t, http.StatusSeeOther, s.status, s.body)
	file := testkit.One[string](t, d.House, "select id::text from row_attachment")
	s = do("detach", url.Values{"attachment": {file}})
	require.Equal(t, http.StatusSeeOther, s.status, s.body)
	require.NotContains(t, o.get(t, at).body, "세부계획.txt 내려받기")
	require.Equal(t, http.StatusNotFound, d.sits(t, "jung-gu.officer").post(t, at+"/do", url.Values{"verb": {"attach"}}).status)
}

func TestAnApprovedDocumentIsCirculatedByItsUnitAndTellsWhoReadIt(t *testing.T) {
	t.Parallel()
	d := running(t)
	id := d.TaskOf(t, teamLead, gov.TaskSign).CaseID
	d.Force(t, "update case_file set state = 'approved' where id = $1", id)
	at := "/documents/" + id.String()
	require.NotContains(t, d.sits(t, officer).get(t, at).body, `name="verb" value="circulate"`, "another unit does not circulate it")
	c := d.sits(t, coordinator)
	s := c.get(t, at)
	lawful(t, at, s)
	form := s.form(t, "circulate")
	refused := c.post(t, at, form)
	require.Equal(t, http.StatusUnprocessableEntity, refused.status, refused.body)
	form.Set("posts", teamLead)
	s = c.post(t, at, form)
	require.Equal(t, http.StatusSeeOther, s.status, s.body)
	require.Contains(t, c.get(t, at).body, "아직 읽지 않음")
	lead := d.sits(t, teamLead)
	read := "/tasks/" + d.TaskOf(t, teamLead, gov.TaskCirculated).ID.String()
	s = lead.post(t, read, lead.get(t, read).form(t, "read"))
	require.Equal(t, http.StatusSeeOther, s.status, s.body)
	s = c.get(t, at)
	golden(t, "document-circulated", s)
	require.NotContains(t, s.body, "아직 읽지 않음")
}

func TestWhoeverDraftedADocumentTakesItBackWithAReason(t *testing.T) {
	t.Parallel()
	d := running(t)
	id := d.TaskOf(t, teamLead, gov.TaskSign).CaseID
	at := "/documents/" + id.String()
	require.NotContains(t, d.sits(t, teamLead).get(t, at).body, `value="withdraw"`, "he has not drafted it")
	c := d.sits(t, coordinator)
	form := c.get(t, at).form(t, "withdraw")
	s := c.post(t, at, form)
	require.Equal(t, http.StatusUnprocessableEntity, s.status, s.body)
	lawful(t, at, s)
	form.Set("act_reason", "수치를 고쳐 다시 올림")
	s = c.post(t, at, form)
	require.Equal(t, http.StatusSeeOther, s.status, s.body)
	require.Equal(t, "withdrawn", testkit.One[string](t, d.House, "select state from case_file where id = $1", id))
}
