package cases_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/testkit"
)

// badAct is an act that must be refused: who does what on which task.
type badAct struct {
	who  string
	task gov.TaskID
	do   testkit.Do
}

// badActs are made on a plan whose first cell, that of the team lead, is asked.
var badActs = map[string]struct {
	make  func(t *testing.T, h *testkit.House, task gov.TaskID) badAct
	code  gov.Code
	rule  string // "": the difference says why
	says  string
	state gov.State
}{
	"OutOfTurn": {
		code: gov.CodeNotYourTask, rule: "standing/out_of_turn", says: "지금 차례는 평생교육지원팀장입니다.", state: gov.InApproval,
		make: func(_ *testing.T, _ *testkit.House, task gov.TaskID) badAct {
			return badAct{bureauTop, task, testkit.Do{Verb: gov.VerbReview}}
		},
	},
	"OnACellThatSomebodyElseSigned": {
		code: gov.CodeNotYourTask, rule: "standing/out_of_turn", says: "지금 차례는 평생교육과장입니다.", state: gov.InApproval,
		make: func(t *testing.T, h *testkit.House, task gov.TaskID) badAct {
			t.Helper()
			signs(t, h, teamLead, nil)
			return badAct{bureauTop, task, testkit.Do{Verb: gov.VerbReview}}
		},
	},
	"Twice": {
		code: gov.CodeTaskClosed, rule: "task/open", says: "에 처리된 과업입니다.", state: gov.InApproval,
		make: func(t *testing.T, h *testkit.House, task gov.TaskID) badAct {
			t.Helper()
			signs(t, h, teamLead, nil)
			return badAct{teamLead, task, testkit.Do{Verb: gov.VerbReview}}
		},
	},
	"OnStaleContent": {code: gov.CodeStale, says: "확정하고자 합니다.", state: gov.InApproval, make: staleAct},
	"OnAStaleCase": {code: gov.CodeStale, says: "확정하고자 합니다.", state: gov.InApproval, make: func(t *testing.T, h *testkit.House, task gov.TaskID) badAct {
		t.Helper()
		bad := staleAct(t, h, task)
		bad.do = testkit.Do{Verb: gov.VerbReview, Seen: &gov.ETag{Seq: 1, Revision: 1}}
		return bad
	}},
	"AfterThePostEnded": {
		code: gov.CodeNotYourTask, rule: "standing/holding_ended", says: "보직이 2022. 2. 23.(수)에 끝났습니다.", state: gov.InApproval,
		make: func(t *testing.T, h *testkit.House, task gov.TaskID) badAct {
			t.Helper()
			slug := desk{h, t}.slugOf(teamLead)
			leaves(t, h, teamLead)
			return badAct{slug, task, testkit.Do{Verb: gov.VerbReview}}
		},
	},
	"OutsideTheScopeOfADelegation": {
		code: gov.CodeNotYourTask, rule: "standing/out_of_scope", says: "agreement.conclude", state: gov.InApproval,
		make: func(t *testing.T, h *testkit.House, task gov.TaskID) badAct {
			t.Helper()
			deputises(t, h, "budget-office.head", teamLead, "2022-12-31", "agreement.conclude")
			return badAct{"budget-office.head", task, testkit.Do{Verb: gov.VerbReview}}
		},
	},
	"OnAWithdrawnDocument": {
		code: gov.CodeTaskClosed, rule: "task/open", says: "에 취소된 과업입니다.", state: gov.Withdrawn, make: withdrawnAct(teamLead),
	},
	"OutOfTurnOnAWithdrawnDocument": {
		code: gov.CodeNotYourTask, rule: "standing/no_turn", says: "지금 차례인 직위가 없습니다.", state: gov.Withdrawn,
		make: withdrawnAct(divHead),
	},
}

// staleAct is on a text that was written after the one the team lead opened and before the present one.
func staleAct(t *testing.T, h *testkit.House, task gov.TaskID) badAct {
	t.Helper()
	id := testkit.One[gov.CaseID](t, h, "select case_id from task where id = $1", task)
	_, err := h.Cases.Case(t.Context(), h.Actor(t, teamLead), id, gov.CaseDocument)
	require.NoError(t, err)
	h.Act(t, teamLead, task, testkit.Do{Verb: gov.VerbReturn, Reason: "보완"})
	h.Act(t, coordinator, h.TaskOf(t, coordinator, gov.TaskRedraft).ID, testkit.Do{
		Verb: gov.VerbRedraft, Reason: "보완함", Body: body{"title": draftTitle, "body": text("보완하였습니다.")},
	})
	named := testkit.One[[]byte](t, h, "select content_hash from case_file where id = $1", id)
	signs(t, h, teamLead, nil) // without opening it
	signs(t, h, divHead, body{"edit": body{"body": text("재가하여 주십시오.")}})
	return badAct{teamLead, h.TaskOf(t, teamLead, gov.TaskSign).ID, testkit.Do{Verb: gov.VerbReview, Hash: named}}
}

func withdrawnAct(who string) func(*testing.T, *testkit.House, gov.TaskID) badAct {
	return func(t *testing.T, h *testkit.House, task gov.TaskID) badAct {
		t.Helper()
		id := testkit.One[gov.CaseID](t, h, "select case_id from task where id = $1", task)
		_, err := h.OnCase(t, coordinator, id, testkit.Do{Verb: gov.VerbWithdraw, Reason: "수치 오류"})
		require.NoError(t, err)
		return badAct{who, task, testkit.Do{Verb: gov.VerbReview}}
	}
}

// standsAs is every case, cell, task, act and decision there is.
func standsAs(t *testing.T, h *testkit.House) string {
	t.Helper()
	return testkit.One[string](t, h, `select jsonb_build_array(
		(select jsonb_agg(to_jsonb(f) order by f.id) from case_file f),
		(select jsonb_agg(to_jsonb(l) order by l.case_id, l.round, l.position) from line_cell l),
		(select jsonb_agg(to_jsonb(k) order by k.id) from task k),
		(select count(*) from act), (select count(*) from decision), (select count(*) from contribution))::text`)
}

// TestABadActIsRefusedWithItsReason: whoever errs is told why and how the case stands, the record keeps it once, and
// nothing else is written.
func TestABadActIsRefusedWithItsReason(t *testing.T) {
	t.Parallel()
	for name, c := range badActs {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h, _ := draftedPlan(t)
			bad := c.make(t, h, h.TaskOf(t, teamLead, gov.TaskSign).ID)
			before, told := standsAs(t, h), desk{h, t}.refusals()
			_, err := h.Try(t, bad.who, bad.task, bad.do)
			refusal := testkit.MustRefuse(t, c.code, err)
			require.Equal(t, c.state, refusal.State)
			require.Equal(t, before, standsAs(t, h))
			require.Equal(t, told+1, desk{h, t}.refusals())
			kept := testkit.One[string](t, h, `select convert_from(b.body, 'UTF8') from audit_entry e
				join audit_body b on b.entry_id = e.id where e.kind = 'refusal' order by e.id desc limit 1`)
			require.Contains(t, kept, string(c.code))
			require.Contains(t, kept, c.rule)
			if c.rule == "" {
				require.Len(t, refusal.Changes, 1)
				require.Equal(t, "/body/text", refusal.Changes[0].Path)
				require.Contains(t, string(refusal.Changes[0].Before), c.says, "since he last opened it")
				require.Contains(t, string(refusal.Changes[0].After), "재가하여 주십시오.")
				return
			}
			require.Len(t, refusal.Reasons, 1)
			require.Equal(t, c.rule, refusal.Reasons[0].Rule)
			require.Contains(t, refusal.Reasons[0].Text, c.says)
		})
	}
}
