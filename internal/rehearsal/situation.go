package rehearsal

import (
	"fmt"
	"strings"

	"gyeol/client"
	"gyeol/gov"
)

// situation is all that a decision may depend on: the lots, the day, the task, and where its unit stands among those
// asked in the stage.
type situation struct {
	lots
	today    gov.Date
	task     client.TaskItem
	place    place
	compiled string // drafting: the content hash of what was compiled in the cycle, "" where nothing was
}

// place is where a unit stands among the units asked in a stage, in the order of their lots; of is 0 where it does not
// matter.
type place struct{ rank, of int }

// salt is the task at its stage of life: what one decision about it is drawn for.
func (s situation) salt() string {
	return fmt.Sprintf("%s/%d/%s", s.task.Key, s.task.Round, s.task.CaseState)
}

// draw is the lot of one question about the task.
func (s situation) draw(question string) float64 { return s.of(s.salt(), question) }

// pick is one of a list.
func (s situation) pick(question string, list []string) string {
	return list[s.n(len(list), s.salt(), question)]
}

// stage is the key of the stage without its round.
func (s situation) stage() string {
	key, _, _ := strings.Cut(s.task.Stage, ".")
	return key
}

// deed is one act or contribution that a person makes.
type deed struct {
	by     string // slug of who does it; "" for whoever the task fell to
	verb   gov.Verb
	item   string // what tells it from its sisters on the same task
	reason string
	hash   string
	body   map[string]any
}

// do is the most common answer: one deed.
func do(verb gov.Verb, body map[string]any) []deed { return []deed{{verb: verb, body: body}} }

// habit is how people deal with one kind of task: on which day, and what they do. A zero day is never; no deeds mean
// that something else must happen first.
type habit struct {
	when func(situation) gov.Date
	what func(situation, client.TaskDetail) []deed
}

// habits is the office. Every kind of task has one.
var habits = map[gov.TaskKind]habit{
	gov.TaskRegister:   {when: within(1, 8), what: register},
	gov.TaskReflect:    {when: within(3, 12), what: reflect},
	gov.TaskFill:       {when: fillDay, what: fill},
	gov.TaskRevise:     {when: within(0, 2), what: fill},
	gov.TaskApproveSub: {when: soon(1), what: approveSubmission},
	gov.TaskAnswerRow:  {when: within(0, 1), what: answerRows},
	gov.TaskCheck:      {when: within(0, 1), what: check},
	gov.TaskConfirm:    {when: within(0, 1), what: confirm},
	gov.TaskDraft:      {when: soon(2), what: draft},
	gov.TaskSign:       {when: soon(1), what: sign},
	gov.TaskRedraft:    {when: within(1, 2), what: draft},
	gov.TaskCall:       {when: callDay, what: call},
	gov.TaskAttend:     {when: attendDay, what: attend},
	gov.TaskConvene:    {when: atOnce, what: convene},
	gov.TaskVote:       {when: atOnce, what: vote},
	gov.TaskResolve:    {when: atOnce, what: resolve},
	gov.TaskMinutes:    {when: within(3, 6), what: minutes},
	gov.TaskAsk:        {when: askDay, what: ask},
	gov.TaskReply:      {when: within(2, 5), what: reply},
	gov.TaskFile:       {when: fileDay, what: file},
	gov.TaskReceive:    {when: within(0, 1), what: receive},
	gov.TaskCorrect:    {when: within(1, 2), what: correct},
	gov.TaskOpine:      {when: within(10, 29), what: opine},
	gov.TaskAnswer:     {when: within(2, 12), what: planAction},
	gov.TaskFollowUp:   {when: within(2, 10), what: followUp},
	gov.TaskNominate:   {when: within(3, 13), what: nominate},
	gov.TaskExamine:    {when: within(0, 3), what: examine},
	gov.TaskScore:      {when: within(1, 5), what: score},
	gov.TaskRank:       {when: within(1, 1), what: rank},
	gov.TaskVet:        {when: within(0, 2), what: vet},
	gov.TaskStopped:    {when: never, what: leave},
	gov.TaskAgreement:  {when: within(5, 20), what: renew},
	gov.TaskExtension:  {when: atOnce, what: decideExtension},
	gov.TaskPublicCopy: {when: within(0, 4), what: releaseCopy},
	gov.TaskDisclosure: {when: within(0, 2), what: reclassify},
}

// dayOf is the day on which the task is dealt with at the earliest; zero for never.
func (s situation) dayOf() gov.Date {
	h, ok := habits[gov.TaskKind(s.task.Kind)]
	if !ok {
		return gov.Date{}
	}
	return h.when(s)
}

// deeds is what is done about the task now.
func (s situation) deeds(d client.TaskDetail) []deed {
	return habits[gov.TaskKind(s.task.Kind)].what(s, d)
}

func leave(situation, client.TaskDetail) []deed { return nil }
