package cases_test

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/testkit"
)

// transition is a line of the table that package policies is held to: what can be done with a kind of case in a state.
type transition struct {
	kind gov.CaseKind
	from gov.State
	verb gov.Verb
}

// transitions reads that table: what each line allows, and whether it is a contribution.
func transitions(t *testing.T) map[transition]bool {
	t.Helper()
	raw, err := os.ReadFile("../../policies/testdata/transitions.txt")
	require.NoError(t, err)
	out := map[transition]bool{}
	for line := range strings.Lines(string(raw)) {
		f := strings.Fields(line)
		out[transition{gov.CaseKind(f[0]), gov.State(f[1]), gov.Verb(f[2])}] = f[3] == "+"
	}
	return out
}

// TestWhatAStateDoesNotKnowIsRefusedInEveryMachine puts a case of each kind into each state and tries every verb that
// the table does not list there: it is refused with code and state, and the case stays as it was.
func TestWhatAStateDoesNotKnowIsRefusedInEveryMachine(t *testing.T) {
	t.Parallel()
	h, _ := draftingPlan(t)
	table := transitions(t)
	contributions := map[gov.Verb]bool{}
	for tr, adds := range table {
		contributions[tr.verb] = adds
	}
	tried := 0
	all := testkit.One[map[gov.CaseKind][]gov.State](t, h, `select jsonb_object_agg(k, known_words('state of ' || k))
		from unnest(known_words('case')) k`)
	for kind, states := range all {
		for _, state := range states {
			id, task := bare(t, h, kind, state)
			for verb, adds := range contributions {
				if _, listed := table[transition{kind, state, verb}]; listed {
					continue
				}
				tried++
				refusesOn(t, h, bareCase{id, task, state}, verb, adds)
			}
			require.Equal(t, fmt.Sprint(state, " 0 0"), testkit.One[string](t, h,
				"select concat_ws(' ', state, seq, revision) from case_file where id = $1", id))
		}
	}
	require.Greater(t, tried, 4000)
}

// bareCase is a case in a state, with a task that offers every contribution.
type bareCase struct {
	id    gov.CaseID
	task  gov.TaskID
	state gov.State
}

// bare puts a case of a kind into a state, with nothing behind it but a task.
func bare(t *testing.T, h *testkit.House, kind gov.CaseKind, state gov.State) (gov.CaseID, gov.TaskID) {
	t.Helper()
	id, task := gov.NewCaseID(), gov.NewTaskID()
	h.Force(t, `insert into case_file (id, kind, process_id, unit_id, subject, title, state, pack_hash, opened_on, stage_id)
		select $1, $2, process_id, unit_id, $3, '시험', $4, pack_hash, opened_on, case when $2 <> 'stage' then stage_id end
		from case_file where subject = 'document'`, id, kind, uuid.NewString(), state)
	h.Exec(t, `insert into task (id, case_id, unit_id, kind, opened_seq, natural_key, round, title, verbs, opened_on)
		select $1, id, unit_id, 'fill', 0, id::text, 1, '시험',
			'{save_row,attend,ballot,score,comment,read,record_arrival,record_replies}', opened_on
		from case_file where id = $2`, task, id)
	h.Exec(t, "insert into task_actor (task_id, post_id) values ($1, $2)", task, coordinator)
	return id, task
}

// refusesOn proves that a verb is refused: an act of gyeol itself, a contribution of whoever has the task.
func refusesOn(t *testing.T, h *testkit.House, c bareCase, verb gov.Verb, adds bool) {
	t.Helper()
	do := testkit.Do{Verb: verb, Reason: "시험"}
	var err error
	if adds {
		_, err = h.Try(t, coordinator, c.task, do)
	} else {
		_, err = h.TryStep(t, c.id, do)
	}
	refusal := testkit.MustRefuse(t, gov.CodeActNotOpen, err)
	require.Equal(t, c.state, refusal.State, "%s", verb)
	require.Equal(t, "machine/open", refusal.Reasons[0].Rule)
}

// moved is one move of a document: where it is, who does what there, and where it is then.
type moved struct {
	at   string       // a state, or the role of the cell that is asked
	who  string       // empty: gyeol itself
	kind gov.TaskKind // of the task he does it on; empty: on the case
	body body
	to   gov.State
}

// moves are the moves of a document: those that the table lists, no more and no less.
var moves = map[string]moved{
	"drafting/submit":         {"drafting", coordinator, gov.TaskDraft, body{"body": text("확정")}, gov.InApproval},
	"drafting/lapse":          {"drafting", "", "", nil, gov.Missing},
	"in_approval/review":      {"review", teamLead, gov.TaskSign, nil, gov.InApproval},
	"in_approval/concur":      {"concur", budgetHead, gov.TaskSign, nil, gov.InApproval},
	"in_approval/agree":       {"agree", planning, gov.TaskSign, body{"agrees": true}, gov.InApproval},
	"in_approval/approve":     {"approve", viceMayor, gov.TaskSign, nil, gov.Approved},
	"in_approval/escalate":    {"approve", viceMayor, gov.TaskSign, nil, gov.InApproval},
	"in_approval/hold":        {"concur", budgetHead, gov.TaskSign, body{"review_on": "2022-02-28"}, gov.InApproval},
	"in_approval/return":      {"agree", planning, gov.TaskSign, nil, gov.Returned},
	"in_approval/skip_review": {"absent", coordinator, "", body{"position": 1}, gov.InApproval},
	"in_approval/withdraw":    {"approve", coordinator, "", nil, gov.Withdrawn},
	"in_approval/lapse":       {"review", "", "", nil, gov.Missing},
	"returned/redraft":        {"returned", coordinator, gov.TaskRedraft, body{"title": "고친 계획"}, gov.InApproval},
	"returned/lapse":          {"returned", "", "", nil, gov.Missing},
	"withdrawn/redraft":       {"withdrawn", coordinator, gov.TaskRedraft, body{"title": "고친 계획"}, gov.InApproval},
	"withdrawn/lapse":         {"withdrawn", "", "", nil, gov.Missing},
	"approved/circulate":      {"approved", coordinator, "", body{"posts": []string{head}}, gov.Approved},
	"approved/dispatch":       {"approved", "", "", nil, gov.Dispatched},
	"dispatched/circulate":    {"dispatched", coordinator, "", body{"posts": []string{head}}, gov.Dispatched},
}

const budgetHead = "budget-office.head"

// TestEveryMoveOfADocument does every move that the table lists for a document, from every state that it lists.
func TestEveryMoveOfADocument(t *testing.T) {
	t.Parallel()
	var listed []string
	for tr, adds := range transitions(t) {
		if tr.kind == gov.CaseDocument && !adds {
			listed = append(listed, fmt.Sprint(tr.from, "/", tr.verb))
		}
	}
	require.ElementsMatch(t, slices.Collect(maps.Keys(moves)), listed)
	for _, name := range listed {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := moves[name]
			from, verb, _ := strings.Cut(name, "/")
			h, _ := draftingPlan(t)
			bring(t, h, m.at)
			c := h.Case(t, h.Stage(t, "decision"), "document")
			require.Equal(t, gov.State(from), c.State)
			require.NoError(t, m.do(t, h, c.ID, testkit.Do{Verb: gov.Verb(verb), Reason: "시험", Hash: c.ContentHash}))
			after := h.Case(t, h.Stage(t, "decision"), "document")
			require.Equal(t, m.to, after.State)
			require.Equal(t, c.Seq+1, after.Seq)
			everythingIsAudited(t, h)
		})
	}
}

// TestAnEndedCaseEndsOnce: what is done to a document after its end leaves the day of its end.
func TestAnEndedCaseEndsOnce(t *testing.T) {
	t.Parallel()
	h, _ := draftingPlan(t)
	bring(t, h, "dispatched")
	id := h.Case(t, h.Stage(t, "decision"), "document").ID
	h.Exec(t, "update case_file set closed_on = '2022-02-23' where id = $1", id)
	require.NoError(t, moves["dispatched/circulate"].do(t, h, id, testkit.Do{Verb: gov.VerbCirculate, Reason: "시험"}))
	require.Equal(t, "2022-02-23", testkit.One[string](t, h, "select closed_on::text from case_file where id = $1", id))
}

// do does the move as whoever does it.
func (m moved) do(t *testing.T, h *testkit.House, id gov.CaseID, do testkit.Do) (err error) {
	t.Helper()
	if m.body != nil {
		do.Body = m.body
	}
	switch {
	case m.who == "":
		_, err = h.TryStep(t, id, do)
	case m.kind == "":
		_, err = h.OnCase(t, m.who, id, do)
	default:
		_, err = h.Try(t, m.who, h.TaskOf(t, m.who, m.kind).ID, do)
	}
	return err
}

// bring takes a plan that touches another office from its draft to a state, or to a cell of a role.
func bring(t *testing.T, h *testkit.House, at string) {
	t.Helper()
	if at == "drafting" {
		return
	}
	h.Act(t, coordinator, h.TaskOf(t, coordinator, gov.TaskDraft).ID, testkit.Do{Verb: gov.VerbSubmit, Body: body{
		"title": draftTitle, "body": text("확정하고자 합니다."), "touches": []string{"budget-office"},
	}})
	id := h.Case(t, h.Stage(t, "decision"), "document").ID
	switch at {
	case "absent":
		absent(t, h, teamLead, "2022-02-24", "2022-02-24")
	case "returned":
		h.Act(t, teamLead, h.TaskOf(t, teamLead, gov.TaskSign).ID, testkit.Do{Verb: gov.VerbReturn, Reason: "보완"})
	case "withdrawn":
		_, err := h.OnCase(t, coordinator, id, testkit.Do{Verb: gov.VerbWithdraw, Reason: "오류"})
		require.NoError(t, err)
	case "approved", "dispatched":
		for testkit.One[gov.State](t, h, "select state from case_file where id = $1", id) == gov.InApproval {
			signs(t, h, turn(t, h, id)[0], nil)
		}
		if at == "dispatched" {
			h.Step(t, id, testkit.Do{Verb: gov.VerbDispatch})
		}
	default:
		for turn(t, h, id)[1] != at {
			signs(t, h, turn(t, h, id)[0], nil)
		}
	}
}

// turn is the post of the first cell that is asked, and its role.
func turn(t *testing.T, h *testkit.House, id gov.CaseID) []string {
	t.Helper()
	return testkit.One[[]string](t, h, `select array[post_id, role] from line_cell where case_id = $1 and state = 'current'
		order by position limit 1`, id)
}
