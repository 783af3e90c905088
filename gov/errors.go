package gov

import (
	"errors"
	"fmt"
)

// Code is the stable machine code of a refusal. It is part of the API: codes are added, never renamed.
type Code string

// The codes, by what the caller can do about them.
const (
	CodeInvalid           Code = "invalid"                // 422: the body breaks a rule of form; mend it
	CodeUnauthenticated   Code = "unauthenticated"        // 401: no valid token
	CodeForbidden         Code = "forbidden"              // 403: known person, not his to do
	CodeNotFound          Code = "not_found"              // 404: no such thing for this person
	CodeUnknownID         Code = "unknown_id"             // 404: the id has not the form of an id
	CodeNotYourTask       Code = "not_your_task"          // 403: the task belongs to other posts
	CodeActNotOpen        Code = "act_not_open"           // 409: the act is not open in this state
	CodeTaskClosed        Code = "task_closed"            // 409: the task was done or withdrawn meanwhile
	CodeWithdrawn         Code = "withdrawn"              // 410: it was released once and taken back since
	CodeStale             Code = "stale_content"          // 412: the content changed since it was read
	CodeKeyReused         Code = "idempotency_key_reused" // 422: the key was used with another body
	CodeReasonRequired    Code = "reason_required"        // 422: the act needs a reason
	CodeGateClosed        Code = "gate_closed"            // 409: an earlier stage has not been decided
	CodeNoticeTooShort    Code = "notice_too_short"       // 409: the notice period before the meeting is broken
	CodeNoQuorum          Code = "no_quorum"              // 409: fewer than the quorum are present
	CodeNoRule            Code = "no_rule"                // 409: no rule matches; the process is stopped
	CodeSelfApproval      Code = "self_approval"          // 409: nobody decides on his own draft
	CodeIneligible        Code = "ineligible"             // 409: the nominee is disqualified
	CodeQuotaExceeded     Code = "quota_exceeded"         // 409: more awards than the plan allows
	CodeRehearsalOnly     Code = "rehearsal_only"         // 409: only a rehearsal has a stepped clock
	CodeNotSettled        Code = "not_settled"            // 409: work is still under way; repeat under the same key
	CodeProcessOpen       Code = "process_open"           // 409: a process is still open
	CodeBusy              Code = "busy"                   // 409: the case is locked by another act; repeat
	CodeTooLarge          Code = "too_large"              // 413: the body is larger than allowed
	CodeConflict          Code = "conflict"               // 409: a rule of uniqueness refuses it
	CodeUnavailable       Code = "unavailable"            // 503: a part gyeol needs does not answer
	CodeInternal          Code = "internal"               // 500: ours; the body says nothing about the inside
	CodeNotSwitchable     Code = "not_switchable"         // 409: the rules do not leave this to a person
	CodeIdempotencyNeeded Code = "idempotency_key_needed" // 422: acts and contributions need a key
)

// Error is a refusal in words an official can read. Detail is Korean and says what to do; English is its twin.
// Anything that carries no Error is internal: logged for us, a bare 500 for them.
type Error struct {
	Code    Code
	Detail  string   // Korean, one sentence, what to do next
	English string   // the same in English
	Reasons []Reason // the rules that refused, if rules did
	State   State    // the state the case is in, if a case refused
	Changes []Change // what changed since the caller last saw the content, if that is why
}

// Error returns code and English text, for logs.
func (e *Error) Error() string { return string(e.Code) + ": " + e.English }

// Is lets errors.Is compare by code, so that errors.Is(err, gov.Refuse(gov.CodeStale, …)) needs no text.
func (e *Error) Is(target error) bool {
	var other *Error
	return errors.As(target, &other) && other.Code == e.Code
}

// Refuse builds a refusal.
func Refuse(code Code, korean, english string) *Error {
	return &Error{Code: code, Detail: korean, English: english}
}

// Refusef builds a refusal whose texts take the same arguments.
func Refusef(code Code, korean, english string, args ...any) *Error {
	return &Error{Code: code, Detail: fmt.Sprintf(korean, args...), English: fmt.Sprintf(english, args...)}
}

// CodeOf returns the code carried by err, CodeInternal for any other error and "" for nil.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return CodeInternal
}

// Sentinels that several packages compare with.
var (
	ErrNotFound  = Refuse(CodeNotFound, "해당 자료를 찾을 수 없습니다.", "there is no such record")
	ErrUnknownID = Refuse(CodeUnknownID, "식별자의 형식이 올바르지 않습니다.", "this is not the form of an id")
)

// Reason is one rule that spoke for or against something: the same words stand on the button, in the 403, in the
// audit entry and under "왜 나에게 왔나".
type Reason struct {
	Rule    string `json:"rule"`              // stable id of the rule, e.g. "authority/implementation-plan.fix"
	Article string `json:"article,omitempty"` // the article it implements, in Korean
	Text    string `json:"text"`              // one Korean sentence
	English string `json:"english,omitempty"` // the same in English, where the reason is about a field
	Field   string `json:"field,omitempty"`   // JSON Pointer (RFC 6901) of the value in the request that it is about
	Assumed bool   `json:"assumed,omitempty"` // 현행 규정 기준: the wording in force on that date was not read
}
