package cases_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/testkit"
)

// published is an office whose request went out with somebody's telephone number in its text.
func published(t *testing.T, draft body) (*testkit.House, gov.CaseID) {
	t.Helper()
	h := testkit.Seoul(t, "2022-01-03")
	h.OpenCycle(t, planCycle, 2022)
	h.OpenStage(t, "request")
	said := body{
		"title": "자료 제출 요청", "body": body{"text": "담당 홍길동\n010-1234-5678로 문의하십시오."}, "abstract": "제출 요청",
		"keywords": []string{"평생교육"},
	}
	for k, v := range draft {
		said[k] = v
	}
	h.Exec(t, `insert into person (id, slug, name, email)
		values (gen_random_uuid(), 'outside-hong', '홍길동', 'hong@example.org')`)
	h.Exec(t, `insert into seat (body_id, member, person_id, role, valid_from)
		select (select min(id) from body), slug, id, 'member', '2021-01-01' from person where slug = 'outside-hong'`)
	h.Act(t, coordinator, h.TaskOf(t, coordinator, gov.TaskDraft).ID, testkit.Do{Verb: gov.VerbSubmit, Body: said})
	for {
		line := h.Asks(t, "request", gov.TaskSign)
		if len(line) == 0 {
			break
		}
		for _, cell := range line {
			h.Act(t, cell.Who, cell.ID, testkit.Do{Verb: cell.Verb})
		}
	}
	id := testkit.One[gov.CaseID](t, h, "select id from case_file where kind = 'document'")
	h.Step(t, id, testkit.Do{Verb: gov.VerbDispatch})
	return h, id
}

// opensDay opens a day of the office.
func opensDay(t *testing.T, h *testkit.House, day string) {
	t.Helper()
	h.SetToday(t, day)
	require.NoError(t, h.Cases.OpenDay(t.Context(), gov.MustDate(day)))
}

func proposes(t *testing.T, h *testkit.House, who string, id gov.CaseID) cases.CopyProposal {
	t.Helper()
	p, err := h.Cases.ProposeCopy(t.Context(), h.Actor(t, who), id)
	require.NoError(t, err)
	return p
}

func TestAPublicCopyIsProposedCheckedAndReleased(t *testing.T) {
	t.Parallel()
	h, id := published(t, nil)
	opensDay(t, h, "2022-01-04")
	opensDay(t, h, "2022-01-05")
	task := h.TaskOf(t, coordinator, gov.TaskPublicCopy)
	_, err := h.Cases.PublicCopy(t.Context(), id)
	testkit.MustRefuse(t, gov.CodeNotFound, err)
	p := proposes(t, h, coordinator, id)
	require.Equal(t, "담당 홍*동\n***-****-****로 문의하십시오.", p.Parts[0].Text)
	require.Len(t, p.Masks, 2)
	require.Equal(t, []string{"본문 2행"}, p.Masks[0].Places)
	require.Equal(t, "person", testkit.One[string](t, h, "select subject_kind from personal_view where operation = 'inside'"),
		"who checks reads a name that others do not")
	_, err = h.Cases.ProposeCopy(t.Context(), h.Actor(t, "gangnam-gu.officer"), id)
	testkit.MustRefuse(t, gov.CodeNotFound, err)

	h.Act(t, coordinator, task.ID, testkit.Do{Verb: gov.VerbFixCopy, Body: body{
		"fixes": []body{{"text": "문의", "reason": "보기"}},
	}})
	_, err = h.Try(t, coordinator, task.ID, testkit.Do{Verb: gov.VerbReleaseCopy, Body: body{"copy_hash": p.CopyHash}})
	testkit.MustRefuse(t, gov.CodeStale, err)
	p = proposes(t, h, coordinator, id)
	h.Act(t, coordinator, task.ID, testkit.Do{Verb: gov.VerbReleaseCopy, Body: body{"copy_hash": p.CopyHash}})

	c, err := h.Cases.PublicCopy(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, "담당 홍*동\n***-****-****로 **하십시오.", c.Parts[0].Text)
	require.Equal(t, p.CopyHash, c.ContentHash)
	require.NotEmpty(t, c.ReleasedBy)
	list, err := h.Cases.PublicCopies(t.Context(), "", 10)
	require.NoError(t, err)
	require.Len(t, list.Copies, 1)
	require.False(t, list.Copies[0].Stale)
	require.NotContains(t, testkit.One[string](t, h, "select masks::text from public_copy"), "홍길동")
	opensDay(t, h, "2022-01-06")
	require.Empty(t, h.Tasks(t, coordinator, gov.TaskPublicCopy), "it discloses what it did")
	_, err = h.Pool.Exec(t.Context(), "update public_copy set number = 2")
	require.Error(t, err)
}

func TestWhoeverShowsMaskedWordsDoesNotReleaseThem(t *testing.T) {
	t.Parallel()
	h, id := published(t, nil)
	opensDay(t, h, "2022-01-04")
	task := h.TaskOf(t, coordinator, gov.TaskPublicCopy)
	_, err := h.Try(t, coordinator, task.ID, testkit.Do{Verb: gov.VerbFixCopy, Body: body{
		"fixes": []body{{"text": "010-1234-5678", "lift": true, "reason": ""}},
	}})
	testkit.MustRefuse(t, gov.CodeInvalid, err)
	h.Act(t, coordinator, task.ID, testkit.Do{Verb: gov.VerbFixCopy, Body: body{
		"fixes": []body{{"text": "010-1234-5678", "lift": true, "reason": "부서 공용 전화"}},
	}})
	task = h.TaskOf(t, coordinator, gov.TaskPublicCopy)
	p := proposes(t, h, coordinator, id)
	require.Contains(t, p.Parts[0].Text, "010-1234-5678")
	release := testkit.Do{Verb: gov.VerbReleaseCopy, Body: body{"copy_hash": p.CopyHash}}
	_, err = h.Try(t, coordinator, task.ID, release)
	testkit.MustRefuse(t, gov.CodeSelfApproval, err)
	h.Act(t, divHead, task.ID, release)
	require.Contains(t, testkit.One[string](t, h, "select masks::text from public_copy"), "부서 공용 전화")
}

func TestWhatWasUnderReviewIsLookedAtAgainOnItsDay(t *testing.T) {
	t.Parallel()
	h, id := published(t, body{
		"disclosure": "partial", "foia_items": []int{5}, "disclosure_reason": "내부검토", "review_stage": "시의회 보고 전",
		"review_again_on": "2022-01-10",
	})
	opensDay(t, h, "2022-01-04")
	p := proposes(t, h, coordinator, id)
	require.Contains(t, p.Parts[0].Notice, "종료 예정일: 2022. 1. 10.(월). 그날 공개 여부를 다시 검토합니다.")
	h.Act(t, coordinator, h.TaskOf(t, coordinator, gov.TaskPublicCopy).ID, testkit.Do{
		Verb: gov.VerbReleaseCopy, Body: body{"copy_hash": p.CopyHash},
	})
	opensDay(t, h, "2022-01-09")
	require.Empty(t, h.Tasks(t, coordinator, gov.TaskDisclosure))
	opensDay(t, h, "2022-01-10")
	task := h.TaskOf(t, coordinator, gov.TaskDisclosure)
	again := func(part body) testkit.Do {
		part["part"] = "본문"
		return testkit.Do{Verb: gov.VerbReclassify, Body: body{"parts": []body{part}}}
	}
	_, err := h.Try(t, coordinator, task.ID, again(body{
		"disclosure": "closed", "foia_items": []int{5}, "reason": "내부검토", "review_stage": "시의회 보고 전", "review_again_on": "2022-01-10",
	}))
	testkit.MustRefuse(t, gov.CodeInvalid, err)
	_, err = h.Try(t, coordinator, task.ID, again(body{"disclosure": "closed", "foia_items": []int{5}, "reason": "내부검토"}))
	testkit.MustRefuse(t, gov.CodeInvalid, err)
	h.Act(t, coordinator, task.ID, again(body{"disclosure": "public"}))

	_, err = h.Cases.PublicCopy(t.Context(), id)
	testkit.MustRefuse(t, gov.CodeActNotOpen, err)
	list, err := h.Cases.PublicCopies(t.Context(), "", 10)
	require.NoError(t, err)
	require.True(t, list.Copies[0].Stale)
	p = proposes(t, h, coordinator, id)
	require.Empty(t, p.Parts[0].Notice)
	h.Act(t, coordinator, h.TaskOf(t, coordinator, gov.TaskPublicCopy).ID, testkit.Do{
		Verb: gov.VerbReleaseCopy, Body: body{"copy_hash": p.CopyHash},
	})
	c, err := h.Cases.PublicCopy(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, int32(2), c.Number)
}

func TestOfAClosedDocumentNobodyMakesAPublicCopy(t *testing.T) {
	t.Parallel()
	h, _ := published(t, body{"disclosure": "closed", "foia_items": []int{6}, "disclosure_reason": "개인정보"})
	opensDay(t, h, "2022-01-04")
	require.Empty(t, h.Tasks(t, coordinator, gov.TaskPublicCopy))
}
