package testkit

import (
	"encoding/json"
	"testing"

	"github.com/jackc/pgx/v5"

	"gyeol/gov"
)

// What follows carries the stages of a house whose processes are told by their workflows (Follow): each driver does
// what the people of a stage would do, whoever they are, and leaves the rest to the workflow. Rest waits for it.

// Asked is one open task with somebody who may act on it.
type Asked struct {
	ID   gov.TaskID
	Who  string // his post, or his slug
	Cell string
	Verb gov.Verb // the first that the task allows
}

// Asks are the open tasks of a kind in a stage.
func (h *House) Asks(t testing.TB, key string, kind gov.TaskKind) []Asked {
	t.Helper()
	rows, err := h.Pool.Query(t.Context(), `
		select distinct on (t.natural_key, t.id) t.id, coalesce(a.post_id, p.slug), t.cell, t.verbs[1]
		from task t join task_actor a on a.task_id = t.id left join person p on p.id = a.person_id
		where t.state = 'open' and t.kind = $1 and t.stage_id = $2
		order by t.natural_key, t.id, 2`, kind, h.Stage(t, key).ID)
	if err != nil {
		t.Fatal(err)
	}
	asked, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Asked])
	if err != nil {
		t.Fatal(err)
	}
	return asked
}

// Do lets somebody act on the one open task of a kind in a stage, once it is there.
func (h *House) Do(t testing.TB, key string, kind gov.TaskKind, do Do) {
	t.Helper()
	Eventually(t, func() bool { return len(h.Asks(t, key, kind)) > 0 })
	asked := h.Asks(t, key, kind)
	if len(asked) != 1 {
		t.Fatalf("%d tasks %s are open in %s, want one", len(asked), kind, key)
	}
	h.Act(t, asked[0].Who, asked[0].ID, do)
}

// Become waits until the case of a stage is in a state.
func (h *House) Become(t testing.TB, key string, want gov.State) {
	t.Helper()
	id := h.Stage(t, key).Case
	Eventually(t, func() bool { return One[gov.State](t, h, "select state from case_file where id = $1", id) == want })
}

// Ring wakes the process of a stage, as an act would, and Everybody all that have not ended, as days do that were
// stepped over.
func (h *House) Ring(t testing.TB, key string) {
	t.Helper()
	h.Exec(t, "insert into wake (process_id, cause) values ($1, 'test')", h.Stage(t, key).Process)
}

// On puts the clock on a day as if the days between had been opened, and lets every process look.
func (h *House) On(t testing.TB, day string) {
	t.Helper()
	h.SetToday(t, day)
	h.Exec(t, "insert into wake (process_id, cause) select id, 'test' from process where state <> 'ended'")
}

// CloseStage overrules the graph: what is open in the stage ends with it.
func (h *House) CloseStage(t testing.TB, key string) {
	t.Helper()
	h.Become(t, key, gov.Open)
	if _, err := h.OnCase(t, Coordinator, h.Stage(t, key).Case, Do{Verb: gov.VerbClose, Reason: "올해는 받지 않음"}); err != nil {
		t.Fatalf("close %s: %v", key, err)
	}
}

// Sign drafts the document of a stage and signs it along its line.
func (h *House) Sign(t testing.TB, key string) {
	t.Helper()
	h.Do(t, key, gov.TaskDraft, Do{Verb: gov.VerbSubmit, Body: map[string]any{
		"title": "문서", "body": map[string]any{"text": "기한까지 제출하여 주시기 바랍니다."},
		"abstract": "제출 요청", "keywords": []string{"평생교육"},
	}})
	for {
		line := h.Asks(t, key, gov.TaskSign)
		if len(line) == 0 {
			return
		}
		for _, cell := range line {
			do := Do{Verb: cell.Verb}
			if cell.Verb == gov.VerbAgree {
				do.Body = map[string]any{"agrees": true}
			}
			h.Act(t, cell.Who, cell.ID, do)
		}
	}
}

// HandIn lets every unit of a collection hand in and be accepted, as rows.
func (h *House) HandIn(t testing.TB, key string, fields map[string]any) {
	t.Helper()
	h.Become(t, key, gov.Open)
	data, err := json.Marshal(fields)
	if err != nil {
		t.Fatal(err)
	}
	s, today := h.Stage(t, key), h.Today(t)
	h.Exec(t, `update submission set submitted_on = $2, accepted_on = $2, nothing_to_report = false
		where case_id in (select id from case_file where stage_id = $1)`, s.ID, today)
	for _, table := range []string{"plan_row", "result_row", "form_row"} {
		h.Exec(t, "update "+table+" set data = $2 where case_id in (select id from case_file where stage_id = $1)", s.ID, data)
	}
	h.finished(t, key, gov.CaseSubmission, gov.Accepted)
}

// FollowUp lets every opinion of a monitoring be given, answered and followed up, as rows.
func (h *House) FollowUp(t testing.TB, key string) {
	t.Helper()
	h.Become(t, key, gov.Open)
	h.finished(t, key, gov.CaseOpinion, gov.FollowedUp)
}

// finished puts every case of a counted kind into its final state, as rows, and rings.
func (h *House) finished(t testing.TB, key string, kind gov.CaseKind, is gov.State) {
	t.Helper()
	s, today := h.Stage(t, key), h.Today(t)
	h.Exec(t, "update task set state = 'done', closed_on = $2 where stage_id = $1 and state = 'open'", s.ID, today)
	h.Force(t, "update case_file set state = $2, closed_on = $3 where stage_id = $1 and kind = $4", s.ID, is, today, kind)
	h.Exec(t, "update stage_counter set open_cases = 0 where stage_id = $1", s.ID)
	h.Ring(t, key)
}

// Confirm decides every finding of a compilation and confirms it.
func (h *House) Confirm(t testing.TB, key string) {
	t.Helper()
	Eventually(t, func() bool { return len(h.Asks(t, key, gov.TaskConfirm)) > 0 })
	var decided []map[string]any
	for _, f := range One[[]string](t, h, `select coalesce(array_agg(f->>'id'), '{}') from case_file c
		join compilation p on p.case_id = c.id, jsonb_array_elements(p.findings) f
		where c.stage_id = $1 and f->>'severity' <> 'note'`, h.Stage(t, key).ID) {
		decided = append(decided, map[string]any{"finding": f, "decision": "accept", "reason": "원문 그대로 둠"})
	}
	h.Do(t, key, gov.TaskConfirm, Do{Verb: gov.VerbConfirm, Body: map[string]any{"decisions": decided}})
}

// Consult asks the outside body and lets it reply.
func (h *House) Consult(t testing.TB, key string) {
	t.Helper()
	h.Do(t, key, gov.TaskAsk, Do{Verb: gov.VerbAsk, Body: map[string]any{"text": "시행계획안에 대한 의견을 구합니다."}})
	h.Do(t, key, gov.TaskReply, Do{Verb: gov.VerbReply, Body: map[string]any{"text": "의견 없음", "agrees": true}})
}

// File hands a package over, lets it come back once for correction, and gets its receipt.
func (h *House) File(t testing.TB, key string) {
	t.Helper()
	h.Do(t, key, gov.TaskFile, Do{Verb: gov.VerbFile, Body: map[string]any{"note": "공문으로 제출"}})
	h.Do(t, key, gov.TaskReceive, Do{
		Verb: gov.VerbRequestCorrect, Reason: "서식 미비", Body: map[string]any{"text": "표지 누락"},
	})
	h.Do(t, key, gov.TaskCorrect, Do{Verb: gov.VerbCorrect, Reason: "보완함", Body: map[string]any{"note": "표지 추가"}})
	h.Do(t, key, gov.TaskReceive, Do{Verb: gov.VerbReceipt, Body: map[string]any{"receipt_number": "접수-311"}})
}

// Call calls the next meeting of a body.
func (h *House) Call(t testing.TB, key string) {
	t.Helper()
	h.Do(t, key, gov.TaskCall, Do{Verb: gov.VerbCall, Body: map[string]any{"place": "서울시청 회의실"}})
}

// Meet holds the meeting that was called on its day: all members come, or only the first, and those present vote yes.
func (h *House) Meet(t testing.TB, key string, quorum bool) {
	t.Helper()
	s := h.Stage(t, key)
	const youngest = "(select case_id from meeting m join case_file c on c.id = m.case_id where c.stage_id = $1 order by m.attempt desc limit 1)"
	h.On(t, One[gov.Date](t, h, "select hold_on from meeting where case_id = "+youngest, s.ID).String())
	present := One[[]string](t, h, "select array_agg(member order by member) from attendance where case_id = "+youngest, s.ID)
	if !quorum {
		present = present[:1]
	}
	h.Do(t, key, gov.TaskConvene, Do{Verb: gov.VerbConvene, Body: map[string]any{"present": present, "presiding": present[0]}})
	if !quorum {
		return
	}
	items := One[[]string](t, h, "select array_agg(id::text order by ordinal) from agenda_item where case_id = "+youngest, s.ID)
	for _, vote := range h.Asks(t, key, gov.TaskVote) {
		for _, item := range items {
			h.Act(t, vote.Who, vote.ID, Do{Verb: gov.VerbBallot, Body: map[string]any{"item": item, "choice": "yes"}})
		}
	}
	h.Do(t, key, gov.TaskResolve, Do{Verb: gov.VerbResolve})
	h.Do(t, key, gov.TaskMinutes, Do{Verb: gov.VerbPublish, Body: map[string]any{"signed_by": present[:1]}})
}

// Score leaves two nominees of an award, examined and scored, and lets every other unit name nobody, as rows.
func (h *House) Score(t testing.TB, key string) {
	t.Helper()
	h.Become(t, key, gov.Open)
	s, today := h.Stage(t, key), h.Today(t)
	h.Exec(t, "update task set state = 'done', closed_on = $2 where stage_id = $1 and state = 'open'", s.ID, today)
	h.Exec(t, `update nomination n set nominee = '시민', facts = '{}', eligible = true, total_tenths = 900 - r.rank, rank = r.rank
		from (select id, row_number() over (order by subject)::int as rank from case_file
		    where stage_id = $1 and kind = 'nomination') r where r.id = n.case_id and r.rank <= 2`, s.ID)
	h.Exec(t, `insert into score (case_id, person_id, tenths) select n.case_id, p.id, n.total_tenths
		from nomination n join case_file c on c.id = n.case_id, person p
		where c.stage_id = $1 and n.eligible and p.slug like 'merit-jury.%'`, s.ID)
	h.Force(t, `update case_file c set state = case when n.eligible then 'scored' else 'declined' end,
		closed_on = case when n.eligible then null else $2::date end
		from nomination n where n.case_id = c.id and c.stage_id = $1`, s.ID, today)
	h.Exec(t, "update stage_counter set open_cases = 2 where stage_id = $1", s.ID)
	h.Ring(t, key)
}

// Vet waits until objections are taken no more and finds none against any nominee.
func (h *House) Vet(t testing.TB, key string) {
	t.Helper()
	until := One[gov.Date](t, h, "select max(vet_until) from meeting m join case_file c on c.id = m.case_id where c.stage_id = $1",
		h.Stage(t, key).ID)
	h.On(t, until.AddDays(1).String())
	Eventually(t, func() bool { return len(h.Asks(t, key, gov.TaskVet)) == 2 })
	for _, vet := range h.Asks(t, key, gov.TaskVet) {
		h.Act(t, vet.Who, vet.ID, Do{Verb: gov.VerbVet, Body: map[string]any{"objections": 0}})
	}
}
