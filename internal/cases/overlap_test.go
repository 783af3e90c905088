package cases_test

import (
	"context"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/testkit"
	"gyeol/policies/checks"
)

// pairsOf lists the pairs of a compilation as its coordinator sees them.
func pairsOf(t *testing.T, h *testkit.House, id gov.CaseID, f cases.OverlapFilter) cases.OverlapPage {
	t.Helper()
	if f.Limit == 0 {
		f.Limit = 100
	}
	page, err := h.Cases.Overlaps(t.Context(), h.Actor(t, testkit.Coordinator), id, f)
	require.NoError(t, err)
	return page
}

const (
	keepers  = "results/R24-2-3-15/R24-3-1-6"
	disabled = "results/R24-1-3-12/R24-3-2-5"
)

func TestTheFirstFivePairsOf2024HoldWhatStandsTwice(t *testing.T) {
	t.Parallel()
	h, id := testkit.CompiledResults(t)
	page := pairsOf(t, h, id, cases.OverlapFilter{Limit: 5})
	first := map[string]cases.OverlapItem{}
	for _, p := range page.Pairs {
		first[p.Pair] = p
		t.Log(p.Pair, p.A.Name, p.B.Name, p.Score, p.Compared, p.Parts)
	}
	require.Contains(t, first, keepers)
	require.Contains(t, first, disabled)
	for _, p := range first[disabled].Parts {
		switch p.Criterion {
		case "indicator":
			require.Equal(t, 900, *p.Value)
			require.Equal(t, "같은 지표 1,321명(지원 인원 / 상담·역량강화·연계 서비스)", p.Text)
		case "target":
			require.Equal(t, "같은 대상: 여성·장애인", p.Text)
		case "place", "period", "budget", "goal", "agencies":
			require.Nil(t, p.Value, "what is absent is not comparable, not zero: %s", p.Criterion)
			require.Equal(t, "비교할 자료 없음", p.Text)
		}
	}
	require.Less(t, first[disabled].Compared, int32(1000))
	require.Equal(t, first[keepers].Cluster, "results/R24-2-3-15")
}

func TestADecisionOnAPairIsCarriedIntoPaperAndRows(t *testing.T) {
	t.Parallel()
	h, id := testkit.CompiledResults(t)
	adjust := testkit.Do{Verb: gov.VerbAdjustOverlap, Reason: "지킴이 양성은 한 사업으로 운영", Body: body{
		"pair": keepers, "decision": "merge", "row": "R24-2-3-15",
	}}
	before := h.TaskOf(t, testkit.Coordinator, gov.TaskConfirm)
	out, err := h.OnCase(t, testkit.Coordinator, id, adjust)
	require.NoError(t, err)
	require.Equal(t, gov.Compiled, out.State)
	require.Equal(t, before.ID, h.TaskOf(t, testkit.Coordinator, gov.TaskConfirm).ID, "the paper stays where it was")

	open := pairsOf(t, h, id, cases.OverlapFilter{Settled: "no"})
	for _, p := range open.Pairs {
		require.NotEqual(t, keepers, p.Pair)
	}
	require.Equal(t, int32(1), open.Settled)
	require.Len(t, pairsOf(t, h, id, cases.OverlapFilter{Settled: "yes"}).Pairs, 1)

	h.Step(t, id, testkit.Do{Verb: gov.VerbCompile})
	paper, findings := paperOf(t, h, id)
	settled := map[string]checks.Settled{}
	for _, p := range paper.Results.Projects() {
		for _, s := range p.Settled {
			settled[p.ID] = s
		}
	}
	require.Len(t, settled, 2)
	require.Equal(t, "R24-3-1-6", settled["R24-2-3-15"].Into)
	for _, f := range findings {
		if f.ID == "overlaps/"+keepers {
			require.Equal(t, checks.Note, f.Severity, "it needs no second answer")
			require.Equal(t, "통합(R24-2-3-15 → R24-3-1-6): 지킴이 양성은 한 사업으로 운영", f.Computed)
		}
	}

	unit := testkit.One[gov.CaseID](t, h, `select c.id from case_file c join result_row r on r.case_id = c.id
		where r.sub_project_id = 'R24-3-1-6'`)
	view, err := h.Cases.Case(t.Context(), h.Actor(t, testkit.Coordinator), unit, gov.CaseSubmission)
	require.NoError(t, err)
	require.Len(t, view.Context.Submission.Overlaps, 2, "of both projects")
	require.Equal(t, "통합", view.Context.Submission.Overlaps[0].Text)
}

func TestADecisionCountsForTheProjectsAsTheyWere(t *testing.T) {
	t.Parallel()
	h, id := testkit.CompiledResults(t)
	_, err := h.OnCase(t, testkit.Coordinator, id, testkit.Do{
		Verb: gov.VerbAdjustOverlap, Reason: "대상이 다름", Body: body{"pair": disabled, "decision": "keep"},
	})
	require.NoError(t, err)
	h.Exec(t, "update result_row set budget_krw = 1000000 where sub_project_id = 'R24-3-2-5'")
	h.Step(t, id, testkit.Do{Verb: gov.VerbCompile})
	for _, p := range pairsOf(t, h, id, cases.OverlapFilter{Item: "R24-3-2-5"}).Pairs {
		if p.Pair == disabled {
			require.True(t, p.Decision.Outdated)
		}
	}
	_, findings := paperOf(t, h, id)
	for _, f := range findings {
		if f.ID == "overlaps/"+disabled {
			require.Equal(t, checks.Warning, f.Severity, "a changed project is looked at again")
		}
	}
}

func TestADecidedPairNeedsNoAnswerAtTheConfirmation(t *testing.T) {
	t.Parallel()
	h, id := testkit.CompiledResults(t)
	_, findings := paperOf(t, h, id)
	answers := []body{}
	for _, a := range decided(findings) {
		if a["finding"] != "overlaps/"+keepers {
			answers = append(answers, a)
		}
	}
	require.Len(t, answers, len(decided(findings))-1)
	confirm := testkit.Do{Verb: gov.VerbConfirm, Body: body{"decisions": answers}}
	task := h.TaskOf(t, testkit.Coordinator, gov.TaskConfirm)
	_, err := h.Try(t, testkit.Coordinator, task.ID, confirm)
	testkit.MustRefuse(t, gov.CodeInvalid, err)
	_, err = h.OnCase(t, testkit.Coordinator, id, testkit.Do{
		Verb: gov.VerbAdjustOverlap, Reason: "대상이 다름", Body: body{"pair": keepers, "decision": "keep"},
	})
	require.NoError(t, err)
	h.Act(t, testkit.Coordinator, task.ID, confirm)
	_, err = h.OnCase(t, testkit.Coordinator, id, testkit.Do{
		Verb: gov.VerbAdjustOverlap, Reason: "위원회에서 다시 봄",
		Body: body{"pair": keepers, "decision": "drop", "row": "R24-2-3-15"},
	})
	require.NoError(t, err, "the committee meets after the confirmation")
	closed := testkit.One[gov.State](t, h, "select state from case_file where id = $1", id)
	require.Equal(t, gov.Confirmed, closed)
}

func TestADecisionThatDoesNotFitIsRefusedWithItsReasons(t *testing.T) {
	t.Parallel()
	h, id := testkit.CompiledResults(t)
	for name, c := range map[string]struct {
		body body
		rule string
	}{
		"no such pair":              {body{"pair": "results/R24-1-1-1/R24-1-1-2", "decision": "keep"}, ""},
		"no pair at all":            {body{"pair": "x", "decision": "keep"}, ""},
		"no such word":              {body{"pair": keepers, "decision": "forget"}, "overlap/decision"},
		"keeping one":               {body{"pair": keepers, "decision": "keep", "row": "R24-2-3-15"}, "overlap/row"},
		"merging none":              {body{"pair": keepers, "decision": "merge"}, "overlap/row"},
		"dropping a third":          {body{"pair": keepers, "decision": "drop", "row": "R24-1-1-1"}, "overlap/row"},
		"moving nowhere":            {body{"pair": keepers, "decision": "move", "row": "R24-2-3-15"}, "overlap/to_unit"},
		"moving to no unit":         {body{"pair": keepers, "decision": "move", "row": "R24-2-3-15", "to_unit": "x"}, "overlap/to_unit"},
		"merging into a unit":       {body{"pair": keepers, "decision": "merge", "row": "R24-2-3-15", "to_unit": "gangnam-gu"}, "overlap/to_unit"},
		"a meeting that is no such": {body{"pair": keepers, "decision": "keep", "meeting": id.String()}, ""},
	} {
		_, err := h.OnCase(t, testkit.Coordinator, id, testkit.Do{
			Verb: gov.VerbAdjustOverlap, Reason: "사유", Body: c.body,
		})
		refusal := testkit.MustRefuse(t, gov.CodeInvalid, err)
		if c.rule != "" {
			require.Equal(t, c.rule, refusal.Reasons[0].Rule, name)
		}
	}
	_, err := h.OnCase(t, testkit.Coordinator, id, testkit.Do{
		Verb: gov.VerbAdjustOverlap, Body: body{"pair": keepers, "decision": "keep"},
	})
	testkit.MustRefuse(t, gov.CodeReasonRequired, err)
	_, err = h.OnCase(t, "lifelong-education-division.officer", id, testkit.Do{
		Verb: gov.VerbAdjustOverlap, Reason: "사유", Body: body{"pair": keepers, "decision": "keep"},
	})
	testkit.MustRefuse(t, gov.CodeForbidden, err)
	require.Zero(t, testkit.One[int](t, h, "select count(*) from overlap_decision"))
}

func TestPairsAreListedPageByPageAndNarrowed(t *testing.T) {
	t.Parallel()
	h, id := testkit.CompiledResults(t)
	whole := pairsOf(t, h, id, cases.OverlapFilter{})
	require.Greater(t, len(whole.Pairs), 5)
	require.Equal(t, int(whole.Found), len(whole.Pairs))
	var walked []string
	f := cases.OverlapFilter{Limit: 3}
	for {
		page := pairsOf(t, h, id, f)
		for _, p := range page.Pairs {
			walked = append(walked, p.Pair)
		}
		if f.After = page.Next; f.After == "" {
			break
		}
	}
	require.Len(t, walked, len(whole.Pairs))
	for i, p := range whole.Pairs {
		require.Equal(t, p.Pair, walked[i])
		require.True(t, i == 0 || p.Score <= whole.Pairs[i-1].Score)
	}
	require.Len(t, pairsOf(t, h, id, cases.OverlapFilter{Cluster: "results/R24-2-3-15"}).Pairs, 1)
	for _, p := range pairsOf(t, h, id, cases.OverlapFilter{Least: 600}).Pairs {
		require.GreaterOrEqual(t, p.Score, int32(600))
	}
	require.Empty(t, pairsOf(t, h, id, cases.OverlapFilter{Part: "plan"}).Pairs)
	bad := cases.OverlapFilter{After: "x", Limit: 3}
	_, err := h.Cases.Overlaps(t.Context(), h.Actor(t, testkit.Coordinator), id, bad)
	testkit.MustRefuse(t, gov.CodeInvalid, err)
	_, err = h.Cases.Overlaps(t.Context(), h.Actor(t, "gangnam-gu.officer"), id, cases.OverlapFilter{Limit: 3})
	require.ErrorIs(t, err, gov.ErrNotFound)
	require.False(t, strings.Contains(walked[0], " "))
}

func TestWhatWasDecidedOnAPairNeverChanges(t *testing.T) {
	t.Parallel()
	h, id := testkit.CompiledResults(t)
	_, err := h.OnCase(t, testkit.Coordinator, id, testkit.Do{
		Verb: gov.VerbAdjustOverlap, Reason: "소관 조정", Body: body{
			"pair": keepers, "decision": "move", "row": "R24-2-3-15", "to_unit": "gangnam-gu",
		},
	})
	require.NoError(t, err)
	owner, err := pgx.Connect(t.Context(), h.OwnerURL)
	require.NoError(t, err)
	defer func() { require.NoError(t, owner.Close(context.WithoutCancel(t.Context()))) }()
	for _, sql := range []string{
		"update overlap_decision set reason = 'x'", "delete from overlap_decision", "truncate overlap_decision",
	} {
		_, err := owner.Exec(t.Context(), sql)
		require.ErrorContains(t, err, "never change", sql)
		_, err = h.Pool.Exec(t.Context(), sql)
		require.ErrorContains(t, err, "permission denied", sql)
	}
	everythingIsAudited(t, h)
}

func TestWhatTheCommitteeResolvedIsRecordedAsItsDecision(t *testing.T) {
	t.Parallel()
	h, id := testkit.CompiledResults(t)
	meeting := testkit.One[gov.CaseID](t, h, `with c as (
		insert into case_file (id, kind, cycle_id, process_id, unit_id, subject, title, state, pack_hash, opened_on)
		select gen_random_uuid(), 'meeting', cycle_id, process_id, unit_id, 'coordination', '회의', 'called', pack_hash,
			opened_on
		from case_file where id = $1 returning id), b as (
		insert into meeting (case_id, body_id, hold_on) select id, 'coordination-committee', '2025-02-12' from c)
		select id from c`, id)
	adjust := testkit.Do{Verb: gov.VerbAdjustOverlap, Reason: "의결", Body: body{
		"pair": keepers, "decision": "keep", "meeting": meeting.String(),
	}}
	_, err := h.OnCase(t, testkit.Coordinator, id, adjust)
	testkit.MustRefuse(t, gov.CodeInvalid, err)
	h.Force(t, "update case_file set state = 'resolved' where id = $1", meeting)
	_, err = h.OnCase(t, testkit.Coordinator, id, adjust)
	require.NoError(t, err)
	d := pairsOf(t, h, id, cases.OverlapFilter{Settled: "yes"}).Pairs[0].Decision
	require.Equal(t, "committee", d.By)
	require.Equal(t, meeting, d.Meeting)
}
