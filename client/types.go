package client

import "gyeol/client/oapi"

// The answers of the API under the names of its document.
type (
	Due                 = oapi.Due
	TaskItem            = oapi.TaskItem
	TaskPage            = oapi.TaskPage
	TaskDetail          = oapi.TaskDetail
	TaskCount           = oapi.TaskCount
	TaskRef             = oapi.TaskRef
	Holder              = oapi.Holder
	Outcome             = oapi.Outcome
	Reason              = oapi.Reason
	CaseItem            = oapi.CaseItem
	CasePage            = oapi.CasePage
	CaseView            = oapi.CaseView
	CaseTask            = oapi.CaseTask
	CaseContext         = oapi.CaseContext
	Decision            = oapi.Decision
	ActItem             = oapi.ActItem
	SubmissionContext   = oapi.SubmissionContext
	FormField           = oapi.FormField
	Row                 = oapi.Row
	RevisionRequest     = oapi.RevisionRequest
	DocumentContext     = oapi.DocumentContext
	LineCell            = oapi.LineCell
	Version             = oapi.Version
	Circulation         = oapi.Circulation
	Difference          = oapi.Difference
	BulkResult          = oapi.BulkResult
	Block               = oapi.Block
	ConformityReport    = oapi.ConformityReport
	ConformityRow       = oapi.ConformityRow
	OverlapPage         = oapi.OverlapPage
	OverlapItem         = oapi.OverlapItem
	OverlapPart         = oapi.OverlapPart
	MeetingContext      = oapi.MeetingContext
	Attendance          = oapi.Attendance
	AgendaItem          = oapi.AgendaItem
	Ballot              = oapi.Ballot
	OpinionContext      = oapi.OpinionContext
	NominationContext   = oapi.NominationContext
	FilingContext       = oapi.FilingContext
	ReceiptContext      = oapi.ReceiptContext
	ConsultationContext = oapi.ConsultationContext
	CompilationContext  = oapi.CompilationContext
	AgreementContext    = oapi.AgreementContext
	CycleItem           = oapi.CycleItem
	CycleProgress       = oapi.CycleProgress
	StageProgress       = oapi.StageProgress
	CycleMatrix         = oapi.CycleMatrix
	MatrixRow           = oapi.MatrixRow
	MatrixCell          = oapi.MatrixCell
	RunningLine         = oapi.RunningLine
	RunningCell         = oapi.RunningCell
	NextCell            = oapi.NextCell
	ProcessItem         = oapi.ProcessItem
	NoticeItem          = oapi.NoticeItem
	NoticePage          = oapi.NoticePage
	AuditItem           = oapi.AuditItem
	AuditPage           = oapi.AuditPage
	ClockState          = oapi.ClockState
	OpenWake            = oapi.OpenWake
	Stopped             = oapi.Stopped
	Behalf              = oapi.Behalf
	Absence             = oapi.Absence
	Delegation          = oapi.Delegation
	ActingOrder         = oapi.ActingOrder
	LeaveRehearsal      = oapi.LeaveRehearsal
	LeaveItem           = oapi.LeaveItem
	LeaveSpan           = oapi.LeaveSpan
	Transfer            = oapi.Transfer
	HandedTask          = oapi.HandedTask
)
