package cases_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/testkit"
)

const district = "gangnam-gu"

// sent is the plan as a document that says how it goes and what it asks for, drafted, signed and sent on Thursday 24
// February 2022.
func sent(t *testing.T, says body) (*testkit.House, gov.CaseID) {
	t.Helper()
	h, task := draftingPlan(t)
	draft := body{"title": draftTitle, "body": text("의견을 회신하여 주시기 바랍니다."), "form": "dispatch", "telephone": "02-120"}
	for k, v := range says {
		draft[k] = v
	}
	h.Act(t, coordinator, task, testkit.Do{Verb: gov.VerbSubmit, Body: draft})
	signUntil(t, h, viceMayor, belowViceMayor...)
	out := signs(t, h, viceMayor, nil)
	h.Step(t, out.Case, testkit.Do{Verb: gov.VerbDispatch})
	return h, out.Case
}

// awaits is the task of the processing department as its officer reads it.
func awaits(t *testing.T, h *testkit.House) cases.TaskDetail {
	t.Helper()
	task := h.TaskOf(t, coordinator, gov.TaskAwaitReply)
	d, err := h.Cases.Task(t.Context(), h.Actor(t, coordinator), task.ID)
	require.NoError(t, err)
	return d
}

// says are the articles and rules of the reasons beyond that of the table.
func says(d cases.TaskDetail) (out []string) {
	for _, r := range d.Reasons[1:] {
		out = append(out, r.Rule)
	}
	return out
}

// dates are the two dates of a task.
func dates(d cases.TaskDetail) string { return fmt.Sprint(d.Due.Operative, " ", d.Due.Legal) }

func TestTheAnswerToANoticeIsDueFromItsEffect(t *testing.T) {
	t.Parallel()
	h, id := sent(t, body{"public_notice": true, "reply_from": "effective", "reply_days": 10, "form": "internal"})
	d := viewDraft(t, h)
	require.Equal(t, "2022-03-03", d.Clock.Effective.String(), "the fifth day is 3·1절, so that it ends on the second")
	require.True(t, d.Clock.Arrived.IsZero(), "a notice arrives at nobody")
	task := awaits(t, h)
	require.Equal(t, "2022-03-11 2022-03-14", dates(task), "the tenth day, of which the first counts, is a Saturday")
	require.Equal(t, []string{"clock/notice", "clock/due/effective"}, says(task))
	require.Contains(t, task.Reasons[1].Article, "제6조제3항")
	require.Contains(t, task.Reasons[2].Article, "제161조")
	require.True(t, task.Mine)
	require.Equal(t, []string{"record_replies"}, task.Verbs)
	require.EqualValues(t, 10, d.ReplyDays)
	require.Equal(t, "2022-03-11/2022-03-14", d.ReplyDue.Operative.String()+"/"+d.ReplyDue.Legal.String())
	done := testkit.Do{Verb: gov.VerbReplies, Body: body{"note": "의견 3건"}}
	h.Act(t, coordinator, task.ID, done)
	require.Empty(t, h.Tasks(t, coordinator, gov.TaskAwaitReply))
	_, err := h.Try(t, coordinator, task.ID, done)
	testkit.MustRefuse(t, gov.CodeTaskClosed, err)
	require.Equal(t, gov.Dispatched, testkit.One[gov.State](t, h, "select state from case_file where id = $1", id))
	everythingIsAudited(t, h)
}

func TestTheAnswerToALetterIsDueFromItsArrival(t *testing.T) {
	t.Parallel()
	h, _ := sent(t, body{"addressees": []string{institute}, "reply_from": "arrived", "reply_days": 5})
	d := viewDraft(t, h)
	require.Equal(t, "2022-02-24", d.Clock.Arrived.String(), "it is entered in the addressee's system at once")
	require.Equal(t, "2022-02-28 2022-03-02", dates(awaits(t, h)), "the fifth day is 3·1절")
	require.Equal(t, []string{"clock/arrived", "clock/due/arrived"}, says(awaits(t, h)))
	require.Equal(t, "2022. 2. 28.(월)/2022. 3. 2.(수)", d.Dispatches[0].Reply.OperativeText+"/"+d.Dispatches[0].Reply.LegalText)
	require.Equal(t, "2022-02-28/2022-03-02", d.ReplyDue.Operative.String()+"/"+d.ReplyDue.Legal.String())
	_, err := h.Try(t, coordinator, awaits(t, h).ID, arrival(institute, "2022-02-24", "system"))
	testkit.MustRefuse(t, gov.CodeActNotOpen, err) // it has arrived
}

func arrival(unit, day, way string) testkit.Do {
	b := body{"unit": unit, "way": way}
	if day != "" {
		b["arrived_on"] = day
	}
	return testkit.Do{Verb: gov.VerbArrive, Body: b}
}

func TestALaterArrivalMovesTheDatesOfTheOpenTask(t *testing.T) {
	t.Parallel()
	h, _ := sent(t, body{
		"addressees": []string{institute, district}, "delivery": "post", "reply_from": "arrived", "reply_days": 12,
	})
	d := viewDraft(t, h)
	require.True(t, d.Clock.Arrived.IsZero() && d.Clock.Effective.IsZero(), "it is under way")
	task := awaits(t, h)
	require.Equal(t, "2022-03-03 2022-03-03", dates(task), "a week to look after its arrival")
	require.Nil(t, d.ReplyDue, "it does not count yet")
	require.Equal(t, []string{"clock/check-arrival"}, says(task))
	_, err := h.Try(t, coordinator, task.ID, testkit.Do{Verb: gov.VerbReplies, Body: body{"note": "회신 없음"}})
	testkit.MustRefuse(t, gov.CodeActNotOpen, err)

	h.SetToday(t, "2022-03-02")
	for _, bad := range []testkit.Do{
		arrival("busan", "2022-02-25", "post"), arrival(district, "2022-02-25", "pigeon"),
		arrival(district, "2022-03-03", "post"), arrival(district, "2022-02-23", "post"),
	} {
		_, err := h.Try(t, coordinator, task.ID, bad)
		testkit.MustRefuse(t, gov.CodeInvalid, err)
	}
	_, err = h.Try(t, coordinator, task.ID, arrival(district, "2022-02-25", "email"))
	refusal := testkit.MustRefuse(t, gov.CodeActNotOpen, err)
	require.Equal(t, "clock/mail-is-no-arrival", refusal.Reasons[0].Rule)

	h.Act(t, coordinator, task.ID, arrival(district, "2022-02-25", "post"))
	require.Equal(t, "2022-03-03 2022-03-03", dates(awaits(t, h)), "one addressee has nothing yet")
	h.Act(t, coordinator, task.ID, arrival(institute, "2022-02-28", "hand"))
	after := awaits(t, h)
	require.Equal(t, task.ID, after.ID, "it is the same task")
	require.Equal(t, "2022-03-11 2022-03-14", dates(after), "twelve days after the last arrival is a Saturday")
	require.Equal(t, []string{"clock/check-arrival", "clock/arrived", "clock/due/arrived"}, says(after))

	d = viewDraft(t, h)
	require.Equal(t, "2022-02-28", d.Clock.Arrived.String())
	require.Equal(t, "2022-03-11/2022-03-14", d.ReplyDue.Operative.String()+"/"+d.ReplyDue.Legal.String(), "of the last addressee")
	require.Equal(t, "2022-02-28", d.Clock.Effective.String())
	got := map[gov.UnitID]string{}
	for _, x := range d.Dispatches {
		got[x.Unit] = fmt.Sprint(x.ArrivedOn, " ", x.ArrivedBy, " ", x.Reply.Legal)
	}
	require.Equal(t, map[gov.UnitID]string{
		district: "2022-02-25 post 2022-03-10", institute: "2022-02-28 hand 2022-03-14",
	}, got, "each addressee has the period of his own arrival; the ninth was the day of an election")
	_, err = h.Try(t, coordinator, task.ID, arrival(institute, "2022-03-01", "post"))
	testkit.MustRefuse(t, gov.CodeActNotOpen, err)
	h.Act(t, coordinator, task.ID, testkit.Do{Verb: gov.VerbReplies, Body: body{"note": "두 곳 모두 회신"}})
	require.Empty(t, h.Tasks(t, coordinator, gov.TaskAwaitReply))
	everythingIsAudited(t, h)
}

// TestALetterIsReadWhenItHasArrived: what goes by post is not before its addressee because it was sent.
func TestALetterIsReadWhenItHasArrived(t *testing.T) {
	t.Parallel()
	const officer = district + ".officer"
	h, id := sent(t, body{"addressees": []string{district}, "delivery": "post"})
	reads := func() error {
		_, err := h.Cases.Case(t.Context(), h.Actor(t, officer), id, gov.CaseDocument)
		return err
	}
	require.ErrorIs(t, reads(), gov.ErrNotFound)
	h.Act(t, coordinator, awaits(t, h).ID, arrival(district, "2022-02-24", "post"))
	require.NoError(t, reads())
}

// TestAPeriodCanBeTakenBack: a new round that asks for no answer says so with no days.
func TestAPeriodCanBeTakenBack(t *testing.T) {
	t.Parallel()
	h, task := draftingPlan(t)
	h.Act(t, coordinator, task, testkit.Do{Verb: gov.VerbSubmit, Body: body{
		"title": draftTitle, "body": text("회신 바랍니다."), "form": "dispatch", "telephone": "02-120",
		"addressees": []string{district}, "reply_from": "arrived", "reply_days": 14,
	}})
	h.Act(t, teamLead, h.TaskOf(t, teamLead, gov.TaskSign).ID, testkit.Do{Verb: gov.VerbReturn, Reason: "회신 불필요"})
	h.Act(t, coordinator, h.TaskOf(t, coordinator, gov.TaskRedraft).ID, testkit.Do{
		Verb: gov.VerbRedraft, Reason: "회신 없음", Body: body{"reply_days": 0},
	})
	d := viewDraft(t, h)
	require.Zero(t, d.ReplyDays)
	require.Empty(t, d.ReplyFrom)
}

func TestALetterThatAsksForNothingIsLookedAfterUntilItArrives(t *testing.T) {
	t.Parallel()
	h, _ := sent(t, body{"addressees": []string{institute}, "delivery": "hand"})
	task := awaits(t, h)
	require.Equal(t, []string{"record_arrival"}, task.Verbs)
	h.Act(t, coordinator, task.ID, arrival(institute, "", "hand"))
	require.Empty(t, h.Tasks(t, coordinator, gov.TaskAwaitReply))
	require.Equal(t, "2022-02-24", viewDraft(t, h).Clock.Effective.String())
}

func TestADocumentThatAsksForNothingOpensNoTask(t *testing.T) {
	t.Parallel()
	h, _ := sent(t, body{"addressees": []string{institute}})
	require.Empty(t, h.Tasks(t, coordinator, gov.TaskAwaitReply))
}

func TestAPeriodIsPartOfWhatIsSigned(t *testing.T) {
	t.Parallel()
	h, task := draftingPlan(t)
	draft := body{"title": draftTitle, "body": text("확정하고자 합니다."), "reply_from": "arrived", "reply_days": 14}
	_, err := h.Try(t, coordinator, task, testkit.Do{Verb: gov.VerbSubmit, Body: draft})
	refusal := testkit.MustRefuse(t, gov.CodeInvalid, err)
	require.Equal(t, []string{"/reply_days"}, fieldsOf(refusal), "what is not sent is not answered")
	draft["addressees"] = []string{institute}
	h.Act(t, coordinator, task, testkit.Do{Verb: gov.VerbSubmit, Body: draft})
	first := h.Case(t, h.Stage(t, "decision"), "document").ContentHash
	h.Act(t, teamLead, h.TaskOf(t, teamLead, gov.TaskSign).ID, testkit.Do{Verb: gov.VerbReturn, Reason: "기한이 짧음"})
	h.Act(t, coordinator, h.TaskOf(t, coordinator, gov.TaskRedraft).ID, testkit.Do{
		Verb: gov.VerbRedraft, Reason: "늘림", Body: body{"reply_days": 30},
	})
	require.NotEqual(t, first, h.Case(t, h.Stage(t, "decision"), "document").ContentHash)
	d := viewDraft(t, h)
	require.Equal(t, "arrived 30", fmt.Sprint(d.ReplyFrom, " ", d.ReplyDays), "what is left out stays")
}

func TestTheReplyOfTheSuperintendentIsDueFromTheArrivalOfTheQuestion(t *testing.T) {
	t.Parallel()
	h, _ := consultation(t)
	h.Act(t, testkit.Coordinator, h.TaskOf(t, testkit.Coordinator, gov.TaskAsk).ID,
		testkit.Do{Verb: gov.VerbAsk, Body: body{"text": "의견을 구합니다."}})
	task := h.TaskOf(t, superintendentOfficer, gov.TaskReply)
	d, err := h.Cases.Task(t.Context(), h.Actor(t, superintendentOfficer), task.ID)
	require.NoError(t, err)
	require.Equal(t, "2022-02-14 2022-02-14", dates(d), "seven days after its arrival on the seventh")
	require.Equal(t, []string{"clock/arrived", "clock/due/arrived"}, says(d))
	require.Contains(t, d.Reasons[1].Text, gov.MustDate("2022-02-07").Korean())
}
