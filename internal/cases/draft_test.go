package cases_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/testkit"
)

// fieldsOf are the fields of the reasons of a refusal.
func fieldsOf(e gov.Error) []string {
	var out []string
	for _, r := range e.Reasons {
		out = append(out, r.Field)
	}
	return out
}

// viewDraft is the document as its drafter reads it.
func viewDraft(t *testing.T, h *testkit.House) cases.DocumentContext {
	t.Helper()
	id := testkit.One[gov.CaseID](t, h, "select id from case_file where kind = 'document'")
	v, err := h.Cases.Case(t.Context(), h.Actor(t, coordinator), id, gov.CaseDocument)
	require.NoError(t, err)
	return *v.Context.Document
}

func TestADraftIsRefusedForAllItsFaultsAtOnce(t *testing.T) {
	t.Parallel()
	h, task := draftingPlan(t)
	h.SetToday(t, "2026-11-02") // an abstract and keywords are asked since 2026-05-19
	h.Exec(t, "update document set function_code = '', matter = 'agreement.conclude'")
	_, err := h.Try(t, coordinator, task, testkit.Do{Verb: gov.VerbSubmit, Body: body{
		"title": " ", "disclosure": "closed", "foia_items": []int{5, 9}, "retention": "7", "form": "dispatch", "licence": "mine",
		"facts": body{"amount_krw": -1, "colour": "red"}, "touches": []string{"no-such-unit"},
		"attachments": []body{{"title": "명단", "sha256": "x", "disclosure": "partial"}},
	}})
	e := testkit.MustRefuse(t, gov.CodeInvalid, err)
	require.ElementsMatch(t, []string{
		"/title", "/body", "/attachments/0/sha256", "/foia_items/1", "/disclosure_reason", "/review_stage", "/review_again_on",
		"/attachments/0/foia_items", "/attachments/0/disclosure_reason", "/retention", "/licence", "/abstract", "/keywords",
		"/telephone", "/addressees", "/facts/partner_kinds", "/facts/amount_krw", "/facts/colour", "/touches/0",
	}, fieldsOf(e))
	for _, r := range e.Reasons {
		require.NotEmpty(t, r.Text, r.Field)
		require.NotEmpty(t, r.English, r.Field)
	}
	kept := testkit.One[string](t, h, "select convert_from(b.body, 'UTF8') from audit_body b join audit_entry e on e.id = b.entry_id where e.kind = 'refusal'")
	require.Contains(t, kept, "/facts/partner_kinds")
	require.NotContains(t, kept, "명단", "the record keeps names of fields, not what was typed")
	require.Zero(t, testkit.One[int](t, h, "select count(*)::int from document_version"))
	require.Equal(t, gov.Drafting, testkit.One[gov.State](t, h, "select state from case_file where kind = 'document'"))
}

func TestAMissingFactIsAskedForByNameTypeAndArticle(t *testing.T) {
	t.Parallel()
	h, task := draftingPlan(t)
	h.Exec(t, "update document set matter = 'agreement.conclude'")
	sent := body{"body": text("체결하고자 합니다."), "facts": body{"amount_krw": "많이"}}
	_, err := h.Try(t, coordinator, task, testkit.Do{Verb: gov.VerbSubmit, Body: sent})
	e := testkit.MustRefuse(t, gov.CodeInvalid, err)
	require.Equal(t, []string{"/facts/partner_kinds", "/facts/amount_krw"}, fieldsOf(e))
	require.Contains(t, e.Reasons[0].Text, "협약 상대의 구분(partner_kinds)’ [글의 목록, 쓸 수 있는 값: local-government, national,")
	require.Equal(t, "서울특별시 사무전결처리 규칙 제4조", e.Reasons[0].Article)
	require.Contains(t, e.Reasons[1].Text, "단위: 원")
	sent["facts"] = body{"partner_kinds": []string{"university", "nation"}}
	_, err = h.Try(t, coordinator, task, testkit.Do{Verb: gov.VerbSubmit, Body: sent})
	e = testkit.MustRefuse(t, gov.CodeInvalid, err)
	require.Equal(t, []string{"/facts/partner_kinds"}, fieldsOf(e), "a word that was mistyped decides nothing")
	require.Contains(t, e.Reasons[0].Text, "‘nation’은(는) 쓸 수 없는 값입니다. 쓸 수 있는 값: local-government, national,")
	sent["facts"] = body{"partner_kinds": []string{"national"}, "amount_krw": 1000}
	h.Act(t, coordinator, task, testkit.Do{Verb: gov.VerbSubmit, Body: sent})
	require.Equal(t, "agreement-government", testkit.One[string](t, h, "select authority_row from document"))
}

func TestThePackProposesTheRecord(t *testing.T) {
	t.Parallel()
	h, task := draftingPlan(t)
	d := viewDraft(t, h)
	require.Equal(t, "5", d.Retention)
	require.Equal(t, "평생교육운영활성화지원", d.FunctionCode)
	require.Len(t, d.ClassificationPath, 5)
	require.Equal(t, "cc-by-nd-3.0", d.Licence)
	require.True(t, d.RealName)
	h.Act(t, coordinator, task, testkit.Do{Verb: gov.VerbSubmit, Body: body{
		"title": draftTitle, "body": text("확정하고자 합니다."), "disclosure": "partial", "review_again_on": "2022-12-31",
	}})
	d = viewDraft(t, h)
	require.Equal(t, []int32{5}, d.FoiaItems, "the grounds are those of the matter")
	require.Equal(t, "시의회 보고 전", d.ReviewStage)
	require.Nil(t, d.Draft, "what is on its line asks nothing of its drafter")
}

func TestTheDrafterIsToldWhatIsAsked(t *testing.T) {
	t.Parallel()
	h, _ := draftingPlan(t)
	h.Exec(t, "update document set matter = 'agreement.conclude'")
	form := viewDraft(t, h).Draft
	require.NotNil(t, form)
	told := map[string]string{}
	for _, f := range form.Facts {
		told[f.Name] = fmt.Sprint(f.Label, " ", f.Kind, f.Unit, " ", f.Needed, f.Known)
	}
	require.Equal(t, map[string]string{
		"partner_kinds": "협약 상대의 구분 strings true false", "amount_krw": "들어가는 돈(원) int원 false false",
		"bodies_touched": "내용이 관련되는 부서 strings false true",
	}, told)
	fields := map[string]string{}
	for _, f := range form.Fields {
		require.NotEmpty(t, f.Article, f.Field)
		fields[f.Field] = f.Form
	}
	require.Equal(t, map[string]string{
		"disclosure": "", "retention": "", "function_code": "", "classification_path": "", "author": "dispatch",
		"addressees": "dispatch",
	}, fields)
}

func TestARedraftKeepsWhatItLeavesOut(t *testing.T) {
	t.Parallel()
	h, task := draftingPlan(t)
	sent := testkit.Do{Verb: gov.VerbSubmit, Body: body{
		"title": draftTitle, "body": text("확정하고자 합니다."), "facts": body{"amount_krw": 5}, "keywords": []string{"평생교육"},
		"attachments": []body{{"title": "총괄표", "sha256": strings.Repeat("a", 64), "disclosure": "public"}},
		"touches":     []string{"budget-office"},
	}}
	h.Act(t, coordinator, task, sent)
	h.Act(t, teamLead, h.TaskOf(t, teamLead, gov.TaskSign).ID, testkit.Do{Verb: gov.VerbReturn, Reason: "보완"})
	h.Act(t, coordinator, h.TaskOf(t, coordinator, gov.TaskRedraft).ID, testkit.Do{
		Verb: gov.VerbRedraft, Reason: "보완함", Body: body{"body": text("근거를 붙임")},
	})
	require.Equal(t, []string{"body"}, testkit.One[[]string](t, h, `select array_agg(key) from (
		select a.key from document_version v, jsonb_each(v.content) a where v.round = 1
		except select a.key from document_version v, jsonb_each(v.content) a
			join document_version w on w.round = 1 and w.content -> a.key = a.value where v.round = 2) k`))
}

func TestAnEditChangesSomethingAndLeavesAText(t *testing.T) {
	t.Parallel()
	h, _ := draftedPlan(t)
	task := h.TaskOf(t, teamLead, gov.TaskSign)
	for _, edit := range []body{{}, {"title": draftTitle}, {"title": "  "}} {
		_, err := h.Try(t, teamLead, task.ID, testkit.Do{Verb: gov.VerbReview, Body: body{"edit": edit}})
		testkit.MustRefuse(t, gov.CodeInvalid, err)
	}
	require.Equal(t, 1, testkit.One[int](t, h, "select count(*)::int from document_version"))
}

// TestARedraftChangesOneFactAndKeepsTheOthers: what is not sent stays, and a null takes a fact back.
func TestARedraftChangesOneFactAndKeepsTheOthers(t *testing.T) {
	t.Parallel()
	h, task := draftingPlan(t)
	facts := func(round int) string {
		t.Helper()
		return testkit.One[string](t, h,
			"select (content -> 'facts')::text from document_version where round = $1", round)
	}
	again := func(changed body) {
		t.Helper()
		h.Act(t, teamLead, h.TaskOf(t, teamLead, gov.TaskSign).ID, testkit.Do{Verb: gov.VerbReturn, Reason: "보완"})
		h.Act(t, coordinator, h.TaskOf(t, coordinator, gov.TaskRedraft).ID, testkit.Do{
			Verb: gov.VerbRedraft, Reason: "보완함", Body: body{"facts": changed},
		})
	}
	h.Act(t, coordinator, task, testkit.Do{Verb: gov.VerbSubmit, Body: body{
		"title": draftTitle, "body": text("확정하고자 합니다."), "facts": body{"amount_krw": 5, "change_class": "new"},
	}})
	again(body{"change_class": "expanded"})
	require.JSONEq(t, `{"amount_krw": 5, "change_class": "expanded"}`, facts(2))
	again(body{"amount_krw": nil})
	require.JSONEq(t, `{"change_class": "expanded"}`, facts(3))
}

// TestTheUnitsOfAFactAreThoseOfTheDraft: gyeol knows which units a draft touches; who sends the fact too must agree.
func TestTheUnitsOfAFactAreThoseOfTheDraft(t *testing.T) {
	t.Parallel()
	h, task := draftingPlan(t)
	sent := body{"title": draftTitle, "body": text("확정하고자 합니다."), "touches": []string{"budget-office", "org-office"}}
	for name, wrong := range map[string]any{
		"another unit": []string{"budget-office"}, "a word": "budget-office", "numbers": []int{1}, "an object": body{},
		"nothing": []string{},
	} {
		sent["facts"] = body{"bodies_touched": wrong}
		_, err := h.Try(t, coordinator, task, testkit.Do{Verb: gov.VerbSubmit, Body: sent})
		e := testkit.MustRefuse(t, gov.CodeInvalid, err)
		require.Equal(t, []string{"/facts/bodies_touched"}, fieldsOf(e), name)
	}
	sent["facts"] = body{"bodies_touched": []string{"org-office", "budget-office"}}
	h.Act(t, coordinator, task, testkit.Do{Verb: gov.VerbSubmit, Body: sent})
	require.Equal(t, "{}", testkit.One[string](t, h, "select facts::text from document"),
		"what the draft says already is not kept twice")
}

// TestATaskBearsTheTitleThatTheTextHasNow: the drafter's, and after a reviewer's edit that one.
func TestATaskBearsTheTitleThatTheTextHasNow(t *testing.T) {
	t.Parallel()
	h, _ := draftedPlan(t)
	title := func(who string) string {
		t.Helper()
		return testkit.One[string](t, h, "select title from task where id = $1", h.TaskOf(t, who, gov.TaskSign).ID)
	}
	require.Equal(t, "2022년 시행계획 — 결재", title(teamLead))
	signs(t, h, teamLead, body{"edit": body{"title": "2022년 시행계획(수정안)"}})
	require.Equal(t, "2022년 시행계획(수정안) — 결재", title(divHead))
	require.Equal(t, 1, testkit.One[int](t, h,
		"select count(*)::int from notice where params ->> 'title' = $1 and person_id = $2",
		"2022년 시행계획(수정안) — 결재", h.Actor(t, divHead).Person), "so does the mail of it")
	detail, err := h.Cases.Task(t.Context(), h.Actor(t, divHead), h.TaskOf(t, divHead, gov.TaskSign).ID)
	require.NoError(t, err)
	require.Contains(t, detail.Reasons[0].Text, "「2022년 시행계획(수정안)」")
}
