package cases_test

import (
	"fmt"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/intake"
	"gyeol/internal/testkit"
	"gyeol/policies/pack"
)

// desk does as a person in a post what concerns absences and delegations.
type desk struct {
	*testkit.House
	t *testing.T
}

func (d desk) gives(who, of, deputy string, matters ...string) (cases.Delegation, error) {
	d.t.Helper()
	return d.Cases.GiveDelegation(d.t.Context(), d.Actor(d.t, who), cases.GiveDelegation{
		Post: gov.PostID(of), Deputy: gov.PostID(deputy), Matters: matters, From: gov.MustDate("2022-02-24"),
		To: gov.MustDate("2022-02-25"), Reason: "국외 출장", Key: uuid.NewString(), Source: "test",
	})
}

func (d desk) away(who, person, from, to string) (cases.Absence, error) {
	d.t.Helper()
	return d.Cases.RecordAbsence(d.t.Context(), d.Actor(d.t, who), cases.RecordAbsence{
		Person: person, From: gov.MustDate(from), To: gov.MustDate(to), Reason: "출장", Key: uuid.NewString(), Source: "test",
	})
}

func (d desk) behalf(who string) []cases.TaskItem {
	d.t.Helper()
	page, err := d.Cases.Tasks(d.t.Context(), d.Actor(d.t, who), cases.TaskFilter{Scope: cases.ScopeBehalf, Limit: 200})
	require.NoError(d.t, err)
	counts, err := d.Cases.TaskCounts(d.t.Context(), d.Actor(d.t, who), "kind", cases.TaskFilter{Scope: cases.ScopeBehalf})
	require.NoError(d.t, err)
	n := 0
	for _, c := range counts {
		n += int(c.Open)
	}
	require.Len(d.t, page.Tasks, n, "counts and list agree")
	return page.Tasks
}

// slugOf is the person in a post.
func (d desk) slugOf(post string) string {
	d.t.Helper()
	return testkit.One[string](d.t, d.House, "select slug from person where id = $1", d.Actor(d.t, post).Person)
}

func (d desk) refusals() int {
	d.t.Helper()
	return testkit.One[int](d.t, d.House, "select count(*)::int from audit_entry where kind = 'refusal'")
}

func TestADelegationReachesOpenTasksAndTellsTheStandIn(t *testing.T) {
	t.Parallel()
	h, _ := draftedPlan(t)
	d := desk{h, t}
	signUntil(t, h, viceMayor, belowViceMayor...)
	task := h.TaskOf(t, viceMayor, gov.TaskSign)
	require.Empty(t, d.behalf(bureauTop))
	given, err := d.gives(viceMayor, viceMayor, bureauTop, "implementation-plan.fix")
	require.NoError(t, err)
	require.True(t, given.InForce)
	require.Equal(t, "1", testkit.One[string](t, h, `select params -> 'stand_in' ->> 'open' from notice
		where kind = 'informed' and person_id = $1`, h.Actor(t, bureauTop).Person))
	list := d.behalf(bureauTop)
	require.Len(t, list, 1)
	require.Equal(t, task.ID, list[0].ID)
	detail, err := h.Cases.Task(t.Context(), h.Actor(t, bureauTop), task.ID)
	require.NoError(t, err)
	require.True(t, detail.Mine)
	require.Equal(t, &cases.Behalf{
		Post: viceMayor, Title: detail.BehalfOf.Title, Kind: "delegation", Deputy: bureauTop,
	}, detail.BehalfOf)
	require.NotEmpty(t, detail.BehalfOf.Title)
	require.Equal(t, gov.Approved, h.Act(t, bureauTop, task.ID, testkit.Do{Verb: gov.VerbApprove}).State)
	require.Empty(t, d.behalf(bureauTop))
	_, err = h.Cases.Case(t.Context(), h.Actor(t, bureauTop), task.CaseID, gov.CaseDocument)
	require.NoError(t, err, "what he signed for another he may read again")
	everythingIsAudited(t, h)
}

func TestANewTaskIsToldToWhoStandsIn(t *testing.T) {
	t.Parallel()
	h, _ := draftedPlan(t)
	d := desk{h, t}
	signUntil(t, h, planning, teamLead, divHead, bureauTop)
	const deputy, other = "org-office.head", "budget-office.head"
	_, err := d.gives(viceMayor, viceMayor, deputy, "implementation-plan.fix")
	require.NoError(t, err)
	_, err = d.gives(viceMayor, viceMayor, other, "agreement.conclude")
	require.NoError(t, err)
	signs(t, h, planning, nil)
	told := func(who string) int {
		return testkit.One[int](t, h, `select count(*)::int from notice n join task t on t.id = n.task_id
			where n.kind = 'assigned' and t.kind = 'sign' and t.cell = '5' and n.person_id = $1`, h.Actor(t, who).Person)
	}
	require.Equal(t, 1, told(viceMayor))
	require.Equal(t, 1, told(deputy))
	require.Zero(t, told(other), "not his matter")
}

func TestAStandInSeesExactlyWhatHeMay(t *testing.T) {
	t.Parallel()
	h, _ := draftedPlan(t)
	d := desk{h, t}
	h.OpenStage(t, "results-report")
	h.Act(t, coordinator, h.TaskOf(t, coordinator, gov.TaskDraft, "/results-report/").ID, testkit.Do{
		Verb: gov.VerbSubmit, Body: body{"title": "추진실적", "body": text("보고")},
	})
	const deputy = "org-office.head" // on no line: whoever is may read its paper
	_, err := d.gives(teamLead, teamLead, deputy, "implementation-plan.fix")
	require.NoError(t, err)
	list := d.behalf(deputy)
	require.Len(t, list, 1)
	rows, err := h.Pool.Query(t.Context(), `select t.id, t.case_id from task t join task_actor a on a.task_id = t.id
		where a.post_id = $1`, teamLead)
	require.NoError(t, err)
	type pair struct {
		task gov.TaskID
		file gov.CaseID
	}
	var all []pair
	for rows.Next() {
		var p pair
		require.NoError(t, rows.Scan(&p.task, &p.file))
		all = append(all, p)
	}
	require.NoError(t, rows.Err())
	require.Greater(t, len(all), 1)
	ctx, who := t.Context(), h.Actor(t, deputy)
	seen, err := h.Cases.Cases(ctx, who, cases.CaseFilter{Kind: gov.CaseDocument, Limit: 200})
	require.NoError(t, err)
	for _, p := range all {
		_, taskErr := h.Cases.Task(ctx, who, p.task)
		_, caseErr := h.Cases.Case(ctx, who, p.file, "")
		inList := false
		for _, c := range seen.Cases {
			inList = inList || c.ID == p.file
		}
		if p.task == list[0].ID {
			require.NoError(t, taskErr)
			require.NoError(t, caseErr)
			require.True(t, inList)
			continue
		}
		testkit.MustRefuse(t, gov.CodeNotFound, taskErr)
		testkit.MustRefuse(t, gov.CodeNotFound, caseErr)
		require.False(t, inList)
		_, err := h.Try(t, deputy, p.task, testkit.Do{Verb: gov.VerbReview})
		testkit.MustRefuse(t, gov.CodeNotYourTask, err)
	}
}

func TestWhatMayNotBeDelegatedIsRefusedAndAudited(t *testing.T) {
	t.Parallel()
	h, _ := draftedPlan(t)
	d := desk{h, t}
	own(t, h.Pool, "basic-plan")
	told := d.refusals()
	for _, c := range []struct {
		name, who, of, deputy, matter string
		code                          gov.Code
	}{
		{"of a post that is another's", officer, viceMayor, bureauTop, "", gov.CodeForbidden},
		{"to itself", viceMayor, viceMayor, viceMayor, "", gov.CodeInvalid},
		{"to a post that is not", viceMayor, viceMayor, "no-such-post", "", gov.CodeInvalid},
		{"to another agency", viceMayor, viceMayor, "gangnam-gu.head", "", gov.CodeInvalid},
		{"in a matter that is not", viceMayor, viceMayor, bureauTop, "no.such", gov.CodeInvalid},
		{"in a matter that stays", viceMayor, viceMayor, bureauTop, "basic-plan.fix", gov.CodeForbidden},
	} {
		var matters []string
		if c.matter != "" {
			matters = []string{c.matter}
		}
		_, err := d.gives(c.who, c.of, c.deputy, matters...)
		require.Error(t, err, c.name)
		testkit.MustRefuse(t, c.code, err)
	}
	h.Exec(t, "insert into holding (person_id, post_id, valid_from) values ($1, $2, '2022-02-25')",
		h.Actor(t, viceMayor).Person, planning)
	_, err := d.gives(viceMayor, viceMayor, planning)
	testkit.MustRefuse(t, gov.CodeInvalid, err) // to a person who holds both posts
	require.Equal(t, told+7, d.refusals())
	require.Zero(t, testkit.One[int](t, h, "select count(*)::int from delegation"))
	_, err = d.gives(coordinator, viceMayor, bureauTop)
	require.NoError(t, err, "a coordinator gives in another's place")
}

// own activates a pack in which a row of the delegation table keeps its matter.
func own(t *testing.T, pool *pgxpool.Pool, row string) {
	t.Helper()
	files := testkit.SeoulPack(t).Files()
	files["authority.yaml"] = []byte(replaceOnce(t, string(files["authority.yaml"]), "  - id: "+row+"\n",
		"  - id: "+row+"\n    undelegable: true\n"))
	p, faults := pack.FromFiles(files)
	require.NoError(t, faults.Err())
	_, err := intake.Import(t.Context(), pool, p, intake.Options{})
	require.NoError(t, err)
}

func TestARevokedDelegationEndsAtOnceAndIsNeverPassedOn(t *testing.T) {
	t.Parallel()
	h, _ := draftedPlan(t)
	d := desk{h, t}
	task := h.TaskOf(t, teamLead, gov.TaskSign)
	given, err := d.gives(teamLead, teamLead, planning)
	require.NoError(t, err)
	_, err = d.gives(planning, teamLead, bureauTop)
	testkit.MustRefuse(t, gov.CodeForbidden, err)
	_, err = d.gives(planning, planning, bureauTop)
	require.NoError(t, err)
	require.Empty(t, d.behalf(bureauTop), "what planning has for another it does not pass on")
	require.Len(t, d.behalf(planning), 1)
	revoke := func(who, key string) error {
		_, err := h.Cases.RevokeDelegation(t.Context(), h.Actor(t, who), cases.RevokeDelegation{
			ID: given.ID, Reason: "복귀", Key: key, Source: "test",
		})
		return err
	}
	testkit.MustRefuse(t, gov.CodeForbidden, revoke(planning, "revoke-1"))
	require.NoError(t, revoke(teamLead, "revoke-2"))
	require.NoError(t, revoke(teamLead, "revoke-2"), "the same request again")
	testkit.MustRefuse(t, gov.CodeActNotOpen, revoke(teamLead, "revoke-3"))
	require.Empty(t, d.behalf(planning))
	_, err = h.Try(t, planning, task.ID, testkit.Do{Verb: gov.VerbReview})
	testkit.MustRefuse(t, gov.CodeNotYourTask, err)
	require.Equal(t, 1, d.told(planning, "delegation/"+given.ID.String()+"/ended"))
}

// TestWhoNoLongerStandsInIsToldWhenTheOtherMoves: a delegation ends with the holding of whoever gave it.
func TestWhoNoLongerStandsInIsToldWhenTheOtherMoves(t *testing.T) {
	t.Parallel()
	h, _ := draftedPlan(t)
	d := desk{h, t}
	given, err := d.gives(teamLead, teamLead, planning)
	require.NoError(t, err)
	_, err = d.moves(divHead, cases.TransferPerson{Person: d.slugOf(teamLead), From: teamLead})
	require.NoError(t, err)
	require.Equal(t, 1, d.told(planning, "delegation/"+given.ID.String()+"/ended"))
}

func TestADelegationEndedYesterdayAndAPostEndedYesterday(t *testing.T) {
	t.Parallel()
	h, _ := draftedPlan(t)
	d := desk{h, t}
	task := h.TaskOf(t, teamLead, gov.TaskSign)
	_, err := d.gives(teamLead, teamLead, planning)
	require.NoError(t, err)
	try := func(who cases.Actor) error {
		_, err := h.Cases.Act(t.Context(), who, cases.Command{
			Task: task.ID, Verb: gov.VerbReview, Key: uuid.NewString(), HashSeen: []byte("x"), Source: "test",
		})
		return err
	}
	deputy := h.Actor(t, planning)
	h.Exec(t, "update holding set valid_to = '2022-02-23' where post_id = $1", planning)
	testkit.MustRefuse(t, gov.CodeNotYourTask, try(deputy)) // his own post ended yesterday
	h.Exec(t, "update holding set valid_to = null where post_id = $1", planning)
	testkit.MustRefuse(t, gov.CodeStale, try(deputy)) // he may, and saw another text
	h.SetToday(t, "2022-02-26")
	testkit.MustRefuse(t, gov.CodeNotYourTask, try(deputy)) // the delegation ended yesterday
}

func TestNobodyStandsInForAVote(t *testing.T) {
	t.Parallel()
	h, _ := draftedPlan(t)
	d := desk{h, t}
	id := testkit.One[gov.TaskID](t, h, "select id from task where kind = 'sign' and state = 'open'")
	h.Exec(t, "update task set kind = 'vote' where id = $1", id)
	_, err := d.gives(teamLead, teamLead, planning)
	require.NoError(t, err)
	require.Empty(t, d.behalf(planning))
	_, err = h.Try(t, planning, id, testkit.Do{Verb: gov.VerbReview})
	testkit.MustRefuse(t, gov.CodeNotYourTask, err)
}

func TestSelfApprovalThroughADelegationStaysImpossible(t *testing.T) {
	t.Parallel()
	h, _ := draftedPlan(t)
	d := desk{h, t}
	task := h.TaskOf(t, teamLead, gov.TaskSign)
	_, err := d.gives(teamLead, teamLead, coordinator)
	require.NoError(t, err)
	for _, verb := range []gov.Verb{gov.VerbReview, gov.VerbReturn} {
		_, err = h.Try(t, coordinator, task.ID, testkit.Do{Verb: verb, Reason: "시험"})
		testkit.MustRefuse(t, gov.CodeSelfApproval, err)
	}
}

func TestAnAbsenceIsRecordedByWhoMay(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2022-02-24")
	d := desk{h, t}
	mine, err := d.away(teamLead, "", "2022-02-24", "2022-02-25")
	require.NoError(t, err)
	require.Equal(t, d.slugOf(teamLead), mine.Person)
	_, err = d.away(divHead, d.slugOf(teamLead), "2022-03-02", "2022-03-03")
	require.NoError(t, err, "the head of his unit")
	_, err = d.away(bureauTop, d.slugOf(divHead), "2022-03-02", "2022-03-03")
	require.NoError(t, err, "the head above")
	_, err = d.away(coordinator, d.slugOf(officer), "2022-03-02", "2022-03-03")
	require.NoError(t, err, "a coordinator")
	told := d.refusals()
	_, err = d.away(planning, d.slugOf(teamLead), "2022-03-02", "2022-03-03")
	testkit.MustRefuse(t, gov.CodeForbidden, err)
	_, err = d.away(divHead, "nobody", "2022-03-02", "2022-03-03")
	testkit.MustRefuse(t, gov.CodeInvalid, err)
	_, err = d.away(teamLead, "", "2022-02-01", "2022-02-23")
	testkit.MustRefuse(t, gov.CodeInvalid, err)
	_, err = d.away(teamLead, "", "2022-03-03", "2022-03-02")
	testkit.MustRefuse(t, gov.CodeInvalid, err)
	require.Equal(t, told+4, d.refusals())
	cancel := func(who, key string) error {
		_, err := h.Cases.CancelAbsence(t.Context(), h.Actor(t, who), cases.CancelAbsence{
			ID: mine.ID, Reason: "취소", Key: key, Source: "test",
		})
		return err
	}
	testkit.MustRefuse(t, gov.CodeForbidden, cancel(planning, "cancel-1"))
	require.NoError(t, cancel(teamLead, "cancel-2"))
	testkit.MustRefuse(t, gov.CodeActNotOpen, cancel(teamLead, "cancel-3"))
	list, err := h.Cases.Absences(t.Context(), h.Actor(t, coordinator), cases.AbsenceFilter{Scope: cases.LeaveUnit, Limit: 2})
	require.NoError(t, err)
	require.Len(t, list.Absences, 2)
	require.NotEmpty(t, list.Next)
	require.Equal(t, 5, testkit.One[int](t, h, "select count(*)::int from audit_entry where kind = 'absence'"))
}

func TestOneKeyIsOneArrangement(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2022-02-24")
	ask := cases.RecordAbsence{
		From: gov.MustDate("2022-02-24"), To: gov.MustDate("2022-02-25"), Reason: "출장", Key: "one-absence", Source: "test",
	}
	who := h.Actor(t, teamLead)
	first, err := h.Cases.RecordAbsence(t.Context(), who, ask)
	require.NoError(t, err)
	again, err := h.Cases.RecordAbsence(t.Context(), who, ask)
	require.NoError(t, err)
	require.Equal(t, first, again)
	ask.To = gov.MustDate("2022-02-26")
	_, err = h.Cases.RecordAbsence(t.Context(), who, ask)
	testkit.MustRefuse(t, gov.CodeKeyReused, err)
	ask.Key = "another-key"
	ask.Reason = " "
	_, err = h.Cases.RecordAbsence(t.Context(), who, ask)
	testkit.MustRefuse(t, gov.CodeReasonRequired, err)
	require.Equal(t, 1, testkit.One[int](t, h, "select count(*)::int from absence"))
	failed := make(chan error, 8)
	for range cap(failed) {
		go func() {
			_, err := h.Cases.RecordAbsence(t.Context(), who, cases.RecordAbsence{
				From: gov.MustDate("2022-05-02"), To: gov.MustDate("2022-05-03"), Reason: "휴가", Key: "at-once", Source: "test",
			})
			failed <- err
		}()
	}
	for range cap(failed) {
		require.NoError(t, <-failed)
	}
	require.Equal(t, 2, testkit.One[int](t, h, "select count(*)::int from absence"))
}

func TestTheActingOrderIsFollowedWhileNobodyIsThere(t *testing.T) {
	t.Parallel()
	h, _ := draftedPlan(t)
	d := desk{h, t}
	set := func(who string, deputies ...gov.PostID) error {
		_, err := h.Cases.SetActingOrder(t.Context(), h.Actor(t, who), cases.SetActingOrder{
			Post: teamLead, Deputies: deputies, Reason: "직무대리 지정", Key: uuid.NewString(), Source: "test",
		})
		return err
	}
	first, second := division+".officer-3", division+".officer-4"
	testkit.MustRefuse(t, gov.CodeForbidden, set(planning, planning))
	testkit.MustRefuse(t, gov.CodeInvalid, set(divHead, teamLead))
	testkit.MustRefuse(t, gov.CodeInvalid, set(divHead, planning, planning))
	testkit.MustRefuse(t, gov.CodeInvalid, set(divHead, "gangnam-gu.head"))
	require.NoError(t, set(divHead, planning))
	require.NoError(t, set(divHead, gov.PostID(first), gov.PostID(second)), "the day's last word counts")
	orders, err := h.Cases.ActingOrders(t.Context(), cases.ActingFilter{Post: teamLead})
	require.NoError(t, err)
	require.Len(t, orders.Orders, 1)
	require.Len(t, orders.Orders[0].Deputies, 2)
	require.Empty(t, d.behalf(first))
	absent(t, h, teamLead, "2022-02-24", "2022-02-24")
	require.Len(t, d.behalf(first), 1)
	require.Empty(t, d.behalf(second))
	absent(t, h, first, "2022-02-24", "2022-02-24")
	require.Empty(t, d.behalf(first), "who is away himself does not act")
	require.Len(t, d.behalf(second), 1)
	task := h.TaskOf(t, teamLead, gov.TaskSign)
	h.Act(t, second, task.ID, testkit.Do{Verb: gov.VerbReview})
	require.Equal(t, "acting", testkit.One[string](t, h, "select proxy from line_cell where position = 1"))
}

func TestALeaveIsRehearsed(t *testing.T) {
	t.Parallel()
	h, _ := draftedPlan(t)
	d := desk{h, t}
	own(t, h.Pool, "implementation-plan")
	ask := func(who, person string) (cases.LeaveRehearsal, error) {
		return h.Cases.RehearseLeave(t.Context(), h.Actor(t, who), cases.RehearseLeave{
			Person: person, From: gov.MustDate("2022-02-24"), To: gov.MustDate("2022-02-28"),
		})
	}
	entries := testkit.One[int](t, h, "select count(*)::int from audit_entry")
	bare, err := ask(divHead, "")
	require.NoError(t, err)
	require.Equal(t, entries, testkit.One[int](t, h, "select count(*)::int from audit_entry"), "nothing is written")
	require.Equal(t, "nobody", bare.Posts[0].Days[0].Outcome)
	require.NotZero(t, bare.Gaps)
	_, err = d.gives(divHead, divHead, planning, "implementation-plan.fix")
	require.Error(t, err, "the table keeps it")
	h.Exec(t, `insert into delegation (id, post_id, deputy_post, matters, valid_from, valid_to, reason, given_by, given_on)
		values (gen_random_uuid(), $1, $2, '{implementation-plan.fix}', '2022-02-24', '2022-02-25', '출장', $3, '2022-02-24')`,
		divHead, planning, h.Actor(t, divHead).Person)
	h.Exec(t, "insert into acting_order (post_id, ordinal, deputy_post, valid_from) values ($1, 1, $2, '2021-01-01')", divHead, teamLead)
	absent(t, h, teamLead, "2022-02-28", "2022-02-28")
	absent(t, h, planning, "2022-02-25", "2022-02-25")
	out, err := ask(divHead, "")
	require.NoError(t, err)
	var cell cases.LeaveItem
	for _, i := range out.Items {
		if i.Kind == "cell" {
			cell = i
		}
	}
	require.Equal(t, gov.PostID(divHead), cell.Post)
	require.Equal(t, []string{
		"2022-02-24 2022-02-24 delegation " + planning, "2022-02-25 2022-02-27 acting " + teamLead,
		"2022-02-28 2022-02-28 away " + teamLead,
	}, spans(cell.Days))
	require.Equal(t, []string{
		"2022-02-24 2022-02-27 acting " + teamLead, "2022-02-28 2022-02-28 away " + teamLead,
	}, spans(out.Posts[0].Days), "a delegation in one matter is none for the post")
	h.Exec(t, "update document set undelegable = true")
	out, err = ask(bureauTop, d.slugOf(divHead))
	require.NoError(t, err, "the head above him")
	for _, i := range out.Items {
		if i.Kind == "cell" {
			require.Equal(t, "undelegable", i.Stays)
			require.Empty(t, i.Days)
		}
	}
	top, err := ask(coordinator, d.slugOf(viceMayor))
	require.NoError(t, err)
	require.Contains(t, top.Never, cases.LeaveNever{
		Kind: "matter", ID: "implementation-plan.fix", Title: "평생교육진흥 시행계획 · 확정 및 제출",
		Article: "서울특별시 사무전결처리 규칙 제4조, 서울특별시 사무전결처리 규칙 제8조",
	})
	_, err = ask(planning, d.slugOf(divHead))
	testkit.MustRefuse(t, gov.CodeForbidden, err)
}

// TestARehearsalPromisesNobodyWhoMayNotSign: a deputy who drafted the paper himself is passed over, as in earnest;
// without a next one nobody acts, and a gap on a day on which the offices are closed is none.
func TestARehearsalPromisesNobodyWhoMayNotSign(t *testing.T) {
	t.Parallel()
	h, _ := draftedPlan(t)
	d := desk{h, t}
	const second = division + ".officer-4"
	h.Exec(t, "insert into acting_order (post_id, ordinal, deputy_post, valid_from) values ($1, 1, $2, '2021-01-01')",
		teamLead, coordinator)
	ask := func(from, to string) cases.LeaveRehearsal {
		t.Helper()
		out, err := h.Cases.RehearseLeave(t.Context(), h.Actor(t, teamLead), cases.RehearseLeave{
			From: gov.MustDate(from), To: gov.MustDate(to),
		})
		require.NoError(t, err)
		return out
	}
	out := ask("2022-02-24", "2022-02-24")
	require.Equal(t, []string{"2022-02-24 2022-02-24 drafter " + coordinator}, spans(out.Items[0].Days))
	require.Equal(t, 1, out.Gaps)
	require.Zero(t, ask("2022-02-26", "2022-02-27").Gaps)
	absent(t, h, teamLead, "2022-02-24", "2022-02-24")
	task := h.TaskOf(t, teamLead, gov.TaskSign)
	_, err := h.Try(t, second, task.ID, testkit.Do{Verb: gov.VerbReview})
	testkit.MustRefuse(t, gov.CodeNotYourTask, err) // as rehearsed
	h.Exec(t, "insert into acting_order (post_id, ordinal, deputy_post, valid_from) values ($1, 2, $2, '2021-01-01')",
		teamLead, second)
	require.Equal(t, []string{"2022-02-24 2022-02-24 acting " + second},
		spans(ask("2022-02-24", "2022-02-24").Items[0].Days))
	require.Len(t, d.behalf(second), 1)
	require.Empty(t, d.behalf(coordinator), "nothing that he may not sign waits for him")
	h.Act(t, second, task.ID, testkit.Do{Verb: gov.VerbReview})
}

func spans(days []cases.LeaveSpan) []string {
	out := make([]string, len(days))
	for i, s := range days {
		out[i] = fmt.Sprintf("%s %s %s %s", s.From, s.To, s.Outcome, s.Deputy)
	}
	return out
}
