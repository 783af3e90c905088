package cases

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"

	"gyeol/gov"
	"gyeol/policies"
)

// Form is what a verb takes on a kind of case. Handlers read bodies by it and the API documents it: there is no other
// word on what an act may carry.
type Form struct {
	Kind   gov.CaseKind // empty: any kind
	Verb   gov.Verb
	Does   string       // one sentence
	Body   reflect.Type // a struct of this package whose tags say the limits that its handler keeps
	Reason bool         // a reason is mandatory
	System bool         // gyeol alone does it
	Binds  bool         // it names the hash of the content that was seen, and is refused without one
}

// Forms lists what every act and contribution of every machine takes, by verb and kind.
func Forms() []Form {
	var out []Form
	for kind, of := range forms {
		m := policies.MachineOf(kind)
		for verb, f := range of {
			f.Kind, f.Verb, f.System = kind, verb, !isContribution(verb)
			for _, move := range m.Moves {
				if move.Verb == verb {
					f.Reason = f.Reason || move.Reason
					f.System = f.System && move.System
				}
			}
			out = append(out, f)
		}
	}
	for verb, f := range besideForms {
		move, _ := policies.MachineOf(gov.CaseSubmission).Beside(gov.Requested, verb)
		f.Verb, f.Reason = verb, move.Reason
		out = append(out, f)
	}
	slices.SortFunc(out, func(a, b Form) int { return cmp.Or(cmp.Compare(a.Verb, b.Verb), cmp.Compare(a.Kind, b.Kind)) })
	return out
}

// takes is a form with a body of type B.
func takes[B any](does string) Form { return Form{Does: does, Body: reflect.TypeFor[B]()} }

// bare is a form that says all by its verb and reason.
func bare(does string) Form { return takes[NoBody](does) }

// binds is a form that needs content_hash.
func (f Form) binds() Form {
	f.Binds = true
	return f
}

// formFor is the form of a verb on a kind of case.
func formFor(kind gov.CaseKind, verb gov.Verb) (Form, bool) {
	if f, ok := besideForms[verb]; ok {
		return f, true
	}
	f, ok := forms[kind][verb]
	return f, ok
}

// read reads the body of the act into the form of its verb. A handler that reads another form is a mistake of ours.
func (ch *change) read(into any) error {
	form, ok := formFor(ch.c.Kind, ch.cmd.Verb)
	if !ok || reflect.TypeOf(into).Elem() != form.Body {
		return fmt.Errorf("read %T of %s %s: the form is %v", into, ch.c.Kind, ch.cmd.Verb, form.Body)
	}
	return decode(ch.cmd.Body, into)
}

// readBare refuses a body where the verb takes none; other forms are read by their handlers.
func (ch *change) readBare() error {
	if f, _ := formFor(ch.c.Kind, ch.cmd.Verb); f.Body != reflect.TypeFor[NoBody]() {
		return nil
	}
	return ch.read(&NoBody{})
}

// besideForms are of the acts that leave a case of any kind in its state.
var besideForms = map[gov.Verb]Form{
	gov.VerbAskExtension:    takes[AskExtensionBody]("Asks for a later date; no date moves, and reminders run on"),
	gov.VerbDropExtension:   bare("Takes the request for a later date back"),
	gov.VerbGrantExtension:  takes[GrantExtensionBody]("Gives the task the later date, and its case with it"),
	gov.VerbRefuseExtension: bare("Leaves the date as it is"),
}

const (
	fixCopyDoes     = "Masks more words in the public copy, or shows words that are masked"
	releaseCopyDoes = "Lets everybody read the public copy as it was seen"
)

var lapses = bare("The stage closed early and ends this case with it")

// forms has one entry for each verb of each machine; a test walks the machines.
var forms = map[gov.CaseKind]map[gov.Verb]Form{
	gov.CaseCycle: {
		gov.VerbOpen:   bare("Opens the year"),
		gov.VerbClose:  bare("Ends the year"),
		gov.VerbReopen: bare("Takes the year up again, with a stage of it"),
	},
	gov.CaseStage: {
		gov.VerbOpen:     bare("Opens the stage with its cases"),
		gov.VerbWaive:    bare("Ends a stage that its rule leaves out this year"),
		gov.VerbDecide:   bare("Lets later stages go on"),
		gov.VerbAdd:      takes[AddCaseBody]("Opens a further case in the stage"),
		gov.VerbFinish:   bare("Closes a stage whose cases have ended"),
		gov.VerbClose:    bare("Closes the stage early; its open cases end with it"),
		gov.VerbReopen:   takes[ReopenStageBody]("Takes a closed stage up again; later stages see that their input changed"),
		gov.VerbSkip:     bare("Leaves a planned stage out"),
		gov.VerbMoveDate: takes[MoveDateBody]("Moves dates of the stage, and open tasks with them"),

		gov.VerbProposeForm: bare("Offers the form of the active pack to open submissions"),
	},
	gov.CaseReceipt: {
		gov.VerbRegister: takes[RegisterBody]("Enters a paper that came in, with its findings"),
		gov.VerbReflect:  takes[ReflectBody]("Says where a finding was taken up"),
		gov.VerbLapse:    lapses,
	},
	gov.CaseSubmission: {
		gov.VerbSubmit:          takes[SubmitRowsBody]("Hands the rows of the unit to its head"),
		gov.VerbReview:          takes[OpinionOnBody]("Signs a reviewing cell of the unit's line").binds(),
		gov.VerbApprove:         takes[OpinionOnBody]("Signs for the unit").binds(),
		gov.VerbReturn:          bare("Gives the rows back to the officers of the unit"),
		gov.VerbAdoptForm:       bare("Moves the draft to the wording of the form that was proposed"),
		gov.VerbAccept:          bare("Takes the rows into the plan").binds(),
		gov.VerbRequestRevision: takes[RevisionBody]("Sends the rows back to be mended"),
		gov.VerbWaive:           bare("Does without the rows of the unit"),
		gov.VerbReopen:          bare("Takes accepted rows up again"),
		gov.VerbLapse:           lapses,
		gov.VerbSaveRow:         takes[SaveRowBody]("Keeps fields of one row"),
		gov.VerbComment:         takes[CommentBody]("Adds a remark"),
		gov.VerbAssignRows:      takes[AssignRowsBody]("Gives rows to an officer of the unit"),
		gov.VerbAddRow:          takes[AddRowBody]("Adds a row to a form that grows"),
		gov.VerbRemoveRow:       takes[RowAtBody]("Takes out a row that the unit added"),
		gov.VerbRecordEvent:     takes[RowEventBody]("Tells what became of the project of a row"),
		gov.VerbWithdrawEvent:   takes[RowEventAtBody]("Takes an event back before it is in force"),
		gov.VerbAnswerRow:       takes[AnswerRowsBody]("Answers what the unit was asked about rows of another"),
		gov.VerbAttach:          takes[AttachBody]("Puts a stored file beside the submission or a row"),
		gov.VerbDetach:          takes[AttachmentAtBody]("Takes a file out again"),
	},
	gov.CaseCompilation: {
		gov.VerbCompile: bare("Merges what was accepted, and checks it"),
		gov.VerbConfirm: takes[ConfirmBody]("Answers the findings and confirms the paper").binds(),
		gov.VerbReopen:  bare("Takes a confirmed paper up again"),

		gov.VerbAdjustOverlap: takes[AdjustOverlapBody]("Decides on two projects that may be one; done on the case"),
		gov.VerbLapse:         lapses,
	},
	gov.CaseDocument: {
		gov.VerbSubmit:     takes[DraftBody]("Freezes the draft and sends it along its line"),
		gov.VerbRedraft:    takes[DraftBody]("Sends a new draft along its line, in a new round"),
		gov.VerbReview:     takes[ReviewBody]("Signs a reviewing cell").binds(),
		gov.VerbConcur:     takes[SignBody]("Signs a concurring cell").binds(),
		gov.VerbAgree:      takes[AgreeBody]("Signs an agreeing cell, or refuses to agree").binds(),
		gov.VerbApprove:    takes[SignBody]("Signs the last cell: the document is in being").binds(),
		gov.VerbEscalate:   bare("Gives the decision to the next post above").binds(),
		gov.VerbReturn:     bare("Ends the round and gives the draft back").binds(),
		gov.VerbHold:       takes[HoldBody]("Suspends a decision while every date runs on").binds(),
		gov.VerbPassReview: takes[SkipBody]("Passes over an absent reviewer; done on the case").binds(),
		gov.VerbCirculate:  takes[CirculateBody]("Shows an approved document to posts; done on the case"),
		gov.VerbRead:       bare("Says that a circulated or reported document was read"),
		gov.VerbArrive:     takes[ArrivalBody]("Records when a letter reached an addressee; its dates move with it"),
		gov.VerbReplies:    takes[RepliesBody]("Says what became of the answers that the document asked for"),
		gov.VerbWithdraw:   bare("Takes one's own draft back; done on the case"),

		gov.VerbFixCopy:     takes[FixCopyBody](fixCopyDoes),
		gov.VerbReleaseCopy: takes[ReleaseCopyBody](releaseCopyDoes),
		gov.VerbReclassify:  takes[ReclassifyBody]("Decides anew on the class of disclosure of each part"),

		gov.VerbDispatch: bare("Records to whom an approved document went"),
		gov.VerbLapse:    lapses,
	},
	gov.CaseMeeting: {
		gov.VerbCall:  takes[CallBody]("Calls every member in office"),
		gov.VerbTable: bare("Fixes the agenda on the day of the meeting"),

		gov.VerbMoveMeeting:   takes[MoveMeetingBody]("Tells every member another day, hour or place; done on the case"),
		gov.VerbCancelMeeting: bare("Takes the call back; another meeting is called. Done on the case"),
		gov.VerbSeatMembers:   bare("Calls who came into the body since, and tells who left it"),

		gov.VerbConvene: takes[ConveneBody]("Counts who came; with its quorum the body opens"),
		gov.VerbResolve: takes[ResolveBody]("Counts the ballots of every item"),
		gov.VerbPublish: takes[MinutesBody]("Closes the meeting with its minutes"),
		gov.VerbAttend:  takes[AttendBody]("Answers the call"),
		gov.VerbRead:    bare("Says that the call was read"),
		gov.VerbBallot:  takes[BallotBody]("Votes on one item, once"),

		gov.VerbFixCopy:     takes[FixCopyBody](fixCopyDoes),
		gov.VerbReleaseCopy: takes[ReleaseCopyBody](releaseCopyDoes),

		gov.VerbLapse: lapses,
	},
	gov.CaseConsultation: {
		gov.VerbAsk:           takes[AskBody]("Sends the question, bound to the draft as compiled"),
		gov.VerbReply:         takes[ReplyBody]("Answers the question"),
		gov.VerbRecordNoReply: bare("Goes on without a reply, after its last day"),
		gov.VerbLapse:         lapses,
	},
	gov.CaseFiling: {
		gov.VerbFile:           takes[FileBody]("Freezes the package and hands it over"),
		gov.VerbRequestCorrect: takes[CorrectionBody]("Sends the package back to be mended"),
		gov.VerbCorrect:        takes[CorrectBody]("Hands the mended package over again"),
		gov.VerbReceipt:        takes[ReceiptBody]("Keeps the receipt number of the outside body"),
		gov.VerbLapse:          lapses,
	},
	gov.CaseOpinion: {
		gov.VerbOpine:      takes[OpinionBody]("Gives the report of the expert"),
		gov.VerbPlanAction: takes[ActionPlanBody]("Answers the opinion with a measure, or says why there is none"),
		gov.VerbFollowUp:   takes[FollowUpBody]("Says that the measure was looked at"),
		gov.VerbLapse:      lapses,
	},
	gov.CaseNomination: {
		gov.VerbNominate: takes[NominateBody]("Names a nominee"),
		gov.VerbDecline:  bare("Names nobody"),
		gov.VerbExamine:  takes[ExamineBody]("Records what the rules say of the nominee"),
		gov.VerbRank:     bare("Closes the scoring"),
		gov.VerbOpen:     bare("Asks for the outcome of the public vetting"),
		gov.VerbVet:      takes[VetBody]("Records what the public vetting brought"),
		gov.VerbAward:    bare("Enters the nominee in the register"),
		gov.VerbPass:     bare("Passes over a nominee beyond the quota"),
		gov.VerbScore:    takes[ScoreBody]("Scores the nominee, once"),
		gov.VerbLapse:    lapses,
	},
	gov.CaseAgreement: {
		gov.VerbOpen:      bare("Asks whether the agreement is to go on"),
		gov.VerbRenew:     bare("Extends the term"),
		gov.VerbTerminate: bare("Gives notice"),
		gov.VerbExpire:    bare("Ends or extends the term as the text says"),
	},
}
