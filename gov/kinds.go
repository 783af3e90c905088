package gov

// StageKind is one of the ten kinds a stage of the yearly cycle can have (design §3).
type StageKind string

// The stage kinds.
const (
	StageReceive    StageKind = "receive"
	StageIssue      StageKind = "issue"
	StageCollect    StageKind = "collect"
	StageCompile    StageKind = "compile"
	StageDeliberate StageKind = "deliberate"
	StageConsult    StageKind = "consult"
	StageApprove    StageKind = "approve"
	StageFile       StageKind = "file"
	StageMonitor    StageKind = "monitor"
	StageAward      StageKind = "award"
)

// CaseKind says which machine of package policies a case obeys.
type CaseKind string

// The case kinds.
const (
	CaseCycle        CaseKind = "cycle"
	CaseStage        CaseKind = "stage"
	CaseReceipt      CaseKind = "receipt"      // 접수: a guideline or an evaluation from outside
	CaseSubmission   CaseKind = "submission"   // 제출: what one unit hands in
	CaseCompilation  CaseKind = "compilation"  // 취합본: the merged rows, their findings, the document
	CaseDocument     CaseKind = "document"     // 결재문서
	CaseMeeting      CaseKind = "meeting"      // 회의
	CaseConsultation CaseKind = "consultation" // 협의
	CaseFiling       CaseKind = "filing"       // 제출(대외): a package handed to an outside body
	CaseOpinion      CaseKind = "opinion"      // 점검의견: one project before one expert
	CaseNomination   CaseKind = "nomination"   // 추천: one nominee
	CaseAgreement    CaseKind = "agreement"    // 업무협약
)

// ProcessKind names the workflow that follows a process.
type ProcessKind string

// The process kinds; a stage process bears its stage kind's name.
const (
	ProcessCycle      ProcessKind = "cycle"
	ProcessReceive    ProcessKind = "receive"
	ProcessIssue      ProcessKind = "issue"
	ProcessCollect    ProcessKind = "collect"
	ProcessCompile    ProcessKind = "compile"
	ProcessDeliberate ProcessKind = "deliberate"
	ProcessConsult    ProcessKind = "consult"
	ProcessApprove    ProcessKind = "approve"
	ProcessFile       ProcessKind = "file"
	ProcessMonitor    ProcessKind = "monitor"
	ProcessAward      ProcessKind = "award"
	ProcessAgreement  ProcessKind = "agreement"
)

// State is the state of a case, as the table of its kind in package policies knows it.
type State string

// Verb is what an act or a contribution does.
type Verb string

// The states of cycles and stages.
const (
	Planned State = "planned"
	Open    State = "open"
	Closing State = "closing"
	Closed  State = "closed"
	Waived  State = "waived"  // closed without being asked, with a reason
	Skipped State = "skipped" // closed by an overruling act
)

// The states of a submission (domain §2.3).
const (
	Requested         State = "requested"
	Drafting          State = "drafting"
	InDepartment      State = "in_department_approval"
	Submitted         State = "submitted"
	RevisionRequested State = "revision_requested"
	Resubmitted       State = "resubmitted"
	Accepted          State = "accepted"
	Missing           State = "missing" // its stage was closed without it
)

// The states of a document and its line.
const (
	InApproval State = "in_approval"
	Approved   State = "approved"
	Returned   State = "returned"
	Withdrawn  State = "withdrawn"
	Dispatched State = "dispatched"
)

// The states of a receipt from outside.
const (
	Awaited    State = "awaited"
	Registered State = "registered"
	Settled    State = "settled"
)

// The states of a compilation.
const (
	Compiled  State = "compiled"
	Confirmed State = "confirmed"
)

// The states of a meeting.
const (
	Called     State = "called"
	Tabled     State = "tabled"
	InSession  State = "in_session"
	NoQuorum   State = "no_quorum"
	Resolved   State = "resolved"
	MinutesOut State = "minutes_published"
	Cancelled  State = "cancelled" // called and not held; another attempt is called
)

// The states of a consultation.
const (
	Asked   State = "asked"
	Replied State = "replied"
	NoReply State = "no_reply"
)

// The states of a filing.
const (
	Prepared            State = "prepared"
	HandedOver          State = "handed_over"
	CorrectionRequested State = "correction_requested"
	Received            State = "received"
)

// The states of a monitoring opinion.
const (
	Assigned   State = "assigned"
	Opined     State = "opined"
	Answered   State = "answered"
	FollowedUp State = "followed_up"
)

// The states of a nomination.
const (
	Invited    State = "invited"
	Nominated  State = "nominated"
	Declined   State = "declined" // the unit names nobody
	Eligible   State = "eligible"
	Ineligible State = "ineligible"
	Scored     State = "scored"
	Vetted     State = "vetted"
	Awarded    State = "awarded"
	NotAwarded State = "not_awarded"
)

// The states of an agreement (domain §2.6).
const (
	InForce       State = "in_force"
	RenewalWindow State = "renewal_window"
	Renewed       State = "renewed"
	Terminated    State = "terminated"
	Expired       State = "expired"
)

// The verbs of acts. Each moves a case.
const (
	VerbOpen            Verb = "open"
	VerbClose           Verb = "close"
	VerbDecide          Verb = "decide" // a stage has its result; later stages may go on
	VerbFinish          Verb = "finish"
	VerbLapse           Verb = "lapse" // the stage closes without this case
	VerbReopen          Verb = "reopen"
	VerbSkip            Verb = "skip"
	VerbWaive           Verb = "waive"
	VerbMoveDate        Verb = "move_date"
	VerbAdd             Verb = "add_case" // a stage opens a further case: another attempt, a board, a decision
	VerbHandOver        Verb = "hand_over_task"
	VerbAskExtension    Verb = "request_extension"  // 연장 요청: whoever has a task asks for a later date; nothing moves
	VerbDropExtension   Verb = "withdraw_extension" // the request is taken back while nobody has decided on it
	VerbGrantExtension  Verb = "grant_extension"    // 연장 승인: the task and its case get the later date
	VerbRefuseExtension Verb = "refuse_extension"   // 연장 불승인: the date stays
	VerbSubmit          Verb = "submit"
	VerbApprove         Verb = "approve"
	VerbReview          Verb = "review"
	VerbConcur          Verb = "concur"
	VerbAgree           Verb = "agree"       // 합의, or its refusal, which lifts the decision
	VerbHold            Verb = "hold"        // 보류: the clock runs on
	VerbEscalate        Verb = "escalate"    // 상위 결재: the outcome exceeds the delegate's responsibility
	VerbPassReview      Verb = "skip_review" // 검토 생략, with its reason
	VerbCirculate       Verb = "circulate"   // 공람
	VerbReturn          Verb = "return"
	VerbWithdraw        Verb = "withdraw"
	VerbRedraft         Verb = "redraft"
	VerbDispatch        Verb = "dispatch"
	VerbAccept          Verb = "accept"
	VerbRequestRevision Verb = "request_revision"
	VerbProposeForm     Verb = "propose_form" // offers another wording of the form to open submissions
	VerbAdoptForm       Verb = "adopt_form"   // moves a draft to the wording that was offered
	VerbRegister        Verb = "register"
	VerbReflect         Verb = "reflect"
	VerbCompile         Verb = "compile"
	VerbConfirm         Verb = "confirm"
	VerbAdjustOverlap   Verb = "adjust_overlap" // 중복 조정: keep, merge, move or drop one of two like projects
	VerbCall            Verb = "call"
	VerbTable           Verb = "table" // the agenda and its papers are fixed, on the day of the meeting
	VerbConvene         Verb = "convene"
	VerbAdjourn         Verb = "adjourn"        // no quorum: the meeting ends, a new one is called
	VerbMoveMeeting     Verb = "move_meeting"   // another day, hour or place for a meeting that was called
	VerbCancelMeeting   Verb = "cancel_meeting" // a meeting that was called is not held
	VerbSeatMembers     Verb = "seat_members"   // who came into the body since the call is called, who left is told
	VerbResolve         Verb = "resolve"
	VerbPublish         Verb = "publish_minutes"
	VerbAsk             Verb = "ask"
	VerbReply           Verb = "reply"
	VerbRecordNoReply   Verb = "record_no_reply"
	VerbFile            Verb = "hand_over"
	VerbRequestCorrect  Verb = "request_correction"
	VerbCorrect         Verb = "correct"
	VerbReceipt         Verb = "receipt"
	VerbOpine           Verb = "opine"
	VerbPlanAction      Verb = "plan_action"
	VerbFollowUp        Verb = "follow_up"
	VerbNominate        Verb = "nominate"
	VerbDecline         Verb = "decline"
	VerbExamine         Verb = "examine"
	VerbRank            Verb = "rank"
	VerbVet             Verb = "vet"
	VerbAward           Verb = "award"
	VerbPass            Verb = "pass_over"
	VerbRenew           Verb = "renew"
	VerbTerminate       Verb = "terminate"
	VerbExpire          Verb = "expire"
)

// The verbs of contributions. None moves a case; each is counted until its case is closed to it.
const (
	VerbSaveRow Verb = "save_row"
	VerbAttend  Verb = "attend"
	VerbBallot  Verb = "ballot"
	VerbScore   Verb = "score"
	VerbComment Verb = "comment"
	VerbRead    Verb = "read"
	VerbArrive  Verb = "record_arrival" // 도달: when a document reached an addressee
	VerbReplies Verb = "record_replies" // 회신: what became of the answers that a document asked for

	VerbFixCopy     Verb = "correct_public_copy" // 공개본: more is masked, or a mask is lifted
	VerbReleaseCopy Verb = "release_public_copy" // 공개본 확정: everybody may read it
	VerbReclassify  Verb = "reclassify"          // 재분류: another class of disclosure, or another day on which it is looked at

	VerbAssignRows    Verb = "assign_rows"    // a unit splits its rows among its officers
	VerbAddRow        Verb = "add_row"        // to a form that grows
	VerbRemoveRow     Verb = "remove_row"     // one that the unit added
	VerbRecordEvent   Verb = "record_event"   // 종료, 통합, 분리, 이관
	VerbWithdrawEvent Verb = "withdraw_event" // before the submission is accepted
	VerbAnswerRow     Verb = "answer_row"     // 협조, or that one takes over what an event gives
	VerbAttach        Verb = "attach"         // a file beside a submission or one of its rows
	VerbDetach        Verb = "detach"
)

// TaskKind says what a task asks for; one page, one mail text and one form belong to each.
type TaskKind string

// The task kinds.
const (
	TaskRegister   TaskKind = "register"
	TaskReflect    TaskKind = "reflect"
	TaskFill       TaskKind = "fill"
	TaskApproveSub TaskKind = "approve_submission"
	TaskCheck      TaskKind = "check"
	TaskRevise     TaskKind = "revise"
	TaskAnswerRow  TaskKind = "answer_row"
	TaskConfirm    TaskKind = "confirm_compilation"
	TaskDraft      TaskKind = "draft"
	TaskSign       TaskKind = "sign"
	TaskRedraft    TaskKind = "redraft"
	TaskCirculated TaskKind = "read_circulated"
	TaskPostReport TaskKind = "post_report"
	TaskAwaitReply TaskKind = "await_reply"
	TaskCall       TaskKind = "call_meeting"
	TaskAttend     TaskKind = "attend"
	TaskConvene    TaskKind = "convene"
	TaskVote       TaskKind = "vote"
	TaskResolve    TaskKind = "resolve"
	TaskMinutes    TaskKind = "minutes"
	TaskAsk        TaskKind = "ask"
	TaskReply      TaskKind = "reply"
	TaskFile       TaskKind = "file"
	TaskReceive    TaskKind = "receive_filing"
	TaskCorrect    TaskKind = "correct_filing"
	TaskOpine      TaskKind = "opine"
	TaskAnswer     TaskKind = "plan_action"
	TaskFollowUp   TaskKind = "follow_up"
	TaskNominate   TaskKind = "nominate"
	TaskExamine    TaskKind = "examine"
	TaskScore      TaskKind = "score"
	TaskRank       TaskKind = "rank"
	TaskVet        TaskKind = "vet"
	TaskStopped    TaskKind = "stopped" // a process cannot go on; its named owner must mend the rule or the data
	TaskAgreement  TaskKind = "renew_agreement"
	TaskExtension  TaskKind = "review_extension" // 연장 요청 검토: decides whether a task gets a later date

	TaskPublicCopy TaskKind = "check_public_copy" // 공개본 확인: somebody checks what the machine masked
	TaskDisclosure TaskKind = "review_disclosure" // 공개 여부 재검토: the ground of item 5 has run out
)

// TaskKinds are all of them.
func TaskKinds() []TaskKind {
	return []TaskKind{
		TaskRegister, TaskReflect, TaskFill, TaskApproveSub, TaskCheck, TaskRevise, TaskAnswerRow, TaskConfirm, TaskDraft, TaskSign,
		TaskRedraft, TaskCirculated, TaskPostReport, TaskAwaitReply, TaskCall, TaskAttend, TaskConvene, TaskVote, TaskResolve,
		TaskMinutes, TaskAsk, TaskReply, TaskFile, TaskReceive, TaskCorrect, TaskOpine, TaskAnswer, TaskFollowUp,
		TaskNominate, TaskExamine, TaskScore, TaskRank, TaskVet, TaskStopped, TaskAgreement, TaskExtension,
		TaskPublicCopy, TaskDisclosure,
	}
}
