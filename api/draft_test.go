package api_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/client"
	"gyeol/gov"
	"gyeol/internal/testkit"
)

func TestADraftersFormAndItsRefusalSpeakOfTheSameFields(t *testing.T) {
	t.Parallel()
	o := open(t, "2026-11-02")
	o.OpenCycle(t, "lifelong-education-plan", 2027)
	o.OpenStage(t, "request")
	o.Exec(t, "update document set matter = 'agreement.conclude'")
	task := o.TaskOf(t, testkit.Coordinator, gov.TaskDraft)
	ctx, boss := t.Context(), o.as(t, testkit.Coordinator)
	form := must(boss.Document(ctx, task.CaseID.String()))(t).Context.Document.Draft
	require.Equal(t, "협약 상대의 구분", form.Facts[0].Label)
	require.True(t, form.Facts[0].Needed)
	require.NotEmpty(t, form.Facts[0].Article)
	fields := []string{}
	for _, f := range form.Fields {
		fields = append(fields, f.Field)
	}
	require.Subset(t, fields, []string{"disclosure", "retention", "abstract", "keywords"})

	_, err := boss.Act(ctx, task.ID.String(), gov.VerbSubmit, client.ActOptions{Body: body{"body": body{"text": "체결하고자 합니다."}}})
	var p *client.Problem
	require.ErrorAs(t, err, &p)
	require.Equal(t, "invalid", p.Code)
	told := map[string]string{}
	for _, r := range p.Reasons {
		told[r.Field] = r.English
		require.NotEmpty(t, r.Text)
	}
	require.Equal(t, map[string]string{
		"/abstract": "give an abstract of at most 4,000 characters", "/keywords": "give keywords",
		"/facts/partner_kinds": "the fact partner_kinds (strings) is missing; who decides depends on it",
	}, told)
}

func TestNobodySignsHisOwnDraftAmongMany(t *testing.T) {
	t.Parallel()
	o, id := drafted(t)
	o.Exec(t, "insert into holding (person_id, post_id, valid_from) values ($1, $2, '2022-01-01')",
		o.Actor(t, testkit.Coordinator).Person, teamLead)
	boss := o.as(t, testkit.Coordinator)
	task := testkit.One[gov.TaskID](t, o.House, "select id from task where kind = 'sign' and state = 'open'")
	hash := must(boss.Document(t.Context(), id))(t).ContentHash
	got := must(boss.ActOnTasks(t.Context(), "own-00001", []client.BulkAct{
		{Task: task.String(), Verb: gov.VerbReview, ContentHash: hash},
		{Task: task.String(), Verb: gov.VerbReturn, Reason: "시험", ContentHash: hash},
	}))(t)
	for _, r := range got {
		require.Equal(t, "self_approval", r.Code)
	}
}
